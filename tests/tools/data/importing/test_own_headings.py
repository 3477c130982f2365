"""Shops that head their columns in words of their own: what is found by the values, and which words are learnt."""

from __future__ import annotations

from pathlib import Path

from tests.tools.data.importing.helpers import bring, one, rows, write
from tools.data.importing import plan_import
from tools.data.workspace import Workspace

_WINES = "wine_code,wine,grape,list_price,bottles_in_stock,organic\n" + "".join(
    f"W{n:02},{name},{('Syrah', 'Riesling')[n % 2]},{10 + n}.50,{n},{n % 2}\n"
    for n, name in enumerate(("Alto Sol", "Barossa Hill", "Clos Petit", "Duas Torres", "Kiwi Bay", "Rosa Mia"))
)
_ORDERS = "order_ref,placed,guest_no,wine_code,bottles,price_per_bottle\n" + "".join(
    f"O{n:03},2026-03-{n % 27 + 1:02},G{n % 9},W{n % 6:02},{n % 3 + 1},{10 + n % 6}.50\n" for n in range(60)
)
_GUESTS = "guest_no,name,email,county\n" + "".join(f"G{n},Guest {n},g{n}@x.example,Kent\n" for n in range(9))


def _wine_shop(folder: Path) -> Workspace:
    files = {"orders.csv": _ORDERS, "wines.csv": _WINES, "guests.csv": _GUESTS}
    return bring(folder, *(write(folder, name, text) for name, text in files.items()))[0]


def test_keys_under_headings_of_the_shops_own_join_its_files(tmp_path: Path) -> None:
    shop = _wine_shop(tmp_path)
    assert (
        one(shop, "SELECT count(*) FROM order_lines l JOIN products p ON p.id = l.product_id WHERE p.grape <> ''") == 60
    )
    assert one(shop, "SELECT count(*) FROM orders o JOIN customers c ON c.id = o.customer_id") == 60
    sold = sum((n % 3 + 1) * (10.5 + n % 6) for n in range(60))
    assert round(one(shop, "SELECT sum(quantity * unit_price) FROM order_lines"), 2) == sold
    assert rows(shop, "SELECT name FROM products ORDER BY id LIMIT 2") == [("Alto Sol",), ("Barossa Hill",)]
    assert one(shop, "SELECT min(county) FROM customers") == "Kent"


def test_the_shops_words_for_what_every_shop_has_are_learnt(tmp_path: Path) -> None:
    known = _wine_shop(tmp_path).settings.dictionary
    assert (known["product"]["en"], known["units"]["en"], known["customers"]["en"]) == (
        ["wine"],
        ["bottles"],
        ["guest"],
    )


def test_what_makes_the_price_the_amount_are_the_units(tmp_path: Path) -> None:
    text = "Receipt,Sold on,Title,Exemplare gesamt,Price,Amount\n" + "".join(
        f"{n},2026-03-{n % 27 + 1:02},Book {n % 7},{n % 4 + 1},{5 + n % 7}.00,{(n % 4 + 1) * (5 + n % 7)}.00\n"
        for n in range(40)
    )
    shop, _ = bring(tmp_path, write(tmp_path, "sales.csv", text))
    assert one(shop, "SELECT sum(quantity) FROM order_lines") == sum(n % 4 + 1 for n in range(40))
    assert one(shop, "SELECT sum(quantity * unit_price) FROM order_lines") == sum(
        (n % 4 + 1) * (5 + n % 7) for n in range(40)
    )


