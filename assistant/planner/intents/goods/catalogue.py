"""Questions about the range, read as one construction: which goods, what became of them, and what is asked of those."""

from __future__ import annotations

from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.follow_ups.every_one import asks_for_every_one
from assistant.planner.intents.goods.aging import newest, sorted_by, started
from assistant.planner.intents.goods.asking import (
    counted,
    names_goods,
    of_kinds,
    row_kind,
    share_of_range,
    spoken,
)
from assistant.planner.intents.goods.dearest import dearest
from assistant.planner.intents.goods.describing import Goods, describe, in_stock, launch_field
from assistant.planner.intents.goods.happening import Deed, as_metric, happened
from assistant.planner.intents.goods.holding import held, worth
from assistant.planner.intents.goods.loosely import ask_how_many, ask_what_can_be_told
from assistant.planner.intents.goods.pricing import prices
from assistant.planner.intents.goods.wording import find, said_at
from assistant.planner.intents.questions.notes import say_currency
from assistant.planner.leftovers import account, leftovers, typo_notes
from assistant.planner.reading import Call, Reading
from assistant.planner.whole_shop import speaks_of_all
from assistant.planner.words import listed, word_file
from tools.definitions import Filter, Metric

_OTHERWISE = (
    "customer_id", "copy_verb", "together", "also_bought", "alike", "save", "saved", "saved_word", "trend", "compare",
    "versus", "model_word", "meaning", "offer_cue", "library_cue", "contact", "scored", "score_name", "best_selling",
    "worst_selling", "favourite", "person_ref", "absent_field", "absent_measure",
    "absent_value", "chance", "campaign_word", "purpose_act", "cohort", "periods", "add",
    "first_order", "only", "only_cue", "repeat_only", "growth",
)  # fmt: skip
"""Words that ask for more than goods, or for other things."""


def read_goods(frame: Frame) -> Reading | None:
    """products nobody bought this year, price range of candles, 防晒库存还剩多少; None where a word stays unread."""
    if "products" not in frame.vocabulary.dictionary.measures or _carried_on(frame):
        return None
    slots = frame.slots()
    if (asking := ask_how_many(frame, slots) or ask_what_can_be_told(frame, slots)) is not None:
        return asking
    sold = find(slots, "did_sell") is not None
    people = _people(slots) or _did_to_goods(slots)
    if frame.has(*_OTHERWISE) or (frame.has("brought_in") and not sold) or people:
        return None
    goods = describe(slots)
    goods.where = list({item.model_dump_json(): item for item in goods.where}.values())
    if goods.strange or len({item.field for item in goods.where if item.op == "is"}) < _kinds_told(goods):
        return None
    metric, args = _asked(slots, goods)
    if (metric is None and args is None) or leftovers(slots):
        return None
    if metric is not None and (told := _goods_told(frame, metric)):
        metric = metric.model_copy(update={"where": told})
    return _reading(frame, slots, goods, metric, args)


def _goods_told(frame: Frame, metric: Metric) -> list[Filter]:
    """库存金额多少, after how many nightgowns are left: another figure of the goods whose stock was just told."""
    before = frame.state.metric if frame.state.last == "metric" else None
    whole = speaks_of_all(frame.text.normal) or metric.where or metric.dimensions
    if before is None or whole or before.dimensions or not {*before.measures, *metric.measures} <= _HELD:
        return []
    return before.where


_HELD = {"stock", "stock_value"}


def _kinds_told(goods: Goods) -> int:
    """How many conditions name values: two of one field are two kinds of goods, each with a deed of its own."""
    return sum(item.op == "is" for item in goods.where)


def _carried_on(frame: Frame) -> bool:
    """In a talk, only what names its goods and its question anew is one of its own."""
    if frame.state.last in ("audience", "list") and frame.has("pronoun_that") and not frame.has("value", "products"):
        return True  # 还剩多少, after people
    if frame.state.figures in ("audience", "list") and _only_how_many(frame):
        return True
    if frame.state.last == "metric" and (_only_how_much(frame) or asks_for_every_one(frame, frame.slots())):
        return True
    return bool(frame.state.last) and not (
        frame.has("which", "list", "how_many", "how_much") and not frame.has("anaphor")
    )


def _only_how_many(frame: Frame) -> bool:
    """and how many makeup, after who bought skincare: what is counted was said before; 还有多少 asks what is left."""
    told = [span for span in frame.spans if not span.has("break", "interjection")]
    light = ("and", "plus", "same", "how_many", "value", "filler")
    return not any(span.text.startswith("还") for span in told) and all(span.has(*light) for span in told)


