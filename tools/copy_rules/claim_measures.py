"""Patterns of the claims reader for amounts, times, ages, codes and counts; they come after money and dates."""

import re
from decimal import Decimal

from tools.copy_rules import claim_builders as read
from tools.copy_rules import units
from tools.copy_rules.claim_ages import AGES
from tools.copy_rules.claim_builders import Build, pattern
from tools.copy_rules.claim_spoken import LARGE, SPOKEN
from tools.copy_rules.claim_times import TIMES
from tools.copy_rules.numerals import CHINESE, DIGITS, ENGLISH, NUMBER, number

_NOUNS = (
    r"shades?|colou?rs?|flavou?rs?|scents?|sizes?|styles?|pieces?|items?|products?|steps?|layers?|ingredients?|customers?|people"
    r"|women|men|reviews?|ratings?|awards?|stores?|shops?|countries|gifts?|samples?|bottles?|pairs?|sets?|points?|washes|uses|servings?|capsules?"
    r"|patents?|experts?|formulas?|essences?|botanicals?|oils?|vitamins?|pockets?|ways"
)
_MEASURES = "款种色步层重件瓶支只片包盒条双套项位名家次粒颗道段档挡样副本张枚根台把株棵朵罐袋杯壶碗册"


_D = rf"(?P<n>{DIGITS})"
_SHORT_UNITS = "(?:℃|°C|ml|cm|mm|kg|g)(?![A-Za-z])"
_SIDE_ZH = "(?:直径|口径|长度?|宽度?|高度?|厚度?|深度?)"
_INCHES = (
    r"(?=\s*(?:$|[.,;:)(\n|]|thick|wide|tall|long|high|deep|across|in\s+diameter|diameter|blades?|screen|square|cast"
    r"|x\b))"
)
"""What stands behind inches written "in"; before any other word it is a preposition."""

