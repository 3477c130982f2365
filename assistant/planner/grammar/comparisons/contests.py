"""Two sides and which does more: do gold members come back more than silver; Berlin or Hamburg, who spends more.

What is done becomes the figure, the sides its rows; who wins, the rows tell.
"""

from __future__ import annotations

from assistant.planner.grammar.campaigns.campaigns import EVENT_MEASURES
from assistant.planner.grammar.figures.measure_tables import RATES
from assistant.planner.grammar.slots import Group, Slots
from assistant.planner.grammar.values.both import reduce_both
from assistant.planner.grammar.values.groups import join_lists
from assistant.planner.lexicon import Sense

_DONE = {
    "rebuy": "repeat_rate",
    "spend": "net_revenue",
    "buy": "orders",
    "open": "open_rate",
    "click": "click_rate",
    "unsubscribe": "unsubscribe_rate",
    "return_goods": "return_rate",
    "sell": "units",
}
_EACH = {"net_revenue": "revenue_per_buyer", "orders": "orders_per_buyer"}
_COMPARING = ("more_word", "contest", "winner", "difference")
_LIGHT = ("people", "who", "which", "winner", "performance", "history")


def reduce_contests(slots: Slots) -> None:
    """Make a figure and rows of a question which of two sides does more."""
    _ratio(slots)
    _channels(slots)
    _days_apart(slots)
    _ages_apart(slots)
    _one_field(slots)
    sides = _sides(slots)
    compared = [i for i in range(len(slots)) if _compares(slots, i)]
    if len(sides) > 1 and not compared:
        compared = [i for i in slots.all("versus") if sides[0] < i < sides[-1]]
        compared = compared or [
            i for i in slots.all("and", "same") if sides[0] < i < sides[-1] and _each_apart(slots, i)
        ]
    if not sides or not compared or _picks(slots, sides) or len(slots.all("period")) > 1:
        return
    done = next((i for i in range(len(slots)) if i not in sides and _figure(slots, i)), None)
    named = any(_named_figure(slots, i) for i in range(len(slots)))
    money = slots.find("in_money")
    spent = next((i for i in slots.all("field") if slots.value(i, "field") == "spend" and i not in sides), None)
    per_order = done is not None and slots.has(done - 1, "by")
    if (done is None or per_order) and not named and spent is not None and not slots.has(spent, "group", "range"):
        # how much did a woman spend compared with a man
        slots.retag(spent, Sense("measure", _each(slots, "net_revenue")))
        named = True
    if named and money is not None:
        slots.retag(money, Sense("filler"))
    if done is None and not named and slots.find("in_money") is not None:
        done = slots.find("in_money")
        slots.retag(done or 0, Sense("measure", "net_revenue"))
        named = True
    if done is None and not named:
        return
    _sides_of_what(slots, sides)
    _returning(slots)
    if done is not None and not named:
        slots.retag(done, Sense("measure", _each(slots, _figure(slots, done))))
    first: Group = slots.value(sides[0], "group")
    values = tuple(dict.fromkeys(v for i in sides for v in slots.value(i, "group").values))
    slots.retag(sides[0], Sense("group", Group(first.field, values, joiner="vs")))
    for index in range(len(slots)):
        if index == compared[0] and index != done:
            slots.retag(index, Sense("winner"))
        elif index in sides[1:] or (index in compared and index != done) or _label(slots, index, done):
            slots.retag(index, Sense("filler"))


def _named_figure(slots: Slots, index: int) -> bool:
    """return rate, younger: a figure by its name, rather than a deed or people that could be counted."""
    numeric = slots.vocabulary.dictionary.fields.get(str(slots.value(index, "field")))
    averaged = slots.find("average", "median", "norm") is not None and numeric is not None and numeric.numeric
    if slots.has(index, "measure") and slots.has(slots.before(index), "more_word") and slots.has(index, "agent"):
        slots.retag(index, *(s for s in slots[index].senses if s.kind == "measure"))  # which has more repeat buyers
        return True
    told = slots.has(index, "measure", "figures") or (averaged and slots.value(index, "field") != "spend")
    return told and not slots.has(index, "people", "agent", "verb")


def _ratio(slots: Slots) -> None:
    """the ratio of male to female buyers: both, side by side."""
    said = next((i for i in slots.all("share") if "ratio" in slots[i].text.casefold()), None)
    for index in range(1, len(slots) - 1) if said is not None else ():
        one, other = slots.value(index - 1, "group"), slots.value(index + 1, "group")
        joint = slots[index].text.casefold() in ("to", ":", "vs", "versus", "and", "/")
        if one is not None and other is not None and joint and one.field == other.field and one.op == other.op == "is":
            slots.retag(index - 1, Sense("group", Group(one.field, (*one.values, *other.values), joiner="vs")))
            for at in (index, index + 1, said or 0):
                slots.retag(at, Sense("filler"))
            return


