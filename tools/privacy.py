"""Erasing a person: out of the warehouse, the conversations and the files, and kept from coming back as contactable."""

import hashlib
import json
import os
import re
import secrets
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from tools.contract import BadInput, Column, Finding
from tools.data.engine import writing
from tools.data.profile import literal
from tools.data.workspace import Workspace, write_atomically
from tools.privacy_files import clean_parquet

_SALT_FILE = ".erasure-salt"


class Identity(NamedTuple):
    """What identifies the person, as stored."""

    id: str
    name: str | None
    email: str | None
    phone: str | None

    def texts(self) -> list[str]:
        """The forms in which a file may mention the person; short or bare first names would hit others."""
        name = self.name if self.name and (" " in self.name or not self.name.isascii()) else None
        return [text for text in (self.id, name, self.email, self.phone) if text and len(text) > 1]


def erase(workspace: Workspace, customer_id: str) -> Finding:
    """Remove the customer everywhere; orders stay, without the customer, so that revenue stays right.

    The caller holds the exclusive lock. A salted hash of id, e-mail and phone remains, by which a later import of the
    same person stays suppressed for every channel. Raises BadInput for an unknown id.
    """
    salt = _salt(workspace)
    with writing(workspace.warehouse_path) as connection:
        person = _find(connection, customer_id)
        counts = _remove_rows(connection, person)
        _suppress(connection, person, salt)
    _rewrite(workspace.warehouse_path)
    counts["conversations"] = _remove_conversations(workspace.sessions_path, person)
    counts["files"] = _clean_files(workspace, person)
    _log(workspace, person, salt)
    return _report(workspace, counts)


def _find(connection: duckdb.DuckDBPyConnection, customer_id: str) -> Identity:
    row = connection.execute("SELECT id, name, email, phone FROM customers WHERE id = ?", [customer_id]).fetchone()
    if row:
        return Identity(*row)
    known = connection.execute("SELECT 1 FROM orders WHERE customer_id = ? LIMIT 1", [customer_id]).fetchone()
    if not known:
        raise BadInput(
            f"There is no customer {customer_id!r}: give the id exactly as the data has it.",
            zh=f"没有编号为 {customer_id} 的客户：请按数据中的写法给出编号。",
        )
    return Identity(customer_id, None, None, None)


def _remove_rows(connection: duckdb.DuckDBPyConnection, person: Identity) -> dict[str, int]:
    """Rows removed by table; every table with a customer_id is searched, whoever made it."""
    counts = {}
    tables = connection.execute(
        "SELECT c.table_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_name) "
        "WHERE c.column_name = 'customer_id' AND t.table_type = 'BASE TABLE' ORDER BY 1"
    ).fetchall()
    for (table,) in tables:
        statement = f'DELETE FROM "{table}"'
        if table == "orders":
            statement = "UPDATE orders SET customer_id = NULL"
        counts[table] = _changed(connection, f"{statement} WHERE customer_id = ?", person.id)
    counts["customers"] = _changed(connection, "DELETE FROM customers WHERE id = ?", person.id)
    return counts


def _changed(connection: duckdb.DuckDBPyConnection, statement: str, key: str) -> int:
    row = connection.execute(statement, [key]).fetchone()
    return int(row[0]) if row else 0


def _suppress(connection: duckdb.DuckDBPyConnection, person: Identity, salt: str) -> None:
    """Remember salted hashes; the view finds whoever carries one of them, whenever they are imported again."""
    connection.execute("CREATE TABLE IF NOT EXISTS erasures (hash VARCHAR, erased_at TIMESTAMP)")
    now = datetime.now(UTC).replace(tzinfo=None)
    for kind, value in (("id", person.id), ("email", _email(person.email)), ("phone", _digits(person.phone))):
        if value:
            connection.execute("INSERT INTO erasures VALUES (?, ?)", [_hash(salt, kind, value), now])
    exists = connection.execute(
        "SELECT table_type FROM information_schema.tables WHERE table_name = 'suppressions'"
    ).fetchone()
    if exists and exists[0] == "BASE TABLE":  # a shop's own list keeps its rows beside ours
        connection.execute("ALTER TABLE suppressions RENAME TO own_suppressions")
    own = connection.execute("SELECT 1 FROM information_schema.tables WHERE table_name = 'own_suppressions'").fetchone()
    parts = [
        f"SELECT c.id AS customer_id, NULL::VARCHAR AS channel FROM customers AS c JOIN erasures AS e ON e.hash = "
        f"sha256('{salt}:{kind}:' || {form})"
        for kind, form in (
            ("id", "c.id"),
            ("email", "lower(trim(c.email))"),
            ("phone", "right(regexp_replace(c.phone, '[^0-9]', '', 'g'), 8)"),
        )
    ]
    if own:
        parts.append("SELECT customer_id, channel FROM own_suppressions")
    connection.execute("CREATE OR REPLACE VIEW suppressions AS " + " UNION ".join(parts))


