"""An audience written as a file for the platform that sends or advertises to it."""

import json
import re
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tools.audience_store import read_audiences
from tools.contract import BadInput, BadRequest, Column, Finding, NotAllowed
from tools.data.compiler import compile_audience
from tools.data.exports import Person, Platform, Row, identifies, rows_for, table, write_csv
from tools.definitions import Audience, Channel, Contactable
from tools.desk import Desk

META_SMALLEST = 100
LOG = "log.jsonl"


def read_audience(desk: Desk, text: str) -> Audience:
    """The audience saved as `text`, or the definition `text` is in JSON. Raises BadRequest or BadInput."""
    if text.lstrip().startswith("{"):
        try:
            return Audience.model_validate_json(text)
        except ValidationError as error:
            problem = error.errors(include_url=False)[0]
            place = ".".join(str(step) for step in problem["loc"])
            raise BadInput(f"The audience cannot be read: {place}: {problem['msg']}.") from error
    saved = read_audiences(desk.workspace)
    by_name = {_folded(name): audience for name, audience in saved.items()}
    if _folded(text) not in by_name:
        known = ", ".join(saved) or "none yet"
        raise BadRequest(f"No audience is saved as {text!r}; there are: {known}.", nearest=list(saved))
    return by_name[_folded(text)]


def export_audience(
    desk: Desk, audience: Audience, platform: Platform, path: Path, *, channel: Channel = "email"
) -> Finding:
    """Write everyone in `audience` who may be written to by `channel` as `platform`'s CSV file at `path`.

    The other address goes along only where its owner agreed to that too. Returns how many there were, were left out,
    and why. Raises NotAllowed when nobody is left, BadInput when the file cannot be written.
    """
    total = _count(desk, audience)
    reachable = _ids(desk, audience, channel)
    other: Channel = "sms" if channel == "email" else "email"
    also = _ids(desk, audience, other)
    people = _people(
        desk, reachable, reachable if channel == "email" else also, also if channel == "email" else reachable
    )
    usable = [
        row
        for row in rows_for(people)
        if (row.email if channel == "email" else row.phone) and identifies(row, platform)
    ]
    rows = _distinct(usable, channel)
    if not rows:
        raise NotAllowed(
            desk.say(
                f"Nobody in this audience ({total:,}) may be written to by {channel}; nothing was written.",
                f"该人群（{total:,} 人）中没有可以通过{_channel_zh(channel)}联系的客户，没有写出文件。",
            )
        )
    headings, cells = table(rows, platform)
    write_csv(path, headings, cells)
    counts = {
        "members": total, "without_consent": total - len(reachable), "without_valid_address": len(people) - len(usable),
        "repeated_address": len(usable) - len(rows), "written": len(rows),
    }  # fmt: skip
    _log(desk, audience, platform, path, channel, counts)
    return _report(desk, platform, path, counts)


def _count(desk: Desk, audience: Audience) -> int:
    saved = read_audiences(desk.workspace)
    query = compile_audience(audience, desk.dictionary, desk.today, saved=saved, select="count")
    return int(desk.warehouse.query(query.sql, query.parameters)[1][0][0])


def _ids(desk: Desk, audience: Audience, channel: Channel) -> list[str]:
    """Members who may be written to, found after any limit of the audience, so that the file is never wider than it."""
    saved = read_audiences(desk.workspace)
    if audience.limit is not None:
        inner = compile_audience(audience, desk.dictionary, desk.today, saved=saved)
        members = {row[0] for row in desk.warehouse.query(inner.sql, inner.parameters)[1]}
        audience = audience.model_copy(update={"limit": None})
    else:
        members = None
    allowed = audience.model_copy(update={"all": [*audience.all, Contactable(channel=channel)]})
    query = compile_audience(allowed, desk.dictionary, desk.today, saved=saved)
    found = [row[0] for row in desk.warehouse.query(query.sql, query.parameters)[1]]
    return found if members is None else [identity for identity in found if identity in members]


def _people(desk: Desk, ids: list[str], by_email: list[str], by_phone: list[str]) -> list[Person]:
    names = ("name", "email", "phone", "gender", "city", "country")
    _, rows = desk.warehouse.query(
        f"SELECT id, {', '.join(names)} FROM customers WHERE list_contains($ids, id) ORDER BY id", {"ids": ids or [""]}
    )
    email, phone = set(by_email), set(by_phone)
    home = desk.workspace.settings.country
    return [
        Person(key, name, mail if key in email else None, number if key in phone else None, gender, city,
               country_code(country) or home)
        for key, name, mail, number, gender, city, country in rows
    ]  # fmt: skip


def country_code(country: str | None) -> str:
    """ISO 3166-1 alpha-2 of a country as the data has it; empty when unknown."""
    text = (country or "").strip()
    if re.fullmatch(r"[A-Za-z]{2}", text):
        return {"UK": "GB"}.get(text.upper(), text.upper())
    from prompts import load_toml

    words = load_toml("lexicon/values.toml").get("country", {})
    for forms in words.values():
        known = [_folded(form) for form in (*forms.get("en", []), *forms.get("zh", []))]
        if _folded(text) in known:
            return next((form.upper() for form in known if re.fullmatch(r"[a-z]{2}", form) and form not in ("uk",)), "")
    return ""


def _distinct(rows: list[Row], channel: Channel) -> list[Row]:
    """One row per address: platforms count a person twice otherwise."""
    kept: dict[str, Row] = {}
    for row in rows:
        kept.setdefault(row.email if channel == "email" else row.phone, row)
    return list(kept.values())


def _log(desk: Desk, audience: Audience, platform: str, path: Path, channel: str, counts: dict[str, int]) -> None:
    """One line per export: what went where and how many, never who."""
    entry: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"), "platform": platform, "file": path.name,
        "channel": channel, "audience": audience.compact(), **counts,
    }  # fmt: skip
    folder = desk.workspace.exports_path
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / LOG).open("a", encoding="utf-8") as handle:
            handle.write(json.dumps(entry, ensure_ascii=False) + "\n")
    except OSError as error:
        path.unlink(missing_ok=True)  # an export that leaves no trace must not leave a file either
        raise BadInput(f"{folder} cannot be written ({error.strerror}), so nothing was exported.") from error


def _report(desk: Desk, platform: Platform, path: Path, counts: dict[str, int]) -> Finding:
    words = {
        "members": ("In the audience", "人群人数"),
        "without_consent": ("May not be written to", "不可联系"),
        "without_valid_address": ("No valid address", "没有有效地址"),
        "repeated_address": ("Address repeated", "地址重复"),
        "written": ("Written", "已写出"),
    }
    caveats = []
    if platform == "meta" and counts["written"] < META_SMALLEST:
        caveats.append(desk.say("Meta takes no list of fewer than 100 people.", "Meta 不接受少于 100 人的名单。"))
    return Finding(
        tool="export_audience",
        title=desk.say(f"Written for {platform}: {path}", f"已为 {platform} 写出：{path}"),
        columns=[Column(name="step", label=desk.say("Step", "步骤")),
                 Column(name="customers", type="integer", label=desk.say("Customers", "人数"))],
        rows=[[desk.say(*words[name]), count] for name, count in counts.items()],
        total_rows=len(counts),
        totals={name: float(count) for name, count in counts.items()},
        caveats=caveats,
    )  # fmt: skip


def _channel_zh(channel: Channel) -> str:
    return "邮件" if channel == "email" else "短信"


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
