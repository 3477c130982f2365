"""what share do they make up, 它们合计占多少, after a top 10: of the whole that those rows were ranked in."""

from __future__ import annotations

import re

from assistant.planner.frame import Frame
from assistant.planner.pointed_rows import TIMES
from assistant.planner.reading import Call, Reading
from tools.definitions import Attribute, Audience, Filter, Metric, Part

_ADDED_UP = ("net_revenue", "gross_revenue", "units", "orders", "returned_units", "returns_value", "buyers")
_SHARE = r"(?:what|which|how big a|how large a) (?:share|percentage|percent|proportion|part|fraction|%)"
_OF = (
    r"(?: of (?:the |our |all |total |overall |whole )*"
    r"(?:total|revenue|sales|units|orders|turnover|everything|all|it|whole|business))*"
)
_SOME = r"(?:\d+|ten|five|three)"
_THEY = rf"(?:they|these|those|these {_SOME}|those {_SOME}|the top {_SOME}|that|it)"
_IN_ALL = "(?: all| together| in total| combined| altogether)*"
_MAKE_UP = "(?:make up|account for|represent|come to|contribute|add up to|amount to)"
_EN = re.compile(
    rf"(?:and |so |ok |then )*(?:{_SHARE}{_OF} (?:do|does) {_THEY}(?: products| brands| categories| items)?"
    rf"{_IN_ALL} {_MAKE_UP}{_OF}|how much{_OF} (?:do|does) {_THEY}{_IN_ALL} {_MAKE_UP}{_OF}"
    rf"|how much of (?:the |our )?(?:total|whole|overall revenue|revenue|sales) (?:is|are) {_THEY}){_IN_ALL}[?.! ]*"
)
_COUNT = r"(?:\d+|[一二两三四五六七八九十]+)"
_THEY_ZH = rf"(?:它们|他们|这些|这{_COUNT}(?:个|款|家)?|前{_COUNT}(?:个|名|款)?)?(?:商品|产品|品牌|品类)?"
_IN_ALL_ZH = "(?:合计|加起来|一共|总共|总计|共)?"
_FIGURE_ZH = "(?:销售额|销量|收入|营收|订单|件数|总数|总额)?"
_ZH = re.compile(
    rf"(?:那么?)?{_THEY_ZH}{_IN_ALL_ZH}(?:"
    rf"占(?:了|到)?(?:总体?|全部|整体|所有|全店)?(?:的)?{_FIGURE_ZH}的?"
    r"(?:多少|几成|百分之几|多大比例|比例|占比|份额)(?:是多少)?|的?占比(?:是)?(?:多少)?)[?？。 ]*"
)


def read_share_of_rows(frame: Frame) -> Reading | None:
    """The rows shown as one part of the whole, by the figure they were ranked by."""
    state, metric = frame.state, frame.state.metric
    if state.last != "metric" or metric is None or not state.rows or len(metric.measures) != 1:
        return None
    ranked = metric.limit is not None and metric.limit > 1 and len(metric.dimensions) == 1
    plain = metric.part is None and not (metric.having or metric.compare or metric.compare_period or metric.per)
    if not (ranked and plain) or metric.measures[0] not in _ADDED_UP or state.rows_of != metric.dimensions[0]:
        return None
    if state.rows_of in TIMES or not (_ZH if frame.language == "zh" else _EN).fullmatch(frame.text.normal.strip()):
        return None
    part = _part(frame, state.rows_of, list(state.rows))
    if part is None:
        return None
    whole = metric.model_dump(exclude={"dimensions", "sort", "limit", "limit_within", "share", "part"})
    made = Metric.model_validate({**whole, "part": part, "audience": _whoever(metric, state.rows_of)})
    return frame.reading("metric", metric=made, calls=[Call("measure", {"metric": made.compact()})])


def _whoever(metric: Metric, field: str) -> Audience | None:
    """Whose figure the whole is: those without the fact that made the rows are a part of it, too."""
    audience = metric.audience
    if audience is None:
        return None
    rest = [c for c in audience.all if not (isinstance(c, Attribute) and c.field == field and c.op == "known")]
    kept = audience.model_copy(update={"all": rest})
    return kept if kept.compact() else None


def _part(frame: Frame, field: str, rows: list[str]) -> Part | None:
    known = set(map(str, frame.vocabulary.values(field)))
    if known and not set(rows) <= known:
        return None
    if frame.vocabulary.level(field) == "customer":
        return Part(audience=Audience(all=[Attribute(field=field, values=rows)]))
    return Part(where=[Filter(field=field, values=rows)])
