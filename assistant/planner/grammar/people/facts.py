"""Conditions on one fact: age over 30, AOV above 80, signed up this year, last order before March, price under 30."""

from __future__ import annotations

from datetime import date

from assistant.planner.grammar.deeds.ranges import amount_of
from assistant.planner.grammar.people.amounts import comparison, number_in
from assistant.planner.grammar.people.birthdays import ahead, born, generation, needs_year, to_come
from assistant.planner.grammar.rows.rows_asked import rows_asked
from assistant.planner.grammar.slots import Group, Range, Slots
from assistant.planner.grammar.times.distances import DAYS_SINCE, since, so_long_since
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import fixed
from tools.definitions import Attribute, Bought, Filter

CLAUSE_FIELDS = {"orders": "times", "spend": "money", "units": "pieces"}
"""Customer figures that may have a window of their own: read as clauses with a verb, not as facts."""
SIGNUP = "signup"
_DONE = ("made", "made a", "placed", "placed a", "had", "had a", "did", "make", "make a", "place", "place a")


def reduce_facts(slots: Slots) -> None:
    """Turn a field and what it is compared with into a condition (customer facts) or a filter (other facts)."""
    index = 0
    while index < len(slots):
        _above_average(slots, index)
        _age(slots, index)
        field = _numeric_field(slots, index)
        if field and not slots.used(index):
            _compare(slots, index, field)
        if index < len(slots) and slots.value(index, "field") == "first_order_date":
            _orders_among(slots, index)
            _first_order(slots, index)
        if index < len(slots) and _is_date(slots, slots.value(index, "field")):
            _dated(slots, index, slots.value(index, "field"), slots.today)
        elif index < len(slots) and slots.value(index, "verb") == SIGNUP:
            _dated(slots, index, "signup_date", slots.today)
            if slots.value(index, "verb") == SIGNUP and "signup_date" in slots.vocabulary.dictionary.fields:
                _settle(slots, index, index + 1, Filter(field="signup_date", op="known"))
        index += 1


def _orders_among(slots: Slots, index: int) -> None:
    """first orders in Q3 revenue: which orders, and nobody's."""
    if not slots[index].text.casefold().endswith(("orders", "purchases")) or not slots.has(index, "value", "group"):
        return
    when = slots.next(index)
    after = slots.next(when)
    if slots.has(when, "period") and slots.value(after, "measure") in (
        "net_revenue",
        "gross_revenue",
        "orders",
        "units",
    ):
        slots.retag(index, Sense("group", Group("first_or_repeat", ("first",))))


def _is_date(slots: Slots, field: str | None) -> bool:
    """Dates of customers, products, orders and campaigns that a period may bound: signed up, launched, last order."""
    spec = slots.vocabulary.dictionary.fields.get(field or "")
    own = spec is not None and spec.type == "date" and not spec.groupable and spec.level not in ("time", "event")
    return own or field == "birth_month"


def _numeric_field(slots: Slots, index: int) -> str | None:
    for sense in slots[index].senses:
        if sense.kind == "field" and sense.value not in CLAUSE_FIELDS:
            spec = slots.vocabulary.dictionary.fields.get(sense.value)
            if spec is not None and spec.numeric and spec.level != "time" and sense.value != "birth_month":
                return str(sense.value)
    return None


def _compare(slots: Slots, index: int, field: str) -> None:
    """FIELD range, range FIELD, FIELD above average; the comparison may stand on either side."""
    if slots.has(index, "measure") and slots.chinese(index) and rows_asked(slots):
        return  # 哪些品牌的客单价超过150: a bound on the rows
    after = slots.next(index, _skip_is)
    if slots.has(after, "range") and _fits(field, slots.value(after, "range")):
        _settle(slots, index, after + 1, comparison(field, slots.value(after, "range")))
    elif slots.has(after, "relative") and not slots.used(after):
        op, base = slots.value(after, "relative")
        _settle(slots, index, after + 1, Filter(field=field, op=op, relative_to=base))
    elif slots.has(index - 1, "range") and _fits(field, slots.value(index - 1, "range")):
        _settle(slots, index - 1, index + 1, comparison(field, slots.value(index - 1, "range")))
    elif field == "age" and slots.has(index - 1, "cmp") and slots.has(index + 1, "number", "age"):
        amount = amount_of(slots[index + 1])
        if amount and slots.value(index - 1, "cmp") in ("gt", "ge", "lt", "le"):  # below age 30
            _settle(slots, index - 1, index + 2, comparison(field, Range(slots.value(index - 1, "cmp"), amount)))
    elif slots.has(index - 1, "relative"):
        op, base = slots.value(index - 1, "relative")
        _settle(slots, index - 1, index + 1, Filter(field=field, op=op, relative_to=base))
    elif (
        after < len(slots)
        and amount_of(slots[after])
        and (after == index + 1 or field == "stock")
        and field in ("age", "price", "rfm_score", "stock")
    ):
        amount = amount_of(slots[after])
        if amount and amount.unit in ("number", "age", "money"):
            _settle(slots, index, after + 1, Filter(field=field, values=[number_in(amount, "day")]))


