"""weekly, not daily; not London, Leeds; 不是金卡，是白金: one of the two only names what is old.

Which of the two is old is told by the last definition, not by the order of the words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from assistant.planner.frame import Frame, State
from assistant.planner.grammar.rows.dimensions import AS_DIMENSION
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span
from tools.definitions import Period

_NOT = {
    "not", "not the", "not in", "not from", "not by", "no", "no longer", "instead of", "rather than", "and not",
    "in place of", "but not", "other than",
    "不是", "不要", "而不是", "而非", "别", "不看", "不按", "不用", "别按", "不要按", "别用", "非", "不",
    "并非", "不再", "不再看",
}  # fmt: skip
_SWAP = {
    "swap", "replace", "change", "switch", "change the", "switch the", "from", "把", "将", "exchange", "substitute",
    "turn",
}  # fmt: skip
_INTO = ("改", "换", "换成", "改成", "改为", "换为", "变成", "替换成", "改到", "换到", "->", "→")
RATES_OF = {"open": "open_rate", "click": "click_rate", "unsubscribe": "unsubscribe_rate"}
"""The rate that a deed alone stands for, after another rate: 点击的呢."""
_BETWEEN = ("filler", "place", "by", "for", "with", "rank_by", "people", "which", "sorted")


def contrasted(frame: Frame) -> Frame:
    """The frame without what the message only names as old; the word that said so stands for "instead"."""
    known = Known(frame.state)
    if not known:
        return frame
    spans, found = list(frame.spans), False
    for cue, old in list(_pairs(spans, known)):
        kinds = known.kinds(spans[old])
        new = next((i for i in range(len(spans)) if i != old and _fresh(spans[i], kinds, known)), None)
        if new is None or spans[old].has("filler"):
            continue
        spans[new] = known.beside_others(spans[new], spans[old])
        spans[old] = replace(spans[old], senses=(Sense("filler"),))
        was = next((value for kind, value in kinds if kind == "split"), None)
        spans[cue] = replace(spans[cue], senses=(Sense("instead", was),))
        _lighten_beside(spans, old)
        found = True
    return replace(frame, spans=spans) if found else frame


def _lighten_beside(spans: list[Span], old: int) -> None:
    """not by week, by month: the "by" before what is old."""
    for index in range(old - 1, -1, -1):
        if spans[index].has("by") and not spans[index].has("value", "field"):
            spans[index] = replace(spans[index], senses=(Sense("filler"),))
            return
        if not spans[index].has("filler", "instead"):
            return


def _pairs(spans: list[Span], known: Known) -> Iterator[tuple[int, int]]:
    """(cue, old): where a word denies or exchanges what the last definition says."""
    for index, span in enumerate(spans):
        said = span.text.casefold().strip()
        if said in _NOT or said in _SWAP:
            at = index + 1
            while at < len(spans) and spans[at].has(*_BETWEEN) and not known.kinds(spans[at]):
                at += 1
            if at < len(spans) and known.kinds(spans[at]):
                yield index, at
        elif span.has("complaint"):
            at = index - 1
            while at >= 0 and spans[at].has("filler") and not known.kinds(spans[at]):
                at -= 1
            if at >= 0 and known.kinds(spans[at]):
                yield index, at
        elif said.startswith(_INTO) and index and known.kinds(spans[index - 1]):
            yield index, index - 1


def _fresh(span: Span, kinds: list[tuple[str, Any]], known: Known) -> bool:
    """Whether it names another thing of the same kind."""
    wanted = {kind for kind, _ in kinds}
    return not known.kinds(span) and any(kind in wanted for kind, _ in said_by(span))


class Known:
    """What the last definition says: values of fields, splits, measures, numbers, periods."""

    def __init__(self, state: State) -> None:
        self._pairs: set[tuple[str, Any]] = set()
        self._periods: list[dict[str, Any]] = []
        self._lists: dict[str, list[Any]] = {}
        self.denies = False
        """Whether something is said that was not done."""
        for definition in _definitions(state):
            self._walk(definition)
        if state.figures in ("audience", "list"):
            self._pairs.add(("measure", "customers"))  # 订单数，不是人数: people were counted

    def __bool__(self) -> bool:
        return bool(self._pairs or self._periods)

    def has(self, pair: tuple[str, Any]) -> bool:
        """Whether the definition says it."""
        if pair[0] == "period":
            return any(_same_time(pair[1], period) for period in self._periods)
        return pair in self._pairs

    def beside_others(self, new: Span, old: Span) -> Span:
        """Xi'an instead of Wuhan, of Chengdu and Wuhan: the new value stands beside those that were not taken back."""
        gone = {str(value) for _, value in said_by(old)}
        for sense in new.senses:
            others = self._lists.get(str(sense.value[0]), []) if sense.kind == "value" else []
            kept = [value for value in others if str(value).casefold() not in gone]
            if kept and len(kept) < len(others):
                return replace(new, senses=(Sense("values", (sense.value[0], (*kept, sense.value[1]))),))
        return new

    def asks(self, field: str) -> bool:
        """Whether a value of the field is asked for."""
        return any(name == field for name, _ in self._pairs)

    def kinds(self, span: Span) -> list[tuple[str, Any]]:
        """What of the definition a span names."""
        return [pair for pair in said_by(span) if self.has(pair)]

    def _walk(self, data: Any, name: str = "") -> None:
        if isinstance(data, dict):
            if "field" in data and data.get("op", "is") == "is" and len(data.get("values") or ()) > 1:
                self._lists[str(data["field"])] = list(data["values"])
            for value in data.get("values") or () if "field" in data else ():
                self._pairs.add((str(data["field"]), str(value).casefold()))
            self.denies = self.denies or (data.get("op") == "eq" and data.get("value") == 0)
            if data.get("kind") in ("fixed", "rolling", "calendar", "to_date"):
                self._periods.append(data)
            for key, value in data.items():
                self._walk(value, key)
        elif isinstance(data, list):
            for value in data:
                self._walk(value, name)
        elif isinstance(data, str) and name in ("dimensions", "measures"):
            self._pairs.add(({"dimensions": "split", "measures": "measure"}[name], data))
        elif isinstance(data, str) and name in ("sort_by", "by"):
            self._pairs.add(("split", data))
        elif isinstance(data, int | float) and not isinstance(data, bool):
            self._pairs.add(("number", float(data)))


