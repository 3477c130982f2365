"""What to offer whom, and who is alike."""

from __future__ import annotations

from typing import Any, NamedTuple

from assistant.planner.frame import Frame
from assistant.planner.grammar.people.alike import read_alike
from assistant.planner.grammar.people.sizes import asked_size, count_at, enough, use_size
from assistant.planner.grammar.scores.scores import foretells, mentions
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.intents.references.subjects import (
    audience_args,
    finished,
    group_meant,
    needs_person,
    person_meant,
    use,
    use_person,
    which_customer,
)
from assistant.planner.intents.scoring.owned import tells_who_left, unbought, unowned
from assistant.planner.intents.scoring.recommended import OFFER, handed_to, plain_products, to_persons, what_is_bought
from assistant.planner.leftovers import leftovers
from assistant.planner.reading import Reading
from tools.definitions import Audience

_SUGGEST = ("recommend", "suggest", "推荐")
_WEAK = (
    "what will", "what might", "what would", "what could", "what may", "which products w", "which products m",
    "which product w", "what product", "会买什么",
)  # fmt: skip
"""Words that ask what to offer only where it is clear to whom."""
MOST = 50
"""Nobody is recommended more products than this."""
_NOUNS = ("recommendations", "recos", "suggestions", "recommendation", "suggestion", "product ideas", "recs")
_WISHING = ("would", "might", "could", "too", "yet", "likes", "like", "enjoy", "love", "want", "wants", "owns", "own")
_ASKED = ("offer_cue", "often", "product_cue", "subject", "outcome", "chance", "which", "list")


class _Asked(NamedTuple):
    """How a question asks what to offer."""

    suggested: bool
    """In words: recommend, what to offer, products for C00012."""
    strong: bool
    """In words that mean nothing else, whoever it is for."""
    listed: bool
    """By a noun, beside somebody's id: recommendations for C00012."""
    wished: bool
    """As goods of one person's future: what is she due for."""
    bought_next: int | None
    """As what they will buy, said here: 他们最可能买什么."""


def read_recommendation(frame: Frame) -> Reading | None:
    """what should I offer C00012, next best product for lapsed skincare buyers, 给她们推荐什么."""
    slots = frame.slots()
    asked = _asked(frame, slots)
    if asked is None or _asks_something_else(frame, asked) or foretells(slots):
        return None
    customer = person_meant(frame)
    if customer is None and needs_person(frame):
        return which_customer(frame)
    if asked.wished:
        _use_wish(slots)
    if asked.bought_next is not None:
        slots.use(asked.bought_next, "asked for")
    if any(scored.category for _, scored in mentions(slots)):
        return None
    args = unbought(slots) if asked.wished or customer is not None else unowned(slots)
    args |= only_kind(slots, beside_goods=customer is None and not asked.strong)
    args |= _limit(slots, customer is not None)
    for index in slots.all(*_ASKED, "next_step", *(["horizon"] if frame.has("outcome", "chance") else [])):
        if not (slots.has(index, "agent") or tells_who_left(slots, index)):  # 给流失的白金会员: who they are
            slots.use(index, "asked for")
    _use_offering(slots, customer is not None)
    if customer is None:
        return _to_a_group(frame, slots, asked, args)
    use_person(slots)
    use(slots, "asked for", "why", "anaphor", "person_ref", "respectively", "purpose")
    return to_persons(frame, slots, customer, args)


def _asked(frame: Frame, slots: Slots) -> _Asked | None:
    """How it asks what to offer; None where it does not."""
    bought_next = _bought_next(slots)
    said = {span.text.casefold() for span in frame.spans}
    listed = frame.has("customer_id") and not said.isdisjoint(_NOUNS)
    suggested = listed or _suggests(frame)
    if suggested and any(span.has("came_word") and span.text.endswith(("来的", "来", "获客")) for span in frame.spans):
        return None  # 推荐来的客户: how they came
    wished, handed = _wished(frame, slots), handed_to(frame, slots)
    if not (suggested or handed or wished or bought_next is not None):
        return None
    advised = frame.has("customer_id") and not said.isdisjoint(_SUGGEST)
    offered = any(span.has("offer_cue") and not _weak(span.text.casefold()) for span in frame.spans)
    return _Asked(suggested or handed, handed or advised or offered, listed, wished, bought_next)


def _weak(cue: str) -> bool:
    """what would she …, but not what would you recommend: that asks for goods, whoever they are for."""
    return cue.startswith(_WEAK) and not any(word in cue for word in _SUGGEST)


