"""护肤里精华占多少销售额, 香水买家里女性占比: what lies inside what, told in the order that shares are read in.

A whole that is goods has its figure behind the part in Chinese, or none at all: 女装里连衣裙占多少 is of revenue.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.planner.frame import Frame
from assistant.planner.reading import Reading
from assistant.planner.spans import Span

_INSIDE = ("里", "中", "里面", "当中", "之中", "里头", "内")
_BUYERS = ("买家", "购买者", "购买人群", "买主", "买过的人", "购买客户")
_OF_PEOPLE = ("people", "agent", "verb", "contact", "saved", "who", "measure", "anaphor")
_ORDERS_INSIDE = re.compile(r"订单(?=[里中内])")


def read_inside(frame: Frame, read: Callable[[Frame], Reading | None]) -> Reading | None:
    """The reading of the question so told; None where it is told so already."""
    told = _told(frame)
    if told is None or told[0] == frame.text.original:
        return None
    reading = read(frame.retold(told[0]))
    if reading is not None and reading.answers and told[1]:
        reading.notes.append(frame.say("I used net revenue.", "按净收入计算。"))
    return reading


def _told(frame: Frame) -> tuple[str, bool] | None:
    """The question with its whole named in full, and whether a figure had to be assumed; None where nothing changes."""
    typed, spans = frame.text.original, frame.spans
    if frame.language != "zh":
        return None
    if _ORDERS_INSIDE.search(typed):
        return _ORDERS_INSIDE.sub("订单数", typed), False
    inside = next((i for i, span in enumerate(spans) if i and span.text in _INSIDE), None)
    share = next((i for i, span in enumerate(spans) if span.has("share")), None)
    if inside is None or share is None or share < inside:
        return None
    if spans[inside - 1].text in _BUYERS:
        return _bought_by(frame, inside), False
    whole, part = spans[:inside], spans[inside + 1 : share]
    if not any(_goods(frame, span) for span in whole) or any(span.has(*_OF_PEOPLE) for span in whole):
        return None
    if any(span.has("people", "agent", "verb", "contact") for span in part):
        return None
    figure = next(
        (i for i in range(inside + 1, len(spans)) if spans[i].has("measure") and not spans[i].has("share")), None
    )
    named = spans[figure].text if figure is not None else "销售额"
    rest = [i for i in range(inside + 1, len(spans)) if i != figure]
    behind = "".join(frame.typed(i, i) for i in rest)
    return f"{frame.typed(0, inside - 1)}{named}里{behind}".replace("的占", "占"), figure is None


def _bought_by(frame: Frame, inside: int) -> str:
    """香水买家里: among customers who bought perfume."""
    goods = [i for i in range(inside - 1) if _goods(frame, frame.spans[i])]
    if not goods:
        return frame.text.original
    before = frame.typed(0, goods[0] - 1) if goods[0] else ""
    return f"{before}买过{frame.typed(goods[0], inside - 2)}的客户{frame.typed(inside, len(frame.spans) - 1)}"


def _goods(frame: Frame, span: Span) -> bool:
    """A value of a product or of an order."""
    fields = [s.value[0] for s in span.senses if s.kind == "value" and isinstance(s.value, tuple)]
    return span.has("products") or any(frame.vocabulary.level(field) in ("product", "order") for field in fields)
