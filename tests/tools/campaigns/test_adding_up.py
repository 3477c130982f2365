"""Whatever is asked, what hygiene removed adds up: chosen, less each removal, is who is left; and consent once."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.assistant.shop import make_shop
from tools.briefs import Brief
from tools.campaigns.definitions import Campaign
from tools.campaigns.hygiene import Hygiene, audience_size, consent_steps, hygiene_steps
from tools.campaigns.planning import plan_campaign
from tools.contract import NotAllowed
from tools.data.engine import writing
from tools.data.workspace import Workspace
from tools.definitions import Attribute, Audience, Bought, Condition, Contactable, Group, Limit
from tools.desk import Desk, Shop

_MORE = """
INSERT INTO customers SELECT 'M' || i, 'Mia ' || i, CASE WHEN i % 5 > 0 THEN 'm' || i || '@example.com' END,
  CASE WHEN i % 4 > 0 THEN '+4915123456' || (100 + i) END, 'F', NULL, ['London', 'Shanghai', 'Berlin'][1 + i % 3], 'GB',
  DATE '2024-02-14' - (i * 20)::INT, [true, false, NULL][1 + i % 3], [true, true, false, NULL][1 + i % 4]
FROM range(60) t(i);
INSERT INTO orders SELECT 'X' || i, 'M' || i, TIMESTAMP '2024-02-14' - to_days((i * 11)::INT), 'web', 0, 'paid'
FROM range(40) t(i);
INSERT INTO order_lines SELECT 'X' || i, 'P1', CASE WHEN i % 7 = 0 THEN -1 ELSE i % 4 + 1 END, 12.5 FROM range(40) t(i);
INSERT INTO events SELECT 'M' || i, ['sent', 'sent', 'complaint', 'unsubscribe'][1 + i % 4],
  TIMESTAMP '2024-02-13' - to_days((i % 3)::INT), NULL, NULL FROM range(0, 60, 3) t(i);
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    workspace = make_shop(Path(tmp_path_factory.mktemp("adding")) / "shop")
    with writing(workspace.warehouse_path) as connection:
        connection.execute(_MORE)
    shop = Shop.open(Workspace.open(workspace.path))
    yield shop.desk()
    shop.close()


CHANNELS = ("email", "sms", "push")
_yes_or_no = st.sampled_from([[True], [False]])
_conditions: st.SearchStrategy[Condition] = st.one_of(
    st.builds(Attribute, field=st.sampled_from(["email_consent", "sms_consent"]), values=_yes_or_no),
    st.builds(Attribute, field=st.sampled_from(["email", "phone"]), op=st.sampled_from(["known", "unknown"])),
    st.builds(Contactable, channel=st.sampled_from(["email", "sms"])),
    st.builds(Attribute, field=st.just("city"), values=st.sampled_from([["London"], ["Berlin", "Shanghai"]])),
    st.builds(Bought, op=st.just("ge"), value=st.integers(1, 2)),
)  # fmt: skip
_groups = st.builds(Group, any=st.lists(_conditions, min_size=1, max_size=2))
_limits = st.one_of(
    st.none(),
    st.builds(Limit, by=st.sampled_from(["spend", "orders"]), count=st.integers(1, 90)),
    st.builds(Limit, by=st.just("spend"), share=st.sampled_from([0.1, 0.5, 1.0])),
)
audiences = st.builds(
    Audience, all=st.lists(_conditions | _groups, max_size=3), any=st.lists(_conditions, max_size=2),
    none=st.lists(_conditions, max_size=1), limit=_limits,
)  # fmt: skip


def _adds_up(desk: Desk, found: Hygiene) -> None:
    lefts = [found.chosen, *(step.left for step in found.steps)]
    assert [before - after for before, after in pairwise(lefts)] == [step.removed for step in found.steps]
    assert all(step.removed >= 0 for step in found.steps)
    assert found.left == lefts[-1] == audience_size(desk, found.audience)[0]
    assert found.writable >= found.left


@settings(max_examples=60, deadline=None)
@given(audience=audiences, channel=st.sampled_from(CHANNELS))
def test_every_removal_is_the_difference_it_made(desk: Desk, audience: Audience, channel: str) -> None:
    for way in (hygiene_steps, consent_steps):
        found = way(desk, audience, channel)
        _adds_up(desk, found)
        if channel != "push":
            assert found.audience.all.count(Contactable(channel="sms" if channel == "sms" else "email")) == 1


@settings(max_examples=25, deadline=None)
@given(audience=audiences, channel=st.sampled_from(["email", "sms"]), hygiene=st.booleans())
def test_the_table_of_a_plan_adds_up_to_its_arms(desk: Desk, audience: Audience, channel: str, hygiene: bool) -> None:
    brief = Brief.model_validate({
        "channel": channel, "language": "en", "goal": "win_back", "audience": audience, "variants": 2,
    })  # fmt: skip
    try:
        finding = plan_campaign(desk, Campaign(brief=brief, hygiene=hygiene))
    except NotAllowed:
        return
    removals = [row for row in finding.rows if row[1] is not None]
    left = removals[0][2]
    for _, removed, after in removals[1:]:
        left -= removed
        assert left == after
    assert left == sum(row[2] for row in finding.rows if row[1] is None)
    assert finding.totals["audience"] == removals[0][2]
    assert finding.totals["reachable"] == left == finding.totals["contacted"] + finding.totals["held_back"]
