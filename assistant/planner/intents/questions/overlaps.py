"""Two audiences side by side: how many are in both, in only one of them; A ∩ B, 交集."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.people.audience import read_people
from assistant.planner.grammar.people.people import People
from assistant.planner.grammar.rows.splits import crossed
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.questions.enumerated import counts_lists, enumerated
from assistant.planner.intents.questions.questions import audience_reading, defaults_said
from assistant.planner.leftovers import account, leftovers, typo_notes
from assistant.planner.reading import Ask, Call, Option, Reading
from assistant.planner.spans import Span
from tools.definitions import Audience, Bought, Condition, Engaged, Filter, Group

_WEAK = ("in both", "both groups", "also in", "at the same time in", "两者都", "两个都", "同时属于", "既属于", "共同")
"""Cues that also stand in a plain condition: ordered in both Q1 and Q2."""
_CUES = ("overlap", "how_much", "how_many", "which", "list", "share", "only", "only_cue", "people", "anaphor")
_ALSO = ("are also", "were also", "also in", "是也", "也是", "同时是", "同时也是", "又是", "∩", "x", "×")


_HEDGES = ("big", "large", "how big", "how large", "at all", "really", "大", "多")


_ANYBODY = Audience(all=[Bought()])


def read_overlap(frame: Frame) -> Reading | None:
    """overlap between champions and skincare buyers; of those who opened A and those who opened B, how many only A."""
    if frame.has("overlap") and crossed(frame.slots()):
        return None
    set_out = _set_out(frame)
    if not frame.has("overlap") and not set_out:
        return None
    if frame.has("overlap") and (several := _of_conditions(frame, listed=3)) is not None:
        return several
    for begin, cut, after in _cuts(frame):
        tail = _tail(frame, after)
        first, second = frame.slots(begin, cut), frame.slots(after, tail)
        sides = _same_days(_side(frame, first), _side(frame, second), frame.spans[after:tail])
        if any(side == _ANYBODY for side in sides):
            continue  # buyers in common: nobody in particular
        if sides[0] and sides[1] and sides[0] != sides[1] and (tail is None or _asks_about(frame, tail, first, second)):
            return _compared(frame, sides[0], sides[1])
    if set_out and not frame.has("overlap"):
        return None
    return _of_conditions(frame) or _with_the_last(frame) or _which_two(frame)


def _set_out(frame: Frame) -> bool:
    """of those who … and those who …: two groups, and then a question about them."""
    normal = frame.text.normal
    return normal.startswith(("of those", "of the people", "of the customers", "among those", "among the")) and any(
        word in normal
        for word in ("and those", "and the ones", "and people who", "and customers who", "and the people")
    )


def _cuts(frame: Frame) -> list[tuple[int, int, int]]:
    """(start, end) of the one audience and the start of the other: numbered, at "and", at "with", else at a mark."""
    spans, numbered = frame.spans, enumerated(frame)
    within = range(1, len(spans) - 1)
    cuts = [(*numbered[0], numbered[1])] if numbered else []
    cuts += [(0, i, i + 1) for i in within if _parts(spans[i])]
    begin = next((i for i in within if spans[i - 1].text.casefold().startswith("compar")), 0)
    cuts += [(begin, i, i + 1) for i in within if i > begin and spans[i].text.casefold() in ("with", "against", "to")]
    return cuts + [(0, i, i + 1) for i in within if spans[i].text in (",", ";", "，", "；")]


def _same_days(
    first: Audience | None, second: Audience | None, spans: list[Span]
) -> tuple[Audience | None, Audience | None]:
    """app shoppers vs store shoppers in 2026: days said once, before or behind nouns, hold for both."""
    one, other = _purchase(first), _purchase(second)
    if one is None or other is None or first is None or second is None:
        return first, second
    acted = any(span.has("verb") and not span.has("people", "agent") for span in spans)
    behind = one.period is None and other.period is not None and not acted
    before = one.period is not None and other.period is None and not acted
    if behind:
        first = first.model_copy(update={"all": [one.model_copy(update={"period": other.period})]})
    elif before:
        second = second.model_copy(update={"all": [other.model_copy(update={"period": one.period})]})
    return first, second


def _purchase(audience: Audience | None) -> Bought | None:
    """The purchase that is all there is of an audience."""
    if audience is None or len(audience.all) != 1 or audience.any or audience.none or audience.limit:
        return None
    return audience.all[0] if isinstance(audience.all[0], Bought) else None


def _parts(span: Span) -> bool:
    text = span.text.casefold()
    return span.has("and", "versus") or text == "/" or text in _ALSO or (span.has("overlap") and not _weak(span))


def _weak(span: Span) -> bool:
    text = span.text.casefold()
    return text in _WEAK or "both" in text.split()


def _tail(frame: Frame, start: int) -> int | None:
    """Where the question about both begins: … – how many opened only the first?"""
    asked = [i for i, s in enumerate(frame.spans) if s.has("how_many", "overlap", "how_much", "share")]
    last = asked[-1] if asked else -1
    return next((i for i in range(start, len(frame.spans) - 1) if frame.spans[i].has("break") and i < last), None)


def _side(frame: Frame, part: Slots) -> Audience | None:
    part.picking = True
    people = read_people(part, frame.today)
    if not people.conditions and (bare := _bare(frame, part)) is not None:
        people = bare
    _use_cues(part)
    _hedges(part)
    return people.audience if people.conditions and not leftovers(part) else None


def _use_cues(part: Slots) -> None:
    for index in range(len(part)):
        counted = part.value(index, "measure") in ("buyers", "customers") and not part.has(index, "group")
        if not part.used(index) and (counted or part.has(index, *_CUES)) and not part.has(index, "not", "group"):
            part.use(index, "overlap")


def _bare(frame: Frame, part: Slots) -> People | None:
    """shoes, Autumn Wardrobe 2026: goods or a campaign alone are those who bought it, opened it or got it."""
    found = [i for i in part.all("group") if part.level(part.value(i, "group").field) in _DONE]
    if len(found) != 1:
        return None
    group = part.value(found[0], "group")
    wanted = Filter(field=group.field, values=list(group.values))
    level = part.level(group.field)
    if level != "campaign":
        return _people(part, found[0], Bought(where=[wanted]))
    said = {value for span in frame.spans for value in (span.value("agent"), span.value("verb"))}
    event = next((event for event in ("click", "open") if event in said), "sent")
    return _people(part, found[0], Engaged(event=event, where=[wanted]))


_DONE = ("product", "line", "order", "campaign")


def _people(part: Slots, index: int, condition: Condition) -> People:
    part.use(index, "what they did it to")
    for beside in part.all("agent"):
        part.use(beside, "what they did")
    return People(audience=Audience(all=[condition]), conditions=1)


def _hedges(part: Slots) -> None:
    """a lot, much, how strongly: how big it is, the numbers say."""
    for index in range(len(part)):
        if part.has(index, "hedge") or part[index].text.casefold() in _HEDGES:
            part.use(index, "how big")


def _asks_about(frame: Frame, tail: int, first: Slots, second: Slots) -> bool:
    """Whether what is asked behind the two says nothing but which part of them is meant."""
    part = frame.slots(tail)
    named = {_value(part, i) for i in range(len(part))} - {None}
    known = {_value(slots, i) for slots in (first, second) for i in range(len(slots))}
    for index in range(len(part)):
        value = _value(part, index)
        if (
            value is not None
            and not any(value <= other for other in known if other)
            and not any(other <= value for other in known if other)
        ):
            return False
        if not part.has(
            index, *_CUES, "filler", "break", "verb", "group", "who", "and", "not", "place", "with", "of", "but"
        ):
            return False
    return len(named) < 3


def _value(slots: Slots, index: int) -> frozenset[str] | None:
    group = slots.value(index, "group")
    return frozenset(map(str, group.values)) if group is not None else None


def _timed_alike(frame: Frame, first: Audience, second: Audience) -> Audience:
    """skincare buyers and makeup buyers this year: a period at the very end is said of both."""
    last = next((s for s in reversed(frame.spans) if not s.has("filler", "break")), None)
    one, other = first.all, second.all
    if last is None or len(one) != 1 or len(other) != 1:
        return first
    mine, theirs = one[0], other[0]
    alike = isinstance(mine, Bought | Engaged) and type(mine) is type(theirs)
    if not alike or getattr(mine, "period", None) or last.value("period") != getattr(theirs, "period", None):
        return first
    return Audience(all=[mine.model_copy(update={"period": theirs.period})])  # type: ignore[union-attr]


def _compared(frame: Frame, first: Audience, second: Audience) -> Reading:
    first = _timed_alike(frame, first, second)
    args = {"first": first.compact(), "second": second.compact()}
    reading = frame.reading("overlap", calls=[Call("compare_audiences", args)], audience=second)
    reading.notes += typo_notes(frame)
    reading.account = [(span.text, "which list") for i, span in enumerate(frame.spans) if counts_lists(frame.spans, i)]
    return reading


def _of_conditions(frame: Frame, listed: int = 0) -> Reading | None:
    """skincare and makeup buyers overlap: two conditions said in one breath; with more of them, who meets all."""
    slots = frame.slots()
    slots.picking = any(slots.chinese(i) for i in range(len(slots)))
    people = read_people(slots, frame.today)
    weak = all(_weak(span) for span in frame.spans if span.has("overlap"))
    _use_cues(slots)
    _hedges(slots)
    if leftovers(slots) or people.conditions < 1 or people.audience.any or people.audience.limit:
        return None
    every = _listed(list(people.audience.all))
    if listed and (len(people.audience.all) != 1 or len(every) < listed or people.audience.none):
        return None
    if len(every) == 2 and not people.audience.none and not weak:
        sides = [Audience(all=list(c.all) if isinstance(c, Group) and not c.any else [c]) for c in every]
        return _compared(frame, *sides)
    if len(every) + len(people.audience.none) < 2:
        return None
    people.audience = people.audience.model_copy(update={"all": every})
    reading = audience_reading(frame, people, listing=frame.has("list") and not frame.has("how_many"))
    reading.notes = list(dict.fromkeys([*reading.notes, *defaults_said(frame, people)]))
    account(slots, reading)
    return reading


def _listed(conditions: list[Condition]) -> list[Condition]:
    """home / kitchen / bedding buyers: a bare list of goods is as many groups as it has goods."""
    if len(conditions) != 1 or not isinstance(only := conditions[0], Bought | Engaged) or len(only.where) != 1:
        return conditions
    listed = only.where[0]
    if listed.op != "is" or len(listed.values) < 2 or only.value != 1 or only.op != "ge":
        return conditions
    return [
        only.model_copy(update={"where": [listed.model_copy(update={"values": [value]})]}) for value in listed.values
    ]


def _with_the_last(frame: Frame) -> Reading | None:
    """and the overlap with gold members?"""
    slots = frame.slots()
    audience = _side(frame, slots)
    if audience is None or frame.state.audience is None:
        return None
    args = {"first": (frame.state.them or frame.state.audience).compact(), "second": audience.compact()}
    return frame.reading("overlap", calls=[Call("compare_audiences", args)], audience=frame.state.audience)


def _which_two(frame: Frame) -> Reading:
    return frame.reading(
        "overlap",
        ask=Ask(
            frame.say("Which two audiences should I compare?", "要比较哪两个人群？"),
            (
                Option(
                    frame.say("champions and repeat buyers", "冠军客户和复购客户"),
                    frame.say("overlap between champions and repeat buyers", "冠军客户和复购客户的重合"),
                ),
            ),
            0,
            len(frame.text.original),
        ),
    )
