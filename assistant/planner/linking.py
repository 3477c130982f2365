"""Words the lexicon does not have as typed: parts of product names, misspellings, Chinese words that sound alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product

from assistant.planner.catalogue import ProductNames
from assistant.planner.lexicon import Lexicon, Sense
from assistant.planner.near import Near
from assistant.planner.spelling import everyday, is_common, plain
from assistant.planner.text import Text, Token

LONGEST_PHRASE = 8
SHORTEST_PART = 3
"""Words shorter than this are no part of a word that came apart."""
_AT_A_TIME = ("at", "during")
"""What stands before a time and before no goods."""
_BESIDE_NAMES = frozenset((
    "a", "an", "the", "in", "on", "of", "at", "for", "with", "and", "or", "to", "from", "by", "but", "not", "no", "as",
    "my", "our", "their", "some", "any", "this", "that", "these", "those", "last", "who", "is", "are", "was", "were",
))  # fmt: skip
"""Words that stand beside the name of goods and begin or end no part of it."""
_AROUND = 6
"""So many characters before and behind a value of one character are looked at for the name of goods."""
_MEANT = 3
"""So many products at most are meant by one short name."""
SPOKEN = (4, 3, 2)
"""So many characters of Chinese may stand for others that sound alike; the longest first."""
SOUND_CUTOFF = 94
"""Pinyin of a mistyped Chinese word agrees this well with what was meant (trust measurements: 94 to 100)."""


def products_named(tokens: Sequence[Token], products: ProductNames) -> Iterator[tuple[int, int, Sense]]:
    """Stretches that are a product's whole name, whatever its words mean elsewhere; marks inside do not count."""
    keys = [token.key if token.text[0].isalnum() else "" for token in tokens]
    for start in range(len(tokens)):
        if not keys[start]:
            continue
        reach = 2 * LONGEST_PHRASE if tokens[start].kind == "han" else LONGEST_PHRASE + 2
        for end in range(min(len(tokens), start + reach), start + 1, -1):
            shown = products.called("".join(keys[start:end])) if keys[end - 1] else None
            if shown:
                yield start, end, Sense("products", (shown, "is", (shown,)), 1.0, "product name")
                break


def products_over(
    tokens: Sequence[Token], found: Mapping[tuple[int, int], Sequence[Sense]], products: ProductNames
) -> Iterator[tuple[int, int, Sense]]:
    """Product words around a value of one character: 逗猫棒 and 猫条 are goods, though 猫 is a value as well."""
    for at, token in enumerate(tokens):
        if token.kind != "han" or not any(sense.kind == "value" for sense in found.get((at, at + 1), ())):
            continue
        reaches = (
            (start, end) for start in range(at, max(-1, at - _AROUND), -1) for end in range(at + 1, at + _AROUND)
        )
        for start, end in sorted(reaches, key=lambda reach: reach[0] - reach[1]):
            stretch = tokens[start:end]
            if end > len(tokens) or end - start < 2 or any(one.kind != "han" for one in stretch):
                continue
            phrase = "".join(one.text for one in stretch)
            if products.contains(phrase):
                if (start, end) not in found:
                    yield (
                        start,
                        end,
                        Sense("products", (phrase, *products.filter_for(phrase, phrase)), 1.0, "product name"),
                    )
                break


def holiday_goods(
    tokens: Sequence[Token], found: Mapping[tuple[int, int], Sequence[Sense]], products: ProductNames, text: Text
) -> Iterator[tuple[int, int, Sense]]:
    """Christmas products, 圣诞商品: goods that are called so, where the shop has them, and no day."""
    for (start, end), senses in found.items():
        if not any(sense.kind == "period" for sense in senses) or any(t.text[0].isdigit() for t in tokens[start:end]):
            continue
        at = end + 1 if end < len(tokens) and tokens[end].text == "的" else end
        behind = "".join(token.text for token in tokens[at : at + 2] if token.kind == "han")
        goods = at < len(tokens) and (tokens[at].key in _GOODS or behind.startswith(_GOODS_ZH))
        phrase = _phrase(tokens[start:end])
        if goods and products.contains(phrase):
            typed = text.typed(tokens[start].start, tokens[end - 1].end)
            yield start, end, Sense("products", (phrase, *products.filter_for(phrase, typed)), 1.0, "product name")


