"""Who a brief reaches: the audience, what consent takes away, and these people in shares, never by name."""

from typing import NamedTuple

from tools.audience_store import read_audiences
from tools.briefs import Brief
from tools.contract import AssistantError, Source
from tools.copy_rules.measure import GSM7_BASIC
from tools.data.compiler.audience import compile_audience
from tools.data.compiler.script import Query
from tools.data.profile import quoted
from tools.definitions import Attribute, Audience, Channel, Condition, Contactable
from tools.desk import Desk

_DESCRIBED = ("country", "gender", "age_group", "rfm_segment", "loyalty_tier", "city")
_SMALLEST_GROUP = 10
"""Smaller groups are left out of the shares, so that no share points at a person."""
CHANNEL_OF: dict[str, Channel] = {"email": "email", "sms": "sms"}
_ADDRESS = {"email": "email", "sms": "phone"}


class Step(NamedTuple):
    """One removal: why, how many, and how many are left."""

    reason: str
    removed: int
    left: int


class Reach(NamedTuple):
    """The people a brief goes to."""

    audience: Audience
    """With the channel's consent applied."""
    total: int
    """Before any removal."""
    size: int
    steps: list[Step]
    shares: list[Source]
    countries: frozenset[str]
    tag_lengths: dict[str, int]
    names_outside_gsm7: bool
    sql: str


def reach(desk: Desk, brief: Brief) -> Reach:
    """Size the audience, apply consent where the channel needs it, and describe who is left."""
    audience = brief.audience or Audience()
    total, sql = _size(desk, audience)
    channel = CHANNEL_OF.get(brief.channel)
    steps: list[Step] = []
    final = audience
    if channel:
        steps, final, sql = _consenting(desk, audience, channel, total, sql)
    size = steps[-1].left if steps else total
    shares = _shares(desk, final, size)
    longest, outside = _names(desk, final)
    return Reach(final, total, size, steps, shares, _countries(desk, brief, final), longest, outside, sql)


def _with(audience: Audience, *conditions: Condition) -> Audience:
    """Consent joins the conditions; a limit then counts contactable people only."""
    return audience.model_copy(update={"all": [*audience.all, *conditions]})


def _consenting(
    desk: Desk, audience: Audience, channel: Channel, total: int, sql: str
) -> tuple[list[Step], Audience, str]:
    unlimited = audience.model_copy(update={"limit": None})
    left = total if audience.limit is None else _size(desk, unlimited)[0]
    names = {
        "consent": desk.say(f"no {channel} consent", "没有同意接收邮件" if channel == "email" else "没有同意接收短信"),
        "address": desk.say(
            "no e-mail address" if channel == "email" else "no phone number",
            "没有邮箱" if channel == "email" else "没有手机号",
        ),
        "left": desk.say("unsubscribed or suppressed", "已退订或在禁发名单"),
    }
    steps: list[Step] = []
    conditions: list[Condition] = []
    for reason, field, op, values in (
        ("consent", f"{channel}_consent", "is", [True]),
        ("address", _ADDRESS[channel], "known", []),
    ):
        if field in desk.dictionary.fields:
            conditions.append(Attribute.model_validate({"field": field, "op": op, "values": values}))
            now, _ = _size(desk, _with(unlimited, *conditions))
            steps.append(Step(names[reason], left - now, now))
            left = now
    final = _with(unlimited, Contactable(channel=channel))
    now, sql = _size(desk, final)
    steps.append(Step(names["left"], left - now, now))
    if audience.limit is not None:
        final = _with(audience, Contactable(channel=channel))
        limited, sql = _size(desk, final)
        steps.append(Step(desk.say("beyond the audience's limit", "超出人群上限"), now - limited, limited))
    return steps, final, sql


def _size(desk: Desk, audience: Audience) -> tuple[int, str]:
    query = compile_audience(
        audience, desk.dictionary, desk.today, saved=read_audiences(desk.workspace), select="count"
    )
    _, rows = desk.warehouse.query(query.sql, query.parameters)
    return int(rows[0][0]), query.sql


def _counts(desk: Desk, audience: Audience, field: str) -> list[tuple[str, int]]:
    """Values of a customer field with how many members have each, most frequent first."""
    query = _members(desk, audience, field)
    _, rows = desk.warehouse.query(
        f"SELECT {quoted(field)}, count(*) FROM ({query.sql}) WHERE {quoted(field)} IS NOT NULL "
        "GROUP BY 1 ORDER BY 2 DESC, 1",
        query.parameters,
    )
    return [(str(value), int(people)) for value, people in rows]


