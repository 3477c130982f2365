"""Questions about figures and about who: the reading that most questions get."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from assistant.planner.clarifying import unclear_reading
from assistant.planner.frame import Frame
from assistant.planner.grammar.comparisons.comparison_words import in_time_order
from assistant.planner.grammar.comparisons.counted_sides import parted
from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.figures.metric import read_figures
from assistant.planner.grammar.figures.portions import sides_shared
from assistant.planner.grammar.figures.two_counts import refuse_two_counts
from assistant.planner.grammar.orders.given_back import asks_return_rate
from assistant.planner.grammar.orders.orders import an_order_of_theirs
from assistant.planner.grammar.people.audience import prepare, read_people
from assistant.planner.grammar.people.contradictions import counted_apart, refuse_contradiction
from assistant.planner.grammar.people.customers import use_count_of_customers
from assistant.planner.grammar.people.lists import about_people, picks_by_list
from assistant.planner.grammar.people.most_of_goods import ranked_by_goods
from assistant.planner.grammar.people.newest import newest
from assistant.planner.grammar.people.people import People
from assistant.planner.grammar.people.sorting import ranked_down, read_sort, sorted_by
from assistant.planner.grammar.people.unsayable import refuse_order, refuse_unsayable
from assistant.planner.grammar.rows.cohorts import asks_retention
from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.rows.rankings import named_rows
from assistant.planner.grammar.rows.splits import split_between
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.grammar.wording.concentrated import refuse_concentrated
from assistant.planner.grammar.wording.misleading import refuse_lifetime_spread, refuse_misleading, refuse_two_of_one
from assistant.planner.grammar.wording.retold import retold
from assistant.planner.intents.questions.buyers_apart import buyers_apart
from assistant.planner.intents.questions.consent_rates import consent_rate
from assistant.planner.intents.questions.counted_rows import counted_rows
from assistant.planner.intents.questions.heads import set_apart, wants_figures
from assistant.planner.intents.questions.heads_alone import counted_instead, heads_of
from assistant.planner.intents.questions.list_limits import list_limit
from assistant.planner.intents.questions.named_twice import read_both
from assistant.planner.intents.questions.notes import assumed_said, defaults_said, said_about, say_currency, say_mixed
from assistant.planner.intents.questions.place_of import read_place
from assistant.planner.intents.questions.said_anyway import said_anyway
from assistant.planner.intents.questions.settling import settled
from assistant.planner.intents.questions.size_too import size_too
from assistant.planner.intents.questions.spread_too import read_spread_too
from assistant.planner.intents.questions.two_questions import counted_before, heads_too, two_questions
from assistant.planner.intents.questions.which_channel import which_channel
from assistant.planner.intents.questions.which_day import which_day
from assistant.planner.intents.questions.which_measure import which_measure
from assistant.planner.intents.questions.with_without import read_with_without
from assistant.planner.intents.references.cues import points_at, points_back
from assistant.planner.intents.references.rows_meant import of_rows_shown
from assistant.planner.intents.shares.banded import read_banded
from assistant.planner.intents.shares.came_back_soon import told_as_share
from assistant.planner.intents.shares.held_orders import refuse_both_in_one
from assistant.planner.intents.shares.share_periods import share_words
from assistant.planner.intents.shares.shares import read_share
from assistant.planner.intents.shares.shares_of_shown import share_of_shown
from assistant.planner.intents.shares.two_shares import several_shares, share_of_each
from assistant.planner.intents.shares.wholes import NoWhole, part_of_each, settle_whole
from assistant.planner.leftovers import account, ask_about, leftovers, typo_notes
from assistant.planner.reading import Call, Reading
from tools.definitions import Metric

_PEOPLE_WORDS = ("people", "agent", "contact", "saved", "list")
_HEADS_ZH = ("人", "客户", "用户", "人数", "客户数")
"""多少客户, 人数: a count that names who is counted."""


def read_question(frame: Frame) -> Reading | None:
    """A question on its own: figures or people. What points at people spoken of before is none."""
    if frame.state.last and points_back(frame) and not _named_here(frame):
        return None
    for reader in (read_place, read_both, read_spread_too, read_with_without):
        if (told := reader(frame, read_question)) is not None:
            return told
    which_channel(frame)
    which_day(frame)
    refuse_concentrated(frame.slots())
    several = several_shares(frame)
    frame = share_of_each(frame) if several else frame
    frame = replace(frame, spans=retold(frame.spans))
    consent_rate(frame)
    if (banded := read_banded(frame)) is not None:
        return banded
    slots = settled(frame)
    rated = asks_retention(slots) or asks_return_rate(slots) or bool(several)
    whole = frame.has("share", "rate_of") and not (split_between(slots) or parted(frame.spans)) and not rated
    whole = whole and not sides_shared(slots)
    if whole and (shared := read_share(frame)) is not None:
        return share_of_shown(frame, shared)
    try:
        prepare(slots, frame.today)
        refuse_order(slots)
        refuse_misleading(slots)
        refuse_two_of_one(frame.spans, slots)
        picking = picks_by_list(slots)
        if picking or any(about_people(slots, index) for index in range(len(slots))):
            refuse_unsayable(slots)
        if wants_figures(slots) and (not picking or set_apart(slots)):
            reading = heads_of(frame, settled, read_audience) or read_metric(frame, slots)
            if reading is None or reading.ask is not None:
                return _by_fragments(frame) or reading
            return counted_instead(frame, reading, settled, read_audience) or reading
        reading = told_as_share(frame, read_audience(frame, slots))
        return (_by_a_fact(frame, slots) if reading is not None and reading.leftovers else None) or reading
    except Unclear as unclear:
        return unclear_reading(frame, unclear)


def _named_here(frame: Frame) -> bool:
    """customers who bought skirts, and how many of them …: they are spoken of in the message itself."""
    first = next(i for i, span in enumerate(frame.spans) if points_at(span))
    return any(span.has("people", "agent", "value", "values") for span in frame.spans[:first])


def _by_a_fact(frame: Frame, slots: Slots) -> Reading | None:
    """Champions 首单渠道, 各年龄段多少人: a fact that picks nobody is what people are split by."""
    lost = [i for i in leftovers(slots) if dimension_at(slots, i) and not slots.has(i, "group", "period", "verb")]
    if not lost or len(lost) != len(leftovers(slots)):
        return None
    fresh = settled(frame)
    prepare(fresh, frame.today)
    reading = read_metric(frame, fresh)
    return reading if reading is not None and reading.ask is None else None


def _by_fragments(frame: Frame) -> Reading | None:
    """no returns ever, more than 2500 spent: what makes no figure may be said of people, without a word for them."""
    slots = settled(frame)
    if slots.find(*_FIGURED) is not None:
        return None
    prepare(slots, frame.today)
    try:
        reading = read_audience(frame, slots)
    except Unclear:
        return None
    if reading is None or reading.ask is not None or reading.leftovers:
        return None
    named = ("measure", "field", "segment_word")
    unsaid = any(slots.has(i, *named) and not slots.used(i) for i in range(len(slots)))  # the segment sizes for Germany
    return None if unsaid else reading


_FIGURED = (
    "how_much", "average", "median", "sum", "trend", "by", "share", "compare", "versus", "which", "distribution", "top",
    "bottom", "best_selling", "worst_selling", "performance", "rate_of", "why", "norm",
)  # fmt: skip
"""Words that ask for figures."""


def read_metric(frame: Frame, slots: Slots) -> Reading | None:
    """A question for figures."""
    if (both := two_questions(frame)) is not None:
        return both
    figures = read_figures(slots, frame.today)
    of_rows_shown(frame, figures)
    refuse_contradiction(figures.people.audience, figures.where)
    refuse_lifetime_spread(slots, figures)
    for index in slots.all("differing") if figures.dimensions else ():
        slots.use(index, "set side by side")
    lost = leftovers(slots)
    if lost:
        return ask_about(frame, slots, lost)
    an_order_of_theirs(slots, figures.measures)
    size_too(slots, figures)
    if figures.top is not None:
        return ask_about(frame, slots, [i for i in range(len(slots)) if slots.has(i, "top", "bottom")][:1] or [0])
    if not figures.measures and (counted := counted_rows(slots, figures)):
        figures.measures = [counted]
    if not figures.measures:
        return (
            which_measure(frame)
            if figures.dimensions or figures.people.conditions or figures.where or figures.period
            else None
        )
    return metric_reading(frame, slots, figures)


def metric_reading(frame: Frame, slots: Slots, figures: Figures) -> Reading:
    """The call for a metric, with what the answer must mention."""
    try:
        whole, part = settle_whole(figures)
    except NoWhole:
        return ask_about(frame, slots, [i for i in range(len(slots)) if slots.has(i, "share")][:1] or [0])
    metric = part_of_each(frame, named_rows(figures.build(), frame.vocabulary), slots)
    metric = in_time_order(metric.model_copy(update={"part": part}) if part else metric, frame.today)
    refuse_both_in_one(metric)
    if whole is None and metric.audience and metric == Metric(measures=["customers"], audience=metric.audience):
        # a number of customers is the size of an audience, which can be saved, listed and written to
        reading = audience_reading(frame, figures.people, listing=False)
        account(slots, reading)
        return reading
    calls = [Call("measure", {"metric": one.compact()}) for one in buyers_apart(metric, frame.vocabulary, frame.today)]
    reading = frame.reading("metric", metric=metric, calls=calls, notes=typo_notes(frame))
    told_both = figures.after or (frame.language == "zh" and not figures.dimensions and whole is None)
    beside = figures.people.conditions and told_both and heads_too(slots) and figures.measures != ["customers"]
    if figures.heads or beside:
        reading.calls.insert(0, Call("size_audience", {"audience": figures.people.audience.compact()}))
    if whole is not None:
        reading.calls.append(Call("measure", {"metric": whole.compact()}))
    if figures.share_of:
        reading.focus = {"field": figures.share_of[0], "values": [str(v) for v in figures.share_of[1]]}
    reading.notes += assumed_said(frame, figures)
    reading.notes += said_about(frame, figures.people)
    reading.notes += [frame.say(*pair) for pair in slots.said]
    say_mixed(frame, figures.people, reading)
    say_currency(frame, slots, reading)
    account(slots, reading)
    return reading


def read_audience(frame: Frame, slots: Slots) -> Reading | None:
    """A question for who or how many."""
    slots.picking = True
    refuse_two_counts(slots)
    listing = wants_list(frame, slots)
    shown = (latest := newest(slots)) or list_limit(slots)
    listing = listing or shown is not None
    order = read_sort(slots, counted=shown is not None) if listing else None
    order = ("signup_date", True) if latest else order
    people = read_people(slots, frame.today, ranked_list=listing or not frame.has("how_many"))
    if order is not None:
        people.sort_by, people.descending = order
        people.ranked_by_default = False
    sorted_by(slots, people)
    ranked_down(slots, people)
    ranked_by_goods(slots, people, shown)
    use_count_of_customers(slots)
    share_words(slots)
    said_anyway(slots, people)
    refuse_contradiction(people.audience, apart=True)
    lost = leftovers(slots)
    if lost:
        return ask_about(frame, slots, lost)
    named = any(slots.has(i, *_PEOPLE_WORDS) for i in range(len(slots)))
    named = named or any(span.has("how_many") and span.text.endswith(_HEADS_ZH) for span in frame.spans)
    if not people.conditions and people.limit is None and not named:
        return None
    reading = audience_reading(
        frame, people, listing=listing or people.limit is not None or people.sort_by is not None, limit=shown
    )
    say_mixed(frame, people, reading)
    say_currency(frame, slots, reading)
    reading.notes += [frame.say(*pair) for pair in slots.said]
    reading.calls = [*counted_before(frame), *reading.calls]
    account(slots, reading)
    return reading


def audience_reading(frame: Frame, people: People, *, listing: bool, limit: int | None = None) -> Reading:
    """The call that sizes or lists an audience."""
    audience = people.audience
    notes = typo_notes(frame) + defaults_said(frame, people)
    if not listing:
        sides = counted_apart(audience)
        calls = [Call("size_audience", {"audience": side.compact()}) for side in sides]
        return frame.reading("audience", audience=sides[-1], notes=notes, calls=calls)
    args: dict[str, Any] = {"audience": audience.compact()}
    if not people.sort_by and people.scored and people.scored[0].field and people.scored[0].degree != "unlikely":
        people.sort_by = people.scored[0].field
    if people.sort_by:
        args |= {"sort_by": people.sort_by} | ({} if people.descending else {"descending": False})
    if people.limit or limit:
        args["limit"] = people.limit or limit
    return frame.reading("list", audience=audience, notes=notes, calls=[Call("list_audience", args)])


def wants_list(frame: Frame, slots: Slots) -> bool:
    """Whether the people themselves are asked for, not their number."""
    if frame.has("how_many"):
        return False
    return any(
        slots.has(i, "list")
        or (slots.has(i, "which") and slots.has(slots.next(i), "people"))
        or (slots.has(i, "which", "who") and slots.find("scored") is not None and not slots.relative)
        for i in range(len(slots))
    )