def _bought(tokens: Sequence[Token], at: int) -> bool:
    """bought a sofa but no rug: what is said to be bought, and is no word before another."""
    before = at - 1
    while before >= 0 and tokens[before].text in _ARTICLES:
        before -= 1
    figure = before > 0 and tokens[before].text == "of" and tokens[before - 1].text in _SOLD
    said = before >= 0 and (tokens[before].text in _BUYING or figure) and at - before <= _MEANT
    ends = at + 1 == len(tokens) or tokens[at + 1].kind == "break" or tokens[at + 1].text in _BESIDE_NAMES
    return said and ends


_ARTICLES = ("a", "an", "the", "any", "no", "some", "our", "one", "new")
_BUYING = ("bought", "buy", "buys", "buying", "purchased", "purchase", "sold", "but", "never")
_SOLD = ("revenue", "sales", "units", "pieces", "share", "orders", "buyers")
_GOODS = ("product", "item", "good", "article", "decoration", "card", "gift", "stock", "range", "sku", "merchandise")
_GOODS_ZH = ("商品", "产品", "单品", "用品", "装饰", "礼盒")


def products_in(
    tokens: Sequence[Token], unknown: set[int], products: ProductNames, text: Text
) -> Iterator[tuple[int, int, Sense]]:
    """Stretches around unknown words that are part of product names, longest first at each start."""
    done: set[int] = set()
    for start in range(len(tokens)):
        reach = min(len(tokens), start + (2 * LONGEST_PHRASE if tokens[start].kind == "han" else LONGEST_PHRASE))
        if start in done or not any(i in unknown for i in range(start, min(reach, start + 3))):
            continue
        for end in range(reach, start, -1):
            stretch = tokens[start:end]
            if not any(i in unknown for i in range(start, end)) or any(t.kind == "break" for t in stretch):
                continue
            if not (stretch[0].text[0].isalnum() and stretch[-1].text[0].isalnum()):
                continue
            if stretch[0].text in _BESIDE_NAMES or stretch[-1].text in _BESIDE_NAMES:
                continue  # bought a cake stand in May: the cake stand, and neither "a cake" nor "stand in"
            phrase = _phrase(stretch)
            written = text.typed(stretch[0].start, stretch[-1].end)
            if not written.isascii() and products.contains(written) and not products.contains(phrase):
                phrase = written  # 维C精华: Latin letters in a Chinese name have no space beside them
            short = products.shortened(phrase) if all(t.kind == "han" for t in stretch) else []
            if 0 < len(short) <= _MEANT:
                yield start, end, Sense("products", (phrase, "is", tuple(short)), 1.0, "product name")
                done.update(range(start, end))
                break
            if len(phrase) < 2 or not products.contains(phrase) or (len(stretch) == 1 and not _telling(phrase)):
                continue
            plainly = len(stretch) == 1 and is_common(stretch[0].text) and not products.many_are(stretch[0].text)
            if plainly and not _bought(tokens, start):
                continue  # a product may be called Single Origin: "a single order" does not speak of it
            if start and tokens[start - 1].text in _AT_A_TIME:
                continue  # bought at Easter: when, though eggs are called so
            typed = text.typed(stretch[0].start, stretch[-1].end)
            yield start, end, Sense("products", (phrase, *products.filter_for(phrase, typed)), 1.0, "product name")
            done.update(range(start, end))
            break


def by_spelling(tokens: Sequence[Token], unknown: Sequence[int], lexicon: Lexicon) -> Iterator[tuple[int, int, Sense]]:
    """Latin words a letter or two away from a known form."""
    unknown = [i for i in unknown if not is_common(tokens[i].text)]
    positions = set(unknown)
    seen: set[tuple[int, int]] = set()
    alone = {i: found[0][1] for i in unknown if (found := lexicon.similar(tokens[i : i + 1]))}
    for i in unknown:
        for start, end in ((i, i + 1), (i, i + 2), (i - 1, i + 1), (i - 1, i + 2)):
            if start < 0 or end > len(tokens) or (start, end) in seen:
                continue
            seen.add((start, end))
            stretch = tokens[start:end]
            if any(t.kind != "word" for t in stretch) or not any(p in positions for p in range(start, end)):
                continue
            if all(t.key in everyday() for t in stretch) or any(len(t.text) < SHORTEST_PART for t in stretch):
                continue
            better = max((alone.get(p, 0.0) for p in range(start, end)), default=0.0) if end - start > 1 else 0.0
            for sense in _alike(stretch, lexicon, better):
                yield start, end, sense


