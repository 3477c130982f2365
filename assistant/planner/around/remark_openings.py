"""How a remark opens: "my boss keeps …", "no rush", "thinking about a …"; 老板催了…, 感觉…, 下周要汇报.

Some openings are firm: they tell what is being prepared, so days and fields named behind them split and filter nothing.
"""

from __future__ import annotations

import re
from functools import cache

from assistant.planner.around.askers import person
from assistant.planner.around.said import any_of

_DOING = ("planning", "working_on", "minding")
_TO = "(?:要|得|想|准备|打算|正在|在|需要|计划|用来|拿来|帮忙)"
_AVERAGED = r"(?:因为)?(?:平均|均值).{0,4}(?:被|受|让|会|太|容易|不)"
"""平均会被大单拉高: why another figure is asked for."""
_ONES = re.compile(
    r"\b(?:want|need|meant?|have|are|is|about|like) (?:the|those|these|some) (?:[a-z]+ )?(?:ones|people|folks)\b"
)


def opens(said: str) -> bool:
    """Whether a clause begins like a remark."""
    return opens_firmly(said) or bool((_english() if said.isascii() else _chinese()).match(said))


def opens_firmly(said: str) -> bool:
    """need it for …, a lady on the phone; 选代言人参考, 老板要砍品牌, 今年要定目标."""
    return bool((_firm_english() if said.isascii() else _firm_chinese()).match(said))


def narrows(said: str) -> bool:
    """not only, without, 不算; I want the Halcyon ones, 老板说要活跃的: it is said here who is meant."""
    harmless, narrowing = (_denials(table) for table in ("harmless", "narrowing"))
    if narrowing.search(harmless.sub(" ", said)):
        return True
    if said.isascii():
        return bool(_ONES.search(said)) and not said.endswith("about")
    return said.endswith("的") and any(word in said for word in "要找选挑指看")


@cache
def _denials(table: str) -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(table)}\b|{_zh(table)}")


@cache
def _firm_english() -> re.Pattern[str]:
    it = r"(?:it|this|that|they)(?:'s|'re| is| are)"
    who = rf"(?:(?:i have|i've got|got) )?(?:an?|the|our|some|my)? ?{any_of('caller')}"
    return re.compile(
        rf"(?:{any_of(*_DOING)} (?:of|about|for)|need (?:it|this|that|them) for"
        rf"|(?:{it} )?for (?:my|our|the|a|an|{any_of('day_ahead')})(?:'s)?|it's {any_of('day_ahead')}"
        rf"|{who} (?:on|at|in) (?:the|our) {any_of('caller_place')})\b"
    )


@cache
def _english() -> re.Pattern[str]:
    it = (
        r"(?:that|this|it|these|those|they|he|she|which|what|there)(?:'?s|'?re|'?ll"
        r"| (?:is|are|was|were|will|would|looks?|feels?|seems?|might|may|could))\b(?! (?:about|just)\b)"
    )
    speaker = (
        rf"(?:i|we)(?:'?m|'?re|'?ve|'?d|'ll| {any_of('mind')}| have to| (?:want|need|plan|try|have|like) to"
        r"| (?:need|want) (?:it|this|that|them))\b"
    )
    other = (
        rf"(?:(?:some|every|no)(?:one|body)|no one|{any_of('office', 'role')}"
        r"|(?:my|our|the|a|one|some|her|his|their|your) [a-z]+(?: [a-z]+)?|[a-z]+ from [a-z]+)"
        rf"(?: {any_of('told_of')}|'s [a-z]+)\b"
    )
    doing = rf"{any_of(*_DOING)} (?:to|if|a|an|some|my|our|because)\b|(?:need|want) (?:it|this|that|them|to)\b"
    reason = r"if (?:you|that|it)\b|(?:as|since|before|so) (?:we|i|my|our|you|they)\b"
    return re.compile(rf"{it}|{speaker}|{other}|{doing}|{reason}|{any_of('sigh', 'harmless')}\b")


@cache
def _firm_chinese() -> re.Pattern[str]:
    who, when = rf"(?:我们?|咱们?|{person()}|团队|部门)?", rf"(?:{_day_zh()})*"
    made = rf"{_zh('making', 'preparing')}(?!的是|过|了)[^的]*$"
    used = rf"{_zh('making')}.*(?:用|要用|用的|使用|参考|复盘|汇报|素材|材料)$|.*(?:{_zh('for_use')}|(?:写|放)进.*)$"
    return re.compile(rf"(?!.*{_zh('asking')})(?:{who}{when}{_TO}{made}|{used}|{_AVERAGED})")


@cache
def _chinese() -> re.Pattern[str]:
    return re.compile(
        rf"(?:我们?|咱们?)?{_zh('musing')}|(?:{person()}|{_zh('somebody')})(?:那边|这边)?.{{0,4}}{_zh('says')}"
        rf"|{_zh('sigh')}|{_day_zh()}(?:要|得|就|开会|汇报|用)|(?:写|做|放|贴|发){_zh('written')}"
    )


def _day_zh() -> str:
    return rf"{_zh('day_ahead')}[一二三四五六日天]?"


def _zh(*tables: str) -> str:
    return any_of(*tables, language="zh")
