"""Comparisons: over 500, at least twice, 3 or more, 25-34, 500元以上, above average; and lone amounts."""

from __future__ import annotations

from assistant.planner.grammar.deeds.two_ends import from_to
from assistant.planner.grammar.slots import Amount, Range, Slots
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span

_DASHES = ("-", "~", "–", "—", "−", "～", "‑")
UNITS = ("money", "percent", "times", "pieces", "heads", "age", "duration", "number")
_MEASURE_WORDS = ("个", "种", "类", "款", "样", "项", "份")
"""Between a number and 以上: 四个以上品类."""
_RELATIVE = {
    "above_average": ("gt", "average"),
    "below_average": ("lt", "average"),
    "above_median": ("gt", "median"),
    "below_median": ("lt", "median"),
}


def amount_of(item: Span) -> Amount | None:
    """The amount an item names, by its most telling unit."""
    for unit in UNITS:
        sense = item.sense(unit)
        if sense is None:
            continue
        if unit == "money":
            return Amount(sense.value[0], unit, sense.value[1])
        if unit == "duration":
            return Amount(float(sense.value[0]), unit, sense.value[1])
        return Amount(float(sense.value), unit)
    return None


def reduce_ranges(slots: Slots) -> None:
    """Join comparators with their amounts into ranges, everywhere."""
    _part_or(slots)
    for index in range(1, len(slots) - 1):
        over = slots[index].text == "过" and slots.has(index - 1, "measure") and not slots.has(index - 1, "verb")
        if over and amount_of(slots[index + 1]) is not None:
            slots.retag(index, Sense("cmp", "gt"))  # 净收入过50万的渠道
    index = 0
    while index < len(slots):
        _times_behind(slots, index)
        for rule in (_between, _compared, _followed, _relative, _spread, _either):
            if index < len(slots) and rule(slots, index):
                break
        _bound_said(slots, index)
        _both_bounds(slots, index)
        from_to(slots, index)
        _worth(slots, index)
        index += 1


def _worth(slots: Slots, index: int) -> None:
    """makeup worth more than 200: so much money."""
    found = slots.value(index, "range") if index < len(slots) else None
    said = slots[index].text.casefold() if index < len(slots) else ""
    led = index > 0 and slots[index - 1].text.casefold() in ("worth", "valued at", "for a total of", "totalling")
    if (led or said.startswith("worth ")) and isinstance(found, Range) and found.unit == "number":
        high = Amount(found.high.value, "money") if found.high else None
        slots.retag(index, Sense("range", Range(found.op, Amount(found.low.value, "money"), high)))


def _both_bounds(slots: Slots, i: int) -> None:
    """不低于500、不超过1000: one figure and its two ends; 高于平均 once more in brackets says nothing new."""
    at = i - 1
    while at > 0 and slots[at].text in ("、", "，", ",", "且", "并", "并且", "又", "但", "而且", "同时"):
        at -= 1
    low, high = (slots.value(at, "range"), slots.value(i, "range")) if 0 <= at < i - 1 else (None, None)
    if not (isinstance(low, Range) and isinstance(high, Range) and slots.chinese(i)):
        return
    same = high.unit in (low.unit, "number") and low.low.value < high.low.value
    if (low.op, high.op) == ("ge", "le") and same:
        upper = Amount(high.low.value, low.unit, low.low.detail)
        slots.merge(at, i + 1, Sense("range", Range("between", low.low, upper)))


_WITHOUT = ("不含", "不包含", "不包括", "不算")
_WITH = ("含", "包含", "包括", "算")


def _bound_said(slots: Slots, i: int) -> None:
    """3000以上（不含3000）, 两单以上（含）: whether the bound itself is meant."""
    found = slots.value(i, "range")
    at = i + 1
    while at < len(slots) and (slots[at].text in ("(", "（", "，", ",", "的", "，不")):
        at += 1
    if not isinstance(found, Range) or at >= len(slots) or slots[at].text not in (*_WITHOUT, *_WITH):
        return
    strict = slots[at].text in _WITHOUT
    op = {"ge": "gt", "le": "lt"} if strict else {"gt": "ge", "lt": "le"}
    end = at + 1
    amount = amount_of(slots[end]) if end < len(slots) else None
    if amount is not None and amount.value == found.low.value:
        end += 1
    elif (end < len(slots) and not slots.has(end, "break")) or (strict and slots[at - 1].text == "的"):
        return  # 客户数少于100的不算: what is left out
    if end < len(slots) and slots[end].text in (")", "）"):
        end += 1
    slots.merge(i, end, Sense("range", Range(op.get(found.op, found.op), found.low, found.high)))


