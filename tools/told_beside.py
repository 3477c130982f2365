"""Sizes told beside the size of an audience, where the same words are as often meant the other way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.audience_caveats import count_members
from tools.definitions import Attribute, Audience, Bought, Condition, Contactable
from tools.findings import counted

if TYPE_CHECKING:
    from tools.desk import Desk


def told_beside(desk: Desk, audience: Audience, size: int) -> tuple[dict[str, float], list[str]]:
    """The other sizes by name, and a sentence in the asker's language for each that differs."""
    totals, caveats = {}, []
    given = _consent_given(desk, audience)
    if given is not None:
        totals["consent_given"] = float(given)
        caveats += _consent_caveat(desk, given, size)
    whole = _with_never_bought(desk, audience)
    if whole is not None and whole > size:
        totals["with_never_bought"] = float(whole)
        caveats.append(desk.say(
            f"{counted(whole - size, 'customer')} who never bought anything at all left out; with them {whole:,}.",
            f"从未买过任何东西的 {whole - size:,} 位未计入；算上他们是 {whole:,} 位。",
        ))  # fmt: skip
    return totals, caveats


def _with_never_bought(desk: Desk, audience: Audience) -> int | None:
    """Who bought nothing in some time, with those who never bought at all; None where no such thing is asked."""
    ever = [item for item in audience.all if isinstance(item, Bought) and item == Bought()]
    nothing = any(
        isinstance(item, Bought) and item.op == "eq" and item.value == 0 and item.period is not None and not item.where
        for item in audience.all
    )
    if not ever or not nothing or audience.limit is not None:
        return None
    rest = [item for item in audience.all if item not in ever]
    return count_members(desk, audience.model_copy(update={"all": rest}))


def _consent_given(desk: Desk, audience: Audience) -> int | None:
    """How many of an audience of people who may be written to said yes, reachable or not; None where nobody is such."""
    said = {"email": "email_consent", "sms": "sms_consent"}
    channels = [item.channel for item in audience.all if isinstance(item, Contactable)]
    if (
        not channels
        or audience.limit is not None
        or not all(desk.dictionary.profile.has("customers", said[channel]) for channel in channels)
    ):
        return None

    def told(items: list[Condition]) -> list[Condition]:
        return [
            Attribute(field=said[item.channel], values=[True]) if isinstance(item, Contactable) else item
            for item in items
        ]

    asked = {"all": told(audience.all), "none": told(audience.none), "limit": None}
    return count_members(desk, audience.model_copy(update=asked))


def _consent_caveat(desk: Desk, given: int, size: int) -> list[str]:
    """The sentence beside the size of such an audience."""
    if given == size:
        return []
    if given < size:
        return [desk.say(
            f"By the consent on record alone it would be {counted(given, 'customer')}.",
            f"只看同意记录是 {given:,} 位。",
        )]  # fmt: skip
    return [desk.say(
        f"{counted(given, 'customer')} gave that consent; {given - size:,} of them cannot be reached: no address, "
        "unsubscribed since, or suppressed.",
        f"同意过的共 {given:,} 位，其中 {given - size:,} 位联系不到：没有联系方式、后来退订或在屏蔽名单。",
    )]  # fmt: skip
