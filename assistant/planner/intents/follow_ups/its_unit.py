"""9月是多少件, 金额多少, after pieces that came back: a bare unit asks for the figure that is shown, in that unit."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.editing.turning import COUNTED
from assistant.planner.grammar.figures.figures import Figures
from tools.definitions import Metric

_AMOUNT = ("金额", "钱数", "多少钱", "金额多少", "总金额", "value", "amount", "in money", "worth", "total value")
_OF_RETURNS = {
    "returned_units": "returns_value", "return_rate": "returns_value", "returns_value": "returns_value",
    "discounted_orders": "discount_amount", "discount_share": "discount_amount", "discount_amount": "discount_amount",
}  # fmt: skip
"""Money, after figures of returns or discounts, is that of these."""
_BARE = ("多少件", "几件", "多少单", "几单", "多少笔", "几笔", "how many pieces", "how many units", "how many orders")
_COUNTED_IN = {"units": ("returned_units",), "orders": ("discounted_orders",)}
"""Figures that are counted in the unit of others."""


def in_its_unit(frame: Frame, figures: Figures, before: Metric) -> None:
    """Put the figure that was shown in the place of the one that its unit alone would name."""
    said = [span.text.casefold() for span in frame.spans]
    if figures.measures == ["net_revenue"] and any(text in _AMOUNT for text in said):
        figures.measures = [_OF_RETURNS.get(before.measures[0], "net_revenue")]
    shown = len(figures.measures) == 1 and before.measures[0] in _COUNTED_IN.get(figures.measures[0], ())
    if shown and any(text in _BARE for text in said) and not frame.has("verb"):
        figures.measures = list(before.measures)


def so_much_of_it(frame: Frame) -> bool:
    """其中上海多少, after orders or money: the same figure of that part, and no heads."""
    shown = frame.state.metric.measures if frame.state.metric is not None else []
    bare = any(span.text in ("多少", "是多少", "how much") for span in frame.spans)
    light = all(
        span.has("value", "values", "filler", "break", "anaphor", "how_many", "how_much") for span in frame.spans
    )
    return bare and light and not set(shown) & {*COUNTED}
