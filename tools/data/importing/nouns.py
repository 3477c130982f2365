"""The shop's own words for what every shop has: Filiale for the channel, bottles for units, readers for customers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tools.data.importing.models import ImportPlan
from tools.data.importing.vocabulary import plain
from tools.specs import catalogue

_NUMBERED = {"orders.id": "orders", "customers.id": "customers", "products.id": "product"}
"""Columns whose heading says what they number: a receipt number numbers receipts."""
_COUNTED = {"order_lines.quantity": "units", "products.name": "product"}
_FIELDS = (
    "orders.channel", "products.category", "products.brand", "customers.city", "customers.country",
)  # fmt: skip
_NUMBERING = re.compile(
    r"[\s_]*\b(numbers?|number|num|no|nr|id|ids|key|code|ref|reference|uid|guid)\s*$|(nummer|nr|code)\s*$|^\s*(id|no)\b"
)
_NUMBERS = {
    "isbn",
    "ean",
    "gtin",
    "upc",
    "asin",
    "barcode",
    "sku",
    "ref",
    "code",
    "number",
    "description",
    "name",
    "email",
}
"""Headings that name a number or a text and nothing that is numbered."""
_SHORTEST = 3


def numbered(heading: str) -> str:
    """What a heading numbers: guest for Guest No, wine for wine_code."""
    return _NUMBERING.sub("", plain(heading)).strip()


def own_words(plan: ImportPlan) -> Iterator[tuple[str, str]]:
    """(word, field or measure) of every heading that says something which the dictionary does not know yet."""
    fields = {entry["from"]: name for name, entry in catalogue()["fields"].items() if "from" in entry}
    known = {plain(word) for word in _known_words()}
    for file in plan.files:
        for column in file.columns:
            target = column.target or ""
            if column.extra or re.search(r"[\u3400-\u9fff]", column.source):
                continue
            heading = plain(column.source)
            if target in _NUMBERED:
                heading, name = numbered(column.source), _NUMBERED[target]
            elif target in _COUNTED:
                name = _COUNTED[target]
            elif target in _FIELDS and target in fields:
                name = fields[target]
            else:
                continue
            if len(heading) >= _SHORTEST and heading not in known and heading not in _NUMBERS:
                known.add(heading)
                yield heading, name


def _known_words() -> Iterator[str]:
    """What already means a field or a measure, in one number or the other."""
    for table in (catalogue()["fields"], catalogue()["measures"]):
        for entry in table.values():
            for word in entry["words"]["en"]:
                yield word
                yield word.removesuffix("s")
