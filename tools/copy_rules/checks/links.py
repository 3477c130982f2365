"""No address in the text: links are merge tags."""

from collections.abc import Iterator

from tools.copy_rules.context import Hit, Reading
from tools.copy_rules.rulebook import Rule
from tools.copy_rules.tags import TAG
from tools.copy_rules.text import fold, term

ADDRESS = (
    r"\b(?:https?|ftp|javascript|data|mailto|tel)\s*:\s*/{0,2}\S+|\bwww\.\S+"
    r"|(?<![\w@.])[a-z0-9-]+(?:\.[a-z0-9-]+)*(?:\.|\s\.\s?|\.\s(?-i:(?=[a-z])))(?:com|net|org|cn|co|io|shop|store|ly|me|info|biz|top|xyz|vip|ru|de|uk|app|link|cc)\b(?:/\S*)?"
    r"|\b\d{1,3}(?:\.\d{1,3}){3}\b"
)


def links(_: Rule, reading: Reading) -> Iterator[Hit]:
    """Web addresses, bare domains and IP numbers, also with spaces around the dot."""
    own = reading.context.unsubscribe_url
    for name, text in reading.fields.items():
        folded = fold(TAG.sub(lambda match: " " * len(match[0]), text))
        for match in term(ADDRESS).finditer(folded.text):
            start, end = folded.written(*match.span())
            value = text[start:end]
            if not (own and value.startswith(own)) and value not in reading.context.protected:
                yield Hit(name, value, start)
