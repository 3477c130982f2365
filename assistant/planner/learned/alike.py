"""Whether two readings ask for the same thing in different forms, and whether one says what the other lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from assistant.planner.learned.target import ANY_ORDER, PERIODS
from assistant.planner.reading import Reading
from tools.criteria import Period
from tools.periods import resolve

_PEOPLE = ("size_audience", "list_audience")
_FORM = ("sort", "limit", "limit_within", "sort_by", "descending")
"""What changes which rows are shown first, and no figure."""
_CLOSE = {"gt": "ge", "lt": "le"}
"""Whether an end counts as within is read off small words, by the rules more surely."""
_STRUCTURE = ("kind", "op")


def plain(value: Any, key: str, today: date) -> Any:
    """A definition with conditions in one order and every period as its days: in October, last month is September."""
    if isinstance(value, dict) and "kind" in value and key in PERIODS:
        return str(resolve(Period.model_validate(value), today))
    if isinstance(value, dict):
        return {name: plain(one, name, today) for name, one in value.items()}
    if isinstance(value, list):
        members = [plain(one, key, today) for one in value]
        return sorted(members, key=str) if key in ANY_ORDER else members
    return value


def alike(first: Reading, second: Reading, today: date) -> bool:
    """Whether the figures or people are the same: a list is as good as their number, a ranking as the whole table."""
    return _meant(first, today) == _meant(second, today)


def says_more(first: Reading, second: Reading, today: date) -> bool:
    """Whether the first has a value, number or name that the second has not, or has more often.

    Times count for nothing: both read them off the same words, and the rules know whose days they are.
    """
    more = Counter(_leaves(_meant(first, today))) - Counter(_leaves(_meant(second, today)))
    return bool(more)


def _meant(reading: Reading, today: date) -> list[Any]:
    return [_same_form(plain(_asked(call.tool, call.args), "", today)) for call in reading.calls]


def _asked(tool: str, args: dict[str, Any]) -> dict[str, Any]:
    """People as a condition on customers, whatever asks for them; figures as they are."""
    args = {name: value for name, value in args.items() if name not in _FORM}
    metric = {name: value for name, value in args.get("metric", {}).items() if name not in _FORM}
    measures, kept = metric.get("measures"), set(metric)
    people = args.get("audience") or metric.get("audience") or {}
    if tool in _PEOPLE or (measures == ["customers"] and kept <= {"measures", "audience"}):
        return {"people": people}
    if measures == ["buyers"] and kept <= {"measures", "audience", "period", "where"}:
        bought = {"kind": "bought", **{name: metric[name] for name in ("period", "where") if name in metric}}
        return {"people": {**people, "all": [*people.get("all", []), bought]}}
    return {"tool": tool, **args, "metric": metric}


def _same_form(value: Any) -> Any:
    """Conditions of one kind in one form: none of those who bought did not buy, the best hundred are a limit."""
    if isinstance(value, list):
        same = [_same_form(one) for one in value]
        return sorted((one for at, one in enumerate(same) if one not in same[:at]), key=str)
    if not isinstance(value, dict):
        return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
    made = {name: _same_form(one) for name, one in value.items() if one not in ([], {}, None)}
    if made.get("op") in _CLOSE:
        made["op"] = _CLOSE[made["op"]]
    left_out = made.get("none", [])
    if left_out and all(one.get("kind") == "bought" and not {"op", "value"} & set(one) for one in left_out):
        del made["none"]
        never = [{**one, "op": "eq", "value": 0.0} for one in left_out]
        made["all"] = sorted([*made.get("all", []), *never], key=str)
    acts = [one["after"] for one in made.get("all", []) if isinstance(one.get("after"), dict)]
    if acts:  # who bought after being sent it was sent it
        made["all"] = [one for one in made["all"] if one.get("kind") != "engaged" or not _of(one, acts)]
    if "limit" in made and isinstance(made["limit"], dict):
        made["all"] = sorted([*made.get("all", []), {"kind": "ranked", **made.pop("limit")}], key=str)
    if "kind" not in made and isinstance(made.get("period"), str) and isinstance(made.get("compare_period"), str):
        made["period"], made["compare_period"] = sorted((made["period"], made["compare_period"]))
    return made


def _of(engaged: dict[str, Any], acts: list[dict[str, Any]]) -> bool:
    """Whether a condition says no more than that one of the acts happened."""
    said = {name: one for name, one in engaged.items() if name != "kind"}
    return any(said == {name: one for name, one in act.items() if name in ("event", "where")} for act in acts)


def _leaves(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _leaves(one, name)
    elif isinstance(value, list):
        for one in value:
            yield from _leaves(one, key)
    elif key not in (*_STRUCTURE, *PERIODS):
        yield key, str(value)
