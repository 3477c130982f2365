"""Each platform's file read back by that platform's own published rules, none of our code involved.

Every reader checks what the platform checks (headings, forms, sizes, encoding) and returns the rows by heading;
repeated headings give lists.
"""

import csv
import re
from pathlib import Path

import duckdb

E164 = re.compile(r"\+[1-9][0-9]{6,14}")
HASH = re.compile(r"[0-9a-f]{64}")
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
ALPHA2 = re.compile(r"[A-Z]{2}")
EMAIL = re.compile(r"[^@\s]+@[a-z0-9.-]+\.[a-z0-9-]{2,}")
Read = list[dict[str, list[str]]]


def _rows(path: Path) -> tuple[list[str], Read]:
    content = path.read_bytes()
    assert not content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")) and b"\0" not in content
    header, *lines = list(csv.reader(content.decode("utf-8").splitlines(keepends=True), strict=True))
    found: Read = []
    for line in lines:
        assert len(line) == len(header)
        row: dict[str, list[str]] = {}
        for heading, cell in zip(header, line, strict=True):
            row.setdefault(heading, []).append(cell)
            formula = cell.strip()[:1] in tuple("=+-@|＝＋－＠") and cell.strip() != ""
            assert not formula or E164.fullmatch(cell), f"a spreadsheet would run {cell!r}"
        found.append(row)
    return header, found


def _hashes(row: dict[str, list[str]], *headings: str) -> None:
    for cell in (cell for heading in headings for cell in row[heading]):
        assert cell == "" or (HASH.fullmatch(cell) and cell != EMPTY)


def klaviyo(path: Path) -> Read:
    """First column Email Address or Phone Number, at most 50 MB; phones E.164; a malformed address loses the row."""
    header, rows = _rows(path)
    assert header[0] in ("Email Address", "Phone Number") and path.stat().st_size <= 50_000_000
    known = {"Email Address", "Phone Number", "First Name", "Last Name", "City", "Country", "Campaign", "Campaign Arm"}
    assert set(header) <= known and len(set(header)) == len(header)
    for row in rows:
        assert row[header[0]][0]
        assert not row["Email Address"][0] or EMAIL.fullmatch(row["Email Address"][0])
        assert not row["Phone Number"][0] or (E164.fullmatch(row["Phone Number"][0]) and row["Country"][0] is not None)
    return rows


def mailchimp(path: Path) -> Read:
    """One address each, no accents before @, no spaces; text of at most 255 bytes; GB, not UK."""
    header, rows = _rows(path)
    assert "Email Address" in header and len(set(header)) == len(header)
    for row in rows:
        email = row["Email Address"][0]
        assert not email or (EMAIL.fullmatch(email) and email.split("@")[0].isascii() and " " not in email)
        assert all(len(cell.encode()) <= 255 for cells in row.values() for cell in cells)
        assert row["Country"][0] != "UK" and (not row["Country"][0] or ALPHA2.fullmatch(row["Country"][0]))
    return rows


def meta(path: Path) -> Read:
    """Known headings, at most three email and phone columns; a country column; all hashed the same way."""
    header, rows = _rows(path)
    known = {"email", "phone", "madid", "uid", "fn", "ln", "ct", "st", "zip", "country", "dob", "doby", "gen", "age"}
    assert set(header) <= known and header.count("email") <= 3 and header.count("phone") <= 3 and "country" in header
    for row in rows:
        _hashes(row, *dict.fromkeys(header))
    return rows


def google(path: Path) -> Read:
    """English headings; Country and Zip only together with both names, and plain; the rest hashed."""
    header, rows = _rows(path)
    assert set(header) <= {"Email", "Phone", "First Name", "Last Name", "Country", "Zip"}
    postal = {"First Name", "Last Name", "Country", "Zip"}
    assert not postal & set(header) or postal <= set(header)
    for row in rows:
        _hashes(row, *(set(header) - {"Country", "Zip"}))
    return rows


def tiktok(path: Path) -> Read:
    """Each heading at most three times, under 1 GB, hashes only."""
    header, rows = _rows(path)
    assert set(header) <= {"Email_SHA256", "Phone_SHA256"} and all(header.count(name) <= 3 for name in header)
    assert path.stat().st_size < 1_000_000_000
    for row in rows:
        _hashes(row, *dict.fromkeys(header))
    return rows


def braze(path: Path) -> Read:
    """One identifier, reserved names exactly; E.164, alpha-2, M F O N P; anything else is a custom attribute."""
    header, rows = _rows(path)
    assert "external_id" in header and len(set(header)) == len(header) and path.stat().st_size <= 500_000_000
    reserved = {"external_id", "email", "phone", "first_name", "last_name", "country", "gender", "home_city"}
    assert set(header) - reserved <= {"campaign", "campaign_arm"}
    for row in rows:
        assert row["external_id"][0]
        assert row["gender"][0] in ("", "M", "F", "O", "N", "P")
        assert not row["phone"][0] or E164.fullmatch(row["phone"][0])
        assert not row["country"][0] or ALPHA2.fullmatch(row["country"][0])
    return rows


def plain(path: Path) -> Read:
    """UTF-8 with our own headings."""
    header, rows = _rows(path)
    assert header[:7] == ["id", "name", "email", "phone", "gender", "city", "country"]
    return rows


def parquet(path: Path) -> Read:
    """Columns of text."""
    with duckdb.connect() as connection:
        cursor = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
        names = [column[0] for column in cursor.description or []]
        assert {str(column[1]) for column in cursor.description or []} <= {"VARCHAR", "STRING"}
        return [dict(zip(names, ([cell or ""] for cell in row), strict=True)) for row in cursor.fetchall()]


READERS = {
    "klaviyo": klaviyo, "mailchimp": mailchimp, "meta": meta, "google": google, "tiktok": tiktok, "braze": braze,
    "csv": plain, "parquet": parquet,
}  # fmt: skip
