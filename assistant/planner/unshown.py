"""Nothing weighty goes without a word: what the finished definition does not show is asked about.

Rules may use a word up as filler, as structure or as the label of something. Where such a word names a value, a number,
a period or a turn of meaning – the same week, again, every – and neither the calls nor the notes show it, the answer
would quietly mean something else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from assistant.planner.evidence import told_instead, without_evidence
from assistant.planner.frame import Frame
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.references.cues import corrected
from assistant.planner.leftovers import ask_about
from assistant.planner.lexicon import Sense
from assistant.planner.nothing_lost import timeless
from assistant.planner.readers.calendar import bounds
from assistant.planner.reading import Reading
from assistant.planner.spans import Span
from tools.definitions import Period

_CHECKED = {"measure", "size_audience", "list_audience", "compare_audiences"}
"""Tools whose whole definition is in the call; others take words as they are."""
_WRITTEN = {"brief_copy", "plan_campaign"}
_NOTHING = ("filler", "structure", "label", "asked for", "compared", "shape")
"""Roles that leave no trace in a definition."""


def ask_of_unshown(frame: Frame, reading: Reading, *, whole: bool = True) -> Reading:
    """The reading, or a question about the first word of weight that it does not show.

    Without `whole` it is one side of a comparison, whose words of logic belong to both.
    """
    tools = {call.tool for call in reading.calls}
    if not tools or not reading.answers or tools - _CHECKED - _WRITTEN:
        return reading
    if tools & _WRITTEN:
        logic = without_evidence(frame, reading, written=True) if whole else None
        return told_instead(frame, logic) if logic else reading
    shown = _Shown(reading, frame.today)
    every = "compare_audiences" in tools  # two sides are put together from two readings: nothing of either may fall out
    roles = list(_roles(frame, reading))
    lost = [index for index, role in roles if (every or role in _NOTHING) and not shown.shows(frame, index)]
    lost = lost or _unanswered(frame, reading) or [i for i, role in roles if role == "period" and timeless(reading)]
    logic = without_evidence(frame, reading) if whole and not lost else None
    if logic is not None and logic.told:
        return told_instead(frame, logic)
    lost = sorted(set(lost or ([logic.at] if logic is not None else [])) - _taken_back(frame))
    if not lost:
        return reading
    slots = Slots(frame.spans, frame.text, frame.vocabulary, frame.today)
    asked = ask_about(frame, slots, lost[:1])
    asked.leftovers = [told := frame.spans[lost[0]].text]
    asked.account = [(word, "not understood" if word == told else role) for word, role in reading.account]
    return asked


def _unanswered(frame: Frame, reading: Reading) -> list[int]:
    """who …, where products are listed; most viewed but least bought, where one order is kept: what is not told."""
    if [call.tool for call in reading.calls] != ["measure"] or frame.state.last:
        return []
    metric = reading.calls[0].args["metric"]
    if not metric.get("dimensions") and not metric.get("per"):
        rows = [i for i, span in enumerate(frame.spans) if span.has("each_row") and span.text in _EACH_KIND]
        if rows:
            return rows[:1]  # 客户分几类，每类平均客单价: kinds of what
    levels = {frame.vocabulary.level(name) for name in metric.get("dimensions", ())}
    named = metric.get("audience") or metric.get("part") or metric.get("after")
    spans = frame.spans
    asked = [
        i for i, span in enumerate(spans[:2]) if span.text.casefold() in _WHO and not (i and spans[i - 1].has("field"))
    ]
    if asked and levels and "customer" not in levels and not named:
        return asked[:1]
    ends = [[i for i, span in enumerate(frame.spans) if span.has(*kinds)] for kinds in (_MOST, _LEAST)]
    first, last = (set(ends[0]) - set(ends[1]), set(ends[1]) - set(ends[0]))
    if first and last and metric.get("sort") and not metric.get("limit_within"):
        apart = range(min(*first, *last) + 1, max(*first, *last))
        return [max(*first, *last)] if any(frame.spans[i].has("but", "and") for i in apart) else []
    return []


_EACH_KIND = ("每类", "每一类", "每组", "每一组", "每群", "每一群", "每层", "每一层", "各层", "各组", "各群")
_WHO = ("who", "whose", "谁")
_MOST = ("top", "best_selling", "most_done")
_LEAST = ("bottom", "worst_selling", "least_done")


def _taken_back(frame: Frame) -> set[int]:
    """Leeds instead of Bristol, change 500 to 1000: places of what only names what was said before."""
    if not frame.state.last:
        return set()
    pairs = zip(frame.spans, corrected(frame).spans, strict=True)
    return {index for index, (typed, kept) in enumerate(pairs) if typed != kept and kept.filler}


def _roles(frame: Frame, reading: Reading) -> Iterator[tuple[int, str]]:
    """What each span became; spans that a rule joined share the role of the whole."""
    at, account = 0, reading.account
    for index, span in enumerate(frame.spans):
        place = next((i for i in range(at, len(account)) if span.text in account[i][0]), None)
        if place is None:
            continue
        yield index, account[place][1].partition(" (")[0]
        at = place + (span.text == account[place][0])


class _Shown:
    """What the calls and the notes of a reading show."""

    def __init__(self, reading: Reading, today: date) -> None:
        calls = [call.args for call in reading.calls]
        self.today = today
        self.told = json.dumps(calls, ensure_ascii=False, default=str).casefold()
        self.text = " ".join([self.told, *reading.notes, reading.text]).casefold()
        self.lengths = {len(part) for part in _parts(calls) if isinstance(part, list)}
        self.dimensions = [name for part in _parts(calls) for name in _dimensions(part)]
        self.periods = [period for part in _parts(calls) if (period := _period(part)) is not None]

    def shows(self, frame: Frame, index: int) -> bool:
        """Whether one of a span's senses is there, or none of them carries any weight."""
        span = frame.spans[index]
        if _within_the_same(frame.spans, index):
            return len(self.periods) > 1
        if span.has("only") and span.text in _ONLY and _deed_behind(frame.spans, index):
            return self.denied(span, span.senses[0]) or "[1]" in self.told
        if span.has("every") and _day_behind(frame.spans, index):
            return bool(self.dimensions) or '"per"' in self.told or len(self.periods) > 1
        if span.text.casefold() in _ABOUT and _amount_beside(frame.spans, index):
            return False
        if span.text.casefold() in _AS_BEFORE and frame.state.last == "metric" and frame.state.metric is not None:
            return all(name in self.dimensions for name in frame.state.metric.dimensions)
        if frame.state.last and any(
            before.has("not", "except") for before in frame.spans[max(0, index - 2) : index + 1]
        ):
            return True  # not gold, platinum; 60, not 90: what was said before is taken back
        if self._apart(frame, span):
            return True
        weighty = [sense for sense in span.senses if sense.kind in _WEIGHTY]
        if not weighty or span.has("anaphor") or span.text.casefold() in _EVERYDAY:
            return True
        if span.has("number") and self._counts_rows(frame, index):
            return True
        return any(_WEIGHTY[sense.kind](self, span, sense) for sense in weighty)

    def _apart(self, frame: Frame, span: Span) -> bool:
        """split men and women: the values of one field, each of which has its row."""
        field = (span.value("value") or ("",))[0]
        named = [one for one in frame.spans if (one.value("value") or ("",))[0] == field]
        return field in self.dimensions and len(named) > 1

    def _counts_rows(self, frame: Frame, index: int) -> bool:
        """the four countries, 这两批 of two months: as many as there are."""
        count = frame.spans[index].value("number")
        named = len([span for span in frame.spans if span.has("period")])
        return count in (named, *(len(frame.vocabulary.values(name)) for name in self.dimensions))

    def value(self, span: Span, sense: Sense) -> bool:
        """A value of the shop, by its stored name; new customers also by when they were new."""
        if not isinstance(sense.value, tuple):
            return True
        new = span.has("agent") or sense.value[1] in _NEW
        return str(sense.value[1]).casefold() in self.text or (new and any(word in self.told for word in _FIRST))

    def number(self, span: Span, sense: Sense) -> bool:
        """A number as it is, as a share, or as how many are named: the four countries."""
        value = sense.value[0] if isinstance(sense.value, tuple) else sense.value
        forms = {f"{value:g}", f"{value / 100:g}", f"{int(value)}"}
        if value in self.lengths or (value == 1 and not span.text[0].isdigit()):
            return True
        return any(re.search(rf"(?<![\d.]){re.escape(form)}(?!\d)", self.text) for form in forms)

    def period(self, _: Span, sense: Sense) -> bool:
        """Days that a period of the calls covers, or a year that a name holds."""
        if not isinstance(sense.value, Period):
            return True
        start, end = bounds(sense.value, self.today)
        if start is not None and f" {start.year}" in self.told:
            return True
        edges = [edge for period in self.periods for edge in bounds(period, self.today)]
        compared = '"compare"' in self.told
        return start in edges or end in edges or compared or _TIMED.search(self.told) is not None

    def denied(self, _: Span, __: Sense) -> bool:
        """A negation: some condition of the calls denies something."""
        return any(word in self.told for word in _DENIALS)

    def followed(self, _: Span, __: Sense) -> bool:
        """Later than something: purchases after a moment, or from a day on."""
        return '"after"' in self.told or '"start"' in self.told

    def that_one(self, _: Span, __: Sense) -> bool:
        """That order: told of those who have no other."""
        return '"field": "orders", "values": [1]' in self.told

    def nowhere(self, _: Span, __: Sense) -> bool:
        """No definition shows it by itself: whoever took it gave it a role of its own."""
        return False


