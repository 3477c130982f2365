"""A quoted clause in the grammar of a sentence around it: "is a clear gel …", "holds heat …", "jasmine, peach"."""

import re
from typing import NamedTuple

from tools.copy_rules.text import HAN

_VERBS = (
    "absorbs|adds|brings|carries|catches|cleans|closes|comes|contains|covers|cuts|dries|drinks|fits|floats|foams|folds|"
    "gives|goes|grips|has|helps|holds|hugs|keeps|lasts|leaves|lets|lies|lifts|locks|makes|measures|melts|needs|opens|"
    "packs|pours|protects|reaches|rests|rinses|rolls|runs|seals|shows|sits|smells|softens|spreads|stacks|stands|stays|"
    "stores|suits|takes|tastes|travels|turns|warms|washes|wears|weighs|wipes|works"
)
_DOING = re.compile(rf"^(?:{_VERBS})\b", re.IGNORECASE)
_BEING = re.compile(r"^(?:an?|one)\s+\w", re.IGNORECASE)
_FINITE = re.compile(
    rf"\b(?:{_VERBS}|is|are|was|were|can|will|does|do|may|should|lets?|need|take|make|keep|give|leave|fit|hold|stay|"
    r"come)\b|n't\b",
    re.IGNORECASE,
)
_IMPERATIVE = re.compile(
    r"^(?:use|apply|spray|rub|rinse|wash|keep|let|take|put|add|mix|pour|leave|try|wear|pair|layer|fold|store|hang|brew|"
    r"charge|press|turn|open|shake|massage|smooth|pat|air|fill|read|serve|feed|give|place|see|choose|clean|wipe)\b",
    re.IGNORECASE,
)
_LOWERED = """
a an the one two three four five six seven eight ten with without for made no not soft light lighter thin
thick heavy fine small large long short wide clear clean warm cool cold dry open close loose washed woven cut
sewn sized ribbed brushed flat matt matte woven stoneware oat linen cotton wool merino silk leather cedar pine
fig rose citrus beeswax honey green white black blue red brown grey gray cream natural plain smooth crisp
sturdy firm deep sweet dark milk roasted unscented thin between from in of on size sizes
"""
"""Words that are no names; any other first word stays as the product's text writes it."""


class Phrases(NamedTuple):
    """The forms in which a clause can stand; empty where its grammar does not allow one."""

    being: str = ""
    """After the product: "is a clear gel that foams lightly"."""
    doing: str = ""
    """After the product: "holds temperature to the degree"."""
    tail: str = ""
    """After a colon: "jasmine, peach, black tea"; in Chinese the clause without its full stop."""


def phrases_of(clause: str, *, plural: bool, known: str) -> Phrases:
    """The forms of one clause. `known` is text of the product: a word it writes small may be written small."""
    plain = clause.rstrip(".。")
    if HAN.search(clause):
        return Phrases(tail=plain)
    if "." in plain.rstrip(".") and re.search(r"\.\s", plain):
        return Phrases()
    small = _lowered(plain, known)
    being = f"is {small}" if small and _BEING.match(plain) and not plural and _is_one_thing(plain) else ""
    doing = small if small and _DOING.match(plain) and not plural else ""
    fragment = small if not _FINITE.search(plain) and not _IMPERATIVE.match(plain) else ""
    return Phrases(being, doing, fragment)


def _is_one_thing(plain: str) -> bool:
    """ "A clear gel that foams" says what the thing is; "A groove on one side catches juice" speaks of a part."""
    head = re.split(r"\b(?:that|which|for|with|in|to)\b|[,;:]", plain)[0]
    tail = plain[len(head) :]
    return not _FINITE.search(head) and not re.match(
        r"(?:in|on|with|for)\b[^,;]*\b(?:catches|lets|keeps|holds)\b", tail
    )


def _lowered(plain: str, known: str) -> str:
    """The clause with a small first letter, or nothing where the first word may be a name."""
    first = re.split(r"[\s,;:-]", plain)[0]
    if any(c.isdigit() for c in first):
        return plain
    word = first.lower()
    if first[1:] != word[1:]:
        return ""
    common = word in _LOWERED.split() or _DOING.match(word) or re.search(rf"(?<![A-Za-z]){re.escape(word)}\b", known)
    return word[:1] + plain[1:] if common else ""
