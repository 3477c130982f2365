"""The page in a real browser, over a host that answers without a shop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.ui.fakes import FakeHost

pytestmark = pytest.mark.usefixtures("browser")


@pytest.fixture(scope="module")
def host() -> FakeHost:
    return FakeHost(pause=0.02)


@pytest.fixture(scope="module")
def address(serve: Callable[[Any], Any], host: FakeHost) -> Iterator[str]:
    with serve(host) as address:
        yield address


def test_an_example_is_asked_by_clicking_it(visit: Callable[..., Any], address: str) -> None:
    tab = visit(address)
    assert tab.page.title() == "Lumen & Moss"
    tab.page.locator(".ma-examples button").first.click()
    tab.page.wait_for_selector(".ma-card")
    assert "£9,747,747.93" in tab.page.locator(".ma-card").inner_text()
    assert "c=" in tab.page.url


def test_a_table_sorts_unfolds_and_downloads(visit: Callable[..., Any], address: str) -> None:
    tab = visit(address)
    tab.ask("revenue by category")
    tab.page.locator("[data-tab=table]").click()
    visible = "[...document.querySelectorAll('.ma-table tbody tr')].filter(row => !row.hidden)"
    assert tab.page.evaluate(f"{visible}.length") == 10
    tab.page.locator("[data-sort=number]").first.click()
    assert "98,765.40" in tab.page.evaluate(f"{visible}[0].innerText")
    tab.page.locator("[data-sort=number]").first.click()
    assert "98,765.40" not in tab.page.evaluate(f"{visible}[0].innerText")
    tab.page.locator("[data-more]").click()
    assert tab.page.evaluate(f"{visible}.length") == 24
    with tab.page.expect_download() as download:
        tab.page.locator("a[data-file]").first.click()
    assert download.value.suggested_filename == "Rows.csv"
    tab.page.locator(".thought-group .title").first.click()
    tab.page.wait_for_selector(".thought-group pre")
    assert "sum(line_value)" in tab.page.locator(".thought-group pre").inner_text()


def test_an_audience_is_saved_and_exported(visit: Callable[..., Any], address: str, host: FakeHost) -> None:
    tab = visit(address)
    tab.ask("audience please")
    tab.page.locator(".ma-save input").fill("Shanghai skincare")
    tab.page.locator(".ma-save button").click()
    tab.page.wait_for_selector(".ma-actions .ma-good")
    assert "Shanghai skincare" in host.saved
    tab.page.locator(".ma-menu summary").click()
    with tab.page.expect_download() as download:
        tab.page.locator(".ma-menu a", has_text="Klaviyo").first.click()
    assert download.value.suggested_filename == "audience-klaviyo.csv"


def test_an_option_is_the_next_question(visit: Callable[..., Any], address: str) -> None:
    tab = visit(address)
    tab.ask("question")
    tab.page.locator(".ma-notice [data-do=ask]").first.click()
    tab.page.wait_for_selector(".ma-card")
    assert "Loyal customers (RFM)" in tab.page.locator("#ma-chat .user-row").last.inner_text()


def test_work_can_be_stopped(visit: Callable[..., Any], address: str) -> None:
    tab = visit(address)
    tab.page.locator("#ma-box textarea").fill("slow question")
    tab.page.locator("#ma-box textarea").press("Enter")
    tab.page.wait_for_selector(".ma-working")
    tab.page.locator("#ma-box .stop-button").click()
    tab.page.wait_for_selector("#ma-box .submit-button")
    assert "Stopped" in tab.page.locator("#ma-chat").inner_text()
    tab.ask("total")
    assert "£9,747,747.93" in tab.page.locator("#ma-chat").inner_text()


def test_conversations_are_listed_switched_and_survive_a_reload(visit: Callable[..., Any], address: str) -> None:
    tab = visit(address)
    tab.ask("trend over time")
    tab.page.locator("[data-do=new]").click()
    tab.page.wait_for_selector(".ma-welcome")
    tab.page.locator("[data-do=open]", has_text="trend over time").first.click()
    tab.page.wait_for_selector(".ma-plot")
    tab.page.reload()
    tab.page.wait_for_selector(".ma-plot")
    assert tab.page.locator(".ma-heat").count() == 1


def test_the_language_switches_on_the_server(visit: Callable[..., Any], address: str) -> None:
    tab = visit(address)
    tab.page.locator("[data-do=language]").click()
    tab.page.wait_for_selector("text=您想了解什么")
    assert "圈选人群" in str(tab.page.locator("#ma-box textarea").get_attribute("placeholder"))
    assert tab.page.evaluate("document.documentElement.lang") == "zh-CN"
    tab.page.reload()
    tab.page.wait_for_selector("text=您想了解什么")


def test_text_that_attacks_stays_text(visit: Callable[..., Any], address: str) -> None:
    tab = visit(address)
    tab.page.on("dialog", lambda dialog: tab.wrong.append("a dialog opened"))
    tab.ask("hostile")
    tab.ask('hostile <img src="https://evil.example/q"> [x](https://evil.example)')
    assert tab.page.locator("#ma-chat img[src*=evil], #ma-chat a[href*=evil]").count() == 0
    assert "<img src=x" in tab.page.locator("#ma-chat").inner_text()


def test_files_are_added_after_a_look_at_the_plan(
    visit: Callable[..., Any], address: str, host: FakeHost, tmp_path: Path
) -> None:
    file = tmp_path / "orders.csv"
    file.write_text("a,b\n1,2\n")
    tab = visit(address)
    tab.page.locator("[data-do=data]").click()
    tab.bring(file)
    tab.page.locator("#ma-check").click()
    tab.page.wait_for_selector("text=InvoiceDate")
    tab.page.locator(".ma-answer input").first.click()
    tab.page.locator("[role=option]", has_text="EUR").click()
    tab.page.locator("#ma-confirm").click()
    tab.page.wait_for_selector("text=The shop is open again")
    assert host.answers == {"currency": "EUR"}
    assert "541,909" in tab.page.locator("#ma-report").inner_text()


@pytest.mark.parametrize(
    ("language", "questions"),
    [("en", ("revenue", "trend", "email", "ads")), ("zh", ("audience", "wechat", "question"))],
)
def test_a_phone_shows_everything_within_its_width(
    visit: Callable[..., Any], address: str, language: str, questions: tuple[str, ...]
) -> None:
    tab = visit(address, width=390, height=844, language=language)
    assert tab.overflow() <= 0
    for word in questions:
        tab.ask(word)
        assert tab.overflow() <= 0, word
    tab.page.locator("[data-toggle-side]").click()
    tab.page.locator("[data-do=new]").click()
    tab.page.wait_for_selector(".ma-welcome")


def test_every_answer_carries_the_security_headers(address: str) -> None:
    answer = httpx.get(address)
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert httpx.get(address, headers={"Host": "evil.example"}).status_code == 400
    assert httpx.get(f"{address}/monitoring/summary").status_code != 200
    assert httpx.get(f"{address}/gradio_api/file=/etc/passwd").status_code == 403
    assert not httpx.get(f"{address}/gradio_api/info").json()["named_endpoints"]
