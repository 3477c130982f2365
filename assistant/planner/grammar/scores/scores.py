"""Scores in a question: likely to churn, 最可能购买护肤品, churn probability above 70 %, a 60 % chance of ordering."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assistant.planner.grammar.scores.future_spend import reduce_future_spend
from assistant.planner.grammar.scores.levels import levelled
from assistant.planner.grammar.scores.ranked_rows import reduce_ranked_rows
from assistant.planner.grammar.scores.score_subjects import subject_is_score, third_person
from assistant.planner.grammar.scores.thresholds import threshold
from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.lexicon import Sense
from tools.definitions import Attribute, Condition, Inclined

FIELDS = {
    "churn": "churn_probability",
    "purchase": "purchase_probability",
    "value": "expected_spend",
    "response": "response_probability",
    "uplift": "uplift",
}
"""The customer field each score is kept in; the score of a category has a condition of its own."""
CONCEPTS = {field: concept for concept, field in FIELDS.items()}
CATEGORY_FIELD = "category_probability"
"""Stands for the scores of categories where a shop has none."""
LIKELY = 0.5
"""What "likely" means where no number is given; said in the answer."""
_FILLERS = {
    "to", "be", "they", "also", "again", "soon", "then", "of", "that", "ever", "actually", "next", "most", "a", "the",
    "会", "要", "再", "会再", "的", "在", "于",
}  # fmt: skip
_AMOUNTS = {"some", "more", "any", "our", "the", "的", "一些", "点", "for", "of", "in", "from"}
_GOODS = ("product", "line")


@dataclass(frozen=True)
class Scored:
    """One mention of a score."""

    concept: str
    """churn, purchase, value, response, uplift or category."""
    degree: str
    """likely, unlikely, most or least; noun where the score itself is named."""
    category: str = ""
    op: str = ""
    value: float | None = None
    """An explicit threshold."""
    upper: float | None = None
    ahead: str = ""
    """How far ahead was asked about, where that stands among the words: 会在未来30天内下单."""
    unfit: str = ""
    """A brand or product beside "likely to buy": nothing scores that."""

    @property
    def field(self) -> str:
        """The customer field it is kept in."""
        return FIELDS.get(self.concept, "")

    @property
    def bounded(self) -> bool:
        """Whether it picks people by itself rather than ranks them."""
        return self.value is not None or self.degree in ("likely", "unlikely")


def reduce_scores(slots: Slots) -> None:
    """Join the words of every score with its category and threshold into one item."""
    reduce_future_spend(slots)
    index = 0
    while index < len(slots):
        found = _phrase(slots, index) or _chance_after(slots, index) or _noun(slots, index) or _at_risk(slots, index)
        if found:
            _settle(slots, index, *found)
        index += 1
    if mentions(slots) or slots.find("alike") is not None:
        _shares(slots)
    if mentions(slots):
        _ahead_anyway(slots)
        reduce_ranked_rows(slots)


def _ahead_anyway(slots: Slots) -> None:
    """Forecast: who will …; 未来购买可能性; likely to buy bedding next: a score says no less without these words."""
    if any(slots.has(i, "measure") and not slots.has(i, "people", "scored", "agent") for i in range(len(slots))):
        return
    for index in range(len(slots)):
        ahead = slots.value(index, "unready") == "forecast" and not slots.has(index, "horizon")
        last = slots.has(index, "next_step") and all(
            slots.has(i, "filler", "break", "people", "place") for i in range(index + 1, len(slots))
        )
        if (ahead or last) and not slots.has(index, "scored", "group"):
            slots.retag(index, Sense("filler"))


def _shares(slots: Slots) -> None:
    """the 10% of women most likely to buy: "% of" asks for a share elsewhere, here it is one."""
    for index in range(len(slots) - 1):
        if slots.has(index, "number") and slots[index + 1].text.casefold() == "% of":
            slots.retag(index, Sense("percent", slots.value(index, "number") / 100))
            slots.retag(index + 1, Sense("filler"))


def mentions(slots: Slots) -> list[tuple[int, Scored]]:
    """Every score that is spoken of, with its place."""
    return [(index, item.value("scored")) for index, item in enumerate(slots.items) if item.has("scored")]


def condition_of(slots: Slots, scored: Scored) -> Condition | None:
    """The condition a mention makes, or None where the shop lacks the score."""
    op, value = scored.op, scored.value
    if value is None:
        op, value = (
            ("lt" if scored.degree in ("unlikely", "least") else "gt"),
            LIKELY if scored.concept != "uplift" else 0.0,
        )
    if scored.concept == "category":
        return (
            Inclined.model_validate({"category": scored.category, "op": op, "value": value, "upper": scored.upper})
            if slots.vocabulary.scores_categories
            else None
        )
    if scored.field not in slots.vocabulary.dictionary.fields:
        return None
    values = [value, scored.upper] if scored.upper is not None else [value]
    name = {"eq": "is", "ne": "is_not"}.get(op, op)
    return Attribute.model_validate({"field": scored.field, "op": name, "values": values})


def _phrase(slots: Slots, index: int) -> tuple[int, str, str] | None:
    """likely to … churn: (end, concept, degree)."""
    item = slots[index]
    if item.has("likely_to"):
        return index + 1, str(item.value("likely_to")), "likely"
    if not item.has("chance") or item.has("period", "group"):
        return None
    at = index + 1
    while at < len(slots) and at - index <= 3 and _between(slots, at):
        at += 1
    sold = at + (_goods(slots, at) is not None)
    if slots.value(sold, "agent") == "buy" and item.value("chance") != "noun":
        return sold + 1, "purchase", str(item.value("chance"))  # likeliest womenswear buyers
    if not slots.has(at, "outcome") or (third_person(slots[at].text) and item.value("chance") != "noun"):
        return None
    degree, concept = str(item.value("chance")), str(slots.value(at, "outcome"))
    asked = concept == "value" and slots.find("how_much", free=False) is not None  # how much are they expected to spend
    if concept == "value" and degree != "noun" and not asked and not _with_amount(slots, at):
        concept = "purchase"
    return at + 1, concept, "noun" if concept == "value" else degree


def _between(slots: Slots, at: int) -> bool:
    """What may stand between the chance and what it is the chance of."""
    plain = slots[at].text.casefold() in _FILLERS or slots.has(at, "horizon")
    return plain and not slots.has(at, "outcome")


def _with_amount(slots: Slots, index: int) -> bool:
    """spend the most, spend more than 500: an amount of spend rather than a purchase."""
    near = range(max(0, index - 3), min(len(slots), index + 4))
    return any(slots.has(i, "top", "bottom") or (slots.has(i, "range") and not slots.has(i, "percent")) for i in near)


def _chance_after(slots: Slots, index: int) -> tuple[int, str, str] | None:
    """购买护肤品的概率: what happens stands before the word for chance; the category is found between."""
    if not slots.has(index, "outcome") or not slots.chinese(index):
        return None
    at = index + 1
    bought = slots.value(index, "outcome") == "purchase"
    while at < len(slots) and at - index <= 3 and ((bought and _goods(slots, at)) or slots[at].text == "的"):
        at += 1
    if not slots.has(at, "chance_noun") or not slots.chinese(at):
        return None
    return at + 1, str(slots.value(index, "outcome")), "noun"


def _noun(slots: Slots, index: int) -> tuple[int, str, str] | None:
    """churn probability, 购买概率, uplift."""
    field = slots.value(index, "score_name")
    if field is None and subject_is_score(slots, index):
        field = FIELDS.get(str(slots.value(index, "subject")))
    if field is None or slots.has(index, "group", "by", "scored"):
        return None
    return index + 1, CONCEPTS[field], "noun"


def _at_risk(slots: Slots, index: int) -> tuple[int, str, str] | None:
    """most at risk, 流失风险最高: ranked, it is the churn score and not the RFM segment."""
    group = slots.value(index, "group")
    risky = any(word in slots[index].text.casefold() for word in ("risk", "流失风险"))
    if group is None or group.field != "rfm_segment" or not risky:
        return None
    before, after = slots.before(index), slots.next(index)
    if slots[index + 1].text.casefold() in ("segment", "group"):
        return None  # most for the at-risk segment
    ranked = (slots.has(before, "top") and slots[before].text.casefold().startswith(("most", "highest"))) or (
        slots.chinese(index) and (slots.has(after, "top", "bottom") or slots[index - 1].text in ("按", "按照"))
    )
    averaged = slots.has(before, "average", "median") or slots.has(after, "average", "median")
    bound = slots.value(after, "range")  # 流失风险高于50%
    part = isinstance(bound, Range) and (bound.unit == "percent" or (bound.unit == "number" and bound.low.value <= 1))
    told = averaged or (part and slots[index].text.endswith("风险"))
    return (index + 1, "churn", "noun") if ranked or (slots.chinese(index) and told) else None


def _settle(slots: Slots, start: int, end: int, concept: str, degree: str) -> None:
    """Category and threshold beside the words, then one item for all of it."""
    category, unfit = "", ""
    degree, start = levelled(slots, start, concept, degree)
    if concept == "purchase":
        start, end, category, unfit = _beside(slots, start, end, degree)
    bound: Range | None
    start, end, bound = threshold(slots, start, end, concept, degree)
    scale = (
        0.01
        if bound and bound.unit != "percent" and concept not in ("value", "uplift") and bound.low.value > 1
        else 1.0
    )
    scored = Scored(
        "category" if category else concept,
        degree,
        category,
        bound.op if bound else "",
        round(bound.low.value * scale, 6) if bound else None,
        round(bound.upper * scale, 6) if bound and bound.upper is not None else None,
        next((slots[i].text for i in range(start, end) if slots.has(i, "horizon")), ""),
        unfit,
    )
    senses = [Sense("scored", scored)]
    condition = condition_of(slots, scored) if scored.bounded and not unfit else None
    field = scored.field or CATEGORY_FIELD
    if condition is not None:
        senses.append(Sense("condition", condition))
    elif degree == "noun" and field in slots.vocabulary.dictionary.fields:
        senses.append(Sense("field", field))
    elif field not in slots.vocabulary.dictionary.fields and not (category and slots.vocabulary.scores_categories):
        senses.append(Sense("absent_field", field))
    slots.merge(start, end, *senses)


def _goods(slots: Slots, index: int) -> Any:
    group = slots.value(index, "group") if 0 <= index < len(slots) else None
    if group is None or group.field in ("city", "country", "gender"):
        return None  # in France: where nobody of this shop lives is no goods
    return group if slots.level(group.field) in _GOODS or group.absent else None


def _beside(slots: Slots, start: int, end: int, degree: str) -> tuple[int, int, str, str]:
    """likely to buy skincare, 护肤品购买概率: what would be bought."""
    inner = next((i for i in range(start, end) if _goods(slots, i)), None)
    if inner is not None:
        return start, end, *_category(slots, inner)
    at = end
    while at < len(slots) and slots[at].text.casefold() in _AMOUNTS and not _goods(slots, at):
        at += 1
    if _goods(slots, at) and not (degree == "noun" and slots.chinese(at) and at > end):
        last = at + 1
        if slots.has(last, "field") and slots.value(last, "field") in ("product", "category"):
            last += 1
        return start, last, *_category(slots, at)
    if degree == "noun" and _goods(slots, start - 1):
        return start - 1, end, *_category(slots, start - 1)
    if degree == "noun" and start > 1 and slots[start - 1].text == "的" and _goods(slots, start - 2):
        return start - 2, end, *_category(slots, start - 2)
    return start, end, "", ""


def _category(slots: Slots, index: int) -> tuple[str, str]:
    group = _goods(slots, index)
    plain = group.field == "category" and len(group.values) == 1 and group.op == "is" and not group.absent
    return (str(group.values[0]), "") if plain else ("", slots[index].text)


def foretells(slots: Slots) -> bool:
    """what would gold members spend: how much it will be, and nothing to offer."""
    return any(scored.concept == "value" and not scored.bounded for _, scored in mentions(slots)) and any(
        slots.value(i, "field") == "expected_spend" and slots[i].text.casefold().startswith("spend")
        for i in range(len(slots))
    )
