"""Whether the people spoken of may be written to, however it is asked: can we message them by sms; sms?; and e-mail?"""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.intents.refusals.sending import wants_sending
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span
from tools.definitions import Contactable

_CHANNELS = ("email", "sms")
_MAY = {"can", "may", "could", "allowed to", "able to", "are we allowed to", "do we have permission to", "ok to"}
_WRITING = {
    "message", "reach", "contact", "write", "write to", "get", "hit", "ping", "approach", "mail", "notify", "talk to",
    "get hold of", "be messaged", "be reached", "be contacted", "messaged", "reached", "contacted", "be written to",
}  # fmt: skip
_BETWEEN = ("filler", "anaphor", "people", "by", "with", "place", "for", "copy_verb", "copy_noun", "mail_noun")
_AROUND = ("filler", "break", "same", "and", "interjection", "by", "how_many", "anaphor", "add", "instead", "only_cue")
_MORE = ("also", "too", "as well", "both", "plus")


def asked_to_write(frame: Frame) -> Frame:
    """The frame with a channel that is asked about settled as a condition on the people."""
    frame = _may_write(frame)
    return _channel_alone(frame)


def _may_write(frame: Frame) -> Frame:
    spans = list(frame.spans)
    for index, span in enumerate(spans):
        words = span.text.casefold()
        led = any(s.text.casefold() in _MAY for s in spans[max(0, index - 3) : index])
        if words not in _WRITING or not led:
            continue
        at = index + 1
        while at < len(spans) and spans[at].has(*_BETWEEN) and _channel(spans[at]) is None:
            at += 1
        channel = _channel(spans[at]) if at < len(spans) else None
        if channel is None:
            continue
        spans[at] = replace(spans[at], senses=(Sense("contact", channel),))
        for between in range(index, at):
            if not spans[between].has("anaphor", "people"):
                spans[between] = replace(spans[between], senses=(Sense("filler"),))
        return replace(frame, spans=spans)
    return frame


def _channel_alone(frame: Frame) -> Frame:
    """sms?, and e-mail?: nothing but a channel, after people; it takes the place of the channel of before."""
    state, spans = frame.state, list(frame.spans)
    places = [i for i, span in enumerate(spans) if _channel(span)]
    if len(places) != 1 or state.last not in ("audience", "list") or state.audience is None:
        return frame
    if not all(i in places or (s.has(*_AROUND) and not s.has("remove", "not")) for i, s in enumerate(spans)):
        return frame
    channel = _channel(spans[places[0]])
    if spans[places[0]].has("contact") or _ordered(spans, places[0]) or wants_sending(frame):
        return frame
    spans[places[0]] = replace(spans[places[0]], senses=(Sense("contact", channel),))
    if not any(span.text.casefold() in _MORE for span in spans):
        kept = [c for c in state.audience.all if not isinstance(c, Contactable) or c.channel == channel]
        state = replace(state, audience=state.audience.model_copy(update={"all": kept}))
    return replace(frame, spans=spans, state=state)


def _ordered(spans: list[Span], at: int) -> bool:
    """写条短信, 给他们发邮件: an order to write to them."""
    towards = any(span.has("anaphor") and span.text.startswith("给") for span in spans[:at])
    return spans[at].has("contact_verb") and (towards or spans[at].text.startswith("写"))


def _channel(span: Span) -> str | None:
    named = span.value("contact_noun") or span.value("contact_verb") or span.value("contact")
    return named if named in _CHANNELS else None
