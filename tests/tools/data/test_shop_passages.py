"""The tables as passages: every text, both languages apart, figures told, nobody named."""

import pytest

from tests.tools.data.library_shop import CUSTOMERS, make_shop
from tools.data.engine import Warehouse, writing
from tools.data.shop_passages import all_passages, source_fingerprint


@pytest.fixture
def shop(tmp_path):
    return make_shop(tmp_path / "shop")


def read(shop):
    warehouse = Warehouse(shop.warehouse_path)
    try:
        return {passage.id: passage for passage in all_passages(warehouse, shop.documents_path)}
    finally:
        warehouse.close()


def test_products_tell_everything_but_price_and_addresses(shop):
    serum = read(shop)["product:SK-1"]
    assert (serum.title, serum.title_zh) == ("Hydrating Serum", "补水精华液")
    assert serum.text == "skincare. Moorlight. Hyaluronic acid serum that plumps thirsty skin."
    assert serum.text_zh == "玻尿酸精华，令干燥肌肤水润饱满。"
    assert "24" not in serum.full_text() and "http" not in serum.full_text()


def test_campaigns_tell_their_figures(shop):
    campaign = read(shop)["campaign:CM1"]
    assert campaign.text == "Email campaign sent on 2026-04-01; sent to 4 customers; opened by 1 customer (25.0%)."
    assert campaign.text_zh == "2026-04-01发送的email活动；发送4人；打开1人 (25.0%)。"


def test_nobody_is_named(shop):
    with writing(shop.warehouse_path) as connection:
        connection.execute(
            "UPDATE products SET description = 'Emma Watson loves it, mail emma@example.com' WHERE id = 'FA-1'"
        )
    found = read(shop)
    text = "\n".join(passage.full_text() for passage in found.values())
    for _, name, email, phone, birth in CUSTOMERS[:2]:
        for secret in (name, email, phone, birth):
            assert secret not in text
    assert "1988年12月1日" not in text
    assert "[name] loves it, mail [e-mail]" in found["product:FA-1"].text
    assert "Paul Smith" in found["product:FA-1"].text


def test_segments_appear_once_they_are_fitted(shop):
    assert not [key for key in read(shop) if key.startswith("segment:")]
    with writing(shop.warehouse_path) as connection:
        connection.execute("CREATE TABLE segment_profiles (segmentation VARCHAR, segment VARCHAR, name_zh VARCHAR, "
                           "text_en VARCHAR, text_zh VARCHAR, customers BIGINT)")  # fmt: skip
        connection.execute(
            "INSERT INTO segment_profiles VALUES ('cluster', 'Big baskets', '大单客', 'Few, large.', '少而大。', 9)"
        )
    segment = read(shop)["segment:Big baskets"]
    assert (segment.title_zh, segment.text) == ("大单客", "Few, large.")


def fingerprint(shop):
    warehouse = Warehouse(shop.warehouse_path)
    try:
        return source_fingerprint(warehouse, shop.documents_path)
    finally:
        warehouse.close()


@pytest.mark.parametrize(
    ("statement", "changes"),
    [
        ("UPDATE products SET description = 'Other.' WHERE id = 'SK-1'", True),
        ("UPDATE products SET price = 1, image_url = 'https://example.com/q.jpg'", False),
        ("DELETE FROM products WHERE id = 'SK-1'", True),
        ("UPDATE customers SET name = 'Anna Miracle' WHERE id = 'C1'", True),
        ("UPDATE customers SET city = 'Berlin'", False),
        ("INSERT INTO events (customer_id, type, occurred_at, campaign_id) VALUES ('C2', 'open', now(), 'CM1')", True),
        ("INSERT INTO orders (id, customer_id, ordered_at) VALUES ('O2', 'C1', '2026-05-02')", False),
        ("CREATE TABLE segment_profiles AS SELECT 'cluster' AS segmentation, 'A' AS segment", True),
    ],
)
def test_the_fingerprint_changes_with_what_can_be_found(shop, statement, changes):
    before = fingerprint(shop)
    assert before == fingerprint(shop)
    with writing(shop.warehouse_path) as connection:
        connection.execute(statement)
    assert (fingerprint(shop) != before) == changes


def test_the_fingerprint_changes_with_the_documents(shop):
    before = fingerprint(shop)
    (shop.documents_path / "voice.md").write_text("Other.", encoding="utf-8")
    after = fingerprint(shop)
    (shop.documents_path / "voice.md").rename(shop.documents_path / "tone.md")
    assert len({before, after, fingerprint(shop)}) == 3


def test_a_bare_catalogue_is_enough(tmp_path):
    shop = make_shop(tmp_path / "shop")
    with writing(shop.warehouse_path) as connection:
        connection.execute("DELETE FROM products")
        connection.execute("INSERT INTO products (id) VALUES ('X1')")
        connection.execute("DELETE FROM campaigns")
        connection.execute("INSERT INTO campaigns (id) VALUES ('only')")
    found = read(shop)
    assert found["product:X1"].wording("en") == ("X1", "")
    assert found["campaign:only"].title == "only"
