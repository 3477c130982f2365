"""Where a question about a share falls into its whole and its part: what share OF ORDERS came FROM THE APP."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span


class Cut(NamedTuple):
    """The spans that say what the whole is, and those that say which part of it."""

    whole: list[Span]
    part: list[Span]
    weak: bool = False
    """Only a preposition parts them, which may as well belong to the whole."""
    beside: bool = False
    """Only a comma parts them: what follows may say of it all when it was."""
    goes_on: bool = False
    """The part goes on from the whole: its words are read behind those of the whole."""


_IS = {"are", "is", "were", "was", "be", "been", "come", "comes", "came", "coming", "stem", "stems", "goes", "go",
       "went", "do", "does", "did", "has", "have", "had", "can", "that", "who", "which", "live", "lives", "live in",
       "lives in", "who live in", "that live in", "living in", "living"}  # fmt: skip
_DOING = {"made", "placed", "generated", "sold", "bought", "ordered", "spent", "done", "driven", "earned", "booked",
          "taken", "contributed", "purchased", "brought"}  # fmt: skip
_WAYS = {"via", "through", "by", "with", "without", "using", "on"}
_PLACES = {"from", "in", "at", "for", "within", "based in", "located in", "resident in"}
_AMONG = {"among", "amongst", "out of", "out of all", "within"}
_OPENS = {"of", "out of", "among", "amongst", "within", "for", "in", "from", "between"}
_INSIDE = {"里", "中", "里面", "当中", "之中", "里头", "其中", "内", "中间", "里有", "中有", "里边"}
_ALSO = {"后来", "也", "还", "同时", "又", "同时也", "同时还", "也会", "会也", "会不会", "会不会也"}
_BEING = {"是", "来自", "由", "有", "属于", "来源于", "为", "在", "通过", "都是", "来自于"}


def cuts(spans: Sequence[Span]) -> Iterator[Cut]:
    """Every way to cut, the likeliest first."""
    places = [i for i in reversed(range(len(spans))) if spans[i].has("share")]
    if not places:
        return
    # 新客占购买人数的比例: the verb divides them, and the noun behind only says so again
    in_percent = [i for i in places if spans[i].has("growth_rate")]  # … of makeup is that, in percent
    place = next((i for i in places[1:] if spans[i].text.startswith("占")), places[0])
    if place in in_percent and len(in_percent) < len(places):
        place = next(i for i in places if i not in in_percent)
    again = places[0] if place != places[0] else -1
    before = list(spans[:place])
    after = [span for i, span in enumerate(spans) if i > place and i != again]
    chinese = any(not span.text.isascii() for span in spans)
    if chinese:
        yield from _chinese(before, after, spans[place].text.startswith("占"))
    else:
        yield from _english(before, after, spans[place].text.casefold().endswith(" of"))
    yield Cut([*before, PAUSE, *after], [])


def _english(before: list[Span], after: list[Span], of: bool) -> Iterator[Cut]:
    opened = _opens(before)
    if (stop := _named_before(before, after)) is not None:
        yield Cut([*before[:stop], PAUSE, *after], before[stop + 1 :])
    if _says_something(before):
        if opened:
            yield Cut(before, after, goes_on=_soon(after) or _points_back(after))
        else:
            yield Cut(after, before)
    for at in (i for i, span in enumerate(after) if span.text.casefold() in _AMONG and i):
        yield Cut(after[at + 1 :], [*before, PAUSE, *after[:at]])
    if (second := _second_deed(after)) is not None:
        yield Cut([*before, PAUSE, *after[:second]], after[second:], goes_on=True)
    for kind in (_IS, _DOING):
        for at in (i for i, span in enumerate(after) if span.text.casefold() in kind):
            yield Cut([*before, PAUSE, *after[:at]], after[at + 1 :])
    acting = [i for i, span in enumerate(after) if _acts(span)]
    # of emailable customers, who opened: a whole that says something comes first
    if of or any(span.text.casefold() == "of" for span in after[:1]):  # share of signups in May: the whole
        acting = [at for at in acting if _says_something([*before, *after[:at]])]
    for at in sorted(acting, key=lambda at: not (_says_something(before) or _says_something(after[:at]))):
        yield Cut([*before, PAUSE, *after[:at]], after[at:], goes_on=_soon(after[at:]))
    yield from _named_whole(after)
    for ways in (_WAYS, _PLACES):
        places = [i for i, span in enumerate(after) if span.text.casefold() in ways and i]
        for at in reversed(places):
            yield Cut([*before, PAUSE, *after[:at]], after[at:], weak=True)
    if _says_something(before) and not opened:
        yield Cut(before, after)


def _named_whole(spans: list[Span]) -> Iterator[Cut]:
    """of men's orders | in the app, of skincare orders | over 500: a figure of some kind, and then its part."""
    told = [i for i, span in enumerate(spans) if not span.has("filler")]
    kind = next((place for place, i in enumerate(told) if not spans[i].has("value", "values", "products", "and")), 0)
    if not kind or kind + 1 >= len(told) or not spans[told[kind]].has("measure"):
        return
    end = told[kind + 1]
    counted = _counted(spans[:end], spans[end:])
    if counted or spans[end].has("value", "values"):
        yield Cut(spans[:end], [*counted, *spans[end:]])


