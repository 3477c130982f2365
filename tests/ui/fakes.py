"""A host that needs no shop: it answers by the first word of the question, so that the page can be tested alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from assistant import events
from assistant.events import Answer, Done, Event, Refused, Token, ToolFinished, ToolStarted
from assistant.page_services import ShopFacts
from assistant.transcript import SessionInfo, Turn
from tests.ui import samples
from tools.contract import AudienceCard, Finding, Language
from tools.data.importing.models import Question, Said

TODAY = date(2025, 6, 30)
HOSTILE = (
    "<img src=x onerror=alert(1)> ![x](https://evil.example/?q=1) [click](https://evil.example) "
    "https://evil.example <b>bold</b>"
)

STORY: dict[str, tuple[str, Callable[[], list[Finding]], str]] = {
    "revenue": ("Category 0 brings in the most: £98,765.40.", lambda: [samples.revenue()], "answered"),
    "trend": ("Both countries grew.", lambda: [samples.trend(), samples.cohorts()], "answered"),
    "total": ("Net revenue last month was £9,747,747.93.", lambda: [samples.total()], "answered"),
    "audience": ("1,284 customers match.", lambda: [samples.audience()], "answered"),
    "email": ("Three drafts, each leading with something else.", lambda: [samples.drafts()], "answered"),
    "sms": ("Three texts.", lambda: [samples.drafts("sms")], "answered"),
    "wechat": ("三份微信文案。", lambda: [samples.drafts("wechat")], "answered"),
    "ads": (
        "Adverts.",
        lambda: [samples.drafts("meta_ad"), samples.drafts("google_ad"), samples.drafts("push")],
        "answered",
    ),
    "question": ("Which “loyal” do you mean?", list, "question"),
    "refused": ("I do not guess people's religion.", list, "refused"),
    "empty": ("No orders from Atlantis in this period.", lambda: [Finding(tool="measure", status="empty")], "empty"),
    "unknown": ("There is no field “shoe size” in this shop's data.", list, "unknown"),
    "forbidden": ("Sending by SMS needs consent.", list, "not_allowed"),
    "few": ("Uplift needs a control group of at least 100 people.", list, "not_enough_data"),
    "hostile": (HOSTILE, list, "answered"),
}
OPTIONS = ["Loyal customers (RFM)", "Five or more orders"]
EXAMPLES = {
    "en": [
        "Net revenue by category this quarter",
        "Women in Shanghai who bought skincare in the last 90 days",
        "How many customers are in each RFM segment?",
        "Which campaigns had the highest open rate?",
        "Write three e-mails to win back lapsed customers",
        "Net revenue by month in the past year",
    ],
    "zh": ["本季度各品类的净销售额", "过去90天买过护肤品的上海女性客户有多少？", "每个RFM分层各有多少客户？"],
}


class FakePlan:
    """How a file would be read, as Markdown, and one open question."""

    questions = (
        Question(
            key="currency", text=Said(en="Which currency?", zh="哪种货币？"), options=["GBP", "EUR"], default="GBP"
        ),
    )

    def text(self, language: Language) -> str:
        rows = "| InvoiceNo | order id |\n| InvoiceDate | ordered at (day first) |"
        return f"### orders.csv\n\n541,909 rows\n\n| Column | becomes |\n|---|---|\n{rows}"


class FakeHost:
    """What the page asks of a ShopHost."""

    brand = "Lumen & Moss"
    language: Language = "en"
    importing = False

    def __init__(self, *, pause: float = 0.05) -> None:
        self.pause = pause
        self.saved: dict[str, dict[str, object]] = {}
        self.turns: dict[str, list[Turn]] = {}
        self.stopped: set[str] = set()
        self.answers: dict[str, str] = {}

    def facts(self) -> ShopFacts:
        counts = {"customers": 20_000, "orders": 104_211, "order_lines": 230_118, "products": 340}
        return ShopFacts("Lumen & Moss", "", TODAY, counts, date(2023, 7, 1))

    def ask(self, conversation_id: str, text: str, language: Language) -> Iterator[Event]:
        word = text.split()[0].lower()
        if word == "crash":
            raise RuntimeError("secret detail")
        self.stopped.discard(conversation_id)
        said, make, status = STORY.get(word, STORY["total"])
        findings = make()
        if word == "slow":
            for _ in range(200):
                if conversation_id in self.stopped:
                    break
                time.sleep(self.pause)
        for number, finding in enumerate(findings):
            yield ToolStarted(f"c{number}", finding.tool, "Calculating figures")
            time.sleep(self.pause * 4)
            yield ToolFinished(f"c{number}", finding, 0.42)
        for piece in said.split(" "):
            yield Token(piece + " ")
            time.sleep(self.pause)
        options = OPTIONS if status == "question" else []
        if status == "question":
            yield events.Question(said, options)
        if status == "refused":
            yield Refused(said)
        self.turns.setdefault(conversation_id, []).append(Turn(text, said, status, language, findings, options))
        yield Done(
            Answer(status, said, language, TODAY, findings, None, [], conversation_id, "planner", 1.0)  # type: ignore[arg-type]
        )

    def stop(self, conversation_id: str) -> None:
        self.stopped.add(conversation_id)

    def history(self, conversation_id: str) -> list[Turn]:
        return list(self.turns.get(conversation_id, []))

    def conversations(self) -> list[SessionInfo]:
        return [
            SessionInfo(key, turns[0].question, "2025-06-30T10:00:00", len(turns), "en")
            for key, turns in reversed(self.turns.items())
        ]

    def example_questions(self, language: Language) -> list[str]:
        return EXAMPLES[language]

    def reach(self, audience: AudienceCard) -> dict[str, float]:
        return {"email_reach": 903.0, "sms_reach": 644.0}

    def rows_as_csv(self, finding: Finding, language: Language) -> tuple[str, str, bytes]:
        return "Rows.csv", "text/csv; charset=utf-8", b"\xef\xbb\xbfa,b\r\n1,2\r\n"

    def audience_as_file(
        self, audience: AudienceCard, platform: str, language: Language, channel: str = "email"
    ) -> tuple[str, str, bytes]:
        return f"audience-{platform}.csv", "text/csv; charset=utf-8", f"{channel}\r\n".encode()

    def save_audience(self, name: str, audience: AudienceCard, language: Language) -> str:
        self.saved[name] = audience.definition
        return name

    def text_size(self, text: str, language: Language) -> str:
        return f"{len(text)} characters · 1 part"

    def plan_import(self, files: list[Path], answers: dict[str, str] | None = None) -> FakePlan:
        self.answers = answers or {}
        return FakePlan()

    def import_files(self, plan: FakePlan, language: Language, progress: Callable[[str, float], None]) -> str:
        for step in range(5):
            progress("orders.csv", step / 5)
            time.sleep(self.pause)
        return "**541,909** rows kept, 0 dropped."

    def close(self) -> None:
        pass
