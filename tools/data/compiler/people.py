"""People with what a message says of each: fields, whether conditions hold, and the product to offer next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from tools.contract import Column
from tools.data.compiler.audience import Members
from tools.data.compiler.facts import Facts
from tools.data.compiler.script import Query
from tools.data.profile import quoted
from tools.definitions import Audience, Condition

if TYPE_CHECKING:
    from tools.dictionary import Dictionary

NEXT_PRODUCT, NEXT_PRICE = "next_product", "next_product_price"
Mode = Literal["any", "new", "repeat"]


class NextProduct(NamedTuple):
    """Which product comes with each person: of which mode, and by its name in which column."""

    mode: Mode = "any"
    name: str = "name"


def compile_people(
    audience: Audience,
    dictionary: Dictionary,
    today: date,
    *,
    saved: Mapping[str, Audience],
    fields: Sequence[str],
    tests: Sequence[Condition] = (),
    next_product: NextProduct | None = None,
    ids: Sequence[str] | None = None,
) -> Query:
    """One row a member by id: `id`, the fields, `holds_0` … for the tests, and the next product's name and price.

    `ids` narrows the members to these. A condition on something unknown does not hold.
    """
    facts = Facts(dictionary, today, saved)
    parts = ["everyone.id AS id", *(f"everyone.{facts.field(name)} AS {quoted(name)}" for name in fields)]
    holds = [Members(facts).test(test).sql for test in tests]
    facts.script.after("members", Members(facts).select(audience))
    judged = [f"coalesce({sql}, FALSE) AS holds_{number}" for number, sql in enumerate(holds)]
    facts.script.after("judged", f"SELECT {', '.join(['id AS judged_id', *judged])} FROM everyone")
    source = "everyone"
    if holds:
        source += " JOIN judged ON judged.judged_id = everyone.id"
        parts += [f"judged.holds_{number}" for number in range(len(holds))]
    if next_product is not None:
        facts.script.after("recommended", _recommended(facts, next_product))
        source += " LEFT JOIN recommended ON recommended.customer_id = everyone.id"
        parts += [f"recommended.product AS {NEXT_PRODUCT}", f"recommended.price AS {NEXT_PRICE}"]
    where = "everyone.id IN (SELECT id FROM members)"
    if ids is not None:
        where += f" AND everyone.id IN (SELECT unnest({facts.script.bind(list(ids))}))"
    text = f"SELECT {', '.join(parts)} FROM {source} WHERE {where} ORDER BY everyone.id"
    columns = [Column(name="id", type="text", pii=True)]
    return facts.script.render(text, facts.parts(), "duckdb", columns)


def _recommended(facts: Facts, wanted: NextProduct) -> str:
    """Each customer's likeliest product that has a name and is not sold out; equal chances go by product id."""
    profile = facts.dictionary.profile
    name = f"nullif(trim(p.{quoted(wanted.name)}), '')"
    if wanted.name != "name" and profile.has("products", "name"):
        name = f"coalesce({name}, nullif(trim(p.name), ''))"
    price = "p.price" if profile.has("products", "price") else "CAST(NULL AS DOUBLE)"
    where = [f"{name} IS NOT NULL"]
    if profile.has("products", "stock"):
        where.append("coalesce(TRY_CAST(p.stock AS DOUBLE), 1) > 0")
    if wanted.mode != "any":
        where.append(f"n.mode = {facts.script.bind(wanted.mode)}")
    return (
        "SELECT customer_id, best.product AS product, best.price AS price FROM (SELECT n.customer_id, "
        f"min({{'rank': -coalesce(n.chance, 0), 'id': n.product_id, 'product': {name}, 'price': {price}}}) AS best "
        f"FROM next_products AS n JOIN products AS p ON p.id = n.product_id WHERE {' AND '.join(where)} "
        "GROUP BY n.customer_id) AS firsts"
    )
