"""Chinese ways to put what English says in another order: 聚类，每一类多少人; 上海除外; 周末（六日）; 年满四十."""

from __future__ import annotations

from assistant.planner.grammar.campaigns.reactions import settle_reactions
from assistant.planner.grammar.comparisons.winners import settle_winners
from assistant.planner.grammar.deeds.objects import filters_of
from assistant.planner.grammar.deeds.ranges import amount_of
from assistant.planner.grammar.people.amounts import comparison
from assistant.planner.grammar.people.facts import CLAUSE_FIELDS
from assistant.planner.grammar.rows.bands import settle_bands
from assistant.planner.grammar.rows.dimensions import TIME_FIELDS, dimension_at, said_as_split
from assistant.planner.grammar.rows.risers import settle_falling
from assistant.planner.grammar.rows.superlatives import settle_superlatives
from assistant.planner.grammar.slots import Amount, Group, Range, Slots
from assistant.planner.grammar.times.openings import settle_openings
from assistant.planner.grammar.wording.chinese_purchases import settle_purchases
from assistant.planner.lexicon import Sense
from tools.definitions import Attribute, Filter


def settle_chinese(slots: Slots) -> None:
    """Rewrite the row of slots in place."""
    _apart(slots)
    _best_so_many(slots)
    settle_openings(slots)
    settle_superlatives(slots)
    if any(slots.chinese(index) for index in range(len(slots))):
        settle_bands(slots)
        settle_purchases(slots)
        settle_falling(slots)
    settle_winners(slots)
    settle_reactions(slots)
    _each_row(slots)
    _excluded_after(slots)
    _that_order(slots)
    _equals(slots)
    _returns(slots)
    _things(slots)
    _spent_on(slots)
    _did_not_buy(slots)
    _how_old(slots)
    _worth_of_orders(slots)
    _reacted_when(slots)
    _second_order(slots)
    _most_people(slots)
    _of_a_year(slots)


def _most_people(slots: Slots) -> None:
    """周几下单的人最多, 哪天买的客户最少: buyers, by days."""
    for index in range(1, len(slots) - 2):
        timed = any(dimension_at(slots, i) in TIME_FIELDS and not slots.has(i, "period") for i in range(index))
        who = slots.next(index, lambda item: item.text == "的")
        bought = slots.value(index, "verb") == "buy" and slots.has(who, "people")
        if timed and bought and slots.has(slots.next(who), "top", "bottom"):
            slots.retag(index, Sense("filler"))
            slots.retag(who, Sense("measure", "buyers"))


def _of_a_year(slots: Slots) -> None:
    """近12个月人均年消费: the days are said, so 年 only says that they are a year, and splits nothing."""
    if slots.find("period", free=False) is None:
        return
    for index in range(1, len(slots) - 1):
        if slots[index].text in ("年", "年度") and slots.has(index - 1, "per_person", "average"):
            slots.retag(index, Sense("filler"))


def _second_order(slots: Slots) -> None:
    """9月有多少客户下了第二单: when their second order was, and not who has two and bought then."""
    for index in range(len(slots) - 1):
        if slots[index].text in ("下了", "下过", "下的") and slots.value(index + 1, "field") == "second_order_date":
            slots.retag(index, Sense("filler"))


def _reacted_when(slots: Slots) -> None:
    """客户一般几点打开邮件: opens by hour, and no purchases of those who open."""
    timed = any(slots.value(i, "field") in ("hour", "weekday") for i in range(len(slots)))
    for index in range(len(slots)):
        measure = next((m for said, m in _REACTIONS if slots[index].text.startswith(said)), None)
        if timed and measure and slots.has(index, "outcome", "verb") and not slots.has(index, "measure"):
            slots.retag(index, Sense("measure", measure))


_REACTIONS = (("打开", "opens"), ("点开", "opens"), ("点击", "clicks"))


def _worth_of_orders(slots: Slots) -> None:
    """300以上的订单: what each is worth, though no currency is said."""
    for index in range(len(slots) - 1):
        found = slots.value(index, "range")
        at = slots.next(index, lambda item: item.text in ("的", "之间", "之间的"))
        of = at > index + 1 or slots[index].text.endswith("的")
        bare = isinstance(found, Range) and found.unit == "number" and of and at < len(slots)
        if bare and found.low.value >= _WORTH and slots[at].text in ("订单", "单子", "单"):
            amounts = [amount and Amount(amount.value, "money") for amount in (found.low, found.high)]
            slots.retag(index, Sense("range", Range(found.op, *amounts)))


