"""What a campaign is: a brief, who is held back, how the rest is split, and what will be measured."""

from __future__ import annotations

from typing import Literal

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from tools.briefs import Brief
from tools.contract import Model

CONTROL = "control"
"""The arm of those held back; no file that leaves the shop holds them."""


class Campaign(Model):
    """A campaign before it is sent."""

    name: str = Field(default="", max_length=80)
    brief: Brief
    holdout_share: float = Field(default=0.1, ge=0, lt=1, description="Share held back, gets nothing")
    stratify_by: list[str] = Field(default_factory=list, max_length=3, description="Customer fields split evenly")
    smallest_lift: float = Field(default=0.1, gt=0, le=10, description="Smallest relative lift worth knowing")
    horizon_days: int = Field(default=30, ge=1, le=365, description="Days after sending in which orders count")
    hygiene: bool = Field(default=True, description="Leave out the over-mailed, fresh complaints and returns, …")
    replaces: SkipJsonSchema[str | None] = None
    """Id of the plan this is a change of; "" for a new one; None where nobody says. Not kept with the campaign."""


class Earlier(Model):
    """A plan as it was before it was changed."""

    planned_at: str
    campaign: Campaign
    brief_id: str = ""


class Record(Model):
    """A campaign as kept in campaigns/<id>/campaign.json."""

    id: str
    campaign: Campaign
    planned_at: str
    today: str
    """Day the audience was counted from."""
    brief_id: str = ""
    status: Literal["planned", "exported"] = "planned"
    assigned: dict[str, int] = Field(default_factory=dict)
    """Arm (the draft's letter, or `control` for those held back) to its number of people."""
    removed: list[tuple[str, int]] = Field(default_factory=list)
    """Reason and how many of the audience it took away."""
    sent_at: str = ""
    earlier: list[Earlier] = Field(default_factory=list)
    """What it was before each change, the oldest first."""
