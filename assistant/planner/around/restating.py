"""A speaker who corrects themselves: what counts is said after “i mean people who …”, “scratch that”, “ok then”."""

from __future__ import annotations

import re

_WHO = (
    r"(?:the |all |just |any |only )*(?:people|customers?|everyone|everybody|anyone|anybody|folks|ppl|those|users"
    r"|buyers|shoppers|who|women|men|ladies|guys|the ones)\b"
)
_MEANT = re.compile(
    r"^.{3,}?[\s,.;:–—(-]+(?:i mean|i meant|meaning|that is to say|in other words|or rather|i\.e\.|ie)[\s,:]+"
    rf"(?={_WHO})(?<!i\.e\.[\s,:])(?<!\bie[\s,:])",
    re.I | re.S,
)
_DROPPED = re.compile(
    r"^.{3,}?(?:\bscratch that\b|\bnever ?mind(?: that)?\b|\bforget (?:that|it)\b|\bskip(?: (?:that|it))?\."
    r"|\bstrike that\b|\bcan'?t\? ok(?:ay)?\b|\bok(?:ay)? then\b|\bok(?:ay)? no\b[^.]*\.|\?[^?]{0,60}\bso:)"
    r"[\s,.:;–—-]*(?:then |just )?(?=\w.{8,})",
    re.I | re.S,
)


def last_word(question: str) -> str:
    """The question without what its speaker took back."""
    for cue in (_DROPPED, _MEANT):
        found = cue.match(question)
        if found:
            question = question[found.end() :]
    return question
