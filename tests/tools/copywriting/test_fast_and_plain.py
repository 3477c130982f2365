"""The batch way and the plain way make the same message, count the same parts and give the same reason, for anybody."""

import csv
import tempfile
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tools.briefs import Brief
from tools.copy_rules.measure import mainland_sms_size, size_in, sms_size
from tools.copywriting import columns
from tools.copywriting.bulk import Run, _write
from tools.copywriting.merging import tag_value
from tools.copywriting.people import Asked, Batch
from tools.copywriting.single import Person, begins_a_formula, message_for
from tools.copywriting.staging import Staging
from tools.copywriting.templates import Template, compile_template
from tools.data.compiler.script import Query
from tools.definitions import Audience
from tools.desk import Desk

GUARDS = ["loyalty_tier is gold", "orders at least 3", "first_name known", "next_product unknown"]
AWKWARD = [
    "😀",
    "👨‍👩‍👧",
    "e\u0301",
    "é",
    "شكرا",
    "ｗｉｄｅ",
    "中",
    "€",
    "[",
    "~",
    "=",
    "-",
    "\n",
    " ",
    "'",
    '"',
    ",",
    "Ω",
    "ÿ",
    "🇩🇪",
    "a",
    "%",
]
words = st.lists(st.sampled_from([*AWKWARD, "word ", "hello " * 4, "中文字" * 5, "x" * 60]), max_size=6).map("".join)
fallbacks = st.one_of(
    st.none(), st.lists(st.sampled_from(["there", "您", "😀", "a€", " ", "-"]), max_size=3).map("".join)
)


def _slot(name: str, fallback: str | None) -> str:
    return f"{{{{{name}}}}}" if fallback is None else f"{{{{{name}|{fallback}}}}}"


slots = st.builds(_slot, st.sampled_from(["first_name", "city", "next_product"]), fallbacks)


def _passage(guard: str, then: str, other: str | None) -> str:
    return f"{{{{#if {guard}}}}}{then}" + (f"{{{{#else}}}}{other}" if other is not None else "") + "{{/if}}"


pieces = st.lists(st.one_of(words, slots), max_size=4).map("".join)
inner = st.builds(_passage, st.sampled_from(GUARDS), pieces, st.one_of(st.none(), pieces))
outer = st.builds(
    _passage, st.sampled_from(GUARDS), st.lists(st.one_of(pieces, inner), max_size=2).map("".join), pieces
)
texts = st.lists(st.one_of(words, slots, inner, outer), min_size=1, max_size=5).map("".join).filter(str.strip)

names = st.one_of(
    st.sampled_from([None, "", "Anna", "王小明", "Zoë", "María-José", "😀", "=cmd", "{{city}}", "J", "Żółć",
                     "a\u0301nna", "محمد", "N" * 38, "Ab€", "evil.com", "𠮷野", "Nguyễn"]),
    st.text(max_size=12),
)  # fmt: skip
people = st.lists(
    st.tuples(names, names, names, st.booleans(), st.booleans()), min_size=1, max_size=6
)  # name, city, product, guards


def _template(desk: Desk, channel: str, language: str, fields: dict[str, str], most: int | None) -> Template:
    brief = Brief.model_validate({"channel": channel, "language": language, "max_characters": most})
    return compile_template(desk, brief, fields, {})


def _run(folder: Path, templates: list[Template], suffix: str) -> Run:
    tags = tuple(dict.fromkeys(tag for template in templates for tag in template.tags))
    guards = {text: guard for template in templates for text, guard in template.guards.items()}
    show = {tag: partial(tag_value, tag) for tag in tags}
    asked = Asked(tags, tuple(guards.values()), show, Query("", [], []), (), False, lambda _: Query("", [], []))
    run = Run(
        folder / f"out{suffix}", [f"arm{n}" for n in range(len(templates))], templates, asked, Audience(), None, "x"
    )
    run.values = {tag: columns.Values(show[tag]) for tag in tags}
    return run


def _batch(run: Run, rows: list[tuple[Any, ...]]) -> Batch:
    stored = {"first_name": 0, "city": 1, "next_product": 2}
    truth = {"loyalty_tier is gold": 3, "orders >= 3": 4}
    return Batch(
        [f"C{n}" for n in range(len(rows))],
        [run.arms[n % len(run.arms)] for n in range(len(rows))],
        {tag: [row[stored[tag]] for row in rows] for tag in run.asked.tags},
        {guard.text: [row[truth[guard.text]] for row in rows] for guard in run.asked.guards},
        [True] * len(rows),
        [False] * len(rows),
    )


def _person(batch: Batch, row: int) -> Person:
    values = {tag: tag_value(tag, stored[row]) for tag, stored in batch.stored.items()}
    return Person({t: v for t, v in values.items() if v}, {text: holds[row] for text, holds in batch.truths.items()})


