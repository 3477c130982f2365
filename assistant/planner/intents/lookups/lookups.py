"""One customer, one document: requests that need no counting."""

from __future__ import annotations

import re
from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.people.audience import read_people
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.intents.questions.questions import read_question
from assistant.planner.leftovers import ask_about, leftovers, typo_notes
from assistant.planner.reading import Call, Reading
from assistant.planner.spans import Span
from tools.wording import column_label

NOT_HISTORY = (
    "chance", "chance_noun", "likely_to", "offer_cue", "alike", "model_word", "drivers_cue", "when_cue", "together",
)  # fmt: skip
"""Words that ask for more than a customer's record."""


MOST_LOOKED_UP = 6
"""So many customers are looked up for one question."""


def read_customer(frame: Frame) -> Reading | None:
    """what did C00012 buy; why is C00012 in it."""
    customer = customer_of(frame)
    if customer is None or frame.has("unready"):
        return None
    audience = frame.state.audience
    asks = frame.has("why", "in_it") or frame.text.normal.startswith(("is ", "does ", "has ", "did ", "是不是", "是否"))
    slots = frame.slots()
    people = read_people(slots, frame.today)
    target = people.audience if people.conditions else audience
    if asks and target is not None:
        lost = _lost_beside_customer(slots) if people.conditions else []
        if lost:
            return ask_about(frame, slots, lost)
        args = {"audience": target.compact(), "customer_id": customer}
        return frame.reading("explain_member", calls=[Call("explain_member", args)], audience=target)
    if (figures := _figures_of(frame)) is not None:
        return figures
    if frame.has("copy_verb", "by") or (frame.has("how_many") and not _money_asked(frame)):
        return None
    dated = any(span.value("verb") == "signup" or _dated(frame, span) for span in frame.spans)
    if frame.has("versus", "compare") and frame.has("average", "norm", "people") and len(_all_named(frame)) <= 1:
        set_against = [i for i in range(len(slots)) if slots.has(i, "versus", "compare", "norm", "average")]
        return ask_about(frame, slots, set_against)  # how does C00012 compare with the average customer
    beyond = [kind for kind in NOT_HISTORY if not (dated and kind == "when_cue")]
    if not frame.has("history") and frame.has(*beyond):
        return ask_about(frame, slots, _lost_beside_customer(slots) or [0])
    focus = _asked_of(frame, slots)
    calls = [Call("look_up_customer", {"customer_id": one}) for one in _all_named(frame) or [customer]]
    reading = frame.reading("customer", calls=calls, focus=focus, notes=typo_notes(frame))
    if not focus["facts"] and frame.has("period", "values", "products"):
        reading.notes.append(
            frame.say(
                "I show this customer's whole history; it cannot be narrowed here.",
                "这里显示该客户的全部记录，暂不能再缩小范围。",
            )
        )
    return reading


def _dated(frame: Frame, span: Span) -> bool:
    """什么时候注册的, 什么时候第一次下单: a day on record."""
    field = frame.vocabulary.dictionary.fields.get(str(span.value("field")))
    return span.has("latest") or (field is not None and field.level == "customer" and field.type == "date")


def _figures_of(frame: Frame) -> Reading | None:
    """how much did C00012 spend on shoes in 2025, what did C00012 buy in June: figures of one customer."""
    told = frame.has("period", "value", "values", "products", "by", "average", "trend", "how_many")
    if not told or frame.has("copy_verb", *NOT_HISTORY) or not frame.has("customer_id"):
        return None
    try:
        reading = read_question(frame)
    except Unclear:
        return None
    return reading if reading is not None and reading.intent == "metric" and reading.ask is None else None


def _money_asked(frame: Frame) -> bool:
    """一共花了多少: how much, though the word may ask how many."""
    return any(
        span.has("how_many") and span.text.startswith("多少") and before.value("verb") == "spend"
        for before, span in zip(frame.spans, frame.spans[1:], strict=False)
    )


_OF_CUSTOMER = {"net_revenue": "spend", "orders": "orders", "average_order_value": "average_order_value"}
"""Figures of sales as a fact of one customer."""
_HOME = ("live", "lives", "living", "based", "住", "住在", "人在哪", "哪里人", "哪儿的")


def _asked_of(frame: Frame, slots: Slots) -> dict[str, Any]:
    """Which facts of the customer a question asks for: by label, and whether it is about orders."""
    fields = frame.vocabulary.dictionary.fields
    names: list[str] = []
    for index in range(len(slots)):
        if slots.has(index, "group", "condition", "customer_id"):
            continue
        for sense in slots[index].senses:
            name = sense.value if sense.kind == "field" else _OF_CUSTOMER.get(str(sense.value), "")
            if sense.kind in ("field", "measure") and name in fields and fields[str(name)].level == "customer":
                names.append(str(name))
        if slots[index].text.casefold() in _HOME:
            names += ["city", "country"]
        names += ["last_order_date"] if slots.has(index, "latest") else []
    if frame.has("how_much") or _money_asked(frame):
        names.append("spend")
    bought = any(slots.value(i, "verb") == "buy" and not slots.has(i, "measure") for i in range(len(slots)))
    facts = [
        (column_label(name, frame.vocabulary.dictionary, frame.language, of_customers=True), name)
        for name in dict.fromkeys(names)
    ]
    return {"facts": facts, "orders": bought or "last_order_date" in names or frame.has("history")}


