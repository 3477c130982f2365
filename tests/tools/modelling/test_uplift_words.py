"""What the product says of an uplift, by what was measured."""

from types import SimpleNamespace

import pytest

from tools.modelling.uplifts import VERDICTS, verdict_words


def _judged(verdict: str, uplift: float, response: float) -> SimpleNamespace:
    return SimpleNamespace(
        verdict=verdict,
        response_ahead=response > uplift,
        qini=SimpleNamespace(value=uplift),
        response_qini=SimpleNamespace(value=response),
    )


def test_where_a_response_model_does_better_it_says_so_with_both_figures():
    said = verdict_words(_judged("not_better_than_response", 0.0134, 0.0262))
    assert "response model does better" in said.en and "0.026" in said.en and "0.013" in said.en
    assert "响应模型更好" in said.zh and "0.026" in said.zh


@pytest.mark.parametrize("verdict", sorted(VERDICTS))
def test_otherwise_it_says_the_verdict(verdict):
    assert verdict_words(_judged(verdict, 0.06, 0.03)) == VERDICTS[verdict]
