"""Drafts that must be refused for the right rule, and good ones close to them that must pass."""

import pytest

from tests.tools.copy_rules.setting import context, reading
from tools.copy_rules.context import Context
from tools.copy_rules.registry import breaches, check_draft

FACTS_EN = [
    "name: Dusk Lamp\nprice: $100\ncategory: home\ndescription: A table lamp in walnut and linen, 32 cm tall. "
    "Dims to candlelight. Takes an E27 bulb of up to 40 W. Hand-turned in a workshop of three people. 2-year warranty.",
    "name: Dew Gel\nprice: $24\ncategory: skincare\ndescription: A gel with 2% hyaluronic acid and squalane. 50 ml. "
    "Absorbs quickly. Suitable for daily use. Winner of the Beauty Shortlist award 2025.",
]
FACTS_ZH = [
    "name: Dusk Lamp\nname_zh: 暮色台灯\nprice: ¥680\ncategory_zh: 家居\ndescription_zh: 胡桃木与亚麻灯罩，高32厘米。"
    "可调至烛光亮度。E27灯头，40瓦以内。三人作坊手工制作。质保2年。",
    "name: Dew Gel\nname_zh: 晨露凝露\nprice: ¥168\ncategory_zh: 护肤\ndescription_zh: 2%玻尿酸、角鲨烷，50毫升。"
    "曾获2025年美妆短名单奖项。",
]
OFFER = {"percent_off": 20, "code": "DUSK20", "valid_until": "2026-11-30"}
OFFER_ZH = {"amount_off": 50, "minimum_spend": 300, "valid_until": "2026-11-30"}

