"""Follow-ups to one product: do we have any left, who makes it, what does that cost, what goes with it, and the wok?"""

from __future__ import annotations

from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.deeds.objects import filters_of
from assistant.planner.grammar.slots import Range
from assistant.planner.intents.continuing.listed_goods import sold_of_listed
from assistant.planner.intents.continuing.wishes import light, words
from assistant.planner.intents.lookups.products import STEMS, fact_columns
from assistant.planner.reading import Call, Reading
from assistant.planner.spoken_of import GOODS, things
from tools.definitions import Filter, Metric, Sort

_POINTING = ("thing", "anaphor", "row", "pronoun_that", "field", "product_fact", "product_cue", "how_much", "cost_word",
             "how_many", "which", "price_word", "stock_state", "channel_choice", "cart_lead", "measure", "worth_cue",
             "quality_cue", "verb", "list", "history", "who", "agent", "people", "expensive", "cheap")  # fmt: skip


def read_goods_change(frame: Frame) -> Reading | None:
    """Another fact of the product spoken of, the same of another, or what goes with it."""
    if (
        found := sold_of_listed(frame) or _sold_of_those(frame) or _sought_of_others(frame) or _of_those_listed(frame)
    ) is not None:
        return found
    product = product_of(frame)
    if product is not None and (units := _units(frame, product)) is not None:
        return units
    if product is None or frame.has("customer_id", "period", "campaign_word", "copy_verb", "contact"):
        return None
    return _same_of_another(frame) or _cheaper(frame) or _with_it(frame, product) or _fact(frame, product)


def product_of(frame: Frame) -> str | None:
    """The one product that was spoken of last."""
    state = frame.state
    if state.last not in ("metric", "audience", "list", "request"):
        return None
    if state.last == "request":
        args = state.request[1] if state.request and state.request[0] == "bought_together" else {}
        return str(args["product"]) if args.get("product") else None
    said = next((f for f in things(state) if f.field in GOODS), None)
    single = said is not None and said.field == "product" and said.op == "is" and len(said.values) == 1
    return str(said.values[0]) if single and said is not None else None


def _named(frame: Frame) -> list[tuple[str, tuple[Any, ...]]]:
    """Values that are named, products by their name among them."""
    found: list[tuple[str, tuple[Any, ...]]] = []
    for span in frame.spans:
        if any(sense.note.startswith("stands for") for sense in span.senses):
            continue
        value = span.value("value") or span.value("values")
        if value and not span.has("filler"):
            found.append((str(value[0]), value[1] if isinstance(value[1], tuple) else (value[1],)))
        elif span.has("products"):
            found.append(("product", tuple(span.value("products")[2])))
    return found


def _same_of_another(frame: Frame) -> Reading | None:
    """and the Fig Hand Cream?, 无花果护手霜呢: the same fact of another product."""
    facts, named = frame.state.facts, _named(frame)
    if facts is None or len(named) != 1 or named[0][0] != "product":
        return None
    if not all(span.has("products", "value", "values") or light(span, "product_cue") for span in frame.spans):
        return None
    return _found(frame, [Filter(field="product", values=list(named[0][1]))], facts)


def _sought_of_others(frame: Frame) -> Reading | None:
    """Moorlight的呢, after Qinglan's dearest serum: the same sought among other goods."""
    before: dict[str, Any] = frame.state.sought
    where = [Filter.model_validate(item) for item in before.get("args", {}).get("where") or []]
    named = _named(frame)
    if len(named) != 1 or len(where) < 2 or not frame.has("same", "and"):
        return None
    field, values = named[0]
    if not any(item.field == field for item in where) or not all(
        span.has("value", "values") or light(span, "product_cue") for span in frame.spans
    ):
        return None
    other = [item if item.field != field else item.model_copy(update={"values": [*values]}) for item in where]
    kept = {k: v for k, v in before["args"].items() if k in ("sort_by", "descending", "limit") and v is not None}
    return _found(frame, other, before["facts"], **kept)


def _found(frame: Frame, where: list[Filter], facts: list[str], **args: Any) -> Reading:
    call = Call("find_products", {"where": [item.compact() for item in where], **args})
    return frame.reading("product_facts", calls=[call], focus={"facts": facts})


