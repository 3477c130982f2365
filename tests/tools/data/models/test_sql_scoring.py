"""Scores as SQL, run by the engines, against the scores themselves."""

import csv
import io
import os
import shutil
import subprocess

import duckdb
import numpy as np
import pandas as pd
import pytest
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.data.models.scores import FORMS, NAMES, people, score
from tools.data.models.sql_scoring import (
    in_dialect,
    margin_sql,
    nearest_centre_sql,
    number,
    pays,
    probability_sql,
    quoted,
)
from tools.science.clusters import fit_clusters
from tools.science.propensity.scorer import LinearMember, Scorer
from tools.science.scorer_parts import plain_parts

SERVER = os.environ.get("POSTGRES_TEST_SERVER", "")
EXPRESSIONS = {form: (score(form), plain_parts(score(form))) for form in FORMS}


def in_duckdb(frame: pd.DataFrame, *expressions: str) -> np.ndarray:
    """Values of expressions over the rows, in their order, shape (rows, expressions), unknown as NULL and as NaN."""
    found = []
    with duckdb.connect() as connection:
        connection.register("given", frame.reset_index(drop=True).assign(place=range(len(frame))))
        for unknown in ("NULLIF({0}, 'NaN'::DOUBLE)", "COALESCE({0}, 'NaN'::DOUBLE)"):
            columns = ", ".join(f"{unknown.format(quoted(name))} AS {quoted(name)}" for name in frame.columns)
            connection.execute(f"CREATE OR REPLACE TABLE people AS SELECT place, {columns} FROM given")
            rows = connection.execute(f"SELECT {', '.join(expressions)} FROM people ORDER BY place").fetchall()
            found.append(np.array(rows, dtype=float))
    assert np.array_equal(*found)
    return found[0]


@pytest.mark.parametrize("form", FORMS)
def test_the_engine_scores_like_the_score(form):
    frame, _ = people()
    frame = pd.concat([frame, frame * 1e5, frame * -1e5, frame * 0, frame * np.inf])
    scorer, plain = EXPRESSIONS[form]
    found = in_duckdb(frame, margin_sql(plain), probability_sql(plain))
    assert np.abs(found[:, 0] - scorer.margin(frame)).max() < 1e-9
    assert np.abs(found[:, 1] - scorer.probability(frame)).max() < 1e-9


numbers = st.one_of(st.none(), st.floats(-1e12, 1e12), st.floats(-5, 5), st.sampled_from([np.inf, -np.inf]))


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(*[numbers] * len(NAMES)), min_size=1, max_size=20))
def test_any_row_is_scored_alike_null_or_nan(rows):
    values = [[np.nan if value is None else value for value in row] for row in rows]
    frame = pd.DataFrame(values, columns=list(NAMES))
    nulls = frame.astype(object).where(frame.notna(), None)
    scores = [(EXPRESSIONS[form][0], margin_sql(EXPRESSIONS[form][1])) for form in ("linear", "tree")]
    with duckdb.connect() as connection:
        columns = ", ".join(f"{quoted(name)} DOUBLE" for name in NAMES)
        connection.execute(f"CREATE TABLE people (place INTEGER, {columns})")
        for kind in (frame, nulls):
            connection.execute("DELETE FROM people")
            for place, row in enumerate(kind.itertuples(index=False)):
                connection.execute("INSERT INTO people VALUES (?, ?, ?, ?, ?, ?)", [place, *row])
            texts = ", ".join(text for _, text in scores)
            found = np.array(connection.execute(f"SELECT {texts} FROM people ORDER BY place").fetchall())
            for place, (scorer, _) in enumerate(scores):
                assert np.abs(found[:, place] - scorer.margin(frame)).max() < 1e-9


@pytest.mark.parametrize("form", ["boosted", "tree", "forest"])
def test_a_value_on_a_threshold_goes_the_same_way(form):
    scorer, plain = EXPRESSIONS[form]
    member = plain["members"][0]
    inner = np.flatnonzero(member["left"] >= 0)[:60]
    rows = np.zeros((3 * len(inner), len(NAMES)))
    for place, node in enumerate(inner):
        border = member["threshold"][node]
        near = (border, np.nextafter(border, np.inf), np.nextafter(border, -np.inf))
        rows[3 * place : 3 * place + 3, member["feature"][node]] = near
    frame = pd.DataFrame(rows, columns=list(NAMES))
    assert np.abs(in_duckdb(frame, margin_sql(plain))[:, 0] - scorer.margin(frame)).max() < 1e-12


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=5, max_size=20))
def test_literals_read_back_exactly(values):
    with duckdb.connect() as connection:
        texts = ", ".join(f"{number(value)}, typeof({number(value)})" for value in values)
        row = connection.execute(f"SELECT {texts}").fetchone()
    for value, found, kind in zip(values, row[::2], row[1::2], strict=True):
        assert kind == "DOUBLE" and (found == value or (found != found and value != value))


