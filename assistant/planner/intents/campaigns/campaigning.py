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
from assistant.planner.intents.campaigns.splits import held_back, split_evenly
from assistant.planner.intents.copywriting.channel_names import CHANNELS
from assistant.planner.intents.copywriting.copy import read_copy
from assistant.planner.intents.copywriting.copy_subject import is_holiday
from assistant.planner.intents.copywriting.unhonoured import unhonoured
from assistant.planner.lexicon import Lexicon, keys_in, lexicon_of
from assistant.planner.reading import Ask, Call, Option, Reading
from assistant.planner.spans import Span
from assistant.planner.text import Text, normalise

_LEAD = ("filler", "break", "greeting", "soft", "help", "and", "then", "for", "thanks")
_SUBJECTS = ("goal", "copy_channel", "campaign_word")
_REACH = 6
_LISTING = re.compile(
    r"^(?:which|what|list|show)\b[\w ]*\bcampaigns?\b[\w ]*\b(?:planned|did (?:i|we) plan)\b"
    r"|^(?:list|show)?[\w ]*\bplanned campaigns\b"
    r"|已?(?:规划|策划|计划)(?:过|了|好)的?(?:哪些|什么|所有)?活动|已(?:规划|策划|计划)的?(?:哪些|什么|所有)?活动|活动列表"
)
_ONE = re.compile(r"\s*(?:一?[次个場场轮波](?!版)|one\b)?")


_NEEDED = ("sure_plan", "plan_noun", "hold_word", "even_word", "named_word")
"""Kinds of words of which a message with a plan has at least one."""


@lru_cache(maxsize=2)
def _words(*kinds: str) -> Lexicon:
    """The words of campaign plans, of these kinds or of all."""
    return lexicon_of("campaigns", *kinds)


def read_campaign(frame: Frame) -> Reading | None:
    """A campaign to plan, or a change of the one just planned; None where the message is about texts alone."""
    planned = frame.state.campaign
    if _LISTING.search(frame.text.normal):
        return frame.reading("campaigns", calls=[Call("list_campaigns", {})])
    if frame.has("customer_id", "model_word") or (frame.has("test_cue") and not frame.has("copy_verb", "copy_channel")):
        return _changed(frame, read_copy(frame), planned) if planned and frame.state.last == "copy" else None
    tagged = tagged_for_plans(frame)
    heard = Heard() if tagged is frame else _hear(tagged)
    if heard.plan is None and _steps_told(frame):
        return _unled(frame)
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


def _steps_told(frame: Frame) -> bool:
    """拉新活动怎么排期, a three-step win-back for …: what only plans have, where no verb of planning opens it."""
    told = not frame.state.last and frame.has("goal", "copy_channel", *_TOLD_OF)
    return told and not frame.has(*_OF_FIGURES) and unhonoured(frame.text.original).plan


_OF_FIGURES = ("measure", "how_many", "which", "top", "bottom", "performance", "share", "scored", "score_name")
_TOLD_OF = ("people", "agent", "value", "products", "period")


def _unled(frame: Frame) -> Reading | None:
    """The same as if a verb of planning stood before it; what an answer replaces stands where it was typed."""
    lead = frame.say("plan a campaign: ", "策划活动：")
    reading = read_campaign(frame.retold(lead + frame.text.original))
    if reading is None or (reading.ask is None and reading.brief is None):
        return None
    reading.question = frame.text.original
    if reading.ask is not None:
        start, end = (max(0, at - len(lead)) for at in (reading.ask.start, reading.ask.end))
        reading.ask = replace(reading.ask, start=start, end=end)
    return reading


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
        better = heard.plan is None or (not heard.sure and span.has("sure_plan", "plan_noun"))  # I want you to plan …
        if better and span.has("plan_word", "plan_noun") and _plans(spans, index):
            heard.plan, heard.sure = index, span.has("sure_plan", "plan_noun")
        elif span.has("hold_word") and heard.holdout is None:
            held_back(spans, index, heard)
        elif span.has("even_word") and not heard.stratify_by:
            split_evenly(spans, index, heard)
        elif span.has("named_word") and not heard.name:
            named(frame, index, heard)
        elif span.has("campaign_word") and not heard.name and QUOTED.match(frame.rest(index)):
            named(frame, index, heard)  # 活动“冬日床品”：…
        elif span.has("campaign_word") and not heard.name and index and (titled := called(frame, index)):
            heard.name = titled[0]
            heard.stretches.append((titled[1], index + 1))  # “冬日床品”活动：…
    if heard.plan is not None and not heard.name:
        in_quotes(frame, heard)
    certain = heard.sure or heard.holdout is not None or bool(heard.stratify_by)
    if heard.plan is not None and not certain and not unhonoured(frame.text.original).plan:
        # "make an SMS campaign" asks for texts; "make a win-back campaign with 10 % held back" for a plan
        heard.plan = None
    return heard


