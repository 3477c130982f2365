"""砖红唇膏, home serums, discounted at full price: what nothing can be at once is asked about, never counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from assistant.planner.frame import Frame
from assistant.planner.reading import Ask, Option, Reading
from assistant.planner.vocabulary import GOODS as KINDS
from tools.definitions import Filter
from tools.specs import FieldSpec
from tools.wording.filters import filter_words


def ask_of_no_such_goods(frame: Frame, reading: Reading) -> Reading:
    """The reading, or a question which of the two is meant."""
    if reading.ask is not None or not reading.calls:
        return reading
    for call in reading.calls:
        for every in _together(call.args):
            if (contrary := _contrary(every)) is not None:
                return _asking_bounds(frame, reading, contrary)
            told = [item for item in every if item.op == "is" and item.values]
            if len(told) > 1 and not _any_has(frame, told):
                return _asking(frame, reading, told)
    return reading


def _together(args: Any) -> Iterator[list[Filter]]:
    """Filters that hold of the same goods; of a part, beside those of its whole."""
    if isinstance(args, dict):
        own = _filters(args.get("where"))
        part = args.get("part")
        yield own
        yield [*own, *_filters(part.get("where") if isinstance(part, dict) else None)]
        for value in args.values():
            yield from _together(value)
    elif isinstance(args, list):
        for value in args:
            yield from _together(value)


def _filters(where: Any) -> list[Filter]:
    found = []
    for item in where if isinstance(where, list) else ():
        try:
            found.append(Filter.model_validate(item))
        except ValidationError:
            continue
    return found


def _contrary(told: list[Filter]) -> tuple[Filter, Filter] | None:
    """Two bounds on one number that nothing lies between: above 0 and at most 0."""
    low = [item for item in told if item.op in ("gt", "ge") and _number(item) is not None]
    high = [item for item in told if item.op in ("lt", "le") and _number(item) is not None]
    for one in low:
        for other in (item for item in high if item.field == one.field):
            least, most = _number(one), _number(other)
            touching = least == most and (one.op, other.op) != ("ge", "le")
            if least is not None and most is not None and (least > most or touching):
                return one, other
    return None


def _number(item: Filter) -> float | None:
    value = item.values[0] if len(item.values) == 1 else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _asking_bounds(frame: Frame, reading: Reading, contrary: tuple[Filter, Filter]) -> Reading:
    known = frame.vocabulary.dictionary
    first, second = (filter_words(item, known, frame.language) for item in contrary)
    question = frame.say(
        f"Nothing is “{first}” and “{second}” at once. Which do you mean? Ask for each by itself to have both.",
        f"没有什么能同时满足“{first}”和“{second}”。您指的是哪一个？两个都要的话，请分开问。",
    )
    asking = frame.reading("no_such_goods", ask=Ask(question, (), 0, len(frame.text.original)))
    asking.account = reading.account
    return asking


def _any_has(frame: Frame, told: list[Filter]) -> bool:
    """Whether some product has all of these facts; true where they are not facts of products."""
    fields = frame.vocabulary.dictionary.fields
    conditions: dict[str, list[str]] = {}
    for item in told:
        if column := _column(fields.get(item.field)):
            conditions[column] = [str(value) for value in item.values]
    if len(conditions) < 2:
        return True
    marks = " AND ".join(f'"{column}" IN ({", ".join("?" * len(values))})' for column, values in conditions.items())
    wanted = [value for values in conditions.values() for value in values]
    return bool(frame.vocabulary.rows(f"SELECT 1 FROM products WHERE {marks} LIMIT 1", wanted))


def _column(spec: FieldSpec | None) -> str:
    """Where a product's name or kind is stored; "" for other facts: a brand may well have no bedding."""
    if spec is not None and spec.name == "product":
        return "name"
    return (spec.column or "") if spec is not None and spec.name in KINDS and spec.table == "products" else ""


def _asking(frame: Frame, reading: Reading, told: list[Filter]) -> Reading:
    fields = frame.vocabulary.dictionary.fields
    goods = [item for item in told if _column(fields.get(item.field))]
    labels = [_label(frame, item) for item in goods]
    named = frame.say(" and ".join(labels), "、".join(labels))
    question = frame.say(
        f"No product is {named} at once. Which do you mean?", f"没有商品同时属于{named}。您指的是哪一个？"
    )
    places = [_place(frame, item) for item in goods]
    start, end, options = 0, len(frame.text.original), tuple[Option, ...]()
    if len(goods) == 2 and all(places):
        (first, second) = sorted(place for place in places if place)
        between = frame.text.original[first[1] : second[0]]
        start, end = first[0], second[1]
        if not between.strip(" 的"):
            options = tuple(Option(label, label) for label in labels)
    asking = frame.reading("no_such_goods", ask=Ask(question, options, start, end))
    asking.account = reading.account
    return asking


def _label(frame: Frame, item: Filter) -> str:
    values = [frame.vocabulary.dictionary.value_label(item.field, value, frame.language) for value in item.values]
    return frame.say(" or ", "或").join(values)


def _place(frame: Frame, item: Filter) -> tuple[int, int] | None:
    """Where the message names this fact."""
    for index, span in enumerate(frame.spans):
        for sense in span.senses:
            one = sense.kind == "value" and sense.value == (item.field, item.values[0])
            goods = sense.kind == "products" and item.field == "product" and set(item.values) <= {*sense.value[2]}
            if one or goods:
                return frame.origin(index)
    return None
