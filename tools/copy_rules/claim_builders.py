"""What a match of the claims reader's patterns says: kind, value, unit and role of the figure."""

import re
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
        groups = match.groupdict()
        half = 5 if groups.get("half") else 0  # 一成五 is 15 %
        yield "percent", value * 10 + half, "", "off" if groups.get("off") else "bare"


def money(role: str) -> Build:
    def build(match: re.Match[str]) -> Iterator[Read]:
        groups = match.groupdict()
        value = figure(match)
        token = groups.get("before") or groups.get("after") or ""
        if value is None or (token == "块" and not (match["n"].isdigit() or value >= 10)):
            return
        if token.lower().startswith(("cent", "pence")) or token.lower() == "p":
            value, token = value / 100, "£" if token.lower().startswith("p") else ""
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
    """49块9 is 49.9, 396块9毛5 is 396.95."""
    whole, tenth = number(match["n"]), number(match["f"])
    cents = number(match["s"]) if match.groupdict().get("s") else Decimal(0)
    if whole is not None and tenth is not None:
        yield "money", whole + tenth / 10 + (cents or Decimal(0)) / 100, "块", "price"


def below_zero(match: re.Match[str]) -> Iterator[Read]:
    value = figure(match)
    if value is not None:
        yield "quantity", -value, "deg", ""


def persons(match: re.Match[str]) -> Iterator[Read]:
    """双人 and 两人 are for two."""
    value = Decimal({"单": 1, "双": 2}[match["n"]]) if match["n"] in "单双" else number(match["n"])
    if value is not None:
        yield "count", value, "", ""


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


def ratio(match: re.Match[str]) -> Iterator[Read]:
    """1比3."""
    one, other = number(match["n"]), number(match["m"])
    if one and other:
        yield "ratio", f"{one}:{other}", "", ""


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
