"""How the last answer was counted, and which days it was about: how did you count that, 是哪几天."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.scores.scores import CONCEPTS
from assistant.planner.reading import Call, Reading
from assistant.planner.remembering import FIGURES
from assistant.planner.spoken_of import last_period
from tools.definitions import Period
from tools.wording.period import period_words

_AROUND = (
    "filler", "break", "anaphor", "interjection", "thanks", "greeting", "meaning", "how_counted", "which_dates",
    "which", "and", "same", "people", "how_many", "who", "thing", "place", "for", "add", "period", "that_period",
    "how_much", "but", "share", "rate_of",
)  # fmt: skip
_SCORED = (
    "horizon_cue",
    "score_name",
    "model_word",
    "score_word",
    "unready",
    "scored",
    "chance",
    "chance_noun",
    "outcome",
)


def read_explaining(frame: Frame) -> Reading | None:
    """What was counted and when, said again from the last definition."""
    if frame.has("horizon_cue"):
        return _horizon(frame)
    if frame.state.declined is not None and all(s.has("why", "filler", "break", "interjection") for s in frame.spans):
        return frame.reading("decline", decline=frame.state.declined) if frame.has("why") else None
    if (gap := _gap(frame)) is not None:
        return gap
    named = ("value", "values", "measure", "field")
    if not all(s.has(*_AROUND) and (s.has("which_dates") or not s.has(*named)) for s in frame.spans):
        return None
    if frame.has("which_dates"):
        return _dates(frame)
    if not frame.has("how_counted", "meaning") or frame.has("period"):
        return None
    return _definition(frame)


def _gap(frame: Frame) -> Reading | None:
    """why don't these add up: who is in no row, or in several."""
    metric, said = frame.state.metric, f" {frame.text.normal} "
    if frame.state.last != "metric" or metric is None or not any(words in said for words in _ADDING):
        return None
    fields = frame.vocabulary.dictionary.fields
    for name in metric.dimensions:
        label = fields[name].label.in_language(frame.language) if name in fields else name
        if frame.vocabulary.level(name) == "customer":
            source = frame.say("birth date", "生日") if name in ("age", "age_group") else label
            return frame.reading(
                "explained",
                text=frame.say(
                    f"Customers whose {source} is unknown have no {label.casefold()}: they are the row without a name "
                    "or left out, so the named rows add up to less than all.",
                    f"{source}未知的客户没有{label}：他们是没有名称的那一行，或不在其中，所以各行加起来会少于总数。",
                ),
            )
        if frame.vocabulary.level(name) in ("product", "line"):
            return frame.reading(
                "explained",
                text=frame.say(
                    f"An order or a customer can be in several rows by {label.casefold()} and counts in each, so "
                    "orders and buyers add up to more than all.",
                    f"同一订单或客户可能出现在多个{label}中，每行都会计一次，所以订单数、人数加起来会多于总数。",
                ),
            )
    return None


_ADDING = (" add up", " sum up", " sum to ", " match the total", " adds up", "加起来", "对不上", "合计不等", "加总")


def _horizon(frame: Frame) -> Reading | None:
    """how far ahead does that look, 这个预期消费是预测多长时间的: what the card of the score says."""
    named = next((span.value("score_name") for span in frame.spans if span.has("score_name")), None)
    last = frame.state.request[1].get("score") if frame.state.request and frame.state.last == "request" else None
    model = CONCEPTS.get(str(named)) or last
    if model is None or not all(span.has(*_AROUND, *_SCORED) for span in frame.spans):
        return None
    return frame.reading("explained", calls=[Call("describe_model", {"model": model})])


def _dates(frame: Frame) -> Reading | None:
    """last week is which dates, which dates was that."""
    said = next((span.value("period") for span in frame.spans if span.has("period")), None)
    period: Period | None = said or last_period(frame.state)
    if period is None:
        if not frame.state.figures:
            return None
        everything = frame.say("No period was given, so all of the data counts.", "没有限定时间，统计的是全部数据。")
        return frame.reading("explained", text=everything)
    days = period_words(period, frame.today, frame.language)
    return frame.reading("explained", text=frame.say(f"That is {days}.", f"即{days}。"))


def _definition(frame: Frame) -> Reading | None:
    state = frame.state
    if state.last == "request" and state.request and state.request[1].get("score"):
        return frame.reading("explained", calls=[Call("describe_model", {"model": state.request[1]["score"]})])
    if state.last not in FIGURES:
        return None
    if state.last == "metric" and state.metric is not None:
        known = frame.vocabulary.dictionary.measures
        calls = [Call("describe_data", {"topic": name}) for name in state.metric.measures[:2] if name in known]
        calls.append(Call("measure", {"metric": state.metric.compact()}))
        return frame.reading("explained", metric=state.metric, calls=calls)
    if state.audience is not None:
        call = Call("size_audience", {"audience": state.audience.compact()})
        return frame.reading("explained", audience=state.audience, calls=[call])
    return None


def sql_noted(frame: Frame, reading: Reading) -> list[str]:
    """Where the SQL that ran is to be seen, for those who asked for it."""
    if not frame.has("sql_shown") or not reading.calls:
        return []
    return [frame.say("The SQL that ran stands with the answer, under its details.", "实际运行的SQL见答案的详情。")]
