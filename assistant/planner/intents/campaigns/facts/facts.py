"""What was sent, when, to how many, what came of it: figures of campaigns, carts and views, whichever way asked."""

from __future__ import annotations

import re

from assistant.planner.frame import Frame
from assistant.planner.grammar.campaigns.campaigns import EVENT_MEASURES
from assistant.planner.grammar.campaigns.conversions import WINDOW, window_said
from assistant.planner.intents.campaigns.facts.ordering import order_of
from assistant.planner.intents.campaigns.facts.said import Said, read_words
from assistant.planner.intents.questions.notes import window_note
from assistant.planner.intents.questions.views_to_carts import read_view_to_cart
from assistant.planner.reading import Call, Reading
from tools.definitions import CONVERSIONS, After, Filter, Metric

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
_COUNTED_FROM = re.compile(r"\b(?:days?|weeks?) after (?:it|they|them|the|being|getting|receiving)\b", re.IGNORECASE)
_CLOCK = ("hour", "weekday", "day", "week", "month")


def read_campaign_figures(frame: Frame) -> Reading | None:
    """Figures of messages, carts and views that the grammar of figures did not read."""
    if frame.state.last:
        return None
    said = _words(frame)
    return _made(frame, said) if said is not None else None


def read_conversions(frame: Frame) -> Reading | None:
    """Conversion, attribution by the first or last touch, send dates: read here before words are taken otherwise."""
    if frame.state.last:
        return None
    if (people := read_view_to_cart(frame)) is not None:
        return people
    said = _words(frame)
    if said is None or not (_converts(said) or said.touch or _of_many(said) or _done(said)):
        return None
    return _made(frame, said)


def _words(frame: Frame) -> Said | None:
    known = frame.vocabulary.dictionary.measures
    if _COUNTED_FROM.search(frame.text.normal):
        return None  # in the 7 days after it was sent to them: a window of each person's own, and no days of the year
    return read_words(frame) if "sends" in known or "views" in known else None


def _of_many(said: Said) -> bool:
    """Send dates and recipients of several campaigns, the one with most of them, how many campaigns were sent."""
    ranked = "sends" in said.facts and said.has("most", "least", "ordered")
    counted = said.measures == ["campaigns"] and "sent" in said.acts
    both = {"date", "sends"} <= set(said.facts)
    sold = said.has("selling") and (said.named.messages or "campaign" in said.splits)
    channel = bool(said.named.channels) and not said.named.campaigns
    dated = (
        "date" in said.facts and not said.named.campaigns and (said.has("earliest") or said.acts == ["sent"] or channel)
    )
    beside = bool(said.named.campaigns) and "sends" in said.facts and bool(said.acts or said.measures)
    return ranked or counted or both or sold or dated or beside or said.has("losing") or (
        "campaign" in said.splits and bool({"date", "sends"} & set(said.facts))
    )  # fmt: skip


def _done(said: Said) -> bool:
    """Views and carts; several deeds listed of every campaign; when people open and click."""
    site = bool(set(said.acts) & {"view", "cart"})
    listed = (
        "campaign" in said.splits and "sent" in said.acts and len(set(said.acts) & {"open", "click", "unsubscribe"}) > 1
    )
    timed = bool({"hour", "weekday"} & set(said.splits)) and bool(set(said.acts) & {"open", "click"})
    ranked = said.has("most", "least") and len(said.named.channels) == 1 and not said.splits and bool(said.acts)
    return site or listed or timed or (ranked and said.has("asked") and not said.named.campaigns)


def _converts(said: Said) -> bool:
    of_messages = said.named.messages or "campaign" in said.splits
    told = said.has("turned", "to_order", "unturned") and bool(said.acts or of_messages)
    bought = said.has("bought") and said.window is not None and bool(set(said.acts) & {"cart", "view"})
    return told or bought or bool(set(said.facts) & CONVERSIONS)


def _made(frame: Frame, said: Said) -> Reading | None:
    measures = _measures(said)
    if not measures or not set(measures) <= set(frame.vocabulary.dictionary.measures):
        return None
    splits = _splits(said, measures)
    follows = bool(set(measures) & (_SALES | CONVERSIONS))
    if splits is None or len(splits) > 3 or len(measures) > 6 or not _fits(said, measures, follows):
        return None
    after = _after(said, measures) if follows else None
    if follows and after is None:
        return None
    metric = Metric(
        measures=measures,
        dimensions=splits,
        where=[*said.where, *(_where(said) if set(measures) - _SALES - CONVERSIONS else [])],
        after=after,
        period=said.period,
        **order_of(said, measures, splits),
    )
    reading = frame.reading("metric", metric=metric, calls=[Call("measure", {"metric": metric.compact()})])
    reading.account = said.account
    reading.notes += _notes(frame, said, metric)
    return reading


