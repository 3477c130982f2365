"""Measure: figures by dimension over a period, against another."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from tools.audience_store import read_audiences
from tools.contract import Chart, Column, Finding, UnknownValue
from tools.data.compiler import compile_metric
from tools.data.compiler.measures import find_measure
from tools.definitions import ROLLING, Attribute, Audience, Filter, Metric
from tools.desk import Desk
from tools.dictionary import Dictionary
from tools.findings import ROW_CAP, figures, headed, run, shown_sql, unknown_value
from tools.metric_caveats import metric_caveats
from tools.wording import metric_words

SOLD = ("sales", "sales_lines")
"""Grains whose rows are orders or their lines."""
MESSAGES = {
    "sends", "opens", "clicks", "unsubscribes", "open_rate", "click_rate", "click_to_open_rate", "unsubscribe_rate",
}  # fmt: skip
"""Measures of messages alone."""
FOLLOWING = ("acts", *SOLD)
"""Grains counted after messages where figures of these stand beside them."""
CHARTED_ROWS = 40
"""More bars than this nobody reads."""


def measure(
    desk: Desk, metric: Annotated[Metric, Field(description="What to measure, by what, when, compared with what")]
) -> Finding:
    """Compute measures (revenue, orders, buyers, rates …), optionally by dimensions, over a period, against another.

    Names come from describe_data. Totals over all rows come with the result.
    """
    metric = of_their_orders(metric, desk.dictionary)
    counted = _of_messages(metric, desk.dictionary)
    try:
        rows, columns, sql = _rows(desk, counted)
    except UnknownValue as error:
        return unknown_value(desk, "measure", error, metric.compact())
    finding = Finding(
        tool="measure",
        title=metric_words(metric, desk.dictionary, desk.language, desk.today),
        columns=columns,
        rows=rows[:ROW_CAP],
        total_rows=len(rows),
        totals=_totals(desk, counted, rows, columns),
        definition=metric.compact(),
        sql=sql,
        caveats=metric_caveats(desk, metric),
        chart=_chart(desk, metric, len(rows)),
    )
    values = [cell for row in rows for cell in row[len(metric.dimensions) :]]
    if not rows or (not metric.having and all(cell in (None, 0) for cell in values)):
        finding.status = "empty"
        finding.message = desk.say("Nothing in the data matches this.", "数据中没有符合条件的记录。")
    return finding


def of_their_orders(metric: Metric, dictionary: Dictionary) -> Metric:
    """Sales from France, where each order names its country: which orders, as when they are split by it.

    An order without a customer has a country too; through the audience it would be lost.
    """
    if not dictionary.order_columns or any(find_measure(m, dictionary).grain not in SOLD for m in metric.measures):
        return metric
    where, audience = _moved(metric.audience, dictionary)
    changes: dict[str, Any] = {"where": [*metric.where, *where], "audience": audience}
    if metric.part is not None:
        inner, rest = _moved(metric.part.audience, dictionary)
        changes["part"] = metric.part.model_copy(update={"where": [*metric.part.where, *inner], "audience": rest})
    return metric.model_copy(update=changes)


def _of_messages(metric: Metric, dictionary: Dictionary) -> Metric:
    """Click rate by campaign channel: views and carts are of no message, and make no row of it."""
    rest = {name for name in metric.measures if find_measure(name, dictionary).grain not in FOLLOWING} - MESSAGES
    if rest or not MESSAGES & set(metric.measures):
        return metric
    split = [name for name in metric.dimensions if dictionary.field(name).level == "campaign"]
    if not split:
        return metric
    return metric.model_copy(update={"where": [*metric.where, Filter(field=split[0], op="known")]})


def _moved(audience: Audience | None, dictionary: Dictionary) -> tuple[list[Filter], Audience | None]:
    """Facts that every order has of its own, as filters of orders; and what is left of the audience."""
    if audience is None or audience.limit is not None:
        return [], audience
    own = [c for c in audience.all if isinstance(c, Attribute) and c.field in dictionary.order_columns]
    rest = audience.model_copy(update={"all": [c for c in audience.all if c not in own]})
    return [
        Filter(field=c.field, op=c.op, values=c.values, period=c.period) for c in own
    ], rest if rest.compact() else None


def measure_rows(desk: Desk, definition: dict[str, Any]) -> tuple[list[Column], list[list[Any]]]:
    """All rows of a stored definition, for download."""
    rows, columns, _ = _rows(desk, _of_messages(Metric.model_validate(definition), desk.dictionary))
    return columns, rows


def _rows(desk: Desk, metric: Metric) -> tuple[list[list[Any]], list[Column], str]:
    query = compile_metric(
        metric, desk.dictionary, desk.today, saved=read_audiences(desk.workspace), dialect=desk.warehouse.dialect
    )
    rows = run(desk, query)
    return rows, headed(desk, query.columns, rows), shown_sql(query)


def _totals(desk: Desk, metric: Metric, rows: list[list[Any]], columns: list[Column]) -> dict[str, float]:
    """Every measure over the whole result, rates and distinct counts computed anew rather than added up."""
    if not metric.dimensions:
        return figures(rows[0], columns) if rows else {}
    kept = [name for name in metric.measures if name != "cohort_retention" and not ROLLING.match(name)]
    if not kept:
        return {}
    whole = metric.model_copy(update={"measures": kept, "having": [], "sort": None, "limit": None, "share": False})
    saved = read_audiences(desk.workspace)
    query = compile_metric(whole, desk.dictionary, desk.today, saved=saved, dialect=desk.warehouse.dialect, totals=True)
    rows = run(desk, query)
    return figures(rows[0], query.columns) if rows else {}


def _chart(desk: Desk, metric: Metric, count: int) -> Chart | None:
    if not metric.dimensions or count < 2 or find_measure(metric.measures[0], desk.dictionary).field == "order_value":
        return None
    x, *series = metric.dimensions
    names = list(metric.measures)
    if metric.compare or metric.compare_period:
        names = [metric.measures[0], f"{metric.measures[0]}_previous"]
    elif len({find_measure(name, desk.dictionary).ratio for name in names}) > 1 or series:
        names = names[:1]
    spec = desk.dictionary.field(x)
    if "months_since_first_order" in metric.dimensions and series:
        return Chart(kind="heatmap", x="months_since_first_order", y=names[:1], series=next(
            name for name in metric.dimensions if name != "months_since_first_order"))  # fmt: skip
    if spec.level == "time" and spec.name not in ("weekday", "hour"):
        return Chart(kind="line", x=x, y=names, series=series[0] if series else None)
    return Chart(kind="bar", x=x, y=names, series=series[0] if series else None) if count <= CHARTED_ROWS else None
