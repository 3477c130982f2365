"""Small tools of language: wording in the asker's language, stops, lists, cells as they are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from tools.contract import Column, Finding, Language
from tools.wording import format_cell


@dataclass(frozen=True)
class Say:
    """Speaks one language."""

    language: Language
    label: Callable[[str, Any], str] | None = None
    """Field and stored value to how a person says it."""

    def __call__(self, english: str, chinese: str) -> str:
        return chinese if self.language == "zh" else english

    @property
    def chinese(self) -> bool:
        return self.language == "zh"

    def cell(self, value: Any, column: Column) -> str:
        """A value as the table shows it."""
        if value is None or value == "":
            return self("unknown", "未知")
        if self.label and column.type == "text" and not column.pii:
            return self.label(column.name, value)
        return format_cell(value, column, self.language)

    def list(self, items: Iterable[str]) -> str:
        """a, b and c; a、b和c."""
        items = list(items)
        if len(items) <= 1:
            return "".join(items)
        if self.chinese:
            return "、".join(items[:-1]) + "和" + items[-1]
        return ", ".join(items[:-1]) + " and " + items[-1]

    def join(self, parts: Iterable[str]) -> str:
        """Sentences one after the other."""
        return ("" if self.chinese else " ").join(parts)

    def counted(self, title: str) -> str:
        """What was counted, as the finding words it."""
        return title


def sentence(text: str, say: Say) -> str:
    """Text with a stop at its end."""
    text = text.strip()
    if not text or text[-1] in ".!?。！？:：":
        return text
    return text + say(".", "。")


def heading(column: Column) -> str:
    """A column as people call it."""
    return column.label or column.name


def lower(label: str) -> str:
    """A heading inside a sentence: lower case unless it is an abbreviation."""
    first = label.split(" ")[0]
    return label if first.isupper() and len(first) > 1 else label[:1].lower() + label[1:]


def rows_of(finding: Finding, count: int) -> list[list[Any]]:
    """The first rows."""
    return finding.rows[:count]
