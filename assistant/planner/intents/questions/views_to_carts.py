"""From looking at goods to the cart: conversion from product view to cart for lipsticks in September.

An order follows neither, so people are counted: of those who looked, how many put some of it in the cart.
"""

from __future__ import annotations

import re

from assistant.planner.frame import Frame
from assistant.planner.reading import Reading

_STEP = re.compile(
    r"(?:\b(?:the |our )?(?:conversion|conversion rate|rate|share|drop-?off|step) (?:from |of )?)?"
    r"\b(?:the )?(?:product )?(?:page )?views?(?: of products?)?[ -](?:in)?to[ -](?:the )?(?:add[ -]to[ -])?"
    r"(?:carts?|baskets?)\b(?: (?:conversion rates?|conversions?|rates?|share))?"
    r"|浏览到加购(?:物车)?的?(?:转化率|转化|比例)?|浏览加购(?:转化)?率",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"^(?:please|pls|what(?:'s| is| was)?|show(?: me)?|give(?: me)?|tell me|the|our|and|how (?:high|good) (?:is|was)"
    r"|[\s,.:;?!-])+",
    re.IGNORECASE,
)
_LEADS = re.compile(r"^(?:for|of|on|with|的)\s*", re.IGNORECASE)


def as_people(frame: Frame) -> str | None:
    """The question for people in its place; None where it asks for no such step, or for one of several kinds."""
    typed = frame.text.original
    found = _STEP.search(typed)
    if found is None or frame.has("by", "every", "compare", "versus", "people", "agent"):
        return None
    head = _OPENS.sub("", typed[: found.start()])
    rest = f"{head} {typed[found.end() :]}".strip(" ?？.。,，的")
    goods = _LEADS.sub("", rest).strip()
    if not goods:
        return None
    if frame.language == "zh":
        return f"浏览过{goods}的客户中，加购过{goods}的占多少"
    return f"Of the people who viewed {goods}, what percentage added {goods} to their cart?"


def read_view_to_cart(frame: Frame) -> Reading | None:
    """The share of people; the answer says that it is theirs."""
    from assistant.planner.intents.questions.questions import read_question

    asked = as_people(frame)
    reading = read_question(frame.retold(asked)) if asked else None
    if reading is None or not (reading.answers and reading.calls) or reading.leftovers:
        return None
    reading.notes = [
        frame.say(
            "Counted in people: of those who viewed it, who put it in the cart.",
            "按人数计算：浏览过的人里有多少加购。",
        ),
        *reading.notes,
    ]
    return reading
