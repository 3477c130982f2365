"""A brand's voice as figures: what was measured, carried as one labelled fact, and the same figures of a draft."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from statistics import mean

from pydantic import Field

from tools.contract import Model
from tools.copy_rules.tags import TAG
from tools.copy_rules.text import HAN

VOICE_ID = "V:voice"
ANY = "any"
"""Key of a limit that holds on every channel without one of its own."""

EMOJI = re.compile(
    "(?:[\U0001f1e6-\U0001f1ff]{2}|[\U0001f300-\U0001faff\u2600-\u27bf\u2b50\u2b55\u231a\u231b\u23e9-\u23f3\u3030])"
    "[\ufe0f\u20e3\U0001f3fb-\U0001f3ff]*(?:\u200d[\U0001f300-\U0001faff\u2600-\u27bf][\ufe0f]*)*"
)
EXCLAMATION = re.compile("[!！]")
_END = re.compile(r"(?<=[.!?])\s+(?=[\"“'(]?[A-Z0-9{])|(?<=[。！？!?；;…])|\n+")
_WORD = re.compile(r"[A-Za-zÀ-ɏ0-9]+(?:['’.&-][A-Za-zÀ-ɏ0-9]+)*")
_GREETED = re.compile(r"\{\{\s*first_name|\{first_?name\}|\[first ?name\]|%FIRST_?NAME%|\*\|FNAME\|\*", re.IGNORECASE)
_LISTED = re.compile(r"[、，,;；]\s*")


class Voice(Model):
    """What the brand's own documents ask for and its own texts show. Empty or None: nothing was found."""

    pieces: int = 0
    """Sent texts that were measured (subjects, messages, letters)."""
    sentences: int = 0
    measured_on: str = ""
    """campaigns, guidelines, or empty when there was too little text."""
    length_mean: float | None = None
    """Words of a sentence in English, characters in Chinese."""
    length_high: float | None = None
    """Nine of ten sentences are no longer."""
    subject_mean: float | None = None
    """Words (characters) of subject lines and titles."""
    subject_high: float | None = None
    emoji: dict[str, int] = Field(default_factory=dict)
    """Most of them in one message, by channel or `any`."""
    exclamations: dict[str, int] = Field(default_factory=dict)
    """Most of them in one message, by channel, `subject` or `any`."""
    address: dict[str, str] = Field(default_factory=dict)
    """您 or 你, by channel or `any`."""
    polite: int = 0
    """How often the sent texts say 您."""
    familiar: int = 0
    first_name: bool | None = None
    greeted: int = 0
    """Sent texts that greet by first name."""
    uses: list[str] = Field(default_factory=list)
    avoids: list[str] = Field(default_factory=list)
    often: list[str] = Field(default_factory=list)
    """Words that several sent texts share."""

    @property
    def known(self) -> bool:
        """Was anything found at all?"""
        return self != Voice()

    def limit(self, kind: str, channel: str) -> int | None:
        """Most `emoji` or `exclamations` of one message on a channel; None where nothing is asked."""
        table: Mapping[str, int] = self.emoji if kind == "emoji" else self.exclamations
        return table.get(channel, table.get(ANY))

    def you(self, channel: str) -> str:
        """您 or 你 on a channel; empty where the brand has said and shown nothing."""
        return self.address.get(channel, self.address.get(ANY, ""))


def voice_text(voice: Voice) -> str:
    """The voice as `label: value` lines, for a writer to read and for the checks to read back."""
    lines = [f"measured_on: {voice.measured_on or 'rules only'}; texts {voice.pieces}; sentences {voice.sentences}"]
    if voice.length_mean is not None and voice.length_high is not None:
        lines.append(f"sentence_length: mean {voice.length_mean:g}; nine of ten up to {voice.length_high:g}")
    if voice.subject_mean is not None and voice.subject_high is not None:
        lines.append(f"subject_length: mean {voice.subject_mean:g}; nine of ten up to {voice.subject_high:g}")
    for label, table in (("emoji", voice.emoji), ("exclamation_marks", voice.exclamations), ("address", voice.address)):
        if table:
            lines.append(f"{label}: " + "; ".join(f"{key} {value}" for key, value in table.items()))
    if voice.polite or voice.familiar:
        lines.append(f"address_counted: 您 {voice.polite}; 你 {voice.familiar}")
    if voice.first_name is not None:
        lines.append(f"first_name: {'yes' if voice.first_name else 'no'}; greeted {voice.greeted}")
    lines += [
        f"{label}: {', '.join(words)}"
        for label, words in (("uses", voice.uses), ("avoids", voice.avoids), ("often", voice.often))
        if words
    ]
    return "\n".join(lines)


def voice_of_text(text: str) -> Voice:
    """The voice that `voice_text` wrote."""
    values = dict(re.findall(r"^([a-z_]+): (.*)$", text, re.MULTILINE))
    measured = re.match(r"(.*); texts (\d+); sentences (\d+)$", values.get("measured_on", ""))
    lengths = re.match(r"mean ([\d.]+); nine of ten up to ([\d.]+)$", values.get("sentence_length", ""))
    subjects = re.match(r"mean ([\d.]+); nine of ten up to ([\d.]+)$", values.get("subject_length", ""))
    counted = re.match(r"您 (\d+); 你 (\d+)$", values.get("address_counted", ""))
    named = re.match(r"(yes|no); greeted (\d+)$", values.get("first_name", ""))
    tables = {
        name: dict(entry.rsplit(" ", 1) for entry in values.get(label, "").split("; ") if " " in entry)
        for name, label in (("emoji", "emoji"), ("exclamations", "exclamation_marks"), ("address", "address"))
    }
    return Voice.model_validate({
        "measured_on": measured[1].replace("rules only", "") if measured else "",
        "pieces": measured[2] if measured else 0, "sentences": measured[3] if measured else 0,
        "length_mean": lengths[1] if lengths else None, "length_high": lengths[2] if lengths else None,
        "subject_mean": subjects[1] if subjects else None, "subject_high": subjects[2] if subjects else None,
        **tables,
        "polite": counted[1] if counted else 0, "familiar": counted[2] if counted else 0,
        "first_name": (named[1] == "yes") if named else None, "greeted": named[2] if named else 0,
        **{name: list(filter(None, _LISTED.split(values.get(name, "")))) for name in ("uses", "avoids", "often")},
    })  # fmt: skip


def sentence_lengths(texts: Iterable[str], language: str) -> list[int]:
    """Length of each sentence: words in English, characters without marks in Chinese. Merge tags count nothing."""
    lengths = []
    for text in texts:
        for sentence in _END.split(TAG.sub("", text)):
            words = _WORD.findall(sentence)
            size = len(HAN.findall(sentence)) + len(words) if language == "zh" else len(words)
            if size:
                lengths.append(size)
    return lengths


def high(lengths: list[int]) -> float:
    """The length that nine of ten do not exceed (nearest rank)."""
    return float(sorted(lengths)[max(0, -(-9 * len(lengths) // 10) - 1)])


def count_emoji(text: str) -> int:
    """Emoji as a reader counts them: a family, a flag or a coloured hand is one."""
    return len(EMOJI.findall(text))


def greets_by_name(text: str) -> bool:
    """Does the text hold a first-name tag of this or another sending tool?"""
    return bool(_GREETED.search(text))


def average(lengths: list[int]) -> float:
    """Mean to one decimal."""
    return round(mean(lengths), 1)
