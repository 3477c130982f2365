"""Why a score is what it is: the features that moved it, in words and with their values.

Contributions are exact: with the base they add up to the score on the scale on which the model adds. Features that
say nearly the same (recency, frequency, spend …) are gathered into families first, and a family speaks through its
strongest member. They say what the score rests on, not what would change it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tools.contract import Column
from tools.data.category_features import FEATURES as CATEGORY_FEATURES
from tools.modelling.lifetimes import HISTORY
from tools.modelling.people import frame_of
from tools.modelling.rhythm import WINDOW
from tools.specs import Words
from tools.wording import format_cell

if TYPE_CHECKING:
    import pandas as pd

    from tools.desk import Desk
    from tools.dictionary import Dictionary
    from tools.modelling.fitted import FittedModel

SHOWN = 3
NEED_TWO_PURCHASES = ("mean_gap_days", "recency_over_gap")
LEVEL_FIELDS = {"category_share": "category", "channel_share": "order_channel", "country": "country"}
"""Features made for the levels of a field, by the part of their name before the level."""
EXTRA = {
    WINDOW: ("rhythm", Words(en="Own window", zh="自身周期"), "days"),
    HISTORY: (
        "history",
        Words(en="Purchase probability from their order history", zh="由下单历史推算的购买概率"),
        "share",
    ),
}
"""Features that are made when a model is fitted, beside those of the shop's table: family, label, unit."""


@dataclass(frozen=True)
class Named:
    """A feature as it is spoken of."""

    name: str
    family: str
    label: Words
    unit: str | None


@dataclass(frozen=True)
class Reason:
    """One family's part in one person's score."""

    feature: Named
    value: float
    """NaN where unknown."""
    effect: float
    """The family's contribution on the model's scale; above 0 raises the score."""


@dataclass(frozen=True)
class Explained:
    """A score taken apart: base + sum of effects = margin."""

    score: float
    base: float
    margin: float
    reasons: tuple[Reason, ...]
    """Strongest first."""


def explain_people(
    desk: Desk, score: str, customers: Sequence[str], category: str | None = None
) -> dict[str, Explained]:
    """Each of `customers` (who have features) with their score and all families' effects."""
    from tools.science.reasons.families import top_reasons

    model, frame = frame_of(desk, score, customers, category)
    if frame.empty:
        return {}
    base, parts, chances, margins = _taken_apart(model, frame)
    named = named_features(model.parts.get("plan"), list(parts.columns), desk.dictionary)
    names = {feature.name: feature for feature in named}
    families = {name: feature.family for name, feature in names.items()}
    found = top_reasons(parts, frame, families, count=len(families))
    return {
        str(customer): Explained(
            float(chances[row]), float(base), float(margins[row]),
            tuple(Reason(names[one.feature], one.value, one.contribution) for one in found[row]),
        )
        for row, customer in enumerate(frame.index)
    }  # fmt: skip


def _taken_apart(model: FittedModel, frame: pd.DataFrame) -> tuple[float, pd.DataFrame, np.ndarray, np.ndarray]:
    """Base, contributions (rows × features), scores and margins of each row; an uplift adds up as it is."""
    if "uplift" in model.parts:
        from tools.science.uplift.model import Uplift
        from tools.science.uplift.reasons import contributions as of_uplift

        uplift = Uplift.from_parts(model.parts["uplift"])
        base, parts = of_uplift(uplift, frame)
        return base, parts, uplift.uplift(frame), uplift.uplift(frame)
    from tools.science.reasons import contributions

    base, parts = contributions(model.scorer, frame)
    return base, parts, model.scorer.probability(frame), model.scorer.margin(frame)


def main_reasons(desk: Desk, score: str, customers: Sequence[str], category: str | None = None) -> dict[str, str]:
    """The strongest reasons of each in one line, strongest first; an arrow says which way each moves the score."""
    if score == "value":
        return {}
    found = explain_people(desk, score, customers, category)
    return {
        customer: desk.say("; ", "；").join(reason_words(desk, reason) for reason in one.reasons[:SHOWN])
        for customer, one in found.items()
    }


def reason_words(desk: Desk, reason: Reason) -> str:
    """Days since last purchase 84 days ↑."""
    label = reason.feature.label.in_language(desk.language)
    return f"{label} {value_words(desk, reason.feature, reason.value)} {'↑' if reason.effect > 0 else '↓'}"


def value_words(desk: Desk, feature: Named, value: float) -> str:
    """A feature's value as people read it."""
    if np.isnan(value):
        if feature.name in NEED_TWO_PURCHASES:
            return desk.say("unknown after one purchase", "只买过一次，未知")
        return desk.say("unknown", "未知")
    if feature.unit == "0/1":
        return desk.say("yes", "是") if value else desk.say("no", "否")
    kind = {"money": "money", "share": "share"}.get(feature.unit or "", "number")
    unit = desk.dictionary.currency if kind == "money" else None
    text = format_cell(
        float(value), Column.model_validate({"name": feature.name, "type": kind, "unit": unit}), desk.language
    )
    if feature.unit == "days":
        return text + desk.say(" days", " 天")
    return text


def feature_labels(desk: Desk, names: Sequence[str]) -> list[Named]:
    """Features by name as the shop's plan speaks of them, whatever model they belong to."""
    from tools.modelling.fitted import current_card, load

    for model in ("purchase", "churn", "response", "uplift"):
        card = current_card(desk.workspace.models_path, model)
        if card is not None:
            plan = load(str(desk.workspace.models_path), model, card.version).parts.get("plan")
            return named_features(plan, names, desk.dictionary)
    return named_features(None, names, desk.dictionary)


def named_features(
    plan: Mapping[str, object] | None, columns: Sequence[str], dictionary: Dictionary | None = None
) -> list[Named]:
    """How each of `columns` is spoken of; with a dictionary, levels by their names in either language."""
    from tools.data.features import FeaturePlan

    specs = FeaturePlan.model_validate(plan).specs() if plan else {}
    named = []
    for name in columns:
        if name in specs:
            spec = specs[name]
            named.append(Named(name, spec.family, _spoken(name, spec.label, dictionary), spec.unit))
        elif name in EXTRA:
            family, label, unit = EXTRA[name]
            named.append(Named(name, family, label, unit))
        elif name in CATEGORY_FEATURES:
            english, chinese, unit = CATEGORY_FEATURES[name]
            named.append(Named(name, _category_family(name), Words(en=english, zh=chinese), unit))
        else:
            named.append(Named(name, name, Words(en=name, zh=name), None))
    return named


def _spoken(name: str, label: Words, dictionary: Dictionary | None) -> Words:
    """The label with a level as people call it: channel_share:store is about 门店 in Chinese."""
    kind, mark, level = name.partition(":") if ":" in name else name.partition("=")
    field = LEVEL_FIELDS.get(kind)
    if not mark or dictionary is None or field not in dictionary.fields:
        return label
    english, chinese = (dictionary.value_label(field, level, language) for language in ("en", "zh"))
    return Words(en=label.en.replace(level, english), zh=label.zh.replace(level, chinese))


def _category_family(name: str) -> str:
    return "category" if name.startswith("category_") else "customer"