def _compare(templates: list[Template], rows: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        run = _run(Path(folder), templates, ".csv")
        batch = _batch(run, rows)
        staging = Staging(run.out, "x")
        told = _write(run, batch, connection, staging, 0)
        staging.close()
        with staging.piece("messages", 0, ".csv").open(encoding="utf-8", newline="") as handle:
            found = {row[0]: row[1:] for row in csv.reader(handle)}
        with staging.piece("aside", 0, ".csv").open(encoding="utf-8", newline="") as handle:
            aside = {row[0]: row[2] for row in csv.reader(handle)}
    expected, reasons, parts, fallen, shortened = {}, {}, 0, 0, 0
    warned: Counter[str] = Counter()
    for place, identity in enumerate(batch.ids):
        template = run.templates[place % len(templates)]
        message = message_for(template, _person(batch, place), cells=True)
        if message.reason:
            reasons[identity] = message.reason
            continue
        texts = [
            message.fields.get(name, "") for name in run.headings if name not in ("customer_id", "arm", "sms_parts")
        ]
        expected[identity] = [batch.arms[place], *texts, *([str(message.parts)] if message.parts else [])]
        warned.update(message.warnings)
        parts, fallen, shortened = (
            parts + message.parts,
            fallen + bool(message.fallbacks),
            shortened + bool(message.step),
        )
    assert found == expected
    assert aside == reasons
    assert told["warnings"] == warned
    assert (told["sms_parts"], told["with_fallback"], told["shortened"]) == (parts, fallen, shortened)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(texts, min_size=1, max_size=2),
    people,
    st.sampled_from(["en", "zh"]),
    st.sampled_from([None, 80, 300, 700]),
)
def test_text_messages(
    trained_desk: Desk, bodies: list[str], rows: list[tuple[Any, ...]], language: str, most: int | None
) -> None:
    _compare([_template(trained_desk, "sms", language, {"body": body}, most) for body in bodies], rows)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts, texts, texts, people, st.sampled_from(["en", "zh"]), st.sampled_from([None, 100]))
def test_mails_and_pushes(
    trained_desk: Desk, one: str, two: str, three: str, rows: list[tuple[Any, ...]], language: str, most: int | None
) -> None:
    mail = {"subject": one, "preheader": two, "body": three, "call_to_action": "Go"}
    _compare([_template(trained_desk, "email", language, mail, most)], rows)
    _compare([_template(trained_desk, "push", language, {"title": one, "body": two * 6}, most)], rows)


@given(st.lists(st.one_of(st.text(max_size=80), words), max_size=4))
def test_measures_add_up_and_parts_are_exact_or_marked(texts: list[str]) -> None:
    texts = [text.encode("utf-8", "ignore").decode() for text in texts]
    whole = "".join(texts) * 3
    total = sum((columns.np.array([columns.measured(text)]) for text in texts), columns.np.zeros((1, 7), int)) * 3
    assert tuple(total[0]) == columns.measured(whole)
    assert total[0][columns.WIDTH] == size_in(whole, "width") and total[0][columns.BYTES] == size_in(whole, "bytes")
    for mainland in (False, True):
        size = sms_size(whole)
        exact = max(size.parts, mainland_sms_size(whole).parts) if mainland else size.parts
        found = columns.sms_parts(total, mainland=mainland)
        assert bool(found.wide[0]) == (size.encoding == "UCS-2")
        assert found.unsure[0] or found.parts[0] == exact
        assert found.parts[0] <= exact


@pytest.mark.parametrize(("double", "each"), [("😀", 67), ("€", 153)])
def test_every_way_a_part_can_end_before_a_double_character(double: str, each: int) -> None:
    for count in range(1, 6 * each):
        for before in ("", "a", "aa"):
            text = before + double * count
            found = columns.sms_parts(columns.np.array([columns.measured(text)]), mainland=False)
            assert found.unsure[0] or found.parts[0] == sms_size(text).parts


@pytest.mark.parametrize(
    ("name", "parts", "step"),
    [("Anna", 1, 0), ("Maximiliana", 1, 1), ("王小明", 1, 1), ("Zoë😀", 1, 1), ("Łukasz", 1, 1), ("Zoé", 1, 0)],
)
def test_a_name_never_makes_a_second_part(trained_desk: Desk, name: str, parts: int, step: int) -> None:
    body = "Lumen: hi {{first_name|you}}, " + "x" * 134 + ". STOP"
    template = _template(trained_desk, "sms", "en", {"body": body}, None)
    message = message_for(template, Person({"first_name": tag_value("first_name", name)}, {}), cells=True)
    assert (message.parts, message.step, message.reason) == (parts, step, "")
    assert len(message.fields["body"]) <= 160


@pytest.mark.parametrize("text", ["=1+1", "+1", "-x", "@x", "＝1", " =1", "|x"])
def test_no_cell_begins_like_a_formula(trained_desk: Desk, text: str) -> None:
    assert begins_a_formula(text)
    template = _template(trained_desk, "push", "en", {"title": "Hi", "body": text}, None)
    assert message_for(template, Person({}, {}), cells=True).reason == "formula:body"
    assert message_for(template, Person({}, {}), cells=False).reason == ""


@pytest.mark.parametrize(
    ("name", "parts", "step"), [("Anna", 2, 0), ("王小明", 2, 1), ("Maximiliana", 2, 1), ("", 2, 0), ("Noé", 2, 0)]
)
def test_where_two_parts_are_allowed_a_name_does_not_cost_a_third(
    trained_desk: Desk, name: str, parts: int, step: int
) -> None:
    body = "Lumen: hi {{first_name|you}}, " + "x" * 282 + ". STOP"
    template = _template(trained_desk, "sms", "en", {"body": body}, 600)
    message = message_for(template, Person({"first_name": name} if name else {}, {}), cells=True)
    assert (message.parts, message.step, message.reason) == (parts, step, "")
