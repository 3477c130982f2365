"""why is it so low, why did revenue drop: the data show what happened, and by what it splits, but no reasons."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.reading import Ask, Option, Reading

_SPLITS = (("order_channel", "by order channel", "按下单渠道"), ("category", "by category", "按品类"))


def ask_where_to_look(frame: Frame) -> Reading | None:
    """A question back: by what the figures that were told or named are to be looked at; None where no why is asked."""
    metric = frame.state.metric if frame.state.last == "metric" else None
    named = next((v for span in frame.spans if (v := span.value("measure"))), None)
    known = frame.vocabulary.dictionary.measures
    asked = any(span.has("why") and not span.has("filler") for span in frame.spans)
    if not asked or (metric is None and named not in known):
        return None
    label = known[str(named)].label if metric is None else None
    lead = ("", "") if label is None else (f"{label.en.casefold()} ", label.zh)
    fields = frame.vocabulary.dictionary.fields
    texts = [
        (f"{lead[0]}{english}", f"{lead[1]}{chinese}" if label is None else f"{chinese}的{lead[1]}")
        for field, english, chinese in _SPLITS
        if field in fields and (metric is None or field not in metric.dimensions)
    ]
    if metric is None:
        texts.insert(0, (f"{lead[0]}by month this year", f"今年每月{lead[1]}"))
    elif metric.period is not None and not metric.compare:
        texts.insert(0, ("compared with the period before", "和上一期比"))
    options = tuple(Option(frame.say(*pair), frame.say(*pair)) for pair in texts)
    question = frame.say(
        "The data show what happened, not why. Shall I show where it comes from?",
        "数据能看出发生了什么，看不出原因。要不要看看是哪里带来的？",
    )
    return frame.reading("clarify", ask=Ask(question, options, 0, len(frame.text.original)))
