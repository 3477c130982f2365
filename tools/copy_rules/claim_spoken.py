"""Patterns of the claims reader for amounts in everyday words: a quarter of an hour, a decade, 一刻钟, 一斤八两."""

import re
from collections.abc import Iterator
from decimal import Decimal

from tools.copy_rules import units
from tools.copy_rules.claim_builders import Build, Read, code, count, one, pattern
from tools.copy_rules.numerals import CHINESE, ENGLISH, number

_PARTS = {
    "three quarter": "0.75",
    "½": "0.5", "¼": "0.25", "¾": "0.75", "half": "0.5", "quarter": "0.25", "three quarters": "0.75",
    "third": "0.333", "two thirds": "0.667", "⅓": "0.333", "⅔": "0.667",
}  # fmt: skip
_PART = r"(?:(?:an?|one)[\s-]+)?(?P<f>half|quarter|third|three[\s-]+quarters|two[\s-]+thirds)"
_GLYPH = r"(?P<w>\d+)?\s?(?P<f>[½¼¾⅓⅔])"
_SPANS = r"hours?|minutes?|days?|weeks?|months?|years?"
_LONG = {"decade": (120, "month"), "fortnight": (14, "day"), "century": (1200, "month")}
_MEASURES = "款种色步层件瓶支只片包盒条双套位项名家粒颗副本张枚把台株棵朵罐袋杯壶碗册间户人亩座单场对"
_FROM = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_PLAIN_NOUN = (
    rf"(?!(?:{_SPANS}|times|dollars|pounds|euros|cents|pence|percent|degrees"
    r"|takes|gets|makes|brings|knocks|saves|gives|buys|thirds|quarters|decades|fortnights|is"
    r"|was|as)\b)"
)


def _part(match: re.Match[str]) -> Iterator[Read]:
    """Part of a unit, or so many and a part: 1½ hours."""
    part = Decimal(_PARTS[re.sub(r"[\s-]+", " ", match["f"].lower())])
    unit = units.canonical(match["u"])
    kind = "duration" if re.fullmatch(_SPANS, match["u"], re.IGNORECASE) else "quantity"
    yield kind, Decimal(match.groupdict().get("w") or 0) + part, unit, ""


def _long(match: re.Match[str]) -> Iterator[Read]:
    """A decade is ten years."""
    months, unit = _LONG[re.sub("ies$", "y", match["u"].lower()).removesuffix("s")]
    said = match["n"].lower()
    many = Decimal("0.5") if said.startswith("half") else Decimal(1) if said in ("a", "the") else number(said)
    if many is not None:
        yield "duration", many * months, unit, "idle" if many == 1 else ""


def _large(match: re.Match[str]) -> Iterator[Read]:
    """Numbers in words from twenty on count what they stand before: nobody says fifty thousand in passing."""
    value = number(match["n"])
    if value is not None and value >= 20:
        yield "count", value, match["u"].lower(), ""


def _quarters(match: re.Match[str]) -> Iterator[Read]:
    value = number(match["n"])
    if value is not None:
        yield "duration", 15 * value, "minute", "idle"


def _half_zh(match: re.Match[str]) -> Iterator[Read]:
    yield "duration", Decimal("0.5"), units.canonical(match["u"]), "idle"


def _one_zh(match: re.Match[str]) -> Iterator[Read]:
    yield "duration", Decimal(1), units.canonical(match["u"]), "idle"


def _weighed(match: re.Match[str]) -> Iterator[Read]:
    """一斤八两, 4两2钱, 2斤9两3钱: a jin is ten liang, a liang ten qian."""
    parts = [number(match[name]) if match[name] else Decimal(0) for name in ("jin", "liang", "qian")]
    if all(part is not None for part in parts):
        jin, liang, qian = (part or Decimal(0) for part in parts)
        weight = liang + qian / 10
        yield ("quantity", jin + weight / 10, "jin", "") if match["jin"] else ("quantity", weight, "liang", "")


def _side_by_side(match: re.Match[str]) -> Iterator[Read]:
    """Seven inches by five: the second side has the unit of the first."""
    for side in ("n", "m"):
        value = number(match[side])
        if value is not None:
            yield "quantity", value, units.canonical(match["u"]), ""


def _liang(match: re.Match[str]) -> Iterator[Read]:
    value = Decimal("0.5") if match["n"] == "半" else number(match["n"] or match["m"])
    if value is not None:
        yield "quantity", value, "liang", ""


