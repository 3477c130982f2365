"""new question: …, start over: …, forget that, …: what follows is asked as if nothing had been said before."""

from __future__ import annotations

import re

from assistant.planner.frame import Frame
from assistant.planner.intents.references.cues import points_at
from assistant.planner.spans import Span
from tools.definitions import Attribute

_OPENERS = {
    "另外",
    "对了",
    "还有",
    "还有个问题",
    "另外问一下",
    "话说",
    "顺便",
    "顺便问下",
    "顺便问一下",
    "再问一个",
    "再问一下",
    "by the way",
    "btw",
}
"""Words before another question: it is a new one where it is whole by itself."""
_LEANING = ("instead", "add", "only_cue", "back", "row", "that_period", "thing", "person_ref")
_TOLD = (
    "value", "values", "products", "verb", "period", "agent", "people", "measure", "range", "number", "contact",
    "saved",
)  # fmt: skip
_DROPPED = {"forget that", "forget it", "forget this", "ignore that", "never mind that", "scratch it", "算了", "不管了"}
_ALL_OF_THE_SHOP = re.compile(
    r"(?:(?:那|那么|咱们|我们|全店|店里|目前|现在|and|so)[，, ]*)?"
    r"(?:(?:一共|总共|全店|总的|总计)(?:一共|总共)?有?(?:多少|几个|几位)(?:个|位|名)?(?:客户|顾客|会员|人|用户)"
    r"|(?:客户|顾客|用户)(?:一共|总共|总计)(?:有)?(?:多少|几)(?:个|位|名|人)?"
    r"|how many(?: customers| people| clients| contacts)?(?: do we have| have we got| are there| in the (?:base|shop"
    r"|database))?(?: overall| in total| altogether| all together| in all| all in all)"
    r"|how many customers (?:do we have|are there) (?:overall|in total|altogether|in all))[?？。. ]*"
)
"""A count of everybody after a group was counted: its own number has just been told."""
_OF_THE_SHOP = re.compile(
    r"(?:全店|整个店|全部客户里|所有客户里|店里所有)(?!呢|来看)"
    r"|\b(?:in|of) the (?:whole|entire) (?:shop|store|database|base)\b"
)
"""Words that set a question on everybody, whoever was spoken of before."""
_PEOPLE = ("人", "客户", "会员", "顾客", "用户")
_AROUND = ("filler", "break", "greeting", "thanks", "interjection", "and", "same", "but")
_HEADS = (
    "how_many",
    "how_much",
    "list",
    "which",
    "who",
    "measure",
    "people",
    "copy_verb",
    "customer_id",
    "offer_cue",
    "agent",
)


def asked_anew(frame: Frame) -> str:
    """The question that stands behind a word for starting over; "" where there is none."""
    spans = frame.spans
    if frame.state.last == "audience" and _ALL_OF_THE_SHOP.fullmatch(frame.text.normal) and not _of_several(frame):
        return frame.text.original
    if frame.state.figures and _OF_THE_SHOP.search(frame.text.normal) and _counts_people(spans):
        return frame.text.original
    for index, span in enumerate(spans):
        if span.has("reset") and not span.has("remove"):
            return _said(frame, index) if any(not item.has(*_AROUND) for item in spans[index + 1 :]) else ""
        marked = index + 1 < len(spans) and spans[index + 1].has("break")
        lets_go = span.text.casefold() in _OPENERS or (marked and _drops(frame, index))
        if lets_go and _whole(spans[index + 1 :]):
            return _said(frame, index)
        if not span.has(*_AROUND, "drop_it", "remove"):
            return ""
    return ""


def _counts_people(spans: list[Span]) -> bool:
    """全店有多少客户能发短信: how many people, something said of them, and nothing that points back."""
    counted = any(s.has("how_many") for s in spans) and any(s.has("people") or s.text.endswith(_PEOPLE) for s in spans)
    told = any(s.has(*_TOLD, "condition", "permit", "contact_noun") and not s.has("people", "how_many") for s in spans)
    return counted and told and not any(points_at(s) for s in spans)


def _of_several(frame: Frame) -> bool:
    """一共多少人, after France and Italy: of these together."""
    every = frame.state.audience.all if frame.state.audience is not None else []
    return any(isinstance(c, Attribute) and c.op == "is" and len(c.values) > 1 for c in every)


def _said(frame: Frame, index: int) -> str:
    return frame.rest(index).lstrip(" .,:;!-–—，。：；！、的话过")


def _drops(frame: Frame, index: int) -> bool:
    """算了不看这个了, forget that: a stretch up to a mark that only lets go of what was said."""
    stretch = frame.spans[: index + 1]
    dropped = any(s.has("drop_it", "remove") or s.text.casefold() in _DROPPED for s in stretch)
    return dropped and all(s.has(*_AROUND, "drop_it", "remove", "anaphor") for s in stretch)


def _whole(spans: list[Span]) -> bool:
    """广州买过鞋子的有多少: a head, two things said of it, and nothing that points back."""
    leaning = any(points_at(s) or (s.has(*_LEANING) and not s.has("filler", "interjection")) for s in spans)
    told = sum(s.has(*_TOLD) for s in spans)
    return told > 1 and any(s.has(*_HEADS) for s in spans) and not leaning
