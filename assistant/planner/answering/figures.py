"""Figures in words: one number, a comparison, a ranking, a share, a course over time."""

from __future__ import annotations

from typing import Any

from assistant.planner.answering.sentences import Say, heading, lower, sentence
from assistant.planner.reading import Reading
from tools.contract import Column, Finding

NAMED_ROWS = 3
_TIMES = {"day", "week", "month", "quarter", "year", "first_order_month", "first_order_quarter", "first_order_year"}
_DERIVED = ("_previous", "_change", "_change_share", "_share", "_share_previous", "_share_across", "_whole")


def measured(finding: Finding, reading: Reading, say: Say) -> str:
    """What a measure finding says."""
    metric = reading.metric
    dimensions = list(metric.dimensions) if metric else []
    values = [c for c in finding.columns if c.name not in dimensions and not _derived(c, finding)]
    if not finding.rows and reading.focus.get("counted"):
        return sentence(say(f"None: {finding.title}", f"一个也没有：{finding.title}"), say)
    if not finding.rows or not values:
        return say(f"There is nothing to count: {finding.title}.", f"没有可统计的数据：{finding.title}。")
    if not dimensions:
        return _part(finding, values[0], say) if metric and metric.part else _plain(finding, values, say)
    if reading.focus.get("place"):
        return _placed(finding, reading, values[0], say)
    if reading.focus.get("field") in dimensions:
        return _focused(finding, reading, values[0], say)
    if metric and set(metric.dimensions) & _TIMES and len(dimensions) == 1:
        return _course(finding, dimensions[0], values[0], say)
    ranked = _ranking(finding, dimensions, values[0], say)
    return say.join([_so_many(finding, dimensions[0], say), ranked]) if reading.focus.get("counted") else ranked


def _so_many(finding: Finding, dimension: str, say: Say) -> str:
    """16 brands: how many rows there are, where that is the question or a part of it."""
    column, count = _column(finding, dimension), finding.total_rows
    name = heading(column) if column else dimension
    plural = f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"
    return sentence(say(f"{count:,} {lower(name if count == 1 else plural)}", f"共{count:,}个{name}"), say)


def _derived(column: Column, finding: Finding) -> bool:
    names = {c.name for c in finding.columns}
    return any(column.name.endswith(tail) and column.name.removesuffix(tail) in names for tail in _DERIVED)


def _cells(finding: Finding, row: list[Any]) -> dict[str, Any]:
    return {c.name: v for c, v in zip(finding.columns, row, strict=False)}


def _column(finding: Finding, name: str) -> Column | None:
    return next((c for c in finding.columns if c.name == name), None)


def _plain(finding: Finding, values: list[Column], say: Say) -> str:
    cells = _cells(finding, finding.rows[0])
    said = []
    for column in values:
        figure = say.cell(cells[column.name], column)
        text = say(f"{heading(column)}: {figure}", f"{heading(column)}：{figure}")
        said.append(text + _against(finding, cells, column, say))
    return (
        sentence(say(", ", "，").join(said), say)
        + say(" ", "")
        + sentence(say(f"Counted: {finding.title}", f"口径：{finding.title}"), say)
    )


def _part(finding: Finding, column: Column, say: Say) -> str:
    """29.6% (16,445 of 55,559 orders): one share, and what it is made of."""
    cells = _cells(finding, finding.rows[0])
    share = _column(finding, f"{column.name}_share")
    figure, whole = (say.cell(cells[name], column) for name in (column.name, f"{column.name}_whole"))
    part = say.cell(cells[share.name], share) if share and cells.get(share.name) is not None else say("no share", "无")
    before = _column(finding, f"{column.name}_share_previous")
    earlier = say.cell(cells[before.name], before) if before and cells.get(before.name) is not None else ""
    then = say(f", {earlier} in the compared period", f"，对比期{earlier}") if earlier else ""
    return (
        sentence(
            say(
                f"{part}: {figure} of {whole}{then} ({lower(heading(column))})",
                f"{part}：{heading(column)}{figure}，整体{whole}{then}",
            ),
            say,
        )
        + say(" ", "")
        + sentence(say(f"Counted: {finding.title}", f"口径：{finding.title}"), say)
    )


def _against(finding: Finding, cells: dict[str, Any], column: Column, say: Say) -> str:
    """(before: 100, +5 %)."""
    previous, share = _column(finding, f"{column.name}_previous"), _column(finding, f"{column.name}_change_share")
    if previous is None or cells.get(previous.name) is None:
        return ""
    before = say.cell(cells[previous.name], previous)
    if share is not None and cells.get(share.name) is not None:
        change = cells[share.name]
        text = say.cell(abs(change), share)
        direction = say("up" if change >= 0 else "down", "增长" if change >= 0 else "下降")
        return say(f" ({direction} {text} from {before})", f"（对比期 {before}，{direction}{text}）")
    return say(f" (before: {before})", f"（对比期 {before}）")


def _name(row: dict[str, Any], finding: Finding, dimensions: list[str], say: Say) -> str:
    parts = []
    for name in dimensions:
        column = _column(finding, name)
        if column is not None:
            parts.append(say.cell(row.get(name), column))
    return " / ".join(parts)


