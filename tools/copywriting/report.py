"""What a bulk run did: how many messages, with which fallbacks, who was set aside and why, and what sending costs."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pydantic import Field

from tools.contract import Model
from tools.copy_rules.rulebook import rulebook
from tools.desk import Desk


class BulkReport(Model):
    """Counts of a bulk run, whole or so far; never who."""

    out: str
    """The file with the messages; it exists once `finished`."""
    set_aside_out: str
    """customer_id, arm, reason of those who get no message."""
    pages_out: str = ""
    """Everybody's e-mail as an HTML page; empty for other channels."""
    no_pages: str = ""
    """Why e-mails were not written as pages too."""
    finished: bool
    people: int
    written: int
    by_arm: dict[str, int] = Field(default_factory=dict)
    with_fallback: int = 0
    """Messages that show a fallback, whatever for."""
    shortened: int = 0
    """Messages in which a known value gave way to its fallback, so that the text fits."""
    set_aside: dict[str, int] = Field(default_factory=dict)
    """Reason code to number of people."""
    warnings: dict[str, int] = Field(default_factory=dict)
    """Rule to the number of messages longer than it advises; they are written."""
    sms_parts: int = 0
    """Parts of all messages together: what sending is billed by."""
    longer: int = 0
    """Messages of more than one part, where the brief allows that."""
    resumed_from: int = 0
    """People who were done when this run began."""

    def words(self, desk: Desk) -> list[str]:
        """The report as sentences in the asker's language, the most important first."""
        say = desk.say
        lines = [say(f"{self.written:,} of {self.people:,} messages written.",
                     f"{self.people:,} 人中已写出 {self.written:,} 条。")]  # fmt: skip
        if not self.finished:
            lines.append(say("Stopped before the end: run it again to go on.", "尚未完成：再次运行即可继续。"))
        if self.no_pages:
            lines.append(say(f"No pages were made: {self.no_pages}", f"没有生成网页版：{self.no_pages}"))
        if self.sms_parts:
            lines.append(say(f"They are sent as {self.sms_parts:,} SMS parts.", f"按 {self.sms_parts:,} 条短信计费。"))
        if self.with_fallback:
            lines.append(say(f"{self.with_fallback:,} show a fallback.", f"{self.with_fallback:,} 条用了备用词。"))
        if self.shortened:
            lines.append(say(f"In {self.shortened:,} a known value gave way to its fallback, so that the text fits.",
                             f"{self.shortened:,} 条为了不超长改用了备用词。"))  # fmt: skip
        lines += [say(f"{count:,} set aside: {reason_words(reason, desk)}.",
                      f"{count:,} 人未写：{reason_words(reason, desk)}。")
                  for reason, count in sorted(self.set_aside.items(), key=lambda item: -item[1])]  # fmt: skip
        lines += [say(f"{count:,} are longer than {rule} advises.", f"{count:,} 条超过建议长度（{rule}）。")
                  for rule, count in self.warnings.items()]  # fmt: skip
        return lines


def reason_words(code: str, desk: Desk) -> str:
    """A reason code as a person reads it."""
    kind, _, about = code.partition(":")
    spec = rulebook().tags.get(about)
    tag = desk.say(spec.en, spec.zh) if spec else about
    known = {
        "consent": (
            "no consent, no address, unsubscribed or suppressed by now",
            "现已没有同意、没有地址、已退订或禁发",
        ),
        "unknown": ("no longer in the data", "数据中已没有此人"),
        "unfilled": (f"the {tag} is not known and has no fallback", f"{tag}未知且没有备用词"),
        "empty": (f"the {about} would be empty", f"{about} 会是空的"),
        "formula": (f"the {about} begins like a formula that spreadsheets run", f"{about} 的开头会被表格当作公式执行"),
        "sms.parts": ("too long for its SMS parts even with the fallbacks", "即使用备用词也超出短信条数"),
        "brief.max_characters": ("longer than the brief allows", "超过需求的字数上限"),
    }
    if kind in known:
        return desk.say(*known[kind])
    return desk.say(f"longer than the channel takes ({code})", f"超过渠道长度上限（{code}）")


def added(done: list[dict[str, Any]]) -> dict[str, Any]:
    """The counts of all finished batches together."""
    whole: dict[str, Any] = {}
    for one in done:
        for name, value in one.items():
            if isinstance(value, dict):
                whole[name] = dict(Counter(whole.get(name, {})) + Counter(value))
            else:
                whole[name] = whole.get(name, 0) + value
    return whole
