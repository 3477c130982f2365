"""What is bought together: with one product, with one category, or anything at all."""

from __future__ import annotations

from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.intents.references.subjects import finished, use
from assistant.planner.intents.scoring.attach_rates import read_attach_rate
from assistant.planner.intents.scoring.co_purchases import LEVELS, read_co_purchases
from assistant.planner.reading import Ask, Option, Reading

_GOODS = ("category", "product")
NAMES = 5
"""So many products are offered where the words fit several."""
_ASKED = (
    "together", "also_bought", "outcome", "chance", "goal", "agent", "which", "best_selling", "list", "offer_cue",
    "history", "people", "who", "product_cue", "often", "anaphor", "cart_lead", "cart_tail",
)  # fmt: skip
_PAIRS = {"pair", "pairs", "combo", "combos", "combination", "combinations", "pairings", "bundles"}
_AFTERWARDS = {"bought after", "buy after", "ordered after", "bought afterwards", "bought next"}
_LEADS = ("with", "buy", "bought", "买", "买了", "买过", "of")


def read_together(frame: Frame) -> Reading | None:
    """what is bought together with the vitamin C serum, which products go together, 关联购买."""
    if (attached := read_attach_rate(frame)) is not None:
        return attached
    slots = frame.slots()
    also = frame.has("also_bought") and _also(slots)
    crossed = frame.has("offer_cue") and _crossing(frame, slots)
    if not (slots.find("together", free=False) is not None or also or crossed) or frame.has(
        "copy_verb", "how_many", "save", "customer_id", "meaning"
    ):
        return None
    pairs = any(
        span.has("together")
        and set(span.text.casefold().split()) & _PAIRS
        and not span.text.casefold().endswith("with")
        for span in frame.spans
    )
    if not also and not crossed and not pairs and _joined_purchase(slots):
        return None
    if not pairs and (counted := read_co_purchases(frame)) is not None:
        return counted
    args, place = _goods(slots)
    follows = any(span.text.casefold() in _AFTERWARDS for span in frame.spans)
    if follows and not args and frame.state.last in ("audience", "list", "metric"):
        return None  # and bought after: after what was spoken of
    for index in range(len(slots)):
        field = slots.value(index, "field")
        if slots.value(index, "verb") in ("buy", "sell", "cart") or field in (
            *_GOODS,
            "orders",
            "order_value",
            "units",
        ):
            if field == "category" and not args and not slots.used(index):
                raise _which_category(slots)
            slots.use(index, "asked for")
    use(slots, "asked for", *_ASKED)
    args |= _limit(slots)
    args |= _sorted(slots)
    reading = finished(frame, slots, "together", "bought_together", args)
    return (_one_of(frame, slots, args, place) if reading.calls and "product" in args else None) or reading


def _sorted(slots: Slots) -> dict[str, Any]:
    """the strongest pair by lift, ranked by confidence: what the rules are sorted by."""
    found = next((m for i in range(len(slots)) if (m := _SORTS.get(slots[i].text.casefold()))), None)
    if found is None:
        return {}
    use(
        slots,
        "order of the rules",
        "lift_word",
        "rank_by",
        "by",
        "top",
        "same_order",
        "number",
        "list",
        "with",
        "card_word",
    )
    return {"by": found}


_SORTS = {"lift": "lift", "confidence": "confidence", "highest lift": "lift", "support": "orders"}


def _crossing(frame: Frame, slots: Slots) -> bool:
    """cross-sell ideas for the wok, 搭售什么: what goes with goods, where nobody is named."""
    told = frame.has("goal") and "cross_sell" in frame.values("goal")
    told |= any(part in span.text.casefold() for span in frame.spans for part in ("cross", "upsell", "搭", "再推"))
    people = slots.find("people", "agent", "anaphor") is not None
    return told and not people and any(_named(slots, i) for i in range(len(slots)))


def _which_category(slots: Slots) -> Unclear:
    """Pairs of categories are told for one category at a time: which one."""
    named = [str(value) for value in slots.vocabulary.values("category")[:2]]
    return Unclear(
        "I can tell which categories are bought together with one of them, or which products go together: which one?",
        "可以看与某个品类一起购买的品类，或哪些商品常被一起购买：看哪一个？",
        [(f"which categories are bought together with {name}", f"{name}常和哪些品类一起买") for name in named]
        + [("which products are bought together most often", "哪些商品最常被一起买")],
    )


def _limit(slots: Slots) -> dict[str, Any]:
    """top 5 pairs."""
    args: dict[str, Any] = {}
    for index in slots.all("top"):
        for size in (index + 1, index - 1, slots.next(index)):
            many = slots.value(size, "number") or slots.value(size, "pieces")
            if isinstance(many, int | float) and not slots.used(size):
                args["limit"] = int(many)
                slots.use(size, "how many")
                break
        slots.use(index, "how many")
    return args


