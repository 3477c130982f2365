"""What stands beside a Chinese question and asks nothing: 跨品类能力强的：……, ……，分母用全部客户."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.planner.around.said import said
from assistant.planner.around.setting_aside import set_aside
from assistant.planner.around.weighty import ABSENT, ALWAYS, CHANGES, COUNTED, TASKS, VALUES
from assistant.planner.intents.questions.stretches import fragments
from assistant.planner.spans import Span

_HAN = re.compile("[\u3400-\u9fff]")
_NAME = re.compile(r"[的型类人客户群者]$")
_MARKS = frozenset("：:—―–-")
_WEIGHTY = (
    *ALWAYS, *VALUES, *COUNTED, *ABSENT, *TASKS, *CHANGES, "period", "number", "measure", "agent", "not", "or", "by",
    "contact_noun", "cmp", "list", "which", "sensitive", "times", "pieces", "anaphor", "alike", "outcome", "chance",
    "why", "condition_word", "overlap", "refused", "migration", "trend", "library_cue", "goal", "tone",
)  # fmt: skip
_DENOMINATOR = "分母"
_UNKNOWN = re.compile("没有?填|不管")
"""Whose fact is unknown, which leaves nobody out."""


def without_side_words(spans: Sequence[Span]) -> list[Span]:
    """The spans with such stretches made filler."""
    found = list(spans)
    if not any(_HAN.search(span.text) for span in spans):
        return found
    found = _that_period(_without_name(found))
    parts = fragments(found, lambda span: span.has("break") and span.text != "、")
    several = len(parts) > 1
    for place, (start, end) in enumerate(parts):
        stretch, following = found[start:end], found[slice(*parts[place + 1])] if place + 1 < len(parts) else []
        opens, ends = several and not place, several and not following
        if (
            (opens and _is_headline(stretch, following))
            or (ends and (_is_aim(stretch, found[:start]) or _is_purpose(stretch)))
            or _says_whole(stretch)
        ):
            found = set_aside(found, start, end)
    return found


def _that_period(spans: Sequence[Span]) -> list[Span]:
    """2025年注册的有多少，占当年注册的几成: the year told before, not the current one."""
    found, last = list(spans), None
    for index, span in enumerate(spans):
        if last is not None and (span.text in said("that_period", language="zh") or span.has("same_days")):
            found[index] = Span(span.start, span.end, span.text, (last,))
        elif span.has("period"):
            last = span.sense("period")
    return found


def _without_name(spans: Sequence[Span]) -> list[Span]:
    """买得杂的客户——买过至少8个品类的: what nobody knows is told behind the colon."""
    at = next((i for i, span in enumerate(spans) if span.text[:1] in _MARKS and i), 0)
    name, rest = spans[:at], spans[at + 1 :]
    unknown = any(span.unknown for span in name)
    plain = not any(span.has(*_WEIGHTY, "break") for span in name)
    told = any(span.has("verb", "value", "values", "cmp", "cmp_post", "agent", "contact") for span in rest)
    named = unknown and plain and told and _NAME.search("".join(span.text for span in name))
    return set_aside(spans, 0, at if named else 0)


def _is_headline(first: Sequence[Span], second: Sequence[Span]) -> bool:
    """退货退得多的，累计退过10件以上: how much is much is told right behind."""
    vague = any(span.has("often", "vague_many") for span in first)
    plain = all(span.has("often", "vague_many", "verb", "filler", "people") for span in first)
    told = any(span.has("times", "pieces", "money", "number") for span in second)
    return vague and plain and told and bool(_verbs(first) & _verbs(second))


def _verbs(spans: Sequence[Span]) -> set[str]:
    return {sense.value for span in spans for sense in span.senses if sense.kind == "verb"}


def _is_aim(last: Sequence[Span], before: Sequence[Span]) -> bool:
    """……有多少人，我要看掉了多少: what the number is looked at for."""
    counted = any(span.has("how_many") for span in before)
    lost = any(span.has("difference") and span.text.startswith(tuple(said("lost", language="zh"))) for span in last)
    return counted and lost and all(span.has("filler", "difference") for span in last)


def _says_whole(spans: Sequence[Span]) -> bool:
    """没填性别的也算进分母, 分母是全部客户: the share is of all customers, which it is anyway."""
    text = "".join(span.text for span in spans)
    named = _DENOMINATOR in text or any(span.has("unknown_value") for span in spans)
    whole = any(word in text for word in said("counted_in", language="zh"))
    narrowed = any(word in _UNKNOWN.sub("", text) for word in said("left_out", language="zh"))
    counted = any(span.has("value", "period", "measure", "agent", "verb", "how_many") for span in spans)
    return named and whole and not narrowed and not counted


def _is_purpose(spans: Sequence[Span]) -> bool:
    """看看能不能推他们升级: what the asker means to do with them, and no further question."""
    told = any(span.has("purpose") for span in spans)
    led = "".join(span.text for span in spans).startswith(tuple(said("purpose_opening", language="zh")))
    return told and led and all(span.has("purpose", "purpose_act", "filler", "break") for span in spans)
