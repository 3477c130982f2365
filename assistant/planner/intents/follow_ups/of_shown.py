"""Follow-ups of what was just shown that change no single part of it: the others, what share that is, its change."""

from __future__ import annotations

from collections.abc import Callable

from assistant.planner.frame import Frame
from assistant.planner.intents.follow_ups.added_up import read_added_up
from assistant.planner.intents.follow_ups.came_back import read_came_back
from assistant.planner.intents.follow_ups.exchanged import read_exchanged
from assistant.planner.intents.follow_ups.further_down import read_further_down
from assistant.planner.intents.follow_ups.narrowed import change_of_shown
from assistant.planner.intents.follow_ups.not_reacted import read_not_reacted
from assistant.planner.intents.follow_ups.one_not_other import read_one_not_other
from assistant.planner.intents.follow_ups.same_of_others import another_whole
from assistant.planner.intents.follow_ups.the_others import read_the_others
from assistant.planner.intents.follow_ups.turned_round import read_turned
from assistant.planner.intents.questions.place_of import place_shown
from assistant.planner.intents.shares.banded_part import read_banded_part
from assistant.planner.intents.shares.narrowed_share import share_of_called, share_of_narrowed
from assistant.planner.intents.shares.of_named_whole import read_of_named_whole
from assistant.planner.intents.shares.rows_part import read_rows_part
from assistant.planner.intents.shares.shares_of_shown import another_share, share_of_them
from assistant.planner.reading import Reading

_READERS: tuple[Callable[[Frame], Reading | None], ...] = (
    read_added_up,
    read_further_down,
    read_turned,
    read_the_others,
    read_came_back,
    read_not_reacted,
    read_exchanged,
    read_rows_part,
    share_of_narrowed,
    share_of_called,
    read_of_named_whole,
    share_of_them,
    another_share,
    another_whole,
    change_of_shown,
    read_one_not_other,
    place_shown,
    read_banded_part,
)


def read_of_shown(frame: Frame) -> Reading | None:
    """The first of these readings; None for a message that is none of them."""
    return next((found for read in _READERS if (found := read(frame)) is not None), None)
