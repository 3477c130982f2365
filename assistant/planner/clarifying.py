"""Questions back about what a clause lacks, and answers to them: the original question with the option filled in."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.planner.frame import Frame
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.leftovers import ask_about, leftovers
from assistant.planner.reading import Ask, Option, Reading
from assistant.planner.text import fold, normalise

if TYPE_CHECKING:
    from assistant.planner.reader import Reader

_SAID = (
    "verb", "how_many", "how_much", "list", "which", "why", "measure", "same", "instead", "anaphor", "row", "by", "who",
    "only_cue", "remove", "back",
)  # fmt: skip
"""Words that make a message more than the name of a thing."""
_CONTENT = (
    "value", "values", "measure", "period", "number", "money", "percent", "range", "agent", "contact", "products", "by",
    "top", "bottom",
)  # fmt: skip
_BESIDE = (
    "filler", "break", "interjection", "thanks", "same", "instead", "how_many", "how_much", "not", "missing", "record",
    "unready", "and", "but", "list", "cost_word",
)  # fmt: skip
"""Words beside the figure that is asked for instead of one that is missing."""
_ORDINALS = {
    "1": 0,
    "first": 0,
    "the first": 0,
    "the first one": 0,
    "第一个": 0,
    "一": 0,
    "2": 1,
    "second": 1,
    "the second": 1,
    "the second one": 1,
    "第二个": 1,
    "二": 1,
    "3": 2,
    "third": 2,
    "the third": 2,
    "the third one": 2,
    "第三个": 2,
    "三": 2,
    "4": 3,
    "fourth": 3,
    "the fourth one": 3,
    "第四个": 3,
    "last": -1,
    "the last one": -1,
    "最后一个": -1,
}
_YES = {"yes", "y", "yep", "yeah", "sure", "ok", "是", "是的", "对", "对的", "好", "好的", "嗯"}


def continued_question(pending: Reading, answer: str) -> str | None:
    """The original question with the answer in place of what was unclear; None when it answers nothing."""
    ask = pending.ask
    assert ask is not None
    option = chosen(ask, answer)
    if option is not None:
        return with_option(pending.question, ask, option)
    if ask.template != "{answer}" and len(answer) <= 80:
        return spliced(pending.question, replace(ask), ask.template.format(answer=answer.strip()))
    short = len(answer.split()) <= 3 and len(answer) <= (24 if answer.isascii() else 12)
    if short and ask.end > ask.start and (ask.start, ask.end) != (0, len(pending.question)):
        return spliced(
            pending.question,
            ask,
            re.sub(r"(?i)^(i mean|i meant|the|我是说|是|我的意思是)\s*", "", answer.strip().strip("。.!！")),
        )
    return None


_MEANT = re.compile(
    r"^(?:(?:[哦噢啊呃]|不好意思|抱歉|对不起|不对|不是|打错字?了?|写错了?|说错了?|输错了?|弄错了?|搞错了?)[,，。!！\s]*)*"
    r"(?:我(?:说|指|想说|要说|的意思|意思|想问|问)的?是|我是说|我是指|指的是|应该是)"
    r"|^(?:(?:oh|oops|sorry|typo|my bad|my mistake|no|wait|a typo)\b[,.!—–\s-]*)*"
    r"(?:i meant|i mean|i was asking about|that should be|it should be|should be)\b:?",
    re.IGNORECASE,
)


def meant(answer: str) -> str:
    """哦打错了，我说的是Lumen & Fig, sorry, I meant Lumen & Fig: the answer without the words that lead in."""
    said = _MEANT.sub("", answer.strip()).strip() or answer
    return re.sub(r"这个(?:牌子|品牌|系列|品类|商品|产品|城市)$", "", said.rstrip("。.!！")) or said


_SHORT = 16
_DENIED = re.compile(r"不|别|非|\b(?:not|no|don't)\b")


def undecided(pending: Reading, answer: str) -> bool:
    """A mere yes, or the question once more, says nothing of which of two readings is meant."""
    options = pending.ask.options if pending.ask is not None else ()
    said = _bare(answer)
    same = said in _YES or said == _bare(pending.question)
    return bool(options) and all(one.reading is not None for one in options) and same


def _bare(text: str) -> str:
    return fold(text).strip(" .。!！\"'“”")


def chosen(ask: Ask, answer: str) -> Option | None:
    """The option an answer picks: its text, its number, or a part of it that only one option has."""
    said = _bare(answer)
    labels = [fold(option.label) for option in ask.options]
    for option, label in zip(ask.options, labels, strict=True):
        typed = fold(option.replacement).strip() if option.reading is None else label  # not the question itself
        if said in (label, label.split(" (")[0], typed) and said:
            return option
    if said in _ORDINALS and ask.options:
        index = _ORDINALS[said]
        return ask.options[index] if -1 <= index < len(ask.options) else None
    if said in _YES and len(ask.options) == 2 and ask.options[0].reading is None:
        return ask.options[0]
    inside = [o for o, label in zip(ask.options, labels, strict=True) if len(label) > 1 and label in said]
    if ask.template != "{answer}" and len(inside) == 1 and len(said) <= _SHORT and not _DENIED.search(said):
        return inside[0]  # 换成小红书那种感觉
    partial = [
        option for option, label in zip(ask.options, labels, strict=True) if said and len(said) > 2 and said in label
    ]
    if len(partial) == 1:
        return partial[0]
    if said in (
        "leave it out",
        "leave out",
        "drop it",
        "ignore it",
        "skip it",
        "without it",
        "never mind",
        "去掉",
        "忽略",
        "不管它",
        "去掉它",
        "跳过",
    ):
        return next((option for option in ask.options if option.replacement == ""), None)
    return None


def instead_of_missing(
    reader: Reader, pending: Reading, message: str, read: Callable[[str], Reading]
) -> Reading | None:
    """那收入呢, after last month's margin that nobody keeps: the same question about the figure that is named now."""
    gap = pending.decline
    if gap is None or gap.end <= gap.start:
        return None
    spans = reader.tagger.tag(reader.tagger.mended(normalise(message)))
    figures = [span for span in spans if span.has("measure") and not span.has("missing", "people")]
    if len(figures) != 1 or not all(span is figures[0] or span.has(*_BESIDE) for span in spans):
        return None
    again = read(pending.question[: gap.start] + figures[0].text + pending.question[gap.end :])
    return again if again.answers and again.calls else None


