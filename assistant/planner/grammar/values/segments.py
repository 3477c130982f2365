"""Segments by number: RFM scores (recency 5, R5F5, 555) and clusters (cluster 5, the big-baskets cluster)."""

from __future__ import annotations

import re

from assistant.planner.grammar.deeds.ranges import amount_of
from assistant.planner.grammar.slots import Amount, Range, Slots
from assistant.planner.grammar.slots import Group as Values
from assistant.planner.grammar.values.rfm_scores import reduce_three_scores
from assistant.planner.grammar.values.scores_listed import reduce_listed_scores
from assistant.planner.lexicon import Sense
from assistant.planner.text import keys_of
from tools.definitions import Attribute, Group

_SCORES = {
    "recency": "recency_score", "frequency": "frequency_score", "monetary": "monetary_score", "money": "monetary_score",
    "r": "recency_score", "f": "frequency_score", "m": "monetary_score",
}  # fmt: skip
_GLUED = re.compile(r"^([rfm])([1-5])$")
_THREE = re.compile(r"^[1-5]{3}$")
_SCORE_WORDS = ("score", "scores", "得分", "分", "分数", "值")
_LINKS = (
    "of",
    "is",
    "=",
    ":",
    "at",
    "nr",
    "no",
    "number",
    "#",
    "(",
    "-",
    "号",
    "为",
    "是",
    "的",
    "第",
    "equal to",
    "equals",
    "：",
)
_ASKED = ("by", "distribution", "trend", "profile_cue")


def reduce_segments(slots: Slots) -> None:
    """Join scores and clusters with their numbers; "RFM" beside a segment says nothing more."""
    _capitals(slots)
    _first_word(slots)
    _champions(slots)
    if "rfm_score" in slots.vocabulary.dictionary.fields:
        reduce_three_scores(slots)
        reduce_listed_scores(slots)
        _scores(slots)
        _codes(slots)
    if "cluster" in slots.vocabulary.dictionary.fields:
        _clusters(slots)
    _labels(slots)


def _capitals(slots: Slots) -> None:
    """Lost customers, New Customers: typed like the segment's name, it is the segment, not whoever is lost or new."""
    for index in range(len(slots)):
        if not slots.has(index, "agent") or slots.has(index, "group"):
            continue
        named = next((s for s in slots[index].senses if s.kind == "value" and s.value[0] == "rfm_segment"), None)
        beside = slots.has(index - 1, "or", "and") and _segment(slots, index - 2)
        beside = beside or (slots.has(index + 1, "or", "and") and _segment(slots, index + 2))
        if named is not None and (beside or _typed_as_name(slots, index, str(named.value[1]))):
            slots.retag(index, Sense("group", Values("rfm_segment", (str(named.value[1]),))))


def _segment(slots: Slots, index: int) -> bool:
    """promising or new customers: a segment beside a segment."""
    return getattr(slots.value(index, "group"), "field", "") == "rfm_segment"


def _typed_as_name(slots: Slots, index: int, name: str) -> bool:
    typed = slots[index].text.split()
    whole = slots.text.original
    said = [word for word in typed if word[:1].isupper()]
    begins = slots.origin(index)[0] == 0
    beside = slots.text.normal.find(name.casefold() + " segment") >= 0
    if whole.isupper() or whole.istitle():
        return beside
    return beside or (bool(said) and (not begins or (len(said) == len(typed) > 1)))


def _about_rfm(slots: Slots) -> bool:
    named = sum(
        slots[i].text.casefold() in _SCORES
        or bool(_GLUED.match(slots[i].text.casefold()))
        or slots.value(i, "field") in _SCORES.values()
        for i in range(len(slots))
    )
    return "rfm" in slots.text.normal or named > 1


def _scores(slots: Slots) -> None:
    """recency 5, monetary score at least 4, R5."""
    rfm = _about_rfm(slots)
    index = 0
    while index < len(slots):
        text = slots[index].text.casefold()
        glued = _GLUED.match(text)
        field = _score_field(slots, index, rfm)
        if glued and rfm:
            _settle(slots, index, index + 1, _SCORES[glued[1]], Range("eq", Amount(float(glued[2]), "number")))
        elif field is not None:
            at = index + 1
            while (
                at < len(slots)
                and (slots[at].text.casefold() in (*_SCORE_WORDS, *_LINKS) or slots.has(at, "filler", "only"))
                and not slots.has(at, "range", "number")
            ):
                at += 1
            found = slots.value(at, "range")
            amount = amount_of(slots[at]) if at < len(slots) else None
            if isinstance(found, Range) and found.unit == "number" and 1 <= found.low.value <= 5:
                _settle(slots, index, at + 1, field, found)
            elif amount is not None and amount.unit == "number" and amount.value in (1, 2, 3, 4, 5):
                _settle(slots, index, at + 1, field, Range("eq", amount))
        index += 1


def _score_field(slots: Slots, index: int, rfm: bool) -> str | None:
    letter = len(slots[index].text) == 1 and rfm and slots.has(index + 1, "number", "range", "cmp")
    if slots.used(index) or (slots.has(index, "group", "condition") and not letter):
        return None
    for sense in slots[index].senses:
        if sense.kind == "field" and sense.value in ("recency_score", "frequency_score", "monetary_score"):
            return str(sense.value)
    return _SCORES.get(slots[index].text.casefold()) if rfm else None


