"""What a question is about: figures, or who and how many."""

from __future__ import annotations

from assistant.planner.grammar.deeds.arguments import starts
from assistant.planner.grammar.deeds.verbs import counted_noun, is_verb
from assistant.planner.grammar.figures.named_measures import averaged_field
from assistant.planner.grammar.goods.sold_goods import bounded_rows
from assistant.planner.grammar.orders.orders import who_before
from assistant.planner.grammar.people.ranked_people import how_much_of_it, in_top_shares, ranks_people
from assistant.planner.grammar.rows.dimensions import TIME_FIELDS, dimension_at, said_as_split
from assistant.planner.grammar.rows.rankings import how_many_of
from assistant.planner.grammar.slots import Slots
from assistant.planner.spans import Span

_SHAPES = (
    "best_selling", "worst_selling", "most_done", "least_done", "trend", "compare", "distribution", "per_person",
    "median", "how_much", "per_unit", "winner", "extreme", "counted_goods", "figures",
)  # fmt: skip


def wants_figures(slots: Slots) -> bool:
    """Whether a question asks for figures (by something, over time, compared) rather than for who and how many."""
    people = any(slots.has(i, "people", "agent") for i in range(len(slots)))
    if bounded_rows(slots) or any(free_measure(slots, i) and how_much_of_it(slots, i) for i in range(len(slots))):
        return True
    if _ranks_people(slots) or in_top_shares(slots) or _scored_people(slots) or _left_undone(slots):
        return False
    if set_apart(slots):
        return True
    if _split_said(slots):
        return not (people and slots.find("top", "bottom") is not None and not _rows_asked(slots))
    sold = any(slots.value(i, "verb") == "sell" for i in range(len(slots)))
    if slots.find(*_SHAPES) is not None or _compared_values(slots) or (sold and not people):
        return True
    if (
        _rows_asked(slots)
        or (not people and _things_counted(slots))
        or _habit(slots)
        or _bounded_orders(slots, people)
        or slots.find("expensive", "cheap") is not None
    ):
        return True
    if any(free_measure(slots, i) for i in range(len(slots))):
        return not (people and slots.find("top", "bottom") is not None)
    if _aggregated(slots):
        return True
    if slots.find("sum", "average", "versus", "performance", "difference") is not None and not people:
        return True
    if slots.find("share") is not None:
        return not any(item.has("verb") or _picking(item) for item in slots.items) and not slots.relative
    return not people and not any(_personal(slots, i) for i in range(len(slots)))


def set_apart(slots: Slots) -> bool:
    """上海北京各有多少人: each of the values named is counted by itself."""
    spec = slots.vocabulary.dictionary.fields
    several = any(
        (group := slots.value(i, "group")) is not None
        and len(group.values) > 1
        and group.op == "is"
        and group.field in spec
        and spec[group.field].groupable
        for i in range(len(slots))
    )
    return several and slots.find("respectively", free=False) is not None and slots.find("how_many") is not None


def _left_undone(slots: Slots) -> bool:
    """were sent it, never opened; sent the letter, didn't click: what somebody did not do."""
    if slots.find(*_FIGURED) is not None:
        return False
    deeds = ("open", "click", "buy", "receive")
    if (
        len(slots)
        and slots[0].text.casefold() in ("got", "received")
        and slots.find("contact_noun", "mail_noun") is not None
    ):
        return True
    return any(slots.has(i, "never", "not") and slots.value(i + 1, "verb") in deeds for i in range(len(slots)))


_FIGURED = ("how_many", "how_much", "average", "sum", "trend", "by", "which", "share", "performance", "top", "measure")


def _split_said(slots: Slots) -> bool:
    """by country, monthly, 每月."""

    def skipped(item: Span) -> bool:
        return item.has("filler", "which", "by", "number") and not item.has("field")

    by = any(slots.has(i, "by") and dimension_at(slots, slots.next(i, skipped)) for i in range(len(slots)))
    return by or any(
        slots.has(i, "rows_of", "each_unit")
        or (
            dimension_at(slots, i) in TIME_FIELDS
            and said_as_split(slots[i].text.casefold())
            and not slots.has(i, "period")
        )
        for i in range(len(slots))
    )


