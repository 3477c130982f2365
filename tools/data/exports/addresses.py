"""E-mail addresses and phone numbers as people and spreadsheets write them, in the one form all platforms agree on.

Nothing is guessed: what could be somebody else's address (a space in the middle, digits lost to 1.38E+10) is none.
"""

import re
import unicodedata
from functools import lru_cache

_LOCAL = r"[^\s@,;:<>()\[\]\\\"]+"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_EMAIL = re.compile(rf"(?!\.){_LOCAL}(?<!\.)@(?:{_LABEL}\.)+(?:[a-z]{{2,}}|xn--[a-z0-9-]+)")
_PLAIN_EMAIL = re.compile(r"[a-z0-9][a-z0-9._+-]*[a-z0-9]@(?:[a-z0-9]{1,63}\.)+[a-z]{2,}")
_EMAIL_PREFIX = re.compile(r"^(?:mailto|e-?mail|mail|邮箱|電子郵件|电子邮箱|邮件)\s*:\s*", re.IGNORECASE)
_REMARK = re.compile(r"\s*\([^()@\d]*\)\s*$")
_WRAPPED = re.compile(r"<\s*([^<>]*@[^<>]*)>")
_SEVERAL_EMAILS = re.compile(r"[\s,;、，；|/]+")
_LONGEST_EMAIL, _LONGEST_LOCAL = 254, 64
"""Characters, by RFC 5321."""

_SEVERAL_PHONES = re.compile(r"[/;,、，；|]|\s(?:or|oder)\s|或|(?<=.)(?=\+)|\s+(?=\d{10})")
_EXTENSION_ZH = re.compile(r"\s*(?:转|轉|分机|分機)\s*\d{1,6}$")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?e\+?\d+", re.IGNORECASE)
_MASKED = re.compile(r"[*?#•]|x{2,}", re.IGNORECASE)
_MAINLAND = re.compile(r"(?:\+86[ -]?)?(1[3-9]\d)[ -]?(\d{4})[ -]?(\d{4})", re.ASCII)
_NORTH_AMERICAN = re.compile(r"(?:\+?1[ -]?)?\(?([2-9]\d{2})\)?[ -]?([2-9]\d{2})[ -]?(\d{4})", re.ASCII)
_LEADING_ZEROS = re.compile(r"^\+*\s*00\s*")
_ABROAD = re.compile(r"[1-9]\d{9,14}", re.ASCII)
_TRUNK = re.compile(r"\(\s*0\s*\)")
_LONGEST_PHONE = 100
_LONGEST_CELL = 1_000
"""Characters; what is longer is a fault of the file, and would take seconds to look through."""
_CLOSED_PLANS = (1, 86)
"""North America and China: what is in no known range there is another country's number, such as a Chinese mobile of a
customer in New York, or a typing error."""
_PLUS = re.compile(r"^\++\s*")
_GMAIL = ("gmail.com", "googlemail.com")


def normal_email(address: str | None) -> str:
    """Lower case, without what a spreadsheet, an address book or an input method added; empty when it is no address.

    Of several addresses the first counts. The domain is Punycode, as browsers hand it over; the part before @ keeps
    its accents, which only some platforms take.
    """
    if not address or len(address) > _LONGEST_CELL:
        return ""
    if len(address) <= _LONGEST_LOCAL and _PLAIN_EMAIL.fullmatch(address):
        return address  # as most are
    text = _visible(address)
    wrapped = _WRAPPED.search(text)
    text = (wrapped[1] if wrapped else _REMARK.sub("", text)).lstrip(" \t'\"<").rstrip(" \t'\"<>.,;:")
    text = _EMAIL_PREFIX.sub("", text)
    one = _one_email(text)
    if one:
        return one
    several = [_one_email(part) for part in _SEVERAL_EMAILS.split(text) if part]
    return several[0] if several and all(several) else ""


def _one_email(text: str) -> str:
    local, at, domain = text.rpartition("@")
    if not at:
        return ""
    # İ has no lower-case letter of its own: lower() leaves an i with a loose dot, which no mailbox has
    local = unicodedata.normalize("NFC", local.strip().replace("İ", "i").lower())
    labels = re.sub(r"\s*[.。]\s*", ".", domain.strip().replace("İ", "i").lower()).split(".")
    whole = f"{local}@{'.'.join(_punycode(label) for label in labels)}"
    fits = len(local.encode()) <= _LONGEST_LOCAL and len(whole.encode()) <= _LONGEST_EMAIL
    return whole if fits and _EMAIL.fullmatch(whole) else ""


def _punycode(label: str) -> str:
    """By IDNA 2008, where ß stays a letter of its own (the codec `idna` of Python makes it ss, another domain)."""
    return label if label.isascii() else "xn--" + unicodedata.normalize("NFC", label).encode("punycode").decode()


