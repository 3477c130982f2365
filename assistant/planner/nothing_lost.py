"""Whether all that one part of a message asks for is still asked for in the next."""

from __future__ import annotations

import json
import re

from assistant.planner.frame import State
from assistant.planner.reading import Reading
from assistant.planner.spoken_of import audience_filters
from tools.definitions import Audience, Metric


def keeps(before: Reading, after: Reading, base: State) -> bool:
    """Whether everything `before` asks for is still asked for in `after`; what stood in the last answer may change."""
    if before.metric is not None:
        if after.metric is not None:
            return _keeps_metric(before.metric, after.metric, base.metric if base.figures == "metric" else None)
        return after.audience is not None and _picked(before.metric, after.audience, base)
    if before.audience is not None and before.intent in ("audience", "list"):
        audience = after.audience or (after.metric.audience if after.metric else None)
        if after.intent == "copy" and after.brief is not None:
            audience = after.brief.audience
        return audience is not None and _keeps_audience(before.audience, audience, base.audience)
    first, then = before.calls[0], after.calls[0]
    return first.tool == then.tool and all(then.args.get(k) == v for k, v in first.args.items())


def _picked(before: Metric, after: Audience, base: State) -> bool:
    """just the top one, and who bought it: all that the figures added is a thing, and the people are about it."""
    earlier = base.metric if base.figures == "metric" else None
    if earlier is None or before.model_copy(update={"where": earlier.where}) != earlier:
        return False
    added = [f for f in before.where if f not in earlier.where]
    return bool(added) and all(f in audience_filters(after) for f in added)


def _keeps_metric(before: Metric, after: Metric, base: Metric | None) -> bool:
    """Filters, splits, period, rank and measures that are new in `before` are in `after` as well."""
    filters = [f for f in before.where if base is None or f not in base.where]
    splits = [d for d in before.dimensions if base is None or d not in base.dimensions]
    measures = [m for m in before.measures if base is None or m not in base.measures]
    if any(f not in after.where for f in filters) or any(d not in after.dimensions for d in splits):
        return False
    new_period = before.period is not None and (base is None or before.period != base.period)
    if new_period and before.period not in (after.period, after.compare_period):
        return False
    if before.audience is not None:
        earlier = base.audience if base else None
        if not _keeps_audience(before.audience, after.audience or Audience(), earlier):
            return False
    new_limit = before.limit is not None and (base is None or before.limit != base.limit)
    return set(measures) <= set(after.measures) and not (new_limit and after.limit is None)


def _keeps_audience(before: Audience, after: Audience, base: Audience | None) -> bool:
    old, kinds = base or Audience(), ("all", "any", "none")
    new = {kind: [c for c in getattr(before, kind) if c not in getattr(old, kind)] for kind in kinds}
    kept = all(c in getattr(after, kind) for kind in kinds for c in new[kind])
    return kept and (before.limit in (None, after.limit) or before.limit == old.limit)


def timeless(reading: Reading) -> bool:
    """Whether a definition holds no time at all: a clause that was put aside took its period with it."""
    told = json.dumps([call.args for call in reading.calls], ensure_ascii=False, default=str)
    return _TIME.search(told) is None


_TIME = re.compile(r'"(?:period|compare_period|start|months?|within_days|\w*(?:date|day|month|year)\w*)"')
