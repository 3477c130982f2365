"""A follow-up is shown to the trained reader behind the definition that it changes, whose parts it can take over."""

from __future__ import annotations

import json
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from assistant.planner.frame import State
from assistant.planner.learned.alike import alike, plain
from assistant.planner.learned.earlier import earlier_call, with_earlier
from assistant.planner.learned.source import Named, Source
from assistant.planner.learned.target import call_of, tokens_of
from assistant.planner.reading import Call, Reading
from tools.criteria import Period
from tools.definitions import Audience, Metric

TODAY = date(2026, 10, 31)
STEPS = [
    json.loads(line)
    for line in (Path(__file__).parents[3] / "benchmarks/cases/worded/steps.jsonl").read_text("utf-8").splitlines()
]
THIS_YEAR = {"kind": "calendar", "unit": "year"}
SO_FAR = {"kind": "fixed", "start": "2026-01-01", "end": "2026-10-31"}
NOTHING = Source((), (), (), "")


def test_a_definition_comes_back_from_what_is_shown_of_it() -> None:
    """Kept whole, the earlier definition is itself: every value, name and time of it has a slot."""
    taken = 0
    for step in islice(STEPS, 0, None, 5):
        tool, args = step["call"]
        source = with_earlier(NOTHING, (tool, args))
        if source is None:
            continue
        taken += 1
        separator, *tokens = [token for token, _ in source.before]
        assert separator == "<was>"
        back = call_of(tokens, source.all_named)
        assert back[0] == tool
        assert plain(_whole(back[1]), "", TODAY) == plain(_whole(args), "", TODAY)
    assert taken > len(STEPS) // 6


def _whole(value: Any) -> Any:
    """Numbers as numbers: 2.0 is 2."""
    if isinstance(value, dict):
        return {name: _whole(one) for name, one in value.items()}
    return [_whole(one) for one in value] if isinstance(value, list) else value


def test_what_the_question_names_itself_goes_first() -> None:
    call = ("size_audience", {"audience": {"all": [{"kind": "attribute", "field": "city", "values": ["London"]}]}})
    asked = NOTHING._replace(named=(Named("<value1>", ("London",)),))
    source = with_earlier(asked, call)
    assert source is not None
    assert [one.meant for one in source.kept] == [("city",), ("London",)]
    assert "<value1>" in tokens_of(*call, source.all_named, TODAY)
    assert "<was1>" in tokens_of(*call, source.all_named, TODAY)


def test_what_holds_too_much_is_not_shown() -> None:
    cities = [f"city {number}" for number in range(20)]
    call = ("size_audience", {"audience": {"all": [{"kind": "attribute", "field": "city", "values": cities}]}})
    assert with_earlier(NOTHING, call) is None


def test_only_figures_and_people_are_changed() -> None:
    women = Audience.model_validate({"all": [{"kind": "attribute", "field": "gender", "values": ["female"]}]})
    orders = Metric(measures=["orders"])
    assert earlier_call(State()) is None
    assert earlier_call(State(last="copy", figures="audience", audience=women)) is None
    metric = earlier_call(State(last="metric", figures="metric", metric=orders, audience=women))
    assert metric == ("measure", {"metric": {"measures": ["orders"]}})
    listed = earlier_call(State(last="list", figures="list", audience=women, list_args={"limit": 5}))
    assert listed == ("list_audience", {"limit": 5, "audience": women.compact()})


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (("size_audience", {"audience": {}}), ("list_audience", {"audience": {}, "limit": 5}), True),
        (("measure", {"metric": {"measures": ["customers"]}}), ("size_audience", {"audience": {}}), True),
        (
            ("measure", {"metric": {"measures": ["orders"], "dimensions": ["brand"]}}),
            ("measure", {"metric": {"measures": ["orders"], "dimensions": ["brand"], "limit": 3}}),
            True,
        ),
        (
            ("measure", {"metric": {"measures": ["orders"]}}),
            ("measure", {"metric": {"measures": ["units"]}}),
            False,
        ),
        (
            ("measure", {"metric": {"measures": ["orders"], "period": THIS_YEAR}}),
            (
                "measure",
                {"metric": {"measures": ["orders"], "period": SO_FAR}},
            ),
            True,
        ),
    ],
)  # fmt: skip
def test_forms_of_one_question_are_alike(
    first: tuple[str, dict[str, Any]], second: tuple[str, dict[str, Any]], same: bool
) -> None:
    readings = [Reading("", calls=[Call(*call)]) for call in (first, second)]
    assert alike(*readings, TODAY) is same


def test_conditions_in_another_order_are_the_same() -> None:
    gold = {"kind": "attribute", "field": "loyalty_tier", "values": ["gold"]}
    week = {"kind": "bought", "period": Period(kind="rolling", count=7, unit="day").compact()}
    readings = [
        Reading("", calls=[Call("size_audience", {"audience": {"all": all_}})]) for all_ in ([gold, week], [week, gold])
    ]
    assert alike(*readings, TODAY)
