"""How customers of one month come back in the months after: retention by cohort, said by name or in other words."""

from __future__ import annotations

from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from tools.definitions import Attribute

RETENTION = "cohort_retention"


def cohort_dimensions(dimensions: list[str]) -> list[str]:
    """Retention is by when people first ordered, in months, quarters or years, and by the months since then."""
    unit = next((one for one in ("year", "quarter") if one in dimensions), "month")
    found = [name for name in dimensions if name not in _UNITS]
    if not any(name == f"first_order_{one}" for name in found for one in _UNITS) and len(found) < _MOST:
        found.insert(0, f"first_order_{unit}")
    if "months_since_first_order" not in found and len(found) < _MOST:
        found.append("months_since_first_order")
    return found


_MOST = 3
"""So many dimensions a table has at most."""


def asks_retention(slots: Slots) -> bool:
    """Whether retention is asked for, by name or as "new in January: what share still buys each month after"."""
    if RETENTION not in slots.vocabulary.dictionary.measures:
        return False
    return _named(slots) or _described(slots)


def settle_retention(slots: Slots) -> None:
    """Make the words that describe retention stand for the measure."""
    if _named(slots):
        for index in slots.all("after_word"):
            if slots.chinese(index) and not slots.has(index, "period", "after", "months_on"):
                slots.retag(index, Sense("filler"))  # 之后每个月的留存
    if RETENTION in slots.vocabulary.dictionary.measures and not asks_retention(slots):
        _counted(slots)
    if not asks_retention(slots) or _named(slots):
        return
    share = next(iter(slots.all("share", "how_many", "average")))
    slots.retag(share, Sense("measure", RETENTION))
    for index in range(len(slots)):
        if index == share or slots.has(index, "months_on"):
            continue
        said = slots.has(index, "after_word", "after_cue", "still_word", "share")
        if (
            said
            or slots.value(index, "verb") in ("buy", "rebuy")
            or slots.value(index, "agent") in ("new", "first_time", "active")
        ):
            slots.retag(index, Sense("filler"))


def _counted(slots: Slots) -> None:
    """how many were active in each month since their first order; how do the cohorts hold up."""
    if not any(_new_ones(slots, i) for i in range(len(slots))) or any(
        slots.has(i, "measure") and not slots.has(i, "people", "agent", "verb") for i in range(len(slots))
    ):
        return
    monthly = any(dimension_at(slots, i) == "months_since_first_order" for i in range(len(slots)))
    deeds = [i for i in range(len(slots)) if slots.value(i, "agent") == "active" or slots.value(i, "verb") == "buy"]
    if monthly and deeds and slots.find("how_many") is not None:
        slots.retag(deeds[-1], Sense("measure", "buyers"))
        for index in slots.all("how_many", "people", "who"):
            slots.retag(index, Sense("filler"))
    cohorts = any(slots[i].text.casefold().endswith(("cohort", "cohorts")) for i in range(len(slots)))
    asked = slots.find("performance", "trend")
    if cohorts and asked is not None and not deeds:
        slots.retag(asked, Sense("measure", RETENTION))


def _named(slots: Slots) -> bool:
    return any(slots.value(i, "measure") == RETENTION for i in range(len(slots)))


def _described(slots: Slots) -> bool:
    """今年一月的新客，之后每个月还有百分之几在买."""
    new = [i for i in range(len(slots)) if slots.value(i, "agent") in ("new", "first_time") or _cohort(slots, i)]
    buys = [
        i
        for i in range(len(slots))
        if (slots.value(i, "verb") in ("buy", "rebuy") or slots.value(i, "agent") == "active")
        and i > min(new, default=0)
    ]
    monthly = any(dimension_at(slots, i) in ("month", "months_since_first_order") for i in range(len(slots)))
    after = slots.find("after_word", "after_cue", "still_word", "months_on", free=False) is not None
    asked = slots.find("share", free=False) is not None
    return bool(new and buys and monthly and after and asked)


def _cohort(slots: Slots, index: int) -> bool:
    told = getattr(slots.value(index, "condition"), "field", "") == "first_order_date"
    return told or slots.value(index, "field") in ("first_order_month", "first_order_date")


