"""What words mean here: a figure and how it is computed, a period in dates, a field's values, the data as a whole."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.rows.dimensions import TIME_FIELDS, dimension_at
from assistant.planner.grammar.slots import Slots
from assistant.planner.leftovers import account, leftovers, typo_notes
from assistant.planner.reading import Call, Reading
from tools.definitions import Metric

_DOING = {
    "return_goods": "returned_units", "buy": "orders", "spend": "net_revenue", "open": "opens", "click": "clicks",
    "unsubscribe": "unsubscribes", "view": "views", "cart": "carts", "sell": "units",
}  # fmt: skip
"""How did you count a return, an open …: the measure that counts what was done."""
_DEFINED = ("what is a ", "what is an ", "what's a ", "what's an ", "whats a ", "explain ")
"""How a question begins that asks for a meaning, whatever it is about."""
_ABOUT = ("what are ", "what is ", "whats ", "what's ")
"""How one begins that does so for words of this product alone."""
_OURS = ("rfm_segment", "cluster", "rfm_score", "recency_score", "frequency_score", "monetary_score")
_VALUES_ASKED = ("which", "list", "product_cue", "filler", "break", "describe", "all_rows", "have")


def read_meaning(frame: Frame) -> Reading | None:
    """what does repeat rate mean; which dates is last month; is revenue net of returns; what data do you have."""
    return _currency(frame) or _dates(frame) or _word(frame) or _overview(frame)


def read_another_meaning(frame: Frame) -> Reading | None:
    """留存率呢, and churn?, right after what a word means: what that one means."""
    said = ("measure", "field", "same", "and", "filler", "break", "instead", "interjection")
    if not frame.state.explained or not frame.has("same", "and") or not all(span.has(*said) for span in frame.spans):
        return None
    slots = frame.slots()
    topics = [topic for i in range(len(slots)) if slots.has(i, "measure", "field") and (topic := _topic(slots, i))]
    if len(topics) != 1:
        return None
    return frame.reading("meaning", calls=[Call("describe_data", {"topic": topics[0]})], notes=typo_notes(frame))


def _overview(frame: Frame) -> Reading | None:
    return frame.reading("describe", calls=[Call("describe_data", {})]) if frame.has("describe") else None


def _currency(frame: Frame) -> Reading | None:
    """what currency are the figures in."""
    if not frame.has("currency_cue") or frame.has("copy_verb", "customer_id"):
        return None
    return frame.reading("meaning", calls=[Call("describe_data", {"topic": "currency"})])


def _dates(frame: Frame) -> Reading | None:
    """which dates do you mean by last month, 你说的上个月是几号到几号: the dates of a period."""
    periods = frame.values("period")
    figures = any(s.kind == "measure" for span in frame.spans for s in span.senses if not span.has("field"))
    averaged = any(span.has("average") for span in frame.spans)
    if (
        len(periods) != 1
        or figures
        or averaged
        or not frame.has("meaning")
        or frame.has("by", "share", "distribution", "which")
    ):
        return None
    return frame.reading("meaning", calls=[Call("describe_data", {"period": periods[0].compact()})])


def _word(frame: Frame) -> Reading | None:
    """What a measure, field, segment or word for people means."""
    opening = frame.text.normal
    if frame.has("period", "versus") and all(
        span.text.casefold() in _HOW for span in frame.spans if span.has("meaning")
    ):
        return None  # and how is that against August
    split = frame.has("distribution", "band_word", "quantile") or (
        frame.has("by") and frame.has("field") and frame.has("share", "period")
    )
    glossed = frame.has("how_many") and any(
        span.has("meaning") and frame.spans[i - 1].has("break") for i, span in enumerate(frame.spans) if i
    )  # how many went quiet, meaning no order in the last 180 days
    if glossed:
        return None
    asked = (frame.has("meaning", "how_counted") and not split and not _averages(frame)) or _inclusion(frame)
    about = opening.startswith(_DEFINED) or (opening.startswith(_ABOUT) and _only_ours(frame))
    if not asked and not (about and not frame.has("period", "by", "customer_id", "verb")):
        return None
    slots = frame.slots()
    for index in range(len(slots)):
        topic = _topic(slots, index)
        if topic:
            return frame.reading("meaning", calls=[Call("describe_data", {"topic": topic})], notes=typo_notes(frame))
    return None


_HOW = ("how is", "how are", "how was", "how were")


def _averages(frame: Frame) -> bool:
    """mean age of platinum customers: a figure of them, not the meaning of a word."""
    told = [i for i, span in enumerate(frame.spans) if span.has("meaning", "how_counted")]
    if not told or any(not frame.spans[i].has("average") for i in told):
        return False
    if any(span.has("median") for i in told for span in frame.spans[max(0, i - 4) : i + 5]):
        return True  # median rather than mean
    behind = (span for span in frame.spans[told[0] + 1 :] if not span.has("filler", "and", "median"))
    after = next(behind, None)
    return after is not None and (
        after.has("field", "measure", "score_name", "by", "how_many") or after.value("subject") == "churn"
    )


def _topic(slots: Slots, index: int) -> str:
    """What to look up for one item; "" where it names nothing."""
    group = slots.value(index, "group")
    if group is not None:
        return str(group.values[0]) if not group.absent else ""
    for kind in ("measure", "field"):
        if slots.has(index, kind) and not slots.has(index, "people", "filler"):
            return str(slots.value(index, kind))
    scored = slots.value(index, "scored")
    if scored is not None and scored.field:
        return str(scored.field)
    done = _DOING.get(slots.value(index, "verb") or "", "")
    if done in slots.vocabulary.dictionary.measures:
        return done
    return "conventions" if slots.has(index, "agent", "contact") else ""


def _inclusion(frame: Frame) -> bool:
    """is revenue net of returns, 客单价含不含折扣: how a figure is computed, not the figure."""
    opening = frame.text.normal.startswith(("is ", "are ", "does ", "do ", "did "))
    chinese = frame.language == "zh" and any(word in frame.text.normal for word in ("不", "吗", "是否", "有没有"))
    measured = any(s.kind == "measure" for span in frame.spans for s in span.senses)
    return frame.has("includes_cue") and measured and (opening or chinese) and not frame.has("period", "by")


def _only_ours(frame: Frame) -> bool:
    """what is RFM: a word this product brings along, and nothing else said."""
    spans = [span for span in frame.spans if not span.has("filler", "break", "which", "meaning")]
    return bool(spans) and all(
        any(s.kind == "field" and s.value in _OURS for s in span.senses)
        or any(s.kind == "value" and s.value[0] == "rfm_segment" for s in span.senses)
        for span in spans
    )


def read_values(frame: Frame) -> Reading | None:
    """what categories do we sell, 我们有哪些会员等级: the values of a field, with how many of each."""
    if not frame.has("which", "list", "product_cue") or frame.has("copy_verb", "by", "top", "bottom", "how_many"):
        return None
    slots = frame.slots()
    names = [(i, dimension_at(slots, i)) for i in range(len(slots))]
    fields = [(i, name) for i, name in names if name and not slots.has(i, "group", "people", "measure", "condition")]
    if len(fields) != 1:
        return None
    index, name = fields[0]
    shown = frame.state.metric.dimensions if frame.state.metric is not None else []
    alone = all(slots.has(i, "which", "filler", "break", "list") or i == index for i in range(len(slots)))
    if frame.state.last == "metric" and alone and name not in shown and not slots[0].text.isascii():
        return None  # 都是哪些品类: those of the figures that are shown
    rest = [i for i in range(len(slots)) if i != index and not slots.has(i, *_VALUES_ASKED)]
    if name in (None, "product", "campaign", *TIME_FIELDS) or any(slots.value(i, "verb") != "sell" for i in rest):
        return None
    level = slots.level(str(name))
    counted = {"product": "products", "customer": "customers"}.get(level, "orders" if level == "order" else "")
    if counted not in frame.vocabulary.dictionary.measures:
        return None
    for at in range(len(slots)):
        slots.use(at, f"split by {name}" if at == index else "asked for")
    if leftovers(slots):
        return None
    metric = Metric(measures=[counted], dimensions=[str(name)])
    reading = frame.reading("metric", metric=metric, calls=[Call("measure", {"metric": metric.compact()})])
    account(slots, reading)
    return reading
