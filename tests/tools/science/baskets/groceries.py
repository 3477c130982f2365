"""The published baskets (Hahsler, Hornik, Reutterer 2006), where they are at hand."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tools.science.baskets.encoding import Baskets, baskets_of

FILE = Path(__file__).parents[4] / "../shared/data/groceries/groceries_long.parquet"


def groceries() -> Baskets:
    if not FILE.is_file():
        pytest.skip("groceries_long.parquet is not at hand: the published counts of rules are not checked")
    lines = duckdb.read_parquet(str(FILE)).df()
    return baskets_of(lines, basket="transaction_id", item="item")
