"""Segments and clusters as profiles: which there are, what sets one apart, how two differ."""

from __future__ import annotations

from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.people.audience import read_people
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.values.segments import names_clusters
from assistant.planner.intents.questions.notes import defaults_said
from assistant.planner.intents.references.cues import points_back
from assistant.planner.intents.references.subjects import finished, use
from assistant.planner.leftovers import leftovers
from assistant.planner.reading import Call, Reading
from tools.definitions import Attribute, Audience, Metric, Ranked

PROFILED = ("customers", "average(age)", "average(spend)", "average(orders)", "average(days_since_last_order)")
WHO_IN = ("who in", "who's in", "whos in", "who is in", "who is in the", "who's in the", "whos in the")
_SEGMENTS = ("rfm_segment", "cluster")
_ASKED = (
    "profile_cue", "segment_word", "which", "list", "people", "versus", "compare", "difference", "describe", "history",
    "product_cue", "how_many", "of_two", "respectively", "by", "all_rows", "meaning", "performance", "like",
    "differing",
)  # fmt: skip
_OTHERWISE = (
    "verb", "period", "range", "number", "condition", "contact", "not", "filter", "top", "bottom", "average", "sum",
    "median", "share", "trend", "scored", "measure", "migration", "alike", "how_much",
)  # fmt: skip
"""Words that ask for more than the profile of whole segments."""


def read_profiles(frame: Frame) -> Reading | None:
    """describe the segments; who are the champions; champions vs loyal customers; 各分层的特点; 有哪些分层."""
    slots = frame.slots()
    cue = _cued(frame) or _what_like(frame.text.normal)
    cue = cue or (frame.has("differing") and not frame.has("by", "measure")) or _in_common(frame.text.normal)
    if frame.has("copy_verb", "who", "customer_id", "save"):
        return None
    named = [i for i in range(len(slots)) if getattr(slots.value(i, "group"), "field", "") in _SEGMENTS]
    spoken = [i for i in range(len(slots)) if _spoken(slots, i)]
    compared = len({v for i in named for v in slots.value(i, "group").values}) > 1 and frame.has("difference", "versus")
    defined = frame.text.normal.startswith(("what is", "what's", "whats", "what does")) and not cue
    listed = bool(spoken) and not named and not defined and frame.has("which", "list", "product_cue", "describe")
    if not (cue or compared or (listed and not frame.has("by", "how_many"))):
        return None
    if not named and not spoken:
        return (_profile_of_them(frame) or _profile_of_people(frame)) if cue else None
    groups = [i for i in range(len(slots)) if slots.has(i, "group") and i not in named]
    if groups or any(slots.has(i, *_OTHERWISE) and i not in named and i not in spoken for i in range(len(slots))):
        return _profile_of_people(frame) if cue else None
    cluster = any(slots.value(i, "group").field == "cluster" for i in named) or any(
        names_clusters(slots, i) for i in spoken
    )
    for index in (*named, *spoken):
        slots.use(index, "segments")
    use(slots, "asked for", *_ASKED)
    args: dict[str, Any] = {"segmentation": "cluster" if cluster else "rfm"}
    if named:
        args["segments"] = list(dict.fromkeys(str(v) for i in named for v in slots.value(i, "group").values))
    return finished(frame, slots, "profiles", "profile_segments", args)


_TALK = ("说", "讲", "描述", "介绍", "聊", "跟我", "给我", "和我")
_FIGURED = ("how_many", "how_much", "measure", "share", "average", "median", "sum", "list", "top", "bottom")


def _cued(frame: Frame) -> bool:
    """Whether a word asks what somebody is like; 说说买过护肤的有多少 asks for the number."""
    cues = [span for span in frame.spans if span.has("profile_cue")]
    talk = all(span.text.startswith(_TALK) for span in cues)
    return bool(cues) and not (talk and frame.has(*_FIGURED))


def _what_like(normal: str) -> bool:
    """what's cluster 3 like?"""
    return normal.startswith(("what is ", "what's ", "whats ", "what are ")) and normal.rstrip("? ").endswith(" like")


def _in_common(normal: str) -> bool:
    """what do our top 5 % have in common: what one group is like."""
    return normal.rstrip("? ").endswith(("have in common", "in common"))


def _spoken(slots: Slots, index: int) -> bool:
    """segments, the clusters, RFM: all of them."""
    if slots.has(index, "group", "filler"):
        return False
    return slots.value(index, "field") in _SEGMENTS or slots.value(index, "absent_field") in _SEGMENTS


def _profile_of_them(frame: Frame) -> Reading | None:
    """这群人有什么特点, what are they like: of those spoken of, by the profile of their segment where they are one."""
    people, light = frame.state.them, ("profile_cue", "anaphor", "filler", "break", "people", "which", "like", "and")
    pointing = points_back(frame) or any("they" in span.text.casefold().split() for span in frame.spans)
    if people is None or not pointing or not all(span.has(*light) for span in frame.spans):
        return None
    only = people.all[0] if len(people.all) == 1 and people == Audience(all=people.all) else None
    if isinstance(only, Attribute) and only.field in _SEGMENTS and only.op == "is":
        args = {"segmentation": only.field.removesuffix("_segment"), "segments": [str(value) for value in only.values]}
        return frame.reading("profiles", audience=people, calls=[Call("profile_segments", args)])
    return _profile(frame, people, [])


def _profile_of_people(frame: Frame) -> Reading | None:
    """流失客户的画像: figures that describe a group which is no segment."""
    slots = frame.slots()
    if any(slots.has(i, "profile_cue") and slots[i].text.casefold() in WHO_IN for i in range(len(slots))):
        return None  # who in Berlin returned something: the people themselves
    for index in slots.all("profile_cue", "of_two", "differing"):
        slots.use(index, "profile")
    people = read_people(slots, frame.today)
    asked = any(span.has("profile_cue") and not span.text.casefold().startswith("who") for span in frame.spans)
    ranked = asked or _in_common(frame.text.normal)  # and not: who are the ten customers with the most orders
    ranked = ranked and any(isinstance(condition, Ranked) for condition in people.audience.all)
    if not people.conditions or (frame.has("top", "bottom") and not ranked) or leftovers(slots):
        return None
    return _profile(frame, people.audience, defaults_said(frame, people))


def _profile(frame: Frame, people: Audience, notes: list[str]) -> Reading:
    fields = frame.vocabulary.dictionary.fields
    measures = [m for m in PROFILED if "(" not in m or m[m.index("(") + 1 : -1] in fields]
    metric = Metric(measures=measures, audience=people)
    return frame.reading("metric", metric=metric, calls=[Call("measure", {"metric": metric.compact()})], notes=notes)
