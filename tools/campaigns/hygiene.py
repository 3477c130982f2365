"""Who a campaign leaves out, and how many each rule removed: consent first, then what good manners ask for.

Every rule is a typed audience condition, so the one compiler counts it and the final audience can be shown, saved and
run again. Thresholds are the `[hygiene]` of workspace.toml.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from tools.audience_store import read_audiences
from tools.campaigns.members import ALLOWED
from tools.contract import UnknownField, UnknownValue
from tools.criteria import Filter, Period
from tools.data.compiler.audience import compile_audience
from tools.data.workspace import HygieneSettings
from tools.definitions import Attribute, Audience, Bought, Channel, Condition, Contactable, Engaged, Group
from tools.desk import Desk

CHANNEL_OF: dict[str, Channel] = {"email": "email", "sms": "sms"}
"""Channels whose consent the data holds."""
_ADDRESS = {"email": "email", "sms": "phone"}
_SIGNS_OF_LIFE = ("open", "click", "view", "cart", "purchase")


class Step(NamedTuple):
    """One removal: why, how many, and how many are left."""

    reason: str
    removed: int
    left: int


class Hygiene(NamedTuple):
    """What the rules took away, in the order they were applied."""

    steps: list[Step]
    audience: Audience
    """With every rule that was applied."""
    not_applied: list[str]
    """Rules that could not be applied here, each with the reason, in the asker's language."""
    total: int
    """Members of the audience as it was asked for."""
    chosen: int
    """Before any removal: whoever its conditions hold for, its limit being the last removal."""
    sql: str
    """That counted those who are left."""

    @property
    def left(self) -> int:
        """How many remain."""
        return self.steps[-1].left if self.steps else self.chosen

    @property
    def writable(self) -> int:
        """How many remain before the audience's own limit keeps some of them."""
        limited = self.steps and self.audience.limit is not None
        return self.steps[-1].left + self.steps[-1].removed if limited else self.left


class _Rule(NamedTuple):
    """One removal before it is counted: whoever matches `removes` goes, or whoever does not match `keeps`."""

    reason: str
    keeps: Condition | None = None
    removes: Condition | None = None
    lacking: str = ""
    """Why the rule cannot be applied here; empty where it can."""


def consent_steps(desk: Desk, audience: Audience, channel: str) -> Hygiene:
    """Those who may be written to by `channel`; a channel whose consent the data lacks removes nobody."""
    return _applied(desk, audience, list(_consent_rules(desk, channel)))


def hygiene_steps(desk: Desk, audience: Audience, channel: str) -> Hygiene:
    """Consent, suppression, frequency cap, complaints, returns, too new and too old contacts, each with its number.

    A limit of the audience is applied last, so that it counts people who may be written to. Raises BadRequest where
    the audience itself cannot be compiled.
    """
    settings = desk.workspace.settings.hygiene
    rules = [*_consent_rules(desk, channel), *(rule(desk, settings) for rule in _MANNERS)]
    return _applied(desk, audience, rules)


def _applied(desk: Desk, audience: Audience, rules: list[_Rule]) -> Hygiene:
    total, sql = audience_size(desk, audience)
    kept = audience.model_copy(update={"limit": None})
    chosen = left = total if audience.limit is None else audience_size(desk, kept)[0]
    steps: list[Step] = []
    not_applied: list[str] = []
    for rule in rules:
        if rule.lacking:
            not_applied.append(desk.say(f"{rule.reason}: {rule.lacking}", f"{rule.reason}：{rule.lacking}"))
            continue
        kept = _with(kept, rule)
        now, sql = audience_size(desk, kept)
        steps.append(Step(rule.reason, left - now, now))
        left = now
    final = kept.model_copy(update={"limit": audience.limit})
    if audience.limit is not None:
        limited, sql = audience_size(desk, final)
        steps.append(Step(desk.say("beyond the audience's limit", "超出人群上限"), left - limited, limited))
    return Hygiene(steps, final, not_applied, total, chosen, sql)


def audience_size(desk: Desk, audience: Audience) -> tuple[int, str]:
    """How many members the audience has, and the SQL that counted them."""
    query = compile_audience(
        audience, desk.dictionary, desk.today, saved=read_audiences(desk.workspace), select="count"
    )
    _, rows = desk.warehouse.query(query.sql, query.parameters)
    return int(rows[0][0]), query.sql


def _with(audience: Audience, rule: _Rule) -> Audience:
    """Contactable says all that the consent rules before it say, so these make room for it; it stands there once."""
    wanted = [condition for condition in audience.all if condition != rule.keeps]
    if isinstance(rule.keeps, Contactable):
        fields = (f"{rule.keeps.channel}_consent", _ADDRESS[rule.keeps.channel])
        while wanted and isinstance(wanted[-1], Attribute) and wanted[-1] in _consent_conditions(*fields):
            wanted.pop()
    return audience.model_copy(
        update={
            "all": [*wanted, *([rule.keeps] if rule.keeps else [])],
            "none": [*audience.none, *([rule.removes] if rule.removes else [])],
        }
    )


def _consent_conditions(consent: str, address: str) -> list[Attribute]:
    return [Attribute(field=consent, values=[True]), Attribute(field=address, op="known")]


