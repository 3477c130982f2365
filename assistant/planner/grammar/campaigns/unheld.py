"""the Christmas campaign, the Summer Sale email, where none was called so: asked about, and not taken for the days."""

from __future__ import annotations

from assistant.planner.grammar.campaigns.campaigns import EVENT_MEASURES
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.text import fold
from assistant.planner.words import forms_of, word_file


def unheld_campaign(slots: Slots, index: int) -> Unclear | None:
    """revenue from the Christmas campaign, who got the Summer Sale email, where none was named so."""
    at = slots.next(index, lambda item: item.has("goal") and not item.has("mail_noun", "people"))
    one = at < len(slots) and slots[at].text.casefold() == "campaign"
    message = slots.has(at, "mail_noun", "contact_noun", "contact") and _reacted(slots, index)
    named = (one and _named_day(slots[index].text)) or (at > index + 1 and (one or message) and _dated(slots, index))
    if slots.find("copy_verb", free=False) is not None or not named:
        return None
    rows = [row.name for row in slots.vocabulary.campaigns.rows if row.day and row.day <= slots.today]
    word = slots.typed(index, at).removeprefix("the ")
    alike = [name for name in rows if fold(word.split()[0]) in fold(name)]
    latest = (alike or rows)[-2:]
    return Unclear(
        f"No campaign is called “{word}”: which one do you mean?",
        f"没有叫“{word}”的活动：您指哪一个？",
        [(name, name) for name in latest],
        (slots.origin(index)[0], slots.origin(at)[1]),
    )


def _reacted(slots: Slots, index: int) -> bool:
    """Whether somebody got it or did something with it: no text that is still to be written."""
    return any(
        slots.value(i, "verb") in ("open", "click", "receive", "unsubscribe")
        or slots.value(i, "measure") in EVENT_MEASURES
        or (slots.value(i, "verb") == "buy" and slots[i].text.casefold() in ("got", "get"))
        for i in range(index)
    )


def _dated(slots: Slots, index: int) -> bool:
    """A season, a month or a holiday: no stretch told from today, such as last month's."""
    period = slots.value(index, "period")
    return period is not None and period.kind == "fixed" and not any(c.isdigit() for c in slots[index].text)


def _named_day(text: str) -> bool:
    said = fold(text)
    known = (fold(form) for table in word_file("holidays").values() for form in forms_of(table))
    return any(form in said for form in known)
