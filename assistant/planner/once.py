"""What many readers of one question need: worked out for the first that asks, and kept until the next question."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

Made = TypeVar("Made")


class Once:
    """Results by what they were worked out from. They are shared: nobody changes them."""

    def __init__(self) -> None:
        self._known: dict[Hashable, Any] = {}

    def of(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """The result kept under `key`, made now where there is none."""
        made = self._known.get(key, self)
        if made is self:
            made = self._known[key] = make()
        return cast(Made, made)

    def forget(self) -> None:
        """Begin another question."""
        self._known.clear()
