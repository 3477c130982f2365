"""plan_import: look at the sources and say how they would be read, before anything is changed."""

from __future__ import annotations

from typing import cast

import duckdb

from tools.contract import BadInput
from tools.data.importing import continued, discounts, evidence, money, prices, remarks, returns, shared, shipping
from tools.data.importing.columns import line_levels, settle
from tools.data.importing.dates import moment_sql
from tools.data.importing.evidence import SAMPLE, Seen
from tools.data.importing.hygiene import clean_sql
from tools.data.importing.keys import link_customers
from tools.data.importing.mapping import Proposal, propose
from tools.data.importing.models import ColumnChoice, FilePlan, ImportPlan, Question, Role, Said
from tools.data.importing.overrides import Options, fixed_columns, parse
from tools.data.importing.profile import profiles
from tools.data.importing.sources import examine
from tools.data.importing.split import each_line_has, total_target
from tools.data.importing.words import NOTES, ROLES
from tools.data.workspace import WorkspaceSettings

_LEAST_SCORE = 1.5
_ASKED = {"orders.ordered_at", "order_lines.quantity", "order_lines.unit_price", "customers.id"}
_MONTH_FIRST_COUNTRIES = {"US", "PH"}


def plan_import(
    sources: list[str], *, overrides: dict[str, str] | None = None, settings: WorkspaceSettings | None = None
) -> ImportPlan:
    """How the sources (files or database addresses) would be imported, with what is still open as questions.

    `overrides` are decisions of a person: heading or "file.csv:heading" to "table.column", "ignore" or "keep"; and
    date_order, currency, time_zone, decimal, encoding, date, role. Reads, and writes nothing. Raises BadInput.
    """
    if not sources:
        raise BadInput("Name at least one file to import.", zh="请至少给出一个要导入的文件。")
    settings = settings or WorkspaceSettings()
    options = parse(overrides)
    files = [table for source in dict.fromkeys(sources) for table in examine(source, codec=options.encoding(source))]
    fixed = fixed_columns(options, files)
    currencies = money.Evidence()
    questions: list[Question] = []
    with evidence.desk() as connection:
        keys = shared.shared_keys(connection, files, fixed)
        for plan, columns in zip(files, fixed, strict=True):
            _study(connection, plan, columns, options, currencies, questions)
        shared.say(keys)
        link_customers(connection, files)
    _refuse_useless(files)
    questions += [question for plan in files for question in _open_dates(plan, files, settings)]
    currency, stated, said, question = currencies.decide(options.special.get(("", "currency")), settings.currency)
    if question and any(_has_money(plan) for plan in files):
        questions.append(question)
    zone = options.special.get(("", "time_zone"))
    plan_ = ImportPlan(
        files=files, currency=currency, currency_evidence=said, currency_stated=stated,
        time_zone=zone or settings.time_zone, time_zone_stated=bool(zone),
        questions=questions,
    )  # fmt: skip
    _note_whole(plan_)
    if not settings.country and (plan_.language, currency) == ("zh", "CNY"):
        plan_.country = "CN"
        plan_.notes.append(NOTES["china"])
    return plan_


def _study(
    connection: duckdb.DuckDBPyConnection, plan: FilePlan, fixed: dict[int, str], options: Options,
    currencies: money.Evidence, questions: list[Question],
) -> None:  # fmt: skip
    """Sample, map and weigh one table; its role stays "ignored" when it is nothing this product knows."""
    role = options.get(plan, "role")
    if role == "ignored":
        return
    try:
        evidence.take_sample(connection, plan)
    except BadInput as error:
        if not plan.part:
            raise
        plan.notes.append(Said(en=error.message, zh=error.in_("zh")))  # an empty sheet beside full ones
        return
    found = profiles(connection, SAMPLE, plan)
    plan.constant_date = options.date(plan)
    readings = propose(plan, found, fixed, has_date=plan.constant_date is not None, only=cast("Role | None", role))
    best = readings[0]
    if best.missing or best.score < _LEAST_SCORE or (not role and _orders_without_dates(best, readings)):
        plan.notes.append(_why_not(plan, readings))
        return
    if best.unfit:
        targets = ", ".join(best.unfit)
        raise BadInput(
            f"{plan.name} reads as {best.role}, which has no {targets}: say what it is with --map role=…",
            zh=f"{plan.name} 被读作 {ROLES[best.role].zh}，其中没有 {targets}：请用 --map role=… 说明它是什么。",
        )
    settle(connection, plan, found, best, fixed)
    questions += _rivals(plan, best.rivals)
    line_levels(connection, plan)
    continued.look(connection, plan)
    pointed = {column.position for column, one in zip(plan.columns, found, strict=True) if one.pointed}
    seen = evidence.weigh(connection, plan, pointed)
    for column in plan.columns:
        if column.kind == "number":
            column.decimal = cast("evidence.Decimal", options.get(plan, "decimal")) or evidence.decide_decimal(
                seen, column
            )
        elif column.kind in ("date", "timestamp") and column.position in seen:
            _date_order(connection, plan, column, seen[column.position], options)
    returns.look(connection, plan)
    prices.look(connection, plan)
    shipping.look(connection, plan)
    discounts.look(connection, plan)
    remarks.look(plan)
    currencies.look(connection, plan)