def _suggests(frame: Frame) -> bool:
    """recommend, products for C00012, what else would she buy."""
    if frame.has("offer_cue") or any(span.text.casefold() in _SUGGEST for span in frame.spans):
        return True
    # without a verb in the past these are products to come, not those of the orders
    if frame.has("customer_id") and frame.has("product_cue") and not frame.has("verb", "history", "why"):
        return True
    others = any(
        span.has("also_bought") and ("会" in span.text or "else" in span.text.casefold()) for span in frame.spans
    )
    more = frame.has("repeat_only", "new_only", "offer_verb") or others
    return frame.has("customer_id", "person_ref") and more


def _asks_something_else(frame: Frame, asked: _Asked) -> bool:
    """Recommended products by city, how many of them, when: other readers' questions."""
    person = frame.has("customer_id")
    split = any(span.has("by") and not span.has("respectively") for span in frame.spans) and not asked.listed
    return (
        (person and frame.has("contact") and not frame.has("offer_cue"))  # C00088有没有同意收邮件
        or split
        or frame.has("copy_verb", "model_word", "how_many", "alike")
        or any(span.has("performance") and not span.has("filler") for span in frame.spans)  # what do you recommend
        or (frame.has("best_selling", "worst_selling") and not asked.strong)  # what products do they buy most
        or (frame.has("why") and not (asked.suggested and person))  # the reasons stand beside every product
        or (frame.has("together", "also_bought") and not frame.has("customer_id", "person_ref"))
        or (frame.has("period", "measure", "average", "quality_cue") and not (asked.strong or asked.wished))
    )


def _use_offering(slots: Slots, person: bool) -> None:
    """Words of offering, and those that only say that goods are meant, have done their work."""
    for index in range(len(slots)):
        verb = slots.value(index, "verb")
        sold = verb == "sell" or (person and verb == "buy")
        suggests = slots[index].text.casefold() in _SUGGEST or slots.has(index, "offer_verb", "also_bought")
        counted = slots.value(index, "measure") == "units" and not slots.has(index, "group")
        offers = slots[index].text in OFFER and not slots.has(index, "group")
        if sold or suggests or counted or offers or plain_products(slots, index) or slots.has(index, "gift_idea"):
            slots.use(index, "asked for")


def _to_a_group(frame: Frame, slots: Slots, asked: _Asked, args: dict[str, Any]) -> Reading | None:
    """For the people described; for the customer spoken of last where nobody is; else it is asked for whom."""
    notes: list[str] = []
    audience = group_meant(frame, slots, notes)
    several = any(span.text.endswith(("他们", "她们")) for span in frame.spans)
    if audience is None and several:
        audience = frame.state.them
    last = frame.state.customer if frame.state.last in ("request", "customer") else None
    if audience is None and last is not None and asked.strong and not _about_goods(slots):
        return to_persons(frame, slots, last, args)
    if audience is None and (_about_goods(slots) or not any(slots.has(i, "people") for i in range(len(slots)))):
        return _for_whom() if asked.strong and not _about_goods(slots) else None
    args = audience_args(audience) | args
    return finished(frame, slots, "recommendations", "recommend_products", args, audience=audience, notes=notes)


def _wished(frame: Frame, slots: Slots) -> bool:
    """products C00012 has never bought but might, what is she due for: goods of one person's future."""
    if not (frame.has("customer_id") or frame.has("person_ref")):
        return False
    goods = any(plain_products(slots, i) for i in range(len(slots))) or frame.has("pieces", "which")
    ahead = frame.has("chance", "repeat_only", "new_only", "likely_to", "next_step", "offer_cue") or any(
        slots.has(i, "outcome") and not slots.has(i, "verb") for i in range(len(slots))
    )
    scored = [s for _, s in mentions(slots) if s.concept != "purchase" or s.value is not None or s.degree == "noun"]
    return goods and ahead and not scored and not frame.has("chance_noun", "history", "when_cue")


def _use_wish(slots: Slots) -> None:
    """The words that say what a person might buy have done their work."""
    for index in range(len(slots)):
        verb = slots.value(index, "verb")
        plain = slots.has(index, "chance", "scored", "outcome", "often", "often_cue", "with", "but", "unready")
        wishing = plain or verb in ("buy", "sell") or slots[index].text.casefold() in _WISHING
        if wishing and not slots.has(index, "group", "period", "range"):
            slots.use(index, "asked for")


def _bought_next(slots: Slots) -> int | None:
    """他们最可能买什么, what are gold members most likely to buy: what, not who."""
    for index, scored in mentions(slots):
        if scored.concept != "purchase" or scored.value is not None or scored.unfit:
            continue
        after = slots.next(index)
        if slots.chinese(index) and (
            slots.has(after, "which") or slots[min(after, len(slots) - 1)].text.endswith("样")
        ):
            return index
        first = slots.find("which")
        what = first is not None and first < index and slots[first].text.casefold().startswith("what")
        if what or what_is_bought(slots, index) or (first is not None and plain_products(slots, slots.next(first))):
            return index
    return None


