"""The demo shop: a synthetic, bilingual skincare, home and fashion retailer with known truths planted in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.data.workspace import Workspace

DEFAULT_SEED = 20260131


def build_demo_shop(
    path: Path,
    *,
    seed: int = DEFAULT_SEED,
    customers: int = 20_000,
    progress: Callable[[str, float], None] | None = None,
) -> Workspace:
    """Make `path` a workspace holding the demo shop and return it.

    The same seed and number of customers give the same rows on every machine. `progress` is called with a stage name
    and the share done, 0 to 1. Raises BadInput when the folder already holds a shop, other files, or too few customers
    are asked for.
    """
    from tools.data.demo.build import build

    return build(path, seed=seed, customers=customers, progress=progress)
