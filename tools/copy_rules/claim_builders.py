"""What a match of the claims reader's patterns says: kind, value, unit and role of the figure."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from decimal import Decimal

from tools.copy_rules import units
from tools.copy_rules.numerals import number

Read = tuple[str, Decimal | str, str, str]
"""kind, value, unit, role"""
Build = Callable[[re.Match[str]], Iterator[Read]]


def pattern(expression: str, build: Build, flags: int = re.IGNORECASE) -> tuple[re.Pattern[str], Build]:
    """An expression with what its matches say."""
    return re.compile(expression, flags), build


_MONTHS = {
    name: index
    for index, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}
_WEEKDAYS = {name: index for index, name in enumerate(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])}
_WEEKDAYS_ZH = {name: index for index, name in enumerate("一二三四五六日")} | {"天": 6}


def figure(match: re.Match[str], name: str = "n") -> Decimal | None:
    text = match.groupdict().get(name) or match.groupdict().get("c") or ""
    return number(text) if text else None


def percent(role: str) -> Build:
    def build(match: re.Match[str]) -> Iterator[Read]:
        value = figure(match)
        if value is not None:
            yield "percent", value, "", role

    return build


def fixed(kind: str, value: Decimal | str, role: str = "") -> Build:
    def build(_: re.Match[str]) -> Iterator[Read]:
        yield kind, value, "", role

    return build


_FRACTIONS = {
    "½": Decimal(50),
    "¼": Decimal(25),
    "¾": Decimal(75),
    "⅓": Decimal("33.3"),
    "⅔": Decimal("66.7"),
    "two thirds": Decimal("66.7"),
    "three quarters": Decimal(75),
    "two fifths": Decimal(40),
    "three fifths": Decimal(60),
    "half": Decimal(50),
    "third": Decimal("33.3"),
    "quarter": Decimal(25),
    "fifth": Decimal(20),
    "tenth": Decimal(10),
}


def fraction(match: re.Match[str]) -> Iterator[Read]:
    yield "percent", _FRACTIONS[" ".join(match["f"].lower().replace("-", " ").split())], "", "off"


def chinese_discount(match: re.Match[str]) -> Iterator[Read]:
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


def tenths(match: re.Match[str]) -> Iterator[Read]:
    value = number(match["n"])
    if value is not None:
        yield "percent", value * 10, "", "off" if match.groupdict().get("off") else "bare"


def money(role: str) -> Build:
    def build(match: re.Match[str]) -> Iterator[Read]:
        groups = match.groupdict()
        value = figure(match)
        token = groups.get("before") or groups.get("after") or ""
        if value is None or (token == "块" and not (match["n"].isdigit() or value >= 10)):
            return
        if token.lower().startswith(("cent", "pence")) or token.lower() == "p":
            value, token = value / 100, "£" if token.lower().startswith("p") else "$"
        yield "money", value, token, role

    return build


def spoken_price(match: re.Match[str]) -> Iterator[Read]:
    """Nine pounds fifty."""
    whole, part = number(match["n"]), number(match["f"])
    if whole is not None and part is not None:
        yield "money", whole + part / 100, match["after"].lower(), "price"


def full_reduction(match: re.Match[str]) -> Iterator[Read]:
    minimum, off = number(match["n"]), number(match["m"])
    if minimum is not None and off is not None:
        yield "money", minimum, "", "minimum"
        yield "money", off, "", "off"


def day(match: re.Match[str]) -> Iterator[Read]:
    groups = match.groupdict()
    month_text = (groups.get("month") or groups.get("m") or "").lower()
    month = _MONTHS.get(month_text[:3]) or int(number(month_text) or 0)
    day = int(number(groups["d"]) or 0)
    year = groups.get("y")
    if 1 <= month <= 12 and 1 <= day <= 31:
        yield "date", (f"{year}-" if year else "") + f"{month:02d}-{day:02d}", "", ""


def day_of_month(match: re.Match[str]) -> Iterator[Read]:
    if 1 <= int(match["d"]) <= 31:
        yield "date", f"--{int(match['d']):02d}", "", ""


def dated_weekday(match: re.Match[str]) -> Iterator[Read]:
    """A date and the day of the week beside it: both are claims, and they must agree."""
    for kind, value, unit, role in day(match):
        yield kind, value, unit, role
        for _, number_, _, _ in weekday(match):
            yield "weekday", number_, str(value), ""


def slashed_day(match: re.Match[str]) -> Iterator[Read]:
    first, second = int(match["a"]), int(match["b"])
    readings = [f"{m:02d}-{d:02d}" for m, d in {(first, second), (second, first)} if 1 <= m <= 12 and 1 <= d <= 31]
    if readings:
        yield "date", "|".join(sorted(readings)), "", ""


def weekday(match: re.Match[str]) -> Iterator[Read]:
    name = match["w"].lower()
    yield "weekday", Decimal(_WEEKDAYS_ZH[name] if name in _WEEKDAYS_ZH else _WEEKDAYS[name[:3]]), "", ""


def sides(match: re.Match[str]) -> Iterator[Read]:
    """130 × 180 cm: every side has the unit."""
    unit = units.canonical(match["u"])
    for side in re.findall(r"\d+(?:\.\d+)?", match["sides"]):
        yield "quantity", Decimal(side), unit, ""


def bare_sides(match: re.Match[str]) -> Iterator[Read]:
    """80 x 60: numbers whose unit goes without saying."""
    for side in re.findall(r"\d+", match["sides"]):
        yield "count", Decimal(side), "", ""


def one(match: re.Match[str]) -> Iterator[Read]:
    """A metre tall."""
    yield "quantity", Decimal(1), units.canonical(match["u"]), ""


def money_and_tenth(match: re.Match[str]) -> Iterator[Read]:
    """49块9 is 49.9."""
    whole, tenth = number(match["n"]), number(match["f"])
    if whole is not None and tenth is not None:
        yield "money", whole + tenth / 10, "块", "price"


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
ORDINAL = "|".join(sorted(_ORDINALS, key=len, reverse=True)).replace("-", r"[\s-]")


def month(match: re.Match[str]) -> Iterator[Read]:
    """Until December: some day of that month."""
    groups = match.groupdict()
    word = (groups.get("month") or "").lower()
    index = _MONTHS[word[:3]] if word else int(number(groups["m"] or "") or 0)
    if 1 <= index <= 12:
        last = re.search(r"\bend of|底", match[0], re.IGNORECASE)
        yield "date", f"{index:02d}-{monthrange(2027, index)[1] if last else '**'}", "", ""


def months(match: re.Match[str]) -> Iterator[Read]:
    """May to September: its two ends."""
    for text in (match.groupdict().get("month") or match.groupdict().get("m") or "", match["last"]):
        index = _MONTHS.get(text.lower()[:3]) or int(number(text) or 0)
        if 1 <= index <= 12:
            yield "date", f"{index:02d}-**", "", ""


def below_zero(match: re.Match[str]) -> Iterator[Read]:
    value = figure(match)
    if value is not None:
        yield "quantity", -value, "deg", ""


def persons(match: re.Match[str]) -> Iterator[Read]:
    """双人 and 两人 are for two."""
    value = Decimal({"单": 1, "双": 2}[match["n"]]) if match["n"] in "单双" else number(match["n"])
    if value is not None:
        yield "count", value, "", ""


def spelled_day(match: re.Match[str]) -> Iterator[Read]:
    """The tenth of December."""
    day_ = _ORDINALS["-".join(match["o"].lower().replace("-", " ").split())]
    yield "date", f"{_MONTHS[match['month'].lower()[:3]]:02d}-{day_:02d}", "", ""


def halved(kind: str) -> Build:
    """Half a litre, an hour and a half, 半斤, 一年半, 两个半小时: with the group `whole` where there is one."""

    def build(match: re.Match[str]) -> Iterator[Read]:
        written = (match.groupdict().get("whole") or "").strip().lower()
        whole = Decimal(1) if written in ("a", "an") else number(written) if written else Decimal(0)
        if whole is not None:
            yield kind, whole + Decimal("0.5"), units.canonical(match["u"]), ""

    return build


def metres(match: re.Match[str]) -> Iterator[Read]:
    """一米五 is 1.5 m, 一米六八 is 1.68 m."""
    whole, rest = number(match["n"]), number(match["f"])
    if whole is not None and rest is not None:
        yield "quantity", whole + rest / (10 if len(match["f"]) == 1 else 100), "m", ""


def share(match: re.Match[str]) -> Iterator[Read]:
    """One in five is 20 %, nine out of ten 90 %."""
    part, whole = number(match["n"]), number(match["m"])
    if part and whole and part < whole:
        yield "percent", (100 * part / whole).quantize(Decimal("0.1")).normalize() + 0, "", "bare"


def stars(match: re.Match[str]) -> Iterator[Read]:
    yield "quantity", Decimal(sum(character in "⭐★🌟" for character in match[0])), "star", ""


def measured(kind: str) -> Build:
    def build(match: re.Match[str]) -> Iterator[Read]:
        value = figure(match)
        unit = units.canonical(match["u"])
        if value is not None and kind == "term":
            yield "duration", value, unit, ""
        elif value is not None and not (kind == "duration" and value == 1 and not match["n"].isdigit()):
            yield kind, value, unit, ""

    return build


def minutes(match: re.Match[str]) -> Iterator[Read]:
    """3分30秒."""
    whole, seconds = number(match["n"]), number(match["s"])
    if whole is not None and seconds is not None:
        yield "duration", whole + seconds / 60, "minute", ""


def year(match: re.Match[str]) -> Iterator[Read]:
    yield "year", Decimal(match["n"]), "", "founded" if match["since"] else ""


def bundle(match: re.Match[str]) -> Iterator[Read]:
    bought, got = number(match["n"]), number(match["m"])
    if bought is not None and got is not None:
        yield "bogo", f"{bought}+{got}", "", ""


def code(match: re.Match[str]) -> Iterator[Read]:
    yield "code", match["k"], "", ""


_SCALE = {"万": 10_000, "亿": 100_000_000, "千": 1000, "百": 100, "k": 1000, "m": 1_000_000, "w": 10_000}


def count(match: re.Match[str]) -> Iterator[Read]:
    value = figure(match)
    if value is not None:
        groups = match.groupdict()
        yield "count", value * _SCALE.get((groups.get("scale") or "").lower(), 1), (groups.get("u") or "").lower(), ""
