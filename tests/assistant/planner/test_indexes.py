"""Every index finds exactly what looking at everything would find."""

import pytest
import zhconv
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz, process

from assistant.planner.catalogue import ProductNames
from assistant.planner.lexicon import FUZZY_CUTOFF, Lexicon, Sense
from assistant.planner.linking import SOUND_CUTOFF, SPOKEN, Sounds, pinyin
from assistant.planner.near import Near
from assistant.planner.simplifying import simplified
from assistant.planner.text import fold, fold_all, keys_of, normalise, stem

UNTIMED = settings(max_examples=200, deadline=None)
WORDS = st.text("abes", min_size=1, max_size=12)
PIECES = st.sampled_from(
    [
        "gift",
        "gifts",
        "set",
        "last",
        "Orders",
        "50ml",
        "T恤",
        "香水",
        "水香",
        "茉莉香水",
        "檀",
        "é",
        "-",
        "|",
        "'s",
        "&",
        " ",
    ]
)
NAMES = st.lists(PIECES, min_size=1, max_size=5).map(" ".join) | st.lists(PIECES, min_size=1, max_size=4).map("".join)
PRODUCTS = st.lists(st.tuples(NAMES, st.just("") | NAMES), max_size=25)
CHINESE = st.text("兰蓝州周青清情亭婷银", min_size=1, max_size=5)


@UNTIMED
@given(st.lists(WORDS, max_size=60), WORDS, st.sampled_from([50, 62, 84, 94, 100]), st.sampled_from([None, 1, 4]))
def test_near_is_what_comparing_with_all_finds(words: list[str], typed: str, cutoff: int, limit: int | None) -> None:
    expected = process.extract(typed, words, scorer=fuzz.ratio, score_cutoff=cutoff, limit=limit)
    assert Near(words).find(typed, cutoff, limit) == expected


@UNTIMED
@given(st.lists(WORDS, max_size=60), WORDS, st.integers(0, 12), st.sampled_from(["", "a", "sx"]))
def test_a_word_with_a_letter_changed_is_found(words: list[str], word: str, place: int, other: str) -> None:
    typed = word[:place] + other + word[place + 1 :]
    likeness = fuzz.ratio(typed, word) - 0.01
    if likeness > 0:
        assert word in [found for found, _, _ in Near([*words, word]).find(typed, likeness)]


def test_near_leaves_a_short_list() -> None:
    cities = [f"{start}{middle}{end}" for start in ("ham", "lon", "ber", "mel") for middle in ("bo", "si", "tu", "ga")
              for end in ("urg", "don", "lin", "urne", "wick", "ster")]  # fmt: skip
    assert 1 <= len(list(Near(cities).candidates("hambourg", FUZZY_CUTOFF))) <= 3
    assert not Near([]).find("hambourg", FUZZY_CUTOFF)
    assert not list(Near(cities).candidates("x" * 2_000, FUZZY_CUTOFF))


@UNTIMED
@given(st.lists(st.lists(WORDS, min_size=1, max_size=3).map(" ".join), max_size=30), WORDS, st.integers(1, 3))
def test_the_lexicon_forgives_as_before_it_was_indexed(forms: list[str], typed: str, limit: int) -> None:
    lexicon = Lexicon()
    for form in forms:
        lexicon.add(form, Sense("value", form), forgiving=True)
    tokens = normalise(typed).tokens
    word = "".join(token.key for token in tokens)
    written: dict[str, tuple[str, ...]] = {}
    for keys in sorted({keys_of(form) for form in forms}):
        if len("".join(keys)) >= 4:
            written.setdefault("".join(keys), keys)
    every = process.extract(word, list(written), scorer=fuzz.ratio, score_cutoff=62, limit=limit * 4)
    ranked = sorted(every, key=lambda item: (-item[1], item[0]))[:limit] if len(word) >= 4 else []
    expected = [(ratio / 100, " ".join(written[form])) for form, ratio, _ in ranked]
    assert [(ratio, form) for _, ratio, form in lexicon.similar(tokens, 62, limit)] == expected