def _date_order(
    connection: duckdb.DuckDBPyConnection, plan: FilePlan, column: ColumnChoice, seen: Seen, options: Options
) -> None:
    wanted = options.get(plan, "date_order")
    if wanted:
        column.date_order = cast("evidence.DateOrder", wanted)
        column.evidence.append(Said(en="as you said", zh="按您的指定"))
        return
    decided = evidence.decide_dates(column, seen, lambda: _disorder(connection, column))
    column.date_order = decided or "dmy"
    if decided is None:
        column.confidence = 0.0


def _disorder(connection: duckdb.DuckDBPyConnection, column: ColumnChoice) -> tuple[int, int]:
    """How often the dates run against the file's own order when read day first, and month first; zeros for too few."""
    value = clean_sql(f"c{column.position}")
    day, month = moment_sql(value, "dmy", "UTC"), moment_sql(value, "mdy", "UTC")
    counts = ", ".join(f"count(*) FILTER ({d} {sign} lag_{d})" for d in ("d", "m") for sign in ("<", ">"))
    lags = ", ".join(f"lag({d}) OVER (ORDER BY r) AS lag_{d}" for d in ("d", "m"))
    found = connection.execute(
        f"SELECT {counts} FROM (SELECT d, m, {lags} FROM (SELECT rowid AS r, {day} AS d, {month} AS m FROM {SAMPLE}))"
    ).fetchall()[0]
    steps = max(sum(found[:2]), sum(found[2:]))
    return (min(found[:2]), min(found[2:])) if steps >= 5 else (0, 0)


def _open_dates(plan: FilePlan, files: list[FilePlan], settings: WorkspaceSettings) -> list[Question]:
    """Columns whose day and month nothing tells apart: read like the other dates, else by country, and asked about."""
    undecided = [c for c in plan.columns if c.kind in ("date", "timestamp") and c.target and c.confidence == 0.0]
    decided = [
        c.date_order
        for one in (plan, *files)
        for c in one.columns
        if c.date_order in ("dmy", "mdy") and c.confidence and c.evidence
    ]
    questions = []
    for column in undecided:
        column.confidence = 0.5
        if decided:
            column.date_order = decided[0]
            column.evidence.append(Said(en="read like the other dates in these files", zh="与这些文件中的其他日期一致"))
            continue
        column.date_order = (
            "mdy"
            if settings.country.upper() in _MONTH_FIRST_COUNTRIES
            or (settings.currency == "USD" and not settings.country)
            else "dmy"
        )
        example = next(iter(column.examples), "")
        column.evidence.append(Said(en="nothing tells day from month; assumed", zh="无法判断日与月的先后，按假定处理"))
        questions.append(
            Question(
                key=f"{plan.name}:date_order" if plan.part == "" else "date_order",
                text=Said(
                    en=f"In {plan.name}, column {column.source} ({example}): is the day first (dmy) "
                    "or the month (mdy)? The data does not tell.",
                    zh=f"{plan.name} 的“{column.source}”列（{example}）是日在前（dmy）还是月在前（mdy）？"
                    "数据本身看不出来。",
                ),
                options=["dmy", "mdy"],
                default=column.date_order,
            )
        )
    return questions


