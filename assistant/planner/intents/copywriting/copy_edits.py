"""Changes of the last brief: shorter, in Chinese, two more, drop the first one, keep the second and make it warmer."""

from __future__ import annotations

from typing import Any

from assistant.planner.frame import State
from assistant.planner.grammar.briefs.briefs import MOST, OPPOSITES
from assistant.planner.grammar.briefs.offers import offer_of
from assistant.planner.grammar.briefs.wishes import Wishes
from assistant.planner.grammar.people.people import People
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.intents.copywriting.copy_asides import narrowed
from assistant.planner.intents.copywriting.copy_said import Said
from assistant.planner.intents.copywriting.copy_subject import Subject
from assistant.planner.intents.copywriting.hearing import Heard
from tools.briefs import Brief

_OUTDONE = {
    "understated": {"urgent", "enthusiastic"}, "urgent": {"understated"}, "formal": {"playful", "colloquial"},
    "playful": {"formal"}, "colloquial": {"formal"},
}  # fmt: skip
"""Tones that a new one takes the place of."""


def tones(wishes: Wishes, said: Said, before: list[str]) -> list[str]:
    """The tones of the brief: those before, less what the new ones contradict, and the new ones."""
    dropped = {tone for new in wishes.tone for tone in _OUTDONE.get(new, ())}
    dropped |= {tone for tone, other in OPPOSITES.items() if other in wishes.tone}
    found = [tone for tone in before if tone not in dropped] + wishes.tone
    found += ["short"] if wishes.length == "shorter" and wishes.max_characters is None else []
    found = [tone for tone in found if tone != "short"] if wishes.length == "longer" else found
    found += ["offer_first"] if wishes.offer_first else []
    return list(dict.fromkeys([*found, *said.tone]))[:6]


def different(before: list[str], now: list[str]) -> list[str]:
    """The tones with the wish for another text; one that was wished for before is another again."""
    rounds = sum(tone.startswith("different") for tone in before)
    kept = [tone for tone in now or before if not tone.startswith("different")]
    return [*kept[:5], "different" + (f" {rounds + 1}" if rounds else "")]


def drafts_kept(slots: Slots, state: State) -> list[int] | None:
    """drop the first one, keep the second, option 2: places of the drafts that stay, None where none is spoken of."""
    count, gone = len(state.drafts), False
    said: list[int] = []
    for index in range(len(slots)):
        place = _place(slots, index, count)
        if place is None or slots.has(index, "thing"):
            continue
        cue = _cue_beside(slots, index)
        if cue is None and not _alone(slots, index) and not (said and _listed(slots, index)):
            continue
        if place >= count:
            raise Unclear(f"There are {count} drafts: which one do you mean?", f"目前有{count}版文案，您指哪一版？")
        _use_place(slots, index, cue)
        gone = gone or (cue is not None and slots.has(cue, "away") and not slots.has(cue, "only_cue"))
        said += _several(slots, index, count) or [place]
    return [i for i in range(count) if (i not in said) == gone] if said else None


def _several(slots: Slots, index: int, count: int) -> list[int]:
    """the last two, the first two: places of drafts from one end; one where no number follows."""
    number = slots.value(index + 1, "number") if index + 1 < len(slots) else None
    end = str(slots.value(index, "row"))
    if number is None or not 1 < number <= count or end not in ("1", "last"):
        return []
    slots.use(index + 1, "which draft")
    return list(range(int(number))) if end == "1" else list(range(count - int(number), count))


def _listed(slots: Slots, index: int) -> bool:
    """the first and the third: one more place, of which the same is said."""
    before = slots.before(index, lambda item: item.has("filler") and not item.has("and"))
    return slots.has(before, "and", "or") or slots[index - 1].text == ","


