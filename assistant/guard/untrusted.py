"""Text from files and models, made harmless: no control or invisible characters, no links, no images, no HTML."""

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\U000e0000-\U000e0fff]"
)
_IMAGE = re.compile(r"!\[([^\]]*)\]\s*(?:\([^)]*\)|\[[^\]]*\])?")
_LINK = re.compile(r"\[([^\]]*)\]\s*\([^)]*\)")
_REFERENCE = re.compile(r"^\s{0,3}\[[^\]]+\]:\s*\S+.*$", re.MULTILINE)
_ADDRESS = re.compile(
    r"(?i)\b(?:(?:https?|ftp|file|data|javascript|vbscript|mailto):(?://)?|www\.)[^\s)\]>\"'，。；）」】]+|(?<![:\w])//[\w.-]+\.\w+\S*"
)
_TAG = re.compile(r"<(?=[A-Za-z/!?])[^>]*>?")
MARK = "▎"


def plain(text: str) -> str:
    """`text` without control, bidirectional, tag and zero-width characters; line ends and tabs stay."""
    text = _INVISIBLE.sub("", text)
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs", "Co"))


def quoted(text: str, limit: int = 1200) -> str:
    """Text from a file as marked data: every line starts with MARK, so that no line of it can pass for ours."""
    lines = plain(text.replace(MARK, " "))[:limit].splitlines() or [""]
    return "\n".join(f"{MARK}{line.rstrip()}" for line in lines)


def cell(value: object, limit: int = 120) -> str:
    """One value on one line."""
    if value is None:
        return ""
    return " ".join(plain(str(value)).replace("|", "/").split())[:limit]


def shown(text: str, allowed: tuple[str, ...] = ()) -> str:
    """A model's text as a person may see it: images, links and tags gone; addresses outside `allowed` hosts too."""
    text = plain(text)
    text = _IMAGE.sub(r"\1", text)
    text = _LINK.sub(r"\1", text)
    text = _REFERENCE.sub("", text)
    text = _TAG.sub("", text)
    return _ADDRESS.sub(lambda match: match[0] if _is_allowed(match[0], allowed) else "…", text)


def _is_allowed(address: str, hosts: tuple[str, ...]) -> bool:
    host = re.match(r"(?i)https://([^/?#\s@:]+)(?=[/?#:]|$)", address)
    return bool(host and host[1].lower() in hosts)