def _alike(stretch: Sequence[Token], lexicon: Lexicon, better: float) -> Iterator[Sense]:
    """What the forms near to a stretch mean, unless one of its words alone is nearer to another."""
    typed = "".join(t.key for t in stretch)
    for senses, confidence, form in lexicon.similar(stretch):
        if _digits(typed) != _digits(form):
            continue  # SUMMER10 is no slip for SUMMER15
        if confidence < better:
            continue  # "custmers in" is customers in, not customer id
        if _opposite(typed, form.replace(" ", "")):
            continue
        for sense in senses:
            if sense.kind not in ("filler", "capitals"):
                yield sense._replace(confidence=min(confidence, 0.97), note=f"read as {form}")


def _digits(written: str) -> str:
    return "".join(letter for letter in written if letter.isdigit())


def _opposite(typed: str, form: str) -> bool:
    """subscribed and unsubscribed are near in spelling and opposite in meaning."""
    return any(form == prefix + typed or typed == prefix + form for prefix in ("un", "non", "in", "dis", "not", "im"))


def by_sound(tokens: Sequence[Token], unknown: Sequence[int], lexicon: Lexicon) -> Iterator[tuple[int, int, Sense]]:
    """Chinese stretches that sound like a known value."""
    positions = {i for i in unknown if tokens[i].kind == "han"}
    if not positions:
        return
    sounds = _sounds(lexicon)
    for start, length in product(range(len(tokens)), SPOKEN):
        end = start + length
        stretch = tokens[start:end]
        if (
            len(stretch) < length
            or any(t.kind != "han" for t in stretch)
            or not positions.intersection(range(start, end))
        ):
            continue
        for form in sounds.like("".join(t.text for t in stretch)):
            for sense in lexicon.get(form):
                if sense.kind in ("value", "values", "field", "measure"):
                    yield start, end, sense._replace(confidence=0.9, note=f"read as {form}")


class Sounds:
    """Chinese words by how they sound."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words: dict[tuple[int, str], list[str]] = {}
        sounds: dict[tuple[int, str], list[str]] = {}
        for word in words:
            sound = pinyin(word)
            self._words.setdefault((len(word), sound[0]), []).append(word)
            sounds.setdefault((len(word), sound[0]), []).append(sound)
        self._near = {kind: Near(alike) for kind, alike in sounds.items()}

    def like(self, typed: str) -> list[str]:
        """The other words of as many characters that begin with the same sound and sound nearly the same."""
        sound = pinyin(typed)
        kind = (len(typed), sound[0])
        if kind not in self._near:
            return []
        places = sorted(place for _, _, place in self._near[kind].find(sound, SOUND_CUTOFF))
        return [word for place in places if (word := self._words[kind][place]) != typed]


@lru_cache(maxsize=4096)
def pinyin(word: str) -> str:
    """A Chinese word's sound without tones."""
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(word))


def _sounds(lexicon: Lexicon) -> Sounds:
    known: Sounds | None = lexicon.__dict__.get("sounds")
    if known is None:
        known = Sounds(form for form in lexicon.chinese_forms() if len(form) in SPOKEN)
        lexicon.__dict__["sounds"] = known
    return known


def _phrase(stretch: Sequence[Token]) -> str:
    return (
        "".join(t.text if t.kind == "han" else f" {t.key} " for t in stretch if t.text not in "-&/")
        .strip()
        .replace("  ", " ")
    )


def _telling(phrase: str) -> bool:
    """One character, two letters or a plain word say too little to be a product."""
    return len(phrase) >= (2 if not phrase.isascii() else 3) and phrase not in plain()
