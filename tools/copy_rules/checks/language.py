"""Is the draft in the language of the brief?"""

import re
from collections.abc import Iterator

from tools.copy_rules.context import Hit, Reading
from tools.copy_rules.rulebook import Rule
from tools.copy_rules.tags import TAG
from tools.copy_rules.text import HAN, term

_HEAD = re.compile(r"\s+[|–—-]\s+|[,，;；|(（【\[]")
"""Marketplace names run on after such a mark; copy may use the part before it."""


def _bare(text: str, reading: Reading) -> str:
    bare = TAG.sub(" ", text)
    offer = reading.context.brief.offer
    spoken = [*reading.context.brief.must_say, (offer.code or "") if offer else "", (offer.gift or "") if offer else ""]
    names = [*reading.context.protected, *spoken]
    names += [_HEAD.split(name)[0].strip() for name in reading.context.protected]
    for name in sorted(names, key=len, reverse=True):
        if len(name) > 1:  # however it is written: a shop's table may shout
            bare = term(re.escape(name)).sub(" ", bare)
    return term(r"\b(?:SMS|STOP|VIP|APP|SPF|PA\+*|DIY|OK|T|TD|R|N)\b").sub(" ", bare)


def language(_: Rule, reading: Reading) -> Iterator[Hit]:
    """Fields where the other script outweighs: Chinese in English copy, English words in Chinese copy."""
    chinese = reading.context.language == "zh"
    for name, text in reading.fields.items():
        bare = _bare(text, reading)
        han = HAN.findall(bare)
        words = term(r"[A-Za-z]{2,}").findall(bare)
        if chinese and (len(words) > max(2, len(han)) or (len(words) >= 6 and len(words) * 3 > len(han))):
            yield Hit(name, " ".join(words[:4]), *_run(text, words))
        elif not chinese and len(han) > max(1, len(words) // 8):
            yield Hit(name, "".join(han[:6]), *_run(text, han))


def _run(text: str, pieces: list[str]) -> tuple[int, int]:
    """From the first of the foreign pieces to the last."""
    return max(0, text.find(pieces[0])), text.rfind(pieces[-1]) + len(pieces[-1])
