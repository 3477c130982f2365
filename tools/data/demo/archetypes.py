"""The six ways people shop here, and all numbers that set them apart. Planted: clusters and models should find them."""

from typing import NamedTuple

CATEGORIES = (
    "skincare", "makeup", "fragrance", "home", "kitchen", "bedding", "womenswear", "menswear", "accessories", "shoes",
)  # fmt: skip
CHANNELS = ("online", "app", "store", "wechat", "marketplace")


class Archetype(NamedTuple):
    """One way of shopping. Rates are per 30 days of average season."""

    name: str
    share: float
    """Share of customers who ever buy."""
    orders_per_month: float
    regularity: float
    """Shape of the gamma gaps between orders: 1 is chance, above is rhythm, below is bursts."""
    churn_per_month: float
    extra_lines: float
    """Mean number of lines beyond the first."""
    return_factor: float
    discount_share: float
    """Share of orders with a discount outside sale days."""
    price_taste: float
    """Leaning to cheaper (below 0) or dearer (above 0) products."""
    season: str
    mean_age: float
    female_share: float
    affinity: tuple[float, ...]
    """Weight of each of CATEGORIES."""
    channels: tuple[float, ...]
    """Weight of each of CHANNELS; WeChat counts in China only."""
    open_shift: float
    """Added to the log-odds of opening a message."""


ARCHETYPES = (
    Archetype("skincare_regular", 0.24, 0.72, 3.0, 0.022, 0.8, 0.6, 0.10, 0.2, "steady", 36, 0.86,
              (62, 14, 5, 3, 2, 2, 5, 2, 4, 1), (36, 26, 8, 26, 4), 0.45),
    Archetype("discount_hunter", 0.20, 0.62, 1.0, 0.042, 0.7, 1.2, 0.72, -0.9, "sales", 33, 0.62,
              (26, 14, 5, 12, 12, 6, 10, 5, 7, 3), (30, 18, 4, 12, 36), -0.10),
    Archetype("gift_season_buyer", 0.14, 0.34, 1.0, 0.015, 1.0, 0.7, 0.22, 0.6, "gifts", 42, 0.48,
              (14, 10, 28, 14, 5, 3, 5, 3, 16, 2), (44, 14, 26, 12, 4), -0.15),
    Archetype("home_mover", 0.12, 0.55, 0.45, 0.060, 1.9, 0.8, 0.20, 0.1, "steady", 34, 0.55,
              (4, 1, 3, 34, 27, 24, 2, 1, 3, 1), (58, 14, 18, 6, 4), 0.05),
    Archetype("one_time_store_buyer", 0.14, 0.05, 1.0, 0.030, 0.5, 0.5, 0.08, 0.0, "steady", 46, 0.60,
              (25, 15, 12, 14, 8, 5, 8, 5, 6, 2), (6, 2, 88, 3, 1), -0.80),
    Archetype("big_basket_fashion", 0.16, 0.55, 1.4, 0.028, 3.0, 1.5, 0.16, 0.5, "fashion", 31, 0.74,
              (6, 5, 4, 2, 1, 2, 36, 18, 14, 12), (34, 42, 10, 10, 4), 0.15),
)  # fmt: skip
NAMES = tuple(archetype.name for archetype in ARCHETYPES)
SKINCARE_REGULAR, DISCOUNT_HUNTER, GIFT_SEASON, HOME_MOVER, ONE_TIME_STORE, BIG_BASKET = range(len(ARCHETYPES))

NEVER_BOUGHT_SHARE = 0.06
RATE_GROUPS = ("low", "medium", "high")
RATE_GROUP_SHARES = (0.4, 0.4, 0.2)
RATE_GROUP_FACTORS = (0.5, 1.0, 2.0)

RETURN_SHARE = {
    "skincare": 0.012, "makeup": 0.02, "fragrance": 0.02, "home": 0.04, "kitchen": 0.03, "bedding": 0.05,
    "womenswear": 0.15, "menswear": 0.11, "accessories": 0.05, "shoes": 0.17,
}  # fmt: skip
"""Share of lines sent back, before the archetype's factor."""
