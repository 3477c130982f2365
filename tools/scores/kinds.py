"""The scores there are: which model makes each, which customer field holds it, and how it is spoken of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from tools.contract import BadRequest
from tools.modelling.cards import ModelName
from tools.specs import Words

if TYPE_CHECKING:
    from tools.desk import Desk

Score = Literal["churn", "purchase", "value", "response", "uplift", "category"]


class ScoreKind(NamedTuple):
    """One score. `field` is the customer field it is kept in; "" for categories, which have a table of their own."""

    model: ModelName
    field: str
    most: Words
    """Heading of a ranking with the highest first."""
    least: Words
    happens: Words
    """What those who score high do, behind "to" and "会"; empty where the score is no probability."""
    beside: tuple[str, ...] = ()
    """Customer fields worth seeing beside it."""


KINDS: dict[Score, ScoreKind] = {
    "churn": ScoreKind(
        "churn", "churn_probability",
        Words(en="Most likely to churn", zh="最可能流失"), Words(en="Least likely to churn", zh="最不可能流失"),
        Words(en="churn", zh="流失"),
        ("days_since_last_order", "spend"),
    ),
    "purchase": ScoreKind(
        "purchase", "purchase_probability",
        Words(en="Most likely to buy", zh="最可能购买"), Words(en="Least likely to buy", zh="最不可能购买"),
        Words(en="order", zh="下单"),
        ("days_since_last_order", "spend"),
    ),
    "value": ScoreKind(
        "value", "expected_spend",
        Words(en="Highest expected spend", zh="预期消费最高"), Words(en="Lowest expected spend", zh="预期消费最低"),
        Words(en="", zh=""),
        ("expected_spend_low", "expected_spend_high", "expected_orders", "expected_next_order_date"),
    ),
    "response": ScoreKind(
        "response", "response_probability",
        Words(en="Most likely to respond", zh="最可能响应"), Words(en="Least likely to respond", zh="最不可能响应"),
        Words(en="respond", zh="响应"),
        ("days_since_last_order", "spend"),
    ),
    "uplift": ScoreKind(
        "uplift", "uplift",
        Words(en="Most persuadable", zh="最可被说服"), Words(en="Least persuadable", zh="最不可被说服"),
        Words(en="", zh=""),
        ("purchase_probability", "spend"),
    ),
    "category": ScoreKind(
        "category", "",
        Words(en="Most likely to buy {category}", zh="最可能购买{category}"),
        Words(en="Least likely to buy {category}", zh="最不可能购买{category}"),
        Words(en="buy it", zh="购买"),
        ("days_since_last_order", "spend"),
    ),
}  # fmt: skip


def scored_category(desk: Desk, category: str | None) -> str:
    """The shop's own value for this category; raises BadRequest where none is given, UnknownValue for a strange one."""
    if not category:
        raise BadRequest(
            "score category needs a category, such as the ones describe_data lists.", zh="品类得分需要一个品类。"
        )
    return desk.dictionary.match_value("category", category)
