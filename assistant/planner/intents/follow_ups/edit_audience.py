"""A follow-up to an audience: another condition, value, window or number; or figures about it."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.editing.merging import elsewhere, merge_audience, tidied, within
from assistant.planner.grammar.editing.replacing import each_purchase_in, with_objects, with_period
from assistant.planner.grammar.editing.turning import as_metric, new_buyers, of_purchases, reversed_purchases
from assistant.planner.grammar.figures.metric import read_figures
from assistant.planner.grammar.people.acquisition import how_they_came
from assistant.planner.grammar.people.audience import read_people
from assistant.planner.grammar.people.contradictions import new_after_buying
from assistant.planner.grammar.people.people import People
from assistant.planner.grammar.people.sorting import read_sort
from assistant.planner.grammar.rows.dimensions import TIME_FIELDS, dimension_at, read_dimensions, said_as_split
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.follow_ups.after_that import another_window
from assistant.planner.intents.follow_ups.carried_over import carried_over, other_channel
from assistant.planner.intents.follow_ups.edit_numbers import bounded, number_said, numbers_of, renumbered
from assistant.planner.intents.follow_ups.leaving_out import left_out
from assistant.planner.intents.follow_ups.list_changes import (
    a_few_in_order,
    asks_so_many,
    more_of_them,
    new_length,
    new_order,
    ranked_by,
    reshapes,
    so_many,
)
from assistant.planner.intents.follow_ups.nobody_meant import refuse_nobody
from assistant.planner.intents.follow_ups.placed import placed
from assistant.planner.intents.follow_ups.taking_out import said_again, without_said
from assistant.planner.intents.follow_ups.undone import undone
from assistant.planner.intents.questions.heads import free_measure, wants_figures
from assistant.planner.intents.questions.questions import audience_reading, metric_reading, read_metric, settled
from assistant.planner.intents.references.about_them import which_of_them
from assistant.planner.intents.references.cues import has_figures, points_back, replaces, use_cues, widens
from assistant.planner.intents.references.going_back import together
from assistant.planner.leftovers import account, ask_about, leftovers, typo_notes
from assistant.planner.lexicon import Sense
from assistant.planner.reading import Call, Reading
from assistant.planner.spoken_of import last_period
from tools.definitions import Attribute, Audience, Bought, Contactable, Engaged, Metric


def edit_audience(frame: Frame, slots: Slots, before: Audience) -> Reading | None:
    """The last people with what this message says changed; or their figures."""
    listed = reshapes(frame, slots) and new_order(frame, frame.slots()) is not None
    listed = listed or asks_so_many(slots)
    if not listed and ((points_back(frame) and _asks_figures(slots)) or only_split(slots)):
        few = frame.state.figures == "list" and (points_back(frame) or not frame.state.glimpse)
        listed_ones = frame.state.them if few else None
        return _figures_of(frame, listed_ones or before)
    rest = slots.all("all_rows")
    if rest and frame.state.last == "audience" and not frame.has("list"):
        return ask_about(frame, slots, rest[:1])  # the rest of them: of a number of people?
    slots.when = last_period(frame.state)
    counted = so_many(slots)
    order = counted[1] if counted else new_order(frame, slots)
    if order is None and frame.has("instead") and any(free_measure(slots, i) for i in range(len(slots))):
        return _as_figures(frame, slots, before)
    together(frame, slots)
    removed = without_said(slots, undone(slots, another_window(slots, before)))
    said_again(slots, removed)
    bare = slots.find("range") is not None and slots.find("group", "measure", "verb") is None
    slots.picking = slots.picking or (bare and not numbers_of(before))  # over 50 only: an age
    outside = left_out(slots, frame.today)
    if outside is not None:
        removed = merge_audience(removed, carried_over(frame, outside, removed), replacing=False)
    shown = counted[0] if counted else new_length(frame, slots) or _shown_rows(slots)
    if order is None and (shown or frame.has("list")):
        order = read_sort(slots, counted=shown is not None)
    removed = more_of_them(ranked_by(frame, removed, order), shown)
    people = read_people(slots, frame.today, ranked_list=True)
    changed = _changed(frame, slots, people, removed)
    refuse_nobody(frame, changed, before)
    if frame.has("how_many") and new_after_buying(changed, frame.today):
        return None  # how many ordered for the first time in October: asked anew
    rows = [] if has_figures(slots) else read_dimensions(slots, loose=False)
    use_cues(slots)
    lost = leftovers(slots)
    if lost:
        return ask_about(frame, slots, lost)
    if rows:  # that ordered in 2026, by gender
        return _measured(frame, slots, changed, _counted(slots, rows), rows)
    listed = bool(shown or people.limit or order) or frame.has("list")
    listing = listed or (frame.state.last == "list" and not frame.has("how_many"))
    made = People(
        changed,
        people.conditions,
        people.limit,
        order[0] if order else people.sort_by or frame.state.list_args.get("sort_by"),
        order[1] if order else people.descending and frame.state.list_args.get("descending", True),
        people.clauses,
        scored=people.scored,
        horizon=people.horizon,
    )
    limit = shown or (frame.state.list_args.get("limit") if listing and not people.limit else None)
    reading = audience_reading(frame, made, listing=listing, limit=limit)
    reading.corrects = frame.has("instead", "remove")
    some = shown or people.limit or (limit and not frame.state.list_args.get("sort_by"))
    reading.focus["glimpse"] = bool(some) and a_few_in_order(slots)
    account(slots, reading)
    return reading


def _counted(slots: Slots, rows: list[str]) -> list[str]:
    """What of people is split by facts of theirs, and what by those of their purchases."""
    return ["buyers" if any(of_purchases(slots.level(d)) for d in rows) else "customers"]


def _changed(frame: Frame, slots: Slots, people: People, before: Audience) -> Audience:
    """The audience with the new conditions, values, periods and numbers."""
    if people.conditions and points_back(frame):
        before = within(before)
    changed = before
    if people.conditions:
        _no_second_purchase(people, before)
        people.audience = carried_over(frame, people.audience, before)
        replacing = replaces(frame) or (elsewhere(before, people.audience) and not points_back(frame))
        before = other_channel(frame, people.audience, before)
        changed = merge_audience(before, people.audience, replacing=replacing, widening=widens(frame))
        changed = placed(frame, changed, people.audience, widening=widens(frame))
    _said_twice(slots, changed, frame.has("instead"))
    for index in range(len(slots)):
        if slots.used(index):
            continue
        outcome: Audience | None = None
        if slots.has(index, "group") and slots.level(slots.value(index, "group").field) != "customer":
            outcome = with_objects(
                changed, slots.value(index, "group"), narrowing=frame.has("only_cue"), widening=widens(frame)
            )
        elif slots.has(index, "period"):
            dated = each_purchase_in if frame.has("both_deeds") else with_period
            outcome = dated(changed, slots.value(index, "period"))
        if outcome is not None:
            changed = outcome
            slots.use(index, "replaces what it was")
    number = number_said(slots)
    if number is not None and (frame.has("instead") or (not people.conditions and changed == before)):
        earlier = frame.state.trail[-1].audience if frame.state.trail else None
        outcome = bounded(changed, number[1]) if not frame.has("instead") else None
        outcome = outcome or renumbered(changed, number[1], earlier)
        if outcome is not None:
            changed = outcome
            slots.use(number[0], "the new number")
    for index in slots.all("reverse"):
        outcome = reversed_purchases(changed)
        if outcome is not None:
            changed = outcome
            slots.use(index, "the other way round")
    return tidied(changed)


def _said_twice(slots: Slots, changed: Audience, corrects: bool) -> None:
    """by mail (email), first purchase I mean: what only says again what a condition already says."""
    contact = any(isinstance(c, Contactable) for c in changed.all)
    fields = {c.field for c in changed.all if isinstance(c, Attribute)}
    for index in range(len(slots)):
        if slots.used(index):
            continue
        again = contact and slots.has(index, "contact_noun") and slots.has(index - 1, "break")
        if again or (corrects and slots.value(index, "field") in fields and not slots.has(index, "measure")):
            slots.use(index, "said again")
        elif slots.has(index, "since_then") and any(
            slots.has(i, "verb") and slots.used(i) for i in (index + 1, index + 2)
        ):
            slots.use(index, "afterwards")


def _no_second_purchase(people: People, before: Audience) -> None:
    """but didn't order in that time: of people who did something already, that they bought before is not asked."""
    did = any(isinstance(c, Bought | Engaged) for c in before.all)
    if did and any(c.negated for c in people.clauses) and len(people.audience.all) > 1:
        kept = [c for c in people.audience.all if c != Bought()]
        people.audience = people.audience.model_copy(update={"all": kept})


