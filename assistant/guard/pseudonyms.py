"""People have stand-ins: ids, names, addresses and numbers are tokens to a model, and come back as themselves."""

import hashlib
import hmac
import re
from typing import Any

from tools.contract import Finding

_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
_TOKEN = re.compile(r"\[?\b(customer|name|email|phone|birthday|person)-([0-9A-Fa-f]{6,16})\b\]?", re.IGNORECASE)
_KINDS = (
    ("email", "email"), ("phone", "phone"), ("mobile", "phone"), ("birth", "birthday"), ("name", "name"),
    ("id", "customer"), ("customer", "customer"),
)  # fmt: skip
_MAX_VALUES = 20_000


class Vault:
    """The stand-ins of one conversation: the same value has the same token throughout; the key stays in the house."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._tokens: dict[str, str] = {}
        self._values: dict[str, str] = {}
        self._pattern: re.Pattern[str] | None = None

    def token(self, kind: str, value: str) -> str:
        """The stand-in for `value`, such as [customer-7F3A2B]."""
        value = value.strip()
        known = self._tokens.get(value)
        if known:
            return known
        digest = hmac.new(self._key, f"{kind}\0{value}".encode("utf-8", "replace"), hashlib.sha256).hexdigest().upper()
        length = 6
        while self._values.get(f"{kind}-{digest[:length]}", value) != value:
            length += 1
        name = f"{kind}-{digest[:length]}"
        self._values[name] = value
        self._tokens[value] = f"[{name}]"
        self._pattern = None
        return self._tokens[value]

    def mask_cell(self, column: str, value: str) -> str:
        """The stand-in for a personal cell of the column called `column`."""
        return self.token(kind_of(column), value)

    def learn(self, finding: Finding, rows: int) -> None:
        """Take up the personal values in the first `rows` rows of a finding."""
        for index, column in enumerate(finding.columns):
            if column.pii:
                for row in finding.rows[:rows]:
                    if index < len(row) and row[index] not in (None, "") and len(self._tokens) < _MAX_VALUES:
                        self.token(kind_of(column.name), str(row[index]))

    def mask(self, text: str) -> str:
        """`text` with every known value, every e-mail address and every phone number replaced."""
        text = _EMAIL.sub(lambda match: self.token("email", match[0]), text)
        if self._tokens:
            if self._pattern is None:
                self._pattern = _alternatives(self._tokens)
            text = self._pattern.sub(lambda match: self._tokens.get(match[0], match[0]), text)
        return self._mask_phones(text)

    def mask_deep(self, value: Any) -> Any:
        """`mask` on every text inside plain JSON."""
        return _deep(value, self.mask)

    def unmask(self, text: str) -> str:
        """`text` with this conversation's tokens replaced by what they stand for; unknown tokens stay."""
        return _TOKEN.sub(lambda match: self._values.get(f"{match[1].lower()}-{match[2].upper()}", match[0]), text)

    def unmask_deep(self, value: Any) -> Any:
        """`unmask` on every text inside plain JSON."""
        return _deep(value, self.unmask)

    def _mask_phones(self, text: str) -> str:
        if len(re.sub(r"\D", "", text)) < 8:
            return text
        from phonenumbers import PhoneNumberMatcher

        spans = {
            (match.start, match.end): match.raw_string
            for region in ("CN", "US", "GB", "DE")
            for match in PhoneNumberMatcher(text, region)
        }
        for (start, end), raw in sorted(spans.items(), reverse=True):
            if text[start:end] == raw and len(re.sub(r"\D", "", raw)) >= 8:
                text = text[:start] + self.token("phone", raw) + text[end:]
        return text


def kind_of(column: str) -> str:
    """What a personal column holds, by its name."""
    lowered = column.lower()
    return next((kind for part, kind in _KINDS if part in lowered), "person")


def _alternatives(tokens: dict[str, str]) -> re.Pattern[str]:
    """Longest first; Latin values only as whole words, since a name inside a word is no name."""
    forms = []
    for value in sorted(tokens, key=len, reverse=True):
        form = re.escape(value)
        form = (r"(?<![A-Za-z0-9])" if value[:1].isascii() and value[:1].isalnum() else "") + form
        forms.append(form + (r"(?![A-Za-z0-9])" if value[-1:].isascii() and value[-1:].isalnum() else ""))
    return re.compile("|".join(forms) or r"(?!)")


def _deep(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_deep(item, change) for item in value]
    if isinstance(value, dict):
        return {key: _deep(item, change) for key, item in value.items()}
    return value
