"""Rows of the last table as if they had been typed: the second one, 最低的那个, the month that was best."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from assistant.planner.frame import Frame
from assistant.planner.intents.references.cues import points_at
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import fixed
from assistant.planner.spans import Span
from assistant.planner.spoken_of import GOODS, things
from tools.definitions import Period
from tools.periods import step

TIMES = ("day", "week", "month", "quarter", "year")
_BARE = {"first", "1st", "second", "2nd", "third", "3rd", "fourth", "4th", "fifth", "5th"}
"""Ordinals that point at a row only beside a noun or alone: the second customer, the first?"""
_OF_THOSE = {"of those", "of these", "of them", "of the list", "on the list", "on that list", "in the list", "there"}

THE_ROWS = "stands for the rows shown"
"""What a word for several rows says of the values in its place."""
_SHOWN = 5


def row_meant(frame: Frame, spans: list[Span], index: int) -> tuple[Sense, ...]:
    """What a word such as “the second one” stands for; () where it is no row of the last table."""
    span, rows = spans[index], frame.state.rows
    if (ranked := _which_is(spans, index)) is not None:
        return ranked
    if span.has("extreme_row") or _extreme_alone(spans, index):
        return _extreme(frame, spans, index)
    if span.text.casefold() in _SIDES and frame.state.last == "audience":
        return (Sense("anaphor"),) if span.text.casefold().endswith("latter") else (Sense("unsettled"),)
    if not span.has("row") or not rows or (span.has("first_of_all") and frame.has("back")):
        return ()
    if span.has("sorted_first") and index and spans[index - 1].has("field", "measure", "descending", "ascending"):
        return ()  # most recent order first
    if span.has("descending", "ascending") and span.text.casefold().endswith("ones"):
        return ()  # the top ones: the other end of the rows
    if span.text.casefold().endswith("top one") and index + 1 < len(spans) and spans[index + 1].has("by"):
        return (Sense(UNANSWERED),)  # the top one by revenue: a rank of its own, and not the row shown first
    said = str(span.value("row"))
    place = len(rows) - 1 if said == "last" else int(said) - 1
    if place >= len(rows) or (span.text.casefold() in _BARE and not _alone(frame, spans, index)):
        return ()
    if place == 0 and _asks_for_first(frame, spans, index):
        return (Sense("top"),)
    if (other := _of_another_kind(frame, spans, index)) is not None:
        return other
    return row_sense(frame, rows[place], frame.state.rows_of)


def its_row(frame: Frame, spans: list[Span], index: int) -> tuple[Sense, ...]:
    """its sales by week, after which serum sold best: those of the row that leads."""
    state, metric = frame.state, frame.state.metric
    if spans[index].text.casefold() == "its" and state.last in ("audience", "list") and frame.has("measure"):
        said = next(things(state), None)
        if said is None or said.field not in GOODS or said.op != "is" or len(said.values) != 1:
            return ()
        return (Sense("value", (said.field, said.values[0]), 1.0, f"stands for {said.values[0]}"),)
    if spans[index].text.casefold() != "its" or state.last != "metric" or metric is None or not state.rows:
        return ()
    named = any(span.has("value", "values", "products") and not span.has("filler") for span in spans)
    led = metric.sort is not None or len(state.rows) == 1
    if named or not led or state.rows_of not in metric.dimensions or state.rows_of == "customer_id":
        return ()
    return row_sense(frame, state.rows[0], state.rows_of)


def extreme_time(frame: Frame, spans: list[Span], index: int) -> tuple[Sense, ...]:
    """what happened in the weakest month: the days of that row of the table shown; else nothing settles which it is."""
    behind = spans[index + 1] if index + 1 < len(spans) else None
    unit = str(behind.value("field")) if behind is not None else ""
    led = [span.text.casefold() for span in spans[max(0, index - 2) : index]]
    placed = any(word in _WITHIN for word in led)
    if not spans[index].has("top", "bottom") or unit not in TIMES or not placed or spans[index].has("row"):
        return ()
    more = frame.has("by", "best_selling") or "happened" in frame.text.normal.casefold()
    state = frame.state
    shown = state.by_figure if state.last == "metric" and state.rows_of == unit else []
    others = any(span.has("value", "values") for span in spans)
    if not more:
        return ()
    period = row_calendar(shown[0 if spans[index].has("top") else -1], unit) if shown and not others else None
    if period is None or behind is None:
        return (Sense("unsettled"),)
    spans[index + 1] = replace(behind, senses=(Sense("filler"),))
    if index and spans[0].text.casefold().startswith("what") and "happened" in frame.text.normal.casefold():
        spans[0] = replace(spans[0], senses=(Sense("same"),))  # the figures shown, of that month
    return (Sense("period", period, 1.0, "stands for the one shown"),)


_WITHIN = ("in", "during", "for", "of", "over", "within")


def goods_shown(frame: Frame, spans: list[Span], index: int) -> tuple[Sense, ...]:
    """how much stock is left for each of these, any of them launched this year: the goods that were just shown."""
    state = frame.state
    fact = any(span.has("product_fact", "measure") or span.value("verb") == "sell" for span in spans)
    whose = any(span.has("people", "agent", "who", "products", "value", "values") for span in spans)
    if not fact or whose or state.rows_of != "product" or not state.rows or not points_at(spans[index]):
        return ()
    shown = state.last == "metric" and state.metric is not None and state.metric.dimensions == ["product"]
    if not shown and not state.sought:
        return ()
    return (Sense("values", ("product", tuple(state.rows)), 1.0, f"stands for {len(state.rows)} products"),)


def _asks_for_first(frame: Frame, spans: list[Span], index: int) -> bool:
    """排名第一的渠道是哪个: which row it is, and nothing of it."""
    behind = spans[index + 1 :]
    said, rows = str(behind[0].value("field")) if behind else "", frame.state.rows_of
    named = said == rows or (said.endswith("_channel") and rows.endswith("_channel"))
    return named and any(s.has("which") for s in behind) and all(s.has("which", "filler", "break") for s in behind[1:])


_SIDES = {"the latter", "latter", "the former", "former"}
"""Of people counted one after the other, the last ones; no rows of an older list."""
_LED = ("biggest", "largest", "highest", "top", "smallest", "lowest", "best", "worst")


def _extreme_alone(spans: list[Span], index: int) -> bool:
    """the biggest one: how old are they – a row that is picked before it is asked about."""
    words = spans[index].text.casefold().removeprefix("the ").split()
    led = len(words) == 2 and words[0] in _LED and words[1] == "one"
    before = all(span.has("filler", "break", "interjection", "and") for span in spans[:index])
    return led and before and index + 1 < len(spans) and spans[index + 1].text in (":", "-", "–", ",")


def _of_another_kind(frame: Frame, spans: list[Span], index: int) -> tuple[Sense, ...] | None:
    """排第一的品牌, after channels: no row that is shown, but the first by the same figure; the others are unknown."""
    behind = spans[index + 1] if index + 1 < len(spans) else None
    split = behind is None or behind.has("measure", "period") or behind.text.startswith(("按", "每"))
    field = "" if split or behind is None else str(behind.value("field") or "")
    spec, rows = frame.vocabulary.dictionary.fields.get(field), frame.state.rows_of
    channels = field.endswith("_channel") and rows.endswith("_channel")
    named = spans[index].text.endswith(("的", "个", "款", "家"))
    if spec is None or not spec.groupable or field == rows or channels or not named or spans[index].text.isascii():
        return None
    first = str(spans[index].value("row")) == "1" and frame.state.figures == "metric" and frame.state.last == "metric"
    return (Sense("top"),) if first else (Sense(UNANSWERED),)


UNANSWERED = "unanswered"
"""A word that points at what was never shown: nothing reads it, so that it is asked about."""


def _extreme(frame: Frame, spans: list[Span], index: int) -> tuple[Sense, ...]:
    """最低的那个, after a table: the row with the lowest figure; 退货率最高的那个 ranks by a figure of its own."""
    state, said = frame.state, spans[index].text.casefold()
    highest = spans[index].value("extreme_row") == "highest" or any(w in said for w in ("big", "larg", "top", "best"))
    led = next((span for span in reversed(spans[:index]) if not span.has("filler") or span.has("measure")), None)
    own = led is not None and led.has("measure", "field", "verb", "value", "values", "period", "how_many")
    first = state.rows[:1] if highest and state.metric is not None and state.metric.limit else []
    shown = state.by_figure or first
    if own or state.last != "metric" or not shown:
        return (Sense("top" if highest else "bottom"),)
    return row_sense(frame, shown[0 if highest else -1], state.rows_of)


def _which_is(spans: list[Span], index: int) -> tuple[Sense, ...] | None:
    """which month was the best one: a rank that is asked for, and no row that was shown first."""
    words = spans[index].text.casefold().split()
    asked = any(span.has("which") for span in spans[:index]) and any(span.has("field") for span in spans[:index])
    if not asked or words[-1] != "one" or len(words) < 2 or words[-2] not in ("best", "highest", "top", "leading"):
        return None
    return (Sense("top"),)


def rows_meant(frame: Frame) -> list[str]:
    """Which rows were taken, for the answer to say: “the second one” is C04350."""
    notes = []
    for span in frame.spans:
        sense = next((s for s in span.senses if s.note.startswith("stands for ")), None)
        if sense is not None and sense.note == THE_ROWS:
            notes.append(_named_rows(frame, span.text, *sense.value))
            continue
        if sense is None or sense.kind not in ("customer_id", "value") or span.has("person_ref"):
            continue
        field, value = ("customer_id", sense.value) if sense.kind == "customer_id" else sense.value
        shown = (
            value
            if sense.kind == "customer_id"
            else frame.vocabulary.dictionary.value_label(field, value, frame.language)
        )
        notes.append(frame.say(f"“{span.text}” is {shown}.", f"“{span.text}”指{shown}。"))
    return notes


def _named_rows(frame: Frame, text: str, field: str, values: tuple[str, ...]) -> str:
    """“前三个城市” is London, Shanghai, New York."""
    label = frame.vocabulary.dictionary.value_label
    shown = [label(field, value, frame.language) for value in values[:_SHOWN]]
    more = frame.say(f" and {len(values) - _SHOWN} more", f"等{len(values)}项") if len(values) > _SHOWN else ""
    return frame.say(
        f"“{text}” is {', '.join(shown)}{more}.", f"“{text.removesuffix('的')}”指{'、'.join(shown)}{more}。"
    )


def row_sense(frame: Frame, value: str, field: str) -> tuple[Sense, ...]:
    """A row's key as if it had been typed."""
    note = f"stands for {value}"
    if field == "customer_id":
        return (Sense("customer_id", value, 1.0, note),)
    if field == "saved":
        return (Sense("saved", value, 1.0, note),)
    if field in TIMES:
        period = row_calendar(value, field)
        return (Sense("period", period, 1.0, note),) if period else ()
    if frame.vocabulary.level(field):
        return (Sense("value", (field, value), 1.0, note),)
    return ()


def row_calendar(value: str, unit: str) -> Period | None:
    """The days of a row that is a week, a month, a quarter or a year."""
    quarter = re.fullmatch(r"(\d{4})-Q([1-4])", value)
    if quarter:
        value = f"{quarter[1]}-{3 * int(quarter[2]) - 2:02}"
    try:
        start = date.fromisoformat((value + "-01-01"[max(0, len(value) - 4) :])[:10])
    except ValueError:
        return None
    return fixed(start, step("day", step(unit, start, 1), -1))  # type: ignore[arg-type]


def _alone(frame: Frame, spans: list[Span], index: int) -> bool:
    """the second?, the second customer, the first brand; not "second order"."""
    if index + 1 >= len(spans) or spans[index + 1].has("break"):
        return True
    following = spans[index + 1]
    if following.text.casefold() in _OF_THOSE:
        return index + 2 >= len(spans) or not spans[index + 2].has("who")
    return following.has("people") or following.value("field") == frame.state.rows_of