def _fits(said: Said, measures: list[str], follows: bool) -> bool:
    """Whether what is told goes together: a window with what follows messages, goods with views and carts."""
    of_messages = said.named.messages or bool(said.named.channels)
    if follows and not (of_messages or said.splits or said.acts or said.touch):
        return False
    if said.has("for_each") and set(measures) & _SALES and "campaign" not in said.splits:
        return False
    if said.count is not None and not said.has("most", "least", "ordered", "selling", "asked", "earliest"):
        return False
    if (said.window is not None or said.has("following")) and not follows:
        return False
    if said.has("bought") and not (set(measures) & CONVERSIONS and said.window is not None):
        return False
    if said.has("unturned") and not set(measures) & CONVERSIONS:
        return False
    goods = any(one.field != "weekday" for one in said.where)
    site = bool(set(measures) & _SITE) or (
        bool(set(measures) & CONVERSIONS) and bool(set(said.acts) & {"view", "cart"})
    )
    if goods and not site:
        return False
    return not (set(measures) & _SITE and (of_messages or set(measures) - _SITE))


def _measures(said: Said) -> list[str]:
    """The figures that are asked for, each once."""
    if _converts(said):
        counted = said.has("turned", "bought") and said.has("tally") and not said.has("part_of", "unturned")
        if said.has("unturned") and not said.has("part_of", "abandoned"):
            return []
        rate = "conversion_rate" in said.facts or not (counted or "conversions" in said.facts)
        others = [m for m in said.measures if m in EVENT_MEASURES | _SALES and m not in ("campaigns", "orders")]
        return list(dict.fromkeys(["conversion_rate" if rate else "conversions", *others]))
    if said.measures == ["campaigns"] and set(said.acts) <= {"sent"} and not said.facts:
        return ["campaigns", "sends"]
    found = [m for m in said.measures if m != "campaigns"]
    found += ["net_revenue"] if said.has("selling") and not set(found) & _SALES else []
    sold = bool(set(found) & _SALES)
    acts = [] if sold and not said.has("tally") else [_COUNTS[a] for a in said.acts]
    if len(acts) > 1 and "sends" in acts and not said.has("tally"):
        acts.remove("sends") if not {"campaign"} & set(said.splits) else None
    found += [name for name in acts if name not in found]
    asked = {"sends"} if _by_days(said) else {"sends", "date"}
    found += ["sends"] if asked & set(said.facts) and "sends" not in found else []
    if found in ([], ["sends"]) and "campaign" in said.splits and said.has("listing") and "date" not in said.facts:
        found, said.facts = ["sends"], [*said.facts, "date"]
    return list(dict.fromkeys(found))


def _splits(said: Said, measures: list[str]) -> list[str] | None:
    """What makes the rows; None where these figures cannot be split so."""
    rows = list(dict.fromkeys([*said.splits, *said.fields]))
    if "campaigns" in measures:
        rows = [name for name in rows if name != "campaign"]
    several, dated = len(said.named.campaigns) > 1, "date" in said.facts and not _by_days(said)
    one_of = said.has("most", "least", "selling") and said.named.messages and not said.named.campaigns
    if (several or dated or (one_of and not rows and len(said.named.channels) < 2)) and "campaign" not in rows:
        rows = rows if set(rows) & set(_CLOCK) else ["campaign", *rows]
    if dated:
        rows.insert(rows.index("campaign") + 1 if "campaign" in rows else 0, "campaign_date")
    if not rows and len(said.named.channels) > 1:
        rows.append("campaign_channel")
    if not rows and _by_days(said):
        rows.append("weekday")
    if said.named.campaigns and not several and not dated and rows == ["campaign"]:
        rows = []
    goods = {"product", "category"} & set(rows)
    if goods and not set(measures) & (_SITE | CONVERSIONS):
        return None
    if goods and not said.has("most", "least", "asked", "ordered"):
        rows = [name for name in rows if name != "product"]
    return rows


def _by_days(said: Said) -> bool:
    """Monday or Thursday: which of the weekdays."""
    return any(one.field == "weekday" and len(one.values) > 1 for one in said.where)


def _where(said: Said) -> list[Filter]:
    named = said.named
    where = [Filter(field="campaign", values=[*named.campaigns])] if named.campaigns else []
    return where + ([Filter(field="campaign_channel", values=[*named.channels])] if named.channels else [])


def _after(said: Said, measures: list[str]) -> After | None:
    """From which act orders are counted, and how long; None where nothing tells which act it is."""
    bases = [act for act in _BASES if act in said.acts]
    if set(measures) & {"opens", "clicks"}:
        bases = [act for act in bases if act in ("cart", "view")]
    told = (
        said.named.messages or said.named.channels or {"campaign", "campaign_channel"} & set(said.splits) or said.touch
    )
    if not bases and not told:
        return None
    site = bool(bases) and bases[0] in ("cart", "view")
    return After(
        event=bases[0] if bases else "sent",
        within_days=said.window or WINDOW,
        where=[] if site else _where(said),
        touch="first" if said.touch == "first" else "last",
    )


def _notes(frame: Frame, said: Said, metric: Metric) -> list[str]:
    """How long after what orders were counted, and that the others are the rest."""
    notes = []
    converted = bool(set(metric.measures) & CONVERSIONS)
    if metric.after is not None and (said.window is None or converted):
        notes.append(window_said(frame, metric.after) if converted else window_note(frame))
    if said.has("unturned"):
        notes.append(frame.say(
            "This is the share that did end in an order; all the others did not.",
            "这是最终下单的比例；其余的都没有下单。",
        ))  # fmt: skip
    return notes
