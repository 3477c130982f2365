"""What is said of a shop's own columns beside their headings: espresso drinkers, 养猫的, Ethiopian, by province."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.planner.lexicon import Lexicon, Sense
from assistant.planner.own_goods import PIECES_OF, goods_nouns, pieces
from assistant.planner.own_headings import add_trimmed
from assistant.planner.own_people import names_in_part
from assistant.planner.own_values import nouns, settle_values, signed_up, with_headings
from assistant.planner.text import fold
from assistant.planner.ticked_fields import LACKED, Ticks, add_ticked
from assistant.planner.words import forms_of, word_file
from tools.dictionary import Dictionary
from tools.specs import FieldSpec

_FEW = 40
"""A column of more values than this holds names or notes, and nobody is called after them."""
_CAME, _SAID = "acquisition_channel", ("loyalty_tier", "preferred_language")
"""Columns with words of their own: how customers came; those whose values nobody uses or drinks."""
_STEPS = 2
"""So many values that are levels make a column one of levels."""
_CARDS = ("卡", "会员", "牌")
"""How the Chinese word for a level ends that says nothing else."""
_SPOKEN = "preferred_language"
_USUAL = {"customers": "customers", "product": "products"}
"""What the shop's own word for either means, beside the figure or column it was taught for."""
_LANDS = 2
"""So many values that are lands make a column one of lands."""


def add_own_words(lexicon: Lexicon, dictionary: Dictionary, own: Iterable[str], ticks: Ticks) -> None:
    """Teach the lexicon such words, each where it says nothing else yet."""
    add_ticked(lexicon, dictionary, ticks)
    fields = [dictionary.fields[name] for name in sorted(own) if name not in ticks]
    for spec in dictionary.fields.values():
        if spec.type == "text" and spec.level == "customer" and spec.groupable and not spec.pii:
            _add(lexicon, _of_levels(spec, dictionary))
    for spec in fields:
        if spec.type == "text" and spec.groupable and not spec.pii:
            _add_values(lexicon, spec, [value for value, _ in dictionary.values(spec.name)])
    _add(lexicon, _channels(dictionary))
    _add(lexicon, _names(fields))
    _add(lexicon, pieces())
    _add(lexicon, signed_up(lexicon, dictionary.headings.get("signup_date", [])))
    _add_goods(lexicon, goods_nouns(dictionary, fields))
    _add_spoken(lexicon, dictionary, fields)
    _add_goods(lexicon, nouns(dictionary.headings.get("customers", []), dictionary.headings.get("orders", [])))
    if "order_status" in dictionary.fields:
        _add(lexicon, _of_orders([value for value, _ in dictionary.values("order_status")]))
    known = frozenset(own)
    lexicon.displace(LACKED, lambda sense: _of_its_own(sense, known))


def _add_values(lexicon: Lexicon, spec: FieldSpec, values: list[str]) -> None:
    """How the values of one column are said."""
    settle_values(lexicon, spec, values)
    if spec.name not in _SAID:
        if len(values) <= _FEW and spec.level == "customer":
            _add(lexicon, _of_people(spec, values, "heard" if spec.name == _CAME else "of_people"))
        if len(values) <= _FEW and spec.level in ("order", "line"):
            _add(lexicon, _of_people(spec, values, "of_orders"))
        _add(lexicon, _of_lands(spec, values))
        _add(lexicon, with_headings(spec, values))
    _add(lexicon, _short(spec, values))


def _channels(dictionary: Dictionary) -> Iterator[tuple[str, Sense]]:
    """Filiale, Showroom, 门店: where orders are placed comes before where their customers belong."""
    spec = dictionary.fields.get("order_channel")
    words = dictionary.own_words.get("order_channel", {}).get("en", []) + dictionary.headings.get("order_channel", [])
    if spec is None:
        return
    for word in words:
        named = _names([spec.model_copy(update={"name": word.replace(" ", "_")})])
        yield from ((form, Sense("field", "order_channel")) for form, _ in named)


def _add_spoken(lexicon: Lexicon, dictionary: Dictionary, fields: list[FieldSpec]) -> None:
    """Headings as people say them: branch for Filiale, lead time, readers and wines, Miller for K. Miller."""
    add_trimmed(lexicon, dictionary, fields)
    for language, _ in dictionary.values(_SPOKEN) if _SPOKEN in dictionary.fields else ():
        forms = (form.format(language.casefold()) for form in ("{} speaking", "speak {}", "speaks {}", "{} speaker"))
        _add(lexicon, ((form, Sense("value", (_SPOKEN, language))) for form in forms))
    for name, usual in _USUAL.items():  # readers, guests: whom the shop sells to; wines, titles: what it sells
        for form in dictionary.own_words.get(name, {}).get("en", ()):
            if {sense.kind for sense in lexicon.get(form)} <= {"measure", "field"}:
                lexicon.reword(usual, form)
                for sold in PIECES_OF if name == "product" else ():
                    lexicon.settle(sold.format(form), Sense("measure", "units"))
    for spec in dictionary.fields.values():
        _add(lexicon, names_in_part(spec, dictionary, lexicon))


