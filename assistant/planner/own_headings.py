"""Headings of a shop's own as people say them: lead time for lead_time_days, express shipping for Express."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from assistant.planner.lexicon import Lexicon, Sense
from assistant.planner.text import keys_of
from assistant.planner.words import listed, word_file
from tools.dictionary import Dictionary
from tools.specs import FieldSpec

_FEW = 40
"""A column of more values than this holds names or notes, and none is said beside its heading."""
_SHORTEST = 3
_FREE = {"missing", "unready", "kind", "absent_field", "absent_measure", "absent_value", "product_cue"}
"""What a word may mean beside and yet be a column's name."""
_HEADS = {
    "people", "agent", "measure", "verb", "category", "period", "each_unit", "contact_noun", "copy_channel",
    "mail_noun",
}  # fmt: skip
"""What a word that is said behind a value must not be, since it is what is asked for: online orders."""
_SURE = ("type", "kind", "method", "plan")
"""How the heading ends of the column that the bare word means, where several begin with it: pet type, pet name."""


@cache
def unsaid() -> frozenset[tuple[str, ...]]:
    """Headings that are words of every sentence, by their keys: no column goes by them alone."""
    return frozenset(keys_of(form) for form in listed("own_columns", "unsaid"))


def trimmed(heading: str) -> str:
    """A heading without the words that people leave out; empty where nothing is left or nothing was there."""
    words = heading.casefold().split()
    before, after = listed("own_columns", "trimmed_before"), listed("own_columns", "trimmed_after")
    while len(words) > 1 and words[0] in before:
        words = words[1:]
    while len(words) > 1 and words[-1] in after:
        words = words[:-1]
    if "per" in words[1:]:
        words = words[: words.index("per")]  # cups per day
    said = " ".join(words)
    return said if said != heading.casefold() and len(said) >= _SHORTEST else ""


def add_trimmed(lexicon: Lexicon, dictionary: Dictionary, fields: Iterable[FieldSpec]) -> None:
    """Teach the lexicon such names, and values with them; a word that says something else keeps it."""
    named: defaultdict[str, list[FieldSpec]] = defaultdict(list)
    for spec in fields:
        heading = spec.words["en"][0] if spec.words["en"] else ""
        if heading.isascii() and not spec.pii:
            if said := trimmed(heading):
                named[said].append(spec)
            _add_beside(lexicon, dictionary, spec, list(dict.fromkeys([heading, said, heading.split()[-1].casefold()])))
            what, per, span = heading.casefold().partition(" per ")
            for word in ("a", "an", "each", "every") if per and said else ():
                lexicon.add(f"{what} {word} {span}", Sense("field", spec.name))  # cups a day
            unit = heading.casefold().split()[-1]
            if said and unit in listed("own_columns", "units"):
                for form in (f"{said} in {unit}", f"{said} {unit}", f"{unit} of {said}"):
                    lexicon.add(form, Sense("field", spec.name))
        _add_doing(lexicon, heading, spec)
    for said, specs in named.items():
        sure = [spec for spec in specs if spec.words["en"][0].casefold().endswith(_SURE)] if len(specs) > 1 else specs
        if len(sure) == 1 and {sense.kind for sense in lexicon.get(said)} <= _FREE:
            lexicon.add(said, Sense("field", sure[0].name), forgiving=True)


def _deeds(spec: FieldSpec) -> Iterator[str]:
    """What was done in a way that a column of orders tells: PostNord deliveries, Affirm payments."""
    words = spec.name.casefold().split("_")
    for deed in word_file("own_columns")["deeds"].values() if spec.level == "order" else ():
        if set(deed["stems"]) & set(words):
            yield from deed["en"]


def _add_doing(lexicon: Lexicon, heading: str, spec: FieldSpec) -> None:
    """Who served the most, where a column is headed Served by."""
    words = heading.casefold().split()
    if len(words) == 2 and words[1] == "by" and not lexicon.get(f"who {words[0]}"):
        lexicon.add(f"who {words[0]}", Sense("field", spec.name))


def _add_beside(lexicon: Lexicon, dictionary: Dictionary, spec: FieldSpec, headings: list[str]) -> None:
    """Express shipping, white glove delivery, the Crime Circle reading group."""
    if spec.type != "text" or not spec.groupable:
        return
    values = [value for value, _ in dictionary.values(spec.name)]
    if len(values) > _FEW:
        return
    for said in (one for one in (*headings, *_deeds(spec)) if len(one) >= _SHORTEST):
        alone = [sense for sense in lexicon.get(said) if sense != Sense("field", spec.name)]
        if {sense.kind for sense in alone} & _HEADS:
            continue
        rivals = {str(sense.value) for sense in alone if sense.kind == "field"} & dictionary.fields.keys()
        taken = {value.casefold() for rival in rivals for value, _ in dictionary.values(rival)}
        for value in (
            one for one in values if one.casefold() not in taken
        ):  # the store channel is where orders are placed
            for form in (f"{value} {said}", f"{said} {value}"):
                if not lexicon.get(form):
                    lexicon.add(form, Sense("value", (spec.name, value)))
