"""A text that the asker gives: checked as it stands, or written anew from the data where it is to be reworked."""

from __future__ import annotations

import re

from assistant.language import detect
from assistant.planner.frame import Frame, State
from assistant.planner.intents.copywriting.channel_names import CHANNELS
from assistant.planner.intents.copywriting.copy import read_copy
from assistant.planner.intents.copywriting.copy_frame import copy_frame
from assistant.planner.reading import Ask, Call, Option, Reading
from assistant.planner.text import normalise
from tools.briefs import Brief, CopyChannel

_NAMES = "|".join(re.escape(name) for names in CHANNELS.values() for name in names)
_LEAD = rf"^\s*(?:(?P<channel>{_NAMES})\s*[:：,，]\s*)?"
_ENGLISH = re.compile(
    _LEAD + r"(?:please|pls|hi|hey|hello|ok|can you|could you|would you|will you|help me|i need you to|,|\s)*"
    r"(?:(?P<check>check|proofread|proof-read|review|vet|look over)\b(?P<of>[^:：\n]{0,60})"
    r"|(?:rewrite|re-write|rephrase|reword|shorten|polish|improve|tighten|edit|make|turn|translate)\b(?P<how>[^:：\n]{0,80}))"
    r"[:：]\s*[\"“]?(?P<text>[^\n].{9,}?)[\"”]?\s*$",
    re.IGNORECASE | re.DOTALL,
)
_CHINESE = re.compile(
    _LEAD + r"(?:请|麻烦|帮我|帮忙|帮|你|您|能不能|可以|给我|一下)*(?:把|将|给|对|看看|看一下)*"
    r"(?:这|下面|以下|下列|上面|我的|我们的)*(?:段|句|条|个|篇|版|则|封|的)*"
    r"(?P<what>话|文案|文字|短信|邮件|推送|标题|内容|微信)?(?:帮我|给我|帮忙)?"
    r"(?:(?P<check>检查|审核|审查|审|校对|看看有没有问题|有没有问题|有没有违规|合不合规|把把关)(?P<of>[^:：\n]{0,20})"
    r"|(?:润色|改写|改(?!成[:：]|为[:：])|重写|缩短|精简|优化|压缩|翻译)(?P<how>[^:：\n]{0,20}))"
    r"[:：]\s*[“\"「]?(?P<text>[^\n].{5,}?)[”\"」]?\s*$",
    re.DOTALL,
)
_MAY_I = re.compile(
    _LEAD + r"(?:is|would|can|could|may)\b[^:：\n\"“]{0,40}\b"
    r"(?:ok|okay|fine|allowed|send|legal|say|good|compliant|work)\b"
    r"[^:：\n\"“]{0,30}[:：?？]?\s*[\"“](?P<text>[^\n\"”]{10,})[\"”]"
    r"|"
    + _LEAD.replace("channel", "zh_channel")
    + r"(?:这样|这么|下面|这段|这句)[^：:\n“]{0,8}(?:可以|行|合规|违规|合适|有问题|能发|好)"
    r"[^：:\n“]{0,6}[:：?？]\s*[“\"「]?(?P<zh_text>[^\n”\"」]{6,})",
    re.IGNORECASE,
)
"""is this ok to send: "…", 这样写可以吗：“…”."""
_POINTING = re.compile(r"\b(?:this|these|the following|following|my|our|text|copy|sentence|paragraph|it|below)\b", re.I)
_BESIDE = re.compile(
    rf"{_POINTING.pattern}|please|pls|for me|quickly|over|and|of"
    r"|[这那下面以列上我你您他的们段句条个篇版则封话文案字内容一二几看是否有没问题帮给吧呢吗]+",
    re.I,
)
"""What stands beside a text that is given and says nothing of it."""
_ELSE = re.compile(r"\b(?:audience|segment|list|query|question|numbers?|report|variants|versions|for)\b", re.I)
"""What is checked or made then is no text that was given."""
_MANNER = re.compile(
    r"\b(?:this|these|the|following|my|our|text|copy|sentence|paragraph|it|below|sound|into|in|to be|please|to|a|an)\b",
    re.I,
)
_INTO = re.compile(
    r"(?:成|为)?(?:一|1)?[条封篇段个版]?(?:短信|邮件|推送|微信|小红书|文案)(?:以内|之内)?|^(?:成|为|一下|得|的|点)+"
)
_ON_TEXTS = re.compile(r"\b(?:rewrite|re-write|rephrase|reword|shorten|proofread|polish|tighten)\b[^:：]*[:：]", re.I)
"""shorten: …, proofread: …: said of a text and of nothing else."""
_ALONE = ("sms", "whatsapp")
"""Channels whose whole text is one field."""


def read_given(frame: Frame) -> Reading | None:
    """check this copy: …, rewrite this text: …, 帮我润色：…; None where no text is given."""
    question = frame.text.original
    if asked := _MAY_I.search(question):
        named = _channel(frame, asked["channel"] or asked["zh_channel"] or "")
        text = asked["text"] or asked["zh_text"]
        reading = _checked(frame, text, named)
        reading.notes += _not_used(frame, question.replace(text, " "))
        return reading
    found = _CHINESE.search(question) or _ENGLISH.search(question)
    if found is None:
        return None
    told = (found["check"] and found["of"]) or found["how"] or ""
    if found.re is _ENGLISH and (_ELSE.search(told) or not (_POINTING.search(told) or _ON_TEXTS.search(question))):
        return None
    named = _channel(frame, f"{found['channel'] or ''} {told} {found.groupdict().get('what') or ''}")
    if not found["check"]:
        return _anew(frame, found["text"], told, named)
    reading = _checked(frame, found["text"], named)
    reading.notes += _not_used(frame, told)
    return reading


