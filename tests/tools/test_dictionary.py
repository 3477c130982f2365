"""What can be asked about: fields with data, their words, their values under any spelling."""

import sys
from importlib import resources

import pytest

from tests.tools.small_shop import CUSTOMERS, ORDERS, hand_counted_shop, line_rows, make_shop
from tools.contract import UnknownField, UnknownValue
from tools.data.compiler.derived import DERIVED
from tools.data.compiler.measures import MEASURES
from tools.data.workspace import WorkspaceSettings
from tools.matching import normal_form
from tools.specs import catalogue


def test_every_entry_is_said_in_both_languages():
    for kind in ("fields", "measures"):
        for name, entry in catalogue()[kind].items():
            for part in ("label", "meaning", "words", *(["formula"] if kind == "measures" else [])):
                assert entry[part]["en"] and entry[part]["zh"], f"{kind}.{name}.{part}"
            assert any("\u4e00" <= letter <= "\u9fff" for letter in entry["meaning"]["zh"]), name


def test_every_measure_and_derived_field_has_its_arithmetic():
    assert set(catalogue()["measures"]) == set(MEASURES)
    derived = {
        name for name, entry in catalogue()["fields"].items() if entry["level"] == "customer" and "from" not in entry
    }
    assert derived == set(DERIVED)


def test_no_two_forms_of_a_value_collide_within_a_field():
    for domain, groups in catalogue()["values"].items():
        seen: dict[str, str] = {}
        for name, forms in groups.items():
            for form in [name, *forms]:
                key = normal_form(form)
                assert seen.setdefault(key, name) == name, f"{domain}: '{form}' is both {seen[key]} and {name}"


def test_the_words_are_packaged():
    assert resources.files("prompts").joinpath("dictionary.toml").is_file()


def test_only_fields_with_data_are_offered(tmp_path):
    shop = make_shop(tmp_path / "shop", orders=[{"id": "1", "ordered_at": "2026-01-01"}],
                     order_lines=line_rows([("1", "p", 1, 2.0)]))  # fmt: skip
    fields = set(shop.dictionary.fields)
    assert {"spend", "orders", "rfm_segment", "product", "month"} <= fields
    assert not {"age", "gender", "brand", "campaign", "order_channel", "emailable", "cluster"} & fields
    assert "open_rate" not in shop.dictionary.measures
    with pytest.raises(UnknownField, match="no data for the field brand"):
        shop.dictionary.field("brand")


def test_columns_of_the_shops_own_are_offered(tmp_path):
    rows = [row | {"loyalty_tier": "gold", "mobile_number": "1", "points": 3} for row in CUSTOMERS]
    words = {"loyalty_tier": {"en": ["tier"], "zh": ["会员等级"]}, "gold": {"en": ["gold members"], "zh": ["金卡"]}}
    shop = make_shop(tmp_path / "shop", settings=WorkspaceSettings(dictionary=words), customers=rows, orders=ORDERS,
                     order_lines=line_rows())  # fmt: skip
    tier = shop.dictionary.field("loyalty_tier")
    assert (tier.level, tier.type, tier.groupable, tier.derived, tier.label.zh) == (
        "customer",
        "text",
        True,
        False,
        "会员等级",
    )
    assert tier.words["en"] == ["tier", "loyalty tier"]
    assert shop.dictionary.match_value("loyalty_tier", "金卡") == "gold"
    assert shop.dictionary.value_label("loyalty_tier", "gold", "zh") == "金卡"
    assert shop.dictionary.field("mobile_number").pii
    assert shop.dictionary.field("points").numeric


def test_a_column_orders_share_with_customers_splits_sales_by_the_order(tmp_path):
    orders = [row | {"country": "France"} for row in ORDERS]
    shop = make_shop(tmp_path / "shop", customers=CUSTOMERS, orders=orders, order_lines=line_rows())
    assert shop.dictionary.order_columns == {"country": "country"}
    assert shop.dictionary.match_value("country", "法国") == "France"
    only = make_shop(tmp_path / "only", orders=orders, order_lines=line_rows())
    assert only.dictionary.field("country").level == "order"


