"""What the words of a sending tool's export mean: headings, cells and names of files."""

from __future__ import annotations

import re
from functools import cache

from prompts import load_toml
from tools.data.importing.vocabulary import plain

_HAN = re.compile(r"[㐀-鿿]")


@cache
def words() -> dict[str, dict[str, list[str]]]:
    """The word lists, read once."""
    found: dict[str, dict[str, list[str]]] = load_toml("result_files.toml")
    return found


def kind_of(text: str) -> str | None:
    """What happened by a cell or a file's name: "Opened Email" is open, "users.messages.sms.Delivery" is sent."""
    bare = plain(re.sub(r"[.:/_-]+", " ", text))
    if not bare or _some(bare, words()["headings"]["never"]):
        return None
    return next((kind for kind, forms in words()["kinds"].items() if _some(bare, forms)), None)


def heading_kind(heading: str) -> str | None:
    """What a column of its own records: "First Open Time" is open, "Opens" too, "Open City" is nothing."""
    kind = kind_of(heading)
    if kind is None:
        return None
    rest = plain(re.sub(r"[.:/_-]+", " ", heading))
    for form in sorted(words()["kinds"][kind] + words()["headings"]["beside"], key=len, reverse=True):
        rest = rest.replace(form, "") if _HAN.search(form) else re.sub(rf"\b{re.escape(form)}\b", "", rest)
    return kind if not re.sub(r"[\s\d]+", "", rest) else None


def _some(bare: str, forms: list[str]) -> bool:
    return any(form in bare if _HAN.search(form) else f" {form} " in f" {bare} " for form in forms)