def _at_least(match: re.Match[str]) -> Iterator[Read]:
    """上千亩: a thousand or more, and not ten thousand."""
    value = 1
    for character in match["n"]:
        value *= _FROM[character]
    unit = units.canonical(match["u"])
    yield "count" if unit == match["u"] else "quantity", Decimal(value), unit, "order"


def _ratio(match: re.Match[str]) -> Iterator[Read]:
    """瘦六肥四 and 七分瘦三分肥: the two make ten."""
    groups = match.groupdict()
    parts = [(groups["a"], number(groups["n"])), (groups["b"], number(groups["m"]))]
    if sum((value or Decimal(0) for _, value in parts), Decimal(0)) == 10:
        yield from (("share", value, name, "") for name, value in parts if value is not None)


_HAN, _DIGIT = r"[\u4e00-\u9fff]", "[一二三四五六七八九]"
_ONE_DIGIT = "[一二两三四五六七八九1-9]"

_NOTES = {"fiver": 5, "tenner": 10}


def _note(match: re.Match[str]) -> Iterator[Read]:
    """A fiver."""
    yield "money", Decimal(_NOTES[match["u"].lower()]), "", "price"


_TENS = r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_SPOKEN_PRICE = (
    r"\b(?:mere|only|just|at|costs?|priced at|for)\s+(?:an?\s+)?"
    rf"(?P<n>(?:{_TENS})(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen)\s+(?P<f>(?:{_TENS})(?:[\s-](?:five|nine))?)\b"
)


def _price_in_words(match: re.Match[str]) -> Iterator[Read]:
    """A mere nineteen ninety."""
    whole, part = number(match["n"]), number(match["f"])
    if whole is not None and part is not None:
        yield "money", whole + part / 100, "", "price"


def _bill(match: re.Match[str]) -> Iterator[Read]:
    """A ten-dollar bill."""
    value = number(match["n"])
    if value is not None:
        yield "money", value, match["u"].lower(), "price"


def _dollars_zh(match: re.Match[str]) -> Iterator[Read]:
    """一百五十刀; a knife cuts three times, and costs more."""
    value = number(match["n"])
    if value is not None and value >= 5:
        yield "money", value, "美元", "price"


