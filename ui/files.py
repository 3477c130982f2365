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
MOST_QUESTIONS: Final = 6
"""Open questions of a plan that can be answered here; the defaults shown in the plan are taken for any beyond."""
Updates = dict[Any, Any]
"""Component → its update."""


class FilesPanel:
    """The components of the panel; created inside the page's layout."""

    def __init__(self, host: ShopHost, conversations: Conversations) -> None:
        self.host, self.conversations = host, conversations
        self._plans: dict[str, tuple[list[Path], ImportPlan]] = {}
        self.facts = gr.HTML("", padding=False, apply_default_css=False)
        self.upload = gr.File(
            None, file_count="multiple", file_types=list(IMPORT_KINDS), show_label=False, elem_id="ma-upload"
        )
        with gr.Row(elem_classes="ma-buttons") as self.first:
            self.check = gr.Button("", variant="primary", elem_id="ma-check")
        self.state = gr.HTML("", padding=False, apply_default_css=False, elem_id="ma-state")
        self.report = gr.Markdown("", sanitize_html=True, visible=False, elem_id="ma-report")
        self.answers = [
            gr.Dropdown([], visible=False, allow_custom_value=True, elem_classes="ma-answer")
            for _ in range(MOST_QUESTIONS)
        ]
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
        own = [self.upload, self.first, self.state, self.report, self.decision, *self.answers]
        self.check.click(self._read, self.upload, own, **quiet)
        self.upload.upload(self._again, None, own, **quiet)
        self.upload.clear(self._reset, None, own, **quiet)
        self.cancel.click(self._reset, None, own, **quiet)
        self.confirm.click(self._import, self.answers, [*own, *screen], concurrency_limit=1, **quiet)

    def _shown(self, step: str, *, state: str = "", report: str = "", asked: Updates | None = None) -> Updates:
        """The panel at a step: choose, wait or decide (with what is asked)."""
        return {
            **{answer: gr.update(visible=False) for answer in self.answers},
            **(asked or {}),
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
            yield self._shown("choose", state=_line(error.in_(language), bad=True))
            return
        self._plans[str(request.session_hash)] = (files, plan)
        asked = {
            answer: gr.update(
                label=question.text.en if language == "en" else question.text.zh,
                choices=question.options, value=question.default, visible=True,
            )
            for answer, question in zip(self.answers, plan.questions, strict=False)
        }  # fmt: skip
        state = _line(words(language, "data.plan"))
        yield self._shown("decide", state=state, report=plan.text(language), asked=asked)

    async def _import(self, request: gr.Request, *answers: str | None) -> AsyncIterator[Updates]:
        language = self._language_of(request)
        planned = self._plans.get(str(request.session_hash))
        if planned is None:
            yield self._shown("choose", state=_line(words(language, "data.no_files"), bad=True))
            return
        if self.conversations.any_running():
            yield {self.state: _line(words(language, "data.wait"), bad=True)}
            return
        yield self._shown("wait", state=_line(words(language, "data.importing"), busy=True))
        seen: list[tuple[str, float]] = []
        work = asyncio.create_task(asyncio.to_thread(self._carry_out, planned, list(answers), language, seen))
        while not work.done():
            await asyncio.wait([work], timeout=POLL_SECONDS)
            if seen:
                yield {self.state: _line(words(language, "data.importing"), busy=True, share=seen[-1][1])}
        try:
            report = work.result()
        except AssistantError as error:
            yield {**self._after_import(request), **self._shown("decide", state=_line(error.in_(language), bad=True))}
            return
        self._plans.pop(str(request.session_hash), None)
        done = self._shown("choose", state=_line(words(language, "data.done")), report=report)
        yield {**self._after_import(request), **done, self.upload: None}

    def _carry_out(
        self,
        planned: tuple[list[Path], ImportPlan],
        answers: list[Any],
        language: Language,
        seen: list[tuple[str, float]],
    ) -> str:
        """Import as planned, planned anew where a person answered otherwise than assumed."""
        files, plan = planned
        changed = {
            question.key: str(answer).strip()
            for question, answer in zip(plan.questions, answers, strict=False)
            if answer and str(answer).strip() != question.default
        }
        if changed:
            plan = self.host.plan_import(files, changed)
        return self.host.import_files(plan, language, lambda stage, share: seen.append((stage, share)))


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
