"""Countries as shops write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts import load_toml
from tools.data.countries import country_code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("CN", "CN"), ("cn", "CN"), ("CHN", "CN"), ("China", "CN"), ("PR China", "CN"), ("P.R. China", "CN"),
        ("中国", "CN"), ("中国大陆", "CN"), ("中國", "CN"), ("ＣＮ", "CN"), ("香港", "HK"), ("台湾", "TW"),
        ("澳门", "MO"), ("UK", "GB"), ("U.K.", "GB"), ("United Kingdom", "GB"), ("united\u00a0kingdom", "GB"),
        ("England", "GB"), ("英国", "GB"), ("GBR", "GB"), ("U.S.A.", "US"), ("us", "US"), ("The United States", "US"),
        ("美国", "US"), ("Deutschland", "DE"), ("España", "ES"), ("Espana", "ES"), ("ÖSTERREICH", "AT"), ("日本", "JP"),
        ("Korea, Republic of", "KR"), ("South Korea", "KR"), ("韩国", "KR"), ("Côte d'Ivoire", "CI"),
        ("Cote d’Ivoire", "CI"), ("Türkiye", "TR"), ("TURKEY", "TR"), ("Czechia", "CZ"), ("Viet Nam", "VN"),
        ("Holland", "NL"), ("the Netherlands", "NL"), ("Éire", "IE"), ("EL", "GR"), ("NA", "NA"), ("Niger", "NE"),
        ("Nigeria", "NG"), ("Guinea-Bissau", "GW"), ("阿联酋", "AE"), ("俄罗斯", "RU"),
    ],
)  # fmt: skip
def test_a_country_is_known_however_it_is_written(written: str, code: str) -> None:
    assert country_code(written) == code
    assert country_code(f"  {written} ") == code


@pytest.mark.parametrize(
    "written", [None, "", " ", "XX", "ZZZ", "Atlantis", "California", "12", "USA / Canada", "*zh", "."]
)
def test_what_is_no_country_has_no_code(written: str | None) -> None:
    assert country_code(written) == ""


def test_every_region_with_phone_numbers_has_both_codes() -> None:
    import phonenumbers

    words = load_toml("countries.toml")["alpha3"].split()
    pairs = dict(zip(words[::2], words[1::2], strict=True))
    assert len(pairs) == len(set(pairs.values())) == 249
    assert phonenumbers.SUPPORTED_REGIONS - pairs.keys() <= {"XK", "AC", "TA"}
    assert all(country_code(long) == short == country_code(short) for short, long in pairs.items())


@given(st.text(max_size=40))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    code = country_code(text)
    assert code == "" or (len(code) == 2 and code.isascii() and code.isupper())
