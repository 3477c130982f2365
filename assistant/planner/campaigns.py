"""A shop's campaigns as people name them: with or without the year, in part, the last one by e-mail."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from assistant.planner.text import fold, keys_of

if TYPE_CHECKING:
    from tools.data.engine import Warehouse

_YEAR = re.compile(r"(?:19|20)\d{2}\s*年?")
SHORTEST = 3
"""Characters a name needs without its year to stand for the campaign."""


class Campaign(NamedTuple):
    """One campaign: the name it goes by, its names in all languages, how and when it was sent, if people were drawn."""

    name: str
    names: tuple[str, ...]
    channel: str
    day: date | None
    drawn: bool = False


class Campaigns:
    """All campaigns that were sent up to today."""

    def __init__(self, rows: Iterable[Campaign]) -> None:
        self.rows = tuple(rows)

    @classmethod
    def read(cls, warehouse: Warehouse) -> Campaigns:
        """Read them from the warehouse, in the order they were sent."""
        columns = warehouse.columns().get("campaigns", {})
        if not columns:
            return cls(())
        others = [f'"{column}"' for column in columns if column.startswith("name_")]
        shown = [
            "coalesce(name, id)" if "name" in columns else "id",
            "channel" if "channel" in columns else "NULL",
            "sent_at::DATE" if "sent_at" in columns else "NULL",
            *others,
        ]
        drawn = "id IN (SELECT campaign_id FROM assignments)" if warehouse.columns().get("assignments") else "FALSE"
        order = "sent_at, id" if "sent_at" in columns else "id"
        _, rows = warehouse.query(f"SELECT {', '.join([drawn, *shown])} FROM campaigns ORDER BY {order}")
        return cls(
            Campaign(str(name), (str(name), *(str(n) for n in names if n)), str(channel or ""), day, bool(held))
            for held, name, channel, day, *names in rows
        )

    def forms(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every way to write a name in full, with the campaigns it stands for; without the year, those of all years."""
        series: dict[str, list[str]] = {}
        for one in self.rows:
            for written in one.names:
                bare = bare_name(written)
                year = _YEAR.search(written)
                yield written, (one.name,)
                if year and len(bare) >= SHORTEST:
                    digits = year.group()[:4]
                    for form in (f"{bare} {digits}", f"{digits} {bare}", f"{digits}年{bare}", f"{bare}{digits}年"):
                        yield form, (one.name,)
                    series.setdefault(bare, []).append(one.name)
        for bare, names in series.items():
            for form in (bare, f"the {bare}") if bare.isascii() else (bare,):
                yield form, tuple(sorted(set(names)))

    def holding(self, phrase: str) -> tuple[str, ...]:
        """Campaigns in one of whose names the phrase occurs: whole words in Latin script, any characters in Chinese."""
        words = keys_of(phrase)
        if not words:
            return ()
        latin = all(word.isascii() for word in words)
        wanted = f" {' '.join(words)} " if latin else "".join(words)
        found = []
        for one in self.rows:
            names = [keys_of(name) for name in one.names]
            written = [f" {' '.join(keys)} " if latin else "".join(keys) for keys in names]
            if any(wanted in text for text in written):
                found.append(one.name)
        return tuple(found)

    def one_series(self, names: Iterable[str]) -> bool:
        """Whether the names differ by their year alone."""
        return len({bare_name(name) for name in names}) == 1

    def of_year(self, names: Iterable[str], year: int) -> tuple[str, ...]:
        """Those of the names that were sent in a year."""
        wanted = set(names)
        return tuple(one.name for one in self.rows if one.name in wanted and one.day and one.day.year == year)

    def latest(self, today: date, *, channel: str = "", names: Iterable[str] = ()) -> str | None:
        """The one sent last, up to today: of a channel, or among some names."""
        wanted = set(names)
        sent = [
            one
            for one in self.rows
            if one.day
            and one.day <= today
            and (not channel or fold(one.channel) == fold(channel))
            and (not wanted or one.name in wanted)
        ]
        return sent[-1].name if sent else None


def bare_name(name: str) -> str:
    """A name without its year."""
    return " ".join(_YEAR.sub(" ", name).split())
