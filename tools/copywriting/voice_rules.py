"""What a brand guideline asks for, read from its sentences and lists: words, emoji, exclamation marks, address."""

import re
from collections import Counter
from collections.abc import Iterable

from tools.copy_rules.checks.brand_voice import unwanted_words

_USED = re.compile(
    r"(?:words?|phrases?|things?) (?:we|to) (?:do )?(?:use|say|like|prefer)\b|preferred (?:words|terms)|our vocabulary"
    r"|常用(?:说法|词)|推荐(?:用词|用语|说法)|(?:我们)?(?:爱用|会用|多用)的(?:词|说法)",
    re.IGNORECASE,
)
_LONGEST = 30
_CHANNELS: tuple[tuple[str, str], ...] = (
    ("email", r"e-?mails?\b|newsletters?\b|邮件"), ("sms", r"\bsms\b|text messages?\b|\btexts\b|短信"),
    ("push", r"\bpush\b|notifications?\b|推送"), ("wechat", r"wechat|微信|公众号"),
    ("xiaohongshu", r"xiaohongshu|rednote|\bred\b|小红书"), ("whatsapp", r"whatsapp"),
    ("meta_ad", r"\bmeta\b|facebook|instagram"), ("google_ad", r"google|谷歌"),
    ("subject", r"subject|titles?\b|headlines?\b|标题|主题"),
)  # fmt: skip
_KINDS = {"emoji": r"emojis?|emoticons?|smileys?|表情", "exclamations": r"exclamation|感叹号|叹号"}
_NUMBERS = {
    "one": 1, "a single": 1, "two": 2, "three": 3, "一": 1, "两": 2, "二": 2, "三": 3, "1": 1, "2": 2, "3": 3, "4": 4,
}  # fmt: skip
_NONE = re.compile(
    r"\b(?:no|none|zero|never|without|don't use|do not use|avoid|not use)\b"
    r"|不用|不使用|不加|禁用|禁止|避免|不带|不要|无表情",
    re.IGNORECASE,
)
_MOST = re.compile(
    r"(?:at most|no more than|up to|max(?:imum)?(?: of)?|not more than|limit(?:ed)? to|only|最多|不超过|至多|只用)\s*"
    r"(one|a single|two|three|[1-4]|[一两二三])", re.IGNORECASE,
)  # fmt: skip
_SPARINGLY = re.compile(r"sparing|with restraint|rarely|克制|少用|慎用", re.IGNORECASE)
_NO_NAMES = re.compile(
    r"(?:never|no|do not|don't|avoid)[^.;\n]{0,25}(?:first[- ]names?|by name)"
    r"|不(?:直呼|称呼|用|写)(?:顾客|客户)?(?:的)?(?:姓名|名字)",
    re.IGNORECASE,
)
_NAMES = re.compile(r"first[- ]names?|by (?:their )?name|称呼(?:姓名|名字)|直呼其名|用名字称呼", re.IGNORECASE)


def avoided_words(guides: Iterable[tuple[str, str]]) -> list[str]:
    """Entries of lists of unwanted words, wherever the guideline has them."""
    return list(dict.fromkeys(word for title, text in guides for word in unwanted_words(title, text)))


def used_words(guides: Iterable[tuple[str, str]]) -> list[str]:
    """Entries of lists of words that the brand likes."""
    words: list[str] = []
    for title, text in guides:
        if _USED.search(title) and not unwanted_words(title, text):
            pieces = [piece.strip(" \t-*•\"'“”「」.。") for piece in re.split(r"[,，、;；\n]", text)]
            words += [re.sub(r"\s*\([^)]*\)", "", piece) for piece in pieces if piece and len(piece) <= _LONGEST]
    return list(dict.fromkeys(words))


