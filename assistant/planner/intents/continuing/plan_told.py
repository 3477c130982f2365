"""What is asked of a campaign plan and told from the plan itself: how many get it, who is left out, when to look."""

from __future__ import annotations

import re
from functools import cache

from assistant.planner.frame import Frame
from assistant.planner.intents.continuing.wishes import light, words
from assistant.planner.reading import Reading
from tools.campaigns.definitions import Campaign

SENT = (
    "contact_noun", "contact_verb", "copy_channel", "mail_noun", "send_word", "copy_noun", "by", "with", "for",
    "copy_verb",
)  # fmt: skip


def about_plan(frame: Frame, _tagged: Frame) -> Reading | None:
    """who is left out and why, when do we read the result, how big a lift can we see: the whole message is that."""
    text = frame.text.normal.strip(" ?？.。!！,，")
    if not frame.state.planned:
        return None
    for kind, tell in (("left_out", _left_out), ("when_read", _when_read), ("lift_seen", _lift_seen)):
        if any(pattern.fullmatch(text) for pattern in _patterns(kind)):
            return frame.reading("limited", text=tell(frame))
    return None


@cache
def _patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in words(kind))


def _left_out(frame: Frame) -> str:
    planned, steps = frame.state.planned, frame.state.planned_steps
    chosen, reachable = int(planned.get("audience", 0)), int(planned.get("reachable", 0))
    if not steps:
        return frame.say(
            f"Nobody: all {chosen:,} chosen can be written to.", f"没有人被排除：选中的{chosen:,}人都可以联系。"
        )
    why = frame.say("; ", "；").join(frame.say(f"{label} {count:,}", f"{label} {count:,}人") for label, count in steps)
    return frame.say(
        f"{reachable:,} of the {chosen:,} chosen can be written to. Left out, by the first reason that holds: {why}.",
        f"选中的{chosen:,}人中有{reachable:,}人可以联系。其余按先遇到的原因计：{why}。",
    )


def _when_read(frame: Frame) -> str:
    days = int((frame.state.campaign or {}).get("horizon_days") or Campaign.model_fields["horizon_days"].default)
    return frame.say(
        f"{days} days after it was sent: orders in these {days} days count. Import the sends, then ask how it did.",
        f"发送后第{days}天：这{days}天内的订单计入效果。导入发送记录后，再问活动效果即可。",
    )


def _lift_seen(frame: Frame) -> str:
    planned = frame.state.planned
    lift, needed, rate = planned.get("detectable_lift"), planned.get("needed"), planned.get("base_rate")
    if lift is None or rate is None:
        return frame.say(
            "None: nobody is held back, or nothing is known of how often people like these order.",
            "看不出：没有留对照，或不知道这类客户平时的下单比例。",
        )
    text = frame.say(
        f"With 80% power, a lift of {lift:.0%} or more over the {rate:.1%} who order anyway.",
        f"以80%的把握，能看出{lift:.0%}或以上的提升（不做活动时约{rate:.1%}会下单）。",
    )
    if needed:
        text += frame.say(
            f" For a lift of 10% it takes {int(needed):,} people.", f"要看出10%的提升需要{int(needed):,}人。"
        )
    return text


def counts_told(frame: Frame, tagged: Frame) -> Reading | None:
    """how many do we text, how big is the control group, 一共要发多少人: told from the plan itself."""
    planned = frame.state.planned
    named = any(span.has("value", "values") and not span.has("copy_channel") for span in frame.spans)
    if not planned or named or frame.has("by", "period", "lift"):
        return None
    asked = frame.has("how_many") or any(span.text.casefold() in words("how_big") for span in frame.spans)
    held = any(span.has("hold_word") for span in tagged.spans)
    if not asked or not (held or sending_said(frame)):
        return None
    kinds = ("how_many", "hold_word", "hold_beside", "people", "which", "agent", "history", "measure", "verb")
    if not all(
        light(span, *kinds, *SENT) or span.text.casefold() in (*words("how_big"), *words("sending"))
        for span in tagged.spans
    ):
        return None
    if any(span.value("verb") not in (None, "receive") for span in frame.spans):
        return None
    got, kept = int(planned.get("contacted", 0)), int(planned.get("held_back", 0))
    chosen, reachable = int(planned.get("audience", 0)), int(planned.get("reachable", 0))
    text = frame.say(
        f"{got:,} people get it and {kept:,} are held back: {reachable:,} of the {chosen:,} chosen can be written to.",
        f"{got:,}人会收到，{kept:,}人留作对照：选中的{chosen:,}人中有{reachable:,}人可以联系。",
    )
    return frame.reading("limited", text=text)


def sending_said(frame: Frame) -> bool:
    text = f" {frame.text.normal.rstrip('?？.。! ')} "
    return any(f" {word} " in text or (not word.isascii() and word in text) for word in words("sending")) or frame.has(
        "send_word", "copy_noun", "contact_verb"
    )
