"""What was sent, when, to how many, what came of it: figures of campaigns, carts and views, whichever way asked."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.campaigns.campaigns import EVENT_MEASURES
from assistant.planner.grammar.campaigns.conversions import WINDOW, window_said
from assistant.planner.intents.campaigns.facts.said import Said, read_words
from assistant.planner.intents.questions.notes import window_note
from assistant.planner.reading import Call, Reading
from tools.definitions import CONVERSIONS, After, Filter, Metric, Sort

_COUNTS = {
    "sent": "sends",
    "open": "opens",
    "click": "clicks",
    "unsubscribe": "unsubscribes",
    "view": "views",
    "cart": "carts",
}
_SALES = {"net_revenue", "orders", "buyers", "average_order_value"}
_SITE = {"views", "carts"}
_BASES = ("cart", "view", "click", "open", "sent")
_CLOCK = ("hour", "weekday", "day", "week", "month")
_LISTED = 10


def read_campaign_figures(frame: Frame) -> Reading | None:
    """Figures of messages, carts and views that the grammar of figures did not read."""
    return _read(frame) if frame.state.last is None or not frame.state.last else None


def read_conversions(frame: Frame) -> Reading | None:
    """Conversion, attribution by the first or last touch, send dates: read here before words are taken otherwise."""
    if frame.state.last:
        return None
    said = _words(frame)
    if said is None or not (_converts(said) or said.touch or _of_many(said) or set(said.acts) & {"view", "cart"}):
        return None
    return _made(frame, said)


def _words(frame: Frame) -> Said | None:
    known = frame.vocabulary.dictionary.measures
    return read_words(frame) if "sends" in known or "views" in known else None


def _read(frame: Frame) -> Reading | None:
    said = _words(frame)
    return _made(frame, said) if said is not None else None


def _of_many(said: Said) -> bool:
    """Send dates and recipients of several campaigns, the one with most of them, how many campaigns were sent."""
    ranked = "sends" in said.facts and said.has("most", "least", "ordered")
    counted = said.measures == ["campaigns"] and "sent" in said.acts
    return ranked or counted or ("campaign" in said.rows and bool({"date", "sends"} & set(said.facts)))


def _converts(said: Said) -> bool:
    of_messages = said.named.messages or "campaign" in said.rows
    told = said.has("turned", "to_order") and bool(said.acts or of_messages)
    return told or bool(set(said.facts) & CONVERSIONS)


def _made(frame: Frame, said: Said) -> Reading | None:
    measures = _measures(said)
    if not measures or not set(measures) <= set(frame.vocabulary.dictionary.measures):
        return None
    dimensions = _dimensions(said, measures)
    if dimensions is None or len(dimensions) > 3 or len(measures) > 6:
        return None
    follows = bool(set(measures) & (_SALES | CONVERSIONS))
    if follows and not (said.named.messages or said.named.channels or said.rows or said.acts or said.touch):
        return None
    if said.window is not None and not follows:
        return None
    if set(measures) & _SITE and (said.named.messages or set(measures) - _SITE):
        return None
    after = _after(said, measures) if follows else None
    if follows and after is None:
        return None
    metric = Metric(
        measures=measures,
        dimensions=dimensions,
        where=_where(said) if set(measures) - _SALES - CONVERSIONS or after is None else [],
        after=after,
        period=said.period,
        **_order(said, measures, dimensions),
    )
    reading = frame.reading("metric", metric=metric, calls=[Call("measure", {"metric": metric.compact()})])
    reading.account = said.account
    if after is not None and said.window is None:
        reading.notes.append(window_said(frame, after) if set(measures) & CONVERSIONS else window_note(frame))
    return reading


def _measures(said: Said) -> list[str]:
    """The figures that are asked for, each once."""
    if _converts(said):
        counted = said.has("turned") and said.has("tally") and not said.has("part_of")
        rate = "conversion_rate" in said.facts or not (counted or "conversions" in said.facts)
        others = [m for m in said.measures if m in EVENT_MEASURES | _SALES and m != "campaigns" and m != "orders"]
        return list(dict.fromkeys(["conversion_rate" if rate else "conversions", *others]))
    if said.measures == ["campaigns"] and set(said.acts) <= {"sent"} and not said.facts:
        return ["campaigns", "sends"]
    found = [m for m in said.measures if m != "campaigns"]
    sold = bool(set(found) & _SALES)
    acts = [] if sold and not said.has("tally") else [_COUNTS[a] for a in said.acts]
    if len(acts) > 1 and "sends" in acts and not said.has("tally"):
        acts.remove("sends")
    found += [name for name in acts if name not in found]
    found += ["sends"] if {"sends", "date"} & set(said.facts) and "sends" not in found else []
    if not found and "campaign" in said.rows and said.has("listing"):
        found = ["sends"]
    return list(dict.fromkeys(found))


def _dimensions(said: Said, measures: list[str]) -> list[str] | None:
    """What makes the rows."""
    rows = list(dict.fromkeys([*said.rows, *said.fields]))
    if "campaigns" in measures:
        rows = [name for name in rows if name != "campaign"]
    several = len(said.named.campaigns) > 1
    dated = "date" in said.facts
    if (several or dated) and "campaign" not in rows and not (set(rows) & set(_CLOCK)):
        rows.insert(0, "campaign")
    if dated:
        rows.insert(rows.index("campaign") + 1 if "campaign" in rows else 0, "campaign_date")
    if len(said.named.channels) > 1 and not rows:
        rows.append("campaign_channel")
    if said.named.campaigns and not several and not dated and rows == ["campaign"]:
        rows = []
    goods = {"product", "category"} & set(rows)
    if goods and not set(measures) & (_SITE | CONVERSIONS):
        return None
    if goods and not said.has("most", "least", "which", "ordered"):
        rows = [name for name in rows if name != "product"]
    return rows


def _where(said: Said) -> list[Filter]:
    named = said.named
    where = [Filter(field="campaign", values=[*named.campaigns])] if named.campaigns else []
    return where + ([Filter(field="campaign_channel", values=[*named.channels])] if named.channels else [])


def _after(said: Said, measures: list[str]) -> After | None:
    """From which act orders are counted, and how long; None where nothing tells which act it is."""
    bases = [act for act in _BASES if act in said.acts]
    if set(measures) & {"opens", "clicks"}:
        bases = [act for act in bases if act in ("cart", "view")]
    told = said.named.messages or said.named.channels or {"campaign", "campaign_channel"} & set(said.rows) or said.touch
    if not bases and not told:
        return None
    return After(
        event=bases[0] if bases else "sent",
        within_days=said.window or WINDOW,
        where=[] if bases and bases[0] in ("cart", "view") else _where(said),
        touch="first" if said.touch == "first" else "last",
    )


def _order(said: Said, measures: list[str], dimensions: list[str]) -> dict[str, object]:
    """Highest first, the five lowest, by date."""
    if not dimensions:
        return {}
    lowest = said.has("least", "ascending")
    if said.has("most", "least", "ordered") or (said.count is not None and not said.named.latest):
        by = measures[0] if len(measures) == 1 else next((m for m in measures if m.endswith("rate")), measures[0])
        made: dict[str, object] = {"sort": Sort(by=by, descending=not lowest)}
        limit = said.count or (
            None if said.has("ordered") else _LISTED if _plural(said) else 1 if _single(said) else None
        )
        limit = 1 if limit is None and set(dimensions) & {"hour", "weekday"} and not said.has("ordered") else limit
        return made | ({"limit": limit} if limit else {})
    return {"sort": Sort(by="campaign_date", descending=False)} if "campaign_date" in dimensions else {}


def _single(said: Said) -> bool:
    """which campaign, 哪个渠道: the first of them."""
    return said.has("which") or any(w.casefold().startswith(("which ", "what ", "哪")) for w, _ in said.account)


def _plural(said: Said) -> bool:
    """which campaigns, 哪些活动: some of them."""
    words = [word.casefold() for word, role in said.account if role.startswith("row")]
    asked = [word for word, _ in said.account if word in ("哪些", "是哪些", "哪几个", "哪些商品")]
    return bool(asked) or any(word.endswith("s") for word in words)
