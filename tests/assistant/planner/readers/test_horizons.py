"""Stretches of time that lie ahead."""

import pytest

from assistant.planner.readers.horizons import read_horizons
from assistant.planner.text import normalise


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("in the next 3 months", (3, "month")),
        ("next year", (1, "year")),
        ("over the coming two weeks", (2, "week")),
        ("within the next quarter", (1, "quarter")),
        ("tomorrow", (1, "day")),
        ("未来三个月", (3, "month")),
        ("接下来90天内", (90, "day")),
        ("未来半年", (6, "month")),
        ("下个季度", (1, "quarter")),
        ("明年", (1, "year")),
    ],
)
def test_reads(text: str, value: tuple[int, str]) -> None:
    tokens = normalise(text).tokens
    longest = max(read_horizons(tokens), key=lambda found: found[1] - found[0])
    assert (longest[0], longest[1]) == (0, len(tokens)) and longest[2].value == value


@pytest.mark.parametrize(
    "text", ["last 3 months", "the next product", "next 0 months", "the next few weeks", "未来", "三个月"]
)
def test_leaves_the_rest_alone(text: str) -> None:
    assert not list(read_horizons(normalise(text).tokens))
