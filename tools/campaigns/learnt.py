"""What measured campaigns taught, kept beside each campaign, as facts for whoever plans or writes the next one."""

from __future__ import annotations

import hashlib
import json
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from tools.briefs import Brief
from tools.campaigns.outcomes import Outcome
from tools.contract import Model, Source
from tools.data.workspace import write_atomically

if TYPE_CHECKING:
    from tools.campaigns.judging import Judged
    from tools.data.workspace import Workspace
    from tools.desk import Desk

FILE = "results.json"
MOST = 3
_PLAIN = re.compile(r"[\w-][\w.-]{0,79}")


class Learnt(Model):
    """One campaign and one outcome, measured after its whole planned horizon."""

    id: str
    name: str
    channel: str = ""
    goal: str = ""
    sent_on: str
    outcome: Outcome
    horizon_days: int
    people: int
    held_back: int
    difference: tuple[float, float, float]
    """Per person, with the ends of its 95 % interval."""
    lift: tuple[float, float, float] | None = None
    verdict: int
    """1 did more than chance, -1 did harm, 0 cannot be told."""
    best_arm: str = ""
    """The only arm of several that did more than chance."""


def keep_learnt(workspace: Workspace, judged: Judged) -> None:
    """Store what was found, where it is final: a sound split, the planned horizon over. A folder that cannot be
    written is left as it is: nothing but the next brief's facts depends on it."""
    one, tested, lift = judged.main, judged.tested, judged.main.lift
    final = judged.people.days_left == 0 and judged.horizon_days == tested.horizon_days and judged.people.control
    if not final or judged.sound.broken or one.difference is None:
        return
    ahead = [arm.group for arm in judged.arms if arm.group and arm.told(judged.alpha) > 0]
    ends = (lift.value, lift.low, lift.high) if lift is not None else None
    found = Learnt(
        id=tested.id, name=tested.name, channel=tested.channel, goal=tested.goal,
        sent_on=judged.people.starts.isoformat(), outcome=judged.outcome, horizon_days=judged.horizon_days,
        people=one.people, held_back=one.held_back, verdict=judged.verdict,
        difference=(one.difference.value, one.difference.low, one.difference.high),
        lift=ends if ends and all(abs(end) < 1e6 for end in ends) else None,
        best_arm=ahead[0] if len(ahead) == 1 else "",
    )  # fmt: skip
    file = _folder(workspace, tested.id) / FILE
    kept = {learnt.outcome: learnt for learnt in _read(file)} | {found.outcome: found}
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        rows = [learnt.model_dump(mode="json") for learnt in kept.values()]
        write_atomically(file, json.dumps(rows, ensure_ascii=False, indent=1))


def read_learnt(workspace: Workspace) -> list[Learnt]:
    """Everything learnt, the latest campaign first."""
    found = [learnt for file in sorted(workspace.campaigns_path.glob(f"*/{FILE}")) for learnt in _read(file)]
    return sorted(found, key=lambda learnt: learnt.sent_on, reverse=True)


def _read(file: Path) -> list[Learnt]:
    try:
        return [Learnt.model_validate(row) for row in json.loads(file.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError, ValidationError):
        return []  # not measured yet, or by another version: measuring again writes it anew


def _folder(workspace: Workspace, identity: str) -> Path:
    """The campaign's folder; ids of other systems may be no name for one."""
    if _PLAIN.fullmatch(identity):
        return workspace.campaigns_path / identity
    return workspace.campaigns_path / f"k-{hashlib.sha256(identity.encode()).hexdigest()[:16]}"


def learnt_sources(desk: Desk, brief: Brief) -> list[Source]:
    """What earlier campaigns did, those of the brief's channel and goal first; for the writer's eyes, no claim rests
    on it."""
    learnt = [one for one in read_learnt(desk.workspace) if one.channel == brief.channel or one.goal == brief.goal]
    ranked = sorted(learnt, key=lambda one: (one.goal != brief.goal) + 2 * (one.channel != brief.channel))
    return [
        Source(id=f"M:{number}", title=desk.say(f"Measured: {one.name}", f"已衡量：{one.name}"), text=words(desk, one))
        for number, one in enumerate(ranked[:MOST], 1)
    ]


def words(desk: Desk, one: Learnt) -> str:
    """What one campaign did, in a sentence or two."""
    from tools.campaigns.result_words import DONE, points

    kind = " ".join(part for part in (one.goal.replace("_", " "), one.channel) if part)
    ends = [points(desk, one.outcome, value) for value in one.difference]
    lift = f" ({one.lift[0]:+.0%}; {one.lift[1]:+.0%} … {one.lift[2]:+.0%})" if one.lift else ""
    told = {
        1: desk.say("more than chance would give", "超出随机波动"),
        -1: desk.say("harm beyond chance: do not repeat it as it was", "负面效果超出随机波动：不要照样重复"),
        0: desk.say(
            "cannot be told from chance, so it proves nothing either way", "与随机波动无法区分，不能证明任何一方"
        ),
    }[one.verdict]
    arm = (
        desk.say(f" Of its arms only {one.best_arm} stood out.", f"各组中只有 {one.best_arm} 突出。")
        if one.best_arm
        else ""
    )
    done = desk.say(*DONE[one.outcome])
    return desk.say(
        f"{kind}, sent {one.sent_on}: {done} within {one.horizon_days} days, {one.people:,} contacted against "
        f"{one.held_back:,} held back: {ends[0]} (95 %: {ends[1]} to {ends[2]}){lift}; {told}.{arm}",
        f"{kind}，{one.sent_on} 发送：{one.horizon_days} 天内{done}，触达 {one.people:,} 人对比留出 "
        f"{one.held_back:,} 人：{ends[0]}（95%：{ends[1]} 至 {ends[2]}）{lift}；{told}。{arm}",
    )
