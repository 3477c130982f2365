"""A call as a row of tokens and back: brackets, names of the definition's parts, and slots for what was named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError

from assistant.planner.learned.source import Named, same_days
from tools.contract import BadRequest
from tools.criteria import Period

PERIODS = ("period", "compare_period")
ANY_ORDER = ("all", "any", "none", "where", "values")
"""Lists whose members stand in the order in which the question names them."""


class Unsaid(Exception):
    """A definition holds something that the question names nowhere, or a row of tokens is no definition."""


def tokens_of(tool: str, args: dict[str, Any], named: Sequence[Named], today: date) -> list[str]:
    """The tokens of a call. What the question names becomes its slot."""
    return [tool, *_flat(args, "", named, today)]


def _flat(value: Any, key: str, named: Sequence[Named], today: date) -> Iterator[str]:
    slot = _slot_of(value, key, named, today)
    if slot:
        yield slot
    elif isinstance(value, dict):
        yield "("
        for name in sorted(value):
            yield f".{name}"
            yield from _flat(value[name], name, named, today)
        yield ")"
    elif isinstance(value, list):
        rows = [list(_flat(one, key, named, today)) for one in value]
        if key in ANY_ORDER:
            places = {one.slot: place for place, one in enumerate(named)}
            rows.sort(key=lambda row: min((places.get(token, len(places)) for token in row), default=0))
        yield from ("[", *(token for row in rows for token in row), "]")
    else:
        yield _written(value)


def _slot_of(value: Any, key: str, named: Sequence[Named], today: date) -> str | None:
    if isinstance(value, dict):
        if "kind" not in value or key not in PERIODS:
            return None
        period = Period.model_validate(value)
        return next(
            (one.slot for one in named if isinstance(one.meant[0], Period) and same_days(period, one.meant[0], today)),
            None,
        )
    if isinstance(value, (list, bool)):
        return None
    for one in named:
        if any(type(meant) in (int, float, str) and meant == value for meant in one.meant):
            return one.slot
    return None


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"#{value:g}" if isinstance(value, (int, float)) else str(value)


def call_of(tokens: Sequence[str], named: Sequence[Named]) -> tuple[str, dict[str, Any]]:
    """The call that a row of tokens tells. Raises Unsaid where it tells none."""
    try:
        value, end = _nested(tokens, 1, {one.slot: one for one in named}, "")
    except (IndexError, KeyError, ValueError, ValidationError, BadRequest) as error:
        raise Unsaid from error
    if end != len(tokens) or not isinstance(value, dict):
        raise Unsaid
    return tokens[0], value


def _nested(tokens: Sequence[str], at: int, slots: dict[str, Named], key: str) -> tuple[Any, int]:
    token = tokens[at]
    if token == "(":
        found: dict[str, Any] = {}
        at += 1
        while tokens[at] != ")":
            name = tokens[at]
            if not name.startswith("."):
                raise Unsaid
            found[name[1:]], at = _nested(tokens, at + 1, slots, name[1:])
        return found, at + 1
    if token == "[":
        items = []
        at += 1
        while tokens[at] != "]":
            item, at = _nested(tokens, at, slots, key)
            items.append(item)
        return items, at + 1
    if token.startswith("<"):
        return _meant(slots[token], key), at + 1
    if token.startswith("#"):
        return float(token[1:]), at + 1
    if token in (")", "]"):
        raise Unsaid
    return {"true": True, "false": False}.get(token, token), at + 1


def _meant(one: Named, key: str) -> Any:
    """What a slot stands for in this place of a definition."""
    if key in PERIODS:
        if not isinstance(one.meant[0], Period):
            raise Unsaid
        return one.meant[0].compact()
    plain = [meant for meant in one.meant if not isinstance(meant, Period)]
    if not plain:
        raise Unsaid
    return plain[-1] if key.endswith("_days") else plain[0]
