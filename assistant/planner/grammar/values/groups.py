"""Values: which field each belongs to, lists of them, and the labels beside them (the city of Berlin, 护肤品类)."""

from __future__ import annotations

from assistant.planner.grammar.campaigns.campaigns import (
    reduce_campaigns,
    settle_recipients,
    settle_years,
)
from assistant.planner.grammar.campaigns.editions import settle_editions, settle_no_edition
from assistant.planner.grammar.campaigns.mailings import campaign_rows
from assistant.planner.grammar.slots import Group, Slots
from assistant.planner.grammar.values.own_deeds import settle_own_deeds
from assistant.planner.grammar.values.subscribers import settle_subscribers
from assistant.planner.grammar.values.value_fields import settle_values
from assistant.planner.lexicon import Sense

_LABELS = {
    "category": {"product", "category"},
    "brand": {"product", "brand"},
    "city": {"city", "country"},
    "country": {"country"},
    "campaign": {"campaign"},
    "product": {"product"},
    "subcategory": {"product", "category"},
    "order_channel": {"order_channel", "campaign_channel"},
    "campaign_channel": {"campaign", "campaign_channel", "order_channel"},
    "acquisition_channel": {"acquisition_channel", "order_channel"},
    "first_order_channel": {"first_order_channel", "order_channel"},
}


_KINDS = ("品", "类", "类的", "系", "类目", "类商品", "货")


def reduce_groups(slots: Slots) -> None:
    """Settle the field of every value, join lists of values of one field, and use up the labels beside them."""
    reduce_campaigns(slots)
    settle_values(slots)
    settle_editions(slots)
    settle_no_edition(slots)
    settle_years(slots)
    settle_recipients(slots)
    _goods_by_kind(slots)
    join_lists(slots)
    _repeat_buyers(slots)
    settle_own_deeds(slots)
    settle_subscribers(slots)
    _use_labels(slots)


def join_lists(slots: Slots) -> None:
    """Values of one field in a row, with and, or, commas between them, are one list."""
    index = 0
    while index < len(slots):
        group = slots.value(index, "group")
        found = _continued(slots, index, group) if group is not None else None
        if found is None:
            index += 1
        else:
            end, joined = found  # and the list may go on
            slots.merge(index, end, Sense("group", joined))


def _continued(slots: Slots, index: int, group: Group) -> tuple[int, Group] | None:
    """The group with the next value of its list, and where that ends; None where nothing continues it."""
    joints, joiner = _joints(slots, index)
    if _in_turn(slots, index, joints) or _parts_clauses(slots, index, joints):
        return None
    after = joints
    while slots.has(after, "filler", "place") and not slots.has(after, "group", "and", "or", "break"):
        after += 1
    other = slots.value(after, "group")
    if other is None or (joints == index + 1 and not _juxtaposed(slots, index, group, other)):
        return None
    if group.field == other.field == "product" and "contains" in (group.op, other.op):
        group, other = _by_name(slots, group), _by_name(slots, other)
    if (other.field, other.op) != (group.field, group.op):
        return None
    values = tuple(dict.fromkeys((*group.values, *other.values)))
    absent = group.absent and other.absent  # Germany or Austria, though nobody here is from Austria: one list
    return after + 1, Group(group.field, values, group.op, joiner or group.joiner or other.joiner, absent)


_NAMES = 30
"""So many names at most stand for a part of them in a list."""


def _by_name(slots: Slots, group: Group) -> Group:
    """米其林 in a list of goods: the products that are called so, where each of them need not be bought."""
    if group.op != "contains" or len(group.values) != 1:
        return group
    names = slots.vocabulary.products.matching(str(group.values[0]), _NAMES + 1)
    bought = any(slots.has(i, "agent") or slots.value(i, "verb") in ("buy", "spend") for i in range(len(slots)))
    if not names or len(names) > (1 if bought else _NAMES):
        return group
    return Group("product", tuple(names), "is", group.joiner, group.absent)


def _joints(slots: Slots, index: int) -> tuple[int, str]:
    """Where the words that join a value to the next end, and how they do: and, or, vs, or "" for a mere comma."""
    at, joiner = index + 1, ""
    while slots.has(at, "came_word") and slots.has(at + 1, "and", "or", "versus"):
        at += 1
    while at < len(slots) and (
        slots.has(at, "and", "or", "versus") or slots[at].text.casefold() in (",", "，", "、", "/", "nor", "加")
    ):
        if slots.has(at, "or") or slots[at].text.casefold() in ("nor", "/"):
            joiner = "or"
        elif slots.has(at, "versus"):
            joiner = "vs"
        elif (slots.has(at, "and") or slots[at].text == "加") and not joiner:
            joiner = "and"
        at += 1
    return at, joiner


def _in_turn(slots: Slots, index: int, joints: int) -> bool:
    """skincare and then makeup: one after the other is no list."""
    after = joints
    while after < len(slots) and slots.has(after, "filler") and not slots.has(after, "group"):
        after += 1
    return any(slots[i].text.casefold() in _IN_TURN for i in range(index + 1, after))


def _parts_clauses(slots: Slots, index: int, joints: int) -> bool:
    """买过床品，家居、厨房都没买过: what follows the comma is told of by a verb of its own."""
    if not slots.chinese(index) or joints != index + 2 or slots[index + 1].text not in ("，", ","):
        return False
    at = joints
    while at < len(slots) and (
        slots.has(at, "group", "value")
        or slots[at].text in ("、", "都", "也", "和", "与", "又", "却", "在", "的", "从", "从来")
    ):
        at += 1
    if slots.value(at, "agent") == "never":
        return any(slots.has(i, "verb", "agent") for i in range(index))
    ahead = range(at + 1, min(at + 3, len(slots)))
    told = slots.has(at, "not", "never") and any(slots.has(i, "verb", "agent") for i in ahead)
    return told and any(slots.has(i, "verb", "agent") for i in range(index))