def _parts(found: Any) -> Iterator[Any]:
    yield found
    for part in found.values() if isinstance(found, dict) else found if isinstance(found, list) else ():
        yield from _parts(part)


def _dimensions(part: Any) -> list[str]:
    return part.get("dimensions", []) if isinstance(part, dict) else []


def _period(part: Any) -> Period | None:
    named = isinstance(part, dict) and part.get("kind") in ("fixed", "calendar", "rolling")
    return Period.model_validate(part) if named else None


_TIMED = re.compile(r'"(?:within_days|birth_month|day_type)"|"field": "months_since_first_order"|_\d+d\b')
_DENIALS = (
    '"none"',
    '"op": "eq", "value": 0',
    '"value": 0',
    "is_not",
    '"lt"',
    '"le"',
    "false",
    "unknown",
    '"part"',
)
_NEW = ("new", "returning")
_FIRST = ("first_order", "signup", "first_purchase")
_ONLY = ("只", "仅", "只有", "光")
_ABOUT = (
    "about",
    "around",
    "roughly",
    "approximately",
    "approx",
    "circa",
    "左右",
    "左右的",
    "上下",
    "上下的",
    "大约",
    "大概",
    "差不多",
)
"""Beside an amount that picks people: nobody can tell how near is near enough."""
_AS_BEFORE = ("again", "as before", "like before", "once again", "once more")
"""revenue again: what it was split by a moment ago goes without saying."""
_EVERYDAY = ("make up",)
"""Said of something else far more often than of what the shop has by that name."""
_UNITS = ("day", "week", "month", "quarter", "year", "hour", "weekday")
_SAME = ("same", "the same", "in the same", "同", "同一", "同一个", "同个", "相同", "一样的")
_Check = Callable[[_Shown, Span, Sense], bool]
_WEIGHTY: dict[str, _Check] = {
    "value": _Shown.value,
    "number": _Shown.number,
    "money": _Shown.number,
    "percent": _Shown.number,
    "age": _Shown.number,
    "period": _Shown.period,
    "not": _Shown.denied,
    "never": _Shown.denied,
    "except": _Shown.denied,
    "later": _Shown.followed,
    "since_then": _Shown.followed,
    "that_order": _Shown.that_one,
} | dict.fromkeys(("again", "first_of", "always", "rest", "latest", "same_order"), _Shown.nowhere)


def _deed_behind(spans: list[Span], index: int) -> bool:
    """只买过打折商品的: what somebody did and nothing else."""
    return index + 1 < len(spans) and spans[index + 1].value("verb") in ("buy", "open", "click", "view")


def _day_behind(spans: list[Span], index: int) -> bool:
    """bought on every black friday: one of them is not each of them."""
    after = spans[index + 1] if index + 1 < len(spans) else None
    return after is not None and after.has("period") and not after.has("field", "by")


def _amount_beside(spans: list[Span], index: int) -> bool:
    beside = spans[max(0, index - 1) : index] + spans[index + 1 : index + 2]
    amount = any(span.has("age", "money", "number") and not span.has("period") for span in beside)
    ranked = any(
        span.has("top", "bottom", "people", "heads", "copy_noun") for span in spans[max(0, index - 2) : index + 4]
    )
    aged = any(span.has("age") for span in beside)
    return amount and (aged or not ranked)


def _within_the_same(spans: list[Span], index: int) -> bool:
    """two orders in the same week: that no period names it is what was said."""
    units = [sense for sense in spans[index].senses if sense.kind == "field" and sense.value in _UNITS]
    return bool(units) and index > 0 and spans[index - 1].text.casefold() in _SAME
