"""An index of exact words over any number of texts, English and Chinese alike, scored by BM25.

Words in an alphabet count by their runs of three and four letters, so that "candles" meets "candle" and a slip of the
keyboard still scores; Chinese counts by single characters and pairs, which needs no dictionary of words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.integer]

K1, B = 1.2, 0.75
"""Saturation of repeated words and normalisation by length: the customary values (Robertson and Zaragoza, 2009)."""

CHUNK = 2000
"""Documents counted at a time while an index is built: bounds the memory it takes."""

_RUN = re.compile(
    "([\u3040-\u30ff\u3400-\u9fff]+)|([^\\W_\u3040-\u30ff\u3400-\u9fff]+(?:[-./'’&+][^\\W_\u3040-\u30ff\u3400-\u9fff]+)*)"
)
_JOINT = re.compile("[-./'’&+]")


class TermIndex:
    """Documents by number, each a bag of terms, found by the terms they share with a query."""

    def __init__(self, names: list[str], owner: Ints, gain: Floats, start: Ints, size: int) -> None:
        """Postings in the order of the terms' `names`: from `start[n]` to `start[n + 1]`, the documents (`owner`) that
        have term n, and what each gains by it (BM25 without the term's rarity). `size` is the number of documents."""
        import numpy as np

        self.names, self.owner, self.gain, self.start, self.size = names, owner, gain, start, size
        self._number = {name: number for number, name in enumerate(names)}
        frequency = np.diff(start)
        self._rarity = np.log(1 + (size - frequency + 0.5) / (frequency + 0.5))
        self._rarest = float(np.log(1 + (size + 0.5) / 0.5))

    def score(self, terms: Iterable[str]) -> tuple[Floats, Floats]:
        """For every document, each 0 to 1: BM25 as a share of the most a document could reach, and the share of the
        query's terms, weighted by rarity, that the document has at all. Terms no document has count against all."""
        import numpy as np

        score = np.zeros(self.size, dtype=np.float32)
        covered = np.zeros(self.size, dtype=np.float32)
        total = 0.0
        for term in dict.fromkeys(terms):
            number = self._number.get(term)
            if number is None:
                total += self._rarest
                continue
            postings = slice(self.start[number], self.start[number + 1])
            rarity = float(self._rarity[number])
            score[self.owner[postings]] += rarity * self.gain[postings]
            covered[self.owner[postings]] += rarity
            total += rarity
        return (score / total, covered / total) if total else (score, covered)


def index_terms(documents: Iterable[Sequence[str]]) -> TermIndex:
    """An index of documents given as their terms."""
    return _index(documents, lambda term: [term])


def index_texts(texts: Iterable[str]) -> TermIndex:
    """An index of texts; ask it with `terms` of the normalised query."""
    return _index((list(runs(normalise(text))) for text in texts), features)


def terms(text: str) -> list[str]:
    """What a normalised text counts by, repeats included."""
    return [feature for run in runs(text) for feature in features(run)]


def _index(documents: Iterable[Sequence[str]], expand: Callable[[str], list[str]]) -> TermIndex:
    """Each distinct run is expanded into its terms once; the rest is arithmetic, some documents at a time."""
    import numpy as np

    run_number: dict[str, int] = {}
    term_number: dict[str, int] = {}
    in_run: list[int] = []
    run_start = [0]
    parts: list[tuple[Ints, Ints, Ints]] = []
    size = 0
    everything = iter(documents)
    while some := list(islice(everything, CHUNK)):
        for run in chain(*some):
            if run not in run_number:
                run_number[run] = len(run_number)
                in_run += [term_number.setdefault(term, len(term_number)) for term in expand(run)]
                run_start.append(len(in_run))
        holder = np.repeat(np.arange(len(some)), [len(document) for document in some])
        held = np.array([run_number[run] for run in chain(*some)], dtype=np.int64)
        owner, term, count = _counted(
            holder, held, np.array(in_run, dtype=np.int64), np.array(run_start), len(term_number)
        )
        parts.append((owner + size, term, count))
        size += len(some)
    nothing = np.zeros(0, dtype=np.int64)
    owner, term, count = (np.concatenate([nothing, *(part[column] for part in parts)]) for column in range(3))
    return _weighed(list(term_number), owner, term, count, size)


def _counted(owner: Ints, held: Ints, in_run: Ints, run_start: Ints, terms: int) -> tuple[Ints, Ints, Ints]:
    """(document, term, times) from (document, run) pairs."""
    import numpy as np

    lengths = run_start[held + 1] - run_start[held]
    first = np.repeat(run_start[held] - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
    term = in_run[first + np.arange(len(first))]
    keys, count = np.unique(np.repeat(owner, lengths) * max(terms, 1) + term, return_counts=True)
    return keys // max(terms, 1), keys % max(terms, 1), count


def _weighed(names: list[str], owner: Ints, term: Ints, count: Ints, size: int) -> TermIndex:
    import numpy as np

    length = np.bincount(owner, weights=count, minlength=size)
    mean = float(length.mean()) if size else 0.0
    gain = count / (count + K1 * (1 - B + B * length[owner] / (mean or 1.0)))
    order = np.argsort(term, kind="stable")
    start = np.concatenate([[0], np.cumsum(np.bincount(term, minlength=len(names)))])
    return TermIndex(names, owner[order].astype(np.int32), gain[order].astype(np.float32), start, size)


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