def _ranking(finding: Finding, dimensions: list[str], column: Column, say: Say) -> str:
    share = _column(finding, f"{column.name}_share")
    named = []
    for row in finding.rows[:NAMED_ROWS]:
        cells = _cells(finding, row)
        text = say.cell(cells[column.name], column) + _against(finding, cells, column, say)
        if share is not None and cells.get(share.name) is not None:
            text += _shares(cells, share, _column(finding, f"{column.name}_share_across"), say)
        named.append(_beside(_name(cells, finding, dimensions, say), text, say))
    more = finding.total_rows - len(named)
    listed = say("; ", "；").join(named)
    tail = say("; the rest is in the table", "；其余见表格") if more > 0 else ""
    return sentence(f"{finding.title}{say(': ', '：')}{listed}{tail}", say)


def _shares(cells: dict[str, Any], share: Column, across: Column | None, say: Say) -> str:
    """A share of the total; of a part, its share of the row's own whole and of that part in all rows."""
    own = say.cell(cells[share.name], share)
    if across is None or cells.get(across.name) is None:
        return say(f" ({own})", f"（占{own}）")
    all_rows = say.cell(cells[across.name], across)
    return say(f" ({own} of its own total; {all_rows} of all such)", f"（占自身{own}；占同类合计{all_rows}）")


def _beside(name: str, figure: str, say: Say) -> str:
    """A row's name and its figure; a name that ends in a digit is set apart, lest the two read as one number."""
    return f"{name}{say(': ', '：')}{figure}" if name[-1:].isdigit() else f"{name} {figure}"


def _focused(finding: Finding, reading: Reading, column: Column, say: Say) -> str:
    """The share of one value."""
    field, values = reading.focus["field"], [str(v) for v in reading.focus["values"]]
    share = _column(finding, f"{column.name}_share")
    index = next((i for i, c in enumerate(finding.columns) if c.name == field), 0)
    said = []
    values += [say.label(field, value) for value in values] if say.label else []
    for row in finding.rows:
        if str(row[index]) in values:
            cells = _cells(finding, row)
            part = say.cell(cells[share.name], share) if share else ""
            name = say.cell(row[index], finding.columns[index])
            said.append(
                say(
                    f"{name}: {part} ({lower(heading(column))} {say.cell(cells[column.name], column)})",
                    f"{name}占{part}（{heading(column)}{say.cell(cells[column.name], column)}）",
                )
            )
    if not said:
        return say(
            f"{', '.join(values)} has no part in it: {finding.title}.",
            f"{'、'.join(values)}没有对应数据：{finding.title}。",
        )
    return (
        sentence(say("; ", "；").join(said), say)
        + say(" ", "")
        + sentence(say(f"Counted: {finding.title}", f"口径：{finding.title}"), say)
    )


def _placed(finding: Finding, reading: Reading, column: Column, say: Say) -> str:
    """The place of one row in a ranking."""
    values = [str(v) for v in reading.focus["values"]]
    index = next((i for i, c in enumerate(finding.columns) if c.name == reading.focus["field"]), 0)
    place = next((at for at, row in enumerate(finding.rows, start=1) if str(row[index]) in values), None)
    if place is None:
        return say(f"{values[0]} is not among the first {len(finding.rows)}: {finding.title}.",
                   f"{values[0]}不在前{len(finding.rows)}名：{finding.title}。")  # fmt: skip
    row = finding.rows[place - 1]
    name, figure = say.cell(row[index], finding.columns[index]), say.cell(_cells(finding, row)[column.name], column)
    told = say(
        f"{name} is {_ordinal(place)} of {finding.total_rows} by {lower(heading(column))} ({figure}), highest first",
        f"{name}按{heading(column)}从高到低排第{place}，共{finding.total_rows}个（{figure}）",
    )
    return (
        sentence(told, say) + say(" ", "") + sentence(say(f"Counted: {finding.title}", f"口径：{finding.title}"), say)
    )


def _ordinal(place: int) -> str:
    """21st, 12th."""
    teen = place % 100 in (11, 12, 13)
    return f"{place}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(place % 10, 'th')}"


def _course(finding: Finding, dimension: str, column: Column, say: Say) -> str:
    """First, last, highest and lowest of a course over time; by the share, where a part is shown with its share."""
    share = _column(finding, f"{column.name}_share")
    index = next(i for i, c in enumerate(finding.columns) if c.name == (share or column).name)
    rows = [row for row in finding.rows if row[index] is not None]
    if len(rows) < 3 or finding.total_rows > len(finding.rows):
        return _ranking(finding, [dimension], column, say)
    highest, lowest = max(rows, key=lambda r: r[index]), min(rows, key=lambda r: r[index])

    def point(row: list[Any]) -> str:
        cells = _cells(finding, row)
        figure = say.cell(cells[column.name], column)
        told = figure if share is None else figure + _shares(cells, share, None, say)
        return _beside(_name(cells, finding, [dimension], say), told, say)

    ordered = sorted(rows, key=lambda r: str(r[0]))
    return sentence(
        say(
            f"{finding.title}: from {point(ordered[0])} to {point(ordered[-1])}; "
            f"highest {point(highest)}, lowest {point(lowest)}",
            f"{finding.title}：从{point(ordered[0])}到{point(ordered[-1])}；最高{point(highest)}，最低{point(lowest)}",
        ),
        say,
    )
