"""Rows that are not dated facts: customers, sign-ups and products, each counted as they stand today."""

from collections.abc import Mapping
from typing import ClassVar

from tools.contract import BadRequest
from tools.data.compiler.acts import ActRows
from tools.data.compiler.rows import EventRows, Rows, SalesRows
from tools.data.profile import quoted
from tools.dictionary import FieldSpec
from tools.periods import NO_SHIFT, Shift


class CustomerRows(Rows):
    """One row per customer, as of today."""

    grain = "customers"
    customer = "everyone.id"

    def field(self, spec: FieldSpec, shift: Shift = NO_SHIFT) -> str:
        if spec.level == "time":
            return super().field(spec, shift)
        return f"everyone.{self.facts.field(spec.name)}"

    def select(self, columns: dict[str, str]) -> str:
        """The rows with `columns` (name to expression)."""
        extra = "".join(f", {sql} AS {quoted(name)}" for name, sql in columns.items())
        where = " AND ".join(f"({test})" for test in self.where) or "TRUE"
        return f"SELECT everyone.id AS customer_id{extra} FROM everyone WHERE {where}"


class SignupRows(CustomerRows):
    """One row per customer, dated by registration."""

    grain = "signups"
    moment = 'everyone."signup_date"'
    levels = ("time",)

    def select(self, columns: dict[str, str]) -> str:
        self.facts.field("signup_date")
        return super().select(columns)

    def _months_since_first(self) -> str:
        raise BadRequest(
            "signups cannot be split by months_since_first_order; sales measures can.",
            zh="注册数不能按首单后的月数拆分；销售指标可以。",
        )


class ProductRows(Rows):
    """One row per product of the catalogue."""

    grain = "products"
    levels = ("product",)
    keys: ClassVar[Mapping[str, str]] = {"product": "products.id"}

    def _own(self, spec: FieldSpec) -> str:
        sql = f"products.{quoted('id' if spec.name in ('product', 'product_id') else spec.column or spec.name)}"
        return f"CAST({sql} AS DATE)" if spec.type == "date" else sql

    def _join(self, table: str, key: str) -> None:
        """Nothing to add: the rows are the products themselves."""

    def select(self, columns: dict[str, str]) -> str:
        """The rows with `columns` (name to expression)."""
        extra = "".join(f", {sql} AS {quoted(name)}" for name, sql in columns.items())
        where = " AND ".join(f"({test})" for test in self.where) or "TRUE"
        return f"SELECT products.id AS product_id{extra} FROM products {' '.join(self.joins.values())} WHERE {where}"


ROWS: dict[str, type[Rows]] = {
    "sales": SalesRows,
    "sales_lines": SalesRows,
    "events": EventRows,
    "acts": ActRows,
    "customers": CustomerRows,
    "signups": SignupRows,
    "products": ProductRows,
}
"""What each source of a measure is made of. `sales_lines` is for figures of single lines, apart from order totals."""
