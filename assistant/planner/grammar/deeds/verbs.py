"""Where the verbs of a question stand, and which words that could be verbs are nouns there."""

from __future__ import annotations

from assistant.planner.grammar.deeds.had_deeds import had, of_people
from assistant.planner.grammar.deeds.joints import is_edge
from assistant.planner.grammar.deeds.owning import names_goods, owns_goods
from assistant.planner.grammar.orders.returns import came_back
from assistant.planner.grammar.people.facts import CLAUSE_FIELDS
from assistant.planner.grammar.people.goods_people import goods_buyers
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

ACTIONS = {
    "discount", "rebuy", "use", "buy", "spend", "open", "click", "receive",
    "unsubscribe", "view", "cart", "return_goods",
}  # fmt: skip
AGENTS = {
    "buy",
    "receive",
    "open",
    "click",
    "unsubscribe",
    "repeat",
    "one_time",
    "never",
    "first_time",
    "new",
    "returning",
    "lapsed",
    "active",
    "big",
    "reactivated",
}
DEEDS = {
    "opens": "open", "clicks": "click", "unsubscribes": "unsubscribe", "views": "view", "carts": "cart",
    "returns": "return_goods",
}  # fmt: skip
"""Figures that are nouns for what somebody did: 2+ email opens, no clicks."""
_AUXILIARY = {
    "did",
    "do",
    "does",
    "to",
    "have",
    "has",
    "had",
    "we",
    "they",
    "who",
    "that",
    "also",
    "then",
    "customers",
    "people",
    "ever",
    "only",
    "they've",
    "actually",
    "can",
    "will",
    "i",
    "not",
    "never",
    "both",
}


def find_verbs(slots: Slots) -> list[tuple[int, str]]:
    """Where verbs stand, and which; "noun:" marks nouns that act as verbs (3 orders), "agent:" people (buyers)."""
    verbs: list[tuple[int, str]] = []
    join_carts(slots)
    _unsent(slots)
    for index in range(len(slots)):
        again = slots.value(index, "verb") == "rebuy" and _again(slots, index)
        if slots.used(index) or (
            slots.has(index, "condition", "filter", "group", "range", "compare", "after", "periods") and not again
        ):
            continue
        verb = slots.value(index, "verb")
        agent = slots.value(index, "agent")
        if verb in ACTIONS and (again or is_verb(slots, index)):
            verb = _by_object(slots, index, verb)
            if verb and not _purpose(slots, verbs, index, verb):
                verbs.append((index, verb))
        elif agent == "buy" and slots.chinese(index) and slots[index].text.startswith("下单") and _undone(slots, index):
            slots.retag(index, Sense("verb", "buy"))  # 加购未下单客户: who did not order
            verbs.append((index, "buy"))
        elif agent in AGENTS:
            verbs.append((index, f"agent:{agent}"))
        elif owns_goods(slots, index):
            verbs.append((index, "buy"))
        elif goods_buyers(slots, index):
            verbs.append((index, "agent:buy"))
        elif counted_noun(slots, index):
            field = _clause_field(slots, index) or ""
            verbs.append((index, "noun:" + ({"spend": "spend", "units": "units"} | DEEDS).get(field, "buy")))
    return verbs


def join_carts(slots: Slots) -> None:
    """added shoes to their cart: one verb, with the goods inside it."""
    for index in range(len(slots)):
        if not slots.has(index, "cart_lead") or slots.used(index):
            continue
        tail = next((i for i in range(index + 1, min(len(slots), index + 6)) if slots.has(i, "cart_tail")), None)
        if tail is not None and not any(slots.has(i, "verb", "break", "who") for i in range(index + 1, tail)):
            slots.retag(index, Sense("verb", "cart"))
            slots.retag(tail, Sense("filler"))
            slots.use(tail, "label")


def _unsent(slots: Slots) -> None:
    """没发邮件给他们: not sent, rather than not to be sent."""
    for index in range(1, len(slots)):
        before = slots.before(index)
        if (
            slots.has(index, "contact_verb")
            and slots.has(before, "not")
            and slots[before].text.endswith(("没", "没有", "未"))
        ):
            slots.retag(index, Sense("verb", "receive"))


