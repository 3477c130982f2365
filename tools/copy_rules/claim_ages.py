"""Patterns of the claims reader for ages: from 3 years, 4至9岁, 一岁的宝宝就能玩, children from six.

An age is of the kind "age"; its role is "limit" where it says who may ("over 18s", 3岁以上; "below" for under 12s),
"range" for either end of a range, and empty where somebody of that age is said to be able to.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from tools.copy_rules.claim_builders import Build, Read, pattern
from tools.copy_rules.numerals import CHINESE, ENGLISH, number

_N = rf"(?P<n>\d{{1,2}}|{ENGLISH})"
_N_ZH = rf"(?P<n>\d{{1,2}}|{CHINESE})"
ABLE_ZH = (
    r"(?:的?(?:宝宝|宝贝|孩子|娃娃?|小朋友|小孩|儿童|小娃))?们?"
    r"(?:也|就|都|便|即)*(?:能|可以?|会玩|来玩|来学|适用|适合|友好)"
)
_WHO = (
    r"(?:kids|children|toddlers|boys|girls|riders|players|anyone|anybody|everyone|beginners|guests|students|learners"
    r"|people)"
)


def _age(role: str, unit: str = "year") -> Build:
    def build(match: re.Match[str]) -> Iterator[Read]:
        value = number(match["n"])
        if value is not None:
            yield "age", value, unit, role

    return build


def _half(match: re.Match[str]) -> Iterator[Read]:
    """一岁半就能."""
    value = number(match["n"])
    if value is not None:
        yield "age", 12 * value + 6, "month", ""


def _ages(match: re.Match[str]) -> Iterator[Read]:
    for name in ("n", "m"):
        yield "age", number(match[name]) or Decimal(0), "year", "range"


AGES: tuple[tuple[re.Pattern[str], Build], ...] = (
    pattern(rf"{_N_ZH}\s*岁?\s*(?:到|至|-|~)\s*(?P<m>\d{{1,2}}|{CHINESE})\s*周?岁", _ages),
    pattern(rf"\bage[sd]?\s+{_N}\s*(?:to|-|and)\s*(?P<m>\d{{1,2}}|{ENGLISH})\b", _ages),
    pattern(rf"\b(?:from\s+|for\s+)?age[sd]?\s+{_N}\b(?!\s*(?:%|[a-z]+s\b))", _age("limit")),
    pattern(rf"\bover[\s-]{_N}s\b", _age("limit")),
    pattern(rf"\bunder[\s-]{_N}s\b", _age("below")),
    pattern(rf"\bfrom\s+{_N}\s+(?:upwards?|up|and\s+up|years\b(?:\s+(?:old|up))?)", _age("limit")),
    pattern(rf"\b{_N}\s+years?\s+(?:and|or)\s+(?:over|up|older|above)\b", _age("limit")),
    pattern(rf"\b{_WHO}\s+(?:from|over|under|above|aged)\s+{_N}\b(?!\s*(?:%|[a-z]+s\b))", _age("")),
    pattern(
        rf"\b{_N}[\s-]year[\s-]olds?\b(?=,?\s+(?:can|may|are welcome|welcome|will|join|grab|come|love|play|too\b))",
        _age(""),
    ),
    pattern(rf"\bfor\s+{_N}[\s-]year[\s-]olds?\b", _age("")),
    pattern(rf"{_N_ZH}\s*周?岁(?=以上|起|适|以内|以下|以前|\+|即可)", _age("limit")),
    pattern(rf"{_N_ZH}岁半(?={ABLE_ZH}|起|以上)", _half),
    pattern(rf"{_N_ZH}\s*周?岁(?={ABLE_ZH})", _age("")),
    pattern(rf"{_N_ZH}\s*个月(?=以上|起(?!步)|大?的?(?:宝宝|婴儿)(?:也|就|都)?(?:能|可))", _age("limit", "month")),
)
"""Most specific first."""


def allowed(value: Decimal, unit: str, stated: Iterable[tuple[Decimal, str, str, str]]) -> bool:
    """Is the age within what is stated (value, unit, role, bound): from the least one on, within the range?"""
    months = value * (12 if unit == "year" else 1)
    ages = [(other * (12 if name == "year" else 1), role, bound) for other, name, role, bound in stated]
    ends = [age for age, role, _ in ages if role == "range"]
    least = [age for age, role, bound in ages if role == "limit" and bound not in ("within", "under")]
    if ends:
        return min(ends) <= months <= max(ends)
    return not least or months >= min(least)
