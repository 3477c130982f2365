"""From which side a Chinese text is to be written, and for which day: 从送礼的角度, 黑色星期五提前购, 双11邮件."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.planner.intents.copywriting.hearing import Hearing
from assistant.planner.simplifying import simplified
from assistant.planner.words import forms_of, word_file

_SIDE = (
    re.compile(
        r"(?:从|以|用)([^，,。；;：:\s]{1,8}?)(?:的)?(?:角度|视角|切入点?|为切入点|出发)(?:切入|出发|入手|来?写|来?讲|来说)?"
    ),
    re.compile(r"(?<![^，,。；;：:\s])(?:角度|切入点|视角)(?:是|为|走|用)?(?:[：:＝=]\s*)?([^，,。；;：:\s]{1,8})"),
    re.compile(r"(?<![^，,。；;：:\s])([^，,。；;：:\s的]{1,6})(?:的)?角度"),
)
_EVENT = (
    "提前购|抢先购|先购|预售|预热|开抢|大促|特惠|特卖|狂欢|抢购|开售|主题|会场|提前买|提前享|优先购|可以提前购|提前开抢|"
    r"\s*early access|\s*early bird|\s*preview"
)
_MESSAGE = "邮件|电邮|电子邮件|短信|微信|推送|文案|活动|通知"
_DEED = re.compile(r"(?:收到|打开|点击|点过|点开|看过|收过|带来|打开率|点击率|买过|下过|下单|消费)")
_NEAR = 7


@lru_cache(maxsize=1)
def _day() -> re.Pattern[str]:
    """A day with a name that a text is for: followed by what happens on it, or by the text itself."""
    names = [form for known in word_file("holidays").values() for form in forms_of(known) if len(form) > 1]
    named = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(
        rf"(?:今年)?({named})(?:(?:的)?(?:{_EVENT})(?:了)?(?:通知)?|(?=的?(?:{_MESSAGE})))", re.IGNORECASE
    )


def hear_angles(hearing: Hearing) -> None:
    """Set such words apart: they are told of the text, and pick nobody."""
    typed = simplified(hearing.frame.text.original)
    found = next((match for side in _SIDE if (match := side.search(typed))), None)
    if found is not None:
        if any(word in found[1] for word in _GIFT):
            hearing.heard.aspects.append("gift")
        else:
            hearing.heard.angle = found[1]
        _take(hearing, found.start(), found.end())
    for match in _day().finditer(typed):
        near = typed[max(0, match.start() - _NEAR) : match.start()] + typed[match.end() : match.end() + _NEAR]
        if not _DEED.search(near):
            hearing.heard.days.append(match[1])
            if any(word in match[0].casefold() for word in _EARLY):
                hearing.heard.aspects.append("early_access")
            _take(hearing, match.start(), match.end(), apart=False)
            break


_GIFT = ("送礼", "礼物", "送人")
_EARLY = ("提前", "抢先", "先购", "优先", "early", "preview")


def _take(hearing: Hearing, start: int, end: int, *, apart: bool = True) -> None:
    """Set a stretch aside; with `apart` what stands before it has nothing to do with what stands behind."""
    (hearing.heard.stretches if apart else hearing.heard.blanks).append((start, end))
    for index in range(len(hearing.spans)):
        first, last = hearing.place(index)
        if first < end and last > start:
            hearing.taken.add(index)
