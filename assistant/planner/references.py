"""Words that stand for something said before – the second one, that brand, she, in that time – become what they mean.

They are settled before any intent looks at the question, so that "why is the first one at risk" is read like "why is
C01234 at risk". What nothing said before answers to keeps its own sense and is asked about.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.goods_told import told_goods
from assistant.planner.grammar.campaigns.holidays import named_after
from assistant.planner.intents.follow_ups.part_of_days import part_of_days
from assistant.planner.lexicon import Sense
from assistant.planner.nth_named import nth_named
from assistant.planner.pointed_rows import TIMES, extreme_time, goods_shown, its_row, row_calendar, row_meant
from assistant.planner.readers.calendar import bounds
from assistant.planner.several_rows import beside_the_last, several_rows
from assistant.planner.spans import Span
from assistant.planner.spoken_of import (
    GOODS,
    edition,
    first_shown,
    is_goods,
    last_period,
    last_two,
    newest_period,
    of_its_year,
    of_that_day,
    only_names_them,
    score,
    sold_of_it,
    things,
    those_days,
)
from assistant.planner.text import fold
from assistant.planner.their_moment import since_their_moment, those_who_did
from tools.definitions import Period

_POINTING = {"those", "that", "these", "the same", "same", "this", "这", "那", "同样", "同样的", "这个", "那个", "同"}
_YEAR = re.compile(r"20\d\d年?")
_ALIKE = ("same", "filler", "break", "compared", "versus", "and", "alike_with")
_BOUGHT_IT = ("buy", "sell", "view", "cart", "return_goods", "open", "click", "receive")


def resolve(frame: Frame) -> Frame:
    """The frame with its references settled."""
    if not frame.state.last and not frame.has(
        "that_period", "duration", "thing", "period", "extreme_row", "top", "bottom"
    ):
        return frame
    spans = list(frame.spans)
    _back_to_people(spans)
    _campaigns(frame, spans)
    sold_of_it(frame, spans)
    spans = part_of_days(frame, spans)
    spans = beside_the_last(frame, spans)
    spans = those_who_did(frame, since_their_moment(frame, several_rows(frame, spans)))
    for index in range(len(spans)):
        for rule in (
            row_meant,
            its_row,
            extreme_time,
            goods_shown,
            told_goods,
            nth_named,
            _person,
            edition,
            score,
            last_two,
            those_days,
            _thing,
            _period,
        ):
            senses = rule(frame, spans, index)
            if senses:
                spans[index] = replace(spans[index], senses=senses)
                break
    return replace(frame, spans=_lightened(spans))


def _back_to_people(spans: list[Span]) -> None:
    """back to everyone in LA who bought it: a whole question, after which nothing is gone back to."""
    for index, span in enumerate(spans[:-1]):
        named = [i for i, s in enumerate(spans) if i > index and s.has("people", "agent") and not s.has("value")]
        if span.has("back") and named and any(s.has("who", "verb", "value", "values") for s in spans[named[0] :]):
            spans[index] = replace(span, senses=(Sense("filler"),))
            return


def _campaigns(frame: Frame, spans: list[Span]) -> None:
    """Black Friday 2025呢, after figures of another campaign: the campaign of that name, and no days."""
    spoken = next(things(replace(frame.state, trail=[])), None)
    if spoken is None or spoken.field != "campaign":
        return
    for index, span in enumerate(spans):
        own = tuple(s for s in span.senses if s.kind in ("value", "values") and s.value[0] == "campaign")
        if own and span.has("period"):
            spans[index] = replace(span, senses=own)
    _holiday_alone(frame, spans)


def _holiday_alone(frame: Frame, spans: list[Span]) -> None:
    """黑五2025呢, after figures of one campaign: the message named after that day, where nothing else is said."""
    years = [i for i, s in enumerate(spans) if s.has("period") and _YEAR.fullmatch(s.text)]
    days = [i for i, s in enumerate(spans) if s.has("period") and i not in years]
    if len(days) != 1 or len(years) > 1 or not all(s.has("period", *_ALIKE) for s in spans):
        return
    start = bounds(spans[days[0]].value("period"), frame.today)[0]
    year = int(spans[years[0]].text[:4]) if years else start.year if start else None
    named = named_after(frame.vocabulary, fold(spans[days[0]].text), year)
    if named is None or len(named.values) != 1:
        return
    for index in years:
        spans[index] = replace(spans[index], senses=(Sense("filler"),))
    sense = Sense("values", (named.field, named.values), 1.0, f"stands for {named.values[0]}")
    spans[days[0]] = replace(spans[days[0]], senses=(sense,))


def _lightened(spans: list[Span]) -> list[Span]:
    """The noun beside a resolved reference says nothing more: the second *customer*, those *90 days*."""
    for index, span in enumerate(spans):
        resolved = any(sense.note.startswith("stands for") for sense in span.senses)
        if not resolved or index + 1 >= len(spans):
            continue
        after, field = spans[index + 1], (span.value("value") or span.value("values") or ("",))[0]
        whole = after.has("anaphor") and after.text.casefold().startswith("of ")  # the first of those
        if whole or (span.has("customer_id") and after.has("people")) or (field and after.value("field") == field):
            spans[index + 1] = replace(after, senses=(Sense("filler"),))
    return spans


# She, this customer


def _person(frame: Frame, spans: list[Span], index: int) -> tuple[Sense, ...]:
    customer = frame.state.customer
    meant = spans[index].has("person_ref") or _they(frame, spans[index])
    if not meant or customer is None or frame.has("customer_id"):
        return ()
    return (Sense("customer_id", customer, 1.0, f"stands for {customer}"), *spans[index].senses)


def _they(frame: Frame, span: Span) -> bool:
    """how much have they spent with us, right after one customer was looked up: that customer."""
    several = frame.has("how_many", "list", "by", "value", "values", "people", "agent")
    return frame.state.last == "customer" and not several and span.text.casefold() in ("they", "them", "their")


# That brand, it


def _is_said_next(spans: list[Span], index: int) -> bool:
    """if it is makeup, it was Leeds: what it stands for is said behind."""
    following = next(
        (i for i in range(index + 1, len(spans)) if spans[i].text.casefold() not in ("is", "was", "'s")), None
    )
    return following is not None and following > index + 1 and spans[following].has("value", "values")


def _thing(frame: Frame, spans: list[Span], index: int) -> tuple[Sense, ...]:
    written = _written_about(spans, index) or _promoted(frame, spans, index)
    wanted = "any" if written or _one_of_it(spans, index) else spans[index].value("thing")
    if wanted is None or spans[index].has("row"):
        return ()
    named = [s.value("value") or s.value("values") for s in spans[:index] if s.has("value", "values")]
    beside = [v[0] for v in named[-1:] if v and spans[index - 1].has("value", "values", "filler")]
    goods = spans[index - 1 if index < 2 or spans[index - 1].text != "的" else index - 2] if index else None
    if wanted == "campaign" and index and (held := of_that_day(frame, spans, index - 1)):
        return held
    if wanted in beside or (wanted in ("any", "product") and goods is not None and is_goods(goods)):
        return (Sense("filler"),)  # 「2026秋日来信」那封邮件; 多肽的那款
    if wanted == "any" and _is_said_next(spans, index):
        return (Sense("filler"),)
    if wanted == "any" and not written and not _object_of_verb(spans, index):
        return ()
    for field, value in reversed([v for v in named if v]):
        if field == wanted or (wanted == "any" and field in (*GOODS, "campaign")):
            values = value if isinstance(value, tuple) else (value,)
            return (Sense("values", (field, of_its_year(frame, spans[:index], field, values)), 1.0, "stands for it"),)
    if shown := first_shown(frame.state, wanted):
        note = f"stands for {shown[1]}"
        return (Sense("value", shown, 1.0, note),)
    for said in things(frame.state):
        if said.field == wanted or (wanted == "any" and said.field in (*GOODS, "campaign")):
            note = f"stands for {', '.join(map(str, said.values))}"
            if said.op == "contains":
                return (Sense("products", (str(said.values[0]), "contains", tuple(said.values)), 1.0, note),)
            return (Sense("values", (said.field, tuple(said.values)), 1.0, note),)
    return ()


def _written_about(spans: list[Span], index: int) -> bool:
    """write two lines about it for WeChat: what the text is to be about."""
    it = spans[index].text.casefold() in ("it", "it for", "this", "that", "that one", "this one", "them")
    ahead = spans[index - 1].text.casefold() if index else ""
    led = ahead in ("about", "on", "promoting", "advertising") or (ahead == "for" and spans[index].text == "it")
    return it and led and any(span.has("copy_verb", "copy_noun", "copy_channel") for span in spans[: index - 1])


def _promoted(frame: Frame, spans: list[Span], index: int) -> bool:
    """写一条短信推它, 给它写一条小红书, after a product: what the text is to be about; after drafts it may be these."""
    told = spans[index].value("thing") == "any" and not spans[index].text.isascii() and frame.state.last != "copy"
    others = (span for i, span in enumerate(spans) if i != index)
    return told and any(span.has("copy_verb", "copy_noun", "copy_channel") for span in others)


def _one_of_it(spans: list[Span], index: int) -> bool:
    """how many customers bought one in 2026: one of what was spoken of, and no number."""
    ends = index + 1 >= len(spans) or spans[index + 1].has("break", "place", "period", "and", "but", "by")
    goods = index > 0 and spans[index - 1].value("verb") in ("buy", "sell", "view", "cart", "return_goods")
    return spans[index].text.casefold() == "one" and goods and ends


def _object_of_verb(spans: list[Span], index: int) -> bool:
    """who bought it, 它卖了几件, did they open it: what was bought or sold rather than "make it 5"."""
    around = [s for s in (*spans[max(0, index - 2) : index], *spans[index + 1 : index + 5]) if not s.has("break")]
    return any(s.value("verb") in _BOUGHT_IT for s in around) or (
        not spans[index].text.isascii()
        and any(s.has("measure", "price_word") or s.value("field") == "price" for s in around)
    )


# In that time, those 90 days, 这7天里


def _period(frame: Frame, spans: list[Span], index: int) -> tuple[Sense, ...]:
    span = spans[index]
    alone = span.has("same_days") and not any(other.has("period", "compare") for other in spans)
    pointing = span.has("that_period") or alone or _then(frame, spans, index)
    if _same_unit(frame, spans, index):
        spans[index - 1] = replace(spans[index - 1], senses=(Sense("filler"),))
        return (Sense("period", last_period(frame.state), 1.0, "stands for the period before"),)
    counted = (
        span.has("duration")
        and index > 0
        and spans[index - 1].text.casefold() in _POINTING
        and not (span.has("period") and not spans[index - 1].has("anaphor"))
        and not (spans[index - 1].has("same") and any(s.has("period") for s in spans[index + 1 : index + 3]))
    )  # the same three weeks of 2025 say themselves when
    if only_names_them(frame, spans, index):
        return (Sense("filler"),)
    if not pointing and not counted:
        return ()
    if pointing and index and spans[index - 1].has("period"):
        return (Sense("filler"),)
    shown = _row_of_time(frame) if pointing else None
    if shown is not None:
        return (Sense("period", shown, 1.0, "stands for the one shown"),)
    earlier = next((s.value("period") for s in reversed(spans[:index]) if s.has("period")), None)
    period = earlier or (newest_period if pointing else last_period)(frame.state)
    if alone and period is not None and frame.state.figures != "metric":
        return (Sense("filler"),)  # 北京同期多少, of people: they did it in the same days
    if period is None or (counted and not _as_long(frame, period, span.value("duration"))):
        return ()
    if counted:
        spans[index - 1] = replace(spans[index - 1], senses=(Sense("filler"),))
    return (Sense("period", period, 1.0, "stands for the period before"),)


def _then(frame: Frame, spans: list[Span], index: int) -> bool:
    """how much did they spend then: in the time spoken of."""
    last = all(span.has("break") for span in spans[index + 1 :])
    return spans[index].text.casefold() == "then" and last and frame.has("how_much", "how_many") and frame.has("verb")


def _same_unit(frame: Frame, spans: list[Span], index: int) -> bool:
    """in the same quarter, that month: the last period, where it is one."""
    unit = spans[index].value("field")
    led = index > 0 and spans[index - 1].text.casefold() in _POINTING and spans[index - 1].has("same", "anaphor")
    alone = led and not any(span.has("period") for span in spans)
    period = last_period(frame.state) if alone and unit in TIMES else None
    ends = index + 1 >= len(spans) or spans[index + 1].has("break", "filler", "and", "but")
    return period is not None and ends and _as_long(frame, period, (1, str(unit)), most=4)


def _row_of_time(frame: Frame) -> Period | None:
    """那个月, after which month was best: the only row that is shown."""
    state = frame.state
    single = state.figures == "metric" and state.metric is not None and state.metric.limit == 1 and state.rows
    return row_calendar(state.rows[0], state.rows_of) if single and state.rows_of in TIMES else None


def _as_long(frame: Frame, period: Period, duration: tuple[int, str], most: int = 1) -> bool:
    count, unit = duration
    if period.kind == "rolling" and (period.count, period.unit) == (count, unit):
        return True
    span = bounds(period, frame.today)
    other = bounds(Period(kind="rolling", unit=unit, count=int(count)), frame.today)
    if None in (*span, *other):
        return False
    return abs((span[1] - span[0]).days - (other[1] - other[0]).days) <= most  # type: ignore[operator]
