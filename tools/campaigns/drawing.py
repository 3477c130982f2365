"""Who falls into which arm: drawn by a stable hash, stored before anything leaves the shop."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tools.audience_store import read_audiences
from tools.campaigns.definitions import CONTROL, Campaign
from tools.campaigns.store import ASSIGNMENTS, folder_of
from tools.contract import BadInput, BadRequest
from tools.data.compiler import compile_audience
from tools.data.profile import literal
from tools.data.workspace import replacing
from tools.definitions import Audience

if TYPE_CHECKING:
    from tools.data.workspace import Workspace
    from tools.desk import Desk


def draw(desk: Desk, campaign: Campaign, audience: Audience, salt: str, letters: Sequence[str]) -> dict[str, int]:
    """Split the audience into `control` and one arm a letter, store it, and return arm to its number of people.

    Every stratum (everybody, where there is nothing to stratify by) is split as exactly as whole people allow. Control
    is cut off first, so that other letters never move anybody into or out of it. Raises BadRequest for a field to
    stratify by that the shop lacks.
    """
    from tools.science.experiment.assignment import assign

    query = compile_audience(
        audience, desk.dictionary, desk.today, saved=read_audiences(desk.workspace), dialect=desk.warehouse.dialect,
        select=("id", *_strata(desk, campaign)),
    )  # fmt: skip
    _, rows = desk.warehouse.query(query.sql, query.parameters)
    rows.sort(key=lambda row: str(row[0]))
    people = [str(row[0]) for row in rows]
    labels = ["\x1f".join(map(str, row[1:])) for row in rows]
    treated = 1 - campaign.holdout_share
    weights = {CONTROL: campaign.holdout_share} if campaign.holdout_share else {}
    weights |= {letter: treated / len(letters) for letter in letters}
    arms = [str(arm) for arm in assign(people, weights, salt=salt, strata=labels)] if people else []
    _store(desk.workspace, salt, people, arms)
    return {name: arms.count(name) for name in weights}


def _strata(desk: Desk, campaign: Campaign) -> list[str]:
    for name in campaign.stratify_by:
        if desk.dictionary.field(name).pii:
            raise BadRequest(f"{name} points at one person: stratify by a field that many share, such as country.")
    return campaign.stratify_by


def _store(workspace: Workspace, identity: str, people: list[str], arms: list[str]) -> None:
    """Write assignments.parquet, whole or not at all."""
    import duckdb
    import pandas as pd

    at = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    frame = pd.DataFrame({"customer_id": pd.Series(people, dtype="object"), "arm": pd.Series(arms, dtype="object")})
    path = folder_of(workspace, identity) / ASSIGNMENTS
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as partial, duckdb.connect(":memory:") as connection:
            connection.execute("SET enable_progress_bar = false")  # it would be drawn on standard output
            connection.register("drawn", frame)
            connection.execute(
                "COPY (SELECT customer_id::VARCHAR AS customer_id, arm::VARCHAR AS arm, ?::TIMESTAMP AS assigned_at "
                f"FROM drawn) TO '{literal(partial)}' (FORMAT PARQUET)",
                [at],
            )
    except (OSError, duckdb.Error) as error:
        raise BadInput(
            f"{path} cannot be written ({str(error).splitlines()[0]}): free space and plan again."
        ) from error