def _not_used(frame: Frame, told: str) -> list[str]:
    """Words beside the text that nobody knows: nothing is checked by them, and that is said."""
    spans = frame.tagger.tag(normalise(told)) if frame.tagger is not None else []
    unknown = [s.text for s in spans if not s.senses and s.text[0].isalpha() and not _BESIDE.fullmatch(s.text)]
    words = ("" if frame.language == "zh" else " ").join(unknown)
    return [frame.say(f"I did not use “{words}”.", f"“{words}”没有用上。")] if unknown else []


def _channel(frame: Frame, told: str) -> CopyChannel | None:
    """The channel that is named beside the text."""
    spans = frame.tagger.tag(normalise(told)) if frame.tagger is not None else []
    named = next((span.value("copy_channel") for span in spans if span.has("copy_channel")), None)
    return named if named in CHANNELS and not re.fullmatch(r"\W*(?:this |the )*text\W*", told, re.I) else None


def _checked(frame: Frame, text: str, named: CopyChannel | None) -> Reading:
    """The text handed in as a draft of a brief on its goods, so that every rule is read against the data."""
    channel: CopyChannel = named if named in _ALONE else "whatsapp"
    brief = Brief(channel=channel, language=detect(text, frame.language), variants=1, **_subject(frame, text))
    reading = _briefed(frame, brief)
    reading.focus["given"] = [{"angle": "given", "fields": {"body": text.strip()}, "cites": []}]
    if named is None or channel != named:
        reading.notes.append(frame.say(
            "It is checked as one plain text, by the rules for a WhatsApp message; an offer in it counts as unproved.",
            "这里按一段普通文字（WhatsApp 消息的规则）检查；文中的优惠视为未经证实。",
        ))  # fmt: skip
    return reading


def _anew(frame: Frame, text: str, told: str, named: CopyChannel | None) -> Reading:
    """Drafts on the goods of the text; none of its sentences is reworked, and the answer says so."""
    if named is None:
        names = list(CHANNELS.values())[:4]
        options = tuple(Option(frame.say(*one), frame.say(f"{one[0]}: ", f"{one[1]}：")) for one in names)
        question = frame.say(
            _ENGLISH_NOTE.format("it would be ") + " For which channel?",
            _CHINESE_NOTE.format("只能") + "用于哪个渠道？",
        )
        return frame.reading("copy", ask=Ask(question, options, 0, 0, "", frame.say("{answer}: ", "{answer}：")))
    about = _goods(frame, text)
    manner = " ".join(_MANNER.sub(" ", told).split()) if told.isascii() else _INTO.sub("", told)
    wished = (_wished(frame, named, about, wish) for wish in dict.fromkeys((manner, "")))
    reading = next((one for one in wished if one is not None and one.brief is not None), None)
    if reading is None:
        reading = _briefed(frame, Brief(channel=named, language=frame.language, **_subject(frame, text)))
    reading.question = frame.text.original
    reading.notes.append(frame.say(_ENGLISH_NOTE.format("these drafts are "), _CHINESE_NOTE.format("下面是")))
    return reading


_ENGLISH_NOTE = (
    "I don't rework a text sentence by sentence: {}written anew from the shop's data, and only the goods of yours are "
    "taken over."
)
_CHINESE_NOTE = "我不逐句改写您给的文字：{}按店里的数据重新写，只沿用其中的商品。"


def _wished(frame: Frame, named: CopyChannel, about: str, wish: str) -> Reading | None:
    """The drafts as a request of its own."""
    english, chinese = CHANNELS[named]
    if frame.language == "zh":
        parts = [f"写3条{chinese}文案", f"主推{about}" if about else "", wish]
        return read_copy(frame.retold("，".join(filter(None, parts)), State()))
    parts = [f"write 3 {english} drafts" + (f" about {about}" if about else ""), wish]
    return read_copy(frame.retold(", ".join(filter(None, parts)), State()))


def _briefed(frame: Frame, brief: Brief) -> Reading:
    args = brief.compact() | {"channel": brief.channel, "language": brief.language}
    return frame.reading("copy", brief=brief, calls=[Call("brief_copy", {"brief": args})])


def _goods(frame: Frame, text: str) -> str:
    """The goods that a text speaks of, in its own words."""
    apart, _ = copy_frame(frame.retold(text, State()))
    for index, span in enumerate(apart.spans):
        fields = [sense.value[0] for sense in span.senses if sense.kind == "value" and isinstance(sense.value, tuple)]
        if span.has("products") or any(frame.vocabulary.level(name) == "product" for name in fields):
            return apart.typed(index, index)
    return ""


def _subject(frame: Frame, text: str) -> dict[str, object]:
    about = _goods(frame, text)
    reading = read_copy(frame.retold(f"write an sms about {about}", State())) if about else None
    brief = reading.brief if reading is not None else None
    return {"products": brief.products, "topic": brief.topic} if brief is not None else {}
