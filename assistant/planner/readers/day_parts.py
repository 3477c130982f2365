"""Parts of the day by the hour orders are placed in: in the evening, mornings, 晚上, 上午."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.planner.lexicon import Sense
from assistant.planner.text import Token
from tools.definitions import Filter

_PARTS = {
    "morning": (6, 11), "mornings": (6, 11), "afternoon": (12, 17), "afternoons": (12, 17), "evening": (18, 23),
    "evenings": (18, 23), "早上": (6, 11), "早晨": (6, 11), "上午": (6, 11), "下午": (12, 17), "晚上": (18, 23),
    "晚间": (18, 23), "夜里": (18, 23), "凌晨": (0, 5),
}  # fmt: skip
"""First and last full hour of each, as the conventions have them."""
_LEADS = (("in", "the"), ("during", "the"), ("in",), ("on",))
_DAYS = ("this", "yesterday", "tomorrow", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""Before a part of the day they name one day, or a day of the week: neither can be told by the hour alone."""


def read_day_parts(tokens: Sequence[Token]) -> Iterator[tuple[int, int, Sense]]:
    """Every part of the day that is named, as (first token, end token, sense); two of them are no condition."""
    texts = [token.text for token in tokens]
    found = list(_named(texts))
    for start, end, hours in found:
        dated = start > 0 and texts[start - 1] in _DAYS
        if dated or len({end for _, end, _ in found}) > 1:
            yield start - dated, end, Sense("part_of_day")
        else:
            yield start, end, Sense("filter", Filter(field="hour", op="between", values=list(hours)))


def _named(texts: Sequence[str]) -> Iterator[tuple[int, int, tuple[int, int]]]:
    """Where a part of the day stands, with and without the words before it; a greeting is none."""
    for index in range(len(texts)):
        for end in range(index + 1, min(index + 3, len(texts) + 1)):
            hours = _PARTS.get("".join(texts[index:end]))
            if hours is None or (index and texts[index - 1] == "good") or texts[end : end + 1] == ["好"]:
                continue
            yield index, end, hours
            for lead in _LEADS:
                if index >= len(lead) and tuple(texts[index - len(lead) : index]) == lead:
                    yield index - len(lead), end, hours
