"""The same definitions answered the slow and obvious way, customer by customer and line by line, in plain Python."""

from __future__ import annotations

import math
import random
import statistics
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from tools.data.compiler import SEGMENT_CELLS
from tools.definitions import (
    After,
    Attribute,
    Audience,
    Bought,
    Contactable,
    Engaged,
    Filter,
    Group,
    Metric,
    Period,
    Ranked,
)

TODAY = date(2026, 6, 15)
CELLS = {cell: name for name, cells in SEGMENT_CELLS.items() for cell in cells.split()}
Row = dict[str, Any]


def random_tables(seed: int) -> dict[str, list[Row]]:
    """A small shop with every awkwardness: returns, ties, unknowns, orders of nobody, rows after today."""
    rng = random.Random(seed)
    customers = [
        {"id": f"c{n}", "gender": rng.choice(["female", "male", None]),
         "city": rng.choice(["Paris", "Rome", "Oslo", None]),
         "birth_date": rng.choice([None, date(1970 + rng.randrange(40), 6, rng.randrange(10, 20))]),
         "email": rng.choice([f"c{n}@example.com", "", None]), "email_consent": rng.choice([True, True, False, None])}
        for n in range(rng.randrange(3, 14))
    ]  # fmt: skip
    products = [
        {
            "id": f"p{n}",
            "name": rng.choice(["Soap", "Cup", "Hat", None]),
            "category": rng.choice(["bath", "home", None]),
        }
        for n in range(4)
    ]
    orders, lines = [], []
    for n in range(rng.randrange(2, 30)):
        at = datetime(2026, 6, 16) - timedelta(days=rng.randrange(-2, 130), hours=rng.choice([0, 7, 24]))
        buyer = rng.choice([*(c["id"] for c in customers), None])
        channel, discount = rng.choice(["web", "app", None]), rng.choice([None, 0.0, 1.0, 2.5])
        orders.append(
            {"id": f"o{n:02}", "customer_id": buyer, "ordered_at": at, "channel": channel, "discount": discount}
        )
        for _ in range(rng.randrange(0, 4)):
            product = rng.choice([*(p["id"] for p in products), "p9"])
            quantity, price = float(rng.choice([1, 1, 2, 5, -1])), rng.choice([1.0, 2.5, 10.0])
            lines.append({"order_id": f"o{n:02}", "product_id": product, "quantity": quantity, "unit_price": price})
    lines.append({"order_id": "o00", "product_id": "p0", "quantity": -1.0, "unit_price": 1.0})  # returns are kept here
    campaigns = [{"id": "k1", "name": "One", "channel": "email"}, {"id": "k2", "name": "Two", "channel": "sms"}]
    kinds = ["sent", "open", "click", "unsubscribe", "view"]
    events = [
        {"customer_id": rng.choice(customers)["id"], "type": rng.choice(kinds),
         "occurred_at": datetime(2026, 6, 16) - timedelta(days=rng.randrange(-1, 60)),
         "campaign_id": rng.choice(["k1", "k2", None]), "product_id": None}
        for _ in range(rng.randrange(1, 25))
    ]  # fmt: skip
    return {"customers": customers, "products": products, "orders": orders, "order_lines": lines,
            "campaigns": campaigns, "events": events}  # fmt: skip


