"""The panel "Your data": files in, what was understood, a person's yes, and the report."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any, Final

import gradio as gr

from assistant.page_services import IMPORT_KINDS, ShopHost
from tools.contract import AssistantError, BadInput, Language
from ui.conversation import Conversations
from ui.formats import escape
from ui.i18n import words
from ui.shell import data_facts

LIMIT_MEGABYTES: Final = 200


class FilesPanel:
    """The components of the panel; created inside the page's layout."""

    def __init__(self, host: ShopHost, conversations: Conversations) -> None:
        self.host, self.conversations = host, conversations
        self.facts = gr.HTML("", padding=False, apply_default_css=False)
        self.upload = gr.File(
            None,
            file_count="multiple",
            file_types=list(IMPORT_KINDS),
            show_label=False,
            elem_id="ma-upload",
            height=170,
        )
        self.check = gr.Button("", variant="primary", elem_id="ma-check")
        self.report = gr.HTML("", padding=False, elem_id="ma-report")
        with gr.Row(visible=False) as self.decision:
            self.confirm = gr.Button("", variant="primary", elem_id="ma-confirm")
            self.cancel = gr.Button("", elem_id="ma-cancel")
        self.components = [self.facts, self.check, self.confirm, self.cancel]

    def updates(self, language: Language) -> dict[Any, Any]:
        """The panel's words in `language`, and the shop's figures as they are now."""
        return {
            self.facts: data_facts(self.host.facts(), language, LIMIT_MEGABYTES),
            self.check: gr.update(value=words(language, "data.check")),
            self.confirm: gr.update(value=words(language, "data.confirm")),
            self.cancel: gr.update(value=words(language, "data.cancel")),
        }

    def wire(
        self,
        language_of: Callable[[Any], Language],
        after_import: Callable[[Any], dict[Any, Any]],
        screen: list[Any],
        quiet: dict[str, Any],
    ) -> None:
        """Connect the buttons; `after_import` gives the updates of the whole page once the shop is open again."""
        self._language_of, self._after_import = language_of, after_import
        own = [self.upload, self.report, self.decision, self.check]
        self.check.click(self._read, self.upload, own, **quiet)
        self.upload.clear(self._reset, None, own, **quiet)
        self.cancel.click(self._reset, None, own, **quiet)
        whole = list(dict.fromkeys([*own, *screen]))
        self.confirm.click(self._import, self.upload, whole, concurrency_limit=1, **quiet)

    def _reset(self) -> dict[Any, Any]:
        return {
            self.upload: None,
            self.report: "",
            self.decision: gr.update(visible=False),
            self.check: gr.update(visible=True),
        }

    async def _read(self, paths: list[str] | None, request: gr.Request) -> AsyncIterator[dict[Any, Any]]:
        language = self._language_of(request)
        yield {self.report: _box(words(language, "data.reading"))}
        try:
            files = checked_files(paths, language)
            text = await asyncio.to_thread(self.host.plan_import, files, language)
        except AssistantError as error:
            yield {self.report: _box(error.message, bad=True), self.decision: gr.update(visible=False)}
            return
        yield {
            self.report: _box(text, title=words(language, "data.plan")),
            self.decision: gr.update(visible=True),
            self.check: gr.update(visible=False),
        }

    async def _import(self, paths: list[str] | None, request: gr.Request) -> AsyncIterator[dict[Any, Any]]:
        language = self._language_of(request)
        if self.conversations.any_running():
            yield {self.report: _box(words(language, "data.wait"), bad=True)}
            return
        yield {self.report: _box(words(language, "data.importing")), self.decision: gr.update(visible=False)}
        try:
            steps: Iterator[str] = self.host.import_files(checked_files(paths, language), language)
            text = ""
            while (line := await asyncio.to_thread(next, steps, None)) is not None:
                text = line
                yield {self.report: _box(text, title=words(language, "data.importing"))}
        except AssistantError as error:
            yield {self.report: _box(error.message, bad=True), self.check: gr.update(visible=True)}
            return
        done = {
            self.report: _box(text, title=words(language, "data.done")),
            self.upload: None,
            self.check: gr.update(visible=True),
        }
        yield {**self._after_import(request), **done}


def checked_files(paths: list[str] | None, language: Language) -> list[Path]:
    """The uploaded files; raises BadInput where there is none, one is of another kind, or one is too large."""
    files = [Path(path) for path in paths or []]
    if not files:
        raise BadInput(words(language, "data.no_files"))
    for file in files:
        if not file.name.lower().endswith(IMPORT_KINDS):
            raise BadInput(words(language, "data.bad_type", name=file.name, kinds=", ".join(IMPORT_KINDS)))
        if file.stat().st_size > LIMIT_MEGABYTES * 1_000_000:
            raise BadInput(words(language, "data.too_large", name=file.name, limit=LIMIT_MEGABYTES))
    return files


def _box(text: str, *, title: str = "", bad: bool = False) -> str:
    heading = f"<h3>{escape(title)}</h3>" if title else ""
    tone = " ma-error" if bad else ""
    return f'<div class="ma-report{tone}" role="status">{heading}{escape(text)}</div>'
