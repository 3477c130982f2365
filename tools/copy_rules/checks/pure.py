"""One material alone, where the facts tell a share or another beside it: pure linen of linen and cotton, 纯狼毫."""

import re
from collections.abc import Iterator

from tools.copy_rules.context import Fact, Hit, Reading
from tools.copy_rules.denials import negated
from tools.copy_rules.rulebook import Rule
from tools.copy_rules.scope import about
from tools.copy_rules.text import HAN, fold, sentence_at, term

_ALONE = (
    r"\b(?:pure|100 ?%|nothing but|(?:entirely|wholly|purely|exclusively|completely|solely|all)"
    r"(?: (?:made|spun|cut|woven|knitted|pressed))?(?: (?:of|from|in))?)\s+(?P<w>[a-z]{3,}(?: [a-z]{3,})?)\b(?!-)"
    r"|\ball-(?P<v>[a-z]{3,})\b(?!-)|(?:纯(?!粹|手工|净|真|洁|色|白|黑)|全(?=[棉麻毛丝羊])|百分之?百|100%)(?P<z>[\u4e00-\u9fff]{2,3})"
)
_MORE = r"\b(?:more|mostly|mainly) (?P<a>[a-z]{3,}) than (?P<b>[a-z]{3,})"
_WHOLE = 100


def pure(_: Rule, reading: Reading) -> Iterator[Hit]:
    """Words such as "pure" before what the product's facts give as a part."""
    cited = reading.context.cited(reading.cites)
    for name, text in reading.fields.items():
        folded = fold(text)
        for match in term(_ALONE).finditer(folded.text):
            start, end = folded.written(*match.span())
            facts = about(sentence_at(folded.text, *match.span()), cited, reading.before(name, start))
            said = next(value.lower() for value in match.groupdict().values() if value)
            if any(_is_part(said, fact) for fact in facts) and not negated(folded.text, *match.span()):
                yield Hit(name, text[start:end], start, end)
        for match in term(_MORE).finditer(folded.text):
            start, end = folded.written(*match.span())
            facts = about(sentence_at(folded.text, *match.span()), cited, reading.before(name, start))
            if any(_is_lesser(match["a"], match["b"], fact) for fact in facts):
                yield Hit(name, text[start:end], start, end)


def _is_lesser(more: str, less: str, fact: Fact) -> bool:
    """Does the fact give the first the smaller share?"""
    one, two = _shares(re.escape(more), fact), _shares(re.escape(less), fact)
    return bool(one and two) and max(one) <= max(two)


def _shares(named: str, fact: Fact) -> list[float]:
    share = rf"(?<![\d.])(\d+(?:\.\d+)?) ?%(?: [a-z]+){{0,4}}? ?(?:{named})"
    return [float(match[1]) for match in term(share).finditer(fact.folded)]


def _is_part(said: str, fact: Fact) -> bool:
    """Does the fact give it as a share below the whole, or name another beside it as a mixture?"""
    if HAN.search(said):
        named = "|".join(re.escape(said[:size]) for size in (3, 2) if len(said) >= size)
        mixed = rf"(?:{named})[与和、及/][\u4e00-\u9fff]{{2,4}}(?:混|各)|[与和、及/](?:{named})(?:混|各)"
    else:
        named = "|".join(re.escape(one) for one in {said, said.split()[0]})
        mixed = rf"\b(?:{named}) (?:and|&) [a-z]+(?: \w+)? (?:mix|blend)|\b(?:mix|blend) of [a-z ,]*\b(?:{named})\b"
    shares = _shares(named, fact)
    return (bool(shares) and max(shares) < _WHOLE) or bool(term(mixed).search(fact.folded))
