"""What somebody has or had, as a noun: with a menswear purchase, had a view, w/o a click, with an order worth 400."""

from __future__ import annotations

from assistant.planner.grammar.deeds.comparing import order_value
from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.lexicon import Sense

_HAVING = (
    "with", "w/", "had", "has", "have", "having", "with a", "with an", "had a", "had an", "having a", "having an",
    "made", "placed", "got", "did",
)  # fmt: skip
_ARTICLES = ("a", "an", "any", "some", "their")
_ORDERS = ("order", "purchase", "transaction")
_DEEDS = {
    "opens": "open", "clicks": "click", "unsubscribes": "unsubscribe", "views": "view", "carts": "cart",
    "returned_units": "return_goods", "returns_value": "return_goods",
}  # fmt: skip
_ACTS = ("open", "click", "unsubscribe", "view", "cart", "return_goods")
_BESIDE = ("group", "condition", "range", "filler", "place", "and", "field", "number", "contact", "contact_noun")


_WORTH = (
    "value",
    "a value",
    "order value",
    "amount",
    "total",
    "total value",
    "sum",
    "in value",
    "in total value",
    "in amount",
)
_LEADING = ("with", "of", "a", "an", "the", "having", "with a", "in", "whose", "is", "was", "that", "had", "has")


def reduce_had(slots: Slots) -> None:
    """Make the noun the deed it stands for, where people are said to have it and no number counts it."""
    _listed(slots)
    for index in range(len(slots)):
        if slots[index].text.casefold() in _ORDERS:
            _valued(slots, index)
    for index in range(len(slots)):
        deed = _deed(slots, index)
        if deed is None or slots.used(index) or slots.has(index, "group", "condition", "period"):
            continue
        at = index - 1
        while at >= 0 and (
            slots.has(at, "group", "pieces_label")
            or slots.value(at, "field") == "product"
            or slots[at].text.casefold() in _ARTICLES
        ):
            at -= 1
        own = slots[index].text.casefold().startswith(("a ", "an "))
        article = own or any(slots[i].text.casefold() in _ARTICLES for i in range(at + 1, index))
        having = at >= 0 and slots[at].text.casefold() in _HAVING
        article = article or (having and slots[at].text.casefold().endswith((" a", " an")))
        if having and (article or (deed != "buy" and at == index - 1)) and of_people(slots, at):
            goods = deed == "buy" and any(slots.has(i, "group") for i in range(at + 1, index))
            if goods:
                slots.retag(at, Sense("with"), *([Sense("who")] if slots.has(at, "who") else []))
            noun = (Sense("field", "orders"), Sense("measure", "orders")) if goods else ()
            slots.retag(index, Sense("verb", deed), *noun)


_LISTED = {
    "signups": "signup",
    "unsubscribes": "unsubscribe",
    "returns_value": "return_goods",
    "returned_units": "return_goods",
}
_WHO = ("who", "who are they", "who are those", "names", "names please", "names pls")
_FIGURES = (
    "people", "verb", "agent", "how_many", "how_much", "by", "which", "average", "trend", "top", "share", "compare",
    "versus",
)  # fmt: skip


def _listed(slots: Slots) -> None:
    """new signups last 30d, list; returns last 60 days, who: those who did it, where only a list is asked for."""
    deeds = [i for i in range(len(slots)) if slots.value(i, "measure") in _LISTED and not slots.has(i, "group")]
    last = next((i for i in range(len(slots) - 1, -1, -1) if not slots.has(i, "break") or slots[i].text != "?"), 0)
    said = " ".join(item.text.casefold() for item in slots.items[-3:])
    ends = slots.has(last, "list") or slots[last].text.casefold() in _WHO or said.endswith("who are they")
    others = [i for i in range(len(slots)) if i not in deeds and i != last and slots.has(i, *_FIGURES, "measure")]
    others = [i for i in others if not slots.has(i, "list", "who", "filler", "period")]
    if len(deeds) != 1 or not ends or others or slots.chinese(deeds[0]):
        return
    if slots.has(deeds[0] + 1, "break") and slots.has(slots.next(deeds[0] + 1), "period"):
        slots.retag(deeds[0] + 1, Sense("filler"))  # sign ups, past 30 days
    slots.retag(deeds[0], Sense("verb", _LISTED[str(slots.value(deeds[0], "measure"))]))
    slots.retag(last, Sense("list"))


def _valued(slots: Slots, index: int) -> None:
    """at least one order with a value of 400+, one order of minimum 400 in value: what a single one was worth."""
    at, said = index + 1, False
    while at < len(slots) and slots[at].text.casefold() in (*_LEADING, *_WORTH) and not slots.has(at, "range"):
        said = said or slots[at].text.casefold() in _WORTH
        at += 1
    end = at + 1
    while slots[end].text.casefold() in (*_LEADING[:2], "in", *_WORTH) and end < at + 3:
        said = said or slots[end].text.casefold() in _WORTH
        end += 1
    found = slots.value(at, "range")
    if not said or not isinstance(found, Range) or found.unit not in ("number", "money") or at == index:
        return
    counted = index - 1
    number = slots.value(counted, "range")
    one = slots.value(counted, "number") == 1 or (isinstance(number, Range) and number.op in ("ge", "eq"))
    if isinstance(number, Range) and number.low.value != 1:
        return
    led = one or slots[counted].text.casefold() in _ARTICLES
    if not led or not of_people(slots, counted):
        return
    if one:
        slots.retag(counted, Sense("filler"))
    slots.retag(index, Sense("verb", "buy"))
    last = end if slots[end - 1].text.casefold() in _WORTH else at + 1
    slots.merge(index + 1, last, Sense("filter", order_value(found)))


def _deed(slots: Slots, index: int) -> str | None:
    if slots[index].text.casefold().removesuffix(" made").removesuffix(" placed") in _ORDERS and slots.has(
        index, "verb", "measure", "field"
    ):
        return "buy"
    verb = slots.value(index, "verb")
    if verb in _ACTS and not slots[index].text.casefold().endswith("ed"):
        return str(verb)
    return _DEEDS.get(str(slots.value(index, "measure")))


def of_people(slots: Slots, index: int) -> bool:
    """Whether people, and nothing but facts about them, stand before what they have."""
    at = index - 1
    while at >= 0 and slots.has(at, *_BESIDE) and not slots.has(at, "people", "agent", "who", "measure"):
        group = slots.value(at, "group")
        if group is not None and slots.level(group.field) != "customer":
            return False
        at -= 1
    return slots.has(at, "people", "agent", "who") or slots.value(at, "measure") == "customers"


def had(slots: Slots, index: int) -> int | None:
    """Where it is said that somebody had what is named here: with a view, had at least one click, but w/o opens."""
    at = index - 1
    while at >= 0 and slots.has(at, "filler", "group", "range", "number", "field") and not slots.has(at, *_UP_TO):
        at -= 1
    told = slots[at].text.casefold() in _HAD or slots.has(at, "with", "not", "never")
    return at if at >= 0 and told else None


_HAD = ("had", "have", "has", "having", "with", "w/")
_UP_TO = ("with", "not", "never", "verb", "break", "people")