BAD_EN = [
    ("The Dusk Lamp, only $89.", "claims.figure"),
    ("The Dusk Lamp is £100.", "claims.figure"),
    ("The Dew Gel for $100.", "claims.figure"),
    ("Take 25% off the Dusk Lamp.", "claims.figure"),
    ("Take thirty percent off today.", "claims.figure"),
    ("It is half price.", "claims.figure"),
    ("Save $40 on the Dusk Lamp.", "claims.figure"),
    ("A third off everything.", "claims.figure"),
    ("Buy one, get one free.", "claims.figure"),
    ("Two for one on lamps.", "claims.figure"),
    ("20% off with the code DUSK50.", "claims.figure"),
    ("20% off until 5 December.", "claims.figure"),
    ("20% off until Friday.", "claims.figure"),
    ("The Dusk Lamp stands 45 cm tall.", "claims.figure"),
    ("Dew Gel, now 100 ml.", "claims.figure"),
    ("Dew Gel with 5% hyaluronic acid.", "claims.figure"),
    ("20% hyaluronic acid in every drop of Dew Gel.", "claims.figure"),
    ("Join 10,000 happy customers.", "claims.figure"),
    ("Results in 14 days.", "claims.figure"),
    ("Results in two weeks.", "claims.figure"),
    ("Rated 4.9 stars.", "claims.figure"),
    ("Crafted in the same way since 1920.", "claims.figure"),
    ("Orders over $50 get the lamp delivered.", "claims.figure"),
    ("2️⃣5️⃣% off the lamp.", "claims.figure"),
    ("２５％ off the lamp.", "claims.figure"),
    ("Dew Gel lasts twice as long.", "claims.figure"),
    ("The Dusk Lamp in solid oak.", "claims.property"),
    ("Dew Gel with retinol.", "claims.property"),
    ("The Dusk Lamp contains squalane.", "claims.property"),
    ("Dew Gel is vegan and cruelty-free.", "claims.property"),
    ("The Dusk Lamp, made in Italy.", "claims.property"),
    ("Dew Gel is fragrance-free.", "claims.property"),
    ("The best lamp in the world.", "claims.superlative"),
    ("The cheapest lamp you will find.", "claims.superlative"),
    ("Our #1 lamp.", "claims.superlative"),
    ("The world's finest gel.", "claims.superlative"),
    ("Our best-selling lamp.", "claims.popularity"),
    ("Loved by thousands of readers.", "claims.popularity"),
    ("Voted lamp of the year.", "claims.award"),
    ("🏆 The lamp of the year.", "claims.award"),
    ("Clinically proven to work.", "claims.tested"),
    ("Dermatologist-tested gel.", "claims.tested"),
    ("Satisfaction guaranteed.", "claims.tested"),
    ("Dew Gel heals dry skin.", "law.medical"),
    ("A cure for tired skin.", "law.medical"),
    ("It treats acne overnight.", "law.medical"),
    ("Years younger by Monday morning.", "claims.result"),
    ("Free shipping on every order.", "claims.free_shipping"),
    ("A free gift with your lamp.", "claims.gift"),
    ("Get a free tote bag.", "claims.gift"),
    ("Last chance: ends tonight.", "claims.urgency"),
    ("Only 3 left in stock.", "claims.scarcity"),
    ("Limited edition lamp.", "claims.scarcity"),
    ("Next-day delivery.", "claims.delivery"),
    ("Money-back, no questions asked.", "claims.returns"),
    ("Double points on lamps.", "claims.loyalty"),
    ("See https://evil.example/lamp", "links.only_tags"),
    ("See lumen-shop . com for more.", "links.only_tags"),
    ("Hi {{email}}, your lamp is here.", "tags.unknown"),
    ("Hi {{first_name}}, your lamp is here.", "tags.unknown"),
    ("Hi *|FNAME|*, your lamp is here.", "tags.unknown"),
    ("Your l\u0430mp is here.", "text.lookalike"),
    ("The 𝐛𝐞𝐬𝐭 light at home.", "text.lookalike"),
    ("Your la\u200bmp is here.", "text.hidden"),
    ("Itâ€™s here.", "text.broken"),
    ("Call anna@example.com", "text.personal_data"),
    ("Approved by the FDA.", "claims.tested"),
    ("You won't find a better lamp anywhere.", "claims.superlative"),
    ("Ｂest lamp of 2026.", "claims.superlative"),
    ("We'll throw in a free bulb.", "claims.gift"),
    ("Dew Gel soothes eczema.", "law.medical"),
    ("Quarter off the price.", "claims.figure"),
    ("Bulbs up to 60 W for the Dusk Lamp.", "claims.figure"),
    ("A three-year warranty on the Dusk Lamp.", "claims.figure"),
    ("The Dusk Lamp is half its usual price.", "claims.figure"),
    ("Weighs under a kilo.", "claims.figure"),
    ("Dry in less than an hour.", "claims.figure"),
    ("Dew Gel, winner of three Beauty Shortlist awards.", "claims.figure"),
    ("Dew Gel has retinol in it.", "claims.property"),
    ("Dew Gel has no perfume in it.", "claims.property"),
    ("The brightest lamp we have.", "claims.superlative"),
    ("您的台灯到了，快来看看吧。", "brief.language"),
]
BAD_ZH = [
    ("暮色台灯，仅需580元。", "claims.figure"),
    ("暮色台灯，只要$680。", "claims.figure"),
    ("晨露凝露680元。", "claims.figure"),
    ("全场八折。", "claims.figure"),
    ("台灯七五折。", "claims.figure"),
    ("半价带走。", "claims.figure"),
    ("买一送一。", "claims.figure"),
    ("第二件半价。", "claims.figure"),
    ("满300减80。", "claims.figure"),
    ("满两百减五十。", "claims.figure"),
    ("立减一百元。", "claims.figure"),
    ("便宜了百分之二十。", "claims.figure"),
    ("省一半的钱。", "claims.figure"),
    ("满300减50，到12月5日。", "claims.figure"),
    ("满300减50，截止本周五。", "claims.figure"),
    ("暮色台灯高45厘米。", "claims.figure"),
    ("晨露凝露100毫升。", "claims.figure"),
    ("晨露凝露含5%玻尿酸。", "claims.figure"),
    ("十万人的选择。", "claims.popularity"),
    ("二十八天看见变化。", "claims.figure"),
    ("14天见到变化。", "claims.figure"),
    ("始于1920年的手艺。", "claims.figure"),
    ("优惠码 DUSK50 可用。", "claims.figure"),
    ("保湿力提升3倍。", "claims.figure"),
    ("暮色台灯，橡木灯座。", "claims.property"),
    ("晨露凝露含视黄醇。", "claims.property"),
    ("暮色台灯含角鲨烷。", "claims.property"),
    ("晨露凝露，无香精配方。", "claims.property"),
    ("暮色台灯，意大利进口。", "claims.property"),
    ("给肌肤最佳的呵护。", "law.cn.superlative"),
    ("最好的台灯。", "law.cn.superlative"),
    ("国家级工艺。", "law.cn.superlative"),
    ("顶级质感。", "law.cn.superlative"),
    ("护肤第一品牌。", "law.cn.superlative"),
    ("全网最低价。", "law.cn.superlative"),
    ("极品好灯。", "law.cn.superlative"),
    ("NO.1的选择。", "law.cn.superlative"),
    ("爆款台灯回来了。", "claims.popularity"),
    ("万人回购的凝露。", "claims.popularity"),
    ("本店荣获设计金奖。", "claims.award"),
    ("🥇 年度台灯。", "claims.award"),
    ("经临床验证的凝露。", "claims.tested"),
    ("国家认证产品。", "claims.tested"),
    ("治疗敏感肌。", "law.medical_zh"),
    ("消炎祛痘。", "law.medical_zh"),
    ("一夜见效，逆龄。", "claims.result"),
    ("全场包邮。", "claims.free_shipping"),
    ("下单就送小样。", "claims.gift"),
    ("免费领取。", "claims.gift"),
    ("最后一天，赶紧下单。", "claims.urgency"),
    ("仅剩几盏。", "claims.scarcity"),
    ("限量发售。", "claims.scarcity"),
    ("次日达。", "claims.delivery"),
    ("七天无理由退货。", "claims.returns"),
    ("双倍积分。", "claims.loyalty"),
    ("详情见 www.example.com", "links.only_tags"),
    ("加微信 abc123 领券。", "text.personal_data"),
    ("{{姓名}}您好。", "tags.unknown"),
    ("{{first_name}}您好。", "tags.unknown"),
    ("顶\u200b级质感。", "text.hidden"),
    ("锟斤拷到货了。", "text.broken"),
    ("最 佳 台 灯。", "law.cn.superlative"),
    ("最*佳呵护。", "law.cn.superlative"),
    ("zui好的灯。", "law.cn.superlative"),
    ("史低价。", "law.cn.superlative"),
    ("全场包*邮。", "claims.free_shipping"),
    ("下单免单。", "claims.gift"),
    ("一口价五百八。", "claims.figure"),
    ("会员价599。", "claims.figure"),
    ("立减贰佰元。", "claims.figure"),
    ("诺贝尔奖得主研发。", "claims.award"),
    ("国家药监局批准。", "claims.tested"),
    ("改善睡眠。", "law.medical_zh"),
    ("百年老店。", "claims.popularity"),
    ("手慢无。", "claims.scarcity"),
    ("仅此一天。", "claims.urgency"),
    ("Your lamp is here, come and have a look.", "brief.language"),
]
GOOD_EN = [
    "The Dusk Lamp: walnut and linen, 32 cm tall.",
    "20% off the Dusk Lamp with the code DUSK20 until 30 November.",
    "Twenty percent off until Nov 30.",
    "Two years of warranty on the Dusk Lamp.",
    "Dew Gel won the Beauty Shortlist award in 2025.",
    "If you've got ten minutes, have a look around.",
    "The Dusk Lamp is $100; with 20% off it is $80, so you save $20.",
    "Dew Gel with 2% hyaluronic acid, 50 ml, $24.",
    "Best kept in a cool place. Treat yourself tonight.",
    "Look your best without trying.",
    "Hi {{first_name|there}}, the Dusk Lamp is hand-turned.",
    "Dew Gel, winner of the Beauty Shortlist award 2025.",
    "A 2-year warranty comes with the Dusk Lamp.",
    "One evening, one book, one lamp. A gift for a friend?",
    "Write it down, sit down, slow down.",
    "It was first light, and the second cup was better than the first.",
    "We're open as usual; there is no hurry-scurry here.",
]
GOOD_ZH = [
    "暮色台灯：胡桃木与亚麻，高32厘米。",
    "满300减50，到11月30日。",
    "满三百元减五十元，11月30日止。",
    "暮色台灯680元，满减之后630元。",
    "晨露凝露含2%玻尿酸，50毫升，168元。",
    "最好放在阴凉处。最佳使用时间是早晚洁面之后。",
    "第一次用，先在手腕试一试。第一眼就喜欢。",
    "{{first_name|朋友}}，台灯到了。",
    "一盏灯，一本书，一个安静的晚上。",
    "这盏灯十分耐看，一点也不张扬，三五好友来了也喜欢。",
    "治愈系的小角落，从一盏灯开始。",
    "暮色台灯质保2年。",
    "一折就收进抽屉，两用。",
]


