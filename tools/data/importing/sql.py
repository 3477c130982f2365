"""Small helpers to write SQL that is made of column lists."""

from collections.abc import Iterable


def name(identifier: str) -> str:
    """A quoted identifier."""
    return '"' + identifier.replace('"', '""') + '"'


def text(value: str) -> str:
    """A quoted literal."""
    return "'" + value.replace("'", "''") + "'"


def names(identifiers: Iterable[str], prefix: str = "") -> str:
    """A list of quoted identifiers, each behind `prefix` (such as "t.")."""
    return ", ".join(prefix + name(one) for one in identifiers)


def texts(values: Iterable[str]) -> str:
    """A parenthesised list of literals for IN."""
    return "(" + ", ".join(text(value) for value in values) + ")"


def let(variable: str, value: str, body: str) -> str:
    """`body` with `variable` bound to `value`: DuckDB computes it once, however often the body names it."""
    return f"list_transform([{value}], lambda {variable}: {body})[1]"
