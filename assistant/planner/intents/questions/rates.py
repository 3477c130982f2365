"""Rates told as a story: of those who opened it, what share clicked; 收到的人里有多少比例打开了."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.slots import Group, Slots
from assistant.planner.intents.questions.questions import read_metric
from assistant.planner.intents.references.subjects import use
from assistant.planner.lexicon import Sense
from assistant.planner.reading import Reading

_RATES = {
    ("receive", "open"): "open_rate",
    ("receive", "click"): "click_rate",
    ("receive", "unsubscribe"): "unsubscribe_rate",
    ("open", "click"): "click_to_open_rate",
}
_CLICKED = {"click_rate": "click", "open_rate": "open", "unsubscribe_rate": "unsubscribe"}
_EVERYBODY = ("全部", "所有", "全体", "总", "all ", "全店")
_ORDER = ("receive", "open", "click", "unsubscribe")


def read_message_rate(frame: Frame) -> Reading | None:
    """what share of the people who opened 618 clicked through: the rate that is."""
    known = "open_rate" in frame.vocabulary.dictionary.measures
    if any(span.has("people") and span.text.casefold().startswith(_EVERYBODY) for span in frame.spans):
        return None  # 点击过任何活动的客户占全部客户的比例: of people, and not of messages
    if not known or frame.has("copy_verb", "save") or not (frame.has("share") or _named_rate(frame)):
        return None
    slots = frame.slots()
    _after_campaign(slots)
    rates = [i for i in range(len(slots)) if _rate_at(slots, i)]
    acts = [i for i in range(len(slots)) if i not in rates and _act(slots, i)]
    kinds = sorted({_act(slots, i) for i in (*acts, *rates)}, key=_ORDER.index)
    named = any(_names_message(slots, i) for i in range(len(slots)))
    if not named or not acts or len(rates) > 1 or not 1 <= len(kinds) <= 2 or _others(slots):
        return None
    base, act = (kinds[0], kinds[1]) if len(kinds) == 2 else ("receive", kinds[0])
    rate = _RATES.get((base, act), "")
    told = next((i for i in (*rates, *acts) if _act(slots, i) == act), None)
    if rate not in frame.vocabulary.dictionary.measures or told is None or (rates and told not in rates):
        return None
    slots.retag(told, Sense("measure", rate))
    for index in acts:
        if index != told:
            slots.use(index, "of whom")
    use(slots, "of whom", "share", "people", "who", "anaphor")
    for index in slots.all("how_many"):
        if not slots.has(index, "measure"):
            slots.use(index, "of whom")
    return read_metric(frame, slots)


def _after_campaign(slots: Slots) -> None:
    """unsubscribed after Summer Sale: out of that mailing, rather than ever since."""
    for index in slots.all("after"):
        after = slots.value(index, "after")
        named = [item for item in after.where if item.field == "campaign" and item.op == "is"]
        if after.event == "sent" and len(named) == 1:
            slots.retag(index, Sense("group", Group("campaign", tuple(named[0].values))))


def _named_rate(frame: Frame) -> bool:
    """click rate among those who opened: a rate whose base is told beside it."""
    return any(s.kind == "measure" and s.value in _CLICKED for span in frame.spans for s in span.senses)


def _rate_at(slots: Slots, index: int) -> str:
    """The act of a rate that is named; "" for none."""
    return next((_CLICKED[s.value] for s in slots[index].senses if s.kind == "measure" and s.value in _CLICKED), "")


def _act(slots: Slots, index: int) -> str:
    """What people did, by a verb, by what they are called (openers) or by the name of a rate."""
    if found := _rate_at(slots, index):
        return found
    if slots.has(index, "group") or (slots.has(index, "measure") and not slots.has(index, "verb")):
        return ""
    done = slots.value(index, "verb") or slots.value(index, "agent")
    if done in _ORDER:
        return str(done)
    return "receive" if slots.value(index, "after_cue") == "sent" else ""


def _names_message(slots: Slots, index: int) -> bool:
    group = slots.value(index, "group")
    if group is not None:
        return bool(group.field in ("campaign", "campaign_channel"))
    return slots.has(index, "contact_noun") or slots.value(index, "field") == "campaign"


def _others(slots: Slots) -> bool:
    """Other people than those the message went to, or purchases: a share of something else."""
    bought = any(slots.value(i, "verb") in ("buy", "spend") for i in range(len(slots)))
    people = any(
        slots.has(i, "condition", "saved")
        or (slots.has(i, "agent") and slots.value(i, "agent") not in _ORDER)
        or (slots.value(i, "group") and slots.level(slots.value(i, "group").field) == "customer")
        for i in range(len(slots))
    )
    counted = any(
        slots.has(i, "people") and slots[i].text.casefold().startswith(("customer", "our")) for i in range(len(slots))
    )
    return bought or people or counted
