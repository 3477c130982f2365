"""How a question was read, for people: what became of every word, which other readings lost, what is called."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from assistant.planner.frame import Frame, State
from assistant.planner.lexicon import Sense
from assistant.planner.reader import Reader
from tools.definitions import Period
from tools.desk import Shop
from tools.wording import period_words

_SILENT = ("filler", "break")
OTHERS = 6
"""Losing readings shown for one word."""


def explain(shop: Shop, question: str, today: date) -> dict[str, Any]:
    """The reading of a question as plain data: words, other readings, intent, calls, the question back."""
    reader = Reader(shop, today)
    reading = reader.read(question)
    frame = Frame.of(question, reader.tagger, reading.language, State(), frozenset())
    ask, decline = reading.ask, reading.decline
    return {
        "words": [{"text": word, "read_as": role} for word, role in reading.account],
        "also_possible": _others(frame, reader),
        "intent": reading.intent,
        "confidence": round(reading.confidence, 3),
        "left_over": reading.leftovers,
        "notes": reading.notes,
        "calls": [{"tool": call.tool, "arguments": call.args} for call in reading.calls],
        "asks": ask and {"question": ask.question, "options": [option.label for option in ask.options]},
        "declines": decline and {"reason": decline.reason, "explanation": decline.explanation},
        "text": reading.text,
    }


def explained(account: dict[str, Any]) -> str:
    """What `explain` returns, as lines for a person."""
    width = max((len(word["text"]) for word in account["words"]), default=4)
    lines = [f"{word['text']:<{width}}  {word['read_as']}" for word in account["words"]]
    if account["also_possible"]:
        lines.append("also possible:")
        lines += [f"  {word}: {'; '.join(others)}" for word, others in account["also_possible"].items()]
    lines.append(f"intent: {account['intent']} · confidence {account['confidence']:.2f}")
    lines += [f"left over: {', '.join(account['left_over'])}"] if account["left_over"] else []
    lines += [f"note: {note}" for note in account["notes"]]
    for call in account["calls"]:
        lines.append(f"{call['tool']} {json.dumps(call['arguments'], ensure_ascii=False, default=str)}")
    if account["asks"]:
        lines.append(f"asks: {account['asks']['question']} [{' | '.join(account['asks']['options'])}]")
    if account["declines"]:
        lines.append(f"declines ({account['declines']['reason']}): {account['declines']['explanation']}")
    return "\n".join([*lines, account["text"]] if account["text"] else lines)


def _others(frame: Frame, reader: Reader) -> dict[str, list[str]]:
    """Words that could have been something else, and longer or shorter stretches that were not taken."""
    taken = {(span.start, span.end) for span in frame.spans}
    others: dict[str, list[str]] = {}
    for span in frame.spans:
        if len(span.senses) > 1:
            others[span.text] = [_said(sense, frame, reader) for sense in span.senses]
    tokens = frame.text.tokens
    for (start, end), senses in sorted(reader.tagger.candidates(frame.text).items()):
        meant = [sense for sense in senses if sense.kind not in _SILENT]
        if (start, end) not in taken and meant:
            word = frame.text.typed(tokens[start].start, tokens[end - 1].end)
            others.setdefault(word, []).extend(_said(sense, frame, reader) for sense in meant)
    return {word: list(dict.fromkeys(said))[:OTHERS] for word, said in others.items()}


def _said(sense: Sense, frame: Frame, reader: Reader) -> str:
    """One sense in words: city Shanghai, measure Orders, period 2026-01-01 – 2026-10-31."""
    dictionary, kind, value = frame.vocabulary.dictionary, sense.kind, sense.value
    note = f" ({sense.note})" if sense.note else ""
    if kind == "value" and isinstance(value, tuple):
        return f"{value[0]} {value[1]}{note}"
    if kind == "measure" and value in dictionary.measures:
        return f"measure {dictionary.measures[value].label.in_language(frame.language)}{note}"
    if kind == "field" and value in dictionary.fields:
        return f"field {dictionary.fields[value].label.in_language(frame.language)}{note}"
    if isinstance(value, Period):
        return f"{kind} {period_words(value, reader.today, frame.language)}{note}"
    return (
        f"{kind.replace('_', ' ')}{f' {value}' if isinstance(value, str | int | float) and value != '' else ''}{note}"
    )
