"""A real browser and a served page, for the tests that need them."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest


@contextmanager
def served(host: Any) -> Iterator[str]:
    """The page over `host`, served from a thread; yields its address."""
    import uvicorn

    from ui.server import create_app, free_port

    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    port = free_port("127.0.0.1", 17860 + 100 * worker)  # two workers that look at once would find the same one free
    server = uvicorn.Server(uvicorn.Config(create_app(host), host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 60
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    server.force_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def serve() -> Callable[[Any], Any]:
    """`served`, for modules that bring their own host."""
    return served


_ANSWERED = """asked => {
    const last = kind => [...document.querySelectorAll("#ma-chat " + kind)].pop();
    const [question, answer] = [last(".user-row"), last(".bot-row")];
    return question && answer && question.innerText.includes(asked)
        && question.compareDocumentPosition(answer) & Node.DOCUMENT_POSITION_FOLLOWING;
}"""
"""An answer stands behind this very question; rows are drawn anew while work is stopped, their number tells nothing."""
_TOLD_BY = 8
"""So many characters of a question tell which it is."""


class Visitor:
    """A browser tab that notes whatever should not happen: errors on the console, requests to other hosts."""

    def __init__(
        self, browser: Any, address: str, *, width: int = 1400, height: int = 900, language: str = "en"
    ) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN" if language == "zh" else "en-GB"
        )
        self.context.set_default_timeout(90_000)  # other tests may keep every core busy meanwhile
        self.page = self.context.new_page()
        self.wrong: list[str] = []
        self.page.on("console", lambda message: self._console(message))
        self.page.on("pageerror", lambda error: self.wrong.append(f"script error: {error}"))
        self.page.on("request", lambda request: self._request(request.url, address))
        self.page.goto(f"{address}/?lang={language}")
        self.page.wait_for_selector(".ma-welcome", timeout=60_000)

    def _console(self, message: Any) -> None:
        if message.type == "error":
            self.wrong.append(f"console: {message.text}")

    def _request(self, url: str, address: str) -> None:
        if not url.startswith((address, "data:", "blob:")):
            self.wrong.append(f"request to {url}")

    def ask(self, question: str) -> None:
        """Type a question and wait until its answer is complete."""
        self.page.locator("#ma-box textarea").fill(question)
        self.page.locator("#ma-box textarea").press("Enter")
        self.page.wait_for_function(_ANSWERED, arg=question[:_TOLD_BY], timeout=60_000)
        self.page.wait_for_selector("#ma-box .submit-button", timeout=60_000)

    def bring(self, file: Path) -> None:
        """Choose a file for upload and wait until it is listed (the name is spelt in two pieces on the screen)."""
        self.page.locator("#ma-upload input[type=file]").set_input_files(str(file))
        self.page.wait_for_selector(f'#ma-upload [aria-label="{file.name}"]')

    def overflow(self) -> int:
        """Pixels by which the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Visitor]]:
    """Open tabs; at the end, nothing may have gone wrong in any of them."""
    visitors: list[Visitor] = []

    def open_tab(address: str, **options: Any) -> Visitor:
        visitors.append(Visitor(browser, address, **options))
        return visitors[-1]

    yield open_tab
    for visitor in visitors:
        visitor.context.close()
    assert [wrong for visitor in visitors for wrong in visitor.wrong] == []
