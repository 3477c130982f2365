"""Traditional characters as simplified ones, which all words are known in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

HAN = re.compile(r"[\u3400-\u9fff]")


def simplified(text: str) -> str:
    """The same text in simplified characters, as long as before."""
    if not HAN.search(text) or _convertible().isdisjoint(text):
        return text
    converted = _converted(text)
    if len(converted) == len(text):
        return converted
    return "".join(_converted(character)[:1] for character in text)


def simplified_all(lines: Sequence[str]) -> list[str]:
    """The same of each of very many lines, which are converted as one text."""
    found = "".join(_convertible().intersection("".join(lines)))
    search = re.compile(f"[{re.escape(found)}]").search if found else None
    chinese = {place: line for place, line in enumerate(lines) if search(line) and HAN.search(line)} if search else {}
    simple = list(lines)
    if chinese:
        converted = _converted("\n".join(chinese.values())).split("\n")
        for (place, line), one in zip(chinese.items(), converted, strict=True):
            simple[place] = one if len(one) == len(line) else simplified(line)
    return simple


@cache
def _convertible() -> frozenset[str]:
    """Characters of which whatever is converted has one: a text without any stays as it is, which is quickly seen."""
    from zhconv.zhconv import getdict, loaddict

    loaddict()
    changed = {word for word, simple in getdict("zh-hans").items() if word != simple}
    single = {word for word in changed if len(word) == 1}
    begun = {word[0] for word in changed if single.isdisjoint(word)}
    return frozenset(single | begun)


def _converted(text: str) -> str:
    import zhconv

    converted: str = zhconv.convert(text, "zh-hans")
    return converted
