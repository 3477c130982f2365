"""What is taken off a figure, said beside it: revenue before returns and discounts, units net of returns.

Where the figure is on that basis already, the words say nothing more; where another figure is, they name it.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.slots import PRODUCT_LEVELS, Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.readers.english_words import phrases, starts_with
from assistant.planner.text import Token, text_at

_BEFORE = phrases(
    "before deducting | before taking off | before | gross of | without deducting | without subtracting | "
    "without taking off | not net of | not deducting | nothing deducted for | nothing taken off for"
)
_AFTER = phrases("net of | after deducting | after taking off | after | less | minus | deducting | taking off")
_FILLING = frozenset(("any", "the", "all", "order", "our", "customer", "product", "of", "for", "such", "possible"))
_PARTS = {
    "returns": "returns", "return": "returns", "refunds": "returns", "refund": "returns",
    "discounts": "discounts", "discount": "discounts", "discounting": "discounts", "rebates": "discounts",
}  # fmt: skip
_JOINTS = frozenset(("and", "or", "&", "/", "+", ","))
_OFF = phrases(
    "are taken off | is taken off | taken off | are deducted | is deducted | get deducted | deducted | "
    "are subtracted | subtracted | are netted off | netted off | netted out | are removed | removed | come off | "
    "taken out | already deducted | already taken off | off"
)
_NET = {"net_revenue", "units", "average_order_value", "revenue_per_buyer", "max(order_value)", "min(order_value)"}
"""Figures that returns have been taken off."""

Basis = tuple[bool, frozenset[str]]
"""Whether taken off, and what."""


def take_basis(slots: Slots) -> Basis | None:
    """Use up the words that say what is taken off; None where none do."""
    tokens = slots.text.tokens
    for index in range(len(slots)):
        if slots.used(index) or slots.has(index, "group", "period"):
            continue
        start = slots[index].start
        if slots.has(index, "net_cue", "gross_cue") and slots.chinese(index):  # 扣除退货后的销售额
            slots.use(index, "what is taken off")
            if slots.has(index + 1, "after_word"):
                slots.use(index + 1, "what is taken off")
            return slots.has(index, "net_cue"), frozenset(("returns",))
        own = slots.value(index, "measure") == "gross_revenue"  # revenue before returns, and discounts
        starts = range(start + 1, slots[index].end) if own else (start,)
        found = next((led for i in starts if (led := _led(tokens, i))), None) or _trailed(tokens, start)
        ends = {slots[i].end: i + 1 for i in range(index, len(slots))}
        if found and found[0] in ends:
            for at in range(index + own, ends[found[0]]):
                slots.use(at, "what is taken off")
            return found[1], found[2]
    return None


def _led(tokens: Sequence[Token], i: int) -> tuple[int, bool, frozenset[str]] | None:
    """before any returns and discounts are taken off: (end, whether taken off, what)."""
    before, after = starts_with(tokens, i, _BEFORE), starts_with(tokens, i, _AFTER)
    if not before and not after:
        return None
    end, parts = _listed(tokens, i + (before or after))
    if not parts:
        return None
    off = starts_with(tokens, end, _OFF)
    return end + off, not before, frozenset(parts)


def _trailed(tokens: Sequence[Token], i: int) -> tuple[int, bool, frozenset[str]] | None:
    """returns and discounts deducted."""
    end, parts = _listed(tokens, i)
    off = starts_with(tokens, end, _OFF) if parts else 0
    return (end + off, True, frozenset(parts)) if off else None


def _listed(tokens: Sequence[Token], i: int) -> tuple[int, list[str]]:
    at, end, parts = i, i, []
    while text_at(tokens, at) in _FILLING | _JOINTS | set(_PARTS):
        if text_at(tokens, at) in _PARTS:
            parts.append(_PARTS[text_at(tokens, at)])
            end = at + 1
        elif text_at(tokens, at) in _JOINTS and not parts:
            break
        at += 1
    return end, parts


def on_basis(slots: Slots, figures: Figures, basis: Basis | None) -> None:
    """Settle the figure by what is taken off, or say that there is none on that basis."""
    if basis is None:
        return
    off, parts = basis
    goods = any(slots.level(f.field) in PRODUCT_LEVELS for f in figures.where)
    goods = goods or any(slots.level(name) in PRODUCT_LEVELS for name in figures.dimensions)
    best = slots.find("best_selling", "worst_selling", free=False) is not None and set(figures.measures) <= _NET
    if not figures.measures or ("measure" in figures.assumed and not best):
        figures.measures, figures.assumed = ["net_revenue"], []
    if not all(_fits(name, off, parts, goods) for name in figures.measures):
        gross = (not off and parts == {"returns", "discounts"}) or (not off and goods and parts == {"returns"})
        if not gross or figures.measures != ["net_revenue"]:
            raise _neither(slots)
        figures.measures = ["gross_revenue"]


def _fits(name: str, off: bool, parts: frozenset[str], goods: bool) -> bool:
    """Whether a figure is on that basis as it stands; discounts are not spread over goods."""
    if name == "gross_revenue":
        return not off
    if name not in _NET:
        return False
    if name == "units":
        return off and parts == {"returns"}
    return (off and not (goods and "discounts" in parts)) or (not off and goods and parts == {"discounts"})


def _neither(slots: Slots) -> Unclear:
    return Unclear(
        "Net revenue and order values are after returns and discounts, gross revenue is before both, units are after "
        "returns; the revenue of goods is before order discounts. I have no figure on another basis.",
        "净收入和订单金额已扣退货和折扣，毛收入两者都未扣，件数已扣退货；商品的销售额未扣订单折扣。没有其他口径的数字。",
        [("net revenue", "净收入"), ("gross revenue", "毛收入")],
        (0, slots.origin(len(slots) - 1)[1]),
    )


def said_in_money(slots: Slots, figures: Figures) -> None:
    """revenue in dollars, in $: what is money already."""
    known = slots.vocabulary.dictionary.measures
    named = [known[name] for name in figures.measures if name in known]
    if figures.measures and len(named) == len(figures.measures) and all(spec.type == "money" for spec in named):
        for index in slots.all("in_money"):
            slots.use(index, "in money")


def money_too(slots: Slots) -> bool:
    """成交了多少单、多少钱: how much is a figure of its own behind another."""
    for index in slots.all("how_much", free=False):
        at = index - 1
        while slots.has(at, "filler", "verb", "break", "and") and not slots.role(at).startswith("measure: orders"):
            if slots.has(at, "break", "and") and slots.has(slots.before(at), "measure"):
                return True
            at -= 1
    return False


MONEY = {"net_revenue", "gross_revenue", "revenue_per_buyer", "average_order_value", "returns_value"}
