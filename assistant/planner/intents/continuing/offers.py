"""Follow-ups to recommendations and bundles: only new goods, skincare only, in stock only, why this one, the strongest.

What the recommendations cannot be narrowed by is said, so that it never becomes a question about other people.
"""

from __future__ import annotations

from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.slots import Range
from assistant.planner.intents.continuing.wishes import LIGHT, light, words
from assistant.planner.intents.scoring.recommendations import MOST
from assistant.planner.reading import Call, Reading
from assistant.planner.spoken_of import GOODS

_GOODS_WORDS = ("product_cue", "people", "agent", "field", "new_only", "for", "place", "with", "only")


def read_offer_change(frame: Frame) -> Reading | None:
    """The last recommendations or pairs changed or explained; None where the message is about something else."""
    state = frame.state
    if state.last != "request" or state.request is None:
        return None
    tool, args = state.request
    if tool == "recommend_products":
        return (
            _count(frame, args) or _why(frame, args) or _only_new(frame, args) or _in_stock(frame) or _narrowed(frame)
        )
    if tool == "bought_together":
        return _strongest(frame, args) or _why_pair(frame)
    return None


def _again(frame: Frame, args: dict[str, Any], *notes: str) -> Reading:
    return frame.reading("recommendations", calls=[Call("recommend_products", args)], notes=list(notes))


def _count(frame: Frame, args: dict[str, Any]) -> Reading | None:
    """来八个, give me eight: so many of them."""
    if (most := _at_most(frame)) is not None:
        return _again(frame, {**args, "limit": most})
    said = [span for span in frame.spans if span.has("number", "heads", "pieces") and not span.has("period", "money")]
    plain = all(
        span in said or light(span, "list", "product_cue", "more_variants") or span.text in ("来", "要")
        for span in frame.spans
    )
    if len(said) != 1 or not plain or frame.has("value", "values", "percent", "not"):
        return None
    count = said[0].value("pieces") or said[0].value("heads") or said[0].value("number")
    if count is None or count != int(count) or not 1 <= count <= MOST:
        return None
    return _again(frame, {**args, "limit": int(count)})


def _at_most(frame: Frame) -> int | None:
    """five at most, 最多五个: so many, where nothing else is said."""
    slots = frame.slots()
    ranges = slots.all("range")
    found = slots.value(ranges[0], "range") if len(ranges) == 1 else None
    if not isinstance(found, Range) or found.op != "le" or found.unit not in ("number", "pieces", "heads"):
        return None
    if not all(i in ranges or light(slots[i], "product_cue", "list") for i in range(len(slots))):
        return None
    count = found.low.value
    return int(count) if count == int(count) and 1 <= count <= MOST else None


def _why(frame: Frame, args: dict[str, Any]) -> Reading | None:
    """why the first one?, 第一个为什么推荐: the reason stands beside every product."""
    reason = any(word in frame.text.normal for word in words("reason"))
    if not (frame.has("why") or reason) or frame.has("customer_id", "people", "agent", "scored", "period"):
        return None
    said = ("why", "row", "thing", "offer_cue", "offer_verb", "product_cue", "field", "value", "values", "people_ref")
    told = ("recommend", "推荐", "理", "reason", "reasons")
    if not all(light(span, *said) or span.has("product_fact") or span.text.casefold() in told for span in frame.spans):
        return None
    note = (
        "The reason stands beside every product: what they bought before, when, or who bought alike.",
        "每个商品旁都写有推荐理由：以前买过什么、何时买的，或相似的人买过。",
    )
    if not args.get("customer_id"):
        note = (
            "For a group the reason is for how many of them it is among the first choices; it stands in the table. "
            "Ask for one customer to see that person's reasons.",
            "对人群而言，理由是它对其中多少人排在前列，见表格；问某一位客户可以看到其个人理由。",
        )
    return _again(frame, args, frame.say(*note))


