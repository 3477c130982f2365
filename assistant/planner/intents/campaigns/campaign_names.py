"""What a message says of a campaign beside its texts, its name above all: called “Spring hello”, plan "Rhein": …"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from assistant.planner.frame import Frame


@dataclass
class Heard:
    """What a message says of the campaign beside its texts."""

    plan: int | None = None
    sure: bool = False
    holdout: float | None = None
    stratify_by: list[str] = field(default_factory=list)
    name: str = ""
    stretches: list[tuple[int, int]] = field(default_factory=list)
    """First span and the one behind the last."""


QUOTED = re.compile(r"\s*(?:is\b|as\b|name\b)?\s*[:：=]?\s*[\"'“‘「『《](.{1,80}?)[\"'”’」』》]")


def named(frame: Frame, index: int, heard: Heard) -> None:
    """called “Spring hello”: up to the next break, or the end of the quotes."""
    rest = frame.rest(index)
    found = QUOTED.match(rest) or re.match(r"\s*[:：]?\s*([^,，。;；.!！]{1,60})", rest)
    if not found:
        return
    start = frame.origin(index)[1] + (len(frame.text.original[frame.origin(index)[1] :]) - len(rest.lstrip()))
    end = start + found.end()
    last = max((i for i in range(index, len(frame.spans)) if frame.origin(i)[0] < end), default=index)
    heard.name = found[1].strip()
    heard.stretches.append((index, last + 1))


def in_quotes(frame: Frame, heard: Heard) -> None:
    """plan sms campaign "evergreen", plan "Rhein": …: what stands in quotes is its name where no other is told."""
    original = frame.text.original
    found = re.search(r"[\"“「『《]([^\"“”「」『』《》]{1,40})[\"”」』》]", original)
    if found is None or len(re.findall(r"[\"“「『《]", original)) > 2:
        return
    inside = [i for i in range(len(frame.spans)) if found.start() <= frame.origin(i)[0] < found.end()]
    if inside and not any(first <= inside[0] < end for first, end in heard.stretches):
        heard.name = found[1].strip()
        heard.stretches.append((inside[0], inside[-1] + 1))


def called(frame: Frame, index: int) -> tuple[str, int] | None:
    """The name in quotes right before the word for campaign, and the span it begins with."""
    before = frame.text.original[: frame.origin(index)[0]]
    found = re.search(r"[\"'“‘「『《]([^\"'“‘「『《]{1,40})[\"'”’」』》]\s*$", before)
    if found is None:
        return None
    return found[1], next(i for i in range(index) if frame.origin(i)[1] > found.start())
