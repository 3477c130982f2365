"""Dates are read in the order the whole column proves, and a day that does not exist is no date."""

from datetime import date, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.data.importing.helpers import bring, evaluated, one, rows, write
from tools.data.importing import plan_import
from tools.data.importing.dates import moment_sql
from tools.data.workspace import WorkspaceSettings

ANY_ORDER = {
    "2026-03-01": datetime(2026, 3, 1),
    "2026-3-1 9:05": datetime(2026, 3, 1, 9, 5),
    "2026/03/01 10:00": datetime(2026, 3, 1, 10),
    "2026年3月1日": datetime(2026, 3, 1),
    "2026年3月1日 下午3:05": datetime(2026, 3, 1, 15, 5),
    "20260301": datetime(2026, 3, 1),
    "20260301103000": datetime(2026, 3, 1, 10, 30),
    "1 Mar 2026": datetime(2026, 3, 1),
    "March 1, 2026 3:05 PM": datetime(2026, 3, 1, 15, 5),
    "1. März 2026": datetime(2026, 3, 1),
    "15 juillet 2026": datetime(2026, 7, 15),
    "15 de julio de 2026": datetime(2026, 7, 15),
    "01-Mar-26": datetime(2026, 3, 1),
    "46082": datetime(2026, 3, 1),
    "46082.5": datetime(2026, 3, 1, 12),
}
ZONED = {
    "2026-03-01T10:00:00Z": datetime(2026, 3, 1, 18),
    "2026-03-01 10:00:00 -0500": datetime(2026, 3, 1, 23),
    "2026-03-01T10:00:00.250+02:00": datetime(2026, 3, 1, 16, 0, 0, 250000),
    "2026-03-01 10:00:00 UTC": datetime(2026, 3, 1, 18),
    "1772359200": datetime(2026, 3, 1, 18),
    "1772359200000": datetime(2026, 3, 1, 18),
}
NO_DATES = [
    "31.02.2026",
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
    "1899-12-31",
    "hello",
    "",
    "12",
    "13/13/2026",
    "24:61",
]


def test_forms_that_need_no_order() -> None:
    for order in ("dmy", "mdy", "ymd", "iso"):
        assert evaluated(moment_sql("x", order, "Asia/Shanghai"), list(ANY_ORDER)) == list(ANY_ORDER.values())
        assert evaluated(moment_sql("x", order, "Asia/Shanghai"), list(ZONED)) == list(ZONED.values())
        assert evaluated(moment_sql("x", order, "UTC"), NO_DATES) == [None] * len(NO_DATES)


def test_order_decides_three_numbers_and_two_digit_years() -> None:
    texts = ["3/4/2026 08:30", "03.04.26", "3-4-2026"]
    day, month = datetime(2026, 4, 3), datetime(2026, 3, 4)
    assert evaluated(moment_sql("x", "dmy", "UTC"), texts) == [day.replace(hour=8, minute=30), day, day]
    assert evaluated(moment_sql("x", "mdy", "UTC"), texts) == [month.replace(hour=8, minute=30), month, month]
    assert evaluated(moment_sql("x", "dmy", "UTC", birth=True), ["03.04.71", "03.04.08"]) == [
        datetime(1971, 4, 3),
        datetime(2008, 4, 3),
    ]


@settings(max_examples=10, deadline=None)
@given(st.lists(st.datetimes(datetime(1970, 1, 1), datetime(2069, 12, 31)), min_size=1, max_size=40))
def test_round_trip_of_every_layout(moments: list[datetime]) -> None:
    minutes = [moment.replace(second=0, microsecond=0) for moment in moments]
    layouts = (("dmy", "%d.%m.%Y %H:%M"), ("mdy", "%m/%d/%Y %I:%M %p"), ("dmy", "%d/%m/%y %H:%M"),
               ("ymd", "%y-%m-%d %H:%M"),
               ("iso", "%Y-%m-%dT%H:%M"), ("iso", "%Y年%m月%d日 %H:%M"))  # fmt: skip
    for order, layout in layouts:
        assert evaluated(moment_sql("x", order, "UTC"), [moment.strftime(layout) for moment in minutes]) == minutes


