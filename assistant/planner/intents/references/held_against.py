"""Short questions about the figures just told: is that more than last year, which of the two is bigger, of which women.

Each of them comes down to a change that is read anyway – a comparison, a split, a rank – and is told again as that.
"""

from __future__ import annotations

import re

from assistant.planner.frame import Frame
from assistant.planner.intents.follow_ups.one_row import of_one
from assistant.planner.intents.references.going_back import facts_of
from assistant.planner.intents.references.of_those_told import of_those_told
from assistant.planner.readers.calendar import bounds

_LED = r"^(?:and |so |ok(?:ay)?,? |hm+,? |but |well,? |now |then )*"
_IT = r"(?:it|that|this|they|those|these|(?:the|that|this) (?:figure|number|rate|result))"
_MUCH = r"(?:much |a lot |any |far |really |actually |significantly |a bit |even |still )?"
_MORE = (
    r"(?:more|less|fewer|higher|lower|better|worse|bigger|smaller|larger|greater|up|down"
    r"|an? (?:increase|decrease|improvement|drop|rise|gain))"
)
_THAN = r"(?:than|compared (?:to|with)|vs\.?|versus|against|on|from|over|relative to)"
_MOVED = (
    r"(?:go up|gone up|go down|gone down|grow|grown|increased?|rise|risen|dropped|drop|fall|fallen|improved?|changed?"
    r"|decreased?|declined?)"
)
_OTHER = (
    r"(?:what (?:it|that|we had|we did|they) (?:was|were|had|did) )?(?:for |in |from |among |with |by )?(?P<other>.+)$"
)
_AGAINST = (
    re.compile(rf"{_LED}(?:is|was|are|were) {_IT} {_MUCH}{_MORE} {_THAN} {_OTHER}"),
    re.compile(rf"{_LED}(?:did|has|have) {_IT} {_MUCH}{_MOVED} (?:since|{_THAN}) {_OTHER}"),
    re.compile(rf"{_LED}{_MUCH}{_MORE} {_THAN} {_OTHER}"),
)
_MOVING = re.compile(
    rf"{_LED}(?:(?:is|are) {_IT} (?:getting|going|trending|becoming) (?:any )?(?:better|worse|up|down|higher|lower|more"
    rf"|less|bigger|smaller)|(?:is|are) {_IT} (?:growing|shrinking|improving|rising|falling|declining|increasing"
    rf"|decreasing)|(?:what(?:'s| is) the trend|is there a trend)|how (?:has|have|did) {_IT} (?:changed?|developed?"
    r"|evolved?)(?: over time)?)(?: over time)?$"
)
_ONE_BEFORE = re.compile(
    rf"{_LED}(?:(?P<against>(?:how does (?:it|that) )?compared? (?:it |that )?(?:to|with)|vs\.?|versus|against)"
    r"|(?:what|how) about|for|same for)? ?the (?:one before(?: that| it)?|previous one|(?:previous|prior) campaign"
    r"|campaign before(?: that| it)?|one sent before(?: that| it)?)$"
)
_TWO = r"(?:the two|the 2|these two|those two|them|both|these|those|both of them)"
_WHICH = re.compile(
    rf"{_LED}(?:which|what)(?: (?:one|day|week|month|quarter|year|city|country|group|brand|channel|campaign|category))?"
    rf"(?: of {_TWO})?(?: one)? (?:is|was|are|were|did|does|has|had|performed|went) (?:the )?"
    r"(?P<end>bigger|larger|higher|greater|better|more|lower|smaller|worse|less|fewer|ahead|stronger|weaker)$"
)
_APART = re.compile(
    rf"{_LED}(?:(?:what(?:'s| is|s)|show(?: me)?|give me) )?(?:the )?(?:difference|gap)(?: between {_TWO})?$"
)
_BOTH_BY = re.compile(rf"{_LED}(?:show (?:me )?)?(?:{_TWO}),? (?P<by>(?:by|per) .+|monthly|weekly|daily|quarterly)$")
_OF_WHICH = re.compile(
    rf"{_LED}(?:of which|thereof|out of which|among which),? "
    r"(?:how many (?:are |were |is )?|(?:are|were|is) )?(?P<rest>.+)$"
)
_DEEDS = re.compile(
    r"^(?:bought|ordered|have|has|had|opened|clicked|live|lives|lived|can|came|come|spent|did|didn'?t|haven'?t|never"
    r"|returned|signed|got|received|used|placed|made|joined|also|only|again)\b"
)
_PLACES = {"second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5, "runner-up": 2}
_NEXT_ROW = re.compile(
    rf"{_LED}(?:(?:what|how) about |who(?:'s| is) |which (?:one )?(?:is|was) |what(?:'s| is) )?(?:the |number )?"
    rf"(?P<place>{'|'.join(_PLACES)})(?P<end>[- ](?:best|highest|biggest|largest|most|lowest|smallest|fewest|worst))?"
    r"(?: one| place)?"
    r"(?:[- ]selling)?(?: one)?$"
)
_ROW_SHARE = re.compile(
    rf"{_LED}(?:what|which|how (?:much|big))(?:'s| is)?(?: an?| the)? (?:share|percentage|percent|proportion|part|%)"
    r"(?: .*)? (?:first|second|third|fourth|fifth|top|biggest|last)(?: one)?(?: have| has| hold| make up| makes up"
    r"| account for| accounts for| represent| represents| make| makes)?(?: up)?$"
)
_EITHER = re.compile(
    rf"{_LED}(?:is it |are there |were there |was it )?(?:more|higher|better|bigger) (?:in|from|among|with|for|on) "
    r"(?P<one>[^,]+) or (?:in |from |among |with |for |on )?(?P<other>.+)$"
)
_USUALLY = re.compile(
    rf"{_LED}what do they (?:usually|normally|typically|generally|mostly|tend to) (?:buy|order|purchase|get)"
    r"(?: from us)?$"
)
_SORT_THAT = re.compile(rf"{_LED}(?:sort|order|rank)(?:ed)?(?: it| them)? by (?:that|this|it|that one|the new one)$")
_AS_RATE = re.compile(rf"{_LED}what(?:'s| is) (?:that|this|it) (?:as a|in) (?:rate|percentage|percent|share|%)$")
_WEEKS = 62
"""Days that are too few for rows of months."""


def held_against(frame: Frame) -> str:
    """What such a message comes down to; "" where it is none."""
    told = frame.state.last in ("metric", "audience", "list") or bool(frame.state.sought)
    if frame.language != "en" or not told:
        return ""
    bare = re.sub(r"\s+", " ", frame.text.original.strip().rstrip(" ?.!,").casefold()).removesuffix(" then")
    bare = bare.removesuffix(" please").replace("’", "'")
    return (
        of_those_told(frame, bare)
        or _plain(frame, bare)
        or _campaign_before(frame, bare)
        or _compared(frame, bare)
        or _of_two(frame, bare)
        or _of_which(frame, bare)
        or _of_rows(frame, bare)
    )


def _plain(frame: Frame, said: str) -> str:
    """more in London or Leeds, what do they usually buy, sort by that, what is that as a rate."""
    metric = frame.state.metric if frame.state.last == "metric" else None
    if (found := _EITHER.match(said)) is not None:
        return f"{found['one']} vs {found['other']}"
    if _USUALLY.match(said):
        return "what do they buy most"
    if _AS_RATE.match(said):
        return "as a rate" if metric is None else "in percentages please"
    known = frame.vocabulary.dictionary.measures
    if metric is not None and _SORT_THAT.match(said) and metric.measures[-1] in known:
        return f"sort by {known[metric.measures[-1]].label.en.casefold()}"
    return ""


def _campaign_before(frame: Frame, said: str) -> str:
    """vs the one before, after figures of one campaign: the one that was sent before it."""
    found = _ONE_BEFORE.match(said)
    named = [f for f in facts_of(frame.state) if f["field"] == "campaign" and f.get("op") == "is"] if found else []
    if found is None or len(named) != 1 or len(named[0]["values"]) != 1:
        return ""
    sent = [name for name, _ in frame.vocabulary.campaigns_sent]
    told = str(named[0]["values"][0])
    before = sent[sent.index(told) + 1 :] if told in sent else []
    if not before:
        return ""
    return f"how does that compare with {before[0]}" if found["against"] else f"and {before[0]}"


def _compared(frame: Frame, said: str) -> str:
    """is that more than last year, is it getting worse."""
    plain = not any(s.has("number", "money", "pieces", "times", "percent") and not s.has("period") for s in frame.spans)
    for rule in _AGAINST:
        found = rule.match(said)
        if found is not None and plain and frame.has("period", "value", "values", "compare", "earlier", "that_period"):
            return f"how does that compare with {found['other']}"
    metric = frame.state.metric
    if frame.state.last != "metric" or metric is None or not _MOVING.match(said):
        return ""
    if set(metric.dimensions) & {"day", "week", "month", "quarter", "year"}:
        return ""
    start, end = bounds(metric.period, frame.today) if metric.period else (None, None)
    short = start is not None and ((end or frame.today) - start).days < _WEEKS
    return "compared with the period before" if short else "by month"


def _of_two(frame: Frame, said: str) -> str:
    """which of the two is bigger, the difference between them, both by month: of the last two answers."""
    rows = frame.state.last == "metric" and frame.state.metric is not None and bool(frame.state.metric.dimensions)
    if (found := _WHICH.match(said)) is not None:
        if rows:
            least = found["end"] in ("lower", "smaller", "less", "fewer", "weaker")
            return "" if found["end"] == "worse" else f"which one is the {'lowest' if least else 'highest'}"
        return "compare the two" if _pair(frame) else ""
    if (found := _APART.match(said)) is not None and (_pair(frame) or "between" in said):
        return "compare the two"
    found, told = _BOTH_BY.match(said), frame.state.last == "metric" and _pair(frame)
    return f"both side by side {found['by']}" if found is not None and told and not rows else ""


def _pair(frame: Frame) -> bool:
    """Whether the last two answers are of the same kind and differ."""
    now, past = frame.state, frame.state.trail[-1] if frame.state.trail else None
    if past is None or past.figures != now.figures:
        return False
    if now.figures == "metric":
        same = now.metric is not None and past.metric is not None and now.metric.measures == past.metric.measures
        return same and now.metric != past.metric and not (past.metric and past.metric.dimensions)
    return now.audience != past.audience and bool(facts_of(now))


def _of_which(frame: Frame, said: str) -> str:
    """of which women: so many of the people told, or that part of the figure."""
    found = _OF_WHICH.match(said)
    if found is None:
        return ""
    rest, metric = found["rest"], frame.state.metric
    if frame.state.last == "metric" and of_one(metric) and metric is not None:
        spec = frame.vocabulary.dictionary.measures.get(metric.measures[0])
        return f"how {'much of that' if spec is not None and spec.type == 'money' else 'many of those'} {rest}"
    if frame.state.last == "metric":
        return f"only {rest.removeprefix('only ')}"
    return f"how many of them {rest}" if _DEEDS.match(rest) else f"how many of them are {rest}"


def _of_rows(frame: Frame, said: str) -> str:
    """and the second one, after the best row alone; what share is the first one, of the rows shown."""
    metric = frame.state.metric
    if frame.state.last != "metric" or metric is None or len(metric.dimensions) != 1 or not frame.state.rows:
        return ""
    if _ROW_SHARE.match(said) and not metric.share:
        return "in percentages please"
    found = _NEXT_ROW.match(said)
    place = _PLACES[found["place"]] if found is not None else 0
    if found is None or metric.sort is None or not metric.limit or len(frame.state.rows) != metric.limit:
        return ""
    highest = metric.sort.descending
    if found["end"]:
        highest = not re.search("low|few|small|worst", found["end"])
    return f"{'top' if highest else 'bottom'} {place}" if place > metric.limit else ""
