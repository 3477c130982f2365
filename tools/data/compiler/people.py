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
LETTERS = r"[\p{Latin}\p{Greek}\p{Cyrillic}]"
TWO_WORDS = rf"{LETTERS}{{2,40}} {LETTERS}{{1,40}}"
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
    first_words: Mapping[str, Sequence[str]] | None = None,
    between: tuple[str | None, str | None] = (None, None),
) -> Query:
    """One row a member by id: `id`, the fields, `holds_0` … for the tests, and the next product's name and price.

    `ids` narrows the members to these. A condition on something unknown does not hold. Of a field in `first_words`
    only the first of two words comes, where both are plain letters and the first is none of those given (titles):
    names then repeat, and each is looked at once. `between` takes the ids from the first on and before the second.
    """
    facts = Facts(dictionary, today, saved)
    parts = ["id", *(_field(facts, name, (first_words or {}).get(name)) for name in fields)]
    parts += [f"coalesce({Members(facts).test(one).sql}, FALSE) AS holds_{place}" for place, one in enumerate(tests)]
    if audience.limit is None:
        where = f"coalesce({Members(facts).matching(audience)}, FALSE)"
    else:
        facts.script.after("members", Members(facts).select(audience))
        where = "id IN (SELECT id FROM members)"
    if ids is not None:
        where += f" AND id IN (SELECT unnest({facts.script.bind(list(ids))}))"
    where += _within(facts, "id", between)
    facts.script.after("people_asked", f"SELECT {', '.join(parts)} FROM everyone WHERE {where}")
    text = "SELECT people_asked.* FROM people_asked"
    if next_product is not None:
        facts.script.after("recommended", _recommended(facts, next_product, between))
        text = (
            f"SELECT people_asked.*, recommended.product AS {NEXT_PRODUCT}, recommended.price AS {NEXT_PRICE} "
            "FROM people_asked LEFT JOIN recommended ON recommended.customer_id = people_asked.id"
        )
    text += " ORDER BY people_asked.id"
    columns = [Column(name="id", type="text", pii=True)]
    return facts.script.render(text, facts.parts(), "duckdb", columns)


def _field(facts: Facts, name: str, no_first_word: Sequence[str] | None) -> str:
    column = facts.field(name)
    if no_first_word is None:
        return column
    first = f"split_part({column}, ' ', 1)"
    return (
        f"CASE WHEN regexp_full_match({column}, {facts.script.bind(TWO_WORDS)}) "
        f"AND lower({first}) NOT IN ({facts.script.bind_all(no_first_word)}) THEN {first} ELSE {column} END AS {column}"
    )


def _within(facts: Facts, column: str, between: tuple[str | None, str | None]) -> str:
    low, high = between
    text = f" AND {column} >= {facts.script.bind(low)}" if low is not None else ""
    return text + (f" AND {column} < {facts.script.bind(high)}" if high is not None else "")


def _recommended(facts: Facts, wanted: NextProduct, between: tuple[str | None, str | None]) -> str:
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
        f"SELECT best.customer_id AS customer_id, {name} AS product, {price} AS price FROM (SELECT n.customer_id, "
        "min({'rank': -coalesce(n.chance, 0), 'id': n.product_id}) AS first "
        f"FROM next_products AS n JOIN products AS p ON p.id = n.product_id WHERE {' AND '.join(where)}"
        f"{_within(facts, 'n.customer_id', between)} GROUP BY n.customer_id) AS best "
        "JOIN products AS p ON p.id = best.first.id"
    )
