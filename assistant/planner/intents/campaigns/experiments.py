"""How large a test has to be to show a lift."""

from __future__ import annotations

from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.grammar.scores.scores import mentions
from assistant.planner.grammar.slots import Range, Slots
from assistant.planner.intents.references.subjects import audience_args, finished, group_meant, use
from assistant.planner.lexicon import Sense
from assistant.planner.reading import Ask, Option, Reading

_REACH = 4
_PARTS = (("power", "power_word"), ("holdout_share", "holdout_word"), ("base_rate", "base_word"))
_OWN = tuple(kind for _, kind in _PARTS)
_ASKED = (
    "test_cue", "lift_word", *_OWN, "points_word", "range_join", "how_much", "difference", "by", "how_many",
    "performance", "which", "cutoff_cue", "trend", "segment_word", "respectively",
)  # fmt: skip
_SIZE_WORDS = ("sample", "large", "big", "plan", "design", "size", "how many", "power", "样本", "规模", "多大", "设计")


def read_test_plan(frame: Frame) -> Reading | None:
    """how large a test do I need to see a 10% lift (base rate 5%); 要看出10%提升需要多少人."""
    if not frame.has("test_cue") or frame.has("copy_verb", "customer_id", "model_word"):
        return None
    slots = frame.slots()
    _points(slots)
    percents = [i for i in range(len(slots)) if _percent(slots, i) is not None]
    if not (percents and frame.has("lift_word", "how_many", "points_word")) and not _asks_size(frame):
        return None
    args: dict[str, Any] = {}
    rates = _two_rates(slots, percents)
    for name, kind in _PARTS:
        for at in slots.all(kind):
            found = _percent_beside(slots, at, percents)
            if found is not None and name not in args:
                args[name] = round(_percent(slots, found) or 0.0, 6)
                slots.use(found, name)
                slots.use(at, name)
    for at in slots.all("outcome"):
        if "base_rate" not in args and at - 1 in percents and not slots.used(at - 1):
            args["base_rate"] = _percent(slots, at - 1)
            slots.use(at - 1, "base_rate")
            slots.use(at, "base_rate")
    lift = rates[1] / rates[0] - 1 if rates else _lift(slots, percents, args)
    if lift is None:
        return _which_lift(frame)
    if rates:
        args["base_rate"] = rates[0]
    args["smallest_lift"] = round(lift, 6)
    use(slots, "test", *_ASKED, "instead")
    for index, scored in mentions(slots):
        if scored.concept == "uplift":
            slots.use(index, "lift")
    notes: list[str] = []
    audience = group_meant(frame, slots, notes)
    args |= audience_args(audience)
    return finished(frame, slots, "test_plan", "plan_test", args, audience=audience, notes=notes)


def _points(slots: Slots) -> None:
    """2 percentage points: a share, whose unit is told by the word behind it."""
    for index in slots.all("points_word"):
        if slots.has(index - 1, "number") and not slots.has(index - 1, "percent", "range"):
            slots.retag(index - 1, Sense("percent", float(slots.value(index - 1, "number")) / 100))


def _asks_size(frame: Frame) -> bool:
    """Whether the size of a test is asked for, even without a lift."""
    words = [span.text.casefold() for span in frame.spans if span.has("test_cue")]
    return any(part in word for word in words for part in _SIZE_WORDS)


def _percent(slots: Slots, index: int) -> float | None:
    found = slots.value(index, "range")
    if isinstance(found, Range) and found.unit == "percent":
        return float(found.low.value)
    value = slots.value(index, "percent")
    return float(value) if value is not None else None


def _percent_beside(slots: Slots, at: int, percents: list[int]) -> int | None:
    """The share that belongs to a word: nearest, behind it first."""
    free = [i for i in percents if not slots.used(i) and abs(i - at) <= _REACH]
    crossing = ("lift_word", *_OWN)
    near = [
        i
        for i in free
        if not any(slots.has(j, *crossing) and not slots.used(j) for j in range(min(i, at) + 1, max(i, at)))
    ]
    return min(near, key=lambda i: (abs(i - at), i < at), default=None)


def _lift(slots: Slots, percents: list[int], args: dict[str, Any]) -> float | None:
    """The smallest relative lift to be seen: 10 %, 2 points on a base of 10 %, from 5 % to 6 %."""
    free = [i for i in percents if not slots.used(i)]
    if not free:
        return None
    words = [i for i in range(len(slots)) if slots.has(i, "lift_word")]
    at = min(free, key=lambda i: min((abs(i - j) for j in words), default=0))
    value = _percent(slots, at) or 0.0
    points = slots.has(at + 1, "points_word") or "个百分点" in slots[at].text
    if not value or (points and not args.get("base_rate")):
        return None
    slots.use(at, "smallest lift")
    return value / args["base_rate"] if points else value


def _two_rates(slots: Slots, free: list[int]) -> tuple[float, float] | None:
    """from 5 % to 6 %; 从3%提高到3.6%."""
    if not free:
        return None
    found = slots.value(free[0], "range")
    if isinstance(found, Range) and found.op == "between" and found.high is not None:
        low, high, last = found.low.value, found.high.value, free[0]
    elif len(free) == 2 and any(_joins(slots, i) for i in range(free[0] + 1, free[1])):
        low, high, last = _percent(slots, free[0]) or 0.0, _percent(slots, free[1]) or 0.0, free[1]
    else:
        return None
    if not 0 < low < high:
        return None
    for index in {free[0], last}:
        slots.use(index, "from one rate to another")
    return round(float(low), 6), round(float(high), 6)


def _joins(slots: Slots, index: int) -> bool:
    return slots.has(index, "range_join", "instead") and not slots.has(index, "and")


def _which_lift(frame: Frame) -> Reading:
    end = len(frame.text.original)
    options = tuple(
        Option(share, frame.say(f" to see a {share} lift", f"，要看出{share}的提升")) for share in ("5%", "10%", "20%")
    )
    return frame.reading(
        "test_plan",
        ask=Ask(
            frame.say(
                "How small a relative lift should the test be able to see? A lift in points needs the base rate too.",
                "测试要能看出多小的相对提升？如果用百分点，请同时给出基准率。",
            ),
            options, end, end, frame.say(" to see a {answer} lift", "，要看出{answer}的提升"),
        ),
    )  # fmt: skip
