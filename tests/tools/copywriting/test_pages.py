"""Everybody's e-mail as a page: what the text says, escaped, with nothing left to fill, and the same after a stop."""

import csv
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import pytest

from tests.assistant.shop import make_shop
from tests.tools.copywriting.test_bulk import EMAIL, rows_of, stored
from tools.copywriting import render_messages
from tools.copywriting.html import email_html
from tools.data.engine import writing
from tools.data.workspace import Workspace
from tools.desk import Desk, Shop

LETTER = {
    "subject": "{{first_name|A \"new\" friend}}, news from {{city|our shop & garden}}",
    "preheader": "{{#if gender is female}}For her & hers.{{#else}}1 < 2{{/if}}",
    "body": "Hi {{first_name|there}},\n\n{{#if city known}}\n{{city|Town}} calls.\n\nCome in: {{shop_link}}\n{{/if}}\n"
    "We're \"open\" <daily>; 5 > 4.\n\nUnsubscribe: {{unsubscribe_link}}\n{{postal_address}}",
    "call_to_action": "See {{city|more}}",
}  # fmt: skip


class Read(HTMLParser):
    """What a mail client would show of a page, line by line, where its links lead, and its title."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.texts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.texts += [line.strip() for line in data.splitlines() if line.strip()]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Six people whose cities and names mean something to HTML."""
    workspace = make_shop(tmp_path_factory.mktemp("pages") / "shop")
    workspace.settings = workspace.settings.model_copy(update={
        "unsubscribe_url": "https://shop.example/u?a=1&b=2", "postal_address": "Lumen & Sons, 1 \"High\" Street",
        "links": {"shop_link": "https://shop.example/?x=1&y=2"},
    })  # fmt: skip
    workspace.save_settings()
    with writing(workspace.warehouse_path) as connection:
        for identity, city in (("C0001", 'Bath & "Wells"'), ("C0002", None), ("C0003", "O'Fallon")):
            connection.execute("UPDATE customers SET city = ? WHERE id = ?", [city, identity])
        connection.execute("UPDATE customers SET name = '<b>Ana</b> Lima' WHERE id = 'C0004'")
    shop = Shop.open(Workspace.open(workspace.path))
    yield shop.desk()
    shop.close()


def test_a_page_says_what_the_message_says_and_its_values_are_no_mark_up(small: Desk, tmp_path: Path) -> None:
    report = render_messages(small, stored("email"), {"all": LETTER}, None, tmp_path / "out.csv", rows=2)
    assert report.pages_out == str(tmp_path / "out.pages.csv")
    messages, pages = rows_of(tmp_path / "out.csv"), rows_of(tmp_path / "out.pages.csv")
    keys = ("customer_id", "arm", "subject")
    assert [[m[key] for key in keys] for m in messages] == [[p[key] for key in keys] for p in pages]
    bare = Read(email_html(LETTER, sender="Lumen", language="en")).tags
    for message, page in zip(messages, pages, strict=True):
        html = Read(page["html"])
        assert "{{" not in page["html"] and "}}" not in page["html"] and "<b>" not in page["html"]
        assert html.tags <= bare | {"br"}
        assert html.texts[0] == message["subject"]
        letter = [line for line in message["body"].splitlines() if line and "shop.example" not in line][:-1]
        shown = [line for line in html.texts if line in letter]
        assert shown == letter, (shown, letter)
        assert message["call_to_action"] in html.texts and 'Linden & Lotus, Lumen & Sons, 1 "High" Street' in html.texts
        assert any(line.startswith(message["preheader"]) for line in html.texts)
        assert set(html.links) == {"https://shop.example/u?a=1&b=2", "https://shop.example/?x=1&y=2"}
    assert "Bath &amp; &quot;Wells&quot; calls." in pages[0]["html"] and "calls." not in pages[1]["html"]


