"""The typed rows of one file as canonical tables are cut from them: names, expressions and extra columns."""

from __future__ import annotations

from dataclasses import dataclass

from tools.data.importing.clean import PROBLEM, has_customer
from tools.data.importing.models import FilePlan
from tools.data.importing.roles import REFUSALS
from tools.data.importing.sql import name


@dataclass
class Piece:
    """One canonical table's rows out of one file. `rank`: a file of its own outranks rows gathered from orders."""

    table: str
    select: str
    rank: int


class Rows:
    """Names of the typed rows of one file and the expressions over them."""

    def __init__(self, plan: FilePlan, table: str) -> None:
        self.plan = plan
        self.kept = f"(SELECT *, rowid AS _row FROM {table} WHERE {PROBLEM} IS NULL)"
        self.customer = '"customers.id"' if has_customer(plan) else "NULL::VARCHAR"

    def has(self, target: str) -> bool:
        return self.plan.choice(target) is not None

    def of(self, target: str, otherwise: str = "NULL") -> str:
        return name(target) if self.has(target) else otherwise

    def extras(self, table: str) -> list[str]:
        """Extra columns of one canonical table, by target."""
        return [
            column.target
            for column in self.plan.columns
            if column.extra and column.target and column.target.startswith(table + ".")
        ]

    def attributes(self, table: str, columns: tuple[str, ...]) -> list[str]:
        """Targets of `table` this file has, canonical ones first."""
        made = ["customers.name"] if table == "customers" and not self.has("customers.name") and self._named() else []
        stated = [f"{table}.{c}" for c in columns if self.has(f"{table}.{c}")]
        made += [
            consent
            for consent, refusal in REFUSALS.items()
            if table == "customers" and self.has(refusal) and not self.has(consent)
        ]
        return stated + made + self.extras(table)

    def _named(self) -> bool:
        return self.has("customers.first_name") or self.has("customers.last_name")


CUSTOMER = (
    "name",
    "email",
    "phone",
    "gender",
    "birth_date",
    "city",
    "country",
    "signup_date",
    "email_consent",
    "sms_consent",
)
PRODUCT = ("name", "category", "brand", "price", "description")
PLACES = ("city", "country")
"""Kept on the order too: a customer may order from two countries, and an order without a customer still has one."""


def bare(target: str) -> str:
    return target.split(".", 1)[1]


def campaign_key(rows: Rows) -> str:
    """A campaign's key: its id, or its name where there is no id."""
    return f"coalesce({rows.of('campaigns.id')}, {rows.of('campaigns.name')})"