def _settle(slots: Slots, start: int, end: int, field: str, found: Range) -> None:
    op = {"eq": "is", "ne": "is_not"}.get(found.op, found.op)
    values = [int(found.low.value)] + ([int(found.upper)] if found.upper is not None else [])
    condition = Attribute.model_validate({"field": field, "op": op, "values": values})
    end += end < len(slots) and slots[end].text == "分"  # 5分: points, and nothing to split by
    slots.merge(start, end, Sense("condition", condition))


def _codes(slots: Slots) -> None:
    """rfm 555, an rfm score of 111, how many 555 customers."""
    for index in range(len(slots)):
        if index >= len(slots) or not _THREE.match(slots[index].text) or not slots.has(index, "number"):
            continue
        before = index - 1
        while (
            before >= 0
            and (slots[before].text.casefold() in (*_SCORE_WORDS, *_LINKS) or slots.has(before, "filler"))
            and not _rfm(slots, before)
        ):
            before -= 1
        named = before >= 0 and _rfm(slots, before) and not slots.has(before, "group")
        counted = slots.has(index - 1, "how_many") and slots.has(index + 1, "people")
        after = slots[index + 1].text.casefold() if index + 1 < len(slots) else ""
        if named or counted or after == "rfm" or (after == "in" and "rfm" in slots.text.normal):
            start = before if named else index
            scores = [
                Attribute(field=field, values=[int(digit)])
                for field, digit in zip(
                    ("recency_score", "frequency_score", "monetary_score"), slots[index].text, strict=True
                )
            ]
            slots.merge(start, index + 1, Sense("condition", Group(all=list(scores))))


def _first_word(slots: Slots) -> None:
    """the New segment: a segment by the word it begins with."""
    for index in range(len(slots) - 1):
        if slots[index + 1].text.casefold() not in ("segment", "segments") or slots.has(index, "group"):
            continue
        said = slots[index].text.casefold().removeprefix("the ")
        named = [v for v in slots.vocabulary.values("rfm_segment") if v.casefold().split()[0] == said]
        if len(named) == 1 and not slots.has(index, "by", "which"):
            slots.merge(index, index + 2, Sense("group", Values("rfm_segment", (named[0],))))
            return


def _champions(slots: Slots) -> None:
    """冠军客群, 冠军客户数: people of that segment, where nothing is ranked."""
    name = next((v for v in slots.vocabulary.values("rfm_segment") if v == "Champions"), None)
    for index in range(len(slots) - 1):
        if name and slots[index].text == "冠军" and slots[index + 1].text.startswith(_PEOPLE):
            slots.retag(index, Sense("group", Values("rfm_segment", (name,))))


_PEOPLE = ("客户", "客群", "人群", "用户", "会员", "顾客", "客人", "那群", "那批", "层")


def _rfm(slots: Slots, index: int) -> bool:
    return slots.value(index, "field") in ("rfm_score", "rfm_segment") and not slots.has(index, "people")


def _clusters(slots: Slots) -> None:
    """cluster 5, the big-baskets cluster (nr 5), 聚类3, 第3类."""
    values = slots.vocabulary.values("cluster")
    for index in range(len(slots)):
        if index >= len(slots) or slots.value(index, "field") != "cluster" or slots.has(index, "group"):
            continue
        start, end, chosen = index, index + 1, ""
        at = index + 1
        while at < len(slots) and slots[at].text.casefold() in _LINKS:
            at += 1
        number = slots.value(at, "number") or slots.value(at, "row")
        if number is not None and not slots.has(at, "period", "heads"):
            chosen = next((v for v in values if keys_of(v)[1:2] == (f"{float(number):g}",)), "")
            end = at + 1 + (at + 1 < len(slots) and slots[at + 1].text == ")")
        told = _described(slots, index, values)
        if told is not None and chosen in ("", told[1]):
            start, chosen = told
        if chosen:
            slots.merge(start, end, Sense("group", Values("cluster", (chosen,))))


def _described(slots: Slots, index: int, values: list[str]) -> tuple[int, str] | None:
    """the big-baskets cluster: the words before name what sets one cluster apart."""
    for start in range(max(0, index - 6), index):
        said = tuple(key for item in slots.items[start:index] for key in keys_of(item.text) if key not in ("the", "of"))
        for value in values:
            parts = [keys_of(part) for part in re.split(r"[:,，、]", value)[1:]]
            if said and said in parts:
                return start, value
    return None


def _labels(slots: Slots) -> None:
    """Champions (RFM), rfm wise: which segmentation the segment is of."""
    if slots.find(*_ASKED, "by", "measure", "how_many", "verb", free=False) is None:
        for index in range(1, len(slots)):
            if slots[index].text.casefold() == "segment" and slots.has(index + 1, "group", "value"):
                slots.retag(index, Sense("filler"))  # give me the segment women in Berlin
    told = any(
        getattr(slots.value(i, "group"), "field", "") == "rfm_segment"
        or getattr(slots.value(i, "condition"), "field", "") in (*_SCORES.values(), "rfm_score")
        for i in range(len(slots))
    )
    if not told or (slots.find(*_ASKED, free=False) is not None and "wise" not in slots.text.normal):
        return
    for index in range(len(slots)):
        if slots.value(index, "field") == "rfm_segment" and not slots.has(index, "group", "condition", "people"):
            slots.use(index, "label")
            slots.retag(index, Sense("filler"))
            if index + 1 < len(slots) and slots[index + 1].text.casefold() in ("wise", "terms", "speaking"):
                slots.use(index + 1, "label")
                slots.retag(index + 1, Sense("filler"))


def names_clusters(slots: Slots, index: int) -> bool:
    """Whether a word names the clusters, fitted for this shop or not."""
    return "cluster" in (slots.value(index, "field"), slots.value(index, "absent_field"))
