"""Sentences that only carry a change: redo it for China, let me see that by month, what if we take 2024.

What stands around the change – a light verb, the thing spoken of, a word that leads in – is set aside, whatever the
change is: the rest is read as if it had been typed alone.
"""

from __future__ import annotations

import re

from assistant.planner.frame import Frame

_LED = (
    r"^(?:and |now |ok(?:ay)?,? |so |then |please |let'?s |can (?:you|we|i) |could (?:you|we|i) "
    r"|i(?:'d| would) like to )*"
)
_DO = (
    r"(?:re-?do|re-?run|run|do|show|see|have|get|give|make|try|check|pull|repeat|take|use|work out|calculate|look at"
    r"|let me (?:see|have|look at))"
)
_IT = (
    r"(?: me| us)? (?:it|that|this|the same(?: thing| analysis| question| table)?|(?:all|the whole) (?:of )?(?:it|that)"
    r"|the (?:numbers|figures|table))(?: again| once more| all)?"
)
_THEM = r"(?: me| us)? (?:it|that|this|these|those|them|the (?:numbers|figures|table|result))(?: again| once more)?"
_LOOKS = (
    r"(?:what|how) (?:does|do|did|would) (?:it|that|this|they|these|those|things|the (?:numbers|figures)) look"
    r"(?: like)?"
)
_DROVE = (
    r"(?P<rest>(?:which|what) .+?) (?:mostly |mainly )?(?:drove|drives|(?:is|was) (?:driving|behind)|caused"
    r"|explain(?:s|ed)|accounts? for|accounted for)(?: most of| much of| all of)?"
)
_WAYS = (
    ("change|difference|shift|move(?:ment)?", "{} changed the most"),
    ("growth|increase|rise|gains?|uplift", "{} grew the most"),
    ("fall|drop|decline|decrease|loss|dip", "{} fell the most"),
)
"""which brand drove the change: the one that changed the most."""
_RULES = (
    (re.compile(rf"{_LED}{_DO}{_IT},? (?:just|only|but only|but just) (?:for|with|in|from) (?P<rest>.+)$"), "only {}"),
    (re.compile(rf"{_LED}{_DO}{_IT} (?:but )?(?:for|with|using) (?P<rest>.+)$"), "same for {}"),
    (re.compile(rf"{_LED}{_DO}{_THEM} (?:by|per|(?:split|grouped|broken down) by) (?P<rest>.+)$"), "by {}"),
    (re.compile(rf"^(?:just|only) {_DO}{_IT} (?:for|with) (?P<rest>.+)$"), "only {}"),
    (re.compile(rf"{_LED}(?:re-?do|re-?run|run|repeat) (?:for|with) (?P<rest>.+)$"), "same for {}"),
    (re.compile(rf"^(?:and |so )?{_LOOKS} (?:for|in|with|among) (?P<rest>.+)$"), "same for {}"),
    (re.compile(rf"^(?:and |so )?{_LOOKS} (?:by|per|(?:split|broken down) by) (?P<rest>.+)$"), "by {}"),
    (re.compile(rf"{_LED}(?:we |i'?ll |i'?d |we'?ll )?(?:rather )?go (?:with|for) (?P<rest>.+)$"), "{} instead"),
    *(
        (re.compile(rf"{_LED}{_DROVE} (?:the|that|this) (?:{said})(?P<more>(?: (?:in|for|of|from) .+)?)$"), told)
        for said, told in _WAYS
    ),
    (re.compile(
        r"^(?:and |so )?what if (?:we|i|you) (?:only )?(?:take|took|use|used|pick|picked|choose|chose|go with|do|did"
        r"|look(?:ed)? at|count(?:ed)?) (?P<rest>.+)$"
    ), "what about {}"),
)  # fmt: skip
_OF_FIGURES = (
    re.compile(
        r"^(?:and |so |then |ok,? )?how (?:much|many) (?:is it |was it |is that |was that )?(?:for|from) "
        r"(?P<rest>[\w &'-]+)$"
    ),
    "same for {}",
)
"""how much for womenswear, after figures: the same figure of that."""
_CHANGED = ("metric", "audience", "list")
"""Answers that such a change is made to: after drafts "go with C" picks one."""
_NO_CHANGE = re.compile(
    r"^(?:me|us|an?|it|that|this|them|those|these|him|her|now)\b|\b(?:chart|graph|plot|diagram|table|campaign|e-?mail"
    r"|audience|segment|newsletter|message|copy|draft|holdout|sms|text|push)\b"
)
"""What is no change of figures or people: show it with a chart, use that for a campaign, do it for me."""


def without_carrier(frame: Frame) -> str:
    """What such a message comes down to; "" where it is none."""
    if frame.language != "en" or not frame.state.figures or frame.state.last not in _CHANGED:
        return ""
    typed = frame.text.original.strip()
    bare = typed.rstrip(" ?.!,")
    figures = [_OF_FIGURES] if frame.state.last == "metric" and not frame.has("measure", "verb", "period") else []
    for rule, told in (*_RULES, *figures):
        found = rule.match(bare.casefold())
        if found is None:
            continue
        rest = bare[slice(*found.span("rest"))]
        for end in (" instead", " please", " then"):
            rest = rest.removesuffix(end)
        more = found.groupdict().get("more") or ""
        return "" if _NO_CHANGE.search(rest.casefold()) else told.format(rest) + more
    return ""
