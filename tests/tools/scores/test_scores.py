"""Scores in answers: ranked as stored, taken apart exactly, refused with the right reason."""

import numpy as np
import pytest

from tools.audience_caveats import count_members
from tools.contract import BadRequest, NotEnoughData, Unavailable
from tools.definitions import Attribute, Audience, Inclined
from tools.scores import choose_cutoff, describe_model, explain_score, score_customers

WOMEN = Audience(all=[Attribute(field="gender", values=["female"])])


@pytest.mark.parametrize(("score", "column"), [("purchase", "purchase_probability"), ("value", "expected_spend")])
@pytest.mark.parametrize("highest", [True, False])
def test_a_ranking_is_that_of_the_stored_scores(trained_desk, score, column, highest):
    finding = score_customers(trained_desk, score, highest=highest, limit=15)
    _, rows = trained_desk.warehouse.query(
        f"SELECT customer_id, {column} FROM customer_scores WHERE {column} IS NOT NULL "
        f"ORDER BY {column} {'DESC' if highest else 'ASC'}, customer_id LIMIT 15"
    )
    assert [row[:2] for row in finding.rows] == [list(row) for row in rows]
    _, ((count, mean),) = trained_desk.warehouse.query(f"SELECT count({column}), avg({column}) FROM customer_scores")
    assert finding.total_rows == count and finding.totals["average"] == pytest.approx(mean)


def test_the_people_of_a_ranking_are_an_audience(trained_desk):
    finding = score_customers(trained_desk, "purchase", audience=WOMEN, limit=12)
    assert (
        finding.audience.size == 12 == count_members(trained_desk, Audience.model_validate(finding.audience.definition))
    )


def test_a_category_is_ranked_by_its_own_probability(trained_desk):
    finding = score_customers(trained_desk, "category", category="Skincare", limit=10)
    _, rows = trained_desk.warehouse.query(
        "SELECT customer_id, probability FROM category_scores WHERE category = 'skincare' ORDER BY 2 DESC, 1 LIMIT 10"
    )
    assert [row[:2] for row in finding.rows] == [list(row) for row in rows]
    bound = Audience(all=[Inclined(category="skincare", op="ge", value=rows[-1][1])])
    assert count_members(trained_desk, bound) == finding.audience.size >= 10
    unknown = score_customers(trained_desk, "category", category="spaceships")
    assert unknown.status == "unknown" and "spaceships" in unknown.message
    with pytest.raises(BadRequest, match="needs a category"):
        score_customers(trained_desk, "category")


@pytest.mark.parametrize("score", ["purchase", "response"])
def test_reasons_add_up_to_the_score_as_it_was_stored(trained_desk, score):
    _, rows = trained_desk.warehouse.query(
        f"SELECT customer_id, {score}_probability FROM customer_scores WHERE {score}_probability IS NOT NULL "
        "ORDER BY hash(customer_id) LIMIT 8"
    )
    for customer, stored in rows:
        finding = explain_score(trained_desk, score, customer_id=customer)
        assert finding.totals["score"] == pytest.approx(stored, abs=1e-9)
        effects = sum(row[2] for row in finding.rows)
        assert finding.totals["base"] + effects == pytest.approx(finding.totals["margin"], abs=0.002)
        if score == "purchase":  # a blend adds up in log-odds
            assert 1 / (1 + np.exp(-finding.totals["margin"])) == pytest.approx(stored, abs=1e-9)


def test_a_value_is_orders_times_value_per_order(trained_desk):
    _, ((customer, orders, spend),) = trained_desk.warehouse.query(
        "SELECT customer_id, expected_orders, expected_spend FROM customer_scores ORDER BY expected_spend DESC LIMIT 1"
    )
    finding = explain_score(trained_desk, "value", customer_id=customer)
    assert finding.totals["expected_spend"] == pytest.approx(spend)
    assert finding.totals["expected_orders"] == pytest.approx(orders)


def test_nobody_is_explained_who_is_not_there(trained_desk):
    assert explain_score(trained_desk, "purchase", customer_id="nobody").status == "unknown"


def test_a_group_is_explained_by_families(trained_desk):
    finding = explain_score(trained_desk, "purchase", audience=WOMEN)
    sizes = [row[1] for row in finding.rows]
    assert sizes == sorted(sizes, reverse=True) and sizes[0] > 0
    chinese = explain_score(trained_desk.speaking("zh"), "purchase", audience=WOMEN)
    assert all(not row[0].isascii() for row in chinese.rows)


def test_a_cutoff_is_where_value_no_longer_covers_cost(trained_desk):
    finding = choose_cutoff(trained_desk, "purchase", value_per_success=20.0, cost_per_contact=5.0)
    _, ((paying,),) = trained_desk.warehouse.query(
        "SELECT count(*) FROM customer_scores WHERE purchase_probability >= 0.25"
    )
    assert finding.totals["contacted"] == paying and finding.totals["break_even"] == 0.25
    few = choose_cutoff(trained_desk, "purchase", value_per_success=20.0, cost_per_contact=5.0, capacity=7)
    assert few.totals["contacted"] == 7 == few.audience.size
    with pytest.raises(BadRequest, match="value per success and a cost"):
        choose_cutoff(trained_desk, "purchase")
    with pytest.raises(BadRequest, match="no probability"):
        choose_cutoff(trained_desk, "value", capacity=5)


def test_the_cards_say_what_every_candidate_reached(trained_desk):
    overview = describe_model(trained_desk)
    assert {row[0] for row in overview.rows} >= {"Customer value", "Next purchase", "Category purchase"}
    finding = describe_model(trained_desk, "purchase")
    assert finding.rows[0][-1].startswith("served")
    assert {row[0] for row in finding.rows} >= {"Rule: recency", "Rule: sum of RFM scores"}
    assert "shuffled split would have claimed" in finding.message
    assert "随机打乱" in describe_model(trained_desk.speaking("zh"), "purchase").message


def test_a_model_that_is_no_good_is_not_offered_and_says_so(trained_desk):
    refused = [row[0] for row in describe_model(trained_desk).rows if not row[1]]
    if "Churn" in refused:
        with pytest.raises(NotEnoughData, match="not offered"):
            score_customers(trained_desk, "churn")
        assert "not offered" in describe_model(trained_desk, "churn").message
    with pytest.raises(NotEnoughData, match="at least 500 people"):
        score_customers(trained_desk, "uplift")
    assert "at least 500 people" in describe_model(trained_desk, "uplift").message


def test_an_untrained_shop_says_what_to_run(demo_desk):
    for call in (lambda: score_customers(demo_desk, "churn"), lambda: describe_model(demo_desk)):
        with pytest.raises((Unavailable, BadRequest), match="assistant train"):
            call()
