"""What the page stands on: facts, examples, downloads, exports, saving and importing, with a real shop."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.page_files import FORMULA, csv_bytes, file_name
from assistant.page_services import ShopHost
from assistant.settings import Settings
from tools.audiences import size_audience
from tools.contract import BadInput, BadRequest, Column, Finding
from tools.data.workspace import Workspace, WorkspaceSettings
from tools.definitions import Attribute, Audience, Limit, Metric
from tools.metrics import measure


@pytest.fixture(scope="module")
def host(demo_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShopHost]:
    """A page's host over a copy of the demo shop, since saving writes to it."""
    folder = tmp_path_factory.mktemp("page") / "shop"
    shutil.copytree(demo_workspace.path, folder)
    host = ShopHost.open(folder, Settings())
    yield host
    host.close()


def chinese(host: ShopHost) -> Finding:
    return size_audience(host.shop.desk(), Audience(all=[Attribute(field="country", values=["China"])]))


def test_facts_count_what_the_shop_holds(host: ShopHost) -> None:
    facts = host.facts()
    assert facts.counts["customers"] == 1500 and facts.today is not None and facts.model == ""


@pytest.mark.parametrize("language", ["en", "zh"])
def test_examples_are_six_and_speak_the_language(host: ShopHost, language: str) -> None:
    examples = host.example_questions(language)  # type: ignore[arg-type]
    assert len(examples) == len(set(examples)) == 6
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in text) == (language == "zh") for text in examples)


def test_reach_is_no_more_than_the_audience(host: ShopHost) -> None:
    finding = chinese(host)
    assert finding.audience is not None
    reach = host.reach(finding.audience)
    assert set(reach) == {"email_reach", "sms_reach"} and all(0 < n <= finding.audience.size for n in reach.values())


def test_a_download_has_every_row(host: ShopHost) -> None:
    finding = measure(host.shop.desk(), Metric(measures=["net_revenue"], dimensions=["product"]))
    name, kind, content = host.rows_as_csv(finding, "en")
    table = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(table) == finding.total_rows + 1 > 201
    assert name.endswith(".csv") and kind.startswith("text/csv")


def test_an_audience_is_saved_and_exported(host: ShopHost) -> None:
    audience = chinese(host).audience
    assert audience is not None
    assert host.save_audience("  China  客户 ", audience, "en") == "China 客户"
    name, _, content = host.audience_as_file(audience, "klaviyo", "en")
    assert "klaviyo" in name and content.startswith(b"Email Address,")
    with pytest.raises(BadRequest, match="no platform"):
        host.audience_as_file(audience, "../etc", "en")


def test_an_audience_is_exported_for_the_channel_its_people_agreed_to(host: ShopHost) -> None:
    audience = chinese(host).audience
    assert audience is not None
    reach, written = host.reach(audience), {}
    for channel in ("email", "sms"):
        name, _, content = host.audience_as_file(audience, "csv", "zh", channel)
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
        written[channel] = {row["id"] for row in rows}
        assert channel in name and all(row["email" if channel == "email" else "phone"] for row in rows)
        assert 0 < len(rows) <= reach[f"{channel}_reach"]
    assert written["email"] != written["sms"]
    assert host.audience_as_file(audience, "klaviyo", "en", "sms")[2].startswith(b"Phone Number,")
    with pytest.raises(BadRequest, match=r"fax is no channel.*email, sms"):
        host.audience_as_file(audience, "csv", "en", "fax")
    with pytest.raises(BadRequest, match="没有 fax 渠道"):
        host.audience_as_file(audience, "csv", "zh", "fax")


def test_the_reach_of_the_best_few_is_counted_among_them(host: ShopHost) -> None:
    few = size_audience(host.shop.desk(), Audience(limit=Limit(by="spend", count=50))).audience
    assert few is not None
    reach = host.reach(few)
    assert 0 < reach["email_reach"] <= 50 and 0 < reach["sms_reach"] <= 50
    content = host.audience_as_file(few, "csv", "en", "sms")[2].decode("utf-8-sig")
    assert len(content.splitlines()) - 1 <= reach["sms_reach"]


def test_the_page_offers_every_platform(host: ShopHost) -> None:
    from tools.data.exports import LAYOUTS
    from ui.cards import PLATFORMS
    from ui.i18n import words

    assert set(PLATFORMS) == set(LAYOUTS)
    audience = chinese(host).audience
    assert audience is not None
    for platform in PLATFORMS:
        assert words("en", f"platform.{platform}") and words("zh", f"platform.{platform}")
        name, kind, content = host.audience_as_file(audience, platform, "zh")
        assert content and (name.endswith(".parquet") and content[:4] == b"PAR1") == (platform == "parquet")
        assert kind.startswith("text/csv") or platform == "parquet"


@given(st.lists(st.one_of(st.text(), st.none(), st.integers(), st.floats(allow_nan=False)), min_size=1, max_size=4))
def test_no_cell_of_a_csv_can_run_as_a_formula(cells: list[object]) -> None:
    columns = [Column(name=f"c{n}") for n in range(len(cells))]
    text = csv_bytes(columns, [list(cells)]).decode("utf-8-sig")
    row = list(csv.reader(io.StringIO(text, newline="")))[1:]
    for cell in row[0] if row else []:
        start = cell.strip()[:1]
        numeric = cell.lstrip("+-").replace(".", "").replace(",", "").replace("e", "").replace("-", "").rstrip("%")
        assert not start or start not in FORMULA or numeric.replace("+", "").isdigit(), cell


def test_file_names_are_tame() -> None:
    assert file_name("../../etc/passwd\0") == "etc passwd.csv"
    assert file_name("销售额：按品类") == "销售额 按品类.csv"
    assert file_name("///") == "rows.csv" and len(file_name("x" * 500)) <= 64


def test_files_are_planned_then_imported_and_the_shop_is_open_again(tmp_path: Path) -> None:
    shop = Workspace.create(tmp_path / "shop", WorkspaceSettings(name="New"))
    lines = [f"A{n},2026-0{1 + n % 9}-11,C{n % 7},Mug {n % 3},{1 + n % 2},12.50" for n in range(60)]
    file = tmp_path / "orders.csv"
    file.write_text("Order,Date,Customer ID,Product,Quantity,Unit price\n" + "\n".join(lines), encoding="utf-8")
    host = ShopHost.open(shop.path, Settings())
    assert host.facts().today is None and host.example_questions("en") == []
    plan = host.plan_import([file])
    assert "orders.csv" in plan.text("en")
    stages: list[float] = []
    report = host.import_files(plan, "en", lambda stage, share: stages.append(share))
    assert "60" in report and stages == sorted(stages) and host.facts().counts["order_lines"] == 60
    file.write_bytes(b"")
    with pytest.raises(BadInput):
        host.plan_import([file])
    assert host.facts().counts["orders"] == 60
    host.close()


def test_a_shop_someone_writes_to_is_not_opened(tmp_path: Path) -> None:
    shop = Workspace.create(tmp_path / "shop", WorkspaceSettings())
    with shop.lock(exclusive=True, purpose="import"), pytest.raises(BadInput, match="in use by `import`"):
        ShopHost.open(shop.path, Settings())
