"""打开…之后没下单的, no order after the newsletter: whoever did nothing after an act is somebody who did that act."""

from __future__ import annotations

from tools.definitions import Audience, Bought, Condition, Engaged

_OF_THEIR_OWN = ("signup", "return")
"""Everybody has signed up; what was sent back has a condition of its own."""
_ORDERED = ("first_order", "order")
_DATED = ("first_order_date", "orders", "last_order_date", "second_order_date")


def having_done_it(audience: Audience) -> Audience:
    """The audience with the act itself, where only its not being followed by an order is told."""
    added: list[Condition] = []
    for one in audience.all:
        if not isinstance(one, Bought) or (one.op, one.value) != ("eq", 0) or one.after is None:
            continue
        act = _act(one)
        if act is not None and not any(_tells(other, act) for other in (*audience.all, *added)):
            added.append(act)
    return audience.model_copy(update={"all": [*added, *audience.all]}) if added else audience


def _act(one: Bought) -> Condition | None:
    assert one.after is not None
    if one.after.event in _OF_THEIR_OWN:
        return None
    if one.after.event in _ORDERED:
        return Bought(where=one.after.where)
    return Engaged(event=one.after.event, where=one.after.where)


def _tells(other: Condition, act: Condition) -> bool:
    """Whether a condition says already that the act was done, in whatever days or how often."""
    if isinstance(act, Engaged):
        told = isinstance(other, Engaged) and not _none(other) and other.event == act.event
        return told and (not act.where or other.where == act.where)  # type: ignore[union-attr]
    where = act.where if isinstance(act, Bought) else []
    if isinstance(other, Bought):
        return not _none(other) and (not where or other.where == where)
    return not where and getattr(other, "field", "") in _DATED


def _none(one: Bought | Engaged) -> bool:
    return one.op == "eq" and one.value == 0
