"""Numbers in both languages, with what they count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.planner.readers.numbers import read_numbers
from assistant.planner.text import normalise

CASES = [
    ("three thousand five hundred and six", "number", 3506),
    ("twenty-five percent", "percent", 0.25),
    ("三千五", "number", 3500),
    ("两百五", "number", 250),
    ("三千零五", "number", 3005),
    ("3万5", "number", 35000),
    ("1.5万元", "money", (15000, "")),
    ("$1,299.50", "money", (1299.5, "USD")),
    ("¥1,299", "money", (1299, "CNY")),
    ("20% off", "discount", 20),
    ("八折", "discount", 20),
    ("七五折", "discount", 25),
    ("85折", "discount", 15),
    ("twice", "times", 2),
    ("once", "times", 1),
    ("3單", "times", 3),
    ("10k", "number", 10000),
    ("90 days", "duration", (90, "day")),
    ("半年", "duration", (6, "month")),
    ("一年半", "duration", (18, "month")),
    ("a month", "duration", (1, "month")),
    ("百分之二十", "percent", 0.2),
    ("一半", "percent", 0.5),
    ("30-year-old", "age", 30),
    ("30岁", "age", 30),
    ("90后", "birth_years", (1990, 1999)),
    ("30s", "age_range", (30, 39)),
    ("四十多岁", "age_range", (40, 49)),
    ("三四十岁", "age_range", (30, 49)),
    ("60刀", "money", (60, "USD")),
    ("两万五", "number", 25000),
    ("五款", "number", 5),
    ("三十号人", "heads", 30),
]


@pytest.mark.parametrize(("text", "kind", "value"), CASES)
def test_reads(text: str, kind: str, value: object) -> None:
    tokens = normalise(text).tokens
    whole = [sense for start, end, sense in read_numbers(tokens) if (start, end) == (0, len(tokens))]
    assert (kind, value) in [(sense.kind, sense.value) for sense in whole]


@given(st.integers(min_value=0, max_value=9_999_999))
def test_digits_read_as_themselves(number: int) -> None:
    for text in (str(number), f"{number:,}"):
        tokens = normalise(text).tokens
        assert number in [sense.value for _, _, sense in read_numbers(tokens) if sense.kind == "number"]


@given(st.text(max_size=40))
def test_nothing_typed_breaks_it(text: str) -> None:
    list(read_numbers(normalise(text).tokens))
