"""A clause that cannot be made a condition without asking."""

from __future__ import annotations


class Unclear(Exception):
    """A clause that cannot be made a condition: what is missing, in both languages."""

    def __init__(
        self,
        english: str,
        chinese: str,
        options: list[tuple[str, str]] | None = None,
        place: tuple[int, int] | None = None,
    ) -> None:
        """`place`: the stretch of the question an option stands in for; the whole question where it is None."""
        super().__init__(english)
        self.english, self.chinese, self.options, self.place = english, chinese, options or [], place
