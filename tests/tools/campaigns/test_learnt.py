"""What was learnt reaches the next brief, honestly, and backs no claim."""

from datetime import date

import pytest

from tests.tools.campaigns.trials import trial_shop
from tools.briefs import Brief
from tools.campaigns.learnt import learnt_sources, read_learnt
from tools.campaigns.results import campaign_results
from tools.copy_rules.context import context_of
from tools.copywriting.facts import campaign_sources

EMAIL = Brief(channel="email", language="en")


@pytest.fixture
def shop(tmp_path):
    shop = trial_shop(tmp_path / "shop", {"mail": (4_000, 480), "control": (1_000, 80)})
    yield shop
    shop.close()


def test_a_measured_campaign_is_a_fact_of_the_next_brief_of_its_channel(shop):
    desk = shop.desk()
    assert learnt_sources(desk, EMAIL) == []
    campaign_results(desk, campaign="K1")
    campaign_results(desk, campaign="K1", outcome="revenue")
    sources = campaign_sources(desk, EMAIL)
    assert [source.id for source in sources] == ["M:1", "M:2"]
    assert "+4.00 points (95 %: +1.91 points to +5.85 points) (+50%; " in sources[0].text
    assert "more than chance" in sources[0].text and sources[0].title == "Measured: Autumn Letter"
    assert "超出随机波动" in learnt_sources(desk.speaking("zh"), EMAIL)[0].text
    assert learnt_sources(desk, Brief(channel="sms", language="en")) == []


def test_no_claim_rests_on_what_was_learnt(shop):
    desk = shop.desk()
    campaign_results(desk, campaign="K1")
    sender = {"sender": "Linden", "currency": "USD", "countries": frozenset({"US"}), "today": desk.today}
    assert context_of(EMAIL, learnt_sources(desk, EMAIL), **sender).cited(["M:1"]) == []


def test_only_final_and_sound_results_are_kept(shop, tmp_path):
    campaign_results(shop.desk(today=date(2026, 9, 20)), campaign="K1")  # early
    campaign_results(shop.desk(), campaign="K1", horizon_days=7)  # not the planned horizon
    campaign_results(shop.desk(), campaign="K1", holdout_share=0.5)  # not the planned split
    assert read_learnt(shop.workspace) == []
    campaign_results(shop.desk(), campaign="K1", by="city")
    assert [one.verdict for one in read_learnt(shop.workspace)] == [1]


def test_a_file_of_another_kind_is_written_anew(shop):
    campaign_results(shop.desk(), campaign="K1")
    (file,) = shop.workspace.campaigns_path.glob("*/results.json")
    file.write_text("{", encoding="utf-8")
    assert read_learnt(shop.workspace) == []
    campaign_results(shop.desk(), campaign="K1")
    assert len(read_learnt(shop.workspace)) == 1
