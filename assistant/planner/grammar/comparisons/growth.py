"""Growth from one stretch to the next: grew from 2025 to 2026, growth from Q2 to Q3, the fastest growing category."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.figures.measure_tables import DOING
from assistant.planner.grammar.rows.risers import falling
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import bounds, fixed
from assistant.planner.readers.english_words import MONTHS
from assistant.planner.spans import Span
from tools.definitions import Period, Sort
from tools.periods import step

_FROM_TO = re.compile(r"^(?:from|between)\b.*\b(?:to|and|until)\b|\b(?:to|->)\b|[到至]")
_GROWING = (
    "grow",
    "grew",
    "growth",
    "grown",
    "growing",
    "gain",
    "improv",
    "declin",
    "shrink",
    "shrank",
    "drop",
    "chang",
    "shift",
    "develop",
)
_STRETCHES: tuple[tuple[int, re.Pattern[str]], ...] = (
    (6, re.compile(r"\bh[12]\b|\bhal(?:f|ves)\b|[上下]半年")),
    (3, re.compile(r"\bq[1-4]|\bquarter|季度|一季|二季|三季|四季|q[1-4]")),
    (3, re.compile(r"\b(?:spring|summer|autumn|winter)\b|[春夏秋冬]")),
    (1, re.compile(rf"\b(?:{'|'.join(name for name in MONTHS if len(name) > 2)})\b|月")),
)
"""Months of a stretch, and how two of them are named: H1 2025 to H1 2026."""
_YEAR = 12


def settle_growth(slots: Slots, figures: Figures, today: date) -> None:
    """Set the second of two stretches named as one against the first: Q2 to Q3, H1 2025 to H1 2026."""
    if figures.compare_period is not None or not any(_grows(slots, i) for i in range(len(slots))):
        return
    for index in range(len(slots)):
        if slots.role(index) != "period" or not _FROM_TO.search(slots[index].text.casefold()):
            continue
        start, end = bounds(figures.period, today) if figures.period else (None, None)
        if start is None or end is None or start.day != 1:
            return
        months = _named(slots[index].text)
        apart = _months_in(start, end) - months
        if apart == months or (apart > 0 and apart % _YEAR == 0):
            figures.compare_period = fixed(start, step("month", start, months) - timedelta(days=1))
            figures.period, figures.compare = fixed(step("month", start, apart), end), None
        return


def _months_in(start: date, end: date) -> int:
    """Whole months from a first of a month to a last day; 0 where the last month is not whole."""
    after = end + timedelta(days=1)
    return (after.year - start.year) * _YEAR + after.month - start.month if after.day == 1 else 0


def _named(text: str) -> int:
    """Months of each of the two stretches that are named: 2025 to 2026, Q2 to Q3, May to June."""
    said = text.casefold()
    return next((months for months, name in _STRETCHES if len(name.findall(said)) > 1), _YEAR)


def _grows(slots: Slots, index: int) -> bool:
    """grew, percent change, increased, the fastest growing."""
    said = slots[index].text.casefold()
    return (
        slots.has(index, "difference") or "growing" in said or any(word.startswith(_GROWING) for word in said.split())
    )


def what_grew(spans: list[Span]) -> list[Span]:
    """By what percentage did orders rise: orders are the figure and no deed, and the rate is a share of nothing."""
    spans = _percent_behind(_fell(spans))
    changes = [i for i, span in enumerate(spans) if span.has("difference", "trend")]
    if not changes or any(_somebody(span) for span in spans):
        return spans
    made = list(spans)
    for change in changes:
        at = change - 1
        while at >= 0 and (spans[at].filler or spans[at].has(*_OF_WHAT)) and not spans[at].has("measure", "verb"):
            at -= 1
        if at >= 0 and (figure := _plural_figure(spans[at])):
            made[at] = replace(spans[at], senses=(Sense("measure", figure),))
    for index, span in enumerate(spans[:-1]):
        asked = spans[index + 1].text.casefold().split()[0]
        if span.has("share") and asked in _ASKING and index < changes[-1]:
            made[index] = replace(span, senses=(Sense("growth_rate"),))
            if index and spans[index - 1].has("by", "how_many"):
                made[index - 1] = replace(spans[index - 1], senses=(Sense("filler"),))
    return made


def _percent_behind(spans: list[Span]) -> list[Span]:
    """增长了百分之几, by what percentage is it higher: how the change is told, and no share of a whole."""
    for index in range(1, len(spans)):
        asked = spans[index].text in _PERCENT or spans[index].has("points_word")
        before = next((i for i in range(index - 1, -1, -1) if not spans[i].filler), -1)
        changed = before >= 0 and spans[before].has("difference", "more_word")
        led = spans[index].has("share") and spans[index - 1].has("by") and spans[index - 1].text.isascii()
        if (asked and changed) or (led and any(span.has("contest", "difference") for span in spans[index:])):
            spans[index] = replace(spans[index], senses=(Sense("growth_rate"),))
    return spans


_PERCENT = ("百分之几", "百分之多少", "几个百分点", "多少百分比", "几成", "多少百分点", "几个点")


def _somebody(span: Span) -> bool:
    """People who do something; a number of new customers is a figure."""
    return span.has("who", "customer_id") or (span.has("people", "agent") and not span.has("measure"))


def _fell(spans: list[Span]) -> list[Span]:
    """did orders fall this month, the steepest fall in revenue: what they did, and no autumn."""
    made: list[Span] = []
    for index, span in enumerate(spans):
        first, _, rest = span.text.casefold().partition(" ")
        asked = any(word in one.text.casefold().split() for one in spans[max(0, index - 5) : index] for word in _ASKING)
        ranked = index > 0 and spans[index - 1].has("top", "bottom")
        named = ranked and (rest == "in" or any(one.has("place") for one in spans[index + 1 : index + 2]))
        if first != "fall" or not (asked or named) or span.has("difference"):
            made.append(span)
            continue
        period = _UNITS_NAMED.get(rest)
        end = span.start + 1 if period else span.end
        made.append(Span(span.start, end, "fall", (Sense("difference"),)))
        if period:
            made.append(Span(end, span.end, rest, (Sense("period", period),)))
    return made


_OF_WHAT = ("place", "value", "values", "for")
"""Between a figure and its change: orders in Berlin grew."""
_UNITS_NAMED = {
    f"{word} {unit}": Period(kind="calendar", unit=unit, offset=offset)
    for unit in ("week", "month", "quarter", "year")
    for word, offset in (("this", 0), ("last", -1))
}


def _plural_figure(span: Span) -> str | None:
    """orders, clicks, did opens: the figure of a word that is a verb as well; None for any other."""
    verb = span.value("verb")
    if verb is None or not span.text.isascii() or not span.text.endswith("s"):
        return None
    return span.value("measure") or ("orders" if verb == "buy" else DOING.get(verb))


_ASKING = ("did", "has", "have", "do", "does", "is", "are", "was", "were")


def rank_by_growth(slots: Slots, figures: Figures) -> None:
    """Rank rows by how much they changed: the fastest growing category, by growth rate, which brand fell most in %."""
    if not figures.dimensions or not (figures.compare or figures.compare_period):
        return
    grown = [i for i in range(len(slots)) if _grows(slots, i)]
    ordered = slots.find("rank_verb", free=False) is not None and any(slots.has(i - 1, *_BY) for i in grown)
    ranked = figures.sort is not None and (figures.compare is not None or bool(grown))
    if not (ranked or ordered):
        return
    figures.compare = "previous_period" if figures.compare == "change" else figures.compare
    rate = slots.find("growth_rate", free=False) is not None
    figures.share = figures.share and not rate  # in % says how the change is told, and no share of a whole
    most = figures.sort is None or figures.sort.descending
    descending = from_the_top(slots.items, most=most)
    figures.sort = Sort(by="change_share" if rate else "change", descending=descending)
    if not rate and any("fast" in slots[i].text.casefold() or "快" in slots[i].text for i in grown):
        slots.said.append(_BY_AMOUNT)


def from_the_top(spans: Sequence[Span], *, most: bool) -> bool:
    """Whether the highest change comes first: the biggest drop is the lowest change, the smallest one the highest.

    A word that holds both, 跌得最多, has told its order already; the worst drop is the biggest.
    """
    falls = any(span.has("difference") and falling(span.text) and not span.has("bottom") for span in spans)
    worst = any(span.has("bottom") and span.text.casefold() in _WORST for span in spans)
    return False if falls and worst else most != falls


_WORST = ("worst", "最惨", "最差")
_BY = ("by", "rank_by")
_BY_AMOUNT = (
    "The rows are ranked by the amount of the change; say “in percent” for the rate.",
    "按变化的绝对值排序；要看增速请说“按增长率”。",
)
