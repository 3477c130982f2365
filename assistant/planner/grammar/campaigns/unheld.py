"""the Christmas campaign, where no campaign was called so: asked about, and not taken for the day."""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.text import fold
from assistant.planner.words import forms_of, word_file


def unheld_campaign(slots: Slots, index: int) -> Unclear | None:
    """revenue from the Christmas campaign, where none was named so: the day is not meant."""
    one = index + 1 < len(slots) and slots[index + 1].text.casefold() == "campaign"
    if not one or slots.find("copy_verb", free=False) is not None or not _named_day(slots[index].text):
        return None
    latest = [row.name for row in slots.vocabulary.campaigns.rows if row.day and row.day <= slots.today][-2:]
    word = slots[index].text.removeprefix("the ")
    return Unclear(
        f"No campaign is called “{word}”: which one do you mean?",
        f"没有叫“{word}”的活动：您指哪一个？",
        [(name, name) for name in latest],
        (slots.origin(index)[0], slots.origin(index + 1)[1]),
    )


def _named_day(text: str) -> bool:
    said = fold(text)
    known = (fold(form) for table in word_file("holidays").values() for form in forms_of(table))
    return any(form in said for form in known)
