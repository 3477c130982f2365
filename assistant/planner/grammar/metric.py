"""Figures: measures, dimensions, filters, period, comparison, share, ranking and limits, as one Metric."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assistant.planner.grammar.audience import People, read_people
from assistant.planner.grammar.conditions import filters_of
from assistant.planner.grammar.dimensions import dimension_at, read_dimensions, trend_unit
from assistant.planner.grammar.measures import CAMPAIGN_MEASURES, SALES_MEASURES, agent_measure, read_measures
from assistant.planner.grammar.slots import Range, Slots
from tools.definitions import Filter, Having, Metric, Period, Sort

DEFAULT_TOP = 10
EVENT_MEASURES = {"sends", "opens", "clicks", "unsubscribes", "open_rate", "click_rate", "click_to_open_rate", "unsubscribe_rate", "campaigns"}


@dataclass
class Figures:
    """Parts of a metric as they are found; `build` makes the definition."""

    measures: list[str] = field(default_factory=list)
    dimensions: list[str] = field(default_factory=list)
    where: list[Filter] = field(default_factory=list)
    period: Period | None = None
    compare: str | None = None
    compare_period: Period | None = None
    share: bool = False
    share_of: tuple[str, tuple[Any, ...]] | None = None
    """A share of one value: the row the answer is about."""
    having: list[Having] = field(default_factory=list)
    sort: Sort | None = None
    limit: int | None = None
    top: tuple[int, bool] | None = None
    """"top 5" on its own: how many rows, best first; for a follow-up that keeps the split."""
    people: People = field(default_factory=People)
    assumed: list[str] = field(default_factory=list)
    """Slots that were filled by default: measure, period."""

    def build(self) -> Metric:
        """The typed definition."""
        return Metric(
            measures=self.measures[:6], dimensions=self.dimensions, where=self.where,
            audience=self.people.audience if self.people.conditions else None, period=self.period,
            compare=None if self.compare_period else self.compare,  # type: ignore[arg-type]
            compare_period=self.compare_period, share=self.share, having=self.having, sort=self.sort, limit=self.limit,
        )


def read_figures(slots: Slots, today: date) -> Figures:
    """Read a question that asks for figures."""
    figures = Figures()
    _heads(slots)
    _comparison_words(slots, figures)
    _order_bounds(slots, figures)
    _habits(slots, figures)
    _havings(slots, figures)
    ranked = _ranking(slots, figures)
    asked = read_measures(slots)
    figures.measures += [a.measure for a in asked if a.measure not in figures.measures]
    if not figures.measures and (person := agent_measure(slots)):
        figures.measures.append(person)
    figures.dimensions += [d for d in read_dimensions(slots, loose=False) if d not in figures.dimensions]
    _share(slots, figures)
    figures.people = read_people(slots, today)
    _filters(slots, figures)
    figures.dimensions += [d for d in read_dimensions(slots, loose=True) if d not in figures.dimensions]
    _sides(slots, figures)
    _periods(slots, figures, today)
    _trend(slots, figures, today)
    _default_measures(slots, figures, ranked)
    _finish(slots, figures, ranked, today)
    return figures


def _heads(slots: Slots) -> None:
    """how much did women spend: the verb is what is asked, not a condition."""
    for index in slots.all("how_much"):
        for at in range(index + 1, len(slots)):
            if slots.value(at, "verb") in ("spend", "buy") and not any(slots.has(i, "who") for i in range(index, at)):
                slots.use(at, "measure: net_revenue")
                slots.use(index, "measure: net_revenue")
                break
        else:
            slots.use(index, "asked for")


def _comparison_words(slots: Slots, figures: Figures) -> None:
    for index in slots.all("compare"):
        figures.compare = slots.value(index, "compare")
        slots.use(index, f"compared: {figures.compare}")
    for index in slots.all("difference"):
        if not slots.has(index, "compare"):
            slots.use(index, "change")
            figures.compare = figures.compare or "change"


def _order_bounds(slots: Slots, figures: Figures) -> None:
    """orders over 100: the bound is on each order's value."""
    for index in range(len(slots)):
        if not slots.has(index, "measure") or "orders" not in [s.value for s in slots[index].senses if s.kind == "measure"]:
            continue
        at = slots.next(index, lambda item: item.has("filler", "with") and not item.has("range"))
        before = slots.before(index)
        if slots.has(before, "range") and slots.value(before, "range").unit == "money" and not slots.used(before):
            at = before
        found = slots.value(at, "range") if at < len(slots) else None
        if isinstance(found, Range) and found.unit in ("number", "money") and not slots.used(at) and (at == before or not slots.has(index - 1, "range")):
            values = [found.low.value] + ([found.high.value] if found.high else [])
            figures.where.append(Filter(field="order_value", op={"eq": "is"}.get(found.op, found.op), values=list(values)))  # type: ignore[arg-type]
            slots.use(at, "order value")
            if slots.has(at + 1, "money", "field") and slots.value(at + 1, "field") == "order_value":
                slots.use(at + 1, "order value")


