"""Numbers in bands and percentiles: order values in steps of $25, ages under 25, 25-34, 35+, quartiles, p90 of age."""

from __future__ import annotations

import re

from assistant.planner.grammar.deeds.ranges import amount_of
from assistant.planner.grammar.figures.shares_below import people_below
from assistant.planner.grammar.rows.band_ends import asks_bands
from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.lexicon import Sense
from tools.number_words import WORDS

_RANK = re.compile(r"^p(\d\d?)$")
_YEARS = re.compile(r"^(?:in |of |by )?(\d+|two|three|five|ten|fifteen|twenty)[ -](?:year|yr|day)s?$")
"""10-year bands."""
_WHOLE = ("orders", "categories_bought", "products_bought", "recency_score", "frequency_score", "monetary_score")
"""Small whole numbers, each a row of its own."""
_AGES = ("age", "age_group")
_INSTEAD = {
    "last_order_date": "days_since_last_order", "signup_date": "days_since_signup", "discount_amount": "order_discount",
    "first_order_date": "days_since_first_order", "net_revenue": "spend", "average_order_value": "order_value",
}  # fmt: skip
"""The number behind a day or a total, by which customers or orders can be put into bands."""
_SCATTER = ("stddev", "variance")
_QUARTERS = {"range": (25, 50, 75), "quartile": (25, 50, 75), "quintile": (20, 40, 60, 80), "tercile": (33, 67)}
_STEPS = ("band", "bands", "bucket", "buckets", "bin", "bins", "bracket", "brackets", "step", "steps", "increments",
          "intervals", "groups", "chunks", "width", "wide", "ranges", "range")  # fmt: skip


def settle_spread(slots: Slots) -> None:
    """Turn a number that is to be shown in bands, or by percentiles, into the split or figures it means."""
    chinese = any(slots.chinese(i) for i in range(len(slots)))
    if (chinese and people_below(slots)) or _percentiles(slots) or chinese:
        return
    ends = next(iter(slots.all("band_ends")), None)
    if ends is None and not asks_bands(slots) and not _split_by_count(slots):
        return
    at = _worth_of_orders(slots, ends, _number(slots)) or _last_bought(slots, ends) or _bounded(slots)
    if at is None:
        return
    place, field = at
    width = None if ends is not None else _width(slots, place)
    name = field
    if ends is not None:
        lows = [low for low in slots.value(ends, "band_ends") if low > 0] or [0.0]
        field = "age" if field in _AGES else field
        name = f"band({field}, {'/'.join(f'{low:g}' for low in lows)})" if len(lows) > 1 else f"band({field})"
        if ends != place:
            slots.use(ends, "bands")
        for index in slots.all("number"):
            if slots.value(index, "number") == len(slots.value(ends, "band_ends")) and not slots.has(index, "range"):
                slots.use(index, "how many bands")
    elif width is not None:
        field = "age" if field in _AGES else field
        name = f"band({field}, {slots_amount(slots, width):g})"
        slots.use(width, "width of the bands")
    elif field in _AGES:
        name = "age_group"
    elif slots.vocabulary.dictionary.fields[field].type == "share":
        name = f"band({field}, 0.1)"
    elif field not in _WHOLE:
        name = f"band({field})"
    slots.retag(place, Sense("rows_of", name))
    if slots[place].text.casefold().startswith("basket size") and field == "order_value":
        slots.said.append(("I took the size of a basket for what it is worth.", "购物篮大小按订单金额计算。"))
    _same_again(slots, place, field)
    for index in slots.all("quantile"):
        slots.use(index, "in bands")
    for index in slots.all("band_word"):
        if not slots.has(index, "distribution"):
            slots.use(index, "in bands")
    if slots[place - 1].text.casefold() in ("over", "across", "through", "by", "per"):
        slots.use(place - 1, "split by")
    _counted(slots, place, field)


def _bounded(slots: Slots) -> tuple[int, str] | None:
    """histogram of order values under 300: the bound stays, and its field is what is spread."""
    spread = next(iter(slots.all("distribution")), None)
    fields = [slots.value(i, "filter").field for i in slots.all("filter")]
    numeric = [name for name in fields if slots.vocabulary.dictionary.fields[name].numeric]
    return (spread, numeric[0]) if spread is not None and len(set(numeric)) == 1 else None


def _same_again(slots: Slots, place: int, field: str) -> None:
    """last order recency: the number said twice is one."""
    for index in range(len(slots)):
        names = [s.value for s in slots[index].senses if s.kind in ("field", "banded")]
        if index != place and field in (_INSTEAD.get(n, n) for n in names) and not slots.has(index, "group", "period"):
            slots.retag(index, Sense("filler"))


