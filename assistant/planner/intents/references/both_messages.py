"""两封都打开的呢, who opened both?: those who did it with each of the last two messages that were spoken of."""

from __future__ import annotations

import re

from assistant.planner.frame import Frame
from assistant.planner.spoken_of import things

_ZH = re.compile(
    r"^(?:那|这|那么)?(?:两|2|俩)(?:封|场|次|条|个)(?:邮件|短信|信|活动|消息|推送)?(?:都|全|全都)"
    r"(?P<did>打开|点开|点击|点|收到)(?:了|过)?的?(?:人|客户|顾客|会员)?"
    r"(?:呢|是?有?多少个?人?|有几个人?|有几位|多少客户)?\s*[?？。]?$"
)
_EN = re.compile(
    r"^(?:and |so )?(?:how many |who |those who |which )?(?:people |customers |of them )?(?:have )?"
    r"(?P<did>opened|clicked|received|got) (?:both|the two)(?: of (?:them|those|these))?"
    r"(?: (?:e-?mails|mails|messages|campaigns|texts))?\s*\??$",
    re.IGNORECASE,
)
_DID = {"点开": "打开", "点": "点击"}


def both_messages(frame: Frame) -> str:
    """The question with both messages named; "" where it is none or fewer than two were spoken of."""
    said = frame.text.original.strip()
    found = _ZH.match(said) or _EN.match(said)
    if found is None:
        return ""
    told = (f.values[0] for f in things(frame.state) if f.field == "campaign" and f.op == "is" and len(f.values) == 1)
    names = list(dict.fromkeys(str(name) for name in told))[:2]
    if len(names) < 2:
        return ""
    later, first = names
    did = _DID.get(found["did"], found["did"])
    return frame.say(
        f"how many customers {found['did'].casefold()} both {first} and {later}",
        f"{first}和{later}都{did}过的客户有多少",
    )