def untagged_email(email: str) -> str:
    """Without the +tag."""
    local, at, domain = email.partition("@")
    return local.partition("+")[0] + at + domain


def undotted_gmail(email: str) -> str:
    """The mailbox at Gmail, which ignores dots and what follows a plus; other addresses as they are."""
    local, at, domain = email.partition("@")
    return local.partition("+")[0].replace(".", "") + at + domain if domain in _GMAIL else email


def normal_phone(number: str | None, country: str) -> str:
    """E.164 by the person's country; empty when it is no possible number there, or not one person's own.

    Of several numbers the first possible one counts, a valid one before one that only has the right length (the
    ranges of the library lag behind the operators'). Toll-free and premium numbers reach no single person.
    """
    if not number or len(number) > _LONGEST_CELL:
        return ""
    quick = _common_phone(number, country)
    if quick is not None:
        return quick
    text = _visible(number)
    text = re.sub(r"^[='\"]+|['\"]+$|^tel:", "", text).strip()
    text = _REMARK.sub("", _EXTENSION_ZH.sub("", re.sub(r"^(\+?\d{7,15})\.0+$", r"\1", text)))
    if not text or len(text) > _LONGEST_PHONE or _SCIENTIFIC.search(text) or _MASKED.search(text):
        return ""
    whole, _ = _one_phone(text, country)  # 0151/23456789 is one number, so the slash parts only what is too long
    parts = [_one_phone(part.strip(), country) for part in _SEVERAL_PHONES.split(text)] if not whole else []
    return whole or next((e164 for e164, valid in parts if e164 and valid), "")


def _common_phone(text: str, country: str) -> str | None:
    """The two commonest forms without the library's full reading, which takes ten times as long; None for others."""
    if country == "CN" or text.startswith("+86"):
        found, code = _MAINLAND.fullmatch(text), "86"
    else:
        found, code = (_NORTH_AMERICAN.fullmatch(text), "1") if country in ("US", "CA") else (None, "")
    if not found:
        return None
    national = "".join(found.groups())
    return f"+{code}{national}" if _used(code, national[:7], len(national)) else None


@lru_cache(maxsize=100_000)
def _used(code: str, start: str, length: int) -> bool:
    """Both plans tell the kind of a number by its first digits."""
    e164, known = _parsed(f"+{code}{start:0<{length}}", "")
    return bool(e164) and known


def _one_phone(text: str, country: str) -> tuple[str, bool]:
    """+44 (0)7700 …: the zero is dialled at home only, save in Italy; the form that is valid decides.

    447911123456 in Germany is no number in use there and would be one in Britain: nobody can tell, so it is none.
    """
    text = _LEADING_ZEROS.sub("+", _PLUS.sub("+", text))
    found = [_parsed(form, country) for form in dict.fromkeys((_TRUNK.sub("", text), _TRUNK.sub("0", text)))]
    e164, valid = max(found, key=lambda result: (result[1], bool(result[0])))
    if e164 and not valid and _ABROAD.fullmatch(text) and _parsed("+" + text, "")[1]:
        return "", False
    return e164, valid


def _parsed(text: str, country: str) -> tuple[str, bool]:
    """E.164 and whether the number is in a range that is in use; empty when it cannot be a person's."""
    import phonenumbers

    try:
        number = phonenumbers.parse(text, country.upper() or None)
    except phonenumbers.NumberParseException:
        return "", False
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return "", False
    kind = phonenumbers.number_type(number)
    if kind in _shared_kinds():
        return "", True
    known = kind != phonenumbers.PhoneNumberType.UNKNOWN
    digits = phonenumbers.national_significant_number(number)
    made_up = len(set(digits)) == 1 or digits.startswith("00")  # 0000000, 1111111
    if not known and (made_up or number.country_code in _CLOSED_PLANS):
        return "", False
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)), known


@lru_cache
def _shared_kinds() -> frozenset[int]:
    from phonenumbers import PhoneNumberType as Kind

    return frozenset({Kind.TOLL_FREE, Kind.PREMIUM_RATE, Kind.SHARED_COST, Kind.UAN, Kind.VOICEMAIL, Kind.PAGER})


def takes_texts(e164: str) -> bool:
    """False for a number that is known to be a landline only."""
    import phonenumbers

    kind = phonenumbers.number_type(phonenumbers.parse(e164))
    return bool(kind != phonenumbers.PhoneNumberType.FIXED_LINE)


def _visible(text: str | None) -> str:
    """Full-width forms made plain, and without the invisible marks that come along when an address is copied."""
    plain = unicodedata.normalize("NFKC", text or "")
    if not plain.isascii() or not plain.isprintable():
        plain = "".join(c for c in plain if c.isspace() or unicodedata.category(c) not in ("Cf", "Cc", "Cn", "Co"))
    return plain.strip()
