"""Where the verbs of a question stand, and which words that could be verbs are nouns there."""

from __future__ import annotations

from assistant.planner.grammar.facts import CLAUSE_FIELDS
from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

ACTIONS = {"discount", "buy", "spend", "open", "click", "receive", "unsubscribe", "view", "cart", "return_goods"}
AGENTS = {
    "buy",
    "open",
    "click",
    "repeat",
    "one_time",
    "never",
    "first_time",
    "new",
    "returning",
    "lapsed",
    "active",
    "big",
}
_AUXILIARY = {
    "did",
    "do",
    "does",
    "to",
    "have",
    "has",
    "had",
    "we",
    "they",
    "who",
    "that",
    "also",
    "then",
    "customers",
    "people",
    "ever",
    "only",
    "they've",
    "actually",
    "can",
    "will",
    "i",
    "not",
    "never",
    "both",
}


def find_verbs(slots: Slots) -> list[tuple[int, str]]:
    """Where verbs stand, and which; "noun:" marks nouns that act as verbs (3 orders), "agent:" people (buyers)."""
    verbs = []
    for index in range(len(slots)):
        if slots.used(index) or slots.has(index, "condition", "filter", "group", "range", "compare"):
            continue
        verb = slots.value(index, "verb")
        agent = slots.value(index, "agent")
        if verb in ACTIONS and is_verb(slots, index):
            verbs.append((index, verb))
        elif agent in AGENTS:
            verbs.append((index, f"agent:{agent}"))
        elif counted_noun(slots, index):
            field = _clause_field(slots, index)
            verbs.append((index, "noun:" + {"spend": "spend", "units": "units"}.get(field or "", "buy")))
    return verbs


def is_verb(slots: Slots, index: int) -> bool:
    """Whether a word that is also a noun (orders, spend, views) is used as a verb here."""
    item = slots[index]
    if not item.has("verb"):
        return False
    if not item.has("measure", "field", "copy_noun"):
        return True
    text = item.text.casefold()
    if slots.has(index - 1, "range", "number") and not slots.has(index - 1, "period"):
        return False
    if text.isascii() and text.endswith("s") and not text.endswith("ss"):
        return slots.has(index - 1, "who")
    if slots.has(index + 1, "range") or slots.has(index + 1, "relative"):
        return True
    token = item.start - 1
    previous = slots.text.tokens[token].text if token >= 0 else ""
    before = slots.before(index)
    if slots.has(
        before, "how_many", "how_much", "average", "median", "sum", "by", "share", "number", "range", "with", "rank_by"
    ):
        return False
    if previous in _AUXILIARY or slots.has(index - 1, "people", "who", "not", "never"):
        return True
    if not text.isascii():
        return slots.has(index + 1, "group") or (
            slots.has(before, "period") and slots.has(index + 1, "filler", "people")
        )
    return (
        slots.has(before, "and", "but", "or", "group")
        and index > 2
        and not slots.has(0, "measure")
        and text not in ("order", "purchase")
    )


def counted_noun(slots: Slots, index: int) -> bool:
    """3 orders, no orders, total spend above 500, orders over 200: a customer figure with a number beside it."""
    if _clause_field(slots, index) is None or slots.used(index):
        return False
    after = slots.next(
        index, lambda item: item.has("filler", "place") and not item.has("range", "by", "group", "period")
    )
    if slots.has(after, "range", "relative") and not slots.has(after, "people") and not slots.used(after):
        unit = slots.value(after, "range").unit if slots.has(after, "range") else "number"
        if unit not in ("heads", "age", "duration", "percent"):
            return True
    before = index - 1
    while (
        before >= 0
        and slots.has(before, "filler", "group", "field")
        and not slots.has(before, "range", "number", "not", "how_many", "by", "only")
    ):
        before -= 1
    if slots.has(before, "range") and slots.value(before, "range").unit in ("number", "times", "pieces", "money"):
        return True
    if slots.has(before, "relative") and not slots.has(before, "range"):
        return True
    if slots.has(before, "not") and before >= index - 2:
        return True
    return bool(
        slots.has(before, "number")
        and before >= index - 2
        and not slots.has(before - 1, "top", "bottom")
        and not slots.has(before, "period")
        and (slots.editing or _person_before(slots, before))
    )


def _person_before(slots: Slots, index: int) -> bool:
    return any(slots.has(i, "people", "who", "with", "verb", "agent") for i in range(max(0, index - 3), index))


def _clause_field(slots: Slots, index: int) -> str | None:
    found = [sense.value for sense in slots[index].senses if sense.kind == "field" and sense.value in CLAUSE_FIELDS]
    return "orders" if "orders" in found else found[0] if found else None


def merge_agents(slots: Slots, verbs: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """lapsed skincare buyers: one clause, about skincare; the plain noun behind it is only its label."""
    kept: list[tuple[int, str]] = []
    for index, verb in verbs:
        between = range(kept[-1][0] + 1, index) if kept else range(0)
        adjective = (
            kept and kept[-1][1].startswith("agent:") and kept[-1][1] not in ("agent:buy", "agent:open", "agent:click")
        )
        if adjective and verb == "agent:buy" and all(slots.has(i, "group", "filler", "filter") for i in between):
            slots.retag(index, Sense("filler"))
            slots.use(index, "label")
        else:
            kept.append((index, verb))
    return kept
