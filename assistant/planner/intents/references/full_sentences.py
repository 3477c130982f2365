"""A full English sentence in the middle of a conversation: "how many women in London bought makeup in 2026".

A message is read by itself where it says all that a question needs – what is asked for, of whom or of what, and a verb
or a time – and no word in it leans on what was said before. Everything shorter changes the last answer.
"""

from __future__ import annotations

import re

from assistant.planner.frame import Frame
from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.references.cues import points_at
from assistant.planner.spans import Span

_LEANS = re.compile(
    r"\b(?:it|its|that|this|these|those|they|their|theirs|them|she|he|her|him|his|then|ones?|same|instead|too|also|again"
    r"|else|others?|another|rest|as well|only|just|alone|both|each other|ever after|here|such|latter|former|remaining"
    r"|above|previous(?:ly)?|so|rather|more|still|actually|meant?|back|now|next to)\b"
)
"""Words by which a message leans on an earlier one; within a name or a time they do not."""
_LEADS_IN = re.compile(r"^(?:and|but|or|then|so|ok(?:ay)?|no|nope|sorry|hmm?|what about|how about|what if|plus|with)\b")
_PLACED = re.compile(r"(?<!are )(?<!is )(?<!were )(?<!was )\bthere\b")
_PEOPLE_BESIDE = re.compile(
    r"^(?:hmm+,? )?and how many (?:distinct |different |unique )?(?:people|customers|shoppers) "
    r"(?:bought|ordered|purchased) (?:(?!\b(?:it|there|these|those|them|this|also|too|that (?!last|past))\b).)+$"
)
"""and how many people bought in Germany in that last quarter?, after a figure: of nobody but those it names."""
_IMPERATIVE = re.compile(
    r"^(?:please )?(?:can you |could you )?(?:find|show|list|give|get|count|pull|tell|fetch|name)\b"
)
_YES_NO = re.compile(r"^(?:did|does|do|is|are|was|were|has|have)\b")
_HOW_IT_WENT = re.compile(r"^how (?:did|does|do|has|have|is|was)\b")
_FINITE = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|live[sd]?|came|come[s]?|comes|went|go(?:es)?|brought|brings?)\b"
)
_OF_WHOM = ("group", "products", "condition", "contact", "range", "agent", "saved", "customer_id", "filter")
_CUES = (
    "instead", "add", "only_cue", "back", "row", "that_period", "thing", "person_ref", "remove", "unsplit", "chart",
    "as_table", "all_rows", "copy_verb", "more_variants", "reset", "undo", "interjection", "save",
)  # fmt: skip


def is_full_sentence(frame: Frame) -> bool:
    """Whether the message is a whole question, whatever was answered before."""
    if frame.language != "en" or not frame.state.figures or _leans(frame):
        return False
    slots = frame.slots()
    return _of_people(frame, slots) or _of_figures(frame, slots) or _ranks_rows(frame, slots)


def _leans(frame: Frame) -> bool:
    typed = frame.text.normal.casefold().strip()
    if frame.state.figures == "metric" and _PEOPLE_BESIDE.match(typed) and frame.has("value") and frame.has("period"):
        return False
    if _LEADS_IN.match(typed) or _PLACED.search(typed):
        return True
    return any(points_at(span) or _leaning(span) for span in frame.spans)


def _leaning(span: Span) -> bool:
    if span.has("period", "value", "values", "products", "saved", "verb", "difference"):
        return False
    return (span.has(*_CUES) and not span.has("filler")) or bool(_LEANS.search(span.text.casefold()))


def _verb(frame: Frame, slots: Slots) -> bool:
    return any(slots.has(i, "verb") for i in range(len(slots))) or bool(_FINITE.search(frame.text.normal.casefold()))


def _people_at(slots: Slots) -> list[int]:
    """Where people are named: customers, or women, VIPs and the like."""
    return [i for i in range(len(slots)) if slots.has(i, "people") or _who_they_are(slots, i)]


def _who_they_are(slots: Slots, index: int) -> bool:
    group = slots.value(index, "group")
    plural = slots[index].text.casefold().endswith(("s", "men", "people"))
    return group is not None and group.field in _KINDS_OF_PEOPLE and plural


_KINDS_OF_PEOPLE = {"gender", "loyalty_tier", "rfm_segment", "age_group", "cluster"}


def _said_of(slots: Slots) -> int:
    """How much is said of whom or of what: who they are, and what they did in a time or did not do."""
    told = sum(slots.has(i, *_OF_WHOM) and not slots.has(i, "period") for i in range(len(slots)))
    did = slots.find("verb") is not None and slots.find("period", "not", "never") is not None
    return told + did


def _of_people(frame: Frame, slots: Slots) -> bool:
    """how many loyal customers live outside China, find women in London under 35, what time do people order."""
    people = _people_at(slots)
    typed, said = frame.text.normal.casefold(), _said_of(slots)
    noun = any(slots.has(i, "people") for i in people)
    imperative = bool(_IMPERATIVE.match(typed))
    told = people and people[0] == slots.next(-1) and frame.has("who") and frame.has("verb")  # people who bought …
    if not people or not (frame.has("how_many", "list", "which") or imperative or told):
        return False
    if noun and not said:
        return frame.has("how_many") and "do we have" in typed
    return said >= (1 if noun and _verb(frame, slots) and not imperative else 2)


def _of_figures(frame: Frame, slots: Slots) -> bool:
    """units of shoes returned in 2026, did orders fall this month, median age of women who bought makeup."""
    measured = any(slots.has(i, "measure") and not slots.has(i, "people") for i in range(len(slots)))
    measured = measured or frame.has("median", "average") or slots.has(slots.next(-1), "field")
    typed, said = frame.text.normal.casefold(), _said_of(slots)
    timed, verb = slots.find("period") is not None, _verb(frame, slots)
    named = {field for span in frame.spans if (field := (span.value("value") or ("",))[0])}
    if _YES_NO.match(typed):
        return ((measured or verb) and timed) or frame.has("products")
    if _HOW_IT_WENT.match(typed):
        return ((measured or bool(said)) and timed and frame.has("difference", "versus")) or "campaign" in named
    asked = measured or frame.has("how_many", "how_much", "which", "history")
    return (asked and verb and said > 1) or (measured and bool(said) and timed)


def _ranks_rows(frame: Frame, slots: Slots) -> bool:
    """which campaign had the highest open rate, after another figure: rows and figure are both named anew."""
    before = frame.state.metric if frame.state.figures == "metric" else None
    shown = set(before.measures) if before is not None else set()
    named = {str(slots.value(i, "measure")) for i in range(len(slots)) if slots.has(i, "measure")}
    rows = [i for i in range(len(slots)) if dimension_at(slots, i) and not slots.has(i, "period", "group")]
    ranked = frame.has("top", "bottom", "best_selling", "worst_selling")
    named -= {str(slots.value(i, "measure")) for i in rows}
    return frame.has("which") and ranked and bool(rows) and bool(named - shown) and not named & shown
