"""The shop's own voice: words its guideline does not use, and figures of a draft beside those of the brand."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from tools.copy_rules.brand import (
    EXCLAMATION,
    VOICE_ID,
    Voice,
    average,
    count_emoji,
    greets_by_name,
    sentence_lengths,
    voice_of_text,
)
from tools.copy_rules.checks.patterns import forbidden
from tools.copy_rules.context import Context, Hit, Reading
from tools.copy_rules.rulebook import Rule, rulebook
from tools.copy_rules.tags import without_tags
from tools.copy_rules.text import is_chinese

_HEADING = re.compile(
    r"(?:words? |things? |phrases? )?we (?:do not|don't|never) (?:use|say)|words? to avoid|banned words"
    r"|不用的(?:说法|词)|禁用(?:词|语)|避免使用|不说的(?:话|词)",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"^[\s*•·-]*(?:❌|✗|🚫|don'?t(?: say| use| write)?|never(?: say| use| write)?|avoid(?: saying| the words?)?"
    r"|banned(?: words?)?|不(?:要)?(?:用|说|写)|禁用(?:词|语)?|避免(?:使用)?)(?:的词|的说法)?\s*[:：]\s*(.+)$"
    r"|^[\s*•·-]*[❌✗🚫]\s*(.+)$",
    re.IGNORECASE | re.MULTILINE,
)
_REFUSED = re.compile(
    r"(?:\b(?:never|don't|do not|avoid|not)\b|不(?:要)?(?:用|说|写|叫)|禁用|避免)[^.。;；\n“\"「]{0,30}"
    r"((?:[“\"「][^”\"」\n]{1,30}[”\"」][,，、 ]*(?:and |or |和|或)?)+)",
    re.IGNORECASE,
)
_QUOTES = re.compile(r"[“\"「]([^”\"」\n]{1,30})[”\"」]")
_LONGEST = 30
"""Longer pieces of such a list are sentences about it, not entries."""
_FORMS = ("您", "你", "您们", "you", "we", "!", "！")
"""Told apart by checks of their own."""
LONGER = 1.5
"""A mean sentence this many times the brand's is told; less is the spread between two letters of one writer."""
TITLES = ("subject", "title", "headline")


@lru_cache(maxsize=512)
def unwanted_words(title: str, text: str) -> tuple[str, ...]:
    """Words a guideline section does not want: a whole list under such a heading, labelled lines, quoted refusals."""
    lists = [text] if _HEADING.search(title) else [a or b for a, b in _LABELLED.findall(text)]
    pieces = [piece.strip(" \n\t-*•\"'“”「」.。") for told in lists for piece in re.split(r"[,，、;；\n]", told)]
    pieces += [word.strip() for match in _REFUSED.finditer(text) for word in _QUOTES.findall(match[1])]
    kept = [piece for piece in pieces if piece and len(piece) <= _LONGEST and piece.lower() not in _FORMS]
    return tuple(dict.fromkeys(kept))


def brand_words(rule: Rule, reading: Reading) -> Iterator[Hit]:
    """Words from the brand passages' own lists and from the measured voice."""
    context = reading.context
    words = [word for fact in context.facts if fact.kind == "B" for word in unwanted_words(fact.title, fact.text)]
    words += voice_in(context).avoids
    terms = [re.escape(word) if is_chinese(word) else rf"\b{re.escape(word)}\b" for word in dict.fromkeys(words)]
    if not terms:
        return
    listed = rule.model_copy(update={"terms": terms})
    for name, text in reading.fields.items():
        for start, _, value in forbidden(listed, text, context.protected):
            yield Hit(name, value, start)


def voice_in(context: Context) -> Voice:
    """The measured voice among the facts; an empty one without it."""
    fact = context.by_id.get(VOICE_ID)
    return _parsed(fact.text) if fact else Voice()


@lru_cache(maxsize=64)
def _parsed(text: str) -> Voice:
    return voice_of_text(text)


def brand_voice(rule: Rule, reading: Reading) -> Iterator[Hit]:
    """One measure of the voice, named by the rule's `needs`."""
    yield from _MEASURES[rule.needs](voice_in(reading.context), reading)


