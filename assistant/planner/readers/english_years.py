"""Years that stand apart from what they are the year of: Singles Day orders, 2025 compared with 2024."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import fixed
from assistant.planner.text import Token
from tools.definitions import Period
from tools.periods import step

Cover = list[tuple[tuple[int, int], list[Sense]]]
"""Stretches of tokens, in order, with what each may mean."""
Reread = Callable[[int, int, int], Period | None]
"""(first token, end token, year) → the stretch in that year; None where it names its own."""
_CLAUSE = frozenset((
    "who", "that", "which", "but", "and", "or", "then", "whose", "not", "never", "no", "without", "none",
))  # fmt: skip
_YEAR_WORDS = frozenset(("of", ",", "in", "last", "this", "year", "yr", "ly", "the"))
_COUNTS = ("number", "times", "pieces", "heads", "age")
RECENT = 15
"""A number so many years back at most is a year where it could be either."""
_VERSUS = frozenset(("vs", "v", "versus", "over", "against", "compared", "than", "compare"))


def spread_years(cover: Cover, tokens: Sequence[Token], today: date, reread: Reread) -> Cover:
    """The cover with such years moved to what they date.

    One stretch without a year of its own and one or two bare years: the first year is its year, the second the year it
    is compared with. A year in another clause stays where it is.
    """
    dated = [(place, _period(senses)) for place, (_, senses) in enumerate(cover)]
    years = [(place, year) for place, period in dated if period and (year := _year_of(period, today)) is not None]
    others = [place for place, period in dated if period and _year_of(period, today) is None]
    if len(years) == 1 and len(others) == 2 and (joined := _joined(cover, tokens, others, years[0][0])):
        return spread_years(joined, tokens, today, reread)
    if not 1 <= len(years) <= 2 or len(others) != 1:
        return cover
    stretch = others[0]
    if _birth(cover, stretch):
        return cover  # a birthday in November, an order last year
    if _goods_of_a_season(cover, tokens, stretch):
        return cover  # spring bouquets, this year
    start, end = cover[stretch][0]
    meant = [reread(start, end, year) for _, year in years]
    same = len(years) == 1 and any(t.text == "same" for t in tokens[end : cover[years[0][0]][0][0]])
    if all(meant) and not same and (len(years) == 2 or not _apart(cover, tokens, stretch, years[0][0])):
        changes = {stretch: meant[0], years[0][0]: None}
        if len(years) == 2:
            changes[years[1][0]] = meant[1]
            cover = _against(cover, tokens, years[0][0], years[1][0])
        return _changed(cover, changes, today)
    place, year = years[-1]
    between = {t.text for t in tokens[end : cover[place][0][0]]}
    if len(years) == 1 and place > stretch and (between & _VERSUS or same):
        own = next((at for at in range(end, start, -1) if not _names_year(tokens[at - 1])), start)
        shorter = (reread(start, stop, year) for stop in range(own, start, -1)) if own < end else iter(())
        again = _moved(dated[stretch][1], year) if same else None
        again = again or next((period for period in shorter if period), None)
        return _changed(_against(cover, tokens, stretch, place), {place: again}, today) if again else cover
    return cover


def _goods_of_a_season(cover: Cover, tokens: Sequence[Token], place: int) -> bool:
    """A value of a column of goods that no word of time leads: the shop keeps the season of its bouquets."""
    (start, _), senses = cover[place]
    kept = any(sense.kind == "value" and sense.value[0] != "campaign" for sense in senses)
    return kept and not (start and tokens[start - 1].text in _LEADING)


_LEADING = ("in", "during", "over", "since", "until", "before", "after", "last", "this", "from", "for", "by", "of")


def _joined(cover: Cover, tokens: Sequence[Token], others: list[int], year: int) -> Cover | None:
    """July and August against the same months of last year: days on end are one stretch."""
    one, two = others
    first, second = (_period(cover[place][1]) for place in others)
    between = tokens[cover[one][0][1] : cover[two][0][0]]
    same = any(t.text == "same" for t in tokens[cover[two][0][1] : cover[year][0][0]])
    if not same or year < two or [t.text for t in between] not in (["and"], ["&"], ["+"]):
        return None
    if not (first and second and first.start and first.end and second.start and second.end):
        return None
    begin = first.start.replace(year=second.start.year)
    if first.end.replace(year=second.start.year) + timedelta(days=1) != second.start:
        return None
    whole = (cover[one][0][0], cover[two][0][1]), [Sense("period", fixed(begin, second.end))]
    return [*cover[:one], whole, *cover[two + 1 :]]


def _moved(period: Period | None, year: int) -> Period | None:
    """The same days of another year."""
    if period is None or period.kind != "fixed" or not period.start or not period.end:
        return None
    years = year - period.start.year
    return fixed(step("year", period.start, years), step("year", period.end, years))


def _birth(cover: Cover, place: int) -> bool:
    """Whether a birthday stands before: its month has no year."""
    before = [sense for _, senses in cover[max(0, place - 2) : place] for sense in senses]
    return any(sense.kind == "field" and str(sense.value).startswith("birth") for sense in before)


def _against(cover: Cover, tokens: Sequence[Token], one: int, other: int) -> Cover:
    """2025 over 2024: the word between two years sets the one against the other."""
    if other - one != 2 or tokens[cover[one + 1][0][0]].text not in ("over", "on", "v", "to", "against"):
        return cover
    return [*cover[: one + 1], (cover[one + 1][0], [Sense("versus")]), *cover[other:]]


def _names_year(token: Token) -> bool:
    return token.text in _YEAR_WORDS or (token.kind == "number" and len(token.text) == 4)


def only_years(cover: Cover, today: date) -> Cover:
    """The cover with numbers that are years taken for nothing else: 2025 buyers are the buyers of 2025.

    A number of a year long past that counts what follows it is no year: 2000 customers.
    """
    made = list(cover)
    for place, (stretch, senses) in enumerate(cover):
        number = next((sense.value for sense in senses if sense.kind == "number"), None)
        period = _period(senses)
        if number is None or period is None or stretch[1] - stretch[0] != 1 or not 1980 <= number < 2050:
            continue
        before = {s.kind for s in cover[place - 1][1]} if place else set()
        after = {s.kind for s in cover[place + 1][1]} if place + 1 < len(cover) else set()
        if today.year - RECENT <= number <= today.year + 1:
            if not before & {"cmp", "top", "bottom"}:
                made[place] = (stretch, [sense for sense in senses if sense.kind not in _COUNTS])
        elif after & {"people", "agent"} or before & {"top", "bottom", "cmp"}:
            made[place] = (stretch, [sense for sense in senses if sense.kind != "period"])
    return made


def _period(senses: list[Sense]) -> Period | None:
    """The period a stretch means, unless it may be a comparison, which has its own rules."""
    if any(sense.kind == "compare" for sense in senses):
        return None
    return next((sense.value for sense in senses if sense.kind == "period"), None)


def _year_of(period: Period, today: date) -> int | None:
    """The year a period is all of: 2025, this year, last year."""
    if period.kind == "calendar" and period.unit == "year":
        return today.year + period.offset
    start = period.start
    if period.kind == "fixed" and start and period == fixed(date(start.year, 1, 1), date(start.year, 12, 31)):
        return start.year
    return None


def _apart(cover: Cover, tokens: Sequence[Token], one: int, other: int) -> bool:
    """Whether another clause begins between the two: signed up in March and bought in 2025."""
    for (start, end), senses in cover[min(one, other) + 1 : max(one, other)]:
        kinds = {sense.kind for sense in senses}
        if kinds & {"people", "agent", "who", "contact", "cmp", "saved", "product_fact"} or (
            "verb" in kinds and not kinds & {"measure", "field"}
        ):
            return True
        if any(token.text in _CLAUSE for token in tokens[start:end]):
            return True
    return False


def _changed(cover: Cover, changes: dict[int, Period | None], today: date) -> Cover:
    """The cover with other periods at some places; None for a year that was moved away."""
    made = list(cover)
    for place, period in changes.items():
        stretch, senses = cover[place]
        if period is None:
            moved = _period(senses)
            year = _year_of(moved, today) if moved is not None else None
            made[place] = (stretch, [Sense("filler"), *([Sense("moved_year", year)] if year else [])])
        else:
            made[place] = (
                stretch,
                [Sense("period", period), *(s for s in senses if s.kind not in ("period", "number"))],
            )
    return made
