"""Next best products for a person or a group, with what in their own history speaks for each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.desk import Desk


def product_names(desk: Desk, ids: Iterable[str]) -> dict[str, str]:
    """Product id to its name in the asker's language, with the id where names repeat."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return {}
    name = "name_zh" if desk.language == "zh" and desk.dictionary.profile.has("products", "name_zh") else "name"
    marks = ", ".join("?" * len(wanted))
    _, rows = desk.warehouse.query(f"SELECT id, coalesce({name}, name, id) FROM products WHERE id IN ({marks})", wanted)
    return {str(key): str(text) for key, text in rows}
