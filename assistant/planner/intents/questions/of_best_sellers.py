"""The stock of the ten best sellers, 销量前10商品的退货率: goods ranked by what they sold, and a figure beside."""

from __future__ import annotations

import re

from assistant.planner.frame import Frame
from assistant.planner.grammar.rows.rankings import DEFAULT_TOP
from assistant.planner.intents.questions.composed import asked, count_said, read_whole
from assistant.planner.reading import Call, Reading
from tools.definitions import Metric, Sort

_SOLD = "units"
_GOODS = r"(?:products?|items|articles|skus)"
_N = r"(?P<{}>\d+|five|ten|three) "
_EN = re.compile(
    r"^(?:what(?:'s| is| are) |show (?:me )?|how (?:many|much) )?(?:the |our )?(?P<what>[\w -]{3,40}?) (?:of|for|on) "
    r"(?:the |our |my |all )*"
    rf"(?:(?:top|best) {_N.format('n')}(?:selling )?(?:{_GOODS}|sellers)|(?:{_N.format('m')})?"
    rf"(?:best[- ]?sellers|best[- ]?selling {_GOODS}|top[- ]selling {_GOODS}))(?P<rest> .+)?$",
    re.IGNORECASE,
)
_ZH = re.compile(
    r"^(?P<rest>.{0,10}?)(?:销量|销售数量|卖得)(?:最好|最高|最多|前|排名?前|top)的?(?P<n>\d+|[三五十])?[个款种名]?的?"
    r"(?:商品|产品|单品|sku)的?(?P<what>[\u4e00-\u9fff]{2,10}?)(?:是多少|有多少|怎么样|如何|各是多少)?$",
    re.IGNORECASE,
)


def read_of_best_sellers(frame: Frame) -> Reading | None:
    """Another figure of the goods that sold most; None where it is the figure they are ranked by, or no goods are."""
    chinese = frame.language == "zh"
    found = (_ZH if chinese else _EN).match(asked(frame).replace(" ", "") if chinese else asked(frame))
    if found is None:
        return None
    rest = found["rest"] or ""
    words = f"{rest}各商品的{found['what']}" if chinese else f"{found['what'].removesuffix(' left')} by product{rest}"
    whole = read_whole(frame, words)
    metric = whole.metric if whole is not None else None
    if whole is None or metric is None or metric.dimensions != ["product"] or len(metric.measures) != 1:
        return None
    if metric.measures[0] in (_SOLD, "orders", "net_revenue", "gross_revenue"):
        return None
    count = count_said((found["n"] or found.groupdict().get("m") or "").strip()) or DEFAULT_TOP
    made = Metric.model_validate(
        metric.model_dump()
        | {"measures": [_SOLD, *metric.measures], "sort": Sort(by=_SOLD).model_dump(), "limit": count}
    )
    note = frame.say("Ranked by units sold.", "按销量排名。")
    reading = frame.reading(
        "metric", metric=made, calls=[Call("measure", {"metric": made.compact()})], notes=[note, *whole.notes]
    )
    reading.account = [(words, "figure of the best sellers")]
    return reading
