"""What is bought together: the planted pairs are found, every measure agrees with plain counting."""

import json

import pytest

from tools.contract import BadRequest, Unavailable
from tools.recommendations.together import bought_together


def test_the_planted_pairs_come_first(trained_desk, trained_workspace):
    planted = json.loads(trained_workspace.truth_path.read_text(encoding="utf-8"))["pairs"]
    strongest = sorted(planted, key=lambda pair: -pair["orders_with_both"])[:5]
    _, rows = trained_desk.warehouse.query(
        "SELECT antecedent[1], consequent FROM product_rules WHERE level = 'product'"
    )
    found = {frozenset(row) for row in rows}
    assert all(frozenset((pair["first"], pair["second"])) in found for pair in strongest)


def test_measures_are_what_counting_gives(trained_desk):
    finding = bought_together(trained_desk, limit=5)
    _, rules = trained_desk.warehouse.query(
        "SELECT antecedent, consequent FROM product_rules WHERE level = 'product' "
        "ORDER BY extra_orders DESC, confidence DESC, antecedent LIMIT 5"
    )
    _, lines = trained_desk.warehouse.query("SELECT order_id, product_id FROM order_lines WHERE quantity > 0")
    baskets: dict[str, set[str]] = {}
    for order, product in lines:
        baskets.setdefault(order, set()).add(product)
    for (left, right), row in zip(rules, finding.rows, strict=True):
        with_left = [items for items in baskets.values() if items >= set(left)]
        both = sum(right in items for items in with_left)
        share = sum(right in items for items in baskets.values()) / len(baskets)
        confidence = both / len(with_left)
        assert row[2] == both
        assert row[4] == pytest.approx(confidence, rel=1e-5)
        assert row[5] == pytest.approx(confidence / share, rel=1e-5)
        assert row[6] == pytest.approx(both / len(baskets) - len(with_left) / len(baskets) * share, rel=1e-5)


def test_one_product_by_id_or_name_gives_the_same(trained_desk):
    _, ((product, name),) = trained_desk.warehouse.query(
        "SELECT p.id, p.name FROM product_rules r JOIN products p ON p.id = r.antecedent[1] "
        "WHERE level = 'product' ORDER BY extra_orders DESC LIMIT 1"
    )
    by_id, by_name = bought_together(trained_desk, product=product), bought_together(trained_desk, product=name)
    assert by_id.rows == by_name.rows and by_id.rows
    assert all(name in row[0] for row in by_id.rows)


def test_categories_products_nobody_knows_and_shops_without_rules(trained_desk, demo_desk):
    assert bought_together(trained_desk, category="skincare").status in ("answered", "empty")
    unknown = bought_together(trained_desk, product="flying carpet")
    assert unknown.status == "unknown" and "flying carpet" in unknown.message
    with pytest.raises(BadRequest, match="not both"):
        bought_together(trained_desk, product="x", category="skincare")
    with pytest.raises(Unavailable, match="train"):
        bought_together(demo_desk)
