"""Those held back from a campaign: how many they were, what they bought, whether less than those who got it."""

from __future__ import annotations

from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.intents.campaigns.campaign_results import days_said, outcome_said, split_said
from assistant.planner.intents.campaigns.facts.campaigns_named import names_in
from assistant.planner.reading import Call, Reading
from assistant.planner.spans import Span

_LIFTS = ("lift", "uplift", "incremental", "incrementality", "提升", "增量")
_PLAIN = (
    "filler", "break", "holdout_word", "lift_word", "place", "for", "with", "and", "versus", "contest", "cmp", "people",
    "who", "which", "how_many", "how_much", "share", "by", "mail_noun", "contact_noun", "copy_channel", "performance",
    "quality_cue", "difference", "respectively", "base_word", "alike_with", "anaphor", "brought_in", "list", "same",
    "greeting", "thanks", "more_word", "top", "goal", "put_word", "unready", "subject", "level_word", "what", "latest",
    "last_one", "last_campaign", "test_cue", "outcome", "every", "also", "winner", "average",
)  # fmt: skip
_DEEDS = ("buy", "receive", "spend")
_FIGURES = ("net_revenue", "orders", "buyers", "customers", "conversion_rate", "conversions", "campaigns", "sends")
_DENIED = ("not", "never", "except", "only", "number", "percent", "money", "model_word")
_MOST = 5


def read_held_back(frame: Frame) -> Reading | None:
    """Results of the campaigns named, or of all that held people back where which of them did is asked."""
    held = frame.has("holdout_word")
    lifted = any(span.text.casefold().startswith(_LIFTS) for span in frame.spans)
    if not (held or lifted) or frame.has(*_DENIED, "copy_verb", "plan_word") or frame.state.last:
        return None
    named = names_in(frame, frame.spans)
    rest = [s for i, s in enumerate(frame.spans) if i not in named.places and not _plain(s)]
    which = frame.has("which", "top", "list") and any(span.value("field") == "campaign" for span in frame.spans)
    names = named.campaigns or ([row.name for row in frame.vocabulary.campaigns.rows if row.drawn] if which else [])
    if rest or not 0 < len(names) <= _MOST:
        return None
    args: dict[str, Any] = {}
    args |= {"outcome": outcome} if (outcome := outcome_said(frame)) else {}
    args |= {"by": by} if (by := split_said(frame)) else {}
    args |= {"horizon_days": days} if (days := days_said(frame)) else {}
    reading = frame.reading(
        "campaign_results", calls=[Call("campaign_results", {"campaign": name, **args}) for name in names]
    )
    if which and not named.campaigns:
        reading.notes.append(frame.say(
            "These are the campaigns with people held back at random that are on record.",
            "以下是有记录的、随机留出对照组的活动。",
        ))  # fmt: skip
    return reading


def _plain(span: Span) -> bool:
    """Whether a word says nothing more than that what people did is to be told."""
    if span.has("value", "values", "products", "period") and not span.has("holdout_word"):
        period = span.value("period")
        return period is not None and period.kind == "rolling" and span.text.casefold().startswith(("within", "in "))
    if span.has("verb") and span.value("verb") not in _DEEDS:
        return False
    if span.has("lift_word") or span.text.casefold().startswith(_LIFTS):
        return True
    if span.has("field") and span.value("field") not in ("campaign", "orders", "spend"):
        return span.has("measure") and span.value("measure") in _FIGURES
    told = span.has(*_PLAIN) or span.value("verb") in _DEEDS or span.value("measure") in _FIGURES
    return told or span.value("field") == "campaign" or span.text.casefold() in _WORDS


_WORDS = (
    "less", "more", "fewer", "anyway", "at all", "over", "against", "than", "group", "as much", "as often", "as",
    "much", "as much as", "as many", "as many as", "as often as", "same as", "a", "people's", "have", "had", "those",
    "significant", "statistically significant", "tested", "a test", "显著", "显著吗", "测试", "做过", "有效",
    "组", "更", "比", "少", "多", "得", "留了", "留", "留有", "还是", "也", "同样", "自己", "反而",
)  # fmt: skip
