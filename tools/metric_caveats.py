"""What a reader of a metric must know to trust its figures; each said only where it applies."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tools.audience_caveats import no_orders, unknown_caveats
from tools.audience_store import read_audiences
from tools.data.compiler import compile_metric, sides_of
from tools.data.compiler.derived import DERIVED
from tools.data.compiler.measures import find_measure
from tools.data.compiler.rows import CALENDAR
from tools.definitions import Filter, Metric
from tools.findings import counted, run
from tools.order_status import tells_status, undone_words
from tools.periods import floor_to, running, step
from tools.wording import format_number
from tools.wording.cells import format_money

if TYPE_CHECKING:
    from tools.desk import Desk


def metric_caveats(desk: Desk, metric: Metric) -> list[str]:
    """Sentences in the asker's language, the most consequential first."""
    caveats = [
        *(no_orders(desk) if "sales" in _grains(desk, metric) else []),
        *_line_values(desk, metric), *_without_customer(desk, metric), *_figure_base(desk, metric),
        *_cancelled(desk, metric), *_uneven(desk, metric), *_unfinished(desk, metric),
        *_before_the_data(desk, metric), *_as_of_today(desk, metric),
    ]  # fmt: skip
    if metric.audience is not None:
        caveats += unknown_caveats(desk, metric.audience)
    return caveats


def _grains(desk: Desk, metric: Metric) -> set[str]:
    return {find_measure(name, desk.dictionary).grain for name in metric.measures}


def _fields(metric: Metric) -> list[str]:
    parts = metric.part.where if metric.part else []
    return [*metric.dimensions, *(item.field for item in [*metric.where, *parts])]


def _line_values(desk: Desk, metric: Metric) -> list[str]:
    fields = _fields(metric)
    by_line = any(desk.dictionary.field(name).level in ("product", "line") for name in fields)
    discounts = desk.dictionary.profile.has("orders", "discount")
    money = [name for name in metric.measures if name in ("net_revenue", "average_order_value", "revenue_per_buyer")
             or name.endswith("(order_value)")]  # fmt: skip
    if not (by_line and discounts and money):
        return []
    return [desk.say(
        "Counted by order line: discounts on whole orders are not spread over products.",
        "按订单行计算：整单折扣不分摊到商品。",
    )]  # fmt: skip


def _without_customer(desk: Desk, metric: Metric) -> list[str]:
    """Orders nobody is known for: in revenue, not in customer counts, not in any audience."""
    profile = desk.dictionary.profile
    known = profile.filled["orders"].get("customer_id", 0)
    if "sales" not in _grains(desk, metric) or known == profile.rows["orders"]:
        return []
    where = [*metric.where, Filter(field="customer_id", op="unknown")]
    probe = Metric(measures=["net_revenue", "orders"], where=where, period=metric.period)
    (row,) = run(desk, compile_metric(probe, desk.dictionary, desk.today))
    value, orders = float(row[0] or 0), int(row[1] or 0)
    if not value and not orders:
        return []
    money = format_money(value, desk.dictionary.currency)
    if metric.audience is not None:
        return [desk.say(
            f"Left out, as they belong to no audience: {counted(orders, 'order')} without a customer ({money} net).",
            f"{orders:,} 笔没有客户的订单（{money}）不属于任何人群，未计入。",
        )]  # fmt: skip
    by_customer = any(desk.dictionary.field(name).level == "customer" for name in metric.dimensions) or any(
        name in ("repeat_rate", "repeat_buyers") or "customer_id" in find_measure(name, desk.dictionary).sql
        for name in metric.measures
    )
    english = f"{counted(orders, 'order')} without a customer ({money} net) count towards revenue and orders"
    chinese = f"{orders:,} 笔没有客户的订单（净额 {money}）计入收入和订单数"
    return [desk.say(english + (", not towards customers." if by_customer else "."),
                     chinese + ("，不计入客户数。" if by_customer else "。"))]  # fmt: skip


