"""What some people buy: what did those who clicked X buy within a week, 流失客户一般买什么, what follows a first serum.

Who they are and what narrows their purchases are two readings of their own, put together: pieces of each product,
bought by those people. "Afterwards", "next", "within 5 days" count from what told them apart – the message they
answered, the goods they bought.
"""

from __future__ import annotations

import re

from assistant.planner.frame import Frame
from assistant.planner.grammar.times.moments import ANY_TIME
from assistant.planner.intents.questions.composed import asked, count_said, people_told, read_whole
from assistant.planner.readers.calendar import days_in
from assistant.planner.readers.english_words import ORDINALS
from assistant.planner.reading import Call, Reading
from tools.definitions import After, Attribute, Audience, Bought, Condition, Engaged, Filter, Group, Metric, Sort
from tools.number_words import WORDS

_GOODS_EN = r"(?P<goods>products?|items?|goods|things|articles|subcategor(?:y|ies)|categor(?:y|ies)|brands?)"
_HOW_EN = r"(?:(?:usually|typically|mostly|generally|normally|actually|often|tend to|go on to|then) )*"
_BUY_EN = (
    r"(?P<verb>buy|bought|order|ordered|purchase|purchased|view|viewed|look at|looked at|browse|browsed|return|returned"
    r"|send back|sent back)\b(?P<how>(?: the)? most(?: often)?| usually| typically| mostly)?"
)
_BY_EN = r"(?P<verb>bought|ordered|purchased|viewed|browsed|looked at|returned)(?: most(?: often)?)? by"
_EN = (
    re.compile(rf"^(?:what|which {_GOODS_EN}) (?:do|did) (?P<who>.+?) {_HOW_EN}{_BUY_EN}(?P<rest> (?:after|once) .+)$"),
    re.compile(rf"^(?:what|which {_GOODS_EN}) (?:do|did|does|have|has) (?P<who>.+) {_HOW_EN}{_BUY_EN}(?P<rest>.*)$"),
    re.compile(rf"^(?:what|which {_GOODS_EN}) (?:do|did|does|have|has) (?P<who>.+?) {_HOW_EN}{_BUY_EN}(?P<rest>.*)$"),
    re.compile(rf"^(?:the )?(?:top|best[- ]?selling|most popular) (?P<count>\d+ )?{_GOODS_EN} {_BY_EN} (?P<who>.+)$"),
    re.compile(rf"^(?:which|what) {_GOODS_EN} (?:are|were|is|was) {_BY_EN} (?P<who>.+)$"),
)
_ZH = (
    re.compile(
        r"^(?P<who>.+?)(?P<then>后来|之后|以后|接着|随后|然后|接下来)?(?P<how>[,，]?(?:大家|他们|一般|通常|平时|都|最常|最爱|主要|常)*)"
        r"(?P<when>(?:\d+|[一两二三四五六七八九十])(?:天|周|个月)(?:之)?(?:内|以内))?(?:都)?"
        r"(?P<verb>买|购买|下单|浏览|看|退)(?:了|过|的|得最多的?)*(?:都)?(?:是)?(?:些)?(?:什么|啥|哪些(?P<goods>商品|产品|东西|品类|品牌))(?P<rest>[^,，]*)$"
    ),
)
_COUNTED = (
    (("view", "look", "brows", "浏览", "看"), "views", "views", "浏览量"),
    (("return", "sen", "退"), "returned_units", "returned units", "退货件数"),
    (("",), "units", "units", "销量"),
)
"""What is counted of goods, by how the verb begins, and how it is asked for."""
_UNFINISHED = re.compile(r"(?:\b(?:who|that|which|have|has)|[的在])$")
_LEVELS = {"sub": "subcategory", "cat": "category", "bra": "brand", "品类": "category", "品牌": "brand"}
_AFTER_EN = re.compile(r"\b(?:afterwards?|after that|next|later(?: on)?|subsequently|then)\b")
_WITHIN_EN = re.compile(
    rf"\b(?:with)?in (?:the (?:next|following) )?(?P<n>\d+|an?|{'|'.join(WORDS)})[ -](?P<unit>day|week|month)s?"
    r"(?: (?:after(?:wards)?|later|of (?:that|it|doing so|opening(?: it)?|clicking(?: it)?|getting it))(?: that)?)?\b"
)
_PLACES = {word: place for word, place in ORDINALS.items() if place > 0}
_NTH_EN = re.compile(rf"\b(?:in|on|with|as) their (?:very )?(?P<nth>{'|'.join(_PLACES)}) (?:order|purchase)s?\b")
_NTH_ZH = re.compile(r"[,，]?(?:在)?(?:第(?P<nth>[一二三四五六七八九十\d]+)|(?P<first>首))(?:单|次下单|次购买|笔订单)$")
_SINCE_EN = re.compile(
    r"^ ?(?:after|once)(?: (?:they(?:'ve| have)?|having))? (?:(?:bought|buying)|their (?:first )?)(?P<what>.+)$"
)
_UNITS_ZH = {"天": "day", "周": "week", "个月": "month"}
_LENGTH_ZH = re.compile(r"(\d+|[一两二三四五六七八九十])(天|周|个月)")
_NARROWING = re.compile(r" (?:in|during|since|this|last|over|between|on|through|via)\b[^,]*$")
_BESIDE = re.compile(
    r"^(?:what|which) (?:else|other)\b|\b(?:also|together|along with|alongside|with (?:it|them|that))\b"
    r"|还|又|一起|同时|搭配"
)
"""What is bought beside other goods is read elsewhere."""
_MOST = re.compile(r"\bmost\b|最")
_MESSAGES = ("sent", "open", "click")
SHOWN = 10


