"""What is said of either side alike: Moorlight的口红和Qinglan的口红谁卖得多, London serums vs Paris serums."""

from __future__ import annotations

from assistant.planner.spans import Span

_JOINTS = ("and", "versus", "or")
_LONGEST = 5


def said_once(spans: list[Span]) -> list[Span]:
    """The spans with what both sides have in common said once, where each side is a value of one field."""
    if not any(span.has(*_CONTEST) for span in spans):
        return spans
    for joint in range(2, len(spans) - 2):
        if not (spans[joint].has(*_JOINTS) or spans[joint].text in ("、", "/")):
            continue
        for length in range(_LONGEST, 0, -1):
            first = joint - length - 1
            same = _texts(spans[joint - length : joint])
            if first < 0 or not same or spans[first].has("filler"):
                continue
            end = joint + 2 + length
            if _texts(spans[joint + 2 : end]) == same and _alike(spans[first], spans[joint + 1]) and end <= len(spans):
                return [*spans[: first + 1], *spans[joint:]]
    return spans


_CONTEST = ("contest", "best_selling", "worst_selling", "more_word", "which", "difference", "top", "bottom", "versus")


def _texts(spans: list[Span]) -> list[str]:
    return [span.text.casefold() for span in spans]


def _alike(first: Span, second: Span) -> bool:
    """Two values of one field."""
    if first.text.casefold() == second.text.casefold():
        return False
    fields = [{sense.value[0] for sense in span.senses if sense.kind == "value"} for span in (first, second)]
    return bool(fields[0] & fields[1])


def only_these(spans: list[Span]) -> list[Span]:
    """裤子不算，光牛仔裤: goods that are left out beside the only ones that are asked for narrow nothing more."""
    for index in range(len(spans) - 4):
        out, comma, only, kept = spans[index + 1 : index + 5]
        goods = all(
            any(s.kind == "value" and s.value[0] in _GOODS for s in span.senses) for span in (spans[index], kept)
        )
        named = out.text in _LEFT_OUT and comma.has("break") and only.has("only")
        if goods and named and spans[index].text != kept.text:
            return [*spans[:index], *spans[index + 4 :]]
    return spans


_GOODS = ("category", "subcategory", "brand")
_LEFT_OUT = ("不算", "除外", "别算", "不要算", "不计", "不要", "不看", "不管", "先不算", "先不看")
