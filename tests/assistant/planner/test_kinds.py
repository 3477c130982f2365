"""Words for kinds of customers: what each means reads alike in both languages, and so does every choice offered."""

from typing import Any

import pytest

from assistant.planner.reader import Reader
from assistant.planner.words import forms_of, word_file
from tests.assistant.planner.test_questions import shaped

KINDS: dict[str, dict[str, Any]] = word_file("kinds")
SINGLE = [name for name, kind in KINDS.items() if len(kind["means"]) == 1 and "why" not in kind]
SEVERAL = [name for name in KINDS if name not in SINGLE]


def calls(reader: Reader, text: str) -> list[tuple[str, Any]]:
    reading = reader.read(text, settled=True)
    assert reading.ask is None and reading.decline is None, (text, reading)
    return [(call.tool, shaped(call.args)) for call in reading.calls]


@pytest.mark.parametrize("name", KINDS)
def test_a_meaning_reads_alike_in_both_languages(name: str, scored: Reader) -> None:
    for means in KINDS[name]["means"]:
        assert calls(scored, means["en"]) == calls(scored, means["zh"])


@pytest.mark.parametrize("name", SINGLE)
def test_a_word_of_one_meaning_picks_whom_it_means_and_says_so(name: str, scored: Reader) -> None:
    (means,) = KINDS[name]["means"]
    for code in ("en", "zh"):
        for form in forms_of(KINDS[name], code)[:3]:
            reading = scored.read(form)
            assert [(c.tool, shaped(c.args)) for c in reading.calls] == calls(scored, means[code]), form
            assert any(means[code] in note for note in reading.notes), form


@pytest.mark.parametrize("name", SEVERAL)
def test_a_word_of_several_meanings_is_asked_about(name: str, scored: Reader) -> None:
    for code in ("en", "zh"):
        ask = scored.read(forms_of(KINDS[name], code)[0]).ask
        assert ask is not None and 1 <= len(ask.options) <= 4
        assert {option.label for option in ask.options} <= {means[code] for means in KINDS[name]["means"]}


@pytest.mark.parametrize(
    "question",
    [
        "bargain hunters: at least 3 orders and every one of them had a discount on it",
        "上海有多少铁粉：365天内最少下了5单",
        "discount addicts - min. 4 orders, every order had a discount on it",
    ],
)
def test_what_the_asker_defines_is_not_defined_again(question: str, scored: Reader) -> None:
    reading = scored.read(question)
    assert reading.calls and "discounted_order_share" not in str(reading.calls)


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("people who nearly qualify for gold", "by what rule"),
        ("差一点就能升金卡的人", "没有升级规则"),
    ],
)
def test_nobody_is_nearly_of_a_level(question: str, part: str, scored: Reader) -> None:
    ask = scored.read(question).ask
    assert ask is not None and part in ask.question and ask.options
    assert all(scored.read(option.replacement).calls for option in ask.options)
