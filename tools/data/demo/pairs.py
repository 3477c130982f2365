"""Products that are planted to be bought together."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import NamedTuple

from tools.contract import BadInput
from tools.data.demo.catalogue import Product


class Pair(NamedTuple):
    """Whoever orders `first` adds `second` with `probability`. Both are product numbers."""

    first: int
    second: int
    probability: float


def read_pairs(products: list[Product]) -> list[Pair]:
    """The planted pairs, by product name as in products/pairs.toml."""
    text = resources.files(__package__).joinpath("products", "pairs.toml").read_text(encoding="utf-8")
    numbers = {product.name: number for number, product in enumerate(products)}
    pairs = []
    for entry in tomllib.loads(text)["pair"]:
        for name in (entry["first"], entry["second"]):
            if name not in numbers:
                raise BadInput(f"pairs.toml names {name!r}, which the catalogue does not hold.")
        pairs.append(Pair(numbers[entry["first"]], numbers[entry["second"]], entry["probability"]))
    return pairs
