"""Those spoken of kept under a name, however it is said: put them in a list called …, create the audience, name: …."""

from __future__ import annotations

import re

_OPENS = (
    r"^(?:ok(?:ay)?[ ,]+|and |now |then |so |great[ ,]+|perfect[ ,]+|please |pls |can you |could you |let'?s "
    r"|i want to |i'd like to )*"
)
_KEEPS = r"(?:save|store|keep|remember|bookmark|file|create|make|build|set up|turn|put|define|add)"
_KIND = r"(?:group|audience|segment|list|selection)"
_THEM = (
    rf"(?: (?:it|them|this|that|these|those|all|of|the|an?|my|our|new|whole|out|in|into|to|as|from|people|customers"
    rf"|{_KIND}|result|for (?:me|us|later|future use)|away))*"
)
_NAMED = (
    r"(?:[ ,;:–-]*(?:and )?(?:(?:as(?! an? | the | my )|called|named|titled|labell?ed)"
    r"|(?:(?:under|with|by|using)(?: the)? )?(?:the )?(?:name|title|label)(?: (?:it|them|this|that))?"
    r"(?: of| is| as| should be)?"
    rf"|(?:call|name|title) (?:it|them|this|that)(?: {_KIND})?)[ :,]*)"
)
_RULE = re.compile(rf"{_OPENS}{_KEEPS}{_THEM}{_NAMED}(?P<name>\S.*)$", re.IGNORECASE)
_ALONE = re.compile(
    rf"{_OPENS}(?:call|name|title|label) (?:this|that|the)(?: new)? {_KIND}[ :,]+(?P<name>\S.*)$", re.IGNORECASE
)
_MARKS = "\"'“”‘’.!? "


def name_for_them(typed: str) -> str:
    """The name that those spoken of are to be kept under; "" where the message says no such thing."""
    found = _RULE.match(typed.strip()) or _ALONE.match(typed.strip())
    return found["name"].strip(_MARKS)[:80].strip() if found else ""
