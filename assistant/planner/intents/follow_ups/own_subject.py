"""Whether a message says by itself what its figures are of, or leaves that to what was said before."""

from __future__ import annotations

import re

from assistant.planner.frame import Frame
from assistant.planner.grammar.people.audience import read_people
from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.references.cues import points_at
from tools.definitions import Audience, Bought, Engaged

_ALL_OF_US = {
    "our", "we", "us", "overall", "total", "in total", "altogether", "all together", "the shop", "shop wide",
    "shopwide", "company wide", "across the board", "in all", "all in all", "store wide", "everything",
    "我们", "全部", "整体", "总体", "全店", "大盘",
}  # fmt: skip
_OURS = {"our", "we", "us"}
"""Words that make "what is our revenue" a question of its own, where "how many orders" leans on the last answer."""
_SUBJECT = (
    "people", "agent", "group", "condition", "filter", "saved", "customer_id", "products", "contact", "range",
    "relative", "scored", "who", "verb", "value", "values",
)  # fmt: skip


def says_whole(slots: Slots) -> bool:
    """what is our revenue, orders in total: of the whole shop, whatever was spoken of before."""
    texts = [item.text.casefold() for item in slots.items]
    return any(text in _ALL_OF_US or _OURS & set(text.split()) for text in texts)


def names_them_anew(slots: Slots) -> bool:
    """how many of the UK Chinese speakers never ordered: the people are named again, whatever was said of them."""
    for index in slots.all("how_many"):
        after = slots.next(index)
        group = slots.value(after, "group")
        if slots[index].text.casefold().endswith(("of the", "of our")) and group is not None:
            return slots.level(group.field) == "customer"
    return False


def counts_others(slots: Slots) -> bool:
    """巴黎的女客户有多少, after figures: people named by two facts and counted, so nothing of the figures is kept."""
    heads = slots.all("how_many", free=False)
    facts = [i for i in range(len(slots)) if slots.has(i, "group", "condition", "verb", "contact")]
    people = any(slots[i].text.endswith(_PEOPLE_ZH) for i in facts) or any(
        slots.has(i, "people") and slots.chinese(i) and not slots.has(i, "measure", "filler") for i in range(len(slots))
    )
    kept = ("measure", "by", "which", "share", "versus", "top", "bottom", *_LEANING)
    leaning = any(slots.has(i, *kept) and not slots.has(i, "filler", "how_many") for i in range(len(slots)))
    return len(heads) == 1 and people and len(facts) > 1 and not leaning and not any(map(points_at, slots.items))


_PEOPLE_ZH = ("客户", "用户", "会员", "顾客", "买家", "客人")


def asks_whole(frame: Frame, slots: Slots) -> bool:
    """and how many customers bought shoes in 2026, after another such count: whom, what and when are all said again.

    So is whose count it is where the message says that it means all of them: how many gold members in Munich in all.
    """
    state = frame.state
    head = slots.find("how_many", free=False)
    named = [i for i in range(len(slots)) if slots.has(i, "people") or _customers(slots, i)]
    people = next((i for i in named if head is not None and i > head), None)
    pointing = any(points_at(item) for item in slots.items)
    if head is None or pointing or state.figures not in ("audience", "list"):
        return False
    if people is None:
        return _another_message(frame)
    if any(slots.has(i, *_LEANING) and not slots.has(i, "filler") for i in range(len(slots))):
        return False
    told = any(slots.has(i, "group", "condition", "verb", "contact", "saved") for i in range(len(slots)))
    if told and any(text in _IN_ALL for text in (item.text.casefold() for item in slots.items)):
        return True
    new = read_people(frame.slots(), frame.today).audience
    before = state.audience or Audience()
    return bool(_kinds(before)) and "did" in _kinds(new) and _kinds(before) <= _kinds(new) and not new.limit