def test_what_an_address_decides_is_the_customers_and_what_an_article_decides_the_products(tmp_path: Path) -> None:
    pets = ("Dog", "Cat", "Bird")
    text = "Order ID,Created At,Customer Email,Pet,Product SKU,Product,For,Price,Quantity,Gift\n" + "".join(
        f"{n},2026-03-{n % 27 + 1:02},p{n % 25}@x.example,{pets[n % 25 % 3]},S{n % 8},Thing {n % 8},{pets[n % 8 % 3]},"
        f"{3 + n % 8},1,{n % 7 // 6}\n"
        for n in range(120)
    )
    lines = "Order ID,SKU,Material,Quantity,Price\n" + "".join(
        f"{n},S{n % 8},{('Oak', 'Pine')[n % 8 % 2]},1,4.00\n" for n in range(40)
    )
    shop, _ = bring(tmp_path / "flat", write(tmp_path, "orders.csv", text))
    assert one(shop, "SELECT count(*) FROM customers WHERE pet IN ('Dog', 'Cat', 'Bird')") == 25
    assert one(shop, 'SELECT count(*) FROM products WHERE "for" IS NOT NULL') == 8
    assert rows(shop, "SELECT DISTINCT gift FROM orders ORDER BY 1") == [("0",), ("1",)]
    heads = "Order ID,Order Date,Customer ID\n" + "".join(f"{n},2026-03-{n % 27 + 1:02},C{n % 9}\n" for n in range(40))
    files = [write(tmp_path, "heads.csv", heads), write(tmp_path, "lines.csv", lines)]
    other, _ = bring(tmp_path / "lines", *files)
    assert one(other, "SELECT count(*) FROM products WHERE material IN ('Oak', 'Pine')") == 8


def test_what_always_costs_the_same_is_one_of_the_goods(tmp_path: Path) -> None:
    plants = ("Fern", "Moss", "Rose", "Basil", "Hosta", "Palm", "Ivy")
    text = "Ticket #,Date,Email,Plant Code,Plant,Light,Units,Unit Price USD,Discount USD\n" + "".join(
        f"{n},2026-03-{n % 27 + 1:02},p{n % 9}@x.example,PL-{n % 7},{plants[n % 7]},"
        f"{('Sun', 'Shade')[n % 7 % 2]},2,{5 + n % 7}.50,1.00\n"
        for n in range(70)
    )
    shop, _ = bring(tmp_path, write(tmp_path, "tickets.csv", text))
    assert rows(shop, "SELECT id, name, light FROM products ORDER BY id LIMIT 2") == [
        ("PL-0", "Fern", "Sun"),
        ("PL-1", "Moss", "Shade"),
    ]
    assert one(shop, "SELECT sum(discount) FROM orders") == 70.0


def test_a_number_sign_says_number(tmp_path: Path) -> None:
    text = (
        "Sale #,Sale Date,Item #,Item Description,Qty,Unit Price\n"
        "1,2026-03-01,M1,Capo,1,9.50\n2,2026-03-02,M2,Drum,1,99\n"
    )
    shop, _ = bring(tmp_path, write(tmp_path, "sales.csv", text))
    assert rows(shop, "SELECT id, name FROM products ORDER BY id") == [("M1", "Capo"), ("M2", "Drum")]


def test_a_name_beside_the_number_it_belongs_to_is_the_persons_and_few_memberships_are_no_ids(tmp_path: Path) -> None:
    text = "Guest No,Guest Name,Email,Membership\n" + "".join(
        f"{n},Ann Lee {n},g{n}@x.example,{('Gold', 'Silver')[n % 2]}\n" for n in range(30)
    )
    plan = plan_import([write(tmp_path, "guests.csv", text)])
    assert [column.target for column in plan.files[0].columns[:2]] == ["customers.id", "customers.name"]
    assert not plan.questions


def test_a_currency_that_ends_a_heading_and_a_number_of_something_are_read(tmp_path: Path) -> None:
    text = "order_id,created_at,email,price_nok,qty\n1,2026-03-01,a@x.example,10,1\n2,2026-03-02,b@x.example,20,1\n"
    people = "Name,Email,Number of Kids\nAnn Lee,a@x.example,2\nBen Ray,b@x.example,3\n"
    shop, _ = bring(tmp_path, write(tmp_path, "orders.csv", text), write(tmp_path, "people.csv", people))
    assert shop.settings.currency == "NOK"
    assert one(shop, "SELECT sum(number_of_kids) FROM customers") == 5
