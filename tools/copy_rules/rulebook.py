"""The rules and channels as typed data: every file of prompts/rules, read once, strictly."""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any, Literal

from pydantic import Field, ValidationError

from tools.contract import BadInput, Language, Model

Severity = Literal["error", "warning", "info"]
NUMBERED = re.compile(r"^(?P<stem>[a-z_]+)_(?P<number>[1-9]\d?)$")


class Example(Model):
    """A text that the rule lets pass and one that it refuses, put into `field` of an otherwise sound draft."""

    passes: str | dict[str, str]
    fails: str | dict[str, str]
    channel: str = ""
    language: Language = "en"
    field: str = ""
    offer: dict[str, Any] = Field(default_factory=dict)
    brief: dict[str, Any] = Field(default_factory=dict)
    facts: list[str] = Field(default_factory=list)
    country: str = ""
    earlier: dict[str, str] = Field(default_factory=dict)
    """A draft before this one in the set."""
    voice: dict[str, str] = Field(default_factory=dict)
    """Brand passages, title to text."""


class Rule(Model):
    """One rule: which check applies it, to what, how gravely, and on whose word."""

    id: str
    check: str
    severity: Severity
    source: str
    date: str
    confidence: Literal["A", "B", "C", "M", "own"]
    """A: platform or regulator page; B: several secondary sources; C: one; M: from memory; own: this product's."""
    en: str
    zh: str
    """Message with {value}, {count}, {limit}, {field} where known: the rule, what broke it, how to mend it."""
    channels: list[str] = Field(default_factory=list)
    languages: list[Language] = Field(default_factory=list)
    countries: list[str] = Field(default_factory=list)
    """ISO codes; empty lists mean everywhere."""
    fields: list[str] = Field(default_factory=list)
    limit: float | None = None
    unit: str = "characters"
    terms: list[str] = Field(default_factory=list)
    """Regular expressions, matched without regard to case."""
    exempt: list[str] = Field(default_factory=list)
    """Regular expressions; a term inside such a match is allowed."""
    unsold: list[str] = Field(default_factory=list)
    """As exempt, where no fact has the words of the group n: "the best alarm clock is the creek" in a tent shop."""
    needs: str = ""
    alike: bool = False
    """All terms say the same, so a fact that says it by another term backs it."""
    named: bool = False
    """Names beside the term (of an award, a certificate) must stand in a cited fact too."""
    also: list[str] = Field(default_factory=list)
    """Other words by which a fact backs it; they make no claim themselves."""
    beside: list[str] = Field(default_factory=list)
    """Regular expressions: a term counts only in a sentence with one of them, as a condition beside its outcome."""
    figured: bool = False
    """A stretch beside a figure that follows from the offer and the prices claims no more than the offer does."""
    hours: list[int] = Field(default_factory=list)
    example: Example | None = None
    more: list[Example] = Field(default_factory=list)

    @property
    def verified(self) -> bool:
        """False where the rule rests on memory or a single secondary source."""
        return self.confidence in ("A", "B", "own")

    def applies(self, channel: str, language: str, countries: frozenset[str]) -> bool:
        """Does the rule hold for this channel, language and these recipients' countries?"""
        return (
            (not self.channels or channel in self.channels)
            and (not self.languages or language in self.languages)
            and (not self.countries or bool(countries & set(self.countries)))
        )


class FieldSpec(Model):
    """One field of a channel; `most` > 1 means fields numbered name_1 … name_most."""

    name: str
    en: str
    zh: str
    required: bool = True
    least: int = 1
    most: int = 1


class ChannelSpec(Model):
    """The fields of a channel and how it treats merge tags."""

    name: str
    en: str
    zh: str
    main: str
    """The field that carries the message."""
    personal: bool = True
    """Goes to one known person, so personal merge tags work."""
    fields: list[FieldSpec]

    def spec_of(self, name: str) -> FieldSpec | None:
        """The specification of a field, numbered ones included; None for a field the channel does not have."""
        numbered = NUMBERED.match(name)
        for spec in self.fields:
            if spec.most == 1 and spec.name == name:
                return spec
            if spec.most > 1 and numbered and numbered["stem"] == spec.name and int(numbered["number"]) <= spec.most:
                return spec
        return None


