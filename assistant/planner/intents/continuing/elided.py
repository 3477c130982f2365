"""谁点了, 今年谁买过, who clicked: what is left out is the campaign or product just spoken of."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.intents.questions.questions import read_question
from assistant.planner.reading import Reading
from assistant.planner.spoken_of import GOODS, things

_ON_CAMPAIGNS = ("click", "open", "receive", "unsubscribe")
_ON_GOODS = ("buy", "view", "cart", "return_goods", "rebuy")
_NAMED = (
    "value",
    "values",
    "products",
    "customer_id",
    "agent",
    "measure",
    "by",
    "top",
    "bottom",
    "anaphor",
    "saved",
    "thing",
)


def read_elided_object(frame: Frame) -> Reading | None:
    """The question with what was spoken of put behind the verb; None where it names anything itself."""
    state = frame.state
    verbs = [i for i, span in enumerate(frame.spans) if span.value("verb") in (*_ON_CAMPAIGNS, *_ON_GOODS)]
    of_people = _of_people(frame, verbs)
    verbs = verbs[:1] if of_people else verbs
    shown = state.last == "metric" and state.metric is not None
    if not (shown or (of_people and state.last == "audience")) or (frame.has(*_NAMED) and not of_people):
        return None
    if frame.language == "zh":
        asked = of_people or "谁" in frame.text.original or frame.text.original.startswith("哪些人")
    else:  # who clicked, and who opened?
        behind = frame.spans[verbs[0] + 1 :] if verbs else []
        asked = frame.text.normal.startswith(("who ", "and who ")) and all(s.has("break", "period") for s in behind)
    if len(verbs) != 1 or not asked or len(frame.spans) > (2 * _FEW if of_people else _FEW):
        return None
    wanted = "campaign" if frame.spans[verbs[0]].value("verb") in _ON_CAMPAIGNS else "product"
    now = things(replace(state, trail=[]))
    said = next((f for f in now if f.field == wanted and len(f.values) == 1), None)
    if said is None or (shown and state.metric is not None and said not in state.metric.where):
        return None
    label = frame.vocabulary.dictionary.value_label(wanted, said.values[0], frame.language)
    end = frame.origin(verbs[0])[1]
    text = frame.text.original
    told = frame.retold(f"{text[:end]}{frame.say(' ', '')}{label}{text[end:]}")
    reading = read_question(told)
    if reading is None or reading.ask is not None or not reading.calls:
        return None
    reading.question = text
    reading.notes.insert(0, frame.say(f"Of {label}.", f"指{label}。"))
    return reading


def _of_people(frame: Frame, verbs: list[int]) -> bool:
    """点过的人里金卡以上多少, 收到的人里7天内下单的: who did that with the campaign spoken of."""
    if (
        not verbs
        or any(frame.spans[i].value("verb") != "buy" for i in verbs[1:])
        or frame.language != "zh"
        or frame.has("campaign_word", "thing", "products", "customer_id")
    ):
        return False
    first = next(i for i, span in enumerate(frame.spans) if not span.has("break", "filler") or i == verbs[0])
    behind = next((span for span in frame.spans[verbs[0] + 1 :] if span.text != "的"), None)
    fields = {sense.value[0] for span in frame.spans for sense in span.senses if sense.kind in ("value", "values")}
    on_campaign = frame.spans[verbs[0]].value("verb") in _ON_CAMPAIGNS
    named = fields & {"campaign", *GOODS} or frame.has("measure")
    return on_campaign and first == verbs[0] and behind is not None and behind.has("people") and not named


_FEW = 6
