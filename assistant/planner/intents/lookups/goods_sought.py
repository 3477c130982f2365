"""Goods that are looked for: do we have a vitamin C serum under 30, anything for dry skin."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.intents.references.cues import points_back
from assistant.planner.reading import Call, Reading

_OF_ROWS = (
    "which", "bottom", "top", "filler", "break", "extreme", "absent_value", "same", "anaphor",
    "cheap", "expensive",
)  # fmt: skip


_LIGHT = ("product_cue", "filler", "break", "which", "place", "with", "for", "list")
"""Words that describe no goods."""


def _unkept(frame: Frame) -> set[str]:
    """Facts of products that this shop does not keep."""
    return {name for name in ("stock", "price") if name not in frame.vocabulary.dictionary.fields}


@dataclass
class _Sought:
    """Goods that are looked for."""

    words: list[str] = field(default_factory=list)
    args: dict[str, Any] = field(default_factory=dict)
    """Brand, category and highest price, as a search takes them."""
    goods: bool = False
    """Goods are named, not only described."""


def read_products(frame: Frame) -> Reading | None:
    """do we have a vitamin C serum under 30; recommend something for dry skin."""
    any_of = frame.text.normal.startswith(("any ", "anything ", "something ", "有"))
    if not _may_seek_goods(frame, any_of):
        return None
    slots = frame.slots()
    if _of_people_or_rows(frame, slots, any_of):
        return None
    sought = _sought(slots)
    if not sought.goods and not sought.words:
        return None
    typed = frame.text.original.strip()
    if "find_products" in frame.tools:
        query = ("" if frame.language == "zh" else " ").join(sought.words) or typed
        return frame.reading("products", calls=[Call("find_products", {"query": query, **sought.args})])
    return frame.reading("products", calls=[Call("search_library", {"query": typed[:500], "kind": "product"})])


def _may_seek_goods(frame: Frame, any_of: bool) -> bool:
    """Goods or "anything" are spoken of, and no figure, deed or period beside them."""
    if not (frame.has("product_cue") or any_of) or frame.has(
        "consented", "contact", "measure", "who", "how_many", "by", "top", "best_selling", "period", "copy_verb", "verb"
    ):
        return False
    if any_of and frame.state.figures and frame.has("percent", "cmp", "range"):
        return False  # anything above 10%, of the figures shown
    if any_of and points_back(frame) and frame.state.rows_of != "product":
        return False  # any of them over 60?
    if frame.state.figures and all(span.has(*_OF_ROWS) for span in frame.spans):
        return False  # 哪款最少, 台北的有吗: of what was shown
    return not any(span.has("scope") and not frame.vocabulary.products.contains(span.text) for span in frame.spans)


def _of_people_or_rows(frame: Frame, slots: Slots, any_of: bool) -> bool:
    """anyone with consent, which brands are there in kitchen; facts of goods that nobody keeps."""
    every = range(len(slots))
    if any_of and (frame.has("remove") or any(_of_customers(slots, i) for i in every)):
        return True
    if any(slots.has(i, "people") for i in every):
        return True
    if frame.has("absent_field") or any(span.value("product_fact") in _unkept(frame) for span in frame.spans):
        return True
    plain = ("brand", "category", "subcategory")
    return any(slots.value(i, "field") in plain and not slots.has(i, "group") for i in every)


def _sought(slots: Slots) -> _Sought:
    """Brand, category and price as such; all other words that say something are searched for."""
    sought = _Sought()
    for index in range(len(slots)):
        group, found = slots.value(index, "group"), slots.value(index, "range")
        if group is not None and group.field in ("category", "brand") and len(group.values) == 1 and not group.absent:
            sought.args[group.field] = group.values[0]
            sought.goods = True
        elif group is not None and slots.level(group.field) in ("product", ""):
            sought.words.append(slots[index].text)
            sought.goods = True
        elif slots.has(index, "filter"):
            bound = slots.value(index, "filter")
            if bound.field == "price" and bound.op in ("lt", "le", "between"):
                sought.args["max_price"] = float(bound.values[-1])
        elif isinstance(found, Range) and found.op in ("lt", "le", "between") and found.unit in ("number", "money"):
            sought.args["max_price"] = (found.high or found.low).value
        elif slots.value(index, "field") == "product":
            sought.goods = True
        elif slots[index].unknown or not slots.has(index, *_LIGHT):
            sought.words.append(slots[index].text)
    return sought


def _of_customers(slots: Slots, index: int) -> bool:
    """有邮件同意的金卡会员: people are had, not goods."""
    group = slots.value(index, "group")
    return slots.has(index, "contact") or (group is not None and slots.level(group.field) == "customer")