class Naive:
    """One shop's rows, indexed just enough."""

    def __init__(self, tables: dict[str, list[Row]]) -> None:
        self.tables = tables
        self.customers = {row["id"]: row for row in tables["customers"]}
        self.products = {row["id"]: row for row in tables["products"]}
        self.lines: dict[str, list[Row]] = defaultdict(list)
        for line in tables["order_lines"]:
            self.lines[line["order_id"]].append(line)
        self.orders = [o for o in tables["orders"] if o["ordered_at"].date() <= TODAY and self.lines[o["id"]]]
        self.events = [e for e in tables["events"] if e["occurred_at"].date() <= TODAY]
        self.segments = self._segments()

    def value(self, order: Row) -> float:
        return sum(line["quantity"] * line["unit_price"] for line in self.lines[order["id"]]) - (order["discount"] or 0)

    def bought(self, order: Row) -> bool:
        return any(line["quantity"] > 0 for line in self.lines[order["id"]])

    def purchases(self, customer: str) -> list[Row]:
        found = [o for o in self.orders if o["customer_id"] == customer and self.bought(o)]
        return sorted(found, key=lambda o: (o["ordered_at"], o["id"]))

    def spend(self, customer: str) -> float:
        return sum(self.value(o) for o in self.orders if o["customer_id"] == customer)

    def fact(self, customer: str, name: str) -> Any:
        row, purchases = self.customers[customer], self.purchases(customer)
        if name == "age":
            born = row["birth_date"]
            return born and TODAY.year - born.year - ((TODAY.month, TODAY.day) < (born.month, born.day))
        if name == "orders":
            return len(purchases)
        if name == "spend":
            return self.spend(customer)
        if name == "average_order_value":
            return self.spend(customer) / len(purchases) if purchases else None
        if name == "days_since_last_order":
            return (TODAY - purchases[-1]["ordered_at"].date()).days if purchases else None
        if name == "orders_since_last_return":
            own = [o for o in self.orders if o["customer_id"] == customer]
            moments = [o["ordered_at"] for o in own if any(line["quantity"] < 0 for line in self.lines[o["id"]])]
            return sum(o["ordered_at"] > max(moments) for o in purchases) if moments else None
        if name == "first_order_month":
            return purchases[0]["ordered_at"].date().replace(day=1) if purchases else None
        if name == "rfm_segment":
            return self.segments.get(customer)
        return row[name]

    def _segments(self) -> dict[str, str]:
        buyers = [c for c in self.customers if self.purchases(c)]
        scores: dict[str, str] = dict.fromkeys(buyers, "")
        for key in (lambda c: self.purchases(c)[-1]["ordered_at"], lambda c: len(self.purchases(c)), self.spend):
            for place, customer in enumerate(sorted(buyers, key=lambda c: (round_key(key(c)), c))):
                scores[customer] += str(_fifth(place, len(buyers)))
        return {customer: CELLS[cell] for customer, cell in scores.items()}

    def matches(self, customer: str, audience: Audience | Group) -> bool:
        return (
            all(self.holds(customer, item) for item in audience.all)
            and (not audience.any or any(self.holds(customer, item) for item in audience.any))
            and not any(self.holds(customer, item) for item in audience.none)
        )

    def members(self, audience: Audience) -> list[str]:
        found = [c for c in sorted(self.customers) if self.matches(c, audience)]
        if audience.limit is not None:
            return sorted(self._first(found, audience.limit.by, audience.limit.descending, audience.limit.count,
                                      audience.limit.share))  # fmt: skip
        return found

    def _first(self, among: list[str], by: str, descending: bool, count: int | None, share: float | None) -> list[str]:
        having = [c for c in among if self.figure(c, by) is not None]
        having.sort(key=lambda c: ((-1 if descending else 1) * self.figure(c, by), c))
        return having[: count if count is not None else math.ceil(round(len(having) * (share or 0), 6))]

    def figure(self, customer: str, name: str) -> Any:
        return self.fact(customer, name) if name not in ("spend", "orders") or self.purchases(customer) else None

    def holds(self, customer: str, item: Any) -> bool:
        if isinstance(item, Attribute):
            if item.relative_to:
                known = [f for c in self.customers if (f := self.figure(c, item.field)) is not None]
                mean = (
                    {"average": statistics.fmean, "median": statistics.median}[item.relative_to](known) if known else 0
                )
                figure = self.figure(customer, item.field)
                return figure is not None and bool(known) and COMPARE[item.op](figure, mean)
            return passes(self.fact(customer, item.field), item)
        if isinstance(item, Bought):
            return compare(self.bought_figure(customer, item), item.op, item.value, item.upper)
        if isinstance(item, Engaged):
            acts = [e for e in self.events if e["customer_id"] == customer and e["type"] == item.event
                    and inside(e["occurred_at"], item.period)]  # fmt: skip
            return compare(len(acts), item.op, item.value, item.upper)
        if isinstance(item, Ranked):
            among = [c for c in self.customers if item.among is None or self.matches(c, item.among)]
            return customer in self._first(among, item.by, item.descending, item.count, item.share)
        if isinstance(item, Contactable):
            return self.emailable(customer)
        return self.matches(customer, item)

    def emailable(self, customer: str) -> bool:
        row = self.customers[customer]
        left = any(e["customer_id"] == customer and e["type"] == "unsubscribe" for e in self.events)
        return bool(row["email_consent"] and row["email"]) and not left

    def bought_figure(self, customer: str, item: Bought) -> float:
        orders = [o for o in self.orders if o["customer_id"] == customer and inside(o["ordered_at"], item.period)]
        if item.first_purchase:
            first = self.purchases(customer)[:1]
            orders = [o for o in orders if o in first]
        if item.after is not None:
            orders = [o for o in orders if self.follows(o, item.after)]
        by_line = any(one.field == "category" for one in item.where)
        if item.measure in ("products", "categories", "months"):
            return len(self.different(orders, item) - {None})
        total = 0.0
        for order in orders:
            kept = [
                line for line in self.lines[order["id"]] if all(self.row_passes(order, line, one) for one in item.where)
            ]
            if item.measure == "orders":
                total += any(line["quantity"] > 0 for line in kept)
            elif item.measure == "units":
                total += sum(line["quantity"] for line in kept)
            else:
                total += sum(line["quantity"] * line["unit_price"] for line in kept)
                if not by_line and all(self.row_passes(order, {}, one) for one in item.where):
                    total -= order["discount"] or 0
        return total

    def different(self, orders: list[Row], item: Bought) -> set[Any]:
        name = {"products": "product_id", "categories": "category", "months": "month"}[item.measure]
        return {
            line["product_id"] if name == "product_id" else self.row_value(order, line, name)
            for order in orders
            for line in self.lines[order["id"]]
            if line["quantity"] > 0 and all(self.row_passes(order, line, one) for one in item.where)
        }

    def follows(self, order: Row, after: After) -> bool:
        """Whether another order of the customer's with such lines came before it, and not too long before."""
        sign = {"order": 1, "return": -1}[after.event]
        for other in self.orders:
            if other["customer_id"] != order["customer_id"] or not other["ordered_at"] < order["ordered_at"]:
                continue
            lines = [line for line in self.lines[other["id"]] if line["quantity"] * sign > 0]
            near = order["ordered_at"] <= other["ordered_at"] + timedelta(days=after.within_days)
            if near and any(all(self.row_passes(other, line, one) for one in after.where) for line in lines):
                return True
        return False

    def row_passes(self, order: Row, line: Row, item: Filter) -> bool:
        return passes(self.row_value(order, line, item.field), item)

    def row_value(self, order: Row, line: Row, name: str) -> Any:
        day = order["ordered_at"].date()
        if name == "category":
            return self.products.get(line["product_id"], {}).get("category")
        if name == "order_place":
            own = self.purchases(order["customer_id"]) if order["customer_id"] else []
            return own.index(order) + 1 if order in own else None
        if name == "order_channel":
            return order["channel"]
        if name == "order_units":
            return sum(one["quantity"] for one in self.lines[order["id"]])
        if name in ("order_products", "order_categories"):
            held = {one["product_id"] for one in self.lines[order["id"]] if one["quantity"] > 0}
            kinds = {self.products.get(one, {}).get("category") for one in held} - {None}
            return len(held if name == "order_products" else kinds) if held else None
        if name == "month":
            return day.replace(day=1)
        if name == "weekday":
            return day.isoweekday()
        customer = order["customer_id"]
        return self.fact(customer, name) if customer else None

    def sales(self, metric: Metric) -> dict[tuple[Any, ...], dict[str, float | None]]:
        """The metric's measures for every group of its dimensions that has a row."""
        members = set(self.members(metric.audience)) if metric.audience is not None else None
        by_line = any(name == "category" for name in [*metric.dimensions, *(one.field for one in metric.where)])
        groups: dict[tuple[Any, ...], list[tuple[Row, Row]]] = defaultdict(list)
        for order in self.orders:
            if not inside(order["ordered_at"], metric.period) or (
                members is not None and order["customer_id"] not in members
            ):
                continue
            discount = {"product_id": None, "quantity": 0.0, "unit_price": 0.0, "discount": order["discount"] or 0}
            for line in [*self.lines[order["id"]], *([] if by_line or not order["discount"] else [discount])]:
                if all(self.row_passes(order, line, one) for one in metric.where):
                    groups[tuple(self.row_value(order, line, name) for name in metric.dimensions)].append((order, line))
        if not metric.dimensions:
            groups.setdefault((), [])
        return {group: {name: SALES[name](self, rows) for name in metric.measures} for group, rows in groups.items()}


