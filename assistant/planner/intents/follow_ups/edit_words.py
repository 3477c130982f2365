"""Words that mean something of their own in a follow-up: take … out, 按月来, women vs men, one year earlier."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.values.value_fields import likeliest
from assistant.planner.grammar.wording.retold import money_spent
from assistant.planner.intents.follow_ups.around_values import around_values
from assistant.planner.intents.follow_ups.edit_periods import timed
from assistant.planner.intents.follow_ups.let_go import let_go
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span

_PARTED = {
    "take",
    "leave",
    "cut",
    "filter",
    "kick",
    "throw",
    "strip",
    "weed",
    "sort",
    "drop",
    "rule",
    "get",
    "keep",
    "move",
}
"""take marketplace out: verbs whose "out" stands behind what is taken out."""
_ORDERS = ("orders", "purchases", "sales", "transactions", "订单")
_TAKING = {"来", "来吧", "来看", "来算", "走"}


def worded(frame: Frame) -> Frame:
    """The frame with the words of a follow-up settled."""
    spans = around_values(frame, let_go(frame, money_spent(frame.spans)))
    for index, span in enumerate(spans):
        said = span.text.casefold()
        last = index + 1 == len(spans) or spans[index + 1].has("break")
        if said in _TAKING and last and index and spans[index - 1].has("field", "value", "number", "measure", "period"):
            spans[index] = replace(span, senses=(Sense("filler"),))
        elif span.has("remove", "difference") and said in _DROPPING and _taken(spans, index):
            spans[index] = replace(span, senses=(Sense("remove"),))
        elif span.has("reverse") and not index and _named_behind(spans):
            spans[index] = replace(span, senses=(Sense("filler"),))  # 反过来，男的: the value says it
        elif span.text == "按" and not last and spans[index + 1].has("duration") and not _ordering(spans):
            spans[index] = replace(span, senses=(Sense("instead"),))  # 按180天算
        elif span.text in ("按", "以") and not index and _counted_as(frame, spans):
            spans[index] = replace(span, senses=(Sense("only_cue"),))  # 按今年下过单的人算
            at = next(i for i, s in enumerate(spans) if s.has("people"))
            spans[at] = replace(spans[at], senses=(Sense("filler"),))
        elif said == "out" and index:
            _parted(spans, index)
        elif span.has("list") and index and spans[index - 1].text == "也" and frame.state.figures == "metric":
            spans[index] = replace(
                span, senses=(Sense("same"), Sense("all_rows"))
            )  # 英国女性也列一下: the same of them
        elif span.has("average") and not last and spans[index + 1].has("per_person"):
            spans[index] = replace(span, senses=(Sense("filler"),))  # average per customer: it is one already
        elif span.has("cmp_post") and said.startswith("and ") and not last and spans[index + 1].has("number", "money"):
            if not any(not before.has("filler", "break") for before in spans[:index]):
                _bound_behind(spans, index)
        elif said == "again" and last and index and spans[index - 1].has("all_rows"):
            spans[index] = replace(span, senses=(Sense("filler"),))  # ok all categories again
        elif span.has("refused") and not last and spans[index + 1].has("remove", "excluded"):
            spans[index] = replace(span, senses=(Sense("consented"),))  # 短信没同意的去掉: the others stay
            spans[index + 1] = replace(spans[index + 1], senses=(Sense("only_cue"),))
        elif span.has("duration") and index and spans[index - 1].has("top", "bottom") and _rows(frame, span):
            spans[index] = replace(span, senses=(Sense("number", float(span.value("duration")[0])),))
        elif said in ("only", "alone", "on its own", "by itself") and last and index:
            spans[index] = replace(span, senses=(Sense("only_cue"),))
        elif said in _ORDERS and index and spans[index - 1].has("only", "only_cue") and frame.state.figures == "metric":
            spans[index] = replace(span, senses=(Sense("filler"),))  # only orders from Germany: of the figures shown
        elif span.has("growth_rate") and frame.state.figures == "metric" and _nothing_compared(frame):
            spans[index] = replace(span, senses=(Sense("share"),))  # in percentages: nothing grew
        elif span.has("distribution") and not last and said.startswith("break") and spans[index + 1].has("field", "by"):
            spans[index] = replace(span, senses=(Sense("filler"),))  # break down by month
        elif (
            said in ("give", "gimme") and not last and any(s.has("number", "top", "bottom") for s in spans[index + 1 :])
        ):
            spans[index] = replace(span, senses=(Sense("list"),))  # give me 25
        elif said in ("first", "the first") and index + 1 < len(spans) and spans[index + 1].has("number"):
            spans[index] = replace(span, senses=(Sense("top"),))  # first 5 only: of the rows shown
    return replace(frame, spans=timed(frame, _sides(frame, spans)))


def _counted_as(frame: Frame, spans: list[Span]) -> bool:
    metric = frame.state.metric if frame.state.figures == "metric" else None
    counted = metric is not None and metric.measures == ["customers"] and bool(metric.dimensions)
    light = ("filler", "break", "period", "people", "by", "rank_by", "verb", "duration")
    told = all(span.has(*light) for span in spans) and any(span.value("verb") == "buy" for span in spans)
    return counted and told and sum(span.has("people") for span in spans) == 1


def _named_behind(spans: list[Span]) -> bool:
    light = ("filler", "break", "reverse", "same", "value", "how_many", "people")
    return sum(span.has("value") for span in spans) == 1 and all(span.has(*light) for span in spans)


def _ordering(spans: list[Span]) -> bool:
    return any(span.has("measure", "field", "top", "bottom", "sorted_first") for span in spans)


_BOUNDS = {"ge": "gt", "le": "lt"}
"""and over 2000: before its number the bound is not included, as in "over 2000"."""


def _bound_behind(spans: list[Span], index: int) -> None:
    """and over 2000?, and under 500?: no second bound of a number before it."""
    op = str(spans[index].value("cmp_post"))
    spans[index] = replace(spans[index], senses=(Sense("cmp", _BOUNDS.get(op, op)),))
    number = spans[index + 1]
    spans[index + 1] = replace(number, senses=tuple(s for s in number.senses if s.kind != "period"))


def _nothing_compared(frame: Frame) -> bool:
    metric = frame.state.metric
    plain = metric is not None and not metric.compare and not metric.compare_period
    return plain and not frame.has("difference", "versus", "compare")


def _rows(frame: Frame, span: Span) -> bool:
    """the top 3 months, of monthly figures: so many rows."""
    metric = frame.state.metric
    return frame.state.figures == "metric" and metric is not None and span.value("duration")[1] in metric.dimensions


def _taken(spans: list[Span], index: int) -> bool:
    """drop referral: what is dropped is named right behind, and no figure falls."""
    after = next((s for s in spans[index + 1 :] if not s.has("filler") or s.has("value")), None)
    return after is not None and after.has("value", "values") and not any(s.has("measure") for s in spans)


_DROPPING = {"drop", "lose", "skip", "ditch", "scrap", "omit", "minus", "cut"}


def _parted(spans: list[Span], out: int) -> None:
    for index in range(out - 1, -1, -1):
        if spans[index].text.casefold() in _PARTED:
            spans[index] = replace(spans[index], senses=(Sense("remove"),))
            spans[out] = replace(spans[out], senses=(Sense("filler"),))
            return


def _side_of(frame: Frame, named: list[dict[str, Any]]) -> str:
    """The one field that all these are values of: of what people did where they are not counted; "" for none."""
    shared = set.intersection(*(set(one) for one in named)) if len(named) > 1 else set()
    metric = frame.state.metric if frame.state.figures == "metric" else None
    if metric is None or "customers" in metric.measures:
        theirs = {field for field in shared if frame.vocabulary.level(field) == "customer"}
        shared = theirs or shared
    return likeliest(shared) if shared else ""


def _sides(frame: Frame, spans: list[Span]) -> list[Span]:
    """male vs female, how many men and how many women, men/women split: one field whose values are to stand apart."""
    values = {i: dict(s.value for s in span.senses if s.kind == "value") for i, span in enumerate(spans)}
    values = {i: one for i, one in values.items() if one}
    field = _side_of(frame, [*values.values()])
    if not field:
        return spans
    found = [(i, field) for i in values]
    counted = sum(span.has("how_many") for span in spans)
    apart = counted > 1 or any(
        span.has("versus", "share", "respectively", "distribution") or _splits(span) for span in spans
    )
    if not apart or any(span.has("people", "agent", "verb", "measure", "period", "who", "average") for span in spans):
        return spans
    first, field = found[0]
    others = {i for i, _ in found[1:]}
    named = tuple(values[i][field] for i, _ in found)
    made = []
    for index, span in enumerate(spans):
        if index == first:
            span = replace(span, senses=(Sense("rows_of", field),))
        elif index == found[1][0] and field != "gender":
            span = replace(span, senses=(Sense("values", (field, named)),))
        elif index in others or span.has("versus", "share", "how_many", "and", "or") or _splits(span):
            span = replace(span, senses=(Sense("filler"),))
        made.append(span)
    return made


def _splits(span: Span) -> bool:
    return span.has("by") and not span.has("field")