def _undone(slots: Slots, index: int) -> bool:
    return index > 0 and slots.has(index - 1, "not") and not slots.used(index - 1)


def _again(slots: Slots, index: int) -> bool:
    """复购, 回购 as what somebody did, not as a kind of order: 复购订单."""
    group = slots.value(index, "group")
    if group is None:
        return True
    after = slots.next(index)
    return group.field == "first_or_repeat" and not slots.has(after, "measure", "field", "verb")


def _by_object(slots: Slots, index: int, verb: str) -> str | None:
    """What a verb of many meanings says by what stands behind it: got a campaign, used the app."""
    at = index + 1
    while slots.has(at, "filler", "range", "number", "not", "and", "place", "cmp") and not slots.has(
        at, "group", "field", "contact_noun", "break"
    ):
        at += 1
    group = slots.value(at, "group")
    if verb == "return_goods" and came_back(slots, index):
        return "rebuy"
    if verb == "use":
        placed = group is not None and (slots.level(group.field) == "order" or group.field == "day_type")
        return "buy" if placed or _used_before(slots, index) else None
    if verb == "buy" and slots[index].text.casefold() in ("got", "get", "gotten", "had", "拿到"):
        sent = group is not None and group.field in ("campaign", "campaign_channel")
        if sent or slots.value(at, "field") == "campaign" or slots.has(at, "contact_noun", "last_campaign"):
            return "receive"
    if verb == "receive" and slots[index].text.casefold() == "got the" and names_goods(slots, at):
        return "buy"
    if verb == "view" and (slots.has(at, "contact_noun") or getattr(group, "field", "").startswith("campaign")):
        return "open"  # 看过邮件
    if verb == "view" and slots[index].text.startswith("逛") and getattr(group, "field", "") == "order_channel":
        return "buy"  # 只逛门店
    if verb == "rebuy" and slots[index].text.startswith("又") and group is not None:
        return "buy"  # 买了床品又买了家居: and also bought
    return verb


def _used_before(slots: Slots, index: int) -> bool:
    """京东白条用过至少两次的人: what was used stands before."""
    group = slots.value(slots.before(index), "group") if slots.chinese(index) else None
    return group is not None and slots.level(group.field) == "order"


def _purpose(slots: Slots, verbs: list[tuple[int, str]], index: int, verb: str) -> bool:
    """used the app to order, came back to buy: the second verb only says what for."""
    if verb != "buy" or not verbs or verbs[-1][1] not in ("buy", "rebuy") or slots.has(index, "group"):
        return False
    between = range(verbs[-1][0] + 1, index)
    if slots[verbs[-1][0]].value("verb") not in ("use", "rebuy"):
        return False
    if not all(slots.has(i, "filler", "group", "and", "place", "for") for i in between):
        return False
    if slots[index - 1].text.casefold() not in ("to", "for", "来", "去"):
        return False
    slots.retag(index, Sense("filler"))
    slots.use(index, "label")
    return True


