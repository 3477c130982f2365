"""An audience or a campaign written as files for the platform that sends or advertises to it."""

from __future__ import annotations

import re
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pydantic import ValidationError

from tools.audience_store import read_audiences
from tools.campaigns.definitions import CONTROL
from tools.campaigns.export_report import counted, log_export, nobody_left, report
from tools.campaigns.members import (
    Assignments,
    postcode_field,
    read_assigned,
    read_members,
    require_consent_data,
)
from tools.campaigns.sieve import Rows, Sieve
from tools.contract import BadInput, BadRequest, Finding
from tools.data.exports import CsvFile, Layout, ParquetFile, Platform, Row, layout_for, safe_cell
from tools.definitions import Audience, Channel
from tools.matching import folded

if TYPE_CHECKING:
    from tools.desk import Desk


def read_audience(desk: Desk, text: str) -> Audience:
    """The audience saved as `text`, or the definition `text` is in JSON. Raises BadRequest or BadInput."""
    if text.lstrip().startswith("{"):
        try:
            return Audience.model_validate_json(text)
        except ValidationError as error:
            problem = error.errors(include_url=False)[0]
            place = ".".join(str(step) for step in problem["loc"])
            raise BadInput(f"The audience cannot be read: {place}: {problem['msg']}.") from error
    saved = read_audiences(desk.workspace)
    by_name = {folded(name): audience for name, audience in saved.items()}
    if folded(text) not in by_name:
        known = ", ".join(saved) or "none yet"
        raise BadRequest(f"No audience is saved as {text!r}; there are: {known}.", nearest=list(saved))
    return by_name[folded(text)]


def export_audience(
    desk: Desk, audience: Audience, platform: Platform, path: Path, *, channel: Channel = "email"
) -> Finding:
    """`export_members` of an audience."""
    return export_members(desk, audience, platform, path, channel=channel)


class Exported(NamedTuple):
    """What an export says of itself, and its files with the people in each."""

    finding: Finding
    files: dict[Path, int]


def export_members(
    desk: Desk,
    who: Audience | Path,
    platform: Platform,
    path: Path,
    *,
    channel: Channel = "email",
    campaign: str = "",
) -> Finding:
    """`write_members`, and what it says: how many there were, were left out, and why; `definition["files"]` names the
    files."""
    return write_members(desk, who, platform, path, channel=channel, campaign=campaign).finding


def write_members(
    desk: Desk,
    who: Audience | Path,
    platform: Platform,
    path: Path,
    *,
    channel: Channel = "email",
    campaign: str = "",
    written: Path | None = None,
) -> Exported:
    """Write everyone in `who` who may be written to by `channel` now as `platform`'s file at `path`.

    `who` is an audience, or the assignments.parquet of the campaign with the id `campaign`: then those of the arm
    `control` stay out, and the arm is a column, or each arm has a file of its own (NAME-ARM) where the platform takes
    identifiers only. A platform's limit of size makes further files (NAME-2). The other address goes along only where
    its owner agreed to that too. `written` is where customer_id and arm of those written go, as Parquet. Memory does
    not grow with the audience, save eight bytes for each address.

    Raises NotAllowed when nobody is left or consent is not in the data, BadInput when a file cannot be read or written.
    """
    require_consent_data(desk, channel)
    assignments = None if isinstance(who, Audience) else Assignments(who)
    batches = read_members(desk, who) if isinstance(who, Audience) else read_assigned(desk, Assignments(who))
    layout = layout_for(platform, channel, with_zip=bool(postcode_field(desk)))
    sieve = Sieve(desk, channel, layout, assignments)
    drawn = held = 0
    with ExitStack() as stack:
        files = _Files(stack, path, platform, layout, assignments.arms if assignments else None, campaign)
        ids = stack.enter_context(ParquetFile(written, ["customer_id", "arm"])) if written is not None else None
        for batch in batches:
            held += sum(member.arm == CONTROL for member in batch)
            sent = [member for member in batch if member.arm != CONTROL]
            drawn += len(sent)
            passed = sieve.pass_on(sent)
            files.write(passed)
            if ids is not None:
                ids.write([row.person.id, arm] for row, arm in passed)
        if not sieve.counts["written"]:
            people = assignments.people if assignments else drawn
            raise nobody_left(desk, people, channel, sieve.counts, campaign=bool(assignments))
        parts = files.finish()
        if ids is not None:
            ids.finish()
    paths = list(parts)
    counts = counted(_of_whom(assignments, drawn, held) | sieve.counts)
    arms = sieve.arms if assignments else {}
    log_export(desk, who if isinstance(who, Audience) else None, platform, paths, channel, campaign, counts, arms)
    return Exported(report(desk, platform, layout, parts, counts, arms, sieve.landlines), parts)


def _of_whom(assignments: Assignments | None, drawn: int, held: int) -> dict[str, int]:
    """How many there were: members of an audience; of a campaign those assigned, held back, and gone from the shop."""
    if not assignments:
        return {"members": drawn}
    gone = assignments.people - drawn - held
    return {"assigned": assignments.people, "held_back": assignments.held_back, "gone": gone}


class _Files:
    """The files of one export: one, or one for each arm."""

    def __init__(
        self, stack: ExitStack, path: Path, platform: Platform, layout: Layout, arms: list[str] | None, campaign: str
    ) -> None:  # fmt: skip
        self._layout, self._safe = layout, platform != "parquet"
        self._in_column = layout.arm_headings if arms is not None else None
        self._campaign = [campaign] if campaign else []
        kind = ParquetFile if platform == "parquet" else CsvFile
        headings = list(layout.headings)
        if self._in_column:
            headings += self._in_column if campaign else self._in_column[1:]
        apart = arms if arms and not self._in_column and len(arms) > 1 else []
        self._files = {
            arm: stack.enter_context(kind(_with_arm(path, arm), headings, most_bytes=layout.most_bytes))
            for arm in apart or [""]
        }

    def write(self, rows: Rows) -> None:
        for arm, file in self._files.items():
            cells = (self._cells(row) for row in rows if not arm or row[1] == arm)
            file.write(cells)

    def finish(self) -> dict[Path, int]:
        """Each file with its number of people."""
        files = [file for file in self._files.values() if file.rows]
        return {path: count for file in files for path, count in zip(file.finish(), file.counts, strict=True)}

    def _cells(self, row: tuple[Row, str]) -> list[str]:
        cells = self._layout.cells(row[0])
        if self._in_column:
            cells = [*cells, *self._campaign, row[1]]
        return [safe_cell(cell) for cell in cells] if self._safe else cells


def _with_arm(path: Path, arm: str) -> Path:
    slug = re.sub(r"[^\w.-]+", "-", arm).strip("-.")
    return path.with_name(f"{path.stem}-{slug}{path.suffix}") if slug else path