_AVERAGED = {"average_order_value": "average_order_value", "revenue_per_buyer": "spend", "orders_per_buyer": "orders"}


def _above_average(slots: Slots, index: int) -> None:
    """高于平均客单价的客户: the average of everybody, named by its figure."""
    op, at = slots.value(index, "cmp"), index + 1
    named = at < len(slots) and slots.chinese(at) and slots[at].text.startswith(("平均", "人均"))
    field = _AVERAGED.get(str(slots.value(at, "measure"))) if named else None
    people = slots.has(slots.next(at), "people", "agent") or slots.has(at + 2, "people", "how_many")
    if field in slots.vocabulary.dictionary.fields and op in ("gt", "ge", "lt", "le") and people:
        _settle(slots, index, at + 1, Filter(field=str(field), op=op, relative_to="average"))


def _first_value(slots: Slots, index: int) -> bool:
    """首单超过600块, 首单金额100以上: what was paid for the first order."""
    at = index + 1
    while slots.has(at, "filler", "measure", "field", "verb") and not slots.has(at, "range", "group"):
        at += 1
    found = slots.value(at, "range")
    told = at > index + 1 and isinstance(found, Range) and found.unit == "number"
    if at > index + 3 or not isinstance(found, Range):
        return False
    if found.unit == "money" or told:
        where = comparison("order_value", found)
        slots.merge(index, at + 1, Sense("condition", Bought(where=[where], first_purchase=True)))
        return True
    return False


def _first_order(slots: Slots, index: int) -> None:
    """first order online, first bought skincare, 首单是彩妆: what the first order held, or where it was placed."""
    at = slots.next(
        index,
        lambda item: (
            (item.has("filler", "place", "with") or (item.value("verb") in ("buy",) and not item.has("field")))
            and not item.has("group")
        ),
    )
    group = slots.value(at, "group") if at < len(slots) else None
    if _first_value(slots, index):
        return
    channel = slots.before(index)
    led_by = slots.value(channel, "group") if channel >= 0 and slots.chinese(index) else None
    if led_by is not None and led_by.field == "order_channel" and not slots.used(channel):
        if "first_order_channel" in slots.vocabulary.dictionary.fields:  # app 首单的客户
            where = Attribute(field="first_order_channel", values=list(led_by.values))
            slots.merge(channel, index + 1, Sense("condition", where))
        return
    if group is None or slots.level(group.field) not in ("product", "order"):
        return
    end, period = at + 1, None
    if slots.has(slots.next(at), "period"):
        end, period = slots.next(at) + 1, slots.value(slots.next(at), "period")
    if (
        group.field == "order_channel"
        and period is None
        and "first_order_channel" in slots.vocabulary.dictionary.fields
    ):
        slots.merge(index, end, Sense("condition", Attribute(field="first_order_channel", values=list(group.values))))
        return
    found = Filter(field=group.field, op="contains" if group.op == "contains" else "is", values=list(group.values))
    slots.merge(index, end, Sense("condition", Bought(where=[found], period=period, first_purchase=True)))


def _skip_is(item) -> bool:  # type: ignore[no-untyped-def]
    return item.has("filler", "place") and not item.has("range", "number", "and", "or", "by", "break", "period")


def _fits(field: str, found: Range) -> bool:
    if field == "age":
        return found.unit in ("age", "number")
    if found.unit in ("times", "heads"):
        return False
    return found.unit != "age"


def _settle(slots: Slots, start: int, end: int, found: Filter) -> None:
    level = slots.level(found.field)
    if level == "customer":
        slots.merge(start, end, Sense("condition", Attribute(**found.model_dump())))
    else:
        slots.merge(start, end, Sense("filter", found))


