"""The page: layout and wiring. Here and in ui.files are Gradio's components; everything shown is built elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import gradio as gr

from assistant.page_services import ShopHost
from assistant.transcript import new_session_id
from tools.contract import AssistantError, Language
from ui import shell, style
from ui.conversation import Conversation, Conversations, follow
from ui.downloads import Downloads
from ui.files import FilesPanel
from ui.formats import escape
from ui.i18n import words
from ui.view import Html, Message

Updates = dict[Any, Any]
"""Component → its update."""


@dataclass
class Visit:
    """One browser tab: the language it reads and the conversation it shows."""

    language: Language
    conversation: Conversation
    data_open: bool = False
    say: str = ""
    """One sentence for the person, shown once and briefly."""


class Page:
    """The components of the page and what happens when someone uses them."""

    def __init__(self, host: ShopHost, downloads: Downloads) -> None:
        self.host = host
        self.downloads = downloads
        self.conversations = Conversations(host, downloads)
        self.visits: dict[str, Visit] = {}

    def build(self) -> Any:
        """Lay out the page and return its gr.Blocks."""
        with gr.Blocks(title=self.host.facts().name, fill_width=True, delete_cache=(3600, 86400)) as blocks:
            self.hub = gr.HTML("", js_on_load=style.hub_script(), visible="hidden", elem_id="ma-hub")
            self.top = _html("ma-top")
            with gr.Row(elem_id="ma-body"):
                with gr.Column(elem_id="ma-side"):
                    self.side = _html("ma-sidebar")
                with gr.Column(elem_id="ma-main"):
                    with gr.Column(elem_id="ma-talk") as self.talk:
                        self.hello = _html("ma-hello")
                        self.chat = gr.Chatbot(
                            [], visible=False, elem_id="ma-chat", show_label=False, container=False, height="100%",
                            layout="panel", allow_tags=False, sanitize_html=True, buttons=[], feedback_options=None,
                            autoscroll=False,
                        )  # fmt: skip
                        self.box = gr.Textbox(
                            "", elem_id="ma-box", show_label=False, container=False, max_lines=6, submit_btn=True
                        )  # fmt: skip
                    with gr.Column(visible=False, elem_id="ma-files-view") as self.files_view:
                        self.files = FilesPanel(self.host, self.conversations)
            self._wire(blocks)
        return blocks

    def _wire(self, blocks: Any) -> None:
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        screen = [self.hub, self.top, self.side, self.talk, self.hello, self.chat, self.box, self.files_view]
        screen += self.files.components
        blocks.load(self._load, None, screen, **quiet)
        blocks.unload(self._unload)
        many = {**quiet, "trigger_mode": "multiple", "concurrency_limit": None}
        self.hub.click(self._click, None, screen, **many)
        self.box.submit(self._submit, self.box, screen, **many)
        self.box.stop(self._stop, None, screen, **many)
        self.files.wire(self._visit_language, self._after_import, screen, quiet)

    # -- what is on the screen -------------------------------------------------------------------------------------

    def _screen(self, visit: Visit) -> Updates:
        language, facts = visit.language, self.host.facts()
        query, spoken = f"?c={visit.conversation.id}&lang={language}", "zh-CN" if language == "zh" else "en"
        said, visit.say = visit.say, ""
        return {
            self.hub: f'<i data-query="{escape(query)}" data-lang="{spoken}" data-say="{escape(said)}"></i>',
            self.top: shell.header(facts, language),
            self.side: self._sidebar(visit),
            self.talk: gr.update(visible=not visit.data_open),
            self.files_view: gr.update(visible=visit.data_open),
            **self._talk(visit),
            **self.files.updates(language),
        }

    def _sidebar(self, visit: Visit) -> str:
        sessions = self.host.conversations()
        return shell.sidebar(sessions, visit.conversation.id, visit.language, data_open=visit.data_open)

    def _talk(self, visit: Visit) -> Updates:
        conversation, language = visit.conversation, visit.language
        empty = not conversation.turns
        hello = shell.welcome(self.host.facts(), self.host.example_questions(language), language) if empty else ""
        return {
            self.hello: gr.update(value=hello, visible=empty),
            self.chat: gr.update(value=_chat_messages(conversation.messages()), visible=not empty),
            self.box: gr.update(
                placeholder=words(language, "ask.placeholder"),
                submit_btn=not conversation.running,
                stop_btn=conversation.running,
            ),
        }

    async def _follow(self, visit: Visit) -> AsyncIterator[Updates]:
        """Update the chat while the conversation on the screen grows; ends when it is done or no longer shown."""
        conversation = visit.conversation
        async for _ in follow(conversation):
            if visit.conversation is not conversation or visit.data_open:
                return
            yield {self.chat: _chat_messages(conversation.messages())}
        yield {**self._talk(visit), self.side: await asyncio.to_thread(self._sidebar, visit)}

    # -- what a person does ----------------------------------------------------------------------------------------

    def _visit(self, request: gr.Request) -> Visit:
        visit = self.visits.get(request.session_hash)
        if visit is None:  # the process was restarted under an open tab
            language = self.host.language
            visit = Visit(language, self.conversations.get(new_session_id(), language))
            self.visits[request.session_hash] = visit
        return visit

    def _visit_language(self, request: gr.Request) -> Language:
        return self._visit(request).language

    async def _load(self, request: gr.Request) -> AsyncIterator[Updates]:
        language = _language(request, self.host.language)
        wanted = request.query_params.get("c") or new_session_id()
        try:
            conversation = await asyncio.to_thread(self.conversations.get, wanted, language)
        except AssistantError:  # an address someone typed by hand: a fresh conversation is what they can use
            conversation = self.conversations.get(new_session_id(), language)
        visit = self.visits[request.session_hash] = Visit(language, conversation)
        yield await asyncio.to_thread(self._screen, visit)
        if conversation.running:
            async for updates in self._follow(visit):
                yield updates

    def _unload(self, request: gr.Request) -> None:
        self.visits.pop(request.session_hash, None)

    async def _submit(self, text: str, request: gr.Request) -> AsyncIterator[Updates]:
        async for updates in self._ask(self._visit(request), text):
            yield updates

    async def _ask(self, visit: Visit, text: str) -> AsyncIterator[Updates]:
        if not text.strip() or visit.conversation.running:
            yield {self.box: gr.update()}
            return
        visit.data_open = False
        self.conversations.ask(visit.conversation, text.strip(), visit.language)
        talk = self._talk(visit)
        talk[self.box] = gr.update(**{**talk[self.box], "value": ""})
        yield {**talk, self.talk: gr.update(visible=True), self.files_view: gr.update(visible=False)}
        async for updates in self._follow(visit):
            yield updates

    async def _stop(self, request: gr.Request) -> AsyncIterator[Updates]:
        visit = self._visit(request)
        self.conversations.stop(visit.conversation)
        yield self._talk(visit)

    async def _click(self, event: gr.EventData, request: gr.Request) -> AsyncIterator[Updates]:
        visit, data = self._visit(request), event._data or {}
        what, argument, fields = str(data.get("do", "")), str(data.get("arg", "")), data.get("fields") or {}
        if what == "ask":
            async for updates in self._ask(visit, argument):
                yield updates
            return
        try:
            await asyncio.to_thread(self._act, visit, what, argument, fields)
        except AssistantError as error:
            visit.say = error.in_(visit.language)
        yield await asyncio.to_thread(self._screen, visit)
        if visit.conversation.running and not visit.data_open:
            async for updates in self._follow(visit):
                yield updates

    def _act(self, visit: Visit, what: str, argument: str, fields: dict[str, Any]) -> None:
        if what == "new":
            visit.conversation = self.conversations.get(new_session_id(), visit.language)
            visit.data_open = False
        elif what == "open":
            visit.conversation = self.conversations.get(argument, visit.language)
            visit.data_open = False
        elif what == "language" and argument in ("en", "zh"):
            visit.language = "zh" if argument == "zh" else "en"
        elif what == "data":
            visit.data_open = not visit.data_open
        elif what == "save":
            self._save(visit, argument, str(fields.get("name", "")))

    def _save(self, visit: Visit, address: str, name: str) -> None:
        offer = self.downloads.find(address)
        if offer is None or offer[0].audience is None:
            visit.say = words(visit.language, "download.gone")
            return
        audience, language = offer[0].audience, offer[1]
        audience.id = self.host.save_audience(name, audience, language)
        for turn in visit.conversation.turns:
            turn.redraw()

    def _after_import(self, request: gr.Request) -> Updates:
        """The shop was reopened: every conversation is read again from disk."""
        visit = self._visit(request)
        self.conversations.forget()
        for other in self.visits.values():
            other.conversation = self.conversations.get(other.conversation.id, other.language)
        return self._screen(visit)


def _html(elem_id: str) -> Any:
    return gr.HTML("", elem_id=elem_id, padding=False, apply_default_css=False)


@lru_cache(maxsize=512)
def _component(html: str) -> Any:
    return gr.HTML(html, padding=False, apply_default_css=False)


def _chat_messages(messages: list[Message]) -> list[Message]:
    return [
        {**message, "content": _component(str(message["content"]))} if isinstance(message["content"], Html) else message
        for message in messages
    ]


def _language(request: gr.Request, default: Language) -> Language:
    """The language asked for in the address, else Chinese for a Chinese browser, else the shop's own."""
    asked = request.query_params.get("lang")
    if asked in ("en", "zh"):
        return "zh" if asked == "zh" else "en"
    return "zh" if request.headers.get("accept-language", "").lower().startswith("zh") else default
