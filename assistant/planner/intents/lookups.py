"""One customer, one document, one product, one definition: requests that need no counting."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.audience import read_people
from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.intents.questions import defaults_said
from assistant.planner.leftovers import ask_about, leftovers
from assistant.planner.reading import Ask, Call, Reading
from tools.definitions import Metric

NOT_HISTORY = (
    "chance", "chance_noun", "likely_to", "offer_cue", "alike", "model_word", "drivers_cue", "when_cue", "together",
)  # fmt: skip
"""Words that ask for more than a customer's record."""


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
    if frame.has("copy_verb", "how_many", "by"):
        return None
    if not frame.has("history") and frame.has(*NOT_HISTORY):
        return ask_about(frame, slots, _lost_beside_customer(slots) or [0])
    reading = frame.reading("customer", calls=[Call("look_up_customer", {"customer_id": customer})])
    measured = any(span.has("measure") and not span.has("people", "verb") for span in frame.spans)
    if measured or frame.has("period", "value", "values", "products"):
        reading.notes.append(
            frame.say(
                "I show this customer's whole history; it cannot be narrowed here.",
                "这里显示该客户的全部记录，暂不能再缩小范围。",
            )
        )
    return reading


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
    return None


def _lost_beside_customer(slots: Slots) -> list[int]:
    """What a question about one customer leaves over."""
    known = ("customer_id", "why", "in_it", "people", "anaphor", "and", "number")
    return [i for i in leftovers(slots) if not slots.has(i, *known) or slots.has(i, "group", "percent")]


def read_documents(frame: Frame) -> Reading | None:
    """what does the brand guide say about emoji."""
    if not frame.has("library_cue") or (frame.has("copy_verb") and not frame.has("which", "filler")):
        return None
    kind = "brand" if "brand" in _library_kinds() else None
    args = {"query": frame.text.original.strip()[:500]} | ({"kind": kind} if kind else {})
    return frame.reading("library", calls=[Call("search_library", args)])


def _library_kinds() -> tuple[str, ...]:
    from typing import get_args

    from tools.library import Kind

    return get_args(Kind)


def read_products(frame: Frame) -> Reading | None:
    """do we have a vitamin C serum under 30; recommend something for dry skin."""
    any_of = frame.text.normal.startswith(("any ", "有"))
    if not (frame.has("product_cue") or any_of) or frame.has(
        "measure", "who", "how_many", "by", "top", "best_selling", "period", "copy_verb", "verb"
    ):
        return None
    if any(span.has("scope") and not frame.vocabulary.products.contains(span.text) for span in frame.spans):
        return None
    slots = frame.slots()
    if any(slots.has(i, "people") for i in range(len(slots))):
        return None
    words, args = [], {}
    about_products = False
    for index in range(len(slots)):
        group = slots.value(index, "group")
        found = slots.value(index, "range")
        if group is not None and group.field in ("category", "brand") and len(group.values) == 1 and not group.absent:
            args[group.field] = group.values[0]
            about_products = True
        elif group is not None and slots.level(group.field) in ("product", ""):
            words.append(slots[index].text)
            about_products = True
        elif slots.has(index, "filter"):
            bound = slots.value(index, "filter")
            args |= (
                {"max_price": float(bound.values[-1])}
                if bound.field == "price" and bound.op in ("lt", "le", "between")
                else {}
            )
        elif isinstance(found, Range) and found.op in ("lt", "le", "between") and found.unit in ("number", "money"):
            args["max_price"] = (found.high or found.low).value
        elif slots.value(index, "field") == "product":
            about_products = True
        elif (
            not slots.has(index, "product_cue", "filler", "break", "which", "place", "with", "for", "list")
            or slots[index].unknown
        ):
            words.append(slots[index].text)
    if not about_products and not words:
        return None
    joined = "" if frame.language == "zh" else " "
    query = joined.join(words) or frame.text.original.strip()
    if "find_products" in frame.tools:
        return frame.reading("products", calls=[Call("find_products", {"query": query, **args})])
    return frame.reading(
        "products", calls=[Call("search_library", {"query": frame.text.original.strip()[:500], "kind": "product"})]
    )


_DOING = {
    "return_goods": "returned_units", "buy": "orders", "spend": "net_revenue", "open": "opens", "click": "clicks",
    "unsubscribe": "unsubscribes", "view": "views", "cart": "carts", "sell": "units",
}  # fmt: skip
"""How did you count a return, an open …: the measure that counts what was done."""


def read_meaning(frame: Frame) -> Reading | None:
    """what does repeat rate mean; what data do you have."""
    about_word = frame.text.normal.startswith(
        ("what is a ", "what is an ", "what's a ", "what's an ", "whats a ", "explain ")
    )
    if frame.has("meaning", "how_counted") or (
        about_word and not frame.has("period", "by", "value", "values", "customer_id")
    ):
        slots = frame.slots()
        for index in range(len(slots)):
            for kind in ("measure", "field"):
                if slots.has(index, kind) and not slots.has(index, "people"):
                    return frame.reading("meaning", calls=[Call("describe_data", {"topic": slots.value(index, kind)})])
            group = slots.value(index, "group")
            if group is not None and not group.absent:
                return frame.reading("meaning", calls=[Call("describe_data", {"topic": str(group.values[0])})])
            if slots.has(index, "agent"):
                return frame.reading("meaning", calls=[Call("describe_data", {"topic": "conventions"})])
            done = _DOING.get(slots.value(index, "verb") or "")
            if done in frame.vocabulary.dictionary.measures:
                return frame.reading("meaning", calls=[Call("describe_data", {"topic": done})])
    if frame.has("describe"):
        return frame.reading("describe", calls=[Call("describe_data", {})])
    return None


