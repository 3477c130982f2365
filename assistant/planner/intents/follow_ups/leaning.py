"""Whether a message leans on the figures that were shown: a figure, a filter or a rank that is no whole question."""

from __future__ import annotations

from assistant.planner.grammar.editing.turning import COUNTED
from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.follow_ups.metric_removals import split_at
from assistant.planner.intents.follow_ups.own_subject import names_no_other, ranks_by_it, rows_of_it, says_whole
from assistant.planner.intents.references.cues import CUES, points_at
from tools.definitions import Metric

HEADS = ("people", "agent", "how_many", "how_much", "list", "which")


def leans_on_figures(
    slots: Slots, before: Metric | None, content: list[int], measured: bool, cue: bool, opening: bool
) -> bool:
    start = slots.next(-1, lambda item: item.has("filler", "break") and not item.has(*CUES))
    if slots.has(start, "share", "per_person", "in_money", "in_units", "in_amounts") or (
        before is not None
        and any(slots.has(i, "not") and split_at(slots, i + 1) in before.dimensions for i in range(len(slots)))
    ):
        return True
    if ranks_by_it(slots) or rows_of_it(slots, start) or _filter_alone(slots) or _figure_shown(slots, content):
        return True
    shares = slots.find("share", free=False) is not None and all(slots.has(i, "share", "list") for i in content)
    if of_those_counted(slots) or _rows_only(slots) or shares:
        return True
    if measured:
        if before is not None and _same_of_others(slots, before):
            return True
        by = any(slots.has(i, "by") and split_at(slots, i) for i in range(len(slots)))
        if names_no_other(slots):
            return True
        if before is not None and before.period is not None and _of_that_time(slots):
            return True
        if by and not opening:
            return cue and _same_table(slots, before)
        whole = slots.find("interjection", free=False) is None and says_whole(slots)
        edges = (slots.next(-1), slots.before(len(slots)))
        limited = any(slots.has(i, "only", "only_cue") for i in edges) and slots.find("people", "agent") is None
        return (cue and opening) or (limited and not whole) or (len(content) <= 1 and not whole)
    if slots.find("best_selling", "worst_selling") is not None and not cue and _names_rows(slots):
        return False
    if contact_only(slots) or (before is not None and _ranks_rows_shown(slots, before)):
        return True
    if opening and cue:
        return True
    if only_people_named(slots, cue):
        return True
    if any(slots.has(i, "people", "agent") and not slots.used(i) for i in range(len(slots))) or asks_who(slots):
        return False
    head = any(slots.has(i, *HEADS) and not slots.used(i) and not _bare_count(slots, i) for i in range(len(slots)))
    return cue or not head


def _same_of_others(slots: Slots, before: Metric) -> bool:
    """女性客户的销售额呢, after that figure of a channel: the same again, of other people."""
    told = [i for i in range(len(slots)) if slots.has(i, "measure") and not slots.has(i, "people")]
    asks = slots.has(slots.before(len(slots), lambda item: item.has("break")), "same")
    other = ("period", "by", "trend", "which", "top", "bottom", "versus", "share", "verb", "all_time")
    people = slots.find("people", "group", free=False) is not None
    return (
        asks
        and people
        and len(told) == 1
        and slots.value(told[0], "measure") in before.measures
        and not says_whole(slots)
        and not any(slots.has(i, *other) and not slots.has(i, "measure", "filler", "same") for i in range(len(slots)))
    )


def of_those_counted(slots: Slots) -> bool:
    """how many were gold, how many are from women, after orders: of what was counted, nobody being named."""
    own = ("people", "agent", "measure", "verb", "list", "which", "contact", "saved", "by", "range")
    heads = slots.all("how_many")
    being = any(slots[i + 1].text.casefold() in _BEING for i in heads if i + 1 < len(slots))
    told = [i for i in range(len(slots)) if slots.has(i, "group")]
    customers = told and all(slots.level(slots.value(i, "group").field) == "customer" for i in told)
    return bool(being and customers) and not any(
        slots.has(i, *own) and i not in (*told, *heads) for i in range(len(slots))
    )