def _part_or(slots: Slots) -> None:
    """in 2025 or over 300 on makeup: "or over" that follows no amount is an "or" and a comparison."""
    for i in range(len(slots) - 1, 0, -1):
        item = slots[i]
        parted = item.has("cmp_post") and item.text.casefold().startswith(("or ", "and ")) and item.end - item.start > 1
        if (
            parted
            and (amount_of(slots[i - 1]) is None or slots.has(i - 1, "period"))
            and i + 1 < len(slots)
            and amount_of(slots[i + 1])
        ):
            op = {"ge": "gt", "le": "lt"}[item.value("cmp_post")]
            word = item.text.split(" ", 1)
            slots.items[i : i + 1] = [
                Span(item.start, item.start + 1, word[0], (Sense(word[0].casefold()),)),
                Span(item.start + 1, item.end, word[1], (Sense("cmp", op),)),
            ]


def _between(slots: Slots, i: int) -> bool:
    """between 100 and 200; from 25 to 34; 介于100和200之间."""
    if slots.value(i, "cmp") != "between":
        return False
    first = slots.next(i)
    return _join(slots, i, first, loose=True)


def _spread(slots: Slots, i: int) -> bool:
    """25-34, 500到1000元, 18 to 25 years old."""
    return _join(slots, i, i, loose=False)


def _either(slots: Slots, i: int) -> bool:
    """1 or 2, two or three: one number and the next, which is all there is between them."""
    low, at = amount_of(slots[i]), i + 2
    said = slots.value(i, "range")
    if low is None and isinstance(said, Range) and said.op == "eq":
        low = said.low  # = 1 or 2
    if low is None or not slots.has(i + 1, "or") or slots.has(i + 1, "cmp_post") or at >= len(slots):
        return False
    high = amount_of(slots[at])
    plain = not slots.has(i, "period", "group", "rank") and not slots.has(at, "period", "group")
    if high is None or not plain or low.unit != "number" or high.value != low.value + 1 or slots.chinese(i):
        return False
    slots.merge(i, at + 1, Sense("range", Range("between", Amount(low.value, high.unit, high.detail), high)))
    return True


def _join(slots: Slots, start: int, first: int, *, loose: bool) -> bool:
    if first >= len(slots):
        return False
    low = amount_of(slots[first])
    joint = first + 1
    dashed = joint < len(slots) and slots[joint].text in _DASHES
    if low is None or not (dashed or slots.has(joint, "range_join")):
        return False
    if not loose and slots[joint].text.casefold() in ("and", "和"):
        return False
    second = slots.next(joint)
    high = amount_of(slots[second]) if second < len(slots) else None
    if high is None:
        return False
    if low.unit == "number" and high.unit == "percent" and low.value >= 1:
        low = Amount(low.value / 100, "percent")  # between 30 and 60 percent
    unit, detail = (high.unit, high.detail) if low.unit == "number" else (low.unit, low.detail)
    if high.unit not in (unit, "number") or low.value > high.value:
        return False
    value = Range("between", Amount(low.value, unit, detail), Amount(high.value, unit, detail))
    slots.merge(start, second + 1, Sense("range", value))
    return True


def _compared(slots: Slots, i: int) -> bool:
    """over 500, at least twice, 超过180天, no more than 3."""
    op = slots.value(i, "cmp")
    if op is None or op == "between":
        return False
    light = slots.chinese(i) and slots.has(i + 1, "filler") and slots[i + 1].text in ("的", "在")
    at = i + 1 if light and slots[i + 1].text == "的" else i + 2 if light else slots.next(i)
    at += at < len(slots) and slots[at].text == "-" and slots.has(at + 1, "age_range")
    amount = amount_of(slots[at]) if at < len(slots) else None
    if slots.has(at, "age_range") and slots[at].text[0].isdigit():  # the over-50s, under 30s
        amount = Amount(slots.value(at, "age_range")[0], "age")
    if amount is None:
        return False
    end = at + 1
    if slots.has(end, "cmp_post") and not slots.chinese(end) and op in ("ge", "gt"):
        end += 1
    aged = slots[i].text.casefold().startswith(("younger", "older", "aged"))
    if amount.unit == "number" and _AGES[0] <= amount.value <= _AGES[1] and _glued(slots, at, "s"):
        aged, end = True, end + 1  # under 25s
    if (slots[i].text.startswith("年") or aged) and amount.unit == "number":
        amount = Amount(amount.value, "age")  # 年满四十
    negated = i > 0 and slots.has(i - 1, "not") and slots[i - 1].text.casefold() in ("no", "not", "不", "没")
    if negated:
        op, i = {"gt": "le", "lt": "ge", "ge": "lt", "le": "gt"}.get(op, op), i - 1
    slots.merge(i, end, Sense("range", Range(op, amount)))
    return True


