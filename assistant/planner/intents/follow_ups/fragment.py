"""Messages that are no question by themselves: what they leave unsaid was said before, so they are never read anew."""

from __future__ import annotations

from assistant.planner.frame import Frame

_HEADS = (
    "people", "agent", "how_many", "how_much", "list", "which", "who", "measure", "best_selling", "worst_selling",
    "average", "median", "sum", "trend", "by", "share", "saved", "customer_id", "performance", "distribution",
    "history", "figures", "price_word", "expensive", "cheap", "product_fact", "scored", "score_name",
)  # fmt: skip


def is_fragment(frame: Frame) -> bool:
    """but not with a discount, more than twice: after an answer, nothing that asks for anything by itself."""
    if not frame.state.figures:
        return False
    first = next((span for span in frame.spans if not span.has("break", "interjection")), None)
    if first is not None and first.has("but") and not first.has("filler"):
        return True
    return not frame.has(*_HEADS)
