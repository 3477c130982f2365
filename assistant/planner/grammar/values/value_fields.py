"""Which field a value belongs to where several have it: of its list, of its label, else the likeliest."""

from __future__ import annotations

from assistant.planner.grammar.campaigns.campaigns import about_campaigns
from assistant.planner.grammar.campaigns.holidays import holiday_campaigns
from assistant.planner.grammar.campaigns.unheld import unheld_campaign
from assistant.planner.grammar.people.acquisition import came_by
from assistant.planner.grammar.slots import Group, Slots
from assistant.planner.lexicon import Sense

FIELD_ORDER = (
    "gender",
    "city",
    "country",
    "category",
    "brand",
    "campaign",
    "rfm_segment",
    "order_channel",
    "subcategory",
    "cluster",
    "age_group",
)
"""Which field a value is taken for when it occurs in several and nothing in the question tells."""
_AMOUNTS_TO = ("make up", "makes up", "made up", "making up")
"""What share do they make up: no cosmetics, which are makeup or make-up."""
_RECOMMENDED = ("推荐", "介绍", "转介绍", "引荐")
_TAKING = ("buy", "view", "cart", "return_goods")
_STRUCTURE = ("not", "never", "or", "but", "except", "only", "who")


def settle_values(slots: Slots) -> None:
    """Give every value one field: the one named beside it, else the one its surroundings call for."""
    campaigns = about_campaigns(slots)
    for index, item in enumerate(slots.items):
        if item.text.casefold() in _AMOUNTS_TO and slots.has(slots.before(index), "people", "agent", "measure"):
            slots.retag(index, Sense("filler"))
            continue
        if item.has("not") and item.has("value") and slots.has(index + 1, "anaphor", "person_ref"):
            slots.retag(index, Sense("not"))  # none they already have: no tier of that name
        if item.text.startswith(_RECOMMENDED) and slots.value(index - 1, "group") and _both_came(slots, index):
            slots.retag(index, Sense("came_word"))  # 宠物医院推荐来的: the clinic is the channel
            continue
        options = _fitting(slots, index)
        item = slots[index]
        if item.has("period") and campaigns and not options and (named_after := holiday_campaigns(slots, index)):
            slots.retag(index, Sense("group", named_after))
            continue
        if item.has("period") and not options and (held := unheld_campaign(slots, index)):
            raise held
        if not options or slots.has(index, "group"):
            continue
        if item.has("period") and not campaigns and all(option.field == "campaign" for option in options):
            continue
        _settle(slots, index, options, campaigns)


def _fitting(slots: Slots, index: int) -> list[Group]:
    """What the item may be a value of, by what it is besides; shopping online is no deed beside a channel."""
    item, options = slots[index], _options(slots, index)
    if item.has("agent", "measure") and not any(
        slots.value(i, "field") == "rfm_segment" for i in (index - 1, index + 1)
    ):
        options = [o for o in options if o.field not in ("rfm_segment", "first_or_repeat")]
    if slots.value(index, "verb") == "return_goods" and not slots.has(index + 1, "people", "measure", "field"):
        options = [o for o in options if o.field != "first_or_repeat"]  # people returning shoes
    if item.value("verb") == "buy" and slots.has(index - 1, "only", "always", "who", "people", "not", "never", "agent"):
        options = [o for o in options if not o.field.endswith("order_channel")]  # only shops online
        slots.retag(index, *(s for s in item.senses if s.kind not in ("filler", "value")))
    if len(options) > 1 and _as_goods(slots, index):
        options = [o for o in options if o.field not in ("city", "country")] or options
    return options


def _settle(slots: Slots, index: int, options: list[Group], campaigns: bool) -> None:
    """Retag the item as a value of the one of these fields that fits best, if any does."""
    item = slots[index]
    named = {
        slots.value(index - 1, "field"),
        slots.value(index + 1, "field"),
        slots.value(slots.before(index), "field"),
        *_listed_with(slots, index),
    }
    options = [o for o in options if o.field in _of_the_list(slots, index)] or options
    if any(o.field == "acquisition_channel" for o in options) and came_by(slots, index):
        options = [o for o in options if o.field == "acquisition_channel"]
    if slots.value(slots.before(index), "verb") in _TAKING:  # bought cologne: no city
        options = [o for o in options if slots.level(o.field) == "product"] or _named_goods(slots, index) or options
    goods = [o for o in options if slots.level(o.field) == "product" and o.field in slots.vocabulary.own_fields]
    if goods and len(goods) < len(options) and _as_goods(slots, index) and not named & {o.field for o in options}:
        options = goods  # bottles of Riesling, where it is some people's favourite as well
    if item.has(*_STRUCTURE):  # more than 5 orders but none since: a value only where its field is named
        options = [o for o in options if o.field in named]
    if not options:
        return
    chosen = min(options, key=lambda group: (group.field not in named, _rank(group.field, campaigns), group.field))
    read = [s for s in item.senses if s.kind in ("value", "values", "products")]
    confidence, note = max((s.confidence for s in read), default=1.0), next((s.note for s in read if s.note), "")
    others = tuple(s for s in item.senses if s.kind not in ("value", "values", "products", "absent_value"))
    slots.retag(index, Sense("group", chosen, confidence, note), *others)


