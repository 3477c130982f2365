"""Each platform's file by its own rules, with the traps their published normalisers fall into."""

import csv
import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.contract import BadInput
from tools.data.exports import (
    Person,
    Platform,
    layout_for,
    normal_email,
    normal_phone,
    rows_for,
    split_name,
    table,
    write_csv,
)

WANG = Person("C1", "王小明", "Dana+news@Example.COM ", "138 1234 5678", "女", "上海", "CN")
JOSE = Person("C2", "José Núñez", None, "0044 7700 900123", "male", "London", "GB")


def hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def cells(person: Person, platform: Platform) -> list[str]:
    headings, rows = table(rows_for([person]), platform)
    assert len(headings) == len(rows[0])
    return rows[0]


def test_phones_become_e164_by_country() -> None:
    assert normal_phone("138 1234 5678", "CN") == "+8613812345678"
    assert normal_phone("0044 7700 900123", "") == "+447700900123"
    assert normal_phone("07700 900123", "GB") == "+447700900123"
    assert normal_phone("１３８１２３４５６７８", "CN") == "+8613812345678"
    assert normal_phone("12", "GB") == normal_phone(None, "GB") == normal_phone("call me", "US") == ""


def test_emails_are_trimmed_and_lowered() -> None:
    assert normal_email(" Dana@Example.COM ") == "dana@example.com"
    assert normal_email("dana@") == normal_email("a b@c.de") == normal_email("=cmd|'/c'!A1@x") == ""


def test_chinese_names_do_not_share_a_hash() -> None:
    row = cells(WANG, "meta")
    assert row[2:5] == [hashed("小明"), hashed("王"), hashed("上海")]  # as UTF-8, by Meta's page of examples
    assert hashed("") not in row
    assert row[0] == hashed("dana+news@example.com")
    assert row[1] == hashed("8613812345678")
    assert row[5:] == [hashed("cn"), hashed("f")]
    assert cells(JOSE, "meta")[2:4] == [hashed("josé"), hashed("núñez")]


def test_tiktok_drops_the_tag_and_gives_both_phone_forms() -> None:
    assert cells(WANG, "tiktok") == [
        hashed("dana@example.com"), hashed("dana+news@example.com"), hashed("+8613812345678"), hashed("8613812345678"),
    ]  # fmt: skip


def test_google_hashes_addresses_and_leaves_the_country_plain() -> None:
    assert cells(JOSE, "google") == ["", "", hashed("+447700900123")]  # a country without a postcode is an error there
    postal = layout_for("google", "email", with_zip=True)
    assert postal.headings == ("Email", "Email", "Phone", "First Name", "Last Name", "Country", "Zip")
    row = rows_for([JOSE._replace(zip="SW1A 1AA")])[0]
    assert postal.cells(row)[3:] == [hashed("josé"), hashed("núñez"), "GB", "SW1A 1AA"]


def test_mailing_tools_get_plain_values() -> None:
    assert cells(WANG, "klaviyo") == ["dana+news@example.com", "+8613812345678", "小明", "王", "上海", "CN"]
    assert cells(JOSE, "braze")[0] == "C2"
    long = WANG._replace(city="长" * 200)
    assert len(cells(long, "mailchimp")[4].encode()) <= 255


@pytest.mark.parametrize("start", [*"=+-@\t\r|＝＋－＠", " =", "\u3000＝"])
def test_no_cell_starts_a_formula(start: str) -> None:
    city = cells(WANG._replace(city=f"{start}1+1", name=f"{start}cmd"), "csv")
    assert city[5].startswith("'")
    assert city[1].startswith("'")


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_any_text_survives_the_file(
    tmp_path_factory: pytest.TempPathFactory, name: str, email: str, phone: str
) -> None:
    path = tmp_path_factory.mktemp("out") / "a.csv"
    headings, rows = table(rows_for([Person("C1", name, email, phone, None, None, "US")]), "csv")
    clean = [[cell.encode("utf-8", "replace").decode() for cell in row] for row in rows]
    write_csv(path, headings, clean)
    with path.open(encoding="utf-8", newline="") as handle:
        read = list(csv.reader(handle))
    assert len(read) == 2
    assert all(not cell or cell[0] not in "=-@" for cell in read[1])


def test_names_are_split_as_they_are_said() -> None:
    assert split_name("欧阳修") == ("修", "欧阳")
    assert split_name("Ana de la Cruz") == ("Ana", "de la Cruz")
    assert split_name(None) == ("", "")


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be written"):
        write_csv(tmp_path / "missing" / "a.csv", ["a"], [["1"]])
    assert list(tmp_path.iterdir()) == []


@given(
    st.from_regex(r"(\+86|\+1|1|0)?[ -]?\(?[0-9]{3}\)?[ -]?[0-9]{3,4}[ -]?[0-9]{4}", fullmatch=True),
    st.sampled_from(["CN", "US", "CA", "GB", ""]),
)
def test_common_numbers_are_read_as_all_others_are(number: str, country: str) -> None:
    assert normal_phone(number, country) == normal_phone("\u200b" + number, country)  # the mark takes the long way


@given(st.from_regex(r"[a-z0-9._+-]{1,12}@[a-z0-9.-]{1,12}\.[a-z]{2,4}", fullmatch=True))
def test_common_addresses_are_read_as_all_others_are(address: str) -> None:
    assert normal_email(address) == normal_email("\u200b" + address)
    assert normal_email(normal_email(address)) == normal_email(address)


@given(st.text(max_size=60), st.sampled_from(["CN", "US", "DE", "IT", ""]))
def test_any_text_is_a_number_or_none(text: str, country: str) -> None:
    number = normal_phone(text, country)
    assert number == "" or (number[0] == "+" and number[1:].isascii() and number[1:].isdigit())
    assert not number or normal_phone(number, "") == number


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_none(text: str) -> None:
    email = normal_email(text)
    assert email == normal_email(email) and email == email.strip().lower()
    assert email == "" or (email.count("@") == 1 and email.rpartition("@")[2].isascii())
