"""后面几个是谁, 第二名呢, who comes second: more rows of a ranking than were shown."""

from __future__ import annotations

import re

from assistant.planner.frame import Frame
from assistant.planner.reading import Call, Reading

_ASKS = r"(?:是谁|是哪个|是哪家|是哪款|是什么|是哪些|是啥|都是谁|都有谁|都有哪些|有哪些)?呢?"
_PLACE = re.compile(
    rf"(?:那|那么)?(?:排)?第(?P<zh>[二三四五六七八九十2-9])(?:名|位|个|高|多)?(?:的)?{_ASKS}"
    r"|(?:and )?(?:who|what|which)(?:'s| is| was| comes| came)(?: in)? (?P<en>second|third|fourth|fifth)(?: then)?"
)
_NEXT = re.compile(
    rf"(?:那|那么)?(?:排在?)?(?:后面|接下来|再往后|往后|再往下|往下)(?:的)?(?:几个|几名|几位|几家|几款)?{_ASKS}"
    r"|(?:and )?(?:who|what|which ones)(?:'s| is| are)? (?:comes? |come )?next(?: then)?|(?:and )?the next (?:ones|few)"
)
_PLACES = {word: place for place, word in enumerate("二三四五六七八九十", 2)}
_PLACES_EN = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}
_MORE = 10


def read_further_down(frame: Frame) -> Reading | None:
    """The last ranking down to that place; None where it was shown already, or nothing was ranked."""
    state, metric = frame.state, frame.state.metric
    if state.last != "metric" or metric is None or metric.sort is None or metric.limit is None or metric.limit_within:
        return None
    said = frame.text.normal.casefold().strip(" ?？。.!！")
    place, following = _PLACE.fullmatch(said), _NEXT.fullmatch(said)
    if place is not None:
        word = place["zh"] or place["en"]
        count = _PLACES.get(word) or _PLACES_EN.get(word) or int(word)
    elif following is not None:
        count = max(_MORE, metric.limit + _MORE // 2)
    else:
        return None
    if count <= metric.limit:
        return None
    deeper = metric.model_copy(update={"limit": count})
    return frame.reading("metric", metric=deeper, calls=[Call("measure", {"metric": deeper.compact()})])
