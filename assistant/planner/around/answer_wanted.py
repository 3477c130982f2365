"""How the answer is wanted, said beside a Chinese question: 两个数都要, 这俩都列出来, 按这三个维度拆分."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.planner.around.said import met
from assistant.planner.lexicon import Sense
from assistant.planner.text import Token

_WANTED = re.compile(
    r"(?:[两俩三仨四几23４4]|这[两俩三几])个?(?:数字?|值|指标|结果|数据|都)?(?:我|都)*都?(?:要|给|列|看|报|写|说)"
    r"(?:出来|一下|给我|我|上|全)?(?=[，,。？?！!；;]|$)"
    r"|(?:按|用|从)?(?:这|以下|下面)?[两二三23俩]个维度(?:来|去)?(?:看|拆|分|统计|拆分|交叉)?(?:一下)?"
)


def read_answer_wanted(tokens: Sequence[Token]) -> Iterator[tuple[int, int, Sense]]:
    """Every such stretch, as (first token, end token, sense)."""
    for first, end in met(_WANTED, tokens):
        yield first, end, Sense("filler")
