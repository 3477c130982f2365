"""What sets each segment apart from all other buyers: effect sizes over the figures of the data dictionary."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tools.data.compiler import compile_audience
from tools.definitions import Attribute, Audience

if TYPE_CHECKING:
    from tools.desk import Desk

FIGURES = (
    "orders", "spend", "average_order_value", "days_since_last_order", "days_since_first_order",
    "discounted_order_share", "returned_units",
)  # fmt: skip
LOGGED = ("orders", "spend", "average_order_value", "returned_units")
"""Counts and amounts with long tails are compared as log(1 + x), so that a few large customers do not speak for all."""
NOTABLE = 0.5
"""Cohen's medium effect, from which a difference is worth a word."""
MOST = 3


class Effect(NamedTuple):
    """How far one figure of a segment lies from all other buyers', in pooled standard deviations."""

    field: str
    difference: float
    low: float
    high: float
    """95 % interval."""


def segment_effects(desk: Desk, field: str) -> dict[str, list[Effect]]:
    """Segment, as stored, to its effects, the largest first; counted in the engine over every buyer in a segment."""
    import numpy as np

    from tools.science.clusters.profiles import standardised_differences

    names = [name for name in FIGURES if name in desk.dictionary.fields]
    everyone = Audience(all=[Attribute(field=field, op="known"), Attribute(field="orders", op="ge", values=[1])])
    inner = compile_audience(
        everyone, desk.dictionary, desk.today, dialect=desk.warehouse.dialect, select=("id", field, *names)
    )
    values = {name: f"ln(1 + greatest({name}, 0))" if name in LOGGED else f"CAST({name} AS DOUBLE)" for name in names}
    moments = ", ".join(f"count({name}), avg({value}), coalesce(var_pop({value}), 0)" for name, value in values.items())
    sql = f"SELECT {field}, {moments} FROM ({inner.sql}) AS people GROUP BY {field} ORDER BY {field}"
    _, rows = desk.warehouse.query(sql, inner.parameters)
    if len(rows) < 2:
        return {}
    table = np.array([[float(cell or 0) for cell in row[1:]] for row in rows])
    shaped = table.reshape(len(rows), len(names), 3)
    found = standardised_differences(shaped[..., 0], shaped[..., 1], shaped[..., 2])
    effects = {}
    for place, row in enumerate(rows):
        listed = [
            Effect(name, *(float(one[place, column]) for one in found))
            for column, name in enumerate(names)
            if np.isfinite(found[0][place, column])
        ]
        effects[str(row[0])] = sorted(listed, key=lambda effect: -abs(effect.difference))
    return effects


def effect_words(desk: Desk, effects: list[Effect]) -> str | None:
    """The few notable effects whose interval excludes none at all: "orders +1.3, days since last order −0.9"."""
    told = [
        f"{desk.dictionary.field(effect.field).label.in_language(desk.language)} {_signed(effect.difference)}"
        for effect in effects
        if abs(effect.difference) >= NOTABLE and effect.low * effect.high > 0
    ]
    return desk.say(", ", "，").join(told[:MOST]) or None


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else '−'}{abs(value):.1f}"
