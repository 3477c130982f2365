"""How the answer is wanted, said beside a Chinese question: 两个数都要, 这俩都列出来, 按这三个维度拆分."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.planner.around.said import met
from assistant.planner.lexicon import Sense
from assistant.planner.text import Token

_SURE = 1.3
_WANTED = re.compile(
    r"(?:[两俩三仨四几23４4]|这[两俩三几])个?(?:数字?|值|指标|结果|数据|都)?(?:我|都)*都?(?:要|给|列|看|报|写|说)"
    r"(?:出来|一下|给我|我|上|全)?(?=[，,。？?！!；;]|$)"
    r"|(?<=[，,。；;])(?:再)?(?:把|将)?(?:请|麻烦)?(?:给我|告诉我|我要|同时给|顺便给|附上?|附带|带上|带|给出|给|写出|列出|写明|写上|说明|标明|注明|要|报)?"
    r"(?:(?:人数|数量|个数|总数|名单|人群)(?:和|跟|及|以及|与|、|加|还有))*(?:名单|人群|圈选|统计|计算|筛选|数据|取数|它)?的?"
    r"(?:口径|圈选条件|筛选条件|统计范围)(?:也)?(?:给我|列出来|列一下|写上|写清楚|说清楚|说明一下|说一下|讲清楚|标出来|标清楚|附上|一起给|发我|要写清楚|要)*"
    r"(?=[，,。？?！!；;]|$)"
    r"|(?:按|用|从)?(?:这|以下|下面)?[两二三23俩]个维度(?:来|去)?(?:看|拆|分|统计|拆分|交叉)?(?:一下)?"
)


def read_answer_wanted(tokens: Sequence[Token]) -> Iterator[tuple[int, int, Sense]]:
    """Every such stretch, as (first token, end token, sense)."""
    for first, end in met(_WANTED, tokens):
        yield first, end, Sense("filler", None, _SURE)