def _rewrite(path: Path) -> None:
    """Copy the warehouse into a new file: a deleted row's bytes stay in the old one."""
    fresh = path.with_name(path.name + ".fresh")
    fresh.unlink(missing_ok=True)
    try:
        with duckdb.connect() as connection:
            connection.execute(f"ATTACH '{literal(path)}' AS old (READ_ONLY)")
            connection.execute(f"ATTACH '{literal(fresh)}' AS new")
            connection.execute("COPY FROM DATABASE old TO new")
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
        path.with_name(path.name + ".wal").unlink(missing_ok=True)


def _remove_conversations(folder: Path, person: Identity) -> int:
    """Delete every conversation that mentions the person, transcript and memory together."""
    pattern = _mention(person)
    named = {file.name.split(".")[0] for file in folder.glob("*.jsonl") if pattern.search(file.read_bytes())}
    for file in folder.glob("*.sqlite*"):
        content = file.read_bytes()
        if any(text.encode() in content for text in person.texts() if len(text) > 3):
            named.add(file.name.split(".")[0])
    for session in named:
        for file in folder.glob(f"{session}.*"):
            file.unlink()
    return len(named)


def _mention(person: Identity) -> re.Pattern[bytes]:
    """The person in bytes of JSON: as written and as escaped, as whole words."""
    forms = {form for text in person.texts() for form in (text, json.dumps(text)[1:-1])}
    inner = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    return re.compile(rf"(?<![0-9A-Za-z])(?:{inner})(?![0-9A-Za-z])".encode())


def _clean_files(workspace: Workspace, person: Identity) -> int:
    """Take the person out of saved audiences, campaigns, exported files and the demo shop's answer sheet."""
    changed = 0
    for file in [*workspace.audiences_path.glob("*.json"), workspace.truth_path]:
        with suppress(OSError, ValueError):
            content = json.loads(file.read_text(encoding="utf-8"))
            cleaned = _without(content, set(person.texts()))
            if cleaned != content:
                write_atomically(file, json.dumps(cleaned, ensure_ascii=False, indent=1))
                changed += 1
    hashes = {hashlib.sha256(text.encode()).hexdigest() for text in (_email(person.email), person.phone or "") if text}
    changed += clean_parquet(
        [*workspace.campaigns_path.rglob("*.parquet"), *workspace.exports_path.rglob("*.parquet")],
        [*person.texts(), *hashes],
    )
    for file in [*workspace.exports_path.rglob("*.csv"), *workspace.campaigns_path.rglob("*.csv")]:
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [
            line for line in lines if not (_mention(person).search(line.encode()) or any(h in line for h in hashes))
        ]
        if len(kept) != len(lines):
            write_atomically(file, "".join(kept))
            changed += 1
    return changed


def _without(value: Any, texts: set[str]) -> Any:
    """`value` without list items and keys that are one of `texts`."""
    if isinstance(value, list):
        return [_without(item, texts) for item in value if not (isinstance(item, str) and item in texts)]
    if isinstance(value, dict):
        return {key: _without(item, texts) for key, item in value.items() if key not in texts}
    return value


def _log(workspace: Workspace, person: Identity, salt: str) -> None:
    """One line that an erasure took place; whose, as a salted hash, so that a restored copy can be cleaned again."""
    entry = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "action": "erase",
        "subject": _hash(salt, "id", person.id),
    }
    with workspace.audit_path.open("a", encoding="utf-8") as handle:
        handle.write(json.dumps(entry) + "\n")


def _salt(workspace: Workspace) -> str:
    file = workspace.path / _SALT_FILE
    try:
        if not file.exists():
            write_atomically(file, secrets.token_hex(16))
            file.chmod(0o600)
        return file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise BadInput(
            f"{workspace.path} cannot be written ({error.strerror}), so nobody was erased.",
            zh=f"无法写入 {workspace.path}（{error.strerror}），没有删除任何人。",
        ) from error


def _hash(salt: str, kind: str, value: str) -> str:
    return hashlib.sha256(f"{salt}:{kind}:{value}".encode()).hexdigest()


def _email(email: str | None) -> str:
    return (email or "").strip().lower()


def _digits(phone: str | None) -> str:
    """The last eight digits: a number is the same with and without its country code."""
    return re.sub(r"\D", "", phone or "")[-8:]


def _report(workspace: Workspace, counts: dict[str, int]) -> Finding:
    chinese = workspace.settings.language == "zh"
    kept = counts.get("orders", 0)
    return Finding(
        tool="erase",
        title="该客户已删除" if chinese else "The customer is erased",
        columns=[
            Column(name="where", label="位置" if chinese else "Where"),
            Column(name="rows", type="integer", label="数量" if chinese else "Removed"),
        ],
        rows=[[name, count] for name, count in sorted(counts.items())],
        total_rows=len(counts),
        totals={name: float(count) for name, count in counts.items()},
        caveats=[
            f"{kept} 笔订单保留用于收入统计，但已与此人脱离；再次导入时此人仍不可联系。"
            if chinese
            else f"{kept} orders stay for revenue, tied to nobody; the person stays suppressed if imported again."
        ],
    )