def _age(slots: Slots, index: int) -> None:
    """30岁以上, 25-34 years old, in their 30s, 90后; a bare number beside people is an age when it can be one."""
    found = slots.value(index, "range")
    if "age" not in slots.vocabulary.dictionary.fields:
        aged = isinstance(found, Range) and (found.unit == "age" or _may_be_age(slots, index, found))
        if aged or (slots.has(index, "generation", "age_range", "birth_years") and not slots.has(index, "group")):
            slots.retag(index, Sense("absent_field", "age"))
        return
    years = generation(slots, index) if slots.has(index, "generation", "age_range") else None
    if years is not None:
        _settle(slots, index, index + 1, years)
    elif isinstance(found, Range) and found.unit == "age" and not slots.has(slots.next(index), "field"):
        _settle(slots, index, index + 1, comparison("age", found))
    elif slots.has(index, "age_range") and not slots.has(index, "range"):
        _settle(
            slots, index, index + 1, Filter(field="age", op="between", values=list(slots.value(index, "age_range")))
        )
    elif slots.has(index, "birth_years"):
        first, last = slots.value(index, "birth_years")
        field = "birth_date" if "birth_date" in slots.vocabulary.dictionary.fields else None
        if field:
            period = fixed(date(first, 1, 1), date(last, 12, 31))
            _settle(slots, index, index + 1, Filter(field=field, op="during", period=period))
    elif slots.has(index, "age") and slots.has(index - 1, "field") and slots.value(index - 1, "field") == "age":
        pass
    elif slots.has(index, "age") and not slots.has(index, "range"):
        _settle(slots, index, index + 1, Filter(field="age", values=[int(slots.value(index, "age"))]))
    elif isinstance(found, Range) and _may_be_age(slots, index, found):
        _settle(slots, index, index + 1, comparison("age", found))


def _may_be_age(slots: Slots, index: int, found: Range) -> bool:
    return found.unit == "number" and 10 <= found.low.value <= 110 and _beside_people(slots, index)


def _beside_people(slots: Slots, index: int) -> bool:
    """women over 30, customers aged 25-34, men 40 or older – and no other figure the number could belong to."""
    before = slots.before(index)
    group = slots.value(before, "group")
    while group is not None and group.field != "gender" and slots.level(group.field) == "customer":
        before = slots.before(before)  # men in Germany between 25 and 40
        group = slots.value(before, "group") if before >= 0 else None
    person = slots.has(before, "people", "anaphor", "agent", "only_cue") or (
        group is not None and group.field == "gender"
    )
    after = slots.next(index)
    if slots.has(after, "field", "measure") or slots.has(before, "verb"):
        return False
    if slots.has(before, "with") or any(slots.has(i, "with") for i in range(max(before, 0), index)):
        return False
    return person


def _most_signups(slots: Slots, index: int) -> bool:
    """which country had the most sign-ups in Q3, 哪个国家注册最多: what rows are ranked by, not when people came."""
    ranks = index + 1 if slots.chinese(index) else slots.before(index, lambda item: item.filler)
    if slots.has(index - 1, "by", "rank_by"):
        ranks = next((i for i in range(index) if slots.has(i, "top", "bottom")), ranks)  # top 10 cities by sign-ups
    named = [i for i in range(index) if slots.has(i, "field") and not slots.has(i, "measure", "people", "agent")]
    rows = any(not slots.chinese(index) or slots.has(slots.before(i), "which", "by") for i in named)
    joined = slots.chinese(index) and slots.value(index, "verb") == SIGNUP
    if not ((joined or slots.value(index, "measure") == "signups") and rows and slots.has(ranks, "top", "bottom")):
        return False
    slots.retag(index, Sense("measure", "signups"))
    return True


def _dated(slots: Slots, index: int, field: str, today: date) -> None:
    """A date field with a period beside it, on either side; more than 90 days ago counts days instead."""
    if field not in slots.vocabulary.dictionary.fields or (field == "signup_date" and _most_signups(slots, index)):
        return
    for beside in (slots.next(index, _skip_is), slots.before(index, _skip_is)):
        if not 0 <= beside < len(slots) or slots.used(beside):
            continue
        start, end = min(index, beside), max(index, beside) + 1
        if beside < index and any(slots[i].text.casefold() in _DONE for i in range(start + 1, index)):
            continue  # Q2 buyers made a second purchase: the days are theirs
        if field == "birth_month" and slots.has(beside, "next_unit"):
            _settle(slots, start, end, Filter(field=field, values=[today.month % 12 + 1]))
            return
        if field == "birth_month" and slots.has(beside, "horizon"):
            coming = ahead(slots, start, end, slots.value(beside, "horizon"), today)
            if coming is not None:
                _settle(slots, start, end, coming)
            return
        if field == "birth_month" and slots.has(beside, "period"):
            found = born(slots, start, end, slots.value(beside, "period"), today)
            if found is not None:
                _settle(slots, start, end, found)
            return
        if slots.has(beside, "ago"):
            count, unit, op = slots.value(beside, "ago")
            _settle(slots, start, end, since(field, op, count, unit, today))
            return
        bound = slots.value(beside, "range")
        if isinstance(bound, Range) and bound.unit == "duration" and field in DAYS_SINCE:
            _settle(slots, start, end, so_long_since(field, bound, today))
            return
        if slots.has(beside, "period"):
            needs_year(slots, field, beside)
            _settle(slots, start, end, Filter(field=field, op="during", period=to_come(slots, field, beside)))
            return
