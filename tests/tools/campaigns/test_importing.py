"""Files of sending tools: each shape is read, matched, stored once, and nothing at all where something is wrong."""

from datetime import datetime

import duckdb
import pytest

from tests.tools.small_shop import make_shop
from tools.campaigns.importing import import_results
from tools.campaigns.result_kinds import heading_kind, kind_of
from tools.campaigns.results import campaign_results
from tools.contract import BadInput, BadRequest
from tools.data.engine import writing
from tools.data.workspace import Workspace, WorkspaceSettings
from tools.desk import Shop

CLOCK = datetime(2026, 10, 31, 12, 0)
PEOPLE = [
    {"id": "C1", "email": "Ann@Example.com", "phone": "+49 151 1111111", "country": "Germany"},
    {"id": "C2", "email": "bob@example.com", "phone": "0171 2222222", "country": "Germany"},
    {"id": "C3", "email": "cid@example.com", "phone": None, "country": "Germany"},
    {"id": "C4", "email": "dee+news@example.com", "phone": "+49 151 4444444", "country": "Germany"},
    {"id": "C5", "email": "twin@example.com", "phone": None, "country": "Germany"},
    {"id": "C6", "email": "TWIN@example.com", "phone": None, "country": "Germany"},
]


@pytest.fixture
def workspace(tmp_path):
    """Six people, four of them in a campaign of the warehouse (C4 held back, C5 a twin's namesake)."""
    shop = make_shop(
        tmp_path / "shop",
        settings=WorkspaceSettings(country="DE", currency="EUR", time_zone="Europe/Berlin"),
        customers=PEOPLE,
        products=[{"id": "p1", "name": "Cream", "price": 20.0}],
        orders=[{"id": "o1", "customer_id": "C1", "ordered_at": "2026-10-03 10:00:00"}],
        order_lines=[{"order_id": "o1", "product_id": "p1", "quantity": 1, "unit_price": 20.0}],
        campaigns=[{"id": "K7", "name": "Herbstbrief", "channel": "email", "sent_at": None}],
        assignments=[
            {"campaign_id": "K7", "customer_id": one, "arm": arm, "assigned_at": "2026-09-30 08:00:00"}
            for one, arm in (("C1", "A"), ("C2", "A"), ("C3", "A"), ("C4", "control"), ("C5", "A"))
        ],
    )
    shop.close()
    return Workspace.open(tmp_path / "shop")


def bring(workspace, tmp_path, files, campaign="Herbstbrief", **more):
    paths = []
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        paths.append(tmp_path / name)
    return import_results(workspace, campaign, paths, clock=CLOCK, **more)