def read_profiles(frame: Frame) -> Reading | None:
    """describe the segments; who are the champions; 各分层的特点."""
    if not frame.has("profile_cue") or frame.has("copy_verb", "who"):
        return None
    named: list[str] = []
    kind = ""
    slots = frame.slots()
    for index in range(len(slots)):
        group = slots.value(index, "group")
        field = slots.value(index, "field") or slots.value(index, "absent_field")
        if field == "cluster" or (group is not None and group.field == "cluster"):
            kind = "cluster"
        elif field == "rfm_segment" or (group is not None and group.field == "rfm_segment"):
            kind = kind or "rfm"
        if group is not None and group.field in ("rfm_segment", "cluster"):
            named += [str(value) for value in group.values]
    plain = all(
        slots.value(i, "group") is None or slots.value(i, "group").field in ("rfm_segment", "cluster")
        for i in range(len(slots))
    )
    if (
        not kind
        or not plain
        or any(
            slots.has(i, "verb", "period", "range", "number", "condition", "contact", "not") for i in range(len(slots))
        )
    ):
        return _profile_of_people(frame)
    args: dict[str, object] = {"segmentation": kind} | ({"segments": named} if named else {})
    return frame.reading("profiles", calls=[Call("profile_segments", args)])


PROFILED = ("customers", "average(age)", "average(spend)", "average(orders)", "average(days_since_last_order)")


def _profile_of_people(frame: Frame) -> Reading | None:
    """流失客户的画像: figures that describe a group which is no segment."""
    slots = frame.slots()
    for index in slots.all("profile_cue"):
        slots.use(index, "profile")
    people = read_people(slots, frame.today)
    if not people.conditions or frame.has("top", "bottom") or leftovers(slots):
        return None
    fields = frame.vocabulary.dictionary.fields
    measures = [m for m in PROFILED if "(" not in m or m[m.index("(") + 1 : -1] in fields]
    metric = Metric(measures=measures, audience=people.audience)
    return frame.reading(
        "metric",
        metric=metric,
        calls=[Call("measure", {"metric": metric.compact()})],
        notes=defaults_said(frame, people),
    )


def read_saving(frame: Frame) -> Reading | None:
    """save this as Spring VIPs; save women in Shanghai as …; list the saved audiences."""
    position = next((i for i, span in enumerate(frame.spans) if span.has("save") and not _told(frame, i)), None)
    if position is None:
        return None
    last = max(i for i, span in enumerate(frame.spans) if span.has("save"))
    last = max(
        [
            last,
            *[i for i, span in enumerate(frame.spans) if i > position and span.text.casefold() in ("as", "为", "成")],
        ]
    )
    name = _name(frame.rest(last))
    if position and not name and frame.has("list", "which", "people") and "list_saved_audiences" in frame.tools:
        return frame.reading("saved", calls=[Call("list_saved_audiences", {})])
    audience = frame.state.audience or (frame.state.metric.audience if frame.state.metric else None)
    middle = frame.slots(position, last) if last > position + 1 else None
    before = frame.slots(0, position) if position else None
    for part in (middle, before):
        if part is None:
            continue
        people = read_people(part, frame.today)
        lost = leftovers(part)
        if lost and (people.conditions or any(part[i].unknown for i in lost)):
            return ask_about(frame, part, lost)
        if people.conditions:
            audience = people.audience
            break
    if audience is None:
        return frame.reading(
            "save",
            text=frame.say(
                "There is no audience to save yet: describe one first, such as “women who bought in the last 90 days”.",
                "还没有可以保存的人群：请先描述一个，例如“最近90天下过单的女客户”。",
            ),
        )
    if not name:
        end = len(frame.text.original)
        template = frame.say(" as {answer}", "为{answer}")
        return frame.reading(
            "save",
            audience=audience,
            ask=Ask(frame.say("What should the audience be called?", "这个人群叫什么名字？"), (), end, end, template),
        )
    return frame.reading(
        "save", calls=[Call("save_audience", {"name": name, "audience": audience.compact()})], audience=audience
    )


def _told(frame: Frame, index: int) -> bool:
    """what we call them: a name is told, not asked to be kept."""
    before = frame.spans[index - 1].text.casefold().split() if index else []
    return bool(before) and before[-1] in ("we", "they", "i", "you", "people", "everyone")


def _name(rest: str) -> str:
    name = rest.strip().strip("\"'“”‘’「」《》.。!！ ").removeprefix("as ").strip()
    return name[:80]
