"""Days of the week on which something is open or takes place: those that the facts name, and no others."""

import re
from collections.abc import Iterator
from functools import lru_cache

from tools.copy_rules.context import Fact, Hit, Reading
from tools.copy_rules.denials import negated
from tools.copy_rules.rulebook import Rule
from tools.copy_rules.scope import about
from tools.copy_rules.text import fold, sentence_at, term

_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?"
_DAY_ZH = r"(?:周|星期|礼拜)[一二三四五六日天]"
_LIST_ZH = rf"{_DAY_ZH}(?:[、和及][一二三四五六日天])*"
_RANGE = (
    rf"\b(?P<a>{_DAY})\s*(?:to|through|thru|until|till|-)\s*(?P<b>{_DAY})\b"
    rf"|(?P<c>{_DAY_ZH})(?:到|至|-|~)(?P<d>(?:周|星期|礼拜)?[一二三四五六日天])"
)
_ALL = (
    r"\b(?:daily|every day|each day|any day|seven days|7 days|all week)\b"
    r"|(?:每天|天天|每日)(?=[^，。]{0,3}(?:\d{1,2}[:：点]|营业|开|上课|出炉|发货|配送|出发))|周一到周日"
)
_SAID = (
    rf"{_RANGE}"
    rf"|\b(?:every|each|(?:the )?(?:first|second|third|fourth|last)) (?P<e>{_DAY})\b"
    r"|\b(?P<p>(?:mon|tues|wednes|thurs|fri|satur|sun)days)\b"
    rf"|(?P<z>{_DAY_ZH})|(?P<all>{_ALL})"
)
_TAKES_PLACE = (
    r"\b(?:open|join|class(?:es)?|tours?|runs?|sessions?|tastings?|workshops?|lessons?|tables?|from \d"
    r"|at (?:\d|half|noon|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))|\d:\d\d|\d ?[ap]m\b"
    r"|出海|集合|见|可约|送达|采摘|发车|开船|开营|直播|到店|接待|取件|元|¥|有课"
    r"|bak(?:ed|es)|deliver\w*"
    r"|collect|come|bring|pick up|visit|ship|post|send|leave|sail|teach|roast|fire|ready"
    r"|营业|开门|开放|开课|开班|上课|出炉|出发|发货|配送|[课场]|[\d一二三四五六七八九十]点|也来|上门"
)


_CLOSED = (
    rf"\b(?:closed|shut|except|not)(?: on)? {_DAY}(?:(?:,| and| or| to|,? and) {_DAY})*\b"
    rf"|{_LIST_ZH}(?:[到至]{_DAY_ZH})?(?:店休|休息|公休|不?营业?休|闭[店馆]|打烊|不开)"
)
"""Days on which nothing takes place."""
_OPEN = r"\b[Oo]pen\b|\b[Dd]aily\b|营业|开门|每天|天天|每日"


def _number(day: str) -> int:
    if day[:3].lower() in _NAMES:
        return _NAMES.index(day[:3].lower())
    return min(6, "一二三四五六日天".index(day[-1]))


@lru_cache(maxsize=1024)
def _days_of(text: str) -> frozenset[int]:
    """The days a fact names, ranges filled in."""
    text = term(_CLOSED).sub(" ", text)
    found = {_number(match[0]) for match in term(rf"\b{_DAY}\b").finditer(text)}
    found |= {
        _number(day) for match in term(_LIST_ZH).finditer(text) for day in re.findall("[一二三四五六日天]", match[0])
    }
    for match in term(_RANGE).finditer(text):
        first, last = _number(match["a"] or match["c"]), _number(match["b"] or match["d"])
        found |= {(first + step) % 7 for step in range((last - first) % 7 + 1)}
    return frozenset(found or (range(7) if term(_ALL).search(text) else ()))


@lru_cache(maxsize=1024)
def _ranges_of(text: str) -> tuple[frozenset[int], ...]:
    """Each range of days by itself: the shop is open on some, orders go out on others."""
    return tuple(_days_of(match[0]) for match in term(_RANGE).finditer(text))


def _days(facts: list[Fact]) -> frozenset[int]:
    return frozenset[int]().union(*(_days_of(fact.folded) for fact in facts if fact.kind != "O"))


def weekdays(_: Rule, reading: Reading) -> Iterator[Hit]:
    """A day said of opening hours or an event, where the facts name others."""
    cited = reading.context.cited(reading.cites)
    for name, text in reading.fields.items():
        folded = fold(text)
        for match in term(_SAID).finditer(folded.text):
            start, end = folded.written(*match.span())
            sentence = sentence_at(folded.text, *match.span())
            listed = match["a"] or (
                match["p"] and re.match(r"\s*(?:[.,;]|$|(?:and|or|&) [A-Z])", folded.text[match.end() :])
            )
            if not (listed or re.search(_TAKES_PLACE, sentence, re.IGNORECASE)) or negated(folded.text, *match.span()):
                continue
            if re.match(r"[^，。！？]{0,5}(?:休|闭|打烊)", folded.text[match.end() :]):
                continue
            facts = about(sentence, cited, reading.before(name, start))
            if re.search(_OPEN, sentence) and any(term(_ALL).search(fact.folded) for fact in facts):
                continue
            opening = re.search(_OPEN, sentence)
            known = (not opening and _days([fact for fact in facts if fact in cited])) or _days(facts)
            day = match["e"] or match["p"] or match["z"]
            said = {_number(day)} if day else set(range(7))
            if match["a"] or match["c"]:
                said = set(_days_of(match[0]))
            whole = (match["a"] or match["c"]) and all(said not in _ranges_of(fact.folded) for fact in facts)
            if known and (not said <= known or (whole and said != known)):
                yield Hit(name, text[start:end], start, end)