def read_goods_of_those(frame: Frame) -> Reading | None:
    """Pieces by product, bought by the people that are told; None where it asks for anything else."""
    said = asked(frame)
    small = said if frame.language == "zh" else said[:1].lower() + said[1:]
    if frame.state.last or frame.has("customer_id", "person_ref") or _BESIDE.search(small):
        return None
    for form in (*_EN, *_ZH):
        found = form.match(small)
        made = _bought(frame, found.groupdict()) if found is not None else None
        if found is None or made is None:
            continue
        metric, notes = made
        reading = frame.reading("metric", metric=metric, calls=[Call("measure", {"metric": metric.compact()})])
        by_units = _MOST.search(small) and metric.measures == ["units"]
        ranked = [frame.say("I ranked by units sold.", "按销量（件数）排名。")] if by_units else []
        reading.notes += [*notes, *ranked]
        reading.account = [(found["who"].strip(), "the people who bought"), (said, "goods bought")]
        return reading
    return None


def _bought(frame: Frame, told: dict[str, str | None]) -> tuple[Metric, list[str]] | None:
    """The pieces that one way to part the words tells of, and how its people were read; None where one part is not."""
    who, rest, after_days = _moments((told["who"] or "").strip(" ,，"), (told.get("rest") or "").strip(), told)
    if _UNFINISHED.search(who):
        return None  # people who …: their own deed was taken for the one that is asked
    who, nth = _nth_order(who)
    rest, nth_rest = _nth_order(rest)
    named = people_told(frame, who)
    if named is None and not rest and (cut := _NARROWING.search(who)):  # champions in 2026
        who, rest = who[: cut.start()], cut[0].strip()
        named = people_told(frame, who)
    counted = next(row for row in _COUNTED if (told["verb"] or "").startswith(row[0]))
    narrowed = _narrowed(frame, counted, rest) if named is not None else None
    people = named.audience if named is not None else None
    bought = counted[1] == "units"
    if named is None or people is None or narrowed is None or not (bought or after_days is nth is nth_rest is None):
        return None
    after = None
    if after_days is not None:
        split = _after(people, after_days)
        if split is None:
            return None
        people, after = split
    level, place = _level(told.get("goods")), nth or nth_rest
    changed = {
        "dimensions": [level],
        "where": [*narrowed.where, *([Filter(field="order_place", values=[place])] if place else [])],
        "audience": _both(people, narrowed.audience),
        "after": after,
        "sort": Sort(by=counted[1]),
        "limit": int(told.get("count") or 0) or (SHOWN if level == "product" else None),
    }
    return narrowed.model_copy(update=changed), named.notes


