"""Round trips: 36 awkward people out to each platform and back by its own rules, hashes computed by hand."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools.campaigns.awkward_people import PEOPLE, Awkward, make_awkward_shop
from tests.tools.campaigns.readers import READERS, Read
from tools.campaigns import export_audience
from tools.data.exports import LAYOUTS, Platform
from tools.definitions import Audience, Channel
from tools.desk import Desk, Shop

EMAILED = [person for person in PEOPLE if person.wanted_email]
TEXTED = [person for person in PEOPLE if person.wanted_phone]
GENDERS = {
    "男": "m", "女": "f", "F": "f", "mujer": "f", "male": "m", "female": "f", "männlich": "m", "m": "m", "M": "m",
    "f": "f", "女性": "f", "FEMALE": "f", "Frau": "f", "男性": "m", "w": "f", "femme": "f", "maschio": "m",
}  # fmt: skip
BARE = {
    "O'Brien-Smith": "obriensmith", "de la Cruz": "delacruz", "Q Public": "qpublic", "Văn An": "vănan",
    "İlker": "ilker", "A Coruña": "acoruña", "New York": "newyork", "SAN FRANCISCO": "sanfrancisco",
    "İstanbul": "istanbul", "Hà Nội": "hànội", "=cmd|'/c": "cmdc", "calc'!A0": "calca", "@SUM(1+1)": "sum",
}  # fmt: skip
"""Names as Meta wants them, where lower case alone is not enough."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    shop = Shop.open(make_awkward_shop(tmp_path_factory.mktemp("shop") / "awkward"))
    yield shop.desk()
    shop.close()


def sha(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest() if text else ""


def sent(desk: Desk, folder: Path, platform: Platform, channel: Channel) -> Read:
    path = folder / f"people.{platform}"
    export_audience(desk, Audience(), platform, path, channel=channel)
    return READERS[platform](path)


@pytest.mark.parametrize("channel", ["email", "sms"])
def test_meta_hashes_what_its_page_of_examples_hashes(desk: Desk, tmp_path: Path, channel: Channel) -> None:
    rows = sent(desk, tmp_path, "meta", channel)
    people = EMAILED if channel == "email" else TEXTED
    assert [row["email"][0] for row in rows] == [sha(person.wanted_email) for person in people]
    assert [row["phone"][0] for row in rows] == [sha(person.wanted_phone.replace("+", "")) for person in people]
    for row, person in zip(rows, people, strict=True):
        wanted = [BARE.get(text, text.lower()) for text in (person.first, person.last, person.city or "")]
        assert [row["fn"][0], row["ln"][0], row["ct"][0]] == [sha(text) for text in wanted], person
        assert row["country"][0] == sha(person.code.lower())
        assert row["gen"][0] == sha(GENDERS.get(person.gender or "", ""))


def test_meta_s_published_hashes_are_ours() -> None:
    """The values printed on Meta's page of customer information parameters."""
    assert sha("john_smith@gmail.com") == "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f"
    assert sha("16505551212") == "e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176"
    from tools.data.exports import Person, rows_for

    page = Person("P1", "Valéry 정", "John_Smith@gmail.com", "(650)555-1212", None, None, "US")
    cells = LAYOUTS["meta"].cells(rows_for([page])[0])
    assert cells[:4] == [
        "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f",
        "e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176",
        "08e1996b5dd49e62a4b4c010d44e4345592a863bb9f8e3976219bac29417149c",
        "8fa8cd9c440be61d0151429310034083132b35975c4bea67fdd74158eb51db14",
    ]


@pytest.mark.parametrize("channel", ["email", "sms"])
def test_google_has_gmail_addresses_in_both_forms(desk: Desk, tmp_path: Path, channel: Channel) -> None:
    rows = sent(desk, tmp_path, "google", channel)
    people = EMAILED if channel == "email" else TEXTED
    other = {"john.q.public+shop@gmail.com": sha("johnqpublic@gmail.com")}
    assert [row["Email"] for row in rows] == [
        [sha(person.wanted_email), other.get(person.wanted_email, "")] for person in people
    ]
    assert [row["Phone"] for row in rows] == [[sha(person.wanted_phone)] for person in people]


@pytest.mark.parametrize("channel", ["email", "sms"])
def test_tiktok_has_both_readings_of_its_pages(desk: Desk, tmp_path: Path, channel: Channel) -> None:
    rows = sent(desk, tmp_path, "tiktok", channel)
    people = EMAILED if channel == "email" else TEXTED
    untagged = {
        "dana+news@example.com": "dana@example.com", "john.q.public+shop@gmail.com": "john.q.public@gmail.com",
    }  # fmt: skip
    for row, person in zip(rows, people, strict=True):
        email = person.wanted_email
        assert row["Email_SHA256"] == [sha(untagged.get(email, email)), sha(email) if email in untagged else ""]
        assert row["Phone_SHA256"] == [sha(person.wanted_phone), sha(person.wanted_phone.replace("+", ""))]


def plain_email(person: Awkward, platform: str) -> str:
    """What a file with plain addresses may hold: nothing a spreadsheet would run, no accents for Mailchimp."""
    refused = {"-dash@example.com"} | ({"josé@example.com"} if platform == "mailchimp" else set())
    return person.wanted_email if platform == "parquet" or person.wanted_email not in refused else ""


@pytest.mark.parametrize("channel", ["email", "sms"])
@pytest.mark.parametrize("platform", ["klaviyo", "mailchimp", "braze", "csv", "parquet"])
def test_sending_tools_get_plain_addresses(desk: Desk, tmp_path: Path, platform: Platform, channel: Channel) -> None:
    rows = sent(desk, tmp_path, platform, channel)
    people = TEXTED if channel == "sms" else [person for person in EMAILED if plain_email(person, platform)]
    email, phone = {
        "klaviyo": ("Email Address", "Phone Number"), "mailchimp": ("Email Address", "Phone Number"),
    }.get(platform, ("email", "phone"))  # fmt: skip
    assert [row[email][0] for row in rows] == [plain_email(person, platform) for person in people]
    assert [row[phone][0] for row in rows] == [person.wanted_phone for person in people]
    country = "Country" if platform in ("klaviyo", "mailchimp") else "country"
    assert [row[country][0] for row in rows] == [person.code for person in people]


def test_names_reach_the_sending_tools_as_they_are_said(desk: Desk, tmp_path: Path) -> None:
    rows = sent(desk, tmp_path, "braze", "email")
    people = [person for person in EMAILED if plain_email(person, "braze")]
    named = [(row["first_name"][0].removeprefix("'"), row["last_name"][0]) for row in rows]
    assert named == [(person.first, person.last) for person in people]
    assert [row["external_id"][0] for row in rows] == [f"A{PEOPLE.index(person):03}" for person in people]


def test_klaviyo_has_the_address_written_to_in_the_first_column(desk: Desk, tmp_path: Path) -> None:
    assert next(iter(sent(desk, tmp_path, "klaviyo", "sms")[0])) == "Phone Number"
    assert next(iter(sent(desk, tmp_path, "klaviyo", "email")[0])) == "Email Address"
