"""What makes a customer new, told beside the question: new customers, counting sign-ups; 新客…，按首单算.

New customers are counted by their first order here: told so it says nothing more, and told of sign-ups these are meant.
"""

from __future__ import annotations

import re

_NEW = re.compile(r"\bnew (?:customers?|members?|clients?|shoppers?|users?)\b", re.IGNORECASE)
_NEW_ZH = re.compile("新(?:增)?(?:客户|顾客|用户|会员|客)(?:数量|人数|数)?")
_SIGNED = r"(?:(?:date of |their )?(?:sign-?ups?|sign ups?|registrations?)(?: dates?)?)"
_FIRST = r"(?:(?:date of |their )?first (?:orders?|purchases?|buys?)(?: dates?)?)"
_LED = r"(?:(?:and )?(?:counting|counted (?:by|as|on)|going by|judged by|measured by|meaning|i mean|based on))"
_TOLD = re.compile(
    rf",?\s*(?:\({_LED}?\s*(?:(?P<sign>{_SIGNED})|(?P<first>{_FIRST}))\)"
    rf"|{_LED} (?:(?P<sign2>{_SIGNED})|(?P<first2>{_FIRST})))"
    r"(?![\w-])",
    re.IGNORECASE,
)
_TOLD_ZH = re.compile(
    r"[,，(（]?(?:按|以|指|按照)(?:(?P<sign>注册|入会|注册时间|注册日期)|(?P<first>首单|首购|首次下单|首次购买|第一单))"
    r"(?:时间|日期|数)?(?:来)?(?:算|计|计算|统计|为准|的)[)）]?"
)


def counted_as_new(question: str) -> str:
    """The question with sign-ups in place of new customers where these are meant, without what is only told."""
    chinese = _TOLD_ZH.search(question)
    told = chinese or _TOLD.search(question)
    new = _NEW_ZH if chinese else _NEW
    if told is None or not new.search(question[: told.start()]):
        return question
    said = told.groupdict()
    rest = question[: told.start()] + question[told.end() :]
    if not (said.get("sign") or said.get("sign2")):
        return rest
    return new.sub("注册数" if chinese else "sign-ups", rest, count=1)
