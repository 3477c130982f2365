"""Each platform's file by its own published rules: headings, normalising, hashing, limits, and what to know.

One normaliser for all would be wrong. Where a platform's pages contradict each other both forms are written, as far as
its headings may repeat, and the caveats say so.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

from tools.data.exports.addresses import normal_email, normal_phone, undotted_gmail, untagged_email
from tools.data.exports.names import bare_letters, gender_letter, split_name

Platform = Literal["klaviyo", "mailchimp", "meta", "google", "braze", "tiktok", "csv", "parquet"]
_E164 = re.compile(r"\+[1-9]\d{6,14}")
FORMULA = "=+-@\t\r\n\0|＝＋－＠"
_HARMLESS = re.compile(r"[^;\t\0]*")
_AFTER_SEPARATOR = re.compile(r"([;\t]\s*)(?=[=+\-@|＝＋－＠])")
_MOST_BYTES = 255
"""Mailchimp clips text fields there; a longer name is nobody's."""


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
    zip: str = ""


class Row(NamedTuple):
    """A person with addresses normalised as far as all platforms agree."""

    person: Person
    email: str
    phone: str
    """E.164, or empty."""
    first: str
    last: str


class Layout(NamedTuple):
    """One platform's file."""

    headings: tuple[str, ...]
    cells: Callable[[Row], list[str]]
    email: Callable[[str], str] = str
    """The address as the platform takes it; empty where it takes none such."""
    arm_headings: tuple[str, str] | None = None
    """Of the campaign and of the arm; None where nothing but identifiers may be sent, so that each arm has a file."""
    hashed: bool = False
    most_bytes: int = 0
    """The largest file it takes; 0 for no limit known."""
    fewest_people: int = 0
    notes: tuple[tuple[str, str], ...] = ()
    """What a reader must know, in English and Chinese."""


def row_for(person: Person) -> Row:
    """Addresses checked and put into one form; what cannot be one becomes empty."""
    email, phone = normal_email(person.email), normal_phone(person.phone, person.country)
    return Row(person, email, phone, *split_name(person.name, person.country))


def rows_for(people: Iterable[Person]) -> list[Row]:
    """`row_for` each."""
    return [row_for(person) for person in people]


def table(rows: Iterable[Row], platform: Platform) -> tuple[list[str], list[list[str]]]:
    """Headings and cells for `platform`, ready to be written."""
    layout = LAYOUTS[platform]
    return list(layout.headings), [[safe_cell(cell) for cell in layout.cells(row)] for row in rows]


def digest(text: str) -> str:
    """SHA-256 in lower-case hex; empty for empty, since everyone without a value would share one hash."""
    return hashlib.sha256(text.encode()).hexdigest() if text else ""


def safe_cell(cell: str) -> str:
    """A cell no spreadsheet runs: what would start a formula gets an apostrophe; phone numbers stay as they are.

    A formula behind a semicolon or a tab counts, where a spreadsheet would split the line.
    """
    if cell.isalnum() or not cell:
        return cell
    text = _AFTER_SEPARATOR.sub(r"\1'", cell.replace("\0", "")) if not _HARMLESS.fullmatch(cell) else cell
    start = text.strip()[:1] or text[:1]
    if start and (start in FORMULA or text[0] in FORMULA) and not _E164.fullmatch(text):
        return "'" + text
    return text


def typed_email(email: str) -> str:
    """For files with plain addresses: one that would start a formula can be neither written as it is nor changed."""
    return email if email[:1] not in FORMULA else ""


def ascii_email(email: str) -> str:
    """Mailchimp takes no accents before the @."""
    return typed_email(email) if email.partition("@")[0].isascii() else ""


