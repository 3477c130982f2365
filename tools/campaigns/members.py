"""Who is in an export, read in passing: an audience, or the people a campaign has drawn; never all at once.

Whether somebody may be written to is read together with the row, at the moment of the export: they may have
unsubscribed since the audience was counted or the arms were drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tools.audience_store import read_audiences
from tools.campaigns.definitions import CONTROL
from tools.contract import BadInput, NotAllowed
from tools.data.compiler import compile_audience
from tools.data.countries import country_code
from tools.data.exports import Person
from tools.data.profile import quoted
from tools.definitions import Attribute, Audience, Channel, Condition, Contactable, Engaged, Group

if TYPE_CHECKING:
    from tools.desk import Desk

ALLOWED: dict[Channel, str] = {"email": "emailable", "sms": "textable"}
ADDRESS: dict[Channel, str] = {"email": "email", "sms": "phone"}
_POSTCODES = ("zip", "zip_code", "zipcode", "postcode", "post_code", "postal_code", "plz", "邮编", "邮政编码")
_ROWS = 10_000


class Member(NamedTuple):
    """One person of the export. Addresses are as stored, whether or not they may be used."""

    person: Person
    allowed: frozenset[Channel]
    arm: str = ""
    """Of a campaign; empty in an audience."""


def postcode_field(desk: Desk) -> str:
    """The column of customers that holds postal codes; empty where there is none."""
    return next((name for name in _POSTCODES if name in desk.warehouse.columns()["customers"]), "")


def require_consent_data(desk: Desk, channel: Channel) -> None:
    """Raises NotAllowed where the shop's data cannot tell who agreed to `channel`."""
    if ALLOWED[channel] in desk.dictionary.fields:
        return
    column = ADDRESS[channel]
    raise NotAllowed(
        desk.say(
            f"This shop's data does not say who may be written to by {channel} (customers.{channel}_consent and "
            f"customers.{column}), so nobody may be written to: import these columns first.",
            f"店铺数据里没有{'邮件' if channel == 'email' else '短信'}同意记录（customers.{channel}_consent 和 "
            f"customers.{column}），不能联系任何人：请先导入这两列。",
        )
    )


def read_members(desk: Desk, audience: Audience) -> Iterator[list[Member]]:
    """Everyone in `audience`, by id, some thousand at a time.

    The engine sorts ids and consent only; names and addresses are fetched for one batch after the other, so that it
    never holds those of all.
    """
    allowed = [(channel, field) for channel, field in ALLOWED.items() if field in desk.dictionary.fields]
    query = compile_audience(
        audience, desk.dictionary, desk.today, saved=read_audiences(desk.workspace),
        select=("id", *(field for _, field in allowed)),
    )  # fmt: skip
    channels = [channel for channel, _ in allowed]
    agreed = {
        flags: frozenset(channel for channel, yes in zip(channels, flags, strict=True) if yes)
        for flags in product((False, True), repeat=len(channels))
    }
    describe = _description(desk)
    for batch in desk.warehouse.batches(query.sql, query.parameters, rows=_ROWS):
        people = describe([row[0] for row in batch])
        yield [Member(people.get(row[0]) or _unknown(row[0]), agreed[row[1 : 1 + len(channels)]]) for row in batch]


def _description(desk: Desk) -> Callable[[list[str]], dict[str, Person]]:
    """What fetches the people of these ids."""
    postcodes = postcode_field(desk)
    zip_sql = f"CAST({quoted(postcodes)} AS VARCHAR)" if postcodes else "NULL"
    home = country_code(desk.workspace.settings.country)
    sql = (
        f"SELECT id, name, email, phone, gender, city, country, {zip_sql} FROM customers "
        "WHERE id IN (SELECT unnest($ids))"
    )

    def fetch(ids: list[str]) -> dict[str, Person]:
        _, rows = desk.warehouse.query(sql, {"ids": ids})
        return {
            key: Person(key, name, email, phone, gender, city, country_code(country) or home, postcode or "")
            for key, name, email, phone, gender, city, country, postcode in rows
        }

    return fetch


def _unknown(identity: str) -> Person:
    """Somebody of whom there are orders only."""
    return Person(identity, None, None, None, None, None, "")


class Assignments:
    """The stored assignments of a campaign: who is in which arm, and who is held back."""

    def __init__(self, path: Path) -> None:
        """Raises BadInput when the file cannot be read or says two things of one person."""
        import duckdb

        self._path = path
        self._duckdb = duckdb
        (self.people, self.held_back, twice), *_ = self._query(
            "SELECT count(*), count(*) FILTER (WHERE held_back), count(*) FILTER (WHERE arms > 1 AND NOT held_back)"
        )
        if twice:
            raise BadInput(
                f"{path} puts {twice:,} people into more than one arm: plan the campaign again.",
                zh=f"{path} 把 {twice:,} 人分到了多个组：请重新规划活动。",
            )
        self.arms = [arm for (arm,) in self._query("SELECT DISTINCT arm", "WHERE NOT held_back ORDER BY arm")]

    def rows(self) -> Iterator[tuple[str, str]]:
        """Customer id and arm, `control` included, ordered by id."""
        with self._duckdb.connect(config={"threads": 1}) as connection:
            cursor = connection.execute(*self._sql("SELECT customer_id, arm", "ORDER BY customer_id"))
            while batch := cursor.fetchmany(_ROWS):
                yield from batch

    def _query(self, select: str, rest: str = "") -> list[tuple[Any, ...]]:
        try:
            with self._duckdb.connect() as connection:
                return connection.execute(*self._sql(select, rest)).fetchall()
        except self._duckdb.Error as error:
            raise BadInput(
                f"{self._path} holds no assignments (customer_id, arm): plan the campaign again.",
                zh=f"{self._path} 中没有分组（customer_id、arm）：请重新规划活动。",
            ) from error

    def _sql(self, select: str, rest: str) -> tuple[str, list[str]]:
        """Held back once is held back, whatever other row there is."""
        return (
            f"{select} FROM (SELECT CAST(customer_id AS VARCHAR) AS customer_id, count(DISTINCT arm) AS arms, "
            f"bool_or(arm = '{CONTROL}') AS held_back, CASE WHEN bool_or(arm = '{CONTROL}') THEN '{CONTROL}' "
            "ELSE min(CAST(arm AS VARCHAR)) END AS arm FROM read_parquet(?) "
            f"WHERE customer_id IS NOT NULL AND arm IS NOT NULL GROUP BY 1) {rest}",
            [str(self._path)],
        )


def read_assigned(desk: Desk, assignments: Assignments) -> Iterator[list[Member]]:
    """Those of the campaign who are still customers, with their arm, `control` included; by id."""
    assigned = assignments.rows()
    identity, arm = next(assigned, ("", ""))
    for batch in read_members(desk, Audience()):
        found = []
        for member in batch:
            while identity and identity < member.person.id:  # no customer any more
                identity, arm = next(assigned, ("", ""))
            if identity == member.person.id:
                found.append(member._replace(arm=arm))
        yield found


def refusing(desk: Desk, channel: Channel) -> Audience:
    """Whoever has an address of `channel`, and said no, left, or is suppressed; not those of whom nothing is known."""
    consent = Attribute(field=f"{channel}_consent", op="known")
    said: list[Condition] = [consent]
    if desk.dictionary.event_types("unsubscribe"):
        said.append(Engaged(event="unsubscribe"))
    return Audience(
        all=[Attribute(field=ADDRESS[channel], op="known"), Group(any=said)], none=[Contactable(channel=channel)]
    )
