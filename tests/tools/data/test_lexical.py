"""Exact words, in an alphabet and in Chinese."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.data.lexical import index_terms, index_texts, normalise, terms

TEXTS = ["Sony PS-LX350H belt-drive turntable", "Cedar candles, set of two", "雪松香薰蜡烛", "真丝吊带裙", ""]


def best(query):
    score, _ = index_texts(TEXTS).score(terms(normalise(query)))
    return int(score.argmax()) if score.any() else None


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("PSLX350H", 0),
        ("candle", 1),
        ("CANDEL", 1),
        ("蠟燭", 2),
        ("吊带的裙子", 3),
        ("ｔｕｒｎｔａｂｌｅ", 0),
        ("zzz", None),
        ("", None),
    ],
)
def test_finds_in_spite_of_spelling(query, number):
    assert best(query) == number


def test_normalising_folds_width_accents_case_and_traditional_characters():
    assert normalise("Ｃrème Größe 防曬") == "creme grosse 防晒"


def test_a_text_that_has_every_word_is_covered_in_full():
    _, covered = index_texts(TEXTS).score(terms(normalise("cedar candles")))
    assert covered[1] == pytest.approx(1)
    assert covered[0] < 0.2


def test_an_empty_index_answers_nothing():
    score, covered = index_terms([]).score(["a"])
    assert score.shape == covered.shape == (0,)


@given(st.lists(st.text(max_size=30), max_size=8), st.text(max_size=20))
def test_scores_are_shares(texts, query):
    score, covered = index_texts(texts).score(terms(normalise(query)))
    for values in (score, covered):
        assert values.shape == (len(texts),)
        assert np.all((values >= 0) & (values <= 1 + 1e-5))
    assert np.all(score <= covered + 1e-5)


@given(st.text(alphabet="ab 护肤", min_size=1, max_size=12))
def test_a_text_is_its_own_best_answer(text):
    score, _ = index_texts([text, "candle"]).score(terms(normalise(text)))
    assert score[0] >= score[1]
