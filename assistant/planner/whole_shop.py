"""In the middle of a conversation: a question without any limit of its own, after one with limits.

"which brand is bought most", after what gold members bought last month, may be meant of those or of the whole shop.
"""

from __future__ import annotations

import re
from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.reading import Ask, Option, Reading

_SINGLE = ("measure", "size_audience", "list_audience")
_LIMITS = ("where", "audience", "period", "part", "after")
_KINDS = ("metric", "audience", "list", "copy")
_WHOLE = re.compile(
    r"\b(?:we|us|our|overall|total|altogether|in all|every(?:one|body)|all|whole|entire|shop|store|database|base|ever"
    r"|general|company|business)\b"
    r"|一共|总共|全部|所有|全店|整体|总体|店里|我们|咱们|本店|总的|全体|公司|历史|一直以来|至今"
)
"""Words that speak of the whole shop."""


def speaks_of_all(text: str) -> bool:
    """Whether a message says that it means the whole shop."""
    return _WHOLE.search(text) is not None


def ask_of_whose(frame: Frame, reading: Reading) -> Reading:
    """The reading, or a question whether what was told before still holds."""
    state = frame.state
    plain = reading.calls and all(call.tool in _SINGLE and _bare(call.args) for call in reading.calls)
    if not plain or reading.ask is not None or state.last not in _KINDS or reading.intent in ("back", "reset"):
        return reading
    if not _limited(frame) or speaks_of_all(frame.text.normal):
        return reading
    asked = frame.text.original.strip().rstrip("?？。.")
    question = frame.say("Of those we were just talking about, or of the whole shop?", "指刚才说的这部分，还是全店？")
    options = (
        Option(frame.say("of those customers", "刚才说的客户"), frame.say(f"{asked} of them", f"其中{asked}")),
        Option(frame.say("of the whole shop", "全店"), frame.say(f"{asked} overall", f"全店{asked}")),
    )
    asking = frame.reading("clarify", ask=Ask(question, options, 0, len(frame.text.original)))
    asking.account = reading.account
    return asking


def _bare(args: dict[str, Any]) -> bool:
    """Whether a call covers everything there is."""
    metric = args.get("metric")
    if metric is None:
        return not args.get("audience") and not args.get("sort_by")
    return not any(metric.get(name) for name in _LIMITS)


def _limited(frame: Frame) -> bool:
    """Whether the last definition was limited to some people, goods or days."""
    state = frame.state
    if state.figures == "metric" and state.metric is not None:
        return any(state.metric.compact().get(name) for name in _LIMITS)
    return state.audience is not None and bool(state.audience.compact())