def test_a_form_learned_later_is_forgiven_too() -> None:
    lexicon = Lexicon()
    lexicon.add("Shanghai", Sense("value", "Shanghai"), forgiving=True)
    assert not lexicon.similar(normalise("Hambrg").tokens)
    lexicon.add("Hamburg", Sense("value", "Hamburg"), forgiving=True)
    assert lexicon.similar(normalise("Hambrg").tokens)[0][2] == "hamburg"


@UNTIMED
@given(st.lists(CHINESE, max_size=40, unique=True), CHINESE)
def test_sounds_are_what_comparing_with_all_finds(words: list[str], typed: str) -> None:
    expected = [
        word
        for word in words
        if len(word) == len(typed) and word != typed and pinyin(word)[0] == pinyin(typed)[0]
        and fuzz.ratio(pinyin(typed), pinyin(word)) >= SOUND_CUTOFF
    ]  # fmt: skip
    assert Sounds(words).like(typed) == expected


def test_words_that_sound_alike() -> None:
    assert Sounds(["兰州", "宁波", "兰蔻"]).like("蓝州") == ["兰州"]
    assert max(SPOKEN) == 4


def folded(name: str) -> str:
    """A name's words as they are compared, one by one."""
    for mark in "-_'’\"&/,.+()":
        name = name.replace(mark, " ")
    return " ".join(stem(word) if word.isascii() else word for word in fold(name).split())


@UNTIMED
@given(PRODUCTS, NAMES)
def test_names_are_what_reading_all_finds(names: list[tuple[str, str]], phrase: str) -> None:
    products = ProductNames(names)
    lines = [f" {' | '.join(folded(form) for form in forms if form)} " for forms in names]
    needle = f" {folded(phrase)} " if folded(phrase).isascii() else folded(phrase)
    if needle.strip(" |"):
        every = [forms[0] for forms, line in zip(names, lines, strict=True) if needle in line]
        assert products.contains(phrase) == bool(every)
        assert products.matching(phrase) == list(dict.fromkeys(every))
    words = [f" {folded(word)} " if word.isascii() else word for word in folded(phrase).split()]
    if any(word.strip(" |") for word in words):
        every = [forms[0] for forms, line in zip(names, lines, strict=True) if all(word in line for word in words)]
        assert products.with_words(phrase, 100) == list(dict.fromkeys(every))
        assert products.with_words(phrase, 2) == list(dict.fromkeys(every))[:2]


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("香", ["Soap 香皂", "茉莉香水"]),
        ("莉香", ["茉莉香水"]),
        ("soaps", ["Soap 香皂"]),
        ("oap", []),
        ("水香", []),
        ("p 香", ["Soap 香皂"]),
        ("", []),
    ],
)
def test_whole_words_in_latin_and_any_characters_in_chinese(phrase: str, expected: list[str]) -> None:
    assert ProductNames([("Soap 香皂",), ("茉莉香水",)]).matching(phrase) == expected


@UNTIMED
@given(st.lists(st.text("aSσΣé\u0301ﬁİ香檀臺灣後髮「『・\n` ’Å", max_size=8) | st.text(max_size=8), max_size=12))
def test_many_are_folded_as_each_would_be(forms: list[str]) -> None:
    assert fold_all(forms) == [fold(form.replace("\n", " ")) for form in forms]


@UNTIMED
@given(st.text("aZsé'_-1 top香檀臺〇｜＆,", max_size=8) | st.text(max_size=8))
def test_plain_forms_have_the_keys_of_their_tokens(form: str) -> None:
    tokens = [token for token in normalise(form).tokens if token.kind != "break" and token.text not in "-_'\"&/"]
    if form == fold(form):
        assert keys_of(form) == tuple(token.key for token in tokens)


@UNTIMED
@given(st.text("么九女反覆回沈默薰衣草心乾隆臺灣買過后後香水 aé", max_size=12))
def test_a_text_is_left_as_it_is_only_where_nothing_would_be_converted(text: str) -> None:
    assert simplified(text) == zhconv.convert(text, "zh-hans")
