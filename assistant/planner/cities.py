"""Several cities in one word: 京沪, 北上广深, 苏杭."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.planner.lexicon import Lexicon, Sense

_TOGETHER = {
    "京沪": ("北京", "上海"), "沪京": ("北京", "上海"), "北上广": ("北京", "上海", "广州"),
    "北上广深": ("北京", "上海", "广州", "深圳"), "北上深": ("北京", "上海", "深圳"), "广深": ("广州", "深圳"),
    "苏杭": ("苏州", "杭州"), "沪杭": ("上海", "杭州"), "宁杭": ("南京", "杭州"), "沪苏": ("上海", "苏州"),
    "沪宁": ("上海", "南京"), "成渝": ("成都", "重庆"), "京津": ("北京", "天津"), "京广": ("北京", "广州"),
}  # fmt: skip
_BEHIND = ("", "两地", "两城", "两市", "三地", "三城", "四地", "四城")


def add_cities(lexicon: Lexicon, stored: Mapping[str, str]) -> None:
    """Such words, where the shop has customers in every one of the cities; `stored` has its value for each name."""
    for word, names in _TOGETHER.items():
        values = tuple(stored[name] for name in names if name in stored)
        if len(values) == len(names):
            for behind in _BEHIND:
                lexicon.add(word + behind, Sense("values", ("city", values)))
