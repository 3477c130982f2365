"""Customers a message names: ids and names that exist in the warehouse, found by looking, not by guessing."""

import re
from collections.abc import Iterator

from tools.data.engine import Warehouse

_WORD = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’.-]*")
_HAN = re.compile(r"[㐀-鿿·]{2,}")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{2,39}")
_PERSON_WORD = re.compile(
    r"(?i)(?:customers?|clients?|members?|users?|buyers?|ids?|no\.?|#|客户|顾客|会员|用户|编号|号)\W*$"
)
_MOST = 400


def mentioned(text: str, warehouse: Warehouse) -> list[tuple[str, str]]:
    """(kind, value as written) for every customer id and name in `text`.

    A bare number is an id only after a word such as "customer", a single Latin word is no name: figures and brands
    would otherwise turn into people.
    """
    ids = list(dict.fromkeys(_id_candidates(text)))[:_MOST]
    names = {" ".join(name.lower().split()): name for name in _name_candidates(text)}
    if not ids and not names:
        return []
    _, rows = warehouse.query(
        "SELECT DISTINCT 'customer', id FROM customers WHERE list_contains($ids, id) "
        "UNION SELECT DISTINCT 'customer', customer_id FROM orders WHERE list_contains($ids, customer_id) "
        "UNION SELECT DISTINCT 'name', lower(name) FROM customers WHERE list_contains($names, lower(name))",
        {"ids": ids or [""], "names": list(names)[:_MOST] or [""]},
    )
    return [(kind, names.get(value, value) if kind == "name" else value) for kind, value in rows]


def _id_candidates(text: str) -> Iterator[str]:
    for match in _ID.finditer(text):
        if not match[0].isdigit() or _PERSON_WORD.search(text[: match.start()]):
            yield match[0]


def _name_candidates(text: str) -> Iterator[str]:
    words = list(_WORD.finditer(text))
    for start in range(len(words)):
        for end in range(start + 1, min(start + 4, len(words))):
            if text[words[end - 1].end() : words[end].start()].strip(" "):
                break
            yield text[words[start].start() : words[end].end()]
    for run in _HAN.finditer(text):
        for length in (2, 3, 4):
            for position in range(len(run[0]) - length + 1):
                yield run[0][position : position + length]
