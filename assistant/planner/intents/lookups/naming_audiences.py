"""An audience described and named in one breath: store the women in London under the name "London women"."""

from __future__ import annotations

import re

from assistant.planner.frame import Frame
from assistant.planner.grammar.people.audience import read_people, with_limit
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.leftovers import leftovers
from assistant.planner.reading import Call, Reading

_QUOTED = re.compile(r"[\"“]([^\"“”]{1,80})[\"”]")
_KEEPS = r"(?:saved?|stored?|ke(?:ep|pt)|remember(?:ed)?|filed?|bookmark(?:ed)?)"
_KIND = r"(?:audience|segment|group|list|selection)"
_KEEPING = re.compile(rf"\b(?:{_KEEPS}|create|make|build|set up|names?|call|title|label)\b", re.IGNORECASE)
_NAMING = re.compile(
    rf"[\s,;.:–—>-]*(?:\b(?:and|then) )?(?:please )?(?:{_KEEPS}(?: (?:it|them|this|that|these|those))?"
    rf"(?: (?:whole |new )?{_KIND})?|\b(?:in|into|to)(?: an?| the| my)?(?: new)? {_KIND})?"
    rf"[\s,]*(?:(?:as|under|to|into)(?: an?| the| my)?(?: new)?(?: (?:saved )?{_KIND})?)?[\s,]*"
    r"(?:\b(?:under|with|by|using|has)(?: the| a)? (?:name|title|label|tag)(?: of)?"
    r"|\b(?:the )?(?:names?|title|label|tag)(?:l?ed|d)?(?: is| it| them| this| =)?|called|call (?:it|them|this|that)"
    r"|audience to save|->|=)?[\s:,>=-]*$",
    re.IGNORECASE,
)
"""What leads to a name."""
_LEAD = re.compile(
    r"^[\s,:;.>-]*(?:(?:please|pls|kindly|can|could|would|you|u|i want to|i'd like to|let's|now) )*"
    r"(?:save|store|keep|remember|create|make|build|set up|take|put|define|find|get|pull"
    r"|i? ?need|list)\b(?: me)?(?: (?:an?|the|this|all))*"
    r"(?: (?:segment|audience|group|list|selection)\b)?(?: (?:of|with|for|from|containing))?(?: all)?(?: the)?\b"
    r"[\s:,-]*",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"[\s,;.:-]*(?:and )?(?:please )?(?:(?:save|store|keep) (?:it|them|this|that|these)|into an audience)[\s,;.!-]*$",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"^[\s,;.:-]*(?:please|pls|thanks|thank you|for (?:me|later|later use|reuse|future use|next time|the team)"
    r"|(?:so|so that|because) (?:i|we) (?:can|could|may|will|might|want to|need to) [\w ]{2,40})[\s.!]*$",
    re.IGNORECASE,
)
"""What it is kept for, behind the name."""


def named_in_quotes(frame: Frame) -> Reading | None:
    """The call that saves the people described beside a name in quotes; None where they are not understood whole."""
    found = _QUOTED.findall(frame.text.original)
    if len(found) != 1 or not _KEEPING.search(_QUOTED.sub("", frame.text.original)):
        return None
    before, after = _QUOTED.split(frame.text.original)[::2]
    named, after = _NAMING.sub("", before), _LATER.sub("", after)
    if named == before:
        return None
    rest = _TAIL.sub("", _LEAD.sub("", f"{named} {after.lstrip(' :,;-–.')}").strip())
    if not rest:
        return None
    described = frame.retold(rest)
    slots = described.slots()
    slots.picking = True
    try:
        people = read_people(slots, frame.today)
    except Unclear:
        return None
    if not people.conditions or leftovers(slots):
        return None
    audience = with_limit(people.audience, people)
    args = {"name": found[0].strip(), "audience": audience.compact()}
    reading = frame.reading("save", calls=[Call("save_audience", args)], audience=audience)
    reading.notes += [frame.say(*pair) for pair in slots.said]
    return reading
