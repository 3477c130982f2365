"""Whether a figure that was read can be counted at all: found out before it is answered, and said in plain words."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.reading import Ask, Call, Reading
from tools.contract import BadRequest, UnknownField, UnknownValue
from tools.data.compiler import check_metric
from tools.definitions import Metric
from tools.wording.metric import metric_words


def ask_of_unmeasurable(frame: Frame, reading: Reading) -> Reading:
    """The reading, mended where one reading is left, or a question that says what was understood and cannot be counted.

    A field or a value that the shop does not have is told by the tool itself.
    """
    if not reading.answers:
        return reading
    for place, call in enumerate(reading.calls):
        definition = call.args.get("metric") if call.tool == "measure" else None
        if definition is None or "saved" in str(definition):
            continue
        metric = Metric.model_validate(definition)
        refused = _refused(frame, metric)
        if refused is None or isinstance(refused, UnknownField | UnknownValue):
            continue
        buyers = _of_buyers(metric)
        if buyers is None or _refused(frame, buyers) is not None:
            return frame.reading(
                "uncountable", ask=Ask(_sentence(frame, metric, refused), (), 0, len(frame.text.original))
            )
        calls = [*reading.calls]
        calls[place] = Call("measure", {"metric": buyers.compact()})
        note = frame.say("I counted who bought.", "人数按购买人数计算。")
        reading = replace(reading, calls=calls, metric=buyers, notes=list(dict.fromkeys([*reading.notes, note])))
    return reading


def _refused(frame: Frame, metric: Metric) -> BadRequest | None:
    try:
        check_metric(metric, frame.vocabulary.dictionary, frame.today)
    except BadRequest as error:
        return error
    return None


def _of_buyers(metric: Metric) -> Metric | None:
    """The metric with who bought in place of customers, whom goods and order channels cannot split."""
    bound = [one.measure for one in metric.having]
    named = (*metric.measures, metric.sort.by if metric.sort else "", *bound)
    if metric.after is not None or "customers" not in named:
        return None
    measures = [_BUYERS.sub("buyers", name) for name in metric.measures]
    sort = metric.sort.model_copy(update={"by": _BUYERS.sub("buyers", metric.sort.by)}) if metric.sort else None
    having = [one.model_copy(update={"measure": _BUYERS.sub("buyers", one.measure)}) for one in metric.having]
    if len(set(measures)) != len(measures) and "customers" not in bound:
        return None
    return metric.model_copy(update={"measures": list(dict.fromkeys(measures)), "sort": sort, "having": having})


_BUYERS = re.compile(r"^customers(?=$|_)")


def _sentence(frame: Frame, metric: Metric, error: BadRequest) -> str:
    """The tool's own sentence where it was written for people, in both languages; else what was understood."""
    if error.chinese != error.message:
        return error.in_(frame.language)
    told = metric_words(metric, frame.vocabulary.dictionary, frame.language)
    return frame.say(
        f"I read this as “{told}”, and that cannot be counted. Please say it another way.",
        f"我理解成“{told}”，但这样没法统计。请换一种说法。",
    )
