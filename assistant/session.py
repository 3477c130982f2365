"""One conversation: a question in, events out; saved after every step, resumed by its id."""

import getpass
import json
import os
import secrets
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from queue import Empty, Queue
from time import perf_counter
from typing import Any

from assistant.events import Answer, Done, Event
from assistant.guard.pseudonyms import Vault
from assistant.language import detect
from assistant.run import Run
from assistant.settings import Settings
from assistant.transcript import SessionInfo, Transcript, new_session_id, stored
from assistant.transcript import Turn as PastTurn
from assistant.transcript import list_sessions as _list_sessions
from assistant.turn import Seat, Turn
from tools.contract import BadRequest, Language
from tools.data.workspace import Workspace
from tools.desk import Desk, Shop

MAX_QUESTION = 20_000


class Session:
    """One conversation with one shop. Answers one question at a time; `stop` may be called from another thread."""

    def __init__(
        self, shop: Shop, settings: Settings, session_id: str, desk: Desk, crew: Any = None, tools: Any = None
    ) -> None:
        self.id = session_id
        self.shop = shop
        self.settings = settings
        self.desk = desk
        self.language: Language = desk.language
        self._transcript = Transcript(shop.workspace.sessions_path, session_id)
        self._seat = Seat(Vault(_key(shop.workspace.sessions_path)))
        self._crew, self._tools = crew, tools
        self._run: Run | None = None
        self._stop = threading.Event()
        self._busy = threading.Lock()
        self._follows_data = False
        """Whether today is the last day in the data, which moves while the shop is open, or a day that was given."""
        self._worker: threading.Thread | None = None
        self._recall()

    @classmethod
    def open(
        cls,
        shop: Shop,
        settings: Settings,
        session_id: str | None = None,
        today: date | None = None,
        language: Language | None = None,
        *,
        crew: Any = None,
        tools: Sequence[Any] | None = None,
    ) -> "Session":
        """Start a conversation, or resume the one called `session_id`.

        `crew` and `tools` replace the configured model and the registry's tools. Raises BadInput for an unfit id.
        """
        spoken = language or shop.workspace.settings.language
        identity = session_id or new_session_id()
        desk = replace(shop.desk(today=today, language=spoken, session=identity), account=account())
        session = cls(shop, settings, identity, desk, crew, tools)
        session._follows_data = today is None
        return session

    @property
    def model_name(self) -> str:
        """Which model answers: its name at the endpoint, or `planner`."""
        return self.settings.model

    def ask(self, text: str) -> Iterator[Event]:
        """Answer one message; the last event is Done. Closing the iterator stops the turn."""
        if not self._busy.acquire(blocking=False):
            raise BadRequest("This conversation is still answering: wait for it or stop it first.")
        self._stop = threading.Event()
        try:
            yield from self._answered(text)
        finally:
            self._busy.release()

    def answer(self, text: str) -> Answer:
        """Answer one message and return only the end of it."""
        for event in self.ask(text):
            if isinstance(event, Done):
                return event.answer
        raise RuntimeError("a turn ended without an answer")

    def stop(self) -> None:
        """End the running turn at once; what was done so far stays."""
        self._stop.set()

    def history(self) -> list[PastTurn]:
        """The turns so far, oldest first."""
        return self._transcript.turns()

    def records(self) -> list[dict[str, Any]]:
        """The transcript as written: tool calls, tokens and fingerprints beside what history shows."""
        return list(self._transcript.records())

    def close(self) -> None:
        """Let go of the conversation's files."""
        self._stop.set()
        self._settle()
        if self._run is not None:
            self._run.close()

    @staticmethod
    def list_sessions(workspace: Workspace) -> list[SessionInfo]:
        """Conversations of this shop, the latest first."""
        return _list_sessions(workspace.sessions_path)

    def _recall(self) -> None:
        """Take up language and working notes where the conversation was left."""
        last = self._transcript.last()
        if last:
            self.language = "zh" if last.get("language") == "zh" else "en"
            self.desk.scratch.update(last.get("scratch") or {})

    def _answered(self, text: str) -> Iterator[Event]:
        started = perf_counter()
        self._settle()
        self._catch_up()
        text = text.encode("utf-8", "replace").decode()[:MAX_QUESTION].replace("\x00", " ").strip()
        self.language = detect(text, self.language)
        turn = Turn(replace(self.desk.speaking(self.language), asked=text), text, self.language)
        self._seat.turn = turn
        for event in self._events(turn):
            if isinstance(event, Done):
                answer = replace(event.answer, seconds=perf_counter() - started)
                self._remember(turn, answer)
                event = Done(answer)
            yield event

    def _catch_up(self) -> None:
        """Move today along with the data: what happened since the last turn must not lie in the future."""
        today = self.shop.warehouse.last_day() if self._follows_data else self.desk.today
        if today != self.desk.today:
            self.desk = replace(self.desk, today=today)
            if self._run is not None:
                self._run.close()
                self._run = None

    def _settle(self) -> None:
        """Wait for a stopped turn to let go of the conversation; a model's answer may still be under way."""
        if self._worker is not None:
            self._worker.join(timeout=self.settings.timeout_seconds * (self.settings.max_retries + 1))
            if self._worker.is_alive():
                raise BadRequest("The stopped answer has not ended yet: try again in a moment.")
            self._worker = None

    def _events(self, turn: Turn) -> Iterator[Event]:
        """The turn's events, produced in a thread of their own so that stopping never waits for a model."""
        if self._run is None:
            self._run = Run.build(
                self.shop, self.settings, self.id, self._seat, self.desk.today, self._crew, self._tools
            )
        queue: Queue[Event | BaseException] = Queue()
        stop = self._stop
        self._worker = threading.Thread(target=self._work, args=(self._run, turn, queue, stop), daemon=True)
        self._worker.start()
        try:
            while True:
                item = _next(queue, stop)
                if item is None:
                    yield Done(self._run.stopped(turn))
                    return
                if isinstance(item, BaseException):
                    raise item
                yield item
                if isinstance(item, Done):
                    return
        finally:
            stop.set()

    def _work(self, run: Run, turn: Turn, queue: "Queue[Event | BaseException]", stop: threading.Event) -> None:
        try:
            for event in run.events(turn, stop):
                queue.put(event)
        except BaseException as error:  # noqa: BLE001 — carried over to the thread that asked, and raised there
            queue.put(error)

    def _remember(self, turn: Turn, answer: Answer) -> None:
        assert self._run is not None
        self._transcript.append(
            {
                "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "question": turn.question,
                "language": answer.language,
                "today": answer.today.isoformat(),
                "model": answer.model,
                "prompt": self._run.prompt_fingerprint,
                "calls": turn.calls,
                "findings": [stored(finding) for finding in answer.findings],
                "text": answer.text,
                "status": answer.status,
                "options": turn.options,
                "withheld_figures": turn.withheld,
                "tokens": turn.tokens,
                "seconds": round(answer.seconds, 3),
                "scratch": _plain(self.desk.scratch),
            }
        )


def _next(queue: "Queue[Any]", stop: threading.Event) -> Any:
    """The next item, or None once `stop` is set."""
    while not stop.is_set():
        with suppress(Empty):
            return queue.get(timeout=0.05)
    return None


def account() -> str:
    """The user of this machine, by its own account of it."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def _key(folder: Path) -> bytes:
    """The workspace's secret that stand-ins are made with: made once, kept beside the conversations."""
    file = folder / ".key"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (
            suppress(FileExistsError),
            os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out,
        ):
            out.write(secrets.token_bytes(32))
        key = file.read_bytes()
    except OSError:
        key = b""
    return key if len(key) == 32 else secrets.token_bytes(32)


def _plain(scratch: dict[str, Any]) -> dict[str, Any]:
    return json.loads(json.dumps(scratch, ensure_ascii=False, default=str))
