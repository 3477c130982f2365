"""What happens while the shop is open moves that person's figures, scores, reasons and next products at once."""

import shutil
from dataclasses import replace

import pytest

from tools.data.compiler import compile_audience
from tools.data.live import append_event, read_event
from tools.data.workspace import Workspace
from tools.definitions import Attribute, Audience
from tools.desk import Shop
from tools.modelling.people import fresh_scores
from tools.recommendations.products import recommend_products
from tools.scores import explain_score


@pytest.fixture
def open_shop(trained_workspace, tmp_path):
    folder = tmp_path / "open"
    shutil.copytree(trained_workspace.path, folder)
    shop = Shop.open(Workspace.open(folder))
    yield shop
    shop.close()


def _figures(desk, customer):
    audience = Audience(all=[Attribute(field="customer_id", values=[customer])])
    query = compile_audience(audience, desk.dictionary, desk.today, select=["id", "orders", "recency_score"])
    return desk.warehouse.query(query.sql, query.parameters)[1][0]


def test_a_purchase_shows_in_everything_that_is_said_of_its_buyer(open_shop):
    desk = open_shop.desk()
    _, ((customer, product),) = desk.warehouse.query(
        "SELECT o.customer_id, min(l.product_id) FROM orders o JOIN order_lines l ON l.order_id = o.id "
        "WHERE o.customer_id IS NOT NULL AND l.quantity > 0 GROUP BY o.customer_id "
        "HAVING max(o.ordered_at) < (SELECT max(ordered_at) FROM orders) - INTERVAL 200 DAY AND count(*) > 3 "
        "ORDER BY o.customer_id LIMIT 1"
    )
    before, figures = fresh_scores(desk, customer), _figures(desk, customer)
    append_event(open_shop.workspace, read_event({"customer": customer, "type": "purchase", "product": product}))
    now = replace(desk, today=desk.warehouse.last_day())
    after, moved = fresh_scores(now, customer), _figures(now, customer)
    assert moved[1] == figures[1] + 1 and moved[2] == 5
    assert after["purchase_probability"] > before["purchase_probability"] + 0.1
    assert after["expected_orders"] > before["expected_orders"]
    assert explain_score(now, "purchase", customer_id=customer).totals["score"] == after["purchase_probability"]
    again = recommend_products(now, customer_id=customer, only="repeat", limit=50)
    assert any(row[1] == product and ("0 days ago" in row[-1] or "once" in row[-1]) for row in again.rows)


def test_nothing_moves_for_the_others(open_shop):
    desk = open_shop.desk()
    _, rows = desk.warehouse.query(
        "SELECT customer_id FROM customer_scores WHERE purchase_probability IS NOT NULL "
        "ORDER BY hash(customer_id) LIMIT 3"
    )
    customer, *others = [row[0] for row in rows]
    before = [fresh_scores(desk, other) for other in others]
    append_event(open_shop.workspace, read_event({"customer": customer, "type": "view", "product": "SK-0001"}))
    assert [fresh_scores(desk, other) for other in others] == before
