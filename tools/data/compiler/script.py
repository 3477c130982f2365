"""An SQL statement in the making: named parts, bound values, and its rendering in the engine's own dialect."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from tools.contract import Column
from tools.data.profile import quoted

_NOT_NULL = re.compile(r'\bNOT ((?:\w+\.)?(?:\w+|"[^"]+")) IS NULL\b')
"""DuckDB expects a fifth of the rows to pass NOT x IS NULL, and then builds its joins on the wrong side."""
_PLACE = re.compile(r"\b__v(\d+)__\b")
MARKERS = {"duckdb": "?", "postgres": "%s", "spark": "?"}
"""How each engine's driver wants a bound value marked."""


class Query(NamedTuple):
    """A statement ready to run; `parameters` in the order of their markers, `columns` as they come back."""

    sql: str
    parameters: list[Any]
    columns: list[Column]


class Statement(NamedTuple):
    """What a script is rendered from: the last SELECT, the parts between its two runs, and what comes back."""

    select: str
    facts: dict[str, str]
    columns: list[Column]


class Script:
    """Collects common table expressions and values. Values never become part of the text.

    Parts come in two runs: those the customer facts are made of, and those made from them.
    """

    def __init__(self) -> None:
        self._values: list[Any] = []
        self._before: dict[str, str] = {}
        self._after: dict[str, str] = {}
        self._numbers: dict[str, int] = {}

    def bind(self, value: Any) -> str:
        """A place in the text for `value`."""
        self._values.append(value)
        return f"__v{len(self._values) - 1}__"

    def bind_all(self, values: Iterable[Any]) -> str:
        """Places for several values, separated by commas."""
        return ", ".join(self.bind(value) for value in values)

    def fresh(self, stem: str) -> str:
        """A name not used before: stem_1, stem_2 …"""
        self._numbers[stem] = self._numbers.get(stem, 0) + 1
        return f"{stem}_{self._numbers[stem]}"

    def before(self, name: str, make: Callable[[], str]) -> str:
        """Add a part the facts may use, once; returns its name."""
        if name not in self._before:
            self._before[name] = make()
        return name

    def after(self, name: str, sql: str) -> str:
        """Add a part made from the facts; returns its name."""
        self._after[name] = sql
        return name

    def render(self, select: str, facts: dict[str, str], dialect: str, columns: list[Column]) -> Query:
        """The whole statement; `facts` are the parts between the two runs."""
        import sqlglot

        parts = {**self._before, **facts, **self._after}
        text = select
        if parts:
            text = "WITH " + ",\n".join(f"{name} AS ({sql})" for name, sql in parts.items()) + "\n" + select
        rendered = sqlglot.parse_one(text, read="duckdb").sql(dialect=dialect, pretty=True)
        parameters: list[Any] = []

        def mark(match: re.Match[str]) -> str:
            parameters.append(self._values[int(match.group(1))])
            return MARKERS.get(dialect, "?")

        return Query(_PLACE.sub(mark, _NOT_NULL.sub(r"\1 IS NOT NULL", rendered)), parameters, columns)


def layered(windows: Mapping[str, str]) -> list[list[str]]:
    """Named window expressions in the layers they build on each other, as columns of each.

    A ranking among the first of another ranking needs the place of that one, so it comes a layer later.
    """
    layers: list[dict[str, str]] = []
    for name, sql in windows.items():
        column = quoted(name)
        below = [place for place, layer in enumerate(layers) if any(other in sql for other in layer)]
        level = max(below, default=-1) + 1
        layers += [{}] if level == len(layers) else []
        layers[level][column] = f"{sql} AS {column}"
    return [list(layer.values()) for layer in layers]
