"""Rates that share their last word, or their base: open and click rates; opens and clicks in %, as % of sends."""

from __future__ import annotations

from itertools import pairwise

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

_RATES = {"opens": "open_rate", "clicks": "click_rate", "unsubscribes": "unsubscribe_rate"}
_ACTS = ("open", "click", "unsub", "unsubscribe", "opt-out", "optout", "unsubscription", "opening", "clicking")
_LIST = ("and", "break", "versus")


def reduce_shared_rates(slots: Slots) -> None:
    """Make each of the acts a rate of its own."""
    if "open_rate" not in slots.vocabulary.dictionary.measures:
        return
    for index in range(len(slots)):
        measure = slots.value(index, "measure")
        if measure in _RATES.values() and slots[index].text.casefold().endswith(("rate", "rates")):
            for at in _listed_before(slots, index):
                if slots[at].text.casefold() in _ACTS:
                    counted = slots.value(at, "measure") or _COUNTED[slots[at].text.casefold()[:3]]
                    slots.retag(at, Sense("measure", _RATES[counted]))
    _in_percent(slots)


def _listed_before(slots: Slots, index: int) -> list[int]:
    """Counts of messages that stand before, joined by commas or and."""
    found = []
    at = index - 1
    while slots.has(at, *_LIST, "filler") or slots.value(at, "measure") in _RATES or _act(slots, at):
        if slots.value(at, "measure") in _RATES or _act(slots, at):
            found.append(at)
        at -= 1
    return found


def _act(slots: Slots, index: int) -> bool:
    """opening and clicking rates: opening is the rate's first half, and nothing anybody did."""
    after = slots.has(index + 1, *_LIST)
    return after and index >= 0 and slots[index].text.casefold() in _ACTS and slots.has(index, "verb", "after_cue")


_COUNTED = {"ope": "opens", "cli": "clicks", "uns": "unsubscribes", "opt": "unsubscribes"}


def _in_percent(slots: Slots) -> None:
    """opens and clicks in %, opens, clicks and unsubs as a share of sends."""
    shares = slots.all("share")
    counts = [i for i in range(len(slots)) if slots.value(i, "measure") in _RATES and not slots.has(i, "group")]
    if not shares or len(counts) < 2 or slots.find("who", "people", "how_many") is not None:
        return
    joined = all(all(slots.has(i, *_LIST, "filler") for i in range(one + 1, other)) for one, other in pairwise(counts))
    if not joined or any(counts[0] < i < counts[-1] for i in shares):
        return
    for index in counts:
        slots.retag(index, Sense("measure", _RATES[slots.value(index, "measure")]))
    for index in (*shares, *(i for i in range(len(slots)) if slots.value(i, "measure") == "sends")):
        slots.retag(index, Sense("filler"))
