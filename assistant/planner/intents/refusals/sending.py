"""Orders to send something, now or at a set time: what is not done here."""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.planner.frame import Frame
from assistant.planner.intents.questions.stretches import stretches
from assistant.planner.spans import Span

_ASKING = ("should", "did", "does", "do", "if", "whether", "when", "how", "shall", "was", "were", "had", "have", "who")
"""Words in front of "send" that make it a question about sending."""
_ASKING_ZH = ("什么时候", "上次", "上回", "哪", "多少", "几点发的")
_RULES = ("规定", "要求", "限制", "时段", "怎么写", "规矩", "能发", "什么时间", "说明里", "规范")
"""What a document says of sending is asked, and nothing is sent."""
_HANDED = re.compile(
    r"[把将](?:[^,，。把将给]{0,14})(?:短信|邮件|推送|消息|微信|文案|push|sms|email|通知)(?:马上|立刻|直接|现在|都|全)*"
    r"(?:发给|发送给|推给|推送给|发送到|发到|群发给)(?!我|咱|你)"
)
_SENT_AT_ONCE_ZH = re.compile(
    r"(?:现在|马上|立刻|立即|这就|赶紧|尽快|今晚|今天|明天|明早)(?:就|都|也)*给.{1,24}?(?:群?发|推)(?:送|出)?(?:个|一?[条封个份])?"
    r"(?:邮件|短信|微信|推送|消息|通知|email|sms|push)(?!文案|标题|内容|.{0,6}(?:什么|怎么|吗|哪|几|合适|可以|行不行))"
)
"""马上给他们发短信: at once is when it goes out, not when it is written."""
_TO_ME = ("me", "us", "over", "back")
_AT_ONCE = (
    "now", "right now", "right away", "straight away", "straightaway", "immediately", "at once", "tonight", "today",
    "tomorrow", "this evening", "this afternoon", "this minute", "first thing", "asap", "later today", "before noon",
)  # fmt: skip
_MADE = ("the", "this", "that", "it", "these", "those", "them", "my", "our")
"""In front of a message, it is there already."""
_OUT = ("out", "over", "off", "live")
_TEXT_WISHES = (
    "tone", "copy_language", "characters_word", "discount", "code_word", "free_shipping", "products", "must_not",
    "shorter", "longer", "more_variants",
)  # fmt: skip
"""What is wished of a text that is still to be written."""


def wants_sending(frame: Frame) -> bool:
    """send this to …, 群发: an order to send, not a question about what was sent."""
    ruled = frame.has("library_cue") and any(word in frame.text.normal for word in _RULES)
    if (
        ruled
        or frame.has("how_many", "meaning", "last_campaign")
        or any(word in frame.text.normal for word in _ASKING_ZH)
    ):
        return False
    return any(_sends(part) for part in stretches(frame.spans, "and", "then", "same")) or _posts(frame) or _hands(frame)


def _hands(frame: Frame) -> bool:
    """把黑五短信发给全部客户, 马上给他们发短信: a message is to go out to people."""
    normal = frame.text.normal
    return bool(_HANDED.search(normal) or _SENT_AT_ONCE_ZH.search(normal)) and not frame.has(
        "copy_verb", "how_much", "measure", *_TEXT_WISHES
    )


def _sends(part: list[Span]) -> bool:
    for place, span in enumerate(part):
        if span.has("send_word") and not span.has("copy_verb"):
            words = [s.text.casefold() for s in part]
            after = words[place + 1] if place + 1 < len(part) else ""
            if any(word in _ASKING for word in words[:place]) or after in _TO_ME or after.startswith(("me ", "us ")):
                return False
            if after == "的" and any(s.has("measure") for s in part[place + 2 : place + 3]):
                return False  # 从杭州仓发出的订单
            chinese = not span.text.isascii()
            bare = span.has("measure", "field", "verb") and not (place == 0 and span.text.casefold() == "send")
            return not bare and (chinese or place == 0 or all(_before_order(s) for s in part[:place]))
    return False


def _before_order(span: Span) -> bool:
    kinds = (
        "filler", "for", "place", "instead", "anaphor", "greeting", "thanks", "help", "group", "people", "only",
    )  # fmt: skip
    return span.has(*kinds) or span.text.casefold() in (
        "ahead",
        "go ahead",
        "go",
        "just",
        "lets",
        "let's",
        "now",
        "ok",
        "pls",
        "kindly",
        "want",
    )