MEASURES: tuple[tuple[re.Pattern[str], Build], ...] = (
    *TIMES,
    *SPOKEN,
    # amounts and spans
    pattern(rf"\b(?:minus|below\s+zero\s+by)\s+(?P<n>\d+|{ENGLISH})\b", read.below_zero),
    pattern(rf"\b(?P<n>\d+|{ENGLISH})\s+(?:degrees\s+)?below(?=\s*(?:zero|freezing|[.,;:!?)]|$))", read.below_zero),
    pattern(r"\b(?P<k>PA\+{1,4})", read.code, 0),
    pattern(r"(?<![A-Za-z])(?P<k>[A-G][#♯♭]?)(?=调|\s(?:major|minor)\b)", read.code, 0),
    pattern(r"(?<![A-Za-z0-9.])[-−](?P<n>\d+)\s*(?:°\s?C?|℃)", read.below_zero),
    pattern(rf"零下\s*(?P<n>\d+|{CHINESE})\s*(?:摄氏)?(?:度|℃|°C?)", read.below_zero),
    pattern(rf"\b(?P<n>{ENGLISH}|\d)[\s-](?:person|man|seater|piece|tier|ply|speed|blade)\b", read.count),
    pattern(
        rf"\b(?P<n>{ENGLISH}|\d+)\s+[a-z]+s\s+in\s+(?:a|the|each|every)\s+(?:set|pack|box|bag|jar|case)\b", read.count
    ),
    pattern(r"(?P<n>[单双一二两三四五六])人(?=帐篷|份|位|座|间|床|被|沙发|餐|套餐)", read.persons),
    *AGES,
    pattern(
        rf"\b(?:feeds|serves|seats|sleeps)\s+(?P<n>\d+|{ENGLISH})\b",
        lambda m: iter([("count", number(m["n"]) or Decimal(0), "people", "")]),
    ),
    pattern(r"\b(?:spf|upf)\s*(?P<n>\d+)(?P<u>)", lambda m: iter([("quantity", Decimal(m["n"]), "spf", "")])),
    pattern(r"(?:⭐|★|🌟){3,}", read.stars),
    pattern(
        rf"(?<![\d.])(?P<sides>\d{{2,}}(?:\s*[x×*]\s*\d{{2,}})+)(?!\s*(?:\d|[x×*]|in\b|{units.DIGIT_UNITS}|{units.CHINESE_UNITS}))",
        read.bare_sides,
    ),
    pattern(
        rf"\b(?P<whole>an?)\s+(?P<u>{units.WORD_UNITS})\s+(?:tall|high|long|wide|deep|thick|in (?:height|length))\b",
        read.one,
    ),
    pattern(
        r"\b(?:case|set|pack|box|bundle|bag|crate|groups?|teams?)\s+of\s+(?P<n>\d+|" + ENGLISH + r")\b", read.count
    ),
    pattern(
        rf"(?P<sides>\d+(?:\.\d+)?(?:\s*(?:[x×*~]|by|to|-|乘|到|至)\s*\d+(?:\.\d+)?)+)\s*(?P<u>{units.DIGIT_UNITS}|{units.CHINESE_UNITS}|(?-i:K))(?![A-Za-z])",
        read.sides,
    ),
    pattern(r"(?P<sides>\d+(?:\.\d+)?(?:\s*[x×*]\s*\d+(?:\.\d+)?)+)\s*(?P<u>in)\b", read.sides),
    pattern(
        rf"(?P<sides>(?:{_SIDE_ZH}\s*\d+(?:\.\d+)?\s*[、，,]?\s*){{2,}})(?P<u>{units.CHINESE_UNITS}|{units.DIGIT_UNITS})(?![A-Za-z])",
        read.sides,
    ),
    pattern(
        rf"(?P<sides>\d+(?:\.\d+)?(?:\s*[、/]\s*\d+(?:\.\d+)?)+)\s*(?P<u>{units.CHINESE_UNITS}|{_SHORT_UNITS})",
        read.sides,
    ),
    pattern(
        rf"(?<![\d:])(?P<n>\d{{1,3}}|{CHINESE})\s*(?:比|:|∶)\s*(?P<m>\d(?!\d)|(?<=比)\d{{1,3}}|{CHINESE})(?![\d:万])",
        read.ratio,
    ),
    pattern(
        rf"\b(?P<n>one|1)\s+(?:part\b[^.!?\n]{{0,24}}?)?\s*to\s+(?P<m>\d{{1,2}}|{ENGLISH})(?:\s+parts?|(?=[.,;:]))",
        read.ratio,
    ),
    pattern(rf"(?<![A-Za-z0-9.]){_D}[\s-]?(?P<u>in){_INCHES}", read.measured("quantity")),
    pattern(
        rf"(?P<sides>\d+(?:\.\d+)?(?:,\s*\d+(?:\.\d+)?)+,?\s+(?:and|or)\s+\d+(?:\.\d+)?)\s*(?P<u>{units.DIGIT_UNITS})(?![A-Za-z])",
        read.sides,
    ),
    pattern(
        r"\b(?:guaranteed?|warrant(?:y|ed)|covered)\s+(?:for\s+)?(?:an?|one)(?:\s+(?:whole|full))?\s+(?P<u>week|month|year)\b",
        lambda m: iter([("duration", Decimal(1), units.canonical(m["u"]), "")]),
    ),
    pattern(r"(?P<whole>[一二两三四五六七八九十])(?P<u>分)半", read.halved("duration")),
    pattern(r"(?P<n>\d+|[一二两三四五六七八九十]+)分钟?(?P<s>\d+|[一二两三四五六七八九十]+)秒", read.minutes),
    pattern(r"(?<![\d.])(?P<n>[1-9]\d{3,4})\s?(?P<u>(?-i:K))(?![A-Za-z])", read.measured("quantity")),
    pattern(rf"\b(?P<whole>an?|{ENGLISH})\s+(?P<u>{units.WORD_UNITS})\s+and\s+a\s+half\b", read.halved("quantity")),
    pattern(r"\b(?P<whole>an?|one)\s+(?P<u>hour|day|week|month|year)\s+and\s+a\s+half\b", read.halved("duration")),
    pattern(rf"\bhalf\s+an?\s+(?P<u>{units.WORD_UNITS})\b", read.halved("quantity")),
    pattern(r"\bhalf\s+an?\s+(?P<u>hour|day|year)\b", read.halved("duration")),
    pattern(r"(?P<n>[一二两三])米零?(?P<f>[一二三四五六七八九]{1,2})(?![个条件款种色人米厘点折百千万])", read.metres),
    pattern(r"半(?P<u>斤|公斤|升|米|千克)(?![级])", read.halved("quantity")),
    pattern(r"(?P<whole>[一二两三四五六七八九十])(?P<u>毫米|厘米|斤|公斤|升|米)半", read.halved("quantity")),
    pattern(
        r"(?P<whole>[一二两三四五六七八九十])年半",
        lambda m: iter([("duration", (number(m["whole"]) or Decimal(0)) + Decimal("0.5"), "year", "")]),
    ),
    pattern(
        r"(?P<whole>[一二两三四五六七八九十])个半(?P<u>小时|钟头|月)",
        lambda m: iter(
            [("duration", (number(m["whole"]) or Decimal(0)) + Decimal("0.5"), units.canonical("个" + m["u"]), "")]
        ),
    ),
    pattern(rf"(?<![A-Za-z0-9.]){_D}[\s-]*(?P<u>{units.DIGIT_UNITS})(?![A-Za-z])", read.measured("quantity")),
    pattern(rf"(?P<n>{ENGLISH})[\s-]+(?P<u>{units.WORD_UNITS})\b", read.measured("quantity")),
    pattern(rf"(?P<n>{NUMBER})\s*(?P<u>{units.CHINESE_UNITS})", read.measured("quantity")),
    pattern(
        rf"(?<![A-Za-z0-9.])(?P<n>{DIGITS}|{ENGLISH})[\s-]*(?:(?:working|business|full|whole|consecutive|short|straight|calendar)\s+)?"
        r"(?P<u>seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|weekends?|months?|years?)\b",
        read.measured("duration"),
    ),
    pattern(
        r"(?P<n>[一十百])(?P<u>年|个月|天|周|个?小时)(?=的?(?:续航|质保|保修|保质|寿命|待机|有效|试用|包换|换新|退换|免费))",
        read.measured("term"),
    ),
    pattern(
        r"(?:续航|质保|保修|保质期?|寿命|待机|有效期|试用|能用|可用|用上)(?:长达|约|可达|时间|最长)?(?P<n>[一十百])(?P<u>年|个月|天|周|个?小时)",
        read.measured("term"),
    ),
    pattern(
        rf"(?<![第\d.])(?<!周)(?<!星期)(?<!礼拜)(?P<n>{DIGITS}|{CHINESE})\s*(?P<u>秒钟?|分钟|个?小时|个?钟头|天(?![然地生花赋性])|日(?![常历光落出子])|晚(?![上风霜间])|夜(?!晚)|周(?![末年])|个?星期|个?礼拜|个月|年(?![代轻级货味龄份]))",
        lambda m: iter(
            []
            if m["n"] in ("一", "百", "千", "万")
            or (m["n"] == "十" and m["u"] in ("年", "日", "夜", "周"))
            or re.fullmatch(r"(?:19|20)\d\d", m["n"])
            else [("duration", number(m["n"]) or Decimal(0), units.canonical(m["u"]), "")]
        ),
    ),
    pattern(
        r"(?P<n>\d+(?:\.\d+)?)\s*[x×](?![A-Za-z0-9])|\b(?P<c>\d{1,3}(?:,\d{3})+|\d+)\s+times\b",
        lambda m: iter([("multiple", Decimal((m["n"] or m["c"]).replace(",", "")), "", "")]),
    ),
    pattern(r"\b(?:twice[ ]+(?:as|the)|double\s+the|two\s+times)\b|双倍", read.fixed("multiple", Decimal(2))),
    pattern(r"\b(?:three\s+times|triple\s+the)\b|三倍", read.fixed("multiple", Decimal(3))),
    pattern(rf"(?P<n>{NUMBER})倍", lambda m: iter([("multiple", number(m["n"]) or Decimal(0), "", "")])),
    pattern(
        r"(?P<n>\d(?:\.\d)?|four|five|[四五])[\s-]*(?P<u>stars?\b|颗星|星(?=级|好评|酒店|品质|推荐|评))",
        lambda m: iter([("quantity", number(m["n"]) or Decimal(0), "star", "")]),
    ),
    pattern(
        r"(?P<since>\b(?:since|est\.?|established(?:\s+in)?|founded(?:\s+in)?)\s+|始于|创立于|创于|成立于|自)?(?<!\d)(?P<n>(?:19|20)\d\d)(?![\d%])(?:\s*年)?",
        read.year,
    ),
    # the rest
    pattern(
        r"(?<![第万])(?P<n>[一二两三四五六七八九十百]+[万亿])(?!火急|八千|[元块分一里种]|个?(?:理由|可能))",
        lambda m: iter([("count", number(m["n"]) or Decimal(0), "人", "")]),
    ),
    pattern(r"(?<![A-Za-z0-9])(?P<k>(?=[A-Z]*\d)[A-Z][A-Z0-9]{3,})(?![A-Za-z0-9])", read.code, 0),
    pattern(
        rf"(?<![A-Za-z0-9.]){_D}\s*(?P<scale>[万亿千百]|[kKmMwW](?![A-Za-z]))?\s*\+?\s*(?P<u>{_NOUNS}|[{_MEASURES}人分])?(?![A-Za-z0-9])",
        read.count,
    ),
    pattern(rf"(?<![A-Za-z0-9.]){_D}(?=\s|$|[^A-Za-z0-9])", read.count),
    pattern(
        rf"(?P<n>{ENGLISH})\s+(?:\w+\s+)?(?P<u>{_NOUNS})\b",
        lambda m: read.count(m) if number(m["n"]) != 1 else iter([]),
    ),
    pattern(
        rf"(?<!第)(?P<n>(?!一[{_MEASURES}])[一两二三四五六七八九十百千万]+)\s*(?P<u>[{_MEASURES}])(?!有|的话|三番)",
        read.count,
    ),
    LARGE,
)
