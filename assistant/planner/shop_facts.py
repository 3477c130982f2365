"""What the planner looks up in the shop while it reads: a customer's id, where cities lie, when a campaign went out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from assistant.planner.lexicon import Sense
from assistant.planner.ticked_fields import Ticks, ticked_fields
from tools.desk import Shop
from tools.specs import catalogue
from tools.unknown_names import RETURNS

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_#"


def absent(kind: str, name: str) -> Sense:
    """A field or figure that is not kept; 退货率 weighs as much as 退货 and 率, which the deed is known by."""
    entry = catalogue()[f"{kind}s"].get(name, {})
    return Sense(f"absent_{kind}", name, 1.25 if RETURNS in entry.get("needs", ()) else 1.0)


class ShopFacts:
    """Single facts by query, each as cheap as one look-up."""

    _shop: Shop

    @cached_property
    def lacking_measures(self) -> frozenset[str]:
        """Figures that this shop's data cannot give: stock, returns, clicks."""
        return frozenset(catalogue()["measures"]) - frozenset(self._shop.dictionary.measures)

    def lacked(self, sense: Sense) -> Sense:
        """A figure that this shop's data cannot give is known as absent, whichever rule means it."""
        missing = sense.kind == "measure" and sense.value in self.lacking_measures
        return absent("measure", sense.value) if missing else sense

    @cached_property
    def ticks(self) -> Ticks:
        """Columns of the shop's own that answer yes or no."""
        dictionary = self._shop.dictionary
        return ticked_fields(dictionary, frozenset(dictionary.fields) - frozenset(catalogue()["fields"]))

    def customer_id(self, typed: str) -> str | None:
        """The customer this id stands for, as stored; None when nobody has it."""
        folded = typed.lower()
        spellings = (typed, folded, typed.upper())
        found = self.ids("SELECT id FROM customers WHERE id = ? OR id = ? OR id = ?", *spellings)  # as stored: quick
        if not found:
            found = self.ids("SELECT id FROM customers WHERE lower(id) = ? LIMIT 1", folded)
        if not found and self._shop.dictionary.profile.strangers:
            found = self.ids("SELECT customer_id FROM orders WHERE lower(customer_id) = ? LIMIT 1", folded)
        return next((spelling for spelling in spellings if spelling in found), found[0] if found else None)

    def customer_numbered(self, digits: str) -> str | None:
        """1042, where exactly one id is letters, noughts and this number: C01042."""
        number = digits.lstrip("0")
        ids = self.ids("SELECT id FROM customers WHERE id LIKE ?", f"%{number}") if number else []
        meant = [one for one in ids if one.lstrip(_LETTERS).lstrip("0") == number]
        return meant[0] if len(meant) == 1 else None

    def ids(self, sql: str, *wanted: str) -> list[str]:
        """The first column of a query, as text."""
        return [str(row[0]) for row in self.rows(sql, wanted)]

    def rows(self, sql: str, wanted: Sequence[str]) -> list[tuple[Any, ...]]:
        """What a query finds."""
        return self._shop.warehouse.query(sql, wanted)[1]

    def countries_of(self, cities: Iterable[str]) -> set[str]:
        """The countries the customers of these cities live in."""
        columns = self._shop.warehouse.columns().get("customers", {})
        if "city" not in columns or "country" not in columns:
            return set()
        found: set[str] = set()
        for city in cities:
            _, rows = self._shop.warehouse.query("SELECT DISTINCT country FROM customers WHERE city = ?", [city])
            found |= {str(row[0]) for row in rows if row[0]}
        return found

    def campaign_day(self, name: str) -> date | None:
        """The day a campaign was sent."""
        _, rows = self._shop.warehouse.query(
            "SELECT sent_at::DATE FROM campaigns WHERE name = ? AND sent_at IS NOT NULL", [name]
        )
        return rows[0][0] if rows else None

    def prices_of(self, products: list[str]) -> list[float]:
        """What these products cost, by the names they go by."""
        if not products or "price" not in self._shop.warehouse.columns().get("products", {}):
            return []
        marks = ", ".join("?" for _ in products)
        sql = f"SELECT price FROM products WHERE name IN ({marks}) AND price IS NOT NULL"
        return [float(price) for (price,) in self._shop.warehouse.query(sql, list(products))[1]]