def rows(workspace, sql):
    with duckdb.connect(str(workspace.warehouse_path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def acts(workspace):
    return rows(workspace, "SELECT customer_id, type, strftime(occurred_at, '%m-%d %H:%M') FROM events ORDER BY ALL")


EVENTS = """Email,Event,Timestamp,Campaign Name
ann@example.com,Received Email,2026-10-01 09:00:00,Herbstbrief
bob@example.com,Received Email,2026-10-01 09:01:00,Herbstbrief
 CID@example.com ,Received Email,2026-10-01 09:01:30,Herbstbrief
ann@example.com,Opened Email,2026-10-01 10:00:00,Herbstbrief
ann@example.com,Clicked Email,2026-10-01 10:05:00,Herbstbrief
ann@example.com,Opened Email,2026-10-01 10:00:00,Herbstbrief
bob@example.com,Unsubscribed,2026-10-02 10:00:00,Herbstbrief
bob@example.com,Opened Email,2026-09-20 10:00:00,Herbstbrief
bob@example.com,Opened Email,2027-09-20 10:00:00,Herbstbrief
eve@example.com,Opened Email,2026-10-02 10:00:00,Herbstbrief
twin@example.com,Opened Email,2026-10-02 11:00:00,Herbstbrief
cid@example.com,Merged Profile,2026-10-02 11:00:00,Herbstbrief
cid@example.com,Opened Email,sometime,Herbstbrief
cid@example.com,Opened Email,2026-10-02 12:00:00,Winterbrief
"""


def test_a_row_an_event_is_read_matched_and_reported(workspace, tmp_path):
    found = bring(workspace, tmp_path, {"klaviyo.csv": EVENTS})
    assert acts(workspace) == [
        ("C1", "click", "10-01 10:05"), ("C1", "open", "10-01 10:00"), ("C1", "sent", "10-01 09:00"),
        ("C2", "sent", "10-01 09:01"), ("C2", "unsubscribe", "10-02 10:00"), ("C3", "sent", "10-01 09:01"),
        ("C5", "open", "10-02 11:00"),
    ]  # fmt: skip
    left = {name.removeprefix("left_out_"): count for name, count in found.totals.items() if count and "left" in name}
    assert left == {
        "unknown_kind": 1, "other_campaign": 1, "unknown_people": 1, "unreadable_time": 1, "future": 1,
        "before_sending": 1,
    }  # fmt: skip
    assert found.totals["read"] == 14 and found.title == "Results of Herbstbrief, sent 2026-10-01 09:00"
    assert rows(workspace, "SELECT sent_at FROM campaigns") == [(datetime(2026, 10, 1, 9, 0),)]


def test_the_same_file_twice_is_once(workspace, tmp_path):
    files = {"events.csv": EVENTS, "orders.csv": ORDERS}
    bring(workspace, tmp_path, files)
    before = acts(workspace), rows(workspace, "SELECT count(*), sum(unit_price) FROM order_lines")
    again = bring(workspace, tmp_path, files)
    assert (acts(workspace), rows(workspace, "SELECT count(*), sum(unit_price) FROM order_lines")) == before
    assert sum(count for name, count in again.totals.items() if name.startswith("added")) == 0


ORDERS = """Customer E-Mail;Bestellnummer;Datum;Betrag
ann@example.com;B-1;05.10.2026 14:00;1.234,50
ann@example.com;B-2;25.10.2026 14:00;19,90
bob@example.com;B-3;20.09.2026 14:00;5,00
cid@example.com;o1;06.10.2026 14:00;7,00
"""


def test_purchases_become_orders_the_shop_has_one_of_them_already(workspace, tmp_path):
    found = bring(workspace, tmp_path, {"orders.csv": ORDERS})
    stored = rows(
        workspace, "SELECT id, customer_id, ordered_at, unit_price FROM orders JOIN order_lines ON order_id = id"
    )
    assert sorted(row for row in stored if row[0].startswith("B-")) == [
        ("B-1", "C1", datetime(2026, 10, 5, 14, 0), 1234.5), ("B-2", "C1", datetime(2026, 10, 25, 14, 0), 19.9),
        ("B-3", "C2", datetime(2026, 9, 20, 14, 0), 5.0),
    ]  # fmt: skip
    assert found.totals["added_purchase"] == 3 and found.totals["known"] == 1


def test_an_order_without_a_number_that_the_shop_has_is_known_by_person_minute_and_amount(workspace, tmp_path):
    both = "".join(f"ann@example.com,2026-10-03T10:00:20,{amount}\n" for amount in ("20.00", "21.00"))
    text = f"email,purchased at,amount\n{both}"
    found = bring(workspace, tmp_path, {"purchases.csv": text})
    assert found.totals["added_purchase"] == 1 and found.totals["known"] == 1
    assert rows(workspace, "SELECT count(*) FROM orders WHERE customer_id = 'C1'") == [(2,)]


def test_returns_count_against(workspace, tmp_path):
    text = (
        "customer_id,event,time,order id,value\nC2,Placed Order,2026-10-04 10:00,X1,80\n"
        "C2,Refunded Order,2026-10-06 10:00,X1,30\n"
    )
    bring(workspace, tmp_path, {"metric.csv": text})
    assert rows(workspace, "SELECT sum(quantity * unit_price) FROM order_lines JOIN orders ON id = order_id "
                           "WHERE customer_id = 'C2'") == [(50.0,)]  # fmt: skip


def test_a_row_a_person_with_counts_is_dated_to_the_sending(workspace, tmp_path):
    """Mailchimp's shape: no times at all; the sending is known from another file."""
    files = {
        "sent.csv": "Email Address,Send Time\nann@example.com,2026-10-01 09:00\nbob@example.com,2026-10-01 09:00\n",
        "members.csv": "Email Address,First Name,Opens,Clicks,Open Rate\nann@example.com,Ann,3,1,30%\n"
        "bob@example.com,Bob,0,,\n",
    }
    found = bring(workspace, tmp_path, files)
    assert acts(workspace) == [
        ("C1", "click", "10-01 09:00"), ("C1", "open", "10-01 09:00"), ("C1", "sent", "10-01 09:00"),
        ("C2", "sent", "10-01 09:00"),
    ]  # fmt: skip
    assert any("no time of their own" in caveat for caveat in found.caveats)


def test_a_row_a_person_with_a_time_for_each_kind(workspace, tmp_path):
    text = (
        "手机号,发送时间,首次打开时间,点击时间\n0151 1111111,2026/10/1 9:00,2026/10/1 11:00,\n"
        "+491712222222,2026/10/1 9:00,,2026/10/2 8:30\n"
    )
    bring(workspace, tmp_path, {"短信明细.csv": text})
    assert acts(workspace) == [
        ("C1", "open", "10-01 11:00"), ("C1", "sent", "10-01 09:00"), ("C2", "click", "10-02 08:30"),
        ("C2", "sent", "10-01 09:00"),
    ]  # fmt: skip


def test_braze_names_events_in_dots_and_times_in_unix_seconds(workspace, tmp_path):
    text = (
        "external_user_id,event_type,time,campaign_id\nC1,users.messages.email.Send,1790838000,abc\n"
        "C1,users.messages.email.Open,1790841600,abc\nC3,users.messages.email.Delivery,1790838000,abc\n"
    )
    bring(workspace, tmp_path, {"currents.csv": text})
    assert [act[:2] for act in acts(workspace)] == [("C1", "open"), ("C1", "sent"), ("C3", "sent")]
    assert rows(workspace, "SELECT min(occurred_at) FROM events") == [(datetime(2026, 10, 1, 9, 0),)]  # Berlin's clock


def test_one_file_a_kind(workspace, tmp_path):
    files = {
        "sends.csv": "id,date\nC1,2026-10-01 09:00\nC2,2026-10-01 09:00\n",
        "email_opened.csv": "id,date\nC1,2026-10-01 12:00\n",
        "clicks.csv": "Customer ID,Timestamp\nC1,2026-10-01T12:01:00Z\n",
    }
    bring(workspace, tmp_path, files)
    assert acts(workspace) == [
        ("C1", "click", "10-01 14:01"), ("C1", "open", "10-01 12:00"), ("C1", "sent", "10-01 09:00"),
        ("C2", "sent", "10-01 09:00"),
    ]  # fmt: skip


def test_a_held_back_person_who_was_sent_it_is_named(workspace, tmp_path):
    text = "email,sent at\ndee+news@example.com,2026-10-01 09:00\nann@example.com,2026-10-01 09:00\n"
    found = bring(workspace, tmp_path, {"sent.csv": text}, language="zh")
    assert any("1 位留出的人" in caveat for caveat in found.caveats) and "的结果" in found.title


def test_all_or_nothing(workspace, tmp_path):
    bring(workspace, tmp_path, {"sent.csv": "id,date\nC1,2026-10-01 09:00\n"})
    good = {"good-opens.csv": "id,date\nC1,2026-10-03 09:00\n"}
    before, bytes_before = acts(workspace), workspace.warehouse_path.stat().st_size
    for name, text, reason in (
        ("clicks.csv", "colour,date\nred,2026-10-01\n", "names nobody"),
        ("data.csv", "id,remark\nC1,hello\n", "does not say what happened"),
        ("opens.csv", "id,date\nnobody,2026-10-01 10:00\n", "No row of these files can be used"),
        ("events.csv", "id,event,date,campaign\nC1,open,2026-10-02,X\nC2,open,2026-10-02,Y\n", "keep the rows of one"),
    ):
        with pytest.raises(BadInput, match=reason):
            bring(workspace, tmp_path, {**good, name: text} if name != "opens.csv" else {name: text})
    with pytest.raises(BadInput, match="does not exist"):
        import_results(workspace, "K7", [tmp_path / "missing.csv"])
    with pytest.raises(BadRequest, match="Herbstbrief"):
        bring(workspace, tmp_path, {"sent.csv": "id,date\nC1,2026-10-01 09:00\n"}, campaign="Herbstbrif 2")
    assert acts(workspace) == before and workspace.warehouse_path.stat().st_size == bytes_before


def test_what_was_imported_is_measured(workspace, tmp_path):
    with writing(workspace.warehouse_path) as connection:
        connection.execute(
            "INSERT INTO customers (id, email) SELECT 'N' || i, 'n' || i || '@example.com' FROM range(400) AS t(i)"
        )
        connection.execute(
            "INSERT INTO assignments SELECT 'K7', 'N' || i, CASE WHEN i % 4 = 0 THEN 'control' ELSE 'A' END, "
            "TIMESTAMP '2026-09-30 08:00:00' FROM range(400) AS t(i)"
        )
        connection.execute("INSERT INTO orders (id, ordered_at) VALUES ('last', TIMESTAMP '2026-12-01')")
    sends = "\n".join(f"n{i}@example.com,2026-10-01 09:00" for i in range(400) if i % 4)
    buys = "\n".join(
        f"n{i}@example.com,2026-10-08 09:00,30" for i in range(400) if (i % 4 and i % 5 == 0) or i % 40 == 0
    )
    files = {"sent.csv": f"email,sent at\n{sends}\n", "purchases.csv": f"email,ordered at,amount\n{buys}\n"}
    bring(workspace, tmp_path, files)
    shop = Shop.open(workspace)
    finding = campaign_results(shop.desk(), campaign="Herbstbrief")
    assert finding.totals["value"] == pytest.approx(61 / 304) and finding.totals["base"] == pytest.approx(10 / 101)
    assert finding.rows[1][0] == "A" and finding.totals["verdict"] == 1
    shop.close()


def test_a_bare_id_beside_addresses_numbers_the_orders(workspace, tmp_path):
    bring(workspace, tmp_path, {"orders.csv": "id,email,date,total\n77,bob@example.com,2026-10-05 10:00,12\n"})
    assert rows(workspace, "SELECT customer_id FROM orders WHERE id = '77'") == [("C2",)]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [("Opens", "open"), ("First Open Time", "open"), ("Email Clicked (count)", "click"), ("clicked_at", "click"),
     ("Open Rate", None), ("Open City", None), ("Unsubscribed", "unsubscribe"), ("Send Time (UTC)", "sent"),
     ("openedTimestamp", "open"), ("Total Clicks", "click"), ("Click URL", None), ("是否打开", "open"),
     ("点击次数", "click"),
     ("打开率", None), ("Marked as Spam", None), ("Did Not Open", None), ("Order ID", None), ("Customer Name", None)],
)  # fmt: skip
def test_headings_that_record_a_kind(heading, kind):
    assert heading_kind(heading) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Opened Email", "open"), ("OPN", "open"), ("users.messages.email.Click", "click"), ("Hard Bounce", "bounce"),
     ("Clicked unsubscribe link", "unsubscribe"), ("Placed Order", "purchase"), ("Received SMS", "sent"),
     ("已送达", "sent"), ("退订", "unsubscribe"), ("Ordered Product", "purchase"), ("Merged Profile", None),
     ("not opened", None), ("Checkout Started", None), ("Marked Email as Spam", "complaint"), ("email_opened", "open")],
)  # fmt: skip
def test_cells_that_name_a_kind(text, kind):
    assert kind_of(text) == kind


