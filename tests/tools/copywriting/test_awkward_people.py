"""Names and cities as they really come in: every message is what the plain way makes of the stored row."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.contract import DraftCard, UnknownValue
from tools.copywriting import fill, preview_for, render_messages
from tools.copywriting.merging import first_name
from tools.data.engine import writing
from tools.data.workspace import Workspace, WorkspaceSettings
from tools.desk import Desk, Shop

NAMES = [
    "Anna Müller",
    "ANNA SMITH",
    "anna smith",
    "Dr Smith",
    "DR SMITH",
    "Mr",
    "Frau Schmidt",
    "Dr. José Alvarez",
    "José Alvarez",
    "Łukasz Wójcik",
    "Ελένη Παππά",
    "Анна Иванова",
    "ALVAREZ, JOSÉ",
    "Åsa Öberg",
    "\u212bsa Öberg",
    "王小明",
    "欧阳 修",
    "Nguyễn Văn A",
    "Jean-Luc Picard",
    "O'Neil Smith",
    "J Doe",
    "Jo Doe",
    "de la Cruz",
    "Ana de la Cruz",
    "محمد علي",
    "김 민준",
    "さくら",
    "Zoë  Double",
    " Lead Space",
    "Trail Space ",
    "Tab\tName",
    "New\nLine",
    "NUL",
    "anna@example.com",
    "Anna {{city}}",
    "{{unsubscribe_link}}",
    "=HYPERLINK(1)",
    "+49151",
    "-Anna B",
    "@anna",
    "|calc",
    "Anna;=cmd",
    "Anna<b>",
    "www.evil.example",
    "evil.com Smith",
    "guest12",
    "😀 Smile",
    "Anna😀 Smile",
    "👨‍👩‍👧 Family",
    "a\u0301nna Lee",
    "A\u200bnna Lee",
    "\u202eevil Lee",
    "Z\u0300\u0301\u0302\u0303\u0304algo Lee",
    "\u3164 Lee",
    "𝓐𝓷𝓷𝓪 Lee",
    "𠮷野家",
    "x" * 200,
    "Maximilianus" * 4 + " Lee",
    "",
    "  ",
    "Ǆ Lee",
    "ßa Lee",
    "İpek Ak",
    "ＡＮＮＡ ＬＥＥ",
    "N/A",
    "null",
    "Anna, Lee",
    ", Anna",
    "Anna (VIP)",
]
CITIES = [
    "Berlin",
    None,
    "=1+1",
    "New York",
    "St. John's",
    "上海",
    "evil.com",
    "A\u0000B",
    "<b>",
    "Washington, D.C.",
    "Ａ",
]
BODY = (
    "Lumen: hi {{first_name|there}} in {{city|town}}{{#if city is Berlin}} (B){{/if}}"
    "{{#if first_name known}}!{{/if}} STOP"
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A shop of people with such names, all of whom may be written to."""
    workspace = Workspace.create(tmp_path_factory.mktemp("awkward") / "shop", WorkspaceSettings(brand_name="Lumen"))
    with writing(workspace.warehouse_path) as connection:
        for place, name in enumerate(NAMES):
            city = CITIES[place % len(CITIES)]
            connection.execute(
                "INSERT INTO customers (id, name, city, phone, email, sms_consent, email_consent) "
                "VALUES (?, ?, ?, '+49151', 'a@b.example', TRUE, TRUE)",
                [f"C{place:03}", name or None, city],
            )
        connection.execute(
            "INSERT INTO orders (id, customer_id, ordered_at) VALUES ('O', 'C000', TIMESTAMP '2026-01-01')"
        )
    shop = Shop.open(workspace)
    yield shop.desk()
    shop.close()


def test_each_message_is_what_the_stored_row_makes(desk: Desk, tmp_path: Path) -> None:
    brief = {"brief": {"channel": "sms", "language": "en"}, "audience": None, "sender": "Lumen"}
    report = render_messages(desk, brief, {"all": {"body": BODY}}, None, tmp_path / "out.csv", rows=7)
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as handle:
        found = {row["customer_id"]: row for row in csv.DictReader(handle)}
    assert report.written == report.people == len(NAMES) == len(found)
    assert report.set_aside == {}
    _, rows = desk.warehouse.query("SELECT id, name, city FROM customers")
    for identity, name, city in rows:
        row = {"name": name, "city": city}
        truths = {"city is Berlin": city == "Berlin"}
        expected = fill(BODY, row, "en", truths)
        assert found[identity]["body"] == expected, name
        (preview,) = preview_for(desk, [DraftCard(channel="sms", language="en", fields={"body": BODY})], identity)
        assert preview.fields["body"] == expected
        assert found[identity]["body"].startswith(f"Lumen: hi {first_name(name) or 'there'} in ")


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Dr Smith", "Smith"),
        ("Frau Schmidt", "Schmidt"),
        ("Łukasz Wójcik", "Łukasz"),
        ("-Anna B", ""),
        ("evil.com Smith", ""),
        ("Anna;=cmd", ""),
        ("A\u200bnna Lee", ""),
        ("\u202eevil Lee", ""),
        ("\u3164 Lee", ""),
        ("😀 Smile", ""),
        ("Z\u0300\u0301\u0302\u0303\u0304algo Lee", ""),
        ("x" * 200, ""),
        ("a\u0301nna Lee", "Ánna"),
        ("محمد علي", "محمد"),
    ],
)
def test_how_awkward_names_are_called(name: str, called: str) -> None:
    assert first_name(name) == called


def test_a_customer_there_is_not(desk: Desk) -> None:
    with pytest.raises(UnknownValue, match="no customer C999"):
        preview_for(desk, [DraftCard(channel="sms", language="en", fields={"body": BODY})], "C999")
