"""Figures that follow from prices, sizes and the offer are backed; put wrong by a twentieth they are not."""

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.tools.copy_rules.setting import TODAY, context, reading
from tools.copy_rules.registry import breaches, check_draft

CENT = Decimal("0.01")


def refused(text: str, facts: list[str], offer: dict[str, object] | None = None, language: str = "en") -> bool:
    """Is a figure of the text refused?"""
    setting = context("push", language, facts=facts, offer=offer, currency="GBP" if language == "en" else "CNY")
    checks = breaches(check_draft(reading(setting, {"body": text})))
    return "claims.figure" in {check.rule for check in checks}


prices = st.integers(min_value=501, max_value=19_999).map(lambda cents: Decimal(cents) / 100)


@settings(max_examples=40, deadline=None)
@given(price=prices, many=st.integers(min_value=3, max_value=12), off=st.sampled_from([0, 10, 15, 25]))
def test_so_many_reels_cost_so_much_and_nothing_near_it(price: Decimal, many: int, off: int) -> None:
    facts = [f"name: Linen Reel\nprice: £{price}\ndescription: Waxed linen."]
    total = (price * many * (100 - off) / 100).quantize(CENT, ROUND_HALF_UP)
    wrong = (total * Decimal("1.05")).quantize(CENT)
    offer: dict[str, object] | None = {"percent_off": off} if off else None
    assert not refused(f"{many} Linen Reels, £{total}.", facts, offer)
    assert refused(f"{many} Linen Reels, £{wrong}.", facts, offer)


@settings(max_examples=40, deadline=None)
@given(some=st.lists(prices, min_size=3, max_size=4, unique=True), off=st.integers(min_value=5, max_value=40))
@example(some=[Decimal("186.43"), Decimal("187.75"), Decimal("21.54")], off=39)  # £241.39 is no two for one
def test_a_bill_adds_up_less_the_offer(some: list[Decimal], off: int) -> None:
    names = ["Ash Bowl", "Oak Spoon", "Elm Board", "Yew Fork"]
    pairs = list(zip(names, some, strict=False))
    facts = [f"name: {name}\nprice: £{price}\ndescription: Turned wood." for name, price in pairs]
    total = sum(some, Decimal(0))
    saved = (total * off / 100).quantize(CENT, ROUND_HALF_UP)
    assume(total * Decimal("1.05") not in some)
    lines = "\n".join(f"{name} £{price}" for name, price in pairs)
    offer: dict[str, object] = {"percent_off": off}
    assert not refused(f"{lines}\nTotal £{total}\nYou save £{saved}\nTo pay £{total - saved}", facts, offer)
    assert refused(f"{lines}\nTotal £{(total * Decimal('1.05')).quantize(CENT)}", facts, offer)
    assert refused(
        f"{lines}\nTotal £{total}\nTo pay £{((total - saved) * Decimal('1.05')).quantize(CENT)}", facts, offer
    )


@settings(max_examples=30, deadline=None)
@given(pieces=st.integers(min_value=6, max_value=60), size=st.integers(min_value=20, max_value=400))
def test_a_case_holds_its_bottles_and_no_more(pieces: int, size: int) -> None:
    facts = [f"name: Plum Soda\nprice: £19\ndescription: Case of {pieces} bottles, {size} ml each."]
    assume(pieces * size % 20 == 0)
    assert not refused(f"A case of Plum Soda is {pieces * size} ml.", facts)
    assert refused(f"A case of Plum Soda is {pieces * size * 21 // 20} ml.", facts)


@given(days=st.integers(min_value=2, max_value=30), stray=st.sampled_from([-1, 1, 2]))
@settings(max_examples=20, deadline=None)
def test_days_left_are_those_until_the_offer_ends(days: int, stray: int) -> None:
    offer: dict[str, object] = {"percent_off": 10, "valid_until": (TODAY + timedelta(days=days)).isoformat()}
    assume(days + stray > 1)
    assert not refused(f"{days} days left: 10% off.", [], offer)
    assert refused(f"{days + stray} days left: 10% off.", [], offer)


TANK = "name: Tank\nname_zh: 小缸 36\nprice: ¥239\ndescription_zh: 长 36、宽 22、高 26 厘米，可夹 1 至 4 厘米。"
SPIRIT = "name: Spirit\nname_zh: 无醇饮\nprice: ¥156\ndescription_zh: 500 毫升一瓶，建议 50 毫升兑 150 毫升汤力水。"


@pytest.mark.parametrize(
    ("fact", "true", "false"),
    [
        (TANK, "36×22×26 厘米的小缸。", "36×24×26 厘米的小缸。"),
        (TANK, "26厘米高的小缸。", "28厘米高的小缸。"),
        (SPIRIT, "1比3，够调十杯。", "1比4，够调十杯。"),
        (SPIRIT, "1比3，够调十杯。", "1比3，够调十二杯。"),
    ],
)
def test_sizes_as_people_put_them(fact: str, true: str, false: str) -> None:
    assert not refused(true, [fact], language="zh")
    assert refused(false, [fact], language="zh")


@pytest.mark.parametrize(
    "text",
    [
        "7:10 – Shrimp on the sponge.",
        "Unravelling on the 7.42?",
        "It's six o'clock and the hives have gone quiet.",
        "It's minus two outside, and you are wearing a hat indoors.",
        "Two minutes before the meeting, the lid blew off.",
        "1 Light it.\n2 Close it.\n3 Walk slowly.",
        "① 黑先 ② 白后 ③ 茶别凉",
        "谢谢你，举了二十分钟的胳膊。",
        "外面零下三度，谁也不说话。",
        "54 岁那年，他做了第一把椅子。",
    ],
)
def test_figures_of_a_scene_claim_nothing(text: str) -> None:
    assert not refused(text, ["name: Oak Stool\nprice: £40\ndescription: Solid oak."], language="en")


@pytest.mark.parametrize(
    "text",
    [
        "Order by 7:10 for delivery today.",
        "Open from 7:10, every day.",
        "Still warm when it is minus twenty outside.",
        "Ready in two minutes.",
        "1 scarf\n2 gloves, 12 buttons",
        "晚上 19:30 前下单，当天发货。",
        "零下三度也能用。",
    ],
)
def test_the_same_figures_as_promises_are_refused(text: str) -> None:
    assert refused(text, ["name: Oak Stool\nprice: £40\ndescription: Solid oak."], language="en")