_BEING = {"were", "are", "was", "is", "were from", "are from", "came from", "of them", "of those", "of these"}


def _ranks_rows_shown(slots: Slots, before: Metric) -> bool:
    """哪个月女装最高, after a rate by month: which of the rows is first by it, with one filter more."""
    rows = any(dimension_at(slots, i) in before.dimensions for i in range(len(slots)))
    ranked = slots.find("top", "bottom", free=False) is not None and slots.find("which", free=False) is not None
    return rows and ranked and slots.find("people", "agent", "verb", "number", free=False) is None


def _names_rows(slots: Slots) -> bool:
    """best-selling products in 2026: what is to be ranked is said, so the question is whole."""
    return any(dimension_at(slots, i) and not slots.has(i, "period") for i in range(len(slots)))


def _filter_alone(slots: Slots) -> bool:
    """for German customers, among women: a message that begins so says of whom the last figures are to be."""
    first = next((i for i in range(len(slots)) if not slots.has(i, "break") and not _bare_filler(slots, i)), 0)
    kinds = any(slots.value(i, "agent") in _KINDS for i in range(len(slots)))
    told = kinds or slots.find("group", "condition", free=False) is not None
    asked = any(
        slots.has(i, "how_many", "list", "which", "measure", "by") and not slots.has(i, "people", "agent")
        for i in range(len(slots))
    )
    return told and not asked and slots.has(first, "for", "place") and not slots.has(first, "who")


_KINDS = ("new", "first_time", "returning", "repeat", "lapsed")
"""Kinds of customers: for new customers, from returning ones."""


def _rows_only(slots: Slots) -> bool:
    """show me 3, give me the top 5, show all 24: how many rows, and nothing of what they are."""
    light = (
        "list",
        "top",
        "bottom",
        "filler",
        "break",
        "only",
        "only_cue",
        "number",
        "heads",
        "pieces",
        "all_rows",
        "row",
    )
    numbered = slots.find("number", "heads", "pieces") is not None
    return numbered and all(
        slots.has(i, *light) and not slots.has(i, "period", "people", "measure") for i in range(len(slots))
    )


def _bare_filler(slots: Slots, index: int) -> bool:
    return slots.has(index, "filler") and not slots.has(index, "for", "place", *CUES)


def _figure_shown(slots: Slots, content: list[int]) -> bool:
    """show orders, now show me AOV, 分渠道列出来: the figure or the split alone, of what was shown."""
    rows = [i for i in range(len(slots)) if dimension_at(slots, i)]
    by = slots.find("by", free=False) is not None or any(slots[i].text.startswith(("按", "每")) for i in rows)
    split = bool(rows) and by and slots.find("measure") is None
    told = ("list", "by") if split else ("measure", "list")
    return bool(content) and all(
        (slots.has(i, *told) or (split and i in rows)) and not slots.has(i, "people") for i in content
    )


def _same_table(slots: Slots, before: Metric | None) -> bool:
    """AOV by channel, only the top 3: the last table, said again with a change."""
    if before is None:
        return False
    named = {sense.value for item in slots.items for sense in item.senses if sense.kind == "measure"}
    split = {dimension_at(slots, i) for i in range(len(slots))}
    return bool(named & set(before.measures)) and bool(split & set(before.dimensions))


def _of_that_time(slots: Slots) -> bool:
    """看电商平台的毛收入, after a figure of this year: this year's."""
    own = (
        "people",
        "agent",
        "period",
        "all_time",
        "verb",
        "contact",
        "range",
        "which",
        "list",
        "versus",
        "interjection",
    )
    if any(slots.value(i, "measure") in ("stock", "products", "customers") for i in range(len(slots))):
        return False  # what is in stock is of today
    chinese = any(slots.chinese(i) for i in range(len(slots)))
    return (
        chinese
        and not says_whole(slots)
        and not any(slots.has(i, *own) and not slots.has(i, "filler") for i in range(len(slots)))
    )


