"""Conversations as the page holds them: turns that grow in the background, and a way for a browser to follow them."""

from __future__ import annotations

import asyncio
import logging
import secrets
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from assistant.events import Done
from assistant.language import detect
from assistant.page_services import ShopHost
from tools.contract import AssistantError, Finding, Language
from ui.cards import Setting
from ui.downloads import Downloads
from ui.i18n import words
from ui.view import Message, Step, TurnView, replay

log = logging.getLogger(__name__)

REFRESH_SECONDS = 0.1
"""Time between two updates of the browser while an answer streams."""
MOST_CHARACTERS = 4000
"""Longest question taken."""
MOST_OPEN = 200
"""Conversations kept in memory."""
PATIENCE_SECONDS = 60
"""How long a new question waits for a stopped one to let go."""


@dataclass
class Conversation:
    """One conversation: its turns, and the one being worked on."""

    id: str
    turns: list[TurnView] = field(default_factory=list)
    version: int = 0
    worker: threading.Thread | None = None

    @property
    def running(self) -> bool:
        """Is the last turn still growing?"""
        return bool(self.turns) and not self.turns[-1].over

    def messages(self) -> list[Message]:
        """Everything said so far."""
        return [message for turn in self.turns for message in turn.messages()]


class Conversations:
    """All conversations open in this process."""

    def __init__(self, host: ShopHost, downloads: Downloads) -> None:
        self.host = host
        self.downloads = downloads
        self._open: dict[str, Conversation] = {}
        self._lock = threading.Lock()

    def get(self, conversation_id: str, language: Language) -> Conversation:
        """The conversation of this id, with the turns stored earlier; raises BadInput on an id that cannot be one."""
        with self._lock:
            if conversation_id not in self._open:
                setting = self.setting(language)
                stored = self.host.history(conversation_id)
                for turn in stored:
                    self._add_reach(turn.findings)
                turns = [replay(turn, setting) for turn in stored]
                self._open[conversation_id] = Conversation(conversation_id, turns)
                self._let_go()
            return self._open[conversation_id]

    def _let_go(self) -> None:
        """Forget the longest open ones beyond MOST_OPEN; what was said in them is on disk."""
        idle = [key for key, conversation in self._open.items() if not conversation.running]
        for key in idle[: max(0, len(self._open) - MOST_OPEN)]:
            del self._open[key]

    def setting(self, language: Language) -> Setting:
        """What cards need from around them."""
        return Setting(language, self.host.brand, self.downloads.offer, self.host.text_size)

    def any_running(self) -> bool:
        """Is any answer still being worked on?"""
        return any(c.running or (c.worker is not None and c.worker.is_alive()) for c in self._open.values())

    def ask(self, conversation: Conversation, question: str, language: Language) -> None:
        """Start a turn; it grows in a thread of its own and is complete on disk even if the browser goes away."""
        turn = TurnView(question, self.setting(detect(question, language)))
        if len(question) > MOST_CHARACTERS:
            turn.settle(
                "error", words(language, "too_long", length=f"{len(question):,}", limit=f"{MOST_CHARACTERS:,}"), []
            )
            turn.question = question[:200] + " …"
            conversation.turns.append(turn)
            return
        if self.host.importing or self.host.facts().today is None:
            busy = self.host.importing
            text = words(language, "data.busy" if busy else "welcome.empty")
            turn.settle("error" if busy else "not_enough_data", text, [])
            conversation.turns.append(turn)
            return
        before = conversation.worker
        conversation.turns.append(turn)
        conversation.worker = threading.Thread(
            target=self._work, args=(conversation, turn, language, before), name=f"ask {conversation.id}", daemon=True
        )
        conversation.worker.start()

    def _work(
        self, conversation: Conversation, turn: TurnView, language: Language, before: threading.Thread | None
    ) -> None:
        try:
            if before is not None:
                before.join(PATIENCE_SECONDS)
            for event in self.host.ask(conversation.id, turn.question, language):
                if turn.over:
                    if not isinstance(event, Done):
                        self.host.stop(conversation.id)  # stopped before the session had begun: it hears it again
                    continue
                if isinstance(event, Done):
                    self._add_reach(event.answer.findings)
                turn.take(event)
                conversation.version += 1
        except AssistantError as error:
            self._end(turn, error.in_(language))
        except Exception:  # the boundary: whatever broke, the person gets one sentence and the log gets the rest
            reference = secrets.token_hex(3)
            log.exception("Question %s in conversation %s failed", reference, conversation.id)
            self._end(turn, words(language, "failed", reference=reference))
        finally:
            if not turn.over:
                self._end(turn, words(language, "stopped"))
            conversation.version += 1

    def _add_reach(self, findings: list[Finding]) -> None:
        """How far each audience can be reached, for its card."""
        for finding in findings:
            if finding.audience is not None and finding.audience.size:
                finding.totals = {**self.host.reach(finding.audience), **finding.totals}

    def _end(self, turn: TurnView, text: str) -> None:
        if not turn.over:
            turn.settle("error", text, _findings(turn))

    def stop(self, conversation: Conversation) -> None:
        """End the turn being worked on: what was found stays, and a line says that it was stopped."""
        if not conversation.running:
            return
        turn = conversation.turns[-1]
        said = "".join(block for block in turn.blocks if isinstance(block, str)).strip()
        note = f"*{words(turn.setting.language, 'stopped')}*"
        turn.settle("answered", f"{said}\n\n{note}" if said else note, _findings(turn))
        conversation.version += 1
        self.host.stop(conversation.id)

    def forget(self) -> None:
        """Let go of every conversation, for example because the shop was reopened; they are read again from disk."""
        with self._lock:
            self._open.clear()


def _findings(turn: TurnView) -> list[Finding]:
    return [block.finding for block in turn.blocks if isinstance(block, Step) and block.finding is not None]


async def follow(conversation: Conversation) -> AsyncIterator[None]:
    """Yield whenever there is something new to show, at most every REFRESH_SECONDS, until the turn is over."""
    seen = -1
    while True:
        version, running = conversation.version, conversation.running
        if version != seen or not running:
            seen = version
            yield
        if not running:
            return
        await asyncio.sleep(REFRESH_SECONDS)