def _members(desk: Desk, audience: Audience, field: str) -> Query:
    return compile_audience(
        audience, desk.dictionary, desk.today, saved=read_audiences(desk.workspace), dialect=desk.warehouse.dialect,
        select=(field,),
    )  # fmt: skip


def _shares(desk: Desk, audience: Audience, size: int) -> list[Source]:
    title = desk.say("Audience", "人群")
    sources = [Source(id="A:size", title=title, text=desk.say(f"{size:,} people can be reached", f"可触达 {size} 人"))]
    for field in _DESCRIBED:
        spec = desk.dictionary.fields.get(field)
        if spec is None or spec.pii or size == 0:
            continue
        groups = [(value, people) for value, people in _counts(desk, audience, field) if people >= _SMALLEST_GROUP][:4]
        if groups:
            label = spec.label.in_language(desk.language)
            text = ", ".join(
                f"{desk.dictionary.value_label(field, value, desk.language)} {people / size:.0%}"
                for value, people in groups
            )
            sources.append(Source(id=f"A:{field}", title=label, text=f"{label}: {text}"))
    return sources


def _countries(desk: Desk, brief: Brief, audience: Audience) -> frozenset[str]:
    """ISO codes of the recipients' countries; the home market, or the language's, where the data has none."""
    codes: set[str] = set()
    if "country" in desk.dictionary.fields:
        codes = {iso_code(value) for value, _ in _counts(desk, audience, "country")} - {""}
    home = desk.workspace.settings.country.upper() or {"zh": "CN", "en": "US"}[brief.language]
    return frozenset(codes or {home})


_COUNTRY_CODES = {
    "china": "CN",
    "中国": "CN",
    "中国大陆": "CN",
    "prc": "CN",
    "united states": "US",
    "usa": "US",
    "u.s.": "US",
    "america": "US",
    "美国": "US",
    "united kingdom": "GB",
    "uk": "GB",
    "great britain": "GB",
    "england": "GB",
    "英国": "GB",
    "germany": "DE",
    "deutschland": "DE",
    "德国": "DE",
    "france": "FR",
    "法国": "FR",
    "ireland": "IE",
    "eire": "IE",
    "netherlands": "NL",
    "austria": "AT",
    "spain": "ES",
    "italy": "IT",
    "canada": "CA",
    "加拿大": "CA",
    "belgium": "BE",
    "sweden": "SE",
    "denmark": "DK",
    "poland": "PL",
    "finland": "FI",
}


def iso_code(country: str) -> str:
    """The two-letter code of a country as shops write it; empty for one the law files do not speak of."""
    plain = country.strip()
    if len(plain) == 2 and plain.isalpha() and plain.lower() != "uk":
        return plain.upper()
    return _COUNTRY_CODES.get(plain.lower(), "")


def _names(desk: Desk, audience: Audience) -> tuple[dict[str, int], bool]:
    """Longest first name and city among the recipients, and whether any name is outside GSM-7."""
    lengths: dict[str, int] = {}
    outside = False
    if "name" in desk.dictionary.fields:
        query = _members(desk, audience, "name")
        allowed = "".join(sorted(c for c in GSM7_BASIC if c.isalpha())) + " '.-"
        _, rows = desk.warehouse.query(
            "SELECT max(length(called)), coalesce(bool_or(length(translate(called, ?, '')) > 0), FALSE) FROM "
            "(SELECT CASE WHEN regexp_matches(name, '\\p{Han}') THEN name "
            f"ELSE split_part(trim(name), ' ', 1) END AS called FROM ({query.sql}))",
            [allowed, *query.parameters],
        )
        longest, outside = rows[0]
        if longest:
            lengths["first_name"] = min(int(longest), 24)
    if "city" in desk.dictionary.fields:
        cities = [value for value, _ in desk.dictionary.values("city")]
        if cities:
            lengths["city"] = min(max(map(len, cities)), 24)
    return lengths, bool(outside)


def reach_or_none(desk: Desk, brief: Brief) -> tuple[Reach | None, str]:
    """The reach, or the reason it cannot be worked out (no customers table, a field the shop lacks)."""
    try:
        return reach(desk, brief), ""
    except AssistantError:
        if brief.audience and brief.audience.compact():
            raise
        return None, desk.say(
            "This shop has no customers to count, so consent and size are not known.",
            "店铺数据里没有顾客，无法统计人数和同意情况。",
        )
