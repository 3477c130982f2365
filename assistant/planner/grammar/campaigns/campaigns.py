"""Campaigns as people point at them: by part of a name, by holiday, by year, the last one by e-mail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from assistant.planner.grammar.campaigns.mailings import campaign_rows
from assistant.planner.grammar.slots import Group, Slots
from assistant.planner.lexicon import Sense
from assistant.planner.readers.calendar import bounds
from assistant.planner.text import fold
from tools.definitions import CONVERSIONS, Period

EVENT_MEASURES = {
    "sends", "opens", "clicks", "unsubscribes", "open_rate", "click_rate", "click_to_open_rate", "unsubscribe_rate",
    "campaigns",
}  # fmt: skip
EVENT_VERBS = {"open", "click", "receive", "unsubscribe"}
_REACH = 4
"""So many items before "message" or "letter" may be part of a campaign's name."""
_ARTICLES = ("the", "our", "a", "my", "this", "single", "one", "any", "every", "那", "那场", "那次", "那条", "那封")
_GOT = ("got", "get", "gets", "had", "拿到", "收到")
_NAMED = ("value", "values", "group")


def about_campaigns(slots: Slots) -> bool:
    """Whether the question speaks of messages: their figures, who opened them, campaigns as such."""
    return _how_it_did(slots) or any(
        item.value("verb") in EVENT_VERBS
        or any(s.kind == "measure" and s.value in EVENT_MEASURES | CONVERSIONS for s in item.senses)
        or item.value("field") in ("campaign", "campaign_channel")
        or item.text in WENT_TO
        for item in slots.items
    )


def _how_it_did(slots: Slots) -> bool:
    """how did the Black Friday mails do: a message by the name of the day."""
    return slots.find("performance") is not None and any(
        slots.has(slots.next(i), "mail_noun") for i in slots.all("period")
    )


def reduce_campaigns(slots: Slots) -> None:
    """Make campaign names of the words that only point at a campaign, before values are settled."""
    if slots.vocabulary.level("campaign"):
        _got(slots)
    told = about_campaigns(slots) or slots.find("after_cue", "brought_in", free=False) is not None
    who = next((i for i in range(len(slots)) if slots.has(i, "who") and not slots.has(i, "which")), None)
    written = _to_be_written(slots)
    if not slots.vocabulary.level("campaign") or (written and who is None) or not told:
        return
    index = who if written and who is not None else 0  # write to those who opened our last email
    while index < len(slots):
        _rather_than_the_day(slots, index)
        _latest(slots, index)
        _part(slots, index)
        index += 1


def _rather_than_the_day(slots: Slots, index: int) -> None:
    """Black Friday 2025 clickers: the campaign of that name, beside what was done with it, and not the day."""
    if not slots.has(index, "period") or not any(_campaign_values(sense) for sense in slots[index].senses):
        return
    beside = (slots.before(index), slots.next(index))
    acts = [slots.value(at, kind) for at in beside if 0 <= at < len(slots) for kind in ("agent", "verb")]
    counted = beside[0] >= 0 and slots.value(beside[0], "after_cue") in ("sent", "open", "click")
    if counted or any(act in EVENT_VERBS for act in acts):
        slots.retag(index, *(sense for sense in slots[index].senses if sense.kind != "period"))


def _got(slots: Slots) -> None:
    """people who got Black Friday 2025: the message, not the goods."""
    for index in range(len(slots) - 1):
        if slots.value(index, "verb") != "buy" or slots[index].text.casefold() not in _GOT:
            continue
        at = slots.next(index)
        if at < len(slots) and any(_campaign_values(s) for s in slots[at].senses):
            slots.retag(index, Sense("verb", "receive"))


def _to_be_written(slots: Slots) -> bool:
    """write the autumn letter: no letter that was sent."""
    return any(slots.has(i, "copy_verb") and not slots.has(i, "mail_noun") for i in range(min(4, len(slots))))


