"""Conditions that rows must fulfil: brands whose return rate exceeds 5 %, leave out those under 1 % of revenue.

Their words are settled before facts of people are made of them; `bounded_shares`, `havings`, `head_bounds` read them.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.figures.measure_tables import RATES
from assistant.planner.grammar.rows.dimensions import THINGS, dimension_at, is_figure
from assistant.planner.grammar.rows.rows_asked import rows_asked
from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.lexicon import Sense
from tools.definitions import Having

_CONTRARY = {"lt": "ge", "le": "gt", "gt": "le", "ge": "lt"}
_SAID_OF_ROWS = (
    "whose",
    "where",
    "that",
    "which",
    "in which",
    "for which",
    "with",
    "having",
    "that have",
    "which have",
)
_LEAVING_OUT = ("remove", "drop_it", "except", "excluded", "except_end", "ignored")
_NOT_ROWS = ("group", "condition", "people", "agent", "verb", "period", "contact", "saved", "filter")
_MAKES_UP = ("make up", "makes up", "made up", "make-up", "account", "accounts", "accounting")


def reduce_row_bounds(slots: Slots) -> None:
    """Settle such conditions where rows of a field are asked for."""
    for index in slots.all("which_dates") if slots.find("range") is not None else ():
        unit = next((unit for sign, unit in _DATES if sign in slots[index].text), "day")
        slots.retag(index, Sense("which"), Sense("field", unit))
    rows = [i for i in range(len(slots)) if row_at(slots, i)]
    if not rows:
        return
    _heads_of_rows(slots, rows)
    _bounds_left_out(slots)
    _share_bounds(slots)
    if slots.find("people", "agent", "contact", "saved") is None:
        for index in rows:
            _said_of_rows(slots, index)
        _figures_of_rows(slots)
    bounded = slots.find("share_bound") is not None or any(_bounded_figure(slots, i) for i in slots.all("measure"))
    leads = all(slots.has(i, "filler", "list", "which", "break") for i in range(rows[0])) or slots.chinese(rows[0])
    if bounded and leads and slots.find("people", "agent", "contact", "saved") is None:
        row = rows[0]
        slots.retag(row, *slots[row].senses, Sense("rows_of", dimension_at(slots, row)))


_DATES = (("月", "month"), ("周", "week"), ("星期", "week"), ("年", "year"))


def _bounded_figure(slots: Slots, index: int) -> bool:
    bound = slots.next(index, lambda item: item.has("filler", "with") and not item.has("range"))
    beside = (bound, index - 1)
    return any(isinstance(slots.value(i, "range"), Range) for i in beside) and not slots.has(index, "group", "period")


def _heads_of_rows(slots: Slots, rows: list[int]) -> None:
    """months with more than 600 new customers, 买家少于500的不要: heads counted for each row, and nobody picked."""
    for index in slots.all("range"):
        found = slots.value(index, "range")
        if not isinstance(found, Range) or found.unit not in ("number", "heads"):
            continue
        beside = slots.before(index) if slots.chinese(index) else slots.next(index)
        measures = (
            [s for s in slots[beside].senses if s.kind == "measure" and s.value in _OF_ROWS] if beside >= 0 else []
        )
        person = measures and slots.has(beside, "agent", "people") and not slots.has(beside, "group")
        others = [i for i in slots.all("people", "agent", "who") if i != beside and not slots.has(i, "which", "filler")]
        if person and not others and (slots.chinese(index) or rows[0] < index or slots.find(*_LEAVING_OUT) is not None):
            slots.retag(beside, measures[0])


def _figures_of_rows(slots: Slots) -> None:
    """客单价高于60而且客户数不少于300的城市: figures of the rows, where nobody is spoken of."""
    if not rows_asked(slots):
        return
    for index in slots.all("measure"):
        if _bounded_figure(slots, index):
            slots.retag(index, *(s for s in slots[index].senses if s.kind == "measure"))


def row_at(slots: Slots, index: int) -> bool:
    """A field that makes rows by its bare name: brands, 城市."""
    plain = not slots.has(index, "group", "condition", "people", "period", "measure", "verb")
    return plain and dimension_at(slots, index) is not None


def _said_of_rows(slots: Slots, index: int) -> None:
    """countries where the average order value is over 90: of each country, and of nobody."""
    at = index + 1
    while at < len(slots) and (slots[at].text.casefold() in _SAID_OF_ROWS or slots.has(at, "filler")):
        at += 1
    bound = slots.next(at, lambda item: item.has("filler", "with") and not item.has("range"))
    told = slots.has(at, "measure") and isinstance(slots.value(bound, "range"), Range)
    if at == index + 1 or not (told or slots.has(at, "share_bound")):
        return
    for between in range(index + 1, at):
        slots.retag(between, Sense("filler"))
    if told:
        slots.retag(at, *(s for s in slots[at].senses if s.kind == "measure"))


def _bounds_left_out(slots: Slots) -> None:
    """leave out those under 1 % of revenue, 人数不到200的不要: the rows that stay are the others."""
    for index in slots.all(*_LEAVING_OUT):
        inside = _clause(slots, index)
        ranges = [i for i in inside if isinstance(slots.value(i, "range"), Range)]
        found = slots.value(ranges[0], "range") if len(ranges) == 1 else None
        if found is None or found.op not in _CONTRARY:
            continue
        told = any(slots.has(i, "measure", "share") or slots.value(i, "verb") == "sell" for i in inside)
        others = any(_is_other(slots, i) for i in inside if i not in ranges)
        if others or not (told or found.unit == "pieces"):
            continue
        slots.retag(ranges[0], Sense("range", replace(found, op=_CONTRARY[found.op])))
        slots.retag(index, Sense("filler"))
        slots.use(index, "rows left out")


def _is_other(slots: Slots, index: int) -> bool:
    """A word by which more is left out than rows: people, values, deeds that are no figure."""
    deed = slots.has(index, "verb") and (slots.value(index, "verb") == "sell" or slots.has(index, "measure"))
    return slots.has(index, *_NOT_ROWS) and not deed and slots[index].text.casefold() not in _MAKES_UP


def _clause(slots: Slots, index: int) -> range:
    """The words that belong to what is left out: those behind it in English, those around it in Chinese."""
    start, end = index, index + 1
    while end < len(slots) and not slots.has(end, "break"):
        end += 1
    while slots.chinese(index) and start > 0 and not slots.has(start - 1, "break"):
        start -= 1
    return range(start, end)


def _share_bounds(slots: Slots) -> None:
    """less than 3 % of sales, 占比不到5%: a bound on each row's share of the whole."""
    for index in slots.all("range"):
        found = slots.value(index, "range")
        if not isinstance(found, Range) or found.unit != "percent" or slots.has(index, "period"):
            continue
        before, after = slots.before(index), slots.next(index)
        of = slots[index + 1].text.casefold() in ("of", "of the", "of our", "of all", "of total")
        figure = slots.value(after, "measure") if of else None
        share = next((i for i in (before, after) if slots.has(i, "share") and not slots.has(i, "measure")), None)
        if slots[index - 1].text.casefold() in _MAKES_UP and index and (of or share is not None):
            slots.retag(index - 1, Sense("filler"))
        if figure is not None and figure not in RATES:
            slots.retag(after, Sense("filler"))
        elif share is not None:
            named = slots.value(slots.before(share), "measure") if share == before else None
            figure = named if named not in RATES else None
            slots.retag(share, Sense("filler"))
        else:
            continue
        bound = Having(
            measure=f"{figure}_share" if figure else "", op=found.op, value=found.low.value, upper=found.upper
        )
        slots.retag(index, Sense("share_bound", bound))


