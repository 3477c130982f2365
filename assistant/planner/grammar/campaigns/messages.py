"""Figures of messages: channels are those they were sent by, a year tells which of the yearly campaigns is meant."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.planner.grammar.campaigns.campaigns import EVENT_MEASURES, whole_year
from assistant.planner.grammar.campaigns.conversions import WINDOW, conversion_of_what
from assistant.planner.grammar.campaigns.mailings import campaign_rows
from assistant.planner.grammar.figures.figures import Figures
from assistant.planner.grammar.slots import Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.lexicon import Sense
from assistant.planner.text import fold
from tools.definitions import After, Filter

_CHANNELS = ("order_channel", "campaign_channel")
_SOLD = {"net_revenue", "orders", "buyers", "average_order_value"}


def settle_messages(slots: Slots, figures: Figures) -> None:
    """What figures of messages, or of purchases after them, are split by and limited to."""
    conversion_of_what(figures)
    _sold_by(figures)
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


def _sold_by(figures: Figures) -> None:
    """opens, clicks and revenue of two mailings: the revenue that followed them."""
    told = [one for one in figures.where if one.field in ("campaign", _CHANNELS[1])]
    sold = set(figures.measures) & _SOLD
    beside = set(figures.measures) & EVENT_MEASURES
    both = sold and beside and set(figures.measures) == sold | beside
    if figures.after is None and both and (told or {"campaign", _CHANNELS[1]} & set(figures.dimensions)):
        figures.after = After(event="sent", within_days=WINDOW, where=told)
        figures.assumed.append("window")


def label_campaigns(slots: Slots, figures: Figures) -> None:
    """list sms campaigns with their click rate: one row each; the click rate of sms campaigns: one figure of them."""
    if not figures.measures or not set(figures.measures) <= EVENT_MEASURES - {"campaigns"}:
        return
    _rows(slots, figures)


_SENDING = ("发", "发过", "发出", "发出去", "群发", "发送", "发送过", "推", "推过", "发了")
_SENT = ("发", "群发", "推送过", "推过", "做过", "搞过", "办过")


def sent_then(slots: Slots, figures: Figures) -> None:
    """今年发过的活动，点击率: the campaigns that went out in those days, and all that came of them."""
    for index in range(1, len(slots)):
        at = slots.next(index, lambda item: item.text == "的")
        mailed = slots[index].text in _SENDING and slots.has(at, "contact_noun", "mail_noun")
        named = mailed or (slots.value(index, "field") == "campaign" and slots[index].text.startswith(_SENT))
        before = slots.before(index)
        if named and slots.has(before, "period") and not slots.used(before) and figures.after is None:
            when = Filter(field="campaign_date", op="during", period=slots.value(before, "period"))
            figures.where.append(when)
            slots.use(before, "sent then")
            slots.use(index, "sent then") if mailed else None
            if set(figures.measures) <= EVENT_MEASURES - {"campaigns"} and "campaign" not in figures.dimensions:
                figures.dimensions.append("campaign")


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
        channels = _channels_apart(slots, index)
        if not channels and (campaign_rows(slots, index) or rated or bounded) and "campaign" not in figures.dimensions:
            figures.dimensions.append("campaign")
        slots.use(index, "split by campaign" if "campaign" in figures.dimensions else "label")
        for at in slots.all("by", "list", "which", "each_row", "send_word"):
            slots.use(at, "structure")


def _channels_apart(slots: Slots, index: int) -> bool:
    """短信活动和邮件活动的点击率分别是: channels set side by side, and the word only says of what."""
    groups = [slots.value(i, "group") for i in slots.all("group", free=False)]
    named = {v for group in groups if group.field == _CHANNELS[1] for v in group.values}
    beside = getattr(slots.value(index - 1, "group"), "field", "") == _CHANNELS[1]
    return len(named) > 1 and beside and slots.find("respectively", "versus", "winner", free=False) is not None


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
        channel = next((s.value for s in _parts(slots, index) if s.kind == "contact_noun" and s.value in stored), None)
        if channel is not None:
            figures.where.append(Filter(field=_CHANNELS[1], values=[stored[channel]]))
            return


def _parts(slots: Slots, index: int) -> Iterator[Sense]:
    """What the single words of an item mean, and then each two of them."""
    item = slots[index]
    tokens = [token.text for token in slots.text.tokens[item.start : item.end]]
    for size in (1, 2):
        for at in range(len(tokens) - size + 1):
            word = ("" if slots.chinese(index) else " ").join(tokens[at : at + size])
            yield from slots.vocabulary.lexicon.get(word)


def _years(slots: Slots, figures: Figures) -> None:
    """qixi gifts, opens 2025 and 2026: the years say which of the yearly campaigns, and are no periods."""
    at = next((i for i, f in enumerate(figures.where) if f.field == "campaign" and f.op == "is"), None)
    periods = [p for p in (figures.period, figures.compare_period) if p is not None]
    if at is None or not periods:
        return
    names = [str(name) for name in figures.where[at].values]
    years = [whole_year(period, slots.today) for period in periods]
    known = slots.vocabulary.campaigns
    if None not in years and not any(known.of_year(names, year or 0) for year in years):
        raise Unclear(
            f"I know no “{names[0]}” of {years[0]}.",
            f"没有找到{years[0]}年的“{names[0]}”这个活动。",
            [(name, name) for name in names[:3]],
        )
    chosen = [name for year in years if year for name in known.of_year(names, year)]
    if None in years or len(set(years)) > len(chosen) or not chosen:
        return
    figures.where[at] = figures.where[at].model_copy(update={"values": sorted(set(chosen))})
    figures.period = figures.compare_period = figures.compare = None
    if len(set(chosen)) == 1:
        figures.dimensions = [d for d in figures.dimensions if d != "campaign"]
    elif not figures.dimensions:
        figures.dimensions.append("campaign")
