"""How widely orders and customers buy, against sets made of the hand-counted rows."""

import pytest

from tests.tools.small_shop import ORDERS, PRODUCTS, TODAY, line_rows
from tools.audiences import size_audience
from tools.definitions import Audience, Metric
from tools.metrics import measure

FACTS = {product["id"]: product for product in PRODUCTS}
DATED = {order["id"]: order for order in ORDERS if order["ordered_at"][:10] <= TODAY}


def held(field, key):
    """What each order (or customer) bought different ones of; sets by id."""
    found = {}
    for line in line_rows():
        order = DATED.get(line["order_id"])
        if order and line["quantity"] > 0 and order[key] is not None:
            kinds = found.setdefault(order[key], set())
            if (kind := FACTS[line["product_id"]][field]) is not None:
                kinds.add(kind)
    return found


@pytest.mark.parametrize(("name", "field"), [("products", "id"), ("categories", "category"), ("brands", "brand")])
def test_orders_by_what_one_of_them_holds(hand_desk, name, field):
    expected = held(field, "id")
    for least in range(4):
        where = [{"field": f"order_{name}", "op": "ge", "values": [least]}]
        found = measure(hand_desk, Metric.model_validate({"measures": ["orders"], "where": where}))
        assert found.rows[0][0] == sum(len(kinds) >= least for kinds in expected.values())
    average = measure(hand_desk, Metric(measures=[f"average(order_{name})"])).rows[0][0]
    assert average == pytest.approx(sum(map(len, expected.values())) / len(expected))


@pytest.mark.parametrize(("name", "field"), [("categories", "category"), ("brands", "brand")])
def test_customers_by_how_many_they_bought_from(hand_desk, name, field):
    expected = held(field, "customer_id")
    for least in (1, 2, 3):
        bought = {"kind": "bought", "measure": name, "value": least}
        found = size_audience(hand_desk, Audience.model_validate({"all": [bought]}))
        assert found.rows[0][0] == sum(len(kinds) >= least for kinds in expected.values())
