"""What somebody calls the people they describe – "the saints: never returned …", "that's my rescue list".

A name picks nobody: what follows or stands before it says who is meant. One that holds a fact the shop knows is a
condition and stays; so does a name that is all there is.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.planner.around.naming_remarks import is_naming_remark
from assistant.planner.around.naming_words import NEVER, a_question, defined, foreign, nameable, vague
from assistant.planner.around.said import said
from assistant.planner.around.setting_aside import set_aside
from assistant.planner.intents.questions.stretches import fragments
from assistant.planner.spans import Span
from assistant.planner.text import Text

Said = tuple[str, str]
_MARKS = (":", "=", "-", "->", "...")
_REQUEST = ("list", "which", "how_many", "how_much", "greeting")
_LONGEST = 6
_YOUR_NAME = "your name for them", "您对他们的称呼"
_A_REMARK = "a remark", "附带的话"


def without_nicknames(spans: list[Span], text: Text) -> tuple[list[Span], list[Said]]:
    """The spans with names and remarks made filler, and what the answer says about them."""
    told: list[Said] = []
    heading = _heading(spans, text)
    kept = _left_out(spans, *heading, text, told, _YOUR_NAME) if heading else spans
    for first, end in _beside_definition(kept):
        kept = _left_out(kept, first, end, text, told, _YOUR_NAME)
    for first, end in fragments(kept, lambda span: span.has("break") and (span.text != "-" or _spaced(span, text)))[1:]:
        if is_naming_remark(kept[first:end]) and defined([*kept[:first], *kept[end:]]):
            kept = _left_out(kept, first, end, text, told, _A_REMARK)
    return kept, told


def _left_out(spans: list[Span], start: int, end: int, text: Text, told: list[Said], kind: Said) -> list[Span]:
    """The spans less a stretch, which the answer quotes where it holds more than known chat."""
    if any(span.unknown or span.has("agent", "off", "goal", "kind") for span in spans[start:end]):
        marked = spans[end - 1].has("break") or spans[end - 1].text.casefold() in said("means")
        first, last = text.tokens[spans[start].start], text.tokens[spans[max(start, end - 1 - marked)].end - 1]
        typed = text.typed(first.start, last.end).strip(" ,")
        english, chinese = kind
        told.append(
            (f"I took “{typed}” as {english}; it picks nobody.", f"我把“{typed}”理解为{chinese}，没有用来筛选。")
        )
    return set_aside(spans, start, end, "break")


def _heading(spans: list[Span], text: Text) -> tuple[int, int] | None:
    """The stretch before a colon, a dash or "i.e." that names people in a word of the asker's own."""
    at = next((i for i in range(1, min(len(spans) - 1, _LONGEST + 4)) if _parts(spans[i], text)), None)
    if at is None:
        return None
    end = at - 1 if spans[at - 1].text == "," else at
    start = 0
    while start < end and spans[start].has(*_REQUEST, "filler") and not spans[start].has("people"):
        start += 1
    name, rest = spans[start:end], spans[at + 1 :]
    if len(name) > _LONGEST:
        return None
    if not all(nameable(span) for span in name):
        partly = _strange_in(name, rest)
        return (start + partly[0], start + partly[1]) if partly else None
    strange = any(foreign(span) for span in name)
    known = any(span.has("agent") and not vague(span) for span in name)
    if not (strange or (any(vague(span) for span in name) and not known)):
        return None
    return (start, at) if defined(rest) and not a_question(rest) else None


def _strange_in(name: Sequence[Span], rest: Sequence[Span]) -> tuple[int, int] | None:
    """sleepy golds: gold tier, …: the words nobody knows of a name that says something as well, which stays."""
    if any(span.has("how_many", "measure", "copy_verb", "number") and not span.has("agent") for span in name):
        return None
    strange = [place for place, span in enumerate(name) if foreign(span) and span.text.isascii()]
    run = bool(strange) and strange == list(range(strange[0], strange[-1] + 1))
    picked = sum(defined([span]) or span.has("period") for span in rest)
    if not run or picked < 2 or a_question(rest) or any(span.text.casefold() in ("it", "them") for span in rest):
        return None
    first, last = strange[0], strange[-1] + 1
    while last < len(name) and name[last].has("more_word", "off", "filler") and not name[last].has(*NEVER):
        last += 1  # that slowed down
    while first > 0 and name[first - 1].has("who", "filler") and not name[first - 1].has("people", "agent"):
        first -= 1
    return first, last


def _beside_definition(spans: list[Span]) -> list[tuple[int, int]]:
    """regulars (6+ orders), teens (13-19): words nobody knows right before a bracket that says who they are."""
    found = []
    for index in range(1, len(spans)):
        if spans[index].text not in ("(", "（"):
            continue
        close = next((i for i in range(index + 1, len(spans)) if spans[i].text in (")", "）")), len(spans))
        inside = spans[index + 1 : close]
        told = any(span.has("number", "period", "value", "values", "percent", "age_range") for span in inside)
        start = index
        while start and index - start < 3 and foreign(spans[start - 1]) and spans[start - 1].text.isascii():
            start -= 1
        opens = all(span.has(*_REQUEST, "filler") for span in spans[:start])
        if told and opens and len(inside) > 1 and start < index and not a_question(inside):
            found.append((start, index))
    return found


def _parts(span: Span, text: Text) -> bool:
    """Whether a definition may begin after this."""
    written = span.text.casefold()
    return written in said("means") or (written in _MARKS and (written != "-" or _spaced(span, text)))


def _spaced(span: Span, text: Text) -> bool:
    """A dash between words rather than inside one."""
    token = text.tokens[span.start]
    return text.normal[token.start - 1 : token.start].isspace() and text.normal[token.end : token.end + 1].isspace()
