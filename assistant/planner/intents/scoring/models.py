"""How good a score is: the card of a model, or which models there are."""

from __future__ import annotations

from typing import NamedTuple

from assistant.planner.frame import Frame
from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.scores.scores import mentions
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.values.segments import names_clusters
from assistant.planner.intents.references.subjects import finished, use
from assistant.planner.reading import Reading

_ASKED = (
    "model_word", "quality_cue", "performance", "which", "list", "describe", "how_many", "profile_cue", "how_much",
    "history", "chance", "library_cue", "why", "level_word", "when_cue", "by", "respectively", "versus", "compare",
    "meaning", "average", "drivers_cue", "made_cue", "card_word", "card_detail", "product_cue", "overlap", "lift_word",
)  # fmt: skip
_OTHERWISE = ("customer_id", "copy_verb", "period", "top", "bottom")
_RANKED = ("customer_id", "copy_verb", "period")
_BESIDE = ("or", "not", "percent", "top", "bottom", "number", "yes_no", "versus", "difference", "score_name")
"""Words that stand in questions about a model and pick nobody."""
_MODEL_WORDS = ("model", "模型", "algorithm", "算法")
"""Parts of words that are enough by themselves; scores and predictions need a question about quality beside them."""
_ALIKE = (
    "Every lookalike audience is back-tested when it is made: the answer says how many times better than chance it "
    "found members who had been left out. Ask for one, such as “500 customers like our champions”.",
    "每个相似人群在生成时都会回测：答案会说明它找回留出成员的比例是随机人群的几倍。可以直接问，例如“和冠军客户相似的500位客户”。",
)
_FIGURES = {"expected_next_order_date": "value", "expected_orders": "value", "alive_probability": "value"}
"""Figures that come with a score: the model they are of."""


class Named(NamedTuple):
    """A model as it is spoken of."""

    model: str
    whole: bool
    """Named by its score rather than by its subject alone: churn score, not churn."""


def read_models(frame: Frame) -> Reading | None:
    """how good is the churn score, can I trust the churn model, which models are there, 流失模型准不准."""
    slots = frame.slots()
    word = slots.find("model_word")
    if word is None:  # other models, 候选模型
        word = next(
            (i for i in slots.all("quality_cue") if "model" in slots[i].text.casefold() or "模型" in slots[i].text),
            None,
        )
    if word is None and slots.find("together", free=False) is not None:
        return None  # the strongest pair by lift: of rules, not of a model
    quality = frame.has("quality_cue") or any(s.has("performance") and not s.has("filler") for s in frame.spans)
    card, method = frame.has("card_word"), _method(frame)
    if word is None and card and slots.find("percent", free=False) is not None:
        return None  # the top decile by expected spend: people
    quality = quality or card
    if (
        frame.has(*(_RANKED if card or word is not None else _OTHERWISE))
        or _split(slots)
        or not (word is not None or quality or method or frame.has("made_cue"))
        or (frame.has("meaning") and not quality and not method and not frame.has("made_cue"))
    ):
        return None
    if not card and frame.has("top", "bottom") and (frame.has("people", "who", "agent", "list") or _named(slots)):
        return None
    if quality and frame.has("alike") and not frame.has("people", "agent", "value"):
        return frame.reading("models", text=frame.say(*_ALIKE))
    found = Named("clusters", True) if method else _named(slots)
    if method:
        use(slots, "model", "cluster_method")
    quality = quality or (found is not None and found.model == "clusters" and frame.has("made_cue"))
    model = word is not None and any(part in slots[word].text.casefold() for part in _MODEL_WORDS)
    alone = all(span.has("model_word", "quality_cue", "filler", "break") for span in frame.spans)
    listed = (
        model and found is None and (alone or card or frame.has("which", "list", "describe", "how_many", "compare"))
    )
    judged = quality and (word is not None or card or (found is not None and found.whole))
    if not (listed or judged or method or (model and found is not None)):
        return None
    use(slots, "model", *_ASKED, *(_BESIDE if model or card or method else ()))
    _use_traits(slots)
    if found is None:
        return finished(frame, slots, "models", "describe_model", {})
    use(slots, "model", "scored", "subject", "outcome")
    return finished(frame, slots, "models", "describe_model", {"model": found.model})


def _method(frame: Frame) -> bool:
    """what does the k-means do: the method, not how many are in each cluster."""
    return frame.has("cluster_method") and not frame.has("people", "by", "measure", "value", "values", "sum")


def _use_traits(slots: Slots) -> None:
    """does it use gender or age: facts a card tells of, named beside its model."""
    for index in slots.all("field"):
        beside = slots.has(index, "group", "condition", "range", "people")
        if not beside and slots.level(str(slots.value(index, "field"))) in ("customer", ""):
            slots.use(index, "trait asked about")


def _split(slots: Slots) -> bool:
    """churn score by city: a figure of people, not of the model."""
    return any(slots.has(i, "by") and dimension_at(slots, slots.next(i)) for i in range(len(slots)))


def _named(slots: Slots) -> Named | None:
    """The model a question is about."""
    category = any(
        slots.value(i, "subject") == "category" or slots.value(i, "field") == "category" for i in range(len(slots))
    )
    for _, scored in mentions(slots):
        return Named("category" if category and scored.concept == "purchase" else scored.concept, True)
    for index in range(len(slots)):
        figure = next((_FIGURES[s.value] for s in slots[index].senses if s.kind == "field" and s.value in _FIGURES), "")
        if figure:
            slots.use(index, "model")
            return Named(figure, True)
        whole = (
            "clusters" if names_clusters(slots, index) else "recommendations" if slots.has(index, "offer_cue") else ""
        )
        if whole:
            slots.use(index, "model")
            return Named(whole, True)
        if slots.has(index, "subject") and not slots.has(index, "group"):
            subject = str(slots.value(index, "subject"))
            return Named(subject, subject == "recommendations")
    return None
