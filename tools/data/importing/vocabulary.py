"""Words for columns and values, read from prompts/columns.toml, and how well a heading matches one."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache

from prompts import load_toml

_CAMEL = re.compile(r"(?<=[a-zà-ÿ0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_UNIT = re.compile(r"[(\[（【][^)\]）】]*[)\]）】]")
_NUMBER = re.compile(r"(?<=\w) (?:no|nr|num|nbr|nummer)$")
_HASH = re.compile(r"(?<=[a-z]) ?#$")
_HAN = re.compile(r"[\u3400-\u9fff]")


@lru_cache(maxsize=20_000)
def plain(heading: str) -> str:
    """A heading as bare lower-case words: no punctuation, CamelCase, bracketed units or traditional characters.

    "Client No" is a client number, in a heading as in a list of words.
    """
    text = unicodedata.normalize("NFKC", heading).strip()
    text = _UNIT.sub(" ", text) if _UNIT.sub("", text).strip() else text
    text = _CAMEL.sub(" ", text).lower()
    text = _HASH.sub(" number", text)
    text = _NUMBER.sub(" number", re.sub(r"[\W_]+", " ", text).strip())
    if _HAN.search(text):
        import zhconv

        text = re.sub(r"(?<=[\u3400-\u9fff]) | (?=[\u3400-\u9fff])", "", zhconv.convert(text, "zh-hans"))
    return text


@lru_cache(maxsize=5_000)
def senses(heading: str) -> tuple[str, ...]:
    """A heading as plain words and, where it says the same in Chinese and another language, each half of it.

    "姓名/Name", "客户编号 Customer ID", "ID（客户编号）".
    """
    written = unicodedata.normalize("NFKC", heading)
    for text in (_UNIT.sub(" ", written), written):
        words = re.sub(r"[\W_]+", " ", text).split()
        halves = _halves(words) or _halves(re.findall(r"[\u3400-\u9fff]+|[^\W\u3400-\u9fff]+", text))
        if halves:
            return plain(heading), *halves
    return (plain(heading),)


def _halves(words: list[str]) -> tuple[str, ...]:
    """What is said with Chinese characters and what without, in the order in which they begin."""
    chinese = [word for word in words if _HAN.search(word)]
    other = [word for word in words if not _HAN.search(word)]
    if not chinese or not other:
        return ()
    first, second = (chinese, other) if words[0] in chinese else (other, chinese)
    return plain(" ".join(first)), plain(" ".join(second))


def snake(heading: str) -> str:
    """A heading as a column name: letters of any script, digits and underscores."""
    text = re.sub(r"[\W_]+", "_", _CAMEL.sub(" ", unicodedata.normalize("NFKC", heading).strip()).lower()).strip("_")
    text = text[:60] or "column"
    return f"c_{text}" if text[0].isdigit() else text


AMOUNTS = frozenset(
    {"order_lines.unit_price", "order_lines.line_total", "orders.total", "orders.paid", "products.price"}
)
_EACH = ("price per ", "prix par ", "preis pro ", "preis je ", "precio por ", "prezzo per ", "prijs per ")
"""How a price begins that names its unit: price per bottle."""
_GROSS, _NET = 0.97, 0.94
"""An amount with tax is what a customer pays; the one without is taken where it is the only one."""


@dataclass(frozen=True)
class Words:
    """The headings that mean one canonical column."""

    target: str
    always: frozenset[str]
    own: frozenset[str]
    second: frozenset[str]
    weak: frozenset[str]
    never: tuple[str, ...]

    @property
    def table(self) -> str:
        return self.target.split(".")[0]

    @property
    def every(self) -> frozenset[str]:
        return self.always | self.own | self.second | self.weak


@dataclass(frozen=True)
class Vocabulary:
    """Everything in columns.toml, normalised."""

    columns: dict[str, Words]
    values: dict[str, dict[str, tuple[str, ...]]]
    files: dict[str, tuple[str, ...]]
    heading_words: frozenset[str] = field(default_factory=frozenset)


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read once per process."""
    raw = load_toml("columns.toml")
    columns = {
        target: Words(
            target,
            frozenset(plain(word) for key in ("en", "zh", "other") for word in entry.get(key, [])),
            frozenset(plain(word) for word in entry.get("own", [])),
            frozenset(plain(word) for word in entry.get("second", [])),
            frozenset(plain(word) for word in entry.get("weak", [])),
            tuple(plain(word) for word in entry.get("never", [])),
        )
        for target, entry in raw.items()
        if "." in target
    }
    values = {
        kind: {value: tuple(word.lower() for word in words) for value, words in groups.items()}
        for kind, groups in raw["values"].items()
    }
    files = {role: tuple(plain(word) for word in words) for role, words in raw["files"].items()}
    every = frozenset().union(*(words.every for words in columns.values()))
    return Vocabulary(columns, values, files, every)


