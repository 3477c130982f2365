"""加起来多少, and combined?: figures asked for one value after the other, as one sum."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.planner.frame import Frame, State
from assistant.planner.reading import Call, Reading
from tools.definitions import Attribute, Audience, Filter, Metric

_SUM = re.compile(
    r"(?:那|那么|这|它们|这)?(?:[两俩三四2-4](?:个|者|边|块|类|家|款|座|地|种|档)?(?:城市|国家|品类|品牌|渠道|等级|地方)?)?"
    r"(?:加起来|加一起|加在一起|合起来|合计|合在一起|一共|总共)"
    r"(?:一共|总共)?(?:是|有|卖了?)?(?:多少|多少钱|多少人|多少件|几单|多少单|几个)?呢?"
    r"|(?:and |so )?(?:in total|combined|added up|added together|taken together|summed up)"
    r"|(?:and |so )?the sum of (?:both|the two|all)"
)
_ADDED = ("gross_revenue", "net_revenue", "orders", "units", "customers", "returned_units", "returns_value", "sends")
"""Figures of different goods, places or channels that add up."""


def read_added_up(frame: Frame) -> Reading | None:
    """The last figure, of all the values that were told one by one; None where no two were."""
    if not _SUM.fullmatch(frame.text.normal.casefold().strip(" ?？。.!！")):
        return None
    state = frame.state
    before = [state, *reversed(state.trail)]
    if state.last == "metric" and state.metric is not None:
        return _figures(frame, state.metric, [s.metric for s in before[1:] if s.last == "metric" and s.metric])
    if state.last == "audience" and state.audience is not None and state.pair is None:
        return _people(frame, state.audience, list(_counted(before[1:])))
    return None


def _counted(before: list[State]) -> Iterator[Audience]:
    for past in before:
        if past.last == "audience" and past.audience is not None:
            yield past.audience


def _figures(frame: Frame, now: Metric, before: list[Metric]) -> Reading | None:
    if now.dimensions or now.part or not set(now.measures) <= set(_ADDED):
        return None
    for index, item in enumerate(now.where):
        if set(now.measures) & {"orders", "customers"} and frame.vocabulary.level(item.field) == "product":
            continue  # an order of both would be counted once
        values = _values(item, [_of_metric(past, now, index) for past in before])
        if values:
            where = [*now.where[:index], item.model_copy(update={"values": values}), *now.where[index + 1 :]]
            metric = now.model_copy(update={"where": where})
            return frame.reading("metric", metric=metric, calls=[Call("measure", {"metric": metric.compact()})])
    told = now.audience or Audience()
    people = _joined(told, [m.audience or Audience() for m in before if _bare(m) == _bare(now)])
    if people is None:
        return None
    metric = now.model_copy(update={"audience": people})
    return frame.reading("metric", metric=metric, calls=[Call("measure", {"metric": metric.compact()})])


def _bare(metric: Metric) -> Metric:
    return metric.model_copy(update={"audience": None})


def _of_metric(past: Metric, now: Metric, index: int) -> Filter | None:
    """The filter of an earlier figure that is told the same but for this one."""
    if len(past.where) != len(now.where):
        return None
    rest = [*now.where[:index], past.where[index], *now.where[index + 1 :]]
    return past.where[index] if past == now.model_copy(update={"where": rest}) else None


def _values(item: Filter, others: list[Filter | None]) -> list[float | int | str]:
    """The values told one after the other, the newest last; nothing where there was one alone."""
    found = [item.values]
    for other in others:
        if other is None or (other.field, other.op) != (item.field, item.op) or item.op != "is":
            break
        found.append(other.values)
    made = [*dict.fromkeys(value for values in reversed(found) for value in values)]
    return made if len(made) > len(item.values) else []


def _people(frame: Frame, now: Audience, before: list[Audience]) -> Reading | None:
    people = _joined(now, before)
    if people is None:
        return None
    return frame.reading("audience", audience=people, calls=[Call("size_audience", {"audience": people.compact()})])


def _joined(now: Audience, before: list[Audience]) -> Audience | None:
    """The people of these audiences together, where one field tells them apart."""
    if now.any or now.none or now.limit:
        return None
    for index, item in enumerate(now.all):
        if not isinstance(item, Attribute):
            continue
        values = list(item.values)
        for past in before:
            mine = past.all[index] if len(past.all) == len(now.all) else None
            rest = [*now.all[:index], mine, *now.all[index + 1 :]]
            same = (
                isinstance(mine, Attribute) and past.all == rest and (past.any, past.none, past.limit) == ([], [], None)
            )
            if (
                not isinstance(mine, Attribute)
                or not same
                or (mine.field, mine.op, item.op) != (item.field, "is", "is")
            ):
                break
            values = [*(value for value in mine.values if value not in values), *values]
        if len(values) > len(item.values):
            told = item.model_copy(update={"values": values})
            return now.model_copy(update={"all": [*now.all[:index], told, *now.all[index + 1 :]]})
    return None