def _rivals(plan: FilePlan, found: dict[str, list[int]]) -> list[Question]:
    """Two columns for one target: noted in the plan, and asked about where the choice changes figures.

    The question is answered by `table.column=heading`.
    """
    questions = []
    for target, positions in found.items():
        chosen = plan.choice(target)
        if chosen is None:
            continue
        others = [plan.columns[position].source for position in positions]
        listed = ", ".join(others)
        said = Said(
            en=f"{plan.name}: {target} is taken from {chosen.source}; {listed} would fit as well",
            zh=f"{plan.name}：{target} 取自“{chosen.source}”，“{listed}”也符合",
        )
        plan.notes.append(said)
        if target in _ASKED:
            questions.append(Question(key=target, text=said, options=[chosen.source, *others], default=chosen.source))
    return questions


def _orders_without_dates(best: Proposal, readings: list[Proposal]) -> bool:
    """A file with an order number and no dates is no list of customers, though it could be read as one."""
    return best.role in ("customers", "products") and any(
        one.missing == (("orders.ordered_at",),)
        and one.score > best.score
        and any(target == "orders.id" and confidence > 0.9 for target, confidence, _ in one.chosen.values())
        for one in readings
    )


def _why_not(plan: FilePlan, readings: list[Proposal]) -> Said:
    """The sentence for a table that is nothing this product knows: what is missing, and how to say it."""
    columns = ", ".join(column.source for column in plan.columns[:8]) + (" …" if len(plan.columns) > 8 else "")
    best = max(readings, key=lambda one: one.score)
    orderly = [
        one for one in readings if one.role in ("flat_order_lines", "orders") and ("orders.ordered_at",) in one.missing
    ]
    targets = {target for target, _, _ in best.chosen.values()}
    if orderly and targets & {"orders.id", "products.name", "products.id", "order_lines.quantity", "orders.total"}:
        return Said(
            en=f"{plan.name} has no column of dates, and orders need one (columns: {columns}): "
            "name it with --map 'COLUMN=orders.ordered_at', or give every row one day with --map date=2026-03-01.",
            zh=f"{plan.name} 没有日期列，而订单需要日期（列：{columns}）："
            "用 --map '列名=orders.ordered_at' 指定，或用 --map date=2026-03-01 给所有行同一天。",
        )
    return Said(
        en=f"{plan.name} cannot be recognised as orders, customers, products or events: "
        f"no column names the customer, order or product (columns: {columns}); "
        "name one with --map 'COLUMN=customers.id'.",
        zh=f"{plan.name} 无法识别为订单、客户、商品或事件：没有任何列标明客户、订单或商品（列：{columns}）；"
        "用 --map '列名=customers.id' 指定一列。",
    )


def _refuse_useless(files: list[FilePlan]) -> None:
    """A file that was named must be good for something; a sheet or table beside others may be left out, and is said."""
    by_path: dict[str, list[FilePlan]] = {}
    for plan in files:
        by_path.setdefault(plan.path, []).append(plan)
    for tables in by_path.values():
        if all(plan.role == "ignored" for plan in tables):
            notes = [note for plan in tables for note in plan.notes]
            name = tables[0].name
            why = notes[0] if notes else Said(en=f"{name} holds nothing to import.", zh=f"{name} 中没有可导入的内容。")
            raise BadInput(why.en, zh=why.zh)


def _has_money(plan: FilePlan) -> bool:
    return any(column.target in money.TARGETS for column in plan.columns)


def _note_whole(plan: ImportPlan) -> None:
    """What the files leave unsaid and how it is read."""
    roles = {file.role for file in plan.files}
    dated = {"flat_order_lines", "orders"}
    if "order_lines" in roles and not roles & dated:
        plan.notes.append(NOTES["lines_only"])
    if roles & dated and not any(_has_money(file) for file in plan.files):
        plan.notes.append(NOTES["no_money"])
    for file in plan.files:
        if file.role in dated and not file.choice("orders.id"):
            plan.notes.append(NOTES["no_number_lines" if file.role == "flat_order_lines" else "no_number"])
        if file.choice("orders.paid") and not file.choice("orders.discount") and file.choice("order_lines.unit_price"):
            plan.notes.append(NOTES["paid"])
        total = total_target(file)
        if file.role == "flat_order_lines" and total and not file.choice("order_lines.unit_price"):
            plan.notes.append(NOTES["unit_from_total" if each_line_has(file, total) else "total_spread"])
        if file.role == "flat_order_lines" and not file.choice("order_lines.quantity"):
            plan.notes.append(NOTES["no_quantity"])
        if file.constant_date:
            plan.notes.append(NOTES["one_day"])
    plan.notes = [note for index, note in enumerate(plan.notes) if note not in plan.notes[:index]]