def _habits(slots: Slots, figures: Figures) -> None:
    """what do women buy, what time do people order: the verb says what is counted."""
    if slots.find("who") is not None:
        return
    asked = [i for i in range(len(slots)) if slots.has(i, "which") or slots.value(i, "history")]
    history = [i for i in range(len(slots)) if slots.has(i, "history") and (slots[i].text.startswith(("买", "都买")) or slots[i].text.casefold() == "what did")]
    verbs = [i for i in range(len(slots)) if slots.value(i, "verb") == "buy" and not slots.used(i)]
    times = [i for i in range(len(slots)) if dimension_at(slots, i) in ("hour", "weekday", "month", "day")]
    for index in history:
        slots.use(index, "what they bought")
    if times and verbs and (asked or history):
        figures.measures = ["orders"]
    elif history or (asked and verbs and min(asked) < verbs[0] and not any(dimension_at(slots, i) for i in range(len(slots)))
                     and not any(slots.has(i, "group", "range") and slots.level(getattr(slots.value(i, "group"), "field", "")) == "product" for i in range(verbs[0], len(slots)))):
        figures.dimensions.append("product")
        figures.measures = ["units"]
        figures.sort, figures.limit = Sort(by="units"), DEFAULT_TOP
    else:
        return
    for index in (*verbs, *asked):
        slots.use(index, "asked for")


def _havings(slots: Slots, figures: Figures) -> None:
    """categories with a return rate above 10 %: a bound on the result rows, when rows are what is asked for."""
    if slots.find("people", "who", "agent") is not None:
        return
    rows = [i for i in range(len(slots)) if dimension_at(slots, i) and not slots.has(i, "measure")] or [
        i for i in range(len(slots)) if dimension_at(slots, i) and slots.has(i, "which", "list") or slots.has(i - 1, "which", "list", "by")
        and dimension_at(slots, i)]
    for index in slots.all("measure"):
        measure = slots.value(index, "measure")
        spec = slots.vocabulary.dictionary.measures.get(measure)
        if spec is None or not rows or slots.has(index, "group"):
            continue
        for beside in (slots.next(index, lambda item: item.has("filler", "with", "verb")), index - 1):
            found = slots.value(beside, "range") if 0 <= beside < len(slots) else None
            if isinstance(found, Range) and not slots.used(beside) and found.unit in ("number", "money", "percent", "times", "pieces"):
                scale = 0.01 if spec.type == "share" and found.unit == "number" and found.low.value > 1 else 1.0
                figures.having.append(Having(measure=measure, op=found.op, value=found.low.value * scale,  # type: ignore[arg-type]
                                             upper=found.upper * scale if found.upper else None))
                slots.use(beside, "bound")
                slots.use(index, f"measure: {measure}")
                figures.measures.append(measure)


def _ranking(slots: Slots, figures: Figures) -> str:
    """top 10 products by revenue, which brand sells best, 销量前十的商品; returns "" or the kind of rank word."""
    for kind in ("best_selling", "worst_selling", "top", "bottom"):
        for index in slots.all(kind):
            descending = kind in ("best_selling", "top")
            count, at, row = _rank_parts(slots, index)
            named = slots.find("which")
            if count is None and row is None and named is None and kind in ("top", "bottom") and not _superlative(slots, index):
                continue
            slots.use(index, "rank")
            if at is not None:
                slots.use(at, "rank")
            if at is not None and row is None and slots[at].text.endswith(("商品", "产品")):
                figures.dimensions.append("product")
            if row is not None:
                slots.use(row, f"split by {dimension_at(slots, row)}")
                figures.dimensions.append(dimension_at(slots, row) or "")
            figures.sort = Sort(by="", descending=descending)
            figures.limit = count or (1 if kind in ("top", "bottom") and slots[index].text.startswith("最") and named is None else
                                      _asked_rows(slots, row, named))
            return kind
    return ""


def _rank_parts(slots: Slots, index: int) -> tuple[int | None, int | None, int | None]:
    """(how many, where that stands, where the ranked field stands)."""
    count = at = None
    for beside in (index + 1, index - 1, slots.next(index), slots.before(index)):
        if 0 <= beside < len(slots) and slots.has(beside, "number", "pieces", "heads") and not slots.has(beside, "period") and not slots.used(beside):
            value = slots.value(beside, "number") or slots.value(beside, "pieces") or slots.value(beside, "heads")
            if value and value == int(value) and value <= 10_000:
                count, at = int(value), beside
                break
    row = next((i for i in sorted(range(len(slots)), key=lambda i: (abs(i - (at if at is not None and at > index else index)), -i))
                if dimension_at(slots, i) and not slots.used(i) and not slots.has(i, "group", "period") and not slots.has(i - 1, "by", "rank_by")
                and abs(i - index) <= 6 and not _is_measure_here(slots, i)), None)
    return count, at, row


