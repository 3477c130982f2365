"""A follow-up to scores, recommendations and the like: only women, top 50, and to buy?, for C00013, make it 20%."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.editing.merging import merge_audience
from assistant.planner.grammar.people.audience import read_people
from assistant.planner.grammar.scores.scores import mentions
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.follow_ups.edits import read_edit
from assistant.planner.intents.follow_ups.past_a_score import past_a_score
from assistant.planner.intents.follow_ups.taking_out import said_again
from assistant.planner.intents.questions.notes import looking_ahead, said_about
from assistant.planner.intents.references.cues import CUES, corrected, has_figures, points_back, replaces, use_cues
from assistant.planner.intents.references.going_back import ranking_again
from assistant.planner.intents.references.subjects import audience_args, customer_in, finished, use, use_person
from assistant.planner.intents.scoring.migration import window
from assistant.planner.intents.scoring.owned import unbought
from assistant.planner.intents.scoring.recommendations import only_kind
from assistant.planner.lexicon import Sense
from assistant.planner.reading import Call, Reading
from tools.definitions import Audience

PEOPLED = ("score_customers", "explain_score", "choose_cutoff", "recommend_products", "plan_test")
"""Requests that take an audience."""
ONE_PERSON = ("explain_score", "recommend_products")
"""Requests that may be about one customer."""
COUNTED = {
    "score_customers": "limit", "recommend_products": "limit", "bought_together": "limit", "find_lookalikes": "count",
    "choose_cutoff": "capacity",
}  # fmt: skip
"""What a bare number changes."""
SHARED = {"find_lookalikes": "share", "plan_test": "smallest_lift"}
"""What a bare percentage changes."""
INTENTS = {
    "score_customers": "scores", "explain_score": "scores", "choose_cutoff": "cutoff", "plan_test": "test_plan",
    "recommend_products": "recommendations", "bought_together": "together", "find_lookalikes": "lookalikes",
    "segment_migration": "migration", "describe_model": "models",
}  # fmt: skip
_HEADS = (
    "people", "agent", "how_many", "how_much", "which", "measure", "verb", "offer_cue", "together", "also_bought",
    "alike", "migration", "test_cue", "cutoff_cue", "target_cue", "model_word", "quality_cue", "drivers_cue", "why",
    "by", "cost_word", "gain_word", "trend", "share", "when_cue",
)  # fmt: skip
"""Words of a question of its own."""

_ASKING = ("who", "what", "which", "how", "when", "why", "谁", "哪", "什么", "怎么", "为什么", "多少")


def read_request_edit(frame: Frame) -> Reading | None:
    """The last request changed by this message, or None when it is a question of its own."""
    state = frame.state
    if state.last in ("request", "customer") and (ranked := ranking_again(frame)) is not None:
        return ranked
    if state.last == "customer" and state.ranking is not None and state.customer is not None:
        state = replace(state, last="request", request=("explain_score", {"customer_id": state.customer}))
    if state.last != "request" or state.request is None:
        return None
    frame = corrected(frame)
    slots = frame.slots()
    for index in slots.all("agent") if state.request[0] == "recommend_products" else ():
        if slots[index].text.casefold() == "new ones":
            slots.retag(index, Sense("new_only"))  # goods they never had, and no new customers
    if (above := past_a_score(frame, slots)) is not None:
        return above
    if points_back(frame) and state.audience is not None and _about_them(frame, slots):
        return read_edit(replace(frame, state=replace(state, last="audience", figures="audience")))
    tool, before = state.request
    scored = before.get("score") or (state.ranking[1].get("score") if state.ranking else None)
    if customer_in(frame) is not None and frame.has("why") and scored and not frame.has("in_it"):
        return _reasons(frame, slots, str(scored), before.get("category"))
    if customer_in(frame) is not None and tool not in ONE_PERSON:
        return None
    if frame.only("why") and before.get("score"):
        kept: dict[str, Any] = {key: before[key] for key in ("score", "audience", "category") if key in before}
        return frame.reading("scores", calls=[Call("explain_score", kept)])
    if not _leans_on_it(slots):
        return None
    if state.ranking is not None and _back_to_ranking(frame, slots, tool, before):
        tool, before = state.ranking
    args = dict(before)
    slots.editing = True
    said_again(slots, Audience.model_validate(args.get("audience") or {}))
    changed = [change(frame, slots, tool, args) for change in (_customer, _score, _only, _numbers, _months, _goods)]
    notes = looking_ahead(frame, slots)
    if tool in PEOPLED:
        changed.append(_people(frame, slots, args, notes))
    use_cues(slots)
    if tool == "plan_test" and changed[3]:
        use(slots, "lift", "lift_word")
    if slots.has(0, "cmp_post"):
        slots.use(0, "and")
    if not any(changed) or not (tool != "explain_score" or args.get("score")):
        return None
    audience = Audience.model_validate(args["audience"]) if args.get("audience") else None
    return finished(frame, slots, INTENTS[tool], tool, args, audience=audience, notes=notes)


def _reasons(frame: Frame, slots: Slots, score: str, category: str | None) -> Reading:
    """why is the second one so high: the reasons behind the score by which people were ranked."""
    use_person(slots)
    use_cues(slots)
    use(
        slots,
        "why it is so",
        "why",
        "chance",
        "chance_noun",
        "scored",
        "score_word",
        "risk_word",
        "top",
        "bottom",
        "how_much",
        "outcome",
    )
    args: dict[str, Any] = {"score": score, "customer_id": customer_in(frame)}
    args |= {"category": category} if category and score == "category" else {}
    for index in range(len(slots)):
        group = slots.value(index, "group")
        if group is not None and group.field == "rfm_segment" and group.values == ("At Risk",):
            slots.use(index, "churn score")
    return finished(frame, slots, "scores", "explain_score", args)


def _back_to_ranking(frame: Frame, slots: Slots, tool: str, before: dict[str, Any]) -> bool:
    """only those in Shanghai, after a question about one of a ranking or about its model: the ranking is meant."""
    if tool not in (*ONE_PERSON, "describe_model") or (tool in ONE_PERSON and not before.get("customer_id")):
        return False
    if customer_in(frame) is not None or mentions(slots) or frame.has("why", "offer_cue"):
        return False
    group = any(slots.has(i, "group", "condition", "contact") for i in range(len(slots)))
    return group or frame.has("top", "bottom", "ascending", "descending") or tool != "recommend_products"


def _about_them(frame: Frame, slots: Slots) -> bool:
    """how many of them are women, their average spend, list them: figures of the people shown."""
    if mentions(slots) or frame.has("offer_cue", "alike", "why"):
        return False
    any_at_all = any(span.text in ("有没有", "有无", "有") for span in frame.spans)  # 里面有没有铂金
    return any_at_all or frame.has("how_many", "list", "by", "share") or has_figures(slots)


def _leans_on_it(slots: Slots) -> bool:
    """It opens with a word that changes something, or is nothing but a condition, a number or a name."""
    start = slots.next(-1, lambda item: item.has("break") or (item.has("filler") and not item.has(*CUES, "and")))
    opening = slots.has(start, *CUES, "and", "except", "cmp_post")
    own = [i for i in range(len(slots)) if slots.has(i, *_HEADS) and not slots.has(i, "filler", "group", "scored")]
    heads = [i for i in own if not slots.has(i, *CUES)]
    asking = slots[0].text.casefold().startswith(_ASKING) and not slots.has(0, *CUES)
    goods = slots.find("never", "new_only", "repeat_only") is not None and slots.has(start, "only", "only_cue")
    if asking or (slots.find("person_ref") is not None and not goods):
        return False
    if opening:
        return not [i for i in heads if not slots.has(i, "people", "which", "verb", "list")]
    return not heads and (slots.find("and") is None or slots.find("instead", free=False) is not None)


def _customer(frame: Frame, slots: Slots, tool: str, args: dict[str, Any]) -> bool:
    """and C00013?"""
    customer = customer_in(frame)
    if customer is None or tool not in ONE_PERSON:
        return False
    args.pop("audience", None)
    args["customer_id"] = customer
    use_person(slots)
    return True


def _score(_frame: Frame, slots: Slots, tool: str, args: dict[str, Any]) -> bool:
    """and to buy? the least likely? for skincare instead."""
    if "score" not in args:
        return False
    found = [(i, s) for i, s in mentions(slots) if s.value is None and not s.unfit]
    changed = False
    for index, scored in found[:1]:
        args["score"] = scored.concept
        args.pop("category", None)
        args |= {"category": scored.category} if scored.category else {}
        args |= {"highest": False} if scored.degree in ("least", "unlikely") and tool == "score_customers" else {}
        slots.use(index, "score")
        changed = True
    outcomes = [] if found else slots.all("outcome", "subject")
    for index in outcomes[:1]:
        concept = slots.value(index, "outcome") or slots.value(index, "subject")
        args["score"] = "purchase" if concept == "value" and slots.has(index, "outcome") else str(concept)
        args.pop("category", None)
        slots.use(index, "score")
        use(slots, "score", "chance", "chance_noun")
        changed = True
    if tool == "score_customers":
        changed = _direction(slots, args) or changed
    for index in range(len(slots)):
        group = slots.value(index, "group")
        if args["score"] == "category" and group is not None and group.field == "category" and not slots.used(index):
            args["category"] = str(group.values[0])
            slots.use(index, "category")
            changed = True
    return changed


def _direction(slots: Slots, args: dict[str, Any]) -> bool:
    """the least likely, lowest first; and back."""
    for index in slots.all("bottom", "ascending", "chance"):
        if not slots.has(index, "chance") or slots.value(index, "chance") in ("least", "most"):
            lowest = slots.has(index, "bottom", "ascending") or slots.value(index, "chance") == "least"
            args.pop("highest", None)
            args |= {"highest": False} if lowest else {}
            slots.use(index, "lowest first" if lowest else "highest first")
            return True
    return False


def _only(_frame: Frame, slots: Slots, tool: str, args: dict[str, Any]) -> bool:
    """only new ones."""
    kind = only_kind(slots) if tool == "recommend_products" else {}
    if not kind and tool == "recommend_products" and (kind := unbought(slots)):
        use(slots, "only: new", "verb", "person_ref")
    args |= kind
    return bool(kind)


def _numbers(_frame: Frame, slots: Slots, tool: str, args: dict[str, Any]) -> bool:
    """top 50, show 10, make it 1,000; 20% for a share or a lift."""
    for index in slots.all("number", "heads", "pieces", "percent"):
        if slots.used(index) or slots.has(index, "period", "range", "duration", "horizon", "money", "group"):
            continue
        share = slots.value(index, "percent")
        count = slots.value(index, "heads") or slots.value(index, "pieces") or slots.value(index, "number")
        if share is not None and tool in SHARED:
            args[SHARED[tool]] = float(share)
            args.pop("count", None)
        elif share is None and count and count == int(count) and tool in COUNTED:
            args[COUNTED[tool]] = int(count)
            args.pop("share", None)
        else:
            continue
        slots.use(index, "number")
        use(slots, "number", "top", "heads")
        return True
    return False


def _months(_frame: Frame, slots: Slots, tool: str, args: dict[str, Any]) -> bool:
    """over the last 3 months; 过去半年."""
    found = window(slots) if tool == "segment_migration" else {}
    if found:
        args.pop("months", None)
        args.pop("period", None)
    args |= found
    return bool(found)


def _goods(_frame: Frame, slots: Slots, tool: str, args: dict[str, Any]) -> bool:
    """那买砖红口红的呢: what else is bought, with another product or category."""
    if tool != "bought_together":
        return False
    for index in slots.all("group"):
        group = slots.value(index, "group")
        if group.field in ("product", "category") and group.op == "is" and len(group.values) == 1:
            args.pop("product", None)
            args.pop("category", None)
            args[group.field] = str(group.values[0])
            slots.use(index, "what is bought")
            use(slots, "what is bought", "verb", "people", "who", "also_bought", "together")
            return True
    return False


def _people(frame: Frame, slots: Slots, args: dict[str, Any], notes: list[str]) -> bool:
    """only women, in Berlin instead."""
    people = read_people(slots, frame.today)
    if not people.conditions:
        return False
    notes += said_about(frame, people)
    before = Audience.model_validate(args.get("audience") or {})
    merged = merge_audience(before, people.audience, replacing=replaces(frame))
    args.pop("audience", None)
    args.pop("customer_id", None)
    args |= audience_args(merged)
    return True
