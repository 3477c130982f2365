"""One turn through the agent: its stream read into events, its end read into an answer."""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.control import options_of
from assistant.events import Answer, AnswerStatus, Done, Event, Question, Refused, Token, ToolFinished, ToolStarted
from assistant.guard.figures import unsupported
from assistant.guard.gate import Gate
from assistant.guard.untrusted import shown
from assistant.settings import PLANNER, Settings
from assistant.turn import Seat, Turn
from prompts import load, load_toml
from tools.contract import AssistantError, Finding
from tools.desk import Shop

CONTROL = ("ask_user", "decline")


@dataclass
class Run:
    """A session's agent, ready to take turns."""

    agent: Any
    seat: Seat
    memory: Any
    lasts: bool
    """False while a reader has still to be told that nothing is kept."""
    session_id: str
    settings: Settings
    prompt_fingerprint: str
    labels: dict[str, Any]

    @classmethod
    def build(
        cls,
        shop: Shop,
        settings: Settings,
        session_id: str,
        seat: Seat,
        today: date,
        crew: Any = None,
        tools: Sequence[Any] | None = None,
    ) -> "Run":
        """Compose the agent; LangChain is imported here and not before."""
        from assistant.agent import Crew, compose
        from assistant.chat_model import build_endpoint, build_planner
        from assistant.memory import open_memory

        if tools is None:
            from tools.registry import TOOLS

            tools = TOOLS
        if crew is None and settings.uses_endpoint:
            reserve = (lambda: build_planner(shop, today)) if settings.fall_back else None
            crew = Crew(build_endpoint(settings), reserve)
        elif crew is None:
            crew = Crew(build_planner(shop, today))
        prompt = load("system")
        words = shop.workspace.settings
        text = prompt.fill(shop=words.name, today=today.isoformat(), currency=words.currency)
        memory, lasts = open_memory(shop.workspace.sessions_path, session_id)
        agent = compose(crew, tools, text, seat, settings, memory)
        return cls(agent, seat, memory, lasts, session_id, settings, prompt.fingerprint, load_toml("tools.toml"))

    def close(self) -> None:
        """Let go of the conversation's file."""
        from assistant.memory import close_memory

        close_memory(self.memory)

    def events(self, turn: Turn, stop: threading.Event) -> Iterator[Event]:
        """Run the turn. Errors that are no bug become an answer of status error."""
        from assistant.memory import forget_older_steps

        if not self.lasts:
            self.lasts = True
            turn.notes.append(
                turn.say(
                    "This workspace cannot be written to, so the conversation will not be kept.",
                    "该工作区不可写入，本次对话不会被保存。",
                )
            )
        gate = Gate(lambda sentence: self._cleared(turn, sentence))
        try:
            yield from self._stream(turn, stop, gate)
        except AssistantError as error:
            text = error.in_(turn.language)
            yield Done(self._answer(turn, "error", text))
            return
        if stop.is_set():
            return
        forget_older_steps(self.memory, self.session_id)
        yield from self._conclusion(turn, gate)

    def _cleared(self, turn: Turn, sentence: str) -> str | None:
        """The sentence as a person may read it, or None while its figures are not accounted for."""
        sentence = self.seat.vault.unmask(sentence)
        if turn.ledger is None or unsupported(sentence, turn.ledger):
            return None
        return shown(sentence)

    def _stream(self, turn: Turn, stop: threading.Event, gate: Gate) -> Iterator[Event]:
        from langchain.agents.middleware.model_call_limit import ModelCallLimitExceededError
        from langchain_core.messages import AIMessageChunk, HumanMessage

        message = HumanMessage(turn.question, additional_kwargs={"language": turn.language})
        config = {"configurable": {"thread_id": self.session_id}, "recursion_limit": 100}
        stream = self.agent.stream(
            {"messages": [message]}, config, stream_mode=["messages", "updates"], durability="sync"
        )
        try:
            for mode, chunk in stream:
                if stop.is_set():
                    break
                yield from map(Token, self._fresh_notes(turn))
                if mode == "updates":
                    yield from self._updates(turn, chunk)
                elif isinstance(chunk[0], AIMessageChunk):
                    yield from map(Token, gate.feed(chunk[0].id or "", chunk[0].text))
        except ModelCallLimitExceededError as error:
            raise AssistantError(
                turn.say(
                    "This took more steps than allowed: ask for less at once.",
                    "步骤太多，已停止：请把问题拆小一些再问。",
                )
            ) from error
        except sqlite3.OperationalError as error:
            raise AssistantError(
                turn.say(
                    f"The conversation cannot be saved ({error}): make room on the disk and ask again.",
                    f"对话无法保存（{error}）：请清理磁盘空间后重试。",
                )
            ) from error
        finally:
            stream.close()

    def _fresh_notes(self, turn: Turn) -> list[str]:
        """Notes not yet shown: what a reader must know before the answer comes before its first sentence."""
        fresh = turn.notes[turn.notes_shown :]
        turn.notes_shown = len(turn.notes)
        return [f"{note}\n\n" for note in fresh]

    def _updates(self, turn: Turn, update: dict[str, Any]) -> Iterator[Event]:
        """The tools that a step of the agent calls, and those that are done."""
        from langchain_core.messages import AIMessage, ToolMessage

        for message in (one for state in update.values() for one in (state or {}).get("messages", [])):
            if isinstance(message, AIMessage):
                turn.count(message.usage_metadata)
                turn.final = None if message.tool_calls else message.text
                for call in message.tool_calls:
                    if call["name"] not in CONTROL:
                        yield ToolStarted(call["id"] or "", call["name"], self._label(call["name"], turn))
            elif isinstance(message, ToolMessage) and message.name not in CONTROL:
                finding = turn.findings.get(message.tool_call_id)
                if finding is not None:
                    seconds = float(message.additional_kwargs.get("seconds", 0.0))
                    yield ToolFinished(message.tool_call_id, finding, seconds)

    def _label(self, tool: str, turn: Turn) -> str:
        return str(self.labels.get(tool, {}).get(turn.language, tool))

    def _conclusion(self, turn: Turn, gate: Gate) -> Iterator[Event]:
        """What the turn came to, once the agent has stopped."""
        notes = "".join(f"{note}\n\n" for note in turn.notes)
        handed_back = [finding for finding in turn.findings.values() if finding.tool in CONTROL and not finding.message]
        if handed_back:
            finding = handed_back[0]
            text = shown(finding.title)
            turn.options = [shown(option) for option in options_of(finding)]
            asked, lacking = finding.tool == "ask_user", finding.status == "unknown"
            yield Question(text, turn.options) if asked else Refused(text)
            listed = "".join(f"\n- {option}" for option in turn.options)
            status: AnswerStatus = "question" if asked else "unknown" if lacking else "refused"
            yield Done(self._answer(turn, status, notes + text + listed))
            return
        text = shown(turn.final or "").strip()
        yield from map(Token, (*self._fresh_notes(turn), *gate.finish(text)))
        yield Done(self._answer(turn, self._status(turn), notes + text))

    def stopped(self, turn: Turn) -> Answer:
        """The answer of a turn the user ended."""
        return self._answer(turn, "error", turn.say("Stopped.", "已停止。"))

    def _status(self, turn: Turn) -> AnswerStatus:
        """Answered if anything was; otherwise what the last step said."""
        found = self._counted(turn)
        if not found or any(finding.status == "answered" for finding in found):
            return "answered"
        return found[-1].status

    def _counted(self, turn: Turn) -> list[Finding]:
        """The findings an answer stands on: those that failed are left out when another one did not."""
        failed = {str(call["id"]) for call in turn.calls if call["failed"]}
        own = {identity: finding for identity, finding in turn.findings.items() if finding.tool not in CONTROL}
        whole = [finding for identity, finding in own.items() if identity not in failed]
        return whole or list(own.values())

    def _answer(self, turn: Turn, status: AnswerStatus, text: str) -> Answer:
        found = self._counted(turn)
        return Answer(
            status=status,
            text=text,
            language=turn.language,
            today=turn.desk.today,
            findings=found,
            audience=next((f.audience for f in reversed(found) if f.audience), None),
            drafts=next((f.drafts for f in reversed(found) if f.drafts), []),
            session=self.session_id,
            model=PLANNER if turn.endpoint_down else self.settings.model,
            seconds=0.0,
        )
