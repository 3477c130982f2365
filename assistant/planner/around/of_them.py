"""Orders counted, and some of them told: 3 orders, one of them in the app; 5 orders, none of which was discounted.

How many of them is a second thing the same people did; it is said so before it is read.
"""

from __future__ import annotations

import re
from functools import cache

from tools.number_words import WORDS

_ORDERS_ZH = r"((?:单|次|笔|个订单|笔订单)(?:以上|及以上|或以上|以下)?)[,，、]?(?:而且|并且|且|其中)?"
_ALL_ZH = re.compile(_ORDERS_ZH + r"(?:全部都?|全都|每一?单都|每一?次都|单单都)(?=在|用|通过|从)")
_NONE_ZH = re.compile(_ORDERS_ZH + r"(?:没有一[单次笔]|没一[单次笔])(?=在|用|通过|从|退|是)")
_BACK = re.compile(r"(?:returned|sent back|refunded|cancell?ed)\b")
_CUT = re.compile(
    r"(?:(?:was|were) )?(?:discounted|reduced|on sale|"
    r"(?:had|with|carried|used) (?:a )?discounts?(?: on (?:it|them))?)\b"
)


def told_of_them(question: str) -> str:
    """The question with what is said of some of the orders as a deed of its own; unchanged where nothing is."""
    question = _NONE_ZH.sub(r"\1，且从没", _ALL_ZH.sub(r"\1，且只", question))
    found = _pattern().search(question)
    if found is None:
        return question
    how = found["how"].casefold()
    rest = found["rest"].strip()
    of_what = _CUT.sub("at a discount", rest) + found["when"].rstrip()
    deed = _returned(how) if _BACK.match(rest) else _bought(how, of_what)
    return question if deed is None else f"{question[: found.start('of')].rstrip(' ,;–-')} {deed}{found['end']}"


def _returned(how: str) -> str | None:
    """none of them returned, one of them sent back; of several it cannot be told."""
    if how == "none":
        return "who never returned anything"
    return "who returned something" if how in ("one", "at least one", "some") else None


def _bought(how: str, rest: str) -> str | None:
    """in the app, none: who never bought in the app."""
    if how == "none":
        return f"who never bought {rest}"
    if how in ("all", "each", "every one"):
        return f"who only bought {rest}"
    number = how.split()[-1]
    count = int(number) if number.isdigit() else WORDS.get(number)
    if count is None:
        return None
    led = how.removesuffix(number).strip() or "at least"
    led = "exactly" if led in ("only", "just", "exactly") else led
    return f"who bought {rest} {led} {'once' if count == 1 else f'{count} times'}"


@cache
def _pattern() -> re.Pattern[str]:
    numbers = rf"(?:\d+|{'|'.join(WORDS)})"
    return re.compile(
        rf"\b{numbers}(?:\+| or more)? (?:orders|purchases)\b(?P<when>[^,;?.]{{0,60}}?)"
        r"(?P<of>[,;–-]* *(?:and |but |with )?(?P<how>none|all|each|every one|"
        rf"(?:at least |exactly |only |just )?{numbers})"
        r" of (?:them|which|these|those) (?:was |were |is |are |being |been |got |came |placed |made )*"
        r"(?P<rest>[^,;?.]+))(?P<end>.*)$",
        re.IGNORECASE,
    )