class TagSpec(Model):
    """A merge tag: filled locally; `length` is what a rendered one takes when the data does not tell."""

    name: str
    en: str
    zh: str
    kind: Literal["personal", "link", "legal", "shop"]
    length: int
    channels: list[str] = Field(default_factory=list)


class Rulebook(Model):
    """Everything in prompts/rules."""

    channels: dict[str, ChannelSpec]
    tags: dict[str, TagSpec]
    rules: list[Rule]
    properties: list["Property"]
    places: list["Place"] = Field(default_factory=list)
    kinds: list["Kind"] = Field(default_factory=list)
    contraries: list["Contrary"] = Field(default_factory=list)

    def rule(self, identity: str) -> Rule:
        """The rule with this id; KeyError for a name that is in no file."""
        return next(rule for rule in self.rules if rule.id == identity)


class Property(Model):
    """A product property (ingredient, material, trait) with its names in both languages."""

    en: list[str]
    zh: list[str]
    kind: Literal["ingredient", "material", "trait", "origin"]
    soft: bool = False
    """How a thing feels rather than what it is: unsupported, it is told but not refused."""
    also: list[str] = Field(default_factory=list)
    """Other words by which a fact tells it: "hammered by hand" tells handmade. They make no claim themselves."""
    loose: bool = False
    """The word has everyday meanings: it is a claim only after words such as "with", "made of", 含."""


class Place(Model):
    """Where goods may come from: its names in both languages and what its goods are called in English."""

    en: list[str]
    zh: list[str]
    demonyms: list[str] = Field(default_factory=list)


class Kind(Model):
    """Things of which goods are one and not another (oak or ash); each member is a list of its words."""

    name: str
    members: list[list[str]]
    """Regular expressions, English and Chinese."""
    family: str = ""
    """Where the facts tell a member of one kind of a family, a member of another is one too many."""
    everyday: bool = False
    """A text that names one of its words need not speak of goods: it is a claim only beside another of the kind."""
    cue: bool = False
    """The words are everyday ones: they speak of goods only after words such as "for", 适合."""
    beside: bool = False
    """The words are colours: they speak of goods only after "in" or before a word of the facts."""


class Contrary(Model):
    """Words that cannot both be true of a thing: by hand and by machine, 朝上 and 朝下."""

    name: str
    sides: list[list[str]]
    """For each of the contraries its expressions, both languages; a group `n` names the thing they are said of."""
    told: list[list[str]] = Field(default_factory=list)
    """For each side the expressions that count in facts only: what dries flat does not go into the dryer."""
    strict: bool = False
    """In facts only `told` counts against the other side: for outdoor use only, not a word of a garden."""
    worded: bool = False
    """The expressions hold their own no and not, so what stands around them is not looked at."""


@cache
def rulebook() -> Rulebook:
    """All rule files, validated; BadInput names the file and entry that a person has to mend."""
    content: dict[str, list[dict[str, Any]]] = {
        "channel": [],
        "tag": [],
        "rule": [],
        "property": [],
        "place": [],
        "kind": [],
        "contrary": [],
    }
    for file in sorted(resources.files("prompts").joinpath("rules").iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".toml"):
            continue
        try:
            table = tomllib.loads(file.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise BadInput(f"prompts/rules/{file.name} is not valid TOML ({error}): mend that line.") from error
        for kind, entries in table.items():
            if kind not in content:
                raise BadInput(f"prompts/rules/{file.name} has [[{kind}]]: only {', '.join(content)} are known.")
            content[kind] += entries
    try:
        book = Rulebook(
            channels={entry["name"]: ChannelSpec.model_validate(entry) for entry in content["channel"]},
            tags={entry["name"]: TagSpec.model_validate(entry) for entry in content["tag"]},
            rules=[Rule.model_validate(entry) for entry in content["rule"]],
            properties=[Property.model_validate(entry) for entry in content["property"]],
            places=[Place.model_validate(entry) for entry in content["place"]],
            kinds=[Kind.model_validate(entry) for entry in content["kind"]],
            contraries=[Contrary.model_validate(entry) for entry in content["contrary"]],
        )
    except ValidationError as error:
        raise BadInput(
            f"prompts/rules: {error.title}: {error.errors()[0]['loc']} {error.errors()[0]['msg']}"
        ) from error
    identities = [rule.id for rule in book.rules]
    if len(set(identities)) != len(identities):
        raise BadInput(f"prompts/rules: {next(i for i in identities if identities.count(i) > 1)} is there twice.")
    return book