@pytest.mark.parametrize(
    ("field", "asked", "stored"),
    [
        ("city", "LONDON ", ["London"]),
        ("city", "上海市", ["Shanghai", "shanghai"]),
        ("gender", "women", ["female", "F"]),
        ("gender", "女性", ["female", "F"]),
        ("country", "UK", ["United Kingdom"]),
        ("country", "英国", ["United Kingdom"]),
        ("category", "Skin-Care", ["skincare"]),
        ("order_channel", "门店", ["store"]),
        ("event", "opened", ["open"]),
        ("rfm_segment", "at-risk customers", ["At Risk"]),
        ("rfm_segment", "重要价值客户", ["Champions"]),
        ("product", "rose cream", ["Rose Cream"]),
        ("product", "P4", ["p4"]),
        ("product", "Tea Cup (p3)", ["p3"]),
        ("campaign", "k2", ["k2"]),
    ],
)
def test_a_value_is_found_under_any_spelling(hand_desk, field, asked, stored):
    assert hand_desk.dictionary.stored_forms(field, asked) == stored


def test_values_too_many_to_list_are_found_together(hand_desk, monkeypatch):
    cities = [city for city, _ in hand_desk.dictionary.values("city")]
    monkeypatch.setattr("tools.dictionary.LISTED_VALUES", 1)
    dictionary = type(hand_desk.dictionary).of(hand_desk.warehouse, hand_desk.shop.workspace.settings)
    assert len(dictionary.values("city")) == 1 < len(cities)
    found = dictionary.forms_of_each("city", [f" {city.upper()} " for city in cities])
    assert [{*forms} for forms in found] == [{one for one in cities if one.lower() == city.lower()} for city in cities]


def test_an_unknown_value_names_the_nearest(hand_desk):
    with pytest.raises(UnknownValue) as caught:
        hand_desk.dictionary.match_value("city", "Berlim")
    assert caught.value.nearest == ["Berlin"]
    assert (caught.value.field, caught.value.value) == ("city", "Berlim")


def test_an_unknown_name_finds_what_is_called_so(hand_desk):
    with pytest.raises(UnknownField) as caught:
        hand_desk.dictionary.measure("revenue")
    assert "net_revenue" in caught.value.nearest
    with pytest.raises(UnknownField) as caught:
        hand_desk.dictionary.field("citty")
    assert caught.value.nearest[0] == "city"


def test_values_come_with_counts_and_personal_ones_never(hand_desk):
    assert hand_desk.dictionary.values("country") == [("China", 2), ("United Kingdom", 2), ("Germany", 1)]
    assert hand_desk.dictionary.values("email") == []
    assert ("Tea Cup", 2) in hand_desk.dictionary.values("product")


def test_words_of_values_for_a_lexicon(hand_desk):
    assert "女" in hand_desk.dictionary.value_words("gender")["female"]


def test_clusters_speak_both_languages(tmp_path):
    shop = hand_counted_shop(tmp_path / "shop", statements=[
        "CREATE TABLE customer_clusters AS SELECT id AS customer_id, 'Cluster 1' AS cluster FROM customers",
        "CREATE TABLE segment_profiles AS SELECT 'cluster' AS segmentation, 'Cluster 1' AS segment, '聚类1' AS name_zh",
    ])  # fmt: skip
    assert shop.dictionary.match_value("cluster", "聚类1") == "Cluster 1"
    assert shop.dictionary.value_label("cluster", "Cluster 1", "zh") == "聚类1"


def test_it_needs_no_heavy_library():
    import subprocess

    heavy = ("pandas", "sklearn", "chromadb", "gradio")
    code = (
        f"import sys, tools.metrics, tools.audiences, tools.customers; print([m for m in {heavy} if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
