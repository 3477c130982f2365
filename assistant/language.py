"""Which of our two languages a message is in."""

import re

from tools.contract import Language

_CJK = re.compile(r"[㐀-鿿豈-﫿]")
_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]+")
_PARTICLE = re.compile(r"[呢吗吧的呀啊嘛么]")
_NAME = re.compile(r"(?:[A-Z][\w'’&.-]*|\d[\w.-]*)(?: (?:[A-Z][\w'’&.-]*|\d[\w.-]*)){1,4}")
"""Black Friday 2025, Kestrel Works: a name and nothing said of it."""
_FUNCTION_WORDS = re.compile(r"[的了吗呢把按哪谁请给换和或在是有多少怎么为什]")


def detect(text: str, previous: Language) -> Language:
    """Language of `text`, by script; what carries no language ("5", "AOV") keeps the `previous` one.

    Two Chinese characters weigh as one Latin word, so that a city or brand in the other script does not decide. A name
    alone, or one with a particle (gold呢), does not leave a Chinese conversation.
    """
    chinese, latin = len(_CJK.findall(text)), len(_LATIN_WORD.findall(text))
    if previous == "zh" and (_NAME.fullmatch(text.strip(" ?？。.!！")) or (chinese and _PARTICLE.search(text))):
        return "zh"
    if not chinese:
        return "en" if latin > 1 or (latin and previous == "en") else previous
    if chinese >= latin * 2 or (chinese >= 3 and _FUNCTION_WORDS.search(text) and chinese >= latin):
        return "zh"
    return "en"
