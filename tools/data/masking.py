"""Takes persons out of texts before they are stored: names of the shop's customers, e-mails, phones, birth dates."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tools.data.engine import Warehouse
from tools.data.glossary import retail_glossary
from tools.data.passages import chinese_share

_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_NUMBER = re.compile(r"(?<![A-Za-z0-9_.])\+?\(?\d[\d()\-. \u00a0]{5,20}\d(?![A-Za-z0-9_])")
_PHONE_SHAPE = re.compile(
    r"(1[-. ])?\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}|[48]00-?\d{3,4}-?\d{3,4}|\(?0\d{1,5}\)?([-. \u00a0/]+\d{2,9})+"
)
_PHONE_CUE = re.compile(
    r"(tel|phone|call|mobile|fax|whatsapp|电话|手机|热线|致电|拨打)\W{0,3}\w{0,8}\W{0,3}$", re.IGNORECASE
)
_CHINESE_MOBILE = re.compile(r"(?<!\d)1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)")
_DATE = r"(?:\d{1,4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,4}日?|\d{1,2}\.? [A-Z][a-z]+ \d{4}|[A-Z][a-z]+ \d{1,2},? \d{4})"
_BIRTH = re.compile(
    rf"((?:birth(?:day| ?date)?|born|d\.?o\.?b\.?|生日|出生|生于)[^\n]{{0,20}}?)({_DATE})", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_\u3400-\u9fff]+(?:['’-](?!s\b)[^\W\d_\u3400-\u9fff]+)*")
_IDEOGRAPHS = re.compile("[\u3400-\u9fff·]+")
_PHONE_TAIL = 8
"""Digits compared from the right: a number is the same with and without its country code."""


class Masker:
    """Replaces what identifies a person with `[name]`, `[e-mail]`, `[phone]` or `[birth date]`."""

    def __init__(
        self,
        names: Iterable[str],
        phones: Iterable[str] = (),
        *,
        words: Iterable[str] = (),
        catalogue: Iterable[str] = (),
    ) -> None:
        """`names`, `phones`: the customers'. `words`: texts of the catalogue, which tell the word "rose" from Rose.

        `catalogue`: names of products, categories and brands, never masked: `Paul Smith` may be a brand as well.
        """
        known = {" ".join(_tokens(value)) for value in catalogue}
        self._common = _words_used_twice(words) | {token for value in catalogue for token in _tokens(value)}
        self._latin: dict[str, set[tuple[tuple[str, ...], bool]]] = {}
        self._chinese: set[str] = set()
        for name in names:
            self._learn(name, known)
        self._catalogue_chinese = "\n".join(value for value in catalogue if chinese_share(value) > 0)
        self._lengths = sorted({len(name) for name in self._chinese}, reverse=True)
        self._phones = {digits[-_PHONE_TAIL:] for phone in phones if len(digits := re.sub(r"\D", "", phone)) >= 7}

    def __call__(self, text: str) -> str:
        """`text` with every person masked."""
        text = _EMAIL.sub("[e-mail]", text)
        text = _BIRTH.sub(r"\1[birth date]", text)
        text = _CHINESE_MOBILE.sub("[phone]", text)
        text = _NUMBER.sub(self._phone, text)
        return _IDEOGRAPHS.sub(self._mask_chinese, self._mask_latin(text))

    def _learn(self, name: str, known: set[str]) -> None:
        compact = re.sub(r"\s", "", name)
        if chinese_share(name) > 0.5:
            if len(compact) >= 2 and compact not in self._common:
                self._chinese.add(compact)
            return
        tokens = tuple(_tokens(name))
        if (
            not tokens
            or " ".join(tokens) in known
            or (len(tokens) == 1 and (tokens[0] in self._common or len(tokens[0]) < 2))
        ):
            return
        self._latin.setdefault(tokens[0], set()).add((tokens, False))
        if len(tokens) > 1:
            self._latin.setdefault(tokens[-1], set()).add(((tokens[-1], *tokens[:-1]), True))

    def _phone(self, match: re.Match[str]) -> str:
        written, digits = match.group(), re.sub(r"\D", "", match.group())
        shaped = bool(_PHONE_SHAPE.fullmatch(written)) or written.startswith("+")
        announced = bool(_PHONE_CUE.search(match.string[max(0, match.start() - 24) : match.start()]))
        plausible = 7 <= len(digits) <= 15 and not re.match(_DATE, written)
        known = digits[-_PHONE_TAIL:] in self._phones
        return "[phone]" if known or (plausible and (shaped or announced)) else written

    def _mask_latin(self, text: str) -> str:
        found = list(_WORD.finditer(text))
        written = {match.group() for match in found}
        folded = [match.group().casefold() for match in found]
        out, at, index = [], 0, 0
        while index < len(found):
            length = self._longest(folded, index, found, written)
            if length:
                out += [text[at : found[index].start()], "[name]"]
                at = found[index + length - 1].end()
            index += length or 1
        return "".join([*out, text[at:]])

    def _longest(self, folded: list[str], index: int, found: list[re.Match[str]], written: set[str]) -> int:
        """How many words from `index` on are a customer's name, surname first only with a comma after it.

        Words that are ordinary ones too count only when capitalised; one word alone only when capitalised, and not
        where the same text uses it as an ordinary word.
        """
        best = 0
        for name, reversed_order in self._latin.get(folded[index], ()):
            size = len(name)
            if size <= best or tuple(folded[index : index + size]) != name:
                continue
            first, last = found[index], found[index + size - 1]
            capitalised = first.group()[0].isupper() and last.group()[0].isupper()
            if size == 1:
                sure = capitalised and name[0] not in written
            elif reversed_order:
                sure = first.string[first.end() : found[index + 1].start()].strip() == ","
            else:
                sure = capitalised or not self._common.issuperset(name)
            best = size if sure else best
        return best

    def _mask_chinese(self, match: re.Match[str]) -> str:
        run, out, index = match.group(), "", 0
        while index < len(run):
            name = next((run[index : index + n] for n in self._lengths if run[index : index + n] in self._chinese), "")
            if name and name not in self._catalogue_chinese:
                out += "[name]"
            else:
                out += name or run[index]
            index += len(name) or 1
        return out


def shop_masker(warehouse: Warehouse) -> Masker:
    """A masker that knows this shop's customers and its catalogue."""
    columns = warehouse.columns()
    people = columns.get("customers", {})
    parts = ["name"] + (["first_name || ' ' || last_name"] if {"first_name", "last_name"} <= people.keys() else [])
    names = [row[0] for part in parts for row in warehouse.query(f"SELECT DISTINCT {part} FROM customers")[1] if row[0]]
    phones = [row[0] for row in warehouse.query("SELECT DISTINCT phone FROM customers WHERE phone IS NOT NULL")[1]]
    texts = [column for column, kind in columns["products"].items() if kind == "VARCHAR"]
    quoted = [f'"{column}"' for column in texts]
    catalogue, words = [], []
    for row in warehouse.query(f"SELECT {', '.join(quoted)} FROM products")[1]:
        words.append(" ".join(value for value in row if value))
        catalogue += [
            value
            for column, value in zip(texts, row, strict=True)
            if value and column.startswith(("name", "category", "brand"))
        ]
    retail = [word for line in retail_glossary().lines for words_of_one in line for word in words_of_one]
    return Masker(names, phones, words=words, catalogue={*catalogue, *retail})


def _tokens(text: str) -> list[str]:
    return [match.casefold() for match in _WORD.findall(text)]


def _words_used_twice(texts: Iterable[str]) -> set[str]:
    """Words of at least two texts: a name that ordinary texts use is a word there, not a person."""
    once: set[str] = set()
    twice: set[str] = set()
    for text in texts:
        tokens = set(_tokens(text)) | {run[i : i + 2] for run in _IDEOGRAPHS.findall(text) for i in range(len(run) - 1)}
        twice |= once & tokens
        once |= tokens
    return twice
