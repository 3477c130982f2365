"""Training on the demo shop finds the groups that were planted, and says so when it cannot."""

import json
import shutil
from collections import Counter

import pytest

from tools.data.engine import Warehouse, writing
from tools.data.workspace import Workspace
from tools.training import train


@pytest.fixture(scope="module")
def trained(demo_workspace, tmp_path_factory):
    folder = tmp_path_factory.mktemp("trained") / "shop"
    shutil.copytree(demo_workspace.path, folder)
    workspace = Workspace.open(folder)
    return workspace, train(workspace)


def test_every_buyer_is_in_one_cluster_that_has_a_profile(trained):
    workspace, reports = trained
    assert [report.fitted for report in reports] == [True] * len(reports)
    warehouse = Warehouse(workspace.warehouse_path)
    _, rows = warehouse.query(
        "SELECT count(*), count(DISTINCT customer_id), count(p.segment) FROM customer_clusters c "
        "LEFT JOIN segment_profiles p ON p.segment = c.cluster"
    )
    _, buyers = warehouse.query("SELECT count(DISTINCT customer_id) FROM orders WHERE customer_id IS NOT NULL")
    assert rows == [(buyers[0][0],) * 3]


def test_the_sharpest_planted_archetypes_each_fill_a_cluster_of_their_own(trained):
    workspace, _ = trained
    people = json.loads(workspace.truth_path.read_text(encoding="utf-8"))["people"]
    planted = dict(zip(people["customer_id"], people["archetype"], strict=True))
    _, members = Warehouse(workspace.warehouse_path).query("SELECT customer_id, cluster FROM customer_clusters")
    homes = {}
    for archetype in ("big_basket_fashion", "one_time_store_buyer"):
        counts = Counter(cluster for customer, cluster in members if planted[customer] == archetype)
        homes[archetype], most = counts.most_common(1)[0]
        assert most >= 0.8 * counts.total()
    assert len(set(homes.values())) == 2


def test_the_card_argues_for_its_number(trained):
    workspace, _ = trained
    card = json.loads((workspace.models_path / "clusters.json").read_text(encoding="utf-8"))
    assert {candidate["k"] for candidate in card["candidates"]} == set(range(3, 9))
    assert all(0 <= candidate["stability"] <= 1 for candidate in card["candidates"])
    assert card["k"] in {candidate["k"] for candidate in card["candidates"]}


def test_a_shop_too_small_for_clusters_is_told_the_rule(tmp_path):
    workspace = Workspace.create(tmp_path / "tiny")
    with writing(workspace.warehouse_path) as connection:
        connection.execute("INSERT INTO orders VALUES ('O1', 'C1', '2026-03-01', 'online', 0, NULL)")
        connection.execute("INSERT INTO order_lines VALUES ('O1', 'P1', 1, 10)")
    (report,) = train(workspace)
    assert not report.fitted and "at least 100" in report.text_en
