"""The built-in writer: whatever it writes passes the checks, differs, fits, and says only what the facts say."""

import random
from datetime import date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.planner.writing import write_drafts
from assistant.planner.writing.lines import HOLE, lines
from assistant.planner.writing.naming import readable, spoken, with_article
from assistant.planner.writing.phrases import phrases_of
from tools.briefs import Brief, CopyChannel, Draft, Goal, Offer
from tools.contract import Finding, Source
from tools.copy_rules.brand import Voice, count_emoji, voice_text
from tools.copy_rules.checks.variants import grams, overlap
from tools.copy_rules.claims import read_claims
from tools.copy_rules.context import context_of
from tools.copy_rules.registry import breaches, check_drafts
from tools.copy_rules.rulebook import rulebook
from tools.copy_rules.tags import stand_in, tags_in
from tools.copywriting.facts import offer_text

UNTIL = date(2026, 11, 30)
OFFERS = [
    None, None, Offer(percent_off=20, code="BACK20", valid_until=UNTIL), Offer(percent_off=12.5),
    Offer(amount_off=10, minimum_spend=60, valid_until=UNTIL), Offer(free_shipping=True, code="SHIP"),
    Offer(percent_off=25, free_shipping=True, valid_until=UNTIL), Offer(gift="travel pouch", minimum_spend=80),
]  # fmt: skip
TONES: list[list[str]] = [
    [],
    [],
    ["warm"],
    ["playful"],
    ["formal"],
    ["understated"],
    ["urgent"],
    ["less pushy"],
    ["short"],
]
SAID = {"en": ["Free coffee on Saturdays"], "zh": ["周六到店有免费咖啡"]}
PRODUCTS = [
    "name: White Willow Gel Cleanser\nname_zh: 白柳洁面啫喱\nprice: $13.50\nbrand: Qinglan\ncategory: skincare\n"
    "category_zh: 护肤\ndescription: White willow bark and zinc PCA, for skin that turns shiny by noon. "
    "A clear gel that foams lightly. The bottle holds 200 ml.\n"
    "description_zh: 含白柳皮与锌，适合中午就泛油光的皮肤。透明啫喱，泡沫细少。200毫升。",
    "name: Chelsea Boots\nname_zh: 切尔西靴\nprice: $148\nbrand: Kestrel Works\ncategory: shoes\ncategory_zh: 鞋\n"
    "description: Goodyear-welted; resole them when the heel is worn. The best boots in the world.\n"
    "description_zh: 固特异沿条工艺，鞋跟磨损后可换底。史上最好的靴子。",
    "name: WHITE HANGING HEART T-LIGHT HOLDER\nprice: $2.95",
    "name: Silk Scarf\nprice: $64\ncategory: accessories\ndescription: Mulberry silk, hemmed by hand.",
]


def finding(brief: Brief, products: list[str], sender: str = "Lumen 流明", currency: str = "USD") -> dict[str, Any]:
    """A brief_copy finding as plain JSON, made by hand."""
    name = sender.split()[-1 if brief.language == "zh" else 0]
    sources = [
        Source(id=f"P:{n}", title=text.split("\n")[0][6:], text=text) for n, text in enumerate(products, start=1)
    ]
    if brief.offer:
        sources.append(Source(id="O:offer", title="offer", text=offer_text(brief.offer, currency)))
    sources += [Source(id=f"R:{n}", title="said", text=text) for n, text in enumerate(brief.must_say, start=1)]
    sources.append(Source(id="S:sender", title="sender", text=f"brand: {name}\ncurrency: {currency}"))
    sources.append(Source(id="L:law.us.can_spam", title="law", text="law"))
    sources.append(Source(id="C:email.tags", title="tags", text="; first_name ≤ 20"))
    definition = brief.compact() | {"channel": brief.channel, "language": brief.language}
    return Finding(tool="brief_copy", definition=definition, sources=sources).model_dump(mode="json")


def written(brief: Brief, products: list[str] | None = None, **rest: Any) -> list[Draft]:
    return [
        Draft(**draft) for draft in write_drafts(finding(brief, PRODUCTS[:2] if products is None else products, **rest))
    ]


