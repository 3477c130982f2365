"""What a reader of an audience must know: whom unknown values keep out, and how consent was applied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from tools.audience_store import read_audiences
from tools.data.compiler import compile_audience
from tools.definitions import Attribute, Audience, Bought, Condition, Contactable, Filter, Group, Ranked
from tools.findings import counted, run

if TYPE_CHECKING:
    from tools.desk import Desk

MOST_PROBES = 4
"""Each unknown is counted by a query of its own."""
UNKNOWABLE = ("age", "age_group", "birth_month", "days_since_signup", "signup_month", "signup_quarter", "signup_year")


def audience_caveats(desk: Desk, audience: Audience) -> list[str]:
    """Sentences in the asker's language."""
    of_orders = any(isinstance(item, Bought) for item in conditions_of(audience))
    without = no_orders(desk) if of_orders else []
    return [*without, *unknown_caveats(desk, audience), *_consent(desk, audience), *_ranking(desk, audience)]


def no_orders(desk: Desk) -> list[str]:
    """A shop whose orders nobody has imported: nothing was bought because nothing is known."""
    if desk.dictionary.profile.rows["orders"]:
        return []
    return [desk.say(
        "No orders have been imported into this shop yet: import a file of them to count what was bought.",
        "本店还没有导入订单：导入订单文件后才能统计购买。",
    )]  # fmt: skip


def unknown_caveats(desk: Desk, audience: Audience) -> list[str]:
    """For each fact that some customers lack: how many would otherwise match, or are kept though unknown."""
    caveats: list[str] = []
    for index, item in enumerate(audience.all):
        if len(caveats) == MOST_PROBES:
            break
        if isinstance(item, Attribute) and item.op not in ("known", "unknown") and _may_be_unknown(desk, item.field):
            unknown = Attribute(field=item.field, op="unknown")
            others = [*audience.all[:index], unknown, *audience.all[index + 1 :]]
            count = count_members(desk, audience.model_copy(update={"all": others, "limit": None}))
            if count:
                label = desk.dictionary.field(item.field).label
                caveats.append(desk.say(
                    f"{label.en} is unknown for {counted(count, 'customer')} who would otherwise match; left out here.",
                    f"另有 {count:,} 位客户的{label.zh}未知，其余条件符合，未计入。",
                ))  # fmt: skip
    for one in _attributes(audience.none):
        if len(caveats) < MOST_PROBES and one.op not in ("known", "unknown") and _may_be_unknown(desk, one.field):
            kept = Audience(all=[*audience.all, Attribute(field=one.field, op="unknown")], any=audience.any,
                            none=audience.none)  # fmt: skip
            count = count_members(desk, kept)
            if count:
                label = desk.dictionary.field(one.field).label
                caveats.append(desk.say(
                    f"{counted(count, 'customer')} with unknown {label.inside('en')} kept in.",
                    f"其中 {count:,} 位客户的{label.zh}未知，已保留。",
                ))  # fmt: skip
    return caveats


def count_members(desk: Desk, audience: Audience, more: Mapping[str, Audience] | None = None) -> int:
    """How many customers match; `more` are audiences to be found by name beside the saved ones."""
    saved = {**read_audiences(desk.workspace), **(more or {})}
    query = compile_audience(
        audience, desk.dictionary, desk.today, saved=saved, dialect=desk.warehouse.dialect,
        select="count",
    )  # fmt: skip
    return int(run(desk, query)[0][0])


def conditions_of(group: Audience | Group) -> Iterator[Condition]:
    """Every condition, however deeply grouped."""
    for item in [*group.all, *group.any, *group.none]:
        yield item
        inner = item.among if isinstance(item, Ranked) else item
        if isinstance(inner, Group):
            yield from conditions_of(inner)


def _attributes(items: list[Condition]) -> list[Filter]:
    return [item for item in items if isinstance(item, Attribute)]


def _may_be_unknown(desk: Desk, name: str) -> bool:
    """Whether some customers lack this fact for want of a record (not for want of a purchase)."""
    spec = desk.dictionary.fields.get(name)
    profile = desk.dictionary.profile
    if spec is None:
        return False
    column = "birth_date" if name in UNKNOWABLE[:3] else "signup_date" if name in UNKNOWABLE else spec.column
    if column is None or (spec.table not in (None, "customers")):
        return False
    return profile.strangers or profile.filled["customers"].get(column, 0) < profile.rows["customers"]


def _consent(desk: Desk, audience: Audience) -> list[str]:
    caveats = []
    for item in conditions_of(audience):
        if isinstance(item, Contactable):
            column = "email_consent" if item.channel == "email" else "sms_consent"
            if not desk.dictionary.profile.has("customers", column):
                caveats.append(desk.say(
                    f"This shop records no {item.channel} consent, so nobody may be written to: import {column}.",
                    f"店铺没有{'邮件' if item.channel == 'email' else '短信'}同意记录，因此不能发送：请导入 {column}。",
                ))  # fmt: skip
    return list(dict.fromkeys(caveats))


def _ranking(desk: Desk, audience: Audience) -> list[str]:
    if not any(isinstance(item, Ranked) and item.share for item in conditions_of(audience)):
        return []
    return [desk.say(
        "Shares are of customers who have the figure: those without a purchase have no spend or orders to rank.",
        "占比以有该数值的客户为基数：没有购买的客户不参与消费和订单排名。",
    )]  # fmt: skip