def _asks_figures(slots: Slots) -> bool:
    if (
        slots.find("top", "bottom") is not None
        and slots.find("best_selling") is None
        and not any(slots.has(i, "by") and dimension_at(slots, i + 1) for i in range(len(slots)))
    ):
        return False
    return wants_figures(slots) and (
        has_figures(slots)
        or slots.find("best_selling", "worst_selling", "how_much", "trend", "average", "by") is not None
        or any(
            slots.value(i, "verb") in ("buy", "spend") and slots.find("which") is not None and not which_of_them(slots)
            for i in range(len(slots))
        )
    )


def only_split(slots: Slots) -> bool:
    """by country: the last people split by something."""
    split = any(
        slots.has(i, "by") and dimension_at(slots, slots.next(i))
        for i in range(len(slots))
        if slots.next(i) < len(slots)
    )
    adjective = any(
        dimension_at(slots, i) in TIME_FIELDS and said_as_split(slots[i].text.casefold()) for i in range(len(slots))
    )
    whole = has_figures(slots) or slots.find("people", "verb", "list") is not None
    split = split or slots.find("rows_of") is not None or _each_of(slots)
    return (split or adjective or slots.find("trend", "distribution") is not None) and not whole


def _each_of(slots: Slots) -> bool:
    """男女各多少, gender split, which cities: a fact of customers, and a word that asks for each of its values."""
    facts = [i for i in range(len(slots)) if (d := dimension_at(slots, i)) and slots.level(d) == "customer"]
    each = any(
        slots.has(i, "share", "respectively", "which") or slots[i].text.startswith(("各", "分别"))
        for i in range(len(slots))
    )
    light = ("filler", "break", "which", "share", "respectively", "same", "anaphor", "by", "place", "top", "how_many")
    alone = all(i in facts or slots.has(i, "filler", "break") for i in range(len(slots)))  # age groups?
    return len(facts) == 1 and (each or alone) and all(i in facts or slots.has(i, *light) for i in range(len(slots)))


