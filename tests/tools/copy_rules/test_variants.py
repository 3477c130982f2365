"""Variants must differ in what is theirs: shared offers, names and footers do not count."""

from tests.tools.copy_rules.setting import context
from tools.copy_rules.checks.variants import grams, overlap, shared

OFFER = {"percent_off": 20, "code": "DUSK20"}


def test_the_same_text_is_a_repeat_however_short() -> None:
    assert shared("Hi", "Hi", context()) == 1.0


def test_a_common_offer_does_not_make_variants_alike() -> None:
    setting = context(offer=OFFER)
    one = "A lamp for late readers and early risers alike. 20% off with the code DUSK20."
    other = "What stands next to your chair when it gets dark? 20% off with the code DUSK20."
    assert shared(one, other, setting) < 0.2


def test_synonyms_do_not_make_a_variant() -> None:
    one = "A lamp for late readers who keep the light low, and for early risers who do the same."
    other = "A lamp for late readers who keep the light low, and for early birds who do the same."
    assert shared(one, other, context()) >= 0.8


def test_chinese_is_compared_by_characters() -> None:
    assert overlap(grams("天黑得早了，屋里留一盏灯"), grams("天黑得早了，屋里留一盏灯吧")) > 0.8
    assert overlap(grams("天黑得早了，屋里留一盏灯"), grams("家里总有个角落，像在等一样东西")) == 0.0