def _figure_base(desk: Desk, metric: Metric) -> list[str]:
    """Averages of order figures are over customers with a purchase."""
    fields = [find_measure(name, desk.dictionary).field for name in metric.measures]
    based = [name for name in fields if name in DERIVED and DERIVED[name].figure]
    if not based and "days_since_last_order" not in metric.measures:
        return []
    probe = Metric(measures=["customers", "customers_without_orders"], audience=metric.audience)
    saved = read_audiences(desk.workspace)
    (row,) = run(desk, compile_metric(probe, desk.dictionary, desk.today, saved=saved))
    everyone, without = int(row[0]), int(row[1])
    if not without:
        return []
    return [desk.say(
        f"Over {counted(everyone - without, 'customer')} with a purchase; {without:,} without one left out.",
        f"按有购买的 {everyone - without:,} 位客户计算；{without:,} 位从未购买的未计入。",
    )]  # fmt: skip


def _cancelled(desk: Desk, metric: Metric) -> list[str]:
    """Orders that were cancelled or refunded count: so many, by which column, unless that is asked about."""
    if "sales" not in _grains(desk, metric):
        return []
    asked, named, columns = _fields(metric), [], []
    for name, spec in desk.dictionary.fields.items():
        if spec.level != "order" or spec.type != "text" or not tells_status(name) or name in asked:
            continue
        found = [(text, count) for text, count in desk.dictionary.values(name) if text.casefold() in undone_words()]
        named += [f"{text} ({format_number(count)})" for text, count in found]
        columns += [spec.label] if found else []
    if not named:
        return []
    listed, english, chinese = ", ".join(named), [one.en.lower() for one in columns], [one.zh for one in columns]
    return [desk.say(
        f"Orders of every status count, among them {listed}; filter by {' and '.join(english)} to leave them out.",
        f"各状态的订单都计入，其中有 {listed}；可按{'和'.join(chinese)}筛除。",
    )]  # fmt: skip


def _uneven(desk: Desk, metric: Metric) -> list[str]:
    """2026 against 2025: a period that is still running beside a whole one that was named for itself."""
    if metric.period is None or metric.compare_period is None:
        return []
    span, other = (side.span for side in sides_of(metric, desk.today))
    if not running(span, desk.today) or not (span.start and other.start and other.end):
        return []
    days, others = (desk.today - span.start).days + 1, (other.end - other.start).days
    if days >= others:
        return []
    return [desk.say(
        f"The period is not over: it has {counted(days, 'day')} up to {desk.today}, the compared one {others}.",
        f"该时间段尚未结束：截至 {desk.today} 共 {days} 天，对比期为 {others} 天。",
    )]  # fmt: skip


def _unfinished(desk: Desk, metric: Metric) -> list[str]:
    """The last unit of a time line may still be running."""
    unit = next((name for name in metric.dimensions if name in CALENDAR and name != "day"), None)
    if unit is None:
        return []
    end = sides_of(metric, desk.today)[0].span.end or desk.today + timedelta(days=1)
    last_day = min(end - timedelta(days=1), desk.today)
    start = floor_to(unit, last_day)  # type: ignore[arg-type]
    if step(unit, start, 1) - timedelta(days=1) == last_day:  # type: ignore[arg-type]
        return []
    label = desk.dictionary.field(unit).label
    return [desk.say(
        f"The last {label.en.lower()} is counted up to {last_day} only.", f"最后一个{label.zh}只计到 {last_day}。"
    )]  # fmt: skip


def _before_the_data(desk: Desk, metric: Metric) -> list[str]:
    profile, grains = desk.dictionary.profile, _grains(desk, metric)
    first = profile.first_event if grains == {"events"} else profile.first_order if "sales" in grains else None
    if first is None:
        return []
    for side in reversed(sides_of(metric, desk.today)):
        if side.span.start and side.span.start < first:
            return [desk.say(
                f"The data begin on {first}, after the {'compared ' if side.suffix else ''}period's start.",
                f"数据从 {first} 开始，晚于{'对比' if side.suffix else '所选'}时间段的起点。",
            )]  # fmt: skip
    return []


def _as_of_today(desk: Desk, metric: Metric) -> list[str]:
    """Facts about customers are today's even where the sales are older."""
    names = ("rfm_segment", "recency_score", "frequency_score", "monetary_score", "age_group", "age")
    if metric.period is not None and "products" in _grains(desk, metric):
        return [desk.say(f"Stock is as of {desk.today}.", f"库存为 {desk.today} 的数。")]
    if metric.period is None or not any(name in names for name in metric.dimensions):
        return []
    return [desk.say(f"Segments and ages are as of {desk.today}.", f"分层和年龄以 {desk.today} 为准。")]
