"""Which of our two languages a message is in."""

import re

from tools.contract import Language

_CJK = re.compile(r"[㐀-鿿豈-﫿]")
_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]+")
_FUNCTION_WORDS = re.compile(r"[的了吗呢把按哪谁请给换和或在是有多少怎么为什]")


def detect(text: str, previous: Language) -> Language:
    """Language of `text`, by script; what carries no language ("5", "AOV") keeps the `previous` one.

    Two Chinese characters weigh as one Latin word, so that a city or brand in the other script does not decide.
    """
    chinese, latin = len(_CJK.findall(text)), len(_LATIN_WORD.findall(text))
    if not chinese:
        return "en" if latin > 1 or (latin and previous == "en") else previous
    if chinese >= latin * 2 or (chinese >= 3 and _FUNCTION_WORDS.search(text) and chinese >= latin):
        return "zh"
    return "en"