def _fact(frame: Frame, product: str) -> Reading | None:
    """do we have any left, who makes it, what does that cost: of the product spoken of."""
    text = frame.text.normal
    named = _named(frame)
    split = any(span.has("by") and span.text.casefold() not in _WHAT for span in frame.spans)
    if named or split or frame.has("average", "top", "bottom", "trend", "sum", "share", "compare", "number"):
        return None
    facts = [
        fact for kind, fact in (("costs", "price"), ("left", "stock"), ("makers", "brand")) if _has(text, words(kind))
    ]
    facts = facts or _kept_as(frame)
    if "price" in facts and any(span.value("verb") in ("spend", "buy") for span in frame.spans):
        return None
    if "stock" in facts and (frame.text.normal.startswith(("which", "what", "list", "show")) or "哪" in text):
        return None  # which are sold out: of all goods
    if len(facts) != 1 or any(
        span.value("verb") in ("buy", "open", "click", "receive", "return_goods") for span in frame.spans
    ):
        return None
    known = frame.vocabulary.dictionary.fields
    if facts[0] not in known or not all(_plain(span) for span in frame.spans):
        return None
    if any(span.has("people", "agent") and not span.has("filler", "which") for span in frame.spans):
        return None
    return _found(frame, [Filter(field="product", values=[product])], facts)


def _kept_as(frame: Frame) -> list[str]:
    """成分表发我, what is it made of, when was it launched: the column that the shop keeps such a fact in."""
    told = (span.value("product_fact") for span in frame.spans)
    return list(dict.fromkeys(name for fact in told if fact in STEMS for name in fact_columns(frame, str(fact))))


_WHAT = ("what", "which", "what's", "whats")


def _plain(span: Any) -> bool:
    if span.unknown and any(c.isalnum() for c in span.text):
        return _has(span.text, (*words("costs"), *words("left"), *words("makers")))
    return (
        light(span, *_POINTING)
        or span.text.casefold() in _WHAT
        or _has(span.text, (*words("costs"), *words("left"), *words("makers")))
    )


def _has(text: str, forms: tuple[str, ...]) -> bool:
    padded = f" {text} "
    return any(
        (f" {word} " in padded.replace("?", " ").replace(".", " ")) if word.isascii() else word in text
        for word in forms
    )


def _with_it(frame: Frame, product: str) -> Reading | None:
    """what goes with it, 跟什么搭配好: bought together with the product spoken of."""
    if not frame.has("together", "also_bought") or _named(frame) or frame.has("how_many", "save", "who"):
        return None
    if not any(span.has("thing", "anaphor") or not span.text.isascii() for span in frame.spans):
        return None
    if not all(
        light(span, "together", "also_bought", "goal", *_POINTING, "often") or _good(span) for span in frame.spans
    ):
        return None
    return frame.reading("together", calls=[Call("bought_together", {"product": product})])


def _good(span: Any) -> bool:
    return span.text in ("好", "最好", "合适", "搭", "配", "well", "best")


def _cheaper(frame: Frame) -> Reading | None:
    """and the cheaper one?, any cheaper hand creams?, 有便宜点的吗: of the same kind, for less."""
    shown = frame.state.shown
    if not _has(frame.text.normal, words("cheaper")):
        return None
    if not shown or "price" not in shown or frame.has("cheapest", "people", "by", "measure"):
        return None
    named = [v for v in _named(frame) if v[0] in ("category", "subcategory", "brand")]
    others = [v for v in _named(frame) if v not in named and not _of_its_kind(frame, shown)]
    kind = next((name for name in ("subcategory", "category") if shown.get(name)), None)
    if kind is None or others:
        return None
    where = [Filter(field=f, values=list(v)) for f, v in named]
    where = where or [Filter(field=kind, values=[shown[kind]])]
    where.append(Filter(field="price", op="lt", values=[shown["price"]]))
    reading = _found(frame, where, ["price"], descending=True, limit=20)
    name = str(shown.get("name", ""))
    reading.notes = [frame.say(f"Cheaper than {name}, dearest first.", f"比{name}便宜的，从贵到便宜。")]
    return reading


def _of_its_kind(frame: Frame, shown: dict[str, Any]) -> bool:
    """any similar cheaper mugs, after a mug: goods of the kind that is shown, named by a word of their names."""
    kind = str(shown.get("subcategory", "")).casefold()
    return bool(kind) and kind in frame.text.normal