def errors(brief: Brief, drafts: list[Draft], products: list[str] | None = None, currency: str = "USD") -> list[str]:
    data = finding(brief, PRODUCTS[:2] if products is None else products, currency=currency)
    context = context_of(
        brief, [Source.model_validate(source) for source in data["sources"]],
        sender="流明" if brief.language == "zh" else "Lumen", currency=currency,
        countries=frozenset({"US", "CN", "DE", "GB", "CA"}), today=date(2026, 11, 1),
        tag_lengths={"first_name": 20},
    )  # fmt: skip
    return [check.message for checks in check_drafts(drafts, context) for check in breaches(checks)]


def random_brief(rng: random.Random, language: str) -> Brief:
    return Brief.model_validate({
        "channel": rng.choice(get_args(CopyChannel)), "language": language, "goal": rng.choice(get_args(Goal)),
        "offer": rng.choice(OFFERS), "tone": rng.choice(TONES), "variants": rng.randint(1, 5),
        "products": rng.choice([[], ["1"]]), "topic": rng.choice(["", "skincare"]),
        "max_characters": rng.choice([None, None, None, 300, 120]),
        "must_not_say": rng.choice([[], ["cheap", "便宜"]]),
    })  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_hundred_random_briefs_pass_every_check(language: str) -> None:
    rng = random.Random(20261130)
    for _ in range(100):
        brief = random_brief(rng, language)
        products = rng.sample(PRODUCTS, rng.randint(0, 3))
        drafts = written(brief, products)
        assert len(drafts) == brief.variants
        assert errors(brief, drafts, products) == [], (brief.compact(), [draft.fields for draft in drafts])


offers = st.builds(
    Offer,
    percent_off=st.none() | st.sampled_from([5, 12.5, 20, 33, 50]),
    free_shipping=st.booleans(),
    minimum_spend=st.none() | st.sampled_from([60, 300]),
    code=st.none() | st.sampled_from(["BACK20", "AUTUMN15"]),
    valid_until=st.none() | st.integers(0, 60).map(lambda days: date(2026, 11, 1) + timedelta(days)),
).filter(lambda offer: offer.percent_off or offer.free_shipping)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.data())
def test_any_brief_is_met_without_an_error(data: st.DataObject) -> None:
    language = data.draw(st.sampled_from(["en", "zh"]))
    said = data.draw(st.lists(st.sampled_from(SAID[language]), max_size=1))
    unsaid = data.draw(st.lists(st.sampled_from(["cheap", "!", "shop", "便宜", "！", "店里", "emoji"]), max_size=2))
    brief = Brief.model_validate({
        "channel": data.draw(st.sampled_from(get_args(CopyChannel))), "language": language,
        "goal": data.draw(st.sampled_from(get_args(Goal))), "offer": data.draw(st.none() | offers),
        "tone": data.draw(st.lists(st.sampled_from([t for tones in TONES for t in tones]), max_size=2)),
        "variants": data.draw(st.integers(1, 4)), "products": data.draw(st.sampled_from([[], ["1"]])),
        "max_characters": data.draw(st.sampled_from([None, None, 800, 300, 150])),
        "must_say": said, "must_not_say": [word for word in unsaid if word not in "".join(said)],
    })  # fmt: skip
    products = data.draw(st.lists(st.sampled_from(PRODUCTS), max_size=3, unique=True))
    drafts = written(brief, products)
    assert len(drafts) == brief.variants
    assert errors(brief, drafts, products) == [], (brief.compact(), [draft.fields for draft in drafts])


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("goal", get_args(Goal))
def test_three_variants_lead_with_three_things(language: str, goal: str) -> None:
    brief = Brief.model_validate(
        {"channel": "email", "language": language, "goal": goal, "products": ["1"], "offer": OFFERS[2]}
    )
    drafts = written(brief)
    assert len({draft.angle for draft in drafts}) == 3
    bodies = [grams(draft.fields["body"].split("{{unsubscribe_link}}")[0]) for draft in drafts]
    assert max(overlap(bodies[i], bodies[j]) for i, j in ((0, 1), (0, 2), (1, 2))) < 0.6


def test_the_same_brief_gets_the_same_drafts_and_another_product_others() -> None:
    brief = Brief(channel="email", language="en", goal="launch")
    assert written(brief) == written(brief)
    assert written(brief, PRODUCTS[:1])[0].fields["body"] != written(brief, PRODUCTS[3:])[0].fields["body"]


