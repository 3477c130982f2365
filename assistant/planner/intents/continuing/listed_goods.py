"""今年卖了多少件, 谁买过, 多少人买过: figures of the goods that were just listed, where the message names none."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.frame import Frame, State
from assistant.planner.intents.continuing.wishes import light
from assistant.planner.intents.questions.questions import read_question
from assistant.planner.reading import Call, Reading
from tools.definitions import Audience, Bought, Filter, Metric

_FIGURES = {"units", "net_revenue", "orders", "buyers", "returned_units", "return_rate", "returns_value"}
_OWN = ("value", "values", "products", "people", "agent", "by", "trend", "share", "saved", "customer_id", "each_unit",
        "field", "row", "all_time")  # fmt: skip
"""Words that name goods, people or rows of their own."""
_DEEDS = ("buy", "sell", "view", "cart", "return_goods")


def sold_of_listed(frame: Frame) -> Reading | None:
    """The question, of all goods of the last list; None where it names anything itself."""
    asked = frame.state.sought.get("args", {})
    listed = [Filter.model_validate(item) for item in asked.get("where") or []]
    if not listed or asked.get("query") or len(frame.spans) > _FEW:
        return None
    if _how_many(frame):
        products = Metric(measures=["products"], where=listed)
        return frame.reading("metric", metric=products, calls=[Call("measure", {"metric": products.compact()})])
    deeds = ("performance", "best_selling", "worst_selling")
    deed = any(span.value("verb") in _DEEDS or span.has(*deeds) for span in frame.spans)
    pieces = any(span.value("measure") in _FIGURES - {"net_revenue", "orders"} for span in frame.spans)
    behind = [*frame.spans[1:], None]
    named = (
        span.has(*_OWN) and not span.has("measure", "filler") and not (span.has("by") and then and then.has("measure"))
        for span, then in zip(frame.spans, behind, strict=True)
    )
    if not (deed or pieces) or any(named):
        return None
    reading = read_question(replace(frame, state=State()))
    if reading is None or reading.ask is not None or len(reading.calls) != 1:
        return None
    made = _measured(reading, listed) or _of_buyers(reading, listed)
    if made is not None:
        made.notes = [frame.say("Of the products just listed.", "指刚才列出的商品。"), *made.notes]
    return made


_FEW = 8


def _how_many(frame: Frame) -> bool:
    """how many are they, 一共几款: the goods listed are counted, and nobody's customers."""
    if frame.state.facts or any(span.text.casefold().endswith(("left", "remain", "剩")) for span in frame.spans):
        return False  # how many are left, after the price of one: its stock
    counted = any(span.has("pronoun_that", "how_many") for span in frame.spans)
    return counted and all(light(span, "pronoun_that", "how_many", "sum", "anaphor", "thing") for span in frame.spans)


def _measured(reading: Reading, listed: list[Filter]) -> Reading | None:
    metric = reading.metric
    if metric is None or metric.where or metric.audience or not set(metric.measures) <= _FIGURES:
        return None
    reading.metric = metric.model_copy(update={"where": listed})
    reading.calls = [Call("measure", {"metric": reading.metric.compact()})]
    return reading


def _of_buyers(reading: Reading, listed: list[Filter]) -> Reading | None:
    people = reading.audience
    only = people.all[0] if people is not None and len(people.all) == 1 else None
    plain = isinstance(only, Bought) and not only.where and people == Audience(all=[only])
    if not plain or not isinstance(only, Bought) or reading.calls[0].tool not in ("size_audience", "list_audience"):
        return None
    reading.audience = Audience(all=[only.model_copy(update={"where": listed})])
    reading.calls = [Call(reading.calls[0].tool, {**reading.calls[0].args, "audience": reading.audience.compact()})]
    return reading
