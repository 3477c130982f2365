"""Who a brief reaches: the audience, what consent takes away, and these people in shares, never by name."""

from typing import NamedTuple

from tools.audience_store import read_audiences
from tools.briefs import Brief
from tools.campaigns.hygiene import Step, consent_steps
from tools.contract import AssistantError, Source
from tools.copy_rules.measure import GSM7_BASIC
from tools.data.compiler.audience import compile_audience
from tools.data.compiler.script import Query
from tools.data.countries import country_code
from tools.data.profile import quoted
from tools.definitions import Audience
from tools.desk import Desk

_DESCRIBED = ("country", "gender", "age_group", "rfm_segment", "loyalty_tier", "city")
_LONGEST_PRODUCT = 40
"""A longer name is left to the bulk run, where it gives way to its fallback if it makes a message too long."""
_SMALLEST_GROUP = 10
"""Smaller groups are left out of the shares, so that no share points at a person."""


class Reach(NamedTuple):
    """The people a brief goes to."""

    audience: Audience
    """With the channel's consent applied."""
    total: int
    """Before any removal, the audience's own limit being one."""
    size: int
    steps: list[Step]
    shares: list[Source]
    countries: frozenset[str]
    tag_lengths: dict[str, int]
    names_outside_gsm7: bool
    sql: str


def reach(desk: Desk, brief: Brief) -> Reach:
    """Size the audience, apply consent where the channel needs it, and describe who is left."""
    consenting = consent_steps(desk, brief.audience or Audience(), brief.channel)
    final, steps = consenting.audience, consenting.steps
    size = consenting.left
    shares = _shares(desk, final, size)
    longest, outside = _names(desk, final)
    longest |= {name: len(address) for name, address in desk.workspace.settings.links.items() if address}
    longest |= _products(desk, brief.language)
    countries = _countries(desk, brief, final)
    return Reach(final, consenting.chosen, size, steps, shares, countries, longest, outside, consenting.sql)


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
        codes = {country_code(value) for value, _ in _counts(desk, audience, "country")} - {""}
    home = desk.workspace.settings.country.upper() or {"zh": "CN", "en": "US"}[brief.language]
    return frozenset(codes or {home})


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


def _products(desk: Desk, language: str) -> dict[str, int]:
    """Longest name of a product that may be recommended; nothing where none is."""
    profile = desk.dictionary.profile
    if "next_products" not in profile.columns or not profile.has("products", "name"):
        return {"next_product": 0, "next_product_price": 0}
    name = "coalesce(name_zh, name)" if language == "zh" and profile.has("products", "name_zh") else "name"
    _, ((longest,),) = desk.warehouse.query(f"SELECT max(length({name})) FROM products")
    return {"next_product": min(int(longest or 0), _LONGEST_PRODUCT)}


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
