"""Names beside an award or a certificate: it is the one of the fact, not another of its kind."""

import re

from tools.copy_rules.context import Fact
from tools.copy_rules.numerals import number
from tools.copy_rules.statements import english
from tools.copy_rules.text import HAN, fold, is_chinese, term

_NAMED_ZH = (
    r"(?:获得?|得了?|摘得?|夺得?|斩获|拿下|拿到|拿过|评为|通过了?|经过?|有|是)[^，。！？\s]{0,3}?"
    r"(?P<n>[\u4e00-\u9fffA-Za-z0-9]{2,16}?)(?:大奖|金奖|银奖|铜奖|奖|认证|检测|标准|专利)"
    r"|(?P<m>[\u4e00-\u9fffA-Za-z0-9]{2,8})(?:大奖|金奖|银奖|铜奖|奖|认证)"
)
_GRADES = (
    ("platinum", "铂金", "白金", "特等奖"),
    ("一等奖", "first prize"),
    ("二等奖", "second prize"),
    ("金奖", "金牌", "gold", "🥇"),
    ("银奖", "银牌", "silver", "🥈"),
    ("铜奖", "铜牌", "bronze", "🥉"),
)
_WON = r"\b(?:won|winners?|winning|first prize|gold|champions?|of the year)\b|冠军|夺冠|金奖|大奖|一等奖|摘得|斩获"
_LESSER = r"\b(?:runners?-up|finalists?|shortlist\w*|nominat\w+|commended|longlist\w*)\b|入围|提名|优秀奖|亚军|季军"
_COMMON = (
    r"(?:the|an?|i|we|our|your?|its?|this|that|these|those|and|or|but|for|with|from|of|in|on|at|by|as|is|are|was|were"
    r"|new|now|winner|awards?|prize|best|gold|silver|bronze|medal|certified|voted|won|winning|hello|hi|dear|yes|no"
    r"|yours|mine|ours|theirs|every|each|any|all|some|if|when|what|how|why|who|there|here|also|plus|still|just|only"
    r"|not|they|he|she|you|so|then|both"
    r"|january|february|march|april|may|june|july|august|september|october|november|december|(?:mon|tues|wednes|thurs"
    r"|fri|satur|sun)day|spring|summer|autumn|winter|christmas|mum|dad|reply|stop)"
)
"""Words that are capitals at the beginning of a sentence or in any text."""
_CAPITAL = r"\b[A-Z][\w&'’-]*"
_ACRONYM = r"\b[A-Z][\w-]*[A-Z][\w-]*"
_BESIDE = 48
_LIKE = 0.6
"""So much of a Chinese name, in pairs of characters, must stand in a fact."""


def strange_name(text: str, start: int, end: int, facts: list[Fact], known: tuple[str, ...]) -> str:
    """A name in the sentence `text`, beside its span, that no fact has; empty where all are known."""
    everything = "\n".join(fact.folded for fact in facts).lower()
    for grade in _GRADES:
        said = next((word for word in grade if word in text.lower()), "")
        if said and not any(word in everything for word in grade):
            return said
    won = term(_WON).search(text)
    if won and term(_LESSER).search(everything) and not term(_WON).search(everything):
        return won[0]
    if is_chinese(text):
        return _strange_zh(text, everything, known)
    own = next((word for word in re.findall(_ACRONYM, text[start:end]) if word.lower() not in everything), "")
    if own:
        return own
    plain = f"{text[max(0, start - _BESIDE) : start]} {text[end : end + _BESIDE]}"  # the term itself is no name
    for name in known:
        plain = re.sub(re.escape(fold(name).text), " ", plain, flags=re.IGNORECASE)
    for match in re.finditer(_CAPITAL, plain):
        word = match[0].lower().removesuffix("'s").removesuffix("’s")
        opening = _OPENS.search(plain[: match.start()]) and _everyday(word)
        if not opening and not re.fullmatch(_COMMON, word) and number(word) is None and word not in everything:
            return match[0]
    return ""


_OPENS = re.compile(r"(?:^|[.!?:;\n“\"(•*–—-])\s*$")


def _everyday(word: str) -> bool:
    """Is it a word of grammar, or a harmless one: comes, inside?"""
    return english.stem(word) in english.stems("function", "appeal", "everyday", "imperative")


def _strange_zh(text: str, everything: str, known: tuple[str, ...]) -> str:
    if not HAN.search(everything):
        return ""  # a Chinese name of what a fact tells in English cannot be compared
    for match in term(_NAMED_ZH).finditer(text):
        name = match["n"] or match["m"] or ""
        for one in known:
            name = name.replace(one, "")
        name = re.sub(r"\d{4}年?|年度|国家|国际|的|了|我们|本店|这款?", "", name)
        pairs = [name[i : i + 2].lower() for i in range(len(name) - 1)]
        if pairs and sum(pair in everything for pair in pairs) < _LIKE * len(pairs):
            return name
    return ""
