"""Audiences as files for advertising and mailing platforms: each platform's headings, normalising and hashing.

Rules as published by the platforms (Klaviyo, Mailchimp, Meta, Google Customer Match, Braze, TikTok). One normaliser for
all would be wrong: TikTok drops `+tag` from addresses, the others keep it; Meta wants phones without the plus.
"""

import csv
import hashlib
import os
import re
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal, NamedTuple

from tools.contract import BadInput

Platform = Literal["klaviyo", "mailchimp", "meta", "google", "braze", "tiktok", "csv"]
_EMAIL = re.compile(r"[^\s@,;<>\"]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
_E164 = re.compile(r"\+[1-9]\d{6,14}")
_FORMULA = "=+-@\t\r\n\0|＝＋－＠"
_HAN = re.compile(r"[㐀-鿿]")
_DOUBLE_SURNAMES = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "司徒",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "夏侯",
    "南宫",
)
_MAILCHIMP_BYTES = 255


class Person(NamedTuple):
    """One member, as read from the warehouse; an address is None unless its owner may be written to there."""

    id: str
    name: str | None
    email: str | None
    phone: str | None
    gender: str | None
    city: str | None
    country: str
    """ISO 3166-1 alpha-2, or empty."""


class Row(NamedTuple):
    """A person with addresses normalised as far as all platforms agree."""

    person: Person
    email: str
    phone: str
    """E.164, or empty."""
    first: str
    last: str


def rows_for(people: Iterable[Person]) -> list[Row]:
    """Addresses checked and put into one form; what cannot be one becomes empty."""
    return [Row(p, normal_email(p.email), normal_phone(p.phone, p.country), *split_name(p.name)) for p in people]


def table(rows: Iterable[Row], platform: Platform) -> tuple[list[str], list[list[str]]]:
    """Headings and cells for `platform`, ready to be written."""
    headings, cells = _LAYOUTS[platform]
    return headings, [[_safe(cell) for cell in cells(row)] for row in rows]


def identifies(row: Row, platform: Platform) -> bool:
    """Is there anything in the row by which the platform can find the person?"""
    return bool(row.person.id) if platform in ("csv", "braze") else bool(row.email or row.phone)


def write_csv(path: Path, headings: list[str], rows: list[list[str]]) -> None:
    """UTF-8 with a header line, whole or not at all. Raises BadInput when it cannot be written."""
    partial = path.with_name(path.name + ".partial")
    try:
        with partial.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle)
            writer.writerow(headings)
            writer.writerows(rows)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(partial, path)
    except OSError as error:
        raise BadInput(f"{path} cannot be written ({error.strerror}): choose another file.") from error
    finally:
        if partial.exists():
            partial.unlink()


def normal_email(address: str | None) -> str:
    """Trimmed, lower case; empty when it is no address."""
    text = unicodedata.normalize("NFKC", address or "").strip().lower()
    return text if _EMAIL.fullmatch(text) else ""


def normal_phone(number: str | None, country: str) -> str:
    """E.164 by the person's country; empty when it is no possible number there."""
    if not number:
        return ""
    import phonenumbers

    text = unicodedata.normalize("NFKC", number).strip()
    text = "+" + text[2:] if text.startswith("00") else text
    try:
        parsed = phonenumbers.parse(text, country.upper() or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(parsed):
        return ""
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def split_name(name: str | None) -> tuple[str, str]:
    """First and last name: 王小明 is 小明, 王; "Ana de la Cruz" is Ana, de la Cruz."""
    text = " ".join((name or "").split())
    if _HAN.search(text) and " " not in text:
        length = 2 if text[:2] in _DOUBLE_SURNAMES and len(text) > 2 else 1
        return text[length:], text[:length]
    first, _, last = text.partition(" ")
    return first, last


def digest(text: str) -> str:
    """SHA-256 in lower-case hex; empty for empty, since everyone without a value would share one hash."""
    return hashlib.sha256(text.encode()).hexdigest() if text else ""


def _safe(cell: str) -> str:
    """A cell no spreadsheet runs: what would start a formula gets an apostrophe; phone numbers stay as they are."""
    text = cell.replace("\0", "")
    if text.strip()[:1] and (text.strip()[0] in _FORMULA or text[0] in _FORMULA) and not _E164.fullmatch(text):
        return "'" + text
    return text


def _letters(text: str) -> str:
    """A name as Meta hashes it: lower case, without spaces and punctuation; empty for other scripts than Latin."""
    folded = unicodedata.normalize("NFC", text).lower()
    kept = "".join(c for c in folded if c.isalpha())
    return "" if _HAN.search(kept) else kept


def _gender(row: Row) -> str:
    text = (row.person.gender or "").strip().lower()
    if text[:1] == "f" or text.startswith(("女", "w")):
        return "f"
    return "m" if text[:1] == "m" or text.startswith("男") else ""


def _without_tag(email: str) -> str:
    local, at, domain = email.partition("@")
    return local.partition("+")[0] + at + domain


def _short(text: str) -> str:
    """At most 255 bytes, cut between characters."""
    return text.encode()[:_MAILCHIMP_BYTES].decode(errors="ignore")


def _klaviyo(row: Row) -> list[str]:
    return [row.email, row.phone, row.first, row.last, row.person.city or "", row.person.country]


def _mailchimp(row: Row) -> list[str]:
    email = row.email if row.email.partition("@")[0].isascii() else ""
    return [
        email,
        *(_short(text) for text in (row.first, row.last, row.phone, row.person.city or "", row.person.country)),
    ]


def _meta(row: Row) -> list[str]:
    names = (_letters(row.first), _letters(row.last), _letters(row.person.city or ""))
    plain = (row.email, row.phone.lstrip("+"), *names, row.person.country.lower(), _gender(row))
    return [digest(text) for text in plain]


def _google(row: Row) -> list[str]:
    return [digest(row.email), digest(row.phone), row.person.country]


def _tiktok(row: Row) -> list[str]:
    return [digest(_without_tag(row.email)), digest(row.phone), digest(row.phone.lstrip("+"))]


def _braze(row: Row) -> list[str]:
    gender = _gender(row).upper()
    return [row.person.id, row.email, row.phone, row.first, row.last, row.person.country, gender, row.person.city or ""]


def _plain(row: Row) -> list[str]:
    person = row.person
    return [person.id, person.name or "", row.email, row.phone, person.gender or "", person.city or "", person.country]


_LAYOUTS: dict[Platform, tuple[list[str], Callable[[Row], list[str]]]] = {
    "klaviyo": (["Email Address", "Phone Number", "First Name", "Last Name", "City", "Country"], _klaviyo),
    "mailchimp": (["Email Address", "First Name", "Last Name", "Phone Number", "City", "Country"], _mailchimp),
    "meta": (["email", "phone", "fn", "ln", "ct", "country", "gen"], _meta),
    "google": (["Email", "Phone", "Country"], _google),
    "tiktok": (["Email_SHA256", "Phone_SHA256", "Phone_SHA256"], _tiktok),
    "braze": (["external_id", "email", "phone", "first_name", "last_name", "country", "gender", "home_city"], _braze),
    "csv": (["id", "name", "email", "phone", "gender", "city", "country"], _plain),
}
"""Google matches names only together with a postal code, which the warehouse has not, so none are sent. TikTok's own
pages contradict each other on the plus of a phone number, so both forms are given, as its headings may repeat."""