def _ranks_people(slots: Slots) -> bool:
    """top 20 customers by number of orders: people are ranked, not rows, and no figure is asked for about them."""
    if _aggregated(slots):
        return False
    return any(ranks_people(slots, index) for index in slots.all("top", "bottom"))


def _picking(item: Span) -> bool:
    """likely to churn: a score that picks people by itself."""
    return item.has("scored") and item.value("scored").bounded


def _scored_people(slots: Slots) -> bool:
    """the 5 % most likely to churn: people picked by a score, and no figure about them."""
    picked = any(item.value("scored").degree in ("most", "least") for item in slots.items if item.has("scored"))
    return picked and slots.find("measure", "by", "average", "sum", "trend", "how_much") is None


def _compared_values(slots: Slots) -> bool:
    """male vs female customers."""
    return any(getattr(slots.value(i, "group"), "joiner", "") == "vs" for i in range(len(slots)))


def _aggregated(slots: Slots) -> bool:
    """average age, total spend."""

    def skipped(item: Span) -> bool:
        return item.has("filler", "group", "how_many", "people") and not item.has("field", "measure")

    if slots.find("average", "median", "norm") is not None and not slots.relative and _numbers(slots):
        return True
    near = any(
        slots.has(i, "average", "sum")
        and (
            slots.has(slots.next(i, skipped), "field", "measure")
            or (slots.chinese(i) and slots.has(slots.before(i), "field"))
        )
        for i in range(len(slots))
    )
    scored = any(slots.has(i, "field") for i in slots.all("scored"))
    return near or (scored and slots.find("average", "median", "sum", "norm") is not None)


def _numbers(slots: Slots) -> bool:
    """A customer's age, spend …, told nothing about: an average can be of it."""
    fields = slots.vocabulary.dictionary.fields
    return any(
        any(s.kind == "field" and s.value in fields and fields[s.value].numeric for s in item.senses)
        or item.value("verb") == "spend"
        for item in slots.items
        if not item.has("group", "period", "range", "condition", "relative")
    )


def _things_counted(slots: Slots) -> bool:
    """how many SKUs, 有多少个活动."""
    return any(slots.value(i, "field") in ("product", "campaign") and how_many_of(slots, i) for i in range(len(slots)))


def _habit(slots: Slots) -> bool:
    """what do women buy: asks for products, not for the women."""
    if slots.relative:
        return False
    bought = any(slots.value(i, "verb") == "buy" for i in range(len(slots)))
    if any(
        slots.has(i, "history")
        and (bought or not slots[i].text.isascii())
        and (slots[i].text.startswith(("买", "都买")) or slots[i].text.casefold() == "what did")
        for i in range(len(slots))
    ):
        return True
    first = slots.find("which")
    verb = next((i for i in range(len(slots)) if slots.value(i, "verb") == "buy"), None)
    return (
        first is not None
        and verb is not None
        and first < verb
        and slots[first].text.casefold() in ("what", "which", "什么", "哪些", "啥")
        and not slots.has(first + 1, "people", "agent")
        and not (slots[first].text.casefold() != "what" and _told_apart(slots, first + 1))
        and verb
        == max((i for i in range(len(slots)) if not slots.has(i, "period", "filler", "break", "place")), default=-1)
    )


def _told_apart(slots: Slots, index: int) -> bool:
    """which women ordered, which gold customers did: people told apart by a fact of theirs."""
    group = slots.value(index, "group")
    return group is not None and slots.level(group.field) == "customer" and not slots.chinese(index)


def _bounded_orders(slots: Slots, people: bool) -> bool:
    """how many orders over 100: orders are counted, not who placed them."""
    for index in range(len(slots)):
        if (
            slots.value(index, "field") == "orders"
            and slots.has(index, "measure")
            and slots[index].text.casefold() in _ORDERS
        ):
            before = slots.before(index)
            if (
                slots.has(before, "range")
                and slots.value(before, "range").unit == "money"
                and (slots.find("how_many") is not None or not people)
            ):
                return True
            if (
                slots.has(index + 1, "range")
                and (slots.has(before, "how_many") or not people)
                and not slots.has(index - 1, "range", "number", "with")
            ):
                return True
    return False


