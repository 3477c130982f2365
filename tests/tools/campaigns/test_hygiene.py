"""Whom a campaign leaves out: each rule by itself against people made for it, and told where it cannot be applied."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.assistant.shop import make_shop
from tools.briefs import Brief
from tools.campaigns.hygiene import Hygiene, consent_steps, hygiene_steps
from tools.contract import BadRequest
from tools.copywriting.briefing import brief_copy
from tools.copywriting.reach import reach
from tools.data.compiler import compile_audience
from tools.data.engine import writing
from tools.data.workspace import HygieneSettings, Workspace, WorkspaceSettings
from tools.definitions import Attribute, Audience, Limit
from tools.desk import Desk, Shop

TODAY = "2024-02-15"
"""The day of the shop's last order."""


@pytest.fixture
def at_desk(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    opened = []

    def build(*statements: str, language: str = "en", **settings: int) -> Desk:
        workspace = make_shop(tmp_path / "shop")
        workspace.settings = WorkspaceSettings(hygiene=HygieneSettings(**settings))
        workspace.save_settings()
        with writing(workspace.warehouse_path) as connection:
            for statement in statements:
                connection.execute(statement)
        shop = Shop.open(Workspace.open(workspace.path))
        opened.append(shop)
        return shop.desk(language="zh" if language == "zh" else "en")

    yield build
    for shop in opened:
        shop.close()


def sent(customer: str, *days: str, kind: str = "sent") -> str:
    rows = ", ".join(f"('{customer}', '{kind}', '{day} 09:00:00', NULL, NULL)" for day in days)
    return f"INSERT INTO events VALUES {rows}"


def members(desk: Desk, audience: Audience) -> list[str]:
    query = compile_audience(audience, desk.dictionary, desk.today)
    return [row[0] for row in desk.warehouse.query(query.sql, query.parameters)[1]]


def removed(hygiene: Hygiene) -> dict[str, int]:
    return {step.reason: step.removed for step in hygiene.steps}


def test_consent_comes_first_and_every_number_adds_up(at_desk: Callable[..., Desk]) -> None:
    desk = at_desk(
        "UPDATE customers SET email_consent = false WHERE id = 'C0003'", sent("C0002", "2023-05-01", kind="unsubscribe")
    )
    result = hygiene_steps(desk, Audience(), "email")
    assert list(removed(result).items())[:3] == [
        ("no email consent", 1), ("no e-mail address", 1), ("unsubscribed or suppressed", 1),
    ]  # fmt: skip
    assert result.total - sum(step.removed for step in result.steps) == result.steps[-1].left
    assert members(desk, result.audience) == ["C0001", "C0004", "C0006"]
    brief = reach(desk, Brief(channel="email", language="en", goal="win_back"))
    assert brief.steps == result.steps[:3] == consent_steps(desk, Audience(), "email").steps


def test_the_cap_counts_the_message_that_would_be_too_many(at_desk: Callable[..., Desk]) -> None:
    desk = at_desk(
        sent("C0001", "2024-02-13", "2024-02-14", "2024-02-15"),
        sent("C0002", "2024-02-14", "2024-02-15"),
        sent("C0004", "2024-02-01", "2024-02-02", "2024-02-03", "2024-02-04"),
    )
    result = hygiene_steps(desk, Audience(), "email")
    assert removed(result)["3 or more messages in the last 7 days"] == 1
    assert "C0001" not in members(desk, result.audience)


def test_complaints_and_returns_need_a_pause(at_desk: Callable[..., Desk]) -> None:
    desk = at_desk(
        sent("C0001", "2024-01-20", kind="complaint"),
        sent("C0004", "2023-01-20", kind="complaint"),
        "INSERT INTO orders VALUES ('R1', 'C0002', '2024-02-10 10:00:00', 'web', 0, 'returned')",
        "INSERT INTO order_lines VALUES ('R1', 'P1', -1, 12.5)",
        "INSERT INTO orders VALUES ('R2', 'C0006', '2024-01-10 10:00:00', 'web', 0, 'returned')",
        "INSERT INTO order_lines VALUES ('R2', 'P1', -1, 12.5)",
    )
    result = hygiene_steps(desk, Audience(), "email")
    counts = removed(result)
    assert counts["complained in the last 90 days"] == 1
    assert counts["sent goods back in the last 14 days"] == 1
    assert members(desk, result.audience) == ["C0003", "C0004", "C0006"]


def test_contacts_too_new_and_too_old(at_desk: Callable[..., Desk]) -> None:
    desk = at_desk(
        f"UPDATE customers SET signup_date = DATE '{TODAY}' - 2 WHERE id = 'C0001'",
        f"UPDATE customers SET signup_date = DATE '{TODAY}' - 3 WHERE id = 'C0002'",
        "UPDATE orders SET ordered_at = ordered_at - INTERVAL 3 YEAR WHERE customer_id IN ('C0003', 'C0004')",
        "UPDATE customers SET signup_date = DATE '2020-01-01' WHERE id IN ('C0003', 'C0004', 'C0006')",
        sent("C0004", "2023-12-01", kind="open"),
    )
    result = hygiene_steps(desk, Audience(), "email")
    counts = removed(result)
    assert counts["registered less than 3 days ago"] == 1
    assert counts["not heard of for more than 730 days"] == 1
    assert members(desk, result.audience) == ["C0002", "C0004", "C0006"]


def test_what_the_shop_lacks_or_switched_off_is_said_in_both_languages(at_desk: Callable[..., Desk]) -> None:
    desk = at_desk(return_quiet_days=0, frequency_cap_days=0)
    assert hygiene_steps(desk, Audience(), "push").not_applied == [
        "consent: the data has none for this channel, apply it in the sending tool",
        "frequency cap: switched off in workspace.toml",
        "complained in the last 90 days: the data has no “complaint” events",
        "recent return: switched off in workspace.toml",
    ]
    assert hygiene_steps(desk.speaking("zh"), Audience(), "email").not_applied == [
        "发送频次上限：已在 workspace.toml 里关闭", "最近 90 天有投诉：数据里没有投诉记录",
        "近期退货：已在 workspace.toml 里关闭",
    ]  # fmt: skip


def test_a_limit_counts_those_who_may_be_written_to(at_desk: Callable[..., Desk]) -> None:
    desk = at_desk("UPDATE customers SET email_consent = false WHERE id = 'C0006'")
    result = hygiene_steps(desk, Audience(limit=Limit(by="spend", count=2)), "email")
    assert (result.total, result.steps[-1].reason, result.steps[-1].left) == (2, "beyond the audience's limit", 2)
    assert members(desk, result.audience) == ["C0003", "C0004"]


def test_an_audience_that_cannot_be_counted_is_not_blamed_on_a_rule(at_desk: Callable[..., Desk]) -> None:
    with pytest.raises(BadRequest, match="Atlantis"):
        hygiene_steps(at_desk(), Audience(all=[Attribute(field="city", values=["Atlantis"])]), "email")


def test_a_shop_that_keeps_no_consent_can_still_draft(at_desk: Callable[..., Desk]) -> None:
    desk = at_desk("UPDATE customers SET sms_consent = NULL, email_consent = NULL")
    for channel in ("sms", "email"):
        assert consent_steps(desk, Audience(), channel).not_applied
        finding = brief_copy(desk, Brief(channel=channel, language="en", audience=Audience()))
        assert any("who agreed" in caveat for caveat in finding.caveats)
