"""Cards that describe the shop's data: the overview, one field, one measure, one value, the conventions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tools.contract import Column, Finding, UnknownValue
from tools.data.compiler import SEGMENT_CELLS, compile_audience
from tools.definitions import Attribute, Audience, Period
from tools.findings import run
from tools.matching import normal_form
from tools.specs import FieldSpec, MeasureSpec, catalogue
from tools.wording import format_cell
from tools.wording.period import period_words

if TYPE_CHECKING:
    from tools.desk import Desk

SAMPLE_VALUES = 12
TABLES = ("customers", "orders", "order_lines", "products", "events", "campaigns")
TABLE_LABELS = {
    "customers": ("customers", "客户"), "orders": ("orders", "订单"), "order_lines": ("order lines", "订单行"),
    "products": ("products", "商品"), "events": ("events", "行为记录"), "campaigns": ("campaigns", "营销活动"),
}  # fmt: skip


def overview_card(desk: Desk) -> Finding:
    profile, zh = desk.dictionary.profile, desk.language == "zh"
    rows: list[list[Any]] = []
    for table in TABLES:
        if profile.rows.get(table):
            rows.append([desk.say("Table", "数据表"), TABLE_LABELS[table][zh], f"{profile.rows[table]:,}", ""])
    for spec in desk.dictionary.fields.values():
        if spec.level != "time":
            label = spec.label.in_language(desk.language)
            rows.append([desk.say("Field", "字段"), spec.name, label, _sample(desk, spec)])
    for measure in desk.dictionary.measures.values():
        label = measure.label.in_language(desk.language)
        rows.append([desk.say("Measure", "指标"), measure.name, label, measure.formula.in_language(desk.language)])
    first = profile.first_order
    dates = desk.say(f"orders from {first} to {desk.today}", f"订单从 {first} 到 {desk.today}") if first else ""
    counts = desk.say(", ", "，").join(
        f"{profile.rows[table]:,} {TABLE_LABELS[table][zh]}" for table in TABLES if profile.rows.get(table)
    )
    return Finding(
        tool="describe_data",
        title=f"{counts}{desk.say('; ', '；') if dates else ''}{dates}",
        columns=_card_columns(desk),
        rows=rows,
        total_rows=len(rows),
        totals={table: float(profile.rows[table]) for table in TABLES if profile.rows.get(table)},
        caveats=[desk.say(
            f"All money is in {desk.dictionary.currency}; “today” is {desk.today}.",
            f"金额单位均为 {desk.dictionary.currency}；“今天”指 {desk.today}。",
        )],
    )  # fmt: skip


def _sample(desk: Desk, spec: FieldSpec) -> str:
    """The most frequent values of a text field that may be shown."""
    if spec.type != "text" or spec.pii or not spec.groupable:
        return ""
    values = desk.dictionary.values(spec.name)
    shown = [desk.dictionary.value_label(spec.name, text, desk.language) for text, _ in values[:SAMPLE_VALUES]]
    more = f" … ({len(values):,})" if len(values) > SAMPLE_VALUES else ""
    return desk.say(", ", "、").join(shown) + more


def measure_card(desk: Desk, spec: MeasureSpec) -> Finding:
    label = spec.label.in_language(desk.language)
    rows = [
        [desk.say("Meaning", "含义"), spec.name, spec.meaning.in_language(desk.language), ""],
        [desk.say("Formula", "计算方法"), spec.name, spec.formula.in_language(desk.language), ""],
    ]
    return Finding(tool="describe_data", title=label, columns=_card_columns(desk), rows=rows, total_rows=2)


def field_card(desk: Desk, spec: FieldSpec) -> Finding:
    rows: list[list[Any]] = [[desk.say("Meaning", "含义"), spec.name, spec.meaning.in_language(desk.language), ""]]
    if spec.type == "text" and not spec.pii:
        for text, count in desk.dictionary.values(spec.name)[:100]:
            shown = desk.dictionary.value_label(spec.name, text, desk.language)
            rows.append([desk.say("Value", "取值"), text, shown, f"{count:,}" if count else ""])
    elif spec.level == "customer" and (spec.numeric or spec.type == "date") and not spec.pii:
        rows += _extent(desk, spec)
    label = spec.label.in_language(desk.language)
    return Finding(tool="describe_data", title=label, columns=_card_columns(desk), rows=rows, total_rows=len(rows))


def value_card(desk: Desk, topic: str) -> Finding | None:
    """Where a value occurs, and for a segment which scores make it."""
    rows: list[list[Any]] = []
    for spec in desk.dictionary.fields.values():
        if spec.type != "text" or spec.pii or not spec.groupable or not desk.dictionary.values(spec.name):
            continue
        try:
            found = desk.dictionary.stored_forms(spec.name, topic)
        except UnknownValue:
            continue
        counts = dict(desk.dictionary.values(spec.name))
        for text in found:
            cells = SEGMENT_CELLS.get(text, "") if spec.name == "rfm_segment" else ""
            detail = desk.say(f"R, F, M scores: {cells}", f"R、F、M 得分：{cells}") if cells else ""
            rows.append([spec.label.in_language(desk.language), spec.name,
                         desk.dictionary.value_label(spec.name, text, desk.language),
                         detail or (f"{counts[text]:,}" if counts.get(text) else "")])  # fmt: skip
    if not rows:
        return None
    return Finding(tool="describe_data", title=topic, columns=_card_columns(desk), rows=rows, total_rows=len(rows))


def conventions_card(desk: Desk) -> Finding:
    entries = catalogue()["conventions"]
    rows = [[desk.say("Convention", "约定"), name, entry[desk.language], ""] for name, entry in entries.items()]
    title = desk.say("How questions are read and figures are counted", "问题如何理解、指标如何计算")
    return Finding(tool="describe_data", title=title, columns=_card_columns(desk), rows=rows, total_rows=len(rows))


def period_card(desk: Desk, period: Period) -> Finding:
    """The dates a period means today."""
    words = period_words(period, desk.today, desk.language)
    rows = [
        [desk.say("Period", "时间段"), "period", words, ""],
        [desk.say("Today", "今天"), "today", str(desk.today), ""],
    ]
    title = desk.say(
        f"{words}; today is {desk.today}, the last day in the data", f"{words}；今天指数据中的最后一天 {desk.today}"
    )
    return Finding(tool="describe_data", title=title, columns=_card_columns(desk), rows=rows, total_rows=len(rows))


def currency_card(desk: Desk) -> Finding:
    """What all amounts are in."""
    currency = desk.dictionary.currency
    return Finding(
        tool="describe_data",
        title=desk.say(f"All amounts are in {currency}", f"金额单位均为 {currency}"),
        columns=_card_columns(desk),
        rows=[[desk.say("Currency", "币种"), "currency", currency, ""]],
        total_rows=1,
    )


def _extent(desk: Desk, spec: FieldSpec) -> list[list[Any]]:
    """Lowest and highest of a customer figure."""
    rows = []
    for descending, label in ((False, desk.say("Lowest", "最小")), (True, desk.say("Highest", "最大"))):
        query = compile_audience(
            Audience(all=[Attribute(field=spec.name, op="known")]), desk.dictionary, desk.today,
            dialect=desk.warehouse.dialect, select=[spec.name], sort_by=spec.name, descending=descending, limit=1,
        )  # fmt: skip
        for (cell,) in run(desk, query):
            rows.append([label, spec.name, format_cell(cell, query.columns[0], desk.language), ""])
    return rows


def _card_columns(desk: Desk) -> list[Column]:
    heads = (("kind", "类型", "Kind"), ("name", "名称", "Name"), ("text", "说明", "Text"), ("detail", "详情", "Detail"))
    return [Column(name=name, label=desk.say(english, chinese)) for name, chinese, english in heads]


def spoken_names(desk: Desk) -> dict[str, list[str]]:
    """Names of measures and fields, with every way to say them."""
    spoken: dict[str, list[str]] = {}
    for specs in (desk.dictionary.measures, desk.dictionary.fields):
        for name, spec in specs.items():
            forms = [name, name.replace("_", " "), spec.label.en, spec.label.zh, *spec.words["en"], *spec.words["zh"]]
            spoken.setdefault(name, []).extend(forms)
    return spoken


def named_spec(desk: Desk, topic: str) -> FieldSpec | MeasureSpec | None:
    """The measure, else the field, that `topic` names in whatever words."""
    wanted = normal_form(topic)
    for specs in (desk.dictionary.measures, desk.dictionary.fields):
        for name, spec in specs.items():
            forms = [name, spec.label.en, spec.label.zh, *spec.words["en"], *spec.words["zh"]]
            if any(normal_form(form) == wanted for form in forms):
                return spec
    return None
