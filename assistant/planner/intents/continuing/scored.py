"""Follow-ups about a score: can I trust that number, what drives it, only those over 50 %, what will they spend."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.scores.scores import CONCEPTS, FIELDS
from assistant.planner.grammar.slots import Range
from assistant.planner.intents.continuing.wishes import light, words
from assistant.planner.intents.references.subjects import audience_args
from assistant.planner.reading import Call, Reading
from assistant.planner.spoken_of import flat
from tools.definitions import Attribute, Audience, Metric

_ABOUT = (
    "model_word",
    "score_word",
    "level_word",
    "thing",
    "chance_noun",
    "card_word",
    "which",
    "how_much",
    "score_name",
)


def read_score_change(frame: Frame) -> Reading | None:
    """How good the last score is, what drives it, who is past a value of it, what they are expected to spend."""
    return _spending(frame) or _per_head(frame) or _past(frame) or _quality(frame) or _drivers(frame)


def _spoken_of(frame: Frame) -> tuple[str, Audience] | None:
    """The score that was spoken of last, and of whom."""
    state = frame.state
    if state.last == "request" and state.request is not None and state.request[1].get("score") in FIELDS:
        people = Audience.model_validate(state.request[1].get("audience") or {})
        return str(state.request[1]["score"]), people
    if state.last == "metric" and state.metric is not None and len(state.metric.measures) == 1:
        field = _inner(state.metric.measures[0])
        if field in CONCEPTS and not state.metric.dimensions:
            return CONCEPTS[field], state.metric.audience or Audience()
    if state.last in ("audience", "list", "metric") and state.audience is not None:
        scored = [c.field for c in flat(state.audience) if isinstance(c, Attribute) and c.field in CONCEPTS]
        if len(set(scored)) == 1:
            return CONCEPTS[scored[0]], state.audience
    return None


def _inner(measure: str) -> str:
    """The field of average(churn_probability)."""
    return measure.partition("(")[2].removesuffix(")") or measure


def _quality(frame: Frame) -> Reading | None:
    """can I trust that number, 这个分数准不准."""
    if not frame.has("quality_cue") or frame.has("subject", "outcome", "value", "people", "agent", "percent"):
        return None
    spoken = _spoken_of(frame)
    model = spoken[0] if spoken is not None else _OF_REQUESTS.get(_requested(frame))
    plain = all(light(span, "quality_cue", *_ABOUT) for span in frame.spans)
    pointing = frame.has("model_word", "level_word", "thing", "anaphor", "score_word") or frame.language == "zh"
    if model is None or not plain or not pointing or _NAMED & set(frame.text.normal.split()):
        return None
    return frame.reading("models", calls=[Call("describe_model", {"model": model})])


def _requested(frame: Frame) -> str:
    state = frame.state
    return state.request[0] if state.last == "request" and state.request is not None else ""


_OF_REQUESTS = {"recommend_products": "recommendations"}
"""Requests whose answer rests on a model of another name."""


_NAMED = {"model", "models"}


def _drivers(frame: Frame) -> Reading | None:
    """what drives it, 主要是什么原因: of the score spoken of."""
    said = ("drivers_cue", "why", "thing", "favourite", "fond", "top", "which")
    if not frame.has("drivers_cue", "why") or not all(light(span, *said) for span in frame.spans):
        return None
    told = frame.state.request[1] if frame.state.last == "request" and frame.state.request else {}
    if told.get("customer_id") and told.get("score"):  # 为啥, right after how likely one customer is to leave
        args = {"score": told["score"], "customer_id": told["customer_id"]}
        return frame.reading("scores", calls=[Call("explain_score", args)])
    spoken = _spoken_of(frame)
    if spoken is None or frame.state.last == "request" or (frame.language == "en" and not frame.has("drivers_cue")):
        return None
    return frame.reading("scores", calls=[Call("explain_score", {"score": spoken[0], **audience_args(spoken[1])})])


def _past(frame: Frame) -> Reading | None:
    """just the ones over 50 %, 只要50%以上的: of those whose average score was told."""
    state = frame.state
    if state.last != "metric" or state.metric is None or state.metric.dimensions or len(state.metric.measures) != 1:
        return None
    field = _inner(state.metric.measures[0])
    if field not in CONCEPTS or not field.endswith("_probability"):
        return None
    slots = frame.slots()
    ranges = slots.all("range")
    found = slots.value(ranges[0], "range") if len(ranges) == 1 else None
    if not isinstance(found, Range) or found.upper is not None or found.unit not in ("number", "percent"):
        return None
    if not all(i in ranges or light(slots[i], "people", "only", "list", "how_many", "who") for i in range(len(slots))):
        return None
    share = found.low.value / 100 if found.unit == "number" and found.low.value > 1 else found.low.value
    people = state.metric.audience or Audience()
    past = Attribute(field=field, op=found.op, values=[share])
    audience = people.model_copy(update={"all": [*people.all, past]})
    return frame.reading("audience", audience=audience, calls=[Call("size_audience", {"audience": audience.compact()})])


def _spending(frame: Frame) -> Reading | None:
    """what are they expected to spend in total, 预计总共会花多少钱: of those just ranked or found."""
    text = frame.text.normal
    ahead = any(word in text for word in words("will_spend"))
    money = any(word in text for word in ("spend", "花", "消费", "贡献"))
    state = frame.state
    if not ahead or not money or state.last not in ("request", "audience", "list") or state.audience is None:
        return None
    if frame.has("value", "values", "people", "agent", "period", "customer_id", "by", "top", "number", "percent"):
        return None
    if "expected_spend" not in frame.vocabulary.dictionary.fields or not _plain(frame):
        return None
    whole = any(word in text for word in words("in_total"))
    head = any(word in text for word in words("per_head"))
    if whole == head:
        return None
    measure = "sum(expected_spend)" if whole else "average(expected_spend)"
    metric = Metric(measures=[measure], audience=state.them)
    return frame.reading("metric", metric=metric, calls=[Call("measure", {"metric": metric.compact()})])


def _per_head(frame: Frame) -> Reading | None:
    """and per head, in total: of those whose expected spend was told the other way."""
    metric, text = frame.state.metric, frame.text.normal
    told = frame.state.last == "metric" and metric is not None and metric.measures in ([_SUM], [_MEAN])
    if (
        not told
        or metric is None
        or not all(light(span, "per_person", "average", "sum", "each") for span in frame.spans)
    ):
        return None
    head, whole = (any(word in text for word in words(kind)) for kind in ("per_head", "in_total"))
    if head == whole:
        return None
    changed = metric.model_copy(update={"measures": [_MEAN if head else _SUM]})
    return frame.reading("metric", metric=changed, calls=[Call("measure", {"metric": changed.compact()})])


_SUM, _MEAN = "sum(expected_spend)", "average(expected_spend)"


def _plain(frame: Frame) -> bool:
    known = (
        "chance", "field", "how_much", "how_many", "verb", "sum", "average", "which", "outcome", "measure", "scored",
        "respectively", "expected", "horizon_word", "subject", "person_ref", "each",
    )  # fmt: skip
    return all(light(span, *known) or span.text in ("预计", "预期", "会", "将") for span in frame.spans)