def _split_by_count(slots: Slots) -> bool:
    """customers per number of orders: a number of each customer behind "by", with customers counted."""
    counted = any(
        slots.has(i, "banded") and (slots.has(i - 1, "by") or slots[i - 1].text.casefold() in ("over", "across"))
        for i in range(1, len(slots))
    )
    named = [i for i in range(len(slots)) if slots.value(i, "measure") in ("customers", "buyers")]
    named += slots.all("people", "agent")
    people = any(not slots.has(slots.before(i), "number", "range", "heads") for i in named)  # not: over 100 customers
    return counted and people and slots.find("top", "bottom", "rank_verb") is None


def slots_amount(slots: Slots, index: int) -> float:
    """The number an item names."""
    if slots.has(index, "band_width"):
        return float(slots.value(index, "band_width").value)
    if slots.has(index, "duration"):
        return float(slots.value(index, "duration")[0])
    years = _YEARS.match(slots[index].text.casefold())
    amount = amount_of(slots[index])
    return float(WORDS.get(years[1], 0) or years[1]) if years else amount.value if amount else 0.0


def _number(slots: Slots, *, banded: bool = True) -> tuple[int, str] | None:
    """Where the number stands that is put into bands (or summed up), and its field; counts of customers are none."""
    fields = slots.vocabulary.dictionary.fields
    for index in range(len(slots)):
        if slots.used(index) or slots.has(index, "group", "period", "condition", "filter", "range"):
            continue
        if banded and slots.has(index, "measure") and not slots.has(index, "banded") and _other_split(slots, index):
            continue  # hourly revenue profile: hours are what it is spread over
        names = [s.value for s in slots[index].senses if s.kind in ("field", "measure", "banded")]
        names += ["spend"] if slots.value(index, "verb") == "spend" else []
        for name in (_INSTEAD.get(n, n) for n in names):
            spec = fields.get(name)
            if name == "age_group" or (
                spec is not None and spec.numeric and spec.level in ("customer", "order", "product")
            ):
                if name == "orders" and (_other_split(slots, index) or _of_orders(slots, index)):
                    continue
                if name == "units":
                    continue
                return index, str(name)
    return None


def _worth_of_orders(slots: Slots, ends: int | None, at: tuple[int, str] | None) -> tuple[int, str] | None:
    """orders under 50, 50-100, … 200+: what each is worth, where orders are counted and nobody is spoken of."""
    counted = next((i for i in range(len(slots)) if slots.value(i, "measure") == "orders"), None)
    if ends is None or counted is None or slots.find("people", "agent", "who", free=False) is not None:
        return at
    low = max(slots.value(ends, "band_ends"))
    if at is not None and at[1] in ("spend", "orders"):
        return (ends, "order_value") if at[0] == counted else (at[0], "order_value")
    return (ends, "order_value") if at is None and low > _MOST_ORDERS else at


_MOST_ORDERS = 10
"""Bands that end below this may be of how many, and not of what they are worth."""


def _last_bought(slots: Slots, ends: int | None) -> tuple[int, str] | None:
    """how many bought 0-30, 31-90, 91+ days ago: their last order was so long ago."""
    bought = next((i for i in range(len(slots)) if slots.value(i, "verb") == "buy"), None)
    said = [i for i in range(len(slots)) if "ago" in slots[i].text.casefold().split()]
    if ends is None or bought is None or not (said or slots[ends].text.casefold().endswith("ago")):
        return None
    for index in said:
        slots.use(index, "days ago")
    return bought, "days_since_last_order"


def _other_split(slots: Slots, place: int) -> bool:
    """orders by weekday, distribution over channels: something else is what they are spread over."""
    return any(
        dimension_at(slots, i) not in (None, "orders") and not slots.has(i, "group", "period", "people", "measure")
        for i in range(len(slots))
        if i != place
    )


def _of_orders(slots: Slots, index: int) -> bool:
    """orders by order value: the number stands elsewhere."""
    fields = slots.vocabulary.dictionary.fields
    return any(
        s.kind in ("field", "banded")
        and s.value in fields
        and fields[s.value].numeric
        and s.value not in ("orders", "units")
        for i in range(len(slots))
        if i != index and not slots.used(i)
        for s in slots[i].senses
    )


def _width(slots: Slots, place: int) -> int | None:
    """buckets of $25, 10-year bands, in steps of 5: a number beside the word for bands."""
    said = next(iter(slots.all("band_width")), None)
    if said is not None:
        return said
    words = [i for i in range(len(slots)) if slots.has(i, "band_word") or slots[i].text.casefold() in _STEPS]
    for word in words:
        for at in (slots.next(word), slots.before(word), word - 1):
            if not 0 <= at < len(slots) or at == place or slots.used(at) or slots.has(at, "range"):
                continue
            if slots.has(at, "period") and not _width_said(slots, at):
                continue
            if slots_amount(slots, at) > 0 and (amount_of(slots[at]) or _width_said(slots, at)):
                return at
    return None


