"""A message in the words that were meant: who asks is left out, what was put right is put right, turns are plain."""

from __future__ import annotations

import re

from assistant.planner.around.askers import without_asker
from assistant.planner.around.counted_as_new import counted_as_new
from assistant.planner.around.not_before import not_before
from assistant.planner.around.of_them import told_of_them
from assistant.planner.around.plainly import plainly
from assistant.planner.around.put_right import put_right
from assistant.planner.around.restating import last_word
from assistant.planner.around.told_meanings import by_its_meaning
from assistant.planner.around.turns import in_plain_turns
from assistant.planner.simplifying import simplified
from assistant.planner.spans import Tagger

_OF_A_TEXT = re.compile("[写寫拟擬]|文案|笔记|筆記|推文|小红书|小紅書|标题|標題|[存叫]为|[存叫]為|叫做|命名|「|“")
"""A text is asked for, or a name given: what it is to say, or to be called, is taken as it was typed."""


def as_meant(message: str, tagger: Tagger) -> str:
    """The message after every such change, in the order in which they rely on one another."""
    if not _OF_A_TEXT.search(message):
        message = simplified(message)
    said = put_right(without_asker(last_word(message)), tagger)
    return not_before(told_of_them(in_plain_turns(plainly(by_its_meaning(counted_as_new(said))))), tagger)