def _consent_rules(desk: Desk, channel: str) -> Iterator[_Rule]:
    known = CHANNEL_OF.get(channel)
    if known is None:
        yield _Rule(
            desk.say("consent", "同意情况"),
            lacking=desk.say(
                "the data has none for this channel, apply it in the sending tool",
                "数据里没有这个渠道的记录，请在发送工具里筛选",
            ),
        )
        return
    mail = known == "email"
    names = (
        desk.say(f"no {channel} consent", "没有同意接收邮件" if mail else "没有同意接收短信"),
        desk.say("no e-mail address" if mail else "no phone number", "没有邮箱" if mail else "没有手机号"),
    )
    for reason, condition in zip(names, _consent_conditions(f"{known}_consent", _ADDRESS[known]), strict=True):
        if condition.field in desk.dictionary.fields:
            yield _Rule(reason, keeps=condition)
    name = desk.say("unsubscribed or suppressed", "已退订或在禁发名单")
    if ALLOWED[known] in desk.dictionary.fields:
        yield _Rule(name, keeps=Contactable(channel=known))
    else:
        yield _Rule(name, lacking=desk.say("the data does not say who agreed", "数据里没有同意记录"))


def _days(count: int) -> Period:
    return Period(kind="rolling", unit="day", count=count)


def _off(desk: Desk) -> str:
    return desk.say("switched off in workspace.toml", "已在 workspace.toml 里关闭")


def _no_events(desk: Desk, kind: str, kind_zh: str) -> str:
    """Empty where the shop's events hold this kind."""
    if desk.dictionary.event_types(kind):
        return ""
    return desk.say(f"the data has no “{kind}” events", f"数据里没有{kind_zh}记录")


def _frequency_cap(desk: Desk, settings: HygieneSettings) -> _Rule:
    most, days = settings.frequency_cap_messages, settings.frequency_cap_days
    if not (most and days):
        return _Rule(desk.say("frequency cap", "发送频次上限"), lacking=_off(desk))
    return _Rule(
        desk.say(f"{most} or more messages in the last {days} days", f"最近 {days} 天已收到 {most} 条或更多消息"),
        removes=Engaged(event="sent", op="ge", value=most, period=_days(days)),
        lacking=_no_events(desk, "sent", "发送"),
    )


def _complaint(desk: Desk, settings: HygieneSettings) -> _Rule:
    days = settings.complaint_quiet_days
    if not days:
        return _Rule(desk.say("recent complaint", "近期投诉"), lacking=_off(desk))
    return _Rule(
        desk.say(f"complained in the last {days} days", f"最近 {days} 天有投诉"),
        removes=Engaged(event="complaint", period=_days(days)),
        lacking=_no_events(desk, "complaint", "投诉"),
    )


def _returned(desk: Desk, settings: HygieneSettings) -> _Rule:
    days = settings.return_quiet_days
    if not days:
        return _Rule(desk.say("recent return", "近期退货"), lacking=_off(desk))
    sent_back = Bought(where=[Filter(field="quantity", op="lt", values=[0])], measure="units", op="lt", value=0)
    return _Rule(
        desk.say(f"sent goods back in the last {days} days", f"最近 {days} 天有退货"),
        removes=sent_back.model_copy(update={"period": _days(days)}),
        lacking=_nobody(desk, sent_back, desk.say("the data has no returns", "数据里没有退货记录")),
    )


def _too_new(desk: Desk, settings: HygieneSettings) -> _Rule:
    days = settings.contact_age_at_least_days
    if not days:
        return _Rule(desk.say("new contacts", "新联系人"), lacking=_off(desk))
    return _Rule(
        desk.say(f"registered less than {days} days ago", f"注册不满 {days} 天"),
        removes=Attribute(field="days_since_signup", op="lt", values=[days]),
        lacking=_no_signup(desk),
    )


def _too_old(desk: Desk, settings: HygieneSettings) -> _Rule:
    """Nothing heard of for too long: no order, no reaction, and registered before that."""
    days = settings.contact_idle_at_most_days
    if not days:
        return _Rule(desk.say("stale contacts", "长期没有动静的联系人"), lacking=_off(desk))
    quiet: list[Condition] = [Bought(op="eq", value=0, period=_days(days))]
    quiet += [
        Engaged(event=event, op="eq", value=0, period=_days(days))
        for event in _SIGNS_OF_LIFE
        if desk.dictionary.event_types(event)
    ]
    registered = Attribute(field="days_since_signup", op="gt", values=[days])
    return _Rule(
        desk.say(f"not heard of for more than {days} days", f"超过 {days} 天没有任何动静"),
        removes=Group(all=[registered, *quiet]),
        lacking=_no_signup(desk),
    )


def _no_signup(desk: Desk) -> str:
    if "days_since_signup" in desk.dictionary.fields:
        return ""
    return desk.say("the data has no registration dates", "数据里没有注册日期")


def _nobody(desk: Desk, condition: Condition, lacking: str) -> str:
    """`lacking` where nobody ever matched, or the shop has not the fields to tell."""
    try:
        return "" if audience_size(desk, Audience(all=[condition]))[0] else lacking
    except (UnknownField, UnknownValue):
        return lacking


_MANNERS: tuple[Callable[[Desk, HygieneSettings], _Rule], ...] = (
    _frequency_cap, _complaint, _returned, _too_new, _too_old,
)  # fmt: skip
