"""跟2025年那次七夕比怎么样, 这个活动有用吗, did it work? – right after one campaign: said with its name."""

from __future__ import annotations

import re

from assistant.planner.campaign_meant import only_campaign
from assistant.planner.campaigns import Campaign, bare_name
from assistant.planner.frame import Frame, State

_KIND = "活动|邮件|短信|推送|信|消息"
_IT = rf"(?:它|(?:这|那|该)(?:个|次|场|封|条|波)?(?:{_KIND})?)"
_USE = "(?:有用吗?|有没有用|管用吗|有效果吗|有没有效果|有效吗)"
_EDITION = re.compile(
    r"^(?:那么?)?(?P<led>跟|和|与|同|比|对比)?(?P<year>20\d\d年?|去年|前年|今年)的?"
    rf"(?P<word>[^\d,，。?？比]{{0,6}}?)(?P<that>那[次场个回封条]|这[次场])?的?(?P<more>[^\d,，。?？比]{{0,6}}?)(?P<kind>{_KIND})?"
    r"(?P<tail>比起来|比较|相比|对比|比)?(?:怎么样|如何|怎样|差多少|高还是低|好还是差|哪个高|的?呢)?[?？。]*$"
)
_YEARS = {"今年": 0, "去年": -1, "前年": -2}
_LIFT = re.compile(
    rf"^(?:那|所以)?(?:{_IT})?(?:到底)?{_USE}?[,，]?(?:跟|和|与)?"
    r"(?:对照组|留出组|没收到的人)(?:比|相比|对比|比起来|比下来)*[,，]?(?:的?(?:提升|增量|差)了?(?:是|有)?(?:多少|多大)?)?[?？。]*$"
    rf"|^(?:那|所以)?(?:{_IT})的?(?:提升|增量|增量效果)(?:是|有)?(?:多少|多大)[?？。]*$"
    r"|^(?:and |so )*(?:did (?:it|that|this|the campaign) (?:work|help|make a difference)[?,.]* *(?:and )?)?"
    r"(?:what(?:'s| is| was) (?:the|its) )(?:incremental )?(?:uplift|lift|effect)(?: (?:against|vs\.?|versus|over"
    r"|compared (?:to|with)) (?:the |its )?(?:control|holdout)(?: group)?)?[?. ]*$",
    re.IGNORECASE,
)
_WORKED = re.compile(
    rf"^(?:那|所以)?(?:{_IT})(?:到底)?{_USE}[?？。]*$"
    r"|^(?:and |so )*did (?:it|that|this|the campaign|that campaign|this one) (?:work|help)(?: at all)?[?. ]*$",
    re.IGNORECASE,
)
_LEFT = re.compile(
    rf"^.{{0,8}}?(?:一共|总共)?有?(?P<who>几个人|多少人|几人|多少客户|几个客户)因为{_IT}而?(?:退订|取消订阅)[了的]*[?？。]*$"
)

_REACTED = re.compile(
    r"^(?:and |so )?(?P<asked>how many (?:people |customers |of them )?"
    r"(?:unsubscribed from|opted out of|opened|clicked(?: on)?|received|got|read))"
    r" (?:that|this) (?:one|e-?mail|campaign|message|mailing|text|letter)[?. ]*$",
    re.IGNORECASE,
)
"""how many unsubscribed from that one?, after the click rate of one campaign."""


def of_that_campaign(frame: Frame) -> Frame:
    """The message with the campaign named that it leaves unnamed; unchanged where it asks for nothing of the kind."""
    said = frame.text.original.strip()
    name = only_campaign(frame.state) if frame.state.last else None
    if name is None:
        return frame
    if whole := _whole(frame, said, name):
        return frame.retold(whole, State())
    other = _of_another_year(frame, said, name)
    return frame.retold(other) if other else frame


def _whole(frame: Frame, said: str, name: str) -> str:
    """What the message asks of the campaign, as a question of its own."""
    if _LIFT.match(said):
        return frame.say(f"lift of {name} against the control group", f"{name}和对照组比提升多少")
    if _WORKED.match(said):
        return frame.say(f"did {name} work", f"{name}有没有效果")
    if reacted := _REACTED.match(said):
        return f"{reacted['asked']} {name}"
    left = _LEFT.match(said)
    return f"退订{name}的有{left['who']}" if left else ""


def _of_another_year(frame: Frame, said: str, name: str) -> str:
    found = _EDITION.match(said)
    one = next((row for row in frame.vocabulary.campaigns.rows if name in row.names), None)
    other = _edition(frame, one, found) if found is not None and one is not None else None
    if found is None or other is None:
        return ""
    return f"跟{other}比呢" if found["led"] or found["tail"] else f"{other}呢"


def _edition(frame: Frame, one: Campaign, found: re.Match[str]) -> str | None:
    """The campaign of another year that goes by the same name."""
    words = [word for word in (found["word"], found["more"]) if word]
    known = all(any(word in name for name in one.names) for word in words)
    if not known or not (words or found["that"] or found["kind"]):
        return None
    year = found["year"]
    wanted = frame.today.year + _YEARS[year] if year in _YEARS else int(year[:4])
    bare = {bare_name(name) for name in one.names}
    series = [row.name for row in frame.vocabulary.campaigns.rows if bare & {bare_name(name) for name in row.names}]
    sent = frame.vocabulary.campaigns.of_year(series, wanted)
    return sent[0] if len(sent) == 1 and sent[0] != one.name else None
