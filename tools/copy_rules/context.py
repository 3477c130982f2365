"""What a draft is checked against: the brief, its facts, and who receives it."""

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from tools.briefs import Brief
from tools.contract import Language, Source
from tools.copy_rules.claims import Claim, read_claims
from tools.copy_rules.passages import Guard
from tools.copy_rules.rulebook import ChannelSpec, rulebook
from tools.copy_rules.text import HAN, fold

ALWAYS_CITED = ("O", "R", "T", "S")
"""Kinds of fact that every draft may rest on without naming them: offer, requested words, topic, sender."""
ON_REQUEST = ("P", "B", "K")
"""Kinds that back a claim once they are cited: products, brand passages, past campaigns. Limits, law, the shares of
the audience and what campaigns were measured to do (C, L, A, M) are for the writer's eyes and back nothing."""

HAN_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_SIZE = re.compile(
    r"\d+(?:\.\d+)?\s?(?:tog|ply|gsm|ml|l|g|kg|oz|lb|cm|mm|m|inch|pack|毫升|升|克|公斤|厘米|寸|英寸|片|支|袋|包|粒)?\b"
    r"|[一二两三四五六七八九十\d]+[件条支片袋包瓶只双个粒]装|(?:礼盒|套装|组合|家庭装|旅行装|礼品装|[大中小]号|大株|小株|[男女]款)"
    r"|\b(?:set|pack|kit|bundle|duo|trio|box|refill)\b",
    re.IGNORECASE,
)
"""Sizes and packings at the end of a name: not what the product is."""
_HEADINGS = ("subject", "title", "headline", "header")
_LABEL = re.compile(r"^([a-z_]+): (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Fact:
    """One citable fact. Product texts are lines of `label: value`, so that both people and code can read them."""

    id: str
    title: str
    text: str

    @property
    def kind(self) -> str:
        """The letter before the colon: P product, O offer, B brand, R requested …"""
        return self.id.partition(":")[0]

    @cached_property
    def values(self) -> dict[str, str]:
        """Label to value for the labelled lines; empty for running text."""
        return dict(_LABEL.findall(self.text)) if self.kind in ("P", "O", "S") else {}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names a text may call this product by, longest first; empty for other facts."""
        if self.kind != "P":
            return ()
        names = [self.values.get(key, "") for key in ("name", "name_zh")]
        return tuple(sorted({name for name in names if len(name) > 1}, key=len, reverse=True))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """What the product may be called by for short: each word of its English name, the ends of its Chinese one."""
        found = []
        for name in self.names:
            plain = _SIZE.sub(" ", re.split(r"[(（,，]", fold(name).text)[0]).strip().lower()
            found += [end for run in HAN_RUN.findall(plain) if len(run) > 1 for end in (run[:2], run[-2:])]
            found += [word for word in re.findall(r"[a-z]{3,}", plain) if word not in ("the", "and", "with", "for")]
        return tuple(dict.fromkeys(found))

    @cached_property
    def head(self) -> str:
        """What the product is, as its English name ends: "lamp" of Dusk Lamp (M)."""
        english = [word for word in self.words if not HAN.search(word)]
        return english[-1] if english else ""

    @cached_property
    def proper(self) -> tuple[str, ...]:
        """The words a product is called by for short: "Ness" of Ness Jumper."""
        words = [word for name in self.names for word in re.findall(r"\b[A-Z][a-z]{2,}\b", fold(name).text)]
        return tuple(dict.fromkeys(word for word in words if word not in self.values.get("brand", "").split()))

    @cached_property
    def protected(self) -> tuple[str, ...]:
        """Names whose figures are part of the name."""
        brand = self.values.get("brand", "")
        return (*self.names, brand) if len(brand) > 1 else self.names

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The figures this fact states."""
        return read_claims(self.text)

    @cached_property
    def folded(self) -> str:
        """The text in plain characters, for matching."""
        return fold(self.text).text


@dataclass(frozen=True)
class Context:
    """Everything the checks need to know; pure data, so that a stored brief can be checked in a later process."""

    brief: Brief
    facts: tuple[Fact, ...]
    sender: str
    currency: str
    countries: frozenset[str]
    """ISO codes of the recipients' countries, or the assumed one where the data has none."""
    today: date
    tag_lengths: Mapping[str, int] = dataclasses.field(default_factory=dict)
    """Longest value of a personal merge tag among the recipients, in characters."""
    names_outside_gsm7: bool = False
    unsubscribe_url: str = ""
    postal_address: str = ""
    guard_problem: Callable[[Guard], tuple[str, str] | None] | None = None
    """What is wrong with a condition by the shop's data dictionary, in English and Chinese; None: nobody asks it."""

    @property
    def language(self) -> Language:
        return self.brief.language

    @property
    def channel(self) -> ChannelSpec:
        return rulebook().channels[self.brief.channel]

    @cached_property
    def by_id(self) -> dict[str, Fact]:
        """Fact id to fact."""
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def protected(self) -> tuple[str, ...]:
        """Product and brand names of all facts: words and figures inside them are no claims."""
        names = {name for fact in self.facts for name in fact.protected} | {self.sender}
        return tuple(sorted((name for name in names if len(name) > 1), key=len, reverse=True))

    def cited(self, cites: list[str]) -> list[Fact]:
        """The facts a draft with these cites may rest on."""
        return [
            fact for fact in self.facts
            if fact.kind in ALWAYS_CITED or (fact.kind in ON_REQUEST and fact.id in cites)
        ]  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """One draft as the checks see it; `number` counts from 1, `earlier` are the drafts before it in the same set."""

    fields: dict[str, str]
    cites: list[str]
    context: Context
    number: int = 1
    earlier: tuple[dict[str, str], ...] = ()
    hour: int | None = None

    @property
    def main(self) -> str:
        """Text of the field that carries the message; all numbered ones joined."""
        stem = self.context.channel.main
        return "\n".join(text for name, text in self.fields.items() if name == stem or name.startswith(f"{stem}_"))

    @property
    def whole(self) -> str:
        """All fields, one under the other."""
        return "\n".join(self.fields.values())

    def before(self, field: str, place: int) -> str:
        """What has been read when the reader is at a place of a field: headings, and the text up to there.

        The pieces of a search advertisement are shown in any order, so each stands alone.
        """
        if self.context.channel.name == "google_ad":
            return self.fields[field][:place]
        names = list(self.fields)
        earlier = names[: names.index(field)]
        read = [text for name, text in self.fields.items() if name in earlier or name in _HEADINGS]
        return "\n".join([*read, self.fields[field][:place]])

    def told(self, field: str, place: int) -> str:
        """What stands before a place of a field, in the order of the fields."""
        names = list(self.fields)
        alone = self.context.channel.name == "google_ad"
        earlier = [] if alone else [self.fields[name] for name in names[: names.index(field)]]
        return "\n".join([*earlier, self.fields[field][:place]])

    def of(self, names: list[str]) -> list[tuple[str, str]]:
        """The fields a rule looks at, numbered ones by their stem; all of them for an empty list."""
        if not names:
            return list(self.fields.items())
        stems = tuple(f"{name}_" for name in names)
        return [(n, text) for n, text in self.fields.items() if n in names or (n.startswith(stems) and n[-1].isdigit())]


@dataclass(frozen=True)
class Hit:
    """One breach of a rule, before it is put into words. `details` fill the message; en/zh are its {cure}."""

    field: str = ""
    value: str = ""
    start: int | None = None
    end: int | None = None
    """Where `value` is not the text itself; else it ends where `value` does."""
    details: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    en: str = ""
    zh: str = ""


def context_of(brief: Brief, sources: list[Source], **rest: Any) -> Context:
    """A context from a brief and the sources of its finding; `rest` are the other fields of Context."""
    return Context(brief, tuple(Fact(s.id, s.title, s.text) for s in sources), **rest)
