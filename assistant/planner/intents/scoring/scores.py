"""Who ranks highest by a score: most likely to churn, the best targets of an offer, the highest expected spend."""

from __future__ import annotations

import re
from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.people.sizes import asked_size, enough
from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.scores.likeliest import size_beside, unfit
from assistant.planner.grammar.scores.scores import Scored, mentions
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.intents.questions.notes import horizon_note, looking_ahead
from assistant.planner.intents.references.subjects import audience_args, finished, group_meant, needs_person, use
from assistant.planner.reading import Reading
from tools.definitions import Audience

COUNTING = (
    "how_many",
    "share",
    "average",
    "median",
    "sum",
    "trend",
    "distribution",
    "band_word",
    "quantile",
    "compare",
    "versus",
)
"""Words that make it a question of numbers, in which a score is one condition or figure among others."""
_VALUABLE = ("most valuable", "best", "top", "最有价值", "最好")
_WORTH = ("most valuable", "most important", "most lucrative", "最有价值", "最值钱", "最重要")
_SENT = ("goal", "copy_noun", "copy_channel", "contact_noun", "contact_verb", "send_word", "discount", "off", "tone")


def read_target(frame: Frame) -> Reading | None:
    """who should get the spring offer: the response score, unless another one is named."""
    if not frame.has("target_cue") or frame.has("copy_verb"):
        return None
    slots = frame.slots()
    found = mentions(slots)
    scored = found[0][1] if found else Scored("response", "most")
    use(slots, "asked for", "target_cue", "scored")
    what, category = _what_is_sent(slots)
    if category and not found:
        scored = Scored("category", "most", category)
    notes = (
        [
            frame.say(
                "I ranked by how likely people are to respond to a campaign like the recent ones; "
                f"“{what}” itself is not scored.",
                f"按对类似近期活动的响应可能性排名；“{what}”本身没有单独的得分。",
            )
        ]
        if scored.concept == "response" and what
        else []
    )
    if frame.has("how_many"):
        use(slots, "said beside the list", "how_many", "anaphor")
        notes.append(frame.say(*_NO_END))
    return _ranking(frame, slots, scored, highest=True, notes=notes)


_NO_END = (
    "A ranking ends nowhere by itself: tell me what a contact costs and what a response is worth, and I work out how "
    "many are worth writing to.",
    "排名本身没有截止点：告诉我每次触达成本和每次响应价值，我来算联系多少人最划算。",
)


def _what_is_sent(slots: Slots) -> tuple[str, str]:
    """the spring offer, 春季优惠: what people would be sent; and the category it is about."""
    places = [i for i in range(len(slots)) if _sendable(slots, i)]
    if not places:
        return "", ""
    first = last = places[0]
    while last + 1 in places:
        last += 1
    category = ""
    lead = first - 1
    group = slots.value(lead, "group")
    if group is not None and group.field == "category" and len(group.values) == 1 and not group.absent:
        first, category = lead, str(group.values[0])
    elif lead >= 0 and (slots.has(lead, "period") or slots[lead].text.casefold() == "new"):
        first = lead
    for index in range(first, last + 1):
        slots.use(index, "what is sent")
    tokens = slots.text.tokens
    return slots.text.typed(tokens[slots[first].start].start, tokens[slots[last].end - 1].end), category


def _sendable(slots: Slots, index: int) -> bool:
    group = slots.value(index, "group")
    if group is not None:
        return bool(group.field.startswith("campaign"))
    return (
        slots.has(index, *_SENT)
        or slots.value(index, "field") == "campaign"
        or slots.value(index, "absent_field") == "campaign"
    )


_KINDS = re.compile(
    r"哪(?:一)?[类种](?:型的?)?(?:客户|用户|会员|顾客|人群|人|买家)|"
    r"\b(?:what|which) (?:kind|type|sort)s? of (?:customers?|people|shoppers?|buyers?|clients?)\b"
)


