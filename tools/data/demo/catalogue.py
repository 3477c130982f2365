"""The products: read from the catalogue's files, composed into names, prices and descriptions in both languages."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np

from tools.data.demo.archetypes import CATEGORIES
from tools.data.demo.randomness import DAYS, FIRST_DAY, stream

LAUNCH_SHARE = 0.12
"""Share of products that came out during the two years."""
FEWEST_LETTERS = 110
"""English descriptions are at least this long where the type has enough to say."""
_PATTERNS = (
    ("variant", "use", "size"),
    ("what", "variant", "origin"),
    ("variant", "what", "size"),
    ("what", "variant", "use"),
    ("variant", "size", "origin"),
    ("what", "variant", "size", "use"),
)


@dataclass(frozen=True)
class Product:
    """One product as the warehouse keeps it, and how often it is wanted within its category."""

    id: str
    name: str
    category: str
    brand: str
    price: float
    description: str
    subcategory: str
    name_zh: str
    description_zh: str
    material_or_ingredients: str
    stock: int
    launched_on: date
    popularity: float


def read_catalogue(seed: int) -> list[Product]:
    """All products in the order of CATEGORIES; prices, stock and launch days are drawn, words are not."""
    rng = stream(seed, "catalogue")
    folder = resources.files(__package__).joinpath("products")
    brands = _table(folder, "brands")["brand"]
    in_pairs = {pair[end] for pair in _table(folder, "pairs")["pair"] for end in ("first", "second")}
    products: list[Product] = []
    for category in CATEGORIES:
        makers = [brand for brand in brands if category in brand["categories"]]
        for type_number, kind in enumerate(_table(folder, category)["type"]):
            for number, variant in enumerate(kind["variants"]):
                choice = [brand for brand in makers if brand["name"] in kind["brands"]] if "brands" in kind else makers
                brand = choice[(type_number + number) % len(choice)]
                turn = len(products)
                products.append(_product(turn, category, kind, variant, number, brand, in_pairs, rng))
    return products


def _table(folder: Traversable, name: str) -> dict[str, Any]:
    return tomllib.loads(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def _product(
    turn: int,
    category: str,
    kind: dict[str, Any],
    variant: list[str],
    number: int,
    brand: dict[str, Any],
    in_pairs: set[str],
    rng: np.random.Generator,
) -> Product:
    label_en, label_zh, material, told_en, told_zh = variant
    low, high = kind["price"]
    price = (low + (high - low) * rng.random()) * brand["price_factor"]
    name = f"{label_en} {kind['en']}"
    # A pair whose second product is not out yet could not be bought together, so paired products are old ones.
    new = rng.random() < LAUNCH_SHARE and name not in in_pairs
    launched = int(rng.integers(30, DAYS - 45)) if new else -int(rng.integers(60, 2_000))
    parts = {
        "en": {"variant": told_en, **_turns(kind, brand, "en", number)},
        "zh": {"variant": told_zh, **_turns(kind, brand, "zh", number)},
    }
    pattern = _pattern(turn, parts["en"])
    return Product(
        id=f"SK-{turn + 1:04d}",
        name=name,
        category=category,
        brand=brand["name"],
        price=_retail(price),
        description=" ".join(parts["en"][part] for part in pattern),
        subcategory=kind["subcategory"],
        name_zh=f"{label_zh}{kind['zh']}",
        description_zh="".join(parts["zh"][part] for part in pattern),
        material_or_ingredients=material,
        stock=0 if rng.random() < 0.03 else int(rng.gamma(2.0, 90.0)) + 4,
        launched_on=FIRST_DAY + timedelta(days=launched),
        popularity=float(kind.get("weight", 1.0) * (0.6 + rng.gamma(1.3, 0.6))),
    )


def _pattern(turn: int, told: dict[str, str]) -> list[str]:
    """Which sentences, in which order: a pattern in turn, filled up where that would tell too little."""
    pattern = [part for part in _PATTERNS[turn % len(_PATTERNS)] if part in told]
    for part in ("what", "use", "origin", "size"):
        if len(pattern) >= 3 and sum(len(told[one]) for one in pattern) >= FEWEST_LETTERS:
            break
        if part in told and part not in pattern:
            pattern.append(part)
    return sorted(pattern, key=lambda part: part == "origin")


def _turns(kind: dict[str, Any], brand: dict[str, Any], language: str, number: int) -> dict[str, str]:
    """The sentences a type and a brand lend to the product, taking turns where there are several."""
    size = _size(kind, language, number)
    sentences: dict[str, str] = {}
    for part, source in (("what", kind), ("use", kind), ("size", kind), ("origin", brand)):
        choices = source.get(f"{part}_{language}")
        if choices:
            sentences[part] = choices[number % len(choices)].format(size=size)
    return sentences


def _size(kind: dict[str, Any], language: str, number: int) -> str:
    sizes = kind.get("sizes_zh" if language == "zh" else "sizes") or kind.get("sizes") or [""]
    size = str(sizes[number % len(sizes)])
    if language == "zh":
        for unit, word in ((" ml", "毫升"), (" cm", "厘米"), (" g", "克")):
            size = size.replace(unit, word)
    return size


def _retail(price: float) -> float:
    """A price as shops print it: whole dollars less a few cents, dearer things in rounder steps."""
    if price < 20:
        return int(price) + (0.5 if price % 1 < 0.5 else 0.9)
    return float(int(price)) if price < 100 else int(price / 5) * 5 - 1.0