_UNITS = ("month", "quarter", "year")
_TYING = (
    "of",
    "they",
    "their",
    "in",
    "which",
    "that",
    "when",
    "where",
    "the",
    "customers",
    "people",
    "in which",
    "during which",
)


def reduce_cohorts(slots: Slots) -> None:
    """the quarter they signed up in, the Q4 2025 cohort: when people came, as a split or as a condition."""
    index = 0
    while index < len(slots):
        _each_month_after(slots, index)
        _unit_of_coming(slots, index)
        _named_cohort(slots, index)
        index += 1


def _each_month_after(slots: Slots, start: int) -> None:
    """each month after, in every following month, the months since: how long after the first order."""
    if not any(_new_ones(slots, i) for i in range(len(slots))) or slots.has(start, "group"):
        return
    tokens, at, words = slots.text.tokens, slots[start].start, set()
    while at < len(tokens) and tokens[at].text in _MONTHS_ON:
        words.add(tokens[at].text)
        at += 1
    while at < len(tokens) and words & _ON and tokens[at].text in _COMING:
        at += 1  # each month since they first bought
    ends = {slots[i].end: i + 1 for i in range(start, len(slots))}
    each = words & {"each", "every", "months", "subsequent", "monthly", "per", "by"}
    if at in ends and each and words & {"month", "months"} and words & _ON:
        slots.merge(start, ends[at], Sense("field", "months_since_first_order"), Sense("after_word"))


_ON = {"after", "following", "subsequent", "later", "since", "afterwards", "thereafter", "next"}
_COMING = {"they", "their", "the", "first", "order", "purchase", "bought", "ordered", "buy", "one", "initial", "very"}
_MONTHS_ON = _ON | {"in", "each", "every", "the", "per", "by", "month", "months", "of", "during", "that", "for"}


def _new_ones(slots: Slots, index: int) -> bool:
    return (
        slots.value(index, "agent") in ("new", "first_time")
        or slots.value(index, "field") in ("first_order_date", "first_order_month")
        or getattr(slots.value(index, "condition"), "field", "") == "first_order_date"
    )


def _unit_of_coming(slots: Slots, index: int) -> None:
    """quarter of registration, the month they first bought in: one field."""
    unit = next((u for u in _UNITS if dimension_at(slots, index) == u), None)
    if unit is None or slots.has(index, "period", "group", "range"):
        return
    at = index + 1
    while at < len(slots) and slots[at].text.casefold() in _TYING and not slots.has(at, "break"):
        at += 1
    if at == index + 1 or at >= len(slots):
        return
    signed = slots.value(at, "verb") == "signup" or slots.value(at, "field") == "signup_date"
    signed = signed or slots.value(at, "measure") == "signups"
    first = slots.value(at, "field") == "first_order_date"
    field = f"signup_{unit}" if signed else f"first_order_{unit}" if first else ""
    if field in slots.vocabulary.dictionary.fields:
        end = at + 1
        end += end < len(slots) and slots[end].text.casefold() == "in" and not slots.has(end + 1, "period")
        by = (Sense("by"),) if slots[index].text.casefold().startswith(("by ", "per ", "each ", "every ")) else ()
        slots.merge(index, end, Sense("field", field), *by)


def _named_cohort(slots: Slots, index: int) -> None:
    """the January 2025 cohort, class of 2024: those whose first order (or, said beside it, whose sign-up) was then."""
    if index >= len(slots) or slots.value(index, "field") != "first_order_month" or slots.has(index, "group", "period"):
        return
    said = slots[index].text.casefold()
    if said not in _COHORT:
        return
    before, after = slots.before(index), slots.next(index)
    if slots.value(before, "verb") == "signup" or slots.value(before, "measure") == "signups":
        slots.retag(index, Sense("filler"))
        return
    led = slots.has(before, "by", "which", "measure") and said != "class of"
    for at in (before, after):
        if not slots.has(at, "period") or slots.used(at) or (at == after and (led or said.endswith("s"))):
            continue
        period = slots.value(at, "period")
        condition = Attribute(field="first_order_date", op="during", period=period)
        slots.merge(min(at, index), max(at, index) + 1, Sense("condition", condition))
        return


_COHORT = ("cohort", "the cohort", "class of", "class", "vintage", "batch", "crop")
