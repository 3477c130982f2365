"""Chinese statements: clauses by their subjects, and the stretches that nothing cited has."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from tools.copy_rules.context import HAN_RUN
from tools.copy_rules.statements.material import Material, frames, listed
from tools.copy_rules.text import LATIN

_CLAUSE = re.compile(r"[^，,。.！!？?；;：:\n（）()“”「」【】、|｜~～]+")
_STOP = re.compile(r"[。！？!?\n]")
_NO_PROSE = re.compile(r"\{\{[^}]*\}\}|https?://\S+|#\S+|打[一二三四五六七八九\d.]+折|\]\([^)]*\)|【[^】]*】")
_OPT_OUT = "退订"
_LONGEST = 5
_ENOUGH = 3
"""So many stretches of Chinese must be cited beside others: facts in another language cannot tell."""
_NEARLY = 0.6
"""So much of a stretch, in pairs of characters, must stand in the facts for them to say the same."""
_NEAR = 8
"""A product named within so many characters is what the clause is about."""


@cache
def _harmless() -> frozenset[str]:
    return frozenset((*listed("zh", "words"), *listed("zh", "everyday")))


@cache
def _letters() -> frozenset[str]:
    return frozenset("".join(listed("zh", "single")))


@cache
def _any(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, listed("zh", kind)), key=len, reverse=True)))


class Known:
    """The pairs of characters of a text."""

    def __init__(self, text: str) -> None:
        runs = HAN_RUN.findall(text)
        self.many = len(runs)
        self.pairs = frozenset(run[at : at + 2] for run in runs for at in range(len(run) - 1))

    def says(self, stretch: str) -> bool:
        """Do the facts say nearly the same?"""
        pairs = [run[at : at + 2] for run in HAN_RUN.findall(stretch) for at in range(len(run) - 1)]
        return bool(pairs) and sum(pair in self.pairs for pair in pairs) >= _NEARLY * len(pairs)

    def gaps(self, run: str) -> Iterator[tuple[int, int]]:
        """Stretches of two characters or more that neither the facts nor the harmless vocabulary have."""
        done = [char in _letters() for char in run]
        for at in range(len(run) - 1):
            if run[at : at + 2] in self.pairs:
                done[at : at + 2] = [True, True]
        at = 0
        while at < len(run):
            lengths = range(min(_LONGEST, len(run) - at), 1, -1)
            many = next((many for many in lengths if run[at : at + many] in _harmless()), 0)
            done[at : at + many] = [True] * many
            at += many or 1
        for match in re.finditer("n{2,}", "".join("yn"[not one] for one in done)):
            yield match.span()


@lru_cache(maxsize=64)
def _known(told: str) -> Known:
    return Known(told)


def prose(text: str) -> str:
    """The text with what is no prose as line ends; places stay."""
    return _NO_PROSE.sub(lambda match: "\n" * len(match[0]), text)


def clauses(plain: str, heads: tuple[str, ...], sender: str) -> Iterator[tuple[re.Match[str], str]]:
    """Each clause with its subject; one without its own has that of the clause before it in the sentence."""
    carried, last = "", 0
    for match in _CLAUSE.finditer(plain):
        if _STOP.search(plain[last : match.start()]):
            carried = ""
        last = match.end()
        clause = match[0].strip()
        asked = plain[match.end() : match.end() + 1] in ("？", "?") or clause.endswith(listed("zh", "ask"))
        carried = _subject(clause, heads, sender) or carried or "other"
        if HAN_RUN.search(clause):
            yield match, "question" if asked else carried


def _subject(clause: str, heads: tuple[str, ...], sender: str) -> str:
    if _any("reader").match(clause):
        return "reader"
    if _any("shop").match(clause) or (sender and clause.startswith(sender)):
        return "shop"
    if _any("goods").match(clause) or any(head in clause[:_NEAR] for head in heads):
        return "goods"
    return ""


def subjects_of(text: str) -> list[str]:
    """What each clause speaks of, where no products are known."""
    return [subject for _, subject in clauses(prose(text), (), "")]


def unsourced(text: str, material: Material) -> Iterator[tuple[int, int]]:
    """Spans of what the text states without a source, at most one a clause."""
    known = _known(material.told)
    if known.many < _ENOUGH and LATIN.search(material.told):
        return
    heads = tuple(word for fact in material.products for word in fact.words if HAN_RUN.match(word))
    for match, subject in clauses(prose(text), heads, material.sender):
        if subject == "question" or _OPT_OUT in match[0]:
            continue
        span = _shaped(match[0], known) or _worded(match[0], subject, known)
        if span:
            yield match.start() + span[0], match.start() + span[1]


def _shaped(clause: str, known: Known) -> tuple[int, int] | None:
    """A claim by its shape, or people of authority whom no fact names."""
    for shape in frames("zh", "hard"):
        for match in shape.finditer(clause):
            if not known.says(match[0]):
                return match.span()
    for shape in frames("zh", "people"):
        for match in shape.finditer(clause):
            if match[0][:2] not in known.pairs:
                return match.start(), len(clause.rstrip())
    return None


def _worded(clause: str, subject: str, known: Known) -> tuple[int, int] | None:
    """From the first stretch that nothing has to the last, where goods or shop are spoken of."""
    gaps = [
        (run.start() + start, run.start() + end)
        for run in HAN_RUN.finditer(clause)
        for start, end in known.gaps(run[0])
    ]
    stated = subject in ("goods", "shop") or (
        subject == "other" and any(shape.search(clause) for shape in frames("zh", "soft"))
    )
    return (gaps[0][0], gaps[-1][1]) if gaps and stated else None