def _which_kind(frame: Frame, scored: Scored) -> Unclear:
    """哪类客户最容易流失: kinds of people by what? Their average by each of a few facts, or the people themselves."""
    fields = frame.vocabulary.dictionary.fields
    score = fields[str(scored.field)].label
    rows = [fields[name].label for name in ("loyalty_tier", "rfm_segment", "age_group", "country") if name in fields]
    options = [(f"average {score.en} by {one.en}", f"各{one.zh}的平均{score.zh}") for one in rows[:3]]
    return Unclear(
        "Kinds of customers by what? I can compare the average of each.",
        "按什么来分类？可以比较每一类的平均值。",
        options,
        firm=True,
    )


def read_ranking(frame: Frame) -> Reading | None:
    """who is most likely to churn, top 50 at risk of churning in Shanghai, churn risk of women, 预期消费最高的客户."""
    slots = frame.slots()
    if needs_person(frame) or _orders_the_last(frame, slots):
        return None
    found = [(i, s) for i, s in mentions(slots) if s.value is None]
    if not found:
        return _valuable_ahead(frame, slots) or _bare_subject(frame, slots)
    if frame.has(*COUNTING, "copy_verb", "meaning", "customer_id", "save", "overlap", "suppressed") or _rows_asked(
        slots
    ):
        return None
    if slots.find("norm", "sum", "average", "median", free=False) is not None:
        return None
    index, scored = found[0]
    if len(mentions(slots)) > 1:
        return None
    if _KINDS.search(frame.text.normal) and scored.field in frame.vocabulary.dictionary.fields:
        raise _which_kind(frame, scored)
    if scored.unfit:
        raise unfit(slots, index, scored)
    _refuse_two_ranks(slots, scored)
    direction = _direction(slots, index)
    if (
        scored.degree in ("likely", "unlikely")
        and direction is None
        and not (scored.category and scored.degree == "likely")
    ):
        return None
    if scored.degree in ("likely", "noun") and direction is None and _relative_size(slots, index):
        return None
    _, share, _ = size_beside(slots, index)
    if share is not None:
        return None
    highest = scored.degree not in ("least", "unlikely") if direction is None else direction
    slots.use(index, f"score: {scored.concept}")
    return _ranking(frame, slots, scored, highest=highest)


def _orders_the_last(frame: Frame, slots: Slots) -> bool:
    """sort by churn risk, top 20 – right after people: in what order those are listed, and no ranking of all."""
    first = slots.next(-1, lambda item: item.has("filler", "break", "and", "list") and not item.has("rank_by"))
    named = ("people", "agent", "group", "condition", "verb", "who")
    spoken_of = frame.state.last in ("audience", "list") and slots.has(first, "rank_by")
    return spoken_of and slots.find(*named, free=False) is None


def _refuse_two_ranks(slots: Slots, scored: Scored) -> None:
    """which customers are most valuable and about to leave: how many count as valuable has to be said."""
    valuable = [i for i in slots.all("top") if slots[i].text.casefold() in _WORTH]
    if valuable and scored.concept != "value":
        raise Unclear(
            "I rank by one thing at a time. How many count as the most valuable?",
            "一次只按一个标准排名。多少人算最有价值？",
            [
                ("of the top 10% by spend, those most likely to churn", "消费前10%的客户里最可能流失的"),
                ("customers most likely to churn", "最可能流失的客户"),
            ]
            if scored.concept == "churn"
            else [],
            slots.origin(valuable[0]),
        )


def _ranking(frame: Frame, slots: Slots, scored: Scored, *, highest: bool, notes: list[str] | None = None) -> Reading:
    said = enough(slots)
    place, _, count = size_beside(slots, -1)
    if count is None and (shown := said or asked_size(slots)):
        place, count = shown
    for index in (place, *slots.all("rank_by", "rank_verb", "descending", "model_word", "list", "chance", "ascending")):
        if index is not None:
            slots.use(index, "rank")
    if count is None:
        for index in slots.all("top", "bottom"):
            slots.use(index, "rank")
    use(slots, "rank", "top", "bottom", "only_cue", "why", "next_step")
    if scored.concept in ("uplift", "response"):
        use(slots, "the contact", "contact_noun", "copy_channel", "target_cue")
    found = list(notes or [])
    audience = group_meant(frame, slots, found) or _those_counted(frame, slots)
    found += horizon_note(frame, scored.ahead) or looking_ahead(frame, slots)
    args: dict[str, Any] = {"score": scored.concept, **audience_args(audience)}
    if scored.category:
        args["category"] = scored.category
    if not highest:
        args["highest"] = False
    if count is not None:
        args["limit"] = count
    return finished(frame, slots, "scores", "score_customers", args, audience=audience, notes=found)


