"""How long it takes between two moments of a customer's own: from signing up to the first order, 首单到二单隔多久.

Asked for, or bounded (took more than 60 days to …), it is a field of the customer; the words for it become that field
before anything else is read. Whose time it is, and the bound, stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span
from assistant.planner.text import Text
from assistant.planner.vocabulary import Vocabulary
from assistant.planner.words import pattern_of

MOMENTS = ("signup", "first_order", "second_order", "last_order", "each_order", "today")
BETWEEN = {
    ("signup", "first_order"): "days_to_first_order",
    ("first_order", "second_order"): "days_to_second_order",
    ("first_order", "last_order"): "days_first_to_last_order",
    ("last_order", "today"): "days_since_last_order",
    ("first_order", "today"): "days_since_first_order",
    ("signup", "today"): "days_since_signup",
    ("each_order", ""): "days_between_orders",
    ("", "first_order"): "days_to_first_order",
    ("", "second_order"): "days_to_second_order",
}
"""The field that is the time between two moments; the first of them may go without saying."""
_SUMMED = (
    "average",
    "median",
    "norm",
    "quantile",
    "distribution",
    "extreme",
    "top",
    "bottom",
    "sum",
    "sorted",
    "banded",
)
_BOUND = r"(?P<keep2>\S.{0,40}?)"


class Pattern(NamedTuple):
    """Words for a time: groups a_… and b_… are its ends, keep… is left as it stands."""

    asks: bool
    """How long is asked: without another word for it the average is meant."""
    found: re.Pattern[str]
    field: str = ""
    """The field, where no two ends are named."""


def fold_durations(spans: Sequence[Span], text: Text, vocabulary: Vocabulary) -> list[Span]:
    """The spans with the words of each such time made one field; its average is meant where only how long is asked."""
    found = list(spans)
    for pattern in _patterns(any(not span.text.isascii() for span in spans)):
        match = pattern.found.search(text.normal)
        while match is not None:
            field = pattern.field or BETWEEN.get(_moments(match))
            made = _folded(found, text, match, field, pattern.asks) if field in vocabulary.dictionary.fields else None
            if made is not None:
                return made
            match = pattern.found.search(text.normal, match.start() + 1)
    return found


def _moments(match: re.Match[str]) -> tuple[str, str]:
    said = {name for name, value in match.groupdict().items() if value is not None}
    first = next((moment for moment in MOMENTS if f"a_{moment}" in said), "")
    second = next((moment for moment in MOMENTS if f"b_{moment}" in said), "")
    return first, second


def _folded(spans: list[Span], text: Text, match: re.Match[str], field: str | None, asked: bool) -> list[Span] | None:
    """The match as one field and filler, but for what is kept in it; None where a word is cut in two."""
    kept = [match.span(name) for name in match.groupdict() if name.startswith("keep") and match[name]]
    pieces = _pieces(match.span(), kept)
    made, named = list(spans), False
    for start, end in pieces:
        inside = [i for i, s in enumerate(made) if _start(text, s) < end and start < _end(text, s)]
        if not inside:
            continue
        first, last = made[inside[0]], made[inside[-1]]
        if _start(text, first) < start or _end(text, last) > end:
            return None
        senses = [Sense("filler")] if named else [Sense("field", field)]
        new = [Span(first.start, last.end, text.typed(_start(text, first), _end(text, last)), tuple(senses))]
        if (
            not named
            and asked
            and not any(s.has(*_SUMMED) for s in spans if s not in spans[inside[0] : inside[-1] + 1])
        ):
            new = _averaged(made[inside[0] : inside[-1] + 1], field)
        made[inside[0] : inside[-1] + 1] = new
        named = True
    return made if named else None


def _averaged(spans: list[Span], field: str | None) -> list[Span]:
    """The words parted in two: that an average is asked for, and of what."""
    median = next((span for span in spans if span.has("median")), None)
    sense = Sense("median") if median is not None else Sense("average")
    if len(spans) == 1:
        return [Span(spans[0].start, spans[0].end, spans[0].text, (Sense("figures", (f"{sense.kind}({field})",)),))]
    first, last = spans[0], spans[-1]
    rest = " ".join(span.text for span in spans[1:])
    return [
        Span(first.start, first.end, first.text, (sense,)),
        Span(spans[1].start, last.end, rest, (Sense("field", field),)),
    ]


def _pieces(whole: tuple[int, int], kept: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """What of the whole is left between the kept stretches."""
    pieces, at = [], whole[0]
    for start, end in sorted(kept):
        pieces.append((at, start))
        at = end
    return [piece for piece in (*pieces, (at, whole[1])) if piece[0] < piece[1]]


def _start(text: Text, span: Span) -> int:
    return text.tokens[span.start].start


def _end(text: Text, span: Span) -> int:
    return text.tokens[span.end - 1].end


def _words(*kinds: str) -> str:
    return f"(?:{pattern_of('durations', *kinds).pattern})"


def _moment(side: str, *moments: str) -> str:
    named = "|".join(f"(?P<{side}_{moment}>{_words(moment)})" for moment in moments)
    return rf"(?:{_words('whose')}\s*)?(?:{named})"


@cache
def _patterns(chinese: bool) -> tuple[Pattern, ...]:
    made = _chinese() if chinese else _english()
    return tuple(Pattern(asks, re.compile(pattern, re.I), field) for asks, pattern, field in made)


def _english() -> list[tuple[bool, str, str]]:
    how, length, soft = _words("how_long"), _words("length"), rf"(?:\s+{_words('usually', 'somebody')})*"
    usual = rf"(?:\s+{_words('usually')})*"
    takes, placing = _words("takes"), rf"(?:\s+{_words('placing')})+"
    first, second = _moment("a", *MOMENTS[:4]), _moment("b", *MOMENTS)
    does = r"(?:\s+(?:does|do|did|will|would|has|have|had))?"
    who = r"(?:\s+(?P<keep1>\S.{0,60}?))??"
    gap = (
        rf"(?:in between|between|from|after|since)\s+{first}\s+(?:and|to|until|till|before|up to|through to)\s+{second}"
    )
    each = rf"(?:in between|between|from)\s+{_moment('a', 'each_order')}"
    bare, start = _moment("b", "first_order", "second_order"), _moment("a", "signup", "first_order")
    asked = rf"{how}{does}{soft}{who}{usual}\s+{takes}{soft}(?P<keep3>\s+\S.{{0,40}}?)??(?:\s+to (?:go|get))?"
    since = rf"{how}(?:\s+(?:has it been|is it|ago|was it))?(?:\s+since)?{does}{who}(?:\s+(?:place|make|placed|made))?"
    return [
        (True, rf"{asked}\s+{gap}", ""),
        (True, rf"{how}{soft}{does}{soft}\s+{gap}", ""),
        (True, rf"{asked}\s+{each}", ""),
        (True, rf"{length}(?:\s+{takes})?{soft}\s+{gap}", ""),
        (True, rf"{length}(?:\s+{takes})?{soft}\s+{each}", ""),
        (True, rf"{asked}{placing}\s+{bare}(?:\s+after\s+{start})?", ""),
        (True, rf"{how}{soft}\s+after\s+{start}{does}{soft}{who}(?:{placing})?\s+{bare}", ""),
        (True, rf"{how}{does}{soft}{who}(?:{placing})?\s+{bare}(?:\s+after\s+{start})", ""),
        (True, rf"how (?:soon|quickly|fast){does}{soft}{who}{usual}(?:{placing})?\s+{bare}", ""),
        (True, rf"{how}{does}{soft}{who}{usual}\s+{_words('lifespan')}", "days_first_to_last_order"),
        (True, rf"{length}\s+(?:to|until|till|before)\s+{bare}(?:\s+after\s+{start})?", ""),
        (True, rf"{_moment('a', *MOMENTS[:4])}\s*(?:-|to|and|\s)+\s*{second}\s+{length}", ""),
        (True, rf"{since}\s+(?:(?:their|the|his|her)\s+)?{_words('last_bought')}", "days_since_last_order"),
        (True, rf"{how}{does}{soft}{who}{usual}\s+{_words('tenure')}", "days_since_signup"),
        (False, rf"{takes}\s+{_BOUND}{placing}\s+{bare}(?:\s+(?:after|from)\s+{start})?", ""),
        (False, rf"{takes}\s+{_BOUND}\s+from\s+{first}\s+to\s+{second}", ""),
        (False, rf"{_words('tenure')}(?=(?:\s+for)?\s+{_BOUNDS})", "signup_date"),
    ]


_BOUNDS = (
    r"(?:more than|less than|over|under|at least|at most|fewer than|longer than|no more than|between|\d|an?\b|one|two)"
)


def _chinese() -> list[tuple[bool, str, str]]:
    how, length, soft = _words("how_long"), _words("length"), rf"{_words('usually', 'somebody')}*"
    takes, placing = rf"{_words('takes')}*", rf"{_words('placing')}*"
    first, second = _moment("a", *MOMENTS[:4]), _moment("b", *MOMENTS)
    to = r"(?:之?后)?(?:到|至|与|和|跟|距|距离|离)"
    tail = rf"(?:之间)?的?,?{soft}(?:之间)?的?{takes}{soft}(?:{how}|{length})(?:了|呢|啊)?"
    pair = rf"从?{first}{to}{second}(?:为止)?"
    bare = _moment("b", "first_order", "second_order")
    start = _moment("a", "signup", "first_order")
    again = _moment("b", "second_order")
    fresh = rf"(?:{_words('newcomers')})?"
    return [
        (True, rf"{fresh}{soft}{pair}{tail}", ""),
        (True, rf"{bare}(?:距离|距|离){start}{tail}", ""),
        (
            True,
            rf"{fresh}{soft}{start}(?:之后|以后|后|完)?,?{soft}{takes}{how}(?:之后|以后|后)?{soft}{placing}{bare}",
            "",
        ),
        (True, rf"{soft}{_words('lifespan')}(?:{how})?", "days_first_to_last_order"),
        (True, rf"{_moment('a', 'each_order')}{tail}", ""),
        (True, rf"{soft}(?:每隔|隔){how}(?:会|才)?(?:下|买|购买|来买|来|消费)一(?:单|次)", "days_between_orders"),
        (True, rf"{fresh}{soft}(?:要|需要|得)?(?:隔|过)?{how}(?:之?后)?(?:会|才会|才)?{again}(?!率|周期)", ""),
        (True, rf"{_words('tenure')}了?(?:已经|有)?{how}了?", "days_since_signup"),
        (
            False,
            rf"{start}(?:之后|以后|后|完)?,?{_BOUND}(?:之后|以后|后)?(?:才|再)(?:下|进行|产生|完成|买)?的?{bare}",
            "",
        ),
        (False, rf"{bare}(?:距离|距|离){start}", ""),
        (
            False,
            rf"(?P<keep2>(?:超过|多于|不到|少于|大于|小于)\S{{1,12}}?)(?:之后|以后|后)?(?:才|就)(?:下|进行|完成)?的?{bare}",
            "",
        ),
        (
            False,
            rf"{pair}(?:之间)?的?(?:间隔|相隔|隔了|隔|差了|用了|花了)?(?=.{{0,2}}(?:\d|超过|不到|多于|少于|大于|小于))",
            "",
        ),
    ]
