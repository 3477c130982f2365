"""Why a score is what it is: one customer's reasons and prospects, and what drives a score in a group."""

from __future__ import annotations

from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.scores.likeliest import unfit
from assistant.planner.grammar.scores.scores import FIELDS, mentions
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.questions.notes import looking_ahead
from assistant.planner.intents.references.subjects import (
    audience_args,
    finished,
    group_meant,
    needs_person,
    person_meant,
    use,
    use_person,
    which_customer,
)
from assistant.planner.intents.scoring.recommended import what_is_bought
from assistant.planner.reading import Call, Reading

WHEN = "value"
"""The score whose model knows when the next order is due."""
_NEXT_ORDER = "expected_next_order_date"
NEXT_ORDER_ROW = ("next order", "下次下单")
"""Words of the row that answers when."""
_ASKED = (
    "chance", "chance_noun", "when_cue", "worth_cue", "why", "drivers_cue", "model_word", "quality_cue", "history",
    "profile_cue", "which", "level_word", "how_much", "meaning", "performance", "list",
    "how_many",
)  # fmt: skip


def read_person_score(frame: Frame) -> Reading | None:
    """how likely is C00012 to churn, why is she at risk, when will C00012 order again, expected value of C00012."""
    alone = _score_alone(frame)
    if not (alone or frame.has("customer_id", "person_ref", "people")) or frame.has("meaning", "copy_verb", "by"):
        return None
    if frame.has("how_many") and not (frame.has("customer_id", "person_ref") and frame.language == "zh"):
        return None
    if any(span.has("repeat_only", "new_only") and not span.has("outcome") for span in frame.spans):
        return None  # 她买过的里面最可能再买的3样: goods are asked for, not the chance
    slots = frame.slots()
    if (record := _all_scores(frame)) is not None:
        return record
    concept, place = _of_person(frame, slots)
    due = _due(slots)
    if concept is None or (concept in ("purchase", "category") and _goods_asked(frame, slots, place)):
        return None
    customer = frame.state.customer if alone else person_meant(frame)
    if customer is None:
        return which_customer(frame) if needs_person(frame) else None
    scored = slots.value(place, "scored") if place is not None else None
    if scored is not None and (scored.value is not None or any(s.has("percent") for s in frame.spans)):
        return None  # is she among the 10 % most likely to …: whether she is in an audience
    if scored is not None and scored.unfit and place is not None:
        raise unfit(slots, place, scored)
    args: dict[str, Any] = {"score": concept, "customer_id": customer}
    if place is not None:
        slots.use(place, "score")
        category = scored.category if scored is not None else _category_after(slots, place)
        args |= {"score": "category", "category": category} if category else {}
    use_person(slots)
    use(slots, "asked for", *_ASKED)
    if frame.has("why"):
        for index in range(len(slots)):
            if _at_risk(slots, index) or slots[index].text in ("有风险", "风险"):
                slots.use(index, "churn score")
    notes = [*looking_ahead(frame, slots), *_said_of_person(frame, slots)]
    focus: dict[str, Any] = {"row": NEXT_ORDER_ROW} if concept == WHEN and (due or frame.has("when_cue")) else {}
    return finished(frame, slots, "scores", "explain_score", args, notes=notes, focus=focus)


def _said_of_person(frame: Frame, slots: Slots) -> list[str]:
    """gold member C02453 has a low score, why: what is told of the customer is taken as told, and that is said."""
    if not frame.has("customer_id"):
        return []
    told = [i for i in slots.all("group") if slots.level(slots.value(i, "group").field) == "customer"]
    for index in told:
        slots.use(index, "told of the customer")
    words = ", ".join(slots[i].text for i in told)
    taken = frame.say(f"Whether “{words}” holds was not checked.", f"“{words}”是否属实没有核对。")
    return [taken] if told else []


def _score_alone(frame: Frame) -> bool:
    """churn risk?, and expected spend, right after one customer: nothing but the name of a score."""
    light = ("filler", "break", "and", "same", "which", "chance", "outcome", "anaphor")
    named = any(span.has("score_name") for span in frame.spans)
    return named and frame.state.last == "customer" and all(s.has("score_name", *light) for s in frame.spans)


def _all_scores(frame: Frame) -> Reading | None:
    """C00871's scores, every score of C00871: they stand in the customer's record."""
    named = any(span.text.casefold() in _SCORES for span in frame.spans)
    customer = person_meant(frame)
    concepts = {span.value("subject") for span in frame.spans if span.has("subject")}
    if (
        not named
        or customer is None
        or len(concepts) == 1
        or frame.has("score_name", "chance", "outcome", "quality_cue")
    ):
        return None
    return frame.reading("customer", calls=[Call("look_up_customer", {"customer_id": customer})])


_SCORES = (
    "scores",
    "the scores",
    "all scores",
    "every score",
    "各项得分",
    "得分",
    "分数",
    "各项分数",
    "所有分数",
    "评分",
    "打分",
)


