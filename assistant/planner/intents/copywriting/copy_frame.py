"""A request for copy as its readers see it: with the words only such requests have, and its free text set apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from assistant.planner.frame import Frame
from assistant.planner.intents.copywriting.copy_marks import codes_in, evened, settled_signs
from assistant.planner.intents.copywriting.copy_times import settled_times
from assistant.planner.intents.copywriting.free_text import free_text
from assistant.planner.intents.copywriting.hearing import Heard
from assistant.planner.intents.copywriting.own_events import without_own_events
from assistant.planner.intents.copywriting.unhonoured import unhonoured
from assistant.planner.intents.questions.stretches import fragments
from assistant.planner.lexicon import Lexicon, Sense, lexicon_of
from assistant.planner.references import resolve
from assistant.planner.spans import Span
from assistant.planner.text import normalise

_TIMES = re.compile(r"(?i)x ?(\d)|(\d) ?x")
"""x3, 2x: how many."""
MASK = ";"
"""Stands where free text was: nothing before it belongs to what comes after."""


@lru_cache(maxsize=32)
def _wishes(codes: tuple[str, ...] = ()) -> Lexicon:
    """Words of requests for copy; the codes of this one stand as typed and are no slips of the pen."""
    lexicon = lexicon_of("wishes")
    for code in codes:
        lexicon.add(code, Sense("code", code))
    return lexicon


def copy_frame(frame: Frame) -> tuple[Frame, Heard]:
    """The frame read as a request for copy, and what it says in free text; offsets are those of the question."""
    question, hours = evened(frame.text.original)
    beyond = unhonoured(question)
    question, events = without_own_events(beyond.question)
    plain = _tagged(frame, question)
    heard = free_text(plain)
    heard.asides += hours
    heard.beyond = beyond.notes
    heard.days += events
    if not heard.stretches and not heard.blanks:
        return plain, heard
    for start, end in heard.blanks:
        question = question[:start] + " " * (end - start) + question[end:]
    return _tagged(frame, _masked(question, heard.stretches)), heard


def _tagged(frame: Frame, question: str) -> Frame:
    words = _wishes(codes_in(question))
    text = frame.tagger.mended(normalise(question), words)._replace(original=frame.text.original)
    spans = settled_signs([_settled(span) for span in frame.tagger.tag(text, words)])
    spans = _in_place(settled_times(spans, frame.today))
    copied = frame.state.last == "copy" and frame.state.drafts
    state = replace(frame.state, rows=[]) if copied else frame.state  # "the second one" is a draft now
    return replace(resolve(replace(frame, text=text, spans=spans, state=state)), state=frame.state)


def _settled(span: Span) -> Span:
    """Words that change nothing here are filler where nothing else is known of them; aims say nothing of people."""
    times = _TIMES.fullmatch(span.text)
    if times:
        return replace(span, senses=(Sense("number", float(times[1] or times[2])),))
    if span.has("code") and not span.has("products", "customer_id"):
        return replace(span, senses=(Sense("code", span.text),))
    if _is_code(span.text) and not span.has("products", "customer_id"):
        return replace(span, senses=(Sense("code", span.text),))
    if span.text.casefold() in ("ordered on", "bought on", "purchased on") and span.has("field"):
        return replace(span, senses=(Sense("verb", "buy"),))  # everyone who ordered on 28 October
    if span.text.startswith(("写", "拟")) and span.has("contact_verb"):
        return replace(span, senses=(Sense("copy_verb"), Sense("copy_channel", span.value("contact_verb"))))  # 写邮件
    if "".join(span.text.split()) == "写给":
        return replace(span, senses=(Sense("copy_verb"), *span.senses))  # 写给金卡会员的邮件
    if span.has("stock_state") and not span.has("verb"):
        return replace(span, senses=(Sense("wish_phrase"),))  # an out-of-stock apology: of whom it speaks to, nothing
    if span.text == "=":
        return replace(span, senses=(*span.senses, Sense("break", "=")))
    if span.has("soft") and span.value("verb") == "sell":
        return replace(span, senses=(Sense("filler"),))  # a text that sells the mug
    if span.has("goal") and not span.has("copy_channel", "agent", "verb"):
        last = next((word for word in _CHANNEL_BEHIND if span.text.endswith(word)), "")
        channel = _CHANNEL_BEHIND.get(last)
        if channel and (len(span.text.split()) > 1 or not last.isascii()):
            return replace(span, senses=(*span.senses, Sense("copy_channel", channel)))  # a birthday email
    if span.text in ("清掉", "清一清", "清理", "清理掉", "清掉一些"):
        return replace(span, senses=(Sense("filler"),))  # 想清掉老库存: an aim, and no order to delete
    if span.has("purpose"):
        return replace(span, senses=tuple(s for s in span.senses if s.kind in ("purpose", "goal")))
    if span.senses and all(sense.kind in _EMPTY for sense in span.senses) and not _place(span):
        return replace(
            span, senses=(*(s for s in span.senses if s.kind not in ("soft", "absent_value")), Sense("filler"))
        )
    return span


def _place(span: Span) -> bool:
    """A country or city nobody here lives in: whom it goes to, all the same."""
    said = span.value("absent_value")
    return isinstance(said, tuple) and said[0] in ("country", "city")


_CHANNEL_BEHIND = {
    "email": "email",
    "emails": "email",
    "e-mail": "email",
    "mail": "email",
    "sms": "sms",
    "邮件": "email",
    "短信": "sms",
    "推送": "push",
}
_EMPTY = (
    "soft", "absent_value", "say_colon", "theme_word", "limit_word", "unsay_lead", "unsay_tail", "angle_colon",
    "manner",
)  # fmt: skip
"""Kinds of words that say nothing by themselves, only beside others."""


def _one_of(spans: list[Span], index: int) -> bool:
    """一封给, 一条给: one text for somebody."""
    after = [span.text for span in spans[index + 1 : index + 3]] + ["", ""]
    piece = spans[index].value("pieces") == 1 and after[0].startswith("给")
    return piece or (spans[index].value("number") == 1 and after[0] in _COUNTERS and after[1].startswith("给"))


_COUNTERS = ("条", "版", "份", "封")


def _in_place(spans: list[Span]) -> list[Span]:
    """Words that mean what they seem to only in some places: Chinese alone is a language, evenings are no product."""
    made = list(spans)
    for first, end in fragments(spans, lambda span: span.has("break")):
        said = [i for i in range(first, end) if not spans[i].has("filler", "thanks", "add", "same", "instead")]
        if len(said) == 1:
            made[said[0]] = _alone(spans[said[0]])
    for index in range(len(made)):
        if index and made[index - 1].has("copy_verb") and _one_of(made, index):
            made[index] = replace(made[index], senses=(Sense("filler"),))  # 写一封给金卡会员的邮件
        if made[index].text in ("通知", "要通知", "通知一下") and index + 1 < len(made) and _recipient(made[index + 1]):
            made[index] = replace(made[index], senses=(Sense("filler"),))  # 通知金卡会员: no push notification
        others = [s for s in spans if s.has("copy_channel") and "通知" not in s.text]
        if made[index].text in ("通知", "要通知", "通知一下") and others:
            made[index] = replace(made[index], senses=(Sense("filler"),))  # 通知当地客户，邮件
        if made[index].text in _RECIPIENTS:
            made[index] = replace(made[index], senses=(Sense("filler"),))  # 收件人是金卡会员
        if made[index].text == "写成" and any(s.has("copy_channel") for s in made[index + 1 : index + 4]):
            made[index] = replace(made[index], senses=(Sense("copy_verb"),))  # 把清仓写成一条短信
        if _invites(made, index):
            made[index] = _invited(made[index])
        after = made[index + 1 : index + 2]
        texts = any(s.has("copy_channel", "contact_noun") for s in after)
        people = any(s.has("people", "agent") for s in made[index + 2 : index + 3])
        if texts and not people and made[index].text.casefold() in _LANGUAGES:
            made[index] = _alone(made[index])  # a Chinese WeChat post
        if made[index].value("field") == "birth_month" and any(s.has("copy_channel", "contact_noun") for s in after):
            made[index] = replace(made[index], senses=(Sense("goal", "birthday"),))  # 3 bday emails
        if made[index].text.casefold() in _LANGUAGES and (labels := _language_label(made, index)):
            for label in labels:
                made[label] = replace(made[label], senses=(Sense("break", ":"),), text=":")
            made[index] = _alone(made[index])
    named = any(span.has("copy_channel") for span in spans)
    made = [_text_in(span, named) for span in made]
    told = any(span.has("copy_channel", "contact_noun") and not span.has("text_word") for span in made)
    for index, span in enumerate(made):
        if span.has("text_word"):
            kinds = (Sense("copy_noun"),) if told else (Sense("copy_noun"), Sense("copy_channel", "sms"))
            made[index] = span = replace(span, senses=kinds)
        counted = index > 0 and spans[index - 1].has("number", "one", "times_sign")
        if counted and span.has("contact_verb") and not span.has("copy_channel"):
            channel = span.value("contact_verb")
            made[index] = span = replace(span, senses=(Sense("copy_channel", channel), Sense("mail_noun")))
        if named and span.has("contact_verb") and not span.has("copy_channel"):
            made[index] = span = replace(span, senses=(Sense("copy_verb"),))  # write to …, email
        if span.has("verb") and _asks_only(made, index):
            made[index] = replace(span, senses=tuple(s for s in span.senses if s.kind not in _DEEDS))
    for index, span in enumerate(spans):
        beside = [*spans[max(0, index - 1) : index], *spans[index + 1 : index + 2]]
        pointed = index > 0 and spans[index - 1].text.casefold() in _POINTED
        if _part_of_name(span) and not pointed and not any(s.has("value", "values", "products") for s in beside):
            made[index] = replace(span, senses=tuple(s for s in span.senses if s.kind != "products"))
    return made


_RECIPIENTS = ("收件人", "收信人", "接收人", "收件人是", "受众", "收件对象", "发送对象")


def _recipient(span: Span) -> bool:
    """Somebody to be told, rather than a text to be written."""
    return span.has("people", "agent", "value", "values", "anaphor") and not span.has("copy_noun", "copy_channel")


def _language_label(spans: list[Span], index: int) -> list[int]:
    """language: English, the language Chinese, copy by Chinese, Chinese-language: the words that label a language."""
    words = [span.text.casefold() for span in spans]
    at = index - 1
    while at >= 0 and words[at] in (":", "：", "=", "is", "the", "should be", "must be", "be", "as"):
        at -= 1
    if at >= 0 and words[at] in ("language", "the language", "语言") and words[at - 1] not in _THEIRS:
        return list(range(at, index))
    if index and words[index - 1] in ("by", "using"):
        return [index - 1]
    behind = [i for i in (index + 1, index + 2) if i < len(spans) and words[i] in ("-", "language", "text", "texts")]
    return behind if behind and words[behind[-1]] != "-" else []


_THEIRS = ("preferred", "prefer", "their", "whose", "customer", "native", "偏好", "客户", "首选")
"""Before "language": it is the readers', and says who they are."""


