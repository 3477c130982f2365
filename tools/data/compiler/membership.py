"""Why one customer is in an audience or is not: every condition with the figure behind it, as one row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from tools.contract import Column
from tools.data.compiler.audience import Members
from tools.data.compiler.facts import Facts
from tools.data.compiler.script import Query
from tools.definitions import Audience, Condition

if TYPE_CHECKING:
    from tools.dictionary import Dictionary


def compile_tests(
    audience: Audience,
    dictionary: Dictionary,
    today: date,
    customer_id: str,
    *,
    saved: Mapping[str, Audience] | None = None,
    dialect: str = "duckdb",
) -> tuple[Query, list[Condition]]:
    """One row for one customer: for each condition whether it holds and the figure behind it, then membership.

    Conditions come in the order all, any, none. No row means there is no such customer.
    """
    facts = Facts(dictionary, today, saved or {})
    members = Members(facts)
    conditions = [*audience.all, *audience.any, *audience.none]
    parts, columns = [], []
    for number, item in enumerate(conditions):
        test = members.test(item)
        parts.append(f"coalesce({test.sql}, FALSE) AS holds_{number}, {test.figure or 'NULL'} AS figure_{number}")
        columns += [Column(name=f"holds_{number}", type="boolean"), Column(name=f"figure_{number}")]
    name = facts.script.after("members", members.select(audience))
    parts.append(f"id IN (SELECT id FROM {name}) AS member")
    columns.append(Column(name="member", type="boolean"))
    text = f"SELECT {', '.join(parts)} FROM everyone WHERE id = {facts.script.bind(customer_id)}"
    return facts.script.render(text, facts.parts(), dialect, columns), conditions
