"""Columns that answer yes or no (Machine owner, Decaf, 是否绝育): their name said alone says yes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.planner.lexicon import Lexicon, Sense
from assistant.planner.words import listed, word_file
from tools.dictionary import Dictionary

LACKED = ("kind", "missing", "unready", "absent_value", "absent_field", "absent_measure")
"""What is said of facts that shops lack gives way where this one keeps them: dog owners, NPS, lead time."""
Ticks = dict[str, tuple[str, str | None]]
"""Field to how it stores yes and no; no is None where a tick stands against a blank."""
_OF_GOODS = {"stock_state", "product_fact", "missing", "scope", "absent_field"}
"""What words of a tick may say of goods at large: it yields to the shop's own column."""
_SHORTEST = 2
"""A shorter Chinese name says too little: 是否为猫."""


def ticked_fields(dictionary: Dictionary, own: Iterable[str]) -> Ticks:
    """The shop's own text columns that hold nothing but yes and no."""
    yes, no = listed("ticks", "yes"), listed("ticks", "no")
    found: Ticks = {}
    for name in own:
        spec = dictionary.fields[name]
        if spec.type != "text" or not spec.groupable or spec.pii:
            continue
        values = {value.casefold().strip(): value for value, _ in dictionary.values(name)}
        agreed = [value for key, value in values.items() if key in yes]
        denied = [value for key, value in values.items() if key in no]
        if len(agreed) == 1 and len(denied) <= 1 and len(values) == len(agreed) + len(denied):
            found[name] = agreed[0], (denied[0] if denied else None)
    return found


def add_ticked(lexicon: Lexicon, dictionary: Dictionary, ticks: Ticks) -> None:
    """Their names, and what is said for them, as values; a word that means something else already keeps that."""
    for field, (yes, no) in ticks.items():
        spec = dictionary.fields[field]
        for name in dict.fromkeys((*spec.words["en"], *spec.words["zh"], spec.label.en, spec.label.zh)):
            for said, form in _forms(name.casefold()):
                value = yes if said else no
                known = [s for s in lexicon.get(form) if s != Sense("field", field) and s.kind not in LACKED]
                sense = Sense("value", (field, value))
                if value is not None and known and {one.kind for one in known} <= _OF_GOODS:
                    lexicon.settle(form, sense)  # 缺货, 缺货的: here it is known of each order
                    if {one.kind for one in lexicon.get(f"{form}的")} & _OF_GOODS:
                        lexicon.settle(f"{form}的", sense)
                elif value is not None and not known:
                    lexicon.add(form, sense, forgiving=said and not form.isascii())


def _forms(name: str) -> Iterator[tuple[bool, str]]:
    """(whether it says yes, form): machine owner, owns a machine, without gift wrap; 没绝育, 已绝育."""
    patterns = word_file("ticks")["said"]
    if not name.isascii():
        stem = next((name.removeprefix(word) for word in listed("ticks", "whether") if name.startswith(word)), "")
        if len(stem) >= _SHORTEST:
            yield from ((answer, form.format(stem)) for answer, form in _filled(patterns, "zh", "plain"))
        return
    words = name.split()
    if words[:1] in (["has"], ["have"]) and len(words) > 1:
        yield from ((True, f"{' '.join(words[1:])} {who}") for who in ("owner", "user", "holder"))
    if words[:1] in (["is"], ["has"], ["have"]):
        words = words[1:]
    if len(words) > 1 and words[-1] in ("order", "orders", "customer", "customers"):
        words = words[:-1]  # gift orders: what is counted
    name = " ".join(words)
    if not words or len(name) < _SHORTEST:
        return
    yield from ((answer, form.format(name)) for answer, form in _filled(patterns, "en", "plain"))
    yield True, f"{name}{name[-1]}ed"  # gift wrapped
    if words[-1] == "owner" and len(words) > 1:
        thing = " ".join(words[:-1])
        yield from ((answer, form.format(thing)) for answer, form in _filled(patterns, "en", "owner"))


def _filled(patterns: dict[str, dict[str, list[str]]], language: str, kind: str) -> Iterator[tuple[bool, str]]:
    for answer in (True, False):
        yield from ((answer, form) for form in patterns[f"{kind}_{'yes' if answer else 'no'}"].get(language, ()))
