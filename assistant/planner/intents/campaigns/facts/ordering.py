"""The order of the rows and how many are kept: highest first, the five lowest, the first campaign, by date."""

from __future__ import annotations

from assistant.planner.intents.campaigns.facts.said import Said
from tools.definitions import Sort

_LISTED = 10
_GOODS = {"product", "category"}
_PLURAL = ("哪些", "是哪些", "哪几个", "哪些商品")


def order_of(said: Said, measures: list[str], splits: list[str]) -> dict[str, object]:
    """`sort` and `limit` of the metric."""
    if not splits:
        return {}
    if said.has("earliest") and "campaign_date" in splits:
        return {"sort": Sort(by="campaign_date", descending=False), "limit": said.count or 1}
    ranked = said.has("most", "least", "ordered", "selling")
    if not ranked and (said.count is None or said.named.latest):
        return {"sort": Sort(by="campaign_date", descending=False)} if "campaign_date" in splits else {}
    by = measures[0] if len(measures) == 1 else next((m for m in measures if m.endswith("rate")), measures[0])
    made: dict[str, object] = {"sort": Sort(by=by, descending=not said.has("least", "ascending"))}
    limit = _limit(said, splits)
    return made | ({"limit": limit} if limit else {})


def _limit(said: Said, splits: list[str]) -> int | None:
    """As many as are asked for; of two that are set against each other both are shown."""
    if said.count is not None:
        return said.count
    if said.has("ordered") or said.sides() > 1:
        return None
    if _plural(said):
        return _LISTED
    if said.has("asked") or any(w.casefold().startswith(("which ", "what ")) or "哪" in w for w, _ in said.account):
        return 1
    return 1 if {"hour", "weekday"} & set(splits) else _LISTED if _GOODS & set(splits) else None


def _plural(said: Said) -> bool:
    """which campaigns, 哪些活动: some of them."""
    words = [word.casefold() for word, role in said.account if role.startswith(("split", "campaign"))]
    return any(word in _PLURAL for word, _ in said.account) or any(
        word.endswith("s") for word in words if word != "sms"
    )
