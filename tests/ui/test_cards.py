"""Findings as cards: tables, figures, charts, audiences, drafts, notices."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Literal

import pytest

from tests.ui import samples
from tools.contract import Chart, Column, Finding, Language
from ui.cards import PLATFORMS, Setting, card, notice
from ui.charts import chart
from ui.tables import MOST_ROWS, VISIBLE_ROWS, rows, table

VOID = {"br", "input", "path", "img", "meta", "i"}


def setting(language: Language = "en") -> Setting:
    return Setting(
        language,
        "Lumen & Moss",
        lambda finding, spoken: "/download/token",
        lambda text, spoken: f"{len(text)} characters",
    )


class Balanced(HTMLParser):
    """Fails on a tag that is closed out of turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID or tag == "i":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag, tag


def parsed(html: str) -> Balanced:
    reader = Balanced()
    reader.feed(html)
    assert not reader.open, reader.open
    return reader


EVERY = [
    samples.revenue(),
    samples.trend(),
    samples.cohorts(),
    samples.total(),
    samples.audience(),
    *(samples.drafts(channel) for channel in samples.COPY),
]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("finding", EVERY, ids=lambda finding: finding.title[:20] or finding.drafts[0].channel)
def test_every_card_is_well_formed_and_escaped(finding: Finding, language: Language) -> None:
    html = card(finding, setting(language))
    parsed(html)
    assert "<b>3</b>" not in html


def test_a_table_shows_ten_rows_and_hides_the_rest() -> None:
    html = rows(samples.revenue(24), "en")
    assert html.count("<tr hidden>") == 24 - VISIBLE_ROWS
    assert "Show 14 more rows" in html
    assert 'data-value="98765.4"' in html and "£98,765.40" in html


def test_a_table_says_when_it_is_not_all() -> None:
    finding = samples.revenue(3).model_copy(update={"total_rows": 5000})
    assert "Showing 3 of 5,000 rows" in rows(finding, "en")
    many = samples.revenue(MOST_ROWS + 5)
    assert rows(many, "en").count("<tr") == MOST_ROWS + 1


def test_one_row_of_figures_is_shown_large() -> None:
    html = card(samples.total(), setting())
    assert "ma-figure" in html and "<table" not in html and "£9,747,747.93" in html


def test_an_audience_is_told_once_with_what_can_be_done() -> None:
    finding = samples.audience()
    finding.totals["email_reach"] = 903.0
    html = card(finding, setting())
    assert html.count("Women in Shanghai") == 1 and html.count("1,284") == 1
    assert "903" in html and "70.3%" in html
    links = [dict(attributes) for tag, attributes in parsed(html).seen if tag == "a"]
    assert [link["href"] for link in links] == [f"/download/token?for={name}" for name in PLATFORMS]


def test_people_are_exported_by_the_channel_they_agreed_to_with_how_many_that_leaves() -> None:
    finding = samples.audience()
    finding.totals |= {"email_reach": 903.0, "sms_reach": 644.0}
    links = [dict(attributes)["href"] for tag, attributes in parsed(card(finding, setting())).seen if tag == "a"]
    assert links == [f"/download/token?for={name}{by}" for by in ("", "&by=sms") for name in PLATFORMS]
    assert "903 agreed to e-mail" in card(finding, setting()) and "644 agreed to SMS" in card(finding, setting())
    assert "644 人同意接收短信" in card(finding, setting("zh"))
    finding.totals["sms_reach"] = 0.0
    html = card(finding, setting())
    assert "0 agreed to SMS" in html and "by=sms" not in html


def test_an_empty_audience_offers_nothing_to_save() -> None:
    assert "data-do" not in card(samples.audience(0), setting())


def test_drafts_show_preview_tags_checks_and_sources() -> None:
    html = card(samples.drafts(), setting())
    assert html.count('class="ma-draft"') == 3
    assert "Wei, your evening routine" in html and "<mark>{{first_name|there}}</mark>" in html
    assert "1 to mend" in html and "1 to consider" in html and html.count("2 checks passed") == 3
    assert "Rose Barrier Cream" in html


def test_drafts_are_approved_in_a_name() -> None:
    shown = samples.drafts().model_copy(update={"handle": "BR-0123456789"})
    html = card(shown, setting())
    assert html.count("ma-approver") == 1 and 'data-signed=", approved by "' in html
    assert "ma-approver" not in card(samples.drafts().model_copy(update={"handle": None}), setting())


def test_text_messages_show_their_size() -> None:
    assert "characters" in card(samples.drafts("sms"), setting())


def test_bars_lines_and_heatmap_are_drawn() -> None:
    bars = chart(samples.revenue(), "en")
    assert bars.count("<dt>") == 15 and "and 9 more in the table" in bars and "width:100.00%" in bars
    lines = chart(samples.trend(), "en")
    assert lines.count("<path") == 2 and "Jan 2024" in lines and "£50k" in lines
    assert "2024年1月" in chart(samples.trend(), "zh")
    heat = chart(samples.cohorts(), "en")
    assert heat.count("<td") == 36 and "50%" in heat


@pytest.mark.parametrize("kind", ["bar", "line", "heatmap", "funnel"])
def test_tables_and_charts_say_values_as_the_text_does(kind: Literal["bar", "line", "heatmap", "funnel"]) -> None:
    columns = [Column(name="loyalty_tier", spoken={"platinum": "白金卡"}), Column(name="country"),
               Column(name="orders", type="integer")]  # fmt: skip
    finding = Finding(tool="measure", columns=columns, rows=[["platinum", "DE", 3], ["none", "FR", 2]], total_rows=2,
                      chart=Chart(kind=kind, x="loyalty_tier", y=["orders"],
                                  series="country" if kind == "heatmap" else None))  # fmt: skip
    for drawn in (chart(finding, "zh"), table(finding, "zh")):
        assert "白金卡" in drawn
        assert ">platinum<" not in drawn


def test_charts_of_odd_data_do_not_fail() -> None:
    columns = [Column(name="x"), Column(name="y", type="number")]
    for values in ([None, None], [0, 0], [-5, 3], [float("nan"), 2], ["a", "b"], [1e300, -1e300]):
        for kind in ("bar", "line", "funnel", "heatmap"):
            finding = Finding(tool="t", columns=columns, rows=[["a", values[0]], [None, values[1]]], total_rows=2,
                              chart=Chart(kind=kind, x="x", y=["y"]))  # fmt: skip
            parsed(chart(finding, "en"))


def test_a_hint_that_does_not_fit_draws_nothing() -> None:
    finding = samples.revenue().model_copy(update={"chart": Chart(kind="bar", x="nowhere", y=["net_revenue"])})
    assert chart(finding, "en") == ""
    assert chart(samples.revenue(1), "en") == ""


def test_bars_by_series_are_grouped() -> None:
    finding = samples.trend().model_copy(update={"chart": Chart(kind="bar", x="country", y=["net_revenue"])})
    assert chart(finding, "en").count("<dt>") == 2


def test_a_notice_names_its_status_and_offers_answers() -> None:
    html = notice("question", "<p>Which?</p>", ['"Loyal" <b>'], "en")
    parsed(html)
    assert 'data-arg="&quot;Loyal&quot; &lt;b&gt;"' in html and "One question first" in html