def _figures_of(frame: Frame, audience: Audience) -> Reading | None:
    """their average order value by month: figures of the last audience."""
    slots = settled(frame)
    how_they_came(slots)
    for index in range(len(slots)):
        if slots.has(index, "anaphor"):
            slots.use(index, "the audience")
            slots.retag(index, Sense("filler"))
    figures = read_figures(slots, frame.today)
    use_cues(slots)
    lost = leftovers(slots)
    if lost:
        return ask_about(frame, slots, lost)
    if not figures.measures and any(of_purchases(slots.level(d)) for d in figures.dimensions):
        audience = merge_audience(audience, figures.people.audience, replacing=False)  # by month, only women
        return _measured(frame, slots, audience, ["buyers"], figures.dimensions)
    of_people = bool(figures.dimensions) and all(slots.level(d) == "customer" for d in figures.dimensions)
    if "measure" in figures.assumed and of_people:
        figures.measures, figures.sort = [], None
    figures.measures = figures.measures or (["customers"] if figures.dimensions else [])
    if figures.measures == ["customers"] and figures.period:
        figures.measures = ["buyers"]  # that ordered in 2026, by gender
    if not figures.measures:
        return read_metric(frame, frame.slots())
    inside = within(audience)
    figures.people.audience = merge_audience(inside, figures.people.audience, replacing=False)
    figures.people.conditions += 1
    return metric_reading(frame, slots, figures)


def _as_figures(frame: Frame, slots: Slots, audience: Audience) -> Reading | None:
    """I meant orders, not customers: the same purchases, counted another way."""
    figures = read_figures(slots, frame.today)
    use_cues(slots)
    lost = leftovers(slots)
    if lost or not figures.measures or figures.people.conditions or figures.where or figures.period:
        return ask_about(frame, slots, lost) if lost else None
    return _measured(frame, slots, audience, figures.measures, figures.dimensions)


def _measured(frame: Frame, slots: Slots, audience: Audience, measures: list[str], dimensions: list[str]) -> Reading:
    metric = new_buyers(audience, measures, dimensions) or as_metric(audience, measures, dimensions)
    if measures == ["customers"]:  # what they bought says who they are, and has its own days
        metric = Metric(measures=measures, dimensions=dimensions, audience=within(audience))
    call = Call("measure", {"metric": metric.compact()})
    reading = frame.reading("metric", metric=metric, calls=[call], notes=typo_notes(frame))
    account(slots, reading)
    return reading


def _shown_rows(slots: Slots) -> int | None:
    for index in range(len(slots)):
        value = slots.value(index, "heads") or slots.value(index, "number")
        if value and value == int(value) and not slots.used(index) and not slots.has(index, "period", "top"):
            after, before = slots.next(index), slots.before(index)
            if (slots.has(after, "anaphor", "people") and slots.find("list", free=False) is not None) or slots.has(
                before, "list"
            ):
                slots.use(index, "rows to show")
                return int(value)
    return None
