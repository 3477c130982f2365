"""The desk a tool works at: the shop's data, its library and models, and who is asking."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tools.contract import Language
from tools.data.engine import Warehouse
from tools.data.workspace import Workspace

if TYPE_CHECKING:
    from tools.data.embedding import EmbeddingConfig
    from tools.data.vectors import Library
    from tools.dictionary import Dictionary
    from tools.modelling.likeness import Likeness


@dataclass(frozen=True)
class Shop:
    """Everything opened once per process for one workspace; every desk in it shares this."""

    workspace: Workspace
    warehouse: Warehouse
    embedding: EmbeddingConfig | None = None
    """The endpoint that embeds for the library; None for the built-in one."""

    @classmethod
    def open(cls, workspace: Workspace, embedding: EmbeddingConfig | None = None) -> Shop:
        """Open the warehouse read-only; dictionary and library open when first asked for."""
        return cls(workspace, Warehouse(workspace.warehouse_path), embedding)

    @cached_property
    def dictionary(self) -> Dictionary:
        """Fields and measures of this shop, with their words in both languages."""
        from tools.dictionary import Dictionary

        dictionary = Dictionary.of(self.warehouse, self.workspace.settings)
        dictionary.likeness = lambda script, seed, today: self.likeness.part(script, seed, today)
        return dictionary

    def learn(self, word: str, target: str) -> None:
        """Keep a word of the shop's own for a field, measure or value; the dictionary is read anew."""
        self.workspace.teach(word, target)
        self.__dict__.pop("dictionary", None)

    @cached_property
    def likeness(self) -> Likeness:
        """How alike customers are to a seed audience; fitted when first asked for."""
        from tools.modelling.likeness import Likeness

        return Likeness(self)

    @cached_property
    def library(self) -> Library:
        """Products, brand rules, past campaigns and segment profiles, searchable."""
        from tools.data.vectors import Library

        return Library.open(self.workspace, self.warehouse, self.embedding)

    def desk(
        self, *, today: date | None = None, language: Language = "en", role: str = "marketer", session: str = ""
    ) -> Desk:
        """A place to work at; `today` defaults to the day of the last moment in the data."""
        return Desk(self, today or self.warehouse.last_day(), language, role, session)

    def close(self) -> None:
        """Let go of every file."""
        self.warehouse.close()
        if "library" in self.__dict__:
            self.library.close()


@dataclass(frozen=True)
class Desk:
    """What a tool is given: never more than it needs, and nothing it could change for others."""

    shop: Shop
    today: date
    language: Language = "en"
    role: str = "marketer"
    session: str = ""
    scratch: dict[str, Any] = field(default_factory=dict)
    """Results of this conversation that a later tool call may need (briefs by id); plain JSON."""
    asked: str = ""
    """The person's own last message; empty where no person is there to answer for what is done."""
    person: str = ""
    """The name they gave; empty where they gave none."""
    account: str = ""
    """The computer's user, for want of a name."""

    @property
    def warehouse(self) -> Warehouse:
        return self.shop.warehouse

    @property
    def workspace(self) -> Workspace:
        return self.shop.workspace

    @property
    def dictionary(self) -> Dictionary:
        return self.shop.dictionary

    @property
    def library(self) -> Library:
        return self.shop.library

    def speaking(self, language: Language) -> Desk:
        """The same desk, answering in `language`."""
        return replace(self, language=language)

    def say(self, english: str, chinese: str) -> str:
        """The wording for whoever is asking."""
        return chinese if self.language == "zh" else english
