"""Follow-ups to one customer without a pronoun: 上次什么时候买的, 2026年买过什么, 再来买的可能性多大.

Chinese leaves out whom it is about; right after one customer was looked up it is that customer, and nobody else.
"""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.intents.continuing.wishes import light, words
from assistant.planner.intents.lookups.lookups import read_customer
from assistant.planner.intents.lookups.membership import read_member
from assistant.planner.intents.scoring.reasons import read_person_score
from assistant.planner.intents.scoring.recommendations import read_recommendation
from assistant.planner.reading import Call, Reading
from assistant.planner.spans import Span

_OTHERS = (
    "people", "agent", "customer_id", "person_ref", "anaphor", "value", "values", "by", "list", "save", "top", "bottom",
    "share", "saved", "alike", "copy_verb", "measure", "campaign_word", "who", "compare", "products",
)  # fmt: skip
_ASKED = (
    "history",
    "latest",
    "when_cue",
    "chance",
    "chance_noun",
    "scored",
    "outcome",
    "verb",
    "contact",
    "offer_cue",
    "score_name",
)


def read_person_change(frame: Frame) -> Reading | None:
    """The question with the last customer put in front, where it names nobody; None where it names somebody."""
    state = frame.state
    of_one = state.last == "request" and state.request is not None and state.request[1].get("customer_id")
    if not (state.last == "customer" or of_one) or state.customer is None:
        return None
    if frame.language == "en":
        return _amount(frame, state.customer)
    facts = [span for span in frame.spans if _fact(frame, span)]
    if not frame.has(*_ASKED) and not facts and not any(_at_risk(span) for span in frame.spans):
        return None
    text = frame.text.original
    others = any(
        span.has(*_OTHERS) and not span.has("outcome", "score_name") and span not in facts and not _at_risk(span)
        for span in frame.spans
    )
    if others or any(word in text for word in words("everybody")):
        return None
    told = frame.retold(f"客户{state.customer} {text}")
    if any(_at_risk(span) for span in frame.spans):
        call = Call("explain_score", {"score": "churn", "customer_id": state.customer})
        return frame.reading("scores", calls=[call], notes=[f"指客户{state.customer}。"])
    ahead = frame.has("outcome", "chance", "chance_noun", "score_name", "scored")
    for intent in (read_person_score, read_recommendation, *(() if ahead else (read_member, read_customer))):
        reading = intent(told)
        if reading is not None and reading.ask is None and reading.calls:
            reading.question = text
            reading.notes.insert(0, f"指客户{state.customer}。")
            return reading
    return None


def _fact(frame: Frame, span: Span) -> bool:
    """最近一单啥时候, 一共买过几次: what is on record of a customer, and no figure of the shop."""
    of_one = frame.vocabulary.level(str(span.value("field"))) == "customer"
    counted = span.has("how_many", "how_much") and span.value("measure") in ("orders", "net_revenue", "units")
    return (of_one or counted) and not span.has("value", "values", "by")


def _at_risk(span: Span) -> bool:
    """有流失风险吗: how likely one customer is to leave, and no segment."""
    value = span.value("value")
    return value is not None and tuple(value) == ("rfm_segment", "At Risk")


def _amount(frame: Frame, customer: str) -> Reading | None:
    """how much in total?, how many orders?: of the customer just looked up."""
    if not frame.has("how_much", "how_many") or frame.has(*_OTHERS_EN):
        return None
    if _EVERYBODY & set(frame.text.normal.split()):
        return None
    if not all(light(span, "how_much", "how_many", "measure", "field", "sum") for span in frame.spans):
        return None
    text = frame.text.original.rstrip("?. ")
    told = f"{text} {'has' if frame.has('measure', 'field') else 'did'} {customer}"
    told += "" if frame.has("measure", "field") else " spend"
    reading = read_customer(frame.retold(told))
    if reading is None or reading.ask is not None or not reading.calls:
        return None
    reading.question = frame.text.original
    reading.notes.insert(0, f"Of {customer}.")
    return reading


_OTHERS_EN = ("people", "agent", "customer_id", "value", "values", "by", "period", "products", "top", "verb")
_EVERYBODY = {"we", "our", "us", "everyone", "everybody", "shop", "overall", "all", "customers"}
