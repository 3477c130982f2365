"""A share that is asked for after figures or people, and says of no whole: it is one of those that are shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from assistant.planner.frame import Frame, State
from assistant.planner.grammar.editing.merging import merge_audience, merge_filters, within
from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.intents.follow_ups.own_subject import says_whole
from assistant.planner.intents.references.cues import points_at, points_back
from assistant.planner.intents.shares.came_back_soon import of_the_cohort
from assistant.planner.intents.shares.shares import read_share
from assistant.planner.lexicon import Sense
from assistant.planner.reading import Call, Reading
from assistant.planner.remembering import FIGURES
from assistant.planner.spans import Span
from assistant.planner.their_moment import THEIR_MOMENT
from tools.definitions import Attribute, Audience, Bought, Condition, Engaged, Metric, Part

_TOLD = ("people", "agent", "verb", "period", "saved", "all_time", "which", "by", "versus")
"""Words that name a whole of their own, or more than a part."""


def share_of_shown(frame: Frame, shared: Reading) -> Reading:
    """新客占多少, 男的占比: of the days, goods and people of the last answer; `shared` where a whole is named."""
    state, shared = frame.state, of_the_cohort(shared)
    if (whole := _of_whole_before(frame, shared) or _of_the_whole(frame, shared)) is not None:
        return whole
    told = any(span.has(*_TOLD) and not span.has("filler", "measure", "value", "values") for span in frame.spans)
    if state.last not in FIGURES or len(shared.calls) != 1 or told or says_whole(frame.slots()):
        return shared
    metric = shared.metric
    if metric is not None and (metric.period or metric.where or metric.audience or metric.dimensions):
        return shared
    if state.figures == "metric" and state.metric is not None:
        part = metric.part if metric is not None else shared.audience and Part(audience=shared.audience)
        if metric is not None and part:
            return _with(shared, _of_figures(metric, state.metric))
        return _with(shared, state.metric.model_copy(update={"part": part})) if state.metric.part and part else shared
    inside = within(state.audience or Audience()) if state.figures != "metric" else None
    if inside is None or not inside.compact():
        return shared
    if metric is not None and metric.part and metric.measures == ["customers"]:
        return _with(shared, metric.model_copy(update={"audience": inside}))
    if metric is None and shared.audience is not None:
        return _among(shared, inside, shared.audience)
    return shared


def _is_that(frame: Frame) -> bool:
    """what share of women in Leeds is that: what was counted is the part, and what is named the whole."""
    said = [span for span in frame.spans if not span.has("break")]
    return bool(said) and said[-1].text.casefold().split()[-1] in ("that", "this", "it", "these", "those", "they")


def _among(shared: Reading, whole: Audience, part: Audience) -> Reading:
    shared.intent, shared.metric, shared.audience = "share", None, whole
    shared.calls = [Call("compare_audiences", {"first": whole.compact(), "second": part.compact()})]
    return shared


def share_of_them(frame: Frame) -> Reading | None:
    """what share of them are women, how many percent of these customers: a part of those just spoken of."""
    people = frame.state.audience
    theirs = points_back(frame) or any(s.note == THEIR_MOMENT for span in frame.spans for s in span.senses)
    if not frame.has("share") or not theirs or _is_that(frame):
        return None
    if frame.state.figures not in ("audience", "list"):
        return None
    inside = within(people or Audience())
    rest = [replace(s, senses=(Sense("filler"),)) if points_at(s) or _noun(s) else s for s in frame.spans]
    shared = read_share(replace(frame, spans=rest, state=State()))
    if shared is None or shared.ask is not None or len(shared.calls) != 1:
        return None
    part = shared.audience if shared.metric is None and shared.calls[0].tool == "size_audience" else None
    if part is None or not part.compact() or not inside.compact():
        return None
    moments = {c.after.event for c in part.all if isinstance(c, Bought) and c.after}  # 半年内呢, after 90天内又买的
    kept = [c for c in inside.all if not (isinstance(c, Bought) and c.after and c.after.event in moments)]
    return _among(shared, inside.model_copy(update={"all": kept}), part)


def _noun(span: Span) -> bool:
    """what share of these customers, how many percent: words that say nothing beside the share."""
    return (span.has("people") and not span.has("value", "values")) or span.text.casefold() == "how many"


def another_share(frame: Frame) -> Reading | None:
    """and men?, after which share of them are women: the other part of the same people."""
    pair = frame.state.pair
    told = ("value", "filler", "break", "same", "and", "people", "interjection", "for", "share", "instead")
    if pair is None or frame.state.last != "audience" or not all(span.has(*told) for span in frame.spans):
        return None
    named = [span.value("value") for span in frame.spans if span.value("value")]
    own = [c for c in pair[1].all if c not in pair[0].all]
    second = own[0] if len(own) == 1 else None
    if len(named) != 1 or not isinstance(second, Attribute) or second.field != named[0][0] or second.op != "is":
        return None
    if second.values == [named[0][1]]:
        return None
    told_now = second.model_copy(update={"values": [named[0][1]]})
    other = pair[1].model_copy(update={"all": [told_now if c is second else c for c in pair[1].all]})
    args = {"first": pair[0].compact(), "second": other.compact()}
    return frame.reading("share", calls=[Call("compare_audiences", args)], audience=pair[0])


def _of_the_whole(frame: Frame, shared: Reading) -> Reading | None:
    """as a share of all US customers, after how many of those bought: what was counted, of the whole that is named."""
    state, whole = frame.state, shared.audience
    if state.figures not in ("audience", "list") or state.last not in FIGURES or whole is None or not whole.all:
        return None
    counted = within(state.audience or Audience())
    if shared.metric is not None or [call.tool for call in shared.calls] != ["size_audience"]:
        return None
    if _is_that(frame) and (before := named_before(frame, whole, counted)) is not None:
        shared.calls = [Call("compare_audiences", {"first": before.compact(), "second": counted.compact()})]
        shared.audience = before
        return shared
    rest = [c for c in counted.all if c not in whole.all]
    if whole.any or whole.none or counted.any or counted.none or not rest:
        return None
    if len(rest) + len(whole.all) != len(counted.all) and not _is_that(frame):
        return None
    part = Audience(all=rest)
    shared.calls = [Call("compare_audiences", {"first": whole.compact(), "second": part.compact()})]
    return shared


def named_before(frame: Frame, named: Audience, counted: Audience) -> Audience | None:
    """what percentage of the fragrance people is that: those of whom fewer were counted, called by what they bought."""
    for past in reversed(frame.state.trail):
        people = past.audience
        if people is None or people.any or people.none or people == counted:
            continue
        within_it = all(c in counted.all for c in people.all)
        if within_it and all(any(_called(one, c) for c in people.all) for one in named.all):
            return people
    return None


def _called(name: Condition, meant: Condition) -> bool:
    """Fragrance people, of those who bought fragrance twice."""
    alike = isinstance(name, Bought) and isinstance(meant, Bought) and name.where == meant.where and bool(name.where)
    did = isinstance(name, Engaged) and isinstance(meant, Engaged) and name.event == meant.event
    same = did and not name.where and name.period is None and name.value == meant.value  # type: ignore[union-attr]
    return name == meant or alike or same


def _of_whole_before(frame: Frame, shared: Reading) -> Reading | None:
    """占英国客户总数多少, after who of them ordered: the last people, of the whole they are part of."""
    inside = frame.state.audience
    if frame.state.last not in ("audience", "list") or inside is None or inside.any or inside.none or inside.limit:
        return None
    metric = shared.metric
    named = [shared.audience, *([metric.part.audience if metric.part else metric.audience] if metric else [])]
    for whole in named:
        if whole is None or not whole.all or whole.any or whole.none or len(whole.all) >= len(inside.all):
            continue
        if all(c in inside.all for c in whole.all):
            args = {"first": whole.compact(), "second": inside.compact()}
            shared.intent, shared.metric, shared.audience = "share", None, whole
            shared.calls = [Call("compare_audiences", args)]
            return shared
    return None


def another_part(before: Metric, figures: Figures) -> dict[str, Any]:
    """女的呢, after which share of them are men: the other part of the same whole."""
    part = before.part
    if part is None:
        return {}
    people, where = part.audience or Audience(), figures.where
    kind = {"returning_buyers": "repeat", "new_buyers": "first"}.get("".join(figures.measures))
    if kind and [f.field for f in part.where] == ["first_or_repeat"]:
        figures.measures = []  # 老客呢
        return {"part": part.model_copy(update={"where": [part.where[0].model_copy(update={"values": [kind]})]})}
    said = {c.field for c in figures.people.audience.all if isinstance(c, Attribute)}
    if said and said <= {c.field for c in people.all if isinstance(c, Attribute)}:
        new = merge_audience(people, figures.people.audience, replacing=True)
        figures.people.audience, figures.people.conditions = Audience(), 0
        return {"part": part.model_copy(update={"audience": new})}
    if where and {f.field for f in where} <= {f.field for f in part.where}:
        figures.where = []
        return {"part": part.model_copy(update={"where": merge_filters(part.where, where)})}
    return {}


def part_of_all(before: Metric, changes: dict[str, Any]) -> dict[str, Any]:
    """占比呢, after the sales of one channel: of the sales of all; {} where rows or more than one limit are shown."""
    told = {"where", "dimensions", "audience", "part"} & set(changes)
    alone: dict[str, Any] = {"dimensions": [], "sort": None, "limit": None} if _one_row_of(before) else {}
    if told or (before.dimensions and not alone) or before.part is not None or before.compare or before.compare_period:
        return {}
    people = before.audience.all if before.audience is not None else []
    if len(before.where) == 1 and not people:
        return {"part": Part(where=before.where), "where": [], **alone}
    if len(people) == 1 and not before.where and isinstance(people[0], Attribute):
        return {"part": Part(audience=before.audience), "audience": None, **alone}
    return {}


def _one_row_of(before: Metric) -> bool:
    """官网多少, after figures by channel: one value of the only split is shown."""
    people = before.audience.all if before.audience is not None else []
    told = [*before.where, *(one for one in people if isinstance(one, Attribute))]
    return len(told) == 1 and before.dimensions == [told[0].field] and told[0].op == "is" and len(told[0].values) == 1


def _of_figures(metric: Metric, before: Metric) -> Metric:
    kept: dict[str, Any] = {"period": before.period, "where": before.where, "audience": before.audience}
    if metric.measures == ["customers"] and before.measures[0] != "customers":
        kept["measures"] = ["buyers"]
    return metric.model_copy(update=kept)


def _with(shared: Reading, metric: Metric) -> Reading:
    shared.intent, shared.metric, shared.audience = "metric", metric, None
    shared.calls = [Call("measure", {"metric": metric.compact()})]
    return shared
