"""The same definitions give the same rows in PostgreSQL. Runs where POSTGRES_TEST_SERVER names an empty database."""

import csv
import io
import os
import re
import shutil
import subprocess
from datetime import date

import pytest

from tests.tools.data.compiler.naive import TODAY, random_tables
from tests.tools.small_shop import make_shop
from tools.data.compiler import compile_audience, compile_metric
from tools.data.schema import TABLES
from tools.definitions import Audience, Metric

SERVER = os.environ.get("POSTGRES_TEST_SERVER", "")
pytestmark = pytest.mark.skipif(
    not SERVER or not shutil.which("psql"), reason="POSTGRES_TEST_SERVER (a connection string for psql) is not set"
)
METRICS = [
    *({"measures": ["net_revenue", "orders", "buyers", "repeat_rate", "new_buyers"], "dimensions": [name]}
      for name in ("month", "rfm_segment", "category", "gender", "weekday", "first_order_month")),
    {"measures": ["net_revenue", "opens"], "dimensions": ["month"], "compare": "previous_period",
     "period": {"kind": "rolling", "count": 60, "unit": "day"}},
    {"measures": ["net_revenue"], "dimensions": ["product"], "share": True},
    {"measures": ["cohort_retention"], "dimensions": ["first_order_month", "months_since_first_order"]},
    {"measures": ["median(age)", "average(order_value)", "emailable_customers", "days_since_last_order"]},
]  # fmt: skip
AUDIENCES = [
    {"all": [{"kind": "attribute", "field": "spend", "op": "gt", "relative_to": "median"}]},
    {"all": [{"kind": "ranked", "by": "spend", "share": 0.3}]},
    {"all": [{"kind": "bought", "period": {"kind": "rolling", "count": 60, "unit": "day"}}],
     "limit": {"by": "spend", "count": 2}},
]  # fmt: skip


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """One random shop in both engines."""
    tables = random_tables(4)
    made = make_shop(tmp_path_factory.mktemp("postgres") / "shop", **tables)
    statements = ["CREATE TEMP TABLE made (x INT)"]
    for name, columns in TABLES.items():
        types = ", ".join(f"{c.name} {c.type.replace('DOUBLE', 'DOUBLE PRECISION')}" for c in columns)
        statements += [f"DROP TABLE IF EXISTS {name}", f"CREATE TABLE {name} ({types})"]
        for row in tables.get(name, []):
            statements.append(f"INSERT INTO {name} ({', '.join(row)}) VALUES ({', '.join(map(literal, row.values()))})")
    ask(";\n".join(statements))
    yield made
    made.close()


def literal(value):
    if value is None or isinstance(value, bool | int | float):
        return "NULL" if value is None else str(value)
    kind = "DATE " if type(value) is date else "TIMESTAMP " if isinstance(value, date) else ""
    return kind + "'" + str(value).replace("'", "''") + "'"


def ask(sql):
    run = subprocess.run(
        ["psql", SERVER, "-v", "ON_ERROR_STOP=1", "--csv", "-t", "-q"], input=sql, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    return list(csv.reader(io.StringIO(run.stdout)))


def same(rows):
    """Rows as sorted text, numbers to six decimals."""

    def cell(value):
        try:
            return str(round(float(value), 6))
        except (TypeError, ValueError):
            return "" if value is None else str(value)

    return sorted([cell(value) for value in row] for row in rows)


@pytest.mark.parametrize(
    ("compile_", "definition"),
    [(compile_metric, Metric.model_validate(one)) for one in METRICS]
    + [(compile_audience, Audience.model_validate(one)) for one in AUDIENCES],
)
def test_both_engines_agree(shop, compile_, definition):
    ours = compile_(definition, shop.dictionary, TODAY)
    theirs = compile_(definition, shop.dictionary, TODAY, dialect="postgres")
    values = iter(theirs.parameters)
    found = ask(re.sub("%s", lambda _: literal(next(values)), theirs.sql))
    assert same(found) == same(shop.warehouse.query(ours.sql, ours.parameters)[1])
