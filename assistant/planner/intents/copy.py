"""Copy: a request becomes a brief; "shorter", "make it an SMS" change the last one."""

from __future__ import annotations

from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.audience import read_people, with_limit
from assistant.planner.grammar.briefs import Wishes, offer_of, read_wishes
from assistant.planner.grammar.people import People
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.copy_requests import asks_for_copy, copy_slots, theme_of, topic_of
from assistant.planner.intents.questions import defaults_said
from assistant.planner.leftovers import account, ask_about, leftovers, typo_notes
from assistant.planner.reading import Ask, Call, Option, Reading
from tools.briefs import Brief
from tools.definitions import Audience

_CHANNELS = {
    "email": ("e-mail", "邮件"),
    "sms": ("SMS", "短信"),
    "push": ("push", "推送"),
    "wechat": ("WeChat", "微信"),
    "meta_ad": ("Meta ad", "Meta 广告"),
    "google_ad": ("Google ad", "谷歌广告"),
}


def read_copy(frame: Frame) -> Reading | None:
    """A request for copy, or a change of the last one."""
    editing = frame.state.last == "copy" and frame.state.brief is not None
    asked = asks_for_copy(frame)
    if not asked and not editing:
        return None
    slots = copy_slots(frame)
    wishes = read_wishes(slots, frame.today)
    if not asked and not (editing and wishes.any):
        return None
    if wishes.other_channel and not wishes.channel:
        return _other_channel(frame, wishes.other_channel)
    topic = topic_of(slots)
    people = read_people(slots, frame.today)
    for index in slots.all("anaphor", "same", "instead", "add", "put_word", "how_many", "list", "only_cue"):
        slots.use(index, "reference")
    topic = topic or theme_of(slots)
    lost = leftovers(slots)
    if lost:
        return ask_about(frame, slots, lost)
    if editing and not _complete(frame, wishes, people):
        return _edited(frame, slots, wishes, people, topic)
    return _fresh(frame, slots, wishes, people, topic)


def _complete(frame: Frame, wishes: Wishes, people: People) -> bool:
    """A new request rather than a change: it names a channel and who it goes to, with a verb."""
    return bool(wishes.channel and people.conditions and frame.has("copy_verb"))


def _fresh(frame: Frame, slots: Slots, wishes: Wishes, people: People, topic: str) -> Reading:
    audience: Audience | None = with_limit(people.audience, people) if people.conditions else None
    if audience is None and frame.has("anaphor"):
        audience = frame.state.audience or (frame.state.metric.audience if frame.state.metric else None)
    if (
        audience is None
        and not people.conditions
        and frame.state.audience is not None
        and frame.has("and", "same")
        and not topic
    ):
        audience = frame.state.audience
    if wishes.channel is None:
        end = len(frame.text.original)
        options = tuple(
            Option(frame.say(*names), frame.say(f" as {names[0]}", f"，{names[1]}"))
            for names in list(_CHANNELS.values())[:4]
        )
        return frame.reading(
            "copy",
            ask=Ask(
                frame.say("For which channel?", "用于哪个渠道？"),
                options,
                end,
                end,
                frame.say(" as {answer}", "，{answer}"),
            ),
        )
    brief = Brief(
        channel=wishes.channel,
        language=wishes.language or frame.language,
        goal=wishes.goal or _goal(people, wishes),
        audience=audience,
        topic=topic or _bought_topic(people),
        offer=offer_of(wishes.offer),
        tone=_tones(wishes, []),
        must_not_say=wishes.must_not_say,
        max_characters=wishes.max_characters,
        variants=wishes.variants or 3,
    )
    return _brief_reading(frame, slots, brief, people)


def _brief_reading(frame: Frame, slots: Slots, brief: Brief, people: People) -> Reading:
    args = brief.compact() | {"channel": brief.channel, "language": brief.language}
    reading = frame.reading(
        "copy",
        brief=brief,
        audience=brief.audience,
        calls=[Call("brief_copy", {"brief": args})],
        notes=typo_notes(frame) + defaults_said(frame, people),
    )
    account(slots, reading)
    return reading