def only_people_named(slots: Slots, cue: bool) -> bool:
    """男性客户呢: who they are to be instead, and nothing asked of them."""
    asked = ("how_many", "how_much", "list", "which", "verb", "by", "agent", "average", "who")
    return (
        cue
        and slots.find("people", free=False) is not None
        and slots.find("group", "condition", free=False) is not None
        and not any(slots.has(i, *asked) and not slots.has(i, "filler", "group") for i in range(len(slots)))
    )


def _bare_count(slots: Slots, index: int) -> bool:
    """每个月多少, 分别多少: so much of what was counted, and nobody named."""
    return (
        slots.has(index, "how_many", "how_much") and slots[index].text.endswith("多少") and slots.find("verb") is None
    )


def asks_who(slots: Slots) -> bool:
    """who bought it last month: a question for people."""
    start = slots.next(-1, lambda item: item.has("filler", "break", *CUES) and not item.has("who"))
    who = slots.has(start, "who") or (start < len(slots) and slots[start].text.casefold().endswith(" who"))
    return who and not slots.has(start, "which") and slots.find("verb") is not None


def contact_only(slots: Slots) -> bool:
    """how many can get an sms, 能发邮件的有多少: consent alone is no question of its own."""
    return slots.find("contact") is not None and not any(
        slots.has(i, "people", "agent", "group", "condition", "verb", "measure", "range", "period", "saved")
        and not slots.has(i, "contact")
        and not slots.used(i)
        for i in range(len(slots))
    )


def relative(slots: Slots) -> bool:
    """that ordered in 2026, by gender: a clause that says more of those spoken of."""
    start = slots.next(-1, lambda item: item.has("break") or item.text.casefold() in ("and", "but"))
    pronoun = slots[start].text.casefold() in ("that", "which have", "that have", "and that", "but that", "who have")
    return pronoun and slots.has(slots.next(start), "verb", "not", "never")


def says_who_counted(slots: Slots, before: Metric | None) -> bool:
    """who bought in 2026, after the cities with most customers: whom those figures are to count, and no list."""
    if before is None or not before.dimensions or not set(before.measures) <= set(COUNTED):
        return False
    start = slots.next(-1, lambda item: item.has("break") or item.text.casefold() in ("and", "but", "only", "just"))
    own = ("people", "by", "list", "how_many", "how_much", "top", "bottom", "average", "trend", "anaphor", "thing")
    told = slots.has(slots.next(start), "verb", "not", "never", "group", "contact", "condition")
    pointing = any(points_at(item) for item in slots.items)
    return (
        slots[start].text.casefold() == "who"
        and told
        and not pointing
        and not any(slots.has(i, *own) and not slots.has(i, "filler") for i in range(start + 1, len(slots)))
    )


def did_again(slots: Slots) -> bool:
    """复购了吗, 回购过的: what those spoken of did, and nobody named."""
    told = [i for i in range(len(slots)) if not slots.has(i, "filler", "break", "interjection")]
    return bool(told) and all(slots.has(i, "verb") and slots.has(i, "agent") and slots.chinese(i) for i in told)


def filters_shown(slots: Slots) -> bool:
    """只看同意短信的, 换成邮件: the message opens by saying what becomes of the figures shown, and counts nobody."""
    start = slots.next(-1, lambda item: item.has("filler", "break") and not item.has(*CUES))
    kept = start < len(slots) and slots[start].text.startswith("只留")  # 只留能收邮件的: of the people, whom to keep
    return (
        not kept
        and slots.has(start, "only_cue", "instead", "remove")
        and slots.find("how_many", "list", free=False) is None
    )
