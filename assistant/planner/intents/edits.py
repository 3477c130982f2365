"""Follow-ups: only women, 换成上个季度, make it 5 orders, by city instead, same for Germany, show me 10 of them, go back."""

from __future__ import annotations

from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.audience import People, read_people
from assistant.planner.grammar.dimensions import TIME_FIELDS, dimension_at, said_as_split
from assistant.planner.grammar.merging import changed_metric, merge_audience, merge_filters, with_objects, with_period, without_field
from assistant.planner.grammar.metric import Figures, read_figures
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.questions import audience_reading, metric_reading, read_metric, wants_figures
from assistant.planner.leftovers import account, ask_about, leftovers, typo_notes
from assistant.planner.lexicon import Sense
from assistant.planner.readers.english_points import rolling
from assistant.planner.reading import Call, Reading
from tools.definitions import Audience, Metric

STRONG = {"them", "they", "their", "those", "these", "of them", "of those", "of these", "them by", "among them", "each of them", "all of them"}
_CUES = ("instead", "same", "add", "remove", "only_cue", "back", "chart", "as_table")
_HEADS = ("people", "agent", "how_many", "how_much", "list", "which")


def read_edit(frame: Frame) -> Reading | None:
    """The last definition changed by this message, or None when it is a question of its own."""
    state = frame.state
    if state.last not in ("metric", "audience", "list"):
        return None
    if frame.only("back") and frame.has("back"):
        return _back(frame)
    if frame.only("pronoun_that", "anaphor", "how_many") and frame.has("pronoun_that", "how_many"):
        return _count(frame)
    slots = frame.slots()
    slots.editing = True
    _durations(slots)
    _corrections(slots)
    if not is_follow_up(frame, slots):
        return None
    target = state.metric if state.last == "metric" else None
    if target is not None:
        return _edit_metric(frame, slots, target)
    return _edit_audience(frame, slots, state.audience or Audience())


def is_follow_up(frame: Frame, slots: Slots) -> bool:
    """Whether a message leans on the last answer: it points at it, says what to change, or is no whole question."""
    if points_back(frame):
        return True
    head = any(slots.has(i, *_HEADS) and not slots.used(i) for i in range(len(slots)))
    measured = any(slots.has(i, "measure") and not slots.has(i, "group") for i in range(len(slots)))
    cue = any(slots.has(i, *_CUES) and not slots.has(i, "period", "group") for i in range(len(slots)))
    opening = any(slots.has(i, "same", "instead", "only_cue", "remove", "add") for i in range(min(2, len(slots))))
    content = [i for i in range(len(slots)) if not slots.has(i, "filler", "break", *_CUES) and not slots.used(i)]
    if frame.state.last == "metric":
        by = any(slots.has(i, "by") for i in range(len(slots)))
        if measured:
            return (cue and opening or len(content) <= 1) and not (by and not opening)
        return not any(slots.has(i, "people", "agent") and not slots.used(i) for i in range(len(slots))) and (cue or not head) or (cue and opening)
    if head and not (cue and opening):
        return slots.find("list", "number", free=False) is not None and all(slots.has(i, "list", "number", "heads") for i in content)
    if _only_split(slots):
        return True
    return cue or not (measured or any(slots.has(i, "by", "trend", "best_selling") for i in range(len(slots))))


def points_back(frame: Frame) -> bool:
    """them, those, 其中, 这些人: words that stand for the last people."""
    return any(span.has("anaphor") and (span.text.casefold() in STRONG or not span.has("filler") and not span.text.isascii())
               or span.has("anaphor") and len(span.text.split()) > 1 for span in frame.spans)


def _durations(slots: Slots) -> None:
    """make it 60 days: a bare duration is the new window."""
    for index in range(len(slots)):
        if slots.has(index, "duration") and not slots.has(index, "period") and slots.find("not", "never", "cmp", "range") is None:
            count, unit = slots.value(index, "duration")
            slots.retag(index, Sense("period", rolling(count, unit)))


def _corrections(slots: Slots) -> None:
    """no, I meant orders not customers: the first "no" says nothing, what follows "not" is what was wrong."""
    start = slots.next(-1)
    if slots.has(start, "not") and (slots.has(start + 1, "break", "instead") or slots.has(slots.next(start), "instead")):
        slots.retag(start, Sense("filler"))
    meant = slots.find("instead", free=False)
    if meant is None:
        return
    for index in range(len(slots) - 1, meant, -1):
        if slots.has(index, "not") and slots[index].text.casefold() in ("not", "不是", "而不是") and index + 1 < len(slots):
            for wrong in range(index, len(slots)):
                slots.use(wrong, "what was wrong")
                slots.retag(wrong, Sense("filler"))
            return