def _context(language: str) -> Context:
    if language == "zh":
        return context("push", "zh", offer=OFFER_ZH, facts=FACTS_ZH, currency="CNY")
    return context("push", "en", offer=OFFER, facts=FACTS_EN)


@pytest.mark.parametrize(("text", "rule"), BAD_EN)
def test_bad_english_is_refused_for_the_right_rule(text: str, rule: str) -> None:
    found = breaches(check_draft(reading(_context("en"), {"body": text})))
    assert rule in {check.rule for check in found}, [check.message for check in found]


@pytest.mark.parametrize(("text", "rule"), BAD_ZH)
def test_bad_chinese_is_refused_for_the_right_rule(text: str, rule: str) -> None:
    found = breaches(check_draft(reading(_context("zh"), {"body": text})))
    assert rule in {check.rule for check in found}, [check.message for check in found]


@pytest.mark.parametrize("text", GOOD_EN)
def test_good_english_passes(text: str) -> None:
    assert [check.message for check in breaches(check_draft(reading(_context("en"), {"body": text})))] == []


@pytest.mark.parametrize("text", GOOD_ZH)
def test_good_chinese_passes(text: str) -> None:
    assert [check.message for check in breaches(check_draft(reading(_context("zh"), {"body": text})))] == []


def test_claims_hidden_in_an_image_description_are_found() -> None:
    setting = context("email", "en", offer=OFFER, facts=FACTS_EN)
    found = breaches(check_draft(reading(setting, {"image_alt": "Our award-winning lamp, 50% off"})))
    assert {"claims.award", "claims.figure"} <= {check.rule for check in found if check.field == "image_alt"}


