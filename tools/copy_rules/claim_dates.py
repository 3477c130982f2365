"""Patterns of the claims reader for dates: 30 November, 11月30日, until Friday, May to September, the tenth of June.

A date is MM-DD, with its year where that is said; --DD knows the day alone, MM-** the month alone.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from decimal import Decimal

from tools.copy_rules.claim_builders import Build, Read, pattern
from tools.copy_rules.numerals import CHINESE, number

_MONTHS = {
    name: index
    for index, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}
_WEEKDAYS = {name: index for index, name in enumerate(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])}
_WEEKDAYS_ZH = {name: index for index, name in enumerate("一二三四五六日")} | {"天": 6}
_ORDINALS = {
    word: index
    for index, word in enumerate(
        [
            "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
            "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
            "twentieth", "twenty-first", "twenty-second", "twenty-third", "twenty-fourth", "twenty-fifth",
            "twenty-sixth", "twenty-seventh", "twenty-eighth", "twenty-ninth", "thirtieth", "thirty-first",
        ],
        start=1,
    )
}  # fmt: skip
_ORDINAL = "|".join(sorted(_ORDINALS, key=len, reverse=True)).replace("-", r"[\s-]")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?P<w>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|satur|sat|sun)(?:day)?"
_END = r"(?:until|till|by|through|ends?(?:\s+on)?|before|closes?(?:\s+on)?|expires?(?:\s+on)?|this|next)"


def _day(match: re.Match[str]) -> Iterator[Read]:
    groups = match.groupdict()
    month_text = (groups.get("month") or groups.get("m") or "").lower()
    month = _MONTHS.get(month_text[:3]) or int(number(month_text) or 0)
    day = int(number(groups["d"]) or 0)
    year = groups.get("y")
    if 1 <= month <= 12 and 1 <= day <= 31:
        yield "date", (f"{year}-" if year else "") + f"{month:02d}-{day:02d}", "", ""


def _day_of_month(match: re.Match[str]) -> Iterator[Read]:
    if 1 <= int(match["d"]) <= 31:
        yield "date", f"--{int(match['d']):02d}", "", ""


def _dated_weekday(match: re.Match[str]) -> Iterator[Read]:
    """A date and the day of the week beside it: both are claims, and they must agree."""
    for kind, value, unit, role in _day(match):
        yield kind, value, unit, role
        for _, number_, _, _ in _weekday(match):
            yield "weekday", number_, str(value), ""


def _slashed_day(match: re.Match[str]) -> Iterator[Read]:
    first, second = int(match["a"]), int(match["b"])
    readings = [f"{m:02d}-{d:02d}" for m, d in {(first, second), (second, first)} if 1 <= m <= 12 and 1 <= d <= 31]
    if readings:
        yield "date", "|".join(sorted(readings)), "", ""


def _weekday(match: re.Match[str]) -> Iterator[Read]:
    name = match["w"].lower()
    yield "weekday", Decimal(_WEEKDAYS_ZH[name] if name in _WEEKDAYS_ZH else _WEEKDAYS[name[:3]]), "", ""


def _month(match: re.Match[str]) -> Iterator[Read]:
    """Through November is to its last day; until December some day of it, or to the last one before it."""
    groups = match.groupdict()
    word = (groups.get("month") or "").lower()
    index = _MONTHS[word[:3]] if word else int(number(groups["m"] or "") or 0)
    if not 1 <= index <= 12:
        return
    if re.search(_PART_OF_MONTH, match[0], re.IGNORECASE):
        yield "date", f"{index:02d}-**", "", ""
    elif re.search(_WHOLE_MONTH, match[0], re.IGNORECASE):
        yield "date", _last_day(index), "", ""
    else:
        own = [_last_day(index)] if re.match("[截到至]", match[0]) else []
        yield "date", "|".join([f"{index:02d}-**", _last_day(index - 1 or 12), *own]), "", ""


_PART_OF_MONTH = r"\b(?:late|early|mid)\b|中|初|[上下]旬"
_WHOLE_MONTH = r"\b(?:end of|through|throughout|all|ends? in|whole)\b|底|末|月.*(?:截止|结束|为止)"


def _last_day(month: int) -> str:
    return f"{month:02d}-{monthrange(2027, month)[1]}"


def _months(match: re.Match[str]) -> Iterator[Read]:
    """May to September: its two ends."""
    for text in (match.groupdict().get("month") or match.groupdict().get("m") or "", match["last"]):
        index = _MONTHS.get(text.lower()[:3]) or int(number(text) or 0)
        if 1 <= index <= 12:
            yield "date", f"{index:02d}-**", "", ""


def _spelled_day(match: re.Match[str]) -> Iterator[Read]:
    """The tenth of December."""
    day_ = _ORDINALS["-".join(match["o"].lower().replace("-", " ").split())]
    yield "date", f"{_MONTHS[match['month'].lower()[:3]]:02d}-{day_:02d}", "", ""


_HOLIDAYS = (
    (r"christmas(?! eve)(?: day)?|xmas|圣诞节?", ["12-25"]),
    (r"christmas eve|平安夜", ["12-24"]),
    (r"boxing day", ["12-26"]),
    (r"new year(?:'s)?(?: day)?|元旦", ["01-01", "12-31"]),
    (r"new year's eve|跨年夜?", ["12-31"]),
    (r"halloween|万圣节?", ["10-31"]),
    (r"valentine(?:'s)?(?: day)?|(?<!七夕)情人节", ["02-14"]),
    (r"singles'? day|双十一|双11", ["11-11"]),
    (r"双十二|双12", ["12-12"]),
    (r"国庆节?", ["10-01", "10-07"]),
    (r"春节|农历新年|大年初一", [f"01-{day}" for day in range(21, 32)] + [f"02-{day:02d}" for day in range(1, 21)]),
    (r"除夕|小年夜?", [f"01-{day}" for day in range(20, 32)] + [f"02-{day:02d}" for day in range(1, 20)]),
    (r"元宵节?", [f"02-{day:02d}" for day in range(4, 30)] + [f"03-{day:02d}" for day in range(1, 7)]),
    (r"端午节?", [f"05-{day}" for day in range(27, 32)] + [f"06-{day:02d}" for day in range(1, 26)]),
    (r"中秋节?", [f"09-{day:02d}" for day in range(7, 31)] + [f"10-{day:02d}" for day in range(1, 9)]),
    (r"清明节?", ["04-04", "04-05", "04-06"]),
    (r"easter(?: sunday)?|复活节", [f"03-{day}" for day in range(22, 32)] + [f"04-{day:02d}" for day in range(1, 26)]),
    (r"mother's day|母亲节", [f"05-{day:02d}" for day in range(8, 15)]),
    (r"father's day|父亲节", [f"06-{day}" for day in range(15, 22)]),
    (r"thanksgiving|感恩节", [f"11-{day}" for day in range(22, 29)]),
    (r"black friday|黑五|黑色星期五", [f"11-{day}" for day in range(23, 30)]),
    (r"cyber monday", [*(f"11-{day}" for day in range(26, 31)), "12-01", "12-02"]),
)
"""Days that an offer may end on, each with the dates it can fall on."""


def _holiday(match: re.Match[str]) -> Iterator[Read]:
    for name, days in _HOLIDAYS:
        if re.fullmatch(name, match["h"], re.IGNORECASE):
            yield "date", "|".join(days), "", ""
            return


_ANY_HOLIDAY = "|".join(name for name, _ in _HOLIDAYS)

DATES: tuple[tuple[re.Pattern[str], Build], ...] = (
    pattern(
        rf"(?P<m>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s*月\s*(?P<d>\d{{1,2}}|{CHINESE})\s*[日号]?[\s（(，,]*(?:周|星期|礼拜)(?P<w>[一二三四五六日天])(?![到至]|都|[，。]?休)",
        _dated_weekday,
    ),
    pattern(
        rf"\b{_WEEKDAY},?\s+(?:the\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH}(?![a-z])",
        _dated_weekday,
    ),
    pattern(rf"\b{_WEEKDAY},?\s+{_MONTH}\s+(?:the\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)", _dated_weekday),
    pattern(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH}(?![a-z])[\s,(]+{_WEEKDAY}\b", _dated_weekday),
    pattern(rf"\b{_MONTH}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s,(]+{_WEEKDAY}\b", _dated_weekday),
    pattern(r"(?P<y>20\d\d)\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*[日号]?", _day),
    pattern(rf"(?P<m>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s*月\s*(?P<d>\d{{1,2}}|{CHINESE})\s*[日号]", _day),
    pattern(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH}(?![a-z])(?:,?\s+(?P<y>20\d\d))?", _day),
    pattern(rf"\b{_MONTH}\s+(?:the\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*%|:\d)(?:,?\s+(?P<y>20\d\d))?", _day),
    pattern(r"(?<![\d/])(?P<a>\d{1,2})/(?P<b>\d{1,2})(?:/(?:20)?\d\d)?(?![\d/])", _slashed_day),
    pattern(
        rf"\b{_END}\s+(?:this\s+|next\s+|midnight\s+(?:on\s+)?|(?:the\s+)?end\s+of\s+(?:day\s+)?(?:on\s+)?)?(?P<w>mon|tues|wednes|thurs|fri|satur|sun)day\b(?!s|\s+(?:morning|evening|afternoon|night))",
        _weekday,
    ),
    pattern(
        r"(?<![等一二三四五六日天])(?:截止|截至|到|至|本|这|下)(?:本|这|下)?(?:周|星期|礼拜)(?P<w>[一二三四五六日天])",
        _weekday,
    ),
    pattern(r"(?:周|星期|礼拜)(?P<w>[一二三四五六日天])(?=前|截止|结束|为止|止)", _weekday),
    pattern(
        r"(?<![\d/.\-])(?P<d>[1-9]\d?)\s*(?:号(?!\s*[线楼店码色机门电球]|[一-龥]{0,2}[院馆仓])|日(?=截止|截至|止|前|结束|为止|当[天日]|晚上?|零点|24点|上午|下午))",
        _day_of_month,
    ),
    pattern(
        r"\b(?:until|till|by|through|ends?(?:\s+on)?|before|from)\s+the\s+(?P<d>\d{1,2})(?:st|nd|rd|th)\b",
        _day_of_month,
    ),
    pattern(rf"\b(?:the\s+)?(?P<o>{_ORDINAL})(?:\s+(?:day\s+)?of)?\s+{_MONTH}(?![a-z])", _spelled_day),
    pattern(rf"\b{_MONTH}\s+(?:the\s+)?(?P<o>{_ORDINAL})\b", _spelled_day),
    pattern(
        rf"\b{_MONTH}\s*(?:to|through|thru|until|till|-)\s*{_MONTH.replace('month>', 'last>')}(?![a-z])(?!\s*\d)",
        _months,
    ),
    pattern(
        r"(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})月?(?:到|至|-|~)(?P<last>\d{1,2}|[一二三四五六七八九十]{1,2})月(?![\d一二三四五六七八九十])",
        _months,
    ),
    pattern(
        rf"\b(?:until|till|through|throughout|by|ends?\s+in|before|all(?:\s+of)?|the\s+whole\s+of)\s+(?:the\s+end\s+of\s+|late\s+|early\s+|mid\s+)?{_MONTH}(?![a-z])(?!\s*\d)",
        _month,
    ),
    pattern(
        r"(?:截止|截至|到|至)(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})月(?:底|末|中|初)?(?![\d一二三四五六七八九十份])",
        _month,
    ),
    pattern(
        r"\b(?:until|till|through|expires?(?: on)?|ends?(?: on)?|valid to|good to|all the way to"
        r"|(?:right )?up to|from now to)"
        rf"\s+(?P<h>{_ANY_HOLIDAY})\b",
        _holiday,
    ),
    pattern(rf"(?:到|至|截止|截至|用到|延续到|持续到)(?P<h>{_ANY_HOLIDAY})(?!的|里|时|礼|快乐)", _holiday),
    pattern(rf"(?P<h>{_ANY_HOLIDAY})(?=前?(?:截止|结束|为止|有效|都有效))", _holiday),
    pattern(
        r"(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份)?(?:底|末|中旬?|初|[上下]旬)?(?:之?前|为止|截止|结束)(?:都|均|皆)?"
        r"(?=有效|可用|可享|享|截止|结束|为止|下单|[，。！]|$)",
        _month,
    ),
)
"""Most specific first."""
