"""Words and shapes that a rule forbids, with its exemptions."""

import re
from collections.abc import Iterator
from functools import cache

from tools.copy_rules.context import Context, Hit, Reading
from tools.copy_rules.rulebook import Rule
from tools.copy_rules.text import fold, is_chinese, term


def spans(patterns: list[str], text: str) -> list[tuple[int, int]]:
    """Every match of every pattern, in order."""
    return sorted(match.span() for pattern in patterns for match in term(pattern).finditer(text))


def covered(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    """Does the span lie inside one of the others?"""
    return any(start <= span[0] and span[1] <= end for start, end in others)


def overlaps(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    """Does the span share a character with one of the others?"""
    return any(start < span[1] and span[0] < end for start, end in others)


def forbidden(rule: Rule, text: str, protected: tuple[str, ...]) -> Iterator[tuple[int, int, str]]:
    """Matches of the rule's terms outside its exemptions and outside names, as spans of the original text."""
    for start, end, value, _ in forbidden_by(rule, text, protected):
        yield start, end, value


def forbidden_by(rule: Rule, text: str, protected: tuple[str, ...]) -> Iterator[tuple[int, int, str, str]]:
    """The same, each with the term that matches; of several at one place the longest."""
    folded = fold(text)
    found = [(*match.span(), one) for one in rule.terms for match in term(one).finditer(folded.text)]
    if not found:
        return
    exempt = spans(rule.exempt, folded.text)
    names = [span for name in protected for span in spans([literal(name)], folded.text)]
    last_end = -1
    for start, end, one in sorted(found, key=lambda match: (match[0], -match[1])):
        if start < last_end or overlaps((start, end), exempt) or covered((start, end), names):
            continue
        last_end = end
        written = folded.written(start, end)
        yield *written, text[written[0] : written[1]], one


@cache
def literal(name: str) -> str:
    """A name as an expression that matches just it."""
    return re.escape(fold(name).text)


def name_spans(reading: Reading, text: str) -> list[tuple[int, int]]:
    """The spans of names (products, brands, codes) in a folded text, which claim nothing by themselves."""
    return [span for known in reading.context.protected for span in spans([literal(known)], text)]


def pattern(rule: Rule, reading: Reading) -> Iterator[Hit]:
    """One hit for each forbidden stretch."""
    for name, text in reading.of(rule.fields):
        for start, end, value in forbidden(rule, text, reading.context.protected):
            if _of_nothing_sold(rule, text, (start, end), reading.context):
                continue
            yield Hit(name, value.strip() or value, start + len(value) - len(value.lstrip() or value), end)


def _of_nothing_sold(rule: Rule, text: str, span: tuple[int, int], context: Context) -> bool:
    """Does the stretch speak of what no fact has? The end of its name tells what a thing is."""
    folded = fold(text)
    for one in rule.unsold:
        for match in term(one).finditer(folded.text):
            last = match["n"].lower().split()[-1]
            word = last[-2:] if is_chinese(last) else last.removesuffix("s")
            if overlaps(span, [folded.written(*match.span())]):
                return not any(word in fact.folded.lower() for fact in context.facts if fact.kind == "P")
    return False


def shouting(rule: Rule, reading: Reading) -> Iterator[Hit]:
    """Three or more capital words, or two marks in a row."""
    code = (reading.context.brief.offer.code or "") if reading.context.brief.offer else ""
    for name, text in reading.of(rule.fields):
        words = [
            w for w in term(r"\b[A-Z]{3,}\b").findall(text) if w.isupper() and w not in (code, reading.context.sender)
        ]
        marks = term(r"[!！?？]{2,}").search(text)
        if marks:
            yield Hit(name, marks[0], marks.start())
        elif len(words) >= 2:
            yield Hit(name, " ".join(words[:3]), text.index(words[0]), text.index(words[0]) + len(words[0]))


def exclamations(rule: Rule, reading: Reading) -> Iterator[Hit]:
    """More exclamation marks in a field than the limit."""
    for name, text in reading.of(rule.fields):
        marks = [match.start() for match in term("[!！]").finditer(text)]
        if rule.limit is not None and len(marks) > rule.limit:
            first = marks[int(rule.limit)]
            details = {"count": len(marks), "limit": f"{rule.limit:g}"}
            yield Hit(name, start=first, end=first + 1, details=details)