def _use_place(slots: Slots, index: int, cue: int | None) -> None:
    at = index if cue is None else cue
    for used in range(min(at, index), max(at, index) + 1):
        slots.use(used, "which draft")
    for beside in (index - 1, index + 1):
        if slots.has(beside, "draft_word", "people", "copy_noun", "field") and not slots.has(beside, "copy_channel"):
            slots.use(beside, "which draft")


def _place(slots: Slots, index: int, count: int) -> int | None:
    """Which draft an item points at: the second one, variant 2, #2, 第2条."""
    if slots.has(index, "row"):
        return count - 1 if str(slots.value(index, "row")) == "last" else int(slots.value(index, "row")) - 1
    numbered = slots.has(index - 1, "draft_word", "copy_noun", "number_sign") or slots[index - 1].text in ("#", "第")
    number = slots.value(index, "number")
    if index == 0 or number is None or not numbered or number != int(number):
        return None
    return int(number) - 1


def _alone(slots: Slots, index: int) -> bool:
    """the second one; number 2 it is: nothing else is said."""
    kinds = (
        "filler",
        "break",
        "draft_word",
        "copy_noun",
        "soft",
        "keep",
        "instead",
        "anaphor",
        "number_sign",
        "thanks",
    )
    return all(i == index or slots.has(i, *kinds) for i in range(len(slots)))


def _cue_beside(slots: Slots, index: int) -> int | None:
    """keep the second, 第一条不要了: the word that says what becomes of it, before or right behind."""
    for place in (*range(index - 1, max(-1, index - 5), -1), index + 1, index + 2):
        if slots.has(place, "break"):
            if place < index:
                continue
            return None
        if slots.has(place, "keep", "away", "only_cue"):
            return place
    return None


def edited(
    state: State, wishes: Wishes, people: People, subject: Subject, heard: Heard, said: Said, kept: list[int] | None
) -> Brief:
    """The last brief with what this message says replaced."""
    before = state.brief
    assert before is not None
    changes: dict[str, Any] = {"tone": tones(wishes, said, before.tone)}
    if wishes.channel:
        changes |= {"channel": wishes.channel, "max_characters": wishes.max_characters}
    for name in ("language", "goal", "max_characters"):
        if getattr(wishes, name):
            changes[name] = getattr(wishes, name)
    if heard.withdrawn and before.must_say:
        changes["must_say"] = before.must_say[:-1]
    if said.must_say:
        changes["must_say"] = list(dict.fromkeys([*before.must_say, *said.must_say]))[:MOST]
    unsaid = [*wishes.must_not_say, *said.must_not_say]
    if unsaid:
        changes["must_not_say"] = list(dict.fromkeys([*before.must_not_say, *unsaid]))[:20]
    changes |= {"offer": None} if heard.no_offer else _offer(before, wishes, heard.dropped)
    if people.conditions:
        changes["audience"] = narrowed(before.audience, people)
    if subject.any:
        changes |= {"products": subject.products[:MOST], "topic": subject.topic}
    if said.about:
        changes["about"] = said.about
    if kept is not None:
        changes |= {"variants": len(kept), "each": [str(state.drafts[place]["angle"]) for place in kept]}
    if wishes.variants and wishes.variants != before.variants:
        changes |= {"variants": wishes.variants, "each": []}
    if heard.each:
        changes["each"] = heard.each[:MOST]
    if wishes.again:
        changes["tone"] = different(before.tone, changes["tone"])
    return before.model_copy(update=changes)


def _offer(before: Brief, wishes: Wishes, dropped: list[str]) -> dict[str, Any]:
    if not wishes.offer and not dropped:
        return {}
    kept = before.offer.model_dump(exclude_none=True, mode="json") if before.offer else {}
    reductions = {"percent_off", "amount_off"}
    if reductions & wishes.offer.keys():
        kept = {key: value for key, value in kept.items() if key not in reductions}
    parts = {key: value for key, value in (kept | wishes.offer).items() if key not in dropped}
    return {"offer": offer_of(parts if parts.keys() - {"code", "valid_until", "minimum_spend"} else {})}