def bounded_shares(slots: Slots, figures: Figures) -> None:
    """Read them: the rows show their shares, and those outside the bound are left out."""
    for index in slots.all("share_bound"):
        bound: Having = slots.value(index, "share_bound")
        name = bound.measure.removesuffix("_share")
        figures.having.append(bound)
        figures.share = True
        if name and name not in figures.measures:
            figures.measures.append(name)
        slots.use(index, "bound")


_UNITS = ("number", "money", "percent", "times", "pieces")
_OF_ROWS = (
    "customers",
    "buyers",
    "new_buyers",
    "repeat_buyers",
    "repeat_rate",
    "revenue_per_buyer",
    "orders_per_buyer",
)
"""Figures that no single customer has: 只看客户数超过50的城市."""


def havings(slots: Slots, figures: Figures) -> None:
    """categories with a return rate above 10 %: a bound on the result rows, when rows are what is asked for."""
    of_people = slots.find("people", "agent") is not None or slots.relative
    rows = _rows_asked_for(slots)
    mails = [i for i in range(len(slots)) if slots.has(i, "contact_noun") and slots.has(i - 1, "which")]
    for index in slots.all("measure") if rows or mails else ():
        measure = slots.value(index, "measure")
        spec = slots.vocabulary.dictionary.measures.get(measure)
        if spec is None or slots.has(index, "group") or (index in rows and measure in THINGS):
            continue
        if of_people and (measure not in _OF_ROWS or slots.has(index, "field")):
            continue
        for beside in (slots.next(index, lambda item: item.has("filler", "with", "verb")), index - 1):
            found = slots.value(beside, "range") if 0 <= beside < len(slots) else None
            if not isinstance(found, Range) or slots.used(beside) or found.unit not in _UNITS:
                continue
            if _bound_of_the_next(slots, index, beside):
                continue
            scale = 0.01 if spec.type == "share" and found.unit == "number" and found.low.value > 1 else 1.0
            upper = found.upper * scale if found.upper else None
            figures.having.append(Having(measure=measure, op=found.op, value=found.low.value * scale, upper=upper))
            slots.use(beside, "bound")
            slots.use(index, f"measure: {measure}")
            figures.measures += [measure] if measure not in figures.measures else []
            figures.dimensions += ["campaign"] if mails and not rows and "campaign" not in figures.dimensions else []


def _bound_of_the_next(slots: Slots, index: int, bound: int) -> bool:
    """by average order value with at least 50 orders: so many of what stands behind the number."""
    apart = any(slots.has(i, "with") or slots[i].text.casefold() == "with" for i in range(index + 1, bound))
    return apart and not slots.chinese(bound) and slots.has(slots.next(bound), "measure")


def _rows_asked_for(slots: Slots) -> list[int]:
    """Where fields stand that make rows; those that are figures as well, only where they are asked for as rows."""
    places = [i for i in range(len(slots)) if dimension_at(slots, i)]
    return [i for i in places if not is_figure(slots, i)] or [
        i for i in places if slots.has(i, "which", "list") or slots.has(i - 1, "which", "list", "by")
    ]
