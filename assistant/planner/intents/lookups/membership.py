"""Why one customer is or is not in an audience: is C00413 a champion, why isn't C00511 emailable, 算不算."""

from __future__ import annotations

from itertools import pairwise

from assistant.planner.frame import Frame
from assistant.planner.grammar.people.audience import read_people
from assistant.planner.grammar.people.consent import CHANNELS
from assistant.planner.grammar.people.people import People
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.lookups.lookups import customer_of
from assistant.planner.leftovers import ask_about, leftovers
from assistant.planner.lexicon import Sense
from assistant.planner.reading import Call, Reading
from assistant.planner.spans import Span
from tools.definitions import Audience, Engaged, Filter

_OPENINGS = (
    "is ",
    "does ",
    "has ",
    "did ",
    "was ",
    "would ",
    "should ",
    "can ",
    "may ",
    "could ",
    "do we ",
    "did we ",
    "have we ",
    "are we ",
    "是不是",
    "是否",
    "请问",
)
_CLOSINGS = (
    "吗",
    "y/n",
    "yes or no",
    "or not",
    "right",
    "ok",
    "没有",
    "没",
    "不是",
    "correct",
    "is that so",
    "is it so",
    "true",
)
_WHETHER = (
    " or not",
    " whether ",
    " check if ",
    " tell me if ",
    " know if ",
    " see if ",
    "能不能",
    "可不可以",
    "有没有",
    "属不属于",
    "算不算",
)
_NAMING = (
    "history", "list", "which", "how_much", "how_many", "when_cue", "describe", "by", "chance", "chance_noun",
    "meaning", "offer_cue", "latest", "compare", "average", "sum", "profile_cue", "worth_cue",
)  # fmt: skip
"""Words that ask for something to be named, not for yes or no."""
_ALLOWED = ("may ", "can ", "could ", "ok to ", "okay to ", "allowed", "permitted", "能", "可以", "legal")
_KNOWN = ("customer_id", "why", "in_it", "people", "anaphor", "and", "permit", "yes_no")
_WEIGHTY = (
    "value", "values", "products", "period", "range", "number", "money", "percent", "times", "pieces", "agent", "saved",
    "duration", "ago", "field", "measure", "absent_value", "cmp", "only", "top", "bottom", "scored", "contact",
)  # fmt: skip


def read_member(frame: Frame) -> Reading | None:
    """Explain one customer's membership in what the question describes, or in the last audience."""
    customer = customer_of(frame)
    if customer is None or frame.has("unready", "copy_verb", "history"):
        return None
    normal = frame.text.normal
    several = len({span.value("customer_id") for span in frame.spans if span.has("customer_id")}) > 1
    asks = not several and (
        frame.has("why", "in_it", "yes_no")
        or normal.startswith(_OPENINGS)
        or normal.rstrip("?？!。 ").endswith(_CLOSINGS)
        or any(word in f" {normal}" for word in _WHETHER)
    )
    if not (asks or (normal.rstrip().endswith(("?", "？")) and not frame.has(*_NAMING))):
        return None
    frame.spans = _affirmed(frame.spans)
    slots = frame.slots()
    slots.picking = True
    _may_be_written_to(slots, normal)
    people = read_people(slots, frame.today)
    _or_not(slots)
    if not people.conditions and (sent := _was_sent(slots)) is not None:
        people = sent
    if not asks and not people.conditions:
        return None
    lost = _lost(slots)
    target = people.audience if people.conditions else None
    if lost or any(span.unknown and span.text.strip() for span in frame.spans):
        told = _without_remarks(frame)
        if told is None:
            return ask_about(frame, slots, lost) if people.conditions and lost else None
        target, slots = told
    if target is None:
        if frame.has("how_many", "by") or frame.state.audience is None or not frame.has("why", "in_it", "yes_no"):
            return None
        target = frame.state.audience
    args = {"audience": target.compact(), "customer_id": customer}
    return frame.reading("explain_member", calls=[Call("explain_member", args)], audience=target)


