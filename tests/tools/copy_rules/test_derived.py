"""Figures that a copywriter reckons from the facts stand; those that do not come out are refused."""

from datetime import date
from typing import Any

import pytest

from tools.briefs import Brief
from tools.contract import Source
from tools.copy_rules.context import Reading, context_of
from tools.copy_rules.registry import check_draft
from tools.copywriting.facts import offer_text

TODAY = date(2026, 11, 20)
CANDLES = (
    "name: Beeswax Tapers\nprice: £18.00\ndescription: Two dinner candles of beeswax. Each burns for about 8 hours."
)
CREAMS = "name: Meadow Hand Cream Trio\nprice: £21.00\ndescription: Three 30 ml tubes of hand cream, one of each scent."
CANDLE = "name: Fig Leaf Candle\nprice: £24.00\ndescription: Soy candle. 180 g. Burns for about 40 hours."
NOTEBOOK = "name: Plain Notebook\nprice: £22.00\ndescription: 192 numbered pages, dot grid."
SCARF = "name: Silk Square\nprice: £75.00\ndescription: Scarf in silk twill."
OATS = "name: Oat Flakes\nname_zh: 燕麦片\nprice: ¥32\ndescription_zh: 两袋装，每袋1千克，共2千克。一次煮40克。"
BOWL = "name: Chili Oil\nname_zh: 红油辣子\nprice: ¥32\ndescription_zh: 净含量240克。拌面一人份约15克。"
BASE = "name: Hotpot Base\nname_zh: 火锅底料四块装\nprice: ¥48\ndescription_zh: 4块独立包装，每块100克。"
PORTIONS = "name: Fig Candle\nprice: £24.00\ndescription: Burns for 40 hours. We suggest 2 hours at a time."
EARBUDS = "name: Earbuds\nprice: £75.00\ndescription: Battery 8 hours. Comes in 4 colours. Set of 3 tips."
BEANS = "name: Beans\nprice: £24.00\ndescription: Coffee, 2 kg bag. 50 g makes a pot."
RETURNS = "name: Silk Tie\nprice: £40.00\ndescription: Tie in silk. Returns within 7 days."
RUG = "name: Wool Rug\nprice: £180.00\ndescription: Wool flatweave, 120 × 180 cm."


def refused(body: str, facts: list[str], offer: dict[str, Any] | None = None) -> bool:
    language = "zh" if any("\u4e00" <= letter <= "\u9fff" for letter in body) else "en"
    currency, country = ("CNY", "CN") if language == "zh" else ("GBP", "GB")
    brief = Brief.model_validate({"channel": "push", "language": language, "offer": offer})
    sources = [Source(id=f"P:{n}", title=text, text=text) for n, text in enumerate(facts, 1)]
    if brief.offer:
        sources.append(Source(id="O:offer", title="offer", text=offer_text(brief.offer, currency)))
    context = context_of(brief, sources, sender="Lumen", currency=currency, countries=frozenset({country}), today=TODAY)
    read = Reading({"title": "", "body": body}, [fact.id for fact in context.facts], context)
    return any(check.rule == "claims.figure" and not check.passed for check in check_draft(read, language))


@pytest.mark.parametrize(
    ("facts", "right", "wrong"),
    [
        ([CREAMS], "Three hand creams, £7 each.", "Three hand creams, £6 each."),
        ([CANDLES], "Two candles, sixteen hours of light.", "Two candles, twenty hours of light."),
        ([PORTIONS], "At 2 hours each that makes 20 evenings.", "At 2 hours each that makes 30 evenings."),
        ([NOTEBOOK], "Page 1 is the hardest. The other 191 follow.", "Page 1 is the hardest. The other 181 follow."),
        ([RUG], "A little over two square metres of wool.", "A little over three square metres of wool."),
        ([OATS], "共2千克，一次40克，能煮50碗。", "共2千克，一次40克，能煮80碗。"),
        ([BOWL], "一勺15克，十六碗面。", "一勺15克，二十六碗面。"),
        ([BASE], "四块¥48，一锅¥12。", "四块¥48，一锅¥10。"),
    ],
)  # fmt: skip
def test_one_step_of_arithmetic(facts: list[str], right: str, wrong: str) -> None:
    assert not refused(right, facts)
    assert refused(wrong, facts)


def test_what_an_amount_off_is_of_the_price() -> None:
    offer = {"amount_off": 15, "code": "SILK15"}
    assert not refused("SILK15 takes £15 off. That's a fifth off, £60.", [SCARF], offer)
    assert refused("SILK15 takes £15 off. That's a third off, £60.", [SCARF], offer)


def test_days_until_a_day_that_is_told() -> None:
    offer = {"percent_off": 20, "valid_until": "2026-11-30"}
    assert not refused("优惠还有十天，到11月30日。", [OATS], offer)
    assert refused("优惠还有八天，到11月30日。", [OATS], offer)


def test_a_date_by_which_something_ends_is_never_a_turn_of_phrase() -> None:
    offer = {"percent_off": 20, "valid_until": "2026-11-30"}
    assert refused("20% off until 4 December.", [SCARF], offer)
    assert not refused("On 4 December the geese fly over.", [SCARF], offer)


@pytest.mark.parametrize(
    ("body", "facts"),
    [("现在一起带走，只要¥12。", [BASE]), ("The whole trio is only £7.", [CREAMS]),
     ("一天24小时留香。", [CANDLE]), ("Smells of fig for 24 hours.", [CANDLE]),
     ("Softer skin in six days. See you on Thursday.", [CREAMS]),
     ("Plays for 32 hours.", [EARBUDS]), ("Read 40 reviews of it.", [BEANS]), ("Now £15, with 20% off.", [EARBUDS]),
     ("35 days left for 20% off. Christmas is coming.", [EARBUDS]),
     ("£3.33333333333333333333333333333 each.", [CREAMS]),
     ("20% off ends on 27 November.", [RETURNS]), ("Orders arrive by 27 November.", [RETURNS])],
)  # fmt: skip
def test_a_figure_that_comes_out_by_chance_is_still_refused(body: str, facts: list[str]) -> None:
    """The price of one as the price of all, a day's hours as how long it lasts, today and seven days as a deadline."""
    assert refused(body, facts, {"percent_off": 20, "valid_until": "2026-11-30"} if "off" in body else None)


def test_what_everybody_knows_of_the_calendar() -> None:
    assert not refused("There are 24 hours in a day. Take one.", [SCARF])
    assert not refused("一天有24小时，留一个给自己。", [BOWL])


@pytest.mark.parametrize(
    "body",
    ["Forty winks, and a silk square.", "Ready? 3, 2, 1, silk.", "Two sides to every square.", "叠三折，放进包里。",
     "一二三，回家啦。", "照片真正记住的可能就一两张。"],
)  # fmt: skip
def test_turns_of_phrase_claim_nothing(body: str) -> None:
    assert not refused(body, [SCARF])


def test_keycaps_number_a_list_and_hide_no_figure() -> None:
    assert not refused("1️⃣ 240克蜡\n2️⃣ 棉芯\n3️⃣ 陶瓷杯", [BOWL])
    assert refused("2️⃣5️⃣% off the scarf.", [SCARF], {"percent_off": 20})
