"""A host that needs no shop: fixed findings of every kind, for tests of the page alone."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from assistant.events import Answer, Done, Event, Question, Refused, Token, ToolFinished, ToolStarted
from assistant.page_services import ShopFacts
from assistant.transcript import SessionInfo, Turn
from tools.contract import AudienceCard, Chart, Column, DraftCard, DraftCheck, Finding, Language, Source

TODAY = date(2025, 6, 30)


def revenue(rows: int = 24) -> Finding:
    """Revenue by category, enough rows to be folded, with a chart."""
    return Finding(
        tool="measure", title="Net revenue by category, 1 April – 30 June 2025",
        columns=[Column(name="category", label="Category"), Column(name="net_revenue", label="Net revenue", type="money", unit="GBP"),
                 Column(name="orders", label="Orders", type="integer"), Column(name="share", label="Share", type="share")],
        rows=[[f"Category <b>{n}</b>" if n == 3 else f"Category {n}", 98765.4 / (n + 1), 1200 - n, 0.31 / (n + 1)] for n in range(rows)],
        total_rows=rows, sql="SELECT category, sum(line_value)\nFROM lines\nGROUP BY 1", definition={"measures": ["net_revenue"]},
        caveats=["Returns count against revenue; 132 orders without a customer are included."],
        chart=Chart(kind="bar", x="category", y=["net_revenue"]), handle="h1",
    )  # fmt: skip


def trend() -> Finding:
    """Revenue by month for two countries as lines."""
    months = [f"{2024 + n // 12}-{n % 12 + 1:02d}-01" for n in range(18)]
    return Finding(
        tool="measure", title="Net revenue by month and country",
        columns=[Column(name="month", label="Month", type="date"), Column(name="country", label="Country"),
                 Column(name="net_revenue", label="Net revenue", type="money", unit="GBP")],
        rows=[[m, c, 40000 + 9000 * ((n * k) % 5) + n * 900] for n, m in enumerate(months) for k, c in ((3, "China"), (2, "Germany"))],
        total_rows=36, chart=Chart(kind="line", x="month", y=["net_revenue"], series="country"),
    )  # fmt: skip


def cohorts() -> Finding:
    """A retention heatmap."""
    rows = [[f"2025-{m:02d}-01", k, max(0.03, 0.5 / (k + 1))] for m in range(1, 7) for k in range(0, 7 - m)]
    return Finding(
        tool="cohorts", title="Share of buyers who came back, by month of first order",
        columns=[Column(name="cohort", label="First order", type="date"), Column(name="months", label="Months later", type="integer"),
                 Column(name="retention", label="Came back", type="share")],
        rows=rows, total_rows=len(rows), chart=Chart(kind="heatmap", x="months", y=["retention"], series="cohort"),
    )  # fmt: skip


def total() -> Finding:
    """One row of figures."""
    return Finding(
        tool="measure", title="Sales, last month",
        columns=[Column(name="net_revenue", label="Net revenue", type="money", unit="GBP"), Column(name="orders", label="Orders", type="integer"),
                 Column(name="repeat_rate", label="Repeat rate", type="share")],
        rows=[[9747747.93, 25900, 0.6546]], total_rows=1,
    )  # fmt: skip


def audience() -> Finding:
    """An audience of 1,284."""
    return Finding(
        tool="size_audience", title="Women in Shanghai who bought skincare",
        definition={"all": []}, sql="SELECT count(*) FROM customers", totals={"size": 1284, "email_reach": 903, "sms_reach": 644, "share": 0.0642},
        audience=AudienceCard(definition={"all": []}, size=1284,
                              text="Women in Shanghai who bought skincare in the last 90 days and spent more than ¥500"),
    )  # fmt: skip


def drafts(channel: str = "email") -> Finding:
    """Three drafts; the second has something to mend."""

    def one(n: int, angle: str) -> DraftCard:
        texts = {
            "email": {"subject": f"{{{{first_name}}}}, your evening routine ({angle})", "preheader": "20% off until Sunday",
                      "body": "Hi {{first_name}},\n\nYour Rose Barrier Cream is probably running low. Until 6 July it is 20% off with code CALM20.\n\nSee you soon,\nLumen & Moss",
                      "cta": "Refill now", "footer": "Lumen & Moss, 1 High Street, London · {{unsubscribe_url}}"},
            "sms": {"body": "Lumen & Moss: {{first_name}}, 20% off your refill until 6 July with CALM20. Reply STOP to opt out"},
            "push": {"title": "Running low?", "body": "Refill your Rose Barrier Cream, 20% off until Sunday."},
            "wechat": {"title": "该补货啦：玫瑰修护霜八折", "body": "{{first_name}}，您常用的玫瑰修护霜本周八折，7月6日截止。\n退订回复TD"},
            "meta_ad": {"primary_text": "Calm skin, calm evenings. 20% off refills.", "headline": "Refill and save", "description": "Until 6 July"},
            "google_ad": {"headline_1": "Refill Rose Cream", "headline_2": "20% Off Now", "headline_3": "Lumen & Moss", "description_1": "Order your refill until 6 July.", "description_2": "Free delivery over £40."},
        }[channel]  # fmt: skip
        checks = [
            DraftCheck(rule="subject_length", severity="error", passed=True),
            DraftCheck(rule="unsubscribe", severity="error", passed=True),
        ]
        if n == 1:
            checks.append(
                DraftCheck(
                    rule="claim",
                    severity="error",
                    passed=False,
                    message="“25% off” is not in the cited facts: the offer is 20% off.",
                )
            )
            checks.append(
                DraftCheck(
                    rule="caps", severity="warning", passed=False, message="Two words in capitals; one is usual."
                )
            )
        preview = {
            k: v.replace("{{first_name}}", "Wei").replace("{{unsubscribe_url}}", "https://shop.example/u/…")
            for k, v in texts.items()
        }
        return DraftCard(
            channel=channel,
            language="zh" if channel == "wechat" else "en",
            angle=angle,
            fields=texts,
            sources=["p1", "o1"],
            checks=checks,
            preview=preview,
        )

    return Finding(
        tool="submit_drafts", title="", drafts=[one(n, a) for n, a in enumerate(("Reminder", "Offer", "Story"))],
        sources=[Source(id="p1", title="Rose Barrier Cream", text="A light cream with rose extract."), Source(id="o1", title="Offer: 20% off, CALM20")],
    )  # fmt: skip


STORY: dict[str, tuple[str, list[Finding], list[str], str]] = {
    "revenue": ("Category 0 brings in the most: £98,765.40, about a third of net revenue.", [revenue()], [], "answered"),
    "trend": ("Both countries grew; China by 21%.", [trend(), cohorts()], [], "answered"),
    "total": ("Net revenue last month was £9,747,747.93 from 25,900 orders.", [total()], [], "answered"),
    "audience": ("1,284 customers match.", [audience()], [], "answered"),
    "email": ("Three drafts, each leading with something else.", [drafts()], [], "answered"),
    "sms": ("Three texts.", [drafts("sms")], [], "answered"),
    "wechat": ("三份微信文案。", [drafts("wechat")], [], "answered"),
    "ads": ("Ads.", [drafts("meta_ad"), drafts("google_ad"), drafts("push")], [], "answered"),
    "question": ("Which “loyal” do you mean?", [], ["Loyal customers (RFM)", "Five or more orders"], "question"),
    "refused": ("I do not guess people's religion. I can group them by what they bought.", [], [], "refused"),
    "empty": ("No orders from Atlantis in this period. The data has 38 cities.", [Finding(tool="measure", status="empty", message="x")], [], "empty"),
    "unknown": ("There is no field “shoe size” in this shop's data.", [], [], "unknown"),
    "forbidden": ("Sending by SMS needs consent, and 12 of these people gave none.", [], [], "not_allowed"),
    "few": ("Uplift needs a campaign with a control group of at least 100 people.", [], [], "not_enough_data"),
    "hostile": ("<img src=x onerror=alert(1)> ![x](https://evil.example/?q=1) [click](https://evil.example) https://evil.example <b>bold</b>", [], [], "answered"),
}  # fmt: skip


class FakePlan:
    """How a file would be read, as Markdown."""

    def text(self, language: Language) -> str:
        rows = "| InvoiceNo | order id |\n| InvoiceDate | ordered at (day first) |"
        return f"### orders.csv\n\n541,909 rows\n\n| Column | becomes |\n|---|---|\n{rows}"


class FakeHost:
    """What the page asks of a ShopHost, answered from STORY by the first word of the question."""

    def __init__(self, *, pause: float = 0.05) -> None:
        self.pause = pause
        self.brand, self.language = "Lumen & Moss", "en"
        self.saved: dict[str, dict[str, object]] = {}
        self.turns: dict[str, list[Turn]] = {}
        self.stopped: set[str] = set()

    def facts(self) -> ShopFacts:
        return ShopFacts(
            "Lumen & Moss",
            "",
            TODAY,
            {"customers": 20000, "orders": 104211, "order_lines": 230118, "products": 340},
            date(2023, 7, 1),
        )

    def ask(self, conversation_id: str, text: str, language: Language) -> Iterator[Event]:
        word = text.split()[0].lower()
        if word == "crash":
            raise RuntimeError("secret detail")
        self.stopped.discard(conversation_id)
        said, findings, options, status = copy.deepcopy(STORY.get(word, STORY["total"]))
        if word == "slow":
            for _ in range(200):
                if conversation_id in self.stopped:
                    break
                time.sleep(self.pause)
        for n, finding in enumerate(findings):
            yield ToolStarted(
                f"c{n}",
                finding.tool,
                "Measuring revenue" if finding.tool == "measure" else finding.tool.replace("_", " ").capitalize(),
            )
            time.sleep(self.pause * 4)
            yield ToolFinished(f"c{n}", finding, 0.42)
        for piece in said.split(" "):
            yield Token(piece + " ")
            time.sleep(self.pause)
        if status == "question":
            yield Question(said, options)
        if status == "refused":
            yield Refused(said)
        answer = Answer(status, said, language, TODAY, findings, None, [], conversation_id, "planner", 1.0)  # type: ignore[arg-type]
        self.turns.setdefault(conversation_id, []).append(Turn(text, said, status, language, findings, options))
        yield Done(answer)

    def stop(self, conversation_id: str) -> None:
        self.stopped.add(conversation_id)

    def history(self, conversation_id: str) -> list[Turn]:
        return self.turns.get(conversation_id, [])

    def conversations(self) -> list[SessionInfo]:
        return [
            SessionInfo(i, t[0].question, "2025-06-30T10:00:00", len(t), "en") for i, t in reversed(self.turns.items())
        ]

    def example_questions(self, language: Language) -> list[str]:
        if language == "zh":
            return [
                "本月各品类的净销售额是多少？",
                "过去90天买过护肤品的上海女性客户有多少？",
                "哪些客户快要流失了？",
                "最近一次邮件活动的打开率如何？",
                "为“重要价值客户”写三条短信",
                "按月份看复购率",
            ]
        return [
            "Net revenue by category this quarter",
            "Women in Shanghai who bought skincare in the last 90 days",
            "How do Champions differ from other customers?",
            "Open rate of “Spring Launch”",
            "Write three e-mails to win back lapsed customers",
            "Repeat rate by month of first order",
        ]

    importing = False

    def reach(self, audience: AudienceCard) -> dict[str, float]:
        return {"email_reach": 903.0, "sms_reach": 644.0}

    def rows_as_csv(self, finding: Finding, language: Language) -> tuple[str, str, bytes]:
        return "rows.csv", "text/csv; charset=utf-8", b"\xef\xbb\xbfa,b\r\n1,2\r\n"

    def audience_as_file(self, audience: AudienceCard, platform: str, language: Language) -> tuple[str, str, bytes]:
        return f"audience-{platform}.csv", "text/csv; charset=utf-8", b"email\r\n"

    def save_audience(self, name: str, audience: AudienceCard, language: Language) -> str:
        self.saved[name] = audience.definition
        return name

    def text_size(self, text: str, language: Language) -> str:
        return f"{len(text)} characters · 1 part"

    def plan_import(self, files: list[Path]) -> FakePlan:
        return FakePlan()

    def import_files(self, plan: FakePlan, language: Language, progress: Callable[[str, float], None]) -> str:
        for step in range(5):
            progress("orders.csv", step / 5)
            time.sleep(self.pause)
        return "**541,909** rows kept, 0 dropped."

    def close(self) -> None:
        pass