def _may_be_written_to(slots: Slots, normal: str) -> None:
    """may I send C00045 an e-mail, is it ok to text them: a channel beside a permission asks for consent."""
    groups = {getattr(slots.value(i, "group"), "field", "") for i in range(len(slots))} - {"", "campaign_channel"}
    if groups or not any(word in normal for word in _ALLOWED) or slots.find("contact", "verb") is not None:
        return
    for index in slots.all("contact_noun", "contact_verb"):
        channel = slots.value(index, "contact_noun") or slots.value(index, "contact_verb")
        if channel in CHANNELS:
            slots.retag(index, Sense("contact", channel))
            for other in slots.all("send_word", "copy_verb", "permit", "may"):
                slots.use(other, "may be written to")
            return


def _or_not(slots: Slots) -> None:
    """At Risk or not?"""
    for index in slots.all("or"):
        after = slots.next(index, lambda item: item.has("filler") and not item.has("not"))
        if slots.has(after, "not") and slots.has(slots.next(after), "break"):
            slots.use(index, "yes or no")
            slots.use(after, "yes or no")


def _was_sent(slots: Slots) -> People | None:
    """was C00219 in the autumn send, did we send the autumn letter to C00219: whether a campaign went to them."""
    named = [i for i in range(len(slots)) if getattr(slots.value(i, "group"), "field", "") == "campaign"]
    if len(named) != 1 or slots.find("period", "range", "number", "percent") is not None:
        return None
    group = slots.value(named[0], "group")
    slots.use(named[0], "campaign")
    for index in range(len(slots)):
        said = slots.has(index, "mail_noun", "list", "send_word") or slots[index].text.casefold() in _SENT
        if said or slots.value(index, "measure") in ("sends", "campaigns") or slots.value(index, "field") == "campaign":
            slots.use(index, "was sent")
    got = Engaged(event="sent", where=[Filter(field="campaign", values=list(group.values))])
    return People(audience=Audience(all=[got]), conditions=1)


_SENT = (
    "sent",
    "send",
    "included",
    "part of",
    "on",
    "in",
    "audience",
    "recipients",
    "recipient",
    "mailing",
    "go",
    "went",
)


def _lost(slots: Slots) -> list[int]:
    """What is left over beside the customer and the words of such a question."""
    named = [i for i in leftovers(slots) if slots.value(i, "field") != "customer_id"]
    return [i for i in named if not slots.has(i, *_KNOWN) or slots.has(i, "group", "percent")]


def _affirmed(spans: list[Span]) -> list[Span]:
    """why isn't she counted as emailable: the negation is the question's, not the audience's."""
    made = list(spans)
    for index, span in enumerate(spans):
        if span.has("who") and not span.has("which"):
            break
        if not span.has("not") or span.has("verb"):
            continue
        after = index + 1
        while (
            after < len(spans)
            and spans[after].has("filler", "customer_id", "anaphor", "people", "break")
            and not spans[after].has("contact", "verb")
        ):
            after += 1
        told = after < len(spans) and spans[after].has(
            "in_it", "value", "values", "agent", "contact", "saved", "top", "permit"
        )
        asked = any(s.has("why", "in_it", "yes_no") for s in spans[:index]) or index < 2
        if told and asked:
            made[index] = Span(span.start, span.end, span.text, (Sense("filler"),))
    return made


def _without_remarks(frame: Frame) -> tuple[Audience, Slots] | None:
    """The audience, where other sentences only talk around it: – yes or no, and why; consent is there I think."""
    bounds = [0, *[i for i, span in enumerate(frame.spans) if span.has("break")], len(frame.spans)]
    told: list[tuple[int, int]] = []
    for start, end in pairwise(bounds):
        part = frame.slots(start, end)
        people = read_people(part, frame.today)
        if people.conditions and not _lost(part):
            told.append((start, end))
        elif people.conditions or any(_weighs(span) for span in frame.spans[start:end]):
            return None
    if not told:
        return None
    slots = frame.slots(told[0][0], told[-1][1])
    people = read_people(slots, frame.today)
    return (people.audience, slots) if people.conditions and not _lost(slots) else None


def _weighs(span: Span) -> bool:
    """Whether a word could be a condition, so that a remark with it must not be passed over."""
    if span.unknown:
        return any(character.isalnum() for character in span.text)
    light = ("customer_id", "people", "permit", "in_it", "yes_no", "contact_noun", "contact_verb")
    return span.has(*_WEIGHTY) and not span.has(*light)
