"""Properties told in a shape rather than a listed word: plastic-free, safe for cats, infused with …, 吸附甲醛."""

import re
from collections.abc import Iterator

from tools.copy_rules.checks.patterns import overlaps, spans
from tools.copy_rules.context import Fact, Hit, Reading
from tools.copy_rules.rulebook import Rule
from tools.copy_rules.scope import about
from tools.copy_rules.text import HAN, fold, sentence_at, term

_SENTENCE = r"(?<=[.!?。！？；;，])\s*|\n"
_DENIED = r"\b(?:toxic|poison\w*|harmful|not|no|never|unsuitable|keep away|avoid)\b|有毒|不适|不可|不宜|勿|禁|避免|远离"
_FILLER = (
    r"(?:with|from|that|this|these|those|your|their|just|only|very|real|pure|good|best|fine|finest|every|some|more|made"
    r"|both|each|into|onto|over|than|then|when|they|them|have|what|which|will|using|used|like|such)"
)


def stated_words(rule: Rule, reading: Reading) -> Iterator[Hit]:
    """Matches whose group `w` no cited fact has: not one of its words by the stem, not one pair of its characters.

    Facts in the other language alone cannot tell, and are left to the listed properties.
    """
    cited = reading.context.cited(reading.cites)
    for name, text in reading.fields.items():
        folded = fold(text)
        exempt = spans(rule.exempt, folded.text)
        for one in rule.terms:
            for match in term(one).finditer(folded.text):
                if overlaps(match.span(), exempt):
                    continue
                start, end = folded.written(*match.span())
                facts = about(sentence_at(folded.text, *match.span()), cited, reading.before(name, start))
                if not _told(match["w"], facts, reading.context.language, may_deny=rule.needs != "not_denied"):
                    yield Hit(name, text[start:end], start, end)


def _told(words: str, facts: list[Fact], language: str, *, may_deny: bool) -> bool:
    """Has a fact the words? "No plastic" tells plastic-free; but "toxic to cats" does not tell safe for cats."""
    known = "\n".join(fact.folded.lower() for fact in facts if fact.kind != "S")
    has_chinese, enough = bool(HAN.search(known)), len(re.findall(r"[a-z]{3,}", known)) > 4
    if not may_deny:
        known = "\n".join(part for part in re.split(_SENTENCE, known) if not term(_DENIED).search(part))
    if language == "zh" and HAN.search(words):
        pairs = [words[i : i + 2] for i in range(len(words) - 1)] or [words]
        return not has_chinese or any(pair in known for pair in pairs)
    stems = [w[:5] for w in re.findall(r"[a-z0-9]{3,}", words.lower()) if not re.fullmatch(_FILLER, w)]
    return not stems or not enough or any(re.search(rf"(?<![a-z0-9]){re.escape(stem)}", known) for stem in stems)