def _plain(reading: Reading) -> str:
    """All fields without merge tags and without names of products and brands."""
    text = "\n".join(without_tags(text) for text in reading.fields.values())
    for name in reading.context.protected:
        text = text.replace(name, "")
    return text


def _address(voice: Voice, reading: Reading) -> Iterator[Hit]:
    wanted = voice.you(reading.context.brief.channel)
    if reading.context.language != "zh" or not wanted:
        return
    other = "你" if wanted == "您" else "您"
    count = _plain(reading).count(other)
    if count:
        details = {"count": count, "brand": wanted, "polite": voice.polite, "familiar": voice.familiar}
        yield Hit(value=other, details=details)


def _mixed(_: Voice, reading: Reading) -> Iterator[Hit]:
    text = _plain(reading)
    counts = text.count("您"), text.count("你")
    if reading.context.language == "zh" and all(counts):
        yield Hit(details={"polite": counts[0], "familiar": counts[1]})


def _emoji(voice: Voice, reading: Reading) -> Iterator[Hit]:
    limit = voice.limit("emoji", reading.context.brief.channel)
    count = sum(map(count_emoji, reading.fields.values()))
    if limit is not None and count > limit:
        yield Hit(details={"count": count, "limit": limit})


def _exclamations(voice: Voice, reading: Reading) -> Iterator[Hit]:
    titled = {name: text for name, text in reading.fields.items() if name.partition("_")[0] in TITLES}
    in_titles = voice.exclamations.get("subject")
    for name, text in titled.items():
        count = len(EXCLAMATION.findall(text))
        if in_titles is not None and count > in_titles:
            yield Hit(name, details={"count": count, "limit": in_titles})
    limit = voice.limit("exclamations", reading.context.brief.channel)
    count = sum(len(EXCLAMATION.findall(text)) for text in reading.fields.values())
    if limit is not None and count > limit:
        yield Hit(details={"count": count, "limit": limit})


def _first_name(voice: Voice, reading: Reading) -> Iterator[Hit]:
    if voice.first_name is False and any(map(greets_by_name, reading.fields.values())):
        yield Hit()


def _sentences(voice: Voice, reading: Reading) -> Iterator[Hit]:
    lengths = sentence_lengths([_letter(reading.main)], reading.context.language)
    if voice.length_mean and lengths and average(lengths) > LONGER * voice.length_mean:
        details = {"count": average(lengths), "brand": voice.length_mean, "sentences": voice.sentences}
        yield Hit(details=details)


def _subject(voice: Voice, reading: Reading) -> Iterator[Hit]:
    for name, text in reading.fields.items():
        size = sum(sentence_lengths([text], reading.context.language))
        if name in TITLES and voice.subject_mean and voice.subject_high and size > LONGER * voice.subject_high:
            yield Hit(name, details={"count": size, "brand": voice.subject_mean, "limit": voice.subject_high})


def _letter(text: str) -> str:
    """The text above a footer with the way out."""
    lines = [
        line for line in text.splitlines() if "{{unsubscribe_link}}" not in line and "{{postal_address}}" not in line
    ]
    return "\n".join(lines)


_MEASURES: dict[str, Callable[[Voice, Reading], Iterator[Hit]]] = {
    "address": _address,
    "emoji": _emoji,
    "exclamations": _exclamations,
    "first_name": _first_name,
    "mixed_address": _mixed,
    "sentences": _sentences,
    "subject": _subject,
}


def agreement(reading: Reading) -> tuple[int, int]:
    """The draft's score: on how many of the measures that the brand's voice has it agrees, and how many there are."""
    voice, channel = voice_in(reading.context), reading.context.brief.channel
    said = {
        "address": reading.context.language == "zh" and bool(voice.you(channel)),
        "emoji": voice.limit("emoji", channel) is not None,
        "exclamations": bool(voice.exclamations),
        "first_name": voice.first_name is False,
        "sentences": voice.length_mean is not None,
        "subject": voice.subject_mean is not None and any(name in TITLES for name in reading.fields),
    }
    asked = [name for name, known in said.items() if known]
    met = sum(not any(_MEASURES[name](voice, reading)) for name in asked)
    if voice.avoids:
        rule = rulebook().rule("brand.unwanted_word")
        return met + (not any(brand_words(rule, reading))), len(asked) + 1
    return met, len(asked)
