"""Figures of messages: channels are those they were sent by, a year tells which of the yearly campaigns is meant."""

from __future__ import annotations

from assistant.planner.grammar.campaigns import EVENT_MEASURES, whole_year
from assistant.planner.grammar.figures import Figures
from assistant.planner.grammar.mailings import campaign_rows
from assistant.planner.grammar.slots import Slots
from assistant.planner.text import fold
from tools.definitions import Filter

_CHANNELS = ("order_channel", "campaign_channel")


def settle_messages(slots: Slots, figures: Figures) -> None:
    """What figures of messages, or of purchases after them, are split by and limited to."""
    if figures.measures and set(figures.measures) <= EVENT_MEASURES:
        figures.dimensions = [_CHANNELS[1] if d == _CHANNELS[0] else d for d in figures.dimensions]
        figures.where = [
            f.model_copy(update={"field": _CHANNELS[1]}) if f.field == _CHANNELS[0] else f for f in figures.where
        ]
        _named_within(slots, figures)
        _years(slots, figures)
        ordered = slots.find("rank_verb", "descending", "ascending") is not None or _ranking_said(slots)
        if (figures.sort is not None or ordered) and not figures.dimensions:
            figures.dimensions.append("campaign")
    if figures.after is None:
        return
    named = next((f for f in figures.after.where if f.field == "campaign"), None)
    if named is None:
        figures.dimensions = [_CHANNELS[1] if d == _CHANNELS[0] else d for d in figures.dimensions]
    elif len(named.values) > 1 and not figures.dimensions:
        figures.dimensions.append("campaign")
    channel = next((f for f in figures.after.where if f.field == _CHANNELS[1]), None)
    if channel is not None and len(channel.values) > 1 and not figures.dimensions:
        figures.dimensions.append(_CHANNELS[1])


def label_campaigns(slots: Slots, figures: Figures) -> None:
    """list sms campaigns with their click rate: one row each; the click rate of sms campaigns: one figure of them."""
    if not figures.measures or not set(figures.measures) <= EVENT_MEASURES - {"campaigns"}:
        return
    _rows(slots, figures)


def split_by_campaign(slots: Slots, figures: Figures) -> None:
    """for every 2026 campaign, list campaigns: a split, where purchases after messages are asked for."""
    if figures.after is not None and slots.find("top", "bottom", "best_selling", "most_done", free=False) is None:
        _rows(slots, figures)


def _rows(slots: Slots, figures: Figures) -> None:
    for index in slots.all("field"):
        if slots.value(index, "field") != "campaign" or slots.has(index, "group"):
            continue
        rated = any(slots.has(i, "measure") and slots[i].text.casefold().endswith("rates") for i in range(len(slots)))
        bounded = figures.having or (slots.chinese(index) and slots.find("which", "list", free=False) is not None)
        if (campaign_rows(slots, index) or rated or bounded) and "campaign" not in figures.dimensions:
            figures.dimensions.append("campaign")
        slots.use(index, "split by campaign" if "campaign" in figures.dimensions else "label")
        for at in slots.all("by", "list", "which", "each_row", "send_word"):
            slots.use(at, "structure")


def _ranking_said(slots: Slots) -> bool:
    """邮件打开率排行."""
    return any(slots[i].text in ("排行", "排名", "排行榜", "排序") for i in range(len(slots)))


def _named_within(slots: Slots, figures: Figures) -> None:
    """emails sent, 短信退订率: the word for the figure names the channel, too."""
    if any(f.field in (_CHANNELS[1], "campaign") for f in figures.where) or _CHANNELS[1] in figures.dimensions:
        return
    stored = {fold(value): value for value in slots.vocabulary.values(_CHANNELS[1])}
    for index, item in enumerate(slots.items):
        if not any(s.kind == "measure" and s.value in EVENT_MEASURES for s in item.senses) or item.end - item.start < 2:
            continue
        tokens = [token.text for token in slots.text.tokens[item.start : item.end]]
        for size in (1, 2):
            for at in range(len(tokens) - size + 1):
                word = ("" if slots.chinese(index) else " ").join(tokens[at : at + size])
                for sense in slots.vocabulary.lexicon.get(word):
                    if sense.kind == "contact_noun" and sense.value in stored:
                        figures.where.append(Filter(field=_CHANNELS[1], values=[stored[sense.value]]))
                        return


def _years(slots: Slots, figures: Figures) -> None:
    """qixi gifts, opens 2025 and 2026: the years say which of the yearly campaigns, and are no periods."""
    at = next((i for i, f in enumerate(figures.where) if f.field == "campaign" and f.op == "is"), None)
    periods = [p for p in (figures.period, figures.compare_period) if p is not None]
    if at is None or not periods:
        return
    names = [str(name) for name in figures.where[at].values]
    years = [whole_year(period, slots) for period in periods]
    known = slots.vocabulary.campaigns
    chosen = [name for year in years if year for name in known.of_year(names, year)]
    if None in years or len(set(years)) > len(chosen) or not chosen:
        return
    figures.where[at] = figures.where[at].model_copy(update={"values": sorted(set(chosen))})
    figures.period = figures.compare_period = figures.compare = None
    if len(set(chosen)) == 1:
        figures.dimensions = [d for d in figures.dimensions if d != "campaign"]
    elif not figures.dimensions:
        figures.dimensions.append("campaign")
