"""What was spoken of: goods, campaigns, scores and periods of the last definitions, which later words stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from assistant.planner.frame import Frame, State
from assistant.planner.grammar.campaigns.holidays import named_after
from assistant.planner.grammar.scores.scores import FIELDS as SCORE_FIELDS
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import bounds
from assistant.planner.spans import Span
from assistant.planner.text import fold
from tools.definitions import Audience, Bought, Condition, Engaged, Filter, Group, Metric, Period

GOODS = ("product", "brand", "subcategory", "category")
_ONES = {"one", "ones", "edition", "version", "issue"}
_SAME = ("same", "filler", "break", "instead", "compared", "versus", "and", "alike_with")
_ONE_OF = {"the one from", "the one of", "the one in", "one from", "the same one in", "the one for"}
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_IT = {"it", "on it", "in it", "that", "on that", "this", "that one", "that score", "this score", "the score"}


def things(state: State) -> Iterator[Filter]:
    """Goods and campaigns of the last definition, then of those before it."""
    for filters in _filters(state):
        goods = [f for f in filters if f.field in GOODS and f.op in ("is", "contains")]
        named = goods if len({f.field for f in goods}) <= 1 else sorted(goods, key=lambda f: GOODS.index(f.field))
        yield from named
        yield from (f for f in filters if f not in goods and f.op == "is")


def _filters(state: State) -> Iterator[list[Filter]]:
    if state.last == "request" and state.request is not None and state.request[0] == "campaign_results":
        yield [Filter(field="campaign", values=[str(state.request[1]["campaign"])])]
    if state.last == "copy" and state.brief is not None:
        if state.brief.products:
            yield [Filter(field="product", values=[*state.brief.products])]
        if state.brief.audience is not None:
            yield audience_filters(state.brief.audience)
    for past in (state, *reversed(state.trail)):
        if past.figures == "metric" and (metric := past.metric) is not None:
            told = [*metric.where, *(metric.after.where if metric.after else [])]
            yield [*told, *audience_filters(metric.audience or Audience())]
        elif past.audience is not None:
            yield audience_filters(past.audience)


def audience_filters(audience: Audience) -> list[Filter]:
    """What the people of an audience bought, opened or are, as filters."""
    found: list[Filter] = []
    for condition in flat(audience):
        if isinstance(condition, Bought | Engaged) and condition.value:
            found += condition.where
            found += condition.after.where if isinstance(condition, Bought) and condition.after is not None else []
        elif isinstance(condition, Filter):
            found.append(condition)
    return found


def flat(audience: Audience | Group) -> Iterator[Condition]:
    """Every condition that must or may hold, groups opened."""
    for condition in (*audience.all, *audience.any):
        if isinstance(condition, Group):
            yield from flat(condition)
        else:
            yield condition


def last_period(state: State) -> Period | None:
    """The period of the last definition."""
    if state.figures == "metric" and state.metric is not None:
        return state.metric.period or _period_of(state.metric)
    return _newest(state.audience) if state.audience is not None else None


def newest_period(state: State) -> Period | None:
    """The same; after a count without one, the newest time that was spoken of before."""
    return last_period(state) or next((found for past in reversed(state.trail) if (found := last_period(past))), None)


def _period_of(metric: Metric) -> Period | None:
    return _newest(metric.audience) if metric.audience is not None else None


def _newest(audience: Audience) -> Period | None:
    periods = periods_of(audience)
    return periods[-1] if periods else None


def periods_of(audience: Audience) -> list[Period]:
    """The periods of an audience's conditions, in order."""
    return [period for c in flat(audience) if (period := getattr(c, "period", None)) is not None]


def first_shown(state: State, wanted: str) -> tuple[str, str] | None:
    """which brand sold most – how many bought that brand: the one that is shown, or that leads the ranking."""
    ranked = state.metric is not None and (len(state.rows) == 1 or state.metric.sort is not None)
    if state.last != "metric" or not state.rows or not ranked or state.rows_of not in state.metric.dimensions:  # type: ignore[union-attr]
        return None
    alike = wanted == "order_channel" and state.rows_of.endswith("_channel")
    known = state.rows_of == wanted or alike or (wanted == "any" and state.rows_of in (*GOODS, "campaign"))
    return (state.rows_of, state.rows[0]) if known else None


def first_by_figure(state: State, span: Span) -> tuple[Sense, ...] | None:
    """highest one?, of rows that no figure ranks: the first by what is shown; None where they are ranked already."""
    metric, word = state.metric if state.last == "metric" else None, span.text.casefold().removeprefix("the ").split()
    if span.has("descending", "ascending") and word[-1] == "ones":
        return ()  # the top ones: the other end of the rows
    if metric is None or metric.sort is not None or len(word) != 2 or word[1] != "one":
        return None
    kind = "top" if word[0] in _MOST else "bottom" if word[0] in _LEAST else ""
    return (Sense("which"), Sense(kind)) if kind else None


