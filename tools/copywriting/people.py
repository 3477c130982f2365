"""Who is written to, and what a message may say of each: one query for everybody, read a batch at a time."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from tools.audience_store import read_audiences
from tools.briefs import Brief, Goal
from tools.campaigns.definitions import CONTROL
from tools.contract import BadInput
from tools.copy_rules.passages import Guard
from tools.copy_rules.units import money
from tools.copywriting.guards import condition_of
from tools.copywriting.merging import TITLES, tag_value
from tools.copywriting.templates import GREETING, Template
from tools.data.compiler.people import NEXT_PRICE, NEXT_PRODUCT, Mode, NextProduct, compile_people
from tools.data.compiler.script import Query
from tools.definitions import Audience, Channel, Contactable
from tools.desk import Desk

CHANNELS: dict[str, Channel] = {"email": "email", "sms": "sms"}
MODES: dict[Goal, Mode] = {"replenish": "repeat", "cross_sell": "new", "launch": "new"}
"""Which of the recommender's lists a goal speaks of; the likeliest of both for the others."""


RANGE = 500_000
"""People read and sorted at once."""
SAMPLE = 20_000


class Asked(NamedTuple):
    """What is read of each person, and how it is shown."""

    tags: tuple[str, ...]
    guards: tuple[Guard, ...]
    show: Mapping[str, Callable[[object], str]]
    query: Query
    names: tuple[str, ...]
    """Columns of the query."""
    consent: bool
    """Whether the last test says who may be written to."""
    between: Callable[[tuple[str | None, str | None]], Query]
    """The query for the ids from one on and before another."""


class Batch(NamedTuple):
    """People in order of id, column by column. `missing` are those the data no longer has."""

    ids: Sequence[str]
    arms: Sequence[str]
    stored: dict[str, Sequence[Any]]
    truths: dict[str, Sequence[bool]]
    allowed: Sequence[bool]
    missing: Sequence[bool]


def asked_of(
    desk: Desk, brief: Brief, templates: Sequence[Template], audience: Audience, ids: Sequence[str] | None = None
) -> Asked:
    """The query for everything that the templates say of the members of `audience` (of these ids)."""
    tags = tuple(dict.fromkeys(tag for template in templates for tag in template.tags))
    guards = {text: guard for template in templates for text, guard in template.guards.items()}
    tests = [condition_of(desk, guard) for guard in guards.values()]
    channel = CHANNELS.get(brief.channel)
    if channel is not None:
        tests.append(Contactable(channel=channel))
    fields = [field for tag in tags for field in _fields(desk, tag)]
    wanted = {NEXT_PRODUCT, NEXT_PRICE} & set(tags)
    product = _next_product(desk, brief) if wanted else None
    saved = read_audiences(desk.workspace)

    def between(edges: tuple[str | None, str | None]) -> Query:
        return compile_people(
            audience, desk.dictionary, desk.today, saved=saved, fields=fields, tests=tests, next_product=product,
            ids=ids, first_words={"name": sorted(TITLES)}, between=edges,
        )  # fmt: skip

    names = ["id", *fields, *(f"holds_{number}" for number in range(len(tests)))]
    names += [NEXT_PRODUCT, NEXT_PRICE] if product else []
    show = {tag: partial(_shown, tag, desk.workspace.settings.currency, brief.language) for tag in tags}
    return Asked(tags, tuple(guards.values()), show, between((None, None)), tuple(names), channel is not None, between)


def _fields(desk: Desk, tag: str) -> list[str]:
    """Customer fields a tag is filled from, the first that is known; none where the shop has no such data."""
    names = ["first_name", "name"] if tag == GREETING else [tag]
    fields = desk.dictionary.fields
    return [name for name in names if name in fields and fields[name].level == "customer"]


def _next_product(desk: Desk, brief: Brief) -> NextProduct | None:
    """The recommender's choice, where it was trained and is good enough to be offered."""
    profile = desk.dictionary.profile
    if "next_products" not in profile.columns or not profile.has("products", "name"):
        return None
    chinese = brief.language == "zh" and profile.has("products", "name_zh")
    return NextProduct(MODES.get(brief.goal, "any"), "name_zh" if chinese else "name")


def _shown(tag: str, currency: str, language: str, stored: object) -> str:
    if tag == NEXT_PRICE:
        price = float(stored) if isinstance(stored, int | float) else math.nan
        return money(round(price, 2), currency, language) if math.isfinite(price) and price > 0 else ""
    return tag_value(tag, stored)


