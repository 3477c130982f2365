"""Follow-ups: only women, 换成上个季度, make it 5 orders, by city instead, show me 10 of them."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.grammar.editing.turning import COUNTED, people_of
from assistant.planner.grammar.people.acquisition import how_they_came
from assistant.planner.grammar.rows.dimensions import dimension_at
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.follow_ups.after_that import settle_after
from assistant.planner.intents.follow_ups.edit_audience import edit_audience, only_split
from assistant.planner.intents.follow_ups.edit_metric import edit_metric, pointed_at
from assistant.planner.intents.follow_ups.edit_words import worded
from assistant.planner.intents.follow_ups.every_one import asks_for_every_one
from assistant.planner.intents.follow_ups.its_unit import so_much_of_it
from assistant.planner.intents.follow_ups.leaning import (
    HEADS,
    asks_who,
    contact_only,
    did_again,
    filters_shown,
    leans_on_figures,
    only_people_named,
    relative,
    says_who_counted,
)
from assistant.planner.intents.follow_ups.list_changes import asks_so_many, reshapes, whole_group
from assistant.planner.intents.follow_ups.of_share import of_share
from assistant.planner.intents.follow_ups.of_shown import read_of_shown
from assistant.planner.intents.follow_ups.one_row import of_its_rows
from assistant.planner.intents.follow_ups.own_subject import asks_whole, counts_others, names_them_anew, who_reacted
from assistant.planner.intents.follow_ups.set_against import set_against
from assistant.planner.intents.follow_ups.share_kept import share_kept
from assistant.planner.intents.questions.heads import free_measure
from assistant.planner.intents.references.about_them import asks_what_bought, leans_on_people, read_about_them
from assistant.planner.intents.references.cues import CUES, corrected, points_back, without_opening_no
from assistant.planner.intents.references.going_back import back_to_saved, facts_of, read_back
from assistant.planner.intents.references.subjects import needs_person, which_customer
from assistant.planner.lexicon import Sense
from assistant.planner.readers.english_words import rolling
from assistant.planner.reading import Call, Reading
from assistant.planner.remembering import FIGURES
from tools.definitions import CONVERSIONS, Audience, Bought, Metric

_POINTING = ("those", "these", "the same", "那", "这")
_PEOPLE_ZH = ("客户", "用户", "会员", "顾客", "买家", "客人")
_SAID = ("group", "condition", "verb", "contact", "range", "period")


def _of_conversions(frame: Frame) -> bool:
    """A conversion is counted from an event of its own, and no other figure behind it is: both begin anew."""
    named = {span.value("measure") for span in frame.spans} - {None, "campaigns", "products", "customers"}
    before = frame.state.metric
    shown = before is not None and frame.state.figures == "metric" and bool(CONVERSIONS & set(before.measures))
    return bool(named & CONVERSIONS) or (shown and bool(named))


def read_edit(frame: Frame) -> Reading | None:
    """The last definition changed by this message, or None when it is a question of its own."""
    state = frame.state
    if state.last not in FIGURES and state.audience is not None and points_back(frame):
        state = replace(state, last="audience", figures="audience")  # them: those ranked, or written to
        frame = replace(frame, state=state)
    if not state.figures or _of_conversions(frame):
        return None
    if state.last not in FIGURES:
        frame = replace(frame, state=replace(state, last=state.figures))
    back = back_to_saved(frame) or read_back(without_opening_no(frame))
    if back is not None:
        return back
    if (shown := read_of_shown(frame)) is not None:
        return shown
    changed = of_share(frame, read_edit) or share_kept(frame, read_edit) or set_against(frame, read_edit)
    if changed is not None:
        return changed
    frame = whole_group(frame)
    state = frame.state
    heads = all(span.value("measure") in (None, "customers") for span in frame.spans)
    if heads and frame.only("pronoun_that", "anaphor", "how_many") and frame.has("pronoun_that", "how_many"):
        return _count(frame)
    if needs_person(frame) and state.last == "list" and _of_one(frame):
        return which_customer(frame)
    frame = worded(corrected(frame))
    slots = frame.slots()
    slots.editing = True
    how_they_came(slots)
    settle_after(slots, state.audience if state.figures != "metric" else None)
    _durations(slots)
    told = of_its_rows(frame, state.metric) if state.figures == "metric" and state.metric else None
    people = people_of(told) if told is not None else state.audience or Audience()
    if people is None and state.metric is not None and points_back(frame) and frame.has("list") and frame.has("value"):
        people = Audience(
            all=[Bought(where=state.metric.where, period=state.metric.period)]
        )  # which customers are gold
    about_them = points_back(frame) or leans_on_people(frame, slots)
    if state.figures == "list" and about_them and not frame.has("number", "heads", "pieces", "list"):
        people = state.them
    if leans_on_people(frame, slots) or (people is not None and points_back(frame) and asks_what_bought(frame)):
        theirs = read_about_them(frame, people or Audience())
        if theirs is not None:
            return theirs
    if not is_follow_up(frame, slots):
        return None
    reading = _edited(frame, slots, people)
    if (reading is None or reading.ask is not None) and people is not None and points_back(frame):
        return read_about_them(frame, people) or reading
    return reading


def _of_one(frame: Frame) -> bool:
    """what has she bought: of one of those listed, nobody said which."""
    return any(span.text.casefold() in ("she", "he", "her", "him", "his") for span in frame.spans)


def _edited(frame: Frame, slots: Slots, people: Audience | None) -> Reading | None:
    """The last figures or people with what the message changes."""
    state = frame.state
    if state.figures == "metric" and state.metric is not None:
        if people is not None and _asks_people(frame, slots):
            return edit_audience(frame, slots, people)
        return edit_metric(frame, slots, state.metric)
    return edit_audience(frame, slots, people or Audience())


def is_follow_up(frame: Frame, slots: Slots) -> bool:
    """Whether a message leans on the last answer: it points at it, says what to change, or is no whole question."""
    if names_them_anew(slots) or asks_whole(frame, slots) or who_reacted(frame):
        return False
    if frame.state.last == "metric" and counts_others(slots):
        return False
    if asks_for_every_one(frame, slots) or says_who_counted(
        slots, frame.state.metric if frame.state.last == "metric" else None
    ):
        return True
    if points_back(frame) or reshapes(frame, slots) or (frame.state.last != "metric" and asks_so_many(slots)):
        return True
    if _takes_out(frame, slots) or (frame.state.last != "metric" and relative(slots)):
        return True
    measured = any(free_measure(slots, i) for i in range(len(slots)))
    cue = any(slots.has(i, *CUES) and not slots.has(i, "period", "group") for i in range(len(slots)))
    cue = cue or slots.has(slots.next(-1), "except")
    if slots.has(start := slots.next(-1, lambda s: s.has("filler", "break") and not s.has(*CUES, "but")), "but"):
        return True
    opening = any(
        slots.has(i, "same", "instead", "only_cue", "remove", "add", "except")
        for i in range(min(start + 2, len(slots)))
    )
    if slots.find("rank_by") is not None and frame.state.last == "metric" and _rank_of(slots, frame.state.metric):
        return True
    light = ("filler", "break", "how_many", "how_much", "which", "respectively", "gross_cue", "net_cue", *CUES)
    content = [i for i in range(len(slots)) if not slots.has(i, *light) and not slots.used(i)]
    of_people = frame.state.metric is not None and set(frame.state.metric.measures) <= set(COUNTED)
    if (
        frame.state.last == "metric"
        and of_people
        and pointed_at(frame)
        and slots.find("contact", free=False) is not None
    ):
        return not frame.has("people", "agent", "period")  # 第一名那个城市能发邮件的几个
    bought = any(slots.value(i, "verb") == "buy" for i in range(len(slots))) and frame.has("respectively", "by")
    told = bought or measured or not frame.has("verb")  # 第一名是谁在买，男女各几个; show that one by week
    if told and frame.state.last == "metric" and pointed_at(frame) and not frame.has("people", "agent", "period"):
        return True
    if frame.state.last == "metric":
        return _of_top_rows(frame, slots) or leans_on_figures(
            slots, frame.state.metric, content, measured, cue, opening
        )
    if not measured and _elliptical(slots, start):
        return True
    if slots.find("list", free=False) is not None and not _named(slots) and not _told(slots):
        return True
    if only_split(slots) and not _named(slots):
        return True
    if _narrows(slots) or did_again(slots):
        return True
    if only_people_named(slots, cue):
        return True
    if any(slots.has(i, *HEADS) and not slots.used(i) for i in range(len(slots))) and not (cue and opening):
        return slots.find("list", "number", free=False) is not None and all(
            slots.has(i, "list", "number", "heads") for i in content
        )
    if only_split(slots):
        return True
    return cue or not (measured or any(slots.has(i, "by", "trend", "best_selling") for i in range(len(slots))))


def _takes_out(frame: Frame, slots: Slots) -> bool:
    """not only shoes, overall: a condition of the last answer is to go."""
    facts = facts_of(frame.state)
    for index in slots.all("remove"):
        group = slots.value(slots.next(index), "group")
        if group is not None and any(
            f.get("field") == group.field and set(group.values) & set(f.get("values", ())) for f in facts
        ):
            return not slots.has(index, "filler")
    return False


def _rank_of(slots: Slots, before: Metric | None) -> bool:
    """order it by revenue: by a figure that is shown."""
    at = slots.next(slots.find("rank_by") or 0)
    sorting = (
        slots[slots.find("rank_by") or 0].text.casefold().startswith(("order", "sort", "rank", "arrange", "按", "排"))
    )
    return before is not None and sorting and slots.value(at, "measure") in before.measures


def _of_top_rows(frame: Frame, slots: Slots) -> bool:
    """AOV of the top 3: of the rows that are shown, which are not named again."""
    counted = any(slots.has(i, "top") and slots.has(slots.next(i), "number") for i in range(len(slots)))
    named = any(dimension_at(slots, i) and not slots.has(i, "measure") for i in range(len(slots)))
    free = slots.find("people", "agent", "by", "group", "period", "verb", free=False) is None
    return bool(frame.state.rows) and counted and free and not named and slots.find("measure", free=False) is not None


def _narrows(slots: Slots) -> bool:
    """shoe buyers only, only those who opened it: of the last people, where none are counted or listed anew."""
    limiting = any(slots.has(i, "only", "only_cue") and not slots.used(i) for i in range(len(slots)))
    edge = (slots.next(-1, lambda s: s.has("filler", "break", "and", "but")), slots.before(len(slots)))
    at_edge = limiting and any(slots.has(i, "only", "only_cue") for i in edge)
    whole = ("how_many", "how_much", "list", "which", "by", "trend", "average", "best_selling", "copy_verb")
    return at_edge and not any(slots.has(i, *whole) and not slots.has(i, "who", "filler") for i in range(len(slots)))


def _named(slots: Slots) -> bool:
    """Whether people are named, which makes a question whole: how many customers …"""
    return any(
        (slots.has(i, "people", "agent") and not slots.used(i))
        or (slots.has(i, "how_many") and slots[i].text.endswith(("人", "客户", "用户")))
        or (slots[i].text.endswith(_PEOPLE_ZH) and slots.has(i, "group") and len(slots.all(*_SAID, free=False)) > 1)
        for i in range(len(slots))
    )


def _elliptical(slots: Slots, start: int) -> bool:
    """how many are women, which signed up in 2026, who can we email: whom it is about was said before."""
    if contact_only(slots):
        return True
    if _named(slots) or asks_who(slots):
        return False
    if any(slots.has(i, "by", "trend", "best_selling", "average", "how_much") for i in range(len(slots))):
        return False
    which = slots.has(start, "which") and slots.find("verb", "condition", "contact", free=False) is not None
    counted = slots.find("how_many", free=False) is not None and slots.find("list") is None
    told = any(slots.has(i, "group", "condition", "verb", "contact", "range", "period") for i in range(len(slots)))
    things = any(slots.value(i, "field") in ("product", "campaign", "brand", "category") for i in range(len(slots)))
    return told and (which or counted) and not things


def _told(slots: Slots) -> bool:
    """Whether anything is said of whom to list: show me the five with most orders says nothing."""
    return any(
        slots.has(i, "group", "condition", "contact", "period", "range", "by", "saved") for i in range(len(slots))
    )


def _asks_people(frame: Frame, slots: Slots) -> bool:
    """how many of them are women, list them, and who can we email: people rather than another figure."""
    if any(slots.has(i, "measure", "by", "how_much", "average", "best_selling", "trend") for i in range(len(slots))):
        return False
    if slots.find("contact") is not None:
        return not filters_shown(slots)
    if so_much_of_it(frame):
        return False
    asked = frame.has("list", "how_many", "verb") or frame.text.normal.casefold().startswith(("who ", "any of them "))
    return points_back(frame) and asked


def _durations(slots: Slots) -> None:
    """make it 60 days: a bare duration is the new window."""
    for index in range(len(slots)):
        if (
            slots.has(index, "duration")
            and not slots.has(index, "period")
            and not slots.has(index - 1, "top", "bottom")
            and slots.find("not", "never", "cmp", "range") is None
        ):
            count, unit = slots.value(index, "duration")
            if count == 2 and slots.find("versus", "together_cue", free=False) is not None:
                continue  # 两周比一下: the two weeks spoken of, not the last two
            if index and slots[index - 1].text.casefold() in _POINTING:
                continue  # in those two months: some that were spoken of
            slots.retag(index, Sense("period", rolling(count, unit)))


def _count(frame: Frame) -> Reading | None:
    state = frame.state
    audience = state.audience if state.last != "metric" else state.metric and people_of(state.metric)
    if audience is None:
        return None
    return frame.reading("audience", audience=audience, calls=[Call("size_audience", {"audience": audience.compact()})])
