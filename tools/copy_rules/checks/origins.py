"""Where goods are said to come from: a place that no cited fact names is refused."""

import re
from collections.abc import Iterator
from functools import cache

from tools.copy_rules.checks.patterns import covered, name_spans, overlaps, spans
from tools.copy_rules.context import Fact, Hit, Reading
from tools.copy_rules.rulebook import Rule, rulebook
from tools.copy_rules.scope import about
from tools.copy_rules.text import HAN, fold, sentence_at, term

_PLACE = r"(?P<p>[A-Z][\w'’-]+(?:(?:\s+(?:of|and|the|de|la|del|di|du|le))*\s+[A-Z][\w'’-]+)*)"
_WORK = (
    r"(?:made|grown|knitted|knit|woven|poured|roasted|brewed|crafted|sourced|produced|designed|harvested|caught|raised"
    r"|built|farmed|picked|blended|bottled|spun|dyed|sewn|stitched|tailored|imported|shipped|baked|distilled|pressed"
    r"|milled|assembled|engineered|carved|fired|cured|smoked|churned|ground|honed|turned|forged|cast|thrown|glazed"
    r"|printed|bound|tanned|finished|packed|welded|mou?lded|blown|embroidered|quilted|planed|joined|tuned|filled|hand-?\w+ed|hand-?(?:made|woven|spun))"
)
_ZH_CUE = r"(?:产自|采自|原产于|原产地是?|进口自|空运自|捕捞自|种在|长在|产于)"
_ZH_SOFT_CUE = r"(?:来自|源自|取自|选自|出自|源于|采用|选用|甄选|精选)"
_ZH_SITE = r"(?:山|湖|省|市|县|岛|州|国|村|镇|海|江|谷|高原|产区|牧场|草原|农场|庄园|茶园|雪山|海域|原产地)"
_ZH_AFTER = r"(?:进口|原装|产地?|制造|直采|直供|直邮|空运|原产|工艺|匠人|出品|原料|大厂|工厂|血统|生产|手工"
_ZH_AFTER += r"|师傅|工匠|工坊|作坊|造(?!型|访|就|成)"
_ZH_AFTER += r"|缝制|手作|织造|烧制|酿造|采摘|种植|特产|打造|古树|老树|高山|深山|牧场|农场)"
_GROWN = (
    "wood", "tea", "coffee", "wine", "liquor", "honey", "rice", "oil", "cheese", "noodle", "meat", "nut", "textile",
    "hide", "stone", "clay",
)  # fmt: skip
"""Kinds of goods that are often named with where they come from."""
_SITE = r"shops?|workshops?|stores?|studios?|teams?|offices?|markets?|schools?|kitchens?|yards?|clubs?|street|showroom"
_ANY_WORK = rf"\b{_WORK}(?:\s+by\s+hand)?(?:\s+\w+)?\s+(?:in|from|on|at)\s+(?:the\s+)?(?-i:{_PLACE})"


@cache
def _by_name(language: str) -> dict[str, int]:
    """Each name of a place, in lower case, to its number."""
    places = rulebook().places
    return {
        name.lower(): number
        for number, place in enumerate(places)
        for name in ([*place.en, *place.demonyms] if language == "en" else place.zh)
    }


def _known(number: int, facts: list[Fact]) -> bool:
    place = rulebook().places[number]
    names = [*place.en, *place.demonyms]
    return any(
        any(re.search(rf"\b{re.escape(name)}\b", fact.folded, re.IGNORECASE) for name in names)
        or any(name in fact.folded for name in place.zh)
        for fact in facts
    )


_LIVED_IN = re.compile(r"#[^#\s]{2,8}(?:生活|穿搭|日常|周末|旅行|探店|打卡|遛娃|遛狗|上班族|妈妈)")
"""#新加坡生活: where the readers are, of whatever they buy."""


def origins(rule: Rule, reading: Reading) -> Iterator[Hit]:
    """Places of origin, by the listed names and by words such as "woven in"; cited facts name them or their people."""
    cited = reading.context.cited(reading.cites)
    for name, text in reading.fields.items():
        folded = fold(text)
        names = [*name_spans(reading, folded.text), *(match.span() for match in _LIVED_IN.finditer(folded.text))]
        last = -1
        made = {match.span("p") for match in term(_ANY_WORK).finditer(folded.text)}
        goods = {*_english(folded.text, rule), *_chinese(folded.text, rule), *_beside_goods(folded.text, cited)}
        for start, end in sorted(goods):
            facts = about(
                sentence_at(folded.text, start, end), cited, reading.before(name, folded.written(start, end)[0])
            )
            if (start, end) in made:
                facts = [fact for fact in facts if fact in cited]  # a shop in York does not make its cheese there
            elif re.search(r"\b(?:of|in)\s+(?:the\s+)?$", folded.text[:start]):
                facts = cited  # "this much of Vermont": a place the shop speaks of, and no origin
            if start >= last and not covered((start, end), names) and not _backed(folded.text[start:end], facts):
                last = end
                first, past = folded.written(start, end)
                yield Hit(name, text[first:past], first, past)