def _only_how_much(frame: Frame) -> bool:
    """女装多少, after figures of sales: the same figure of these goods, and not how many of them there are."""
    shown = frame.state.metric.measures if frame.state.metric is not None else []
    asked = any(span.text in ("多少", "是多少") for span in frame.spans)
    return asked and _only_how_many(frame) and not {"products", "stock", "price"} & {*shown}


def _did_to_goods(slots: Slots) -> bool:
    """看过防晒没买的有多少, viewed serums but didn't buy: told of a deed first, and so of whoever did it."""
    deed = slots.next(-1, lambda item: item.has("filler", "break", "list", "how_many", "and"))
    goods = slots.next(deed)
    opens = slots.value(deed, "verb") in ("view", "cart") and slots.value(goods, "group") is not None
    undone = slots.find("not", "never", free=False)
    bought = any(slots.value(i, "verb") == "buy" for i in range(goods, len(slots)))
    return opens and undone is not None and bought and not any(names_goods(slots, i) for i in range(len(slots)))


def _people(slots: Slots) -> bool:
    """Somebody is spoken of: whoever did not buy is nobody, and people who did a thing at all are anybody."""
    for index in range(len(slots)):
        told = slots[index].text.casefold()
        heads = slots.value(index, "measure") in _HEADS and not slots.has(index, "field")
        if told in ("who", "whose", "whom", "谁") or heads:
            return True
        if slots.has(index, "how_many") and told.endswith(_COUNTED):
            return True
        counted = slots.has(slots.before(index), "how_many")
        anybody = told in _ANYBODY and not counted and slots.value(slots.next(index), "verb") is not None
        nobody = told == "人" and slots.value(index + 1, "verb") is not None
        unsold = any(said_at(slots, start, "nobody", "unsold") > index - start for start in (index, index - 1))
        if slots.has(index, "people", "agent") and not (anybody or nobody or unsold):
            return True
        if slots.has(index, "people") and anybody:
            slots.use(index, "anybody")
    return False


_HEADS = ("customers", "buyers", "signups", "new_buyers", "returning_buyers", "repeat_buyers")
_COUNTED = (
    "人",
    "位",
    "名",
    "客户",
    "人数",
    "people",
    "customers",
    "buyers",
    "shoppers",
    "users",
    "clients",
    "members",
)
"""How many customers: people are asked for."""
_ANYBODY = ("people", "customers", "shoppers", "anyone", "anybody", "客户", "顾客", "大家", "有人")


def _asked(slots: Slots, goods: Goods) -> tuple[Metric | None, dict[str, Any] | None]:
    """The figure or the list that is asked for."""
    if slots.find("expensive", "cheap") is not None:
        return (None if goods.one else dearest(slots, goods)), None
    kind = row_kind(slots)
    of_each = _of_each(slots, kind)
    if goods.one:
        return None, _of_one(slots, goods)
    row = kind[0] if kind else None
    metric = started(slots, goods, row) or worth(slots, row) or prices(slots, row) or held(slots, row)
    if metric is not None:
        return _of(slots, goods, metric, of_each), None
    return _listed(slots, goods, kind, of_each)


def _of_one(slots: Slots, goods: Goods) -> dict[str, Any] | None:
    """how many units of SK-0001 are left: the stock of one product."""
    if slots.find("period", "range") is not None or held(slots, None) is None:
        return None
    spoken(slots)
    return {"where": [item.compact() for item in goods.where]}


def _of_each(slots: Slots, kind: tuple[int, str] | None) -> str | None:
    """by brand, 各品类, which brand: what the rows are of; its words are used."""
    if kind is None:
        return None
    slots.use(kind[0], "split by it")
    for index in slots.all("by", "every", "each_row"):
        slots.use(index, "split by it")
    return kind[1]


def _of(slots: Slots, goods: Goods, metric: Metric, of_each: str | None) -> Metric:
    """The figure of these goods, for each kind where kinds are asked for."""
    in_stock(goods, slots)
    spoken(slots)
    dimensions = [*([of_each] if of_each else []), *metric.dimensions]
    return metric.model_copy(update={"where": goods.where, "dimensions": dimensions})


