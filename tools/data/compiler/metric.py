"""Metric definitions as SQL: every measure over its own rows, brought together on the dimensions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from tools.contract import BadRequest, Column
from tools.data.compiler.audience import Members
from tools.data.compiler.facts import Facts
from tools.data.compiler.finishing import finish, spine
from tools.data.compiler.goods import HELD, of_goods, undated, unsold
from tools.data.compiler.measures import NO_LINES, find_measure, rolled
from tools.data.compiler.moments import accompany, follow
from tools.data.compiler.parts import cut_part, within_part
from tools.data.compiler.rows import Rows
from tools.data.compiler.script import Query, Statement
from tools.data.compiler.sides import Side, sides_of
from tools.data.compiler.sources import ROWS
from tools.data.profile import quoted
from tools.definitions import AGGREGATE, RATIO, Audience, Metric
from tools.periods import units_in

if TYPE_CHECKING:
    from tools.dictionary import Dictionary, FieldSpec

EVENT_KINDS = ("sent", "open", "click", "unsubscribe", "view", "cart")


def compile_metric(
    metric: Metric,
    dictionary: Dictionary,
    today: date,
    *,
    saved: Mapping[str, Audience] | None = None,
    dialect: str = "duckdb",
    totals: bool = False,
) -> Query:
    """A query for the metric's rows; with `totals` for one row over all of them, counted the same way.

    Columns: the dimensions, then for each measure its value and, where asked for, `_previous`, `_change`,
    `_change_share` and `_share`. Raises BadRequest for what cannot be split, filtered or combined.
    """
    compiler = _Compiler(metric, dictionary, today, saved or {}, totals)
    select, facts, columns = compiler.statement()
    return compiler.facts.script.render(select, facts, dialect, columns)


def check_metric(metric: Metric, dictionary: Dictionary, today: date) -> None:
    """Raises BadRequest for what `compile_metric` refuses; no SQL is written out, which takes most of its time."""
    _Compiler(metric, dictionary, today, {}, totals=False).statement()


class _Compiler:
    def __init__(
        self, metric: Metric, dictionary: Dictionary, today: date, saved: Mapping[str, Audience], totals: bool
    ) -> None:
        self.metric = metric
        self.dictionary = dictionary
        self.today = today
        self.totals = totals
        self.facts = Facts(dictionary, today, saved)
        self.measures = {name: find_measure(name, dictionary) for name in metric.measures}
        self.dimensions = [self._dimension(name) for name in metric.dimensions]
        self.sides = sides_of(metric, today)
        self.beside = {measure.grain for measure in self.measures.values()} & {"sales", "acts"} != set()
        self.ratios = {name: parts.groups() for name in metric.measures if (parts := RATIO.match(name))}
        if lone := next((name for name, sides in self.ratios.items() if not {*sides} <= {*metric.measures}), None):
            raise BadRequest(f"{lone} is taken of two figures of the result: list both of them as measures as well.")
        if metric.per and all(measure.ratio for measure in self.measures.values()):
            raise BadRequest(f"{metric.measures[0]} is an average or a rate already: leave per out.")
        if len(set(metric.dimensions)) != len(metric.dimensions):
            raise BadRequest("Name each dimension once.")
        if "cohort_retention" in self.measures and "months_since_first_order" not in metric.dimensions:
            raise BadRequest("cohort_retention needs the dimension months_since_first_order.")

    def statement(self) -> Statement:
        """The whole statement."""
        if self.metric.audience is not None:
            self.facts.script.after("members", Members(self.facts).select(self.metric.audience))
        built = [
            (source, names, side, *self._rows(source, names, side))
            for source, names in self._by_source().items()
            for side in self.sides
        ]
        cut = built
        if self.metric.part is not None:
            cut = [(*one[:3], cut_part(self.facts, one[3]), one[4]) for one in built]
        names = [] if self.totals else [quoted(spec.name) for spec in self.dimensions]
        branches = [sql for one in cut for sql in self._branches(*one, names)]
        if self.metric.part is not None and names:  # a row without any of the part has 0 of it, and is shown
            blank = ", ".join([*names, *self._blank({})])
            branches += [f"SELECT DISTINCT {blank} FROM {rows}" for *_, rows, _ in built]
        if not self.totals and len(self.dimensions) == 1:
            branches += spine(
                self.facts, self.dimensions[0], self.sides[0].span, self._blank({}), set(self._by_source())
            )
        branches += [] if self.totals else unsold(self.facts, self.metric, self.dimensions, self._blank({}))
        self.facts.script.after("grouped", self._together(branches, names))
        if (self.metric.share or self.metric.part) and not self.totals:
            kept = names if self.metric.part else []
            whole = [sql for one in built for sql in self._branches(*one, kept)]
            self.facts.script.after("whole", self._together(whole, kept))
        if self.metric.share and self.metric.part and not self.totals:
            across = [sql for one in cut for sql in self._branches(*one, [])]
            self.facts.script.after("all_parts", self._together(across, []))
        return finish(self.metric, self.facts, self.dimensions, self.measures, self._columns(), self.totals)

    def _dimension(self, name: str) -> FieldSpec:
        spec = self.dictionary.field(name)
        if not spec.groupable:
            able = ", ".join([field.name for field in self.dictionary.fields.values() if field.groupable][:12])
            raise BadRequest(f"Results cannot be split by {name}: choose a dimension such as {able}.")
        return spec

    def _by_source(self) -> dict[str, list[str]]:
        """Measures by the rows they are counted in."""
        sources: dict[str, list[str]] = {}
        for name, measure in self.measures.items():
            if name in self.ratios:
                continue
            source = "sales_lines" if measure.branch == "line" else measure.grain
            sources.setdefault(source, []).append(name)
        return sources

    def _rows(self, source: str, names: list[str], side: Side) -> tuple[str, dict[str, str]]:
        """Add the rows of one source and side; returns their name and the columns of fields that are aggregated."""
        rows = ROWS[source](self.facts)
        if undated(rows, self.metric, self.dimensions, self._by_source()):
            raise BadRequest(
                f"{names[0]} describes {rows.grain} as of today and takes no period: leave it out, or put it into the "
                "audience (bought during it), or ask for buyers, new_buyers or signups."
            )
        accompany(rows, self.metric.together)
        if self.metric.after is not None:
            follow(rows, self.metric.after, beside=self.beside)
        elif source == "acts":
            raise BadRequest(f"{names[0]} needs after: the event that an order is to follow, and within how many days.")
        columns = {}
        for spec in self.dimensions:
            if not rows.allows(spec):
                able = [one.name for one in self.dictionary.fields.values() if one.groupable and rows.allows(one)]
                raise BadRequest(f"{names[0]} cannot be split by {spec.name}; it can be split by {', '.join(able)}.")
            columns[spec.name] = rows.label(spec, side.shift)
        for item in self.metric.where:
            rows.filter(item)
        if self.metric.audience is not None:
            if not rows.customer:
                raise BadRequest(f"{names[0]} is about products, which belong to no audience: leave the audience out.")
            rows.where.append(f"{rows.customer} IN (SELECT id FROM members)")
        rows.during(side.span)
        of_goods(rows, self.metric)
        if self.metric.part is not None:
            columns["in_part"] = within_part(rows, self.metric.part)
        whole = [base for base in map(rolled, names) if base in NO_LINES and rows.by_line and source == "sales"]
        if whole:
            label = self.facts.dictionary.measures[whole[0]].label
            raise BadRequest(
                f"{label.en} cannot be split or filtered by product, category or brand: discounts are on whole orders.",
                zh=f"{label.zh}不能按商品、品类或品牌拆分或筛选：优惠是整单的。",
            )
        fields = self._aggregated(rows, names)
        part = f"{source}_rows{side.suffix}"
        self.facts.script.after(part, rows.select({**columns, **fields}))
        return part, {name: quoted(name) for name in fields}

    def _aggregated(self, rows: Rows, names: list[str]) -> dict[str, str]:
        """Further columns the measures need: fields that are averaged, flags, facts about customers."""
        fields: dict[str, str] = {}
        for name in names:
            measure = self.measures[name]
            if measure.field and measure.field != "order_value":
                spec = self.dictionary.field(measure.field)
                sql = f"everyone.{self.facts.figure(spec.name)}" if spec.level == "customer" else rows.field(spec)
                fields[f"field_{spec.name}"] = sql
            if rolled(name) in ("new_buyers", "returning_buyers"):
                fields["is_first"] = rows.first_mark()  # type: ignore[attr-defined]
            if measure.grain == "customers" and not measure.field:
                for needed in ("orders", "emailable", "textable", "days_since_last_order"):
                    if f"{{{needed}}}" in measure.sql:
                        fields[f"field_{needed}"] = f"everyone.{self.facts.field(needed)}"
            held = [column for column in HELD if f"products.{column}" in measure.sql]
            fields |= {f"field_{column}": rows.field(self.dictionary.field(column)) for column in held}
        return fields

    def _branches(
        self, _source: str, names: list[str], side: Side, part: str, _fields: dict[str, str], groups: list[str]
    ) -> list[str]:
        """One SELECT per kind of rows (plain, by buyer, by order) with its measures, the others empty."""
        selects = []
        kinds = dict.fromkeys(self.measures[name].branch for name in names)
        for kind in kinds:
            values = {
                f"{name}{side.suffix}": self._aggregate(name) for name in names if self.measures[name].branch == kind
            }
            origin = self._regrouped(kind, part, groups)
            group = f" GROUP BY {', '.join(groups)}" if groups else ""
            selects.append(f"SELECT {', '.join([*groups, *self._blank(values)])} FROM {origin}{group}")
        return selects

    def _regrouped(self, kind: str, part: str, groups: list[str]) -> str:
        keys = "".join(f"{name}, " for name in groups)
        if kind == "buyer":
            return (
                f"(SELECT {keys}customer_id, count(DISTINCT order_id) AS orders FROM {part} WHERE quantity > 0 "
                f"AND customer_id IS NOT NULL GROUP BY {keys}customer_id) AS buyers"
            )
        if kind == "order":
            held = sorted({f"field_{m.field}" for m in self.measures.values() if m.branch == "order" and m.field})
            maxima = "".join(f", max({quoted(name)}) AS {quoted(name)}" for name in held if name != "field_order_value")
            return (
                f"(SELECT {keys}order_id, sum(amount) - sum(discount) AS field_order_value, sum(discount) AS discount, "
                f"sum(CASE WHEN quantity > 0 THEN quantity ELSE 0 END) AS sold{maxima} FROM {part} "
                f"GROUP BY {keys}order_id) AS orders"
            )
        return part

    def _aggregate(self, name: str) -> str:
        measure = self.measures[name]
        sql = measure.sql
        if measure.grain == "events":
            for kind in EVENT_KINDS:
                if f"{{{kind}}}" in sql:
                    sql = sql.replace(f"{{{kind}}}", self.facts.script.bind_all(self.dictionary.event_types(kind)))
        for needed in ("orders", "emailable", "textable", "days_since_last_order"):
            sql = sql.replace(f"{{{needed}}}", quoted(f"field_{needed}"))
        for column in HELD:
            sql = sql.replace(f"products.{column}", quoted(f"field_{column}"))
        if measure.field:
            sql = sql.replace("{field}", quoted(f"field_{measure.field}"))
            if measure.branch in ("order", "line"):
                sql += f" FILTER (WHERE {'sold' if measure.branch == 'order' else 'quantity'} > 0)"
        return f"CAST({sql} AS {self._sql_type(name)})"

    def _sql_type(self, name: str) -> str:
        return {"integer": "BIGINT", "date": "DATE"}.get(self._type(name)[0], "DOUBLE")

    def _blank(self, values: dict[str, str]) -> list[str]:
        """Every measure's column: its value where given, otherwise empty but typed."""
        columns = []
        for side in self.sides:
            for name in (name for name in self.measures if name not in self.ratios):
                column = f"{name}{side.suffix}"
                value = values.get(column) or f"CAST(NULL AS {self._sql_type(name)})"
                columns.append(f"{value} AS {quoted(column)}")
        return columns

    def _together(self, branches: list[str], groups: list[str]) -> str:
        """All branches on one row per group; a count or sum nothing contributed to is 0."""
        values = []
        for side in self.sides:
            for name, measure in self.measures.items():
                column = quoted(f"{name}{side.suffix}")
                if name in self.ratios:
                    upper, lower = (quoted(f"{one}{side.suffix}") for one in self.ratios[name])
                    values.append(f"CAST(max({upper}) AS DOUBLE) / nullif(max({lower}), 0) AS {column}")
                    continue
                value = f"max({column})" if measure.ratio else f"coalesce(max({column}), 0)"
                if self.metric.per and not measure.ratio:
                    units = units_in(side.span, self.metric.per, self.dictionary.profile.first_order, self.today)
                    value = f"CAST({value} AS DOUBLE) / {self.facts.script.bind(units)}"
                values.append(f"{value} AS {column}")
        group = f" GROUP BY {', '.join(groups)}" if groups else ""
        return f"SELECT {', '.join([*groups, *values])} FROM ({' UNION ALL '.join(branches)}) AS branches{group}"

    def _type(self, name: str) -> tuple[str, str | None]:
        """Type and unit of a measure."""
        if name in self.ratios:
            kind, unit = self._type(self.ratios[name][0])
            return ("money", unit) if kind == "money" else ("number", None)
        if (parts := AGGREGATE.match(name)) is None:
            spec = self.dictionary.measure(rolled(name))
            return ("number" if name.startswith("moving(") and spec.type == "integer" else spec.type), spec.unit
        field = self.dictionary.field(parts.group(2))
        whole = field.type == "integer" and parts.group(1) not in ("sum", "min", "max")
        return ("number" if whole else field.type), field.unit

    def _columns(self) -> list[Column]:
        """Columns of the result in order."""
        columns = (
            [] if self.totals else [Column(name=spec.name, type=spec.type, unit=spec.unit) for spec in self.dimensions]
        )
        for name, measure in self.measures.items():
            kind, unit = self._type(name)
            kind = "number" if self.metric.per and kind == "integer" else kind
            columns.append(Column.model_validate({"name": name, "type": kind, "unit": unit}))
            if len(self.sides) > 1:
                for ending in ("_previous", "_change"):
                    columns.append(Column.model_validate({"name": name + ending, "type": kind, "unit": unit}))
                columns.append(Column(name=f"{name}_change_share", type="share"))
            if self.metric.part and not self.totals and not measure.ratio:
                columns.append(Column.model_validate({"name": f"{name}_whole", "type": kind, "unit": unit}))
            if (self.metric.share or self.metric.part) and not self.totals and not measure.ratio:
                columns.append(Column(name=f"{name}_share", type="share"))
                if self.metric.part and len(self.sides) > 1:
                    columns.append(Column(name=f"{name}_share_previous", type="share"))
                if self.metric.part and self.metric.share:
                    columns.append(Column(name=f"{name}_share_across", type="share"))
        return columns