def _latest(slots: Slots, index: int) -> None:
    """the last e-mail, our latest push, 最近一封邮件: the campaign of that channel sent last."""
    today = slots.today
    if slots.has(index, "last_campaign"):
        name = slots.vocabulary.campaigns.latest(today)
        if name:
            slots.retag(index, Sense("value", ("campaign", name)))
        return
    if not slots.has(index, "latest") or slots.has(index, "period"):
        return
    at = index + 1
    while slots.has(at, "filler") and not slots.has(at, *_NAMED, "mail_noun"):
        at += 1
    names = [v for s in slots[at].senses for v in _campaign_values(s)] if at < len(slots) else []
    if names:
        latest = slots.vocabulary.campaigns.latest(today, names=names)
    elif slots.has(at, "mail_noun") or _channel(slots, at):
        latest = slots.vocabulary.campaigns.latest(today, channel=_channel(slots, at))
    else:
        return
    if latest is None:
        return
    end = at + 1
    while slots.has(end, "mail_noun") and not slots.has(end, "break", "measure"):
        end += 1
    slots.merge(index, end, Sense("value", ("campaign", latest)))


def _channel(slots: Slots, index: int) -> str:
    """The stored channel a word names; "" for none."""
    if not 0 <= index < len(slots):
        return ""
    stored = {fold(value): value for value in slots.vocabulary.values("campaign_channel")}
    for sense in slots[index].senses:
        if sense.kind == "value" and sense.value[0] == "campaign_channel":
            return str(sense.value[1])
        if sense.kind in ("contact_noun", "copy_channel") and fold(str(sense.value)) in stored:
            return stored[fold(str(sense.value))]
    return ""


def _campaign_values(sense: Sense) -> tuple[str, ...]:
    if sense.kind == "value" and sense.value[0] == "campaign":
        return (str(sense.value[1]),)
    return tuple(sense.value[1]) if sense.kind == "values" and sense.value[0] == "campaign" else ()


def _part(slots: Slots, noun: int) -> None:
    """the 618 message, our qixi push, 秋日那封信: words of one campaign's name before a word for messages."""
    if (
        campaign_rows(slots, noun)
        or not slots.has(noun, "mail_noun")
        or any(_campaign_values(s) for s in slots[noun].senses)
    ):
        return
    tokens = slots.text.tokens
    for start in range(max(0, noun - _REACH), noun):
        words = range(start, noun)
        if any(not _may_name(slots, i) for i in words) or all(_names_none(slots, i) for i in words):
            continue
        if slots[noun].text == "活动" and all(_goods_alone(slots, i) for i in words):
            continue  # 做个香氛的活动: of those goods, and none that was sent
        for end in (noun + 1, noun):
            typed = slots.text.typed(tokens[slots[start].start].start, tokens[slots[end - 1].end - 1].end)
            names = _holding(slots, typed, _channel(slots, noun))
            if names and not _names_more(slots, start - 1, names):
                slots.merge(start, noun + 1, Sense("values", ("campaign", names)))
                return


def _names_more(slots: Slots, index: int, names: Iterable[str]) -> bool:
    """the Autumn Sale e-mail: a season right before the words belongs to a name that these campaigns do not have."""
    if index < 0 or not slots.has(index, "period"):
        return False
    season = next((one for one in _SEASONS if slots[index].text.casefold().endswith(one)), None)
    if season is None:
        return False
    word = season if season.isascii() else season[:1]
    return not any(
        word in fold(name) for one in slots.vocabulary.campaigns.rows if one.name in names for name in one.names
    )


_SEASONS = (
    "spring",
    "summer",
    "autumn",
    "fall",
    "winter",
    "春季",
    "夏季",
    "秋季",
    "冬季",
    "春天",
    "夏天",
    "秋天",
    "冬天",
)


def _goods_alone(slots: Slots, index: int) -> bool:
    fields = {str(s.value[0]) for s in slots[index].senses if s.kind in ("value", "values")}
    goods = any(slots.level(field) in ("product", "line") for field in fields)
    return goods or slots.has(index, "filler")


def _names_none(slots: Slots, index: int) -> bool:
    """2026年全部短信活动: a channel, a year and words for all of them are no part of any one name."""
    item = slots[index]
    return item.has("contact_noun", "filler", "by", "every", "list") or _year_at(slots, index) is not None


def _may_name(slots: Slots, index: int) -> bool:
    """Unknown words, holidays, seasons and goods may be words of a name; structure may not."""
    item = slots[index]
    if item.has("who", "people", "break", "by", "which", "and", "or", "cmp", "range", "verb", "how_many"):
        return False
    return not any(_campaign_values(s) for s in item.senses)


