"""Exports as small shops really have them, each with a figure that a first reading once got silently wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.data.importing.helpers import bring, one, rows, write
from tools.contract import BadInput
from tools.data.importing import plan_import

_NET = "SELECT round((SELECT sum(quantity * unit_price) FROM order_lines) - (SELECT sum(discount) FROM orders), 2)"


@pytest.mark.parametrize(
    "text",
    [
        # A till: lines with what was asked, the discount as a negative amount, and what was left.
        "Date,Time,Item,Qty,SKU,Gross Sales,Discounts,Net Sales,Transaction ID,Customer ID\n"
        "2025-03-01,10:00,Tea,2,T1,$20.00,-$5.00,$15.00,t1,C1\n2025-03-01,10:00,Cup,1,T2,$9.00,$0.00,$9.00,t1,C1\n"
        "2025-03-02,11:00,Tea,1,T1,$10.00,-$1.00,$9.00,t2,C2\n",
        # What was paid is always what was left.
        "id_order;reference;id_customer;total_paid_tax_incl;total_discounts;date_add\n"
        "1;AX;7;24.00;6.00;2025-03-01 10:00:00\n2;BX;8;9.00;0.00;2025-03-02 10:00:00\n",
        "订单号,下单时间,顾客手机,原价,活动优惠,顾客实付\n"
        "A1,2025-03-01 10:00,13800000001,￥30,-￥6,￥24\nA2,2025-03-02 10:00,13800000002,￥9,￥0,￥9\n",
    ],
)
def test_a_discount_that_was_taken_off_already_is_not_taken_off_again(tmp_path: Path, text: str) -> None:
    workspace, _ = bring(tmp_path, write(tmp_path, "orders.csv", text))
    assert one(workspace, _NET) == 33.0
    assert one(workspace, "SELECT sum(discount) FROM orders") == 6.0


def test_an_amount_beside_a_discount_that_nothing_tells_of_is_said(tmp_path: Path) -> None:
    text = "order id,order date,customer id,order total,discount\n1,2025-03-01,a,20,5\n2,2025-03-02,b,30,0\n"
    plan = plan_import([write(tmp_path, "orders.csv", text)])
    assert any("before the discount" in note.en for note in plan.files[0].notes)


def test_refusing_mail_is_not_agreeing_to_it(tmp_path: Path) -> None:
    text = (
        "Contact ID,Name,E-mail,Newsletter,Do Not Email,Opted out of SMS\n"
        "C1,Ann,a@x.example,yes,Yes,FALSE\nC2,Ben,b@x.example,yes,No,TRUE\nC3,Eve,e@x.example,no,No,\n"
    )
    workspace, _ = bring(tmp_path, write(tmp_path, "contacts.csv", text))
    assert rows(workspace, "SELECT id, email_consent, sms_consent FROM customers ORDER BY id") == [
        ("C1", False, True),
        ("C2", True, False),
        ("C3", False, None),
    ]


def test_signs_of_two_currencies_in_one_column_are_refused(tmp_path: Path) -> None:
    text = "Order,Date,Email,Total\n" + "".join(
        f"{n},2025-03-0{n},p{n}@x.example,{sign}{n}0.00\n" for n, sign in enumerate("€£€£", 1)
    )
    with pytest.raises(BadInput, match="several currencies in column Total"):
        bring(tmp_path, write(tmp_path, "orders.csv", text))


@pytest.mark.parametrize(
    ("orders", "people"),
    [
        (
            "Bestelnummer;Besteldatum;Klantnummer;Product;Aantal;Prijs\n1;03-01-2025;500;Kaas;2;€ 4,50\n",
            "Klantnummer;Voornaam;Achternaam;E-mailadres;Geboortedatum;Nieuwsbrief\n"
            "500;Anna;Berg;a@x.example;13-02-1980;Ja\n",
        ),
        (
            "Nº Factura;Fecha;Cód. cliente;Descripción;Uds.;Precio\n1/25;13-01-2025;0500;Queso;2;4,50\n",
            "Código;Nombre;Apellidos;Correo electrónico;Móvil;Publicidad\n0500;Anna;Berg;a@x.example;612345678;Sí\n",
        ),
        (
            "Numero ordine;Data ordine;Codice cliente;Descrizione;Quantità;Prezzo unitario\n"
            "1;13/01/2025;K5;Pane;2;4,50\n",
            "Codice cliente;Nome;Cognome;E-mail;Consenso newsletter\nK5;Anna;Berg;a@x.example;sì\n",
        ),
    ],
)
def test_dutch_spanish_and_italian_headings(tmp_path: Path, orders: str, people: str) -> None:
    workspace, _ = bring(tmp_path, write(tmp_path, "o.csv", orders), write(tmp_path, "p.csv", people))
    assert rows(workspace, "SELECT name, email_consent FROM customers") == [("Anna Berg", True)]
    assert one(workspace, "SELECT sum(quantity * unit_price) FROM order_lines") == 9.0


def test_a_price_after_the_discount_is_not_discounted_again(tmp_path: Path) -> None:
    text = (
        "Order No,Date,Customer No,SKU,Qty,List price,Discount %,Unit price,Line total\n"
        "1,2025-03-01,C1,P1,2,10.00,20,8.00,16.00\n2,2025-03-02,C2,P1,1,10.00,0,10.00,10.00\n"
        "3,2025-03-03,C1,P2,3,5.00,10,4.50,13.50\n"
    )
    workspace, _ = bring(tmp_path, write(tmp_path, "orders.csv", text))
    assert one(workspace, _NET) == 39.5


def test_a_price_that_grows_with_the_quantity_is_the_lines(tmp_path: Path) -> None:
    lines = [(n, f"P{n % 3}", 1 + n // 3, (5 + n % 3) * (1 + n // 3)) for n in range(9)]
    text = "order-id\tpurchase-date\tsku\tquantity\titem-price\tbuyer-email\n" + "".join(
        f"o{n}\t2025-03-0{n + 1}\t{sku}\t{units}\t{price}.00\tb{n}@x.example\n" for n, sku, units, price in lines
    )
    workspace, _ = bring(tmp_path, write(tmp_path, "orders.txt", text))
    assert one(workspace, "SELECT sum(quantity * unit_price) FROM order_lines") == sum(line[3] for line in lines)


def test_returns_without_a_minus_are_taken_off(tmp_path: Path) -> None:
    text = "Receipt,Date,Customer no,Type,Amount\n1,2025-03-01,C1,Sale,20.00\n2,2025-03-02,C1,Return,5.00\n"
    workspace, _ = bring(tmp_path, write(tmp_path, "register.csv", text))
    assert one(workspace, "SELECT sum(quantity * unit_price) FROM order_lines") == 15.0


@pytest.mark.parametrize("given", ["000007", "Ann Lee"])
def test_the_same_people_under_two_spellings_are_one(tmp_path: Path, given: str) -> None:
    key = "customer_id," if given.isdigit() else ""
    people = f"{key}name,email,newsletter\n{given + ',' if key else ''}Ann Lee,a@x.example,x\n"
    people += f"{'000008,' if key else ''}Ben Fox,b@x.example,\n"
    orders = f"order_id,order_date,customer_id,total\n1,2025-03-01,{given.lstrip('0')},9\n"
    workspace, _ = bring(tmp_path, write(tmp_path, "orders.csv", orders), write(tmp_path, "customers.csv", people))
    assert rows(
        workspace,
        "SELECT c.name, c.email_consent, count(o.id) FROM customers c LEFT JOIN orders o ON o.customer_id = c.id "
        "GROUP BY ALL ORDER BY 1",
    ) == [("Ann Lee", True, 1), ("Ben Fox", None, 0)]


def test_shift_jis_and_japanese_headings(tmp_path: Path) -> None:
    text = "注文番号,注文日,会員番号,商品名,数量,単価\n" + "".join(
        f"N{n},2025/03/0{n},U{n},お茶セット,2,1,{n}00円\n".replace(",1,", ',"1,').replace("円\n", '円"\n')
        for n in range(1, 6)
    )
    workspace, report = bring(tmp_path, write(tmp_path, "受注.csv", text, "cp932"))
    assert report.currency == "JPY"
    assert one(workspace, "SELECT sum(quantity * unit_price) FROM order_lines") == 13000.0


def test_prices_with_and_without_tax_are_the_price_and_the_other_is_asked_about(tmp_path: Path) -> None:
    text = "Auftragsnr;Auftragsdatum;Kd-Nr;Artikel;Menge;Preis netto;Preis brutto\n1;13.01.2025;7;Tee;2;10,00;11,90\n"
    file = write(tmp_path, "auftraege.csv", text)
    workspace, _ = bring(tmp_path, file)
    assert one(workspace, "SELECT sum(quantity * unit_price) FROM order_lines") == 23.8
    (asked,) = [one for one in plan_import([file]).questions if one.key == "order_lines.unit_price"]
    assert (asked.default, asked.options) == ("Preis brutto", ["Preis brutto", "Preis netto"])
    answered, _ = bring(tmp_path / "net", file, overrides={"order_lines.unit_price": "Preis netto"})
    assert one(answered, "SELECT sum(quantity * unit_price) FROM order_lines") == 20.0


def test_months_as_columns_are_said_to_be_no_orders(tmp_path: Path) -> None:
    text = "Customer ID,Customer,Jan 2025,Feb 2025,Mar 2025\nC1,Ann,5.5,6,7\nC2,Ben,1.5,,2\n"
    plan = plan_import([write(tmp_path, "revenue.csv", text)])
    assert any("no orders" in note.en for note in plan.files[0].notes)


def test_a_second_word_for_an_order_gives_way_to_the_first(tmp_path: Path) -> None:
    text = (
        "Sale Date,Item Name,Buyer,Quantity,Price,Transaction ID,Order ID\n"
        "03/13/25,Mug,ann1,1,10,901,77\n03/13/25,Bowl,ann1,2,5,902,77\n"
    )
    workspace, _ = bring(tmp_path, write(tmp_path, "sold.csv", text))
    assert rows(workspace, "SELECT id FROM orders") == [("77",)]


def test_subscribed_in_a_column_of_status_is_consent_and_active_is_not(tmp_path: Path) -> None:
    for word, no, consent in (("subscribed", "unsubscribed", [True, False]), ("active", "inactive", [])):
        text = f"Email Address,First Name,OPTIN_TIME,Status\na@x.example,Ann,2024-01-02 09:00,{word}\n"
        text += f"b@x.example,Ben,2024-02-03 09:00,{no}\n"
        workspace, _ = bring(tmp_path / word, write(tmp_path, f"{word}.csv", text))
        found = rows(workspace, "SELECT email_consent FROM customers ORDER BY email")
        assert [row[0] for row in found if row[0] is not None] == consent


def test_credit_memos_beside_invoices_are_taken_off(tmp_path: Path) -> None:
    text = "Type,Num,Date,Name,Item,Qty,Sales Price,Amount\nInvoice,1,03/13/2025,Ann,Mug,2,5,10\n"
    text += "Credit Memo,2,03/14/2025,Ann,Mug,1,5,5\n"
    workspace, _ = bring(tmp_path, write(tmp_path, "sales.csv", text))
    assert one(workspace, "SELECT sum(quantity * unit_price) FROM order_lines") == 5.0


def test_shares_under_a_heading_of_percent_are_percentages(tmp_path: Path) -> None:
    text = "Invoice,Date,Customer no.,Product,Qty,Unit price,Discount %\n1,2025-03-01,7,Mug,2,5,0.1\n"
    text += "2,2025-03-02,8,Mug,1,5,0\n3,2025-03-03,8,Mug,1,5,0.05\n"
    workspace, _ = bring(tmp_path, write(tmp_path, "sales.csv", text))
    assert one(workspace, "SELECT sum(discount) FROM orders") == 1.25


def test_a_price_that_makes_the_total_beside_a_discount_is_said(tmp_path: Path) -> None:
    text = "DocNum,DocDate,CardCode,ItemCode,Quantity,Price,DiscPrcnt,LineTotal\n"
    text += "1,20250301,C1,A1,2,9.5,5,19\n2,20250302,C2,A1,1,10,0,10\n"
    plan = plan_import([write(tmp_path, "inv1.csv", text)])
    assert any("before the discount" in note.en for note in plan.files[0].notes)


def test_phone_numbers_with_and_without_the_prefix_are_one_customer(tmp_path: Path) -> None:
    orders = "订单编号,下单时间,手机号,实付金额\nD1,2025-03-01 10:00:00,13800000001,9\n"
    people = "手机号,姓名,短信授权\n+86 138-0000-0001,王伟,是\n"
    workspace, _ = bring(tmp_path, write(tmp_path, "o.csv", orders), write(tmp_path, "p.csv", people))
    assert rows(workspace, "SELECT id, sms_consent FROM customers") == [("13800000001", True)]


def test_kilos_and_currencies_behind_headings(tmp_path: Path) -> None:
    text = 'Ticket;Date;Client;Produit;Quantité;Prix au kg EUR\n1;13/01/2025;C1;Brie;"2,5 kg";10,00\n'
    workspace, report = bring(tmp_path, write(tmp_path, "marche.csv", text))
    assert (one(workspace, "SELECT sum(quantity * unit_price) FROM order_lines"), report.currency) == (25.0, "EUR")


def test_orders_that_were_refunded_after_the_sale_are_counted_in_the_report(tmp_path: Path) -> None:
    head, row = (
        "订单编号,下单时间,买家昵称,商品名称,数量,单价,订单状态,售后状态\n",
        "{},2026-01-0{},小王,茶杯,1,50,{}\n",
    )
    told = ["交易成功,", "交易成功,退款成功", "交易关闭,", "交易成功,无售后"]
    text = head + "".join(row.format(place, place, said) for place, said in enumerate(told, 1))
    _, report = bring(tmp_path, write(tmp_path, "订单.csv", text))
    assert [count.count for count in report.said if count.code == "cancelled_status"] == [2]
