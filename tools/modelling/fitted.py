"""Fitted models as a chat turn uses them: cards, scorers and the features of single people, read once per version."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.contract import AssistantError, NotEnoughData, Unavailable
from tools.data.models import keeping
from tools.modelling.cards import LABELS, SCHEMA, ModelCard, ModelName
from tools.modelling.cluster_cards import cluster_card

if TYPE_CHECKING:
    from tools.data.features import FeaturePlan
    from tools.desk import Desk
    from tools.science.propensity.scorer import Scorer
    from tools.science.recommending.recommender import Recommender


@dataclass(frozen=True, eq=False)
class FittedModel:
    """One kept version: its card and its parts."""

    card: ModelCard
    parts: dict[str, Any]

    @property
    def scorer(self) -> Scorer:
        """The propensity scorer of models that have one."""
        scorer: Scorer = self.parts["scorer"]
        return scorer

    @cached_property
    def plan(self) -> FeaturePlan:
        """The features of models that read the shop's feature table."""
        from tools.data.features import FeaturePlan

        return FeaturePlan.model_validate(self.parts["plan"])

    @cached_property
    def plan_key(self) -> str:
        """The plan as JSON: the same for models that share their features, whatever else they are."""
        return self.plan.model_dump_json()

    @property
    def recommender(self) -> Recommender:
        """The recommender of the model that has one."""
        recommender: Recommender = self.parts["recommender"]
        return recommender


def cards(desk: Desk) -> list[ModelCard]:
    """Cards of every model training has looked at, in the usual order, offered or not."""
    found = [current_card(desk.workspace.models_path, name) for name in LABELS]
    return [card for card in found if card is not None]


def card_of(desk: Desk, model: ModelName) -> ModelCard:
    """The card of one model; raises Unavailable where training never looked at it."""
    card = current_card(desk.workspace.models_path, model)
    if card is None:
        label = LABELS[model]
        raise Unavailable(
            desk.say(
                f"The {label.inside('en')} model has not been fitted for this shop: `python -m assistant train "
                f"{desk.workspace.path.name}` fits what the data allow.",
                f"这家店还没有训练“{label.zh}”模型：运行 `python -m assistant train {desk.workspace.path.name}` 即可。",
            )
        )
    return card


def offered(desk: Desk, model: ModelName) -> ModelCard:
    """The card of a model whose scores may be shown; raises NotEnoughData with the card's reason otherwise."""
    card = card_of(desk, model)
    if not card.offered:
        raise NotEnoughData(card.verdict.in_language(desk.language))
    return card


def is_offered(desk: Desk, model: ModelName) -> bool:
    """Whether the model was fitted here and is good enough to be offered."""
    card = current_card(desk.workspace.models_path, model)
    return card is not None and card.offered


def fitted(desk: Desk, model: ModelName) -> FittedModel:
    """The current version of an offered model."""
    card = offered(desk, model)
    return load(str(desk.workspace.models_path), model, card.version)


def load_all(desk: Desk) -> None:
    """Read every offered model ahead of the first question about one; what cannot be read is left to that question."""
    for model in LABELS:
        with suppress(AssistantError):
            if model != "clusters" and is_offered(desk, model):
                fitted(desk, model)


@lru_cache(maxsize=32)
def load(models_path: str, model: str, version: str) -> FittedModel:
    """A kept version from disk, its scorer put together; read once per process."""
    from tools.science.scorer_parts import from_parts

    kept = keeping.load(Path(models_path), model, version)
    parts = dict(kept.parts)
    if "scorer" in parts:
        parts["scorer"] = from_parts(parts["scorer"])
    if "recommender" in parts:
        from tools.science.recommending.recommender import Recommender

        parts["recommender"] = Recommender.from_arrays(parts["recommender"])
    return FittedModel(ModelCard.model_validate(kept.card), parts)


def current_card(models_path: Path, model: str) -> ModelCard | None:
    """The card in use; None where there is none. Raises Unavailable for one of another version of this product."""
    if model == "clusters":
        return cluster_card(models_path)
    try:
        stamp = (models_path / model / keeping.CURRENT).stat()
    except OSError:
        return None
    return _read_card(models_path, model, (stamp.st_mtime_ns, stamp.st_ino))


@lru_cache(maxsize=64)
def _read_card(models_path: Path, model: str, stamp: tuple[int, int]) -> ModelCard | None:
    """Read once for as long as the file that names the version stays the same."""
    del stamp
    found = keeping.read_card(models_path, model)
    if found is None:
        return None
    if found.get("form") != SCHEMA:
        raise Unavailable(
            f"The {model} model was kept by another version of this product: "
            f"`python -m assistant train {models_path.parent.name}` fits it anew."
        )
    return ModelCard.model_validate(found)
