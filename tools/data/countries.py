"""Countries as shops write them, as ISO 3166-1 codes: the one home for both phone formats and the law that applies."""

import re
import unicodedata
from functools import cache, lru_cache

_IGNORED = re.compile(r"^the |[.,()’']")
_PARTS = re.compile(
    r"\s*[()（）\[\]/|:：–—]\s*|\s-\s|(?<=[A-Z]{2})-|(?<=[A-Za-z])\s*(?=[一-鿿])|(?<=[一-鿿])\s*(?=[A-Za-z])"
)
_LONGEST = 80
_SPACES = re.compile(r"[\s\-_/]+")


@lru_cache(maxsize=4_096)
def country_code(country: str | None) -> str:
    """ISO 3166-1 alpha-2 of a country written as a code (CN, CHN, UK) or a name in any common language; else empty.

    A name that two countries share in some language is told by its English or Chinese meaning alone.
    """
    whole = _code(country or "")
    if whole or not country or len(country) > _LONGEST:
        return whole
    parts = {_code(part) for part in _PARTS.split(country)} - {""}  # US - United States, 中国 China
    return parts.pop() if len(parts) == 1 else ""


def _code(text: str) -> str:
    plain = _plain(text)
    return _codes().get(plain.upper()) or _names().get(plain, "")


def _plain(text: str) -> str:
    """Lower case without accents, punctuation and article: "The U.S." is "us", "Korea, Republic of" without comma."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(letter for letter in apart if unicodedata.category(letter) not in ("Mn", "Cf", "Cc"))
    return _IGNORED.sub("", _SPACES.sub(" ", letters).replace(" & ", " and ").strip()).strip()


@cache
def _table() -> dict[str, object]:
    from prompts import load_toml

    return load_toml("countries.toml")


@cache
def _codes() -> dict[str, str]:
    """Alpha-2 and alpha-3 codes, upper case, and those in use beside them."""
    table = _table()
    words = str(table["alpha3"]).split()
    pairs = dict(zip(words[1::2], words[::2], strict=True))
    others = table["codes"]
    return {**pairs, **{code: code for code in words[::2]}, **(others if isinstance(others, dict) else {})}


@cache
def _names() -> dict[str, str]:
    """Names without punctuation, casefolded: English and Chinese first, ours next, other languages where unshared."""
    from phonenumbers.geodata.locale import LOCALE_DATA

    foreign: dict[str, set[str]] = {}
    main: dict[str, str] = {}
    for code, names in LOCALE_DATA.items():
        if code not in _codes():
            continue
        for language, name in names.items():
            written = names.get(name[1:], "") if name.startswith("*") else name
            if written.startswith("*"):
                continue
            foreign.setdefault(_plain(written), set()).add(code)
            if language in ("en", "zh"):
                main[_plain(written)] = code
    ours = _table()["names"]
    known = {name: next(iter(codes)) for name, codes in foreign.items() if len(codes) == 1} | main
    for code, forms in ours.items() if isinstance(ours, dict) else ():
        known |= {_plain(form): code for form in forms}
    known.pop("", None)
    return known
