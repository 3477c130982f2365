"""What the page needs from below the conversation: the open shop, its sessions, downloads, audiences and imports."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.events import Event
from assistant.settings import Settings
from assistant.transcript import SessionInfo, Transcript, Turn, list_sessions
from tools.contract import AssistantError, AudienceCard, BadInput, Finding, Language
from tools.data.schema import TABLES
from tools.data.workspace import Workspace

if TYPE_CHECKING:
    from assistant.session import Session
    from tools.data.importing import ImportPlan
    from tools.desk import Desk, Shop

IMPORT_KINDS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".parquet", ".jsonl", ".ndjson", ".json", ".gz", ".zip")
"""How the name of a file offered for import may end; what it really is, the import finds out from its bytes."""
MOST_SESSIONS = 200
"""Sessions kept open in the process; the longest unused is let go and read from disk when it is wanted again."""
Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class ShopFacts:
    """What the header and the data panel say about the shop."""

    name: str
    model: str
    """Name of the model at work; empty for the built-in planner."""
    today: date | None
    """None while the shop has no data."""
    counts: dict[str, int]
    """Rows by table, only tables that have any."""
    first_day: date | None = None


class ShopHost:
    """One workspace, opened once for all browsers that look at it. Methods may be called from any thread."""

    def __init__(self, workspace: Workspace, settings: Settings) -> None:
        """Hold the workspace for reading; raises BadInput naming whoever is writing to it. `close` lets go."""
        self.workspace = workspace
        self.settings = settings
        self.importing = False
        self._shop: Shop | None = None
        self._sessions: dict[str, Session] = {}
        self._lock = threading.RLock()
        self._facts: ShopFacts | None = None
        self._examples: dict[Language, list[str]] = {}
        self._held = ExitStack()
        self._hold()

    @classmethod
    def open(cls, workspace_path: str | Path, settings: Settings) -> ShopHost:
        """Open the workspace for reading; one without data yet is opened too. Raises BadInput when it is none."""
        return cls(Workspace.open(workspace_path), settings)

    def _hold(self) -> None:
        self._held.enter_context(self.workspace.lock(exclusive=False, purpose="page"))

    @property
    def brand(self) -> str:
        """The name copy and previews are signed with."""
        return self.workspace.settings.brand_name or self.workspace.settings.name

    @property
    def language(self) -> Language:
        """Language of the page until someone chooses another."""
        return self.workspace.settings.language

    @property
    def shop(self) -> Shop:
        """The opened shop; raises BadInput while it has no data, or is being changed."""
        from assistant.cli.shops import embedding
        from tools.desk import Shop

        with self._lock:
            if self.importing:
                raise BadInput(
                    "Files are being added to the shop: ask again when that is done.",
                    zh="正在向店铺添加文件：请完成后再提问。",
                )
            if self._shop is None:
                self._shop = Shop.open(self.workspace, embedding(self.settings))
            return self._shop

    def _desk(self, language: Language) -> Desk:
        return self.shop.desk(language=language)

    def facts(self) -> ShopFacts:
        """Name, model, the day the data ends, and how much of what there is."""
        with self._lock:
            if self._facts is None:
                self._facts = self._read_facts()
            return self._facts

    def _read_facts(self) -> ShopFacts:
        name = self.workspace.settings.name
        model = self.settings.model if self.settings.uses_endpoint else ""
        try:
            warehouse = self.shop.warehouse
            tables = [table for table in TABLES if table in warehouse.columns()]
            counted = " UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in tables)
            counts = {table: rows for table, rows in warehouse.query(counted)[1] if rows}
            first = warehouse.query("SELECT min(ordered_at)::DATE FROM orders")[1][0][0]
            return ShopFacts(name, model, warehouse.last_day(), counts, first)
        except AssistantError:
            return ShopFacts(name, model, None, {})

    def ask(self, conversation_id: str, text: str, language: Language) -> Iterator[Event]:
        """One turn of a conversation; the last event is Done."""
        yield from self._session(conversation_id, language).ask(text)

    def stop(self, conversation_id: str) -> None:
        """End the running turn of a conversation, if there is one."""
        with self._lock:
            session = self._sessions.get(conversation_id)
        if session is not None:
            session.stop()

    def _session(self, conversation_id: str, language: Language) -> Session:
        from assistant.session import Session

        with self._lock:
            session = self._sessions.pop(conversation_id, None)
            if session is None:
                session = Session.open(self.shop, self.settings, conversation_id, None, language)
            self._sessions[conversation_id] = session
            while len(self._sessions) > MOST_SESSIONS:
                self._sessions.pop(next(iter(self._sessions))).close()
            return session

    def history(self, conversation_id: str) -> list[Turn]:
        """The stored turns of a conversation, oldest first; raises BadInput on an id that cannot be one."""
        return Transcript(self.workspace.sessions_path, conversation_id).turns()

    def conversations(self) -> list[SessionInfo]:
        """The shop's conversations, the latest first."""
        return list_sessions(self.workspace.sessions_path)

    def example_questions(self, language: Language) -> list[str]:
        """Six questions that this shop's data can answer, drawn from its own categories, cities and campaigns."""
        from assistant.page_examples import questions

        with self._lock:
            if language not in self._examples:
                try:
                    self._examples[language] = questions(self._desk(language))
                except AssistantError:
                    return []
            return self._examples[language]

    def warm_up(self) -> None:
        """Do ahead what the first visitor and the first question would wait for: read the shop, import the agent."""
        import assistant.agent  # slow imports, wanted for their effect on the next ones
        import assistant.run  # noqa: F401
        from tools.modelling.fitted import load_all

        self.facts()
        load_all(self._desk("en"))
        for language in ("en", "zh"):
            self.example_questions(language)

    def text_size(self, text: str, language: Language) -> str:
        """How long a text message is, in words."""
        from tools.copy_rules.measure import mainland_sms_size, sms_size

        if language == "zh":
            size = mainland_sms_size(text)
            return f"{size.units} 字 · {size.parts} 条"
        size = sms_size(text)
        return f"{size.units} characters · {size.parts} part{'' if size.parts == 1 else 's'}"

    def reach(self, audience: AudienceCard) -> dict[str, float]:
        """How many of an audience may be written to, as email_reach and sms_reach; without those that are not known."""
        from tools.audience_caveats import count_members
        from tools.definitions import Audience, Contactable, Saved

        found: dict[str, float] = {}
        everyone = {"everyone of it": Audience.model_validate(audience.definition)}  # a limit counts before consent
        for channel in ("email", "sms"):
            try:
                allowed = Audience(all=[Saved(name="everyone of it"), Contactable(channel=channel)])
                found[f"{channel}_reach"] = float(count_members(self._desk("en"), allowed, everyone))
            except AssistantError:
                continue  # the shop keeps no such address or consent, so there is nothing to say
        return found

    def rows_as_csv(self, finding: Finding, language: Language) -> tuple[str, str, bytes]:
        """A finding's complete rows: file name, media type, CSV with a byte order mark; cells are safe in Excel."""
        from assistant.page_files import csv_bytes, file_name
        from tools.full_rows import full_rows

        columns, rows = full_rows(self._desk(language), finding)
        return file_name(finding.title or finding.tool), "text/csv; charset=utf-8", csv_bytes(columns, rows)

    def audience_as_file(
        self, audience: AudienceCard, platform: str, language: Language, channel: str = "email"
    ) -> tuple[str, str, bytes]:
        """Those who agreed to `channel`, for `platform`: file name, media type, content. BadRequest, NotAllowed."""
        from assistant.page_files import audience_file

        return audience_file(self._desk(language), audience, platform, channel)

    def campaign_as_zip(self, finding: Finding) -> tuple[str, str, bytes]:
        """The files an export of a campaign wrote: name, media type, content. BadInput where they are gone."""
        from assistant.page_files import campaign_zip

        return campaign_zip(self.workspace, finding)

    def save_audience(self, name: str, audience: AudienceCard, language: Language) -> str:
        """Save the audience under `name`; returns the name as stored. Raises BadRequest for an unfit name."""
        from tools.audiences import save_audience
        from tools.definitions import Audience

        finding = save_audience(self._desk(language), name, Audience.model_validate(audience.definition))
        assert finding.audience is not None and finding.audience.id is not None
        return finding.audience.id

    def plan_import(self, files: list[Path], answers: dict[str, str] | None = None) -> ImportPlan:
        """How the files would be read, with `answers` to an earlier plan's questions; changes nothing. BadInput."""
        from tools.data.importing import plan_import

        return plan_import([str(file) for file in files], overrides=answers, settings=self.workspace.settings)

    def import_files(self, plan: ImportPlan, language: Language, progress: Progress) -> str:
        """Carry out a plan, then train and index; returns the report as Markdown. Closes the shop meanwhile.

        Raises BadInput, and the shop is then open again as it was.
        """
        from assistant.page_files import carry_out

        with self._lock:
            if self.importing:
                raise BadInput(
                    "Other files are being added already: wait until that is done.",
                    zh="已有其他文件正在添加：请等待完成。",
                )
            self._let_go()
            self.importing = True
        try:
            with self.workspace.lock(exclusive=True, purpose="import in the page"):
                report = carry_out(self.workspace, self.settings, plan, language, progress)
        finally:
            with self._lock:
                self.importing = False
                self.workspace = Workspace.open(self.workspace.path)
                self._hold()
        return report

    def _let_go(self) -> None:
        for session in self._sessions.values():
            session.close()
        self._sessions.clear()
        if self._shop is not None:
            self._shop.close()
        self._shop = self._facts = None
        self._examples = {}
        self._held.close()

    def close(self) -> None:
        """Let go of every file."""
        with self._lock:
            self._let_go()
