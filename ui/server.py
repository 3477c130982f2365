"""The web server around the page: our own routes, security headers, and the start."""

from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.page_services import ShopHost
from assistant.settings import Settings, quiet_libraries
from tools.contract import BadInput

if TYPE_CHECKING:
    from fastapi import FastAPI

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

LOOPBACK = ("127.0.0.1", "localhost", "::1")
PORTS_TRIED = 20
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
    "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
"""Gradio's own scripts need inline code; nothing may load from, or be sent to, another host."""


class SecurityHeaders:
    """ASGI middleware that adds HEADERS to every response."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and the response back, headers added."""

        async def with_headers(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                extra = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
                message = {**message, "headers": [*message.get("headers", []), *extra]}
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


def create_app(host: ShopHost, *, loopback: bool = True) -> FastAPI:
    """The whole web application over an opened shop; with `loopback`, only requests to this machine's own names."""
    quiet_libraries(os.environ)
    import gradio as gr
    from fastapi import FastAPI
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    from ui import style
    from ui.app import Page
    from ui.downloads import Downloads, add_routes
    from ui.files import LIMIT_MEGABYTES

    downloads = Downloads()
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    add_routes(app, host, downloads)
    blocks = Page(host, downloads).build()
    blocks.queue(max_size=64, api_open=False, default_concurrency_limit=None)
    app = gr.mount_gradio_app(
        app, blocks, path="/", show_error=False, max_file_size=f"{LIMIT_MEGABYTES}mb", enable_monitoring=False,
        allowed_paths=[], footer_links=[],
        favicon_path=str(style.icon()), ssr_mode=False, pwa=False, mcp_server=False, theme=style.theme(),
        css=style.style_sheet(), head=style.head(),
    )  # fmt: skip
    app.add_middleware(SecurityHeaders)
    if loopback:
        # a name that someone else's server resolves to this machine must not reach the shop
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*LOOPBACK, "[::1]"])
    return app


def launch(workspace_path: str | Path, *, host: str = "127.0.0.1", port: int = 7860, settings: Settings) -> None:
    """Serve the page of a workspace until interrupted, and say where; the next free port when `port` is taken."""
    import uvicorn

    shop = ShopHost.open(workspace_path, settings)
    free = free_port(host, port)
    sys.stdout.write(f"Opening {shop.workspace.settings.name} …\n")
    sys.stdout.flush()
    app = create_app(shop, loopback=host in LOOPBACK)
    shown = f"[{host}]" if ":" in host else "127.0.0.1" if host == "0.0.0.0" else host
    server = uvicorn.Server(uvicorn.Config(app, host=host, port=free, log_level="warning", timeout_graceful_shutdown=3))
    sys.stdout.write(f"The page is at http://{shown}:{free}/ (Ctrl+C stops it)\n")
    if host not in LOOPBACK:
        sys.stdout.write("Whoever can reach this address can see the shop's customers: put it behind a login.\n")
    sys.stdout.flush()
    threading.Thread(target=shop.warm_up, name="warm up", daemon=True).start()
    try:
        server.run()
    finally:
        shop.close()


def free_port(host: str, port: int) -> int:
    """`port`, or the next one after it that nobody listens on; raises BadInput when 20 in a row are taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, min(port + PORTS_TRIED, 65_536)):
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, candidate))
            except OSError:
                continue
            return candidate
    raise BadInput(f"Ports {port} to {port + PORTS_TRIED - 1} on {host} cannot be used: name another one with --port.")
