"""break it down by category, of which women, after which month was weakest: of the one row shown, and no other."""

from __future__ import annotations

import re
from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.editing.merging import merge_audience, merge_filters
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.pointed_rows import TIMES, row_calendar
from tools.definitions import Attribute, Audience, Filter, Metric

_IT = re.compile(r"\b(?:it|that|this)(?: one| (?:month|week|day|quarter|year|city|brand|category))?\b|它|这个|那个|该")
_WHOLE = re.compile(r"\b(?:all|every|each|whole|total|overall)\b|全部|所有|各")


_OF_IT = re.compile(
    r"(?:and |so |but |ok |then )*(?:(?:how many|how much|what share|what percentage) )?"
    r"of (?:which|those|these|them|that|it)\b"
)


def of_one(metric: Metric | None) -> bool:
    """Whether the figures are of the one row that was asked for: which month had the most orders."""
    return metric is not None and metric.limit == 1 and len(metric.dimensions) == 1 and metric.sort is not None


def of_its_row(frame: Frame, before: Metric) -> Metric:
    """The figures of the one row asked for, where the message splits "it" or is of "those"; `before` for any other."""
    typed = frame.text.normal.casefold()
    split = frame.has("by") and bool(_IT.search(typed)) and not frame.has("which")
    if not of_one(before) or not (split or _OF_IT.match(typed)) or _WHOLE.search(typed) or frame.has("instead"):
        return before
    state, field = frame.state, before.dimensions[0]
    if len(state.rows) != 1 or state.rows_of != field:
        raise Unclear(
            "Which one that is shows only once it has been answered: please ask for it first, then for the split.",
            "要先答出是哪一个，才能再拆分：请先问是哪一个，再说怎么拆。",
        )
    bare: dict[str, Any] = {"dimensions": [], "sort": None, "limit": None}
    value = state.rows[0]
    if field in TIMES:
        period = row_calendar(value, field)
        return before.model_copy(update=bare | {"period": period}) if period is not None else before
    level = frame.vocabulary.level(field)
    if level == "customer":
        only = Audience(all=[Attribute(field=field, values=[value])])
        people = before.audience or Audience()
        known = [c for c in people.all if not (isinstance(c, Attribute) and c.field == field and c.op == "known")]
        people = people.model_copy(update={"all": known})
        return before.model_copy(update=bare | {"audience": merge_audience(people, only, replacing=False)})
    if level:
        return before.model_copy(
            update=bare | {"where": merge_filters(before.where, [Filter(field=field, values=[value])])}
        )
    return before


def of_its_rows(frame: Frame, before: Metric) -> Metric:
    """how many of them are women, after the best city or the best three: figures of those rows alone."""
    if not _OF_IT.match(frame.text.normal.casefold()):
        return before
    shown = of_its_row(frame, before)
    return shown.model_copy(update=within_its_rows(frame, shown))


def within_its_rows(frame: Frame, before: Metric) -> dict[str, Any]:
    """再按渠道拆一下, after the three best cities: of those three, which the condition names; {} for other rows."""
    state, field = frame.state, before.dimensions[0] if len(before.dimensions) == 1 else ""
    shown = before.sort is not None and before.limit is not None and 1 < before.limit <= _SHOWN
    if not shown or field in TIMES or state.rows_of != field or len(state.rows) != before.limit:
        return {}
    level = frame.vocabulary.level(field)
    if level == "customer":
        people = before.audience or Audience()
        known = [c for c in people.all if not (isinstance(c, Attribute) and c.field == field and c.op == "known")]
        only = Attribute(field=field, values=[*state.rows])
        return {"audience": people.model_copy(update={"all": [*known, only]})}
    return {"where": merge_filters(before.where, [Filter(field=field, values=[*state.rows])])} if level else {}


_SHOWN = 20