SENDS = "Customer ID,Send Date\nC1,10/1/2026 9:00 AM\nC2,10/1/2026 9:00 AM\n"
SHAPES = {
    "counts beside times": (
        {"Recipient Activity.csv": "Email Address,Recipient Status,Send Time,Opens,Last Open,Unsubscribed,Marked Spam\n"
         "ann@example.com,Sent,2026-10-01 09:00:00,2,2026-10-02 10:00:00,,\n"
         "bob@example.com,Sent,2026-10-01 09:00:00,0,,2026-10-03 08:00:00,\n"},
        {"sent": 2, "open": 1, "unsubscribe": 1},
    ),
    "compact times and codes": (
        {"stat.csv": "email;statusType;statusChange;sentDate\nann@example.com;OPN;20261001T113000;20261001T090000\n"
         "bob@example.com;CLK;20261001T113100;20261001T090000\n"},
        {"sent": 2, "open": 1, "click": 1},
    ),
    "numbers under To": (
        {"log.csv": "From,To,Status,SentDate\n+4915,+491511111111,delivered,2026-10-01T07:00:00Z\n"
         "+4915,+491712222222,undelivered,2026-10-01T07:00:00Z\n"},
        {"sent": 1, "bounce": 1},
    ),
    "a column that says what happened without a heading that says so": (
        {"明细.csv": "接收号码,发送状态,发送时间\n01511111111,发送成功,2026年10月1日 09:00\n"
         "01712222222,发送失败,2026年10月1日 09:00\n"},
        {"sent": 1, "bounce": 1},
    ),
    "one file proves the month first for the other": (
        {"opens.csv": "Customer ID,Open Date\nC1,10/13/2026 10:00 AM\n", "sends.csv": SENDS}, {"sent": 2, "open": 1},
    ),
    "German headings": (
        {"versand.csv": "Kundennummer;Gesendet am;Geöffnet am;Abgemeldet\nC1;01.10.2026 09:00;01.10.2026 10:00;\n"
         "C2;01.10.2026 09:00;;ja\n"},
        {"sent": 2, "open": 1, "unsubscribe": 1},
    ),
    "an order over two lines, the second without date and buyer": (
        {"orders.csv": "Name,Email,Created at,Lineitem quantity,Lineitem price,Total\n"
         "#1001,ann@example.com,2026-10-05 09:59:00 +0200,2,20.00,50.00\n#1001,,,1,10.00,\n"},
        {"purchase": 1},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_more_shapes(workspace, tmp_path, name):
    files, wanted = SHAPES[name]
    found = bring(workspace, tmp_path, files)
    assert {key[6:]: count for key, count in found.totals.items() if key.startswith("added_") and count} == wanted
    assert not [key for key, count in found.totals.items() if key.startswith("left_out") and count]
    assert rows(workspace, "SELECT count(*) FROM events WHERE month(occurred_at) <> 10") == [(0,)]
    if "order" in name:
        sql = "SELECT sum(quantity * unit_price) FROM order_lines WHERE order_id = '#1001'"
        assert rows(workspace, sql) == [(50.0,)]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("opens.csv", "Email,opened at\n", "opens.csv has headings but no rows"),
        (
            "opens.csv",
            "id,date\nnobody,2026-10-01 10:00\n",
            "1 of people the shop does not know.*as they are in this shop",
        ),
        (
            "opens.csv",
            "id,opened at\nC1,2099-10-01 10:00\n",
            "1 dated in the future.*which of day and month comes first",
        ),
        ("sent.csv", "id,sent at\nC1,gestern\n", "1 without a time.*2026-01-31 09:00"),
    ],
)
def test_a_file_that_brings_nothing_says_what_to_do(workspace, tmp_path, name, content, said):
    with pytest.raises(BadInput, match=said):
        bring(workspace, tmp_path, {name: content})
