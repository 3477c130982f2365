"""Words of a conversation that look like a question of their own: how does Leeds look, any gender, not only women."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from assistant.planner.frame import Frame
from assistant.planner.intents.follow_ups.any_will_do import any_will_do, rows_asked
from assistant.planner.intents.follow_ups.later_period import later_period
from assistant.planner.intents.follow_ups.not_done import parted
from assistant.planner.intents.follow_ups.what_stays import what_stays
from assistant.planner.intents.references.asked_again import asked_again
from assistant.planner.intents.references.counted_people import counted_people, split_people
from assistant.planner.intents.references.going_back import facts_of
from assistant.planner.intents.references.in_one_sum import total_alone, whole_of
from assistant.planner.intents.references.may_write import asked_to_write
from assistant.planner.intents.references.parts_meant import parts_meant
from assistant.planner.intents.references.placed_there import placed_there
from assistant.planner.intents.references.said_of_both import both_in_time, made_too
from assistant.planner.intents.references.same_split import same_split
from assistant.planner.intents.references.who_they_are import who_they_are
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span
from assistant.planner.spoken_of import GOODS

_LOOKING = ("history", "versus", "performance", "profile_cue", "alike", "list")
_ANY = {"any", "all", "both", "every", "either", "any kind of", "whatever", "whichever", "all the"}
_ANY_BEHIND = ("都", "都要", "都算", "都行", "都可以", "都看", "不限", "不分", "随便")
_NOT_ONLY = {
    "not only",
    "not just",
    "not only the",
    "not just the",
    "not merely",
    "不只",
    "不仅",
    "不光",
    "不只是",
    "不仅仅",
    "不只看",
    "不止",
}
_INSIDE = {"里面", "里头", "这里面", "这里头", "当中", "其中", "这当中", "这其中", "那里面", "里边", "这里边"}
_HEADS_ZH = ("人", "个", "位", "名")
_EVERY = {"全部", "所有", "全部的", "所有的", "全", "每个"}
_PLAIN = ("filler", "break", "interjection", "please", "same", "only", "only_cue", "and", "remove", "add", "thanks")


def in_talk(frame: Frame) -> Frame:
    """The frame with such words settled, where something has been answered that they can be about."""
    if not frame.state.figures and not frame.state.last:
        return frame
    frame = split_people(frame)
    frame = asked_again(asked_to_write(what_stays(frame)))
    if not frame.state.figures:
        return frame
    frame = any_will_do(parted(counted_people(frame)))
    frame = replace(frame, spans=same_split(frame))
    frame = parts_meant(replace(frame, spans=later_period(frame, list(frame.spans))))
    spans = list(frame.spans)
    _within(spans)
    _let_me_see(spans)
    _every_row(frame, spans)
    _counts_for(spans)
    if frame.state.figures != "metric":
        _placed_then(spans)
        _ranked_by(frame, spans)
        _left_of_them(spans)
    total_alone(spans)
    whole_of(frame, spans)
    _which_rows(frame, spans)
    _anyone_of_them(frame, spans)
    if not rows_asked(frame):
        _any_of(spans)
    _both_of_them(frame, spans)
    placed_there(frame, spans)
    made_too(spans)
    both_in_time(frame, spans)
    _who_of_rows(frame, spans)
    _not_only(spans)
    return replace(frame, spans=who_they_are(frame, _looks(frame, spans)))


def _anyone_of_them(frame: Frame, spans: list[Span]) -> None:
    """anyone with returns?, after the top 10: any of those."""
    first = next((i for i, span in enumerate(spans) if not span.has("filler", "break", "interjection", "and")), None)
    people = frame.state.audience is not None and frame.state.last in ("audience", "list", "metric")
    if first is None or not people or spans[first].text.casefold() not in ("anyone", "anybody") or len(spans) > _SHORT:
        return
    spans[first] = replace(spans[first], text="any of them", senses=(Sense("anaphor"),))


_SHORT = 6


def _let_me_see(spans: list[Span]) -> None:
    """let me see them: to be shown, where what is to be seen is named."""
    for index, (span, following) in enumerate(pairwise(spans)):
        said = span.text.casefold()
        if said.startswith(("let me see", "lets see", "let's see", "let us see")) and following.has(
            "anaphor", "people"
        ):
            spans[index] = replace(span, senses=(Sense("list"),))


def _within(spans: list[Span]) -> None:
    """里面谁没再来, 其中男的: a message that begins so is about those spoken of."""
    first = next((i for i, span in enumerate(spans) if not span.has("break", "interjection", "thanks")), None)
    if first is not None and spans[first].text in _INSIDE:
        spans[first] = replace(spans[first], senses=(Sense("anaphor"),))


def _placed_then(spans: list[Span]) -> None:
    """就看这个季度里下的单, of people who ordered so often: when they did, and no figure."""
    for index, span in enumerate(spans):
        if (
            span.text in ("下的单", "下过的单", "下的订单")
            and span.has("verb")
            and any(s.has("only_cue") for s in spans)
        ):
            spans[index] = replace(span, senses=tuple(s for s in span.senses if s.kind != "measure"))


def _ranked_by(frame: Frame, spans: list[Span]) -> None:
    """看订单数, of the ten who spent most: the ten who ordered most."""
    said = [i for i, span in enumerate(spans) if not span.has("break", "interjection")]
    ranked = frame.state.last == "list" and frame.state.list_args.get("sort_by")
    if not ranked or len(said) < 2 or spans[said[0]].text not in _LOOK_AT:
        return
    if spans[said[1]].has("field", "measure") and all(spans[i].has("filler", "same") for i in said[2:]):
        spans[said[0]] = replace(spans[said[0]], senses=(Sense("rank_by"),))


_LOOK_AT = ("看", "改看", "换看", "改成看", "换成看")


def _counts_for(spans: list[Span]) -> None:
    """金卡占几个, 占多少人, 占多少金额: how many of them, how much it is, not which share."""
    for index, (span, following) in enumerate(pairwise(spans)):
        if span.value("field") == "age" and following.value("field") == "age" and following.has("how_many"):
            spans[index + 1] = replace(following, senses=(Sense("filler"),))  # 平均年龄多大
        if span.text in _OF_IT and following.has("measure") and (following.has("how_many") or span.text.endswith("少")):
            spans[index] = replace(span, senses=(Sense("only_cue"),))
        elif span.text == "占" and following.has("how_many") and following.text.endswith(_HEADS_ZH):
            spans[index] = replace(span, senses=(Sense("filler"),))


_OF_IT = ("占", "占了", "占多少", "占了多少")


def _every_row(frame: Frame, spans: list[Span]) -> None:
    """全部品类, after the first three: all rows of the table that is shown."""
    metric = frame.state.metric
    if frame.state.figures != "metric" or metric is None or metric.limit is None:
        return
    for index, (span, following) in enumerate(pairwise(spans)):
        if span.text in _EVERY and following.value("field") in metric.dimensions:
            spans[index] = replace(span, senses=(Sense("all_rows"),))
            spans[index + 1] = replace(following, senses=(Sense("filler"),))


def _left_of_them(spans: list[Span]) -> None:
    """能发邮件的还剩多少, after people: how many of them, and no stock."""
    goods = any(span.has("products") or _of_goods(span) for span in spans)
    for index, span in enumerate(spans):
        if not goods and span.has("pronoun_that") and span.value("measure") == "stock":
            spans[index] = replace(span, senses=(Sense("pronoun_that"), Sense("how_many")))


def _of_goods(span: Span) -> bool:
    return any(sense.kind == "value" and sense.value[0] in GOODS for sense in span.senses)


def _which_rows(frame: Frame, spans: list[Span]) -> None:
    """which categories?, in which cities, 主要是哪些品类: the last figures by that, where nothing else is said."""
    asked = [i for i, span in enumerate(spans) if _asks_which(span) and not span.has("field", "how_many")]
    fields = [i for i, span in enumerate(spans) if span.has("field") and not span.has("value", "values", "period")]
    around = ("filler", "break", "place", "and", "interjection")
    mainly = [i for i, span in enumerate(spans) if span.has("favourite") and span.text.startswith("主要")]
    alone = all(i in (*asked, *fields, *mainly) or span.has(*around) for i, span in enumerate(spans))
    if frame.state.last == "metric" and len(asked) == len(fields) == 1 and alone:
        spans[asked[0]] = replace(spans[asked[0]], senses=(Sense("by"),))
        for index in mainly:
            spans[index] = replace(spans[index], senses=(Sense("filler"),))


def _asks_which(span: Span) -> bool:
    return span.has("which") or (span.has("list") and span.text.endswith(("哪些", "哪几个")))


def _any_of(spans: list[Span]) -> None:
    """any gender, both genders, all cities, 男女都算: no condition on that any more."""
    named = [i for i, span in enumerate(spans) if span.has("field") and not span.has("value", "values", "by")]
    if len(named) != 1 or any(span.has("remove") for span in spans[: named[0]]):
        return
    at = named[0]
    others = [i for i, span in enumerate(spans) if i != at and not span.has(*_PLAIN)]
    before = at - 1 if at and spans[at - 1].text.casefold() in _ANY else None
    behind = at + 1 if at + 1 < len(spans) and spans[at + 1].text.startswith(_ANY_BEHIND) else None
    cue = before if before is not None else behind
    if cue is not None and all(i == cue for i in others):
        spans[cue] = replace(spans[cue], senses=(Sense("remove"),))
        spans[at] = replace(spans[at], senses=tuple(s for s in spans[at].senses if s.kind == "field"))


def _who_of_rows(frame: Frame, spans: list[Span]) -> None:
    """去年的前五又是谁, of cities: which rows, and no people."""
    metric = frame.state.metric
    rows = frame.state.figures == "metric" and metric is not None and metric.dimensions and metric.sort
    ranked = any(span.has("top", "bottom") for span in spans)
    for index, span in enumerate(spans):
        if rows and ranked and span.text.endswith(("是谁", "有谁", "谁")) and index + 1 >= len(spans) - 1:
            spans[index] = replace(span, senses=(Sense("filler"),))


def _both_of_them(frame: Frame, spans: list[Span]) -> None:
    """两个城市各多少, of people in two cities: each of the two that were named."""
    named = {f["field"]: len(f["values"]) for f in facts_of(frame.state) if f.get("op") == "is" and f.get("values")}
    for index, span in enumerate(spans):
        behind = next((s for s in spans[index + 1 :] if not s.has("filler")), None)
        count = span.value("number")
        if count and behind is not None and behind.has("field") and named.get(behind.value("field")) == count > 1:
            spans[index] = replace(span, senses=(Sense("filler"),))


def _not_only(spans: list[Span]) -> None:
    """not only women, not just London, 不只看女的: that condition is dropped."""
    for index, span in enumerate(spans):
        said = span.text.casefold()
        following = spans[index + 1].text.casefold() if index + 1 < len(spans) else ""
        if said in _NOT_ONLY:
            spans[index] = replace(span, senses=(Sense("remove"),))
        elif said in ("not", "isn't", "not limited to") and following in (
            "only",
            "just",
            "only the",
            "just the",
            "only in",
            "just in",
        ):
            spans[index] = replace(span, senses=(Sense("remove"),))
            spans[index + 1] = replace(spans[index + 1], senses=(Sense("filler"),))


def _looking(span: Span) -> bool:
    """how does, look like, show; not "versus" nor "similar to"."""
    return span.has(*_LOOKING) and (
        not span.has("versus", "alike") or span.text.casefold().startswith(("how ", "look"))
    )


def _looks(frame: Frame, spans: list[Span]) -> list[Span]:
    """what did Q2 look like, how does Leeds look, now show Q2: the same for it."""
    named = [i for i, span in enumerate(spans) if span.has("value", "values", "period", "products")]
    around = (*_LOOKING, "filler", "break", "same", "place", "for", "interjection", "people", "and", "only_cue")
    if len(named) != 1 or not all(i in named or span.has(*around) for i, span in enumerate(spans)):
        return spans
    looked = [i for i, span in enumerate(spans) if i not in named and _looking(span)]
    if any(span.has(*_LOOKING) and not _looking(span) for i, span in enumerate(spans) if i not in named):
        return spans
    if not looked or any(span.has("people") for span in spans):
        return spans
    listed = frame.state.figures != "metric" and all(spans[i].has("list") for i in looked)
    cue = Sense("filler") if listed else Sense("same")
    return [replace(span, senses=(cue,)) if i in looked else span for i, span in enumerate(spans)]