def _of_person(frame: Frame, slots: Slots) -> tuple[str | None, int | None]:
    """Which score is asked about, and where it is named."""
    outcome = slots.find("outcome")
    if frame.has("when_cue") and (outcome is not None or slots.find("scored") is not None or _due(slots)):
        at = outcome if outcome is not None else slots.find("scored")
        churn = at is not None and "churn" in (
            slots.value(at, "outcome"),
            getattr(slots.value(at, "scored"), "concept", ""),
        )
        return ("churn" if churn else WHEN), at
    for index, scored in mentions(slots):
        return scored.concept, index
    if frame.has("horizon") and (spent := _spent(slots)) is not None:
        return "value", spent
    ahead = frame.text.normal.startswith(("would ", "will ", "could ", "might ")) or "会不会" in frame.text.normal
    if (frame.has("chance", "chance_noun") or ahead) and outcome is not None:
        concept = str(slots.value(outcome, "outcome"))
        return ("purchase" if concept == "value" else concept), outcome
    if frame.has("worth_cue") and not frame.has("verb"):
        return "value", None
    said = next((i for i in slots.all("subject") if slots.has(i + 1, "score_word", "level_word")), None)
    if frame.has("why") and said is not None and slots.value(said, "subject") in FIELDS:
        slots.use(said + 1, "score")
        return str(slots.value(said, "subject")), said
    if frame.has("why") and not frame.has("in_it") and any(_at_risk(slots, i) for i in range(len(slots))):
        return "churn", None
    return (WHEN, None) if _due(slots) else (None, None)


def _goods_asked(frame: Frame, slots: Slots, place: int | None) -> bool:
    """the three things she is most likely to buy again, 最可能买什么: which goods, not how likely."""
    plain = any(slots.value(i, "field") == "product" and not slots.has(i, "group") for i in range(len(slots)))
    what = place is not None and slots.chinese(place) and slots.has(slots.next(place), "which")
    plain = plain or any(slots[i].text.casefold() == "things" and slots.has(i - 1, "number") for i in range(len(slots)))
    what = what or (place is not None and what_is_bought(slots, place))
    return plain or what or frame.has("pieces", "new_only")


def _spent(slots: Slots) -> int | None:
    """what will C00012 spend next year: the word for spending."""
    return next(
        (i for i in range(len(slots)) if slots.value(i, "outcome") == "value" or slots.value(i, "field") == "spend"),
        None,
    )


def _category_after(slots: Slots, place: int) -> str:
    """will C00012 buy skincare: the category behind what is likely."""
    return _category(slots, slots.next(place)) if slots.value(place, "outcome") == "purchase" else ""


def _category(slots: Slots, at: int) -> str:
    group = slots.value(at, "group")
    if group is None or group.field != "category" or len(group.values) != 1 or group.absent:
        return ""
    slots.use(at, "category")
    return str(group.values[0])


def _due(slots: Slots) -> bool:
    found = [i for i in range(len(slots)) if _NEXT_ORDER in (slots.value(i, "field"), slots.value(i, "absent_field"))]
    for index in found:
        slots.use(index, "next order")
    return bool(found)


def _at_risk(slots: Slots, index: int) -> bool:
    group = slots.value(index, "group")
    return group is not None and group.field == "rfm_segment" and group.values == ("At Risk",)


def read_drivers(frame: Frame) -> Reading | None:
    """what drives churn, why do women in Berlin leave, 流失的主要原因."""
    # "who is most likely to churn, and why" wants people: a ranking names each one's reasons anyway
    people = frame.has("customer_id", "in_it", "who") or frame.text.normal.startswith("谁")
    cue = frame.has("drivers_cue") or (frame.has("why") and not people)
    if not cue or needs_person(frame) or frame.has("copy_verb", "how_many", "meaning", "by"):
        return None
    slots = frame.slots()
    if slots.find("drivers_cue", "why", free=False) is None:
        return None  # we predict more than $800 of spend: what is expected, not what makes it so
    found = _subject(frame, slots)
    if found is None:
        return None
    concept, place, category = found
    slots.use(place, "score")
    use(
        slots,
        "asked for",
        "drivers_cue",
        "why",
        "which",
        "chance",
        "model_word",
        "top",
        "chance_noun",
        "quality_cue",
        "card_detail",
        "card_word",
        "list",
    )
    for index in slots.all("subject"):
        if slots.value(index, "subject") == concept and not slots.has(index, "verb"):
            slots.use(index, "score")
    audience = group_meant(frame, slots)
    args: dict[str, Any] = {"score": concept, **audience_args(audience)} | ({"category": category} if category else {})
    notes = looking_ahead(frame, slots)
    return finished(frame, slots, "scores", "explain_score", args, audience=audience, notes=notes)


def _subject(frame: Frame, slots: Slots) -> tuple[str, int, str] | None:
    """(score, where, category) whose causes are asked for."""
    for index, scored in mentions(slots):
        return scored.concept, index, scored.category
    for index in slots.all("outcome"):
        value = slots.value(index, "outcome")
        bought = value == "purchase" and (slots.relative or slots.has(index + 1, "group"))
        if value in ("churn", "purchase") and not bought and not slots.has(index, "group"):
            category = _category(slots, index - 1) if value == "purchase" else ""
            return ("category" if category else str(value)), index, category
    for index in slots.all("subject"):
        if slots.value(index, "subject") in FIELDS and not slots.has(index, "group"):
            return str(slots.value(index, "subject")), index, ""
    for index in range(len(slots)):
        if _at_risk(slots, index) and frame.state.audience is not None and frame.has("anaphor"):
            return "churn", index, ""
    return None
