"""Lists in a text: what there is to know of one product, or several products with one thing each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.planner.writing.lines import read

if TYPE_CHECKING:
    from assistant.planner.writing.material import ProductMaterial
    from assistant.planner.writing.workbench import Workbench

LEAST_LISTED = 2
"""Fewer things are told in a sentence rather than in a list."""
_MOST_LISTED = 3


def untold(bench: Workbench) -> list[str]:
    """The product's first clauses that neither this draft nor an earlier one has said."""
    clauses = bench.product.clauses[:_MOST_LISTED] if bench.product else ()
    return [clause for clause in clauses if not bench.chooser.used.get(clause)]


def facts(bench: Workbench) -> str:
    """What there is to know of the product and its price, a line each; empty where little is left to tell."""
    product, fresh = bench.product, untold(bench)
    if product is None or len(fresh) < LEAST_LISTED:
        return ""
    bench.quote(fresh)
    stripped = [clause.rstrip(".。") for clause in fresh]
    told = [text[:1].upper() + text[1:] for text in stripped] + [product.price] * bool(product.price)
    return "\n".join(f"{mark} {text}" for mark, text in zip(_marks(bench, len(told)), told, strict=True))


def selection(bench: Workbench) -> str:
    """Two or three products, each with one thing to know or its price."""
    chosen = bench.material.products[:_MOST_LISTED]
    if len(chosen) < LEAST_LISTED:
        return ""
    turned = [chosen[(bench.rotation + i) % len(chosen)] for i in range(len(chosen))]
    lines = [_in_a_line(bench, product) for product in turned]
    return "\n".join(f"{mark} {line}" for mark, line in zip(_marks(bench, len(lines)), lines, strict=True))


def _in_a_line(bench: Workbench, product: ProductMaterial) -> str:
    used = bench.chooser.used
    fresh = sorted(product.clauses[:_MOST_LISTED], key=lambda clause: (used.get(clause, 0), len(clause)))
    shortest = fresh[0] if fresh else ""
    if product.price and used.get(shortest):
        shortest = product.price  # rather the price than the same thing again
    bench.quote(fresh[:1])
    form = product.phrases(shortest)
    told = form.tail or form.doing or shortest.rstrip(".。") or product.price
    colon = "：" if bench.chinese else ": "
    return f"{product.name}{colon}{told}" if told else product.name


def _marks(bench: Workbench, count: int) -> list[str]:
    """What begins each line: emoji in a note where brief and brand have nothing against them, else dots."""
    brief = bench.material.brief
    allowed = bench.material.voice.limit("emoji", brief.channel)
    known = read("plans")["emoji"]
    emoji: list[str] = known.get(bench.chooser.group, known["other"])
    unwanted = any("emoji" in word.lower() or word in emoji for word in brief.must_not_say)
    if brief.channel != "xiaohongshu" or unwanted or (allowed is not None and allowed < count):
        return ["·"] * count
    return [emoji[i % len(emoji)] for i in range(count)]
