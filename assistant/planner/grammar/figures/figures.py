"""Parts of a metric as they are found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from assistant.planner.grammar.people.people import People
from assistant.planner.grammar.unclear import Unclear
from tools.definitions import After, Filter, Having, Metric, Part, Period, Sort, Unit

MOST_MEASURES, MOST_DIMENSIONS, MOST_ROWS = 6, 3, 10_000


@dataclass
class Figures:
    """Parts of a metric as they are found; `build` makes the definition."""

    measures: list[str] = field(default_factory=list)
    dimensions: list[str] = field(default_factory=list)
    where: list[Filter] = field(default_factory=list)
    together: list[Filter] = field(default_factory=list)
    """What the same orders hold as well."""
    period: Period | None = None
    per: Unit | None = None
    """Averaged over the days, weeks, months of the period."""
    compare: str | None = None
    compare_period: Period | None = None
    share: bool = False
    share_of: tuple[str, tuple[Any, ...]] | None = None
    """A share of one value: the row the answer is about."""
    having: list[Having] = field(default_factory=list)
    bounded: list[str] = field(default_factory=list)
    """Measures that only bound the rows; they come after those that are asked for."""
    sort: Sort | None = None
    limit: int | None = None
    limit_within: str | None = None
    """The split whose every value keeps its own first rows."""
    top: tuple[int, bool] | None = None
    """"top 5" on its own: how many rows, best first; for a follow-up that keeps the split."""
    after: After | None = None
    """Only purchases so soon after a message."""
    part: Part | None = None
    """What is set against the whole by the name of the figure: 折扣订单占比."""
    people: People = field(default_factory=People)
    heads: bool = False
    """How many people there are is asked for as well, as a number of its own."""
    assumed: list[str] = field(default_factory=list)
    """Slots that were filled by default: measure, period."""

    def build(self) -> Metric:
        """The typed definition. Raises Unclear for more figures or splits than one table holds."""
        if len(self.measures) > MOST_MEASURES or len(self.dimensions) > MOST_DIMENSIONS:
            raise Unclear(
                f"One table holds up to {MOST_MEASURES} figures by {MOST_DIMENSIONS} things: please ask in two parts.",
                f"一张表最多放 {MOST_MEASURES} 个指标、按 {MOST_DIMENSIONS} 个维度拆分：请分两次问。",
            )
        where, apart = united(self.where)
        if self.sort is None and self.dimensions and self.dimensions[0].startswith("band("):
            self.sort = Sort(by=self.dimensions[0], descending=False)
        return Metric(
            measures=list(dict.fromkeys([*self.measures, *self.bounded])),
            dimensions=list(dict.fromkeys([*self.dimensions, *apart]))[:MOST_DIMENSIONS],
            where=where,
            together=self.together,
            after=self.after,
            audience=self.people.audience if self.people.conditions else None,
            period=self.period,
            per=self.per,
            compare=None if self.compare_period else self.compare,
            compare_period=self.compare_period,
            share=self.share and self.part is None,
            part=self.part,
            having=[self._of_measure(one) for one in self.having],
            sort=self.sort,
            limit=min(self.limit, MOST_ROWS) if self.limit else self.limit,
            limit_within=self.limit_within if self.limit else None,
        )

    def _of_measure(self, bound: Having) -> Having:
        """A bound on shares of no figure by name is one on those of the first."""
        return bound if bound.measure else bound.model_copy(update={"measure": f"{self.measures[0]}_share"})


def united(where: list[Filter]) -> tuple[list[Filter], list[str]]:
    """Filters with the values of one field brought together, since no order has two channels; and those fields.

    "sms vs email" names two sides of one split: the field is to be a dimension.
    """
    made: list[Filter] = []
    apart: list[str] = []
    for item in where:
        same = next((i for i, old in enumerate(made) if old.field == item.field and old.op == item.op == "is"), None)
        if same is None or item.field in ("product", "weekday"):
            made.append(item)
            continue
        values = list(dict.fromkeys([*made[same].values, *item.values]))
        if len(values) > len(made[same].values) and not set(made[same].values) <= set(item.values):
            apart.append(item.field)
        made[same] = made[same].model_copy(update={"values": values})
    return made, apart
