"""Orders with and without a discount, 打折和不打折的订单各多少: two questions in one, each answered."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.planner.frame import Frame
from assistant.planner.reading import Reading, answered_both

_JOINED = r"(?:and|vs\.?|versus|against|compared (?:to|with))"
_BOTH = re.compile(
    rf"\bwith (?P<article>an? )?(?:(?P<before>[\w-]+(?: [\w-]+)?) )?{_JOINED} without\b(?: (?:it|one|any)\b)?",
    re.IGNORECASE,
)
_EITHER = re.compile(
    r"\b(?:more|fewer|less) (?P<thing>.{2,30}?) with (?P<article>an? )?(?P<before>[\w-]+(?: [\w-]+)?),? "
    r"(?:or|than) (?P<again>more |fewer |less |orders )?without\b(?: (?:it|one|any)\b)?",
    re.IGNORECASE,
)
"""Were there more orders with a discount or without one: both are told."""
_YES = r"(?:discounted|discount|reduced[- ]price|marked[- ]down|on (?:a )?discount|with (?:a )?discount)"
_NO = r"(?:(?:at )?full[- ]?price|undiscounted|non[- ]?discounted|not discounted|without (?:a )?discount)"
_BETWEEN = (
    r"(?P<own> orders| ones)?(?: ?/ ?|,? (?:and|or|vs\.?|versus|against|from|with|compared (?:to|with)) )"
    r"(?:(?:how many|how much|what|which|those|the|were|was|at) )*"
)
_PRICED = re.compile(rf"\b{_YES}{_BETWEEN}{_NO}\b(?P<ones> ones| orders)?", re.IGNORECASE)
_PRICED_FIRST = re.compile(rf"\b{_NO}{_BETWEEN}{_YES}\b(?P<ones> ones| orders)?", re.IGNORECASE)
_PEOPLE = re.compile(r"\b(?:customers?|people|who|buyers?|shoppers?|clients?|members?)\b", re.IGNORECASE)
_DIVIDING = re.compile(
    r"\b(?:(?:split|breakdown|division|mix|comparison)(?: of| between)?(?: the| our)?(?= |$)"
    r"|(?:split|divide|break|separate|compare)(?: (?:out|up|down))?(?: (?:the|our|all))*(?= |$)"
    r"|how (?:do|did|does) (?=.*\b(?:split|divide|break))|(?:into|between|by)(?= *$))",
    re.IGNORECASE,
)
"""Words that only say that there are two kinds."""
_ENDS = re.compile(r"[\s:,–-]*\b(?:what|which|how many)?(?: ?(?:was|were|is|are))?[\s:,–-]*$", re.IGNORECASE)
_BOTH_ZH = re.compile(
    r"(?P<yes>有|打|带|用|同意)(?P<noun>[\u4e00-\u9fff]{1,3}?)(?P<of>的?(?:订单|客户|会员|单)?)(?:和|跟|与|、|vs)"
    r"(?P<no>没有|没|无|未|不)(?P<again>打|带|用|有|同意)?(?P=noun)"
)


def read_with_without(frame: Frame, read: Callable[[Frame], Reading | None]) -> Reading | None:
    """Both readings in one; None where only one side is asked for or one of them is not read."""
    sides = _chinese(frame.text.original) if frame.language == "zh" else _english(frame.text.original)
    if sides is None:
        return None
    first, second = (read(frame.retold(side)) for side in sides)
    if first is None or second is None or not (first.answers and second.answers and first.calls and second.calls):
        return None
    return answered_both(first, second)


def _english(typed: str) -> tuple[str, str] | None:
    if (priced := _PRICED.search(typed) or _PRICED_FIRST.search(typed)) is not None:
        return _full_price(typed, priced)
    found = _BOTH.search(typed) or _EITHER.search(typed)
    if found is None:
        return None
    head, tail = typed[: found.start()], typed[found.end() :]
    if found.re is _EITHER:
        head = f"{head}{found['thing']} "
    thing = f"{found['article'] or ''}{found['before']}" if found["before"] else ""
    return (f"{head}with {thing}{tail}", f"{head}without {thing}{tail}")


def _full_price(typed: str, found: re.Match[str]) -> tuple[str, str] | None:
    """Divide orders in June into discounted and full-price ones: each kind of orders by itself."""
    if _PEOPLE.search(typed):
        return None
    head, tail = (_DIVIDING.sub("", part) for part in (typed[: found.start()], typed[found.end() :]))
    if found["ones"] or found["own"]:
        return (f"{head}discounted orders{tail}", f"{head}full price orders{tail}")
    rest = f"{_ENDS.sub('', head)} {tail}".strip()
    first, second = (_SUM.sub(rf"{kind} \g<0>", rest, count=1) for kind in ("discounted", "full price"))
    return (first, second) if first != second else None


_SUM = re.compile(r"\b(?:orders|revenue|sales|units|items)\b", re.IGNORECASE)


def _chinese(typed: str) -> tuple[str, str] | None:
    found = _BOTH_ZH.search(typed)
    if found is None:
        return None
    head, tail, of = typed[: found.start()], typed[found.end() :], found["of"]
    tail = tail if tail.startswith(of) else of + tail
    tail = re.sub(
        r"(?:的)?(?:相?差(?:了)?多少|差距(?:多大|有多大)?|差别(?:多大|有多大)?|哪个更?[高低多少])(?=[?？。]?$)",
        "是多少",
        tail,
    )
    tail = re.sub(r"各(?:有|是)?(?=多少|几)", "", tail)
    tail = re.sub(r"订单(?:有)?(?:多少|几单)", "订单数", tail)
    return (
        f"{head}{found['yes']}{found['noun']}{tail}",
        f"{head}{found['no']}{found['again'] or ''}{found['noun']}{tail}",
    )
