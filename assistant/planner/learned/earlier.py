"""The definition that a follow-up changes, as the trained reader sees it: its tokens, with slots to take over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from assistant.planner.frame import State
from assistant.planner.learned.source import Named, Source, Token, period_named
from assistant.planner.learned.target import PERIODS
from tools.criteria import Period

_NAMES = ("field", "by", "measures", "dimensions", "sort_by")
_LABEL = "was"
"""Label of all that is neither a value nor a name."""
_MOST = 16
"""Slots of one definition; what holds more is not taken over."""

Call = tuple[str, dict[str, Any]]


def earlier_call(state: State) -> Call | None:
    """The call that gave the last figures or people."""
    if state.last != state.figures:
        return None
    if state.figures == "metric" and state.metric is not None:
        return "measure", {"metric": state.metric.compact()}
    if state.figures == "audience" and state.audience is not None:
        return "size_audience", {"audience": state.audience.compact()}
    if state.figures == "list" and state.audience is not None:
        return "list_audience", {**state.list_args, "audience": state.audience.compact()}
    return None


def with_earlier(source: Source, call: Call) -> Source | None:
    """The question behind the call that it may change; None where that holds too much."""
    told = _Told()
    tokens = (("<was>", _LABEL), (call[0], _LABEL), *told.flat(call[1], "", ""))
    return source._replace(before=tokens, kept=tuple(told.named)) if len(told.named) <= _MOST else None


class _Told:
    """A call's tokens with their labels, and what its slots stand for."""

    def __init__(self) -> None:
        self.named: list[Named] = []

    def flat(self, value: Any, key: str, field: str) -> Iterator[Token]:
        if isinstance(value, dict) and key in PERIODS and "kind" in value:
            try:
                named, label = period_named(Period.model_validate(value))
            except ValidationError:
                return
            yield self._slot(named, label)
        elif isinstance(value, dict):
            yield "(", _LABEL
            for name in sorted(value):
                yield f".{name}", _LABEL
                yield from self.flat(value[name], name, str(value.get("field", "")))
            yield ")", _LABEL
        elif isinstance(value, list):
            yield "[", _LABEL
            for one in value:
                yield from self.flat(one, key, field)
            yield "]", _LABEL
        elif isinstance(value, bool):
            yield "true" if value else "false", _LABEL
        elif isinstance(value, (int, float)):
            yield self._slot((value,), "number")
        elif key in _NAMES:
            yield self._slot((value,), f"={value}")
        elif key == "values":
            yield self._slot((value,), f"@{field}")
        else:
            yield str(value), _LABEL

    def _slot(self, meant: tuple[Any, ...], label: str) -> Token:
        slot = next((one.slot for one in self.named if one.meant == meant), None)
        if slot is None:
            slot = f"<was{len(self.named) + 1}>"
            self.named.append(Named(slot, meant))
        return slot, label