def _goods_by_kind(slots: Slots) -> None:
    """kenya beans, in a shop with a tier Bean: what grows there, and nobody's membership."""
    for index in range(1, len(slots)):
        group, before = slots.value(index, "group"), slots.value(index - 1, "group")
        if group is None or before is None or slots.level(group.field) != "customer":
            continue
        typed, stored = slots[index].text, str(group.values[0])
        plural = typed.islower() and typed == f"{stored.casefold()}s"
        if plural and slots.level(before.field) == "product" and not slots.has(index + 1, "people", "agent"):
            slots.retag(index, Sense("filler"))
            slots.use(index, "kind of goods")


def _juxtaposed(slots: Slots, index: int, group: Group, other: Group) -> bool:
    """北京上海广州, 男女: values of one customer field side by side are a list."""
    return slots.chinese(index) and other.field == group.field and slots.level(group.field) == "customer"


def _repeat_buyers(slots: Slots) -> None:
    """repeat fragrance buyers: people who bought it again, not orders that were not the first."""
    for index in range(len(slots) - 2):
        if slots[index].text.casefold() != "repeat" or getattr(slots.value(index, "group"), "field", "") != _REPEAT:
            continue
        goods = slots.value(index + 1, "group")
        if goods is not None and slots.level(goods.field) == "product" and slots.has(index + 2, "agent", "people"):
            slots.retag(index, Sense("agent", "repeat"))


_REPEAT = "first_or_repeat"
_MADE = ("产", "产的", "出产", "出产的", "生产的", "grown")
_IN_TURN = ("then", "and then")
"""Between two values: one came before the other, so they are no list."""
_SUMMED = (
    "together",
    "combined",
    "altogether",
    "added together",
    "加起来",
    "合起来",
    "合在一起",
    "加在一起",
    "一起",
    "合计",
)


def _use_labels(slots: Slots) -> None:
    """The field's own name beside its value says nothing more: the brand Nordlicht, skincare products."""
    for index, item in enumerate(slots.items):
        group = item.value("group")
        if group is None:
            continue
        if group.field in ("category", "subcategory") and slots[index + 1].text in _KINDS:
            slots.retag(index + 1, Sense("filler"))  # 家居品, 护肤类
        if len(group.values) > 1 and slots[index + 1].text.casefold() in _SUMMED:
            slots.retag(index + 1, Sense("filler"))  # Berlin and Hamburg together
        if slots.level(group.field) == "product" and slots[index + 1].text in _MADE:
            slots.retag(index + 1, Sense("filler"))  # 福建产的茶
        labels = _LABELS.get(group.field, set()) | {group.field}
        apart = index + 1 + (slots[index + 1].text in ("-", "+"))  # gold-tier, silver+ tier
        for beside in (
            index + 1,
            slots.next(index),
            apart,
            index - 1,
            slots.before(index),
            _label_before(slots, index),
        ):
            if not 0 <= beside < len(slots):
                continue
            fields = {sense.value for sense in slots[beside].senses if sense.kind == "field"}
            if "campaign" in fields and group.field == "campaign_channel" and campaign_rows(slots, beside):
                continue  # which e-mail campaign, list all sms campaigns: the campaigns are what is asked for
            if "campaign" in fields and (slots.has(slots.before(index), "which") or _all_of_them(slots, index)):
                continue
            if slots.has(beside, "verb") and beside < index and slots.has(beside - 1, "who", "people", "not", "never"):
                continue  # who order in the app: what they do
            person = slots.level(group.field) == "customer" and beside < index
            if (fields & labels and not slots.has(beside, "group") and not _counted(slots, beside, person)) or (
                group.field in ("campaign", "campaign_channel")
                and beside == index + 1
                and slots.has(beside, "contact_noun", "copy_noun", "mail_noun")
                and not slots.has(beside, "group")
            ):
                slots.use(beside, "label")
                slots.retag(beside, Sense("filler"))


def _label_before(slots: Slots, index: int) -> int:
    """city other than Berlin, country: any except Germany, country is anything but China: where the name stands."""
    at = index - 1
    while at >= 0 and (slots[at].text in (":", "=", "≠", "：") or slots.has(at, "except", "not", "filler")):
        if slots.has(at, "field", "group", "people", "who"):
            break
        at -= 1
    return at


def _all_of_them(slots: Slots, index: int) -> bool:
    """列出全部短信活动及点击率: with a figure of each."""
    figured = any(slots.has(i, "measure") and not slots.has(i, "field") for i in range(len(slots)))
    return figured and any(slots[i].text in ("全部", "所有", "列出", "所有的", "全部的") for i in range(index))


def _counted(slots: Slots, index: int, person: bool = False) -> bool:
    """A name that is asked for rather than said beside: by brand, which category, top 5 products, how many orders."""
    previous = slots.before(
        index, lambda item: item.has("filler") and not item.has("by", "which", "top", "bottom", "number", "group")
    )
    if slots.has(previous, "group"):
        previous = slots.before(previous)
    beside = slots.value(index + 1, "group")
    own = slots.value(index - 1 - (slots[index - 1].text == "-"), "group")
    if own is not None and slots.level(own.field) == "customer" and not slots.has(previous, "by", "which"):
        return False  # how many gold-tier people
    if (
        beside is not None
        and beside.field == slots.value(index, "field")
        and not slots.has(previous, "by", "top", "bottom")
    ):
        return False
    if person and slots.has(previous, "not", "except"):
        return False  # without the city of Berlin
    return slots.has(previous, "by", "which", "top", "bottom", "number", "how_many", "rank_by", "range", "not")