def _is_measure_here(slots: Slots, index: int) -> bool:
    """orders, units: fields one could split by, but next to a rank they are what is ranked by."""
    return slots.has(index, "measure") and dimension_at(slots, index) in ("orders", "units", "age_group")


def _superlative(slots: Slots, index: int) -> bool:
    return any(slots.has(i, "measure", "field") for i in range(max(0, index - 3), min(len(slots), index + 4)))


def _asked_rows(slots: Slots, row: int | None, named: int | None) -> int:
    """One for "which product", ten for "which products" and "best-selling products"."""
    text = slots[row].text.casefold() if row is not None else ""
    which = slots[named].text.casefold() if named is not None else ""
    if which in ("哪个", "哪一个", "哪款", "哪家", "哪种", "哪天", "哪里", "哪", "哪类", "哪一"):
        return 1
    if text.isascii() and text and not text.endswith("s") and (named is not None or True):
        return 1
    return DEFAULT_TOP


def _share(slots: Slots, figures: Figures) -> None:
    """what share of revenue comes from skincare: split by category, and the answer is that row."""
    for index in slots.all("share"):
        if slots.has(index, "by") and figures.dimensions:
            continue
        figures.share = True
        slots.use(index, "share")
    if not figures.share or figures.dimensions:
        return
    for index in slots.all("group"):
        group = slots.value(index, "group")
        spec = slots.vocabulary.dictionary.fields.get(group.field)
        if spec is not None and spec.groupable and not group.absent:
            figures.dimensions.append(group.field)
            figures.share_of = (group.field, group.values)
            slots.use(index, f"row of the split by {group.field}")
            return


def _sides(slots: Slots, figures: Figures) -> None:
    """Germany vs UK, compare men and women: the values compared are the rows."""
    compared = slots.find("versus", free=False) is not None
    for index in range(len(slots)):
        group = slots.value(index, "group")
        spec = slots.vocabulary.dictionary.fields.get(group.field) if group else None
        if spec and spec.groupable and len(group.values) > 1 and (group.joiner == "vs" or compared) and group.field not in figures.dimensions:
            figures.dimensions.append(group.field)


def _filters(slots: Slots, figures: Figures) -> None:
    """Products, channels and campaigns named outside of clauses narrow the figure."""
    for index in range(len(slots)):
        if slots.used(index):
            continue
        if slots.has(index, "filter"):
            figures.where.append(slots.value(index, "filter"))
            slots.use(index, "filter")
        elif slots.has(index, "last_campaign") and slots.vocabulary.last_campaign:
            figures.where.append(Filter(field="campaign", values=[slots.vocabulary.last_campaign[0]]))
            slots.use(index, "the last campaign")
        elif slots.has(index, "group"):
            group = slots.value(index, "group")
            found = filters_of(group)
            if _excluded(slots, index):
                found = found.model_copy(update={"op": "is_not"})
            figures.where.append(found)
            slots.use(index, f"filter: {group.field}")
            several = len(group.values) > 1 and (group.joiner or group.field == "campaign") and not figures.share
            if several and not figures.dimensions and found.op == "is" and slots.level(group.field):
                figures.dimensions.append(group.field)
        elif slots.has(index, "contact_noun") and set(figures.measures) & EVENT_MEASURES:
            stored = next((v for v in slots.vocabulary.values("campaign_channel") if v.casefold() == slots.value(index, "contact_noun")), None)
            if stored:
                figures.where.append(Filter(field="campaign_channel", values=[stored]))
            slots.use(index, "filter: campaign_channel")


def _excluded(slots: Slots, index: int) -> bool:
    before = slots.before(index, lambda item: item.has("filler", "place", "for") and not item.has("not", "except"))
    if slots.has(before, "not", "except", "remove") and not slots.used(before):
        slots.use(before, "negation")
        if slots.has(index + 1, "except_end"):
            slots.use(index + 1, "negation")
        return True
    return False


def _periods(slots: Slots, figures: Figures, today: date) -> None:
    free = slots.all("period")
    for position, index in enumerate(free):
        period = slots.value(index, "period")
        before = slots.before(index, lambda item: item.has("filler", "place", "break", "and") and not item.has("versus", "compare"))
        versus = slots.has(before, "versus") or any(slots.has(i, "versus") for i in range(free[position - 1], index)) if position else slots.has(
            before, "versus") and figures.period is None and len(free) == 1
        slots.use(index, "period")
        if versus or (position and slots.find("versus", free=False) is not None) or (position == 1 and figures.compare):
            figures.compare_period = period
        elif figures.period is None:
            figures.period = period
        else:
            figures.compare_period = period
    for index in slots.all("versus"):
        slots.use(index, "compared")
    if figures.compare_period and figures.period is None:
        figures.period, figures.compare_period = _default_main(figures.compare_period), figures.compare_period


