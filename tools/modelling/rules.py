"""Association rules of the shop, over products and over categories, as a table the engine keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.contract import NotEnoughData
from tools.data.features import baskets
from tools.modelling.context import Training

if TYPE_CHECKING:
    import pandas as pd

LONGEST = 3
"""Items in a set; longer rules read badly and add little."""
MOST_RULES = 20_000
COLUMNS = (
    "orders", "antecedent_orders", "consequent_orders", "support", "confidence", "lift", "leverage", "conviction",
    "confidence_low", "lift_low", "extra_orders", "p_adjusted",
)  # fmt: skip


def find_rules(training: Training) -> pd.DataFrame:
    """Rules beyond chance: level (product or category), antecedent (list of ids), consequent, COLUMNS; best first.

    Raises NotEnoughData with fewer orders than a rule needs.
    """
    import pandas as pd

    lines = baskets(training.warehouse, training.today)
    _, rows = training.warehouse.query("SELECT id, category FROM products WHERE category IS NOT NULL")
    category = {str(key): str(value) for key, value in rows}
    by_category = lines.assign(product_id=lines["product_id"].map(category)).dropna().drop_duplicates()
    found = [_rules(lines, "product", LONGEST)]
    if by_category["product_id"].nunique() > 1:
        found.append(_rules(by_category, "category", 2))
    kept = [frame for frame in found if len(frame)]
    return pd.concat(kept, ignore_index=True) if kept else found[0]


def _rules(lines: pd.DataFrame, level: str, longest: int) -> pd.DataFrame:
    from tools.science.baskets.encoding import baskets_of
    from tools.science.baskets.itemsets import frequent_itemsets
    from tools.science.baskets.rules import association_rules, sensible_support

    try:
        read = baskets_of(lines)
        sets = frequent_itemsets(read, sensible_support(read.count), max_length=longest)
    except ValueError as error:
        raise NotEnoughData(f"{error}.") from error
    rules = association_rules(sets)
    rules = rules[(rules["lift"] > 1) & (rules["p_adjusted"] < 0.05)].head(MOST_RULES)
    rules = rules.assign(level=level, antecedent=rules["antecedent"].map(list))
    rules["conviction"] = rules["conviction"].where(rules["conviction"] < float("inf"))
    return rules[["level", "antecedent", "consequent", *COLUMNS]]