def _of_its_own(sense: Sense, own: frozenset[str]) -> bool:
    """A column of the shop's own, or a value of one."""
    named = sense.value if sense.kind == "field" else sense.value[0] if sense.kind == "value" else None
    return named in own


_TELLING = ("field", "measure", "value", "values", "verb", "agent")


def _add(lexicon: Lexicon, words: Iterable[tuple[str, Sense]]) -> None:
    said = list(words)
    taken = {form for form, _ in said if any(known.kind in _TELLING for known in lexicon.get(form))}
    for form, sense in said:
        if form not in taken:
            lexicon.add(form, sense)


def _add_goods(lexicon: Lexicon, words: Iterable[tuple[str, Sense]]) -> None:
    """What the whole range is called, before the name of goods that this shop lacks."""
    for form, sense in list(words):
        known = [one for one in lexicon.get(form) if one.kind in ("field", "measure", "value", "values")]
        if not known:
            lexicon.settle(form, sense)
        elif sense.kind == "field" and known == [Sense("measure", sense.value)]:
            lexicon.add(form, sense)  # 工单, as 订单, is the orders and how many they are


def _of_people(spec: FieldSpec, values: list[str], table: str) -> Iterator[tuple[str, Sense]]:
    patterns = word_file("own_columns")[table]
    for value in values:
        language = "en" if value.isascii() else "zh"
        for pattern in patterns[language]:
            yield pattern.format(value.casefold()), Sense("value", (spec.name, value))


def _short(spec: FieldSpec, values: list[str]) -> Iterator[tuple[str, Sense]]:
    """金爪 for 金爪会员; 适用猫, 猫用 in a column of whom goods are for."""
    suits = spec.level == "product" and spec.name.startswith(("适用", "适合"))
    for value in values:
        if len(value) > 3 and value.endswith("会员"):
            yield value.removesuffix("会员"), Sense("value", (spec.name, value))
        if suits and not value.isascii():
            forms = ("适用{}", "适合{}", "适用于{}", "适合{}的", "适用{}的", "{}用", "{}用的", "给{}用的", "适用于{}的")
            yield from ((form.format(value), Sense("value", (spec.name, value))) for form in forms)


def _of_levels(spec: FieldSpec, dictionary: Dictionary) -> Iterator[tuple[str, Sense]]:
    """白金卡 for what the shop calls 白金 or platinum, in a column that holds levels."""
    spoken = {fold(form): value for value, forms in dictionary.value_words(spec.name).items() for form in forms}
    stored = spoken | {fold(value): value for value, _ in dictionary.values(spec.name)}
    levels = [
        (forms, [stored[fold(form)] for form in forms if fold(form) in stored])
        for forms in map(forms_of, word_file("levels")["level"].values())
    ]
    known = [(forms, values[0]) for forms, values in levels if values]
    if len({value for _, value in known}) >= _STEPS:
        for forms, value in known:
            yield from ((form, Sense("value", (spec.name, value))) for form in forms if form.endswith(_CARDS))


def _of_lands(spec: FieldSpec, values: list[str]) -> Iterator[tuple[str, Sense]]:
    """Ethiopian for Ethiopia, 巴西 for Brazil, in a column that holds lands."""
    lands = (*word_file("own_columns")["land"].values(), *word_file("values")["country"].values())
    stored = {fold(value): value for value in values}
    found = [(value, forms_of(land)) for land in lands for form in forms_of(land) if (value := stored.get(fold(form)))]
    if len({value for value, _ in found}) >= _LANDS:
        yield from ((form, Sense("value", (spec.name, value))) for value, forms in found for form in forms)


def _of_orders(statuses: list[str]) -> Iterator[tuple[str, Sense]]:
    """取消的 for 已取消."""
    for value in statuses:
        if value.startswith("已") and len(value) > 2:
            for form in (f"{value[1:]}的", f"被{value[1:]}", f"被{value[1:]}的", f"{value[1:]}了的"):
                yield form, Sense("value", ("order_status", value))


def _names(fields: list[FieldSpec]) -> Iterator[tuple[str, Sense]]:
    """What else a column is called, where only one could be meant."""
    for called in word_file("own_columns")["called"].values():
        meant = [
            spec for spec in fields
            if spec.groupable and any(stem in spec.name.casefold().split("_") or _holds(spec.name, stem)
                                      for stem in called["stems"])
        ]  # fmt: skip
        meant = [spec for spec in meant if spec.name.casefold() in called["stems"]] or meant
        if len(meant) == 1:
            yield from ((form, Sense("field", meant[0].name)) for form in forms_of(called))


def _holds(name: str, stem: str) -> bool:
    return not stem.isascii() and name.endswith(stem)
