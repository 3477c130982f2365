"""Whose reading counts where rules and trained reader differ.

Where the trained reader is sure of something else than the rules answer, the question is put back: which of the two?
Where the rules ask about a word that nobody knows and the trained reader is surer still, its reading is the answer,
which names the word. Follow-ups are left to the rules: what stands in the rows shown, the trained reader cannot see.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.planner.frame import Frame, State
from assistant.planner.learned.alike import alike, says_more
from assistant.planner.learned.second_reading import INTENTS
from assistant.planner.reading import Ask, Option, Reading
from assistant.planner.spelling import is_common
from assistant.planner.suggesting.known import known_questions
from assistant.planner.suggesting.outline import outline_of
from assistant.planner.suggesting.suggestions import told_in_words
from tools.contract import BadRequest

SURE = 0.5
"""How sure the trained reader must be of its least sure token to dispute what the rules answer."""
TRUSTED = 0.9
"""How sure it must be to answer where the rules ask about a word that nobody knows; of strangers' paraphrases 24 of 26
are then right. A known word without a place may mean more than it makes of it."""
TRUSTED_OF_JOINTS = 0.95
"""How sure it must be where the word without a place only joins others: I mean, how long does it take, 我是说."""
_JOINTS = frozenset({
    "back", "channel_choice", "contest", "filler", "gone_word", "hedge", "how_many", "in_it", "instead", "longer",
    "made_cue", "overlap", "people", "per_person", "permit", "pieces", "place", "product_cue", "purpose_act",
    "segment_word", "speaks", "top", "vague_many",
})  # fmt: skip
"""What such words are read as: none of it is a value, a figure, a bound or a denial."""
_MARKED = re.compile("[,;.?!，；。？！、]")
_DENIALS = re.compile(
    r"\b(?:no|not|without|except|excluding|excluded|minus|but)\b|n't\b|不[含算要包]|除[了外去]|排除|去掉|剔除|别[算要]",
    re.IGNORECASE,
)
_WELL_KNOWN = 0.7
"""A question so like one that is known the rules read rightly far more often than the trained reader."""


def trusted(frame: Frame, reading: Reading, learned: Sequence[Reading]) -> Reading | None:
    """The trained reader's reading of a first question that the rules ask back, where it is sure; else None."""
    ask = reading.ask
    if ask is None or ask.examples or frame.state.last or not learned:
        return None
    word = frame.text.original[ask.start : ask.end]
    if not (_everyday(word) if ask.word else _joins(frame, ask)) or _denied(frame, ask):
        return None
    if learned[0].confidence < (TRUSTED if ask.word else TRUSTED_OF_JOINTS):
        return None
    said = frame.say(
        f"I made nothing of “{word}” by itself: please check that what I counted is what you meant.",
        f"“{word}”没有单独理解：请核对这里的口径是不是您要的。",
    )
    return replace(learned[0], notes=[*learned[0].notes, said])


def _denied(frame: Frame, ask: Ask) -> bool:
    """北爱不含, no strangers please: what is left out is a condition, whatever it is called."""
    typed = frame.text.original
    around = _MARKED.split(typed[: ask.start])[-1] + typed[ask.start : ask.end] + _MARKED.split(typed[ask.end :])[0]
    return bool(_DENIALS.search(around))


def _everyday(word: str) -> bool:
    return not word.isascii() or is_common(word.casefold())


def _joins(frame: Frame, ask: Ask) -> bool:
    """Whether all that is asked about are words that join others."""
    origin = [frame.origin(index) for index in range(len(frame.spans))]
    within = [span for span, (start, end) in zip(frame.spans, origin, strict=True)
              if start < ask.end and end > ask.start]  # fmt: skip
    return bool(within) and all(_JOINTS.issuperset(sense.kind for sense in span.senses) for span in within)


def disputable(reading: Reading, state: State) -> bool:
    """Whether it is the answer to one question about figures or people, that the trained reader could read too."""
    if state.last or not reading.answers or reading.brief is not None or len(reading.calls) != 1:
        return False
    # several ways to be one are what a word of the shop's own means
    return reading.calls[0].tool in INTENTS and not _said(reading, "group")


def disputed(frame: Frame, reading: Reading, learned: Callable[[Frame], list[Reading]]) -> Reading:
    """The reading, or a question back where the trained reader is sure of another."""
    if not _unusual(frame):
        return reading
    others = learned(frame)
    if not others or others[0].confidence < SURE or any(alike(reading, other, frame.today) for other in others):
        return reading
    if not says_more(others[0], reading, frame.today):
        return reading  # what the other leaves out, the rules found in the question
    either = (others[0], reading)
    if all(one.calls[0].tool == "compare_audiences" or _said(one, "part") for one in either):
        return reading  # the share of some in others is told in either form
    try:
        labels = [told_in_words(frame, one) for one in either]
    except BadRequest:
        return reading
    if not all(labels) or labels[0] == labels[1]:
        return reading
    typed = frame.text.original
    options = (Option(label, typed, whole=True, reading=one) for label, one in zip(labels, either, strict=True))
    question = frame.say("I can read this in two ways. Which do you mean?", "这句话有两种理解，您指的是哪一种？")
    return frame.reading("clarify", ask=Ask(question, tuple(options), 0, len(typed)))


def _said(reading: Reading, word: str) -> bool:
    """Whether a definition has a part or a kind of that name."""
    return f"'{word}'" in str(reading.calls[0].args)


def _unusual(frame: Frame) -> bool:
    """Whether the rules read over words of a question unlike those they know."""
    if not any(span.has("filler") for span in frame.spans):
        return False
    known = next(iter(known_questions(frame.language).alike(outline_of(frame))), None)
    return known is None or known[1] < _WELL_KNOWN
