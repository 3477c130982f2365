"""The rows of the full shop: sizes, references, money, consent and phones, all by plain SQL."""

import re

import phonenumbers

from tests.tools.data.demo.conftest import Frame
from tools.data.workspace import Workspace


def one(frame: Frame, sql: str) -> object:
    return frame(sql).iloc[0, 0]


def test_sizes(frame: Frame) -> None:
    assert one(frame, "SELECT count(*) FROM customers") == 20_000
    assert 100_000 <= one(frame, "SELECT count(*) FROM orders") <= 130_000
    assert one(frame, "SELECT count(*) FROM products") >= 300
    assert one(frame, "SELECT count(*) FROM campaigns") == 24
    assert 40_000 <= one(frame, "SELECT count(*) FROM events WHERE type IN ('view', 'cart')") <= 80_000
    without = one(frame, "SELECT avg((id NOT IN (SELECT customer_id FROM orders))::INT) FROM customers")
    assert 0.055 <= without <= 0.065


def test_ids_are_unique_and_shaped(frame: Frame) -> None:
    for table, pattern in (("orders", "O[0-9]{6}"), ("customers", "C[0-9]{5}"), ("products", "SK-[0-9]{4}")):
        assert one(frame, f"SELECT count(*) - count(DISTINCT id) FROM {table}") == 0
        assert one(frame, f"SELECT count(*) FROM {table} WHERE NOT regexp_full_match(id, '{pattern}')") == 0
    assert one(frame, "SELECT min(id) FROM orders") == "O100001"


def test_every_reference_leads_somewhere(frame: Frame) -> None:
    for table, column, target in (
        ("orders", "customer_id", "customers"), ("order_lines", "order_id", "orders"),
        ("order_lines", "product_id", "products"), ("events", "customer_id", "customers"),
        ("events", "campaign_id", "campaigns"), ("events", "product_id", "products"),
        ("assignments", "customer_id", "customers"), ("assignments", "campaign_id", "campaigns"),
    ):  # fmt: skip
        lost = f"SELECT count(*) FROM {table} t ANTI JOIN {target} x ON t.{column} = x.id WHERE t.{column} IS NOT NULL"
        assert one(frame, lost) == 0, (table, column)


def test_days_run_from_first_to_last(frame: Frame) -> None:
    days = frame("SELECT min(ordered_at)::DATE::VARCHAR a, max(ordered_at)::DATE::VARCHAR b FROM orders")
    assert days.values.tolist() == [["2024-11-01", "2026-10-31"]]
    assert one(frame, "SELECT max(occurred_at)::DATE::VARCHAR FROM events") == "2026-10-31"
    assert one(frame, "SELECT max(signup_date) <= DATE '2026-10-31' FROM customers")


def test_nobody_orders_or_hears_before_signing_up(frame: Frame) -> None:
    for table, column in (("orders", "ordered_at"), ("events", "occurred_at")):
        early = (
            f"SELECT count(*) FROM {table} t JOIN customers c ON c.id = t.customer_id WHERE t.{column} < c.signup_date"
        )
        assert one(frame, early) == 0


def test_money_of_orders(frame: Frame) -> None:
    assert set(frame("SELECT DISTINCT status FROM orders").status) == {"completed"}
    value = (
        "SELECT order_id, sum(quantity * unit_price) AS value, count(*) FILTER (quantity > 0) AS bought "
        "FROM order_lines GROUP BY 1"
    )
    joined = frame(f"SELECT discount, value, bought FROM orders LEFT JOIN ({value}) ON order_id = id")
    assert (joined.discount >= 0).all()
    assert (joined.discount <= joined.value + 1e-9).all()
    assert (joined.bought >= 1).all()
    assert ((joined.discount * 100).round(6) % 1 == 0).all()


def test_returns_stay_within_what_was_bought(frame: Frame) -> None:
    lines = frame(
        "SELECT order_id, product_id, sum(quantity) AS kept, min(quantity) AS least, "
        "count(DISTINCT unit_price) AS prices, count(*) FILTER (quantity > 0) AS bought FROM order_lines GROUP BY 1, 2"
    )
    assert (lines.kept >= 0).all() and (lines.bought == 1).all() and (lines.prices == 1).all()
    assert 0.02 < (lines.least < 0).mean() < 0.10


def test_nothing_is_sold_before_its_launch(frame: Frame) -> None:
    early = (
        "SELECT count(*) FROM order_lines JOIN orders o ON o.id = order_id JOIN products p ON p.id = product_id "
        "WHERE ordered_at::DATE < launched_on"
    )
    assert one(frame, early) == 0
    assert one(frame, "SELECT count(*) FROM products WHERE launched_on >= DATE '2024-11-01'") > 20


def test_seasons_show(frame: Frame) -> None:
    by_day = frame(
        "SELECT country, ordered_at::DATE AS day, count(*) AS n FROM orders o JOIN customers c ON c.id = customer_id "
        "GROUP BY ALL"
    )
    china = by_day[by_day.country == "China"].set_index("day").n
    america = by_day[by_day.country == "United States"].set_index("day").n
    assert str(china.idxmax())[5:10] == "11-11"
    assert america["2025-11-28"] > 2 * america.median()
    assert china["2026-06-18"] > 2 * china.median()
    hours = frame("SELECT hour(ordered_at) AS h, count(*) AS n FROM orders WHERE channel = 'online' GROUP BY 1")
    assert hours.set_index("h").n.idxmax() in (19, 20, 21, 22)


