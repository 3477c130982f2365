"""What several arms can show is said when they are planned."""

import re

from tools.campaigns.arms_power import arms_words

SIZES = {"control": 1_000, "A": 3_000, "B": 3_000, "C": 3_000}


def test_each_arm_and_each_pair_have_their_smallest_lift(hand_desk):
    (said,) = arms_words(hand_desk, SIZES, 0.05, 0.1)
    each, apart = (int(number) for number in re.findall(r"(\d+)% or more", said))
    assert 50 < each < 80 and 30 < apart < 50  # the holdout is the smallest group, so pairs of arms see less far
    assert "which text is better will probably not be learnt" in said
    assert "很可能看不出哪版文案更好" in arms_words(hand_desk.speaking("zh"), SIZES, 0.05, 0.1)[0]
    assert "not be learnt" not in arms_words(hand_desk, SIZES, 0.05, 0.9)[0]


def test_nothing_is_said_of_one_arm_or_without_a_holdout(hand_desk):
    assert arms_words(hand_desk, {"control": 100, "A": 900}, 0.05, 0.1) == []
    assert arms_words(hand_desk, {"A": 500, "B": 500}, 0.05, 0.1) == []
    assert arms_words(hand_desk, {"control": 3, "A": 0, "B": 1}, 0.05, 0.1) == []
