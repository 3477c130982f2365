"""The claims reader: every figure a text states, with what kind of figure it is, in English and Chinese.

The same reader reads drafts and facts, so that "twenty percent off", "20 % off" and 八折 are one claim.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from tools.copy_rules import claim_grammar as grammar
from tools.copy_rules.bounds import bound_at
from tools.copy_rules.listing import numbering
from tools.copy_rules.text import fold


@dataclass(frozen=True)
class Claim:
    """One stated figure. `unit` is a currency, a unit, a counted noun or a code; `role` tells what the figure is for.

    kind and role: percent (off, of, bare) · money (price, off, minimum) · date · weekday · quantity · duration ·
    time · age (limit, below, range) · multiple · count · share (in tenths, of the unit) ·
    ratio (as "1:3") · year · code · bogo.
    The role idle is of everyday spans, which claim something only beside the facts' own; order is of magnitude.
    """

    kind: str
    value: Decimal | str
    unit: str = ""
    role: str = ""
    start: int = 0
    end: int = 0
    text: str = ""
    bound: str = ""
    """under, within, over, least, nearly, about or order (of magnitude) where the words of the figure say so."""

    @property
    def key(self) -> tuple[str, Decimal | str, str, str]:
        """What makes two claims the same, wherever they stand."""
        return self.kind, self.value, self.unit, self.role


@lru_cache(maxsize=4096)
def read_claims(written: str, protected: tuple[str, ...] = ()) -> tuple[Claim, ...]:
    """All claims of `written`, in order. Figures inside `protected` names (products, brands, codes) are no claims."""
    folded = fold(written)
    taken = bytearray(len(folded.text))
    for name in protected:
        plain = fold(name).text
        if plain:
            alone = rf"(?<![A-Za-z0-9]){re.escape(plain)}(?![A-Za-z0-9])"  # WHIRL25 is no name, though Whirl is one
            for match in re.finditer(alone, folded.text, re.IGNORECASE):
                _take(taken, match.span())
    for match in grammar.IDIOMS.finditer(folded.text):
        _take(taken, match.span())
    for span in numbering(folded, written):
        _take(taken, span)
    claims: list[Claim] = []
    for pattern, build in grammar.PATTERNS:
        for match in pattern.finditer(folded.text):
            if any(taken[match.start() : match.end()]):
                continue
            found = list(build(match))
            if not found:
                continue
            _take(taken, match.span())
            start, end = folded.written(*match.span())
            bound = bound_at(folded.text, *match.span())
            claims += [
                Claim(kind, value, unit, role, start, end, written[start:end], "order" if role == "order" else bound)
                for kind, value, unit, role in found
            ]
    return tuple(sorted(claims, key=lambda claim: claim.start))


def _take(taken: bytearray, span: tuple[int, int]) -> None:
    taken[span[0] : span[1]] = b"\x01" * (span[1] - span[0])
