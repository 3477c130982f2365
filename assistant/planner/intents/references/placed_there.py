"""there, 那边, of what people did: the one place that the last figures were narrowed to."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.intents.references.going_back import facts_of
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span

_PLACES = ("country", "city")
_THERE = ("there", "over there", "那边", "那里", "那儿", "当地")
_DEEDS = ("buy", "sell", "spend", "rebuy", "signup", "return_goods", "live")


def placed_there(frame: Frame, spans: list[Span]) -> None:
    """how many customers bought there last month?, after the revenue of a country: people of that country."""
    at = next((i for i, span in enumerate(spans) if span.text.casefold() in _THERE), None)
    if at is None or any(_place(span) for span in spans):
        return
    chinese = not spans[at].text.isascii()
    done = any(span.value("verb") in _DEEDS for span in (spans if chinese else spans[max(0, at - 1) : at]))
    meant = {(fact["field"], *fact["values"]) for fact in facts_of(frame.state) if _one_place(fact)}
    if not done or len(meant) != 1:
        return
    field, value = meant.pop()
    if frame.state.figures == "metric" and frame.has("how_many") and not frame.has("period"):
        spans[at] = replace(spans[at], senses=())  # in the days of the last figures, or ever
        return
    spans[at] = replace(spans[at], senses=(Sense("value", (field, value), 1.0, f"stands for {value}"),))


def _place(span: Span) -> bool:
    value = span.value("value") or span.value("values")
    return value is not None and value[0] in _PLACES


def _one_place(fact: dict[str, object]) -> bool:
    values = fact.get("values")
    return fact["field"] in _PLACES and fact.get("op") == "is" and isinstance(values, list) and len(values) == 1
