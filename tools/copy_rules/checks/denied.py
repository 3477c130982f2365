"""What the facts deny is not promised: "with soil" where the soil is not included, 也修塑料 where it is not mended."""

import re
from collections.abc import Iterator

from tools.copy_rules.context import Fact, Hit, Reading
from tools.copy_rules.denials import denied_words, forbidden_words, negated
from tools.copy_rules.rulebook import Rule
from tools.copy_rules.scope import about
from tools.copy_rules.text import fold, is_chinese, sentence_at, term

_PROMISED = (
    r"\b(?:with|includ\w+|plus|and|brings|comes? with|free|welcome|for|add(?:s|ed)?|takes?"
    r"|wants?|likes?|loves?|needs?|enjoys?|stands?|tolerates?|do|fix(?:es)?|repairs?"
    r"|from|via|through|using|use|fill(?:s|ed)?|load(?:s|ed)?|put|try|out (?:on|in)"
    r"|(?:bag|pack|box|spoonful|drop|cap|dash|splash) of)"
    r"\s+(?:[\w'-]+\s+){0,2}$"
)
_PROMISED_AFTER = (
    r"(?:e?s)?,?\s+(?:are |is |also |both |all )*"
    r"(?:included|provided|welcome|too\b|as well|thrown in|allowed|supplied|on us|free\b|works?\b|fits?\b|fine\b"
    r"|comes? (?:in|with)\b|in the (?:box|bag|tin|pack)\b)"
    r"|(?:e?s)?\s*\?+\s*(?:also |but |oh |why |of course |naturally )*"
    r"(?:yes|yep|yup|yeah|sure|absolutely|check|tick|of course"
    r"|certainly|no problem|fine|them too|that too)\b"
)
_PROMISED_ZH = (
    r"[、和]\s*$"
    r"|(?:含|配|带|附|送|包|括|还有|连|加|有|赠|点|装|插|放|用|添|修|收|给|适合|提供|可以|能)[^，。！？]{0,4}$"
)
_PROMISED_AFTER_ZH = (
    r"[、和与]|[^，。]{0,3}(?:通用|都行|皆可|两用|都能)|，?(?:全|都|统统)?(?:交给|拿来|送来|接)"
    r"|[？?]\s*(?:也|都|当然)?(?:可以|能|行|没问题|有|支持|安排|包)"
    r"|(?:们|们?的)?(?:也|都|已|就|全|一并|免费|一起)*(?:含|包|配|备好|备齐|送|能|可以?|在内|修|收|有|给|提供|齐)"
)

_BUILT_IN = (
    r"(?:自带|内置|标配|附送|附赠|随附|配好)了?(?:[一两二三]?[个只盏台块支把条套])?"
    r"(?P<w>[\u4e00-\u9fff]{1,4}?)(?=[，。！？、\s]|$)"
)
_KINDS = tuple("具品材类饰")
_LATER_DENIED = r"[^。！？；\n]{0,12}，[^。！？；，\n]{0,4}(?:都|全|也|一[样概个])[^。！？；，\n]{0,2}[没不无]"
"""Denied in the next clause: 皂基、香精，两样都没放."""


def denied(_: Rule, reading: Reading) -> Iterator[Hit]:
    """Words for what a product's facts deny, promised of it, unless facts of another product have them."""
    cited = reading.context.cited(reading.cites)
    products = [fact for fact in cited if fact.kind == "P"]
    words = {word for fact in products for word in denied_words(fact.folded)}
    unwise = {word for fact in products for word in forbidden_words(fact.folded)} | {w for w in words if "-" in w}
    for name, text in reading.fields.items():
        folded = fold(text)
        for word in sorted(words | unwise):
            for match in term(_word(word)).finditer(folded.text):
                start, end = folded.written(*match.span())
                sentence = sentence_at(folded.text, *match.span())
                facts = about(sentence, cited, reading.before(name, start))
                said = _advised(folded.text, match, sentence) if word in unwise else _promised(folded.text, match)
                if said and _denied(word, facts):
                    yield Hit(name, text[start:end], start, end)
        for match in term(_BUILT_IN).finditer(folded.text):
            start, end = folded.written(*match.span())
            facts = about(reading.before(name, start), cited)
            if _not_in_it(match["w"], facts) and not negated(folded.text, *match.span()):
                yield Hit(name, text[start:end], start, end)


def _word(word: str) -> str:
    if is_chinese(word):
        return re.escape(word)
    plain = re.sub(r"\\ (?:the|a|an)\\ ", " (?:the |a |an |your )?", re.escape(word.removesuffix("s")))
    return rf"\b{plain}(?:e?s)?\b(?![- ]free\b)"


def _denied(word: str, facts: list[Fact]) -> bool:
    """One fact denies it and no other has it."""
    having = [fact for fact in facts if term(_word(word)).search(fact.folded)]
    return bool(having) and all(word in denied_words(fact.folded) | forbidden_words(fact.folded) for fact in having)


def _not_in_it(named: str, facts: list[Fact]) -> bool:
    """Do the facts deny a kind of what is named: 灯具 of 水草灯? What they have by its name is another thing."""
    kinds = {
        word for fact in facts for word in denied_words(fact.folded) if word[-1:] in _KINDS and word[:-1] in named[-2:]
    }
    return bool(kinds) and not any(named in fact.folded for fact in facts if fact.kind == "P")


def _advised(text: str, match: re.Match[str], sentence: str) -> bool:
    asked = sentence.rstrip().endswith(("?", "？"))
    return not (asked or negated(text, *match.span()) or term(_LATER_DENIED).match(text, match.end()))


def _promised(text: str, match: re.Match[str]) -> bool:
    if negated(text, *match.span()) or term(_LATER_DENIED).match(text, match.end()):
        return False
    before, behind = text[max(0, match.start() - 30) : match.start()], text[match.end() : match.end() + 30]
    if is_chinese(match[0]):
        return bool(term(_PROMISED_ZH).search(before) or term(_PROMISED_AFTER_ZH).match(behind))
    return bool(term(_PROMISED).search(before) or term(_PROMISED_AFTER).match(behind))