def _counted(whole: list[Span], part: list[Span]) -> list[Span]:
    """What a bound that opens the part is said of: orders over 500."""
    last = next((span for span in reversed(whole) if not span.has("filler")), None)
    first = part[1:2] if part[:1] and part[0].has("number", "money") else part[:1]  # 100以上
    bound = any(span.has("cmp", "range") and not span.has("value", "verb") for span in first)
    return [last] if last is not None and bound and last.value("measure") == "orders" else []


def _second_deed(spans: list[Span]) -> int | None:
    """customers who bought in 2025 | bought again in 2026: where the deed begins that is no part of who they are."""
    who = next((i for i in range(len(spans)) if _relates(spans, i)), None)
    if who is None:
        return None
    deeds = [i for i, span in enumerate(spans) if i > who and (_acts(span) or span.text.casefold() in _IS)]
    first = next((i for i, span in enumerate(spans) if i > who and (_acts(span) or span.has("field"))), len(spans))
    for at in (i for i in deeds if i > first + 1):
        joined = spans[at - 1].has("and", "or", "but", "break", "who", "not", "never") or spans[at].has("and", "who")
        if not joined and spans[at].text.casefold() not in _WHO:
            return at
    return None


def _relates(spans: list[Span], at: int) -> bool:
    """customers who, those who: what follows tells who they are."""
    said = spans[at].text.casefold()
    behind = at > 0 and said in _WHO and spans[at - 1].has("people", "agent", "value", "values")
    return behind or (spans[at].has("people") and said.endswith(" who"))


def _soon(spans: list[Span]) -> bool:
    """ordered within 14 days: of what the whole tells."""
    return any(
        span.has("period", "duration")
        and span.text.casefold().startswith(("within", "in the ", "inside"))
        and _rolls(span)
        for span in spans
    )


def _points_back(spans: list[Span]) -> bool:
    """of the people who viewed lipsticks, what percentage put it in their cart: the goods that were told before."""
    deeds = any(_acts(span) for span in spans)
    return deeds and any(span.text.casefold() in ("it", "one", "them") and span.filler for span in spans)


def _rolls(span: Span) -> bool:
    return span.has("duration") or getattr(span.value("period"), "kind", "") == "rolling"


_WHO = ("who", "that", "who've", "who have", "who has")


def _chinese(before: list[Span], after: list[Span], of_what_follows: bool) -> Iterator[Cut]:
    """X 占 Y: of Y; X 有百分之几 Y: of X."""
    both = [*before, PAUSE, *after]
    for at in (i for i, span in enumerate(both) if span.text in _INSIDE and i):
        yield Cut(both[:at], [*_counted(both[:at], both[at + 1 :]), *both[at + 1 :]])
    for at in (i for i, span in enumerate(before) if span.text == "在" and i and not _bounds(before, i)):
        if of_what_follows and not after:  # 微信订单在中国区占多少
            figures = [span for span in before[:at] if span.has("measure")]
            yield Cut([*before[at + 1 :], *figures], before[:at])
    yield from _consented(before, after)
    if _says_something(after) and _says_something(before):
        yield from (
            (Cut(after, before), Cut(before, after, beside=after[0].has("break")))
            if of_what_follows
            else (Cut(before, after, beside=after[0].has("break")), Cut(after, before))
        )
    elif _says_something(after):
        yield Cut(after, before)
        yield Cut(before, after, beside=after[0].has("break"))
    for at in (i for i, span in enumerate(both) if span.has("break") and 0 < i < len(both) - 1):
        if span_parts(both, at):
            yield Cut(both[:at], both[at + 1 :], beside=True)
    for at in (i for i, span in enumerate(both) if span.text in _ALSO and _says_something(both[:i])):
        yield Cut(both[:at], both[at + 1 :])
    for at in (i for i, span in enumerate(both) if span.text in _BEING and i and not _bounds(both, i)):
        yield Cut(both[:at], both[at + 1 :])
    for at in _further_periods(both):
        yield Cut(both[:at], both[at:])


