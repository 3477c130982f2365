"""People picked by a score: the 10 % most likely to buy, the 100 most likely to churn, 最可能流失的50位客户."""

from __future__ import annotations

from assistant.planner.grammar.people.people import Item, People
from assistant.planner.grammar.scores.scores import Scored, condition_of, mentions
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear
from tools.contract import Language
from tools.definitions import Limit, Ranked

LANGUAGES: tuple[Language, ...] = ("en", "zh")
MOST_PEOPLE = 1_000_000


def likeliest(slots: Slots, people: People, ranked_list: bool) -> list[Item]:
    """Conditions for "most likely to …" with a number or a share; without either it means likely."""
    items: list[Item] = []
    for index, scored in mentions(slots):
        if slots.used(index):
            continue
        if scored.unfit:
            raise unfit(slots, index, scored)
        if scored.bounded:
            people.scored.append(scored)
            people.horizon = scored.ahead or people.horizon
            continue
        turned = _ranked_by_word(slots, index) if scored.degree == "noun" else None
        if scored.degree not in ("most", "least") and turned is None:
            continue
        item = _ranked(slots, people, index, scored, ranked_list, turned)
        if item is not None:
            items.append(item)
    if people.scored or items or people.sort_by:
        use_horizon(slots, people)
    return items


def _ranked_by_word(slots: Slots, index: int) -> int | None:
    """the 10 % with the highest churn risk: the rank word beside the name of a score; 客户里流失概率最高的10%."""
    for at in (index - 1, slots.before(index), slots.next(index)):
        if slots.has(at, "top", "bottom") and not slots.used(at):
            return at
    return None


def _ranked(
    slots: Slots, people: People, index: int, scored: Scored, ranked_list: bool, turned: int | None
) -> Item | None:
    highest = scored.degree != "least" if turned is None else slots.has(turned, "top")
    at, share, count = size_beside(slots, index)
    if scored.concept == "category":
        condition = condition_of(slots, scored)
        if condition is None:
            return None
        if at is not None:
            raise _first_list(slots, scored)
        slots.use(index, "customers: likely to buy a category")
        people.scored.append(scored)
        return Item(condition, index)
    if scored.field not in slots.vocabulary.dictionary.fields or (turned is not None and at is None):
        return None
    if at is None:
        condition = condition_of(slots, scored)
        assert condition is not None
        if ranked_list:
            people.sort_by, people.descending = scored.field, highest
        slots.use(index, f"customers: {scored.field}")
        people.scored.append(scored)
        return Item(condition, index)
    for used in (at, turned):
        if used is not None:
            slots.use(used, "rank")
    slots.use(index, f"rank by {scored.field}")
    if share is not None and _of_those(slots, at, index):
        people.limited = Limit(by=scored.field, descending=highest, share=share)
        return None
    if share is None and ranked_list:
        people.limit, people.sort_by, people.descending = count, scored.field, highest
        return None
    return Item(Ranked(by=scored.field, descending=highest, share=share, count=count), index)


def _first_list(slots: Slots, scored: Scored) -> Unclear:
    """A number of people by the score of a category: a ranking of its own, which can then be written to or saved."""
    spoken = {code: slots.vocabulary.dictionary.value_label("category", scored.category, code) for code in LANGUAGES}
    return Unclear(
        "I can rank people by that, but not pick a number of them within another request: list them first, then say "
        "what to do with them.",
        "可以按此排名，但不能在别的请求里直接取前若干位：请先列出名单，再说要做什么。",
        [(f"who is most likely to buy {spoken['en']}", f"谁最可能购买{spoken['zh']}")],
    )


def size_beside(slots: Slots, index: int) -> tuple[int | None, float | None, int | None]:
    """(place, share, count) of how many are meant: a share anywhere near, or a number of people."""
    for at in sorted(range(len(slots)), key=lambda i: abs(i - index)):
        if slots.used(at) or at == index or slots.has(at, "period", "range", "horizon", "money"):
            continue
        share = slots.value(at, "percent")
        if share is not None and 0 < share <= 1:
            return at, float(share), None
        count = slots.value(at, "heads") or slots.value(at, "number")
        if (
            count
            and count == int(count)
            and 1 <= count <= MOST_PEOPLE
            and not slots.has(at, "duration")
            and _counts_people(slots, at)
        ):
            return at, None, int(count)
    return None, None, None


