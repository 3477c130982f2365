"""Ten conversations of five turns with the built-in planner keep their context, each turn in a session opened anew."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.session import Session
from assistant.settings import Settings
from tools.data.workspace import Workspace
from tools.desk import Shop

ENGLISH = [
    "how many customers in {first}",
    "only women",
    "and in {second} instead",
    "list them",
    "only men",
]
CHINESE = ["{first}有多少客户", "只看女性", "换成{second}", "把他们列出来", "换成男性"]
CITIES = {
    "en": [("London", "Berlin"), ("Berlin", "New York"), ("Shanghai", "London"), ("New York", "Shanghai"),
           ("Beijing", "London")],
    "zh": [("上海", "北京"), ("北京", "伦敦"), ("伦敦", "柏林"), ("柏林", "上海"), ("纽约", "上海")],
}  # fmt: skip
STORED = {"上海": "Shanghai", "北京": "Beijing", "伦敦": "London", "柏林": "Berlin", "纽约": "New York"}


@pytest.fixture(scope="module")
def shop(demo_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The demo shop with a place of its own for conversations."""
    workspace = Workspace(demo_workspace.path, demo_workspace.settings)
    workspace.sessions_path = Path(tmp_path_factory.mktemp("sessions"))
    shop = Shop.open(workspace)
    yield shop
    shop.close()


def _count(shop: Shop, city: str, gender: str | None) -> int:
    _, rows = shop.warehouse.query(
        "SELECT count(*) FROM customers WHERE city = $city AND ($gender IS NULL OR gender = $gender)",
        {"city": STORED.get(city, city), "gender": gender},
    )
    return int(rows[0][0])


@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize("language", ["en", "zh"])
def test_five_turns_keep_their_context(shop: Shop, language: str, number: int) -> None:
    first, second = CITIES[language][number]
    turns = [turn.format(first=first, second=second) for turn in (ENGLISH if language == "en" else CHINESE)]
    expected = [(first, None), (first, "female"), (second, "female"), (second, "female"), (second, "male")]
    answers: list[Any] = []
    for turn in turns:
        session = Session.open(shop, Settings(), f"{language}-{number}")
        answers.append(session.answer(turn))
        session.close()
    assert [(a.status, a.language) for a in answers] == [("answered", language)] * 5
    assert [a.audience.size for a in answers] == [_count(shop, *wanted) for wanted in expected]
    assert len(Session.open(shop, Settings(), f"{language}-{number}").history()) == 5


def test_the_planner_names_itself_and_its_figures_are_traced(shop: Shop) -> None:
    session = Session.open(shop, Settings())
    answer = session.answer("net revenue by month this year")
    assert answer.model == "planner"
    assert session.records()[0]["withheld_figures"] == []
    session.close()
