"""One row per customer with every fact a definition asks for, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tools.contract import Unavailable, UnknownField
from tools.data.compiler.breadth import order_breadth
from tools.data.compiler.derived import ALIASES, DERIVED
from tools.data.compiler.rfm import RFM
from tools.data.compiler.script import Script, layered
from tools.data.profile import quoted

if TYPE_CHECKING:
    from tools.definitions import Audience
    from tools.dictionary import Dictionary


class Facts:
    """Builds the part `everyone`: customer id and the columns conditions and dimensions refer to."""

    def __init__(self, dictionary: Dictionary, today: date, saved: Mapping[str, Audience]) -> None:
        self.dictionary = dictionary
        self.today = today
        self.end = today + timedelta(days=1)
        self.saved = saved
        self.script = Script()
        self.stored: dict[tuple[str, ...], list[str]] = {}
        """What is stored for asked values, by their field and them."""
        self._columns: dict[str, str] = {}
        self._joins: dict[str, str] = {}
        self._windows: dict[str, str] = {}

    def field(self, name: str) -> str:
        """The column of `everyone` that holds the customer field `name`."""
        if name not in self._columns:
            spec = self.dictionary.field(name)
            if spec.level != "customer":
                raise UnknownField(f"{name} is not a fact about a customer: use it in a bought or engaged condition.")
            if name == "customer_id":
                self._columns[name] = self._id
            elif name in DERIVED and spec.derived:
                self._columns[name] = self._derived(DERIVED[name].sql, DERIVED[name].parts)
            else:
                self._columns[name] = self._stored(spec.table or "customers", spec.column or name)
        return quoted(name)

    def figure(self, name: str) -> str:
        """The column to average or rank by: like `field`, but empty for customers who have no such figure."""
        derived = DERIVED.get(name)
        if derived is None or derived.figure is None or not self.dictionary.field(name).derived:
            return self.field(name)
        column = f"{name}_figure"
        self._columns.setdefault(column, self._derived(derived.figure, derived.parts))
        return quoted(column)

    def joined(self, part: str, missing: str = "0") -> str:
        """A column with `figure` of a part keyed by customer_id; `missing` for customers it does not have."""
        self._joins[part] = f"LEFT JOIN {part} ON {part}.customer_id = {self._id}"
        self._columns[part] = f"coalesce({part}.figure, {missing})" if missing != "NULL" else f"{part}.figure"
        return quoted(part)

    def window(self, stem: str, sql: str) -> str:
        """A column computed over all customers, such as a place in a ranking."""
        name = self.script.fresh(stem)
        self._windows[name] = sql
        return quoted(name)

    def likeness(self, seed: Audience) -> str:
        """A part with how alike each customer is to `seed` (customer_id, figure); raises Unavailable without one."""
        measure = self.dictionary.likeness
        if measure is None:
            raise Unavailable("Likeness between customers cannot be worked out here: open the shop as a workspace.")
        return measure(self.script, seed, self.today)

    def parts(self) -> dict[str, str]:
        """The part `everyone`, and what it is laid on."""
        columns = [f"{self._id} AS id", *(f"{sql} AS {quoted(name)}" for name, sql in self._columns.items())]
        source = "customers AS c"
        if self.dictionary.profile.strangers:
            source = "people AS p LEFT JOIN customers AS c ON c.id = p.id"
            self.script.before("people", self._people)
        base = f"SELECT {', '.join(columns)} FROM {source} {' '.join(self._joins.values())}"
        if not self._windows:
            return {"everyone": base}
        layers = layered(self._windows)
        parts, source = {"facts": base}, "facts"
        for number, layer in enumerate(layers, 1):
            name = "everyone" if number == len(layers) else f"ranked_{number}"
            parts[name], source = f"SELECT *, {', '.join(layer)} FROM {source}", name
        return parts

    def order_totals(self) -> str:
        """The part with value and units of every order of a known customer."""
        return self.script.before("order_totals", lambda: order_totals(self, "o.customer_id IS NOT NULL"))

    def order_breadth(self) -> str:
        """The part with how many different products, categories and brands every order holds."""
        return self.script.before("order_breadth", lambda: order_breadth(self))

    def first_orders(self) -> str:
        """The part with each customer's very first purchase; ties in time by order id."""
        return self._turn("first_orders", 1)

    def order_turns(self) -> str:
        """The part with every purchase of known customers, numbered for each from the first on."""
        self.order_totals()
        return self.script.before(
            "turns",
            lambda: (
                "SELECT customer_id, order_id, channel, ordered_at, "
                "row_number() OVER (PARTITION BY customer_id ORDER BY ordered_at, order_id) AS turn "
                "FROM order_totals WHERE sold > 0"
            ),
        )

    def _turn(self, part: str, turn: int) -> str:
        """The part with each customer's first, second … purchase."""
        turns = self.order_turns()
        return self.script.before(
            part, lambda: f"SELECT customer_id, order_id, channel, ordered_at FROM {turns} WHERE turn = {turn}"
        )

    @property
    def _id(self) -> str:
        return "p.id" if self.dictionary.profile.strangers else "c.id"

    def _stored(self, table: str, column: str) -> str:
        if table == "customers":
            return f"c.{quoted(column)}"
        self._joins[table] = f"LEFT JOIN {quoted(table)} ON {quoted(table)}.customer_id = {self._id}"
        return f"{quoted(table)}.{quoted(column)}"

    def _derived(self, sql: str, parts: tuple[str, ...]) -> str:
        for part in parts:
            getattr(self, f"_{part}")()
            self._joins[part] = f"LEFT JOIN {part} AS {ALIASES[part]} ON {ALIASES[part]}.customer_id = {self._id}"
        day = self.today
        return sql.format(
            today=self.script.bind(day) if "{today}" in sql else "", year=day.year, month_day=day.month * 100 + day.day
        )

    def _people(self) -> str:
        return (
            "SELECT id FROM customers UNION SELECT customer_id FROM orders "
            f"WHERE customer_id IS NOT NULL AND ordered_at < {self.script.bind(self.end)}"
        )

    def _figures(self) -> None:
        self.order_totals()
        self.script.before(
            "figures",
            lambda: (
                "SELECT customer_id, count(*) FILTER (WHERE sold > 0) AS orders, sum(value) AS spend, "
                "sum(units) AS units, sum(returned) AS returned_units, "
                "count(*) FILTER (WHERE sold > 0 AND discount > 0) AS discounted_orders, "
                "min(ordered_at) FILTER (WHERE sold > 0) AS first_at, "
                "max(ordered_at) FILTER (WHERE sold > 0) AS last_at "
                "FROM order_totals GROUP BY customer_id"
            ),
        )

    def _rfm(self) -> None:
        self._figures()
        self.script.before("rfm", lambda: RFM)

    def _first_orders(self) -> None:
        self.first_orders()

    def _second_orders(self) -> None:
        self._turn("second_orders", 2)

    def _since_return(self) -> None:
        self.order_totals()
        self.script.before(
            "since_return",
            lambda: (
                "SELECT t.customer_id, count(*) FILTER (WHERE t.sold > 0 AND t.ordered_at > r.returned_at) AS orders "
                "FROM order_totals AS t JOIN (SELECT customer_id, max(ordered_at) AS returned_at FROM order_totals "
                "WHERE returned > 0 GROUP BY customer_id) AS r ON r.customer_id = t.customer_id GROUP BY t.customer_id"
            ),
        )

    def _baskets(self) -> None:
        self.script.before(
            "baskets",
            lambda: (
                "SELECT o.customer_id, count(DISTINCT l.product_id) AS products, "
                "count(DISTINCT p.category) AS categories FROM orders AS o "
                "JOIN order_lines AS l ON l.order_id = o.id LEFT JOIN products AS p ON p.id = l.product_id "
                f"WHERE l.quantity > 0 AND o.customer_id IS NOT NULL AND o.ordered_at < {self.script.bind(self.end)} "
                "GROUP BY o.customer_id"
            ),
        )

    def _barred_email(self) -> None:
        self.script.before("barred_email", lambda: self._barred("email"))

    def _barred_sms(self) -> None:
        self.script.before("barred_sms", lambda: self._barred("sms"))

    def _barred(self, channel: str) -> str:
        """Who ever unsubscribed, whatever they unsubscribed from, and who is suppressed for the channel."""
        parts = ["SELECT id AS customer_id FROM customers WHERE FALSE"]
        left = self.dictionary.event_types("unsubscribe")
        if left:
            parts.append(
                f"SELECT customer_id FROM events WHERE type IN ({self.script.bind_all(left)}) "
                f"AND occurred_at < {self.script.bind(self.end)}"
            )
        if "suppressions" in self.dictionary.profile.columns:
            parts.append(
                "SELECT customer_id FROM suppressions WHERE channel IS NULL "
                f"OR lower(channel) IN ({self.script.bind_all([channel, 'all', '*', ''])})"
            )
        return " UNION ".join(parts)


def order_totals(facts: Facts, where: str) -> str:
    """Value (net of returns and discount), units and returned units of every order up to today.

    `sold` is the largest quantity of a line: above 0 where anything was bought at all.
    """
    return (
        "SELECT o.id AS order_id, o.customer_id, o.ordered_at, o.channel, coalesce(o.discount, 0) AS discount, "
        "t.amount - coalesce(o.discount, 0) AS value, t.units, t.sold, t.returned FROM orders AS o JOIN ("
        "SELECT order_id, sum(quantity * unit_price) AS amount, sum(quantity) AS units, "
        "max(quantity) AS sold, "
        "-sum(CASE WHEN quantity < 0 THEN quantity ELSE 0 END) AS returned FROM order_lines GROUP BY order_id"
        f") AS t ON t.order_id = o.id WHERE o.ordered_at < {facts.script.bind(facts.end)} AND {where}"
    )