_MOST = ("highest", "biggest", "largest", "top", "best", "strongest")
_LEAST = ("lowest", "smallest", "weakest", "worst")


def leading_row(state: State) -> tuple[Sense, ...]:
    """which channel is the highest – show that one by week: the row that was asked for."""
    metric = state.metric if state.last == "metric" else None
    if metric is None or not state.rows or metric.limit != 1 or state.rows_of not in metric.dimensions:
        return ()
    return (Sense("value", (state.rows_of, state.rows[0]), 1.0, f"stands for {state.rows[0]}"),)


def sold_of_it(frame: Frame, spans: list[Span]) -> None:
    """how many have we sold, units sold this year: of the product, brand or goods spoken of, where none is named."""
    sold = next((i for i, s in enumerate(spans) if s.value("verb") == "sell" or s.text.casefold() in _SOLD), None)
    other = (
        "value", "values", "products", "people", "agent", "thing", "anaphor", "by", "who", "top", "bottom",
        "best_selling", "customer_id", "row", "share", "average",
    )  # fmt: skip
    said = next((f for f in things(frame.state) if f.field in GOODS), None)
    if sold is None or said is None or any(span.has(*other) and not span.has("filler") for span in spans):
        return
    named = [s.value("field") for i, s in enumerate(spans) if s.has("field") and i != sold and not s.has("period")]
    place = next((i for i in range(sold) if spans[i].has("filler") and not spans[i].has("same")), None)
    whole = any(span.text.casefold() in ("in total", "overall", "altogether", "all in all") for span in spans)
    if place is None or whole or any(name in (*GOODS, "campaign") for name in named):
        return
    if frame.state.last == "metric" and frame.state.metric is not None and said in frame.state.metric.where:
        spans[sold] = replace(spans[sold], senses=(Sense("measure", "units"), Sense("of_it")))
        return
    note = f"stands for {', '.join(map(str, said.values))}"
    sense = Sense("values", (said.field, tuple(said.values)), 1.0, note)
    if said.op == "contains":
        sense = Sense("products", (str(said.values[0]), "contains", tuple(said.values)), 1.0, note)
    spans[place] = replace(spans[place], senses=(sense,))


_SOLD = {"units sold", "pieces sold", "sold", "items sold"}


def edition(frame: Frame, spans: list[Span], index: int) -> tuple[Sense, ...]:
    """the 2024 one, same for 2024, after Gift Guide 2025: the campaign of that name in that year."""
    period = spans[index].value("period")
    year = _whole_year(frame, period)
    if year is None:
        return ()
    named = next((s.value("value") for s in spans[max(0, index - 1) : index] if s.has("value")), None)
    if named is not None and named[0] == "campaign":
        return _of_that_year(spans, index, str(named[1]), year)
    behind = spans[index + 1].text.casefold() if index + 1 < len(spans) else ""
    ahead = spans[index - 1] if index else None
    one = [span.text.casefold() for span in spans[max(0, index - 2) : index]]
    thing = index + 1 < len(spans) and spans[index + 1].value("thing") == "campaign"
    pointing = behind in _ONES or thing or (ahead is not None and ahead.text.casefold() in _ONE_OF)
    pointing = pointing or (len(one) == 2 and one[0] in _ONES and one[1] in ("from", "of", "in", "for"))
    same = _undated(frame.state) and all(i == index or s.has(*_SAME) for i, s in enumerate(spans))
    if not (pointing or same):
        return ()
    known = frame.vocabulary.values("campaign")
    for said in [*things(frame.state)][: None if pointing else 1]:
        name = str(said.values[0]) if said.field == "campaign" and said.values else ""
        other = _YEAR.sub(str(year), name)
        if name and other in known and _YEAR.search(name):
            if behind in _ONES or thing:
                spans[index + 1] = replace(spans[index + 1], senses=(Sense("filler"),))
                _named_again(frame, spans, index + 2, other)
            return (Sense("values", ("campaign", (other,)), 1.0, f"stands for {other}"),)
    return ()


def _undated(state: State) -> bool:
    """Whether what was told last is of no days of its own."""
    if state.last == "metric" and state.metric is not None:
        return state.metric.period is None
    return state.last in ("audience", "list") and last_period(state) is None


def _named_again(frame: Frame, spans: list[Span], index: int, name: str) -> None:
    """2025年那场七夕: a part of the campaign's name behind says nothing more."""
    said = fold(spans[index].text) if index < len(spans) else ""
    names = (w for one in frame.vocabulary.campaigns.rows if name in one.names for w in one.names)
    if len(said) > 1 and any(said in fold(written) for written in names):
        spans[index] = replace(spans[index], senses=(Sense("filler"),))


def _whole_year(frame: Frame, period: object) -> int | None:
    start, end = bounds(period, frame.today) if isinstance(period, Period) else (None, None)
    if not start or not end or start.year != end.year or (start.month, start.day) != (1, 1):
        return None
    return start.year if end == frame.today or (end.month, end.day) == (12, 31) else None


