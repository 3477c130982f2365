"""We predict more than $800 of spend from them, how many do we expect to spend at least 2k: an expected figure."""

from __future__ import annotations

from assistant.planner.grammar.deeds.comparing import attribute_of
from assistant.planner.grammar.scores.scores import Scored
from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.lexicon import Sense
from tools.definitions import Attribute

_EXPECTS = (
    "predict", "predicts", "predicted", "expect", "expects", "expected", "expecting", "forecast", "forecasts",
    "projected",
    "forecasted", "anticipate", "anticipated", "estimated", "model says", "foresee",
)  # fmt: skip
_BETWEEN = ("filler", "place", "for", "anaphor", "people", "with", "who", "horizon")
_REACH = 7


def reduce_expected(slots: Slots) -> None:
    """Join expecting, what is expected and how much of it into one condition on the expected figure."""
    index = 0
    while index < len(slots):
        said = slots[index].text.casefold().split()
        if said and said[-1 if said[-1] != "to" else -2 if len(said) > 1 else -1] in _EXPECTS:
            _join(slots, index)
        index += 1


def _join(slots: Slots, index: int) -> None:
    """The bound and the figure follow in either order, with nothing that weighs between."""
    bound = figure = None
    at = index + 1
    while at < len(slots) and at - index <= _REACH and (bound is None or figure is None):
        field = _figure(slots, at)
        if slots.has(at, "range") and slots.value(at, "range").unit in ("money", "number") and bound is None:
            bound = at
        elif field and figure is None:
            figure = (at, field)
        elif not slots.has(at, *_BETWEEN) or slots.has(at, "break", "group", "not"):
            return
        at += 1
    if bound is None or figure is None or figure[1] not in slots.vocabulary.dictionary.fields:
        return
    found: Range = slots.value(bound, "range")
    values = attribute_of(figure[1], found)
    scored = Scored("value", "noun", op=found.op, value=found.low.value, upper=found.upper)
    senses = [Sense("scored", scored)] if figure[1] == "expected_spend" else []
    ahead = [slots[i] for i in range(index, max(bound, figure[0]) + 1) if slots.has(i, "horizon")]
    slots.merge(
        index,
        max(bound, figure[0]) + 1,
        *senses,
        Sense("condition", Attribute.model_validate(values)),
        *[sense for item in ahead[:1] for sense in item.senses if sense.kind == "horizon"],
    )


def _figure(slots: Slots, index: int) -> str:
    """spend, revenue, orders: the expected figure that is meant; "" for none."""
    if slots.value(index, "outcome") == "value" or slots.value(index, "measure") in ("net_revenue", "gross_revenue"):
        return "expected_spend"
    counted = slots.value(index, "field") == "orders" and slots[index].text.casefold().endswith("s")
    return "expected_orders" if counted else ""
