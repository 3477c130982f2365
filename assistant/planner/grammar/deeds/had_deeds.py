"""What somebody has or had, as a noun: with a menswear purchase, had a view, w/o a click."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

ARTICLES = ("a", "an", "any", "some", "their")
ORDERS = ("order", "purchase", "transaction")
_HAD = ("had", "have", "has", "having", "with", "w/")
_HAVING = (*_HAD, "with a", "with an", "had a", "had an", "having a", "having an", "made", "placed", "got", "did")
_DEEDS = {
    "opens": "open", "clicks": "click", "unsubscribes": "unsubscribe", "views": "view", "carts": "cart",
    "returned_units": "return_goods", "returns_value": "return_goods",
}  # fmt: skip
_BESIDE = ("group", "condition", "range", "filler", "place", "and", "field", "number", "contact", "contact_noun")
_PEOPLE = ("people", "agent", "who")
_UP_TO = ("with", "not", "never", "verb", "break", "people")


def reduce_had(slots: Slots) -> None:
    """Make the noun the deed it stands for, where people are said to have it and no number counts it."""
    for index in range(len(slots)):
        deed = _deed(slots, index)
        if deed is None or slots.used(index) or slots.has(index, "group", "condition", "period"):
            continue
        at = index - 1
        while at >= 0 and _is_of_it(slots, at):
            at -= 1
        if at < 0 or slots[at].text.casefold() not in _HAVING or not of_people(slots, at):
            continue
        if _has_article(slots, at, index) or (deed != "buy" and at == index - 1):
            goods = deed == "buy" and any(slots.has(i, "group") for i in range(at + 1, index))
            if goods:
                slots.retag(at, Sense("with"), *([Sense("who")] if slots.has(at, "who") else []))
            noun = (Sense("field", "orders"), Sense("measure", "orders")) if goods else ()
            slots.retag(index, Sense("verb", deed), *noun)


def _is_of_it(slots: Slots, index: int) -> bool:
    """Goods and articles between having and what is had."""
    article = slots[index].text.casefold() in ARTICLES
    return article or slots.has(index, "group", "pieces_label") or slots.value(index, "field") == "product"


def _has_article(slots: Slots, having: int, index: int) -> bool:
    before, own = slots[having].text.casefold(), slots[index].text.casefold()
    between = (slots[i].text.casefold() for i in range(having + 1, index))
    return own.startswith(("a ", "an ")) or before.endswith((" a", " an")) or any(word in ARTICLES for word in between)


def _deed(slots: Slots, index: int) -> str | None:
    noun = slots[index].text.casefold()
    ordered = noun.removesuffix(" made").removesuffix(" placed") in ORDERS
    if ordered and slots.has(index, "verb", "measure", "field"):
        return "buy"
    verb = slots.value(index, "verb")
    if verb in _DEEDS.values() and not noun.endswith("ed"):
        return str(verb)
    return _DEEDS.get(str(slots.value(index, "measure")))


def of_people(slots: Slots, index: int) -> bool:
    """Whether people, and nothing but facts about them, stand before what they have."""
    at = index - 1
    while at >= 0 and slots.has(at, *_BESIDE) and not slots.has(at, *_PEOPLE, "measure"):
        group = slots.value(at, "group")
        if group is not None and slots.level(group.field) != "customer":
            return False
        at -= 1
    return slots.has(at, *_PEOPLE) or slots.value(at, "measure") == "customers"


def had(slots: Slots, index: int) -> int | None:
    """Where it is said that somebody had what is named here: with a view, had at least one click, but w/o opens."""
    at = index - 1
    while at >= 0 and slots.has(at, "filler", "group", "range", "number", "field") and not slots.has(at, *_UP_TO):
        at -= 1
    told = slots[at].text.casefold() in _HAD or slots.has(at, "with", "not", "never")
    return at if at >= 0 and told else None
