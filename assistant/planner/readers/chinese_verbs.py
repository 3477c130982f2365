"""Chinese verbs of one character, which are verbs only in company: 没点, 下过, 下了三单, 退得最多, 没下, 又下."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.planner.lexicon import Sense
from assistant.planner.readers.numerals import chinese_numeral
from assistant.planner.text import Token, text_at

_NOT = frozenset("没未有又再却不并也都还去只共就才曾刚会")
_AMOUNT = ("至少", "最少", "起码", "不止", "超过", "多少", "不到", "不足", "大于", "少于", "满", "够", "足", "几")
VERBS: dict[str, tuple[str, frozenset[str], str]] = {
    "点": ("click", frozenset("没未有又再却不并也都还去"), "过了完"),
    "下": ("buy", _NOT, "过了完"),
    "退": ("return_goods", frozenset("没未有又再却不并也都还被总常最爱共"), "过了得"),
    "发": ("receive", frozenset("没未有又再被"), "过了"),
    "开": ("open", frozenset("没未"), ""),
    "买": ("buy", _NOT, "过了完"),
    "花": ("spend", _NOT, "过了"),
    "逛": ("view", _NOT, "过了"),
    "拍": ("buy", frozenset("没未有又再"), "过了"),
}
"""Character: the verb it may be, the characters before it and those behind it that make it one."""
_COUNTED = frozenset("下退买拍")
"""Verbs that a number may follow at once: 下三单, 退5件."""
_FIGURES = frozenset("价额单计均总龄率数量分值费")
"""What 过 compares stands before it; behind a verb it says that something was done."""
_OTHER_WORDS = (
    "下个",
    "下周",
    "下月",
    "下季",
    "下半",
    "下一",
    "下次",
    "下面",
    "下来",
    "下去",
    "下降",
    "开单",
    "开店",
    "开卡",
    "开户",
)


def read_verbs(tokens: Sequence[Token]) -> Iterator[tuple[int, int, Sense]]:
    """Every such verb, as (first token, end token, sense)."""
    for i, token in enumerate(tokens):
        if token.text == "过" and text_at(tokens, i - 1) in _FIGURES and _amount(tokens, i + 1):
            yield i, i + 1, Sense("cmp", "gt")  # 客单价过300
        known = VERBS.get(token.text)
        if known is None or text_at(tokens, i) + text_at(tokens, i + 1) in _OTHER_WORDS:
            continue
        verb, before, behind = known
        after = text_at(tokens, i + 1)
        if token.text == "发" and after == "了" and chinese_numeral(tokens, i + 2 if i + 2 < len(tokens) else i):
            continue  # 发了两年, 发了三次: how long or how often they were sent
        if after and after in behind:
            yield i, i + 2, Sense("verb", verb)
        if (text_at(tokens, i - 1) in before) or (token.text in _COUNTED and _amount(tokens, i + 1)):
            yield i, i + 1, Sense("verb", verb)


def _amount(tokens: Sequence[Token], i: int) -> bool:
    if i >= len(tokens):
        return False
    run = "".join(t.text for t in tokens[i : i + 4])
    if any(unit in run for unit in ("个月", "季度", "周", "个星期", "天")):
        return False  # 下3个月 is to come
    return tokens[i].kind == "number" or run.startswith(_AMOUNT) or chinese_numeral(tokens, i) is not None