def _goal(people: People, _wishes: Wishes) -> str:
    """Lapsed people are to be won back, one-time buyers to buy again; an offer is a promotion."""
    for clause in people.clauses:
        if clause.verb == "agent:lapsed" or (
            clause.verb in ("buy", "spend") and clause.negated and (clause.period or clause.ago)
        ):
            return "win_back"
        if clause.verb == "agent:one_time":
            return "second_purchase"
        if clause.verb == "cart":
            return "cart"
    return "promotion"


def _bought_topic(people: People) -> str:
    """Buyers of one category are written to about it."""
    for clause in people.clauses:
        for _, group in clause.groups:
            if (group.field in ("category", "brand", "subcategory") and not clause.negated) or (
                clause.verb == "agent:lapsed" and clause.groups
            ):
                return str(group.values[0])
    return ""


def _tones(wishes: Wishes, before: list[str]) -> list[str]:
    opposites = {
        "understated": {"urgent", "enthusiastic"},
        "urgent": {"understated"},
        "formal": {"playful"},
        "playful": {"formal"},
    }
    dropped = {tone for new in wishes.tone for tone in opposites.get(new, ())}
    tones = [tone for tone in before if tone not in dropped] + wishes.tone
    tones += ["short"] if wishes.length == "shorter" and wishes.max_characters is None else []
    tones = [t for t in tones if t != "short"] if wishes.length == "longer" else tones
    tones += ["offer_first"] if wishes.offer_first else []
    return list(dict.fromkeys(tones))[:6]


def _edited(frame: Frame, slots: Slots, wishes: Wishes, people: People, topic: str) -> Reading:
    """The last brief with what this message says replaced."""
    before = frame.state.brief
    assert before is not None
    changes: dict[str, Any] = {"tone": _tones(wishes, before.tone)}
    if wishes.channel:
        changes["channel"] = wishes.channel
        changes["max_characters"] = wishes.max_characters
    if wishes.language:
        changes["language"] = wishes.language
    if wishes.variants:
        changes["variants"] = wishes.variants
    if wishes.goal:
        changes["goal"] = wishes.goal
    if wishes.max_characters:
        changes["max_characters"] = wishes.max_characters
    if wishes.must_not_say:
        changes["must_not_say"] = list(dict.fromkeys([*before.must_not_say, *wishes.must_not_say]))[:20]
    if wishes.offer:
        kept = before.offer.model_dump(exclude_none=True, mode="json") if before.offer else {}
        replaced = {
            k: v
            for k, v in kept.items()
            if not (k in ("percent_off", "amount_off") and {"percent_off", "amount_off"} & wishes.offer.keys())
        }
        changes["offer"] = offer_of(replaced | wishes.offer)
    if frame.has("remove") and not wishes.offer and frame.has("off"):
        changes["offer"] = None
    if people.conditions:
        changes["audience"] = people.audience
    if topic:
        changes["topic"] = topic
    if wishes.again:
        changes["variants"] = min(10, before.variants if not wishes.variants else wishes.variants)
        changes["tone"] = list(dict.fromkeys([*changes["tone"], "different"]))[:6]
    return _brief_reading(frame, slots, before.model_copy(update=changes), people)


def _other_channel(frame: Frame, channel: str) -> Reading:
    names = [frame.say(*pair) for pair in _CHANNELS.values()]
    return frame.reading(
        "copy",
        ask=Ask(
            frame.say(
                f"I don't write for {channel} yet. I can write {', '.join(names)}: which one?",
                f"目前还不支持{channel}，可以写{'、'.join(names)}，要哪一种？",
            ),
            tuple(Option(name, name) for name in names[:5]),
            *_place_of(frame, "copy_channel_other"),
        ),
    )


def _place_of(frame: Frame, kind: str) -> tuple[int, int]:
    span = next(span for span in frame.spans if span.has(kind))
    tokens = frame.text.tokens
    start, end = tokens[span.start].start, tokens[span.end - 1].end
    return frame.text.origins[start], frame.text.origins[end - 1] + 1