def batches(
    desk: Desk, asked: Asked, assignments: Path | None, arm: str, rows: int, *, expected: int = 0
) -> Iterator[Batch]:
    """Everybody in order of id: the members, or those assigned, each with the arm they are in.

    Where many are `expected` they are read a range of ids at a time: the engine sorts no more than that at once.
    Raises BadInput for assignments that cannot be read or name somebody twice.
    """
    found = _read(desk, asked, rows, expected)
    if assignments is None:
        for people in found:
            yield _columns(desk, asked, people, [arm] * len(people))
        return
    ahead = _Ahead(row for people in found for row in people)
    nobody = (None,) * (len(asked.names) - 1)
    for assigned in read_assignments(assignments, rows):
        rows_found = [ahead.find(identity) for identity, _ in assigned]
        matched = [row or (one[0], *nobody) for row, one in zip(rows_found, assigned, strict=True)]
        yield _columns(desk, asked, matched, [one for _, one in assigned], [row is None for row in rows_found])


def _read(desk: Desk, asked: Asked, rows: int, expected: int) -> Iterator[list[tuple[Any, ...]]]:
    """Rows of the query in order of id, so many at a time wherever the ranges of ids end."""
    edges = _edges(desk, expected)
    held: list[tuple[Any, ...]] = []
    for low, high in pairwise([None, *edges, None]):
        query = asked.between((low, high)) if edges else asked.query
        for found in desk.warehouse.batches(query.sql, query.parameters, rows=rows):
            held += found
            while len(held) >= rows:
                yield held[:rows]
                held = held[rows:]
    if held:
        yield held


def _edges(desk: Desk, expected: int) -> list[str]:
    """Ids between ranges of about RANGE people each, from a sample of all ids; none for fewer people."""
    ranges = -(-expected // RANGE)
    if ranges < 2:
        return []
    _, rows = desk.warehouse.query(f"SELECT id FROM customers USING SAMPLE reservoir({SAMPLE} ROWS) REPEATABLE (7)")
    ids = sorted({str(row[0]) for row in rows})
    return sorted({ids[len(ids) * place // ranges] for place in range(1, ranges)}) if len(ids) >= ranges else []


class _Ahead:
    """People in order of id, looked up by ids that come in the same order."""

    def __init__(self, rows: Iterator[tuple[Any, ...]]) -> None:
        self._rows = rows
        self._row = next(rows, None)

    def find(self, identity: str) -> tuple[Any, ...] | None:
        """The row with this id; None where there is none."""
        while self._row is not None and self._row[0] < identity:
            self._row = next(self._rows, None)
        return self._row if self._row is not None and self._row[0] == identity else None


def _columns(
    desk: Desk, asked: Asked, rows: Sequence[tuple[Any, ...]], arms: list[str], missing: list[bool] | None = None
) -> Batch:
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
    place = {name: number for number, name in enumerate(asked.names)}
    stored: dict[str, Sequence[Any]] = {}
    for tag in asked.tags:
        sources = [columns[place[name]] for name in (*_fields(desk, tag), *_computed(tag)) if name in place]
        stored[tag] = _first_known(sources, len(rows))
    holds = [columns[place[f"holds_{number}"]] for number in range(len(asked.guards) + asked.consent)]
    allowed = holds.pop() if asked.consent else [True] * len(rows)
    return Batch(
        columns[0], arms, stored, {guard.text: one for guard, one in zip(asked.guards, holds, strict=True)},
        allowed, missing or [False] * len(rows),
    )  # fmt: skip


def _computed(tag: str) -> list[str]:
    return [tag] if tag in (NEXT_PRODUCT, NEXT_PRICE) else []


def _first_known(sources: list[Sequence[Any]], count: int) -> Sequence[Any]:
    """The first source that has something, person by person."""
    if not sources:
        return [None] * count
    found = sources[0]
    for other in sources[1:]:
        found = [one or two for one, two in zip(found, other, strict=True)]
    return found


def read_assignments(path: Path, rows: int) -> Iterator[list[tuple[str, str]]]:
    """Customer id and arm of everybody assigned but those held back, by id, so many at a time.

    Raises BadInput for a file that is no such table, or names a customer twice.
    """
    last = ""
    with duckdb.connect(":memory:") as connection:
        try:
            connection.execute(
                "SELECT CAST(customer_id AS VARCHAR), CAST(arm AS VARCHAR) FROM read_parquet($path) "
                "WHERE customer_id IS NOT NULL AND arm <> $held ORDER BY 1",
                {"path": str(path), "held": CONTROL},
            )
            while found := connection.fetchmany(rows):
                last = _once_each(path, found, last)
                yield found
        except duckdb.Error as error:
            raise BadInput(f"{path} is no table of customer_id and arm: {str(error).splitlines()[0]}") from error


def _once_each(path: Path, found: list[tuple[str, str]], last: str) -> str:
    """The last of people in order by id; raises BadInput where one stands twice."""
    for identity, _ in found:
        if identity == last:
            raise BadInput(f"{path} assigns {identity} twice: plan the campaign again.")
        last = identity
    return last
