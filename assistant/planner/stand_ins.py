"""A shop's own column in place of a usual one it lacks: heard_about_us for the acquisition channel."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.planner.words import listed, word_file
from tools.dictionary import Dictionary

_HINTS = {
    "acquisition_channel": ("heard", "source", "referr", "acquisition", "来源", "获客"),
    "loyalty_tier": ("member", "tier", "loyalty", "会员", "等级", "级别"),
}
"""What the name of a column of customers holds that says the same."""
_GENERIC = frozenset((
    "id", "code", "name", "number", "no", "date", "day", "time", "type", "method", "status", "state", "value", "amount",
    "count", "flag", "by", "at", "of", "to", "us", "in", "on", "for", "note", "notes", "text", "level", "group",
    "price", "size",
))  # fmt: skip
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_END = 2
_SHOP = ("店", "店铺", "店名", "店名称")
_SHOPS = ("哪家店", "哪个店", "哪间店", "每家店", "各店", "各家店", "分店", "各分店")
"""What shops are called where the channel is one of them."""
_ENDS = frozenset(listed("own_columns", "plain_ends"))
"""Ends that say no more than what kind of thing a column holds."""


def stand_in(dictionary: Dictionary, own: frozenset[str], name: str) -> str | None:
    """The one own field that says what the missing field `name` would; None where there is none, or more than one."""
    hints = _HINTS.get(name, ())
    found = [
        field
        for field in sorted(own)
        if dictionary.fields[field].level == "customer"
        and dictionary.fields[field].type == "text"
        and any(hint in field.casefold() for hint in hints)
    ]
    return found[0] if len(found) == 1 and name not in dictionary.fields else None


def last_words(dictionary: Dictionary, own: frozenset[str]) -> Iterator[tuple[str, str]]:
    """shipping_region is also the region: the last word of an own name, with the field, where only one ends in it."""
    ends: dict[str, list[str]] = {}
    for field in sorted(own):
        head, _, last = (dictionary.fields[field].column or field).rpartition("_")
        if head and last.isascii() and last.isalpha() and last not in _GENERIC and dictionary.fields[field].groupable:
            ends.setdefault(last, []).append(field)
    for word, fields in ends.items():
        if len(fields) == 1:
            yield word, fields[0]
    yield from _chinese_names(dictionary, own)
    yield from _chinese_ends(dictionary, own)


def _chinese_ends(dictionary: Dictionary, own: frozenset[str]) -> Iterator[tuple[str, str]]:
    """专属导购 is the 导购, 卡内余额 the 余额: what a Chinese heading ends in, where only one field does.

    Of an order's field and others the order's is meant: sales are split by where they were made.
    """
    ends: dict[str, list[str]] = {}
    headings = {name: dictionary.headings[name] for name in dictionary.headings if name in dictionary.fields}
    headings |= {name: [dictionary.fields[name].column or name] for name in own}
    for field, names in sorted(headings.items()):
        for name in names:
            bare = name.removesuffix("名称")
            end = bare[-_END:]
            if bare != name and len(bare) <= _END + 1 and not dictionary.fields[field].pii:
                ends.setdefault(bare, []).append(field)  # 门店名称, 活动名称
            elif len(name) > _END + 1 and _HAN.fullmatch(end) and end not in _ENDS and not dictionary.fields[field].pii:
                ends.setdefault(end, []).append(field)
    if any(name.endswith(_SHOP) for name in headings.get("order_channel", ())):
        yield from ((form, "order_channel") for form in _SHOPS)
    for end, fields in ends.items():
        of_orders = [field for field in fields if dictionary.fields[field].level == "order"]
        if len(fields) == 1 or len(of_orders) == 1:
            yield end, (of_orders or fields)[0]


def _chinese_names(dictionary: Dictionary, own: frozenset[str]) -> Iterator[tuple[str, str]]:
    """颜色 is colour, shoe_color and the like: a column of products by what its name holds, where only one does."""
    goods = [name for name in sorted(own) if dictionary.fields[name].level == "product"]
    for table in word_file("fields")["column"].values():
        fields = [name for name in goods if any(stem in name.casefold().split("_") for stem in table["en"])]
        if len(fields) == 1:
            yield from ((word, fields[0]) for word in table["zh"])
