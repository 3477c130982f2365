"""Copy: a request becomes a brief; "shorter", "make it an SMS" change the last one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from assistant.planner.frame import Frame
from assistant.planner.grammar.briefs.briefs import MOST, read_wishes
from assistant.planner.grammar.briefs.offers import offer_of
from assistant.planner.grammar.briefs.wishes import Wishes
from assistant.planner.grammar.deeds.verbs import join_carts
from assistant.planner.grammar.people.audience import read_people, with_limit
from assistant.planner.grammar.people.people import People
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.copywriting.channel_names import CHANNELS
from assistant.planner.intents.copywriting.copy_about import spoken_of
from assistant.planner.intents.copywriting.copy_again import back_to_copy, in_manner, styled
from assistant.planner.intents.copywriting.copy_asides import (
    narrowed,
    other_language,
    recipients,
    resubjected,
    retargeted,
)
from assistant.planner.intents.copywriting.copy_edits import drafts_kept, edited, tones
from assistant.planner.intents.copywriting.copy_frame import copy_frame
from assistant.planner.intents.copywriting.copy_goals import bought_topic, goal_for, goal_of, looked_at, topic_of
from assistant.planner.intents.copywriting.copy_people import by_age, of_them, recipients_read
from assistant.planner.intents.copywriting.copy_requests import asks_for_copy, maybe_copy
from assistant.planner.intents.copywriting.copy_rest import rest_of
from assistant.planner.intents.copywriting.copy_said import Said, heeded, told
from assistant.planner.intents.copywriting.copy_slots import copy_slots
from assistant.planner.intents.copywriting.copy_subject import (
    Subject,
    dates_ahead,
    event_of,
    set_replaced_aside,
    subject_of,
    theme_of,
)
from assistant.planner.intents.copywriting.hearing import Heard
from assistant.planner.intents.copywriting.named_values import names_a_value
from assistant.planner.intents.questions.notes import defaults_said
from assistant.planner.leftovers import account, ask_about, typo_notes
from assistant.planner.reading import Ask, Call, Option, Reading
from tools.briefs import Brief
from tools.contract import Language
from tools.definitions import Audience

_POINTING = (
    "anaphor", "same", "instead", "add", "put_word", "how_many", "list", "only_cue", "soft", "row", "thing",
    "in_it",
)  # fmt: skip


_AD = re.compile(r"\bad(?:s|vert|verts| copy)?\b|广告")
_THEM = re.compile(
    r"\b(?:to|for|e-?mail|text|write) (?:them|(?:those|these) (?:people|customers))\b|他们|她们|这些客户"
)


def _may_write_to(frame: Frame) -> bool:
    """可以给C01033发短信吗, 能不能给他发邮件: whether somebody may be written to, not what to write."""
    asked = frame.text.normal.rstrip("?？。 ").endswith(("吗", "么")) or "能不能" in frame.text.normal
    return asked and frame.has("customer_id") and frame.has("contact_verb") and not frame.has("copy_noun")


@dataclass
class _Request:
    """A request for copy, as far as it has been read."""

    frame: Frame
    slots: Slots
    heard: Heard
    wishes: Wishes
    asked: bool
    """It asks for a text in so many words."""
    editing: bool
    """It may change the last text."""
    kept: list[int] | None
    """Which of the last drafts are to stay, where it says so."""


def read_copy(asked_frame: Frame) -> Reading | None:
    """A request for copy, or a change of the last one."""
    state = asked_frame.state
    editing = state.brief is not None and (state.last == "copy" or back_to_copy(asked_frame))
    asked_frame = in_manner(asked_frame) if editing else asked_frame
    if not editing and (not maybe_copy(asked_frame) or _may_write_to(asked_frame) or names_a_value(asked_frame)):
        return None
    frame, heard = copy_frame(asked_frame)
    asked = asks_for_copy(frame)
    before = state.brief if editing else None
    if before is not None and (told_who := recipients(frame, before)):
        return told_who
    if (foreign := other_language(frame)) and (asked or editing):
        return foreign
    if not asked and not editing:
        return None
    slots = copy_slots(frame)
    join_carts(slots)
    kept = drafts_kept(slots, state) if editing else None
    offered = before.offer.model_dump(exclude_none=True) if before and before.offer else None
    wishes = read_wishes(slots, frame.today, offered)
    says = wishes.any or heard.stretches or heard.beyond or kept is not None or frame.has("price_tag") or styled(frame)
    if not asked and not says:
        return _otherwise(frame, slots, before)
    if wishes.other_channel and not wishes.channel:
        return _other_channel(frame, wishes.other_channel)
    return _brief(_Request(frame, slots, heard, wishes, asked, editing, kept), before)


def _otherwise(frame: Frame, slots: Slots, before: Brief | None) -> Reading | None:
    """for candles, to gold members: the last text about other goods, or for other people."""
    goods = resubjected(frame, slots)
    if goods is not None and before is not None:
        about = before.model_copy(update={"products": goods.products[:MOST], "topic": goods.topic})
        return _brief_reading(frame, slots, about, People(), [])
    other = retargeted(frame, copy_slots(frame))
    if other is None or before is None:
        return None
    changed = before.model_copy(update={"audience": narrowed(before.audience, other)})
    return _brief_reading(frame, slots, changed, other, [])


def _brief(request: _Request, before: Brief | None) -> Reading:
    """What it is about, whom it is for and how it is to sound; what is left over is asked about."""
    frame, slots, heard, wishes = request.frame, request.slots, request.heard, request.wishes
    if request.editing:
        set_replaced_aside(slots)
    subject = subject_of(slots)
    spoken = spoken_of(slots, wishes.language or (before.language if before else frame.language), heard)
    ahead = dates_ahead(slots)
    people = recipients_read(frame, slots) or read_people(slots, frame.today)
    _use_pointing(slots)
    spoken += _settle_topic(slots, subject, heard)
    rest = rest_of(slots, editing=request.editing and not request.asked)
    if rest.lost:
        question = ask_about(frame, slots, rest.lost)
        question.intent = "copy" if request.asked and question.ask else question.intent
        return question
    if not request.editing and set(wishes.offer) == {"valid_until"}:
        ends = str(wishes.offer.pop("valid_until"))  # points expire on 31 December: no offer ends
        if frame.has("goal", "purpose", "theme_word"):
            heard.said.append(_last_day(date.fromisoformat(ends), wishes.language or frame.language))
        else:
            ahead.append(f"until {ends}")
    spoken += ahead
    rest.styles += heard.readers
    said = heeded(frame, heard, wishes, subject, rest)
    said.about = list(dict.fromkeys(spoken))[:6]
    if request.editing and not _complete(frame, wishes, people, subject, request.asked):
        return _changed(request, people, subject, said)
    return _fresh(frame, slots, wishes, people, subject, heard, said)


def _last_day(ends: date, language: Language) -> str:
    """The clearance ends Sunday: its last day as the text says it, where nothing is offered besides."""
    return f"{ends.month}月{ends.day}日截止" if language == "zh" else f"Until {ends.day} {ends:%B}"


def _use_pointing(slots: Slots) -> None:
    """the same for them, add it: words that point at what is known."""
    for index in slots.all(*_POINTING):
        if not slots.has(index, "group", "period", "range", "condition", "not", "never"):
            slots.use(index, "reference")


def _settle_topic(slots: Slots, subject: Subject, heard: Heard) -> list[str]:
    """Products that were heard of, else an event or a theme as the topic; a theme beside the topic is spoken of."""
    if not subject.products and heard.goods:
        subject.products, subject.topic = list(dict.fromkeys(heard.goods)), ""
    subject.topic = subject.topic or ("" if subject.products else next(iter(heard.topics), "") or event_of(slots))
    theme = theme_of(slots)
    subject.topic = subject.topic or ("" if subject.products else theme)
    return [theme] if theme and theme != subject.topic else []


def _changed(request: _Request, people: People, subject: Subject, said: Said) -> Reading:
    """The last text, changed; of the drafts that are to stay, just those."""
    frame, heard, wishes, kept = request.frame, request.heard, request.wishes, request.kept
    brief = edited(frame.state, wishes, people, subject, heard, said, kept)
    reading = _brief_reading(frame, request.slots, brief, people, told(frame, heard, wishes, said, brief))
    if kept is not None and not wishes.any and not heard.stretches:
        reading.focus["drafts"] = [frame.state.drafts[place] for place in kept]
    return reading


def _complete(frame: Frame, wishes: Wishes, people: People, subject: Subject, asked: bool) -> bool:
    """A new request rather than a change: it names a channel and who it goes to or what it is about, with a verb."""
    named = bool(people.conditions or subject.any or wishes.variants)
    return bool(asked and wishes.channel and named and frame.has("copy_verb", "number") and not wishes.again)


def _fresh(
    frame: Frame, slots: Slots, wishes: Wishes, people: People, subject: Subject, heard: Heard, said: Said
) -> Reading:
    audience, note = _audience(frame, wishes, people)
    if wishes.channel is None:
        unplaced = next((span.text for span in frame.spans if span.has("unplaced")), "")
        return _other_channel(frame, unplaced, "unplaced") if unplaced else _which_channel(frame)
    brief = Brief(
        channel=wishes.channel,
        language=wishes.language or frame.language,
        goal=wishes.goal or (goal_of(people) if people.conditions else goal_for(audience)),
        audience=audience,
        products=(subject.products or ([] if subject.topic else looked_at(people)))[:MOST],
        topic=subject.topic or ("" if subject.products else bought_topic(people) or topic_of(audience)),
        about=said.about,
        offer=None if heard.no_offer else offer_of(wishes.offer),
        tone=tones(wishes, said, []),
        must_say=said.must_say,
        must_not_say=list(dict.fromkeys([*wishes.must_not_say, *said.must_not_say]))[:20],
        max_characters=wishes.max_characters,
        variants=wishes.variants or len(heard.each) or 3,
        each=heard.each[:MOST],
    )
    notes = [*([note] if note else []), *told(frame, heard, wishes, said, brief)]
    return _brief_reading(frame, slots, brief, people, notes)


def _audience(frame: Frame, wishes: Wishes, people: People) -> tuple[Audience | None, str]:
    """Who it goes to: those named, else those just spoken of."""
    state = frame.state
    if people.conditions:
        return of_them(frame, by_age(with_limit(people.audience, people))), ""
    before = state.them or (state.metric.audience if state.metric else None)
    public = wishes.channel in ("meta_ad", "google_ad", "xiaohongshu")
    if before is None and not public and _THEM.search(frame.text.normal):
        return None, frame.say(
            "Nobody was spoken of before, so it is for all customers.", "前面没有提到人群，因此面向全部客户。"
        )
    if before is None or not before.compact() or public:
        return None, ""
    if frame.has("anaphor", "and", "same"):
        return before, ""
    if state.figures in ("audience", "list") and not frame.has("people"):
        return before, frame.say("It goes to the customers we just spoke of.", "发送对象为刚才的人群。")
    return None, ""


def _which_channel(frame: Frame) -> Reading:
    end = len(frame.text.original)
    first = ("meta_ad", "google_ad") if _AD.search(frame.text.normal) else ()
    known = list(dict.fromkeys([*first, *CHANNELS]))[:4]
    options = tuple(
        Option(frame.say(*CHANNELS[name]), frame.say(f" as {CHANNELS[name][0]}", f"，{CHANNELS[name][1]}"))
        for name in known
    )
    question = frame.say("For which channel?", "用于哪个渠道？")
    template = frame.say(" as {answer}", "，{answer}")
    return frame.reading("copy", ask=Ask(question, options, end, end, template))


def _brief_reading(frame: Frame, slots: Slots, brief: Brief, people: People, notes: list[str]) -> Reading:
    args = brief.compact() | {"channel": brief.channel, "language": brief.language}
    reading = frame.reading(
        "copy",
        brief=brief,
        audience=brief.audience,
        calls=[Call("brief_copy", {"brief": args})],
        notes=typo_notes(frame) + defaults_said(frame, people) + notes + [frame.say(*pair) for pair in slots.said],
    )
    account(slots, reading)
    return reading


def _other_channel(frame: Frame, channel: str, kind: str = "copy_channel_other") -> Reading:
    """What is written here instead of a landing page or of a slogan by itself."""
    names = [frame.say(*pair) for pair in CHANNELS.values()]
    question = frame.say(
        f"I don't write for {channel} yet. I can write {', '.join(names)}: which one?",
        f"目前还不支持{channel}，可以写{'、'.join(names)}，要哪一种？",
    )
    if kind == "unplaced":
        question = frame.say(
            f"I write whole texts for a channel, no {channel} by itself. I can write {', '.join(names)}: which one?",
            f"我只写某个渠道的整篇文案，不单写{channel}。可以写{'、'.join(names)}，要哪一种？",
        )
    options = tuple(Option(name, name) for name in names[:5])
    return frame.reading("copy", ask=Ask(question, options, *_place_of(frame, kind)))


def _place_of(frame: Frame, kind: str) -> tuple[int, int]:
    span = next(span for span in frame.spans if span.has(kind))
    tokens = frame.text.tokens
    start, end = tokens[span.start].start, tokens[span.end - 1].end
    return frame.text.origins[start], frame.text.origins[end - 1] + 1
