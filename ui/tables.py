"""Rows as HTML: a sortable table, or large figures where one row says it all. Every cell is escaped."""

from __future__ import annotations

from tools.contract import Column, Finding, Language
from ui.formats import cell, escape, heading, is_numeric
from ui.i18n import unit_shown, words

VISIBLE_ROWS = 10
"""Rows shown before a person asks for more."""
MOST_ROWS = 500
"""Rows put into the page at all; the download has the rest."""


def rows(finding: Finding, language: Language) -> str:
    """A finding's rows as large figures (one row of figures only) or as a table; empty without rows."""
    if not finding.rows or not finding.columns:
        return ""
    return figures(finding, language) if is_figures(finding) else table(finding, language)


def is_figures(finding: Finding) -> bool:
    """Whether one row of up to four figures is all there is."""
    return len(finding.rows) == 1 and len(finding.columns) <= 4 and all(is_numeric(c) for c in finding.columns)


def figures(finding: Finding, language: Language) -> str:
    """One row as large figures under their names."""
    tiles = "".join(
        f'<div class="ma-figure"><b>{cell(value, column, language)}</b><span>{escape(heading(column))}</span></div>'
        for column, value in zip(finding.columns, finding.rows[0], strict=True)
    )
    return f'<div class="ma-figures">{tiles}</div>'


def table(finding: Finding, language: Language) -> str:
    """All rows given as a table whose headings sort it (ui/assets/page.js)."""
    head = "".join(_heading(column, language) for column in finding.columns)
    body = "".join(
        f"<tr{' hidden' if place >= VISIBLE_ROWS else ''}>"
        + "".join(_cell(value, column, language) for column, value in zip(finding.columns, row, strict=True))
        + "</tr>"
        for place, row in enumerate(finding.rows[:MOST_ROWS])
    )
    return (
        f'<div class="ma-scroll"><table class="ma-table" data-visible="{VISIBLE_ROWS}">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{_more(finding, language)}"
    )


def _heading(column: Column, language: Language) -> str:
    kind = "number" if is_numeric(column) else "text"
    hint = escape(words(language, "sort", column=heading(column)))
    counted = column.unit if column.type not in ("money", "share") else None
    unit = unit_shown(language, counted, heading(column))
    name = escape(heading(column)) + (f" <small>{escape(unit)}</small>" if unit else "")
    return (
        f'<th class="ma-{kind}" aria-sort="none" scope="col">'
        f'<button type="button" data-sort="{kind}" title="{hint}">{name}</button></th>'
    )


def _cell(value: object, column: Column, language: Language) -> str:
    kind = "number" if is_numeric(column) else "text"
    key = "" if value is None else escape(value)
    return f'<td class="ma-{kind}" data-value="{key}">{cell(value, column, language)}</td>'


def _more(finding: Finding, language: Language) -> str:
    given = min(len(finding.rows), MOST_ROWS)
    hidden = given - VISIBLE_ROWS
    button = (
        f'<button type="button" class="ma-link" data-more>{words(language, "show_all", count=hidden)}</button>'
        if hidden > 0
        else ""
    )
    total = max(finding.total_rows, len(finding.rows))
    note = (
        f"<span>{words(language, 'shown_of', shown=f'{given:,}', total=f'{total:,}')}</span>" if total > given else ""
    )
    return f'<div class="ma-below">{button}{note}</div>' if button or note else ""