def _those_counted(frame: Frame, slots: Slots) -> Audience | None:
    """按购买概率排，前10名列出来, right after some people were counted: of them, as nobody else is named."""
    state = frame.state
    named = slots.find("people", "agent", "who", "which", free=False) is not None
    asked = slots.find("rank_by", "only_cue", free=False) is not None and not named
    return state.them if state.last in ("audience", "list") and asked and frame.language == "zh" else None


def _direction(slots: Slots, index: int) -> bool | None:
    """Highest or lowest first, where a rank word says so."""
    for at in sorted(slots.all("top", "bottom", "ascending", "descending"), key=lambda i: abs(i - index)):
        return slots.has(at, "top", "descending")
    return None


def _relative_size(slots: Slots, index: int) -> bool:
    """above-average churn risk: a condition, not a ranking."""
    return any(slots.has(i, "relative") for i in (index - 1, index + 1, slots.next(index)))


def _rows_asked(slots: Slots) -> bool:
    """which city has the highest churn risk, churn risk by segment: rows of something that is no customer."""
    several = any(len(slots.value(i, "group").values) > 1 for i in range(len(slots)) if slots.has(i, "group"))
    if several and slots.find("respectively", "versus", free=False) is not None:
        return True
    for index in range(len(slots)):
        if slots.has(index, "scored", "group", "condition", "people", "horizon", "filler") or not dimension_at(
            slots, index
        ):
            continue
        before = slots.before(index, lambda item: item.has("filler", "number") and not item.has("by", "which", "top"))
        which = slots.has(before, "by", "which", "top", "bottom") or slots.has(index - 1, "which", "by")
        if which or (slots.has(index - 1, "list") and slots[index - 1].text.endswith(("哪些", "哪个", "哪几个"))):
            return True
    return False


def _valuable_ahead(frame: Frame, slots: Slots) -> Reading | None:
    """our most valuable customers next year, 明年消费最高的客户: who will spend most."""
    if not frame.has("horizon") or frame.has(*COUNTING, "copy_verb") or _rows_asked(slots):
        return None
    if slots.find("people", "who", "agent", "list", "heads") is None:
        return None
    ranked = [i for i in slots.all("top") if slots[i].text.casefold() in _VALUABLE]
    spent = [i for i in range(len(slots)) if "spend" in (slots.value(i, "verb"), slots.value(i, "field"))]
    big = [i for i in slots.all("agent") if slots.value(i, "agent") == "big"]
    if not ranked and not big and not (spent and slots.find("top") is not None):
        return None
    for index in (*spent, *big):
        slots.use(index, "score: value")
    return _ranking(frame, slots, Scored("value", "most"), highest=True)


def _bare_subject(frame: Frame, slots: Slots) -> Reading | None:
    """churn in Germany: what about it?"""
    place = next(
        (
            i
            for i in range(len(slots))
            if slots.has(i, "subject") and not slots[i].has("filler", "verb", "agent", "measure", "field", "share")
        ),
        None,
    )
    if place is None or frame.has("copy_verb", "by", "meaning", "how_many", "unready"):
        return None
    if slots.value(place, "subject") not in ("churn", "uplift"):
        return None
    raise Unclear(
        "What would you like to know about churn?",
        "想了解流失的哪个方面？",
        [
            ("customers most likely to churn", "最可能流失的客户"),
            ("what drives churn", "流失的主要原因"),
            ("how good is the churn model", "流失模型准不准"),
        ],
        slots.origin(place),
    )