def round_key(value: Any) -> Any:
    return round(value, 6) if isinstance(value, float) else value


def _fifth(place: int, count: int) -> int:
    """The fifth of equal groups a place (from 0) is in; the first groups are one longer where it does not divide."""
    longer, size = count % 5, count // 5
    edge = longer * (size + 1)
    return place // (size + 1) + 1 if place < edge else longer + (place - edge) // max(size, 1) + 1


COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda a, b: a == b, "ne": lambda a, b: a != b, "lt": lambda a, b: a < b, "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b, "ge": lambda a, b: a >= b,
}  # fmt: skip


def compare(figure: float, op: str, value: float, upper: float | None) -> bool:
    return value <= figure <= (upper or 0) if op == "between" else COMPARE[op](figure, value)


def passes(fact: Any, item: Filter) -> bool:
    if item.op in ("known", "unknown"):
        return (fact is None) == (item.op == "unknown")
    if fact is None:
        return False
    if item.op in ("is", "is_not"):
        return (fact in item.values) == (item.op == "is")
    return compare(fact, item.op, *[*item.values, None][:2])


def inside(moment: datetime, period: Period | None) -> bool:
    """Only rolling periods in days occur here."""
    return period is None or moment.date() >= TODAY - timedelta(days=period.count or 0)


