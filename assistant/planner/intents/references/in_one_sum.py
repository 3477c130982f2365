"""in total?, 整个家居总共多少: the figures of before in one sum, of all or of what is named."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span

_SUM_ZH = ("一共多少", "总共多少", "合计多少", "加起来多少", "一共是多少", "总共是多少", "合计是多少")
_SUM = {
    "in total",
    "total",
    "overall",
    "altogether",
    "the total",
    "in all",
    "总数",
    "合计",
    "总计",
    "总共",
    "一共",
    *_SUM_ZH,
}


def total_alone(spans: list[Span]) -> None:
    """in total?, overall: a message of nothing else wants the figures of before in one sum."""
    said = [i for i, span in enumerate(spans) if span.text.casefold() in _SUM]
    if said and all(i in said or span.has("filler", "break", "interjection", "and") for i, span in enumerate(spans)):
        spans[said[0]] = replace(spans[said[0]], senses=(Sense("unsplit"),))


def whole_of(frame: Frame, spans: list[Span]) -> None:
    """整个家居总共多少, all of home in total, after its kinds one by one: the same figure of all of it in one sum."""
    metric = frame.state.metric if frame.state.figures == "metric" else None
    if metric is None or not metric.dimensions or not any(span.has("value", "values") for span in spans):
        return
    whole = next((i for i, span in enumerate(spans[:2]) if span.text.casefold() in _WHOLE), None)
    sums = [i for i, span in enumerate(spans) if span.text.startswith(_SUMS_ZH) and span.text.endswith("多少")]
    sums += [i for i, span in enumerate(spans) if span.text.casefold() in _SUM and i != whole]
    light = (
        "every",
        "value",
        "values",
        "period",
        "filler",
        "break",
        "how_many",
        "how_much",
        "place",
        "same",
        "all_rows",
    )
    if (whole is None and not sums) or not all(i in sums or span.has(*light) for i, span in enumerate(spans)):
        return
    cue = whole if whole is not None else sums[0]
    for index in (*sums, *(i for i, span in enumerate(spans) if span.text in ("多少", "how much"))):
        spans[index] = replace(spans[index], senses=_FILLER)
    spans[cue] = replace(spans[cue], senses=(Sense("unsplit"),))


_WHOLE = {"整个", "整个的", "整体", "all of", "the whole of", "the whole"}
_SUMS_ZH = ("总共", "一共", "合计", "总计", "共计", "加起来", "加总")
_FILLER = (Sense("filler"),)
