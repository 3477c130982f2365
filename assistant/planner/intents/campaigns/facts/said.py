"""The words of a question about messages, carts and views, sorted by what they tell; one word more and it is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from assistant.planner.frame import Frame
from assistant.planner.grammar.campaigns.holiday_mailings import holiday_mailings
from assistant.planner.intents.campaigns.facts.campaigns_named import Named, names_in
from assistant.planner.lexicon import Lexicon, Sense
from assistant.planner.spans import Span
from assistant.planner.words import entries
from tools.definitions import Period

KINDS = (
    "fact", "turned", "to_order", "part_of", "act", "tally", "most", "least", "ordered", "row", "which", "touch",
    "credit", "listing", "plain",
)  # fmt: skip
MEASURES = {
    "sends": "sends", "opens": "opens", "clicks": "clicks", "unsubscribes": "unsubscribes", "open_rate": "open_rate",
    "click_rate": "click_rate", "click_to_open_rate": "click_to_open_rate", "unsubscribe_rate": "unsubscribe_rate",
    "campaigns": "campaigns", "views": "views", "carts": "carts", "net_revenue": "net_revenue", "orders": "orders",
    "buyers": "buyers", "average_order_value": "average_order_value",
}  # fmt: skip
_REFUSED = ("not", "never", "except", "only", "but", "contest", "average", "median")
_LOOKING_BACK = (
    "last", "past", "the last", "the past", "in the last", "in the past", "over the", "最近", "近", "过去", "前",
)  # fmt: skip
_DONE = ("most_done", "least_done")
_LOOSELY = {"most_done": "most", "least_done": "least", "descending": "ordered", "ascending": "ordered"}
_UNIT_DAYS = {"day": 1, "week": 7, "month": 30}


@dataclass
class Said:
    """What the words of one question tell, in the order of the words."""

    named: Named
    measures: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    """Every kind of word that occurs."""
    period: Period | None = None
    window: int | None = None
    count: int | None = None
    touch: str = ""
    account: list[tuple[str, str]] = field(default_factory=list)

    def has(self, *kinds: str) -> bool:
        """Whether a word of one of these kinds occurs."""
        return any(kind in self.kinds for kind in kinds)


@cache
def _words() -> Lexicon:
    lexicon = Lexicon()
    for kind, value, form in entries("campaign_facts"):
        lexicon.add(form, Sense(kind, value))
    return lexicon


def read_words(frame: Frame) -> Said | None:
    """Every word sorted; None where one of them tells something else."""
    spans = holiday_mailings(frame.tagger.tag(frame.text, _words()), frame.vocabulary)
    if _of_people(spans) or _for_each(spans):
        return None
    named = names_in(frame, spans)
    said = Said(named)
    for index, span in enumerate(spans):
        role = "campaign" if index in named.places else _sort(frame, spans, index, said)
        if not role:
            return None
        said.account.append((span.text, role))
    return said


def _of_people(spans: list[Span]) -> bool:
    """which of our customers, who opened: people are asked for, and no figure."""
    for index, span in enumerate(spans):
        if span.has("who") and not span.has("which", "row", "fact", "turned"):
            return True
        at = index + 1
        while at < len(spans) and spans[at].text.casefold() in ("of", "our", "the", "的"):
            at += 1
        asked = span.text.casefold() in ("which", "what", "which of", "list", "哪些", "列出")
        if asked and at < len(spans) and spans[at].has("people", "agent"):
            return True
    return False


def _for_each(spans: list[Span]) -> bool:
    """revenue per e-mail opened, 每封邮件带来的销售额: one figure divided by another."""
    for index, span in enumerate(spans[:-1]):
        after = spans[index + 1]
        acted = after.has("act", "mail_noun") or any(s.kind == "measure" and s.value in MEASURES for s in after.senses)
        if span.text.casefold() in _EACH and acted and not after.has("row"):
            return True
    return False


_EACH = ("per", "每", "每次", "每封", "每条", "每个", "each")


def _sort(frame: Frame, spans: list[Span], index: int, said: Said) -> str:
    """Note what one word tells; "" where it tells nothing of the kind."""
    span = spans[index]
    if span.has(*_REFUSED) and not span.has("fact", "touch", "turned"):
        return ""
    if span.has("period"):
        return _timed(span, said)
    if span.has("number", "duration", "pieces") and not span.has(*KINDS):
        return _numbered(span, said)
    kind = next((kind for kind in KINDS if span.has(kind)), "")
    measure = next((s.value for s in span.senses if s.kind == "measure" and s.value in MEASURES), None)
    if measure and kind in ("", "plain", "listing", "credit", "tally"):
        said.measures.append(str(measure))
        said.kinds.append("measure")
        return f"measure: {measure}"
    if kind:
        return _known(span, kind, said)
    for kind, told in _LOOSELY.items():
        if span.has(kind):
            said.kinds += [told, kind]
            said.acts += [{"views": "view", "carts": "cart"}.get(str(span.value(kind)), "")] if kind in _DONE else []
            return told
    if span.has("field") and not span.has("value", "values"):
        return _split(frame, str(span.value("field")), said)
    if span.has("filler", "break", "place", "for", "versus", "and", "which", "mail_noun"):
        said.kinds += ["versus"] if span.has("versus") else []
        return "filler"
    return ""


def _known(span: Span, kind: str, said: Said) -> str:
    value = str(span.value(kind) or "")
    said.kinds.append(kind)
    if kind == "fact":
        said.facts.append(value)
    elif kind == "act":
        said.acts.append(value)
    elif kind == "row":
        said.rows.append(value)
    elif kind == "touch":
        said.touch = value
    return f"{kind}: {value}" if value else "filler"


def _split(frame: Frame, name: str, said: Said) -> str:
    """by country, 各等级: a fact of customers that makes rows."""
    spec = frame.vocabulary.dictionary.fields.get(name)
    if spec is None or not spec.groupable or spec.level != "customer" or spec.numeric:
        return ""
    said.fields.append(name)
    said.kinds.append("field")
    return f"split by {name}"


def _timed(span: Span, said: Said) -> str:
    """In which days, or within how many after a message."""
    period: Period = span.value("period")
    if period.kind == "rolling" and not span.text.casefold().startswith(_LOOKING_BACK):
        if said.window is not None or period.unit not in _UNIT_DAYS:
            return ""
        said.window = (period.count or 1) * _UNIT_DAYS[period.unit]
        return "window"
    if said.period is not None:
        return ""
    said.period = period
    return "period"


def _numbered(span: Span, said: Said) -> str:
    """the top 5; a 7-day window."""
    if span.has("duration"):
        count, unit = span.value("duration")
        if said.window is not None or unit not in _UNIT_DAYS:
            return ""
        said.window = int(count) * _UNIT_DAYS[unit]
        return "window"
    value = span.value("number") or span.value("pieces") or 0
    value = value[0] if isinstance(value, tuple) else value
    if said.count is not None or not float(value).is_integer() or not 0 < value <= 100:
        return ""
    said.count = int(value)
    return "number of rows"