def orders_of(folder: Path, dates: list[str]) -> str:
    lines = [f"{n},{n % 3},{day},10" for n, day in enumerate(dates, start=1)]
    return write(folder, "orders.csv", "order id,customer id,order date,total\n" + "\n".join(lines) + "\n")


def test_order_is_decided_from_the_whole_column_and_stated(tmp_path: Path) -> None:
    early = ["01/02/2026"] * 30_000  # nothing to be seen in the first rows
    for last, order in (("25/02/2026", "dmy"), ("02/25/2026", "mdy")):
        plan = plan_import([orders_of(tmp_path, [*early, last])])
        column = plan.files[0].choice("orders.ordered_at")
        assert column is not None and column.date_order == order
        assert last in column.evidence[0].en and last in column.evidence[0].zh
        assert not [question for question in plan.questions if "date_order" in question.key]


def test_undecidable_order_is_asked_and_can_be_told(tmp_path: Path) -> None:
    path = orders_of(tmp_path, ["03/03/2026", "01/02/2026", "02/01/2026"])
    plan = plan_import([path], settings=WorkspaceSettings(country="DE", currency="EUR"))
    (question,) = [question for question in plan.questions if "date_order" in question.key]
    assert question.default == "dmy" and question.options == ["dmy", "mdy"]
    assert plan_import([path], settings=WorkspaceSettings(country="US")).questions[0].default == "mdy"
    told = plan_import([path], overrides={question.key: "mdy"})
    assert told.files[0].choice("orders.ordered_at").date_order == "mdy"  # type: ignore[union-attr]
    assert not [one for one in told.questions if "date_order" in one.key]


def test_rows_in_date_order_decide(tmp_path: Path) -> None:
    dates = [date(2026, month, day).strftime("%d/%m/%Y") for month in (1, 2, 3) for day in range(1, 13)]
    column = plan_import([orders_of(tmp_path, dates)]).files[0].choice("orders.ordered_at")
    assert column is not None and column.date_order == "dmy" and "date order" in column.evidence[0].en


def test_a_date_that_does_not_exist_drops_its_row_and_is_counted(tmp_path: Path) -> None:
    workspace, report = bring(tmp_path, orders_of(tmp_path, ["27.02.2026", "31.02.2026", "28.02.2026", "99.99.9999"]))
    assert (report.read, report.kept, report.dropped) == (4, 2, 2)
    (dropped,) = report.files[0].dropped
    assert dropped.code == "bad_date" and dropped.examples == ["2", "4"]
    assert rows(workspace, "SELECT id FROM orders ORDER BY id") == [("1",), ("3",)]


def test_moments_with_a_zone_are_converted_to_the_shops(tmp_path: Path) -> None:
    path = orders_of(tmp_path, ["2026-03-01T20:00:00Z"])
    workspace, report = bring(tmp_path, path, overrides={"time_zone": "Asia/Shanghai"})
    assert one(workspace, "SELECT ordered_at FROM orders") == datetime(2026, 3, 2, 4)
    assert report.time_zone == workspace.settings.time_zone == "Asia/Shanghai"


def test_rows_dated_after_the_real_day_are_reported(tmp_path: Path) -> None:
    path = orders_of(tmp_path, ["2026-03-01", "2026-03-02", "2031-01-01"])
    _, report = bring(tmp_path, path, clock=date(2026, 3, 1))
    assert report.in_future == 2 and report.kept == 3


def test_a_separate_time_of_day_joins_the_date(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "sales.csv",
        "Invoice No,Customer ID,Date,Time,Amount\n1,a,03.05.2026,14:30,5\n2,b,17.05.2026,09:15,6\n",
    )
    workspace, _ = bring(tmp_path, path)
    assert one(workspace, "SELECT max(ordered_at) FROM orders") == datetime(2026, 5, 17, 9, 15)