def test_a_figure_of_another_product_in_the_sentence_is_refused() -> None:
    found = breaches(check_draft(reading(_context("en"), {"body": "The Dew Gel is 32 cm tall."})))
    assert [check.rule for check in found] == ["claims.figure"]


POLES_ZH = [
    "name: Poles\nname_zh: 登山杖\nprice: ¥88\ndescription_zh: 一对两根，碳纤维。",
    "name: Tea\nname_zh: 小饼茶\nprice: ¥88\ndescription_zh: 一盒24枚。",
]


@pytest.mark.parametrize(
    ("text", "fine"),
    [("小饼茶一枚3.67元。", True), ("小饼茶一枚四块钱。", False), ("登山杖一根3.67元。", False)],
)
def test_a_price_for_one_is_of_its_own_product_and_hardly_rounded(text: str, fine: bool) -> None:
    setting = context("push", "zh", facts=POLES_ZH, currency="CNY")
    found = breaches(check_draft(reading(setting, {"body": text})))
    assert ("claims.figure" not in {check.rule for check in found}) is fine


def test_an_uncited_source_is_named() -> None:
    setting = _context("en")
    draft = reading(setting, {"body": "It is $24."})
    draft.cites.remove("P:2")
    found = breaches(check_draft(draft))
    assert "P:2" in found[0].message


def test_the_cure_names_the_right_price_and_the_place() -> None:
    found = breaches(check_draft(reading(_context("en"), {"body": "The Dusk Lamp, only $89."})))
    assert "$100" in found[0].message
    assert "character 21" in found[0].message


def test_messages_speak_the_language_of_the_asker() -> None:
    found = breaches(check_draft(reading(_context("en"), {"body": "The best lamp in the world."}), asker="zh"))
    assert "请" in found[0].message