SPOKEN: tuple[tuple[re.Pattern[str], Build], ...] = (
    pattern(_SPOKEN_PRICE, _price_in_words),
    pattern(rf"\b(?P<n>{ENGLISH}|\d+)-(?P<u>dollar|pound|euro)\s+(?:bill|note)\b", _bill),
    pattern(
        r"(?<!half )(?<!of )\b(?:an?|one)\s+(?P<u>litre|liter|pint|gallon|kilo|pound|quart)\s+"
        r"(?=of\b|bottle|pump|jar|tub|tin|jug|carton|refill)",
        one,
    ),
    pattern(
        r"(?:(?<=under )|(?<=over )|(?<=below )|(?<=above )|(?<=than )|(?<=nearly )|(?<=almost ))"
        rf"(?:an?|one)\s+(?P<u>{units.WORD_UNITS})\b",
        one,
    ),
    pattern(
        r"(?:(?<=in under )|(?<=in less than ))(?:an?|one)\s+(?P<u>second|minute|hour|day|week)\b",
        lambda m: iter([("duration", Decimal(1), m["u"].lower(), "")]),
    ),
    pattern(
        rf"\b(?P<n>{ENGLISH}|\d+)\s+(?:[\w'’-]+\s+){{0,4}}?(?P<u>awards|medals|prizes|trophies)\b",
        lambda m: count(m) if number(m["n"]) != 1 else iter([]),
    ),
    pattern(r"\b(?:an?|one)\s+(?:single\s+)?(?P<u>fiver|tenner)\b", _note),
    pattern(
        rf"(?P<n>\d+(?:\.\d+)?|{CHINESE})刀(?=拿下|带走|搞定|到手|起|就|都|不到|以内|出头|[，。！的]|$)", _dollars_zh
    ),
    pattern(
        r"\b(?P<f>quarter|third|three[\s-]quarters?|two[\s-]thirds)[\s-](?P<u>litres?|liters?|pints?|kilos?|metres?|meters?)\b",
        _part,
    ),
    pattern(rf"\b{_PART}\s+of\s+an?\s+(?P<u>{_SPANS}|{units.WORD_UNITS})\b", _part),
    pattern(
        r"\bthree[\s-]+quarters?[\s-]+hours?\b",
        lambda _: iter([("duration", Decimal(45), "minute", "")]),
    ),
    pattern(rf"{_GLYPH}[\s-]?(?P<u>{_SPANS}|{units.DIGIT_UNITS})(?![A-Za-z])", _part),
    pattern(
        rf"(?<!once in )(?<!of )\b(?P<n>half an?|an?|{ENGLISH}|\d+)\s+(?:full |whole |good )?"
        r"(?P<u>decades?|fortnights?|centur(?:y|ies))\b(?! ago)",
        _long,
    ),
    pattern(
        r"\b(?P<n>half a dozen)\s+(?:[a-z-]+\s+)?(?P<u>[a-z]{3,}s|people)\b",
        lambda m: iter([("count", Decimal(6), m["u"].lower(), "")]),
    ),
    pattern(rf"(?P<n>{_DIGIT}|两)刻钟", _quarters),
    pattern(r"(?<![一二两三四五六七八九十大个])半(?P<u>个?小时|个?钟头|个月|年|分钟)(?![半夜])", _half_zh),
    pattern(r"(?<![第每这那前近上下过再几十二三四五六七八九两\d])一(?P<u>年|个月)内", _one_zh),
    pattern(
        r"(?<![第每这那前近上下过再几十二三四五六七八九两\d])一(?P<u>个小时|个钟头)(?!候)",
        lambda _: iter([("duration", Decimal(1), "hour", "idle")]),
    ),
    pattern(
        rf"(?P<jin>\d+|{CHINESE})斤(?P<liang>{_ONE_DIGIT})两?(?:(?P<qian>{_ONE_DIGIT})钱?)?(?![个条件款只人点\d.])",
        _weighed,
    ),
    pattern(
        rf"(?P<jin>(?!))?(?<![一二三四五六七八九两十\d.])(?P<liang>{_ONE_DIGIT})两(?P<qian>{_ONE_DIGIT})钱", _weighed
    ),
    pattern(
        rf"\b(?P<n>{ENGLISH}|\d+(?:\.\d+)?)[\s-]*(?P<u>{units.DIGIT_UNITS}|{units.WORD_UNITS})\s+(?:by|x|×)\s+"
        rf"(?P<m>{ENGLISH}|\d+(?:\.\d+)?)(?!\.\d)(?=\s*(?:[.,;:)!?]|$|across|in all))",
        _side_by_side,
    ),
    pattern(
        r"(?:(?<=[重约有足仅才到过近])|(?<=[每一][枚个只条份包颗]))(?P<n>[一二三四五六七八九半\d])两(?![个条件款只人年天次种])"
        r"|(?<![一二三四五六七八九十\d])(?P<m>[一二三四五六七八九])两(?=重|左右|上下|出头)",
        _liang,
    ),
    pattern(r"(?<![\d.])(?P<k>\d{1,2}\+\d{1,2})(?=\s?(?:[\u4e00-\u9fff]|ball|bearings?))(?!\s?[元块份件赠])", code),
    pattern(rf"(?:上|数|几|近|逾|超)(?P<n>[百千万亿]+)(?:个)?(?P<u>[{_MEASURES}])(?!次)", _at_least),
    pattern(rf"(?P<a>{_HAN})(?P<n>{_DIGIT})(?P<b>{_HAN})(?P<m>{_DIGIT})(?![十百千万\d个只件月年天])", _ratio),
    pattern(rf"(?P<n>{_DIGIT})[分成](?P<a>(?![之钟]){_HAN})、?(?P<m>{_DIGIT})[分成](?P<b>(?![之钟]){_HAN})", _ratio),
)
"""They come before the plain numbers with units."""

LARGE = pattern(
    rf"(?P<n>{ENGLISH})\s+(?:(?!(?:of|in|to|and|or|for|per|the|a|an|at|on|by|with|from|is|are|was|were)\b)[a-z-]+\s+)?{_PLAIN_NOUN}(?P<u>(?!(?:is|was|this|us|as|yes|plus|its|his|less)\b)[a-z]{{2,}}s|people|men|women|children)\b",
    _large,
)
"""It comes last: what a number in words counts, whatever it is."""
