"""A clause that cannot be made a condition without asking."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.planner.grammar.deeds.clause import Clause
    from assistant.planner.grammar.slots import Slots


class Unclear(Exception):
    """A clause that cannot be made a condition: what is missing, in both languages."""

    def __init__(
        self,
        english: str,
        chinese: str,
        options: list[tuple[str, str]] | None = None,
        place: tuple[int, int] | None = None,
        *,
        firm: bool = False,
    ) -> None:
        """`place`: the stretch of the question an option stands in for; the whole question where it is None.

        `firm`: no reading of its parts may answer the question instead.
        """
        super().__init__(english)
        self.firm = firm
        self.english, self.chinese, self.options, self.place = english, chinese, options or [], place


def too_much(slots: Slots, clause: Clause, english: str, chinese: str) -> Unclear:
    """A clause that says more than its condition can hold: what can be told, and what was asked."""
    start, end = slots.origin(clause.lower)[0], slots.origin(max(clause.upper - 1, clause.at))[1]
    typed = slots.text.original[start:end].strip()
    return Unclear(
        f"I can tell {english}, but not all of “{typed}” together. Could you say it another way?",
        f"我能看{chinese}，但不能同时满足“{typed}”里的全部说法。可以换一种说法吗？",
    )
