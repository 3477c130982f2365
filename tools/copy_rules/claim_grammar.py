"""Patterns of the claims reader, most specific first: a stretch of text read once is not read again."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from tools.copy_rules import units
from tools.copy_rules.numerals import CHINESE, DIGITS, ENGLISH, NUMBER, number

Read = tuple[str, Decimal | str, str, str]
"""kind, value, unit, role"""
Build = Callable[[re.Match[str]], Iterator[Read]]

IDIOMS = re.compile(
    r"24\s?/\s?7|7\s?[x×*]\s?24|三[五两]好友|三两(?:好友|下|件|个)|万一|一五一十|千万(?:别|不要|要|不能)|这两天|那两天|前两天|过两天"
    r"|双\s?1[12](?!\d)|双十[一二]|(?<![\d.])618(?!\d|\s?元|减|件)|五一(?:假期|劳动节|节)?|十一(?:假期|黄金周)|三八(?:节|妇女节)|六一(?:儿童节|节)"
    r"|第[一二三四五六七八九十\d]+(?![件份支瓶个杯双][^，。]{0,2}(?:半价|折|免费))|四季|一年四季|一日三餐|三餐|千万里|一折(?:就|便)|[近这前那后]两[年天周个]|四周|万种|百搭|万物|千百|百日"
    r"|\b(?:the\s+)?two\s+of\s+(?:you|us|them)\b|\b9\s?to\s?5\b|\bone[- ]two\b|十有八九|三天两头|两三[个句件样下]|十全十美|五颜六色|七七八八|三言两语",
    re.IGNORECASE,
)

_CURRENCY_BEFORE = r"(?P<before>US\$|HK\$|NT\$|A\$|C\$|[$£€¥₩₹]|USD|EUR|GBP|CNY|RMB|JPY|人民币)\s*"
_CURRENCY_AFTER = (
    r"\s*(?P<after>元(?![素旦气老首月宵件])|块钱|块(?![地头面肌])|人民币|美元|美金|欧元|英镑|日元|港[元币]|dollars?\b|bucks?\b|pounds?\b|quid\b|euros?\b"
    r"|yuan\b|rmb\b|USD\b|EUR\b|GBP\b|CNY\b|JPY\b|cents?\b|pence\b|p\b|[€£$])"
)
_PERCENT = rf"(?:(?P<n>{DIGITS}|{ENGLISH})[\s-]*(?:%|percent\b|per\s+cent\b|pct\b)|百分之(?P<c>{CHINESE}|\d+))"
_OFF = r"(?:\s*-?\s*(?:off\b|discount|reduction|savings?\b|cheaper|less\b|cut\b)|\s*的?(?:优惠|折扣))"
_SAVE = r"(?:\b(?:save|saving|saves|discount\s+of|reduced\s+by|cut\s+by|knock|minus|less)\s+(?:up\s+to\s+|an?\s+(?:extra|further|additional)\s+|another\s+)?)"
_SAVE_ZH = r"(?:减免?|立减|直减|再减|省下?|抵扣?|返现?|优惠|便宜|直降|降价?|让利)(?:了|掉|到)?\s*"
_OVER = (
    r"\b(?:over|above|spend(?:ing)?(?:\s+(?:over|at\s+least))?|orders?\s+(?:of|over|above|from)|minimum(?:\s+(?:spend|order))?(?:\s+of)?"
    r"|at\s+least|more\s+than|purchases?\s+(?:of|over))\s+"
)
_MONTHS = {
    name: index
    for index, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAYS = {name: index for index, name in enumerate(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])}
_WEEKDAYS_ZH = {name: index for index, name in enumerate("一二三四五六日")} | {"天": 6}
_NOUNS = (
    r"shades?|colou?rs?|flavou?rs?|scents?|sizes?|styles?|pieces?|items?|products?|steps?|layers?|ingredients?|customers?|people"
    r"|women|men|reviews?|ratings?|awards?|stores?|shops?|countries|gifts?|samples?|bottles?|pairs?|sets?|points?|washes|uses|servings?|capsules?"
    r"|patents?|experts?|formulas?|essences?|botanicals?|oils?|vitamins?|pockets?|ways"
)
_MEASURES = "款种色步层重件瓶支只片包盒条双套项位名家次粒颗道段档挡"


def _value(match: re.Match[str], name: str = "n") -> Decimal | None:
    text = match.groupdict().get(name) or match.groupdict().get("c") or ""
    return number(text) if text else None


def _percent(role: str) -> Build:
    def build(match: re.Match[str]) -> Iterator[Read]:
        value = _value(match)
        if value is not None:
            yield "percent", value, "", role

    return build


def _fixed(kind: str, value: Decimal | str, role: str = "") -> Build:
    def build(match: re.Match[str]) -> Iterator[Read]:
        yield kind, value, "", role

    return build


_FRACTIONS = {
    "half": Decimal(50),
    "third": Decimal("33.3"),
    "quarter": Decimal(25),
    "fifth": Decimal(20),
    "tenth": Decimal(10),
}


def _fraction(match: re.Match[str]) -> Iterator[Read]:
    yield "percent", _FRACTIONS[match["f"].lower()], "", "off"


def _fold(match: re.Match[str]) -> Iterator[Read]:
    """八折 is 20 % off, 七五折 and 7.5折 are 25 %."""
    text = match["n"]
    if text == "半":
        yield "percent", Decimal(50), "", "off"
        return
    value = number(text)
    if value is not None:
        tenths = value / 10 if value >= 10 else value
        if tenths < 10:
            yield "percent", 100 - 10 * tenths, "", "off"


def _tenths(match: re.Match[str]) -> Iterator[Read]:
    value = number(match["n"])
    if value is not None:
        yield "percent", value * 10, "", "off" if match.groupdict().get("off") else "bare"


def _money(role: str) -> Build:
    def build(match: re.Match[str]) -> Iterator[Read]:
        groups = match.groupdict()
        value = _value(match)
        token = groups.get("before") or groups.get("after") or ""
        if value is None or (token == "块" and not (match["n"].isdigit() or value >= 10)):
            return
        if token.lower().startswith(("cent", "pence")) or token.lower() == "p":
            value, token = value / 100, "£" if token.lower().startswith("p") else "$"
        yield "money", value, token, role

    return build


def _full_reduction(match: re.Match[str]) -> Iterator[Read]:
    minimum, off = number(match["n"]), number(match["m"])
    if minimum is not None and off is not None:
        yield "money", minimum, "", "minimum"
        yield "money", off, "", "off"


def _date(match: re.Match[str]) -> Iterator[Read]:
    groups = match.groupdict()
    month_text = (groups.get("month") or groups.get("m") or "").lower()
    month = _MONTHS.get(month_text[:3]) or int(number(month_text) or 0)
    day = int(number(groups["d"]) or 0)
    year = groups.get("y")
    if 1 <= month <= 12 and 1 <= day <= 31:
        yield "date", (f"{year}-" if year else "") + f"{month:02d}-{day:02d}", "", ""


def _slash_date(match: re.Match[str]) -> Iterator[Read]:
    first, second = int(match["a"]), int(match["b"])
    readings = [f"{m:02d}-{d:02d}" for m, d in {(first, second), (second, first)} if 1 <= m <= 12 and 1 <= d <= 31]
    if readings:
        yield "date", "|".join(sorted(readings)), "", ""


def _weekday(match: re.Match[str]) -> Iterator[Read]:
    name = match["w"].lower()
    yield "weekday", Decimal(_WEEKDAYS_ZH[name] if name in _WEEKDAYS_ZH else _WEEKDAYS[name[:3]]), "", ""


def _unit(kind: str) -> Build:
    def build(match: re.Match[str]) -> Iterator[Read]:
        value = _value(match)
        unit = units.canonical(match["u"])
        if value is not None and not (kind == "duration" and value == 1 and not match["n"].isdigit()):
            yield kind, value, unit, ""

    return build


def _year(match: re.Match[str]) -> Iterator[Read]:
    yield "year", Decimal(match["n"]), "", "founded" if match["since"] else ""


def _bundle(match: re.Match[str]) -> Iterator[Read]:
    bought, got = number(match["n"]), number(match["m"])
    if bought is not None and got is not None:
        yield "bogo", f"{bought}+{got}", "", ""


def _code(match: re.Match[str]) -> Iterator[Read]:
    yield "code", match["k"], "", ""


_SCALE = {"万": 10_000, "亿": 100_000_000, "千": 1000, "百": 100, "k": 1000, "m": 1_000_000, "w": 10_000}


def _count(match: re.Match[str]) -> Iterator[Read]:
    value = _value(match)
    if value is not None:
        groups = match.groupdict()
        yield "count", value * _SCALE.get((groups.get("scale") or "").lower(), 1), (groups.get("u") or "").lower(), ""


def _p(pattern: str, build: Build, flags: int = re.IGNORECASE) -> tuple[re.Pattern[str], Build]:
    return re.compile(pattern, flags), build


_D, _N = rf"(?P<n>{DIGITS})", rf"(?P<n>{NUMBER})"
_END = r"(?:until|till|by|through|ends?(?:\s+on)?|before|closes?(?:\s+on)?|expires?(?:\s+on)?|this|next)"

PATTERNS: tuple[tuple[re.Pattern[str], Build], ...] = (
    # dates
    _p(r"(?P<y>20\d\d)\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*[日号]?", _date),
    _p(rf"(?P<m>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s*月\s*(?P<d>\d{{1,2}}|{CHINESE})\s*[日号]", _date),
    _p(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH}(?![a-z])(?:,?\s+(?P<y>20\d\d))?", _date),
    _p(rf"\b{_MONTH}\s+(?:the\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*[%:])(?:,?\s+(?P<y>20\d\d))?", _date),
    _p(r"(?<![\d/])(?P<a>\d{1,2})/(?P<b>\d{1,2})(?:/(?:20)?\d\d)?(?![\d/])", _slash_date),
    _p(
        rf"\b{_END}\s+(?:this\s+|next\s+)?(?P<w>mon|tues|wednes|thurs|fri|satur|sun)day\b(?!s|\s+(?:morning|evening|afternoon|night))",
        _weekday,
    ),
    _p(r"(?:截止|截至|到|至|本|这|下)(?:本|这|下)?(?:周|星期|礼拜)(?P<w>[一二三四五六日天])", _weekday),
    _p(r"(?:周|星期|礼拜)(?P<w>[一二三四五六日天])(?=前|截止|结束|为止|止)", _weekday),
    # bundles
    _p(
        rf"\bbuy\s+(?P<n>\d+|{ENGLISH})(?:\s+\w+)?,?\s+get\s+(?P<m>\d+|{ENGLISH}|another)",
        lambda m: _bundle(m) if m["m"].lower() != "another" else iter([("bogo", "1+1", "", "")]),
    ),
    _p(r"\b(?P<n>\d|two|three|four)\s+for\s+(?:the\s+price\s+of\s+)?(?P<m>\d|one|two|three)\b", _bundle),
    _p(r"\bbogof?\b|\btwo[- ]for[- ]one\b|\b2[- ]?4[- ]?1\b", _fixed("bogo", "1+1")),
    _p(r"买(?P<n>[一二两三四五六1-9])(?:件|支|瓶|个|盒)?[送赠得免](?P<m>[一二两三四五六1-9])", _bundle),
    _p(
        r"第[二2三3][件份支瓶个杯双][^，。]{0,2}(?:半价|免费|0元|[一二三四五六七八九\d.]+折)|[两二三2-5]件[一二三四五六七八九\d.]+折",
        _fixed("bogo", "tier"),
    ),
    # discounts
    _p(_PERCENT + _OFF, _percent("off")),
    _p(_SAVE + _PERCENT, _percent("off")),
    _p(_SAVE_ZH + _PERCENT, _percent("off")),
    _p(r"\b(?P<f>half)(?:[\s-]+price\b|[\s-]+off\b|\s+the\s+(?:\w+\s+)?price)", _fixed("percent", Decimal(50), "off")),
    _p(r"\b(?:a|one)[\s-]+(?P<f>third|quarter|fifth|tenth|half)\s+(?:off|less)\b", _fraction),
    _p(
        r"半价|(?:省|减|便宜|降|只要|仅需|价格|原价|立省)(?:了|的|掉)?一半|一半的?价(?:格|钱)?|打?对折(?=优惠|价|出|特)",
        _fixed("percent", Decimal(50), "off"),
    ),
    _p(
        r"(?P<n>\d+(?:\.\d+)?|[一二三四五六七八九](?:点?[一二三四五六七八九五])?|半)\s*折(?![叠扣痕射边腾中纸服线返损伞页屏皱合])",
        _fold,
    ),
    _p(r"(?P<off>省|减|便宜|优惠|降)?(?P<n>[一二三四五六七八九两])成(?![为就熟长分功员立交果都人])", _tenths),
    _p(
        rf"满\s*¥?\s*(?P<n>{NUMBER})\s*(?:元|块)?\s*[,，]?\s*(?:就|可|即)?\s*(?:立减|直减|再减|减|省|返|优惠|抵)\s*¥?\s*(?P<m>{NUMBER})(?:\s*元|\s*块)?",
        _full_reduction,
    ),
    _p(rf"(?P<n>{DIGITS})\s*(?:立减|减)\s*(?P<m>{DIGITS})(?:\s*元|\s*块)?", _full_reduction),
    _p(rf"满\s*¥?\s*(?P<n>{NUMBER})\s*(?P<after>元|块|美元|欧元|英镑)?", _money("minimum")),
    _p(rf"{_SAVE_ZH}{_CURRENCY_BEFORE}{_D}", _money("off")),
    _p(rf"{_SAVE_ZH}{_N}{_CURRENCY_AFTER}", _money("off")),
    _p(rf"(?:立减|直减|再减|直降|减)\s*{_N}(?![岁斤码龄公%\d])", _money("off")),
    _p(rf"{_CURRENCY_BEFORE}{_D}\s*(?:off\b|discount|voucher|credit|的?(?:优惠|代金|无门槛|红包|抵))", _money("off")),
    _p(rf"{_N}{_CURRENCY_AFTER}[\s-]*(?:off\b|discount|voucher|credit|的?(?:优惠|代金|无门槛|红包|抵))", _money("off")),
    _p(rf"{_SAVE}{_CURRENCY_BEFORE}{_D}", _money("off")),
    _p(rf"{_SAVE}{_N}{_CURRENCY_AFTER}", _money("off")),
    _p(rf"{_OVER}{_CURRENCY_BEFORE}{_D}", _money("minimum")),
    _p(rf"{_OVER}{_N}{_CURRENCY_AFTER}", _money("minimum")),
    _p(rf"{_CURRENCY_BEFORE}{_D}(?:\s*\+|\s+(?:minimum|or\s+more|and\s+(?:over|up|above)))", _money("minimum")),
    _p(rf"{_CURRENCY_BEFORE}{_D}", _money("price")),
    _p(rf"{_N}{_CURRENCY_AFTER}", _money("price")),
    _p(
        _PERCENT
        + r"(?=\s*的?(?!(?:this|until|till|today|for|on|and|to|now|with|when|in|at|by|from|if|is|are|or|your|everything)\b)[A-Za-z\u4e00-\u9fff])(?!\s*[起以到至即等])",
        _percent("of"),
    ),
    _p(_PERCENT, _percent("bare")),
    _p(r"💯", _fixed("percent", Decimal(100), "bare")),
    # codes
    _p(
        r"(?i:\b(?:code|coupon|voucher)|口令|优惠码|折扣码|兑换码|券码|代码)\s*(?i:is\s+|为|是)?[:：]?\s*[\"“「『']?(?P<k>(?=[A-Z0-9_-]*[A-Z0-9]{2})[A-Z0-9][A-Z0-9_-]{2,})(?![a-z])",
        _code,
        0,
    ),
    # amounts and times
    _p(r"\b(?:spf|upf)\s*(?P<n>\d+)(?P<u>)", lambda m: iter([("quantity", Decimal(m["n"]), "spf", "")])),
    _p(r"(?P<n>\d{1,2})(?::\d\d)?\s*(?P<u>a\.?m|p\.?m)\b", _unit("time")),
    _p(r"(?<![\d.])(?P<n>\d{1,2}):(?P<u>[0-5]\d)(?!\d)", _unit("time")),
    _p(
        rf"(?:上午|下午|晚上|早上|中午|凌晨|今晚|明早)\s*(?P<n>{CHINESE}|\d{{1,2}})(?P<u>[点时])|(?<![\d.])(?P<c>\d{{1,2}})(?:点)(?!\d)",
        lambda m: iter([("time", number(m["n"] or m["c"]) or Decimal(0), "点", "")]),
    ),
    _p(rf"(?<![A-Za-z0-9.]){_D}[\s-]*(?P<u>{units.DIGIT_UNITS})(?![A-Za-z])", _unit("quantity")),
    _p(rf"(?P<n>{ENGLISH})[\s-]+(?P<u>{units.WORD_UNITS})\b", _unit("quantity")),
    _p(rf"(?P<n>{NUMBER})\s*(?P<u>{units.CHINESE_UNITS})", _unit("quantity")),
    _p(
        rf"(?<![A-Za-z0-9.])(?P<n>{DIGITS}|{ENGLISH})[\s-]*(?P<u>seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|weekends?|months?|years?)\b",
        _unit("duration"),
    ),
    _p(
        rf"(?<![第\d.])(?P<n>{DIGITS}|{CHINESE})\s*(?P<u>秒钟?|分钟|个?小时|个?钟头|天(?![然地生花赋性])|日(?![常历光落出子])|晚(?![上风霜间])|夜(?!晚)|周(?![末年])|个?星期|个?礼拜|个月|年(?![代轻级货味龄份]))",
        lambda m: iter(
            []
            if m["n"] in ("一", "百", "千", "万", "十") or re.fullmatch(r"(?:19|20)\d\d", m["n"])
            else [("duration", number(m["n"]) or Decimal(0), units.canonical(m["u"]), "")]
        ),
    ),
    _p(
        r"(?P<n>\d+(?:\.\d+)?)\s*[x×](?![A-Za-z0-9])|\b(?P<c>\d+)\s+times\b",
        lambda m: iter([("multiple", Decimal(m["n"] or m["c"]), "", "")]),
    ),
    _p(r"\b(?:twice\s+(?:as|the)|double\s+the|two\s+times)\b|双倍", _fixed("multiple", Decimal(2))),
    _p(r"\b(?:three\s+times|triple\s+the)\b|三倍", _fixed("multiple", Decimal(3))),
    _p(rf"(?P<n>{NUMBER})倍", lambda m: iter([("multiple", number(m["n"]) or Decimal(0), "", "")])),
    _p(
        r"(?P<n>\d(?:\.\d)?|four|five|[四五])[\s-]*(?P<u>stars?\b|颗星|星(?=级|好评|酒店|品质|推荐|评))",
        lambda m: iter([("quantity", number(m["n"]) or Decimal(0), "star", "")]),
    ),
    _p(
        r"(?P<since>\b(?:since|est\.?|established(?:\s+in)?|founded(?:\s+in)?)\s+|始于|创立于|创于|成立于|自)?(?<!\d)(?P<n>(?:19|20)\d\d)(?![\d%])(?:\s*年)?",
        _year,
    ),
    # the rest
    _p(r"(?<![A-Za-z0-9])(?P<k>(?=[A-Z]*\d)[A-Z][A-Z0-9]{3,})(?![A-Za-z0-9])", _code, 0),
    _p(
        rf"(?<![A-Za-z0-9.]){_D}\s*(?P<scale>[万亿千百]|[kKmMwW]\b)?\s*\+?\s*(?P<u>{_NOUNS}|[{_MEASURES}人分])?(?![A-Za-z0-9])",
        _count,
    ),
    _p(rf"(?<![A-Za-z0-9.]){_D}(?=\s|$|[^A-Za-z0-9])", _count),
    _p(rf"(?P<n>{ENGLISH})\s+(?:\w+\s+)?(?P<u>{_NOUNS})\b", lambda m: _count(m) if number(m["n"]) != 1 else iter([])),
    _p(
        rf"(?<!第)(?P<n>(?!一[{_MEASURES}])[两二三四五六七八九十百千万]+)\s*(?P<u>[{_MEASURES}])(?!有|的话|三番)",
        _count,
    ),
)
