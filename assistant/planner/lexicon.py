"""Words and what they may mean: an index from forms to senses, found by longest match and forgiving typos."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, NamedTuple

from assistant.planner.near import Near
from assistant.planner.text import Token, keys_of
from assistant.planner.words import entries

FUZZY_CUTOFF = 84
"""Below this rapidfuzz ratio false links outnumber mended typos (trust measurements on value linking)."""
FUZZY_LENGTH = 4
ORDINAL_ENDING = "-th"
"""The key of what stands behind the number in 1st, 2nd, 3rd: the number itself is looked up as a word."""
PASSED_OVER = frozenset(("&", "/", ORDINAL_ENDING))
"""Keys between the words of a form that its spelling may or may not have: Ember & Oak, w/o, y/y, 1st order."""
_TITLES = ("mr", "mrs", "ms", "m", "dr", "st", "prof")
_ORDINALS = {"1": "first", "2": "second", "3": "third", "4": "fourth"}


class Sense(NamedTuple):
    """One thing a stretch of text may mean. `value` is hashable plain data; its shape depends on `kind`."""

    kind: str
    value: Any = None
    confidence: float = 1.0
    note: str = ""
    """How it was linked, for `explain`: exact, typo of …, sounds like …"""


def keys_in(tokens: Sequence[Token]) -> list[str]:
    """What tokens are looked up by; 1st is first, and a slash with spaces around it parts what it stands between."""
    keys = [token.key for token in tokens]
    for place, token in enumerate(tokens):
        glued = place > 0 and tokens[place - 1].end == token.start
        if token.text == "/" and not (glued and place + 1 < len(tokens) and tokens[place + 1].start == token.end):
            keys[place] = " / "
        elif glued and token.text in ("st", "nd", "rd", "th") and tokens[place - 1].text in _ORDINALS:
            keys[place - 1], keys[place] = _ORDINALS[tokens[place - 1].text], ORDINAL_ENDING
    return keys


class Lexicon:
    """Forms of any number of tokens to senses; a look-up probes each length known for the first token."""

    def __init__(self) -> None:
        self._senses: dict[tuple[str, ...], list[Sense]] = {}
        self._lengths: dict[str, set[int]] = defaultdict(set)
        self._near: tuple[Near, dict[str, tuple[str, ...]]] | None = None
        self._forgiving: set[tuple[str, ...]] = set()

    def add(self, form: str, sense: Sense, *, forgiving: bool = False) -> None:
        """Teach one form. `forgiving` forms are also found when mistyped."""
        keys = keys_of(form)
        if not keys:
            return
        senses = self._senses.setdefault(keys, [])
        if sense not in senses:
            senses.append(sense)
        self._lengths[keys[0]].add(len(keys))
        if forgiving:
            self._forgiving.add(keys)
            self._near = None

    def settle(self, form: str, sense: Sense) -> None:
        """Make a form mean this and nothing else."""
        self._senses[keys_of(form)] = []
        self.add(form, sense, forgiving=True)

    def reword(self, usual: str, own: str) -> None:
        """Teach every form that holds the usual word with the shop's own instead: which wines, as which products."""
        (key,), instead = keys_of(usual), keys_of(own)
        for keys, senses in list(self._senses.items()):
            if key in keys:
                place = keys.index(key)
                new = (*keys[:place], *instead, *keys[place + 1 :])
                if new not in self._senses or len(keys) == 1:
                    known = self._senses.setdefault(new, [])
                    known += [sense for sense in senses if sense not in known]
                    self._lengths[new[0]].add(len(new))
            elif len(instead) == 1 and instead[0] in keys:  # which wines: no talk of something else in a wine shop
                self._senses[keys] = [sense for sense in senses if sense.kind != "scope"]

    def displace(self, kinds: Collection[str], by: Callable[[Sense], bool]) -> None:
        """Forget the senses of these kinds wherever a form has one that is surer."""
        for keys, senses in self._senses.items():
            if len(senses) > 1 and any(map(by, senses)):
                self._senses[keys] = [sense for sense in senses if by(sense) or sense.kind not in kinds]

    def drop(self, form: str, kinds: frozenset[str]) -> None:
        """Take from a form what it means of these kinds."""
        senses = self._senses.get(keys_of(form), [])
        senses[:] = [sense for sense in senses if sense.kind not in kinds]

    def get(self, form: str) -> list[Sense]:
        """The senses of exactly this form."""
        return self._senses.get(keys_of(form), [])

    def at(self, keys: Sequence[str], position: int) -> Iterator[tuple[int, list[Sense]]]:
        """All forms that start at `position`, as (length in tokens, senses); marks between words are passed over."""
        lengths = self._lengths.get(keys[position], ())
        if not lengths:
            return
        longest, words, ends = max(lengths), [], []
        for place in range(position, len(keys)):
            if keys[place] == "." and place > position and (len(keys[place - 1]) == 1 or keys[place - 1] in _TITLES):
                continue  # K. Miller, Ms. Ortega
            if keys[place] not in PASSED_OVER:
                words.append(keys[place])
                ends.append(place + 1)
            elif keys[place] == ORDINAL_ENDING:
                ends[-1] = place + 1
            if len(words) == longest and keys[place + 1 : place + 2] != [ORDINAL_ENDING]:
                break
        for length in lengths:
            if length <= len(words):
                senses = self._senses.get(tuple(words[:length]))
                if senses:
                    yield ends[length - 1] - position, senses

    def knows(self, key: str) -> bool:
        """Whether any form starts with this token."""
        return key in self._lengths

    def similar(
        self, tokens: Sequence[Token], cutoff: float = FUZZY_CUTOFF, limit: int = 1
    ) -> list[tuple[list[Sense], float, str]]:
        """Senses of the forgiving forms nearest to a mistyped Latin stretch: (senses, ratio 0..1, form), best first."""
        typed = "".join(token.key for token in tokens)
        if len(typed) < FUZZY_LENGTH or not typed.isascii():
            return []
        near, forms = self._mistakable()
        ranked = sorted(near.find(typed, cutoff, limit * 4), key=lambda item: (-item[1], item[0]))[:limit]
        return [(self._senses[forms[form]], ratio / 100, " ".join(forms[form])) for form, ratio, _ in ranked]

    def _mistakable(self) -> tuple[Near, dict[str, tuple[str, ...]]]:
        """Forgiving forms written without spaces, and the keys of each; built when the first unknown word appears."""
        if self._near is None:
            forms: dict[str, tuple[str, ...]] = {}
            for keys in sorted(self._forgiving):
                written = "".join(keys)
                if written.isascii() and len(written) >= FUZZY_LENGTH and not written.isdigit() and len(keys) <= 5:
                    forms.setdefault(written, keys)
            self._near = Near(list(forms)), forms
        return self._near

    def chinese_forms(self) -> dict[str, tuple[str, ...]]:
        """Forgiving Chinese forms, for look-up by sound."""
        forms = {}
        for keys in sorted(self._forgiving):
            written = "".join(keys)
            if 2 <= len(written) <= 8 and not written.isascii():
                forms[written] = keys
        return forms

    def senses(self, keys: tuple[str, ...]) -> list[Sense]:
        """Senses of a form given by its keys."""
        return self._senses.get(keys, [])

    def forms(self) -> Iterator[tuple[str, ...]]:
        """The keys of every form."""
        return iter(self._senses)

    def __len__(self) -> int:
        return len(self._senses)


def lexicon_of(name: str, *kinds: str) -> Lexicon:
    """The words of one file of prompts/lexicon, of these kinds or of all, for one kind of message only."""
    lexicon = Lexicon()
    for kind, value, form in entries(name):
        if not kinds or kind in kinds:
            lexicon.add(form, Sense(kind, value))
    return lexicon