def _one_of(frame: Frame, slots: Slots, args: dict[str, Any], place: tuple[int, int]) -> Reading | None:
    """The product whose name has all the words; a question where several have them; None where none has."""
    names = frame.vocabulary.products.with_words(args["product"], NAMES)
    if args["product"] in names:
        return None
    if len(names) == 1:
        args["product"] = names[0]
        return None
    if not names:
        return None
    start, end = slots.origin(place[0])[0], slots.origin(place[1])[1]
    question = frame.say(f"Which product is “{args['product']}”?", f"“{args['product']}”指哪个商品？")
    return frame.reading("together", ask=Ask(question, tuple(Option(name, name) for name in names), start, end))


def _goods(slots: Slots) -> tuple[dict[str, Any], tuple[int, int]]:
    """with the vitamin C serum, 和维生素C精华一起: one category, or the words of a product as typed; and where."""
    first = next((i for i in range(len(slots)) if _named(slots, i)), None)
    if first is None:
        return {}, (0, 0)
    last = first
    while last + 1 < len(slots) and (_named(slots, last + 1) or (_inside(slots, last + 1) and _named(slots, last + 2))):
        last += 1
    first = _led_from(slots, first)
    for index in range(first, last + 1):
        slots.use(index, "what is bought")
    group = slots.value(first, "group")
    if first == last and group is not None and group.field == "category" and group.op == "is":
        return {"category": str(group.values[0])}, (first, last)
    if first == last and group is not None and group.op == "is" and group.field == "product" and len(group.values) == 1:
        return {"product": str(group.values[0])}, (first, last)
    tokens = slots.text.tokens
    typed = slots.text.typed(tokens[slots[first].start].start, tokens[slots[last].end - 1].end)
    return {"product": typed}, (first, last)


def _named(slots: Slots, index: int) -> bool:
    group = slots.value(index, "group") if 0 <= index < len(slots) else None
    return group is not None and not slots.used(index) and slots.level(group.field) == "product"


def _inside(slots: Slots, index: int) -> bool:
    """10 %, an unknown word or a hyphen within a product's name."""
    return index < len(slots) and (slots[index].unknown or slots.has(index, "number", "percent"))


def _led_from(slots: Slots, first: int) -> int:
    """Where a product's name begins: unknown words and numbers belong to it behind "with the", 和, 买了."""
    at = first - 1
    leads = ("with", "alike_with", "together")
    while at >= 0 and (_inside(slots, at) or (slots.has(at, "filler") and not slots.has(at, *leads))):
        at -= 1
    led = at >= 0 and (slots.has(at, "together", "alike_with", "also_bought") or slots[at].text.casefold() in _LEADS)
    if not led:
        return first
    at += 1
    while at < first and not _inside(slots, at):
        at += 1
    return at


def _also(slots: Slots) -> bool:
    """what do people who buy X also buy – not: customers who bought X and also bought Y."""
    at = slots.find("also_bought")
    what = any(
        slots[i].text.casefold().startswith("what") for i in slots.all("which", "history", "also_bought", "offer_cue")
    )
    named = slots.find("list") is not None and any(slots.value(i, "field") in LEVELS for i in range(len(slots)))
    asked = what or named or slots.find("which") is not None
    asked = asked or any(slots.chinese(i) for i in slots.all("also_bought"))
    goods = [i for i in range(len(slots)) if slots.has(i, "group") and _named(slots, i)]
    if at is None or not asked or not goods:
        return False
    in_basket = what and slots.find("cart_tail") is not None
    return goods[-1] < at or slots[at].text.casefold().startswith("what else") or in_basket


def _persons_counted(slots: Slots) -> bool:
    """how many people bought skincare and makeup in the same order."""
    return any(item.text.casefold().startswith("how many people") or item.text == "多少人" for item in slots.items)


def _joined_purchase(slots: Slots) -> bool:
    """customers who bought skincare together with makeup: people, picked by what they bought."""
    first = slots.next(-1)
    if slots.value(first, "verb") == "buy" and slots[first].text.casefold().endswith(("ed", "bought")):
        return slots.find("which", "how_much") is None  # bought shoes and a belt in the same order
    if any(slots[i].text.endswith(("什么", "啥", "哪些")) for i in slots.all("together")):
        return False  # 买蜡烛的人还会搭什么
    return (
        (slots.relative or slots.find("people", "agent") is not None or _persons_counted(slots))
        and slots.find("which") is None
        and slots.find("verb") is not None
    )
