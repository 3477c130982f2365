"""Charts as HTML and SVG drawn on the server: they need no library in the browser and reflow on a phone."""

from __future__ import annotations

import math
import re
from typing import Any

from tools.contract import Column, Finding, Language
from ui.flow import flow
from ui.formats import escape, heading, plain, short
from ui.i18n import words

MOST_BARS = 15
MOST_SERIES = 6
"""More lines than this nobody tells apart."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def chart(finding: Finding, language: Language) -> str:
    """The chart a finding asks for, or nothing where its columns cannot be drawn or one row has nothing to compare."""
    hint = finding.chart
    names = [column.name for column in finding.columns]
    if hint is None or len(finding.rows) < 2 or hint.x not in names or not set(hint.y) <= set(names) or not hint.y:
        return ""
    if hint.series is not None and hint.series not in names:
        return ""
    if hint.kind == "flow":
        return flow(finding, language, _label)
    draw = {"bar": _bars, "line": _lines, "heatmap": _heatmap, "funnel": _funnel}[hint.kind]
    return draw(finding, language)


def _column(finding: Finding, name: str) -> tuple[int, Column]:
    place = next(place for place, column in enumerate(finding.columns) if column.name == name)
    return place, finding.columns[place]


def _figure(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


def _label(value: Any, column: Column, language: Language) -> str:
    return words(language, "unknown_value") if value is None else plain(value, column)


def _bars(finding: Finding, language: Language) -> str:
    """Horizontal bars: one per row, or one per measure or series within each row."""
    assert finding.chart is not None
    _, x = _column(finding, finding.chart.x)
    if x.type in ("date", "timestamp"):
        return _lines(finding, language)
    xs, series = _series(finding, language, limit=4)
    shown = xs[:MOST_BARS]
    widest = max((abs(figures.get(key) or 0) for _, _, figures in series for key in shown), default=0) or 1
    parts = []
    for key in shown:
        bars = ""
        for tone, (_, column, figures) in enumerate(series):
            value = figures.get(key)
            if value is None and len(series) > 1:
                continue
            width = abs(value or 0) / widest * 100
            colour = "ma-negative" if (value or 0) < 0 else f"ma-tone-{tone}"
            text = "–" if value is None else escape(plain(value if column.type != "integer" else int(value), column))
            bars += f'<div class="ma-bar"><i class="{colour}" style="width:{width:.2f}%"></i><b>{text}</b></div>'
        parts.append(f"<dt>{escape(_label(key, x, language))}</dt><dd>{bars}</dd>")
    rest = len(xs) - len(shown) + max(0, finding.total_rows - len(finding.rows))
    note = f'<p class="ma-note">{words(language, "more_points", count=f"{rest:,}")}</p>' if rest > 0 else ""
    legend = _legend([name for name, _, _ in series]) if len(series) > 1 else ""
    return f'{legend}<dl class="ma-bars">{"".join(parts)}</dl>{note}'


def _funnel(finding: Finding, language: Language) -> str:
    assert finding.chart is not None
    at, x = _column(finding, finding.chart.x)
    place, column = _column(finding, finding.chart.y[0])
    first = _figure(finding.rows[0][place]) or 1
    parts = []
    for row in finding.rows[:MOST_BARS]:
        value = _figure(row[place]) or 0
        text = f"{escape(plain(row[place], column))} · {value / first:.1%}"
        bar = f'<i class="ma-tone-0" style="width:{min(100.0, value / first * 100):.2f}%"></i>'
        parts.append(
            f'<dt>{escape(_label(row[at], x, language))}</dt><dd><div class="ma-bar">{bar}<b>{text}</b></div></dd>'
        )
    return f'<dl class="ma-bars">{"".join(parts)}</dl>'


def _legend(names: list[str]) -> str:
    items = "".join(f'<span><i class="ma-tone-{n}"></i>{escape(name)}</span>' for n, name in enumerate(names))
    return f'<div class="ma-legend">{items}</div>'


Series = tuple[str, Column, dict[Any, float | None]]
"""Name, column, and figure by x."""


def _series(finding: Finding, language: Language, *, limit: int = MOST_SERIES) -> tuple[list[Any], list[Series]]:
    """The x values as they come and up to `limit` series: measures of one kind, or the largest of the series column."""
    assert finding.chart is not None
    at, _ = _column(finding, finding.chart.x)
    xs = list(dict.fromkeys(row[at] for row in finding.rows))
    place, column = _column(finding, finding.chart.y[0])
    if finding.chart.series is None:
        measures = [_column(finding, name) for name in finding.chart.y[:limit]]
        alike = [(p, c) for p, c in measures if (c.type, c.unit) == (column.type, column.unit)]
        return xs, [(heading(c), c, {row[at]: _figure(row[p]) for row in finding.rows}) for p, c in alike]
    by, by_column = _column(finding, finding.chart.series)
    size: dict[Any, float] = {}
    for row in finding.rows:
        size[row[by]] = size.get(row[by], 0) + abs(_figure(row[place]) or 0)
    largest = sorted(size, key=lambda key: -size[key])[:limit]
    return xs, [
        (_label(key, by_column, language), column, {r[at]: _figure(r[place]) for r in finding.rows if r[by] == key})
        for key in largest
    ]


def _ticks(low: float, high: float) -> list[float]:
    """Four or five round values that cover low to high, zero among them."""
    low, high = min(low, 0.0), max(high, 0.0)
    high = high if high > low else 1.0
    raw = (high - low) / 4
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= raw * 0.999)
    return [n * step for n in range(math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9) + 1)]


def _lines(finding: Finding, language: Language) -> str:
    assert finding.chart is not None
    _, x_column = _column(finding, finding.chart.x)
    xs, series = _series(finding, language)
    if all(isinstance(x, str) and re.match(r"\d{4}", x) for x in xs):
        xs.sort()
    known = [value for _, _, figures in series for value in figures.values() if value is not None]
    if len(xs) < 2 or not known:
        return ""
    ticks = _ticks(min(known), max(known))
    bottom, top = ticks[0], ticks[-1]
    names = [_moment(x, xs, x_column, language) for x in xs]

    def spot(place: int, value: float) -> tuple[float, float]:
        return place / (len(xs) - 1) * 100, (top - value) / (top - bottom) * 100

    lines, dots = "", ""
    for tone, (name, column, figures) in enumerate(series):
        pen, path = "M", ""
        for place, x in enumerate(xs):
            value = figures.get(x)
            if value is None:
                pen = "M"
                continue
            left, down = spot(place, value)
            path += f"{pen}{left:.3f} {down:.3f}"
            pen = "L"
            tip = f"{names[place]} · {name + ' · ' if len(series) > 1 else ''}{plain(value, column)}"
            edge = " ma-left" if left > 70 else ""
            dots += (
                f'<i class="ma-dot ma-tone-{tone}{edge}" style="left:{left:.2f}%;top:{down:.2f}%" '
                f'data-tip="{escape(tip)}"></i>'
            )
        lines += f'<path class="ma-stroke-{tone}" d="{path}" vector-effect="non-scaling-stroke"/>'
    column = series[0][1]
    grid = "".join(
        f'<div class="ma-tick" style="top:{spot(0, tick)[1]:.2f}%">'
        f"<span>{escape(short(tick, column, language))}</span></div>"
        for tick in ticks
    )
    legend = _legend([name for name, _, _ in series]) if len(series) > 1 else ""
    crowded = " ma-crowded" if len(xs) > 40 else ""
    return (
        f'{legend}<div class="ma-plot{crowded}">{grid}<div class="ma-area"><svg viewBox="0 0 100 100" '
        f'preserveAspectRatio="none" aria-hidden="true">{lines}</svg>{dots}</div>{_axis(names)}</div>'
    )


def _axis(names: list[str]) -> str:
    """At most seven labels under the plot, evenly spread; every other one gives way on a phone."""
    step = math.ceil((len(names) - 1) / 6)
    places = list(range(0, len(names), step))
    return (
        '<div class="ma-axis">'
        + "".join(
            f'<span class="{"ma-minor" if order % 2 else ""}" style="left:{place / (len(names) - 1) * 100:.2f}%">'
            f"{escape(names[place])}</span>"
            for order, place in enumerate(places)
        )
        + "</div>"
    )


def _moment(value: Any, all_values: list[Any], column: Column, language: Language) -> str:
    """A date as an axis label: months by name where every date is the first of one."""
    if value is None:
        return words(language, "unknown_value")
    month = re.compile(r"(\d{4})-(\d\d)(-01)?(?:[T ]00:00.*)?$")
    if all(isinstance(v, str) and month.match(v) for v in all_values):
        match = month.match(value)
        assert match is not None
        year, number = match.group(1), int(match.group(2))
        if 1 <= number <= 12:
            return f"{year}年{number}月" if language == "zh" else f"{MONTHS[number - 1]} {year}"
    return re.sub(r"[T ]00:00.*$", "", column.said(value))


def _heatmap(finding: Finding, language: Language) -> str:
    assert finding.chart is not None
    if finding.chart.series is None:
        return _bars(finding, language)
    at, x = _column(finding, finding.chart.x)
    by, by_column = _column(finding, finding.chart.series)
    place, column = _column(finding, finding.chart.y[0])
    across = list(dict.fromkeys(row[at] for row in finding.rows))
    down = list(dict.fromkeys(row[by] for row in finding.rows))
    values = {(row[by], row[at]): row[place] for row in finding.rows}
    largest = max((abs(_figure(v) or 0) for v in values.values()), default=0) or 1
    head = "".join(f"<th>{escape(_moment(v, across, x, language) if v is not None else '–')}</th>" for v in across)
    body = ""
    for key in down:
        cells = ""
        for v in across:
            value = _figure(values.get((key, v)))
            strength = 0.0 if value is None else abs(value) / largest
            text = "" if value is None else escape(short(value, column, language))
            strong = " class='ma-strong'" if strength > 0.55 else ""
            cells += f'<td{strong} style="--heat:{strength * 100:.0f}%">{text}</td>'
        body += f"<tr><th>{escape(_moment(key, down, by_column, language))}</th>{cells}</tr>"
    corner = escape(f"{heading(by_column)} / {heading(x)}")
    return (
        f'<div class="ma-scroll"><table class="ma-heat"><thead><tr><th>{corner}</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )
