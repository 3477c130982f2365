"""Audiences in words: every condition, its period with dates, nothing left out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tools.contract import Column, Language
from tools.definitions import (
    Attribute,
    Audience,
    Bought,
    Changed,
    Condition,
    Contactable,
    Engaged,
    Group,
    Inclined,
    Limit,
    Ranked,
    Saved,
    Similar,
)
from tools.wording.cells import format_cell, format_number
from tools.wording.filters import COMPARED, filter_words
from tools.wording.period import period_words, within_zh
from tools.wording.purchases import amount_words, bought_words, changed_words

if TYPE_CHECKING:
    from tools.dictionary import Dictionary

ACTS = {
    "sent": ("were sent", "收到"), "open": ("opened", "打开"), "click": ("clicked", "点击"),
    "unsubscribe": ("unsubscribed", "退订"), "view": ("viewed", "浏览"), "cart": ("added to cart", "加购"),
}  # fmt: skip
NOT_ACTS = {
    "sent": ("were not sent", "未收到"), "open": ("did not open", "未打开"), "click": ("did not click", "未点击"),
    "unsubscribe": ("did not unsubscribe", "未退订"), "view": ("did not view", "未浏览"),
    "cart": ("did not add to cart", "未加购"),
}  # fmt: skip


def audience_words(audience: Audience, dictionary: Dictionary, language: Language, today: date | None = None) -> str:
    """The whole definition; with `today` the dates its periods mean."""
    zh = language == "zh"
    parts = _parts(audience, dictionary, language, today)
    text = ("；" if zh else "; ").join(parts)
    if audience.limit is not None:
        text += ("；" if zh and text else "; " if text else "") + _first(audience, dictionary, zh, today)
    if not text:
        return "全部客户" if zh else "All customers"
    return ("客户：" if zh else "Customers: ") + text


def condition_words(item: Condition, dictionary: Dictionary, language: Language, today: date | None = None) -> str:
    """One condition."""
    zh = language == "zh"
    if isinstance(item, Attribute):
        return filter_words(item, dictionary, language, today)
    if isinstance(item, Bought):
        return bought_words(item, dictionary, language, today)
    if isinstance(item, Changed):
        return changed_words(item, dictionary, language, today)
    if isinstance(item, Engaged):
        return _engaged(item, dictionary, language, today)
    if isinstance(item, Ranked):
        return _ranked(item, dictionary, language, today)
    if isinstance(item, Inclined):
        return _inclined(item, dictionary, language)
    if isinstance(item, Similar):
        return _similar(item, dictionary, language, today)
    if isinstance(item, Saved):
        return f"属于已保存人群“{item.name}”" if zh else f"in the saved audience “{item.name}”"
    if isinstance(item, Contactable):
        if zh:
            return f"可发{'邮件' if item.channel == 'email' else '短信'}（已同意、有联系方式、未退订、未屏蔽）"
        verb = "e-mailed" if item.channel == "email" else "texted"
        return f"may be {verb} (consent given, address present, not unsubscribed, not suppressed)"
    return (
        "（" + "；".join(_parts(item, dictionary, language, today)) + "）"
        if zh
        else "(" + "; ".join(_parts(item, dictionary, language, today)) + ")"
    )


def _parts(group: Audience | Group, dictionary: Dictionary, language: Language, today: date | None) -> list[str]:
    zh = language == "zh"
    parts = [condition_words(item, dictionary, language, today) for item in group.all]
    if group.any:
        either = [condition_words(item, dictionary, language, today) for item in group.any]
        parts.append("满足其一：" + " 或 ".join(either) if zh else "at least one of: " + " or ".join(either))
    if group.none:
        neither = [condition_words(item, dictionary, language, today) for item in group.none]
        parts.append("排除：" + " 以及 ".join(neither) if zh else "but not: " + " nor ".join(neither))
    return parts


def _engaged(item: Engaged, dictionary: Dictionary, language: Language, today: date | None) -> str:
    zh = language == "zh"
    kind = dictionary.synonyms(dictionary.field("event")).group(item.event) or item.event
    never = (item.op, item.value) in (("eq", 0), ("lt", 1), ("le", 0))
    verb = (NOT_ACTS if never else ACTS).get(kind, (f"no {kind}" if never else kind, f"没有{kind}" if never else kind))[
        zh
    ]
    scope = ("、" if zh else ", ").join(filter_words(part, dictionary, language, today) for part in item.where)
    when = period_words(item.period, today, language) if item.period else ""
    plain = never or (item.op, item.value) in (("ge", 1), ("gt", 0))
    if zh:
        count = "" if plain else f"次数{amount_words(item, dictionary, 'zh')}"
        return f"{within_zh(when)}{verb}{f'（{scope}）' if scope else ''}{count}"
    count = "" if plain else f" {amount_words(item, dictionary, 'en')} times"
    return f"{verb}{f' ({scope})' if scope else ''}{count}{f', {when}' if when else ''}"


def _ranked(item: Ranked, dictionary: Dictionary, language: Language, today: date | None) -> str:
    zh = language == "zh"
    label = dictionary.field(item.by).label.inside(language)
    size = f"{format_number(item.share * 100)}%" if item.share else format_number(item.count or 0)
    when = period_words(item.period, today, language) if item.period else ""
    label += _of_what(item, dictionary, language)
    among = ("；" if zh else "; ").join(_parts(item.among, dictionary, language, today)) if item.among else ""
    if zh:
        end = f"{'前' if item.descending else '后'}{size}{'' if item.share else '名'}"
        return f"{f'在（{among}）中，' if among else ''}{within_zh(when)}{label}排名{end}"
    end = "top" if item.descending else "bottom"
    return f"among the {end} {size}{f' of ({among})' if among else ''} by {label}{f', {when}' if when else ''}"


def _of_what(rank: Ranked | Limit, dictionary: Dictionary, language: Language) -> str:
    """Which goods or orders alone a figure is ranked by: spend (category is skincare)."""
    said = [filter_words(item, dictionary, language) for item in rank.where]
    if not said:
        return ""
    return f"（{'、'.join(said)}）" if language == "zh" else f" ({', '.join(said)})"


def _inclined(item: Inclined, dictionary: Dictionary, language: Language) -> str:
    category = dictionary.spoken_value("category", item.category, language)
    column = Column(name="probability", type="share")
    figures = [format_cell(value, column, language) for value in (item.value, item.upper) if value is not None]
    how = COMPARED[item.op][language == "zh"].format(*figures)
    return f"购买{category}的概率{how}" if language == "zh" else f"probability of buying {category} {how}"


def _similar(item: Similar, dictionary: Dictionary, language: Language, today: date | None) -> str:
    zh = language == "zh"
    seed = ("；" if zh else "; ").join(_parts(item.seed, dictionary, language, today))
    size = (
        f"{format_number(item.share * 100)}%" if item.share else f"{format_number(item.count or 0)}{'人' if zh else ''}"
    )
    if zh:
        return f"购买行为最接近的{size}（对照人群：{seed or '全部客户'}；不含这些人自己）"
    return f"the {size} most alike in buying behaviour to ({seed or 'all customers'}), without those themselves"


def _first(audience: Audience, dictionary: Dictionary, zh: bool, today: date | None) -> str:
    limit = audience.limit
    assert limit is not None
    label = dictionary.field(limit.by).label.inside("zh" if zh else "en")
    size = f"{format_number(limit.share * 100)}%" if limit.share else format_number(limit.count or 0)
    when = period_words(limit.period, today, "zh" if zh else "en") if limit.period else ""
    label += _of_what(limit, dictionary, "zh" if zh else "en")
    if zh:
        end = "最高" if limit.descending else "最低"
        return f"只取{within_zh(when)}{label}{end}的{size}{'' if limit.share else '人'}"
    end = "highest" if limit.descending else "lowest"
    return f"only the {size} with the {end} {label}{f', {when}' if when else ''}"
