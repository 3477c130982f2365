"""Shares that are one number: what share of orders came from the app, 去年的客户今年又买的占几成."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.planner.frame import Frame
from assistant.planner.grammar.figures import ratios
from assistant.planner.grammar.figures.cuts import Cut, cuts, names_people
from assistant.planner.grammar.figures.default_measures import of_sales
from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.figures.metric import read_figures
from assistant.planner.grammar.goods.counted_goods import of_goods
from assistant.planner.grammar.orders.discounts import DISCOUNTED
from assistant.planner.grammar.people.audience import read_people
from assistant.planner.grammar.people.people import People
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.grammar.wording.phrases import settle_phrases
from assistant.planner.grammar.wording.unmeasured import refuse_again_so_soon
from assistant.planner.intents.questions.consent_rates import consent_apart, consent_is_the_part
from assistant.planner.intents.questions.counted_rows import only_split
from assistant.planner.intents.questions.notes import said_about
from assistant.planner.intents.shares.another_value import and_another
from assistant.planner.intents.shares.held_orders import held_apart, splits_left
from assistant.planner.intents.shares.inside import read_inside
from assistant.planner.intents.shares.nested_goods import in_sales
from assistant.planner.intents.shares.share_periods import (
    addressed,
    answered_within,
    bought_again,
    bought_when,
    buyers_of_those_days,
    buyers_then,
    done_then,
    larger_whole,
    new_then,
    orders_told,
    share_words,
    then,
    within_whole,
    without_segmentation,
)
from assistant.planner.intents.shares.wholes import of_orders, only_when, part_of_each
from assistant.planner.leftovers import account, leftovers, typo_notes
from assistant.planner.lexicon import Sense
from assistant.planner.reading import Call, Reading
from assistant.planner.spans import Span
from tools.definitions import Attribute, Audience, Bought, Metric, Part


@dataclass
class _Read:
    """One side of a share as it was read."""

    slots: Slots
    figures: Figures
    named: bool  # a figure, rather than people


def read_share(frame: Frame) -> Reading | None:
    """A share of a whole that is one number (or one for each row); None when the question is about neither."""
    refuse_again_so_soon(frame.slots())
    if (inside := read_inside(frame, read_share)) is not None:
        return inside
    spans = [span for span in without_segmentation(frame.spans) if not span.has("rate_of")]
    if any(span.has("rate_of") for span in frame.spans) and not any(span.has("share") for span in spans):
        return _rate(frame, spans)
    if (pair := and_another(frame, read_share)) is not None:
        return pair
    if (held := held_apart(frame)) and (base := _side(frame, held[1])) and base.figures.measures == ["orders"]:
        return _reading(frame, base, base, "orders", Part(where=[held[0]]))
    for cut in cuts(spans):
        if (reading := _share(frame, cut)) is not None:
            return reading
    return None


def _rate(frame: Frame, spans: list[Span]) -> Reading | None:
    """one-and-done rate: of everyone who bought, those with one order."""
    base = _side(frame, spans)
    if base is None or base.named or base.figures.dimensions or base.figures.period or base.figures.where:
        return None
    people = base.figures.people.audience if base.figures.people.conditions else Audience()
    base.figures.people.audience = people.model_copy(update={"all": [*people.all, Bought()]})
    base.figures.people.conditions += 1
    once = People(audience=Audience(all=[Attribute(field="orders", values=[1])]), conditions=1)
    return _of_people(frame, base, _Read(base.slots, Figures(people=once), False))


def _share(frame: Frame, cut: Cut) -> Reading | None:
    base = _side(frame, cut.whole, people_first=bool(cut.part) and names_people(cut.whole))
    if base is None or not cut.part:
        return _named_part(frame, base) if base else None
    if frame.language == "en" and ratios.only_rows(base.slots, base.figures):
        return None
    base.named = base.named and not ratios.counts_people(base.figures)
    if cut.weak and base.figures.dimensions and base.named:
        return None
    part = _side(frame, [*cut.whole, *cut.part], people_first=True) if cut.goes_on else _side(frame, cut.part, base)
    if cut.goes_on and (base.named or part is None or part.named):
        return None
    if part is None or (cut.weak and part.figures.dimensions and base.named):
        return None
    if part.figures.measures == ["discounted_orders"] and base.named and base.figures.measures != ["orders"]:
        part.figures.where.append(DISCOUNTED)  # revenue from discounted orders: which orders
        part.figures.measures, part.named = [], False
    if cut.weak and only_when(base.figures, part.figures):
        return None
    if any(span.value("verb") == "return_goods" for span in cut.part) and ratios.given_back(base.figures, part.figures):
        return _finished(frame, base, base.figures.build(), part)
    if ratios.of_it_all(base.figures, part.figures):
        return _named_part(frame, base)
    if base.figures.dimensions and not (part.figures.where or part.figures.people.conditions):
        return None  # revenue by tier as a percentage, last quarter
    if part.named and part.figures.measures != base.figures.measures:
        return _kind_of(frame, base, part)
    if not (part.figures.where or part.figures.people.conditions or part.figures.period):
        metric = ratios.split_of_people(base.figures, part.figures) if not base.named else None
        return _finished(frame, base, metric, part) if metric else None
    named = base.named or part.named
    base.named |= in_sales(base.slots, base.figures, part.slots, part.figures, named=named)
    if base.named and cut.beside and not (part.figures.where or part.figures.people.conditions):
        return None  # 各渠道占比，2026年: the period of it all
    people = ratios.newcomers(base.figures, part.figures) or ratios.only_consent(base.slots, part.figures)
    return (_of_figure if base.named and not people else _of_people)(frame, base, part)


def _kind_of(frame: Frame, base: _Read, part: _Read) -> Reading | None:
    """折扣订单占全部订单: the part is the same figure of a kind that goes by a name of its own."""
    measure, extra = ratios.part_of_measure(part.figures.measures)
    if extra is None or [measure] != base.figures.measures or part.figures.people.conditions:
        return None
    base.figures.dimensions += [name for name in part.figures.dimensions if name not in base.figures.dimensions]
    base.figures.where += part.figures.where
    base.figures.period = base.figures.period or part.figures.period
    return _reading(frame, base, part, measure, extra)


def _side(frame: Frame, spans: list[Span], whole: _Read | None = None, *, people_first: bool = False) -> _Read | None:
    """One side, if every word of it is understood: as figures, else as people."""
    people_first = people_first or (whole is not None and not whole.named)
    for read in (_as_people, _as_figures) if people_first else (_as_figures, _as_people):
        slots = frame.slots_of(spans)
        settle_phrases(slots, frame.today)
        of_goods(slots)
        for index in (i for i in slots.all("only_cue") if not slots.has(i + 1, "verb")):
            slots.retag(index, Sense("filler"))  # 只看app
        share_words(slots)
        if whole is not None:
            within_whole(slots, whole.figures, whole.named)
        try:
            side = read(frame, slots)
        except Unclear:
            continue
        if not leftovers(slots) and not splits_left(slots):
            return side
    return None


def _as_figures(frame: Frame, slots: Slots) -> _Read | None:
    figures = read_figures(slots, frame.today)
    if figures.compare or figures.compare_period or figures.sort or figures.top or figures.having:
        return None
    catalogued = next((i for i in slots.all("field") if slots.value(i, "field") == "product"), None)
    if catalogued is not None and (not figures.measures or "measure" in figures.assumed):
        slots.use(catalogued, "measure: products")
        figures.measures, figures.assumed = ["products"], []
    named = bool(figures.measures) and "measure" not in figures.assumed and not ratios.only_counted(slots, figures)
    return _Read(slots, figures, named)


def _as_people(frame: Frame, slots: Slots) -> _Read:
    return _Read(slots, Figures(people=read_people(slots, frame.today)), False)


def _of_figure(frame: Frame, base: _Read, cut: _Read) -> Reading | None:
    """A share of sales, products or events."""
    whole, part = base.figures, cut.figures
    of_orders(base.slots, cut.slots, whole, part)
    if part.dimensions and not (part.where or part.people.conditions):
        return None  # the contribution of each category in 2026: rows, and no part
    larger_whole(whole, part, frame.today)
    period = part.period
    if whole.period is None and (part.where or part.people.conditions):
        whole.period, period = ratios.told_with_people(part), None
    named = {item.field for item in part.where}
    if whole.measures == ["customers"] and part.where:  # 打折订单占比，按会员等级: nobody is counted
        whole.measures = ["orders" if part.where == [DISCOUNTED] else "net_revenue"]
    ratios.timed_by_part(whole, part)
    whole.dimensions += [name for name in part.dimensions if name not in {*whole.dimensions, *named}]
    measure, extra = ratios.part_of_measure(whole.measures)
    if whole.measures == ["new_buyers"] and part.people.conditions and not part.where:
        measure, extra = "new_buyers", None  # the share of women among new customers
    if ratios.ratio_of(whole.measures) or extra or len(whole.measures) > 1:
        return None
    ratios.refuse_other_days(base.slots, whole, part, frame.today)
    once = [item for place, item in enumerate(part.where) if item not in part.where[:place]]
    people = part.people.audience if part.people.conditions else None
    return _reading(frame, base, cut, measure, Part(where=once, audience=people, period=period))


def _named_part(frame: Frame, base: _Read) -> Reading | None:
    """打折订单占比, share of new buyers: the figure is a part by its name; or its only condition is the part."""
    figures = base.figures
    if rate := ratios.ratio_of(figures.measures):
        spans = frame.spans
        both = any(span.has("share") and spans[place - 1].has("and") for place, span in enumerate(spans) if place)
        figures.measures, figures.share = [*figures.measures[: int(both)], rate], False
        return _finished(frame, base, figures.build())
    measure, extra = ratios.part_of_measure(figures.measures)
    if extra and ratios.of_each_row(base.slots, base.figures):
        return _reading(frame, base, base, measure, extra)
    conditions = len(figures.where) + figures.people.conditions
    figured = ratios.says_figure(base.slots)
    if not figured and (rates := consent_apart(frame, figures)) is not None:
        return _finished(frame, base, rates)
    if not (base.named or figured) and figures.people.conditions == conditions == 1:
        if figures.dimensions:
            return _women_of_each(frame, base) if ratios.of_each_row(base.slots, base.figures) else None
        return _of_people(frame, _Read(base.slots, Figures(), False), base)
    if (not figures.measures or "measure" in figures.assumed) and of_sales(base.slots, figures):
        figures.measures, base.named = [ratios.counted_in(figures)], True  # wechat占比
    if (
        not base.named
        or conditions != 1
        or len(figures.measures) != 1
        or not ratios.of_each_row(base.slots, base.figures)
    ):
        return None
    part = Part(where=figures.where, audience=figures.people.audience if figures.people.conditions else None)
    figures.period = ratios.told_with_people(figures) or new_then(figures.people)
    figures.where, figures.people.conditions = [], 0
    return _reading(frame, base, base, figures.measures[0], part)


def _women_of_each(frame: Frame, base: _Read) -> Reading | None:
    """各城市女性客户占比: of the customers of each row."""
    base.figures.people.conditions, base.figures.period = 0, None
    return _reading(frame, base, base, "customers", Part(audience=base.figures.people.audience))


def _of_people(frame: Frame, base: _Read, cut: _Read) -> Reading | None:
    """A share of people: of everyone who bought in October, those whose first order it was."""
    first, second = ratios.audience_of(base.figures), ratios.audience_of(cut.figures)
    if second is None or only_split(base.slots, base.figures):
        return None
    split = [*base.figures.dimensions, *cut.figures.dimensions]
    told = orders_told(base.slots, cut.slots, base.figures, cut.figures)
    if told := told or (None if split else bought_again(first, second, cut.slots)):
        return _finished(frame, base, told, cut)
    if split:
        return _split_people(frame, base, cut, split, first, second)
    second = answered_within(first, second, cut.slots)
    first = buyers_of_those_days(first, second) or addressed(second)
    days = base.figures.period or (bought_when(first) or (None,))[0]
    if days is not None and (first is None or done_then(cut.slots, cut.figures.people)):
        first, second = first or buyers_then(days), then(second, days)
    args = {"first": (first or Audience()).compact(), "second": second.compact()}
    call = Call("compare_audiences", args) if first else Call("size_audience", {"audience": second.compact()})
    notes = said_about(frame, base.figures.people) + said_about(frame, cut.figures.people)
    reading = frame.reading("share", calls=[call], audience=first or second, notes=typo_notes(frame) + notes)
    _account(base, cut, reading)
    return reading


def _split_people(
    frame: Frame, base: _Read, cut: _Read, split: list[str], whole: Audience | None, part: Audience
) -> Reading | None:
    """各国白金会员的邮件同意率: for each country, those who consented of all platinum members there."""
    whole = buyers_of_those_days(whole, part) or whole
    levels = {frame.vocabulary.level(name) for name in split}
    if levels != {"customer"}:
        if (days := bought_when(whole)) is None or levels - {"order", "time"}:
            return None
        metric = Metric(measures=["buyers"], dimensions=split[:3], period=days[0], part=Part(audience=part))
    else:
        metric = Metric(measures=["customers"], dimensions=split[:3], audience=whole, part=Part(audience=part))
    return _finished(frame, base, metric, cut)


def _reading(frame: Frame, base: _Read, cut: _Read, measure: str, part: Part) -> Reading:
    figures = base.figures
    figures.measures, figures.share = [measure], False
    return _finished(frame, base, figures.build().model_copy(update={"part": part}), cut)


def _finished(frame: Frame, base: _Read, metric: Metric, cut: _Read | None = None) -> Reading:
    metric = consent_is_the_part(metric, frame.text.original)
    told = [frame.say(*pair) for pair in base.slots.said if pair not in frame.story]
    notes = typo_notes(frame) + said_about(frame, base.figures.people) + told
    metric = part_of_each(frame, metric, base.slots)
    reading = frame.reading("metric", metric=metric, calls=[Call("measure", {"metric": metric.compact()})], notes=notes)
    _account(base, cut or base, reading)
    return reading


def _account(base: _Read, cut: _Read, reading: Reading) -> None:
    for slots in {id(side): side.slots for side in (base, cut)}.values():
        account(slots, reading)