def _bounds(spans: Sequence[Span], at: int) -> bool:
    """订单金额在100到300之间: 在 opens a stretch of numbers, and no other side."""
    return at + 1 < len(spans) and spans[at + 1].has("number", "money", "percent", "age", "cmp")


def span_parts(spans: Sequence[Span], at: int) -> bool:
    """Whether a mark parts two sides: the marks between the goods of a list do not."""
    return spans[at].text != "、" or not (spans[at - 1].has("value", "values") and spans[at + 1].has("value", "values"))


def _further_periods(spans: list[Span]) -> Iterator[int]:
    """去年秋天的买家 | 今年秋天回购了: a second period, after people of the first, begins what some of them did."""
    for at, span in enumerate(spans):
        earlier = spans[:at]
        people = any(one.has("people", "agent") for one in earlier) and any(one.has("period") for one in earlier)
        if span.has("period") and people and any(one.has("verb") for one in spans[at:]):
            yield at


def _consented(before: list[Span], after: list[Span]) -> Iterator[Cut]:
    """各国白金会员的邮件同意率: who may be written to is the part, whatever stands around it is the whole."""
    kinds = ("contact", "permit", "refused", "consented", "contact_noun", "contact_verb")
    places = [i for i, span in enumerate(before) if span.has(*kinds)]
    if not places or not any(before[i].has("contact", "permit", "refused", "consented") for i in places):
        return
    first, last = places[0], places[-1] + 1
    while first and before[first - 1].has("not"):
        first -= 1
    if all(span.has(*kinds, "filler", "and", "or", "break", "not", "channel_choice") for span in before[first:last]):
        whole = [*before[:first], PAUSE, *before[last:], PAUSE, *after]
        if _says_something(whole):
            yield Cut(whole, before[first:last])


def _named_before(before: list[Span], after: list[Span]) -> int | None:
    """China: wechat share of orders, ytd – of orders in China; where the mark stands, or None."""
    stops = [i for i, span in enumerate(before) if span.has("break")]
    measured = any(span.has("measure") and not span.has("people") for span in after)
    if len(stops) != 1 or not measured or any(span.has("measure") for span in before):
        return None
    told = [span for span in before[stops[0] + 1 :] if not span.has("filler")]
    return stops[0] if _says_something(before[: stops[0]]) and told and all(_named(span) for span in told) else None


def _named(span: Span) -> bool:
    return span.has("value", "values", "products")


PAUSE = Span(0, 0, ",", (Sense("break", ","),))
"""Stands where words were taken out, so that what was apart stays apart."""


def _acts(span: Span) -> bool:
    if span.has("period"):
        return False  # May
    return (span.has("verb", "contact", "permit", "cart_lead") and not span.has("measure")) or span.has(
        "never", "not", "chance", "likely_to", "came_word"
    )


def _opens(spans: list[Span]) -> bool:
    """of everyone who …, platinum members: – the whole comes first."""
    said = [span for span in spans if not span.has("greeting")]
    mark = next((i for i, span in enumerate(said) if span.has("break")), 0)
    if mark and any(span.has("by", "every", "distribution") for span in said[:mark]):
        only_rows = all(span.has("by", "every", "distribution", "field", "filler", "place") for span in said[:mark])
        said = said[mark + 1 :] if only_rows else said  # within each country, which proportion
    if not said:
        return False
    return said[0].text.casefold() in _OPENS or any(span.has("break") for span in said[1:])


def _says_something(spans: list[Span]) -> bool:
    return any(
        not span.has("filler", "break", "which", "list", "how_many", "greeting")
        or span.has("value", "values", "people", "period")
        for span in spans
    )


def names_people(spans: list[Span]) -> bool:
    """上半年的新客: people by what they did, though there is a figure of that name, and no other figure."""
    figured = any(span.has("measure") and not span.has("people", "agent") for span in spans)
    return not figured and any(span.has("agent") for span in spans)