def _another_message(frame: Frame) -> bool:
    """how many opened Gift Guide 2025, after how many opened Autumn Letter: the same deed with another message."""
    before, new = frame.state.audience or Audience(), read_people(frame.slots(), frame.today).audience
    deeds = [c for people in (before, new) for c in people.all if isinstance(c, Engaged) and c.where]
    alone = before == Audience(all=before.all[:1]) and new == Audience(all=new.all[:1])
    if not alone or len(deeds) != 2 or deeds[0].where == deeds[1].where:
        return False
    return deeds[0].model_copy(update={"where": deeds[1].where}) == deeds[1] and not _AS_WELL.search(frame.text.normal)


_AS_WELL = re.compile(r"\b(?:also|too|as well|both|either)\b|也|还|都|又")


def _customers(slots: Slots, index: int) -> bool:
    group = slots.value(index, "group")
    return group is not None and slots.level(group.field) == "customer" and slots[index].text.casefold().endswith("s")


_LEANING = ("instead", "add", "only_cue", "only", "remove", "back", "row", "that_period", "thing", "person_ref")
_IN_ALL = {"in all", "overall", "altogether", "all in all", "in total", "all together", "in general", "everyone"}


def _kinds(audience: Audience) -> set[str]:
    """What is said of people: which facts, what they did, and when."""
    found = {getattr(c, "field", c.kind) for c in audience.all if not isinstance(c, Bought | Engaged)}
    for condition in audience.all:
        if isinstance(condition, Bought | Engaged):
            found |= {"did"} | ({"when"} if condition.period else set())
    return found | ({"any"} if audience.any else set()) | ({"none"} if audience.none else set())


def names_no_other(slots: Slots) -> bool:
    """by units, how many orders, revenue by weekday: a figure of nothing named, so of what was spoken of."""
    if slots.find("of_it", free=False) is not None:
        return True
    if says_whole(slots):
        return False
    return not any(
        slots.has(i, *_SUBJECT) and not slots.used(i) and not (slots.has(i, "measure") and not slots.has(i, "people"))
        for i in range(len(slots))
    )


def ranks_by_it(slots: Slots) -> bool:
    """which brand is worst, the best channel only: rows ranked by the figure spoken of, as none is named."""
    own = ("measure", "people", "agent", "group", "period", "best_selling", "worst_selling", "verb", "condition")
    ranked = slots.find("top", "bottom", "expensive", "cheap", free=False) is not None
    named = [i for i in range(len(slots)) if dimension_at(slots, i) and not slots.has(i, "measure")]
    return ranked and len(named) == 1 and not any(slots.has(i, *own) for i in range(len(slots)) if i not in named)


def rows_of_it(slots: Slots, start: int) -> bool:
    """which 5 sold most, which one sold best: rows of what was spoken of, which is not said again."""
    last = slots.before(len(slots), lambda item: item.has("break", "filler") and not item.has("which"))
    behind = slots.has(start, "top", "bottom") and slots.has(last, "which")  # 最高的是哪个
    if not (slots.has(start, "which") or behind) or any(
        slots.has(i, "people", "agent", "group", "row") for i in range(len(slots))
    ):
        return False
    ranked = slots.find("top", "bottom", "best_selling", "worst_selling", free=False) is not None
    return ranked and not any(
        dimension_at(slots, i) and not slots.has(i, "measure", "period") for i in range(len(slots))
    )


def who_reacted(frame: Frame) -> bool:
    """the top one: who clicked but did not order – after figures of messages, people told by one of them."""
    who = next((i for i, span in enumerate(frame.spans) if span.has("who") and not span.has("which", "filler")), None)
    if frame.state.last != "metric" or who is None or not _stands_for_campaign(frame):
        return False
    return any(span.value("verb") in ("receive", "open", "click") for span in frame.spans[who + 1 : who + 3])


def _stands_for_campaign(frame: Frame) -> bool:
    senses = [sense for span in frame.spans for sense in span.senses if sense.note.startswith("stands for")]
    return any(sense.kind in ("value", "values") and sense.value[0] == "campaign" for sense in senses)