def _of_that_year(spans: list[Span], index: int, name: str, year: int) -> tuple[Sense, ...]:
    """Autumn Letter 2025, of which only that of 2026 is known by its name: of the year that is said, or none."""
    typed = spans[index].text
    if not _YEAR.search(name) or str(year) in name or not _YEAR.fullmatch(typed) or _YEAR.search(spans[index - 1].text):
        return ()
    spans[index - 1] = replace(spans[index - 1], senses=(Sense("value", ("campaign", _YEAR.sub(typed, name))),))
    return (Sense("filler"),)


def last_two(frame: Frame, spans: list[Span], index: int) -> tuple[Sense, ...]:
    """两款今年哪个卖得多, 两场打开率比比: the last two products, or campaigns, that were spoken of one by one."""
    field = _TWO.get(spans[index].text)
    named = [f.values[0] for f in things(frame.state) if f.field == field and len(f.values) == 1 and f.op == "is"]
    values = tuple(dict.fromkeys(named))[:2]
    if field is None or len(values) < 2 or any(span.has("value", "values", "products", "cmp") for span in spans):
        return ()
    return (Sense("values", (field, values[::-1]), 1.0, f"stands for {', '.join(map(str, values[::-1]))}"),)


_TWO = {
    "两款": "product", "这两款": "product", "两件": "product",
    "两场": "campaign", "这两场": "campaign", "两个活动": "campaign",
}  # fmt: skip


def score(frame: Frame, spans: list[Span], index: int) -> tuple[Sense, ...]:
    """how good is that score, how many are above 50 % on it: the score people were ranked by."""
    state = frame.state
    known = state.request[1] if state.last == "request" and state.request else {}
    concept = known.get("score") or known.get("model")
    field = SCORE_FIELDS.get(str(concept), "")
    pointing = spans[index].text.casefold() in _IT
    asked = frame.has("percent", "quality_cue", "model_word", "score_word")
    if not field or not pointing or not asked or any(span.has("score_name", "subject", "scored") for span in spans):
        return ()
    note = f"stands for {concept}"
    return (Sense("field", field, 1.0, note), Sense("score_name", field, 1.0, note))


def of_that_day(frame: Frame, spans: list[Span], index: int) -> tuple[Sense, ...]:
    """去年七夕那场: the campaign named after the holiday, in the year that is said."""
    start = bounds(spans[index].value("period"), frame.today)[0] if spans[index].has("period") else None
    named = named_after(frame.vocabulary, fold(spans[index].text), start.year) if start else None
    if named is None:
        return ()
    spans[index] = replace(spans[index], senses=(Sense("filler"),))
    return (Sense("values", (named.field, named.values), 1.0, f"stands for {', '.join(map(str, named.values))}"),)


def is_goods(span: Span) -> bool:
    """A product, or goods by a word of their names."""
    value = span.value("value") or span.value("values")
    return span.has("products") or (value is not None and value[0] == "product")


def of_its_year(frame: Frame, spans: list[Span], field: str, values: tuple[Any, ...]) -> tuple[Any, ...]:
    """received the Gift Guide 2025 campaign and opened it: that year's, as it was named."""
    if field != "campaign" or len(values) < 2:
        return values
    years = [int(span.text) for span in spans if re.fullmatch(r"20\d\d", span.text)]
    return (frame.vocabulary.campaigns.of_year(values, years[-1]) if len(years) == 1 else ()) or values


def those_days(frame: Frame, spans: list[Span], index: int) -> tuple[Sense, ...]:
    """去年双11那几天, after the first to the eleventh of November: the days that were spoken of around that one."""
    said = spans[index].value("period") if spans[index].text.endswith(("那几天", "这几天")) else None
    start, end = bounds(said, frame.today) if said is not None else (None, None)
    if start is None or start != end:
        return ()
    for past in (frame.state, *reversed(frame.state.trail)):
        told = [past.metric.period] if past.figures == "metric" and past.metric and past.metric.period else []
        people = past.metric.audience if past.figures == "metric" and past.metric else past.audience
        for period in (*told, *(periods_of(people) if people is not None else ())):
            first, last = bounds(period, frame.today) if period is not None else (None, None)
            if first and last and first <= start <= last and 0 < (last - first).days < _FEW_DAYS:
                return (Sense("period", period, 1.0, "stands for those days"),)
    return ()


_FEW_DAYS = 15


def only_names_them(frame: Frame, spans: list[Span], index: int) -> bool:
    """9月这批里面已经下过单的, after who signed up in September: the month says only who they are."""
    said, before = spans[index].value("period"), last_period(frame.state)
    them = index + 1 < len(spans) and spans[index + 1].text in ("这批", "那批", "这批人", "那批人", "这些人")
    if not them or said is None or before is None:
        return False
    return bounds(said, frame.today) == bounds(before, frame.today)