def _only_new(frame: Frame, args: dict[str, Any]) -> Reading | None:
    """only new goods, things he hasn't bought yet, 他没买过的."""
    text = frame.text.normal
    kept_out = frame.has("never", "not", "excluded", "remove", "except")
    unbought = kept_out and any(span.value("verb") == "buy" for span in frame.spans)
    fresh = frame.has("new_only") or any(word in text for word in words("new_goods"))
    if not (unbought or fresh) or frame.has("value", "values", "period", "how_many", "measure", "number"):
        return None
    if any(span.has("customer_id") and not span.has("person_ref") for span in frame.spans):
        return None
    kinds = (
        "new_only", "never", "not", "excluded", "remove", "except", "verb", "person_ref", "field", "product_cue",
        "people", "agent", "unready", "but",
    )  # fmt: skip
    if not all(light(span, *kinds) or span.text.casefold() in words("goods") for span in frame.spans):
        return None
    return _again(frame, {**args, "only": "new"})


def _in_stock(frame: Frame) -> Reading | None:
    """in stock only, 只要有货的: they are anyway."""
    if not frame.has("stock_state", "product_fact") or frame.has("value", "values", "people", "how_many", "number"):
        return None
    if not any(word in frame.text.normal for word in ("stock", "available", "货", "库存")):
        return None
    return frame.reading(
        "limited",
        text=frame.say(
            "What is out of stock is left out of the recommendations already, so they stay as they are.",
            "推荐时已排除缺货商品，结果不变。",
        ),
    )


def _narrowed(frame: Frame) -> Reading | None:
    """skincare only, only kitchen things: no recommendation can be kept to some goods."""
    named = [v for span in frame.spans if (v := span.value("value") or span.value("values")) and v[0] in GOODS]
    if not named and not frame.has("products"):
        return None
    if frame.has("verb", "who", "how_many", "measure", "by", "period", "customer_id", "together", "also_bought", "why"):
        return None
    said = ("value", "values", "products", *_GOODS_WORDS, *LIGHT)
    if not all(span.has(*said) or light(span) or span.text.casefold() in words("goods") for span in frame.spans):
        return None
    fields = frame.vocabulary.dictionary
    label = fields.value_label(named[0][0], str(_first(named[0][1])), frame.language) if named else frame.text.original
    return frame.reading(
        "limited",
        text=frame.say(
            f"Recommendations cannot be kept to {label}: they rank all goods in stock, and stay as they are. "
            f"You can ask who is most likely to buy {label}, or for the best-selling products of {label}.",
            f"推荐无法只限于{label}：它对全部有货商品排序，结果不变。可以问谁最可能买{label}，或{label}最畅销的商品。",
        ),
    )


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, tuple | list) else value


def _strongest(frame: Frame, args: dict[str, Any]) -> Reading | None:
    """which is the strongest, 哪个最强: the first of them."""
    text = frame.text.normal.rstrip("?？ ")
    if not any(word in text for word in words("strongest")) or frame.has(
        "value", "values", "measure", "customer_id", "period"
    ):
        return None
    if not all(
        light(s, "which", "together", "top", "field") or any(w in s.text for w in words("strongest"))
        for s in frame.spans
    ):
        return None
    return frame.reading("together", calls=[Call("bought_together", {**args, "limit": 1})])


def _why_pair(frame: Frame) -> Reading | None:
    """why this one?, 为什么是这个: what puts a pair on the list."""
    if not frame.has("why") or not all(light(span, "why", "row", "thing", "together", "which") for span in frame.spans):
        return None
    return frame.reading(
        "limited",
        text=frame.say(
            "A pair is listed when its goods stand in one order more often than chance; the table says how often, how "
            "much more often than by chance, and in how many orders. Why people do so is not in the data.",
            "一个组合在同一订单中出现的次数显著多于随机时才会列出；表格里有比例、倍数和订单数。至于原因，数据里没有。",
        ),
    )
