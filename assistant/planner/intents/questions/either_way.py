"""which brand changed most, 哪个品牌变化最大: a change is a gain or a loss, so both ends are shown."""

from __future__ import annotations

import re

from assistant.planner.frame import Frame
from assistant.planner.intents.questions.goods_bought import goods_bought
from assistant.planner.reading import Reading
from tools.definitions import Metric

_EITHER = re.compile(
    r"\bchang(?:e|es|ed)\b|\bshift(?:s|ed)?\b|\bmoved?\b|\bdiffer(?:s|ed|ence)?\b|\bswings?\b|变化|变动|差异|波动"
)
_ONE_WAY = re.compile(
    r"\b(?:grow\w*|grew|rise\w*|rose|increas\w*|gain\w*|up|improv\w*|climb\w*|fall\w*|fell|drop\w*|declin\w*|decreas\w*"
    r"|loss|lost|los(?:e|ing)|shr[iau]nk\w*|down|slump\w*|worse\w*|better|positive\w*|negative\w*)\b|增|涨|升|降|跌|减|下滑"
)


def either_way(frame: Frame, reading: Reading) -> Reading:
    """The reading without a limit to its first rows, where the ranking is by a change of which nobody says the way."""
    reading, typed = goods_bought(frame, reading), frame.text.normal.casefold()
    if not _EITHER.search(typed) or _ONE_WAY.search(typed):
        return reading
    for call in reading.calls:
        metric = call.args.get("metric") if call.tool == "measure" else None
        if not metric or (metric.get("sort") or {}).get("by") != "change" or not metric.get("limit"):
            continue
        if metric.get("limit_within") or metric["sort"].get("descending") is False:
            continue
        call.args["metric"] = {name: value for name, value in metric.items() if name != "limit"}
        reading.metric = Metric.model_validate(call.args["metric"])
        note = frame.say(
            "A change can be a gain or a loss: all rows are shown, from the biggest gain to the biggest loss.",
            "变化有增有减：列出了全部，从增加最多的到减少最多的。",
        )
        reading.notes = [*reading.notes, note]
    return reading
