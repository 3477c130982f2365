"""Whom a request is about – one customer, a group, the last people – and the last step of every reading."""

from __future__ import annotations

from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.editing.merging import merge_audience
from assistant.planner.grammar.people.audience import read_people
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.questions.notes import said_about
from assistant.planner.intents.references.cues import points_back
from assistant.planner.leftovers import account, ask_about, leftovers, typo_notes
from assistant.planner.reading import Ask, Call, Decline, Reading
from tools.definitions import Audience

_ANAPHORS_ZH = {"他们", "她们", "它们"}


def customer_in(frame: Frame) -> str | None:
    """The customer named in the question: C00012, customer 900."""
    for span in frame.spans:
        if span.has("customer_id"):
            return str(span.value("customer_id"))
    for first, second in zip(frame.spans, frame.spans[1:], strict=False):
        if first.has("people") and second.has("number") and not second.has("period", "cmp", "percent", "heads"):
            return frame.vocabulary.customer_id(second.text)
    return None


def person_meant(frame: Frame) -> str | None:
    """The customer a question is about: named in it, or the last one where it says she, he or this customer."""
    return customer_in(frame) or (frame.state.customer if frame.has("person_ref") else None)


def needs_person(frame: Frame) -> bool:
    """Whether one person is spoken of without anybody knowing who."""
    return frame.has("person_ref") and customer_in(frame) is None and frame.state.customer is None


def which_customer(frame: Frame) -> Reading:
    """Ask who "she" is; the answer stands in her place."""
    span = next(span for span in frame.spans if span.has("person_ref"))
    tokens = frame.text.tokens
    start = frame.text.origins[tokens[span.start].start]
    end = frame.text.origins[tokens[span.end - 1].end - 1] + 1
    question = frame.say("Which customer do you mean? Please give the id.", "您指哪位客户？请提供客户编号。")
    return frame.reading("scores", ask=Ask(question, (), start, end))


def use_person(slots: Slots) -> None:
    """The words that name the customer have done their work."""
    for index in range(len(slots)):
        if slots.has(index, "customer_id", "person_ref"):
            slots.use(index, "the customer")
            if slots.has(index - 1, "purpose_act") and not slots.used(index - 1):
                slots.use(index - 1, "the customer")  # 给客户 C17792 推荐
        elif _numbered(slots, index):
            slots.use(index, "the customer")
            slots.use(index + 1, "the customer")


def _numbered(slots: Slots, index: int) -> bool:
    """customer 900."""
    beside = slots.has(index, "people") and slots.has(index + 1, "number")
    return beside and slots.vocabulary.customer_id(slots[index + 1].text) is not None


def use(slots: Slots, role: str, *kinds: str) -> None:
    """Mark every free item that may be one of these kinds."""
    for index in slots.all(*kinds):
        slots.use(index, role)


def group_meant(frame: Frame, slots: Slots, reading_notes: list[str] | None = None) -> Audience | None:
    """The people described in the rest of the question, on top of the last ones where it points back at them."""
    pointing = points_back(frame) or any(span.text in _ANAPHORS_ZH for span in frame.spans)
    people = read_people(slots, frame.today)
    if reading_notes is not None:
        reading_notes += said_about(frame, people)
    before = frame.state.them if pointing else None
    if pointing:
        use(slots, "the last people", "anaphor")
    if people.conditions == 0:
        return before
    return merge_audience(before, people.audience, replacing=False) if before is not None else people.audience


def finished(frame: Frame, slots: Slots, intent: str, tool: str, args: dict[str, Any], **parts: Any) -> Reading:
    """The reading that makes one call; words nobody used are asked about instead."""
    lost = leftovers(slots)
    if lost:
        asking = ask_about(frame, slots, lost)
        asking.intent = intent if asking.ask is not None else asking.intent
        return asking
    if frame.tools and tool not in frame.tools:
        return frame.reading("decline", decline=Decline("not_possible", _not_here(frame)))
    notes = typo_notes(frame) + parts.pop("notes", []) + [frame.say(*pair) for pair in slots.said]
    reading = frame.reading(intent, calls=[Call(tool, args)], notes=list(dict.fromkeys(notes)), **parts)
    account(slots, reading)
    return reading


def _not_here(frame: Frame) -> str:
    return frame.say(
        "That is not among the tools of this session; I can answer questions about customers, sales and campaigns.",
        "本次会话没有提供这项功能；客户、销售和活动方面的问题可以问我。",
    )


def audience_args(audience: Audience | None) -> dict[str, Any]:
    """The argument `audience`, left out where everybody is meant."""
    return {"audience": audience.compact()} if audience is not None and audience.compact() else {}
