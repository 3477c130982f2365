"""The brand's voice: read from guidelines as shops write them, measured on sent texts, told beside the draft's."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.copy_rules.setting import context, reading
from tools.briefs import Brief
from tools.contract import Language
from tools.copy_rules.brand import VOICE_ID, Voice, count_emoji, sentence_lengths, voice_of_text, voice_text
from tools.copy_rules.checks.brand_voice import agreement
from tools.copy_rules.context import Fact
from tools.copy_rules.registry import check_draft
from tools.copywriting import brief_copy
from tools.copywriting.voice import measure
from tools.desk import Desk

STRANGER = [
    (
        "House style",
        'Write like a mate who happens to know bikes.\nNever say "cheap" or "deal".\nAvoid: synergy, best-in-class\n'
        "Emoji: none in e-mail. Up to two in push.\nAt most one exclamation mark per message; never in a headline.\n"
        "We greet riders by first name.",
    ),
    ("Words we like", "ride, kit, sorted"),
]
STRANGER_ZH = [
    (
        "文案要求",
        "小红书用“你”，短信和邮件用“您”。\n禁用词：绝绝子、yyds\n表情：小红书最多三个；短信不用表情。\n不要说“家人们”“宝子”。\n标题不用感叹号。",
    ),
]


def failed(voice: Voice, channel: str, language: Language, texts: dict[str, str]) -> dict[str, str]:
    """Rule to message for what the voice alone finds."""
    base = context(channel, language)
    held = replace(base, facts=(*base.facts, Fact(VOICE_ID, "voice", voice_text(voice))))
    checks = check_draft(reading(held, texts), "en")
    return {check.rule: check.message for check in checks if not check.passed and check.rule.startswith("brand.")}


def test_a_strangers_guideline_is_read() -> None:
    voice = measure(STRANGER, [], "en")
    assert voice.avoids == ["synergy", "best-in-class", "cheap", "deal"]
    assert voice.uses == ["ride", "kit", "sorted"]
    assert voice.emoji == {"email": 0, "push": 2}
    assert voice.exclamations == {"any": 1, "subject": 0}
    assert voice.first_name is True


def test_a_chinese_guideline_is_read() -> None:
    voice = measure(STRANGER_ZH, [], "zh")
    assert (voice.you("xiaohongshu"), voice.you("sms"), voice.you("push")) == ("你", "您", "")
    assert voice.avoids == ["绝绝子", "yyds", "家人们", "宝子"]
    assert voice.emoji == {"xiaohongshu": 3, "sms": 0}
    assert voice.exclamations == {"subject": 0}


def test_address_is_counted_where_no_guideline_tells() -> None:
    assert measure([], ["你的购物车还在。", "给你留了一份。", "你来吗？"], "zh").you("email") == "你"
    assert measure([], ["你的购物车还在。", "给您留了一份。", "您来吗？"], "zh").you("email") == ""


def test_sentence_length_needs_enough_sentences() -> None:
    assert measure([], ["One two three."] * 7, "en").length_mean is None
    voice = measure([], ["One two three. Four five six seven."] * 4, "en")
    assert (voice.length_mean, voice.length_high, voice.sentences, voice.measured_on) == (3.5, 4.0, 8, "campaigns")


def test_nothing_known_says_nothing() -> None:
    assert not measure([], [], "en").known
    assert failed(Voice(), "push", "zh", {"body": "你好！！😀😀"}) == {}


@pytest.mark.parametrize(
    ("channel", "language", "good", "bad", "rule", "figure"),
    [
        ("sms", "zh", "【Lumen】您的购物车还在。回T退订", "【Lumen】你的购物车，等你。回T退订",
         "brand.address", "2 times"),
        ("push", "zh", "您的购物车还在。", "您的购物车还在，你看看。", "brand.mixed_address", "您 (1) and 你 (1)"),
        ("push", "en", "It is back 🙂", "It is back 🙂🙂🙂", "brand.emoji", "3 emoji; the brand allows 2"),
        ("push", "en", "It is back!", "It is back! Look!", "brand.exclamations", "2 exclamation marks"),
        ("push", "en", "Short words here.", "Here is one sentence that goes on for a good deal longer than others.",
         "brand.sentence_length", "14 words"),
        ("push", "en", "It is back.", "A cheap lamp.", "brand.unwanted_word", "cheap"),
    ],
)  # fmt: skip
def test_a_draft_off_voice_is_told_with_both_figures(
    channel: str, language: Language, good: str, bad: str, rule: str, figure: str
) -> None:
    guides = STRANGER_ZH if language == "zh" else STRANGER
    voice = measure(guides, ["One two three. Four five six seven."] * 4 if language == "en" else [], language)
    assert failed(voice, channel, language, {"body": good}) == {}
    assert figure in failed(voice, channel, language, {"body": bad})[rule]


def test_the_score_counts_the_measures_that_were_met() -> None:
    voice = measure(STRANGER, ["One two three. Four five six seven."] * 4, "en")
    base = context("push", "en")
    held = replace(base, facts=(*base.facts, Fact(VOICE_ID, "voice", voice_text(voice))))
    assert agreement(reading(held, {"body": "It is back."})) == (4, 4)
    assert agreement(reading(held, {"body": "Cheap! Cheap! 🙂🙂🙂"})) == (1, 4)
    assert agreement(reading(base, {"body": "Cheap!!"})) == (0, 0)


def test_a_name_where_the_brand_uses_none_is_told() -> None:
    voice = measure([("Style", "Never address customers by first name.")], [], "en")
    assert voice.first_name is False
    assert "brand.first_name" in failed(voice, "push", "en", {"body": "Hi {{first_name|there}}, it is back."})


@given(
    st.builds(
        Voice,
        pieces=st.integers(0, 99), sentences=st.integers(0, 99), measured_on=st.sampled_from(["", "campaigns"]),
        length_mean=st.just(9.5), length_high=st.just(14.0), subject_mean=st.just(4.0), subject_high=st.just(7.0),
        emoji=st.dictionaries(st.sampled_from(["any", "sms"]), st.integers(0, 9)),
        address=st.dictionaries(st.sampled_from(["any", "sms"]), st.sampled_from(["您", "你"])),
        first_name=st.sampled_from([True, False]), greeted=st.integers(0, 9), polite=st.integers(1, 9),
        avoids=st.lists(st.sampled_from(["cheap", "最", "don't miss"]), unique=True),
    )
)  # fmt: skip
def test_the_fact_reads_back_as_the_voice(voice: Voice) -> None:
    assert voice_of_text(voice_text(voice)) == voice


def test_emoji_and_sentences_are_counted_as_a_reader_counts() -> None:
    assert [count_emoji(text) for text in ("👨‍👩‍👧", "🇨🇳🇬🇧", "👍🏽 ok", "❤️", "①★ a-b", "1.5折")] == [1, 2, 1, 1, 1, 0]
    assert sentence_lengths(["Costs $9.50 a box. It's in."], "en") == [4, 2]
    assert sentence_lengths(["您好，{{first_name|朋友}}。有货了！"], "zh") == [2, 3]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_brief_hands_the_voice_over(demo_desk: Desk, language: Language) -> None:
    facts = {source.id: source for source in brief_copy(demo_desk, Brief(channel="email", language=language)).sources}
    voice = voice_of_text(facts[VOICE_ID].text)
    assert voice.emoji["email"] == 0 and voice.exclamations["subject"] == 0 and voice.sentences >= 8
    assert ("must-have" if language == "en" else "神器") in voice.avoids
    assert voice.you("email") == ("您" if language == "zh" else "")