def _about_goods(slots: Slots) -> bool:
    """recommend a serum under 30: a search among products."""
    return any(
        slots.has(i, "filter") or (slots.has(i, "group") and slots.level(slots.value(i, "group").field) == "product")
        for i in range(len(slots))
    )


def only_kind(slots: Slots, *, beside_goods: bool = False) -> dict[str, Any]:
    """something new, products to buy again; with `beside_goods` only where it stands by the products."""
    args: dict[str, Any] = {"only": "repeat"} if any(_once_more(slots, i) for i in range(len(slots))) else {}
    for kind, value in (("new_only", "new"), ("repeat_only", "repeat")):
        for index in slots.all(kind):
            if _beside_goods(slots, index + 1) or not (beside_goods or slots.has(index, "group", "filler", "agent")):
                args["only"] = value
                slots.use(index, f"only: {value}")
    return args


_AGAIN = {"again", "repurchase", "reorder", "rebuy", "re-buy", "re-order", "re-purchase", "repurchases", "reorders"}


def _once_more(slots: Slots, index: int) -> bool:
    """likely to buy again, to reorder: what they had before."""
    return slots.has(index, "scored") and bool(_AGAIN & set(slots[index].text.casefold().split()))


def _limit(slots: Slots, one: bool = False) -> dict[str, Any]:
    """three products for …, 推荐5款商品; for one customer any plain number counts products."""
    if one:
        for index in range(len(slots)):
            size = count_at(slots, index)
            if size and size <= MOST:
                use_size(slots, index)
                use(slots, "how many", "top")
                return {"limit": size}
    if said := enough(slots):
        return {"limit": said[1]} if said[1] <= MOST else {}
    for index in slots.all("pieces"):
        if slots[index - 1].text == "下" and slots.value(index, "pieces") == 1:
            slots.use(index, "asked for")  # 推下一件东西
    for index in slots.all("number", "pieces"):
        value = slots.value(index, "number") or slots.value(index, "pieces")
        named = slots.has(index, "pieces") or any(_beside_goods(slots, i) for i in (index - 1, index + 1, index + 2))
        named = named or slots[index].text.endswith(("款", "样", "件"))
        if value and value == int(value) and 1 <= value <= MOST and named:
            slots.use(index, "how many")
            use(slots, "how many", "top")
            return {"limit": int(value)}
    said = asked_size(slots)
    return {"limit": said[1]} if said and said[1] <= MOST else {}


def _beside_goods(slots: Slots, index: int) -> bool:
    return slots.has(index, "offer_cue", "top", "product_cue", "new_only", "repeat_only") or (
        slots.value(index, "field") == "product"
    )


def _for_whom() -> Reading:
    raise Unclear(
        "For whom: a customer (by id) or a group?",
        "给谁推荐：某位客户（编号）还是某个人群？",
        [("recommend products for customers who bought in the last 90 days", "给最近90天下过单的客户推荐商品"),
         ("best-selling products this year", "今年最畅销的商品")],
    )  # fmt: skip


def read_lookalikes(frame: Frame) -> Reading | None:
    """people like our champions, 500 lookalikes of gold members, 跟金卡会员相似的500位客户."""
    if not frame.has("alike") or frame.has(
        "copy_verb", "save", "how_many", "by", "meaning", "contact", "sum", "average"
    ):
        return None
    slots = frame.slots()
    found = read_alike(slots, frame.today, frame.state.them)
    if found is None:
        return None
    if found.seed is None and leftovers(slots):
        return None
    if found.seed is None:
        raise Unclear(
            "Alike to whom? Describe the group, for example:", "与谁相似？请描述人群，例如：",
            [("people like our champions", "跟冠军客户相似的客户")],
        )  # fmt: skip
    use(slots, "asked for", "list", "which", "only_cue", "product_cue")
    for index in slots.all("top"):
        if any(slots.has(i, "alike", "percent", "number", "heads") for i in (index - 1, index + 1)):
            slots.use(index, "asked for")
    if any(slots.has(i, "group", "condition", "verb") and not slots.used(i) for i in range(len(slots))):
        return None  # alike and more: an audience
    args: dict[str, Any] = {"seed": found.seed.compact()}
    if found.count is not None:
        args["count"] = found.count
    if found.share is not None:
        args["share"] = found.share
    return finished(frame, slots, "lookalikes", "find_lookalikes", args, audience=Audience(), notes=found.notes)
