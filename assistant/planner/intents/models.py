"""How good a score is: the card of a model, or which models there are."""

from __future__ import annotations

from typing import NamedTuple

from assistant.planner.frame import Frame
from assistant.planner.grammar.scores import mentions
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.subjects import finished, use
from assistant.planner.reading import Reading

_ASKED = (
    "model_word", "quality_cue", "performance", "which", "list", "describe", "how_many", "profile_cue", "how_much",
    "history", "chance", "library_cue",
)  # fmt: skip
_OTHERWISE = ("customer_id", "copy_verb", "period", "by", "top", "bottom", "how_much")
_SCORE_WORDS = ("scores", "score", "scoring", "打分", "评分", "得分", "分数", "预测")
"""Words that need a question about quality beside them; "model" is enough by itself."""


class Named(NamedTuple):
    """A model as it is spoken of."""

    model: str
    whole: bool
    """Named by its score rather than by its subject alone: churn score, not churn."""


def read_models(frame: Frame) -> Reading | None:
    """how good is the churn score, can I trust the churn model, which models are there, 流失模型准不准."""
    slots = frame.slots()
    word = slots.find("model_word")
    quality = frame.has("quality_cue") or any(s.has("performance") and not s.has("filler") for s in frame.spans)
    if frame.has(*_OTHERWISE) or not (word is not None or quality) or (frame.has("meaning") and not quality):
        return None
    found = _named(slots)
    model = word is not None and slots[word].text.casefold() not in _SCORE_WORDS
    alone = all(span.has("model_word", "filler", "break") for span in frame.spans)
    listed = model and found is None and (alone or frame.has("which", "list", "describe", "how_many"))
    judged = quality and (word is not None or (found is not None and found.whole))
    if not (listed or judged or (model and found is not None)):
        return None
    use(slots, "model", *_ASKED)
    if found is None:
        return finished(frame, slots, "models", "describe_model", {})
    use(slots, "model", "scored", "subject", "outcome")
    return finished(frame, slots, "models", "describe_model", {"model": found.model})


def _named(slots: Slots) -> Named | None:
    """The model a question is about."""
    for _, scored in mentions(slots):
        return Named(scored.concept, True)
    for index in range(len(slots)):
        whole = "clusters" if _clusters(slots, index) else "recommendations" if slots.has(index, "offer_cue") else ""
        if whole:
            slots.use(index, "model")
            return Named(whole, True)
        if slots.has(index, "subject") and not slots.has(index, "group"):
            subject = str(slots.value(index, "subject"))
            return Named(subject, subject == "recommendations")
    return None


def _clusters(slots: Slots, index: int) -> bool:
    return "cluster" in (slots.value(index, "field"), slots.value(index, "absent_field"))
