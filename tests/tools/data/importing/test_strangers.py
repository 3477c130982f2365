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