def _buyers(rows: list[tuple[Row, Row]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for order, line in rows:
        if line["quantity"] > 0 and order["customer_id"]:
            found[order["customer_id"]].add(order["id"])
    return found


def _orders(rows: list[tuple[Row, Row]]) -> int:
    return len({order["id"] for order, line in rows if line["quantity"] > 0})


def _net(rows: list[tuple[Row, Row]]) -> float:
    return sum(line["quantity"] * line["unit_price"] - line.get("discount", 0) for _, line in rows)


def _new(shop: Naive, rows: list[tuple[Row, Row]]) -> int:
    first = {c: shop.purchases(c)[0]["id"] for c in _buyers(rows)}
    return sum(first[customer] in orders for customer, orders in _buyers(rows).items())


SALES: dict[str, Callable[[Naive, list[tuple[Row, Row]]], float | None]] = {
    "net_revenue": lambda _, rows: _net(rows),
    "gross_revenue": lambda _, rows: sum(max(line["quantity"], 0) * line["unit_price"] for _, line in rows),
    "orders": lambda _, rows: _orders(rows),
    "buyers": lambda _, rows: len(_buyers(rows)),
    "units": lambda _, rows: sum(line["quantity"] for _, line in rows),
    "returned_units": lambda _, rows: -sum(min(line["quantity"], 0) for _, line in rows),
    "average_order_value": lambda _, rows: _net(rows) / _orders(rows) if _orders(rows) else None,
    "repeat_rate": lambda _, rows: (
        sum(len(orders) > 1 for orders in _buyers(rows).values()) / len(_buyers(rows)) if _buyers(rows) else None
    ),
    "new_buyers": _new,
    "returning_buyers": lambda shop, rows: len(_buyers(rows)) - _new(shop, rows),
}
