"""Forms and senses: longest match, typos, sounds."""

import re
from pathlib import Path

import pytest

from assistant import planner
from assistant.planner.lexicon import Lexicon, Sense
from assistant.planner.linking import pinyin
from assistant.planner.text import normalise
from assistant.planner.whole_names import written_together
from assistant.planner.words import FILES, entries, forms_of, is_forms, word_file


def test_finds_every_length_at_a_token() -> None:
    lexicon = Lexicon()
    lexicon.add("new", Sense("a"))
    lexicon.add("New York", Sense("b"))
    assert {length for length, _ in lexicon.at(["new", "york"], 0)} == {1, 2}


def test_forgives_only_what_it_was_told_to() -> None:
    lexicon = Lexicon()
    lexicon.add("Shanghai", Sense("value", ("city", "Shanghai")), forgiving=True)
    lexicon.add("therefore", Sense("filler"))
    assert lexicon.similar(normalise("Shangai").tokens)[0][0][0].value == ("city", "Shanghai")
    assert not lexicon.similar(normalise("therefor").tokens)
    assert not lexicon.similar(normalise("perfume").tokens)


def test_sounds() -> None:
    assert pinyin("兰寇") == pinyin("兰蔻")


def test_word_files_have_no_empty_and_no_doubled_forms() -> None:
    for name in FILES:
        for kind, table in word_file(name).items():
            for forms in [table] if is_forms(table) else table.values():
                for language in ("en", "zh"):
                    words = forms_of(forms, language)
                    assert all(word.strip() for word in words), kind
                    assert len(words) == len(set(words)), (name, kind)


def test_every_table_is_read() -> None:
    assert {kind for name in FILES for kind, _, _ in entries(name)} >= {
        "filler",
        "verb",
        "cmp",
        "people",
        "tone",
        "scope",
    }


def test_ids_with_marks_in_them_are_one_run() -> None:
    def runs(question: str) -> list[str]:
        text = normalise(question)
        tokens = list(text.tokens)
        return [text.typed(tokens[a].start, tokens[b - 1].end) for a, b in written_together(tokens)]

    assert runs("what should I offer K-17?") == ["K-17"]
    assert runs("why is 2024/0042 at risk, and A_3.b") == ["2024/0042", "A_3.b"]
    assert runs("K-1为什么可能流失") == ["K-1"]
    assert runs("top 10 - by revenue; C00012") == []


@pytest.mark.parametrize("name", ["around", "follow_ups"])
def test_words_that_one_rule_reads_stand_once_and_are_read(name: str) -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in Path(planner.__file__).parent.rglob("*.py"))
    for kind, table in word_file(name).items():
        assert re.search(rf"[\"']{kind}[\"']", source), kind
        for language in ("en", "zh"):
            words = forms_of(table, language)
            assert all(word.strip() for word in words), kind
            assert len(words) == len(set(words)), kind
