"""One thing too many in a list: four botanicals are told and a fifth stands among them."""

import re
from collections.abc import Iterator

from tools.copy_rules.context import Fact, Hit, Reading
from tools.copy_rules.rulebook import Rule
from tools.copy_rules.scope import about
from tools.copy_rules.statements import english
from tools.copy_rules.statements.material import listed
from tools.copy_rules.text import HAN, fold, sentences

_JOINT = (
    r"(?:\s*,\s*(?:and|or|plus|&)?\s*|\s+(?:and|or|&|plus)\s+)(?:even )?"
    r"(?:a (?:touch|hint|dash|pinch|little|bit) of )?"
)
_JOINT_ZH = r"、|(?:，)?(?:还有|再加上?|外加|加上|以及)(?:一点点?|少许|些许|一味|一抹)?|[和与及或]"
_PART = r"[^.!?:;()\n“”\"-]+(?:-[^.!?:;()\n“”\"-]+)*"
_PART_ZH = r"[^，。！？：；（）\n“”\s]+(?:，(?:还有|再加|外加|加上|以及)[^，。！？：；（）\n“”\s]+)?"
_LEADING = r"^(?:(?:a|an|the|one|two|three|our|real|some|with|of|from|choose|pick)\s+)+"
_BEHIND = r"\s(?:in|on|at|from|for|with|to|inside|into|that|which|is|are|comes?|goes?|makes?)\s.*"
"""What follows the last member of a list belongs to the sentence."""
_DENIED = r"(?:in|on|at|out|then|0|no|not|never|without|even|just|then)\b|[不没无别]|.*[全都也包]"
_MANY, _LONG, _LONG_ZH = 3, 2, 4
"""A list has so many members, and a member so many words or characters."""


def one_too_many(_: Rule, reading: Reading) -> Iterator[Hit]:
    """Members of lists that no fact has, where two of their neighbours stand together in a fact."""
    cited = reading.context.cited(reading.cites)
    for name, text in reading.fields.items():
        folded = fold(text)
        for start, end in sentences(folded.text):
            sentence = folded.text[start:end]
            facts = about(sentence, cited, reading.before(name, folded.written(start, end)[0]))
            for first, last in _strange(sentence, facts):
                written = folded.written(start + first, start + last)
                yield Hit(name, text[slice(*written)], *written)


def _strange(sentence: str, facts: list[Fact]) -> Iterator[tuple[int, int]]:
    told = [part for fact in facts if fact.kind in "PRB" for part in re.split(r"[.;。；\n]", fact.folded)]
    everything = "\n".join(fact.folded for fact in facts)
    is_zh = bool(HAN.search(sentence))
    if is_zh != bool(HAN.search(everything)):
        return
    for part in re.finditer(_PART_ZH if is_zh else _PART, sentence):
        members = list(_members(part, _JOINT_ZH if is_zh else _JOINT, long=_LONG_ZH if is_zh else _LONG))
        if len(members) < _MANY:
            continue
        named = [sentence[start:end] for start, end in members]
        together = max((sum(_has(one, name) for name in named) for one in told), default=0)
        if together >= _MANY - 1:
            for start, end in members:
                if start > part.start() and _is_strange(sentence[start:end], everything, is_zh=is_zh):
                    yield start, end


def _members(part: re.Match[str], joint: str, *, long: int) -> Iterator[tuple[int, int]]:
    """Spans of the members; of the first and the last only what belongs to the list."""
    ends = [match.span() for match in re.finditer(joint, part[0])]
    edges = [0, *(place for span in ends for place in span), len(part[0])]
    pairs = list(zip(edges[::2], edges[1::2], strict=True))
    for number, (start, end) in enumerate(pairs):
        text = part[0][start:end]
        lead = re.match(_LEADING, text, re.IGNORECASE)
        start += lead.end() if lead else 0
        text = re.sub(_BEHIND, "", part[0][start:end], flags=re.DOTALL).rstrip()
        size = len(text) if HAN.search(text) else len(text.split())
        if text and (size <= long + 1 or number == 0) and not re.match(_DENIED, text, re.IGNORECASE):
            yield part.start() + start, part.start() + start + len(text)


def _has(told: str, name: str) -> bool:
    """Does the sentence of a fact have the member, by its last word or its characters?"""
    if HAN.search(name):
        return name[-2:] in told or name in told
    last = english.stem(name.split()[-1])
    return len(last) > 2 and last in {english.stem(word) for word in re.findall(r"[A-Za-z]+", told)}


def _is_strange(name: str, told: str, *, is_zh: bool) -> bool:
    """Has no fact any of its words, and are they no words of feeling or of grammar?"""
    if is_zh:
        pairs = [name[at : at + 2] for at in range(len(name) - 1)]
        harmless = listed("zh", "words")
        return 1 < len(name) <= _LONG_ZH and not any(pair in told or pair in harmless for pair in pairs)
    words = [word.lower() for word in re.findall(r"[A-Za-z]{3,}", name)]
    if not 0 < len(words) <= _LONG or any(word in english.Known(told) for word in words):
        return False
    if english.stem(words[0]) in english.stems("imperative"):
        return False  # massage it in, then rinse: what to do, and no list of what is in it
    plain = english.stems("appeal", "everyday", "function")
    return english.stem(words[-1]) not in plain and words[-1] not in listed("en", "function")
