"""Complete questions offered where one was half understood: found by likeness, about what was named, one click away."""

from __future__ import annotations

import math
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.planner.clarifying import continued_question
from assistant.planner.frame import Frame, State
from assistant.planner.reader import Reader
from assistant.planner.suggesting.known import KnownQuestions, known_questions
from assistant.planner.suggesting.outline import GAPS, Named, Outline, features_of, filled, gaps_in, outline_of
from tools.contract import Language

HALF_UNDERSTOOD = {
    "What did we take in the week of 5 October once discounts and returns are off?": "2026-10-05",
    "Which customers picked up a moisturiser and then, within 45 days, a sunscreen?": "within 45 days",
    "How many women in Munich are we actually able to e-mail?": "city is Munich",
    "APP端上个月客单价，甩个数": "客单价",
    "帮忙圈一下金卡里60天没下单的（以前买过的）": "60天",
}


@pytest.mark.parametrize("question", HALF_UNDERSTOOD)
def test_what_may_have_been_meant_is_offered_in_plain_words(reader: Reader, question: str) -> None:
    ask = reader.read(question).ask
    assert ask is not None
    options = ask.options
    assert any(HALF_UNDERSTOOD[question] in option.label for option in options if option.whole), options
    assert len({option.label for option in options}) == len(options)


@pytest.mark.parametrize("question", HALF_UNDERSTOOD)
def test_every_suggestion_is_one_click_away(reader: Reader, question: str) -> None:
    pending = reader.read(question)
    assert pending.ask is not None
    for option in pending.ask.options:
        if option.reading is not None:
            assert option.reading.answers
            assert option.reading.calls
        elif option.whole:
            continued = continued_question(pending, option.label)
            assert continued == option.replacement
            again = reader.read(continued)
            assert again.answers and again.calls, option


def test_a_thing_that_a_suggestion_leaves_out_is_said(reader: Reader) -> None:
    pending = reader.read("2026年彩妆卖得最好的6款，按件数排，退回来的扣掉")
    assert pending.ask is not None
    for option in pending.ask.options:
        if option.whole and "前6" not in option.label:
            assert "不含" in option.label


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_known_questions_have_only_gaps_that_can_be_filled(language: Language) -> None:
    known = known_questions(language)
    assert len(known.lines) > 1_000
    for wording, _ in known.lines:
        assert set(gaps_in(wording)) <= set(GAPS), wording
        assert not any(character.isdigit() for character in wording), wording


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_known_question_is_most_like_itself(language: Language) -> None:
    known = known_questions(language)
    for wording, kinds in known.lines[::97]:
        named = tuple(Named(gap, "x", "") for gap in gaps_in(wording))
        best = next(known.alike(Outline(wording, named, kinds)))
        assert best.likeness == pytest.approx(1.0)


def test_likeness_is_the_cosine_of_weighted_counts() -> None:
    lines = [("orders by month", ()), ("orders of {goods}", ("by",)), ("who left", ())]
    outline = Outline("orders by week", (Named("goods", "tea", ""),), ())

    def weight(feature: str) -> float:
        spread = sum(feature in features_of(*line) for line in lines)
        return math.log(1 + len(lines) / spread) if spread else math.log(1 + len(lines)) / 2

    def vector(features: dict[str, float]) -> dict[str, float]:
        return {feature: count * weight(feature) for feature, count in features.items()}

    def length(one: dict[str, float]) -> float:
        return math.sqrt(sum(value * value for value in one.values()))

    asked = vector(outline.features)
    for alike in KnownQuestions(lines).alike(outline):
        known = vector(features_of(*next(line for line in lines if line[0] == alike.wording)))
        cosine = sum(value * known.get(feature, 0) for feature, value in asked.items()) / length(asked) / length(known)
        left_over = 0 if "{goods}" in alike.wording else 1
        assert alike.likeness == pytest.approx(cosine - 0.08 * left_over)


@given(st.lists(st.tuples(st.sampled_from(GAPS), st.text(string.ascii_lowercase, min_size=1, max_size=6)), max_size=6))
def test_what_is_named_is_in_the_question_or_left_over(things: list[tuple[str, str]]) -> None:
    named = [Named(gap, typed, "") for gap, typed in things]
    question, unused = filled("of {goods} in {period} by {field}, {goods}", named)
    gaps = ["goods", "period", "field", "goods"]
    for gap in GAPS:
        given_ = [one for one in named if one.gap == gap]
        assert [one for one in unused if one.gap == gap] == given_[gaps.count(gap) :]
        assert gaps_in(question).count(gap) == max(gaps.count(gap) - len(given_), 0)


def test_an_outline_keeps_the_words_and_drops_what_is_named(reader: Reader) -> None:
    question = "How many women in Berlin bought skincare in May 2026?"
    frame = Frame.of(question, reader.tagger, "en", State(), frozenset())
    outline = outline_of(frame)
    assert outline.wording == "How many {value} in {value} bought {goods} in {period}?"
    assert [one.typed for one in outline.named] == ["women", "Berlin", "skincare", "May 2026"]
    assert filled(outline.wording, outline.named) == (question, [])