def _beside_goods(text: str, cited: list[Fact]) -> Iterator[tuple[int, int]]:
    """Listed places right before what the products are: Sheffield steel."""
    known = "\n".join(fact.folded.lower() for fact in cited if fact.kind == "P")
    names = "|".join(re.escape(name[at : at + 2]) for f in cited for name in f.names for at in range(len(name) - 1))
    if HAN.search(names):
        yield from (match.span() for match in re.finditer(rf"(?:{_zh_places()})(?=(?:的)?(?:{names}))", text))
    for match in term(_any_place()).finditer(text):
        if not re.fullmatch(_SITE, match["n"]) and re.search(rf"\b{match['n'].lower()}\b", known):
            yield match.span("g")


@cache
def _any_place() -> str:
    names = "|".join(re.escape(word) for place in rulebook().places for word in place.en)
    return rf"(?-i:\b(?P<g>{names})\s+(?P<n>[a-z]{{4,}})\b)"


def _backed(place: str, facts: list[Fact]) -> bool:
    lowered = place.lower()
    number = _by_name("en").get(lowered, _by_name("zh").get(lowered))
    if number is not None:
        return _known(number, facts)
    if re.search(r"[\u4e00-\u9fff]", place):
        return any(place[:2] in fact.folded for fact in facts)
    words = [word for word in re.findall(r"[A-Z][\w'’-]+", place) if len(word) > 1]
    return all(any(word.lower().rstrip("'s") in fact.folded.lower() for fact in facts) for word in words)


def _english(text: str, rule: Rule) -> Iterator[tuple[int, int]]:
    for match in term(_ANY_WORK).finditer(text):
        yield match.span("p")
    idioms = spans(rule.exempt, text)
    for match in term(_listed_english()).finditer(text):
        if not covered(match.span(), idioms):
            yield match.span(next(name for name in "dgfst" if match[name]))


@cache
def _listed_english() -> str:
    places = rulebook().places
    people = "|".join(re.escape(word) for place in places for word in place.demonyms)
    names = "|".join(re.escape(word) for place in places for word in place.en)
    served = r"(?:ship|deliver|post|send|mail|travel|collect|install)\w*\s+(?:\w+\s+){0,2}?"
    served += r"(?:to|in|across|throughout|all over)"
    return (
        rf"(?-i:\b(?P<d>{people}))\s+(?-i:(?:[a-z-]+\s+)?[a-z]{{3,}})"
        rf"|\b{served}\s+(?:the\s+)?(?-i:(?P<s>{names}))\b|(?-i:\b(?P<t>{names}))\s+(?:too|as well|included)\b"
        rf"|\bfrom\s+(?:the\s+)?(?:\w+\s+(?:of|in)\s+)?(?-i:(?P<g>{names}))\b(?!\s+(?:to|{_SITE})\b)"
        rf"|\b(?:of|in)\s+(?:the\s+)?(?:\w+\s+(?:of|in)\s+)?(?-i:(?P<f>{names}))\b"
        r"(?=[^.!?]{0,3}(?:$|[.,;:!?]|\s+(?:and|to your|by hand)))"
    )


def _chinese(text: str, rule: Rule) -> Iterator[tuple[int, int]]:
    named = rf"{_ZH_CUE}\s*(?P<p>[\u4e00-\u9fff]{{2,8}}?)(?=的|，|。|！|,|$|\s|{_ZH_SITE})"
    site = rf"{_ZH_SOFT_CUE}(?P<p>[\u4e00-\u9fff]{{1,5}}?{_ZH_SITE})(?=的|，|。|！|,|$|\s)"
    for one in (named, site):
        yield from (match.span("p") for match in term(one).finditer(text))
    told = spans(rule.exempt, text)
    yield from (match.span() for match in term(_zh_places()).finditer(text) if not overlaps(match.span(), told))
    for match in term(_zh_origin()).finditer(text):
        yield match.span("p" if match["p"] else "q")


@cache
def _zh_places() -> str:
    return "|".join(re.escape(word) for place in rulebook().places for word in place.zh)


@cache
def _zh_origin() -> str:
    """A listed place behind a word of origin, or before a word of work or goods."""
    listed = _zh_places()
    goods = "|".join(
        word for entry in rulebook().properties if entry.kind in ("material", "ingredient") for word in entry.zh
    )
    goods += "|" + "|".join(
        word
        for kind in rulebook().kinds
        if kind.name in _GROWN
        for member in kind.members
        for word in member
        if re.match("[\u4e00-\u9fff]", word)
    )
    end = rf"(?=的|，|。|！|、|\s|$|{_ZH_AFTER}|{goods}|[^，。！？]{{0,3}}[茶米酒果肉奶蜜棉木石泥瓷豆])"
    cue = rf"(?:{_ZH_CUE}|{_ZH_SOFT_CUE})[^，。！？]{{0,6}}?(?P<p>{listed}){end}"
    after = (
        rf"(?<![十百一二三四五六七八九])(?P<q>{listed})(?:(?:本土|当地|原产地?)?{_ZH_AFTER}"
        rf"|[\u4e00-\u9fff]{{0,2}}的?[\u4e00-\u9fff]{{0,2}}(?:{goods}|蜜(?!月|蜂窝)|稻|茶叶)(?!{_ZH_SITE}))"
    )
    return f"{cue}|{after}"
