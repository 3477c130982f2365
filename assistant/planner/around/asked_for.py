"""How a Chinese question is asked, which says nothing of what: 麻烦帮我捋一捋…, 顺带把…理一下, …画条折线.

A verb of asking stands where a clause begins, or ends one with an ending that says no more than that it is done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from assistant.planner.around.said import any_of, met, said
from assistant.planner.lexicon import Sense
from assistant.planner.text import Token

_STOPS = frozenset("，,。；;：:！!？?、\n（()）~…—-")
_UPON = re.compile(r"(?:实际|整体|总体|大体|事实|基本|原则|理论|数据|账面)上(?=上)")
"""实际上上个月: the month before, and not the one before that."""
_AT_ONCE = "(?:赶紧|赶快|马上|立刻|立马|抓紧|顺带|顺道|接着|尽快|快点|快)(?=[帮给替查看算列统\\u4e00-\\u9fff])"
_UNKNOWING = re.compile(
    "(?:我|我们|也|还|真|其实|就是)*(?:不知道?|不晓得|不太清楚|不太了解|没搞清楚?|没弄清楚?)"
    "(?!年龄|性别|生日|来源|城市|地址|国家|等级|渠道|语言|邮箱|手机|他|她)"
    "|(?:我|我们|这边|现在)*(?:很|特别|非常|十分|真的?|好|超|迫切|急着?|着急|确实)(?:想要?|需要|要)(?:知道|了解|看看?|问问?|查)"
    "|(?:我|我们)?(?:希望|期望|盼望?|期待)(?:能|可以)?(?:知道|了解|看到|看看?|拿到)?"
)
"""不知道今年买过护肤的客户有多少: whoever asks does not know it; nobody is without anything."""
_SURE = 1.3
_MEASURE = "(?:一?[个张条幅份根副套])?"
_SHEET = "(?:做|要|给|给我|来|出|求|发|弄|搞|整|搞出|弄出)一?(?:份|张|幅)"
_SHOWN = "(?:给(?:我|咱|我们|大家)?)?(?:看看|看一下|看下|看|瞧瞧|一下|出来|表示|展示|呈现)?"


def read_asked_for(tokens: Sequence[Token]) -> Iterator[tuple[int, int, Sense]]:
    """Every such stretch, as (first token, end token, sense)."""
    for first, end in met(_opening(), tokens):
        if end < len(tokens) and _begins(tokens, first):
            yield first, end, Sense("filler")
    for first, end in met(_closing(), tokens):
        if first and _ends(tokens, end):
            yield first, end, Sense("filler")
    for first, end in met(re.compile(any_of("surely_empty", language="zh")), tokens):
        yield first, end, Sense("filler", None, _SURE)
    for first, end in met(_told_anyway(), tokens):
        if _ends(tokens, end):
            yield first, end, Sense("filler", None, _SURE)
    for first, end in met(_beside(), tokens):
        if _begins(tokens, first) and _ends(tokens, end) and end - first < len(tokens):
            yield first, end, Sense("filler")
    for first, end in met(_UNKNOWING, tokens):
        if end < len(tokens) and _begins(tokens, first):
            yield first, end, Sense("filler", None, _SURE)
    for first, end in met(_UPON, tokens):
        yield first, end, Sense("filler", None, _SURE)
    for first, end in met(_charted(), tokens):
        yield first, end, Sense("chart")


def _begins(tokens: Sequence[Token], first: int) -> bool:
    return not first or tokens[first - 1].text[:1] in _STOPS


def _ends(tokens: Sequence[Token], end: int) -> bool:
    return end == len(tokens) or tokens[end].text[:1] in _STOPS


@cache
def _asked() -> str:
    """A verb of asking with its ending."""
    tails = sorted(said("ask_tail", language="zh"), key=len, reverse=True)
    behind = "|".join(tail.replace("V", r"(?P=verb)") for tail in tails)
    return rf"(?P<verb>{any_of('ask_verb', language='zh')})(?:{behind})"


@cache
def _opening() -> re.Pattern[str]:
    lead = any_of("ask_lead", language="zh")
    bare = rf"{lead}{{1,4}}{any_of('ask_verb', language='zh')}(?![过了得着])"
    sheet = rf"{lead}{{0,4}}{_SHEET}"
    return re.compile(rf"(?:{lead}{{0,4}}{_asked()}|{bare}|{sheet}|{_AT_ONCE}(?:帮我|给我|帮忙|替我)?)")


@cache
def _closing() -> re.Pattern[str]:
    lead = rf"{any_of('ask_lead', language='zh')}{{0,3}}"
    return re.compile(rf"{lead}(?:{_asked()}|{_SHEET})(?:给(?:我|咱|我们)|呗|吧|哈|嘛|啊|谢谢)?")


@cache
def _told_anyway() -> re.Pattern[str]:
    return re.compile(any_of("told_anyway", language="zh"))


@cache
def _beside() -> re.Pattern[str]:
    words = any_of("beside_question", language="zh")
    around = [any_of(table, language="zh") for table in ("beside_before", "beside_behind")]
    before = "(?:写|做|给|开|出|交|要|弄|讲|改|备|在|我|们|得|老板|领导|的|里|上|时候?|时|等着?|急着?)*"
    behind = "(?:里|上|时|的时候|等着|急着|要|需要|得|会|里面)*(?:用的?|用到|看的?)"
    use = f"{before}{any_of('written_up', language='zh')}{behind}"
    plan = r"(?:我|我们)?(?:想|要|打算|准备|好)(?:写|做|出|弄|搞|搭)(?:一?[个篇条份组套波]|点|一下)?"
    made = rf"{plan}(?:搭配|专题|攻略|选题|榜单|合集|对比|盘点|清单|组合|套装|礼盒)(?:用|推荐|文)?"
    return re.compile(rf"(?:{around[0]}{{0,2}}{words}{around[1]}{{0,2}}|{use}|{made})")


@cache
def _charted() -> re.Pattern[str]:
    making, kinds = any_of("chart_making", language="zh"), any_of("chart_kind", language="zh")
    drawn = rf"(?:画|绘制?)(?:[出成]{_MEASURE}|{_MEASURE})(?:{kinds}?(?:图表|图|线)|{kinds})?"
    made = rf"{making}{_MEASURE}(?:的)?{kinds}(?:图表|图|线)"
    line = rf"{making}{_MEASURE}(?:折线|曲线|走势线|趋势线)"
    table = r"(?:排|做|列|整理|汇总|弄|拉|写|理)成(?:一?[张个份])?(?:大|总|汇总|明细)?(?:表格|表|清单|列表)"
    return re.compile(rf"(?:{drawn}|{made}|{line}|{table}){_SHOWN}")