_ORDERS = ("orders", "purchases", "transactions", "订单", "订单数", "订单量", "单数", "单量")


def free_measure(slots: Slots, index: int) -> bool:
    """A figure that is asked for, rather than one that people are picked by."""
    item = slots[index]
    if item.has("people", "agent", "group") or slots.used(index) or _their_own(slots, index):
        return False
    if item.value("measure") == "units" and _things_bought(slots, index):
        return False
    if item.value("measure") == "orders" and slots.chinese(index) and _placed(slots, index):
        return False
    if counted_noun(slots, index) or (item.has("verb") and is_verb(slots, index)):
        return False
    if averaged_field(slots, index) is not None:
        return True
    if not item.has("measure"):
        if item.text.casefold().endswith(("spender", "spenders")):
            return False
        return bool(
            item.value("field") == "spend" and not item.has("verb") and not slots.has(index - 1, "by", "rank_by")
        )
    plain = item.value("measure") not in ("products", "campaigns", "events", "stock")
    return plain or item.end - item.start > 1 or slots.has(slots.before(index), "how_many")


def _things_bought(slots: Slots, index: int) -> bool:
    """bought discounted items: what a message that begins with a deed says they did it to."""
    before = slots.before(index, lambda item: item.has("filler", "filter", "group") and not item.has("verb"))
    return slots.value(before, "verb") in ("buy", "discount", "return_goods", "view", "cart") and starts(slots, before)


def _placed(slots: Slots, index: int) -> bool:
    """没有下过任何订单: the orders that the deed before them is about."""
    before = slots.before(index, lambda item: item.has("filler", "channel_choice") and not item.has("verb"))
    return slots.value(before, "verb") == "buy" and slots[before].text.startswith("下") and slots[index].text == "订单"


def _their_own(slots: Slots, index: int) -> bool:
    """customers with app orders: a fact about them."""
    before = slots.before(index, lambda item: item.has("group", "filler") and not item.has("with", "people"))
    return slots.has(before, "with") and who_before(slots, before)


def _rows_asked(slots: Slots) -> bool:
    """which product, top 10 cities, each brand: rows of something that is not a customer."""
    for index in range(len(slots)):
        if not dimension_at(slots, index) or slots.has(index, "people", "group", "condition", "period"):
            continue
        before = slots.before(
            index,
            lambda s: (
                s.has("filler", "number", "group", "which", "pieces") and not s.has("top", "bottom", "by", "which")
            ),
        )
        if slots.has(before, "which", "top", "bottom", "by", "rank_verb") and not counted_noun(slots, index):
            if (
                slots.has(before, "top", "bottom")
                and slots.has(index, "measure")
                and dimension_at(slots, index) in ("orders",)
            ):
                continue
            return True
        so_many = slots.has(index - 1, "number") and not slots.has(index - 1, "range", "period", "by", "measure")
        told = any(slots.has(i - 1, "people", "agent", "group") for i in slots.all("who", free=False))
        if so_many and slots.find("top", "bottom", free=False) is not None and not told:
            return True  # the 3 brands with most revenue, the ten products whose stock is lowest
        after = slots.next(
            index, lambda s: s.has("filler", "measure", "number", "pieces") and not s.has("top", "bottom")
        )
        if slots.has(after, "top", "bottom") and slots.chinese(index):
            return True
    return False


def _personal(slots: Slots, index: int) -> bool:
    group = slots.value(index, "group")
    if group is not None:
        return slots.level(group.field) == "customer" or (group.absent and group.field in ("city", "country", "gender"))
    plain = slots.has(index, "filler") and not (slots.has(index, "verb") and slots.has(index + 1, "range"))
    kinds = ("condition", "contact", "saved", "verb", "how_many", "list", "anaphor", "always")
    return slots.has(index, *kinds) and not plain
