"""Folding and tokens."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.planner.text import keys_of, language_of, normalise


def test_folds_width_case_accents_and_traditional_characters() -> None:
    assert normalise("ＬＡＳＴ　３０ Days").normal == "last 30 days"
    assert normalise("給上海的女客戶").normal == "给上海的女客户"
    assert keys_of("Düsseldorf") == keys_of("dusseldorf")
    assert keys_of("skin-care") == ("skin", "care")
    assert keys_of("women's") == keys_of("women") == ("woman",)


def test_last_months_is_last_month() -> None:
    assert [t.text for t in normalise("last month's revenue").tokens] == ["last", "month", "revenue"]
    assert [t.text for t in normalise("top10").tokens] == ["top", "10"]


@given(st.text(max_size=60))
def test_every_token_points_at_what_was_typed(question: str) -> None:
    text = normalise(question)
    assert len(text.normal) == len(text.origins)
    for token in text.tokens:
        assert text.typed(token.start, token.end) in question


def test_language_by_script() -> None:
    assert language_of("把 Q3 的 AOV 按 channel 拆一下") == "zh"
    assert language_of("revenue of 兰蔻 last month") == "en"