def _named_goods(slots: Slots, index: int) -> list[Group]:
    """AeroPress users who haven't bought filters: goods called so, where the word is a fact of people elsewhere."""
    products, typed = slots.vocabulary.products, slots[index].text
    of_people = all(slots.level(option.field) == "customer" for option in _options(slots, index))
    if (
        not of_people
        or not products.contains(typed)
        or not set(slots.vocabulary.own_fields).issuperset(option.field for option in _options(slots, index))
    ):
        return []
    op, values = products.filter_for(typed.casefold(), typed)
    return [Group("product", values, op)]


def _both_came(slots: Slots, index: int) -> bool:
    """Whether the value before this word, with nothing between them, is a channel that customers came by as well."""
    options = _options(slots, index)
    return {o.field for o in options} == {"acquisition_channel"} == {slots.value(index - 1, "group").field}


def _as_goods(slots: Slots, index: int) -> bool:
    """who bought cologne, sales of cologne: what is bought or sold, where a town has the same name."""
    before = slots.before(index, lambda item: item.has("filler") and not item.has("place", "verb", "measure"))
    if slots.value(before, "verb") in ("buy", "sell", "cart", "view", "return_goods"):
        return True
    of = slots[index - 1].text.casefold()
    if slots.has(index + 1, "people"):
        return False
    if slots.value(index + 1, "field") == "product":
        return True  # Syrah wines, in a wine shop
    return (of == "of" and slots.has(before, "measure", "agent")) or (
        of.endswith(" of") and "units" in (slots.value(index - 1, "measure"), slots.value(index - 1, "field"))
    )


_AND_WHAT = ("what", "from", "via", "through", "how much", "how many", "which", "and what", "what from")


def _listed_with(slots: Slots, index: int) -> set[str]:
    """per language (en, zh, de): the fields of what stands before it in a list, or of what the list is of."""
    at = index - 1
    again = slots.find("share", free=False) is not None  # came from social, and what from store
    while (
        at >= 0
        and (slots.has(at, "break", "and", "or", "versus") or (again and slots[at].text.casefold() in _AND_WHAT))
        and not slots.has(at, "group", "value")
    ):
        at -= 1
    if at < 0 or at == index - 1:
        return set()
    group = slots.value(at, "group")
    bracketed = any(slots[i].text in "(（:：" for i in range(at + 1, index))
    fields = {sense.value for sense in slots[at].senses if sense.kind == "field"} if bracketed else set()
    return fields | ({group.field} if group else set())


def _of_the_list(slots: Slots, index: int) -> set[str]:
    """门店和社交: the fields that its neighbours in the list have values of, too."""
    found: set[str] = set()
    for step in (-1, 1):
        at = index + step
        while slots.has(at, "came_word") or (0 <= at < len(slots) and slots[at].text in ("的", "来的")):
            at += step
        joint = at
        while 0 <= at < len(slots) and (slots.has(at, "and", "or", "versus") or slots[at].text in ("、", "/")):
            at += step
        if at == joint or not 0 <= at < len(slots):
            continue
        group: Group | None = slots.value(at, "group")
        found |= {group.field} if group else {option.field for option in _options(slots, at)}
    return found


def _options(slots: Slots, index: int) -> list[Group]:
    options = []
    for sense in slots[index].senses:
        if sense.kind == "value":
            options.append(Group(sense.value[0], (sense.value[1],)))
        elif sense.kind == "values":
            options.append(Group(sense.value[0], sense.value[1]))
        elif sense.kind == "products":
            _, op, values = sense.value
            options.append(Group("product", values, op))
        elif sense.kind == "absent_value" and not slots[index].has("value", "filler"):
            options.append(Group(sense.value[0], (sense.value[1],), absent=True))
    return [group for group in options if group.absent or slots.level(group.field)]


def likeliest(fields: set[str]) -> str:
    """The field that a value of any of these is taken for where nothing else tells."""
    return min(fields, key=lambda field: (_rank(field, False), field))


def _rank(field: str, campaigns: bool) -> int:
    if field == "campaign_channel":
        return -1 if campaigns else 50
    if field in ("first_order_channel",):
        return 60
    return FIELD_ORDER.index(field) if field in FIELD_ORDER else 40