def test_extreme_scores_are_zero_and_one_without_an_error():
    scorer, plain = EXPRESSIONS["plain linear"]
    steep = plain | {"slope": 1e6}
    frame, _ = people()
    found = in_duckdb(frame, probability_sql(steep))
    sure = Scorer(scorer.features, scorer.members, scorer.weights, 1e6, scorer.offset)
    assert np.abs(found[:, 0] - sure.probability(frame)).max() < 1e-9


def test_a_score_without_members_that_vary_is_its_constant():
    from tools.science.propensity.basis import fit_basis

    empty = Scorer((), (LinearMember(fit_basis(people()[0][[]]), np.zeros(0), 0.4),), (1.0,), 2.0, 0.1)
    assert in_duckdb(people()[0], margin_sql(plain_parts(empty)))[:, 0] == pytest.approx(0.9)


def test_small_scores_are_the_engines_and_large_ones_stream():
    assert pays(EXPRESSIONS["linear"][1]) and pays(EXPRESSIONS["tree"][1])
    large = EXPRESSIONS["boosted"][1]
    many = {**large, "members": large["members"] * 20, "weights": [0.05] * 20}
    assert not pays(many)


def test_a_name_cannot_leave_its_quotes():
    assert quoted('a"; DROP TABLE x; --') == '"a""; DROP TABLE x; --"'
    text = margin_sql(EXPRESSIONS["linear"][1])
    tree = sqlglot.parse_one(f"SELECT {text}", read="duckdb")
    assert {column.name for column in tree.find_all(sqlglot.exp.Column)} == set(NAMES)


@pytest.mark.parametrize("dialect", ["postgres", "spark"])
@pytest.mark.parametrize("form", ["linear", "tree"])
def test_other_dialects_parse_to_the_same_tree(form, dialect):
    text = f"SELECT {probability_sql(EXPRESSIONS[form][1])} FROM people"
    back = sqlglot.transpile(in_dialect(text, dialect), read=dialect, write="duckdb")[0]
    frame, _ = people()
    with duckdb.connect() as connection:
        connection.register("people", frame)
        one, two = (np.array(connection.execute(sql).fetchall()) for sql in (text, back))
    assert np.array_equal(one, two)


@pytest.mark.skipif(not SERVER or not shutil.which("psql"), reason="POSTGRES_TEST_SERVER (for psql) is not set")
@pytest.mark.parametrize("form", FORMS)
def test_postgres_scores_like_the_score(form):
    frame, _ = people()
    scorer, plain = EXPRESSIONS[form]
    columns = ", ".join(f"{quoted(name)} DOUBLE PRECISION" for name in NAMES)
    rows = ["NULL" if value != value else repr(float(value)) for value in frame.to_numpy().ravel()]
    values = ", ".join(f"({place}, {', '.join(rows[place * 5 : place * 5 + 5])})" for place in range(len(frame)))
    sql = f"CREATE TEMP TABLE people (place INT, {columns}); INSERT INTO people VALUES {values}; "
    sql += "UPDATE people SET spend = 'NaN' WHERE spend IS NULL AND place % 2 = 0; SET extra_float_digits = 3; "
    text = in_dialect(f"SELECT {margin_sql(plain)}, {probability_sql(plain)} FROM people ORDER BY place", "postgres")
    run = subprocess.run(
        ["psql", SERVER, "-v", "ON_ERROR_STOP=1", "--csv", "-t", "-q"], input=sql + text, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    found = np.array(list(csv.reader(io.StringIO(run.stdout))), dtype=float)
    assert np.abs(found[:, 0] - scorer.margin(frame)).max() < 1e-9
    assert np.abs(found[:, 1] - scorer.probability(frame)).max() < 1e-9


def test_the_engine_finds_the_nearest_centre():
    dice = np.random.default_rng(2)
    kind = dice.integers(0, 3, 900)
    frame = pd.DataFrame(
        {
            "recency days": kind * 40 + dice.normal(size=900) * 8,
            "spend": np.exp(kind + dice.normal(size=900) / 3),
            "share:skin": np.clip(kind / 2 + dice.normal(size=900) / 5, 0, 1),
            "orders": 1.0 + dice.poisson(3, 900),
        }
    )
    fitted = fit_clusters(frame, k_range=(3, 3), evidence="orders")
    plain = fitted.plain()
    if plain["method"] != "kmeans":
        pytest.skip("the mixture was chosen: it has no centres")
    frame.loc[:20, "spend"] = np.nan
    sql = nearest_centre_sql(
        plain["axes"], np.array(plain["centres"]), source="people", key="place", evidence=plain["evidence"]
    )
    with duckdb.connect() as connection:
        connection.register("people", frame.assign(place=range(len(frame))))
        found = dict(connection.execute(sql).fetchall())
    assert [found[place] for place in range(len(frame))] == fitted.predict(frame).tolist()
    for dialect in ("postgres", "spark"):
        assert sqlglot.parse_one(in_dialect(sql, dialect), read=dialect)
