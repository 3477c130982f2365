"""Two shops for `benchmarks.reading`: alike in kind, far apart in how many products and values they have."""

import tomllib
from functools import cache
from itertools import islice, product
from pathlib import Path
from typing import Any

from benchmarks.large_shop import build_large_shop
from tools.data.engine import writing
from tools.data.workspace import Workspace

SMALL = {"products": 300, "values": 300, "customers": 2_000}
LARGE = {"products": 100_000, "values": 5_000, "customers": 100_000}
_STRIDE = 7919
"""Coprime to the number of names: the first products of both shops are the same, and as mixed as all of them."""
SHARES = {
    "customers.city": 0.25, "customers.meeting_place": 0.3, "customers.club": 0.05, "products.brand": 0.16,
    "products.subcategory": 0.1, "products.material": 0.14,
}  # fmt: skip
"""How a shop's values are spread over its columns."""
_SYLLABLES = [
    "ka",
    "ro",
    "min",
    "tel",
    "va",
    "sund",
    "ber",
    "lo",
    "pra",
    "ney",
    "dor",
    "wick",
    "ha",
    "list",
    "mor",
    "gre",
    "sten",
    "ul",
    "fi",
    "bo",
]
_CHARACTERS = "云山水木林石桥溪湖岭平安永泰和兴华新东西南北清明远景文德长福"


@cache
def material() -> dict[str, Any]:
    """The words the shops are made of and the questions they are asked; see reading.toml."""
    return tomllib.loads((Path(__file__).parent / "reading.toml").read_text(encoding="utf-8"))


def product_names(language: str, count: int) -> list[str]:
    """Names of the first `count` products; the shorter list begins the longer."""
    parts = [words.split() for words in material()["products"][language]]
    names = [(" " if language == "en" else "").join(words) for words in product(*parts)]
    return [names[index * _STRIDE % len(names)] for index in range(count)]


def values(table_column: str, count: int) -> list[str]:
    """So many distinct values of one column, those that are asked about first, one in four of the rest Chinese."""
    known: list[str] = material()["values"][table_column]
    salt = len(table_column)
    syllables, characters = (kind[salt % 7 :] + kind[: salt % 7] for kind in (_SYLLABLES, list(_CHARACTERS)))
    latin = islice(("".join(word).capitalize() for word in product(syllables, repeat=3)), 11, None, salt % 3 + 1)
    han = islice(("".join(word) for word in product(characters, repeat=3)), 11, None, salt % 5 + 2)
    made = (next(han if index % 4 == 3 else latin) for index in range(count))
    return list(dict.fromkeys([*known, *made]))[:count]


def build_reading_shop(folder: Path, size: dict[str, int]) -> Workspace:
    """A workspace in `folder` with orders, events, and so many products, values and customers."""
    workspace = build_large_shop(folder, size["customers"], prepared=False)
    with writing(workspace.warehouse_path) as connection:
        run = connection.execute
        run("ALTER TABLE products ADD COLUMN name_zh VARCHAR")
        run("DELETE FROM products")
        run(
            "INSERT INTO products (id, name, name_zh, category, price) SELECT format('P{:05d}', i - 1), en, zh, "
            "'category ' || (i % 12), 5 + i % 90 FROM (SELECT unnest($1) AS en, unnest($2) AS zh, "
            "unnest(range(1, len($1) + 1)) AS i)",
            [product_names("en", size["products"]), product_names("zh", size["products"])],
        )
        for name, share in SHARES.items():
            table, _, column = name.partition(".")
            run(f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS {column} VARCHAR")
            run(
                f"UPDATE {table} SET {column} = ($1)[1 + (regexp_extract(id, '[0-9]+')::BIGINT % len($1))]",
                [values(name, round(share * size["values"]))],
            )
        run("UPDATE customers SET gender = CASE WHEN hash(id) % 2 = 0 THEN 'female' ELSE 'male' END")
        run("UPDATE customers SET birth_date = DATE '1950-01-01' + (hash(id, 1) % 20000)::INT")
        run("INSERT INTO campaigns (id, name, channel, sent_at) SELECT 'K' || i, 'Letter ' || i, 'email', "
            "TIMESTAMP '2026-01-01' + to_days(i::INT) FROM range(24) t(i)")  # fmt: skip
    return workspace


def questions(kind: str) -> list[str]:
    """The questions of one kind, with names of products and a customer that both shops have."""
    asked: list[str] = material()["questions"][kind]
    names = {language: product_names(language, 40)[7:] for language in ("en", "zh")}
    return [
        question.format(*names["en" if question.isascii() else "zh"], customer=f"C{17 * (number + 1):07d}")
        for number, question in enumerate(asked)
    ]