def _plans(spans: list[Span], index: int) -> bool:
    """A verb of planning that opens the message (in Chinese: 为…策划), with something to plan behind it."""
    chinese = not spans[index].text.isascii()
    opens = all(span.has(*_LEAD, "plan_word") or span.unknown for span in spans[:index])
    if spans[index].has("plan_noun"):
        return not _numbered(spans, index)
    if not opens and not chinese:
        if spans[index].has("sure_plan") and index and spans[index - 1].has(*_SUBJECTS):
            return True  # I need a re-engagement plan
        others = [*spans[:index], *spans[index + 1 :]]
        return spans[index].has("sure_plan") and any(span.has("hold_word", "campaign_word") for span in others)
    if chinese and spans[index].has("sure_plan") and _of_a_campaign(spans, index):
        return True  # 黑五整体帮我规划一下，邮件
    end = next((i for i in range(index + 1, len(spans)) if spans[i].has("break")), len(spans))
    closing = chinese and all(span.has("filler", "break", "thanks") for span in spans[index + 1 :])
    behind = spans[:index] if closing else spans[index + 1 : end if chinese else index + 1 + _REACH]
    return any(span.has(*_SUBJECTS) for span in behind) and not any(span.has("test_cue") for span in behind[:3])


def _of_a_campaign(spans: list[Span], index: int) -> bool:
    """Whether a Chinese word of planning is meant of sending something, whatever stands between: no 短信方案."""
    others = [*spans[:index], *spans[index + 1 :]]
    text = index > 0 and spans[index - 1].has("copy_channel", "copy_noun", "contact_noun")
    told = any(span.has(*_SUBJECTS) or (span.has("period") and is_holiday(span.text)) for span in others)
    return told and not text and not _numbered(spans, index) and not any(span.has("test_cue") for span in others)


def _numbered(spans: list[Span], index: int) -> bool:
    """three campaign ideas: so many texts, and no plan."""
    before = spans[max(0, index - 2) : index]
    return any(span.has("number", "pieces", "heads") and span.value("number") != 1 for span in before)


def _masked(frame: Frame, tagged: Frame, heard: Heard) -> Frame:
    """The message as a request for copy: what is of the campaign is blanked, the verb of planning writes."""
    question = frame.text.original
    for first, end in heard.stretches:
        start, stop = tagged.origin(first)[0], tagged.origin(end - 1)[1]
        question = question[:start] + " " * (stop - start) + question[stop:]
    if heard.plan is not None:
        start, stop = tagged.origin(heard.plan)
        if aimed := _AIMED.match(question[start:stop]):
            start += aimed.end(1)  # a win-back plan, 召回计划: what it is to achieve is read as well
        verb = "写" if not tagged.spans[heard.plan].text.isascii() else "write" if stop - start >= 5 else "pen"
        if one := _ONE.match(question[stop:]):
            stop += one.end()  # one campaign, of as many variants as are asked for
        question = question[:start] + verb[: stop - start].ljust(stop - start) + question[stop:]
        for start, stop in _named_again(tagged, heard.plan):
            question = question[:start] + " " * (stop - start) + question[stop:]
    return replace(frame, text=normalise(question)._replace(original=question))


_AIMED = re.compile(
    r"((?:a )?(?:win-?\s?back|retention|reactivation|re-?engagement|launch)\s+"
    r"|(?:召回|唤醒|复购|挽回|促活|上市推广|上市))"
    r"(?:plan|计划|方案)",
    re.IGNORECASE,
)


def _named_again(tagged: Frame, told: int) -> list[tuple[int, int]]:
    """map out a reactivation *plan*: where what is planned is called so once more."""
    found = []
    for index, span in enumerate(tagged.spans):
        word = _PLAN.match(span.text)
        if index != told and (word or span.has("plan_noun")) and not span.has("goal", "copy_channel"):
            start, stop = tagged.origin(index)
            found.append((start, start + word.end() if word else stop))
    return found


_PLAN = re.compile(r"(?:a )?plans?\b", re.IGNORECASE)


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
