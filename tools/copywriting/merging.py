"""Merge tags filled at home: no name ever leaves, and one draft serves everybody."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from tools.contract import Language
from tools.copy_rules.rulebook import rulebook
from tools.copy_rules.tags import TAG
from tools.copy_rules.text import HAN

_TITLES = frozenset(["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "madam", "herr", "frau"])
_UNSAFE = re.compile(r"[\x00-\x1f\x7f{}<>|]|https?:|www\.|@")


def first_name(name: str | None) -> str:
    """How to address somebody by the stored name; empty when it cannot be used.

    A Chinese name is used whole: the given name alone would be too familiar.
    """
    plain = " ".join(unicodedata.normalize("NFC", name or "").split())
    if not plain or _UNSAFE.search(plain) or any(character.isdigit() for character in plain):
        return ""
    if HAN.search(plain):
        return plain
    family, comma, given = plain.partition(",")
    words = [word for word in (given if comma else family).split() if word.strip(".").lower() not in _TITLES]
    if not words or len(words[0].strip(".")) < 2:
        return ""
    word = words[0]
    return word.capitalize() if word.isupper() or word.islower() else word


def values_of(customer: Mapping[str, Any]) -> dict[str, str]:
    """Merge tag to value for one customer row and the shop's own values; what is missing is left out."""
    values = {tag: str(customer[tag]) for tag in rulebook().tags if customer.get(tag) not in (None, "")}
    called = first_name(str(customer.get("first_name") or customer.get("name") or ""))
    values.pop("first_name", None)
    if called:
        values["first_name"] = called
    if _UNSAFE.search(values.get("city", "")):
        del values["city"]
    return values


def fill(template: str, customer: Mapping[str, Any], language: Language = "en") -> str:
    """`template` with its merge tags filled from a customer row (name, city, links …).

    A missing value becomes the tag's fallback; without one, a link stays visible as its label in ⟨⟩ so that nobody
    sends a gap unnoticed, and a personal value becomes nothing.
    """
    values = values_of(customer)

    def replace(match: re.Match[str]) -> str:
        name, fallback = match[1], match[2]
        if name in values:
            return values[name]
        if fallback is not None:
            return fallback
        spec = rulebook().tags.get(name)
        if spec is None or spec.kind == "personal":
            return ""
        return f"⟨{spec.zh if language == 'zh' else spec.en}⟩"

    return TAG.sub(replace, template)
