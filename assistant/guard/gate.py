"""Text let out sentence by sentence: what a model streams is held until a whole sentence has been cleared."""

import re
from collections.abc import Callable

_END = re.compile(r"[。！？!?；](?:[”’」』）)\"']*)|\.(?=\s)(?:\s)|\n+")
_LIST_MARKER = re.compile(r"\s*(?:\d{1,2}|[a-z])\.\s?", re.IGNORECASE)
Clear = Callable[[str], str | None]
"""A sentence to what may be shown of it, or None to hold it and everything after it in this message."""


def sentences(text: str) -> list[str]:
    """`text` cut after each sentence or line; joined, the pieces are `text` again."""
    pieces, start = [], 0
    for match in _END.finditer(text):
        if match[0].startswith(".") and _is_marker_or_abbreviation(text[start : match.end()]):
            continue
        pieces.append(text[start : match.end()])
        start = match.end()
    return [*pieces, text[start:]] if start < len(text) else pieces


class Gate:
    """One reader's view of the stream of one turn, over all messages the model sends in it."""

    def __init__(self, clear: Clear) -> None:
        self._clear = clear
        self._message: str | None = None
        self._pending = ""
        self._held = False
        self._shown: set[str] = set()
        self.released = ""

    def feed(self, message: str, text: str) -> list[str]:
        """Take a chunk of the message with id `message`; returns the sentences that may go out now."""
        if message != self._message:
            self._message, self._pending, self._held = message, "", False
        self._pending += text
        *whole, self._pending = sentences(self._pending) or [""]
        if _END.search(self._pending) and self._pending.endswith("\n"):
            whole, self._pending = [*whole, self._pending], ""
        return self._release(whole)

    def finish(self, final: str) -> list[str]:
        """What is still to be sent for `final` to have been said."""
        self._held = False
        return self._release(sentences(final), cleared=True)

    def _release(self, pieces: list[str], *, cleared: bool = False) -> list[str]:
        out: list[str] = []
        for piece in pieces:
            if self._held:
                break
            text = piece if cleared else self._clear(piece)
            if text is None:
                self._held = True
                break
            key = " ".join(text.split())
            if key and key in self._shown:
                continue
            self._shown.add(key)
            out.append(text)
            self.released += text
        return out


def _is_marker_or_abbreviation(text: str) -> bool:
    return bool(_LIST_MARKER.fullmatch(text)) or bool(
        re.search(r"(?i)\b(?:e\.g|i\.e|vs|no|approx|etc|dr|mr|ms|mrs)\.\s$", text)
    )
