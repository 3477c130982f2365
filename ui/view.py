"""Pure: events and stored turns → chat messages. No Gradio here; the page wraps `Html` in its own component."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from assistant.events import Done, Event, Question, Refused, Token, ToolFinished, ToolStarted
from assistant.transcript import Turn
from tools.contract import Finding
from ui.cards import Setting, card, notice
from ui.i18n import words
from ui.markup import paragraphs, safe_markdown

Message = dict[str, Any]
"""A Chatbot message: role, content (text, or Html), and for a tool step its metadata."""

MOST_CARDS = 3
"""Cards shown openly in one answer; earlier ones are folded away."""
PREPARATORY = frozenset({"brief_copy"})
"""Tools whose finding only feeds the next one."""


class Html(str):
    """Markup made by us, every value escaped."""


@dataclass
class Step:
    """One tool call: running until `finding` is there."""

    call_id: str
    label: str
    finding: Finding | None = None
    seconds: float = 0.0


@dataclass
class TurnView:
    """One turn as it grows: question, steps, text, results."""

    question: str
    setting: Setting
    blocks: list[Step | str] = field(default_factory=list)
    status: str = ""
    options: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    over: bool = False
    _drawn: list[Message] | None = None

    def take(self, event: Event) -> None:
        """Grow by one event."""
        if isinstance(event, Token):
            if self.blocks and isinstance(self.blocks[-1], str):
                self.blocks[-1] += event.text
            else:
                self.blocks.append(event.text)
        elif isinstance(event, ToolStarted):
            self.blocks.append(Step(event.call_id, event.label or event.tool))
        elif isinstance(event, ToolFinished):
            self._finish(event)
        elif isinstance(event, Question):
            self.status, self.options = "question", list(event.options)
        elif isinstance(event, Refused):
            self.status = "refused"
        elif isinstance(event, Done):
            answer = event.answer
            self.setting = replace(self.setting, language=answer.language)
            self.settle(answer.status, answer.text, answer.findings)

    def _finish(self, event: ToolFinished) -> None:
        for block in self.blocks:
            if isinstance(block, Step) and block.call_id == event.call_id:
                block.finding, block.seconds = event.finding, event.seconds
                return
        self.blocks.append(Step(event.call_id, event.finding.title or event.finding.tool, event.finding, event.seconds))

    def settle(self, status: str, text: str, findings: list[Finding]) -> None:
        """The turn is over: `text` is what counts and replaces the text shown so far."""
        self.blocks = [block for block in self.blocks if isinstance(block, Step)]
        if text.strip():
            self.blocks.append(text)
        self.findings = [_unsaid(finding, text) for finding in findings]
        self.status, self.over, self._drawn = status, True, None

    def redraw(self) -> None:
        """Something shown has changed, such as an audience that was given a name."""
        self._drawn = None

    def messages(self) -> list[Message]:
        """The whole turn as chat messages; a finished one is drawn once."""
        if self._drawn is None or not self.over:
            self._drawn = self._draw()
        return self._drawn

    def _draw(self) -> list[Message]:
        shown: list[Message] = [{"role": "user", "content": safe_markdown(self.question)}]
        special = self.over and self.status not in ("answered", "")
        for place, block in enumerate(self.blocks):
            if isinstance(block, Step):
                shown.append(step_message(block, self.setting, running=not self.over))
            elif not (special and place == len(self.blocks) - 1):
                shown.append({"role": "assistant", "content": safe_markdown(block)})
        if special:
            text = self.blocks[-1] if self.blocks and isinstance(self.blocks[-1], str) else self._reason()
            text = text.removesuffix("".join(f"\n- {option}" for option in self.options))
            shown.append(html_message(notice(self.status, paragraphs(text), self.options, self.setting.language)))
        if self.over:
            results = self._results()
            if results:
                shown.append(html_message(results))
        elif self._waiting():
            working = words(self.setting.language, "working")
            shown.append(html_message(f'<p class="ma-working">{working}<i></i><i></i><i></i></p>'))
        return shown

    def _waiting(self) -> bool:
        """Whether nothing on the screen moves: before the first event, and between a step and what follows it."""
        last = self.blocks[-1] if self.blocks else None
        return last is None or (isinstance(last, Step) and last.finding is not None)

    def _reason(self) -> str:
        return next((finding.message for finding in reversed(self.findings) if finding.message), "")

    def _results(self) -> str:
        """The cards of this turn: the last ones open, earlier ones folded."""
        kept = [f for f in self.findings if f.status == "answered"]
        if any(finding.drafts for finding in kept):
            kept = [finding for finding in kept if finding.tool not in PREPARATORY]
            latest = {finding.handle: place for place, finding in enumerate(kept) if finding.drafts and finding.handle}
            kept = [f for n, f in enumerate(kept) if not (f.drafts and f.handle) or latest[f.handle] == n]
        cards = [html for html in (card(finding, self.setting) for finding in kept) if html]
        if not cards and self.findings:
            only_notes = list(dict.fromkeys(text for finding in self.findings for text in finding.caveats))
            return _loose_notes(only_notes, self.setting)
        early, late = cards[:-MOST_CARDS], cards[-MOST_CARDS:]
        folded = ""
        if early:
            label = words(self.setting.language, "earlier_results", count=len(early))
            folded = f'<details class="ma-earlier"><summary>{label}</summary>{"".join(early)}</details>'
        return folded + "".join(late)


def _unsaid(finding: Finding, text: str) -> Finding:
    """The finding without the notes that the answer has said already, word for word."""
    left = [caveat for caveat in finding.caveats if caveat not in text]
    return finding if len(left) == len(finding.caveats) else finding.model_copy(update={"caveats": left})


def _loose_notes(lines: list[str], setting: Setting) -> str:
    from ui.cards import notes

    return notes(Finding(tool="", caveats=lines), setting.language) if lines else ""


def html_message(html: str) -> Message:
    """An assistant message of our own markup."""
    return {"role": "assistant", "content": Html(html)}


def step_message(step: Step, setting: Setting, *, running: bool) -> Message:
    """A tool step as a foldable bubble: what was done, how long it took, inside it definition and SQL."""
    pending = step.finding is None and running
    metadata: dict[str, Any] = {"title": safe_markdown(step.label), "status": "pending" if pending else "done"}
    if step.finding is not None:
        if step.seconds:
            metadata["duration"] = max(0.1, round(step.seconds, 1))
        metadata["log"] = _outcome(step.finding, setting)
    content = words(setting.language, "step.running") if step.finding is None else step_details(step.finding, setting)
    return {"role": "assistant", "content": content, "metadata": metadata}


def _outcome(finding: Finding, setting: Setting) -> str:
    if finding.status != "answered":
        return words(setting.language, f"status.{finding.status}")
    total = max(finding.total_rows, len(finding.rows))
    if not total:
        return ""
    return words(setting.language, "step.row" if total == 1 else "step.rows", count=f"{total:,}")


def step_details(finding: Finding, setting: Setting) -> str:
    """Definition in words and the SQL that ran, as Markdown."""
    language, parts = setting.language, []
    described = finding.audience.text if finding.audience is not None else finding.title
    if described:
        parts.append(f"**{words(language, 'step.definition')}** {safe_markdown(described)}")
    if finding.status != "answered" and finding.message:
        parts.append(safe_markdown(finding.message))
    if finding.sql:
        fence = "`" * 3
        while fence in finding.sql:
            fence += "`"
        parts.append(f"**{words(language, 'step.sql')}**\n{fence}sql\n{finding.sql.strip()}\n{fence}")
    return "\n\n".join(parts) or _outcome(finding, setting) or "–"


def replay(turn: Turn, setting: Setting) -> TurnView:
    """A stored turn as it looked when it ended."""
    view = TurnView(turn.question, replace(setting, language="zh" if turn.language == "zh" else "en"))
    for number, finding in enumerate(turn.findings):
        label = finding.title or finding.tool.replace("_", " ")
        view.blocks.append(Step(str(number), label, finding))
    view.options = list(turn.options)
    view.settle(turn.status, turn.text, turn.findings)
    return view