def _text_in(span: Span, named: bool) -> Span:
    """three English texts: a language and, where no other channel is named, text messages."""
    if not span.has("copy_language") or span.text.casefold().split()[-1] not in ("text", "texts"):
        return span
    kinds = (Sense("copy_noun"),) if named else (Sense("copy_noun"), Sense("copy_channel", "sms"))
    return replace(span, senses=(*span.senses, *kinds))


_INVITING = ("buy", "spend", "order", "purchase", "shop", "grab", "place an order", "pay")
_BEFORE_INVITING = (
    "when", "if", "once", "whenever", "and", "then", "just", "they", "you", "customers", "please", "simply",
)  # fmt: skip


def _invites(spans: list[Span], index: int) -> bool:
    """spend 80, get free shipping; 10 % off when they order: what readers are to do, and nothing they have done."""
    if spans[index].text.casefold() not in _INVITING:
        return False
    first = next((i for i in range(index, 0, -1) if spans[i - 1].has("break")), 0)
    words = [span.text.casefold() for span in spans[first:index]]
    cue = next((i for i, word in enumerate(words) if word in ("when", "if", "once", "whenever")), None)
    if any(span.has("who") and not span.has("base_word") for span in spans[first:index]):
        return False
    led = words if cue is None else words[cue:]
    return all(word in _BEFORE_INVITING for word in led) and (cue is not None or index + 1 < len(spans))


