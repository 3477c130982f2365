"""The page over the demo shop with the real conversation and the built-in planner, in a real browser."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from assistant.page_services import ShopHost
    from tools.data.workspace import Workspace

pytestmark = pytest.mark.usefixtures("browser")


@pytest.fixture(scope="module")
def host(demo_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShopHost]:
    """A copy of the demo shop, since conversations and audiences are written to it."""
    from assistant.page_services import ShopHost
    from assistant.settings import Settings

    folder = tmp_path_factory.mktemp("page") / "shop"
    shutil.copytree(demo_workspace.path, folder)
    host = ShopHost.open(folder, Settings())
    yield host
    host.close()


@pytest.fixture(scope="module")
def address(serve: Callable[[Any], Any], host: ShopHost) -> Iterator[str]:
    with serve(host) as address:
        yield address


def test_an_english_question_ends_in_a_chart_a_table_and_a_file(
    visit: Callable[..., Any], address: str, tmp_path: Path
) -> None:
    tab = visit(address)
    tab.ask("Net revenue by category in the last 90 days")
    assert tab.page.locator(".ma-bars dt").count() >= 5
    tab.page.locator("[data-tab=table]").click()
    shown = tab.page.locator(".ma-table tbody tr").count()
    with tab.page.expect_download() as download:
        tab.page.locator("a[data-file]").click()
    download.value.save_as(tmp_path / "rows.csv")
    with (tmp_path / "rows.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.reader(handle))
    assert len(rows) == shown + 1 and rows[0][0] == "Category"
    tab.page.locator(".thought-group .title").first.click()
    tab.page.wait_for_selector(".thought-group pre")
    assert "SELECT" in tab.page.locator(".thought-group pre").inner_text()
    assert tab.page.locator("#ma-chat .md").last.inner_text().strip()


def test_a_chinese_question_ends_in_an_audience_that_is_saved_and_exported(
    visit: Callable[..., Any], address: str, host: ShopHost
) -> None:
    tab = visit(address, language="zh")
    assert tab.page.locator(".ma-examples button").count() == 6
    tab.ask("中国有多少女性客户在过去一年买过护肤品？")
    card = tab.page.locator(".ma-audience")
    assert "位客户" in card.inner_text() and "可发邮件" in card.inner_text()
    tab.page.locator(".ma-save input").fill("护肤女性")
    tab.page.locator(".ma-save button").click()
    tab.page.wait_for_selector("text=已保存为“护肤女性”")
    tab.page.locator(".ma-menu summary").click()
    with tab.page.expect_download() as download:
        tab.page.locator(".ma-menu a", has_text="Mailchimp").first.click()
    assert download.value.suggested_filename == "护肤女性 mailchimp email.csv"


def test_copy_is_drafted_side_by_side(visit: Callable[..., Any], address: str) -> None:
    tab = visit(address, width=390, height=844)
    tab.ask("Write three emails about skincare")
    assert tab.page.locator(".ma-draft").count() == 3
    assert tab.page.locator(".ma-check-error").count() == 0
    assert tab.overflow() <= 0


def test_a_word_it_does_not_know_is_asked_about(visit: Callable[..., Any], address: str) -> None:
    tab = visit(address)
    tab.ask("How many flurbish customers are there?")
    assert "flurbish" in tab.page.locator(".ma-question, .ma-unknown").inner_text()