def short(text: str | None) -> str:
    """On one line, and at most 255 bytes, cut between characters."""
    if not text or (len(text) < _MOST_BYTES // 4 and text.isalnum()):
        return text or ""
    return " ".join(text[:4_000].split()).encode()[:_MOST_BYTES].decode(errors="ignore")


def _klaviyo(row: Row) -> list[str]:
    return [typed_email(row.email), row.phone, *_described(row)]


def _mailchimp(row: Row) -> list[str]:
    first, last, city, country = _described(row)
    return [ascii_email(row.email), first, last, row.phone, city, country]


def _described(row: Row) -> tuple[str, str, str, str]:
    return short(row.first), short(row.last), short(row.person.city), row.person.country


def _meta(row: Row) -> list[str]:
    names = (bare_letters(row.first), bare_letters(row.last), bare_letters(row.person.city or ""))
    gender = gender_letter(row.person.gender)
    plain = (row.email, row.phone.lstrip("+"), *names, row.person.country.lower(), gender)
    return [digest(text) for text in plain]


def _google(row: Row) -> list[str]:
    return [digest(row.email), _if_other(undotted_gmail(row.email), row.email), digest(row.phone)]


def _google_postal(row: Row) -> list[str]:
    first, last = ("".join(name.lower().split()) for name in (row.first, row.last))
    return [*_google(row), digest(first), digest(last), row.person.country, short(row.person.zip)]


def _tiktok(row: Row) -> list[str]:
    email = untagged_email(row.email)
    return [digest(email), _if_other(row.email, email), digest(row.phone), digest(row.phone.lstrip("+"))]


def _if_other(text: str, than: str) -> str:
    return digest(text) if text != than else ""


def _braze(row: Row) -> list[str]:
    first, last, city, country = _described(row)
    gender = gender_letter(row.person.gender).upper()
    return [row.person.id, typed_email(row.email), row.phone, first, last, country, gender, city]


def _plain(row: Row) -> list[str]:
    name, gender, city = (
        short(safe_cell(text or "")) for text in (row.person.name, row.person.gender, row.person.city)
    )
    return [row.person.id, name, typed_email(row.email), row.phone, gender, city, row.person.country]


def _typed(row: Row) -> list[str]:
    """Parquet has no formulas, so nothing is left out."""
    person = row.person
    name, gender, city = short(person.name), short(person.gender), short(person.city)
    return [person.id, name, row.email, row.phone, gender, city, person.country]


_PLAIN = ("id", "name", "email", "phone", "gender", "city", "country")
LAYOUTS: dict[Platform, Layout] = {
    "klaviyo": Layout(
        ("Email Address", "Phone Number", "First Name", "Last Name", "City", "Country"), _klaviyo, typed_email,
        ("Campaign", "Campaign Arm"), most_bytes=50_000_000,
        notes=(("Klaviyo gives consent to every row of a list or to none: import this file for the channel it was "
                "written for only.", "Klaviyo 对整个名单统一设置同意状态：请只为本次导出的渠道导入这份文件。"),),
    ),
    "mailchimp": Layout(
        ("Email Address", "First Name", "Last Name", "Phone Number", "City", "Country"), _mailchimp, ascii_email,
        ("Campaign", "Campaign Arm"),
    ),
    "meta": Layout(
        ("email", "phone", "fn", "ln", "ct", "country", "gen"), _meta, hashed=True, fewest_people=100,
        notes=(("Names are hashed with their accents and Chinese characters as UTF-8, by Meta's page of examples; its "
                "Python library drops them instead.",
                "姓名按 Meta 官方示例以 UTF-8 连同重音和汉字一起哈希；Meta 的 Python 库则会丢掉这些字符。"),),
    ),
    "google": Layout(
        ("Email", "Email", "Phone"), _google, hashed=True,
        notes=(("Google's pages differ on Gmail addresses: the second Email column has them without dots and +tag.",
                "Google 的文档对 Gmail 地址说法不一：第二个 Email 列是去掉点号和 + 后缀的地址。"),),
    ),
    "tiktok": Layout(
        ("Email_SHA256", "Email_SHA256", "Phone_SHA256", "Phone_SHA256"), _tiktok, hashed=True,
        most_bytes=1_000_000_000, fewest_people=1_000,
        notes=(("TikTok's pages differ on +tags and on the plus of a phone number, so both forms are in the file.",
                "TikTok 的文档对邮箱 + 后缀和手机号加号的说法不一，文件里两种写法都有。"),),
    ),
    "braze": Layout(
        ("external_id", "email", "phone", "first_name", "last_name", "country", "gender", "home_city"), _braze,
        typed_email, ("campaign", "campaign_arm"), most_bytes=500_000_000,
        notes=(("Every filled column but external_id overwrites the profile in Braze and costs a data point.",
                "除 external_id 外，每个有值的列都会覆盖 Braze 档案并计入数据点。"),),
    ),
    "csv": Layout(_PLAIN, _plain, typed_email, ("campaign", "arm")),
    "parquet": Layout(_PLAIN, _typed, arm_headings=("campaign", "arm")),
}  # fmt: skip


def layout_for(platform: Platform, channel: str, *, with_zip: bool = False) -> Layout:
    """The layout for an export by `channel`: Klaviyo wants the address written to in the first column, and Google
    takes a country only together with first name, last name and postal code."""
    layout = LAYOUTS[platform]
    if platform == "klaviyo" and channel == "sms":
        first, second, *others = layout.headings
        return layout._replace(headings=(second, first, *others), cells=_klaviyo_by_phone)
    if platform == "google" and with_zip:
        headings = (*layout.headings, "First Name", "Last Name", "Country", "Zip")
        return layout._replace(headings=headings, cells=_google_postal)
    return layout


def _klaviyo_by_phone(row: Row) -> list[str]:
    email, phone, *others = _klaviyo(row)
    return [phone, email, *others]