def _listed(
    slots: Slots, goods: Goods, kind: tuple[int, str] | None, of_each: str | None
) -> tuple[Metric | None, dict[str, Any] | None]:
    """Goods or kinds of them, with what became of them."""
    deeds = happened(slots)
    if deeds is None:
        return None, None
    number = counted(slots)
    in_stock(goods, slots)
    if deeds:
        return _of_deeds(slots, goods, deeds, of_each, number), None
    if slots.find("period") is not None:
        return None, None
    if kind is not None:
        metric = of_kinds(slots, *kind)
        return (_of(slots, goods, metric, None) if metric else None), None
    if (metric := share_of_range(slots, goods)) is not None:
        spoken(slots)
        return metric, None
    recent = newest(slots, goods)
    thing = any(names_goods(slots, i) for i in range(len(slots)))
    named = bool(goods.where) or thing
    if not named and goods.arrivals is None:
        return None, None
    asks = slots.find("which", "list", "product_cue", "all_rows", "range_word", "history") is not None
    asks = asks or goods.came or goods.told_apart or _whether(slots, goods)
    by_fact = sorted_by(slots) if recent is None else None
    spoken(slots)
    if number:
        return Metric(measures=["products"], where=goods.where), None
    if not (recent or by_fact or asks or (thing and goods.where)):
        return None, None
    where = [item.compact() for item in goods.where]
    return None, {"where": where, **(recent or by_fact or _in_order(slots, goods))}


def _whether(slots: Slots, goods: Goods) -> bool:
    """does Plainward make bedding, Plainward有床品吗: whether there are such goods."""
    asked = slots[0].text.casefold() in ("does", "do", "is", "are") or slots[len(slots) - 1].text in ("吗", "么")
    asked = asked or (slots.has(len(slots) - 1, "break") and slots[len(slots) - 2].text in ("吗", "么"))
    return (asked or slots[0].text in ("有", "有没有", "有无")) and len(goods.where) > 1


def _in_order(slots: Slots, goods: Goods) -> dict[str, Any]:
    """All of them: those of some days by the day, the others as the list has them."""
    day = launch_field(slots)
    by_day = {"sort_by": day} if day and any(item.field == day for item in goods.where) else {}
    return {**by_day, "limit": 100}


def _of_deeds(slots: Slots, goods: Goods, deeds: list[Deed], of_each: str | None, number: bool) -> Metric | None:
    """The goods of which it is true: how many different ones sold, or each with its figure."""
    sold = len(deeds) == 1 and deeds[0].measure in ("orders", "units") and (deeds[0].op, deeds[0].value) == ("ge", 1)
    metric = as_metric(slots, deeds, of_each or "product")
    if metric is None or slots.find("share", "average", "median", "sum") is not None:
        return None
    things = any(names_goods(slots, i) for i in range(len(slots)))
    if not (things or of_each or (goods.where and _sold_of_a_kind(slots, deeds, sold))):
        return None
    spoken(slots)
    if sold and number and things and "products_sold" in slots.vocabulary.dictionary.measures:
        metric = Metric(measures=["products_sold"], dimensions=[of_each] if of_each else [], period=deeds[0].period)
    elif all((deed.op, deed.value) == ("ge", 1) for deed in deeds):
        return None  # which products sold in May: how much of each, which the figures tell
    return metric.model_copy(update={"where": goods.where})


def _sold_of_a_kind(slots: Slots, deeds: list[Deed], sold: bool) -> bool:
    """which candles sold fewer than 20 pieces, 有多少彩妆一件没卖: of goods by the name of their kind."""
    asked = slots.find("which", "how_many", free=False) is not None
    sells = any(slots.value(i, "verb") == "sell" for i in range(len(slots)))
    told = any((deed.op, deed.value) == ("eq", 0) or deed.measure in ("views", "carts") for deed in deeds)
    return asked and not sold and (sells or told)


def _reading(frame: Frame, slots: Slots, goods: Goods, metric: Metric | None, args: dict[str, Any] | None) -> Reading:
    """The call, and what the answer says of how the words were taken."""
    own = listed("goods", *word_file("goods"))
    known = [span.text for span in frame.spans if span.text.casefold() in own]
    typos = [note for note in typo_notes(frame) if not any(f"“{word}”" in note for word in known)]
    notes = [*typos, *(frame.say(*pair) for pair in slots.said)]
    focus: dict[str, Any] = {"facts": ["stock"]} if goods.one else {}
    if metric is not None:
        call = Call("measure", {"metric": metric.compact()})
        rows = metric.having or (metric.measures == ["products"] and metric.dimensions)
        focus = {"counted": True} if rows and not metric.limit else {}
        reading = frame.reading("metric", metric=metric, calls=[call], notes=notes, focus=focus)
    else:
        reading = frame.reading("product_facts", calls=[Call("find_products", args or {})], notes=notes, focus=focus)
    say_currency(frame, slots, reading)
    account(slots, reading)
    return reading