def test_praise_in_a_description_is_not_repeated() -> None:
    for language, word in (("en", "best"), ("zh", "最好")):
        brief = Brief.model_validate({"channel": "email", "language": language, "goal": "launch", "variants": 6})
        assert not [draft for draft in written(brief, PRODUCTS[1:2]) if word in str(draft.fields)]


def test_a_shop_with_names_only_gets_general_copy() -> None:
    brief = Brief(channel="email", language="en", goal="promotion")
    body = written(brief, PRODUCTS[2:3])[0].fields["body"]
    assert "White Hanging Heart T-light Holder" in body
    brief = Brief(channel="email", language="zh", goal="promotion")
    assert errors(brief, written(brief, []), []) == []


def test_an_english_only_product_is_told_in_chinese_by_the_glossary() -> None:
    brief = Brief(channel="email", language="zh", goal="launch", variants=2)
    texts = str([draft.fields for draft in written(brief, PRODUCTS[3:])])
    assert "Silk Scarf" in texts and "真丝" in texts and "hemmed" not in texts


def test_a_basket_is_not_said_to_hold_what_we_chose() -> None:
    brief = Brief(channel="email", language="en", goal="cart", variants=5)
    assert not [draft for draft in written(brief) if "Cleanser" in str(draft.fields)]
    named = brief.model_copy(update={"products": ["1"]})
    assert [draft for draft in written(named) if "Cleanser" in str(draft.fields)]


@pytest.mark.parametrize("channel", get_args(CopyChannel))
def test_requested_words_are_said(channel: str) -> None:
    brief = Brief.model_validate({"channel": channel, "language": "en", "must_say": ["Free coffee on Saturdays"]})
    drafts = written(brief)
    assert all("Free coffee on Saturdays" in " ".join(draft.fields.values()) for draft in drafts)
    assert errors(brief, drafts) == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_shorter_less_pushy_and_offer_first_change_the_copy(language: str) -> None:
    base = Brief.model_validate({"channel": "email", "language": language, "offer": OFFERS[2], "products": ["1"]})
    plain = written(base)
    tight = written(base.model_copy(update={"max_characters": 150}))
    assert max(len(stand_in(draft.fields["body"], {}, legal=False)) for draft in tight) <= 190
    assert sum(map(len, (d.fields["body"] for d in tight))) < sum(map(len, (d.fields["body"] for d in plain)))
    first = written(
        base.model_copy(update={"tone": ["discount in the subject" if language == "en" else "把折扣放到主题里"]})
    )
    assert all("20%" in draft.fields["subject"] or "折" in draft.fields["subject"] for draft in first)
    quiet = written(base.model_copy(update={"tone": ["less pushy" if language == "en" else "别太推销"]}))
    assert quiet[0].angle != "offer"


def test_a_playful_chinese_text_says_ni_and_a_formal_one_nin() -> None:
    playful = str(written(Brief(channel="email", language="zh", goal="win_back", tone=["俏皮"], variants=5)))
    formal = str(written(Brief(channel="email", language="zh", goal="win_back", tone=["正式"], variants=5)))
    assert "你" in playful and "您" not in playful
    assert "您" in formal and "你" not in formal


def test_prices_come_in_the_currency_of_the_shop() -> None:
    offer = Offer(amount_off=50, minimum_spend=300)
    brief = Brief(channel="sms", language="zh", goal="promotion", offer=offer)
    products = [PRODUCTS[0].replace("$13.50", "¥98")]
    drafts = written(brief, products, currency="CNY")
    assert "满300元减50元" in str(drafts)
    assert errors(brief, drafts, products, currency="CNY") == []


def test_every_line_of_the_writer_keeps_the_rules() -> None:
    """No word in the files breaks a law, uses an unknown tag or states a figure."""
    known = set(rulebook().tags)
    for language in ("en", "zh"):
        for slot in lines(language).values():
            for line in slot:
                assert {tag.name for tag in tags_in(line.text)} <= known, line.text
                assert read_claims(HOLE.sub("", line.text)) == (), line.text


