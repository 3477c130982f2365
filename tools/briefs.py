"""What a writer is asked for and what a writer hands in: briefs, offers and drafts as typed data."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from tools.contract import Language, Model
from tools.definitions import Audience

Goal = Literal[
    "win_back", "second_purchase", "cross_sell", "replenish", "launch", "promotion", "birthday", "loyalty", "cart",
    "survey", "newsletter",
]  # fmt: skip
CopyChannel = Literal[
    "email", "sms", "push", "wechat", "wechat_template", "xiaohongshu", "whatsapp", "meta_ad", "google_ad",
]  # fmt: skip


LETTERS = "ABCDEFGHIJ"
"""What the drafts of a brief are called, in their order; a campaign's arms are called as the drafts they get."""


MOST_PRODUCTS = 10
"""Products a brief may name."""


class Offer(Model):
    """What is promised. A draft may promise nothing that is not here or in a cited fact."""

    percent_off: float | None = Field(default=None, gt=0, lt=100, description="20 means 20 % off, in Chinese 八折")
    amount_off: float | None = Field(default=None, gt=0, description="In the shop's currency")
    minimum_spend: float | None = Field(default=None, ge=0)
    free_shipping: bool = False
    gift: str | None = None
    code: str | None = Field(default=None, max_length=40)
    valid_until: date | None = None


class Brief(Model):
    """What a writer is asked for."""

    channel: CopyChannel
    language: Language
    goal: Goal = "promotion"
    audience: Audience | None = None
    """Who it goes to; consent for the channel is applied on top."""
    products: list[str] = Field(default_factory=list, max_length=MOST_PRODUCTS, description="Product ids")
    topic: str = Field(default="", max_length=200, description="Category, brand or theme")
    about: list[str] = Field(default_factory=list, max_length=6, description="Occasion, angle")
    offer: Offer | None = None
    tone: list[str] = Field(default_factory=list, max_length=6, description="warm, urgent …")
    must_say: list[str] = Field(default_factory=list, max_length=10)
    must_not_say: list[str] = Field(default_factory=list, max_length=20)
    max_characters: int | None = Field(default=None, ge=10, le=5000)
    variants: int = Field(default=3, ge=1, le=10)
    each: list[str] = Field(default_factory=list, max_length=10, description="A wish for each variant, in their order")


class Draft(Model):
    """One variant of copy. `cites` names the fact ids from brief_copy that back every claim in it."""

    angle: str = Field(description="What this variant leads with: benefit, offer, story, reminder, novelty …")
    fields: dict[str, str] = Field(description="Text by field name as brief_copy lists them; may hold {{first_name}}")
    cites: list[str] = Field(default_factory=list)


class Drafts(Model):
    """Drafts for one brief."""

    brief_id: str
    drafts: list[Draft] = Field(min_length=1, max_length=10)
