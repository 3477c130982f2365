"""The panel "Your data": files in, what was understood, a person's yes, and the report."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import gradio as gr

from assistant.page_services import IMPORT_KINDS, ShopHost
from tools.contract import AssistantError, BadInput, Language
from ui.conversation import Conversations
from ui.formats import escape
from ui.i18n import words
from ui.markup import safe_markdown
from ui.shell import data_facts

if TYPE_CHECKING:
    from assistant.page_services import ImportPlan

LIMIT_MEGABYTES: Final = 200
POLL_SECONDS: Final = 0.3
Updates = dict[Any, Any]
"""Component → its update."""


class FilesPanel:
    """The components of the panel; created inside the page's layout."""

    def __init__(self, host: ShopHost, conversations: Conversations) -> None:
        self.host, self.conversations = host, conversations
        self._plans: dict[str, ImportPlan] = {}
        self.facts = gr.HTML("", padding=False, apply_default_css=False)
        self.upload = gr.File(
            None, file_count="multiple", file_types=list(IMPORT_KINDS), show_label=False, elem_id="ma-upload"
        )
        with gr.Row(elem_classes="ma-buttons") as self.first:
            self.check = gr.Button("", variant="primary", elem_id="ma-check")
        self.state = gr.HTML("", padding=False, apply_default_css=False, elem_id="ma-state")
        self.report = gr.Markdown("", sanitize_html=True, visible=False, elem_id="ma-report")
        with gr.Row(visible=False, elem_classes="ma-buttons") as self.decision:
            self.confirm = gr.Button("", variant="primary", elem_id="ma-confirm")
            self.cancel = gr.Button("", elem_id="ma-cancel")
        self.components = [self.facts, self.check, self.confirm, self.cancel]

    def updates(self, language: Language) -> Updates:
        """The panel's words in `language`, and the shop's figures as they are now."""
        return {
            self.facts: data_facts(self.host.facts(), language, LIMIT_MEGABYTES),
            self.check: gr.update(value=words(language, "data.check")),
            self.confirm: gr.update(value=words(language, "data.confirm")),
            self.cancel: gr.update(value=words(language, "data.cancel")),
        }

    def wire(
        self,
        language_of: Callable[[gr.Request], Language],
        after_import: Callable[[gr.Request], Updates],
        screen: list[Any],
        quiet: dict[str, Any],
    ) -> None:
        """Connect the buttons; `after_import` gives the updates of the whole page once the shop is open again."""
        self._language_of, self._after_import = language_of, after_import
        own = [self.upload, self.first, self.state, self.report, self.decision]
        self.check.click(self._read, self.upload, own, **quiet)
        self.upload.upload(self._again, None, own, **quiet)
        self.upload.clear(self._reset, None, own, **quiet)
        self.cancel.click(self._reset, None, own, **quiet)
        self.confirm.click(self._import, None, [*own, *screen], concurrency_limit=1, **quiet)

    def _shown(self, step: str, *, state: str = "", report: str = "") -> Updates:
        """The panel at a step: choose, wait or decide."""
        return {
            self.first: gr.update(visible=step == "choose"),
            self.decision: gr.update(visible=step == "decide"),
            self.state: state,
            self.report: gr.update(value=safe_markdown(report), visible=bool(report)),
        }

    def _again(self) -> Updates:
        return self._shown("choose")

    def _reset(self, request: gr.Request) -> Updates:
        self._plans.pop(str(request.session_hash), None)
        return {**self._shown("choose"), self.upload: None}

    async def _read(self, paths: list[str] | None, request: gr.Request) -> AsyncIterator[Updates]:
        language = self._language_of(request)
        yield self._shown("wait", state=_line(words(language, "data.reading"), busy=True))
        try:
            files = checked_files(paths, language)
            plan = await asyncio.to_thread(self.host.plan_import, files)
        except AssistantError as error:
            yield self._shown("choose", state=_line(error.message, bad=True))
            return
        self._plans[str(request.session_hash)] = plan
        yield self._shown("decide", state=_line(words(language, "data.plan")), report=plan.text(language))

    async def _import(self, request: gr.Request) -> AsyncIterator[Updates]:
        language = self._language_of(request)
        plan = self._plans.get(str(request.session_hash))
        if plan is None:
            yield self._shown("choose", state=_line(words(language, "data.no_files"), bad=True))
            return
        if self.conversations.any_running():
            yield {self.state: _line(words(language, "data.wait"), bad=True)}
            return
        yield self._shown("wait", state=_line(words(language, "data.importing"), busy=True))
        seen: list[tuple[str, float]] = []
        work = asyncio.create_task(
            asyncio.to_thread(self.host.import_files, plan, language, lambda *stage: seen.append(stage))
        )
        while not work.done():
            await asyncio.wait([work], timeout=POLL_SECONDS)
            if seen:
                yield {self.state: _line(words(language, "data.importing"), busy=True, share=seen[-1][1])}
        try:
            report = work.result()
        except AssistantError as error:
            yield {**self._after_import(request), **self._shown("decide", state=_line(error.message, bad=True))}
            return
        self._plans.pop(str(request.session_hash), None)
        done = self._shown("choose", state=_line(words(language, "data.done")), report=report)
        yield {**self._after_import(request), **done, self.upload: None}


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


def _line(text: str, *, bad: bool = False, busy: bool = False, share: float | None = None) -> str:
    """What is going on, in one line, with a bar where it is known how far it is."""
    bar = f'<i class="ma-progress" style="--share:{share:.0%}"></i>' if share is not None else ""
    tone = "ma-bad" if bad else "ma-working" if busy else "ma-good"
    dots = "<i></i><i></i><i></i>" if busy and share is None else ""
    return f'<p class="ma-state {tone}" role="status">{escape(text)}{dots}{bar}</p>'
