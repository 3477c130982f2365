"""Where a likeness tells who is copied: behind the word, before it, or behind where those to be found are."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots

_STOPS = (".", "?", "!", ";", "。", "？", "！", "；")
"""Where a sentence ends, and with it the description of the seed."""


def seed_span(slots: Slots, at: int) -> tuple[int, int]:
    """Where the seed is described: behind the word in English, between 跟 and 相似 in Chinese."""
    if not slots.chinese(at):
        if not _people_after(slots, at) or _owned(slots, at):
            return 0, at
        start = _behind_their_place(slots, at)
        described = next((i for i in range(start, len(slots)) if slots.has(i, "group", "agent", "condition")), at)
        told = (i for i in range(described + 1, len(slots)) if slots[i].text.casefold() in ("are", "is", "were"))
        stop = next((i for i in range(described + 1, len(slots)) if _ends(slots, i)), len(slots))
        return start, min(next(told, len(slots)), stop)
    lead = next((i for i in range(at - 1, -1, -1) if slots.has(i, "alike_with") and not slots.has(i, "group")), None)
    if lead is not None:
        slots.use(lead, "alike to")
        return lead + 1, at
    if at == 0 or (slots[at].text.startswith(("像", "很像", "最像", "类似", "相似")) and _people_after(slots, at)):
        return at + 1, next((i for i in range(at + 1, len(slots)) if _narrows(slots, i)), len(slots))
    return 0, at


def _owned(slots: Slots, at: int) -> bool:
    """champions lookalikes in Germany, our shoe buyers' twins: whose they are stands right before the word."""
    if not _LIKENING.isdisjoint(slots[at].text.casefold().split()):
        return False  # New York customers who resemble …
    if slots[at].text.casefold().split()[-1] in ("of", "for", "to", "like", "our", "from", "as", "similar", "behind"):
        return False
    before = slots.before(at)
    tied = at + 1 < len(slots) and slots[at + 1].text.casefold() in ("of", "for", "to", "from")
    return not tied and slots.has(before, "group", "agent") and not slots.has(at, "people", "like")


def _ends(slots: Slots, index: int) -> bool:
    """A full stop; and what is said of those to be found: but living in Berlin, whom we may e-mail."""
    sized = slots.has(index, "break") and slots.has(index - 1, "heads")
    if slots[index].text in _STOPS or slots.has(index, "contact") or sized or _narrows(slots, index):
        return True
    text = slots[index].text.casefold()
    negated = any(slots.has(i, "not", "never") for i in range(index, min(index + 4, len(slots))))
    return not negated and (text in _OF_THE_FOUND or (slots.has(index, "but") and not slots.has(index, "filler")))


def _narrows(slots: Slots, index: int) -> bool:
    """, only in Germany; , women only; restricted to the UK: some of those to be found, and no part of the seed."""
    if slots[index].text.casefold() in ("restricted to", "limited to", "confined to"):
        return True
    if not slots.has(index, "break"):
        return False
    end = next((i for i in range(index + 1, len(slots)) if slots.has(i, "break")), len(slots))
    said = [slots[i].text.casefold() for i in {index + 1, end - 1} if i < end]
    if any(slots.has(i, "who") for i in range(index + 1, end)):
        return any("only" in words.split() for words in said)
    opens = " ".join(slots[i].text.casefold() for i in range(index + 1, min(end, index + 4)))
    narrowed = any(not _ONLY.isdisjoint(words.split()) or words.startswith(_ONLY_ZH) for words in said)
    return narrowed or opens.removeprefix("and ").startswith(_ALL_OF_THEM)


_ONLY = frozenset(("only", "just", "solely", "exclusively"))
_ALL_OF_THEM = (
    "all of them",
    "they must",
    "they have to",
    "they need to",
    "they should",
    "must be",
    "all from",
    "all in",
)
_ONLY_ZH = ("只", "仅", "但只", "限")
_OF_THE_FOUND = (
    "live",
    "lives",
    "living",
    "living in",
    "who live",
    "who live in",
    "who lives in",
    "lives in",
    "live in",
    "based in",
    "located in",
    "but from",
    "but in",
)


_LIKENING = frozenset(("who", "that", "resemble", "resembles", "resembling", "look", "looks", "behave", "behaves"))
_BASED = ("for", "of", "to", "based on", "modelled on", "modeled on", "built on", "using", "drawn from", "seeded with")


def _behind_their_place(slots: Slots, at: int) -> int:
    """lookalikes in New York for shoe buyers from Chicago: the seed opens behind where those to be found are."""
    start, end = at + 1, next((i for i in range(at + 1, len(slots)) if slots[i].text.casefold() in _BASED), None)
    if end is None or end == start or end + 1 >= len(slots):
        return start
    between = range(start, end)
    told = all(slots.has(i, "place", "people", "filler", "break", "group", "or", "and") for i in between)
    values = [slots.value(i, "group") for i in between if slots.has(i, "group")]
    placed = slots.has(start, "place") or slots.has(start, "people") or slots.has(start, "break")
    if not (told and placed and all(slots.level(one.field) == "customer" for one in values)):
        return start
    slots.use(end, "alike to")
    return end + 1


def _people_after(slots: Slots, at: int) -> bool:
    return any(slots.has(i, "group", "agent", "customer_id", "condition", "verb") for i in range(at + 1, len(slots)))
