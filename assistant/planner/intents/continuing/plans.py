"""Follow-ups to a campaign plan: make that 20, no holdout, SMS rather than mail, leave out platinum, call it Spring.

Each changes one thing and plans again with everything else kept; who is in it and how many get it are told from it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.intents.campaigns.campaign_names import Heard, named
from assistant.planner.intents.campaigns.campaigning import tagged_for_plans
from assistant.planner.intents.continuing.plan_people import other_people
from assistant.planner.intents.continuing.plan_told import SENT, about_plan, counts_told, sending_said
from assistant.planner.intents.continuing.wishes import asks, light, only_said, words
from assistant.planner.intents.copywriting.channel_names import CHANNELS
from assistant.planner.intents.references.cues import corrected
from assistant.planner.reading import Ask, Call, Option, Reading
from assistant.planner.spans import Span
from tools.briefs import Brief
from tools.definitions import Audience, Contactable

_MOST_HELD = 0.5
"""Nobody holds more than half of the people back in passing."""
_RECEIVING = {"sms": "sms", "email": "email"}


def read_plan_change(frame: Frame) -> Reading | None:
    """The plan with what this message changes; None where the message is about something else, or about its texts."""
    state = frame.state
    if state.campaign is None or state.brief is None:
        return None
    tagged = tagged_for_plans(frame)
    for change in CHANGES if state.last == "copy" else LATER:
        if (reading := change(frame, tagged)) is not None:
            return reading
    return None


def replanned(frame: Frame, *notes: str, brief: dict[str, Any] | None = None, **campaign: Any) -> Reading:
    """The last campaign with these things of it and of its brief changed."""
    state = frame.state
    assert state.brief is not None
    changed = state.brief.model_copy(update=brief or {})
    args = {**(state.campaign or {}), **campaign, "brief": as_args(changed)}
    return frame.reading(
        "copy", brief=changed, audience=changed.audience, calls=[Call("plan_campaign", {"campaign": args})],
        notes=list(notes),
    )  # fmt: skip


def as_args(brief: Brief) -> dict[str, Any]:
    """A brief as the argument of a tool."""
    return brief.compact() | {"channel": brief.channel, "language": brief.language}


def _renamed(frame: Frame, tagged: Frame) -> Reading | None:
    """call it Come Back US, 改名叫冬日召回."""
    for index, span in enumerate(tagged.spans):
        if span.has("named_word"):
            heard = Heard()
            named(tagged, index, heard)
            return replanned(frame, name=heard.name[:80]) if heard.name else None
        if not light(span, "campaign_word"):
            return None
    return None


def _share_held(frame: Frame, tagged: Frame) -> Reading | None:
    """make that 20, 20%, half that holdout, never mind the holdout: how many are held back."""
    held = any(span.has("hold_word") and not span.has("number", "percent") for span in tagged.spans)
    if held:
        return _shifted(frame, tagged) or _held_instead(frame, tagged)
    said = only_said(corrected(frame), "percent", "number")
    if len(said) != 1 or said[0].has("period", "duration", "money"):
        return None
    number, share = said[0].value("number"), said[0].value("percent")
    share = float(share) if share is not None else float(number) / 100
    if not 0 < share <= _MOST_HELD or (said[0].value("percent") is None and number != int(number)):
        return None
    brief = frame.state.brief
    if brief is not None and brief.offer is not None and brief.offer.percent_off:
        return _which_share(frame, share)
    note = frame.say(
        f"I took “{said[0].text}” as the share held back: {share:.0%}.",
        f"“{said[0].text}”按对照组的比例理解：{share:.0%}。",
    )
    return replanned(frame, note, holdout_share=round(share, 6))


def _held_instead(frame: Frame, tagged: Frame) -> Reading | None:
    """smaller control, 10 percent; hold back 15 % after all: the share in the words for holding back."""
    shares = [span for span in tagged.spans if span.has("percent")]
    smaller = words("other_share")
    plain = all(
        span in shares or light(span, "hold_word", "hold_beside") or span.text.casefold() in smaller
        for span in tagged.spans
    )
    if len(shares) != 1 or not plain or not 0 < float(shares[0].value("percent")) <= _MOST_HELD:
        return None
    return replanned(frame, holdout_share=round(float(shares[0].value("percent")), 6))


def _which_share(frame: Frame, share: float) -> Reading:
    """Both the offer and the holdout are shares."""
    options = (
        Option(frame.say(f"{share:.0%} held back", f"对照组{share:.0%}"),
               frame.say(f"{share:.0%} holdout", f"对照组{share:.0%}")),
        Option(frame.say(f"{share:.0%} off", f"优惠{share:.0%}"),
               frame.say(f"{share:.0%} off", f"优惠{share:.0%}")),
    )  # fmt: skip
    question = frame.say(
        f"{share:.0%} of what: the share held back, or the discount?", f"{share:.0%}指对照组的比例，还是优惠幅度？"
    )
    return frame.reading("copy", ask=Ask(question, options, 0, len(frame.text.original)))


def _shifted(frame: Frame, tagged: Frame) -> Reading | None:
    """half that holdout, double the control group, never mind the holdout."""
    text = frame.text.normal
    before = float((frame.state.campaign or {}).get("holdout_share", 0.1))
    none = any(span.has("none_word") or span.text.casefold() in ("no", "without") for span in tagged.spans)
    beside = ("hold_word", "hold_beside", "none_word", "not", "remove")
    plain = all(light(span, *beside) or span.text.casefold() in ("after", "all") for span in tagged.spans)
    if _said("nobody_held_back", text) or (none and plain):
        return replanned(frame, holdout_share=0.0)
    factor = 0.5 if _said("half_held_back", text) else 2.0 if _said("double_held_back", text) else None
    if factor is None or any(span.has("percent") and span.text.endswith("%") for span in tagged.spans):
        return None
    share = min(before * factor, 0.9)
    note = frame.say(f"The share held back was {before:.0%} and is {share:.1%} now.",
                     f"对照组由{before:.0%}改为{share:.1%}。")  # fmt: skip
    return replanned(frame, note, holdout_share=round(share, 6))


def _said(kind: str, text: str) -> bool:
    """Whether one of these words is in the message, English ones from the start of a word on."""
    return any(f" {form}" in f" {text}" if form.isascii() else form in text for form in words(kind))


def _channel(frame: Frame, _tagged: Frame) -> Reading | None:
    """sms rather than mail, and by text message instead, 改用短信: another way of sending."""
    said = [span for span in corrected(frame).spans if span.has("copy_channel")]
    if len({str(span.value("copy_channel")) for span in said}) != 1 or asks(frame, "by") or _wants_more(frame):
        return None
    if not all(span in said or light(span, *SENT) or _goes(span) for span in corrected(frame).spans):
        return None
    channel = str(said[0].value("copy_channel"))
    assert frame.state.brief is not None
    if channel not in CHANNELS or channel == frame.state.brief.channel:
        return None
    return replanned(frame, brief={"channel": channel, "max_characters": None})


def _goes(span: Span) -> bool:
    """send it by e-mail instead: the word only says that it goes to them."""
    return span.text.casefold() in (*words("going_to"), *words("sending"))


def _wants_more(frame: Frame) -> bool:
    """Something else is said beside the channel: a tone, an offer, people, a number."""
    return frame.has("tone", "offer_word", "off", "number", "percent", "period", "products")


def _two_texts(frame: Frame, _tagged: Frame) -> Reading | None:
    """A/B test it: two texts, each to one half of those who get it."""
    testing = [span for span in frame.spans if span.has("test_cue")]
    if not testing or frame.has("number", "percent", "people", "measure", "value", "lift", "campaign"):
        return None
    if not all(
        light(span, "test_cue", "contact_verb", "send_word", "for", "with", "campaign_word") for span in frame.spans
    ):
        return None
    note = frame.say(
        "An A/B test: two drafts, each for half of those who get it; approve both before exporting.",
        "A/B测试：两版文案各发给收到者的一半；导出前请两版都批准。",
    )
    return replanned(frame, note, brief={"variants": 2, "each": []})


def _who(frame: Frame, _tagged: Frame) -> Reading | None:
    """who is in it, 名单给我看看: those of the plan who may be written to."""
    text = frame.text.normal.rstrip("?？.。! ")
    endings = words("who_gets_it", "zh")
    who = frame.text.normal.startswith(("who ", "and who ")) and len(frame.spans) <= _SHORT and sending_said(frame)
    named = frame.has("value", "values", "products", "period", "number")
    if (
        not (who and not named)
        and text not in words("who_gets_it")
        and not any(text.endswith(e) and len(text) <= len(e) + _FEW for e in endings)
    ):
        return None
    assert frame.state.brief is not None
    audience = frame.state.brief.audience or Audience()
    channel = _RECEIVING.get(frame.state.brief.channel)
    reached = [Contactable.model_validate({"channel": channel})] if channel else []
    audience = audience.model_copy(update={"all": [*audience.all, *(c for c in reached if c not in audience.all)]})
    notes = [frame.say(f"{int(held):,} of them are held back.", f"其中{int(held):,}人留作对照，不会收到。")
             for held in [frame.state.planned.get("held_back", 0)] if held]  # fmt: skip
    return frame.reading(
        "list", audience=audience, calls=[Call("list_audience", {"audience": audience.compact()})], notes=notes
    )


_FEW = 4
_SHORT = 7


def _people(frame: Frame, _tagged: Frame) -> Reading | None:
    """leave out the platinum people, for Germany instead: others get it."""
    reading = other_people(frame)
    return replanned(frame, *reading.notes, brief={"audience": reading.audience}) if reading is not None else None


Change = Callable[[Frame, Frame], Reading | None]
CHANGES: tuple[Change, ...] = (_renamed, _share_held, _two_texts, _who, counts_told, about_plan, _channel, _people)
"""What a message may change of a plan that was just made, in this order."""
LATER: tuple[Change, ...] = (_renamed, _share_held, about_plan, _channel)
"""What it may still change after a question about the plan's people: what only a plan has."""
