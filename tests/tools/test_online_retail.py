"""Measures of an imported real shop agree with SQL written separately over the raw file."""

from pathlib import Path

import duckdb
import pytest

from tools.data.importing.plan import plan_import
from tools.data.importing.run import run_import
from tools.data.workspace import Workspace
from tools.definitions import Metric
from tools.desk import Shop
from tools.full_rows import full_rows
from tools.metrics import measure

FILE = Path(__file__).parents[3] / "shared/data/online_retail/online_retail.parquet"
pytestmark = pytest.mark.skipif(
    not FILE.is_file(), reason="the shared Online Retail file is not beside this repository"
)
VALUE = "SELECT {}, sum(Quantity * UnitPrice) FROM raw GROUP BY 1"


@pytest.fixture(scope="module")
def retail(tmp_path_factory):
    """A desk at the imported shop, and the raw rows."""
    workspace = Workspace.create(tmp_path_factory.mktemp("retail") / "shop")
    run_import(plan_import([str(FILE)]), workspace)
    raw = duckdb.connect()
    raw.execute(f"CREATE VIEW raw AS SELECT * FROM read_parquet('{FILE}')")
    shop = Shop.open(workspace)
    yield shop.desk(), raw
    shop.close()
    raw.close()


def test_the_shop_as_a_whole(retail):
    desk, raw = retail
    found = measure(desk, Metric(measures=["net_revenue", "customers", "buyers", "repeat_rate"]))
    buyers = (
        "SELECT count(*), avg(CAST(n >= 2 AS INT)) FROM (SELECT CustomerID, count(DISTINCT InvoiceNo) AS n FROM raw "
        "WHERE Quantity > 0 AND CustomerID IS NOT NULL GROUP BY 1)"
    )
    assert found.rows == [[pytest.approx(9_747_747.93, abs=0.01), 4372, *raw.execute(buyers).fetchone()]]
    assert "2,192 orders without a customer" in found.caveats[0]


@pytest.mark.parametrize(
    ("dimension", "column"),
    [("country", "Country"), ("month", "strftime(InvoiceDate, '%Y-%m')"), ("product_id", "StockCode")],
)
def test_revenue_split(retail, dimension, column):
    desk, raw = retail
    found = measure(desk, Metric(measures=["net_revenue"], dimensions=[dimension]))
    ours = dict(full_rows(desk, found)[1])
    theirs = dict(raw.execute(VALUE.format(column)).fetchall())
    assert ours == {key: pytest.approx(value, abs=0.005) for key, value in theirs.items()}
