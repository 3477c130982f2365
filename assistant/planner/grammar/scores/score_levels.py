"""High and low scores: a high risk of churn is one above a half, as likely is; a high value needs a number."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.grammar.scores.scores import Scored, condition_of
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span

_HIGH = {
    "high",
    "higher",
    "very high",
    "elevated",
    "strong",
    "serious",
    "big",
    "高",
    "很高",
    "较高",
    "偏高",
    "大",
    "风险高",
}
_LOW = {"low", "lower", "very low", "small", "minimal", "低", "很低", "较低", "偏低", "小", "风险低"}
_PROBABILITIES = ("churn", "purchase", "response", "category")
AT_RISK = ("rfm_segment", "At Risk")


def reduce_levels(slots: Slots) -> None:
    """Make conditions of them, unless one person's score or the reason for it is asked about."""
    if slots.find("customer_id", "why", "pronoun", free=False) is not None:
        return
    if "churn_probability" in slots.vocabulary.dictionary.fields:
        _risky(slots)
    for index in range(len(slots)):
        scored = slots.value(index, "scored")
        if not isinstance(scored, Scored) or scored.degree != "noun" or scored.value is not None:
            continue
        beside = _level(slots, index)
        if beside is None or scored.concept not in _PROBABILITIES:
            continue
        degree = "likely" if slots[beside].text.casefold() in _HIGH else "unlikely"
        picked = replace(scored, degree=degree)
        condition = condition_of(slots, picked)
        if condition is not None:
            slots.retag(index, Sense("scored", picked), Sense("condition", condition))
            slots.retag(beside, Sense("filler"))


def _level(slots: Slots, index: int) -> int | None:
    """Where high or low stands: before the score; behind it in Chinese, or of those whose score is high."""

    def skipped(item: Span) -> bool:
        return item.has("filler") and item.text.casefold() not in _HIGH | _LOW

    described = slots.chinese(index) or any(item.text.casefold() in ("whose", "who") for item in slots.items)
    after = (slots.next(index, skipped),) if described else ()  # is the risk high in Berlin? asks for no people
    for beside in (slots.before(index, skipped), *after):
        if (
            0 <= beside < len(slots)
            and slots[beside].text.casefold() in _HIGH | _LOW
            and not slots.has(beside, "field")
        ):
            return beside
    return None


def _risky(slots: Slots) -> None:
    """高流失风险, 流失风险高: a degree makes the risk a score, which is a segment's name otherwise."""
    for index in range(len(slots)):
        group = slots.value(index, "group")
        segment = (getattr(group, "field", ""), *getattr(group, "values", ())) == AT_RISK
        lapsed = slots.value(index, "agent") == "lapsed" and slots[index].text == "流失"
        named = segment and slots[index].text in ("流失风险", "有流失风险", "churn risk", "at risk of churn")
        if (named and _level(slots, index) is not None) or (lapsed and slots.has(index + 1, "score_word")):
            slots.retag(index, Sense("scored", Scored("churn", "noun")), Sense("field", "churn_probability"))