def name_score(heading: str, words: Words, *, own: bool) -> float:
    """How surely a heading names this column: 1 exactly, less for a part or a slip of the pen, 0 not at all.

    `own` says that the file's subject is this column's table, so its short words ("id", "date") count too. Of a heading
    in two languages either half may name the column, unless the half that ends it is known as something else.
    """
    whole, *halves = senses(heading)
    if whole in words.always:
        return 1.0
    if denied(heading, words):
        return 0.0
    counted = [whole, *halves]
    if halves and halves[-1] in vocabulary().heading_words and halves[-1] not in words.every:
        counted = [whole]
    score = max(_sense_score(sense, words, own=own) for sense in counted)
    if words.target not in AMOUNTS | {"orders.discount"} or score > _GROSS:
        return score
    bare, share = _untaxed(whole)
    return max(score, share * _sense_score(bare, words, own=own)) if bare else score


def denied(heading: str, words: Words) -> bool:
    """Whether a heading holds a word by which it is not this column, whatever its values look like."""
    return any(_holds(sense, word) for sense in senses(heading) for word in words.never)


@lru_cache(maxsize=5_000)
def _untaxed(heading: str) -> tuple[str, float]:
    """An amount's heading without its currency and words for tax (Preis brutto EUR), and how readily it is taken."""
    codes = vocabulary().values["currency"]["codes"]
    first, last = heading.split(" ")[0], heading.split(" ")[-1]
    without = heading.removesuffix(f" {last}") if last in codes else heading
    without = without.removeprefix(f"{first} ") if first in codes else without
    for kind, share in (("net", _NET), ("gross", _GROSS)):
        for word in sorted(vocabulary().values["tax"][kind], key=len, reverse=True):
            if _holds(without, word) and (bare := re.sub(r"\s+", " ", without.replace(word, " ")).strip()):
                return bare, share
    return (without, _GROSS) if without != heading else ("", 0.0)


def _sense_score(sense: str, words: Words, *, own: bool) -> float:
    if sense in words.always:
        return 1.0
    if sense in words.second:
        return 0.97
    if own and sense in words.own:
        return 0.8
    if sense in words.weak or (words.target == "order_lines.unit_price" and sense.startswith(_EACH)):
        return 0.7
    return _best_part(sense, words.target)


@lru_cache(maxsize=20_000)
def _best_part(heading: str, target: str) -> float:
    words = vocabulary().columns[target]
    return max((_part_score(heading, word) for word in words.always | words.second), default=0.0)


def _part_score(heading: str, word: str) -> float:
    """0.5 to 0.75 when the word is a part of the heading, 0.7 to 0.8 when it is one slip away, else 0."""
    if len(word) < 2 or len(heading) < 2:
        return 0.0
    if _holds(heading, word) and (heading.endswith(word) or " " in word or (len(word) > 2 and _HAN.search(word))):
        # A single word must be what the heading is about, which is its last: a billing city is a city, a customer
        # address is no customer.
        return 0.5 + 0.25 * len(word) / len(heading)
    if len(word) >= 6 and not _HAN.search(word) and abs(len(word) - len(heading)) <= 2:
        from rapidfuzz.distance import OSA

        if OSA.distance(heading, word, score_cutoff=1) <= 1 or heading.replace(" ", "") == word.replace(" ", ""):
            return 0.75
    return 0.0


def _holds(heading: str, word: str) -> bool:
    if _HAN.search(word):
        return word in heading
    return f" {word} " in f" {heading} "