def limits(text: str, kind: str) -> dict[str, int]:
    """Most emoji or exclamation marks of one message, by channel or `any`, as sentences of the guideline say."""
    found: dict[str, int] = {}
    for sentence in _about(text, kind):
        for clause in _CLAUSES.split(sentence):
            most = None if _ASIDE.search(clause) else _most(clause)
            if most is not None:
                for channel in _channels_in(clause) or ["any"]:
                    found.setdefault(channel, most)
    return found


_CLAUSES = re.compile(r"[;；，,]|\band\b(?=\s+(?:at most|no|never|up to|only|not)\b)|\bbut\b|但")
_ASIDE = re.compile(r"in place of|instead of|代替|代表|in a row|连用|consecutive|double", re.IGNORECASE)


def _about(text: str, kind: str) -> list[str]:
    """Sentences on the topic, and those after one on the same line that name a channel but no other topic."""
    kept = []
    for line in text.splitlines():
        current = ""
        for sentence in re.split(r"(?<=[.。!！])\s*", line):
            named = [name for name, words in _KINDS.items() if re.search(words, sentence, re.IGNORECASE)]
            current = (kind if kind in named else named[0]) if named else current if _channels_in(sentence) else ""
            if current == kind:
                kept.append(sentence)
    return kept


def _most(clause: str) -> int | None:
    number = _MOST.search(clause)
    if number:
        return _NUMBERS[number[1].lower()]
    if _NONE.search(clause):
        return 0
    return 1 if _SPARINGLY.search(clause) else None


def _channels_in(clause: str) -> list[str]:
    return [name for name, words in _CHANNELS if re.search(words, clause, re.IGNORECASE)]


def address_rules(text: str) -> dict[str, str]:
    """您 or 你 by channel or `any`, from sentences that tell which to use; a clause may take a channel from before."""
    found: dict[str, str] = {}
    for sentence in re.split(r"[。；;\n]", text):
        channels: list[str] = []
        for clause in re.split(r"[，,]", sentence):
            channels = [name for name in _channels_in(clause) if name != "subject"] or channels
            told = _ADDRESS.search(clause)
            if told and not _NO_ADDRESS.search(clause):
                for channel in channels or ["any"]:
                    found.setdefault(channel, told[1])
    if found and "any" not in found and len(set(found.values())) == 1:
        found["any"] = next(iter(found.values()))
    return found


_ADDRESS = re.compile(r"(?:用|称呼?|写作?|说|以|为)[^“”「」\"']{0,6}[“「\"'‘]?(您|你)(?!们)[”」\"'’]?")
_NO_ADDRESS = re.compile(r"不(?:得|要|能)?(?:混用|用|称|说|写)|可以用")


def name_rule(text: str) -> bool | None:
    """May readers be greeted by first name? None where the guideline does not say."""
    if _NO_NAMES.search(text):
        return False
    return True if _NAMES.search(text) else None


_COMMON = """
about after again also because been before being below between both could does doing down each from have
having here into just like more most only other ours over same should some such than that their them then
there these they this those through under until very were what when where which while will with would your
yours you and the for are our not can all has its was one two new now get see how who why any but out off
"""
_IN_TEXTS = 2
_SHOWN = 12


def frequent_words(texts: list[str], language: str) -> list[str]:
    """Words that several sent texts share, the most frequent first; runs of two to four characters in Chinese."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(_runs(text) if language == "zh" else _words(text))
    least = _IN_TEXTS if language == "en" else _IN_TEXTS + 1
    shared = [(word, count) for word, count in counts.most_common() if count >= least]
    whole = [
        word
        for word, count in shared
        if not any(word != other and word in other and count <= more for other, more in shared)
    ]
    return whole[:_SHOWN]


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[a-z][a-z'’-]{2,}", text.lower()) if word not in _COMMON.split()}


def _runs(text: str) -> set[str]:
    found = set()
    for run in re.findall(r"[\u4e00-\u9fff]+", text):
        found |= {run[i : i + n] for n in (2, 3, 4) for i in range(len(run) - n + 1)}
    return {piece for piece in found if not re.search(r"^[的了和是在您你我们]|[的了和是在您你我]$", piece)}
