"""What is asked back about goods: much and little without a number, and figures that no definition can hold."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.goods.asking import names_goods
from assistant.planner.intents.goods.wording import find, said_at
from assistant.planner.reading import Ask, Option, Reading

_UNITS = ("month", "quarter", "year", "week", "day")
_CHOICES = ((50, 10), (100, 20), (200, 50))
_FEW = ("worst_selling", "least_done", "bottom")
_MANY = ("vague_many", "most_done", "top")


def ask_how_many(frame: Frame, slots: Slots) -> Reading | None:
    """Ask how many views are many and how few sales are few, where goods are said to have the one and not the other."""
    seen = next((i for i in range(len(slots)) if _viewed(slots, i)), None)
    sold = next((i for i in range(len(slots)) if _bought(slots, i) and i != seen), None)
    goods = any(slots.value(i, "field") == "product" for i in range(len(slots)))
    if seen is None or sold is None or sold < seen or not goods or slots.find("range", "number") is not None:
        return None
    many = slots.find(*_MANY) is not None or find(slots, "much") is not None
    few = slots.find(*_FEW) is not None or find(slots, "little") is not None
    if not (many and few):
        return None
    when = next((slots.typed(i, i + 1) for i in slots.all("period")), "")
    choices = [
        frame.say(
            f"products viewed more than {views} times and sold fewer than {sales} pieces {when}".strip(),
            f"{when}浏览超过{views}次且卖出不到{sales}件的商品",
        )
        for views, sales in _CHOICES
    ]
    question = frame.say("How many views count as many, and how few sales as few?", "浏览多少次算多，卖出多少件算少？")
    options = tuple(Option(choice, choice) for choice in choices)
    return frame.reading("clarify", ask=Ask(question, options, 0, len(frame.text.original)))


def _viewed(slots: Slots, index: int) -> bool:
    named = slots.value(index, "verb") == "view" or slots.value(index, "measure") == "views"
    return named or slots.value(index, "most_done") == "views"


def _bought(slots: Slots, index: int) -> bool:
    deed = slots.value(index, "verb") in ("buy", "sell") or slots.value(index, "agent") in ("buy", "sell")
    return deed or slots.has(index, "worst_selling") or slots.value(index, "measure") in ("units", "orders", "buyers")


def ask_what_can_be_told(frame: Frame, slots: Slots) -> Reading | None:
    """launches by month, the age of products, brands that sell only skincare: what can be told in their place."""
    if slots.find("people", "agent") is not None:
        return None
    if _launched(slots) and any(slots.value(i, "field") in _UNITS for i in range(len(slots))):
        return _instead(
            frame,
            "Products launched are counted for one period at a time. Which one?",
            "上新商品数一次只能数一个时间段。看哪一段？",
            [(f"number of products launched {en}", f"{zh}上新了多少商品") for en, zh in _PERIODS],
        )
    aged = any(slots.value(i, "field") == "age" and not slots.has(i, "group", "condition") for i in range(len(slots)))
    if aged and any(names_goods(slots, i) for i in range(len(slots))):
        return _instead(
            frame,
            "Of products I know the day they came into the range, not an average age. Which do you want to see?",
            "商品只记录上架日期，没有平均“年龄”。想看哪一种？",
            [("oldest products", "上架最早的商品"), ("newest products", "最新上架的商品")],
        )
    kinds = any(slots.value(i, "field") == "brand" and not slots.has(i, "group") for i in range(len(slots)))
    sells = any(slots.value(i, "verb") == "sell" for i in range(len(slots)))
    spread = any(getattr(slots.value(i, "condition"), "field", "") == "categories_bought" for i in range(len(slots)))
    if kinds and sells and (spread or slots.find("only", "only_cue") is not None):
        return _instead(
            frame,
            "I can't pick brands by how many kinds of goods they sell, but can show what each sells.",
            "我不能按卖几种商品来挑品牌，但可以列出每个品牌卖什么。",
            [("number of products by brand and category", "各品牌各品类的商品数")],
        )
    things = any(names_goods(slots, i) for i in range(len(slots)))
    alone = [i for i in slots.all("only", "only_cue") if any(_sold(slots, j) for j in (i - 1, i + 1))]
    if things and alone:
        return _instead(
            frame,
            "I can tell what sold in one period or place, not what sold in no other. Which do you want to see?",
            "我能看某段时间或某个渠道卖出了什么，不能挑出“只在那里”卖过的商品。想看哪一种？",
            [
                ("best-selling products this year", "今年最畅销的商品"),
                ("products nobody bought this year", "今年没人买的商品"),
            ],
        )
    return None


def _sold(slots: Slots, index: int) -> bool:
    return slots.value(index, "verb") in ("sell", "buy") or slots.value(index, "measure") == "products_sold"


_PERIODS = (("this year", "今年"), ("last year", "去年"), ("this quarter", "本季度"), ("last month", "上个月"))


def _launched(slots: Slots) -> bool:
    return any(slots.value(i, "product_fact") == "launch" or said_at(slots, i, "arrivals") for i in range(len(slots)))


def _instead(frame: Frame, english: str, chinese: str, choices: list[tuple[str, str]]) -> Reading:
    options = tuple(Option(frame.say(*pair), frame.say(*pair)) for pair in choices)
    return frame.reading("unsayable", ask=Ask(frame.say(english, chinese), options, 0, len(frame.text.original)))
