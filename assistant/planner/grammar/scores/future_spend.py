"""What people will spend, and not what they spent: how much will gold members spend, 金卡会员未来三个月会花多少钱."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.lexicon import Sense

_WILL = ("will", "would", "going to", "expected to", "predicted to", "likely to", "'ll")
_ASKS = ("what will", "what would", "what might", "what are")
_EXPECT = ("expect", "anticipate", "foresee", "be expected to", "forecast", "predict")
_HOW_MUCH_ZH = "多少"


def reduce_future_spend(slots: Slots) -> None:
    """Name the score where an amount of money to come is asked of people who are described."""
    if (
        "expected_spend" not in slots.vocabulary.dictionary.fields
        or slots.find("range", "customer_id", "person_ref") is not None
    ):
        return
    if _foretold(slots):
        return
    spent = next((i for i in range(len(slots)) if _spends(slots, i)), None)
    if spent is None or not _described(slots, spent):
        return
    if slots.chinese(spent):
        lead = next((i for i in range(max(0, spent - 3), spent) if slots.has(i, "chance")), None)
        if lead is None or _HOW_MUCH_ZH not in slots[spent].text + slots[spent + 1].text:
            return
        end = spent + 1 + (slots.has(spent + 1, "how_much") or slots[spent + 1].text.startswith(_HOW_MUCH_ZH))
    else:
        lead = next((i for i in range(spent) if slots[i].text.casefold() in (*_WILL, *_ASKS)), None)
        asked = (
            slots.find("how_much") is not None
            or _what_are(slots)
            or (lead is not None and slots[lead].text.casefold() in _ASKS)
        )
        if lead is None or not asked:
            return
        end = spent + 1
        for index in range(lead + 1, spent):
            if slots[index].text.casefold() in _EXPECT:
                slots.retag(index, Sense("filler"))
    slots.retag(lead, Sense("sum" if "total" in slots[spent].text.casefold() else "filler"))
    slots.merge(spent, end, Sense("score_name", "expected_spend"))


def _what_are(slots: Slots) -> bool:
    """what are platinum members expected to spend: an amount is asked for."""
    return slots[0].text.casefold() == "what" and slots[1].text.casefold() in ("are", "is", "do", "will", "would")


def _spends(slots: Slots, index: int) -> bool:
    """spend, spend in total: what somebody does, and no bound on it."""
    field = slots.value(index, "field") == "spend" and slots[index].text.casefold().startswith("spend ")
    return slots.value(index, "outcome") == "value" or field


def _foretold(slots: Slots) -> bool:
    """total expected revenue from platinum members, revenue forecast for champions: what they will spend."""
    for index in range(len(slots)):
        if slots.value(index, "unready") != "forecast" or slots.has(index, "horizon"):
            continue
        end = index + 1
        start = index
        if not any(word in slots[index].text.casefold() for word in _TAKINGS):
            if slots.value(index + 1, "measure") == "net_revenue":
                end = index + 2
            elif slots.value(index - 1, "measure") == "net_revenue":
                start = index - 1
            else:
                continue
        if _described(slots, len(slots)):
            slots.merge(start, end, Sense("score_name", "expected_spend"))
            return True
    return False


_TAKINGS = ("revenue", "sales", "销售", "收入")


def _described(slots: Slots, end: int) -> bool:
    """Whether some people are told apart before it: nobody foretells what a whole shop will take."""
    for index in range(end):
        group = slots.value(index, "group")
        named = group is not None and slots.level(group.field) == "customer"
        if named or slots.has(index, "condition", "agent", "kind", "contact", "saved"):
            return True
    return False