def _back(frame: Frame) -> Reading | None:
    if not frame.state.trail:
        return frame.reading("back", text=frame.say("There is nothing to go back to.", "前面没有可以返回的内容。"))
    before = frame.state.trail[-1]
    if before.last == "metric" and before.metric is not None:
        return frame.reading("back", metric=before.metric, calls=[Call("measure", {"metric": before.metric.compact()})])
    audience = before.audience or Audience()
    return frame.reading("back", audience=audience, calls=[Call("size_audience", {"audience": audience.compact()})])


def _count(frame: Frame) -> Reading | None:
    audience = frame.state.audience if frame.state.last != "metric" else frame.state.metric and frame.state.metric.audience
    if audience is None:
        return None
    return frame.reading("audience", audience=audience, calls=[Call("size_audience", {"audience": audience.compact()})])


def _use_cues(slots: Slots) -> None:
    for index in range(len(slots)):
        if slots.has(index, *_CUES, "anaphor", "list", "how_many", "which", "only") and not slots.has(index, "not", "never", "except", "period", "group", "condition"):
            slots.use(index, "change")


def _edit_metric(frame: Frame, slots: Slots, before: Metric) -> Reading | None:
    if points_back(frame) and frame.has("list") and before.audience is not None and not _has_figures(slots):
        return _edit_audience(frame, slots, before.audience)
    adding = frame.has("add") or any(slots.has(i, "and") for i in range(min(2, len(slots))))
    removed = _removals(slots, before)
    figures = read_figures(slots, frame.today)
    _use_cues(slots)
    lost = leftovers(slots)
    if lost:
        return ask_about(frame, slots, lost)
    changes = _metric_changes(frame, figures, before, adding=adding) | removed
    if not changes and not frame.has("chart", "as_table", "same", "instead"):
        return None
    metric = changed_metric(before, changes)
    reading = frame.reading("metric", metric=metric, calls=[Call("measure", {"metric": metric.compact()})], notes=typo_notes(frame))
    account(slots, reading)
    return reading


def _has_figures(slots: Slots) -> bool:
    return any(slots.has(i, "measure") and not slots.has(i, "people") for i in range(len(slots)))


def _metric_changes(frame: Frame, figures: Figures, before: Metric, *, adding: bool) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if figures.measures and "measure" not in figures.assumed and not (figures.measures == ["customers"] and figures.people.conditions):
        changes["measures"] = list(dict.fromkeys([*before.measures, *figures.measures]))[:6] if adding else figures.measures
    if figures.dimensions:
        changes["dimensions"] = list(dict.fromkeys([*before.dimensions, *figures.dimensions]))[:3] if adding else figures.dimensions
    if figures.where:
        changes["where"] = merge_filters(before.where, figures.where)
    if figures.people.conditions:
        changes["audience"] = merge_audience(before.audience or Audience(), figures.people.audience, replacing=frame.has("same", "instead"))
    if figures.period and "period" not in figures.assumed:
        changes["period"] = figures.period
    if figures.compare and figures.compare != "change":
        changes |= {"compare": figures.compare, "compare_period": None}
        if before.period is None and "period" not in changes:
            changes["period"] = figures.period
    if figures.compare_period:
        changes |= {"compare": None, "compare_period": figures.compare_period}
        if before.period is not None:
            changes.pop("period", None)
    if figures.share:
        changes["share"] = True
    if figures.sort and (figures.limit or figures.sort.by):
        changes |= {"sort": {"by": figures.sort.by or before.measures[0], "descending": figures.sort.descending}, "limit": figures.limit}
    elif figures.top and before.dimensions:
        changes |= {"sort": {"by": changes.get("measures", before.measures)[0], "descending": figures.top[1]}, "limit": figures.top[0]}
    return changes


def _removals(slots: Slots, before: Metric) -> dict[str, Any]:
    """without returns, all cities, drop the country filter, not by month."""
    changes: dict[str, Any] = {}
    for index in range(len(slots)):
        if not slots.has(index, "remove", "except") or slots.used(index):
            continue
        at = slots.next(index)
        if at >= len(slots):
            continue
        if slots.value(at, "measure") in ("returns_value", "returned_units", "return_rate") or slots.value(at, "verb") == "return_goods":
            changes["measures"] = ["gross_revenue" if m == "net_revenue" else m for m in before.measures]
            slots.use(at, "returns taken out")
        elif dimension_at(slots, at) in before.dimensions and not slots.has(at, "group"):
            changes["dimensions"] = [d for d in before.dimensions if d != dimension_at(slots, at)]
            slots.use(at, "no longer split by it")
        elif slots.has(at, "field") and not slots.has(at, "group"):
            field = slots.value(at, "field")
            changes["where"] = [f for f in before.where if f.field != field]
            if before.audience is not None:
                changes["audience"] = without_field(before.audience, field) or before.audience
            slots.use(at, "filter taken out")
        elif slots.has(at, "compare", "versus"):
            changes |= {"compare": None, "compare_period": None}
            slots.use(at, "comparison taken out")
        else:
            continue
        slots.use(index, "taken out")
    return changes


