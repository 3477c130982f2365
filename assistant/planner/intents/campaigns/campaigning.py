"""Campaigns: plan a win-back for lapsed buyers in Shanghai, SMS, 10 % holdout, three variants.

What is of the campaign (holdout, even split, name) is set apart; the rest is a request for copy.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.intents.campaigns.campaign_names import QUOTED, Heard, called, in_quotes, named
from assistant.planner.intents.copywriting.copy import CHANNELS, read_copy
from assistant.planner.lexicon import Lexicon, Sense, keys_in
from assistant.planner.reading import Ask, Call, Option, Reading
from assistant.planner.spans import Span
from assistant.planner.text import Text, normalise
from assistant.planner.words import entries

_LEAD = ("filler", "break", "greeting", "soft", "help", "and", "then", "for", "thanks")
_SUBJECTS = ("goal", "copy_channel", "campaign_word")
_REACH = 6
_LISTING = re.compile(
    r"^(?:which|what|list|show)\b[\w ]*\bcampaigns?\b[\w ]*\b(?:planned|did (?:i|we) plan)\b"
    r"|^(?:list|show)?[\w ]*\bplanned campaigns\b"
    r"|已?(?:规划|策划|计划)(?:过|了|好)的?(?:哪些|什么|所有)?活动|已(?:规划|策划|计划)的?(?:哪些|什么|所有)?活动|活动列表"
)
_ONE = re.compile(r"\s*(?:一?[次个場场轮波](?!版)|one\b)?")


_NEEDED = ("sure_plan", "hold_word", "even_word", "named_word")
"""Kinds of words of which a message with a plan has at least one."""


@lru_cache(maxsize=2)
def _words(*kinds: str) -> Lexicon:
    """The words of campaign plans, of these kinds or of all."""
    lexicon = Lexicon()
    for kind, value, form in entries("campaigns"):
        if not kinds or kind in kinds:
            lexicon.add(form, Sense(kind, value))
    return lexicon


def read_campaign(frame: Frame) -> Reading | None:
    """A campaign to plan, or a change of the one just planned; None where the message is about texts alone."""
    planned = frame.state.campaign
    if _LISTING.search(frame.text.normal):
        return frame.reading("campaigns", calls=[Call("list_campaigns", {})])
    if frame.has("customer_id", "model_word") or (frame.has("test_cue") and not frame.has("copy_verb", "copy_channel")):
        return _changed(frame, read_copy(frame), planned) if planned and frame.state.last == "copy" else None
    tagged = tagged_for_plans(frame)
    heard = Heard() if tagged is frame else _hear(tagged)
    if heard.plan is None and heard.holdout is None and not heard.stratify_by:
        return _changed(frame, read_copy(frame), planned) if planned and frame.state.last == "copy" else None
    if heard.plan is None and not (
        planned or frame.state.brief or frame.has("copy_verb", "copy_noun", "copy_channel", "goal")
    ):
        return None
    args = dict(planned or {}) | _told(heard) | replacing(frame)
    if heard.plan is None and frame.state.brief is not None and _nothing_else(tagged, heard):
        brief = frame.state.brief
        args["brief"] = brief.compact()
        return frame.reading(
            "copy", brief=brief, audience=brief.audience, calls=[Call("plan_campaign", {"campaign": args})]
        )
    reading = read_copy(_masked(frame, tagged, heard))
    if reading is None or (reading.brief is None and reading.ask is None):
        return _about_what(frame) if heard.sure and reading is None else None
    reading.question = frame.text.original
    return _as_campaign(
        reading,
        args
        if planned and heard.plan is None
        else _told(heard) | ({"replaces": ""} if frame.state.campaign_id else {}),
    )


def _changed(frame: Frame, reading: Reading | None, planned: dict[str, Any]) -> Reading | None:
    """A wish for other texts of the campaign that was just planned."""
    if reading is None or reading.brief is None:
        return reading
    same = frame.state.brief is not None and reading.brief.audience == frame.state.brief.audience
    anew = not same and frame.has("copy_verb", "copy_noun")
    return reading if anew else _as_campaign(reading, dict(planned) | replacing(frame))


def replacing(frame: Frame) -> dict[str, str]:
    """Which plan a change is of: the one last planned or shown here."""
    return {"replaces": frame.state.campaign_id} if frame.state.campaign_id else {}


def tagged_for_plans(frame: Frame) -> Frame:
    """The message with the words of campaign plans linked as well, where it has one of them."""
    text = normalise(frame.text.original)
    return _tagged(frame, text) if _may_plan(text) else frame


def _as_campaign(reading: Reading, args: dict[str, Any]) -> Reading:
    if reading.brief is None:
        return reading
    reading.calls = [Call("plan_campaign", {"campaign": {**args, "brief": reading.brief.compact()}})]
    return reading


def _may_plan(text: Text) -> bool:
    """Whether a word is there that only plans need: most messages have none and are not tagged again."""
    keys, needed = keys_in(text.tokens), _words(*_NEEDED)
    return any(True for place in range(len(keys)) for _ in needed.at(keys, place))


def _tagged(frame: Frame, text: Text) -> Frame:
    return replace(frame, text=text, spans=frame.tagger.tag(text, _words()))


def _told(heard: Heard) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if heard.holdout is not None:
        told["holdout_share"] = round(heard.holdout, 6)
    if heard.stratify_by:
        told["stratify_by"] = heard.stratify_by
    if heard.name:
        told["name"] = heard.name
    return told


def _hear(frame: Frame) -> Heard:
    heard, spans = Heard(), frame.spans
    for index, span in enumerate(spans):
        better = heard.plan is None or (not heard.sure and span.has("sure_plan"))  # I want you to plan …
        if better and span.has("plan_word") and _plans(spans, index):
            heard.plan, heard.sure = index, span.has("sure_plan")
        elif span.has("hold_word") and heard.holdout is None:
            _held(spans, index, heard)
        elif span.has("even_word") and not heard.stratify_by:
            _even(spans, index, heard)
        elif span.has("named_word") and not heard.name:
            named(frame, index, heard)
        elif span.has("campaign_word") and not heard.name and QUOTED.match(frame.rest(index)):
            named(frame, index, heard)  # 活动“冬日床品”：…
        elif span.has("campaign_word") and not heard.name and index and (titled := called(frame, index)):
            heard.name = titled[0]
            heard.stretches.append((titled[1], index + 1))  # “冬日床品”活动：…
    if heard.plan is not None and not heard.name:
        in_quotes(frame, heard)
    if heard.plan is not None and not heard.sure and heard.holdout is None and not heard.stratify_by:
        # "make an SMS campaign" asks for texts; "make a win-back campaign with 10 % held back" for a plan
        heard.plan = None
    return heard


def _plans(spans: list[Span], index: int) -> bool:
    """A verb of planning that opens the message (in Chinese: 为…策划), with something to plan behind it."""
    chinese = not spans[index].text.isascii()
    opens = all(span.has(*_LEAD, "plan_word") or span.unknown for span in spans[:index])
    if not opens and not chinese:
        others = [*spans[:index], *spans[index + 1 :]]
        return spans[index].has("sure_plan") and any(span.has("hold_word", "campaign_word") for span in others)
    end = next((i for i in range(index + 1, len(spans)) if spans[i].has("break")), len(spans))
    closing = chinese and all(span.has("filler", "break", "thanks") for span in spans[index + 1 :])
    behind = spans[:index] if closing else spans[index + 1 : end if chinese else index + 1 + _REACH]
    return any(span.has(*_SUBJECTS) for span in behind) and not any(span.has("test_cue") for span in behind[:3])


def _held(spans: list[Span], index: int, heard: Heard) -> None:
    """10 % holdout, hold back a tenth, no holdout: the share and its stretch."""
    if any(span.has("none_word") for span in spans[max(0, index - 2) : index + 1]):
        first = next(i for i in range(max(0, index - 2), index + 1) if spans[i].has("none_word"))
        heard.holdout = 0.0
        heard.stretches.append(_widened(spans, first, index + 1))
        return
    near = [i for i in range(max(0, index - 4), min(len(spans), index + 5)) if spans[i].has("percent")]
    near = [
        i
        for i in near
        if all(
            s.has("hold_beside", "filler", "hold_word", "percent", "instead", "put_word") or s.text in _AROUND
            for s in _between(spans, i, index)
        )
    ]
    if near:
        at = min(near, key=lambda i: abs(i - index))
        heard.holdout = float(spans[at].value("percent"))
        first, end = min(at, index), max(at, index) + 1
        same = [i for i in (first - 2, first - 1, end, end + 1) if 0 <= i < len(spans) and spans[i].has("percent")]
        first, end = min([first, *same]), max([end, *(i + 1 for i in same)])
        end += end < len(spans) and spans[end].text in (")", "）")
        heard.stretches.append(_widened(spans, first, end))


_AROUND = (":", "：", "(", ")", "（", "）", "=", "-")
"""Marks between a share and the word that says it is held back: Holdout: 20%, a fifth (20%) held back."""


def _between(spans: list[Span], one: int, other: int) -> list[Span]:
    return spans[min(one, other) + 1 : max(one, other)]


def _widened(spans: list[Span], first: int, end: int) -> tuple[int, int]:
    """The stretch with the light words that belong to it: with a 10 % holdout group."""
    while (
        first > 0
        and spans[first - 1].has("hold_beside", "hold_word")
        and not spans[first - 1].has("people", "copy_noun")
    ):
        first -= 1
    while (
        end < len(spans)
        and spans[end].has("hold_word", "hold_beside", "instead")
        and not spans[end].has("with", "for", "in")
    ):
        end += 1
    return first, end


def _even(spans: list[Span], index: int, heard: Heard) -> None:
    """stratified by country and tier; 按国家分层: the fields, before or behind."""
    behind = _fields(spans, range(index + 1, len(spans)))
    ahead = _fields(spans, range(index - 1, -1, -1))
    for places in (behind, ahead):
        if places:
            heard.stratify_by = [str(spans[i].value("field")) for i in sorted(places)]
            heard.stretches.append((min([*places, index]), max([*places, index]) + 1))
            first = heard.stretches[-1][0]
            if first and spans[first - 1].has("by"):
                heard.stretches[-1] = (first - 1, heard.stretches[-1][1])
            return


def _fields(spans: list[Span], places: range) -> list[int]:
    found: list[int] = []
    for place in places:
        if spans[place].has("field"):
            found.append(place)
        elif not spans[place].has("and", "filler", "by") and spans[place].text not in (",", "、", "和", "."):
            break
    return found


def _masked(frame: Frame, tagged: Frame, heard: Heard) -> Frame:
    """The message as a request for copy: what is of the campaign is blanked, the verb of planning writes."""
    question = frame.text.original
    for first, end in heard.stretches:
        start, stop = tagged.origin(first)[0], tagged.origin(end - 1)[1]
        question = question[:start] + " " * (stop - start) + question[stop:]
    if heard.plan is not None:
        start, stop = tagged.origin(heard.plan)
        verb = "写" if not tagged.spans[heard.plan].text.isascii() else "write" if stop - start >= 5 else "pen"
        if one := _ONE.match(question[stop:]):
            stop += one.end()  # one campaign, of as many variants as are asked for
        question = question[:start] + verb[: stop - start].ljust(stop - start) + question[stop:]
    return replace(frame, text=normalise(question)._replace(original=question))


def _nothing_else(frame: Frame, heard: Heard) -> bool:
    """Whether the message says no more than that: hold back 10 % of them."""
    told = {i for first, end in heard.stretches for i in range(first, end)}
    light = (*_LEAD, "anaphor", "hold_beside", "same", "instead", "add", "put_word", "campaign_word", "with", "place")
    return all(i in told or span.has(*light) for i, span in enumerate(frame.spans))


def _about_what(frame: Frame) -> Reading:
    end = len(frame.text.original)
    names = list(CHANNELS.values())[:4]
    options = tuple(Option(frame.say(*one), frame.say(f", {one[0]}", f"，{one[1]}")) for one in names)
    return frame.reading("copy", ask=Ask(
        frame.say("Which channel is the campaign for?", "这个活动用哪个渠道？"), options, end, end,
        frame.say(", {answer}", "，{answer}"),
    ))  # fmt: skip
