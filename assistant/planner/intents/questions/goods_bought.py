"""the one-timers among these, which category did they buy: goods have no customers, they are bought by them."""

from __future__ import annotations

from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.reading import Reading
from tools.definitions import Metric

_PEOPLE = ["customers"]


def goods_bought(frame: Frame, reading: Reading) -> Reading:
    """The reading with pieces, or with who bought, in place of customers who cannot be split by what they bought."""
    for call in reading.calls:
        metric = call.args.get("metric") if call.tool == "measure" else None
        rows = (metric or {}).get("dimensions", [])
        if not metric or metric.get("measures") != _PEOPLE or metric.get("part"):
            continue
        if not any(frame.vocabulary.level(name) == "product" for name in rows):
            continue
        bought = any(span.value("verb") == "buy" for span in frame.spans) and not frame.has("how_many")
        changed: dict[str, Any] = {"measures": ["units" if bought else "buyers"]}
        if metric.get("sort") or (bought and frame.has("which")):
            changed["sort"] = {**(metric.get("sort") or {}), "by": changed["measures"][0]}
        call.args["metric"] = {name: value for name, value in metric.items() if name != "share"} | changed
        reading.metric = Metric.model_validate(call.args["metric"])
        if bought:
            reading.notes = [*reading.notes, frame.say("I ranked by units sold.", "按销量排序。")]
    return reading
