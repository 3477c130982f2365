"""Purchases in words: which ones, how many, when, and after what."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tools.contract import Column, Language
from tools.definitions import After, Bought, Changed, Engaged, Filter
from tools.wording.cells import format_cell, format_number
from tools.wording.filters import COMPARED, filter_words
from tools.wording.period import period_words, within_zh

if TYPE_CHECKING:
    from tools.dictionary import Dictionary

FIGURES = {
    "orders": ("orders", "订单数"),
    "units": ("units bought", "购买件数"),
    "revenue": ("spend", "消费"),
    "products": ("different products bought", "购买商品种数"),
    "categories": ("different categories bought", "购买品类数"),
    "brands": ("different brands bought", "购买品牌数"),
    "months": ("months with an order", "有订单的月份数"),
}
MOMENTS = {
    "first_order": ("their first order", "首单"),
    "signup": ("signing up", "注册"),
    "order": ("buying", "购买"),
    "return": ("a return", "退货"),
    "sent": ("being sent a campaign", "收到活动"),
    "open": ("opening a campaign", "打开活动"),
    "click": ("clicking a campaign", "点击活动"),
    "view": ("viewing a product", "浏览商品"),
    "cart": ("adding a product to the cart", "加购商品"),
}
ANY_TIME = 3_650
"""So many days after a moment is any time after it."""
RETURNED = Filter(field="quantity", op="lt", values=[0])
"""Lines that take goods back."""
CHANGES = {
    "gt": ("more than", "多于"),
    "ge": ("at least as much as", "不少于"),
    "lt": ("less than", "少于"),
    "le": ("at most as much as", "不多于"),
}


def bought_words(item: Bought, dictionary: Dictionary, language: Language, today: date | None) -> str:
    """What was bought, how much of it, when, and after what."""
    if is_return(item):
        return returned_words(item, dictionary, language, today)
    zh = language == "zh"
    scope = scope_words(item.where, item.together, dictionary, language, today)
    when = period_words(item.period, today, language) if item.period else ""
    first = ("（仅首单）" if zh else " in their very first order") if item.first_purchase else ""
    if item.after is not None:
        first += (
            f"（{after_words(item.after, dictionary, language)}）"
            if zh
            else f", {after_words(item.after, dictionary, language)}"
        )
    never = item.measure == "orders" and (item.op, item.value) in (("eq", 0), ("lt", 1), ("le", 0))
    once = item.measure == "orders" and (item.op, item.value) in (("ge", 1), ("gt", 0))
    if zh:
        lead = within_zh(when)
        if never or once:
            return f"{lead}{'未购买过' if never else '购买过'}{f'（{scope}）' if scope else ''}{first}"
        name = FIGURES[item.measure][1]
        return f"{lead}{f'（{scope}）' if scope else ''}{name}{amount_words(item, dictionary, 'zh')}{first}"
    tail = f"{first}, {when}" if when else first
    if never or once:
        verb = ("did not buy" if when else "never bought") if never else "bought"
        return f"{verb}{f' ({scope})' if scope else ''}{tail}"
    name = "spent" if item.measure == "revenue" else FIGURES[item.measure][0]
    of = f" ({scope})" if scope else ""
    return f"{name}{of} {amount_words(item, dictionary, 'en')}{tail}"


def is_return(item: Bought) -> bool:
    """Whether the purchases counted are the lines that were taken back: those with a quantity below 0."""
    return item.measure == "units" and RETURNED in item.where and not item.together and item.value <= 0


def returned_words(item: Bought, dictionary: Dictionary, language: Language, today: date | None) -> str:
    """What was returned, how many pieces of it, and of orders of when."""
    zh = language == "zh"
    scope = scope_words([f for f in item.where if f != RETURNED], [], dictionary, language, today)
    when = period_words(item.period, today, language) if item.period else ""
    count = format_number(-item.value)
    op = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le"}.get(item.op, item.op)
    none, some = item.value == 0 and op in ("eq", "le"), (op, item.value) in (("gt", 0), ("ge", -1))
    if zh:
        much = "" if none or some else COMPARED[op][1].format(count) + "件"
        lead = f"{when}的订单中" if when else ""
        return f"{lead}{'未退过' if none else '退过'}{much}{f'（{scope}）' if scope else '商品'}"
    verb = "never returned anything" if none else "returned something" if some else ""
    verb = verb or f"returned pieces {COMPARED[op][0].format(count)}"
    return f"{verb}{f' ({scope})' if scope else ''}{f', of orders {when}' if when else ''}"


def changed_words(item: Changed, dictionary: Dictionary, language: Language, today: date | None = None) -> str:
    """More in one period than in another."""
    zh = language == "zh"
    scope = scope_words(item.where, item.together, dictionary, language, today)
    name, how = FIGURES[item.measure][zh], CHANGES[item.op][zh]
    now, then = (period_words(period, today, language) for period in (item.period, item.compare_period))
    factor = "" if item.times == 1 else format_number(item.times)
    if zh:
        return f"{now}的{name}{f'（{scope}）' if scope else ''}{how}{then}{f'的 {factor} 倍' if factor else ''}"
    return f"{name}{f' ({scope})' if scope else ''}, {now}, {how} {f'{factor} times those in ' if factor else ''}{then}"


def after_words(item: After, dictionary: Dictionary, language: Language) -> str:
    """Within 30 days after their first order."""
    zh = language == "zh"
    kind = item.event
    if "event" in dictionary.fields and kind not in MOMENTS:
        kind = dictionary.synonyms(dictionary.field("event")).group(kind) or kind
    moment = MOMENTS.get(kind, (kind, kind))[zh]
    scope = ("、" if zh else ", ").join(filter_words(part, dictionary, language) for part in item.where)
    days = format_number(item.within_days)
    if zh:
        beside = "（含首单）" if item.including else "（多次触达算第一次）" if item.touch == "first" else ""
        span = "任何时候" if item.within_days >= ANY_TIME else f" {days} 天内"
        return f"{moment}{f'（{scope}）' if scope else ''}后{span}{beside}"
    unit = "day" if item.within_days == 1 else "days"
    span = "any time" if item.within_days >= ANY_TIME else f"within {days} {unit}"
    itself = ", that order included" if item.including else ""
    of_several = ", the first of several counts" if item.touch == "first" else ""
    return f"{span} after {moment}{f' ({scope})' if scope else ''}{itself}{of_several}"


def scope_words(
    where: list[Filter], together: list[Filter], dictionary: Dictionary, language: Language, today: date | None
) -> str:
    """What was bought, and with what in the same order."""
    zh = language == "zh"
    parts = [filter_words(part, dictionary, language, today) for part in where]
    if together:
        others = (" 且 " if zh else " and ").join(filter_words(part, dictionary, language, today) for part in together)
        parts.append(f"同一订单中还有{others}" if zh else f"in the same order as {others}")
    return ("、" if zh else ", ").join(parts)


def amount_words(item: Bought | Engaged, dictionary: Dictionary, language: Language) -> str:
    """The comparison of a figure: "at least 3", "超过 $100"."""
    money = isinstance(item, Bought) and item.measure == "revenue"
    column = Column(name="value", type="money" if money else "number", unit=dictionary.currency if money else None)
    figures = [format_cell(value, column, language) for value in (item.value, item.upper) if value is not None]
    return COMPARED[item.op][language == "zh"].format(*figures)
