"""The look of the page: Gradio's theme in system fonts and one accent colour, and our own style sheet and script."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any

FONTS = (
    "system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "PingFang SC", "Hiragino Sans GB",
    "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "sans-serif",
)  # fmt: skip
MONOSPACE = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "DejaVu Sans Mono", "monospace")


def theme() -> Any:
    """Gradio's soft theme without web fonts; colours come from page.css."""
    import gradio as gr

    return gr.themes.Soft(
        primary_hue="teal", secondary_hue="teal", neutral_hue="stone", font=list(FONTS), font_mono=list(MONOSPACE)
    )


def style_sheet() -> str:
    """Our CSS."""
    return _asset("page.css")


def head() -> str:
    """Our script, to be placed into the document's head."""
    return f'<meta name="color-scheme" content="light"><script>{_asset("page.js")}</script>'


def hub_script() -> str:
    """What the hidden hub component runs when the page loads: it carries clicks to the server."""
    return _asset("hub.js")


def icon() -> Path:
    """The picture on the browser's tab."""
    return Path(str(resources.files("ui").joinpath("assets", "icon.svg")))


def _asset(name: str) -> str:
    return resources.files("ui").joinpath("assets", name).read_text(encoding="utf-8")