def customer_of(frame: Frame) -> str | None:
    """The customer named by id, or the one spoken of last."""
    named = [sense for span in frame.spans if (sense := span.sense("customer_id"))]
    if named:
        # 姜佩瑶（C02026）: several may have the name, one has the id
        return str(next((sense.value for sense in named if not sense.note), named[0].value))
    for first, second in zip(frame.spans, frame.spans[1:], strict=False):
        if first.has("people") and second.has("number") and not second.has("period", "cmp"):
            return frame.vocabulary.customer_id(second.text)
    if frame.state.customer and frame.has("history") and frame.has("anaphor"):
        return frame.state.customer
    return frame.state.customer if _of_the_same(frame) else None


def _of_the_same(frame: Frame) -> bool:
    """平均一单多少钱, after one customer was looked up: a figure of nobody else is hers."""
    if frame.state.last not in ("customer", "metric") or not frame.state.customer:
        return False
    facts = [s for s in frame.spans if s.has("latest") or _fact_named(s) in _HERS]
    return bool(facts) and all(s in facts or s.has(*_BESIDE) for s in frame.spans)


def _fact_named(span: Span) -> str:
    return str(span.value("field") or _OF_CUSTOMER.get(str(span.value("measure"))))


_HERS = (
    "spend",
    "orders",
    "average_order_value",
    "loyalty_tier",
    "city",
    "age",
    "last_order_date",
    "signup_date",
    "units",
)
_BESIDE = (
    "filler",
    "break",
    "how_many",
    "how_much",
    "which",
    "same",
    "person_ref",
    "average",
    "thanks",
    "interjection",
    "sum",
)


def _all_named(frame: Frame) -> list[str]:
    """C00011、C00012 和 C00013: each customer that is named by id; a name in front of an id is no further one."""
    named = [s for span in frame.spans if (s := span.sense("customer_id")) and not s.note]
    return list(dict.fromkeys(str(sense.value) for sense in named))[:MOST_LOOKED_UP]


def _lost_beside_customer(slots: Slots) -> list[int]:
    """What a question about one customer leaves over."""
    known = ("customer_id", "why", "in_it", "people", "anaphor", "and", "number")
    return [i for i in leftovers(slots) if not slots.has(i, *known) or slots.has(i, "group", "percent")]


def read_documents(frame: Frame) -> Reading | None:
    """what does the brand guide say about emoji."""
    cued = frame.has("library_cue") and not (frame.has("copy_verb") and not frame.has("which", "filler"))
    if not cued and not _asks_rule(frame):
        return None
    if any(span.has("performance", "trend", "outcome") and not span.has("filler") for span in frame.spans):
        return None  # 礼物指南2025效果怎么样, 礼物指南2025的转化: how a campaign did
    if frame.language == "zh" and frame.has("list") and any(span.has("people", "contact") for span in frame.spans):
        return None  # 我要做礼物指南，把买过香水的人拉出来
    kind = "brand" if "brand" in _library_kinds() else None
    args = {"query": frame.text.original.strip()[:500]} | ({"kind": kind} if kind else {})
    return frame.reading("library", calls=[Call("search_library", args)])


_MODAL = re.compile(
    r"\b(?:allowed|banned|forbidden|permitted|(?:may|can|should|must|do|could) (?:we|i)|how do we|how should we"
    r"|(?:which|what) words)\b"
)
_WRITING = re.compile(
    r"\b(?:say|write|spell|avoid|words?|emojis?|exclamation (?:marks?|points?)|capitals|hashtags?|abbreviations"
    r"|superlatives?|salutation|sign[- ]off)\b"
)
_NO_RULE = (
    "people", "agent", "measure", "how_many", "who", "list", "customer_id", "saved", "scored", "products", "verb",
)  # fmt: skip


def _asks_rule(frame: Frame) -> bool:
    """are emojis allowed, can we say "best", how do we write prices: asked of the rules for writing."""
    other = any(s.has(*_NO_RULE) and not s.has("which") and s.value("verb") != "use" for s in frame.spans)
    if frame.language != "en" or frame.state.last == "copy" or other:
        return False
    text = frame.text.normal
    return bool(_MODAL.search(text) and _WRITING.search(text) and not text.startswith(("write", "say")))


def _library_kinds() -> tuple[str, ...]:
    from typing import get_args

    from tools.library import Kind

    return get_args(Kind)