def _channels(slots: Slots) -> None:
    """did email do better than sms on click rate: two channels that messages went out by."""
    if not any(s.kind == "measure" and s.value in EVENT_MEASURES for item in slots.items for s in item.senses):
        return
    stored = {value.casefold(): value for value in slots.vocabulary.values("campaign_channel")}
    named = {i: stored[str(c)] for i in range(len(slots)) if (c := slots.value(i, "contact_noun")) in stored}
    if len(set(named.values())) == 2 == len(named):
        for index, value in named.items():
            slots.retag(index, Sense("group", Group("campaign_channel", (value,))))
        join_lists(slots)
        reduce_both(slots)  # email和sms两种


def _days_apart(slots: Slots) -> None:
    """weekend orders vs weekday orders: Monday to Friday are the other kind of day."""
    weekend = [i for i in range(len(slots)) if getattr(slots.value(i, "group"), "field", "") == "day_type"]
    for index in range(len(slots)):
        group = slots.value(index, "group")
        named = slots.value(index, "field") == "weekday" and slots[index].text.casefold() in ("weekday", "weekdays")
        if weekend and (named or (group is not None and group.field == "weekday" and len(group.values) == 5)):
            slots.retag(index, Sense("group", Group("day_type", ("working day",))))
            _set_against(slots, index, weekend)


def _set_against(slots: Slots, index: int, weekend: list[int]) -> None:
    """Working days beside a weekend, with vs, and, or between them, are the two sides of one list."""
    for at, other in ((index + 1, index + 2), (index - 1, index - 2)):
        if other in weekend and slots.has(at, "versus", "and", "or"):
            slots.retag(other, Sense("group", Group("day_type", ("working day", "weekend"), joiner="vs")))
            slots.retag(index, Sense("filler"))
            slots.retag(at, Sense("filler"))


def _ages_apart(slots: Slots) -> None:
    """25-34岁和35-44岁，哪边复购率高: ages of the shop's own bands, where they are set side by side."""
    bands = slots.vocabulary.values("age_group")
    places = [i for i in range(len(slots)) if getattr(slots.value(i, "range"), "unit", "") == "age"]
    asked = slots.find("which", "winner", "versus", "respectively", "difference", free=False) is not None
    if len(places) != 2 or not asked:
        return
    named = []
    for index in places:
        found = slots.value(index, "range")
        low, high = int(found.low.value), int(found.upper or 0)
        named.append(next((band for band in bands if str(band) == f"{low}-{high}"), None))
    if all(named):
        for index, band in zip(places, named, strict=True):
            slots.retag(index, Sense("group", Group("age_group", (band,))))
        join_lists(slots)


def _one_field(slots: Slots) -> None:
    """store vs social: of two sides that could be of one field, both are."""
    for index in range(2, len(slots)):
        one, other = slots.value(index - 2, "group"), slots.value(index, "group")
        if one is None or other is None or not slots.has(index - 1, "versus", "or") or one.field == other.field:
            continue
        for place, group, field in ((index - 2, one, other.field), (index, other, one.field)):
            if set(group.values) <= set(slots.vocabulary.values(field)) and group.op == "is":
                slots.retag(place, Sense("group", Group(field, group.values)))
                break


def _each_apart(slots: Slots, index: int) -> bool:
    """for Shanghai customers and for Beijing customers: each has a word of its own before it."""
    return slots[index].text.casefold() in ("and for", "and of", "and in", "and the", "and from") and (
        slots.find("average", free=False) is not None
        or any(slots.value(i, "measure") in RATES for i in slots.all("measure"))
    )


def _sides_of_what(slots: Slots, sides: list[int]) -> None:
    """app or website orders, whose return rate: the orders say only what the sides are sides of."""
    others = [i for i in range(len(slots)) if slots.has(i, "measure") and not slots.has(i, "verb", "people", "agent")]
    for index in (i + 1 for i in sides):
        if slots.value(index, "measure") == "orders" and others and index not in others:
            slots.retag(index, Sense("filler"))


def _returning(slots: Slots) -> None:
    """do UK customers return more: a rate, as one side may simply have bought more."""
    for index in range(len(slots)):
        if slots.value(index, "measure") == "returns_value" and slots[index].text.casefold().startswith("return"):
            slots.retag(index, Sense("measure", "return_rate"))


