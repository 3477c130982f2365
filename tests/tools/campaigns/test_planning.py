"""A plan: everybody in one arm, the same people on every day, and figures that separate queries agree with."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.tools.campaigns.drawn import arm_sizes, read_assignments
from tests.tools.small_shop import make_shop
from tools.briefs import Brief
from tools.campaigns.definitions import CONTROL, Campaign
from tools.campaigns.drawing import draw
from tools.campaigns.planning import plan_campaign
from tools.campaigns.store import find_record
from tools.contract import BadRequest, NotAllowed
from tools.copywriting.briefing import brief_copy
from tools.data.workspace import Workspace
from tools.definitions import Attribute, Audience, Bought, Limit, Period
from tools.desk import Desk, Shop

TODAY = date(2026, 10, 31)
GERMANY = Audience(all=[Attribute(field="country", values=["Germany"])])


@pytest.fixture(scope="module")
def desk(demo_desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder: Path = tmp_path_factory.mktemp("plan") / "shop"
    folder.mkdir()
    for entry in demo_desk.workspace.path.iterdir():
        if entry.is_file() and entry.name != ".lock":
            shutil.copy(entry, folder / entry.name)
    shop = Shop.open(Workspace.open(folder))
    yield shop.desk()
    shop.close()


def campaign(**told: object) -> Campaign:
    brief = Brief(channel="email", language="en", audience=GERMANY, variants=3)
    return Campaign.model_validate({"brief": brief, "holdout_share": 0.2, **told})


def test_everybody_who_may_be_written_to_is_in_one_arm(desk: Desk) -> None:
    plan = plan_campaign(desk, campaign(name="Hello Germany"))
    record = find_record(desk.workspace, "hello germany")
    rows = read_assignments(desk.workspace, record.id, "SELECT customer_id, arm FROM drawn")
    assert len({identity for identity, _ in rows}) == len(rows) == plan.totals["reachable"]
    assert abs(plan.totals["held_back"] - 0.2 * len(rows)) < 1
    assert record.assigned == arm_sizes(desk.workspace, record.id)
    assert max(record.assigned[letter] for letter in "ABC") - min(record.assigned[letter] for letter in "ABC") <= 1
    _, consenting = desk.warehouse.query("SELECT id FROM customers WHERE country = 'Germany' AND email_consent")
    assert {identity for identity, _ in rows} <= {identity for (identity,) in consenting}


def test_planned_twice_nobody_changes_sides(desk: Desk) -> None:
    plan_campaign(desk, campaign(name="Twice"))
    record = find_record(desk.workspace, "Twice")
    before = read_assignments(desk.workspace, record.id, "SELECT customer_id, arm FROM drawn ORDER BY 1")
    plan_campaign(desk, campaign(name="Twice"))
    assert read_assignments(desk.workspace, record.id, "SELECT customer_id, arm FROM drawn ORDER BY 1") == before


def test_fewer_drafts_leave_the_held_back_where_they_are(desk: Desk) -> None:
    one = campaign(name="Letters")
    draw(desk, one, GERMANY, "letters-1", "ABC")
    before = set(
        read_assignments(desk.workspace, "letters-1", f"SELECT customer_id FROM drawn WHERE arm = '{CONTROL}'")
    )
    draw(desk, one, GERMANY, "letters-1", "B")
    after = set(read_assignments(desk.workspace, "letters-1", f"SELECT customer_id FROM drawn WHERE arm = '{CONTROL}'"))
    assert before == after
    assert set(arm_sizes(desk.workspace, "letters-1")) == {CONTROL, "B"}


def test_strata_are_split_evenly(desk: Desk) -> None:
    everyone = Audience()
    draw(desk, campaign(stratify_by=["country"], holdout_share=0.25), everyone, "strata-1", "A")
    held = read_assignments(desk.workspace, "strata-1", f"SELECT customer_id FROM drawn WHERE arm = '{CONTROL}'")
    ids = [identity for (identity,) in held]
    _, rows = desk.warehouse.query(
        "SELECT country, count(*), count(*) FILTER (WHERE list_contains($ids, id)) FROM customers GROUP BY country",
        {"ids": ids},
    )
    for _, people, out in rows:
        assert abs(out - people / 4) <= 1


def test_the_base_rate_is_of_people_like_these_a_horizon_ago(desk: Desk) -> None:
    lapsed = Audience(all=[Bought()], none=[Bought(period=Period(kind="rolling", unit="day", count=90))])
    brief = Brief(channel="wechat", language="en", audience=lapsed)
    plan = plan_campaign(desk, Campaign(name="Lapsed", brief=brief))
    _, rows = desk.warehouse.query(
        "WITH bought AS (SELECT customer_id, CAST(ordered_at AS DATE) AS day FROM orders JOIN order_lines l ON "
        "l.order_id = orders.id WHERE quantity > 0 AND customer_id IN (SELECT id FROM customers)), "
        "people AS (SELECT customer_id FROM bought WHERE day <= $day::DATE - 30 GROUP BY 1 "
        "HAVING max(day) < $day::DATE - 120) "
        "SELECT count(*), count(*) FILTER (WHERE customer_id IN (SELECT customer_id FROM bought "
        "WHERE day > $day::DATE - 30 AND day <= $day::DATE)) FROM people",
        {"day": desk.today},
    )
    assert (plan.totals["like_them"], plan.totals["buyers"]) == rows[0]
    assert plan.totals["base_rate"] == pytest.approx(rows[0][1] / rows[0][0])


def test_without_a_holdout_nothing_can_be_learnt_and_that_is_said(desk: Desk) -> None:
    plan = plan_campaign(desk, campaign(name="All in", holdout_share=0))
    assert CONTROL not in find_record(desk.workspace, "All in").assigned
    assert any("Nobody is held back" in caveat for caveat in plan.caveats)


def test_too_few_people_are_told_what_they_cannot_show(desk: Desk) -> None:
    few = Audience(all=[Attribute(field="city", values=["Berlin"])])
    brief = Brief(channel="email", language="zh", audience=few)
    plan = plan_campaign(replace(desk, language="zh"), Campaign(name="小", brief=brief, smallest_lift=0.05))
    assert any("无法与偶然区分" in caveat or "看不出" in caveat for caveat in plan.caveats)


def test_nobody_to_write_to_is_not_allowed(desk: Desk) -> None:
    none = Audience(all=[Attribute(field="email_consent", values=[False])])
    with pytest.raises(NotAllowed, match="may be written to"):
        plan_campaign(desk, Campaign(brief=Brief(channel="email", language="en", audience=none)))


def test_an_audience_that_nobody_is_in_is_told_as_one(desk: Desk) -> None:
    none = Audience(all=[Attribute(field="age", op="gt", values=[140])])
    with pytest.raises(NotAllowed, match=r"No customer matches this audience.*drop a condition"):
        plan_campaign(desk, Campaign(brief=Brief(channel="email", language="en", audience=none)))


def test_fewer_people_than_drafts_leave_drafts_that_nobody_gets(desk: Desk) -> None:
    two = Audience(limit=Limit(by="spend", count=2))
    brief = Brief(channel="email", language="en", audience=two, variants=4)
    plan = plan_campaign(desk, Campaign(name="Few", brief=brief, holdout_share=0))
    assert any("2 people are too few for so many drafts: nobody gets " in caveat for caveat in plan.caveats)


def test_strata_of_one_person_each_are_refused(desk: Desk) -> None:
    with pytest.raises(BadRequest, match="points at one person"):
        plan_campaign(desk, campaign(stratify_by=["email"]))


def test_a_shop_without_consent_data_plans_nothing(tmp_path: Path) -> None:
    rows = [{"id": str(number), "name": "Ann", "email": f"a{number}@example.com"} for number in range(9)]
    shop = make_shop(tmp_path / "bare", customers=rows)
    with pytest.raises(NotAllowed, match="sms_consent"):
        plan_campaign(shop.desk(today=TODAY), Campaign(brief=Brief(channel="sms", language="en")))
    shop.close()


def test_a_change_keeps_the_id_and_what_was_before(desk: Desk) -> None:
    first = plan_campaign(replace(desk, scratch={}), campaign(name="Tea"))
    identity = first.definition["id"]
    changed = campaign(name="Tea for two", holdout_share=0.3, replaces=identity)
    assert plan_campaign(replace(desk, scratch={}), changed).definition["id"] == identity
    record = find_record(desk.workspace, identity[-6:])
    assert (record.campaign.name, [one.campaign.name for one in record.earlier]) == ("Tea for two", ["Tea"])
    assert record.campaign.replaces is None
    other = plan_campaign(replace(desk, scratch={}), campaign(name="Tea")).definition["id"]
    assert other != identity and find_record(desk.workspace, identity).campaign.name == "Tea for two"


def test_the_same_brief_elsewhere_has_other_texts(desk: Desk) -> None:
    planned = plan_campaign(replace(desk, scratch={}), campaign(name="Coffee"))
    assert brief_copy(replace(desk, scratch={}), campaign(name="Coffee").brief).handle != planned.handle
    again = plan_campaign(replace(desk, scratch={}), campaign(name="Coffee", holdout_share=0.3))
    assert again.handle == planned.handle
