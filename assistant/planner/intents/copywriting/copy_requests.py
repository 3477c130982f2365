"""Which messages ask for copy, and in which channel."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.intents.copywriting.copy_subject import is_holiday
from assistant.planner.intents.questions.stretches import fragments, is_stop
from assistant.planner.spans import Span

_TEXT = ("copy_noun", "copy_channel", "copy_channel_other", "contact_noun")
_LEADING = (
    "filler", "break", "and", "but", "then", "same", "greeting", "thanks", "interjection", "soft", "number", "heads",
    "pieces", "times",
)  # fmt: skip
_ASKED = ("how_many", "share", "by", "which", "list", "top", "bottom", "trend", "meaning", "average")


def maybe_copy(frame: Frame) -> bool:
    """Whether a message may ask for copy at all, so that it is worth reading as one."""
    named = any(span.has("goal") and span.text.endswith(("邮件", "短信", "推送")) for span in frame.spans)
    written = frame.has("copy_verb") and (frame.has("goal", "products") or _something(frame))
    opened = _OPENS.match(frame.text.normal) is not None
    return frame.has(*_TEXT, "contact_verb") or named or written or opened


_OPENS = re.compile(
    r"(?:please |an? |the )?(?:\w+ ){0,2}?"
    r"(?:ads?|advert|blurb|description|slogan|tagline|caption|banner)\b.{0,4} (?:for|about|of|on)\b"
    r"|(?:please |help me (?:to )?|i (?:want|need) to |can you )*announce\b|something \w+ (?:for|to)\b"
)
"""How a message begins that asks for a text in words that mean other things elsewhere."""
_COMING = re.compile(
    r"(?:标题|文案|短信|邮件|推送|广告|笔记|广告语)(?:给我|帮我|请)?来[一二两三四五六七八九十\d]+[个条版封篇]"
)
"""邮件标题来五个: so many texts are wanted."""


def _something(frame: Frame) -> bool:
    """write something for …, 写点东西: a text of any kind."""
    pairs = zip(frame.spans, frame.spans[1:], strict=False)
    return any(
        a.has("copy_verb") and b.text.casefold().split()[:1] in (["something"], ["anything"], ["sth"]) for a, b in pairs
    ) or any(word in frame.text.normal for word in ("写点东西", "写点什么", "写个东西", "写些东西"))


def asks_for_copy(frame: Frame) -> bool:
    """write …, draft …, three SMS variants for …, 给…写…; "email them" after an audience: one of its sentences does."""
    if _asks(frame):
        return True
    parts = fragments(frame.spans, is_stop)
    return len(parts) > 1 and any(_asks(replace(frame, spans=frame.spans[first:end])) for first, end in parts)


def _asks(frame: Frame) -> bool:
    verb = any(_told_to_write(frame, index) for index in range(len(frame.spans)))
    noun = frame.has(*_TEXT)
    counted = any(
        span.has("measure") and not span.has("people", "agent", "copy_noun", "verb", "off", "soft")
        for span in frame.spans
    )
    split = any(span.has("by") and not span.has("until_word", "soft") for span in frame.spans)
    if frame.has("how_many", "share", "meaning") and not (verb and noun):
        return False
    if (split or counted) and not (verb and noun) and not _plainly_wished(frame):
        return False
    if verb and (noun or frame.has("contact_verb", "goal", "products") or _something(frame)):
        return not frame.has("reset")
    if any(_sent_before(frame, index) for index in range(len(frame.spans))):
        return False
    if (
        _labelled(frame)
        or _COMING.search(frame.text.normal)
        or (_OPENS.match(frame.text.normal) and not frame.has(*_ASKED) and not _about_mail(frame))
    ):
        return True
    rules = (_plainly_wished, _wished_text, _leads_with_copy, _numbered, _writes_to, _counted_text, _wanted_text)
    if any(rule(frame) for rule in rules):
        return True
    first = _first(frame)
    if first is None or _says_how_reached(frame, first):
        return False
    if first.has("contact_verb") and frame.has("anaphor", "group", "people", "agent") and not frame.has("verb", "list"):
        return True
    if first.value("copy_channel") in ("meta_ad", "google_ad", "xiaohongshu") and not frame.has("verb", "who"):
        return True
    return _names_text(frame) and noun


def _labelled(frame: Frame) -> bool:
    """站内信：…, Push: …, 卖点文案: a channel and a colon, or goods and a kind of text; nothing is asked."""
    if frame.has(*_ASKED) or _about_mail(frame):
        return False
    spans = [span for span in frame.spans if not span.has("filler") or span.has("copy_channel")]
    label = len(spans) > 2 and spans[0].has("copy_channel", "contact_noun") and spans[1].text in (":", "：")
    return label or (
        frame.has("unplaced") and frame.has("products", "value") and not frame.has("verb", "who", "measure")
    )


def _sent_before(frame: Frame, index: int) -> bool:
    """ignored our last 3 newsletters: messages that were sent are none to be written."""
    span = frame.spans[index]
    if not span.has("copy_noun", "copy_channel", "contact_noun", "mail_noun"):
        return False
    before = [one.text.casefold().split() for one in frame.spans[max(0, index - 2) : index]]
    return any(words[-1] in _EARLIER for words in before if words) and frame.state.last != "copy"


_EARLIER = ("last", "recent", "previous", "past", "earlier", "最近", "前几", "上几")


def _told_to_write(frame: Frame, index: int) -> bool:
    """write, draft; message only where it opens what is said: "the 618 message" is one that was sent."""
    span = frame.spans[index]
    if not span.has("copy_verb") or not (span.has("copy_noun") or span.text.casefold() == "word"):
        return span.has("copy_verb")
    return all(before.has("filler", "break", "and", "then", "greeting") for before in frame.spans[:index])


def _wished_text(frame: Frame, *, whoever: bool = False) -> bool:
    """gold people, 15% off, by SMS: a text and what only a text is wished to be, in any order, and nothing asked."""
    spans = [span for span in frame.spans if not span.has("filler", "until_word", "limit_word")]
    asked = _OF_FIGURES if whoever else (*_ASKED, *_ABOUT)
    if any(span.has(*asked) and not span.has("cmp", "cmp_post", "soft") for span in spans):
        return False
    if not whoever and (_about_mail(frame) or any(span.text.casefold() in _PAST for span in frame.spans)):
        return False
    texts = [span for span in spans if span.has("copy_channel", "contact_noun", "contact_verb")]
    clear = any(span.has(*_WISHED) and not span.has("mail_noun") and span not in texts for span in spans)
    goods = frame.has("products") and not frame.has("verb", "who", "measure")
    return bool(texts) and (clear or goods)


def _plainly_wished(frame: Frame) -> bool:
    """2 apologetic emails EN, customers with a return: so many texts of a tone or length, whatever is counted."""
    told = frame.has("tone", "characters_word", "must_not", "copy_language")
    counted = any(_is_count(span) or span.has("just_one", "one") for span in frame.spans)
    return told and counted and _wished_text(frame, whoever=True)


_OF_FIGURES = ("how_many", "share", "meaning", "trend", "average", "compare", "why", "difference", "performance")
"""What no wish for texts has, whoever they go to."""


_WISHED = (
    "tone", "characters_word", "copy_language", "must_not", "longer", "discount", "free_shipping", "code", "code_word",
    "say", "unsay", "angle", "angle_colon", "invent", "style", "goal", "copy_noun", "copy_verb", "shorter",
)  # fmt: skip
"""What is said of a text and of nothing else."""
_ABOUT = (
    "performance", "difference", "history", "why", "compare", "when_cue", "consented", "opt_out", "campaign", "save",
    "model_word",
)  # fmt: skip
_PAST = ("did", "was", "were", "had", "got", "sent")


def _first(frame: Frame) -> Span | None:
    """The first word that says something."""
    for span in frame.spans:
        if span.has("contact_verb", "copy_channel") or not span.has("filler", "break", "and", "then", "same"):
            return span
    return None


def _says_how_reached(frame: Frame, first: Span) -> bool:
    """all sms people, sms-only customers, sms ok: how people may be reached, not an order to write to them."""
    at = frame.spans.index(first)
    before = frame.spans[at - 1].text.casefold() if at else ""
    after = frame.spans[at + 1] if at + 1 < len(frame.spans) else None
    if after is None:
        return False
    named = before in ("all", "the", "our", "my", "every", "any", "所有", "全部")
    return (named and after.has("people")) or after.has("only", "consented")


def _writes_to(frame: Frame) -> bool:
    """给上海的客户发短信, 给他们写条短信: an order to write, in Chinese with the people in front."""
    towards = any(
        span.text in ("给", "向", "为") or (span.has("anaphor") and span.text.startswith("给")) for span in frame.spans
    )
    return frame.has("contact_verb") and towards and not frame.has("how_many", "list")


def _wanted_text(frame: Frame) -> bool:
    """I need an email that …, make a push for …: a weak verb right before the text, and no figure about it."""
    figures = any(span.has("measure") and not span.has("people", "agent", "copy_noun", "off") for span in frame.spans)
    if frame.has(*_ASKED) or figures or _about_mail(frame):
        return False
    for index, span in enumerate(frame.spans):
        if span.has("weak_verb"):
            for after in frame.spans[index + 1 : index + 5]:
                if after.has("copy_channel", "contact_noun", "copy_channel_other"):
                    return True
                if not after.has("filler", "tone", "goal", "number", "copy_language", "shorter", "draft_word", "soft"):
                    break
    return False


def _counted_text(frame: Frame) -> bool:
    """出两条短信文案: number, measure word and text side by side, wherever in a Chinese sentence."""
    if frame.has(*_ASKED) or _about_mail(frame):
        return False
    triples = zip(frame.spans, frame.spans[1:], frame.spans[2:], strict=False)
    return any(
        (_is_count(a) or a.has("one")) and b.has("draft_word") and c.has("copy_channel", "contact_noun", "copy_noun")
        for a, b, c in triples
        if not b.text.isascii()
    )


def _names_text(frame: Frame) -> bool:
    """短信文案 …, 5 variants for …: the text itself is named, and nothing is asked about it."""
    pairs = zip(frame.spans, frame.spans[1:], strict=False)
    named = any(
        (a.has("number", "heads", "pieces") and b.has("copy_noun", "copy_channel"))
        or (a.has("copy_channel") and b.has("copy_noun"))
        for a, b in pairs
    )
    wished = (
        "for",
        "goal",
        "tone",
        "discount",
        "agent",
        "copy_channel",
        "products",
        "value",
        "shorter",
        "copy_language",
    )
    quiet = not frame.has("verb", "who", "list") and not _about_mail(frame)
    return (named or frame.has("copy_channel_other")) and frame.has(*wished) and quiet


def _about_mail(frame: Frame) -> bool:
    return any(span.value("verb") in ("open", "click", "receive") for span in frame.spans)


def _numbered(frame: Frame) -> bool:
    """3 cart reminder emails, 2 sms in English, 4 x Meta ad texts, push 五条: a number of texts and no question."""
    spans = [span for span in frame.spans if span.has("copy_noun", "copy_channel") or not span.has("filler", "break")]
    if frame.has(*_ASKED) or _about_mail(frame):
        return False
    while spans and spans[0].has(*_LEADING) and not spans[0].has("number", "heads", "pieces", "times", "copy_channel"):
        spans = spans[1:]
    counts = [i for i, span in enumerate(spans[:6]) if _is_count(span)]
    for index in counts:
        near = spans[index + 1 : index + 5]
        for span in near:
            if span.has("copy_channel", "contact_noun", "copy_noun"):
                return index == 0 or spans[0].has("copy_channel", "contact_noun", "copy_noun", "goal", "tone")
            if not span.has(
                "tone", "goal", "copy_language", "products", "value", "shorter", "soft", "discount", "style"
            ):
                break
    return False


def _is_count(span: Span) -> bool:
    value = next((span.value(k) for k in ("number", "heads", "pieces", "times") if span.has(k)), None)
    return value is not None and value == int(value) and 1 <= value <= 10 and not span.has("money", "percent")


def _leads_with_copy(frame: Frame) -> bool:
    """three WeChat variants for …, email copy for …: nothing but the text is spoken of before "for"."""
    lead: list[Span] = []
    for span in frame.spans:
        if span.text.casefold() in ("for", "to", "about", "on", ":", "："):
            break
        lead.append(span)
    else:
        return False
    kinds = (
        "number", "copy_noun", "copy_channel", "contact_noun", "tone", "goal", "filler", "shorter", "discount",
        "copy_language", "greeting", "thanks", "interjection", "soft",
    )  # fmt: skip
    plain = all(span.has(*kinds, "break", "and", "then") for span in lead)
    channel = any(span.has("copy_channel", "contact_noun") for span in lead)
    wished = any(span.text.casefold() in ("like", "want", "need", "wanna") for span in lead)
    text = any(span.has("copy_noun", "number", "goal", "tone") for span in lead)
    alone = len([span for span in lead if not span.has("filler", "break", "greeting", "interjection")]) == 1
    spoken = frame.has("copy_channel", "contact_noun") and (wished or text or (alone and _addressed(frame)))
    return plain and (channel or text) and spoken


def _addressed(frame: Frame) -> bool:
    """app push for women in Berlin: goods or people behind "for", and nothing asked about what was sent."""
    if frame.has(*_ASKED) or _about_mail(frame):
        return False
    if frame.has("discount", "code", "code_word", "free_shipping", "tone", "goal", "shorter", "characters_word"):
        return True
    timed = any(span.has("period") and not is_holiday(span.text) for span in frame.spans)
    return frame.has("products") or (
        frame.has("value", "values", "people", "agent", "verb") and (not timed or frame.has("who"))
    )