def _sides(slots: Slots) -> list[int]:
    """The groups of one field that are set against each other: two values of it, each once."""
    found: dict[str, list[int]] = {}
    for index in range(len(slots)):
        group = slots.value(index, "group")
        spec = slots.vocabulary.dictionary.fields.get(group.field) if group else None
        repeats = slots[index].text.casefold() in ("repeat", "repeats")
        if (
            spec is not None
            and not repeats
            and spec.groupable
            and group.op == "is"
            and not group.absent
            and not _loyal(slots, index)
        ):
            found.setdefault(group.field, []).append(index)
    for places in found.values():
        values = [v for i in places for v in slots.value(i, "group").values]
        apart = len(places) > 1 or slots.value(places[0], "group").joiner in ("or", "vs", "and")
        if 1 < len(values) == len(set(values)) <= 3 and apart:
            return places
    return []


def _compares(slots: Slots, index: int) -> bool:
    if slots.has(index, "group", "period", "number"):
        return False
    cmp = slots.value(index, "cmp") in ("gt", "lt") and not slots.has(index + 1, "number", "money", "percent", "period")
    return cmp or slots.has(index, *_COMPARING)


def _picks(slots: Slots, sides: list[int]) -> bool:
    """who bought more skincare than makeup, list …: people are picked by it."""
    relative = any(
        slots.has(i, "who") and slots.has(i - 1, "people", "agent", "group") and not slots.has(i - 1, "break")
        for i in range(1, len(slots))
    )
    excluded = any(slots.has(i - 1, "not", "never", "except") for i in sides)
    split = any(
        slots.has(i, "by") and slots.has(i + 1, "field") and slots.value(i + 1, "field") not in ("orders", "order_id")
        for i in range(len(slots) - 1)
    )
    listed = any(slots.has(slots.next(i), "people", "agent", "who", "group") for i in slots.all("list", free=False))
    asked = slots.find("copy_verb", "trend", "how_many", "share") is not None
    return relative or excluded or split or listed or asked


def _figure(slots: Slots, index: int) -> str:
    """The figure that what is done stands for; "" where it is none."""
    if _loyal(slots, index) or slots[index].text.casefold() in ("repeat", "repeats"):
        return "repeat_rate"
    if slots.has(index, "group", "condition", "period"):
        return ""
    counted = slots.value(index, "measure")
    if counted in ("clicks", "opens", "unsubscribes") and slots[index].text.casefold().endswith("s"):
        return str(counted)  # more clicks: their number
    name = _DONE.get(slots.value(index, "verb") or "", "") or _beaten(slots[index].text.casefold())
    return name if name in slots.vocabulary.dictionary.measures else ""


def _beaten(said: str) -> str:
    """out-earned, outsold: what it was done in."""
    if not said.startswith("out"):
        return ""
    return "net_revenue" if "earn" in said else "units" if "sell" in said or "sold" in said else ""


def _loyal(slots: Slots, index: int) -> bool:
    """more loyal: no member of the segment of that name."""
    return slots[index].text.casefold() in ("loyal", "loyalty", "loyal to us", "sticky", "faithful")


def _each(slots: Slots, name: str) -> str:
    """spends more per head, orders more often: for each of them."""
    if any(slots.value(i, "field") in ("orders", "order_id") and slots.has(i - 1, "by") for i in range(1, len(slots))):
        return _for_each_order(slots)
    if name == "units" and slots.find("in_money") is not None:
        return "net_revenue"
    often = any("often" in slots[i].text or "frequent" in slots[i].text for i in range(len(slots)))
    if slots.find("per_person", "average") is not None or (often and name == "orders"):
        for at in slots.all("per_person", "average"):
            slots.retag(at, Sense("filler"))
        return _EACH.get(name, name)
    return name


def _for_each_order(slots: Slots) -> str:
    """spends more per order."""
    for index in range(1, len(slots)):
        if slots.value(index, "field") in ("orders", "order_id") and slots.has(index - 1, "by"):
            slots.retag(index - 1, Sense("filler"))
            slots.retag(index, Sense("filler"))
    return "average_order_value"


def _label(slots: Slots, index: int, done: int | None) -> bool:
    """Words that only carry the question: who, whose buyers, than, or."""
    if index == done or (slots.has(index, "group", "measure", "condition") and not slots.has(index, "people", "agent")):
        return False
    if slots[index].text.casefold().startswith("acquired") or slots.has(index, "as_rate"):
        return True
    if slots[index].text.casefold() in ("often", "how often", "how", "lot", "goods", "items", "stuff", "ones"):
        return True
    plain = slots.value(index, "agent") == "buy" or slots.has(index, *_LIGHT)
    return plain or (slots.has(index, "or", "versus", "loosely") and not slots.has(index, "break"))
