"""Which campaign is to be measured: one planned here, or one whose assignments came with the shop's data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import duckdb

from tools.campaigns.definitions import CONTROL, Record
from tools.campaigns.store import ASSIGNMENTS, folder_of, read_records
from tools.contract import BadInput, BadRequest
from tools.data.profile import quoted
from tools.matching import folded, nearest

if TYPE_CHECKING:
    from tools.desk import Desk

SMALLEST_LIFT = 0.1
HORIZON_DAYS = 30


@dataclass(frozen=True)
class Tested:
    """A campaign as far as measuring it needs."""

    id: str
    names: tuple[str, ...]
    channel: str = ""
    goal: str = ""
    sent_at: datetime | None = None
    """In the shop's time, without zone."""
    record: Record | None = None
    """Where it was planned here."""

    @property
    def name(self) -> str:
        return next((name for name in self.names if name), self.id)

    @property
    def horizon_days(self) -> int:
        return self.record.campaign.horizon_days if self.record else HORIZON_DAYS

    @property
    def smallest_lift(self) -> float:
        return self.record.campaign.smallest_lift if self.record else SMALLEST_LIFT

    def planned_shares(self, arms: list[str]) -> list[float] | None:
        """Weight of each arm as planned, in the order given; None where nobody wrote it down."""
        if self.record is None:
            return None
        held = self.record.campaign.holdout_share
        treated = [arm for arm in arms if not is_control(arm)]
        if (held > 0) != (len(treated) < len(arms)) or not treated:
            return None
        return [held if is_control(arm) else (1 - held) / len(treated) for arm in arms]


def is_control(arm: str) -> bool:
    """Whether an arm's name says that it was held back."""
    from tools.modelling.uplifts import CONTROL as CONTROL_WORDS

    return arm == CONTROL or folded(arm) in CONTROL_WORDS


def find_tested(desk: Desk, text: str) -> Tested:
    """The campaign of this id or name; without one, the latest that was assigned.

    Raises BadRequest naming those there are, BadInput where nothing can be measured.
    """
    known = _known(desk)
    if not text.strip():
        assigned = [one for one in known if one.record is None or one.record.assigned]
        drawn = {row[0] for row in desk.warehouse.query("SELECT DISTINCT campaign_id FROM assignments")[1]}
        assigned = [one for one in assigned if one.record or one.id in drawn]
        if assigned:
            return max(assigned, key=lambda one: one.sent_at or datetime.min)
        raise BadInput(desk.say(
            "No campaign here was drawn at random, so none can be measured: plan one with a holdout.",
            "这里没有随机分组的活动，无法衡量：请先规划一个带留出组的活动。",
        ))  # fmt: skip
    wanted = folded(text)
    exact = [one for one in known if wanted in map(folded, (one.id, *one.names))]
    if exact:  # the same name again and again: the latest is meant
        return max(exact, key=lambda one: (folded(one.id) == wanted, one.sent_at or datetime.min))
    parts = [one for one in known if any(_holds(folded(form), wanted) for form in (one.id, *one.names))]
    if len(parts) == 1:
        return parts[0]
    names = [name for one in known for name in one.names if name] or [one.id for one in known]
    close = nearest(text, names) or list(dict.fromkeys(names))[:3]
    raise BadRequest(
        desk.say(
            f"No campaign is known as {text!r}; there are, the nearest first: {', '.join(close)}.",
            f"没有名为“{text}”的活动；现有（最接近的在前）：{'、'.join(close)}。",
        ),
        nearest=close,
    )


def _holds(form: str, wanted: str) -> bool:
    """Whether one is a part of the other, and no mere letter or two."""
    return min(len(form), len(wanted)) > 2 and (wanted in form or form in wanted)


def _known(desk: Desk) -> list[Tested]:
    """Those planned here first, then those of the warehouse."""
    planned = {
        record.id: Tested(
            record.id, (record.campaign.name,), record.campaign.brief.channel, record.campaign.brief.goal,
            _moment(record.sent_at, desk.workspace.settings.time_zone), record,
        )
        for record in read_records(desk.workspace)
    }  # fmt: skip
    columns = desk.warehouse.columns().get("campaigns", {})
    names = [column for column, kind in columns.items() if column.startswith("name") and kind == "VARCHAR"]
    listed = "".join(f", {quoted(name)}" for name in sorted(names, reverse=desk.language == "zh"))
    _, rows = desk.warehouse.query(f"SELECT id, channel, sent_at{listed} FROM campaigns")
    stored = {row[0]: _stored(row) for row in rows}
    _, drawn = desk.warehouse.query("SELECT campaign_id, min(assigned_at) FROM assignments GROUP BY 1")
    for identity, moment in drawn:
        stored.setdefault(identity, Tested(identity, (), sent_at=moment))
    for identity, one in planned.items():
        if one.sent_at is None and identity in stored:
            planned[identity] = Tested(
                one.id, one.names, one.channel, one.goal, stored[identity].sent_at, one.record
            )  # fmt: skip
    return [*planned.values(), *(one for identity, one in stored.items() if identity not in planned)]


def _stored(row: tuple[Any, ...]) -> Tested:
    return Tested(str(row[0]), tuple(str(name) for name in row[3:] if name), row[1] or "", sent_at=row[2])


def _moment(text: str, zone: str) -> datetime | None:
    """ISO 8601 in the shop's time, without zone."""
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        return moment
    try:
        return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    except (ZoneInfoNotFoundError, ValueError):
        return moment.replace(tzinfo=None)


def assignments_of(desk: Desk, tested: Tested) -> list[tuple[str, str, datetime | None]]:
    """Everyone who was drawn: customer id, arm, moment. Raises BadInput for a file that cannot be read."""
    file = folder_of(desk.workspace, tested.id) / ASSIGNMENTS
    if tested.record is not None and file.is_file():
        try:
            with duckdb.connect() as connection:
                sql = "SELECT customer_id, arm, assigned_at FROM read_parquet($file)"
                return connection.execute(sql, {"file": str(file)}).fetchall()
        except duckdb.Error as error:
            raise BadInput(f"{file} cannot be read ({str(error).splitlines()[0]}).") from error
    sql = "SELECT customer_id, arm, assigned_at FROM assignments WHERE campaign_id = $campaign"
    return desk.warehouse.query(sql, {"campaign": tested.id})[1]