def test_wechat_is_chinese(frame: Frame) -> None:
    where = "SELECT DISTINCT country FROM orders o JOIN customers c ON c.id = customer_id WHERE channel = 'wechat'"
    assert frame(where).country.tolist() == ["China"]


def test_messages_respect_consent_and_unsubscribing(frame: Frame) -> None:
    unwanted = (
        "SELECT count(*) FROM events e JOIN campaigns k ON k.id = campaign_id JOIN customers c ON c.id = customer_id "
        "WHERE (k.channel = 'email' AND (c.email_consent IS NOT TRUE OR c.email IS NULL)) "
        "OR (k.channel = 'sms' AND (c.sms_consent IS NOT TRUE OR c.phone IS NULL))"
    )
    assert one(frame, unwanted) == 0
    after = (
        "SELECT count(*) FROM events e JOIN campaigns k ON k.id = campaign_id JOIN "
        "(SELECT customer_id, min(occurred_at) AS gone FROM events WHERE type = 'unsubscribe' GROUP BY 1) u "
        "USING (customer_id) WHERE e.type = 'sent' AND k.sent_at > gone"
    )
    assert one(frame, after) == 0


def test_reactions_follow_a_sending(frame: Frame) -> None:
    rows = frame(
        "SELECT campaign_id, customer_id, min(occurred_at) FILTER (type = 'sent') AS sent, "
        "min(occurred_at) FILTER (type = 'open') AS opened, min(occurred_at) FILTER (type = 'click') AS clicked, "
        "count(*) FILTER (type = 'sent') AS times FROM events WHERE campaign_id IS NOT NULL GROUP BY 1, 2"
    )
    assert (rows.times == 1).all()
    assert (rows.opened.dropna() > rows.sent[rows.opened.notna()]).all()
    both = rows.dropna(subset=["opened", "clicked"])
    assert (both.clicked > both.opened).all()


def test_control_groups_hear_nothing_and_match_in_size(frame: Frame) -> None:
    held_back = (
        "SELECT count(*) FROM events e JOIN assignments a USING (campaign_id, customer_id) WHERE arm = 'control'"
    )
    assert one(frame, held_back) == 0
    arms = frame("SELECT campaign_id, arm, count(*) AS n FROM assignments GROUP BY ALL")
    assert set(arms.arm) == {"treatment", "control"} and arms.campaign_id.nunique() == 2
    assert (arms.groupby("campaign_id").n.agg(lambda sizes: sizes.max() - sizes.min()) <= 1).all()


def test_contacts(frame: Frame) -> None:
    customers = frame("SELECT * FROM customers")
    for phone in customers.phone.dropna():
        number = phonenumbers.parse(phone)
        assert phonenumbers.is_valid_number(number), phone
        assert phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) == phone
    emails = customers.email.dropna()
    assert emails.is_unique
    assert emails.str.fullmatch(r"[a-z0-9.'+_\-]+@(example\.(com|net|org)|(mail|post)\.example)").all()
    chinese = customers[customers.country == "China"].name
    assert chinese.map(lambda name: bool(re.search(r"[一-鿿]", name))).all()
    for column in ("gender", "birth_date", "email", "phone", "email_consent", "sms_consent", "city"):
        assert 0.001 < customers[column].isna().mean() < 0.2, column
    assert customers.name.str.contains("'").any() and (customers.name.str.len() > 45).any()


def test_values_a_question_may_name(frame: Frame) -> None:
    for column, values in {
        "country": {"China", "United States", "United Kingdom", "Germany"},
        "loyalty_tier": {"none", "silver", "gold", "platinum"},
        "acquisition_channel": {"organic", "paid search", "social", "referral", "store", "marketplace"},
        "preferred_language": {"en", "zh", "de"},
    }.items():
        assert set(frame(f"SELECT DISTINCT {column} FROM customers")[column]) == values


def test_documents(full_shop: Workspace, frame: Frame) -> None:
    files = sorted(full_shop.documents_path.iterdir())
    kinds = []
    for file in files:
        text = file.read_text(encoding="utf-8")
        head = dict(line.split(": ", 1) for line in text.split("---")[1].strip().splitlines())
        kinds.append((head["kind"], head["language"]))
        if head["kind"] == "campaign":
            sent = one(
                frame, f"SELECT count(*) FROM events WHERE type = 'sent' AND campaign_id = '{head['campaign_id']}'"
            )
            assert f"{sent:,}" in text, file.name
            assert (
                one(frame, f"SELECT strftime(sent_at, '%Y-%m-%d') FROM campaigns WHERE id = '{head['campaign_id']}'")
                in text
            )
    assert 8 <= kinds.count(("campaign", "en")) == kinds.count(("campaign", "zh")) <= 12
    assert kinds.count(("brand", "en")) == kinds.count(("brand", "zh")) >= 2
