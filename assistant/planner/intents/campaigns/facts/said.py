"""The words of a question about messages, carts and views, sorted by what they tell; one word more and it is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from assistant.planner.frame import Frame
from assistant.planner.grammar.campaigns.holiday_mailings import holiday_mailings
from assistant.planner.intents.campaigns.facts.campaigns_named import Named, names_in
from assistant.planner.lexicon import Lexicon, lexicon_of
from assistant.planner.spans import Span
from tools.definitions import Filter, Period

KINDS = (
    "fact", "turned", "unturned", "abandoned", "losing", "to_order", "part_of", "act", "tally", "most", "least",
    "ordered", "split", "asked", "touch", "bought", "credit", "earliest", "selling", "following", "listing", "light",
)  # fmt: skip
MEASURES = {
    "sends": "sends", "opens": "opens", "clicks": "clicks", "unsubscribes": "unsubscribes", "open_rate": "open_rate",
    "click_rate": "click_rate", "click_to_open_rate": "click_to_open_rate", "unsubscribe_rate": "unsubscribe_rate",
    "campaigns": "campaigns", "views": "views", "carts": "carts", "net_revenue": "net_revenue", "orders": "orders",
    "buyers": "buyers", "average_order_value": "average_order_value",
}  # fmt: skip
_REFUSED = ("not", "never", "except", "only", "but", "average", "median")
_LOOKING_BACK = (
    "last", "past", "the last", "the past", "in the last", "in the past", "over the", "最近", "近", "过去", "前",
)  # fmt: skip
_ACTS = {"views": "view", "carts": "cart", "clicks": "click", "opens": "open"}
_HOW = ("how", "How", "How did", "how did")
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
    splits: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    """Every kind of word that occurs."""
    where: list[Filter] = field(default_factory=list)
    """Goods and weekdays told."""
    period: Period | None = None
    window: int | None = None
    count: int | None = None
    touch: str = ""
    account: list[tuple[str, str]] = field(default_factory=list)

    def sides(self) -> int:
        """How many campaigns, channels or weekdays are set against each other."""
        days = sum(len(one.values) for one in self.where if one.field == "weekday")
        return max(len(self.named.campaigns), len(self.named.channels), days)

    def has(self, *kinds: str) -> bool:
        """Whether a word of one of these kinds occurs."""
        return any(kind in self.kinds for kind in kinds)


@cache
def _words() -> Lexicon:
    return lexicon_of("campaign_facts")


def read_words(frame: Frame) -> Said | None:
    """Every word sorted; None where one of them tells something else."""
    spans = holiday_mailings(frame.tagger.tag(frame.text, _words()), frame.vocabulary)
    if _of_people(spans):
        return None
    named = names_in(frame, spans)
    said = Said(named, kinds=["for_each"] if _for_each(spans) else [])
    for index, span in enumerate(spans):
        role = "campaign" if index in named.places else _sort(frame, spans, index, said)
        if not role:
            return None
        said.account.append((span.text, role))
    return said


def _of_people(spans: list[Span]) -> bool:
    """which of our customers, who opened: people are asked for, and no figure."""
    for index, span in enumerate(spans):
        visited = any(_visits(one) for one in spans[:index])
        if visited and span.has("people") and (span.text[:1] == "的" or spans[index - 1].text.endswith("的")):
            return True  # 上个月浏览的客户有多少
        if visited and span.text in ("人数", "的人数", "客户数"):
            return True
        if span.text.casefold().endswith(("who", "谁")) and not span.has("split", "fact", "turned"):
            return True
        at = index + 1
        while at < len(spans) and spans[at].text.casefold() in ("of", "our", "the", "of our", "of the", "的"):
            at += 1
        if span.has("which", "asked", "list") and at < len(spans) and spans[at].has("people", "agent"):
            return True
    return False


def _visits(span: Span) -> bool:
    """浏览, 加购: what is done with goods before they are bought."""
    return span.value("act") in ("view", "cart") or span.value("verb") in ("view", "cart") or span.has("abandoned")


def _for_each(spans: list[Span]) -> bool:
    """revenue per e-mail opened, 每封邮件带来的销售额: one figure divided by another."""
    for index, span in enumerate(spans[:-1]):
        after = spans[index + 1]
        acted = after.has("act", "mail_noun") or any(s.kind == "measure" and s.value in MEASURES for s in after.senses)
        if span.text.casefold() in _EACH and acted and not after.has("split"):
            return True
    return False


_EACH = ("per", "每", "每次", "每封", "每条", "每个", "each")


def _sort(frame: Frame, spans: list[Span], index: int, said: Said) -> str:
    """Note what one word tells; "" where it tells nothing of the kind."""
    span = spans[index]
    if span.has(*_REFUSED) and not span.has("fact", "touch", "turned", "unturned", "abandoned"):
        return ""
    if span.text.casefold() in ("after", "following") and index + 1 in said.named.places:
        return "after the message"
    if span.has("when_cue") and said.has("goods"):
        return "filler"
    if (goods := _goods(span)) is not None:
        return _narrowed(goods, said)
    if span.has("or") and (len(said.named.channels) > 1 or said.has("goods")):
        return "filler"
    if span.has("period"):
        return _timed(span, said)
    if span.has("number", "duration", "pieces") and not span.has(*KINDS):
        return _numbered(span, said)
    kind = next((kind for kind in KINDS if span.has(kind)), "")
    measure = next((s.value for s in span.senses if s.kind == "measure" and s.value in MEASURES), None)
    if measure and kind in ("", "light", "listing", "credit", "tally"):
        said.measures.append(str(measure))
        said.kinds.append("measure")
        return f"measure: {measure}"
    if kind:
        return _known(span, kind, said)
    if loosely := _loosely(span, said):
        return loosely
    if span.value("field") == "campaign":
        said.splits.append("campaign")
        said.kinds.append("split")
        return "split: campaign"
    if span.has("field") and not span.has("value", "values"):
        return _split(frame, str(span.value("field")), said)
    compared = span.has("more_word", "contest", "cmp_post") or span.text.casefold() in _COMPARED
    if compared and said.sides() > 1:
        said.kinds.append("most")
        return "compared"
    if span.has("filler", "break", "place", "for", "versus", "and", "which", "mail_noun") or span.text in _HOW:
        said.kinds += ["versus"] if span.has("versus") else []
        return "filler"
    return ""


def _narrowed(goods: Filter, said: Said) -> str:
    """Of which goods, on which days; two of a field are either of them."""
    told = next((one for one in said.where if one.field == goods.field), None)
    if told is not None:
        told.values.extend(goods.values)
    else:
        said.where.append(goods)
    said.kinds.append("goods")
    return f"filter: {goods.field}"


def _loosely(span: Span, said: Said) -> str:
    """most viewed, descending: what other words of the planner tell likewise."""
    for kind, told in _LOOSELY.items():
        if span.has(kind):
            said.kinds += [told, kind]
            said.acts += [_ACTS[done]] if kind in _DONE and (done := str(span.value(kind))) in _ACTS else []
            return told
    return ""


_COMPARED = ("more", "better", "higher", "更好", "更高", "更多", "更强")


def _goods(span: Span) -> Filter | None:
    """skincare, 护肤品, Monday: of which goods, or on which weekdays."""
    for sense in span.senses:
        if sense.kind == "value" and sense.value[0] in ("category", "subcategory", "brand", "weekday"):
            return Filter(field=str(sense.value[0]), values=[sense.value[1]])
    return None


def _known(span: Span, kind: str, said: Said) -> str:
    value = str(span.value(kind) or "")
    said.kinds.append(kind)
    if kind == "fact":
        said.facts.append(value)
    elif kind == "act":
        said.acts.append(value)
    elif kind == "split":
        said.splits.append(value)
    elif kind == "touch":
        said.touch = value
    elif kind == "losing":
        said.acts.append("unsubscribe")
        said.kinds.append("most")
    elif kind == "abandoned":
        said.acts.append("cart")
        said.kinds.append("unturned")
    return f"{kind}: {value}" if value else "filler" if kind in ("light", "listing", "tally") else kind


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
    if span.has("pieces") and span.text.casefold().endswith(_GOODS_SAID) and "product" not in said.splits:
        said.splits.append("product")  # 浏览最多的10个商品
    return "number of rows"


_GOODS_SAID = ("商品", "产品", "单品", "货品", "products", "items", "articles")
