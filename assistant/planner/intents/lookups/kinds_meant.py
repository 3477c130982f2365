"""Words for kinds of customers that have several meanings here, or none that the data could tell."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.grammar.people.kinds import several, told, undefined
from assistant.planner.grammar.people.near_levels import almost_there
from assistant.planner.reading import Ask, Option, Reading
from assistant.planner.words import pattern_of


def read_kinds(frame: Frame) -> Reading | None:
    """price-sensitive customers, gift buyers, 给我圈一批好客户: which ones."""
    if frame.has("customer_id"):
        return None
    if pattern_of("levels", "nearly").search(frame.text.normal) and (near := almost_there(frame.slots())) is not None:
        options = tuple(Option(frame.say(*pair), frame.say(*pair)) for pair in near.options)
        ask = Ask(frame.say(near.english, near.chinese), options, 0, len(frame.text.original))
        return frame.reading("unsayable", ask=ask)
    if not frame.has("kind"):
        return None
    if _asks_meaning(frame):
        return frame.reading(
            "meaning", text=" ".join(frame.say(*pair) for pair in (told(frame.spans) or several(frame.spans)))
        )
    if (unclear := undefined(frame.slots())) is not None:
        raise unclear
    return None


def _asks_meaning(frame: Frame) -> bool:
    """what is a bargain hunter, 羊毛党是什么意思: the word, and nobody by it."""
    if frame.has("how_many", "by", "list"):
        return False
    opened = frame.text.normal.startswith(
        ("what is", "what's", "whats", "what are", "什么是", "什么叫", "啥是", "啥叫")
    )
    said = ("kind", "filler", "break", "which", "meaning", "people")
    return frame.has("meaning") or (opened and all(span.has(*said) for span in frame.spans))


def kinds_noted(frame: Frame, reading: Reading) -> list[str]:
    """What words for kinds of customers were taken for, where people were picked by them."""
    if not frame.has("kind") or not reading.calls:
        return []
    picked = str([call.args for call in reading.calls])
    return [frame.say(*pair) for pair in told(frame.spans)] if "audience" in picked or "seed" in picked else []
