"""Merge tags are filled from a customer row, and odd rows do no harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.copywriting.merging import fill, first_name


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Anna Müller", "Anna"), ("王小明", "王小明"), ("Dr. José Alvarez", "José"), ("ALVAREZ, JOSÉ", "José"),
        ("anna", "Anna"), ("Jean-Luc Picard", "Jean-Luc"), ("J. Doe", ""), ("", ""), (None, ""), ("  ", ""), ("Mr", ""),
        ("anna@example.com", ""), ("Anna {{city}}", ""), ("Anna<b>", ""), ("guest12", ""), ("https://x.example", ""),
        ("Anna\nBcc: all", "Anna"),
    ],
)  # fmt: skip
def test_how_people_are_called(name: str | None, called: str) -> None:
    assert first_name(name) == called


def test_values_fallbacks_and_labels() -> None:
    template = "Hi {{first_name|there}}, {{ city | your city }}: {{shop_link}}"
    assert fill(template, {"name": "Anna Müller", "city": "Berlin"}) == "Hi Anna, Berlin: ⟨link to the shop⟩"
    assert fill(template, {}) == "Hi there, your city: ⟨link to the shop⟩"
    assert fill("{{first_name|朋友}}，看{{shop_link}}", {"name": "王小明"}, "zh") == "王小明，看⟨商城链接⟩"
    assert fill("{{shop_link}}", {"shop_link": "https://s.example"}) == "https://s.example"


def test_a_name_cannot_bring_tags_or_links_in() -> None:
    assert fill("Hi {{first_name|there}}", {"name": "{{unsubscribe_link}}"}) == "Hi there"
    assert fill("Hi {{first_name|there}}", {"name": "www.evil.example"}) == "Hi there"


@given(st.text(max_size=40), st.text(max_size=40))
def test_filling_is_done_once_and_leaves_no_known_tag(name: str, city: str) -> None:
    text = fill("{{first_name|you}}/{{city|there}}", {"name": name, "city": city})
    assert "{{" not in text
    assert "\n" not in text.split("/")[0]