def _width_said(slots: Slots, index: int) -> bool:
    """10-year bands, five year steps: a stretch of years that says how wide."""
    return slots.has(index, "duration") or _YEARS.match(slots[index].text.casefold()) is not None


def _counted(slots: Slots, place: int, field: str) -> None:
    """A spread of order values counts orders, any other counts customers, where nothing else is counted."""
    level = slots.level(field)
    for index in range(len(slots)):
        if index == place or slots.used(index):
            continue
        if slots.value(index, "measure") in ("orders",) and level == "customer" and slots.find("people") is None:
            slots.use(index, "label")
    counted = {"order": "orders", "product": "products"}.get(level)
    if counted and not any(slots.has(i, "measure") for i in range(len(slots)) if not slots.used(i)):
        slots.retag(place, *slots[place].senses, Sense("banded_of", counted))


def _percentiles(slots: Slots) -> bool:
    """p10, p50, p90; quartiles; the 90th percentile; top decile; standard deviation and variance."""
    ranks, used = _ranks(slots)
    scatter = [i for i in slots.all("quantile") if slots.value(i, "quantile") in _SCATTER]
    if not ranks and not scatter:
        return False
    at = _number(slots, banded=not scatter)
    if at is None:
        if scatter:
            raise _no_number()
        return False
    place, field = at
    if scatter and field in ("spend", "orders") and _each_unit(slots, place):
        raise _no_number()
    field = "age" if field in _AGES else field
    names = [f"median({field})" if rank == 50 else f"p{rank}({field})" for rank in dict.fromkeys(ranks)]
    names += [f"{slots.value(i, 'quantile')}({field})" for i in scatter]
    means = [i for i in slots.all("average", "norm") if not slots.has(i, "group", "median")]
    beside = [i for i in means if i < place or not slots[i].text.isascii()]  # 订单金额的平均值
    if scatter or (beside and field in ("order_value", "spend")):
        mean = {"order_value": "average_order_value", "spend": "revenue_per_buyer"}.get(field, f"average({field})")
        names = [*([mean] if beside else []), *names]
        used = [*used, *scatter, *beside, *slots.all("per_person")]
    slots.retag(place, Sense("figures", tuple(names)))
    for index in (*used, *slots.all("distribution"), *(i for i in slots.all("share") if slots[i].text == "of total")):
        slots.use(index, "percentile")
    return True


def _each_unit(slots: Slots, place: int) -> bool:
    """weekly revenue, 每周销售额: sums of a unit of time, one beside the other."""
    return any(
        dimension_at(slots, i) in ("day", "week", "month", "quarter", "year") and not slots.has(i, "period")
        for i in range(max(0, place - 2), place)
    )


def _no_number() -> Unclear:
    return Unclear(
        "A standard deviation or variance is of single orders, customers or products, such as order value, spend or "
        "age; not of totals from week to week or month to month. Those I can show side by side.",
        "标准差和方差可以算订单、客户或商品的数值（如订单金额、消费额、年龄），不能算每周或每月合计之间的波动；可以逐周或逐月列出。",
        [
            ("standard deviation of order value", "订单金额的标准差"),
            ("net revenue by week this year", "今年每周的销售额"),
        ],
        firm=True,
    )


def _ranks(slots: Slots) -> tuple[list[int], list[int]]:
    ranks: list[int] = []
    used: list[int] = []
    worded = [i for i in range(len(slots)) if slots.value(i, "quantile") == "percentile"]
    ranked = bool(worded) or any(
        _RANK.match(slots[i].text.casefold()) or slots.value(i, "quantile") in _QUARTERS for i in range(len(slots))
    )
    for index in range(len(slots)):
        found = _RANK.match(slots[index].text.casefold())
        kind = slots.value(index, "quantile")
        if found:
            ranks.append(int(found[1]))
            used.append(index)
        elif kind in _QUARTERS:
            ranks += _QUARTERS[kind]
            used.append(index)
        elif worded and slots.has(index, "number") and not slots.has(index, "period", "group"):
            value = slots.value(index, "number")
            if value == int(value) and 0 < value < 100:
                ranks.append(int(value))
                used += [index, *([index + 1] if slots[index + 1].text in ("st", "nd", "rd", "th") else [])]
        elif ranked and slots.has(index, "median"):
            ranks.append(50)
            used.append(index)
    return ranks, [*used, *worded] if ranks else []
