"""Remarks beside a question: "that's the save list", "(thinking about a birthday treat)", 老板催了好几次.

A clause of its own that opens like a remark and names nothing the shop could filter, count or split by may hold words
nobody knows. Where all the rest is understood, the question is answered and the answer quotes the remark as not used.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.planner.reading import Reading
from assistant.planner.spans import Span, Tagger
from assistant.planner.text import Text, normalise

MOST = 3
_STOPS = "()（）,;.?!:\n、，。；！？：-"
_VERBS = (
    "is are was were has have had will would can could might may wants? needs? asked asks said says "
    "thinks? keeps? told "
    "claims? called insists? feels? looks? seems? made makes?"
).replace(" ", "|")
_WHO = (
    "some(?:one|body)|every(?:one|body)|no(?:body| one)|finance|legal|marketing|sales|management|ops|hr|boss"
    "|(?:my|our|the|a|one|some|her|his|their|your) [a-z]+(?: [a-z]+)?|[a-z]+ from [a-z]+"
)
_MINDS = (
    "am are was were had got fear worry dread think guess feel suspect wonder hope know bet promised might may could "
    "should would will can "
    "owe just really keep heard saw forgot lost tried"
).replace(" ", "|")
_DOING = (
    "hunting|briefing|chasing|inviting|writing|building|working|drafting|thinking|wondering|asking|planning|hoping|trying"
    "|guessing|prepping|preparing|dreading|looking"
)
_SIGHS = (
    "hope hoping guess suspect bet reckon curious bit kinda makes sounds feels looks seems sorry "
    "apologies perhaps maybe "
    "probably because bc coz cuz good nice great handy useful perfect bad sad pity shame wild crazy weird odd funny"
).replace(" ", "|")
_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|tomorrow|tonight"
_CALLERS = (
    "lady|gentleman|man|woman|guy|girl|guest|customer|client|shopper|someone|somebody|visitor|person|caller|couple"
)
_PLACES = "phone|line|counter|store|shop|chat|till|desk|checkout|showroom"
_FIRM = re.compile(
    rf"(?:(?:{_DOING}) (?:of|about|for)|need (?:it|this|that|them) for"
    rf"|(?:(?:it|this|that|they)(?:'s|'re| is| are) )?for (?:my|our|the|a|an|{_DAYS})(?:'s)?|it's (?:{_DAYS})"
    rf"|(?:(?:i have|i've got|got) )?(?:an?|the|our|some|my)? ?(?:{_CALLERS}) (?:on|at|in) (?:the|our) (?:{_PLACES}))\b"
)
"""What is being prepared, and when: days and fields named in it split and filter nothing."""
_OPENS = re.compile(
    r"(?:that|this|it|these|those|they|he|she|which|what|there)"
    r"(?:'?s|'?re|'?ll| is| are| was| were| will| would| looks?| feels?| seems?| might| may"
    r"| could)\b(?! (?:about|just)\b)"
    rf"|(?:i|we)(?:'?m|'?re|'?ve|'?d|'ll| (?:{_MINDS})| have to| (?:want|need|plan|try|have|like) to"
    r"| (?:need|want) (?:it|this|that|them))\b"
    rf"|(?:{_WHO})(?: (?:{_VERBS})|'s [a-z]+)\b"
    rf"|(?:{_DOING}) (?:to|if|a|an|some|my|our|because)\b|(?:need|want) (?:it|this|that|them|to)\b|(?:{_SIGHS})\b"
    r"|(?:kind|sort) of|not sure|no (?:rush|hurry|idea|worries|pressure)|fingers crossed|don't (?:ask"
    r"|worry|judge|laugh)"
    r"|you know|if (?:you|that|it)\b|in case|(?:as|since|before|so) (?:we|i|my|our|you|they)\b"
)
_OPENS_ZH = re.compile(
    r"(?:我|我们|咱|咱们)?(?:想看看|想着|感觉|觉得|怀疑|估计|猜|记得|听说|担心|怕|有点|好像|打算|准备|顺便|看看能不能|看看要不要|看看值不值"
    r"|看看是不是|看看有没有)"
    r"|(?:老板|领导|财务|运营|总监|同事|主管|店长|总经理|市场部|客服|上面|甲方|大家|有人|有客人|客人|有个客户)(?:那边|这边)?"
    r".{0,4}(?:问|说|催|让|想|找|急|等|抱怨|反映)"
    r"|(?:这块|这事|这个数|这数|这样|这么|这也|这下|那边|毕竟|因为|反正|怪|挺|真|太|好|不急|急|麻烦|辛苦|不好意思|谢|多谢|哈|嘿|唉|哎|嗯"
    r"|省得|免得|好让|以便|方便)"
    r"|(?:明天|后天|今天|下午|晚上|等下|待会|一会儿|下周|周[一二三四五六日天])(?:要|得|就|开会|汇报|用)"
    r"|(?:写|做|放|贴|发)(?:周报|月报|日报|汇报|PPT|ppt|报告|方案|朋友圈|邮件|个)"
)
_MAKING = "做|写|出|画|换|改|定|投|砍|选|挑|开|备|报|排|调|整|弄|搞|搭|交|讲|谈|评|清|推|上|办|配|拟|核|对"
_FIRM_ZH = re.compile(
    r"(?:我们?|咱们?|老板|领导|财务|运营|团队|部门)?(?:现在|今天|明天|后天|今晚|下午|下周.?|这周.?|周.|本周|月底|下个?月|今年|明年|年底|马上|正|最近|首页|店里)*"
    rf"(?:要|得|想|准备|打算|正在|在|需要|计划|用来|拿来|帮忙)(?:{_MAKING}|汇报|复盘|规划|评估|准备|筹备|整理|赶|开会|续约|补货|进货|谈判)(?!的是|过|了)"
    rf"[^的]*$|(?:{_MAKING}).*(?:用|要用|用的|使用|参考|复盘|汇报|素材|材料)$"
    r"|.*(?:参考|参考用|复盘用|复盘要用|汇报用|备用|写进.*|放进.*|做对比用|要汇报|好汇报|要复盘|会上用|开会用)$"
    r"|(?:因为)?(?:平均|均值).{0,4}(?:被|受|让|会|太|容易|不).*"
)
"""What is being prepared, as in English: 选代言人参考, 老板要砍品牌, 今年要定目标."""
_ASKS_ZH = re.compile(r"多少|几|哪|谁|占比|率|吗|呢|怎么|是否|分别|对比|明细|列|统计|查")
_BESIDE_ZH = ("field", "period", "value", "horizon", "measure", "agent")
_WEIGHTY = (
    "value", "values", "products", "range", "number", "duration", "ago", "never", "except", "condition", "filter",
    "only", "by", "top", "bottom", "customer_id", "percent", "money", "share", "scored", "compare", "versus", "or",
    "contact", "contact_noun", "absent_field", "absent_measure", "absent_value", "capitals", "row", "field", "measure",
    "agent", "first_order", "horizon", "group", "period", "overlap", "how_many", "together",
)  # fmt: skip
"""What bears on an answer: a clause with any of it is no mere remark."""
_ABSENT = ("absent_field", "absent_measure", "absent_value", "unready")
_TIMELY = ("field", "period", "value", "horizon")
_NEVER_BESIDE = re.compile(
    r"\b(?:not|no|never|without|except|excluding|excl|only|mean|meaning|must|those who|anyone|instead"
    r"|rather|namely|i\.?e|count"
    r"|counting|per|each|every|should be|don't|doesn't|isn't|aren't|include|including)\b"
    r"|不|别|除|只|仅|没|每|而是|或|包括|包含|算上"
)
_HARMLESS = re.compile(
    r"\b(?:no (?:rush|hurry|idea|worries|pressure|one)|not (?:sure|urgent)|don't (?:ask|worry|judge|laugh))\b"
    r"|能不能|要不要|值不值得?|是不是|有没有|不急|不好意思|差不多|不错"
)
_ONES = re.compile(
    r"\b(?:want|need|meant?|have|are|is|about|like) (?:the|those|these|some) (?:[a-z]+ )?(?:ones|people|folks)\b"
)

Read = Callable[[str], Reading]


def without_remarks(question: str, reading: Reading, tagger: Tagger, read: Read) -> Reading | None:
    """The answer to the question less its remarks, which it then quotes; None where more than remarks is unclear."""
    said: list[str] = []
    rest = question
    for _ in range(MOST):
        cut = _remark_in(normalise(rest), reading, tagger)
        if cut is None:
            return None
        said.append(rest[cut[0] : cut[1]].strip(" ()（）-–—,，.。"))
        rest = (rest[: cut[0]].rstrip(" (（-–—,，:：") + " " + rest[cut[1] :].lstrip(" )）,，.。")).strip()
        reading = read(rest)
        if reading.ask is None and reading.decline is None and reading.calls:
            return _told(reading, question, said)
    return None


def _told(reading: Reading, question: str, said: list[str]) -> Reading:
    reading.question = question
    for remark in said:
        told = f"I took “{remark}” as a remark and did not use it."
        reading.notes.append(f"“{remark}”当作附言，没有用来筛选。" if reading.language == "zh" else told)
    return reading


def _remark_in(text: Text, reading: Reading, tagger: Tagger) -> tuple[int, int] | None:
    """Where a remark with what was not understood lies, in characters as typed."""
    lacking = reading.decline is not None and reading.decline.reason == "not_possible"
    if not lacking and (reading.ask is None or reading.ask.end <= reading.ask.start):
        return None
    spans = tagger.tag(text)
    for first, last in _clauses(text):
        begin, stop = text.tokens[first].start, text.tokens[last - 1].end
        typed = (text.origins[begin], text.origins[stop - 1] + 1)
        if not first and last == len(text.tokens):
            return None
        if reading.ask and not (typed[0] <= reading.ask.start and reading.ask.end <= typed[1]):
            continue
        within = [s for s in spans if first <= s.start < last]
        told = not lacking or any(s.has(*_ABSENT) for s in within)
        if told and _is_remark(text.normal[begin:stop].strip(), within, lacking):
            return typed
    return None


def _clauses(text: Text) -> list[tuple[int, int]]:
    """Stretches of tokens between marks; a hyphen inside a word is none."""
    found, start = [], 0
    for place in range(len(text.tokens) + 1):
        if place == len(text.tokens) or _stops(text, place):
            if place > start:
                found.append((start, place))
            start = place + 1
    return found


def _stops(text: Text, place: int) -> bool:
    token = text.tokens[place]
    if token.text[0] not in _STOPS:
        return False
    return token.text != "-" or (place > 0 and text.normal[token.start - 1].isspace())


def _is_remark(said: str, spans: list[Span], lacking: bool) -> bool:
    firm = bool(_FIRM.match(said) if said.isascii() else _FIRM_ZH.match(said) and not _ASKS_ZH.search(said))
    opens = firm or (_OPENS if said.isascii() else _OPENS_ZH).match(said)
    if not opens or _NEVER_BESIDE.search(_HARMLESS.sub(" ", said)) or _picks(said):
        return False
    return not any(_weighs(span, firm) and not (lacking and span.has(*_ABSENT)) for span in spans)


def _picks(said: str) -> bool:
    """I want the Halcyon ones, 老板说要活跃的: who is meant is said here, in words nobody knows."""
    if said.isascii():
        return bool(_ONES.search(said)) and not said.endswith("about")
    return said.endswith("的") and any(word in said for word in "要找选挑指看")


_VAGUE = ("day", "week", "time", "几次", "几遍")


def _weighs(span: Span, firm: bool) -> bool:
    timely = _TIMELY if span.text.isascii() else _BESIDE_ZH
    if span.has("filler") or (firm and span.has(*timely)) or span.text.casefold() in _VAGUE:
        return False
    return span.has(*_WEIGHTY)
