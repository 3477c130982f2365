"""Who did most of something: which customers opened the most e-mails, 退货件数最多的客户, top 10 customers by clicks.

What they did is read as a figure of its own, and split by customer.
"""

from __future__ import annotations

import re

from assistant.planner.frame import Frame
from assistant.planner.grammar.rows.rankings import DEFAULT_TOP
from assistant.planner.intents.questions.composed import asked, count_said, people_told, read_whole
from assistant.planner.reading import Call, Reading
from tools.definitions import AGGREGATE, Audience, Metric, Sort

_PEOPLE = r"(?:customers?|people|shoppers|members|buyers|clients|users|persons?)"
_NOUNS = {
    "open": "opens", "opens": "opens", "opened": "opens", "click": "clicks", "clicks": "clicks", "clicked": "clicks",
    "clicked on": "clicks", "view": "views", "views": "views", "viewed": "views", "look at": "views",
    "looked at": "views", "receive": "sends", "received": "sends", "got": "sends", "return": "returned units",
    "returns": "returned units", "returned": "returned units", "sent back": "returned units",
}  # fmt: skip
_SPENT = ("spent", "spend", "spends")
_BOUGHT = ("bought", "buy", "buys", "ordered", "order", "orders", "purchased", "shopped", "shop", "shops")
_VERB = f"(?P<verb>{'|'.join(sorted((*_NOUNS, *_SPENT, *_BOUGHT), key=len, reverse=True))})"
_WHO = (
    r"^(?:who|(?:which|what)(?: (?P<n>\d+|five|ten|three))? (?:of (?:my|our|the) )?(?P<those>[a-z][\w' -]{2,40}?)"
    rf"|(?:the |my |our |show me |list |find )*(?P<m>\d+ )?{_PEOPLE} (?:who|that))(?: has| have| had)? "
)
_MOST = re.compile(_WHO + _VERB + r"(?: the)? most (?P<what>.+)$", re.IGNORECASE)
_OFTEN = re.compile(
    _WHO + _VERB + r"(?: (?P<what>.*?))?(?: the)? most (?:often|frequently)(?P<rest> .+)?$", re.IGNORECASE
)
_BY = re.compile(
    rf"^(?:the |my |our |show me |list |who are |give me )*(?:top|best)(?: (?P<n>\d+|five|ten))? {_PEOPLE} by "
    r"(?P<what>.+?)(?: received| used| given)?$",
    re.IGNORECASE,
)
_ANYTHING = re.compile(r"^(?:items?|things|products|goods|pieces|stuff|articles|times)\b ?", re.IGNORECASE)
_ZH = re.compile(
    r"^(?:(?:谁|哪些?(?P<n>\d+|[三五十])?个?(?:客户|会员|用户|人|顾客))(?P<a>.+?)最多(?:的)?"
    r"|(?P<b>.+?)最多的(?:前)?(?P<m>\d+|[三五十])?[个位名]?(?:客户|会员|用户|人|顾客)(?:是谁|有哪些|是哪些)?)$"
)
_DEED_ZH = re.compile(r"(?P<verb>打开|点击|浏览|收到|退货|退)(?:过|了|的)?(?P<what>.*?)(?:的?(?:次数|件数|数量))?$")
_NOUNS_ZH = {
    "打开": "打开次数", "点击": "点击次数", "浏览": "浏览次数", "收到": "发送数", "退货": "退货件数", "退": "退货件数",
}  # fmt: skip
_LATER = re.compile(r"(?:in|last|this|since|during|on|from|over|between) ", re.IGNORECASE)


def read_most_of_them(frame: Frame) -> Reading | None:
    """Customers by what they did; None for figures that a list of people is sorted by anyway, and for anything else."""
    return _chinese(frame) if frame.language == "zh" else _english(frame)


def _english(frame: Frame) -> Reading | None:
    text = asked(frame)
    if by := _BY.match(text):
        return _by_customer(frame, by["what"], _count(by["n"]))
    often = _OFTEN.match(text)
    found = often or _MOST.match(text)
    if found is None:
        return None
    verb, count, those = found["verb"].casefold(), _count(found["n"] or found["m"]), found["those"] or ""
    what = f"{found['what'] or ''}{(often['rest'] or '') if often else ''}".strip()
    everybody = not those or re.fullmatch(_PEOPLE, those, re.IGNORECASE) is not None
    if verb not in _NOUNS:
        return _bought_most(frame, verb, what, count, often=often is not None) if everybody else None
    people = None if everybody else people_told(frame, those)
    if not everybody and (people is None or people.audience is None):
        return None
    what = _ANYTHING.sub("", what)
    joint = "" if not what or _LATER.match(what) else "for " if _NOUNS[verb] == "returned units" else "of "
    return _by_customer(frame, f"{_NOUNS[verb]} {joint}{what}".strip(), count, people.audience if people else None)


def _bought_most(frame: Frame, verb: str, what: str, count: int, *, often: bool) -> Reading | None:
    """spent the most on candles, bought the most candles, ordered most often: what a list of people is sorted by."""
    if often:
        told = f"top {count} customers by orders {what}"
    elif verb in _SPENT:
        told = f"top {count} customers by spend {what}"
    else:
        told = f"which {count} customers bought most {what}"
    people = people_told(frame, told) if told != asked(frame) else None
    return people if people is not None and people.calls[0].tool == "list_audience" else None


def _chinese(frame: Frame) -> Reading | None:
    found = _ZH.match(asked(frame).replace(" ", ""))
    if found is None:
        return None
    told, count = found["a"] or found["b"], _count(found["n"] or found["m"])
    before, bought, goods = told.partition("买")
    if bought and found["a"] and goods.strip("过了的"):
        people = people_told(frame, f"{before}买{goods}最多的{count}个客户")
        return people if people is not None and people.calls[0].tool == "list_audience" else None
    deed = _DEED_ZH.search(told)
    if deed is None:
        return None
    what = deed["what"].strip("的")
    return _by_customer(frame, f"{told[: deed.start()]}{what}{'的' if what else ''}{_NOUNS_ZH[deed['verb']]}", count)


def _by_customer(frame: Frame, words: str, count: int, people: Audience | None = None) -> Reading | None:
    """The figure that the words name, customer by customer."""
    whole = read_whole(frame, words)
    metric = whole.metric if whole is not None else None
    if whole is None or metric is None or not _plain(metric) or (people is not None and metric.audience is not None):
        return None
    measure = metric.measures[0]
    summed = AGGREGATE.match(measure)  # expected spend is averaged over people, of whom each has one
    named = (summed[2] if summed else measure) in frame.vocabulary.dictionary.fields
    if named and not (metric.where or metric.audience or people):
        told = f"{words}最多的{count}个客户" if frame.language == "zh" else f"top {count} customers by {words}"
        return people_told(frame, told) if told != asked(frame) else None
    update = {"dimensions": ["customer_id"], "sort": Sort(by=measure), "limit": count}
    made = metric.model_copy(update=update | ({"audience": people} if people is not None else {}))
    reading = frame.reading(
        "metric", metric=made, calls=[Call("measure", {"metric": made.compact()})], notes=[*whole.notes]
    )
    reading.account = [(words, "figure by customer")]
    return reading


def _plain(metric: Metric) -> bool:
    """One figure of nothing but what was counted, of whom and when."""
    plain = Metric(measures=metric.measures, where=metric.where, audience=metric.audience, period=metric.period)
    return len(metric.measures) == 1 and metric == plain


def _count(said: str | None) -> int:
    return (count_said(said.strip()) if said else 0) or DEFAULT_TOP
