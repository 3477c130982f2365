"""The bilingual glossary: sound as a file, and finding the longest words."""

import tomllib
from collections import Counter

import pytest

from tools.data.glossary import FILE, retail_glossary, stem
from tools.data.lexical import normalise


def rendered(text, language):
    glossary = retail_glossary()
    return glossary.rendering([mention.concept for mention in glossary.mentions(normalise(text))], language)


def test_no_word_means_two_things():
    sections = tomllib.loads(FILE.read_text(encoding="utf-8"))
    lines = [line for name, section in sections.items() if name != "filler" for line in section.items()]
    assert len(lines) > 400
    for side in (0, 1):
        words = Counter(word.strip() for line in lines for word in line[side].split(","))
        assert [word for word, count in words.items() if count > 1] == []
        assert all(word == normalise(word) and word for word in words)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("油皮用的洗面奶", "en", "oily cleanser"),
        ("防曬霜", "en", "sunscreen"),
        ("Cleansing balms for dry skin", "zh", "卸妆油 干燥 肌肤"),
        ("sun creams", "zh", "防晒"),
        ("quarks", "zh", ""),
    ],
)
def test_says_it_in_the_other_language(text, language, expected):
    assert rendered(text, language) == expected


def test_filler_goes_but_never_everything():
    glossary = retail_glossary()
    assert glossary.without_filler("do you have a candle?") == "candle?"
    assert glossary.without_filler("有没有蜡烛").split() == ["没", "蜡烛"]
    assert glossary.without_filler("what is it") == "what is it"


@pytest.mark.parametrize(
    ("word", "stemmed"),
    [
        ("candles", "candle"),
        ("dresses", "dress"),
        ("accessories", "accessory"),
        ("glass", "glass"),
        ("brushes", "brush"),
    ],
)
def test_plurals(word, stemmed):
    assert stem(word) == stemmed
