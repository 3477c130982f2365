"""What a shop's files head their usual columns with: its people say 门店 where others say sales channel."""

from __future__ import annotations

from functools import cache

from tools.data.importing.models import ImportPlan
from tools.data.importing.vocabulary import plain, vocabulary
from tools.specs import catalogue

_LONGEST = 12
"""A longer heading explains itself and is nobody's word."""


def keep(plan: ImportPlan, known: dict[str, list[str]]) -> bool:
    """Add the plan's headings to those `known` of each field; whether any was new."""
    before = sum(map(len, known.values()))
    for file in plan.files:
        for column in file.columns if file.role != "ignored" else ():
            field = _fields().get(column.target or "") if not column.extra else None
            heading = " ".join(column.source.split())
            said = field and (*catalogue()["fields"][field]["words"]["zh"], *known.get(field, ()))
            if field and said and heading not in said and _says(heading, column.target or ""):
                known.setdefault(field, []).append(heading)
    return sum(map(len, known.values())) > before


@cache
def _fields() -> dict[str, str]:
    """Canonical column to the field it fills, for columns that people speak of by name."""
    fields = {
        entry["from"]: name
        for name, entry in catalogue()["fields"].items()
        if "from" in entry and not entry.get("pii") and not entry["from"].endswith(("_consent", ".id"))
    }
    return fields | {"products.name": "product"}


def _says(heading: str, target: str) -> bool:
    """Whether a Chinese heading tells what it heads: 名称 and 日期 are said of anything."""
    bare = plain(heading)
    chinese = any("\u4e00" <= letter <= "\u9fff" for letter in bare)
    return chinese and 2 <= len(bare) <= _LONGEST and bare not in vocabulary().columns[target].own