def _units(frame: Frame, product: str) -> Reading | None:
    """sold how many last month?, 上个月卖了几个: units of the product spoken of."""
    sells = any(span.value("verb") == "sell" or span.text.casefold() == "sold" for span in frame.spans)
    periods = [span.value("period") for span in frame.spans if span.has("period")]
    kinds = ("verb", "how_many", "period", "measure", "thing", "field", "pieces")
    if not sells or not frame.has("how_many") or len(periods) > 1 or _named(frame):
        return None
    if not all(light(span, *kinds) or span.text.casefold() == "sold" for span in frame.spans) or frame.has(
        "customer_id"
    ):
        return None
    where = [Filter(field="product", values=[product])]
    units = Metric(measures=["units"], where=where, period=periods[0] if periods else None)
    return frame.reading("metric", metric=units, calls=[Call("measure", {"metric": units.compact()})])


def _sold_of_those(frame: Frame) -> Reading | None:
    """how many of them did we sell last month, after their prices: units of the products that are shown."""
    metric = frame.state.metric
    if frame.state.last != "metric" or metric is None or not set(metric.measures) <= _PRICES or not frame.state.rows:
        return None
    sells = any(span.value("verb") == "sell" or span.value("measure") == "units" for span in frame.spans)
    periods = [span.value("period") for span in frame.spans if span.has("period")]
    kinds = ("verb", "how_many", "how_much", "period", "sum", "measure", "field", "respectively", "thing")
    if not sells or len(periods) > 1 or _named(frame) or not all(light(span, *kinds) for span in frame.spans):
        return None
    shown = Filter(field="product", values=list(frame.state.rows))
    period = periods[0] if periods else None
    units = Metric(measures=["units"], dimensions=["product"], where=[shown], period=period, sort=Sort(by="units"))
    return frame.reading("metric", metric=units, calls=[Call("measure", {"metric": units.compact()})])


def _of_those_listed(frame: Frame) -> Reading | None:
    """under 30 dollars, only Moorlight, after candles we sell: some of the products that were listed."""
    listed = [Filter.model_validate(item) for item in frame.state.sought.get("args", {}).get("where") or []]
    listed = [] if product_of(frame) is not None else listed
    slots = frame.slots() if listed else None
    if slots is None or "price" not in frame.vocabulary.dictionary.fields:
        return None
    new: list[Filter] = []
    for index in range(len(slots)):
        found, group = slots.value(index, "range"), slots.value(index, "group")
        held = _STOCK.get(str(slots.value(index, "stock_state")))
        if isinstance(found, Range) and found.unit in ("pieces", "number") and _stock_told(frame, listed):
            values = [found.low.value, *([found.high.value] if found.high else [])]
            new.append(Filter(field="stock", op={"eq": "is"}.get(found.op, found.op), values=list(values)))
        elif isinstance(found, Range) and found.unit in ("money", "number"):
            values = [found.low.value, *([found.high.value] if found.high else [])]
            new.append(Filter(field="price", op={"eq": "is"}.get(found.op, found.op), values=list(values)))
        elif held is not None and "stock" in frame.vocabulary.dictionary.fields:
            new.append(Filter(field="stock", op=held, values=[0]))  # 有货的
        elif group is not None and slots.level(group.field) == "product" and not group.absent:
            new.append(filters_of(group))
        elif not light(slots[index], "only", "product_cue", "which", "list", "price_word", "how_many"):
            return None
    kept = [item for item in listed if not any(_replaces(one, item) for one in new)]
    facts = ["stock"] if any(one.field == "stock" for one in new) else []
    return _found(frame, [*kept, *new], facts, limit=100) if new else None


_STOCK = {"some": "gt", "none": "le"}


_BELOW, _ABOVE = ("lt", "le"), ("gt", "ge")


def _replaces(new: Filter, old: Filter) -> bool:
    """A bound from above stays beside one from below: fewer than 30 left, and then only those over zero."""
    ends = ((new.op in _BELOW and old.op in _ABOVE), (new.op in _ABOVE and old.op in _BELOW))
    return new.field == old.field and not any(ends)


def _stock_told(frame: Frame, listed: list[Filter]) -> bool:
    """不够20件的是哪几个, after how many of them are left or which have few."""
    told = "stock" in (frame.state.facts or ()) or any(item.field == "stock" for item in listed)
    return told and "stock" in frame.vocabulary.dictionary.fields


_PRICES = {"min(price)", "max(price)", "average(price)"}
