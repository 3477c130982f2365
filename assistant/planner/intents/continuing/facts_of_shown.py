"""what do they cost, how many of that one are left, 它们多少钱: a fact of the goods that were just listed or ranked."""

from __future__ import annotations

import re
from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.intents.continuing.wishes import light, words
from assistant.planner.reading import Call, Reading
from assistant.planner.spans import Span
from tools.definitions import Filter

_MANY = re.compile(r"\b(?:they|them|their|theirs|these|those|each)\b|它们|这些|那些|这几|那几")
_ONE = re.compile(
    r"\b(?:it|its|that one|this one|the one|that product|this product)\b|它(?!们)|[这那][个款件](?!月|季)"
)
_FACTS = (("costs", "price"), ("left", "stock"), ("makers", "brand"))
_ASKING = ("how_much", "how_many", "which", "cost_word", "price_word", "product_fact", "stock_state", "thing", "field",
           "anaphor", "pronoun_that", "place", "product_cue", "respectively", "row")  # fmt: skip
_OWN = ("value", "values", "products", "people", "agent", "by", "period", "range", "number", "average", "sum", "top",
        "bottom", "share", "customer_id", "trend", "copy_verb", "channel", "not", "never")  # fmt: skip


def fact_of_shown(frame: Frame) -> Reading | None:
    """That fact of each of them, or of the only one; None where the message names goods itself or asks otherwise."""
    text = frame.text.normal.casefold()
    facts = [fact for kind, fact in _FACTS if any(_says(text, word) for word in words(kind))]
    facts = facts or (["price"] if re.search(r"\bprices?\b|价钱|单价", text) else [])
    if len(facts) != 1 or facts[0] not in frame.vocabulary.dictionary.fields:
        return None
    if any(span.has(*_OWN) and not span.filler and not _points(span) for span in frame.spans):
        return None
    if not all(light(span, *_ASKING) or _points(span) or _of_fact(span) for span in frame.spans):
        return None
    where, args = _shown(frame, many=bool(_MANY.search(text)), one=bool(_ONE.search(text)))
    if not where:
        return None
    call = Call("find_products", {"where": where, **args})
    return frame.reading("product_facts", calls=[call], focus={"facts": facts})


def _shown(frame: Frame, *, many: bool, one: bool) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Which goods are spoken of: those sought last, or the only row of the last figures."""
    state = frame.state
    if state.rows_of != "product" or not state.rows or not (many or one):
        return [], {}
    if not many and len(state.rows) != 1:
        return [], {}
    if state.last == "metric" and len(state.rows) == 1:
        return [Filter(field="product", values=[state.rows[0]]).compact()], {}
    asked = state.sought.get("args", {})
    if state.last or asked.get("query"):
        return [], {}
    kept = {k: v for k, v in asked.items() if k in ("sort_by", "descending", "limit") and v is not None}
    return list(asked.get("where") or []), kept


def _points(span: Span) -> bool:
    said = span.text.casefold()
    return bool(_MANY.search(said) or _ONE.search(said)) or any(s.note.startswith("stands for") for s in span.senses)


def _of_fact(span: Span) -> bool:
    said = span.text.casefold()
    return any(_says(said, word) for kind, _ in _FACTS for word in words(kind)) or bool(
        re.fullmatch(
            r"prices?|what(?: do| does| are| is)?|do|does|how much(?: is| are)?|价钱|单价", span.text.casefold()
        )
    )


def _says(text: str, word: str) -> bool:
    return bool(re.search(rf"\b{re.escape(word)}\b", text)) if word.isascii() else word in text
