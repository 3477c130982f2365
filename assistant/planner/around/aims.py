"""What a Chinese question is asked for, in front of it: 新茶季想做江南专场，…; 售后要复盘：…; 斋月快到了，….

Such a stretch picks nobody. It is left out only where the question behind it reads whole, names again whatever in it
could pick people, and the answer says that it was not used. Who asks – 上头问, 法务在问 – goes without a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.planner.reading import Reading
from assistant.planner.spans import Span, Tagger
from assistant.planner.text import normalise

_ROLES = (
    "上头|上面|上级|领导|老板娘?|老大|boss|总监|总经理|总裁|经理|主管|组长|店长|财务|法务|合规|售后|售前|客服|运营|市场|营销|电商|品牌|"
    "采购|仓库|会员|销售|增长|投放|私域|新媒体|公关|设计|技术|数据|文案|助理|秘书|实习生|新人|新同事|同事|小伙伴|甲方|投资人|董事会|"
    "股东|审计|人事|hr|crm|ceo|cfo|cmo|coo|总部|门店|区域|渠道"
)
_ROLE = re.compile(_ROLES, re.IGNORECASE)
_ASKER = re.compile(
    rf"^\s*(?:我们?的?|咱们?的?|我这边|隔壁)?(?:(?:{_ROLES})(?:部门|部|组|团队|那边|这边|的?同事|的?新人|的?人|老师|们)?){{1,2}}"
    r"(?:在|刚刚?|又|今天|昨天|早上|一直|急着|催着|现在)?"
    r"(?:问我?|追问|催我?|来问|想问|想知道|想了解|想看看?|等着要|等着看|让我?查|让我?看|让我?统计|要我?查|要求|要数|要个数|需要知道|交代)"
    r"(?:一下|下|了)?\s*[：:，,]?\s*",
    re.IGNORECASE,
)
_WANTING = r"(?:想要?|要|得|准备|打算|计划|正在|需要|拟)"
_DOING = (
    "做|搞|办|推|上新|发券|发个?券|送|请|开|评估|复盘|分析|设计|策划|规划|启动|投放|更新|盘一?下|搭|组|跑|调整|优化|准备|筹备|排查|摸底|回访|答谢|开会|"
    "汇报|备货|囤|自己跑|用"
)
_TITLE = (
    "盘点|复盘|分析|自查|排查|摸底|摸排|圈人|圈选|预热|筹备|备战|洞察|诊断|评估|准备|答谢宴|沙龙|专场|活动|线下会|"
    "分享会"
)
_SHAPES = (
    re.compile(rf"^.{{0,8}}?{_WANTING}(?:给|为|向|跟|对|在|把)?.{{0,12}}?(?:{_DOING}).{{0,12}}$"),
    re.compile(rf"^.{{1,8}}(?:{_TITLE})$"),
    re.compile(r"^.{1,8}(?:快到了?|要到了|就到了|马上到了?|快来了|要来了|来了|到了|临近|在即|将至|将近)$"),
    re.compile(r"^(?:搭配|配合|用于|用来|为了|为|针对|方便|好).{1,12}(?:用|活动|准备|安排|做|推|发|联动)?$"),
)
_ORDER = re.compile(r"^(?:请|帮|麻烦|烦请|劳烦|给我|策划|规划|筹划|写|拟|列|查|找|看|统计|算)")
"""What begins so asks for something itself."""
_CRY = re.compile(r"^.{2,16}(?:呢|啦|哦|哟|嘛|喽|咯|呀)$")
"""购物车还躺着东西呢——…: what the text might cry, and no condition."""
_MARKS = "，,：:；;。—"
_WEIGHTY = (
    "range", "percent", "money", "duration", "ago", "not", "never", "except", "only", "or", "customer_id", "contact",
    "copy_verb", "copy_channel", "contact_noun", "contact_verb", "tone", "how_many", "how_much", "top", "bottom",
    "saved", "scored", "average", "median", "share", "compare", "versus", "anaphor", "list", "which", "measure",
    "hold_word",
)  # fmt: skip
_DONE = re.compile(r"[过了]$")
_LEAST = 3

Read = Callable[[str], Reading]


def without_asker(question: str) -> str:
    """The question without who asks it."""
    found = _ASKER.match(question)
    return question[found.end() :] if found and len(question) - found.end() >= _LEAST else question


def read_behind_aim(question: str, tagger: Tagger, read: Read) -> Reading | None:
    """The reading of what follows such a stretch; None where there is none, or where it may say who is meant."""
    cut = next((i for i, character in enumerate(question) if character in _MARKS), 0)
    said, rest = question[:cut].strip(), question[cut:].lstrip(_MARKS + " ")
    if _ORDER.match(said):
        return None
    cried = bool(_CRY.match(said)) and question[cut] == "—"
    if (
        not said
        or len(rest) < _LEAST
        or any(mark in said for mark in '“”"「」《》')
        or not (cried or any(shape.match(said) for shape in _SHAPES))
    ):
        return None
    spans, others = tagger.tag(normalise(_ROLE.sub("", said))), tagger.tag(normalise(rest))
    if any(_weighs(span, tagger, others) for span in spans):
        return None
    reading = read(rest)
    if reading.ask is not None or not (reading.calls or reading.decline):
        return None
    reading.question = question
    reading.notes.append(f"“{said}”按用途理解，没有用来筛选。")
    return reading


def _weighs(span: Span, tagger: Tagger, others: Sequence[Span]) -> bool:
    """Whether a word may pick people, unless it is said again behind."""
    if span.has("filler", "purpose", "purpose_act", "aim") and not span.has("not", "never", "customer_id"):
        return False
    named = {
        sense.value for sense in span.senses if sense.kind in ("value", "values") and isinstance(sense.value, tuple)
    }
    again = {sense.value for other in others for sense in other.senses if sense.kind in ("value", "values")}
    counted = any(other.has("how_many", "list") for other in others)
    written = not counted and any(
        other.has("copy_verb", "copy_channel", "contact_noun", "offer_verb") for other in others
    )
    if written and span.has("period"):
        return True  # 黑五活动，短信两条: what the text is for
    if named:
        personal = any(tagger.vocabulary.level(str(value[0])) == "customer" for value in named)
        return (personal or written) and not named & again
    if span.value("agent") in ("new", "first_time"):
        return not any(other.value("verb") == "signup" or other.has("first_order", "agent") for other in others)
    if span.value("agent") == "lapsed":
        return not any(other.has("not", "never") for other in others)
    deed = span.has("verb") and _DONE.search(span.text) is not None
    return deed or span.has(*_WEIGHTY, "agent")
