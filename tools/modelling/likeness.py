"""How alike customers are to a seed audience: fitted when asked for, on the stored features, and said in SQL.

The same seed on the same data gives the same likeness, so an audience of lookalikes can be saved and run again.
"""

from __future__ import annotations

import json
import threading
from datetime import date
from typing import TYPE_CHECKING

from tools.audience_store import read_audiences
from tools.contract import BadRequest, NotEnoughData, Unavailable
from tools.data.compiler import Query, compile_audience
from tools.definitions import Audience

if TYPE_CHECKING:
    from tools.data.compiler.script import Script
    from tools.desk import Shop
    from tools.science.lookalike import Lookalike

MOST_EACH = 50_000
"""Seed customers and others that are read for fitting; a fixed part of them, by a hash of the id."""


class Likeness:
    """Fits and remembers likenesses for one open shop."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._fitted: dict[str, Lookalike] = {}
        self._lock = threading.Lock()

    def part(self, script: Script, seed: Audience, today: date) -> str:
        """A SELECT of customer_id and figure (higher is more alike) for everyone with stored features but the seed."""
        from tools.data.models.sql_scoring import margin_sql
        from tools.science.propensity.scorer import Scorer
        from tools.science.scorer_parts import plain_parts

        member = self.fit(seed, today).member
        formula = margin_sql(plain_parts(Scorer(tuple(member.basis.features), (member,), (1.0,))))
        members = self._members(seed, today)
        pieces = members.sql.split("?")
        if len(pieces) != len(members.parameters) + 1:
            raise BadRequest(
                "This seed names a field with a question mark in its name: save it under another name first."
            )
        bound = "".join(
            piece + (script.bind(members.parameters[place]) if place < len(members.parameters) else "")
            for place, piece in enumerate(pieces)
        )
        return (
            f"SELECT customer_id, {formula} AS figure FROM feature_table "
            f"WHERE customer_id NOT IN (SELECT seed.id FROM ({bound}) AS seed)"
        )

    def fit(self, seed: Audience, today: date) -> Lookalike:
        """The likeness to `seed`; raises Unavailable without stored features, NotEnoughData for too small a seed."""
        from tools.science.lookalike import fit_lookalike

        warehouse = self._shop.warehouse
        if "feature_table" not in warehouse.columns():
            raise Unavailable(
                "Lookalikes need the shop's features: `python -m assistant train DIR` works them out.",
                zh="相似人群需要店铺特征：请先运行 `python -m assistant train DIR`。",
            )
        key = json.dumps([today.isoformat(), seed.compact()], sort_keys=True)
        with self._lock:
            if key not in self._fitted:
                frame = self._frame(seed, today)
                try:
                    self._fitted[key] = fit_lookalike(frame.drop(columns="in_seed"), frame["in_seed"].to_numpy(bool))
                except ValueError as error:
                    raise NotEnoughData(f"{error}.") from error
            return self._fitted[key]

    def _members(self, seed: Audience, today: date) -> Query:
        saved = read_audiences(self._shop.workspace)
        return compile_audience(seed, self._shop.dictionary, today, saved=saved)

    def _frame(self, seed: Audience, today: date):  # type: ignore[no-untyped-def]
        """Stored features of the seed and of others, with a column in_seed."""
        members = self._members(seed, today)
        frame = self._shop.warehouse.frame(
            f"SELECT f.*, m.id IS NOT NULL AS in_seed FROM feature_table AS f LEFT JOIN ({members.sql}) AS m "
            "ON m.id = f.customer_id QUALIFY row_number() OVER (PARTITION BY m.id IS NOT NULL "
            f"ORDER BY hash(f.customer_id), f.customer_id) <= {MOST_EACH}",
            members.parameters,
        )
        return frame.set_index("customer_id").sort_index().astype(float)
