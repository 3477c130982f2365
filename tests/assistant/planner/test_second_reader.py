"""The trained reader: its rows tell definitions and back, it is as sure as it is right, and it leaves nothing out."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from assistant.planner.frame import Frame, State
from assistant.planner.learned.network import BEHIND, Network
from assistant.planner.learned.second_reading import second_readings
from assistant.planner.learned.source import Named, Source, same_days, source_of
from assistant.planner.learned.target import Unsaid, call_of, tokens_of
from assistant.planner.learned.translator import translator
from assistant.planner.reader import Reader
from assistant.planner.reading import Reading
from assistant.planner.text import normalise
from tests.assistant.planner.talk import Talk
from tools.criteria import Period
from tools.definitions import Audience, Metric

WORDED = Path(__file__).parents[3] / "benchmarks" / "cases" / "worded"
DEFINITIONS = {
    one["id"]: one["call"] for one in map(json.loads, (WORDED / "definitions.jsonl").read_text("utf-8").splitlines())
}
WORDINGS = [line.split("\t") for line in (WORDED / "wordings.tsv").read_text("utf-8").splitlines()]
TODAY = date(2026, 10, 31)


def _source(reader: Reader, question: str) -> Source:
    text = reader.tagger.mended(normalise(question))
    return source_of(text, reader.tagger.tag(text))


def _second(reader: Reader, question: str) -> list[Reading]:
    reader.tagger.forget()
    return second_readings(Frame.of(question, reader.tagger, reader.language(question), State(), frozenset()))


def test_a_definition_comes_back_from_its_tokens() -> None:
    for tool, args in islice(DEFINITIONS.values(), 0, None, 7):
        told = call_of(tokens_of(tool, args, (), TODAY), ())
        assert told[0] == tool
        for name, kind in (("audience", Audience), ("first", Audience), ("second", Audience), ("metric", Metric)):
            if name in args:
                assert _ordered(kind.model_validate(told[1][name]).compact()) == _ordered(
                    kind.model_validate(args[name]).compact()
                )


def _ordered(made: object) -> object:
    """Conditions and values in one order."""
    if isinstance(made, dict):
        return {name: _ordered(one) for name, one in made.items()}
    return sorted(map(_ordered, made), key=str) if isinstance(made, list) else made


@pytest.mark.parametrize(
    "tokens",
    [[], ["measure"], ["measure", "("], ["measure", "(", ".metric"], ["measure", ")"], ["measure", "[", "]"],
     ["measure", "(", "revenue", ")"], ["measure", "(", ".metric", "<value1>", ")"], ["measure", "(", ")", ")"]],
)  # fmt: skip
def test_a_row_that_tells_nothing_is_refused(tokens: list[str]) -> None:
    with pytest.raises(Unsaid):
        call_of(tokens, ())


def test_a_slot_is_a_time_only_where_times_stand() -> None:
    week = Named("<period1>", (Period(kind="rolling", count=2, unit="week"), 14))
    row = ["size_audience", "(", ".audience", "(", ".within_days", "<period1>", ".period", "<period1>", ")", ")"]
    assert call_of(row, [week])[1]["audience"] == {
        "within_days": 14,
        "period": {"kind": "rolling", "count": 2, "unit": "week"},
    }
    gold = Named("<value1>", ("gold",))
    with pytest.raises(Unsaid):
        call_of(["measure", "(", ".period", "<value1>", ")"], [gold])


def test_all_of_this_year_is_this_year_so_far() -> None:
    year = Period(kind="calendar", unit="year")
    assert same_days(year, Period(kind="fixed", start=date(2026, 1, 1), end=date(2026, 12, 31)), TODAY)
    assert not same_days(year, Period(kind="fixed", start=date(2026, 1, 1), end=date(2026, 9, 30)), TODAY)
    assert not same_days(year, Period(kind="fixed", start=date(2026, 1, 1)), TODAY)


def test_what_is_named_becomes_a_slot_that_knows_what_it_means(reader: Reader) -> None:
    source = _source(reader, "How many gold members spent over $200 on serums since June?")
    assert [one.meant[0] for one in source.named if one.slot.startswith(("<value", "<number"))] == [
        "gold",
        200,
        "serum",
    ]
    assert "spent" in [word for word, _ in source.tokens]


def test_step_by_step_counts_as_all_at_once() -> None:
    """The keys and values that are kept from step to step give what reading the row anew gives."""
    chance = np.random.default_rng(3)
    width, heads = 8, 2
    weights = {
        "emb.weight": (9, width),
        "lab.weight": (4, width),
        "ps.weight": (BEHIND + 4, width),
        "pt.weight": (12, width),
    }
    weights |= {"mini.weight": (width, 384), "bias": (6,)}
    norms = ["ne", "nd", "enc.0.n1", "enc.0.n3", "dec.0.n1", "dec.0.n2", "dec.0.n3"]
    lines = [f"{block}.{part}" for block in ("enc.0.a", "dec.0.a", "dec.0.c") for part in "qkvo"]
    weights |= {f"{name}.{kind}": (width,) for name in norms for kind in ("weight", "bias")}
    weights |= {f"{name}.weight": (width, width) for name in lines} | {f"{name}.bias": (width,) for name in lines}
    for block in ("enc.0", "dec.0"):
        weights |= {f"{block}.f.0.weight": (16, width), f"{block}.f.0.bias": (16,)}
        weights |= {f"{block}.f.3.weight": (width, 16), f"{block}.f.3.bias": (width,)}
    network = Network({name: chance.normal(size=shape) for name, shape in weights.items()}, heads)
    memory = network.encode([(3, 1), (5, 2), (7, 1)], [(2, 3), (8, 3)], None)
    row, past = [1, 4, 2, 5], network.start()
    kept = []
    for place, token in enumerate(row):
        scores, past = network.step([token], place, past, memory)
        kept.append(scores[0])
        assert np.isclose(np.exp(scores).sum(), 1, atol=1e-5)
    twice, past = network.start(), network.start()
    for place, token in enumerate(row):  # two rows at once, the same
        doubled = [np.repeat(keys, 2, axis=0) if len(keys) == 1 else keys for keys in twice.keys]
        values = [np.repeat(one, 2, axis=0) if len(one) == 1 else one for one in twice.values]
        scores, twice = network.step([token, token], place, type(twice)(doubled, values), memory)
        assert np.allclose(scores[0], kept[place], atol=1e-5)
        assert np.allclose(scores[0], scores[1], atol=1e-5)


def test_rows_come_the_likeliest_first(reader: Reader) -> None:
    rows = translator().rows(_source(reader, "revenue per country for gold members this year"))
    assert rows == sorted(rows, key=lambda row: -row.whole)
    assert all(0 < row.whole <= row.least <= 1 for row in rows)


def test_a_word_that_nobody_knows_is_never_read_over(reader: Reader) -> None:
    for question in ("how many flurbish gold members bought this year", "今年买过的靐齉金卡会员有多少"):
        assert not _second(reader, question)


def test_what_is_chosen_of_its_readings_is_answered(reader: Reader, talk: Callable[[], Talk]) -> None:
    question = "帮忙圈一下金卡里60天没下单的（以前买过的）"
    ask = reader.read(question).ask
    assert ask is not None
    option = next(option for option in ask.options if option.reading is not None)
    conversation = talk()
    asked, _ = conversation.say(question)
    assert option.label in asked[-1].args["options"]
    answered, text = conversation.say(option.label)
    assert option.reading is not None
    assert answered == option.reading.calls
    assert text
    further, _ = conversation.say("其中女性有多少？")
    assert "female" in json.dumps([call.args for call in further], default=str)


def test_everything_that_is_named_stands_in_the_reading(reader: Reader) -> None:
    for _, _, question in WORDINGS[::801]:
        for reading in _second(reader, question):
            told = json.dumps([call.args for call in reading.calls], default=str)
            for one in _source(reader, question).named:
                if one.slot.startswith("<value") and isinstance(one.meant[0], str) and one.meant[0] != "first":
                    assert any(str(meant) in told for meant in one.meant), (question, one, told)


def test_it_is_right_where_it_is_sure(reader: Reader) -> None:
    """The weights belong to the words of today: where the lexicon moves on this falls, and it is trained anew."""
    sure = right = 0
    for group, _, question in WORDINGS[::401]:
        reading = next(iter(_second(reader, question)), None)
        if reading is not None and reading.confidence >= 0.9:
            sure += 1
            named = _source(reader, question).named
            tool, args = DEFINITIONS[group]
            told = [tokens_of(call.tool, call.args, named, reader.today) for call in reading.calls]
            right += told == [tokens_of(tool, args, named, reader.today)]
    assert sure >= 20
    assert right / sure >= 0.9


@pytest.mark.parametrize(
    ("question", "tool"),
    [("who in the UK can we send emails and also texts to, has to be both", "list_audience"),
     ("去年下过单 今年又买的 几成", "compare_audiences")],
)  # fmt: skip
def test_where_it_is_sure_of_another_reading_both_are_offered(reader: Reader, question: str, tool: str) -> None:
    by_rules = reader.by_rules(question, State(), reader.language(question))
    assert by_rules.answers
    ask = reader.read(question).ask
    assert ask is not None
    other, ours = (option.reading for option in ask.options)
    assert other is not None and other.calls[0].tool == tool
    assert ours is not None and ours.calls == by_rules.calls
    assert len({option.label for option in ask.options}) == 2
    assert reader.read(question, settled=True).calls == by_rules.calls


@pytest.mark.parametrize(
    "question", ["how many gold members in London bought this year", "今年各渠道的订单数", "orders Q2 vs Q3"]
)
def test_what_the_rules_know_is_not_disputed(reader: Reader, question: str) -> None:
    assert reader.read(question).answers


def test_a_follow_up_is_read_with_the_definition_that_it_changes(reader: Reader) -> None:
    """What it names comes from its words, all else from the earlier definition."""
    women = {"kind": "attribute", "field": "gender", "values": ["female"]}
    london = {"kind": "attribute", "field": "city", "values": ["London"]}
    state = State(audience=Audience.model_validate({"all": [women, london]}), last="audience", figures="audience")
    reader.tagger.forget()
    readings = second_readings(Frame.of("and the men in Berlin?", reader.tagger, "en", state, frozenset()))
    assert readings
    values = [one["values"] for one in readings[0].calls[0].args["audience"]["all"]]
    assert sorted(values) == [["Berlin"], ["male"]]


def test_only_a_choice_settles_which_of_two_is_meant(reader: Reader, talk: Callable[[], Talk]) -> None:
    """The question once more, or a mere yes, is no choice."""
    question = "who in the UK can we send emails and also texts to, has to be both"
    for answer in (question, "yes", "ok"):
        conversation = talk()
        conversation.say(question)
        calls, _ = conversation.say(answer)
        assert calls[-1].tool == "ask_user", answer


def test_what_it_is_sure_of_is_answered_and_the_word_is_named(reader: Reader) -> None:
    reading = reader.read("APP端上个月客单价整明白")
    assert reading.answers and reading.calls
    assert any("“整”" in note for note in reading.notes)


@pytest.mark.parametrize("question", ["how many flurbish customers do we have in Berlin", "柏林有多少批发客户"])
def test_a_word_that_could_pick_people_is_asked_about_all_the_same(reader: Reader, question: str) -> None:
    assert reader.read(question).ask is not None