TASTED = (
    "name: Ethiopia Guji Washed 250g\nprice: $18\ncategory: Whole bean\n"
    "description: Jasmine, peach, black tea. A washed coffee that holds up in milk. Holds its aroma in the bag."
)


def test_a_note_of_jasmine_is_no_ingredient() -> None:
    brief = Brief(channel="email", language="zh", goal="launch", variants=4, products=["1"])
    assert "含有" not in str(written(brief, [TASTED]))


def test_a_clause_stands_in_the_grammar_of_its_sentence() -> None:
    known = "jasmine and peach"
    forms = [
        phrases_of(text, plural=False, known=known)
        for text in (
            "A clear gel that foams.",
            "Holds heat for long.",
            "Jasmine, peach.",
            "Damask rose.",
            "Use it daily.",
        )
    ]
    assert [form.being for form in forms] == ["is a clear gel that foams", "", "", "", ""]
    assert [form.doing for form in forms] == ["", "holds heat for long", "", "", ""]
    assert [form.tail for form in forms] == ["", "", "jasmine, peach", "", ""]
    assert phrases_of("A clear gel.", plural=True, known="").being == ""


@pytest.mark.parametrize(
    ("name", "group", "said"),
    [
        ("Gooseneck Kettle", "kitchen", "the Gooseneck Kettle"),
        ("The Salt Road", "books", "The Salt Road"),
        ("Learn to Knit", "books", "Learn to Knit"),
        ("Ethiopia Guji 250g", "coffee", "the Ethiopia Guji"),
        ("Sheet Masks (Box of 5)", "skincare", "the Sheet Masks"),
        ("SET OF 6 SPICE TINS", "kitchen", "the Set of 6 Spice Tins"),
        ("Garlic Press, Rust Proof Stainless Steel, Dishwasher Safe", "kitchen", "the Garlic Press"),
        ("卷尺 5米", "tools", "卷尺"),
    ],
)
def test_a_product_is_called_as_people_call_it(name: str, group: str, said: str) -> None:
    assert with_article(spoken(readable(name)), group) == said


def test_the_voice_decides_on_address_name_and_emoji() -> None:
    brief = Brief(channel="xiaohongshu", language="zh", goal="launch", variants=6, products=["1"])
    data = finding(brief, PRODUCTS[:1])
    plain = str([draft["fields"] for draft in write_drafts(data)])
    assert "你" in plain and "您" not in plain and count_emoji(plain) > 0
    voice = Voice(emoji={"any": 0}, address={"any": "您"})
    data["sources"].append({"id": "V:voice", "title": "voice", "text": voice_text(voice)})
    own = str([draft["fields"] for draft in write_drafts(data)])
    assert "您" in own and "你" not in own and count_emoji(own) == 0
    letter = finding(Brief(channel="email", language="en", goal="launch", variants=3), PRODUCTS[:1])
    assert "{{first_name" in str(write_drafts(letter))
    no_names = voice_text(Voice(first_name=False))
    letter["sources"].append({"id": "V:voice", "title": "voice", "text": no_names})
    assert "{{first_name" not in str(write_drafts(letter))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("goal", ["birthday", "cart", "survey", "replenish"])
def test_every_letter_says_what_it_is_for(goal: str, language: str) -> None:
    """Each has the wish, the basket, the questions or the reminder in its text, not only in its title."""
    own = [
        line for slot in ("open", "goal_question", "sms_open") for line in lines(language)[slot] if goal in line.goals
    ]
    brief = Brief.model_validate({"channel": "email", "language": language, "goal": goal, "variants": 8})
    for draft in written(brief, []):
        letter = draft.fields["body"]
        said = [line for line in own if all(part[1:] in letter for part in HOLE.split(line.text)[::2])]
        assert said, letter


def test_a_brand_without_exclamation_marks_in_titles_gets_none() -> None:
    birthday = finding(Brief(channel="email", language="zh", goal="birthday", variants=8), [])
    assert any("！" in draft["fields"]["subject"] for draft in write_drafts(birthday))
    quiet = voice_text(Voice(exclamations={"subject": 0}))
    birthday["sources"].append({"id": "V:voice", "title": "voice", "text": quiet})
    assert not any("！" in draft["fields"]["subject"] for draft in write_drafts(birthday))