def test_a_page_is_the_one_made_of_a_finished_message_alone(trained_desk: Desk, tmp_path: Path) -> None:
    render_messages(trained_desk, stored("email"), {"all": EMAIL}, None, tmp_path / "out.csv", rows=300)
    settings = trained_desk.workspace.settings
    pages = {row["customer_id"]: row["html"] for row in rows_of(tmp_path / "out.pages.csv")}
    messages = rows_of(tmp_path / "out.csv")
    assert len(pages) == len(messages)
    for message in messages[:: max(1, len(messages) // 60)]:
        fields = {name: message[name] for name in EMAIL} | {"body": message["body"].rpartition("\n\n")[0]}
        alone = email_html(
            fields, sender="Linden & Lotus", language="en", unsubscribe_url=settings.unsubscribe_url,
            postal_address=settings.postal_address, link=settings.links["shop_link"],
        )  # fmt: skip
        assert pages[message["customer_id"]] == alone


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_stopped_run_makes_the_very_same_pages(small: Desk, tmp_path: Path, suffix: str) -> None:
    whole, broken = tmp_path / f"whole{suffix}", tmp_path / f"broken{suffix}"
    once = render_messages(small, stored("email"), {"all": LETTER}, None, whole, rows=1)
    asked = iter(range(100))
    render_messages(small, stored("email"), {"all": LETTER}, None, broken, rows=1, stop=lambda: next(asked) >= 2)
    assert not Path(broken.with_name(f"broken.pages{suffix}")).exists()
    again = render_messages(small, stored("email"), {"all": LETTER}, None, broken, rows=1)
    assert (again.resumed_from, again.written) == (2, once.written)
    assert Path(again.pages_out).read_bytes() == Path(once.pages_out).read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        f"{stem}{end}" for stem in ("whole", "broken") for end in (suffix, f".pages{suffix}", ".set_aside.csv")
    )
    if suffix == ".parquet":
        rows = duckdb.sql(f"SELECT customer_id, html FROM '{once.pages_out}'").fetchall()
        assert len(rows) == once.written and all(html.startswith("<!DOCTYPE html>") for _, html in rows)


def test_arms_have_their_own_pages_and_other_channels_none(small: Desk, tmp_path: Path) -> None:
    arms = {
        "A": LETTER,
        "B": LETTER | {"body": "Dear {{first_name|friend}}.\n\nUnsubscribe: {{unsubscribe_link}}\n{{postal_address}}"},
    }
    file = tmp_path / "a.parquet"
    drawn = "SELECT * FROM (VALUES ('C0001', 'A'), ('C0003', 'B'), ('C0004', 'control')) AS t(customer_id, arm)"
    duckdb.sql(f"COPY ({drawn}) TO '{file}'")
    report = render_messages(small, stored("email"), arms, file, tmp_path / "out.csv")
    first, second = rows_of(Path(report.pages_out))
    assert "Hi Wendy," in first["html"] and "Dear Jonas." in second["html"] and "Hi " not in second["html"]
    sms = {"body": "Lumen: hi {{first_name|there}}. Reply STOP to opt out"}
    assert render_messages(small, stored("sms"), {"all": sms}, None, tmp_path / "sms.csv").pages_out == ""
    plain = render_messages(small, stored("email"), {"all": LETTER}, None, tmp_path / "plain.csv", pages=False)
    assert plain.pages_out == "" and not (tmp_path / "plain.pages.csv").exists()


def test_without_a_link_there_are_messages_and_why_there_are_no_pages(small: Desk, tmp_path: Path) -> None:
    settings = small.workspace.settings
    kept = dict(settings.links)
    settings.links["shop_link"] = "javascript:alert(1)"
    try:
        report = render_messages(small, stored("email"), {"all": LETTER}, None, tmp_path / "out.csv")
        assert report.written and report.pages_out == "" and not (tmp_path / "out.pages.csv").exists()
        assert "javascript:alert(1)” is no web address" in " ".join(report.words(small))
        del settings.links["shop_link"]
        unlinked = {**LETTER, "body": "Hi.\n\nUnsubscribe: {{unsubscribe_link}}\n{{postal_address}}"}
        report = render_messages(small, stored("email"), {"all": unlinked}, None, tmp_path / "out.csv")
        assert report.no_pages == "nobody has set {{shop_link}}: fill [links] shop_link in workspace.toml."
        assert report.written
    finally:
        settings.links.update(kept)


def test_a_page_in_a_file_is_one_cell_of_it(small: Desk, tmp_path: Path) -> None:
    render_messages(small, stored("email"), {"all": LETTER}, None, tmp_path / "out.csv")
    with (tmp_path / "out.pages.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.reader(handle))
    assert rows[0] == ["customer_id", "arm", "subject", "html"] and {len(row) for row in rows} == {4}