def _edit_audience(frame: Frame, slots: Slots, before: Audience) -> Reading | None:
    if (points_back(frame) and _asks_figures(slots)) or _only_split(slots):
        return _figures_of(frame, before)
    removed = _removed_fields(slots, before)
    shown = _shown_rows(slots)
    people = read_people(slots, frame.today, ranked_list=True)
    changed = merge_audience(removed, people.audience, replacing=frame.has("same", "instead")) if people.conditions else removed
    for index in range(len(slots)):
        if slots.used(index):
            continue
        outcome: Audience | None = None
        if slots.has(index, "group") and slots.level(slots.value(index, "group").field) != "customer":
            outcome = with_objects(changed, slots.value(index, "group"))
        elif slots.has(index, "period"):
            outcome = with_period(changed, slots.value(index, "period"))
        if outcome is not None:
            changed = outcome
            slots.use(index, "replaces what it was")
    _use_cues(slots)
    lost = leftovers(slots)
    if lost:
        return ask_about(frame, slots, lost)
    listing = bool(shown or people.limit) or frame.has("list") or (frame.state.last == "list" and not frame.has("how_many"))
    made = People(changed, people.conditions, people.limit, people.sort_by or frame.state.list_args.get("sort_by"), people.descending, people.clauses)
    reading = audience_reading(frame, made, listing=listing, limit=shown)
    account(slots, reading)
    return reading


def _asks_figures(slots: Slots) -> bool:
    if slots.find("top", "bottom") is not None and slots.find("best_selling") is None and not any(slots.has(i, "by") and dimension_at(slots, i + 1) for i in range(len(slots))):
        return False
    return wants_figures(slots) and (_has_figures(slots) or slots.find("best_selling", "worst_selling", "how_much", "trend", "average", "by") is not None
                                     or any(slots.value(i, "verb") in ("buy", "spend") and slots.find("which") is not None for i in range(len(slots))))


def _only_split(slots: Slots) -> bool:
    """by country: the last people split by something."""
    split = any(slots.has(i, "by") and dimension_at(slots, slots.next(i)) for i in range(len(slots)) if slots.next(i) < len(slots))
    adjective = any(dimension_at(slots, i) in TIME_FIELDS and said_as_split(slots[i].text.casefold()) for i in range(len(slots)))
    return (split or adjective or slots.find("trend", "distribution") is not None) and slots.find("people", "verb", "list") is None


def _figures_of(frame: Frame, audience: Audience) -> Reading | None:
    """their average order value by month: figures of the last audience."""
    slots = frame.slots()
    for index in range(len(slots)):
        if slots.has(index, "anaphor"):
            slots.use(index, "the audience")
            slots.retag(index, Sense("filler"))
    figures = read_figures(slots, frame.today)
    _use_cues(slots)
    lost = leftovers(slots)
    if lost:
        return ask_about(frame, slots, lost)
    figures.measures = figures.measures or (["customers"] if figures.dimensions else [])
    if not figures.measures:
        return read_metric(frame, frame.slots())
    figures.people.audience = merge_audience(audience, figures.people.audience, replacing=False)
    figures.people.conditions += 1
    return metric_reading(frame, slots, figures)


def _removed_fields(slots: Slots, before: Audience) -> Audience:
    for index in range(len(slots)):
        if slots.has(index, "remove") and not slots.used(index):
            at = slots.next(index)
            field = slots.value(at, "field") if at < len(slots) and not slots.has(at, "group") else None
            changed = without_field(before, field) if field else None
            if changed is not None:
                slots.use(index, "taken out")
                slots.use(at, "condition taken out")
                before = changed
    return before


def _shown_rows(slots: Slots) -> int | None:
    for index in range(len(slots)):
        value = slots.value(index, "heads") or slots.value(index, "number")
        if value and value == int(value) and not slots.used(index) and not slots.has(index, "period", "top"):
            after, before = slots.next(index), slots.before(index)
            if slots.has(after, "anaphor", "people") and slots.find("list", free=False) is not None or slots.has(before, "list"):
                slots.use(index, "rows to show")
                return int(value)
    return None
