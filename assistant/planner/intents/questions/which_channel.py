"""Store customers: came through the store, or ordered there? Cologne customers: of the town, or buyers of cologne?"""

from __future__ import annotations

from itertools import pairwise

from assistant.planner.frame import Frame
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.spans import Span

_FIELDS = ("order_channel", "first_order_channel", "acquisition_channel")
_SAID = ("verb", "agent", "which", "by", "compare", "versus", "contact_noun", "mail_noun", "copy_verb")


def which_channel(frame: Frame) -> None:
    """Raise Unclear for a channel that stands right before people, with no word of what they did there."""
    spans = [span for span in frame.spans if span.text != "的"]
    for first, second in pairwise(spans):
        _town_or_goods(frame, first, second)
        value = _both(first)
        people = second.has("people") or second.value("measure") == "customers"
        named = any(sense.value in _FIELDS for span in spans for sense in span.senses if sense.kind == "field")
        if value is None or not people or named or frame.has(*_SAID):
            continue
        label = frame.vocabulary.dictionary.value_label
        english, chinese = label("order_channel", value, "en"), label("order_channel", value, "zh")
        tokens = frame.text.tokens
        start, end = tokens[first.start].start, tokens[second.end - 1].end
        place = (frame.text.origins[start], frame.text.origins[end - 1] + 1)
        counted = "数" if second.text.endswith("数") else ""
        raise Unclear(
            f"“{first.text} {second.text}”: who ordered there, or who came to us through it?",
            f"“{first.text}{second.text}”是指在那里下过单的，还是通过它来的？",
            [
                (f"customers who ordered in {english}", f"在{chinese}下过单的客户{counted}"),
                (f"customers whose acquisition channel is {english}", f"获客渠道为{chinese}的客户{counted}"),
            ],
            place,
        )


def _town_or_goods(frame: Frame, first: Span, second: Span) -> None:
    """Raise Unclear for a word right before people that is a town and a kind of goods, in small letters."""
    fields = {sense.value[0]: sense.value[1] for sense in first.senses if sense.kind == "value"}
    goods = next((field for field in fields if frame.vocabulary.level(field) == "product"), None)
    people = second.has("people", "agent") or second.value("measure") == "customers"
    if "city" not in fields or goods is None or not people or not first.text.islower() or frame.has("verb"):
        return
    town, thing = str(fields["city"]), str(fields[goods])
    tokens = frame.text.tokens
    start, end = tokens[first.start].start, tokens[second.end - 1].end
    raise Unclear(
        f"“{first.text} {second.text}”: who live in {town}, or who bought {thing}?",
        f"“{first.text}{second.text}”是指住在{town}的，还是买过{thing}的？",
        [(f"customers in {town}", f"{town}的客户"), (f"customers who bought {thing}", f"买过{thing}的客户")],
        (frame.text.origins[start], frame.text.origins[end - 1] + 1),
    )


def _both(span: Span) -> str | None:
    """The value, where both channels have it."""
    pairs = [sense.value for sense in span.senses if sense.kind == "value"]
    ordered = [value for field, value in pairs if field == "order_channel"]
    return ordered[0] if ordered and ("acquisition_channel", ordered[0]) in pairs else None
