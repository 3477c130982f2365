"""How many different products, categories and brands one order holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.data.profile import quoted

if TYPE_CHECKING:
    from tools.data.compiler.facts import Facts


ORDER_BREADTH = {"order_products": "product", "order_categories": "category", "order_brands": "brand"}
"""What an order may hold different ones of, by the field that counts them."""


def order_breadth(facts: Facts) -> str:
    """How many different ones every order holds of what this shop keeps of its products; what came back is none."""
    known = facts.dictionary.fields
    told = {name: known[of] for name, of in ORDER_BREADTH.items() if of in known and of != "product"}
    columns = "".join(f", count(DISTINCT p.{quoted(f.column or f.name)}) AS {name}" for name, f in told.items())
    return (
        f"SELECT l.order_id, count(DISTINCT l.product_id) AS order_products{columns} FROM order_lines AS l "
        "LEFT JOIN products AS p ON p.id = l.product_id WHERE l.quantity > 0 GROUP BY l.order_id"
    )