_AGES = (12, 99)


def _glued(slots: Slots, at: int, ending: str) -> bool:
    """Whether a number is written together with this ending: 25s."""
    tokens, after = slots.text.tokens, slots[at].end
    return after < len(tokens) and tokens[after].text == ending and tokens[after].start == tokens[after - 1].end


def _followed(slots: Slots, i: int) -> bool:
    """3 or more, 500元以上, 30岁以下, 5+."""
    amount = amount_of(slots[i])
    if amount is not None and amount.unit == "number" and _bound_after_noun(slots, i + 1):
        slots.retag(i, Sense("range", Range(slots.value(i + 2, "cmp_post"), amount)))
        slots.use(i + 2, "number")
        slots.retag(i + 2, Sense("filler"))
        return True
    at = i + 1 + (i + 1 < len(slots) and slots[i + 1].text in _MEASURE_WORDS)
    short = amount is not None and slots[at].text in _SHORT_OF and amount_of(slots[at + 1]) is None
    if amount is None or not (slots.has(at, "cmp_post") or (short and slots.chinese(i))):
        return False
    op = slots.value(at, "cmp_post") if slots.has(at, "cmp_post") else "lt"
    end = at + 1
    if slots.chinese(at) and slots.has(end, "cmp_post") and slots.chinese(end):
        end += 1
    start = i
    while start > 0 and slots.value(start - 1, "cmp") in ("ge", "le"):
        start -= 1
    slots.merge(start, end, Sense("range", Range(op, amount)))
    return True


_SHORT_OF = ("不到", "未满", "不满", "没到", "不足", "未到")
"""Behind an amount: 三十岁不到."""


def _times_behind(slots: Slots, i: int) -> None:
    """3+ times, at least two occasions: how often, said behind the comparison."""
    found = slots.value(i - 1, "range") if i else None
    if slots.has(i, "distinct") and slots.has(i - 1, "range", "number") and slots.value(i + 1, "field") == "orders":
        slots.retag(i, Sense("filler"))  # three separate orders
    if isinstance(found, Range) and found.unit == "number" and slots[i].text.casefold() in _TIMES:
        high = Amount(found.high.value, "times") if found.high else None
        slots.merge(i - 1, i + 1, Sense("range", Range(found.op, Amount(found.low.value, "times"), high)))
    elif i and slots[i].text.casefold() in ("thing", "things") and slots.has(i - 1, "number", "range"):
        _pieces_behind(slots, i, found)
    elif i and slots[i].text.casefold() in _TIMES[3:] and slots.has(i - 1, "number") and not slots.has(i - 1, "period"):
        slots.merge(i - 1, i + 1, Sense("times", slots.value(i - 1, "number")))


def _pieces_behind(slots: Slots, i: int, found: Range | None) -> None:
    """exactly one thing, more than 10 things: so many pieces."""
    if isinstance(found, Range) and found.unit == "number":
        high = Amount(found.high.value, "pieces") if found.high else None
        slots.merge(i - 1, i + 1, Sense("range", Range(found.op, Amount(found.low.value, "pieces"), high)))


_TIMES = (
    "times", "time", "x", "occasions", "separate occasions", "different occasions", "separate times", "different times",
    "distinct times", "individual times", "separate visits", "visits",
)  # fmt: skip


def _bound_after_noun(slots: Slots, i: int) -> bool:
    """three orders or more: the comparison stands behind what is counted."""
    nouns = ("field", "measure", "contact_noun", "copy_noun")
    counted = slots.has(i, *nouns) and not slots.has(i, "period", "people", "group")
    return counted and slots.has(i + 1, "cmp_post") and not slots.chinese(i + 1)


def _relative(slots: Slots, i: int) -> bool:
    """above average, more than the median, 高于平均."""
    for kind, value in _RELATIVE.items():
        if slots.has(i, kind):
            slots.merge(i, i + 1, Sense("relative", value))
            return True
    if slots.value(i, "cmp") in ("gt", "lt", "ge", "le"):
        at = slots.next(i)
        if slots.has(at, "norm"):
            slots.merge(i, at + 1, Sense("relative", (slots.value(i, "cmp"), slots.value(at, "norm"))))
            return True
    return False
