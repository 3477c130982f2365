"""An index of exact words over any number of texts, English and Chinese alike, scored by BM25.

Words in an alphabet count by their runs of three and four letters, so that "candles" meets "candle" and a slip of the
keyboard still scores; Chinese counts by single characters and pairs, which needs no dictionary of words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

K1, B = 1.2, 0.75
"""Saturation of repeated words and normalisation by length: the customary values (Robertson and Zaragoza, 2009)."""

_RUN = re.compile(
    "([\u3040-\u30ff\u3400-\u9fff]+)|([^\\W_\u3040-\u30ff\u3400-\u9fff]+(?:[-./'’&+][^\\W_\u3040-\u30ff\u3400-\u9fff]+)*)"
)
_JOINT = re.compile("[-./'’&+]")


class TermIndex:
    """Documents by number, each a bag of terms, found by the terms they share with a query."""

    def __init__(self, documents: Iterable[Iterable[str]]) -> None:
        import numpy as np

        self._numbers: dict[str, int] = {}
        number = self._numbers
        terms, counts, sizes, lengths = [], [], [], []
        for document in documents:
            ids = np.array([number.setdefault(term, len(number)) for term in document], dtype=np.int32)
            unique, count = np.unique(ids, return_counts=True)
            terms.append(unique)
            counts.append(count)
            sizes.append(len(unique))
            lengths.append(len(ids))
        self.size = len(lengths)
        owner = np.repeat(np.arange(self.size, dtype=np.int32), sizes)
        term = np.concatenate([*terms, np.zeros(0, dtype=np.int32)])
        count = np.concatenate([*counts, np.zeros(0, dtype=np.int64)]).astype(np.float32)
        length = np.array(lengths, dtype=np.float32)
        mean = float(length.mean()) if lengths else 1.0
        gain = count / (count + K1 * (1 - B + B * length[owner] / (mean or 1.0)))
        order = np.argsort(term, kind="stable")
        self._owner, self._gain = owner[order], gain[order]
        frequency = np.bincount(term, minlength=len(number))
        self._start = np.concatenate([[0], np.cumsum(frequency)])
        self._rarity = np.log(1 + (self.size - frequency + 0.5) / (frequency + 0.5))
        self._rarest = float(np.log(1 + (self.size + 0.5) / 0.5))

    def score(self, terms: Iterable[str]) -> tuple[Floats, Floats]:
        """For every document, each 0 to 1: BM25 as a share of the most a document could reach, and the share of the
        query's terms, weighted by rarity, that the document has at all. Terms no document has count against all."""
        import numpy as np

        score = np.zeros(self.size, dtype=np.float32)
        covered = np.zeros(self.size, dtype=np.float32)
        total = 0.0
        for term in dict.fromkeys(terms):
            number = self._numbers.get(term)
            if number is None:
                total += self._rarest
                continue
            postings = slice(self._start[number], self._start[number + 1])
            rarity = float(self._rarity[number])
            score[self._owner[postings]] += rarity * self._gain[postings]
            covered[self._owner[postings]] += rarity
            total += rarity
        return (score / total, covered / total) if total else (score, covered)


def index_texts(texts: Iterable[str]) -> TermIndex:
    """An index of texts; ask it with `terms` of the normalised query."""
    known: dict[str, list[str]] = {}
    return TermIndex(terms(normalise(text), known) for text in texts)


def terms(text: str, known: dict[str, list[str]] | None = None) -> list[str]:
    """What a normalised text counts by, repeats included; `known` remembers the words met before."""
    known = {} if known is None else known
    out: list[str] = []
    for run in runs(text):
        if run not in known:
            known[run] = features(run)
        out += known[run]
    return out


def normalise(text: str) -> str:
    """`text` folded for comparison: full width to half, no accents, lower case, simplified characters."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(c for c in folded if not unicodedata.combining(c)) if not folded.isascii() else folded
    return unicodedata.normalize("NFC", plain).translate(_simplified()) if not plain.isascii() else plain


def runs(text: str) -> Iterable[str]:
    """Words in an alphabet (parts of a compound, and the compound without its hyphens) and runs of Chinese."""
    for match in _RUN.finditer(text):
        yield from _words(match.group(2)) if match.group(2) else (match.group(1),)


def features(run: str) -> list[str]:
    """What one run counts by, repeats included."""
    if "\u3040" <= run[0] <= "\u9fff":
        return [*run, *(run[i : i + 2] for i in range(len(run) - 1))]
    padded = f" {run} "
    return [padded[i : i + size] for size in (3, 4) for i in range(max(1, len(padded) - size + 1))]


def _words(compound: str) -> list[str]:
    parts = _JOINT.split(compound)
    return [*parts, "".join(parts)] if len(parts) > 1 else parts


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    """Traditional characters to simplified ones, one to one."""
    from zhconv.zhconv import getdict, loaddict

    loaddict()
    return {ord(old): new for old, new in getdict("zh-cn").items() if len(old) == len(new) == 1}
