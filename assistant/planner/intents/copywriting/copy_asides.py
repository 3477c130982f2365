"""What is said around a request for copy: a language nobody writes here, whom it goes to, other people for it."""

from __future__ import annotations

import re

from assistant.planner.frame import Frame
from assistant.planner.grammar.editing.merging import merge_audience
from assistant.planner.grammar.people.audience import read_people
from assistant.planner.grammar.people.people import People
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.copywriting.copy_subject import Subject, set_replaced_aside, subject_of
from assistant.planner.leftovers import leftovers
from assistant.planner.reading import Ask, Call, Option, Reading
from tools.briefs import Brief
from tools.definitions import Attribute, Audience, Contactable

_CONSENTED = ("email", "sms")
"""Channels whose consent the shop keeps."""
_ASKING = (
    "how_many",
    "how_much",
    "list",
    "which",
    "share",
    "by",
    "top",
    "bottom",
    "measure",
    "compare",
    "average",
    "save",
)
_FEW = 9
"""A message of so many words at most may do nothing but name other people."""


def recipients(frame: Frame, brief: Brief) -> Reading | None:
    """who is it for, 发给谁: those of the last brief who may be written to."""
    if not frame.has("recipients_cue") or frame.has("people", "agent", "copy_channel", "value", "group"):
        return None
    audience = brief.audience or Audience()
    if brief.channel in _CONSENTED:
        reached = Contactable.model_validate({"channel": brief.channel})
        audience = audience.model_copy(update={"all": [*audience.all, *([] if reached in audience.all else [reached])]})
    call = Call("size_audience", {"audience": audience.compact()})
    return frame.reading("audience", audience=audience, calls=[call])


def other_language(frame: Frame) -> Reading | None:
    """in German, bilingual: which of the two languages that are written here."""
    place = next((span for span in frame.spans if span.has("copy_language_other")), None)
    if place is None:
        return None
    tokens = frame.text.tokens
    start = frame.text.origins[tokens[place.start].start]
    end = frame.text.origins[tokens[place.end - 1].end - 1] + 1
    question = frame.say(
        f"I write copy in English or in Chinese, one at a time, so not “{place.text}”. Shall it be English?",
        f"我写的文案只有中文或英文，一次一种，写不了“{place.text}”：要哪一种？",
    )
    options = (Option("English", " in English "), Option("中文", " in Chinese "))
    return frame.reading("copy", ask=Ask(question, options, start, end))


def retargeted(frame: Frame, slots: Slots) -> People | None:
    """only for men, 换成银卡会员: other people for the last text, and nothing else said."""
    pointed = frame.has("for", "instead", "same") or not frame.state.figures
    if not pointed or len(slots) > _FEW or frame.has(*_ASKING):
        return None
    people = read_people(slots, frame.today)
    said = (
        "instead",
        "only",
        "only_cue",
        "for",
        "same",
        "copy_verb",
        "contact_verb",
        "anaphor",
        "but",
        "one",
        "draft_word",
    )
    for index in slots.all(*said):
        if not slots.has(index, "group"):
            slots.use(index, "reference")
    return people if people.conditions and not leftovers(slots) else None


_NEXT = re.compile(
    r"(?:(?:ok(?:ay)?|and|great|good),? )*(?:now|next|then)\b|(?:好的?[，,])?(?:现在|接着|接下来|然后|下一个)"
)
"""now the day cream: the next thing to write about."""


def resubjected(frame: Frame, slots: Slots) -> Subject | None:
    """mascaras instead of lipsticks, now about the Enamel Mug: other goods for the last text, and nothing else said."""
    if len(slots) > _FEW or frame.has(*_ASKING, "verb", "people", "agent", "who", "how_many"):
        return None
    set_replaced_aside(slots)
    subject = subject_of(slots)
    for index in slots.all("instead", "only", "for", "same", "copy_verb", "anaphor", "but", "about_word", "put_word"):
        slots.use(index, "reference")
    pointed = frame.has("instead", "copy_verb", "soft", "put_word") or any(
        span.text.casefold().split()[-1] in ("about", "on", "for") for span in frame.spans
    )
    pointed = pointed or (frame.state.last == "copy" and bool(_NEXT.match(frame.text.normal)))
    return subject if subject.any and pointed and not leftovers(slots) else None


def narrowed(before: Audience | None, people: People) -> Audience:
    """The people of the last text with one fact changed; several facts name other people."""
    told = people.audience.all
    named = {c.field for c in told if isinstance(c, Attribute) and c.op == "is"}
    # platinum, not gold: gold only names what is old
    meant = [c for c in told if not (isinstance(c, Attribute) and c.op == "is_not" and c.field in named)]
    audience = people.audience.model_copy(update={"all": meant})
    if before is None or people.conditions - (len(told) - len(meant)) > 1 or not meant:
        return audience
    return merge_audience(before, audience, replacing=True)
