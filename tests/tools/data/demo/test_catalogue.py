"""The catalogue: complete in both languages, each product its own, and free of words the brand forbids."""

import re

import pytest

from tools.data.demo.archetypes import CATEGORIES
from tools.data.demo.catalogue import Product, read_catalogue
from tools.data.demo.pairs import read_pairs
from tools.data.demo.settings import demo_settings

SUPERLATIVES = re.compile(
    r"\b(best|perfect|ultimate|unique|miracle|luxur\w+|premium|heal\w*|cure\w*|anti-\w+|treats?)\b", re.I
)
SUPERLATIVES_ZH = re.compile("最[^后]|第一(?!层)|顶级|极致|唯一|完美|国家级|治疗|修复|抗皱|美白|祛")


@pytest.fixture(scope="module")
def products() -> list[Product]:
    return read_catalogue(seed=20260131)


def test_size_and_spread(products: list[Product]) -> None:
    counts = {category: sum(product.category == category for product in products) for category in CATEGORIES}
    assert len(products) >= 300
    assert max(counts, key=lambda category: counts[category]) == "skincare"
    assert min(counts.values()) >= 20
    assert 12 <= len({product.brand for product in products}) <= 20


@pytest.mark.parametrize("field", ["id", "name", "name_zh", "description", "description_zh"])
def test_every_product_is_its_own(products: list[Product], field: str) -> None:
    values = [getattr(product, field) for product in products]
    assert len(set(values)) == len(values)


def test_both_languages_are_full_sentences(products: list[Product]) -> None:
    for product in products:
        assert re.fullmatch(r"[A-ZÉ0-9].{68,}\.", product.description), product.description
        assert re.search(r"[一-鿿]", product.name_zh), product.name_zh
        assert len(re.findall(r"[一-鿿]", product.description_zh)) >= 16, product.description_zh
        assert product.description_zh.endswith("。"), product.description_zh
        assert not re.search(r"[,;!?]|\{|\}", product.description_zh), product.description_zh
        assert "{" not in product.description and "  " not in product.description


def test_no_superlatives_and_no_medical_claims(products: list[Product]) -> None:
    for product in products:
        assert not SUPERLATIVES.search(product.description), product.description
        assert not SUPERLATIVES_ZH.search(product.description_zh), product.description_zh


def test_descriptions_do_not_share_one_skeleton(products: list[Product]) -> None:
    openings = {product.description.split(".")[0] for product in products}
    assert len(openings) > 0.7 * len(products)


def test_money_and_stock(products: list[Product]) -> None:
    for product in products:
        assert 3 < product.price < 600 and round(product.price, 2) == product.price
        assert product.stock >= 0
    assert any(product.stock == 0 for product in products)


def test_pairs_name_products_that_exist_and_are_apart(products: list[Product]) -> None:
    pairs = read_pairs(products)
    named = [number for pair in pairs for number in (pair.first, pair.second)]
    assert len(pairs) >= 10 and len(set(named)) == len(named)
    assert all(0 < pair.probability < 1 for pair in pairs)


def test_every_brand_category_and_product_type_has_a_chinese_name(products: list[Product]) -> None:
    words = demo_settings().dictionary
    for value in {value for product in products for value in (product.category, product.brand, product.subcategory)}:
        assert words[value]["zh"], value
