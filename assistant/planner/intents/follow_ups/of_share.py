"""The share that was just told, changed: among women, and SMS?, of those who ordered this year, by country."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.grammar.editing.merging import PLACES
from assistant.planner.grammar.editing.replacing import mapped
from assistant.planner.intents.follow_ups.came_back import other_window
from assistant.planner.intents.follow_ups.turned_round import turned
from assistant.planner.intents.references.cues import points_back
from assistant.planner.reading import Call, Reading
from tools.definitions import Attribute, Audience, Bought, Condition, Contactable, Engaged, Part

_ABSOLUTE = re.compile(
    r"^(?:and |so |ok,? )*(?:in |as )?(?:absolute (?:numbers?|terms|figures)|(?:a )?(?:head ?count|raw numbers?|number)"
    r"|how many (?:people |customers )?(?:is|are|was|were) (?:that|they|those|it)|heads|people|customers)"
    r"(?: please| pls| instead)*$"
)
_OWN = ("share", "save", "export", "copy_verb", "list", "measure", "which", "average", "scored", "back")
"""Words that ask for something else than the same share."""

Edit = Callable[[Frame], Reading | None]


def of_share(frame: Frame, edit: Edit) -> Reading | None:
    """The same share with its whole, or its part, changed; None where the message is of something else."""
    told = frame.state.share
    if told is None or frame.state.last != "audience":
        return None
    whole = told[0]
    part = told[1].model_copy(update={"all": [c for c in told[1].all if c not in whole.all]})
    if not part.compact():
        return None
    typed = frame.text.normal.casefold().strip(" ?？.。!！")
    if _ABSOLUTE.match(typed):
        return _counted(frame, whole, part)
    if (later := other_window(frame, part)) is not None:
        return _share(frame, whole, later)
    if (others := turned(typed, whole)) is not None:
        return _share(frame, others, part)
    if points_back(frame) or frame.has("how_many") or (frame.has(*_OWN) and not frame.has("instead")):
        return None
    changed = _edited(frame, whole, edit)
    if changed is None or changed.ask is not None:
        return _of_part(frame, whole, part, edit)
    if changed.metric is not None:
        return _by_rows(changed, whole, part)
    people = changed.audience
    if people is None or changed.intent != "audience":
        return None
    if _says_of_part(whole, people, part):
        return _of_part(frame, whole, part, edit)
    return _share(frame, people, _in_the_same_days(whole, people, part), changed)


def _of_part(frame: Frame, whole: Audience, part: Audience, edit: Edit) -> Reading | None:
    """makeup?, and last year?, of women who bought skincare this year: the same whole, of which another part."""
    changed = _edited(frame, part, edit)
    if changed is None or changed.ask is not None or changed.audience is None or changed.metric is not None:
        return None
    return _share(frame, whole, changed.audience, changed) if changed.audience != part else None


def _edited(frame: Frame, people: Audience, edit: Edit) -> Reading | None:
    """What the message makes of these people, as if they had just been counted."""
    state = replace(
        frame.state, share=None, pair=None, audience=people, figures="audience", last="audience", list_args={}, trail=[]
    )
    return edit(replace(frame, state=state))


def _says_of_part(whole: Audience, changed: Audience, part: Audience) -> bool:
    """and SMS?, and men?, after which share has an e-mail consent, which are women: the part of another kind."""
    new = [c for c in changed.all if c not in whole.all]
    old = [c for c in whole.all if c not in changed.all]
    if not new:
        return changed == whole
    mine, theirs = {_fact(c) for c in part.all}, {_fact(c) for c in whole.all}
    return not old and all(_fact(c) in mine - theirs for c in new)


def _fact(condition: Condition) -> str:
    """What a condition is about."""
    if isinstance(condition, Contactable):
        return "contact"
    if isinstance(condition, Bought | Engaged):
        named = {f.field for f in condition.where} & {"category", "subcategory", "product", "brand"}
        return f"{condition.kind} {'goods' if named else ''}"
    field = getattr(condition, "field", condition.kind)
    return "place" if field in PLACES else str(field)


def _in_the_same_days(before: Audience, now: Audience, part: Audience) -> Audience:
    """and last year?, of this year's buyers who bought skincare this year: both in the other days."""
    old = {p.model_dump_json(): p for c in before.all if (p := getattr(c, "period", None)) is not None}
    new = {p.model_dump_json(): p for c in now.all if (p := getattr(c, "period", None)) is not None}
    if len(old) != 1 or len(new) != 1 or old == new:
        return part
    (was,), (then,) = old.values(), new.values()
    moved = {"period": then}
    return mapped(part, lambda c: c.model_copy(update=moved) if getattr(c, "period", None) == was else c)


def _share(frame: Frame, whole: Audience, part: Audience, edited: Reading | None = None) -> Reading:
    args = {"first": whole.compact(), "second": part.compact()}
    call = Call("compare_audiences", args) if whole.compact() else Call("size_audience", {"audience": part.compact()})
    made = frame.reading("share", calls=[call], audience=whole if whole.compact() else part)
    if edited is not None:
        made.account, made.notes, made.corrects = edited.account, edited.notes, edited.corrects
    return made


def _counted(frame: Frame, whole: Audience, part: Audience) -> Reading | None:
    """in absolute numbers: how many are in both."""
    if whole.any and part.any:
        return None
    every = [*whole.all, *(c for c in part.all if c not in whole.all)]
    people = Audience(all=every, any=whole.any or part.any, none=[*whole.none, *part.none], limit=whole.limit)
    call = Call("size_audience", {"audience": people.compact()})
    return frame.reading("audience", audience=people, calls=[call])


def _by_rows(changed: Reading, whole: Audience, part: Audience) -> Reading | None:
    """by country: for each of them, what part of its people."""
    metric = changed.metric
    assert metric is not None
    own = Audience(all=[c for c in part.all if c not in whole.all], any=part.any, none=part.none)
    days = {p.model_dump_json() for c in whole.all if (p := getattr(c, "period", None)) is not None}
    if not metric.dimensions or not set(metric.measures) <= {"customers", "buyers"} or not own.compact():
        return None
    if metric.measures == ["buyers"] and days:
        return None
    told = {getattr(c, "field", "") for c in whole.all if isinstance(c, Attribute)}
    share = not told & set(metric.dimensions)
    made = metric.model_copy(update={"part": Part(audience=own), "share": share})
    changed.metric, changed.intent = made, "metric"
    changed.calls = [Call("measure", {"metric": made.compact()})]
    return changed
