"""How likely a clause beside a question is a mere remark: by its own words, and by what MiniLM makes of them.

Logistic regression on runs of words (English) or characters (Chinese), hashed to places (Weinberger and others 2009),
with the mean of MiniLM's vectors of the clause for English. `benchmarks.second_reader.remarks` trains it on people's
own remarks, and on conditions that look like them.
"""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Iterator
from functools import cache

import numpy as np
import numpy.typing as npt

from assistant.planner.learned.network import Array
from assistant.planner.learned.translator import minilm, trained
from assistant.planner.text import language_of

PLACES = 2**15
_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?|\d+|[^\sa-z\d]")
_TOKEN = re.compile(r"\w+(?:['’]\w+)?|[^\w\s]")
_MOST_TOKENS = 120
_AROUND = " ()（）—–-.,;:?!。，；：？！…~～"
_STEP = {"en": 15, "zh": 6}
"""Characters by which the length of a clause is told."""
_LONGEST_STEPS = 6


def remark_chance(message: str, start: int, end: int) -> float:
    """0 to 1 for message[start:end], a clause that marks or spaces set off; 0 for a message of it alone."""
    if not (message[:start].strip(_AROUND) or message[end:].strip(_AROUND)):
        return 0.0
    language = language_of(message)
    place, value = hashed(message, start, end, language)
    meaning = meant(message, start, end) if language == "en" else None
    weights = _weights()
    kind = f"{language}_plain" if language == "en" and meaning is None else language
    total = float(weights[kind][place] @ value) + float(weights[f"{kind}_bias"][0])
    if meaning is not None:
        total += float(weights["en_meaning"] @ meaning)
    return 1 / (1 + math.exp(-total))


def hashed(message: str, start: int, end: int, language: str) -> tuple[npt.NDArray[np.int64], Array]:
    """Places and values of the clause's features; the values have length 1."""
    counted: dict[int, float] = {}
    for feature in _features(message[:start], message[start:end], message[end:], language):
        number = zlib.crc32(feature.encode("utf-8"))
        place = number % PLACES
        counted[place] = counted.get(place, 0.0) + (1.0 if number & 0x80000000 else -1.0)
    values = np.array(list(counted.values()), np.float32)
    length = float(np.linalg.norm(values)) or 1.0
    return np.array(list(counted), np.int64), values / length


def meant(message: str, start: int, end: int) -> Array | None:
    """The mean of MiniLM's vectors where the clause stands in its message, length 1; None without MiniLM."""
    known = minilm()
    if known is None:
        return None
    places = [found.span() for found in _TOKEN.finditer(message)][:_MOST_TOKENS]
    inside = [place for place in places if start <= place[0] and place[1] <= end]
    if not inside:
        return None
    mean = known.words(message, inside).mean(axis=0)
    return mean / (float(np.linalg.norm(mean)) or 1.0)


def _features(before: str, clause: str, after: str, language: str) -> Iterator[str]:
    clause = clause.strip().casefold()
    place = "first" if not before.strip(_AROUND) else "middle" if after.strip(_AROUND) else "last"
    yield from _characters(clause) if language == "zh" else _words(clause)
    opening = clause[:2] if language == "zh" else next(iter(_WORD.findall(clause)), "")
    yield f"{place}|{opening}"
    yield f"place:{place}"
    yield f"length:{min(len(clause) // _STEP[language], _LONGEST_STEPS)}"
    yield f"before:{_mark(before.strip()[-1:])}"
    yield f"after:{_mark(after.strip()[:1])}"


def _mark(character: str) -> str:
    return "w" if character.isalnum() else character


def _characters(clause: str) -> Iterator[str]:
    edged = f"^{clause}$"
    for length in range(1, 5):
        yield from (edged[at : at + length] for at in range(len(edged) - length + 1))
    for length in range(1, 4):
        yield f"<{clause[:length]}"
        yield f">{clause[-length:]}"


def _words(clause: str) -> Iterator[str]:
    words = ["^", *("#" if word.isdigit() else word for word in _WORD.findall(clause)), "$"]
    for length in range(1, 4):
        yield from (" ".join(words[at : at + length]) for at in range(len(words) - length + 1))
    yield f"<{words[1]}"
    yield f"<{' '.join(words[1:3])}"
    for word in words:
        if len(word) > 4:
            yield f"~{word[:4]}"
            yield f"~{word[-3:]}"


@cache
def _weights() -> dict[str, Array]:
    return {name: weights.astype(np.float32) for name, weights in trained("remarks").items()}
