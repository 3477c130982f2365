"""Names that no fact has: whoever wears it, wherever it comes from, whatever paper praises it."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from tools.copy_rules.checks.patterns import covered, literal, spans
from tools.copy_rules.context import ALWAYS_CITED, ON_REQUEST, Hit, Reading
from tools.copy_rules.rulebook import Rule, rulebook
from tools.copy_rules.tags import TAG
from tools.copy_rules.text import HAN, Folded, fold, term

_BACKING = (*ALWAYS_CITED, *ON_REQUEST)
_NAME = re.compile(
    r"(?<![\w@#'&-])[A-ZÀ-Þ][\w&'’-]*(?:[^\S\n]+(?:(?:of|de|la|le|du|von|van|del|and|&)[^\S\n]+)?[A-ZÀ-Þ][\w&'’-]*)*"
)
_WORD = re.compile(r"[A-ZÀ-Þ][\w&-]*")
_OPENS = re.compile(r"(?:^|[.!?:;\n“\"(•*–—-]\s*|[\U0001F000-\U0001FAFF\u2600-\u27BF]\s*)$")
_WORDS = re.compile(r"[A-Za-zÀ-ÿ]{3,}")
_OF_PLACE = re.compile("[a-z]{3}(?:ian|an|ish|ese)$")
_ALIKE = 5
"""Cumbrian is of Cumbria: so many letters alike."""
_TITLE = 0.5
"""A text most of whose words are capitals is a heading: they tell no names."""
_FOREIGN = "斯克特尔拉德布格里罗亚诺维贝尼卡达姆萨米洛雷莱恩鲁巴帕普弗夫戈伊奥塔娜赫瑟兹蒂迪莫梅勒弥瓦乌列伦曼森顿利"
_SOUNDED = re.compile(f"[{_FOREIGN}]{{3,}}")
"""Characters that stand for sounds of foreign names: three in a row are one."""
_SITE = re.compile(
    r"(?<=[在自从于由的，。])(?P<p>[\u4e00-\u9fff]{2,3})(?:岛|草原|高原|牧场|庄园|雪山|群岛|半岛|沙漠|林场|茶山|果园|渔村|古镇)(?![\u4e00-\u9fff]?[上里]走)"
)
_TITLED = re.compile(r"《([^》]{1,20})》")
_PASTIME = re.compile(r"[读看听弹唱翻演背追放练]|书架?|本|部|首|曲|一集|剧终|电影|刚开始")
"""A book to read under the lamp lends the goods no name; a paper beside them does."""


def strange_names(rule: Rule, reading: Reading) -> Iterator[Hit]:
    """Names in no fact, whether cited or not: English by their capitals, Chinese by their sounds or marks."""
    backing = [fact.folded for fact in reading.context.facts if fact.kind in _BACKING]
    known = _bare("\n".join([*backing, reading.context.sender])).lower()
    for name, text in reading.fields.items():
        folded = fold(text)
        own = [span for one in reading.context.protected for span in spans([literal(one)], folded.text)]
        found = _chinese(folded, known) if HAN.search(text) else _english(rule, folded, known)
        for start, end in found:
            if not covered((start, end), own):
                first, past = folded.written(start, end)
                yield Hit(name, text[first:past], first, past)


def _english(rule: Rule, folded: Folded, known: str) -> Iterator[tuple[int, int]]:
    text = TAG.sub(lambda match: " " * len(match[0]), folded.text)
    words = _WORDS.findall(text)
    if 2 * sum(word[0].isupper() for word in words) > 2 * _TITLE * len(words):
        return
    for match in _NAME.finditer(text):
        if _SHOUTED.fullmatch(_line_of(text, match.start())):
            continue
        before = text[: match.start()]
        opening = bool(_OPENS.search(before))
        parts = list(_WORD.finditer(match[0]))[1 if opening else 0 :]
        strange = [part for part in parts if not _common(part[0], known)]
        if strange and not any(term(one).search(before[-40:]) for one in rule.exempt):
            yield match.start() + strange[0].start(), match.start() + strange[-1].end()


_SHOUTED = re.compile(r"[^a-z\n]*[A-Z]{3,}[^a-z\n]*(?::.*)?")
"""A line in capitals, or one that begins so before a colon, is a heading: FOR SALE: one pot."""


def _line_of(text: str, at: int) -> str:
    """The line of a place, up to its first colon behind the place."""
    first = text.rfind("\n", 0, at) + 1
    ends = [end for end in (text.find("\n", at), text.find(":", at)) if end >= 0]
    return text[first : min(ends, default=len(text))]


@cache
def _everybodys() -> re.Pattern[str]:
    return re.compile("|".join(rulebook().rule("claims.name").terms))


@cache
def _peoples() -> frozenset[str]:
    """What is listed as a people's name has a rule of its own, which knows French toast."""
    return frozenset(word.lower() for place in rulebook().places for word in place.demonyms)


def _common(word: str, known: str) -> bool:
    plain = _bare(word).lower().replace("’", "'").removesuffix("'s").rstrip("'-&")
    stem = plain.removesuffix("s") if len(plain) > 4 else plain
    parts = plain.split("-")
    return (
        len(plain) < 2
        or bool(_everybodys().fullmatch(plain) or _everybodys().fullmatch(stem))
        or bool(_everybodys().fullmatch(parts[0]))
        or (
            len(parts) > 1
            and len(parts[0]) >= _ALIKE
            and re.search(rf"(?<![a-z]){re.escape(parts[0])}", known) is not None
        )
        or plain in _peoples()
        or re.search(rf"(?<![a-z]){re.escape(stem)}(?:e?s)?(?![a-z])", known) is not None
        or (_OF_PLACE.search(plain) and re.search(rf"(?<![a-z]){re.escape(plain[:_ALIKE])}", known) is not None)
        or any(char.isdigit() for char in plain)
    )


def _bare(text: str) -> str:
    """Letters without their accents: Pate of Pâté."""
    return "".join(one for one in unicodedata.normalize("NFD", text) if unicodedata.category(one) != "Mn")


def _chinese(folded: Folded, known: str) -> Iterator[tuple[int, int]]:
    for match in _SOUNDED.finditer(folded.text):
        if not any(match[0][at : at + 2] in known for at in range(len(match[0]) - 1)):
            yield match.span()
    for match in _TITLED.finditer(folded.text):
        around = folded.text[max(0, match.start() - 8) : match.start()] + folded.text[match.end() : match.end() + 8]
        if match[1].lower() not in known and not _PASTIME.search(around):
            yield match.span()