def _definitions(state: State) -> list[dict[str, Any]]:
    if state.last == "request" and state.request is not None:
        return [state.request[1]]
    if state.figures == "metric" and state.metric is not None:
        return [state.metric.model_dump(mode="json")]
    found = [state.audience.model_dump(mode="json")] if state.audience is not None else []
    return [*found, state.list_args]


def said_by(span: Span) -> list[tuple[str, Any]]:
    """All that a span may name, as (kind, what); the kind of a value is its field."""
    found: list[tuple[str, Any]] = []
    for sense in span.senses:
        if sense.kind == "value":
            found.append((str(sense.value[0]), str(sense.value[1]).casefold()))
        elif sense.kind == "values" and len(sense.value[1]) == 1:
            found.append((str(sense.value[0]), str(sense.value[1][0]).casefold()))
        elif sense.kind == "field":
            found.append(("split", AS_DIMENSION.get(sense.value, sense.value)))
        elif sense.kind == "measure":
            found.append(("measure", sense.value))
        elif sense.kind == "verb" and sense.value in RATES_OF:
            found.append(("measure", RATES_OF[sense.value]))
        elif sense.kind == "period" and isinstance(sense.value, Period):
            found.append(("period", sense.value))
        elif sense.kind in ("number", "times", "pieces", "percent"):
            found.append(("number", float(sense.value)))
        elif sense.kind in ("money", "duration"):
            found.append(("number", float(sense.value[0])))
    return found


def _same_time(said: Period, known: dict[str, Any]) -> bool:
    """Whether a period is the one known: the same, or one that begins or ends on the same day."""
    mine = said.model_dump(mode="json")
    if mine == known:
        return True
    return any(mine.get(edge) and mine.get(edge) == known.get(edge) for edge in ("start", "end"))