def _default_main(other: Period) -> Period:
    """vs last month, with nothing else said, compares this month with it."""
    if other.kind == "calendar" and other.offset < 0:
        return Period(kind="calendar", unit=other.unit, offset=other.offset + 1)
    return Period(kind="calendar", unit="month", offset=0)


def _trend(slots: Slots, figures: Figures, today: date) -> None:
    for index in slots.all("trend"):
        if slots.has(index, "difference") and figures.compare:
            continue
        slots.use(index, "trend")
        if not any(d in ("day", "week", "month", "quarter", "year") for d in figures.dimensions):
            figures.dimensions.insert(0, trend_unit(figures.period, today))
    for index in slots.all("distribution", "chart", "as_table"):
        if slots.has(index, "distribution"):
            for at in (slots.before(index), slots.next(index)):
                name = dimension_at(slots, at) if 0 <= at < len(slots) and not slots.used(at) else None
                if name and not figures.dimensions:
                    figures.dimensions.append(name)
                    slots.use(at, f"split by {name}")
            figures.share = figures.share or not figures.measures or figures.measures == ["customers"]
        slots.use(index, "shape")


def _default_measures(slots: Slots, figures: Figures, ranked: str) -> None:
    if figures.measures:
        return
    sold = any(slots.value(i, "verb") in ("sell", "buy") for i in range(len(slots)))
    figures.assumed.append("measure")
    if ranked in ("best_selling", "worst_selling") or (sold and slots.find("how_many", free=False) is not None):
        figures.measures = ["units"]
    elif any(f.field in ("campaign", "campaign_channel") for f in figures.where) or set(figures.dimensions) & {"campaign", "campaign_channel"}:
        figures.measures = [m for m in CAMPAIGN_MEASURES if m in slots.vocabulary.dictionary.measures]
    elif slots.find("performance") is not None and not slots.find("people"):
        figures.measures = [m for m in SALES_MEASURES if m in slots.vocabulary.dictionary.measures]
    elif ranked in ("top", "bottom") and slots.find("people", free=False) is not None:
        figures.measures = ["customers"]
        figures.assumed.remove("measure")
    elif slots.find("how_much", free=False) is not None or ranked or sold:
        figures.measures = ["net_revenue"]
        if slots.find("how_much", free=False) is not None:
            figures.assumed.remove("measure")
    elif slots.find("people", "agent", "how_many", free=False) is not None or figures.share or slots.find("distribution", free=False) is not None:
        figures.measures = ["customers"]
        figures.assumed.remove("measure")


def _finish(slots: Slots, figures: Figures, ranked: str, today: date) -> None:
    """Defaults that depend on the rest: what is sorted by, what a comparison is with."""
    if "cohort_retention" in figures.measures:
        for name in ("first_order_month", "months_since_first_order"):
            if name not in figures.dimensions and len(figures.dimensions) < 3:
                figures.dimensions.append(name)
        figures.dimensions = [d for d in figures.dimensions if d != "month"]
    if ranked in ("best_selling", "worst_selling") and not figures.dimensions and figures.sort:
        figures.dimensions, figures.limit = ["product"], figures.limit if figures.limit and figures.limit > 1 else DEFAULT_TOP
    if ranked and figures.limit == 1 and len(figures.dimensions) > 1:
        figures.limit = None
    if ranked and figures.sort and figures.measures:
        descending = figures.sort.descending
        figures.sort = figures.sort.model_copy(update={"by": figures.measures[0]}) if figures.dimensions else None
        if not figures.dimensions:
            figures.top = (figures.limit or DEFAULT_TOP, descending)
            figures.limit = None
    else:
        figures.sort = None if figures.sort and not figures.sort.by else figures.sort
    if figures.compare == "change":
        figures.compare = None if figures.compare_period or any(d in ("month", "week", "day") for d in figures.dimensions) else "previous_period"
    if figures.compare and figures.period is None:
        year = figures.compare == "previous_year"
        figures.period = Period(kind="calendar", unit="year") if year else Period(kind="calendar", unit="month", offset=-1)
        figures.assumed.append("period")
    for index in slots.all("rank_by", "by", "descending", "ascending", "performance", "which", "how_many", "list", "sell_verb"):
        if slots.has(index, "descending", "ascending") and figures.measures and figures.dimensions:
            figures.sort = Sort(by=figures.measures[0], descending=slots.has(index, "descending"))
        slots.use(index, "structure")
    for index in range(len(slots)):
        if slots.value(index, "verb") in ("sell", "buy") and not slots.used(index):
            slots.use(index, "structure")
