"""A figure belongs to what it counts: four glasses, 每班8组, 3% camellia oil, not just any 4, 8 or 3 of the facts."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from tools.copy_rules.bounds import bound_at, keeps
from tools.copy_rules.context import Fact
from tools.copy_rules.numerals import CHINESE, DIGITS, ENGLISH, number
from tools.copy_rules.text import HAN, fold
from tools.copy_rules.units import DIGIT_UNITS, canonical, sized

BOUNDLESS = Decimal("Infinity")
"""The value of "unlimited" and 不限量."""


class Counted(NamedTuple):
    """One figure with its unit and what it counts."""

    unit: str
    noun: str
    value: Decimal
    start: int
    end: int
    bound: str = ""
    far: bool = False
    """The noun is not next to the figure (兽医 of 21名执业兽医): a fact may count it so, a draft is not read so."""

    @property
    def key(self) -> tuple[str, str]:
        """Two figures with one key are of the same thing."""
        return self.unit, self.noun


_SPANS = r"years?|months?|weeks?|days?|nights?|hours?|minutes?|seconds?"
_STOP = (
    r"(?:of|in|on|at|to|for|from|with|by|and|or|but|the|a|an|is|are|was|were|as|than|that|which|who|off|more|less|per"
    r"|into|out|over|under|up|down|before|after|until|till|once|when|if|then|not|no|so|like|left|ago|later|your|our|my)"
)
_FIGURE = (
    r"(?:(?P<all>unlimited|bottomless|endless|as many)"
    rf"|(?<!every )(?<!out of )(?P<n>{ENGLISH}|(?<![A-Za-z\d.,$£€¥/])(?:{DIGITS})))"
)
_WORDS = rf"(?:(?!(?:{_STOP}|{DIGIT_UNITS})\b)[A-Za-z][\w'-]*\s+)"
_ENGLISH = re.compile(
    rf"{_FIGURE}[\s-]+(?P<m>{_WORDS}{{0,2}}?)(?!(?:times|{_SPANS}|dollars|pounds|euros|cents|percent)\b)"
    r"(?!thirds|quarters)(?P<u>[a-z]{2,}[a-rt-z]s|people|men|women|children)\b(?:\s+of\s+(?P<of>[a-z]{3,}))?",
    re.IGNORECASE,
)
_SHARE = re.compile(
    rf"(?P<n>{DIGITS}|{ENGLISH})\s?(?:%|percent\b|per cent\b)\s*(?:of\s+)?(?:the\s+)?(?!{_STOP}\b)(?P<u>[a-z]{{4,}})\b"
    rf"(?:\s+(?!{_STOP}\b)(?P<far>[a-z]{{4,}})\b)?",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"\b(?:all|pure|purely|nothing but|entirely|solely|wholly|(?P<half>half))[\s-]+"
    r"(?:[a-z]+\s+)?(?P<u>[a-z]{4,})\b(?!-)",
    re.IGNORECASE,
)
_WHOLE_ZH = re.compile(
    r"(?:纯(?!白|黑|净|属|粹|正|色)|全(?!部|国|家|身|程|新|天|年|都|球|场|是|套|市|城|省)|百分之?百(?:的)?)(?P<u>[\u4e00-\u9fff]{2})"
)
"""All merino and 纯羊毛 are 100 % of it."""
_SPAN = re.compile(
    rf"(?P<n>{DIGITS}|{ENGLISH})[\s-](?P<unit>{_SPANS})[\s-](?:\w+\s)?(?P<u>warranty|guarantee|return|trial|lease|class"
    r"|course|tour|battery|supply|subscription|membership)s?\b",
    re.IGNORECASE,
)
_MASS = re.compile(r"\b(?P<all>unlimited|bottomless|endless|as much)\s+(?:\w+\s+)?(?P<u>[a-z]{3,})\b", re.IGNORECASE)
_ANY_NUMBER = re.compile(rf"{ENGLISH}|(?<![\d.,$£€¥])(?:{DIGITS})|{CHINESE}", re.IGNORECASE)
_FOR = re.compile(rf"\bfor\s+(?P<n>{ENGLISH}|\d+)(?=[.,;:!?)]|$|\s+(?:included|or|and|who|with|to)\b)", re.IGNORECASE)
"""A workshop for two is for two people."""
_SINGLE = re.compile(r"\b(?:one|1)\s+(?P<u>[a-z]{3,}[a-rt-z])\b", re.IGNORECASE)
_MEASURES = "个位名人员间组户家只条支片块节段次颗粒本册盏杯壶瓶盒袋包罐张把台辆页章层档格圈种"
_MEASURES += "款色双副套件株棵朵枚根头座孔键课幅轮碗勺滴楼"
_MEASURES_ZH = rf"(?:%|小时|分钟|个月|毫升|公斤|千克|厘米|毫米|[{_MEASURES}天年周晚克斤升米度瓦寸秒])(?!半)"
_CHINESE = re.compile(rf"(?<![第周月\d.])(?<!星期)(?<!礼拜)(?P<n>{CHINESE}|\d+(?:\.\d+)?)\s*(?P<u>{_MEASURES_ZH})")
_ALL_ZH = re.compile(
    r"不限(?:量|次数?|人数|数量|个数)?|无限(?:量|次|续|畅)|任(?:吃|喝|拿)|畅(?:饮|吃)|随便(?:吃|喝|拿)"
)
_LINK_ZH = re.compile(r"[约共有才仅足达了的足含配带为是：:]+$")
_ALIKE = dict.fromkeys("位名员人", "个") | {"户": "家", "册": "本"}
_ANY_NOUN = frozenset(
    ("一共", "总共", "还有", "只有", "最多", "至少", "大约", "不到", "左右", "以上", "以内", "以下", "或者")
)

_STORY = r"\b(?:of us|that (?:night|day|time|evening)|last (?:night|week|time))\b|[来到去坐站走]了|那[晚天次]"
"""Who was there one evening is no count of what is sold."""


@lru_cache(maxsize=2048)
def counted(text: str) -> tuple[Counted, ...]:
    """Every figure that stands beside what it counts."""
    return (*_in_english(text), *_in_chinese(text))


def _in_english(text: str) -> Iterator[Counted]:
    folded = fold(text)
    for expression, unit in ((_ENGLISH, ""), (_SHARE, "%"), (_SPAN, ""), (_MASS, "")):
        for match in expression.finditer(folded.text):
            groups = match.groupdict()
            value = BOUNDLESS if groups.get("all") else number(match["n"])
            if value is None or (not unit and not groups.get("unit") and sized(match["u"])):
                continue  # seven inches are a size
            one = canonical(groups["unit"]) if groups.get("unit") else unit
            place = folded.written(*match.span())
            bound = bound_at(folded.text, *match.span())
            yield Counted(one, _stem(match["u"]), value, *place, bound)
            if groups.get("far"):
                yield Counted(one, _stem(match["far"]), value, *place, bound, far=True)
            if groups.get("of"):
                yield Counted("of", _stem(match["of"]), value, *place, bound)
    for match in _WHOLE.finditer(folded.text):
        share = Decimal(50 if match["half"] else 100)
        yield Counted("%", _stem(match["u"]), share, *folded.written(*match.span()))
    for match in _FOR.finditer(folded.text):
        if (value := number(match["n"])) is not None:
            yield Counted("", "people", value, *folded.written(*match.span()))
    for match in _SINGLE.finditer(folded.text):
        yield Counted("", match["u"].lower(), Decimal(1), *folded.written(*match.span()))


def _stem(noun: str) -> str:
    return noun.lower().removesuffix("s")


def _in_chinese(text: str) -> Iterator[Counted]:
    folded = fold(text)
    plain = folded.text
    for match in _CHINESE.finditer(plain):
        value = number(match["n"])
        if value is not None:
            unit = _ALIKE.get(match["u"], match["u"])
            people = match["u"] == "人" or (unit == "个" and plain.startswith("人", match.end()))
            sided = unit not in _MEASURES  # 续航8小时，32小时待机 are two things; 红薯4个 and 4个红薯 are one
            if re.match("的?颜色", plain[match.end() :]):
                yield Counted("种", "颜色", value, *folded.written(*match.span()))
            for noun in [*_beside(plain, *match.span(), sided=sided), *(["人"] if people else [])]:
                yield Counted(unit, noun, value, *folded.written(*match.span()), bound_at(plain, *match.span()))
            if match["u"] == "色":
                yield Counted("种", "颜色", value, *folded.written(*match.span()))
            if HAN.match(further := plain[match.end() + 2 : match.end() + 4]):
                yield Counted(unit, further, value, *folded.written(*match.span()), far=True)
    for match in _WHOLE_ZH.finditer(plain):
        for side in "<>":
            yield Counted("%", side + match["u"], Decimal(100), *folded.written(*match.span()))
    for match in _ALL_ZH.finditer(plain):
        for noun in _beside(plain, *match.span()):
            yield Counted("", noun, BOUNDLESS, *folded.written(*match.span()))


def _beside(plain: str, start: int, end: int, *, sided: bool = False) -> Iterator[str]:
    """The two characters before and behind a figure, little words aside."""
    before = _LINK_ZH.sub("", plain[max(0, start - 5) : start])[-2:]
    behind = plain[end : end + 4].lstrip("的 ")[:2]
    for noun, side in ((before, "<"), (behind, ">")):
        if len(noun) == 2 and all(map(HAN.match, noun)) and noun not in _ANY_NOUN:
            yield side + noun if sided else noun


def counts_of(text: str) -> set[Decimal]:
    """Every number that counts a noun."""
    return {one.value for one in counted(text) if one.unit not in ("%", "of")}


def numbers_of(text: str) -> set[Decimal]:
    """Every small number in words or digits, whatever it counts."""
    found = (number(match[0]) for match in _ANY_NUMBER.finditer(fold(text).text))
    return {value for value in found if value is not None and 2 <= value <= 31}


def contradicted(text: str, facts_at: Callable[[int, int], list[Fact]]) -> Iterator[tuple[int, int]]:
    """Places where the text counts what the facts of that place count, each of them with another figure."""
    for one in counted(text):
        if one.value <= 1 or one.far or re.search(_STORY, text):
            continue
        facts = facts_at(one.start, one.end)
        if one.value == BOUNDLESS:
            if any(one.noun in fact.folded.lower() for fact in facts) and not any(map(_boundless, facts)):
                yield one.start, one.end
            continue
        stated = [other for fact in facts for other in counted(fact.text) if one.key == other.key]
        if any(
            one.value in _reach(fact.text, other)
            for fact in facts
            for other in counted(fact.text)
            if one.key == other.key
        ):
            continue
        if len({other.value for other in stated}) == 1 and not _holds(one, stated[0]):
            yield one.start, one.end


_RANGE = re.compile(rf"(?P<n>{ENGLISH}|\d+|{CHINESE})\s*(?:to|or|-|–|至|到|或)\s*$", re.IGNORECASE)


def _reach(text: str, stated: Counted) -> set[Decimal]:
    """The lower end of three to four drops."""
    lower = _RANGE.search(text[max(0, stated.start - 16) : stated.start])
    value = number(lower["n"]) if lower else None
    return set() if value is None else {value}


def _boundless(fact: Fact) -> bool:
    return any(one.value == BOUNDLESS for one in counted(fact.text))


def _holds(one: Counted, stated: Counted) -> bool:
    """The figure itself, or what the words beside it allow: 超过8 of 9."""
    near = one.bound and stated.value != BOUNDLESS and keeps(one.bound, one.value, stated.value)
    return one.value == stated.value or bool(near)