def drops(pending: Reading, answer: str) -> bool:
    return pending.ask is not None and chosen(pending.ask, answer) is not None


def with_option(question: str, ask: Ask, option: Option) -> str:
    """The question as an option answers it."""
    return option.replacement if option.whole else spliced(question, ask, option.replacement)


def spliced(question: str, ask: Ask, text: str) -> str:
    return (question[: ask.start] + text + question[ask.end :]).strip()


def answerable(reading: Reading, read: Callable[[str], Reading]) -> Reading:
    """The question back with those options that lead to an answer; leaving the word out stays where nothing else does.

    A word that is left out may uncover the next one that is not understood: that is a step, not a dead end.
    """
    ask = reading.ask
    if ask is None or ask.end - ask.start >= len(reading.question):
        return reading
    leading: list[Option] = []
    for option in ask.options:
        again = read(spliced(reading.question, ask, option.replacement))
        leading += [option] if again.ask is None else []
    kept = leading or [option for option in ask.options if not option.replacement]
    if kept != list(ask.options):
        reading.ask = replace(ask, options=tuple(kept))
    return reading


def answers(pending: Reading, answer: str) -> bool:
    """Whether it picks an option, or fills in what was asked for at the end of the question."""
    return pending.ask is not None and (chosen(pending.ask, answer) is not None or pending.ask.template != "{answer}")


def is_bare(reader: Reader, answer: str) -> bool:
    """Whether it is but a value, a name or a period – "gold members", "last month" – as one answers a question."""
    spans = reader.tagger.tag(reader.tagger.mended(normalise(answer)))
    return not any(span.has(*_SAID) and not span.has("filler") for span in spans)


def asks_itself(reader: Reader, answer: str) -> bool:
    """split that by channel, compare it to Q3: a wish of its own, which fills no gap of another sentence."""
    spans = reader.tagger.tag(reader.tagger.mended(normalise(answer)))
    return any(
        span.has("by", "compare", "versus", "chart", "copy_verb", "back") and not span.has("filler") for span in spans
    )


def first_part(answer: str) -> list[str]:
    """platinum members, sorry, that's what we call them: what stands before the first mark."""
    found = re.split(r"[,;.，；。（(]|\s-\s", answer.strip(), maxsplit=1)
    return [found[0].strip()] if len(found) > 1 and found[0].strip() else []


def told_about_it(reader: Reader, rest: str) -> bool:
    """Whether the rest of an answer only explains it: it names nothing that a question could be about."""
    spans = reader.tagger.tag(reader.tagger.mended(normalise(rest)))
    return not any(span.has(*_CONTENT) and not span.has("filler") for span in spans)


def unclear_reading(frame: Frame, unclear: Unclear) -> Reading:
    """A clause that lacks something: ask, with complete questions as options; a word nobody knows comes first."""
    with suppress(Unclear):
        slots = frame.slots()
        unknown = [i for i in leftovers(slots) if slots[i].unknown]
        if unknown:
            return ask_about(frame, slots, unknown)
    options = tuple(Option(frame.say(*pair), frame.say(*pair)) for pair in unclear.options)
    start, end = unclear.place or (0, len(frame.text.original))
    intent = "unsayable" if unclear.firm else "clarify"
    return frame.reading(intent, ask=Ask(frame.say(unclear.english, unclear.chinese), options, start, end))