def _invited(span: Span) -> Span:
    deed = "spend" if span.text.casefold() in ("spend", "pay") else "buy"
    return replace(span, senses=(Sense("invited", deed),))


_DEEDS = ("verb", "agent", "outcome", "purpose_act")
_COUNTS = ("number", "one", "just_one", "heads", "pieces", "copy_channel", "contact_noun", "copy_noun", "draft_word")


def _asks_only(spans: list[Span], index: int) -> bool:
    """来三条短信, I've got gold members to text: words of many meanings that nobody did anything by."""
    span = spans[index]
    if not span.has("weak_verb", "soft", "filler", "copy_verb"):
        return False
    after = next((s for s in spans[index + 1 :] if not s.has("filler")), None)
    first = next((i for i in range(index, 0, -1) if spans[i - 1].has("break")), 0)
    whose = any(s.has("who", "not", "never", "period") for s in spans[first:index])
    return (after is not None and after.has(*_COUNTS)) or not (whose or (spans[index - 1].has("people") and index > 0))


def _alone(span: Span) -> Span:
    """A part of the sentence of one word: a language, or a word that only looks like a value."""
    language = _LANGUAGES.get(span.text.casefold())
    if language or span.has("copy_language"):
        return replace(span, senses=(Sense("copy_language", language or span.value("copy_language")),))
    if span.senses and all(s.kind in ("value", "values") and s.note.startswith("read as") for s in span.senses):
        return replace(span, senses=())
    return span


_LANGUAGES = {"chinese": "zh", "english": "en", "英语": "en", "英文": "en", "中文": "zh", "汉语": "zh"}
_POINTED = {"the", "our", "about", "new", "for", "of", "my", "on", "promoting", "featuring", "these", "that", "this"}


def _part_of_name(span: Span) -> bool:
    """One Latin word that is in the name of a product: evening, of the Silk Evening Bag."""
    part = span.value("products")
    if part is None or not (span.text.isalpha() and span.text.isascii()):
        return False
    return part[1] == "contains" or part[2][0].casefold() != span.text.casefold()


def _is_code(text: str) -> bool:
    """HELLO10: capitals and digits in one word."""
    marked = text.isascii() and text.isalnum() and text.isupper() and len(text) > 3
    return marked and any(c.isdigit() for c in text) and any(c.isalpha() for c in text)


def _masked(question: str, stretches: Iterable[tuple[int, int]]) -> str:
    for start, end in stretches:
        question = question[:start] + MASK + " " * (end - start - 1) + question[end:]
    return question