def _counts_people(slots: Slots, at: int) -> bool:
    beside = slots.next(
        at, lambda item: item.has("filler", "group", "top") and not item.has("people", "scored", "agent")
    )
    return (
        slots.has(at, "heads")
        or slots.has(beside, "people", "scored", "agent")
        or slots.has(at - 1, "top", "bottom")
        or slots.level(getattr(slots.value(at + 1, "group"), "field", "")) == "customer"
        or slots.has(at + 1, "alike", "top")
        or (at == len(slots) - 1 and slots.has(slots.before(at), "scored"))
    )


def _of_those(slots: Slots, at: int, index: int) -> bool:
    """the 10 % of women most likely to …, 女性中最可能…的10%: a share of those meant rather than of everyone."""
    if at < index and slots[at + 1].text.casefold() in ("of", "% of"):
        return any(slots.has(i, "group", "condition", "people", "agent", "saved") for i in range(at + 2, index))
    if any(slots[i].text in ("也", "还", "同时") for i in range(min(at, index))):
        return False  # 消费前一成里也在流失前一成的: both of everyone
    if slots.chinese(index) and ranked_of_those(slots, index):
        return True
    return any(slots[i].text in ("中", "里", "中间", "当中", "里面") for i in range(min(at, index)))


def share_of_those(slots: Slots, at: int | None, last: int | None = None) -> bool:
    """top 5 % of customers in China by orders: of those that are named with it, where no deed picks them."""
    if at is None or ranked_of_those(slots, last):
        return at is not None
    if slots[at + 1].text.casefold() not in ("of", "% of", "of our", "of the", "of all", "in", "within", "among"):
        return False
    after = at + 1
    while slots.has(after, "filler", "place", "people", "number") and not slots.has(after, "group", "break", "by"):
        after += 1
    group = slots.value(after, "group")
    return group is not None and slots.level(group.field) == "customer" and not slots.has(after - 1, "not", "except")


def ranked_of_those(slots: Slots, last: int | None) -> bool:
    """top 10 % by predicted value in Germany, 德国消费前10%的客户: those named beside the figure, among themselves."""
    if last is None:
        return False
    if slots.chinese(last):
        before = slots.before(last)
        placed = slots.has(before, "group") and not slots.has(before - 1, "not", "except", "and", "or", "break")
        return placed and slots.has(last + 1, "top", "bottom") and _of_people(slots, before)
    after = last + 1
    while slots.has(after, "place", "period") or slots[after].text.casefold() in ("the", "our", "all", "customers"):
        if slots.has(after, "group", "by", "not"):
            break
        after += 1
    opens = slots[after].text if slots.has(after - 1, "period") else slots[last + 1].text
    opens = slots[after - 1].text if slots.has(after - 1, "place") else opens
    return _of_people(slots, after) and opens.casefold().startswith(("in", "from", "of", "among", "within"))


def _of_people(slots: Slots, index: int) -> bool:
    group = slots.value(index, "group")
    return group is not None and slots.level(group.field) == "customer"


def use_horizon(slots: Slots, people: People) -> None:
    """in the next 3 months: a score looks ahead by its own window; the answer says so."""
    for at in slots.all("horizon"):
        people.horizon = slots[at].text
        slots.use(at, "time ahead")


def unfit(slots: Slots, index: int, scored: Scored) -> Unclear:
    """likely to buy a certain brand or product: only whole categories are scored."""
    typed = slots[index].text
    plain = typed.replace(scored.unfit, "").strip() if scored.unfit in typed else typed
    return Unclear(
        f"I can say who is likely to buy, or to buy from a category, but not “{scored.unfit}”. Which do you mean?",
        f"可以判断谁可能购买、或购买某个品类，但不能细到“{scored.unfit}”。您指哪一种？",
        [(f"{plain} anything", f"{plain}任何商品")]
        if plain != typed
        else [("likely to buy anything", "可能购买任何商品")],
        slots.origin(index),
    )
