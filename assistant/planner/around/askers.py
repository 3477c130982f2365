"""Who asks, and how the answer is wanted, said around a Chinese question: 财务想知道, 帮市场部查一下, 两个数都要."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.planner.lexicon import Sense
from assistant.planner.text import Token

_OFFICES = (
    "财务|市场|运营|电商|商品|采购|客服|售后|仓储|物流|供应链|法务|合规|审计|人事|销售|会员|社群|社媒|新媒体|数据"
    "|企划|策划|设计|公关|渠道|品牌|产品|区域|大区|总部|集团|战略|投放|增长|内容|门店|区经|CRM|crm"
)
_ROLES = (
    r"老板|老板娘|老大|领导|上级|上司|头儿|经理|总经理|副总|总监|主管|主任|店长|组长|财务|会计|审计|法务|人事|总部"
    r"|运营|市场部|同事|实习生|分析师|投资人|股东|董事会|董事长|甲方|乙方|客户经理|产品经理|代理商|供应商|上面|客服"
    r"|售后|(?:ceo|cfo|coo|cmo|cto|vp|hr|pm)"
    rf"|(?:{_OFFICES})(?:部|部门|组|团队|中心|总监|经理|主管|负责人|的?同事|的?同学|的?人|那边|这边|侧|方|岗|专员)+"
)
_BESIDE = (
    r"(?:那边|这边|们|部|部门|组|同学|老师|小[\u4e00-\u9fff]|刚|刚刚|刚才|又|也|还|正|在|一直|老|今天|昨天|突然|急着"
    r"|催着|非)*"
)
_ASKING = (
    r"(?:想要知道|想知道|想了解|想问问?|想看看?|想要|要我们?|让我们?|叫我们?|问我们?|找我们?|找我要|找我们要|催我们?|@我"
    r"|问起|问问|问到|问|要看看?|需要|要求|要|催|说要|说想看|提需求|在等|等着要|等着看|关心|追问)"
)
_TELL = r"(?:我|我们)?(?:报|给|查|看|拉|提供|出|算|汇报|统计)?(?:一下|下|个数|数据)?(?:的是|的|了)?"
_ASKER = re.compile(
    rf"(?:我们|咱们|我|咱)?(?:的)?(?:{_ROLES}){_BESIDE}{_ASKING}{_TELL}(?=[：:，,]|(?!了?(?:好几|几[次遍回]|多[次遍]|半天)).)"
)
_FOR = re.compile(
    rf"(?:(?:这个?|这是)?(?:给|帮|替|为|发给|报给)(?:我们|咱们)?(?:{_ROLES})(?:们|部|那边|这边|同学)*"
    r"(?:要|做|看|用|查|拉|出|报|准备|整理|汇报|统计|算)?(?:的|一下|下)?)(?=[：:，,]|[\u4e00-\u9fffA-Za-z0-9])"
)
_HOW = re.compile(
    r"(?:[两俩三仨四几23４4]|这[两俩三几])个?(?:数字?|值|指标|结果|数据|都)?(?:我|都)*都?(?:要|给|列|看|报|写|说)"
    r"(?:出来|一下|给我|我|上|全)?(?=[，,。？?！!；;]|$)"
    r"|(?:按|用|从)?(?:这|以下|下面)?[两二三23俩]个维度(?:来|去)?(?:看|拆|分|统计|拆分|交叉)?(?:一下)?"
)
_STOPS = frozenset("，,。；;：:！!？?、 \n（(")


def read_asides(tokens: Sequence[Token]) -> Iterator[tuple[int, int, Sense]]:
    """Every such stretch, as (first token, end token, sense); who asks stands where a clause begins."""
    text = "".join(token.text for token in tokens)
    starts, at = {}, 0
    for place, token in enumerate(tokens):
        starts[at] = place
        at += len(token.text)
    starts[at] = len(tokens)
    for pattern, leading in ((_ASKER, True), (_FOR, True), (_HOW, False)):
        for found in pattern.finditer(text):
            first, end = starts.get(found.start()), starts.get(found.end())
            if first is None or end is None or end <= first or end >= len(tokens) + (not leading):
                continue
            if not leading or not first or tokens[first - 1].text[:1] in _STOPS:
                yield first, end, Sense("filler")
