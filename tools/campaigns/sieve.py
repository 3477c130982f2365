"""Which people of an export are written, and what becomes of the others: one count for each reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from tools.campaigns.definitions import CONTROL
from tools.campaigns.members import ALLOWED, Assignments, Member, read_assigned, read_members, refusing
from tools.campaigns.seen import Seen
from tools.data.exports import Layout, Person, Row, normal_email, normal_phone, row_for, takes_texts
from tools.definitions import Channel

if TYPE_CHECKING:
    from tools.desk import Desk

OTHER: dict[Channel, Channel] = {"email": "sms", "sms": "email"}
Rows = list[tuple[Row, str]]
"""Rows with the arm of each."""


class Sieve:
    """Lets through who agreed to `channel`, has an address `layout` takes, and was not let through before.

    The stricter wins: an address that was refused under another customer record, or whose other record a campaign
    holds back, is not written to.
    """

    def __init__(self, desk: Desk, channel: Channel, layout: Layout, assignments: Assignments | None = None) -> None:
        self._channel, self._layout = channel, layout
        self._refused = {each: _refused(desk, each) for each in OTHER}
        self._held = _held_back(desk, assignments, channel) if assignments else Seen()
        self._written = Seen()
        self.counts = dict.fromkeys(
            ("without_consent", "refused_elsewhere", "shared_with_control", "without_valid_address",
             "repeated_address", "written"), 0
        )  # fmt: skip
        self.arms: dict[str, int] = {}
        self.landlines = 0
        """Numbers to be texted that are landlines by their range: written, as some operators read messages out."""

    def pass_on(self, members: Sequence[Member]) -> Rows:
        """The rows to write, in order."""
        allowed = [member for member in members if self._channel in member.allowed]
        self.counts["without_consent"] += len(members) - len(allowed)
        rows = [(_row(member), member.arm) for member in allowed]
        rows = self._without(rows, self._refused[self._channel].has(self._addresses(rows)), "refused_elsewhere")
        rows = self._without(rows, self._held.has(self._addresses(rows)), "shared_with_control")
        rows = self._without(rows, [not self._reaches(row) for row, _ in rows], "without_valid_address")
        rows = self._without(rows, ~self._written.add(self._addresses(rows)), "repeated_address")
        self.counts["written"] += len(rows)
        if self._channel == "sms":
            self.landlines += sum(not takes_texts(row.phone) for row, _ in rows)
        for _, arm in rows:
            self.arms[arm] = self.arms.get(arm, 0) + 1
        return self._without_other(rows)

    def _without(self, rows: Rows, gone: Iterable[object], reason: str) -> Rows:
        kept = [row for row, out in zip(rows, gone, strict=True) if not out]
        self.counts[reason] += len(rows) - len(kept)
        return kept

    def _addresses(self, rows: Rows, channel: Channel | None = None) -> list[str]:
        email = (channel or self._channel) == "email"
        return [row.email if email else row.phone for row, _ in rows]

    def _reaches(self, row: Row) -> bool:
        if self._channel == "email":
            return bool(row.email and self._layout.email(row.email))
        return bool(row.phone)

    def _without_other(self, rows: Rows) -> Rows:
        """The other address goes along only where it was not refused elsewhere."""
        other = OTHER[self._channel]
        refused = self._refused[other].has(self._addresses(rows, other))
        return [(_unaddressed(row, other) if out else row, arm) for (row, arm), out in zip(rows, refused, strict=True)]


def _unaddressed(row: Row, channel: Channel) -> Row:
    return row._replace(email="") if channel == "email" else row._replace(phone="")


def _row(member: Member) -> Row:
    """An address is read only where its owner may be written to there."""
    person, allowed = member.person, member.allowed
    email, phone = (person.email if "email" in allowed else None), (person.phone if "sms" in allowed else None)
    return row_for(person._replace(email=email, phone=phone))


def _address(person: Person, channel: Channel) -> str:
    return normal_email(person.email) if channel == "email" else normal_phone(person.phone, person.country)


def _remembered(people: Iterator[list[Member]], channel: Channel) -> Seen:
    seen = Seen()
    for batch in people:
        addresses = (_address(member.person, channel) for member in batch)
        seen.add([address for address in addresses if address])
    return seen


def _refused(desk: Desk, channel: Channel) -> Seen:
    if ALLOWED[channel] not in desk.dictionary.fields:
        return Seen()
    return _remembered(read_members(desk, refusing(desk, channel)), channel)


def _held_back(desk: Desk, assignments: Assignments, channel: Channel) -> Seen:
    held = ([member for member in batch if member.arm == CONTROL] for batch in read_assigned(desk, assignments))
    return _remembered(held, channel)
