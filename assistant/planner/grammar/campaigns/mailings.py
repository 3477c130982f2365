"""Campaigns as rows, and what was done with one as a list of figures: each mailing; sent, opened, clicked."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

_GOT = ("got", "get", "gets", "had", "received")
_COUNTS = {"receive": "sends", "sent": "sends", "open": "opens", "click": "clicks", "unsubscribe": "unsubscribes"}
_RESPONSES = (*_COUNTS.values(), "open_rate", "click_rate", "click_to_open_rate", "unsubscribe_rate")
_ASKING = ("by", "which", "top", "bottom", "list", "each_row", "all_rows", "rank_verb")
_BETWEEN = ("filler", "number", "group", "period", "contact_noun", "measure", "place")
_APART = (",", "，", "、", "/")


def campaign_rows(slots: Slots, index: int) -> bool:
    """each campaign, which campaign, by campaign, sms campaigns … each: rows of campaigns."""
    field = slots.value(index, "field") == "campaign" and not slots.used(index) and not slots.has(index, "group")
    if not field:
        return False
    before = slots.before(index, lambda item: item.has(*_BETWEEN) and not item.has(*_ASKING))
    alone = slots[index].text.startswith(("每", "各")) or _ranked_by(slots, index)
    each = slots.find("each_row", "respectively", "top", "bottom", "best_selling", free=False) is not None
    return alone or each or slots.has(before, *_ASKING) or slots.has(index - 1, "by", "which")


def _ranked_by(slots: Slots, index: int) -> bool:
    """email campaigns of 2026 by open rate: rows that are put in order, behind the word for them."""
    ordered = (i for i in slots.all("by", "rank_by", free=False) if i > index)
    return any(slots.value(i + 1, "measure") in _RESPONSES for i in ordered)


def count_acts(slots: Slots) -> None:
    """sent, opened, clicked, opted out; how many recipients and how many opened it: what was done, counted."""
    named = any(getattr(slots.value(i, "group"), "field", "") == "campaign" for i in range(len(slots)))
    rows = any(campaign_rows(slots, i) for i in range(len(slots)))
    _times_done(slots)
    _window(slots)
    if rows and "sends" in slots.vocabulary.dictionary.measures:
        _each_mailing(slots)
    if not named or "sends" not in slots.vocabulary.dictionary.measures or slots.find("who", "list", "share", "range"):
        return
    acts = [(i, _COUNTS[act]) for i in range(len(slots)) if (act := _act(slots, i)) in _COUNTS]
    bought = any(
        slots.value(i, "verb") in ("buy", "spend", "rebuy") and _act(slots, i) != "receive" for i in range(len(slots))
    )
    if not bought and len(acts) == 1 and slots.find("performance") is not None:
        _how_well(slots, acts[0][0])
    undone = any(slots.has(i - 1, "not", "never") for i, _ in acts)
    if bought or undone or len({name for _, name in acts}) < 2:
        return  # opened it, didn't click: people, by what they left undone
    if slots.find("performance") is not None and all(slots.chinese(i) for i, _ in acts):
        return  # 效果怎么样，打开、点击、退订都要: their rates
    listed = any(slots[i].text in _APART for i in range(acts[0][0], acts[-1][0]))
    people = slots.find("people", "agent", free=False) is not None
    if len(slots.all("how_many")) > 1 or len(acts) > 2 or (listed and not people):
        for index, name in acts:
            slots.retag(index, Sense("measure", name))
        for index in slots.all("anaphor", "how_many", "with"):
            slots.retag(index, Sense("filler"))


_TIMES = (
    "how often",
    "often",
    "how many times",
    "times",
    "number of times",
    "times that",
    "次",
    "次数",
    "多少次",
    "几次",
)
_DONE = {"view": "views", "cart": "carts"}
_PASSIVE = ("got", "get", "gets", "had", "that", "has been", "have been")


def _times_done(slots: Slots) -> None:
    """how often were products viewed, times something was put in a cart: the deeds are counted, whatever of."""
    asked = next((i for i in range(len(slots)) if slots[i].text.casefold() in _TIMES), None)
    act = next((i for i in range(len(slots)) if _done(slots, i) and not slots.has(i, "agent")), None)
    if asked is None or act is None or slots.relative or slots.find("range", "list", "not", "never") is not None:
        return
    slots.retag(act, Sense("measure", _done(slots, act)))
    for index in range(len(slots)):
        said = slots[index].text.casefold()
        goods = slots.value(index, "field") == "product" and not slots.has(index, "group")
        goods = goods and not slots.has(slots.before(index), "by", "which")
        beside = index in (asked, asked - 1, asked + 1) and slots.has(index, "how_many", "often", "which", "how_much")
        did = said in _PASSIVE or said.split()[0] == "that" or slots.has(index, "people")
        if index == asked or beside or goods or (did and asked < index < act):
            slots.retag(index, Sense("filler"))


def _done(slots: Slots, index: int) -> str:
    """views or carts, by a verb or by the name of the figure; "" for anything else."""
    counted = slots.value(index, "measure")
    name = _DONE.get(_act(slots, index)) or (str(counted) if counted in _DONE.values() else "")
    return name if name in slots.vocabulary.dictionary.measures else ""


def _window(slots: Slots) -> None:
    """revenue from emails clicked, 7 day window: what came in so soon after a click, and no number of clicks."""
    window = next((i for i in slots.all("after_cue") if slots[i].text.casefold() == "window"), None)
    sold = any(slots.value(i, "measure") in ("net_revenue", "orders", "units", "buyers") for i in range(len(slots)))
    if window is None or not sold or slots.find("duration") is None:
        return
    for index in range(len(slots)):
        event = {"clicks": "click", "opens": "open"}.get(slots.value(index, "measure") or "")
        if event:
            slots.retag(index, Sense("after_cue", event))


def _each_mailing(slots: Slots) -> None:
    """how many unsubscribed from each campaign: one figure for each, not people who did so with any."""
    asked = slots.find("how_many") is not None or any(
        slots[i].text.casefold().startswith("how many") for i in range(len(slots))
    )
    acts = [i for i in range(len(slots)) if slots.value(i, "verb") in ("open", "click", "unsubscribe")]
    measured = any(slots.has(i, "measure") and i not in acts for i in range(len(slots)) if not slots.has(i, "field"))
    if asked and len(acts) == 1 and not measured and slots.find("who", "top", "bottom", "range") is None:
        slots.retag(acts[0], Sense("measure", _COUNTS[str(slots.value(acts[0], "verb"))]))
        for index in slots.all("how_many", "people", "pronoun_that"):
            slots.retag(index, Sense("filler"))


def _how_well(slots: Slots, index: int) -> None:
    """how well was it opened: its rate."""
    rate = {"open": "open_rate", "click": "click_rate"}.get(slots.value(index, "verb") or "")
    if rate and slots.find("people", "agent") is None:
        slots.retag(index, Sense("measure", rate))


def _act(slots: Slots, index: int) -> str:
    if slots.has(index, "group", "condition"):
        return ""
    if slots.value(index, "after_cue") == "sent" or slots.value(index, "measure") == "sends":
        return "sent"
    if slots.value(index, "verb") == "buy" and slots[index].text.casefold() in _GOT:
        return "receive"
    return str(slots.value(index, "verb") or slots.value(index, "agent") or "")
