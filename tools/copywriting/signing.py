"""In whose name a message approves: "approve A, by Anna Li", 由李安批准, 批准人：李安."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from prompts import load_toml

_SPACE = r"[ \u00a0]+"
_WRITTEN = r"[A-ZÀ-ÞŠŽ][\w.'’\-]*"
_EN_NAME = rf"{_WRITTEN}(?:{_SPACE}{_WRITTEN}){{0,3}}"
_AS_TYPED = r"[^\W\d_][\w.'’·\- ]{0,58}"
"""A name as somebody typed it after words that can only mean the approver."""
_ZH_NAME = rf"[\u4e00-\u9fff·]{{2,6}}|{_EN_NAME}"


def signature(message: str) -> tuple[str, str]:
    """The approver's name in a message ("" where none is told), and the message without it."""
    text = unicodedata.normalize("NFKC", message)
    for form in _forms():
        found = form.search(text)
        if found and found["name"].split()[0].casefold() not in load_toml("lexicon/approvals.toml")["no_name"]["en"]:
            said = found.groupdict().get("said") or " "
            return found["name"].strip(" ."), f"{text[: found.start()]}{said}{text[found.end() :]}"
    return "", text


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    words = load_toml("lexicon/approvals.toml")
    before, after = (_any(words["signed"][kind]) for kind in ("en", "zh"))
    deed = _any([*words["approve"]["zh"], "审批", "审核"])
    end = r"(?=\s*(?:$|[,.;!，。；！)）]))"
    sure = _any([form for form in words["signed"]["en"] if " by" in form])
    return (
        re.compile(rf"\s*[,(（，]?\s*\b(?:{sure}):?{_SPACE}(?P<name>{_AS_TYPED})[)）.]*$", re.I),
        re.compile(rf"[,，(（。;；\s]*(?:{after})\s*[:：]\s*(?P<name>{_AS_TYPED})[)）。]*$"),
        re.compile(rf"\s*[,(（，—–-]*\s*\b(?:{before}):?{_SPACE}(?P<name>(?-i:{_EN_NAME})){end}[)）]?", re.I),
        re.compile(rf"\s*[—–]{_SPACE}?(?P<name>(?-i:{_EN_NAME})){end}"),
        re.compile(rf"\bI,?{_SPACE}(?P<name>{_EN_NAME}),(?P<said>{_SPACE})"),
        re.compile(rf"[,，(（。;；\s]*(?:{after})\s*(?:[:：]|是|为)?\s*(?P<name>{_ZH_NAME}){end}[)）]?"),
        re.compile(rf"由\s*(?P<name>[\u4e00-\u9fff·]{{2,4}}?|{_EN_NAME})\s*(?P<said>{deed})"),
    )


def _any(forms: list[str]) -> str:
    return "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