def is_verb(slots: Slots, index: int) -> bool:
    """Whether a word that is also a noun (orders, spend, views) is used as a verb here."""
    item = slots[index]
    if not item.has("verb"):
        return False
    if not item.has("measure", "field", "copy_noun"):
        return True
    text = item.text.casefold()
    if slots.has(index - 1, "range", "number") and not slots.has(index - 1, "period"):
        return False
    if text.isascii() and text.endswith("s") and not text.endswith("ss"):
        return slots.has(index - 1, "who", "only", "never", "always")
    if slots.has(index + 1, "range") or slots.has(index + 1, "relative"):
        return True
    if slots[index - 1].text.casefold() in ("did", "did not", "didn't") and slots.has(index - 2, "how_many"):
        return True  # how many did unsubscribe
    day = getattr(slots.value(slots.next(index), "group"), "field", "") in ("weekday", "day_type")
    if day and text.endswith(" on"):
        return True  # ordered on a Sunday
    at = slots.next(index)
    if slots.has(at, "period") and slots.has(slots.next(at), "range") and item.has("field"):
        return True  # spend in 2026 between 200 and 500
    if slots.picking and is_edge(slots, index - 1) and text.endswith(("ed", "sent")) and slots.has(at, "group"):
        return True  # were sent the letter, never opened
    token = item.start - 1
    previous = slots.text.tokens[token].text if token >= 0 else ""
    before = slots.before(index)
    if slots.has(
        before, "how_many", "how_much", "average", "median", "sum", "by", "share", "number", "range", "with", "rank_by"
    ):
        return False
    if previous in _AUXILIARY or slots.has(index - 1, "people", "who", "not", "never", "always", "customer_id"):
        return True
    if not text.isascii():
        return slots.has(index + 1, "group") or (
            slots.has(before, "period") and slots.has(index + 1, "filler", "people")
        )
    return (
        slots.has(before, "and", "but", "or", "group")
        and index > 2
        and not slots.has(0, "measure")
        and text not in ("order", "purchase")
    )


def counted_noun(slots: Slots, index: int) -> bool:
    """3 orders, no orders, total spend above 500, orders over 200: a customer figure with a number beside it."""
    if _clause_field(slots, index) is None or slots.used(index):
        return False
    after = slots.next(
        index, lambda item: item.has("filler", "place") and not item.has("range", "by", "group", "period")
    )
    if slots.has(after, "range", "relative") and not slots.has(after, "people") and not slots.used(after):
        unit = slots.value(after, "range").unit if slots.has(after, "range") else "number"
        if unit not in ("heads", "age", "duration", "percent"):
            return True
    before = index - 1
    while (
        before >= 0
        and slots.has(before, "filler", "group", "field", "period")
        and not slots.has(before, "range", "number", "not", "how_many", "by", "only")
    ):
        before -= 1
    if slots.has(before, "range") and slots.value(before, "range").unit in ("number", "times", "pieces", "money"):
        # 超过200元的订单数: what each is worth, and no number of them; of somebody, that they placed such a one
        return slots.role(before) != "order value" or slots.find("people", "agent", "verb", free=False) is not None
    if slots.has(before, "relative") and not slots.has(before, "range"):
        return True
    if slots.has(before, "not") and before >= index - 4:
        return True
    if slots.value(index, "measure") in DEEDS and had(slots, index) is not None:
        return True
    if slots.has(before, "with") and (slots.has(slots.before(before), "people", "agent") or of_people(slots, before)):
        timed = slots.has(slots.next(index), "period", "periods", "ago", "after")
        return timed or any(slots.has(i, "group") for i in range(before, index))  # with app orders, an order in May
    return bool(
        slots.has(before, "number")
        and before >= index - 2
        and not slots.has(before - 1, "top", "bottom")
        and not slots.has(before, "period")
        and (slots.editing or slots.picking or _person_before(slots, before) or slots.has(before - 1, "only"))
    )


def _person_before(slots: Slots, index: int) -> bool:
    return any(slots.has(i, "people", "who", "with", "verb", "agent") for i in range(max(0, index - 3), index))


def _clause_field(slots: Slots, index: int) -> str | None:
    deed = slots.value(index, "measure")
    if deed in ("returns_value", "returned_units") and slots[index].text.casefold() in ("returns", "return"):
        deed = "returns"
    people = slots.find("people", "who", free=False) is not None
    theirs = people and (deed == "returns" or (deed in DEEDS and had(slots, index) is not None))
    if (slots.picking or theirs) and deed in DEEDS and not slots.has(index, "group", "condition"):
        return str(deed)
    found = [sense.value for sense in slots[index].senses if sense.kind == "field" and sense.value in CLAUSE_FIELDS]
    if not found and deed == "units" and not slots.has(index, "group", "condition", "period"):
        return "units"
    return "orders" if "orders" in found else found[0] if found else None
