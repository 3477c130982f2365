"""Answer text made safe and readable: no images, no links, no raw HTML; and the little Markdown that notices need."""

import html
import re
from typing import Final

_IMAGE: Final = re.compile(r"!\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])")
_LINK: Final = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\[[^\]]*\])")
_REFERENCE: Final = re.compile(r"^\s{0,3}\[[^\]]+\]:\s*\S+.*$", re.MULTILINE)
_ADDRESS: Final = re.compile(r"(?<![`\w@])((?:https?|ftp)://[^\s`<>，。；）)]+|www\.[^\s`<>，。；）)]+)", re.IGNORECASE)
_BOLD: Final = re.compile(r"\*\*(.+?)\*\*")
_CODE: Final = re.compile(r"`([^`]+)`")
_BULLET: Final = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+")


def safe_markdown(text: str) -> str:
    """Markdown for the chat: images become their words, links their text, addresses code, and `<` plain text.

    A picture or link in model output could carry data out of the page; nothing a shop needs is lost.
    """
    text = _REFERENCE.sub("", _IMAGE.sub(r"\1", text))
    text = _LINK.sub(r"\1", text)
    text = _ADDRESS.sub(r"`\1`", text)
    return text.replace("<", "&lt;")


def paragraphs(text: str) -> str:
    """The same text as HTML: paragraphs, lists, bold and code; everything else escaped."""
    blocks = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = [line for line in block.splitlines() if line.strip()]
        listed = [line for line in lines if _BULLET.match(line)]
        if lines and len(listed) == len(lines):
            blocks.append("<ul>" + "".join(f"<li>{_inline(_BULLET.sub('', line))}</li>" for line in lines) + "</ul>")
        elif lines:
            blocks.append("<p>" + "<br>".join(_inline(line) for line in lines) + "</p>")
    return "".join(blocks)


def _inline(text: str) -> str:
    text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
    safe = _BOLD.sub(r"<b>\1</b>", html.escape(text))
    return _CODE.sub(r"<code>\1</code>", safe)
