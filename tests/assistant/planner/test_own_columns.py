"""Columns of a shop's own as people ask for them: trimmed headings, people by a part of their name, sums, deeds."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from assistant.planner.reader import Reader
from tests.tools.small_shop import ORDERS, TODAY, line_rows, make_shop
from tools.data.workspace import WorkspaceSettings
from tools.desk import Shop

_KEPT = {
    "sales_rep": ("K. Miller", "J. Osei", "T. Lindqvist"),
    "credit_limit": (5000, 25000, 10000),
    "nps_score": (9, 6, 10),
    "pet_type": ("Dog", "Cat", "Dog"),
    "subscription_status": ("Active", "Paused", "Active"),
    "has_garden": ("1", "0", "1"),
    "teacher": ("Ms. Ortega", "Mr. Blum", "Mr. Blum"),
    "cups_per_day": (4, 2, 5),
    "favourite_grape": ("Riesling", "Syrah", "Malbec"),
}
_PEOPLE = [{"id": one} | {name: values[n] for name, values in _KEPT.items()} for n, one in enumerate("abe")]
_GOODS = [
    {
        "id": "p1",
        "name": "Oslo Sofa 3-Seater",
        "category": "living",
        "grape": "Riesling",
        "for": "Dog",
        "season": "Spring",
    },
    {"id": "p2", "name": "Lund Desk", "category": "office", "grape": "Syrah", "for": "Cat"},
    {"id": "p3", "name": "Hygge Rug", "category": "living", "grape": "Malbec", "for": "Cat"},
]
_CYCLE = [
    {"delivery_method": "White glove", "lead_time_days": 12, "tip": 2, "rating": 5, "served_by": "Marta"},
    {"delivery_method": "Kerbside", "lead_time_days": 40, "tip": 0, "rating": 1, "served_by": "Jonas"},
]


_WORDS = WorkspaceSettings(dictionary={"product": {"en": ["wine"]}, "customers": {"en": ["guest"]}})


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    lines = [line | {"quantity": abs(line["quantity"])} for line in line_rows()]
    orders = [order | _CYCLE[n % 2] for n, order in enumerate(ORDERS)]
    made = make_shop(
        tmp_path_factory.mktemp("own") / "shop", customers=_PEOPLE, products=_GOODS, orders=orders, order_lines=lines,
        settings=_WORDS,
    )  # fmt: skip
    yield made
    made.close()


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("average lead time in days by delivery method", ["average(lead_time_days)", '"delivery_method"']),
        ("average NPS by sales rep", ["average(nps_score)", '"sales_rep"']),
        ("total credit limit by sales rep", ["sum(credit_limit)", '"sales_rep"']),
        ("tips in March 2026", ["sum(tip)", "2026-03-01"]),
        ("highest tip this month", ["max(tip)"]),
        ("customers of rep Miller", ['"sales_rep"', "K. Miller"]),
        ("how many dog owners do we have", ['"pet_type"', "Dog"]),
        ("units of Riesling sold", ['"field": "grape"', "Riesling"]),
        ("customers whose favourite grape is Riesling", ['"favourite_grape"', "Riesling"]),
        ("white glove deliveries in 2026", ['"measures": ["orders"]', "White glove"]),
        ("1-star orders", ['"measures": ["orders"]', '"rating"']),
        ("who served the most orders this year", ['"dimensions": ["served_by"]']),
        ("who bought a sofa but no rug", ["sofa", "rug"]),
        ("how many sales were there in 2026", ['"measures": ["orders"]']),
        ("customers of Ms. Ortega", ['"teacher"', "Ms. Ortega"]),
        ("garden owners", ['"has_garden"']),
        ("people who drink 4 or more cups a day", ['"cups_per_day"', '"op": "ge"']),
        ("spring wines: units per month this year", ['"season"', '"unit": "year"']),
        ("which wines sold best", ['"dimensions": ["product"]']),
        ("how many wines did we sell in 2026", ['"measures": ["units"]']),
        ("Syrah wines by revenue", ['"dimensions": ["product"]', '"grape"']),
        ("White glove vs Kerbside share of orders", ['"dimensions": ["delivery_method"], "share": true']),
    ],
)
def test_reads(shop: Shop, question: str, shown: list[str]) -> None:
    calls = Reader(shop, date.fromisoformat(TODAY)).read(question).calls
    said = json.dumps([call.args for call in calls])
    assert [part for part in shown if part not in said] == [], said


def test_subscribers_of_a_plan_need_not_agree_to_mail(shop: Shop) -> None:
    (call,) = Reader(shop, date.fromisoformat(TODAY)).read("how many paused subscribers are there").calls
    condition: dict[str, Any] = {"kind": "attribute", "field": "subscription_status", "values": ["Paused"]}
    assert call.args == {"audience": {"all": [condition]}}


def test_a_heading_that_is_a_word_of_every_sentence_splits_nothing(shop: Shop) -> None:
    (call,) = Reader(shop, date.fromisoformat(TODAY)).read("average order value for dog owners").calls
    assert "dimensions" not in call.args["metric"]
