"""The two shops and the questions that the speed of reading is measured with."""

import pytest

from benchmarks.reading import KINDS
from benchmarks.reading_shops import LARGE, SHARES, SMALL, material, product_names, questions, values


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_product_has_a_name_of_its_own(language: str) -> None:
    large = product_names(language, LARGE["products"])
    assert len(set(large)) == len(large) == LARGE["products"]
    assert product_names(language, SMALL["products"]) == large[: SMALL["products"]]


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_there_are_as_many_values_as_said_and_both_shops_have_those_asked_about(size: dict[str, int]) -> None:
    found = {column: values(column, round(share * size["values"])) for column, share in SHARES.items()}
    assert sum(len(set(column)) for column in found.values()) == size["values"]
    assert all(set(known) <= set(found[column]) for column, known in material()["values"].items())


def test_both_languages_are_asked_and_every_question_is_whole() -> None:
    asked = [question for kind in KINDS for question in questions(kind)]
    assert len(asked) >= 120
    assert not any("{" in question for question in asked)
    assert sum(not question.isascii() for question in asked) >= 40
