"""Conversion: the share of messages, carts or views that an order followed, and from which of them it is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.planner.grammar.unclear import Unclear
from tools.definitions import CONVERSIONS, After

if TYPE_CHECKING:
    from assistant.planner.frame import Frame
    from assistant.planner.grammar.figures.figures import Figures

WINDOW = 7
"""Days that orders are counted where none are named; said in the answer."""
_MESSAGES = ("campaign", "campaign_channel")


def conversion_of_what(figures: Figures) -> None:
    """conversion rate by country: of messages, of carts or of views, which differ by far."""
    if not CONVERSIONS & set(figures.measures) or figures.after is not None:
        return
    told = [one for one in figures.where if one.field in _MESSAGES]
    if told or set(_MESSAGES) & set(figures.dimensions):
        figures.where = [one for one in figures.where if one not in told]
        figures.after = After(event="sent", within_days=WINDOW, where=told)
        figures.assumed.append("window")
        return
    raise Unclear(
        "A conversion is counted from something: from messages sent, from carts or from product views to an order. "
        "Which do you mean?",
        "转化要从某个行为算起：从发送的消息、从加购还是从商品浏览到下单？您指的是哪一种？",
        [
            ("conversion rate by campaign", "各活动的转化率"),
            ("cart to order conversion rate", "加购到下单的转化率"),
            ("view to order conversion rate", "浏览到下单的转化率"),
        ],
    )


def window_said(frame: Frame, after: After) -> str:
    """From what a conversion was counted, and how long, where the question did not say how long."""
    days, kind = after.within_days, after.event
    if kind in ("view", "cart"):
        act, did = {"view": ("viewed", "浏览"), "cart": ("put in a cart", "加购")}[kind]
        return frame.say(
            f"Counted as converted: the same customer ordered the product within {days} days of when it was {act}, "
            "each customer and product once; name another window freely.",
            f"转化指同一顾客在{did}后{days}天内购买了该商品，每位顾客每个商品计一次；如需其他天数请说明。",
        )
    act, did = {"open": ("opened it", "打开"), "click": ("clicked it", "点击")}.get(kind, ("were sent it", "收到"))
    return frame.say(
        f"Counted as converted: an order within {days} days after people {act}, whatever it was for; name another "
        "window freely.",
        f"转化指{did}消息后{days}天内下单（不论买什么）；如需其他天数请说明。",
    )