_WORTH = 50
"""Nobody places so many orders: from here on a bare number is an amount."""


def _how_old(slots: Slots) -> None:
    """平均年龄多大: asks for the age named before it once, and is no split."""
    for index in range(1, len(slots)):
        if (
            slots[index].text in ("多大", "是多大", "多少岁", "几岁")
            and slots.value(
                slots.before(index, lambda item: item.has("filler", "respectively") and not item.has("field")), "field"
            )
            == "age"
        ):
            slots.retag(index, Sense("filler"))


def _did_not_buy(slots: Slots) -> None:
    """10月加了购物车但没买的人, 没下单的人数: who did not buy then, as with 没下单的人 – and not who never bought."""
    for index in range(1, len(slots)):
        buyers = slots.value(index, "agent") == "buy" and slots[index].text.startswith(("买的", "购买的"))
        buyers = buyers or (slots.value(index, "measure") == "buyers" and slots[index].text.endswith("的人数"))
        acted = any(slots.has(i, "verb") for i in range(index - 1)) or slots[index].text.endswith("的人数")
        if buyers and acted and slots.has(index - 1, "not"):
            slots.retag(index, Sense("verb", "buy"))


_BOUGHT = ("买", "买了", "购买", "购买了")
_GOODS = ("category", "subcategory", "brand", "product")


def _spent_on(slots: Slots) -> None:
    """金卡会员去年买鞋花了多少: what went on shoes then, and not all that those have spent who bought some."""
    for index in range(len(slots) - 2):
        if slots[index].text not in _BOUGHT or slots.value(index, "verb") != "buy":
            continue
        goods = slots.value(index + 1, "group") or slots.value(index + 1, "value")
        field = goods.field if isinstance(goods, Group) else goods[0] if goods else ""
        at = slots.next(index + 1, lambda item: item.has("filler") and item.text != "的")
        if field in _GOODS and slots.value(at, "measure") == "net_revenue" and "花" in slots[at].text:
            slots.retag(index, Sense("filler"))


def _best_so_many(slots: Slots) -> None:
    """消费最高的前200人: one rank, said twice."""
    for index in range(len(slots)):
        again = slots.next(index)
        said = slots.has(index, "top", "bottom") and slots[index].text.startswith("最")
        if said and slots[again].text in ("前", "后") and slots.has(slots.next(again), "number", "heads"):
            slots.retag(again, Sense("filler"))


def _is_goods(slots: Slots, index: int) -> bool:
    """Goods of whatever kind, before what is said of how they sell."""
    sold = slots.has(index + 1, "best_selling", "worst_selling", "top", "bottom", "measure")
    return sold and slots.value(index, "field") == "product" and not slots.has(index, "value", "group")


def _things(slots: Slots) -> None:
    """第一次买东西: goods of whatever kind, and none to split by."""
    for index in range(1, len(slots)):
        deed = slots.has(index - 1, "verb", "agent", "first_order") or slots[index - 1].text.endswith("买")
        counted = slots.has(index - 1, "measure") and slots[index - 1].text.endswith(_PIECES)
        taken = slots[index - 1].text in ("把", "将") and slots.has(index + 1, "verb")
        thing = slots[index].text in _THING and slots.value(index, "field") == "product"
        if thing and (deed or counted or taken):
            slots.retag(index, Sense("filler"))  # 上个月退了多少件商品, 把东西加进购物车
        owner = slots.value(index - 2, "field") if index > 2 and slots[index - 1].text == "的" else None
        if owner and owner != "product" and slots[index - 3].text.startswith("哪") and _is_goods(slots, index):
            slots.retag(index, Sense("filler"))  # 哪个品牌的商品卖得最好: which brand
    for index in range(len(slots) - 2):
        browsed = slots[index].text in ("只看", "光看") and slots.has(index + 1, "not")
        if browsed and slots.value(index + 2, "verb") == "buy":
            slots.retag(index, Sense("verb", "view"))  # 对香氛只看不买


_THING = ("东西", "商品", "物品", "货", "产品", "的商品", "的东西")
_PIECES = ("几件", "多少件", "几样", "多少样", "总件数", "件数")


