"""Into how many messages does an SMS split, and does it name its sender and the way out?"""

from collections.abc import Iterator

from tools.copy_rules.context import Hit, Reading
from tools.copy_rules.measure import PART, SmsSize, mainland_sms_size, parts_for, sms_size
from tools.copy_rules.rulebook import Rule
from tools.copy_rules.tags import stand_in
from tools.copy_rules.text import fold, term


def _size(reading: Reading) -> SmsSize:
    text = stand_in(reading.fields.get("body", ""), reading.context.tag_lengths)
    size = sms_size(text)
    if reading.context.language == "zh":
        return max(size, mainland_sms_size(text), key=lambda candidate: candidate.units)
    return size


def _allowed(reading: Reading, size: SmsSize) -> int:
    """One part, unless the brief's own character limit makes room for more."""
    wanted = reading.context.brief.max_characters
    return 1 if wanted is None else parts_for(wanted, size.encoding)


def sms_parts(_: Rule, reading: Reading) -> Iterator[Hit]:
    """More parts than one, or than the brief's max_characters allow."""
    size = _size(reading)
    if size.parts > _allowed(reading, size):
        wide = size.first_wide if reading.context.language == "en" else ""
        details = {
            "count": size.units,
            "parts": size.parts,
            "encoding": size.encoding,
            "limit": PART[size.encoding][0],
            "unit": "characters",
            "because": (f"，因为含有「{wide}」" if reading.context.language == "zh" else f" because of “{wide}”")
            if wide
            else "",
        }
        body = reading.fields.get("body", "")
        yield Hit("body", start=_overflow(reading, size), end=len(body), details=details)


def _overflow(reading: Reading, size: SmsSize) -> int:
    """Where the allowed parts are full: what stands from here on makes the next one."""
    text = reading.fields.get("body", "")
    fits = [
        end
        for end in range(len(text))
        if sms_size(stand_in(text[:end], reading.context.tag_lengths)).parts <= _allowed(reading, size)
    ]
    return max(fits, default=0)


def sms_parts_cost(_: Rule, reading: Reading) -> Iterator[Hit]:
    """Several parts that the brief allows: told, since each is billed."""
    size = _size(reading)
    if 1 < size.parts <= _allowed(reading, size):
        yield Hit("body", details={"parts": size.parts, "encoding": size.encoding})


def sms_wide_character(_: Rule, reading: Reading) -> Iterator[Hit]:
    """The first character that turns a GSM-7 text into UCS-2."""
    text = reading.fields.get("body", "")
    wide = sms_size(text).first_wide
    if wide:
        yield Hit("body", wide, text.index(wide))


def sms_mainland_parts(_: Rule, reading: Reading) -> Iterator[Hit]:
    """An English text that splits only by the mainland's way of counting."""
    text = stand_in(reading.fields.get("body", ""), reading.context.tag_lengths)
    size = mainland_sms_size(text)
    if size.parts > sms_size(text).parts:
        yield Hit("body", details={"count": size.units, "parts": size.parts})


def sms_opt_out(rule: Rule, reading: Reading) -> Iterator[Hit]:
    """No opt-out wording that the rule knows."""
    for name, text in reading.of(rule.fields):
        if not any(term(pattern).search(fold(text).text) for pattern in rule.terms):
            other = term(_OTHER_WAY_OUT).search(text)
            start, end = other.span() if other else (len(text), len(text))
            yield Hit(name, text[start:end], start, end)


_OTHER_WAY_OUT = (
    r"\b(?:to (?:stop|opt[- ]?out|unsubscribe)|unsubscribe|opt[- ]?out|stop (?:these|receiving))\b[^.!?\n]*"
    r"|[^，。！？\s】]*(?:退订|拒收)[^，。！？\n]*"
)
"""A way out that carriers do not know: the place to put the right one."""


def opt_out_words(rule: Rule, reading: Reading) -> Iterator[Hit]:
    """No way to refuse further messages in any of the rule's fields."""
    texts = reading.of(rule.fields)
    if not any(term(pattern).search(fold(text).text) for _, text in texts for pattern in rule.terms):
        body = reading.fields.get("body", "")
        yield Hit("body", start=len(body), end=len(body))


def sms_signature(rule: Rule, reading: Reading) -> Iterator[Hit]:
    """No 【signature】 at the beginning or end, or one that is not the sender's."""
    sender = reading.context.sender
    for name, text in reading.of(rule.fields):
        plain = text.strip()
        signature = term(r"^【([^】]+)】|【([^】]+)】$").search(plain)
        named = (signature[1] or signature[2] or "") if signature else ""
        if not named or not (named in (sender, "{{brand}}") or sender.lower() in named.lower()):
            end = signature.end() if signature else 0
            yield Hit(name, sender, signature.start() if signature else 0, end)


def sending_hours(rule: Rule, reading: Reading) -> Iterator[Hit]:
    """A planned hour outside the allowed ones; nothing while no hour is planned."""
    first, last = rule.hours
    if reading.hour is not None and not first <= reading.hour < last:
        yield Hit("", details={"from": first, "to": last})
