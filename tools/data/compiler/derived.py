"""How each computed customer field is worked out: expressions over the customer and parts keyed by customer."""

from __future__ import annotations

from typing import NamedTuple


class Derived(NamedTuple):
    """How a customer field is computed: an expression over the parts it needs.

    `figure` replaces it in averages and rankings, where customers without a purchase have none.
    """

    sql: str
    parts: tuple[str, ...] = ()
    figure: str | None = None


AGE = (
    "({year} - extract(year FROM c.birth_date) - CASE WHEN extract(month FROM c.birth_date) * 100 "
    "+ extract(day FROM c.birth_date) > {month_day} THEN 1 ELSE 0 END)"
)
BANDS = ((18, "0-17"), (25, "18-24"), (35, "25-34"), (45, "35-44"), (55, "45-54"), (65, "55-64"))
AGE_GROUP = (
    f"CASE {' '.join(f'WHEN {AGE} < {top} THEN {name!r}' for top, name in BANDS)} WHEN {AGE} >= 65 THEN '65+' END"
)


def _bought(column: str) -> Derived:
    return Derived(f"coalesce(f.{column}, 0)", ("figures",), f"CASE WHEN f.orders > 0 THEN f.{column} END")


def _score(column: str) -> Derived:
    return Derived(f"r.{column}", ("rfm",))


DERIVED: dict[str, Derived] = {
    "age": Derived(AGE),
    "age_group": Derived(AGE_GROUP),
    "birth_month": Derived("extract(month FROM c.birth_date)"),
    "signup_month": Derived("CAST(date_trunc('month', c.signup_date) AS DATE)"),
    "signup_quarter": Derived("CAST(date_trunc('quarter', c.signup_date) AS DATE)"),
    "signup_year": Derived("CAST(extract(year FROM c.signup_date) AS INTEGER)"),
    "days_since_signup": Derived("date_diff('day', c.signup_date, CAST({today} AS DATE))"),
    "emailable": Derived(
        "coalesce(c.email_consent AND trim(c.email) <> '' AND be.customer_id IS NULL, FALSE)", ("barred_email",)
    ),
    "textable": Derived(
        "coalesce(c.sms_consent AND trim(c.phone) <> '' AND bs.customer_id IS NULL, FALSE)", ("barred_sms",)
    ),
    "orders": _bought("orders"),
    "spend": _bought("spend"),
    "units": _bought("units"),
    "returned_units": _bought("returned_units"),
    "average_order_value": Derived("f.spend / nullif(f.orders, 0)", ("figures",)),
    "first_order_date": Derived("CAST(f.first_at AS DATE)", ("figures",)),
    "last_order_date": Derived("CAST(f.last_at AS DATE)", ("figures",)),
    "days_since_last_order": Derived("date_diff('day', CAST(f.last_at AS DATE), CAST({today} AS DATE))", ("figures",)),
    "days_since_first_order": Derived(
        "date_diff('day', CAST(f.first_at AS DATE), CAST({today} AS DATE))", ("figures",)
    ),
    "days_between_orders": Derived(
        "CAST(date_diff('day', CAST(f.first_at AS DATE), CAST(f.last_at AS DATE)) AS DOUBLE) "
        "/ CASE WHEN f.orders > 1 THEN f.orders - 1 END",
        ("figures",),
    ),
    "days_to_first_order": Derived(
        "CASE WHEN CAST(f.first_at AS DATE) >= c.signup_date "
        "THEN date_diff('day', c.signup_date, CAST(f.first_at AS DATE)) END",
        ("figures",),
    ),
    "days_first_to_last_order": Derived(
        "date_diff('day', CAST(f.first_at AS DATE), CAST(f.last_at AS DATE))", ("figures",)
    ),
    "days_to_second_order": Derived(
        "date_diff('day', CAST(f.first_at AS DATE), CAST(so.ordered_at AS DATE))", ("figures", "second_orders")
    ),
    "second_order_date": Derived("CAST(so.ordered_at AS DATE)", ("second_orders",)),
    "orders_since_last_return": Derived("sr.orders", ("since_return",)),
    "discounted_order_share": Derived("CAST(f.discounted_orders AS DOUBLE) / nullif(f.orders, 0)", ("figures",)),
    "first_order_month": Derived("CAST(date_trunc('month', f.first_at) AS DATE)", ("figures",)),
    "first_order_quarter": Derived("CAST(date_trunc('quarter', f.first_at) AS DATE)", ("figures",)),
    "first_order_year": Derived("CAST(extract(year FROM f.first_at) AS INTEGER)", ("figures",)),
    "first_order_channel": Derived("fo.channel", ("first_orders",)),
    "products_bought": Derived("coalesce(b.products, 0)", ("baskets",), "b.products"),
    "categories_bought": Derived("coalesce(b.categories, 0)", ("baskets",), "b.categories"),
    "recency_score": _score("recency_score"),
    "frequency_score": _score("frequency_score"),
    "monetary_score": _score("monetary_score"),
    "rfm_score": Derived("CAST(r.cell AS VARCHAR)", ("rfm",)),
    "rfm_segment": _score("segment"),
}
"""Customer fields that are computed. Stored ones come straight from their column."""

ALIASES = {
    "figures": "f", "rfm": "r", "first_orders": "fo", "second_orders": "so", "baskets": "b", "barred_email": "be",
    "barred_sms": "bs", "since_return": "sr",
}  # fmt: skip