def _returns(slots: Slots) -> None:
    """看看九月的退货: what was returned, where nobody is named who did."""
    at = slots.before(len(slots))
    named = (
        "people",
        "agent",
        "how_many",
        "who",
        "not",
        "never",
        "remove",
        "except",
        "list",
        "measure",
        "range",
        "and",
    )
    if at < 1 or slots[at].text not in ("退货", "退款", "退换货") or slots.value(at, "verb") != "return_goods":
        return
    if slots.find(*named, free=False) is None and (slots[at - 1].text == "的" or slots.has(at - 1, "period", "group")):
        slots.retag(at, Sense("figures", ("returned_units", "returns_value")))


def _apart(slots: Slots) -> None:
    """中国、美国今年各卖了多少钱: each of those named, where no field to split by follows."""
    for index in range(len(slots) - 1):
        if slots[index].text not in ("各", "各自", "都各", "分别各") or slots.used(index):
            continue
        after = slots.next(index)
        if slots.has(after, "measure", "verb", "how_many", "how_much") and not slots.has(after, "field"):
            slots.retag(index, Sense("respectively"))


def _equals(slots: Slots) -> None:
    """库存为0, 年龄是30: a figure said to be a number."""
    index = 0
    while index < len(slots) - 2:
        spec = slots.vocabulary.dictionary.fields.get(slots.value(index, "field") or "")
        amount = amount_of(slots[index + 2]) if slots[index + 1].text in ("为", "是", "等于", "=") else None
        if (
            spec is not None
            and spec.numeric
            and spec.level in ("customer", "product")
            and amount is not None
            and amount.unit in ("number", "money", "times", "pieces", "age")
            and not slots.has(index + 2, "period")
        ):
            if spec.name in CLAUSE_FIELDS and slots.has(index - 1, "period") and index:
                unit = CLAUSE_FIELDS[spec.name]  # 最近30天订单数为0: in those days
                slots.merge(index + 1, index + 3, Sense("range", Range("eq", Amount(amount.value, unit))))
                index += 1
                continue
            found = comparison(spec.name, Range("eq", amount))
            customer = spec.level == "customer"
            sense = Sense("condition", Attribute(**found.model_dump())) if customer else Sense("filter", found)
            slots.merge(index, index + 3, sense)
        index += 1


def _that_order(slots: Slots) -> None:
    """只买过一单，而且那单用了优惠: the only order there is, so "that order" picks no other."""
    once = any(
        (found := amount_of(slots[i])) is not None and found.unit == "times" and found.value == 1
        for i in range(len(slots))
    )
    for index in slots.all("that_order"):
        if once and slots.find("only", "agent", free=False) is not None:
            slots.retag(index, Sense("filler"))


def _each_row(slots: Slots) -> None:
    """每档多少人, 各组: one row for each value of what was named before; beside a split it says nothing more."""
    for index in slots.all("each_row"):
        split = any(
            slots.has(i, "rows_of", "distribution")
            or (slots.has(i, "by") and not slots.has(i, "each_row") and dimension_at(slots, slots.next(i)))
            or (dimension_at(slots, i) in TIME_FIELDS and said_as_split(slots[i].text) and not slots.has(i, "period"))
            for i in range(len(slots))
        )
        if split:
            slots.retag(index, Sense("filler"))
            continue
        places = [*range(index - 1, -1, -1), *range(index + 1, len(slots))]
        named = next((i for i in places if _splits(slots, i)), None)
        if named is not None:
            slots.retag(named, Sense("rows_of", dimension_at(slots, named)))
            slots.retag(index, Sense("filler"))


def _splits(slots: Slots, index: int) -> bool:
    plain = not slots.has(index, "group", "condition", "filter", "period", "people", "verb", "measure")
    return dimension_at(slots, index) is not None and plain and not slots.used(index)


def _excluded_after(slots: Slots) -> None:
    """上海除外, 护肤以外的: what the word behind a value excludes, where none before it did."""
    index = 0
    while index < len(slots) - 1:
        group: Group | None = slots.value(index, "group")
        if group is not None and slots.has(index + 1, "except_end") and not _except_before(slots, index):
            found = filters_of(group)
            if found.op == "is":
                negative = found.model_copy(update={"op": "is_not"})
                customer = slots.level(group.field) == "customer"
                sense = (
                    Sense("condition", Attribute(**negative.model_dump()))
                    if customer
                    else Sense("filter", Filter(**negative.model_dump()))
                )
                slots.merge(index, index + 2, sense)
        index += 1


def _except_before(slots: Slots, index: int) -> bool:
    before = slots.before(
        index, lambda item: item.has("filler", "place", "group", "and", "or") and not item.has("except")
    )
    return slots.has(before, "except", "not")
