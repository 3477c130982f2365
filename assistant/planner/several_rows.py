"""Several rows of the last table as if they had been typed: 前三个城市的人, 这三个商品, 这俩, 剩下这些."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.planner.frame import Frame
from assistant.planner.lexicon import Sense
from assistant.planner.pointed_rows import THE_ROWS, TIMES, UNANSWERED
from assistant.planner.spans import Span
from assistant.planner.spoken_of import GOODS, things
from assistant.planner.text import normalise

_NUMBERS = dict(zip("两二俩仨三四五六七八九十", (2, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9, 10), strict=True))
_ONE = "个款种件样家座场名位项支本"
_FIRST = re.compile(rf"(?:排名?在?)?(?:前|头|top) ?(\d{{1,2}}|[两二三四五六七八九十])(?: ?[{_ONE}])?的?", re.IGNORECASE)
_THESE = re.compile(rf"[这那](?:(\d{{1,2}}|[两二俩仨三四五六七八九十])(?:[{_ONE}])?|几[{_ONE}]|些)")
_REST = re.compile("(?:剩下|余下|其余)(?:的|这些|那些)?")
_WORDS = 4
"""So many spans such words fill at most."""
_MANY = 12
"""More rows than these are a table, not some that can be pointed at."""
_NAMED = (
    "value", "values", "products", "customer_id", "period", "measure", "by", "rank_by", "field", "most_done", "top",
    "best_selling", "worst_selling",
)  # fmt: skip
_ASKED = (
    "measure", "value", "values", "people", "agent", "contact", "permit", "verb", "by", "field", "how_much", "average",
    "copy_verb", "contact_verb", "offer_cue", "compare", "period", "condition", "versus", "respectively",
)  # fmt: skip
_INSIDE = ("里", "中", "当中", "里面", "里头", "之中")


@dataclass(frozen=True)
class _Words:
    """Some words for rows: how many they name (0: all), of which field ("": not said), and where they end."""

    count: int
    field: str
    end: int


def several_rows(frame: Frame, spans: list[Span]) -> list[Span]:
    """The spans, with words for several rows as the values they stand for; unknown where nothing answers to them."""
    if not frame.state.last or frame.language != "zh":
        return spans
    for index in range(len(spans)):
        found = _these(frame, spans, index) or _leading(frame, spans, index)
        if found is not None:
            return found
    return spans


def beside_the_last(frame: Frame, spans: list[Span]) -> list[Span]:
    """跟618 Skincare Week 2025比，哪个转化率高: that campaign beside the one just spoken of."""
    at = next((i for i, s in enumerate(spans) if (s.value("value") or ("",))[0] == "campaign"), 0)
    led = at > 0 and spans[at - 1].text in ("跟", "和", "与", "同", "比")
    measured = any(s.has("measure") and not s.has("field") for s in spans[at + 1 :])
    compared = led and measured and any(s.has("versus") for s in spans)
    now = [f.values for f in things(replace(frame.state, trail=[])) if f.field == "campaign" and f.op == "is"]
    if frame.language != "zh" or not compared or len({tuple(one) for one in now}) != 1 or len(now[0]) != 1:
        return spans
    other = spans[at].value("value")[1]
    named = Sense("values", ("campaign", (str(now[0][0]), str(other))), 1.0, THE_ROWS)
    made = [replace(s, senses=(Sense("filler"),)) if i == at - 1 or s.has("versus") else s for i, s in enumerate(spans)]
    made[at] = replace(spans[at], text=f"{spans[at - 1].text}{spans[at].text}比", senses=(named,))
    return made


def _leading(frame: Frame, spans: list[Span], index: int) -> list[Span] | None:
    """前三个城市的人里有多少…: the first rows that are shown, of which something is asked."""
    said = _words(frame, spans, index, _FIRST)
    if (
        said is None
        or said.count < 1
        or any(s.has(*_NAMED) and not s.has("filler", "contact_noun") for s in spans[:index])
    ):
        return None
    if any(s.has("back") or s.text.startswith("回到") for s in spans[:index]):
        return None  # 回到前五: the table, and none of its rows
    written = any(s.has("copy_verb", "contact_verb") for s in spans[:index])  # 写封邮件把前三个推出去
    if not written and not any(s.has(*_ASKED) and not s.has("filler") for s in spans[said.end :]):
        return None  # 前三个城市: so many rows
    for past in (frame.state, *(reversed(frame.state.trail) if said.field else ())):
        if _fits(said.field, past.rows_of) and len(past.rows) >= said.count:
            return _told(frame, spans, index, said.end, past.rows_of, past.rows[: said.count])
    of_people = said.field and said.end < len(spans) and spans[said.end].has("people")
    return _unknown(spans, index) if of_people and _level(frame, said.field) == "customer" else None


def _these(frame: Frame, spans: list[Span], index: int) -> list[Span] | None:
    """这三个推出去, 这俩并排, 剩下这些库存够吗: rows that are shown, or the last things that were told one by one."""
    rest = _words(frame, spans, index, _REST)
    said = rest or _words(frame, spans, index, _THESE)
    if said is None or (said.count == 0 and not said.field):
        return None
    if any(s.has("value", "values", "products") and not s.has("filler", "contact_noun") for s in spans[:index]):
        return None  # 杭州和苏州这两个城市
    for field, values in _candidates(frame):
        if _fits(said.field, field) and (len(values) == said.count or (not said.count and len(values) <= _MANY)):
            return _told(frame, spans, index, said.end, field, values)
    return _unknown(spans, index) if said.count and _bare(spans, index, said) else None


def _candidates(frame: Frame) -> Iterator[tuple[str, list[str]]]:
    """The rows that are shown, the values the last figures are of, and those that were told one by one."""
    state = frame.state
    if state.rows and state.rows_of not in (*TIMES, "saved"):
        yield state.rows_of, state.rows
    for said in things(replace(state, trail=[])):
        if said.op == "is" and len(said.values) > 1:
            yield said.field, [str(value) for value in said.values]
    singles: dict[str, list[str]] = {}
    for said in things(state):
        if said.op == "is" and len(said.values) == 1 and str(said.values[0]) not in singles.get(said.field, ()):
            singles.setdefault(said.field, []).insert(0, str(said.values[0]))
    for field, values in singles.items():
        for count in range(2, len(values) + 1):
            yield field, values[-count:]
    yield from ((past.rows_of, past.rows) for past in reversed(state.trail))


def _words(frame: Frame, spans: list[Span], index: int, pattern: re.Pattern[str]) -> _Words | None:
    """Such words from here on, with the noun they stand before; None where there are none."""
    texts = [span.text for span in spans[index : index + _WORDS]]
    found = pattern.match("".join(texts))
    if found is None or len(texts[0]) > found.end() + _WORDS:
        return None
    end, reached = index, 0
    while reached < found.end():
        reached += len(texts[end - index])
        end += 1
    tail = "".join(texts[: end - index])[found.end() :]
    count = found[1] if found.re.groups else None
    number = _NUMBERS.get(count, 0) or int(count) if count else 0
    if tail:
        named = [str(s.value("field")) for s in frame.tagger.tag(normalise(tail)) if s.has("field")]
        return _Words(number, named[0], end) if len(named) == 1 else None
    field = _noun(frame, spans, end)
    if field:
        end += 1
        end += end < len(spans) and spans[end].text == "的"
    classifier = {"款": "product", "件": "product", "场": "campaign"}.get(found.group().rstrip("的")[-1], "")
    return _Words(number, field or classifier or _goods_asked(spans, end), end)


def _noun(frame: Frame, spans: list[Span], at: int) -> str:
    """城市, 渠道: the word right here for what the rows are."""
    if at >= len(spans) or spans[at].has("value", "values", "period", "measure", "by") or spans[at].text[0] in "按每分":
        return ""
    field = str(spans[at].value("field") or "")
    spec = frame.vocabulary.dictionary.fields.get(field)
    return field if spec is not None and spec.groupable else ""


def _goods_asked(spans: list[Span], at: int) -> str:
    """剩下这些库存够吗: what is in stock are products."""
    return "product" if at < len(spans) and spans[at].value("measure") == "stock" else ""


def _fits(said: str, field: str) -> bool:
    """Whether rows of this field may be called so."""
    channels = said.endswith("_channel") and field.endswith("_channel")
    return field not in (*TIMES, "saved", "", "customer_id") and (not said or said == field or channels)


def _level(frame: Frame, field: str) -> str:
    return frame.vocabulary.level(field)


def _bare(spans: list[Span], index: int, said: _Words) -> bool:
    """这三个: without a noun nobody knows, so that it can only mean something said before."""
    behind = next((s for s in spans[said.end :] if s.text not in ("的", "都", "各", "分别", "一起")), None)
    known = behind is None or not (behind.unknown or behind.has("filler", "number", "duration", "people"))
    return index == 0 and known


def _unknown(spans: list[Span], index: int) -> list[Span]:
    return [replace(s, senses=(Sense(UNANSWERED),)) if i == index else s for i, s in enumerate(spans)]


def _told(frame: Frame, spans: list[Span], index: int, end: int, field: str, values: list[str]) -> list[Span]:
    """The spans with these values in their place; the people behind them are those of the last figures."""
    text = "".join(span.text for span in spans[index:end])
    sense = Sense("values", (field, tuple(values)), 1.0, THE_ROWS)
    rest = spans[end:]
    of_people = frame.state.figures == "metric" and field not in GOODS and _level(frame, field) == "customer"
    if of_people and rest and (rest[0].has("people") or rest[0].text in _INSIDE):
        rest = [replace(rest[0], senses=(Sense("anaphor"),)), *rest[1:]]
    return [*spans[:index], Span(spans[index].start, spans[end - 1].end, text, (sense,)), *rest]
