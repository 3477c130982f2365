"""Counting as each channel counts."""

from hypothesis import given
from hypothesis import strategies as st

from tools.copy_rules.measure import (
    GSM7_BASIC,
    GSM7_EXTENSION,
    display_width,
    mainland_sms_size,
    parts_for,
    size_in,
    sms_size,
    word_count,
)

gsm = st.text(alphabet=sorted(GSM7_BASIC | GSM7_EXTENSION), max_size=700)


def test_the_published_limits() -> None:
    assert sms_size("a" * 160)[:3] == ("GSM-7", 160, 1)
    assert sms_size("a" * 161)[:3] == ("GSM-7", 161, 2)
    assert sms_size("a" * 306).parts == 2
    assert sms_size("a" * 307).parts == 3
    assert sms_size("好" * 70)[:3] == ("UCS-2", 70, 1)
    assert sms_size("好" * 71).parts == 2
    assert sms_size("好" * 134).parts == 2
    assert sms_size("好" * 135).parts == 3
    assert mainland_sms_size("a" * 70).parts == 1
    assert mainland_sms_size("a" * 71).parts == 2


def test_one_character_outside_gsm7_turns_the_whole_text() -> None:
    size = sms_size("a" * 100 + "’")
    assert (size.encoding, size.parts, size.first_wide) == ("UCS-2", 2, "’")


def test_extension_characters_and_emoji_count_two() -> None:
    assert sms_size("€[]{}\\^~|").units == 18
    assert sms_size("😀").units == 2


def test_a_two_unit_character_is_not_torn() -> None:
    # 152 + 2 does not fit a part of 153, so the euro sign opens the second part and pushes the rest into a third
    assert sms_size("a" * 152 + "€" + "a" * 153).parts == 3
    assert sms_size("好" * 66 + "😀" + "好" * 66).parts == 3


@given(gsm)
def test_gsm7_units_are_characters_plus_extensions(text: str) -> None:
    size = sms_size(text)
    assert size.encoding == "GSM-7"
    assert size.units == len(text) + sum(character in GSM7_EXTENSION for character in text)
    assert size.parts >= parts_for(size.units, "GSM-7") or size.units <= 160


@given(st.text(max_size=400))
def test_parts_hold_all_units_and_no_part_is_wasted(text: str) -> None:
    size = sms_size(text)
    alone, each = (160, 153) if size.encoding == "GSM-7" else (70, 67)
    assert (size.parts == 1) == (size.units <= alone)
    assert size.units <= (alone if size.parts == 1 else each * size.parts)
    assert size.parts == 1 or size.units > (each - 1) * (size.parts - 1)


@given(st.text(max_size=300), st.text(max_size=20))
def test_more_text_never_takes_fewer_parts(text: str, more: str) -> None:
    assert sms_size(text + more).parts >= sms_size(text).parts
    assert mainland_sms_size(text + more).parts >= mainland_sms_size(text).parts


@given(st.text(alphabet="abcXYZ 09好的é，。", max_size=80))
def test_width_counts_chinese_twice(text: str) -> None:
    assert display_width(text) == sum(2 if character in "好的，。" else 1 for character in text)


def test_words_bytes_and_characters() -> None:
    assert word_count("It's a well-made lamp, no. 5") == 6
    assert word_count("好灯 lamp") == 3
    assert (size_in("好a", "bytes"), size_in("好a", "characters"), size_in("好a", "width")) == (4, 2, 3)