def _holding(slots: Slots, typed: str, channel: str) -> tuple[str, ...]:
    """The campaigns of one series that carry these words; of the year among them, and of the channel named."""
    known = slots.vocabulary.campaigns
    words = [w for w in fold(typed).replace("的", " ").replace("'s", "").split() if w not in _ARTICLES]
    year = next((int(w[:4]) for w in words if w.rstrip("年").isdigit() and len(w.rstrip("年")) == 4), None)
    phrase = " ".join(w for w in words if not (year and w.startswith(str(year))))
    names = known.holding(phrase) if phrase else ()
    sent = {one.name for one in known.rows if fold(one.channel) == fold(channel)}
    names = tuple(name for name in names if name in sent) or names  # 七夕邮件 went out by WeChat: any message is a mail
    if year is not None and names:
        names = known.of_year(names, year)
    return tuple(sorted(names)) if names and known.one_series(names) else ()


def settle_years(slots: Slots) -> None:
    """spring renewal 2026, 2025年的七夕心意: of a campaign that is sent every year, the one of the year beside it."""
    for index in range(len(slots)):
        group = slots.value(index, "group") if index < len(slots) else None
        if group is None or group.field != "campaign":
            continue
        bracket = slots.has(index + 1, "break") and slots[index + 1].text in ("(", "（")
        several = (index + 1, index - 1, slots.next(index), slots.before(index))[: 4 if len(group.values) > 1 else 1]
        for beside in (*several, *([index + 2] if bracket else [])):
            year = _year_at(slots, beside)
            names = slots.vocabulary.campaigns.of_year(group.values, year) if year else ()
            if names:
                start, end = min(index, beside), max(index, beside)
                end += bracket and end + 1 < len(slots) and slots[end + 1].text in (")", "）")
                slots.merge(start, end + 1, Sense("group", Group("campaign", tuple(sorted(names)))))
                break
        else:
            _year_in_brackets(slots, index, group)
            _years_listed(slots, group)


def settle_recipients(slots: Slots) -> None:
    """customers in the Qixi Gifts 2026 send, on its list, its audience: those it went to."""
    for index in range(1, len(slots)):
        if getattr(slots.value(index - 1, "group"), "field", "") != "campaign":
            continue
        text = slots[index].text.casefold()
        led = slots.before(index - 1, lambda item: item.has("filler") and item.text.casefold() not in _WITHIN)
        within = led < 0 or (slots.has(led, "place", "in_it", "overlap") or slots[led].text.casefold() in _WITHIN)
        if text in WENT_TO or (text in _MAILED and within):
            slots.retag(index, Sense("agent", "receive"))


_WITHIN = ("in", "on", "part of", "also in", "also on", "included in")
WENT_TO = ("audience", "recipients", "recipient", "addressees", "target group", "target audience", "收件人", "受众")
_MAILED = ("send", "sends", "list", "mailing", "send-out", "sendout", "blast", "drop", "名单", "mailing list")


def _year_in_brackets(slots: Slots, index: int, group: Group) -> None:
    """秋日来信（2026）."""
    year = _year_at(slots, index + 2) if index + 3 < len(slots) and slots[index + 1].text in "(（[" else None
    names = slots.vocabulary.campaigns.of_year(group.values, year) if year else ()
    if names and slots[index + 3].text in ")）]":
        slots.merge(index, index + 4, Sense("group", Group("campaign", tuple(sorted(names)))))


def _years_listed(slots: Slots, group: Group) -> None:
    """夏季特惠, 2025 和 2026 各…: the years whose campaigns these are, said on top."""
    known = slots.vocabulary.campaigns
    places = [i for i in range(len(slots)) if _year_at(slots, i)]
    of_years = [set(known.of_year(group.values, _year_at(slots, i) or 0)) for i in places]
    if len(places) > 1 and all(of_years) and set().union(*of_years) == set(group.values):
        for place in places:
            slots.retag(place, Sense("filler"))


def _year_at(slots: Slots, index: int) -> int | None:
    """The year an item names as a whole."""
    if not 0 <= index < len(slots) or slots.has(index, "group"):
        return None
    if slots.has(index, "moved_year"):
        return int(slots.value(index, "moved_year"))
    period = slots.value(index, "period")
    return whole_year(period, slots.today) if period is not None else None


def whole_year(period: Period, today: date) -> int | None:
    """The year a period is, when it is a whole one (or this one so far)."""
    start, end = bounds(period, today)
    if start is None or (start.month, start.day) != (1, 1):
        return None
    last = end or today
    whole = (last.month, last.day) == (12, 31) or (period.kind == "calendar" and period.unit == "year")
    return start.year if whole and last.year == start.year else None
