"""Training on the demo shop finds the groups that were planted, and says so when it cannot."""

import json
import shutil
from collections import Counter

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from tools.data.engine import Warehouse, writing
from tools.data.models import keeping
from tools.data.workspace import Workspace
from tools.modelling.cards import ModelCard
from tools.modelling.lifetimes import fit_value
from tools.training import train


def test_every_buyer_is_in_one_cluster_that_has_a_profile(trained_workspace):
    workspace = trained_workspace
    warehouse = Warehouse(workspace.warehouse_path)
    _, rows = warehouse.query(
        "SELECT count(*), count(DISTINCT customer_id), count(p.segment) FROM customer_clusters c "
        "LEFT JOIN segment_profiles p ON p.segment = c.cluster"
    )
    _, buyers = warehouse.query("SELECT count(DISTINCT customer_id) FROM orders WHERE customer_id IS NOT NULL")
    assert rows == [(buyers[0][0],) * 3]


def test_the_sharpest_planted_archetypes_each_fill_a_cluster_of_their_own(trained_workspace):
    workspace = trained_workspace
    people = json.loads(workspace.truth_path.read_text(encoding="utf-8"))["people"]
    planted = dict(zip(people["customer_id"], people["archetype"], strict=True))
    _, members = Warehouse(workspace.warehouse_path).query("SELECT customer_id, cluster FROM customer_clusters")
    homes = {}
    for archetype in ("big_basket_fashion", "one_time_store_buyer"):
        counts = Counter(cluster for customer, cluster in members if planted[customer] == archetype)
        homes[archetype], most = counts.most_common(1)[0]
        assert most >= 0.8 * counts.total()
    assert len(set(homes.values())) == 2


def test_the_card_argues_for_its_number(trained_workspace):
    workspace = trained_workspace
    card = json.loads((workspace.models_path / "clusters.json").read_text(encoding="utf-8"))
    assert {candidate["k"] for candidate in card["candidates"]} == set(range(3, 9))
    assert all(0 <= candidate["stability"] <= 1 for candidate in card["candidates"])
    assert card["k"] in {candidate["k"] for candidate in card["candidates"]}


def test_a_shop_too_small_for_clusters_is_told_the_rule(tmp_path):
    workspace = Workspace.create(tmp_path / "tiny")
    with writing(workspace.warehouse_path) as connection:
        connection.execute("INSERT INTO orders VALUES ('O1', 'C1', '2026-03-01', 'online', 0, NULL)")
        connection.execute("INSERT INTO order_lines VALUES ('O1', 'P1', 1, 10)")
    reports = {report.model: report for report in train(workspace)}
    assert not any(report.fitted for report in reports.values())
    assert "at least 100" in reports["clusters"].text_en
    assert "needs" in reports["purchase"].text_en and "days of orders" in reports["purchase"].text_en
    assert "at least 50 customers" in reports["value"].text_en


def test_everyone_who_bought_has_a_value_and_nobody_else(trained_desk):
    _, rows = trained_desk.warehouse.query(
        "SELECT count(*) FROM (SELECT customer_id FROM customer_scores WHERE expected_orders IS NOT NULL) AS s "
        "FULL JOIN (SELECT DISTINCT o.customer_id FROM orders o JOIN order_lines l ON l.order_id = o.id "
        "WHERE l.quantity > 0) AS b USING (customer_id) WHERE s.customer_id IS NULL OR b.customer_id IS NULL"
    )
    assert rows == [(0,)]


def test_scores_tell_the_planted_leavers_from_those_who_stay(trained_workspace, trained_desk):
    people = json.loads(trained_workspace.truth_path.read_text(encoding="utf-8"))["people"]
    gone = {customer for customer, day in zip(people["customer_id"], people["churned_on"], strict=True) if day}
    _, rows = trained_desk.warehouse.query(
        "SELECT customer_id, purchase_probability FROM customer_scores WHERE purchase_probability IS NOT NULL"
    )
    left = np.array([customer in gone for customer, _ in rows])
    assert roc_auc_score(~left, [chance for _, chance in rows]) > 0.85


def test_a_second_training_keeps_the_former_version_and_says_what_changed(trained_workspace, tmp_path):
    folder = tmp_path / "again"
    shutil.copytree(trained_workspace.path, folder)
    workspace = Workspace.open(folder)
    with writing(workspace.warehouse_path) as connection:
        connection.execute(
            "DELETE FROM orders WHERE ordered_at > (SELECT max(ordered_at) - INTERVAL 40 DAY FROM orders)"
        )
    former = keeping.current_version(workspace.models_path, "value")
    train(workspace)
    now = keeping.current_version(workspace.models_path, "value")
    assert now != former and keeping.previous(workspace.models_path, "value") == former
    card = ModelCard.model_validate(keeping.read_card(workspace.models_path, "value"))
    assert any("rows instead of" in change.en for change in card.changes)


def test_a_failure_leaves_the_former_scores(trained_workspace, tmp_path, monkeypatch):
    folder = tmp_path / "failing"
    shutil.copytree(trained_workspace.path, folder)
    workspace = Workspace.open(folder)
    before = _scores(workspace)
    monkeypatch.setattr("tools.training.FITS", {"value": fit_value})
    monkeypatch.setattr("tools.training.score_everyone", _fails)
    with pytest.raises(OSError, match="no space"):
        train(workspace)
    assert _scores(workspace) == before and not list(folder.glob(".training-*"))


def _fails(*_: object) -> None:
    raise OSError("no space left on device")


def _scores(workspace: Workspace) -> list[tuple]:
    warehouse = Warehouse(workspace.warehouse_path)
    try:
        return warehouse.query("SELECT * FROM customer_scores ORDER BY 1")[1]
    finally:
        warehouse.close()