def _posts(frame: Frame) -> bool:
    """email the win-back to everyone in Leeds, text them now, get this out today: an order to post what there is."""
    if frame.has("which", *_TEXT_WISHES) or still_to_write(frame.spans) or _asked(frame):
        return False
    spans = _ordering(frame.spans)
    if any(span.text.casefold() in _ARTICLES for span in frame.spans[: len(frame.spans) - len(spans)]):
        return False  # a text to customers in Chicago
    words = " ".join(span.text for span in spans).casefold().split()
    noun = words[1:2] and words[1] in ("about", "for", "on", "with", "that", "in", "from", "saying", "copy", "text")
    if len(words) < 2 or noun or not spans[0].text.isascii() or words[1] in _TO_ME or set(words[:-2]) & {"me", "us"}:
        return False
    weak = words[0] in _WEAK
    if not (weak or spans[0].has("contact_verb", "send_word", "copy_channel") or words[0] == "message"):
        return False
    if any(span.has("history", "performance") or _figure(span) for span in spans[1:]):
        return False
    made = _names_message(spans)
    there = bool({"to", "out", "live"} & set(words)) or any(span.has("for", "people") for span in spans[1:])
    whom = words[1] == "them" or any(span.has("people", "agent", "anaphor", "value", "who") for span in spans[1:])
    at_once = _at_once(words) or _at_an_hour(words)
    return (made and there and not (weak and not set(_OUT) & set(words))) or (whom and at_once and not weak)


_ARTICLES = ("a", "an", "one", "another", "the", "some", "any")


def _ordering(spans: list[Span]) -> list[Span]:
    """The message from its order on: without ok now, please, can you, go ahead."""
    at = 0
    while at < len(spans) and _before_posting(spans[at]):
        at += 1
    return spans[at:]


def _before_posting(span: Span) -> bool:
    if span.text.casefold() in _WEAK:
        return False
    opening = span.has("filler", "break", "and", "then", "greeting", "thanks", "copy_verb") and span.text != "message"
    return (opening or _before_order(span)) and not span.has("contact_verb", "send_word", "copy_channel", "copy_noun")


def _names_message(spans: list[Span]) -> bool:
    """the win-back, this sms, it: a message that is there already."""
    words = [span.text.casefold() for span in spans]
    if len(words) < 2:
        return False
    pronoun = words[1].split()[0] in ("it", "this", "that", "these", "those") and not _message(spans[1])
    if spans[0].has("send_word") and words[1].split()[0] in _MADE:
        return True
    near = any(_message(span) for span in spans[1:4])
    return words[1].split()[0] in _MADE and (near or (pronoun and bool({"to", "out", "live"} & set(words[2:4]))))


def still_to_write(spans: list[Span]) -> bool:
    """write, 3 texts: something that is not there yet."""
    return any(
        (span.has("copy_verb") and not span.has("copy_noun", "contact_verb"))
        or (span.has("number") and any(s.has("copy_noun", "draft_word") for s in spans[index + 1 : index + 2]))
        for index, span in enumerate(spans)
    )


def _asked(frame: Frame) -> bool:
    """did we text them? – but could you text them? is an order."""
    polite = frame.text.normal.startswith(("can you", "could you", "would you", "will you", "please", "pls"))
    return "?" in frame.text.normal and not polite


def _figure(span: Span) -> bool:
    return span.has("measure") and not _message(span) and not span.has("verb", "people", "agent")


def _at_once(words: list[str]) -> bool:
    return any(" ".join(words[i : i + n]).strip(",.!") in _AT_ONCE for n in (1, 2) for i in range(1, len(words)))


_WEAK = ("get", "put", "push", "drop", "fire", "shoot")
"""Verbs that send only with "out" or "live" behind them."""


def _message(span: Span) -> bool:
    return span.has("copy_noun", "copy_channel", "contact_noun", "mail_noun", "goal", "row") or (
        span.value("value") is not None and span.value("value")[0] == "campaign"
    )


def _at_an_hour(words: list[str]) -> bool:
    """8pm, 9 am: the number of an hour."""
    hours = any(word.rstrip(".,!").endswith(("am", "pm")) and word[0].isdigit() for word in words)
    return hours or any(a.isdigit() and b.strip(".,!") in ("am", "pm") for a, b in pairwise(words))
