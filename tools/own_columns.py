"""Columns of a shop's own by the names that rules know them by: 会员等级 is its loyalty tier, whatever its heading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from prompts import load_toml
from tools.contract import ColumnType
from tools.matching import normal_form
from tools.specs import Words

_TYPES: dict[str, tuple[ColumnType, ...]] = {
    "text": ("text",), "number": ("integer", "number"), "date": ("date", "timestamp"),
}  # fmt: skip
_HEADED = ("order_channel", "signup_date", "order_status", "category", "brand")
"""Usual fields that differ from shop to shop in what they are."""


@cache
def _headings() -> dict[tuple[str, str], str]:
    """(table, heading without case and spaces) to the usual name."""
    entries = load_toml("own_columns.toml")
    return {(one["table"], normal_form(h)): name for name, one in entries.items() for h in one["headings"]}


def _meant(table: str, heading: str) -> str | None:
    """The usual name of a heading, also where it says of what: bottles in stock."""
    whole = normal_form(heading)
    ends = (name for (where, known), name in _headings().items() if where == table and _is_ending(known, whole))
    return _headings().get((table, whole)) or next(ends, None)


def _is_ending(known: str, whole: str) -> bool:
    return known in _ENDINGS and whole.endswith(known) and not whole.startswith("no")


_ENDINGS = ("instock", "onhand", "stockonhand")


def usual_name(table: str, column: str, kind: ColumnType | None, columns: Mapping[str, object]) -> str | None:
    """The name that a column goes by; None where it is its own, or where several columns could be meant."""
    name = _meant(table, column)
    if name is None or kind not in _TYPES[load_toml("own_columns.toml")[name]["type"]]:
        return None
    return name if _sole(table, name, columns) == column else None


def stored_name(table: str, heading: str) -> str | None:
    """The name an import stores a column under where figures are worked out from it; None for all others."""
    name = _meant(table, heading)
    return name if name and load_toml("own_columns.toml")[name].get("stored") else None


def usual_label(name: str, column: str) -> tuple[str, str]:
    """English and Chinese label of such a field: the shop's heading in the language it is written in."""
    label = load_toml("own_columns.toml")[name]["label"]
    if re.search(r"[\u3400-\u9fff]", column):
        return label["en"], column
    return column.replace("_", " ").strip().capitalize(), label["zh"]


def headed(name: str, label: Words, headings: Sequence[str] | None) -> Words:
    """A usual field's label, by the shop's heading where that says more: 门店 for the sales channel."""
    return label.model_copy(update={"zh": headings[0]}) if headings and name in _HEADED else label


def _sole(table: str, name: str, columns: Iterable[str]) -> str | None:
    """The one column of a table that could go by this name, the one that is called so before others."""
    found = [column for column in columns if _meant(table, column) == name]
    return name if name in found else found[0] if len(found) == 1 else None
