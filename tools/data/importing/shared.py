"""Keys under headings of the shop's own: wine_code in a list of wines and in the orders of them is a product's id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from tools.contract import BadInput
from tools.data.importing import evidence
from tools.data.importing.evidence import SAMPLE
from tools.data.importing.hygiene import clean_sql
from tools.data.importing.mapping import propose
from tools.data.importing.models import FilePlan, Role, Said
from tools.data.importing.profile import profiles
from tools.data.importing.sql import texts
from tools.data.importing.vocabulary import name_score, plain, vocabulary

_LISTS: dict[Role, str] = {"customers": "customers.id", "products": "products.id", "orders": "orders.id"}
"""What a file lists one row each of, and the key that names them in other files."""
_LEAST = 5
"""Different values before a column is taken for a key."""
_MOST = 1_000
_SHARE = 0.95


@dataclass
class Shared:
    """A key that was found: the column in its list, and in the file that names its values."""

    places: list[tuple[FilePlan, int]]
    target: str
    listed: FilePlan


def shared_keys(
    connection: duckdb.DuckDBPyConnection, files: list[FilePlan], fixed: list[dict[int, str]]
) -> list[Shared]:
    """Columns of one heading that nobody knows, different in every row of one file and repeated in another one.

    They are added to `fixed`; a person's own word for either column keeps it.
    """
    found = []
    for places in _same_headings(files, fixed):
        shared = _shared(connection, files, places)
        if shared:
            for number, position in places:
                fixed[number][position] = shared.target
            found.append(shared)
    return found


def say(found: list[Shared]) -> None:
    """Give the reason in the plan."""
    for shared in found:
        for plan, position in shared.places:
            column = plan.columns[position]
            column.reason = "values"
            column.evidence.append(
                Said(en=f"the key of {shared.listed.name}, which the other file names",
                     zh=f"是 {shared.listed.name} 的编号，另一文件也引用它")
            )  # fmt: skip


def _same_headings(files: list[FilePlan], fixed: list[dict[int, str]]) -> Iterator[list[tuple[int, int]]]:
    """(file, position) of every heading that stands in two files or more and names nothing that is known."""
    places: dict[str, list[tuple[int, int]]] = {}
    for number, plan in enumerate(files):
        for column in plan.columns:
            if column.position not in fixed[number]:
                places.setdefault(plain(column.source), []).append((number, column.position))
    for heading, found in places.items():
        several = len({number for number, _ in found}) == len(found) > 1
        if several and not any(name_score(heading, words, own=True) for words in vocabulary().columns.values()):
            yield found


def _shared(
    connection: duckdb.DuckDBPyConnection, files: list[FilePlan], places: list[tuple[int, int]]
) -> Shared | None:
    values, once = {}, []
    for number, position in places:
        try:
            values[number] = evidence.different(connection, files[number], clean_sql(f"c{position}"), _MOST)
        except BadInput:
            return None
        filled, different = connection.execute(
            f"SELECT count({clean_sql(f'c{position}')}), count(DISTINCT {clean_sql(f'c{position}')}) FROM {SAMPLE}"
        ).fetchall()[0]
        if different < _LEAST:
            return None
        if filled == different:
            once.append((number, position))
    if len(once) != 1:
        return None
    number, position = once[0]
    if not all(_known(connection, files[number], position, values[other]) for other in values if other != number):
        return None
    target = _listed(connection, files[number], position)
    plans = [(files[other], place) for other, place in places]
    return Shared(plans, target, files[number]) if target else None


def _known(connection: duckdb.DuckDBPyConnection, plan: FilePlan, position: int, values: list[str]) -> bool:
    """Whether nearly all these values are in the list."""
    evidence.take_sample(connection, plan)
    own = clean_sql(f"c{position}")
    known = evidence.scan(connection, plan, [f"count(DISTINCT {own}) FILTER ({own} IN {texts(values)})"])[0]
    return bool(known >= _SHARE * len(values))


def _listed(connection: duckdb.DuckDBPyConnection, plan: FilePlan, position: int) -> str | None:
    """The key of what the file lists, by what else it tells of them."""
    evidence.take_sample(connection, plan)
    found = profiles(connection, SAMPLE, plan)
    readings = [
        (reading.score, key)
        for role, key in _LISTS.items()
        for reading in propose(plan, found, {position: key}, only=role)
        if not reading.missing
    ]
    return max(readings)[1] if readings else None