def _moments(who: str, rest: str, told: dict[str, str | None]) -> tuple[str, str, int | None]:
    """Who, what narrows it, and within how many days of what they did; None where that is not asked."""
    if since := _SINCE_EN.match(rest):
        return f"{who} who bought {since['what'].strip()}", "", ANY_TIME
    if told.get("then") or told.get("when"):
        length = _LENGTH_ZH.match(told.get("when") or "")
        return who, rest, days_in(count_said(length[1]), _UNITS_ZH[length[2]]) if length else ANY_TIME
    if within := _WITHIN_EN.search(rest):
        left = rest[: within.start()] + _AFTER_EN.sub("", rest[within.end() :])
        return who, left.strip(), days_in(count_said(within["n"]), within["unit"])
    if later := _AFTER_EN.search(rest):
        return who, (rest[: later.start()] + rest[later.end() :]).strip(), ANY_TIME
    return who, rest, None


def _nth_order(said: str) -> tuple[str, int | None]:
    """on their second order, 第二单: what is left of the words, and which order."""
    if found := _NTH_EN.search(said):
        return (said[: found.start()] + said[found.end() :]).strip(), _PLACES[found["nth"]]
    if found := _NTH_ZH.search(said):
        return said[: found.start()], 1 if found["first"] else count_said(found["nth"])
    return said, None


def _level(goods: str | None) -> str:
    return next((level for word, level in _LEVELS.items() if (goods or "").startswith(word)), "product")


def _narrowed(frame: Frame, counted: tuple[tuple[str, ...], str, str, str], rest: str) -> Metric | None:
    """Pieces or views by product, with what the rest of the words narrows them to."""
    _, measure, english, chinese = counted
    if measure not in frame.vocabulary.dictionary.measures:
        return None
    if not rest:
        return Metric(measures=[measure], dimensions=["product"])
    reading = read_whole(frame, frame.say(f"{english} by product {rest}", f"{rest}各商品{chinese}"))
    if reading is None or reading.metric is None:
        return None
    metric = reading.metric
    plain = metric.measures == [measure] and metric.dimensions == ["product"] and metric.limit is None
    return metric if plain and metric.after is None else None


def _after(people: Audience, days: int) -> tuple[Audience, After] | None:
    """Those people without the one thing that purchases are to follow, and that as a moment."""
    acts = [one for one in people.all if _moment(one, days) is not None]
    if len(acts) != 1:
        return None
    after = _moment(acts[0], days)
    left = [one for one in people.all if one is not acts[0]]
    return (people.model_copy(update={"all": left}), after) if after is not None else None


def _moment(one: Condition, days: int) -> After | None:
    """Opened X, bought a serum: what everybody of these did once; no counts, and no period."""
    if isinstance(one, Attribute) and (one.field, one.op, one.values) == ("returned_units", "gt", [0]):
        return After(event="return", within_days=days)
    if not isinstance(one, Bought | Engaged) or (one.op, one.value) != ("ge", 1) or one.period is not None:
        return None
    if isinstance(one, Engaged):
        return After(event=one.event, within_days=days, where=one.where) if one.event in _MESSAGES else None
    plain = bool(one.where) and not one.together and one.after is None and not one.first_purchase
    return After(event="order", within_days=days, where=one.where) if plain else None


def _both(first: Audience, second: Audience | None) -> Audience | None:
    """In both; None for everybody."""
    if second is None:
        return first if first.all or first.any or first.none else None
    either = [Group(any=second.any)] if second.any else []
    return first.model_copy(update={"all": [*first.all, *second.all, *either], "none": [*first.none, *second.none]})
