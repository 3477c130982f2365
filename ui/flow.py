"""Who went where between two days, drawn as ribbons: HTML labels that stay readable beside an SVG that stretches."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tools.contract import Column, Finding, Language
from ui.formats import escape, heading, number, share
from ui.i18n import words

GAP = 6.0
"""Pixels between segments."""
LABEL = 36.0
"""Pixels a label needs, name and figure below each other; a thinner segment gets as much room all the same."""
BODY = 400.0
"""Pixels for all customers of the larger side together."""
TONES = 6
TOLD = 5
"""Moves told in words under the drawing."""


@dataclass(frozen=True)
class Move:
    """One ribbon."""

    origin: str
    target: str
    size: float
    share: float | None
    """Of its origin, where the finding says so."""


@dataclass(frozen=True)
class Node:
    """One segment on one side: where it lies, in pixels from the top."""

    size: float
    top: float
    height: float


def flow(finding: Finding, language: Language, label: Callable[[Any, Column, Language], str]) -> str:
    """Ribbons from the chart's x column to its series column, as thick as its first y; nothing without figures."""
    chart = finding.chart
    if chart is None or chart.series is None:
        return ""
    moves = _moves(finding, language, label)
    if not moves:
        return ""
    order = _order(moves)
    tones = {name: number_ % TONES for number_, name in enumerate(order)}
    scale = BODY / sum(move.size for move in moves)
    left, right = ({name: _size(moves, name, side) for name in order} for side in ("origin", "target"))
    before, after = _nodes(left, scale), _nodes(right, scale)
    height = max(node.top + node.height + LABEL / 2 for node in (*before.values(), *after.values()))
    titles = {column.name: heading(column) for column in finding.columns}
    heads = f"<b>{escape(titles[chart.x])}</b><span></span><b>{escape(titles[chart.series])}</b>"
    told = _told(moves, language)
    spoken = escape(words(language, "flow.text", moves="; ".join(told)))
    plot = f"{_labels(before)}{_ribbons(moves, before, after, tones, height)}{_labels(after)}"
    return (
        f'<figure class="ma-flow" role="img" aria-label="{spoken}">'
        f'<div class="ma-flow-heads" aria-hidden="true">{heads}</div>'
        f'<div class="ma-flow-plot" style="height:{height:.0f}px" aria-hidden="true">{plot}</div></figure>'
        f'<ol class="ma-moves">{"".join(f"<li>{escape(one)}</li>" for one in told)}</ol>'
    )


def _moves(finding: Finding, language: Language, label: Callable[[Any, Column, Language], str]) -> list[Move]:
    assert finding.chart is not None and finding.chart.series is not None
    names = [column.name for column in finding.columns]
    origin, target, figure = (names.index(n) for n in (finding.chart.x, finding.chart.series, finding.chart.y[0]))
    portion = next((place for place, column in enumerate(finding.columns) if column.type == "share"), None)
    moves = []
    for row in finding.rows:
        size = _positive(row[figure])
        if size:
            one, other = (label(row[place], finding.columns[place], language) for place in (origin, target))
            moves.append(Move(one, other, size, None if portion is None else _positive(row[portion])))
    return moves


def _positive(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value <= 0:
        return None
    return float(value)


def _size(moves: Sequence[Move], name: str, side: str) -> float:
    return sum(move.size for move in moves if getattr(move, side) == name)


def _order(moves: Sequence[Move]) -> list[str]:
    """Segments by size over both sides, the largest first; both sides share it, so that stayers run straight.

    Those on one side only come last.
    """
    sides = {move.origin for move in moves}, {move.target for move in moves}
    size = {name: _size(moves, name, "origin") + _size(moves, name, "target") for name in (*sides[0], *sides[1])}
    return sorted(size, key=lambda name: (not all(name in side for side in sides), -size[name], name))


def _nodes(sizes: dict[str, float], scale: float) -> dict[str, Node]:
    nodes, top = {}, 0.0
    for name, size in sizes.items():
        if size > 0:
            room = max(size * scale, LABEL)
            nodes[name] = Node(size, top + (room - size * scale) / 2, size * scale)
            top += room + GAP
    return nodes


def _labels(nodes: dict[str, Node]) -> str:
    spans = "".join(
        f'<span style="top:{node.top + node.height / 2:.1f}px"><b>{escape(name)}</b>'
        f"<small>{number(node.size, decimals=0)}</small></span>"
        for name, node in nodes.items()
    )
    return f'<div class="ma-flow-names">{spans}</div>'


def _ribbons(
    moves: Sequence[Move], before: dict[str, Node], after: dict[str, Node], tones: dict[str, int], height: float
) -> str:
    """One closed curve a move in a square of 100 by `height` that the page stretches sideways; stayers lie below."""
    place = {name: number_ for number_, name in enumerate(tones)}
    starts = {name: node.top for name, node in before.items()}
    ends = {name: node.top for name, node in after.items()}
    from_, to = {}, {}
    for move in sorted(moves, key=lambda one: (place[one.origin], place[one.target])):
        from_[move] = starts[move.origin]
        starts[move.origin] += move.size / before[move.origin].size * before[move.origin].height
    for move in sorted(moves, key=lambda one: (place[one.target], place[one.origin])):
        to[move] = ends[move.target]
        ends[move.target] += move.size / after[move.target].size * after[move.target].height
    scale = next(iter(before.values())).height / next(iter(before.values())).size
    drawn = ""
    for move in sorted(moves, key=lambda one: one.origin != one.target):
        a, b, thick = from_[move], to[move], move.size * scale
        path = f"M3 {a:.2f}C50 {a:.2f} 50 {b:.2f} 97 {b:.2f}V{b + thick:.2f}"
        path += f"C50 {b + thick:.2f} 50 {a + thick:.2f} 3 {a + thick:.2f}Z"
        stay = " ma-stay" if move.origin == move.target else ""
        tip = escape(f"{move.origin} → {move.target}: {number(move.size, decimals=0)}")
        drawn += f'<g><title>{tip}</title><path class="ma-fill-{tones[move.origin]}{stay}" d="{path}"/></g>'
    bars = "".join(
        f'<rect class="ma-fill-{tones[name]}" x="{x}" y="{node.top:.2f}" width="3" height="{max(node.height, 1):.2f}"/>'
        for x, nodes in ((0, before), (97, after))
        for name, node in nodes.items()
    )
    return f'<svg viewBox="0 0 100 {height:.0f}" preserveAspectRatio="none">{drawn}{bars}</svg>'


def _told(moves: Sequence[Move], language: Language) -> list[str]:
    """The largest moves in words, newcomers after the others; those who stayed are told only where nobody moved."""
    moved = [move for move in moves if move.origin != move.target] or list(moves)
    told = []
    for move in sorted(moved, key=lambda one: (one.share is None, -one.size))[:TOLD]:
        count = number(move.size, decimals=0)
        text = f"{move.origin} → {move.target}{'：' if language == 'zh' else ': '}{count}"
        if move.share is not None:
            text += words(language, "flow.share", share=share(move.share))
        told.append(text)
    return told
