"""The free text of a request for copy, weighed: what goes into the brief, what stays out, what the answer says."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.language import detect
from assistant.planner.frame import Frame
from assistant.planner.grammar.briefs.briefs import UNWANTED
from assistant.planner.grammar.briefs.wishes import Wishes
from assistant.planner.intents.copywriting.channel_names import CHANNELS
from assistant.planner.intents.copywriting.copy_rest import Rest
from assistant.planner.intents.copywriting.copy_subject import Subject
from assistant.planner.intents.copywriting.hearing import Heard
from assistant.planner.intents.copywriting.honesty import other_price, unfounded
from assistant.planner.intents.refusals.refusals import said_of_sending
from assistant.planner.intents.refusals.sending import wants_sending
from assistant.planner.simplifying import simplified
from tools.briefs import Brief
from tools.contract import Language

WRITTEN = {"warm", "playful", "formal", "urgent", "understated", "short", "offer_first", "dry", "colloquial", "price"}
"""Tones that the built-in writer has lines for."""
_SIGNS = {"USD": ("$",), "EUR": ("€",), "GBP": ("£",), "CNY": ("¥", "元")}
"""By which a price is known; no price, no sign."""
_TELLING = 4
"""An angle of at least so many words, or twice as many Chinese characters, can stand as a line of its own."""


@dataclass
class Said:
    """What the free text comes to."""

    must_say: list[str] = field(default_factory=list)
    must_not_say: list[str] = field(default_factory=list)
    tone: list[str] = field(default_factory=list)
    """Styles and angles as typed, for a writer who can follow them."""
    about: list[str] = field(default_factory=list)
    """Days, events and sides of the goods that the text is to speak of."""
    untrue: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    priced: bool = False
    """Another price was wished than the product has."""


def heeded(frame: Frame, heard: Heard, wishes: Wishes, subject: Subject, rest: Rest) -> Said:
    """Sort the wished texts: true ones in the language of the copy are said, others are named in the answer."""
    before = frame.state.brief if frame.state.last == "copy" else None
    language = wishes.language or (before.language if before else frame.language)
    products = subject.products or (before.products if before else [])
    said = Said(
        must_not_say=[mark for text in heard.unsaid for mark in unwanted_marks(text)],
        tone=[*rest.styles, *heard.wished],
        untrue=list(heard.untrue),
    )
    if heard.priced is False:
        said.must_not_say += _SIGNS.get(frame.vocabulary.currency, ())
    until = bool(wishes.offer.get("valid_until") or (before and before.offer and before.offer.valid_until))
    angle = [heard.angle] if heard.angle and _tells(heard.angle) else []
    for text in [*heard.said, *angle]:
        if other_price(text, products, frame.vocabulary):
            said.priced = True
        elif unfounded(text, until):
            said.untrue.append(text)
        elif detect(text, language) != language:
            said.foreign.append(text)
        else:
            said.must_say.append(_line(text, language))
    if heard.angle and not angle:
        said.tone.append(heard.angle)
    if frame.has("first_only") and wishes.offer:
        said.must_say.append("For your first order" if language == "en" else "首单可用")
    if frame.has("next_only") and wishes.offer:
        said.must_say.append("On your next order" if language == "en" else "下一单可用")
    said.tone += wishes.counted
    said.tone += ["price"] if heard.priced or (heard.priced is None and frame.has("price_tag")) else []
    return said


def unwanted_marks(text: str) -> list[str]:
    """What must not stand in the text: exclamation marks are "!", emoji are emoji however they are called."""
    said = simplified(text).casefold()
    kind = next((kind for kind, words in _MARKS.items() if any(word in said for word in words)), None)
    if kind is None:
        return [text]
    beside = [word for word in text.casefold().split() if word not in _BESIDE and not word.startswith(_MARKS[kind])]
    return [*UNWANTED[kind], text] if beside and text.isascii() else UNWANTED[kind]


_BESIDE = ("marks", "mark", "points", "point", "signs", "any", "more", "the", "of", "at", "all", "please", "or", "and")
"""Words beside those that change nothing of what is unwanted."""


_MARKS = {
    "exclamation": ("exclamation", "感叹号", "惊叹号", "叹号"),
    "emoji": ("emoji", "emoticon", "smiley", "表情"),
    "superlatives": ("superlative", "极限词", "最高级"),
}


def _tells(angle: str) -> bool:
    return len(angle.split()) >= _TELLING or (not angle.isascii() and len(angle) >= 2 * _TELLING)


def _line(text: str, language: Language) -> str:
    """The text as a sentence may begin with it."""
    for lead in ("that ", "the fact that ", "how "):
        text = text.removeprefix(lead)
    if language == "en" and text.startswith(("theres ", "there's ")):
        text = "there's " + text.split(" ", 1)[1]
    return (text[:1].upper() + text[1:])[:200]


def told(frame: Frame, heard: Heard, wishes: Wishes, said: Said, brief: Brief) -> list[str]:
    """What the answer says about the wishes: set aside, left out, not to be had from rules."""
    unwritten = [
        t for t in brief.tone if t not in WRITTEN | {*heard.readers, *wishes.counted} and not t.startswith("different")
    ]
    unwritten += [wish for wish in brief.each if not followed(wish, brief)] + _unnamed(brief)
    named = [_TONE_NAMES.get(tone, tone) if frame.language == "zh" else tone for tone in unwritten]
    notes = [
        *_naming(frame, said.untrue, *_UNTRUE),
        *([frame.say(*_PRICED)] if said.priced else []),
        *_naming(frame, said.foreign, *_FOREIGN),
        *([frame.say(*_SIMPLIFIED)] if wishes.traditional else []),
        *_naming(frame, wishes.counted, *_COUNTED),
        *_naming(frame, named, *_UNWRITTEN),
        *_naming(frame, heard.readers, *_READERS),
        *_naming(frame, heard.asides, "I set aside {}.", "{}没有用到。"),
        *(frame.say(*pair) for pair in heard.beyond),
    ]
    return notes + _of_the_request(frame, heard, wishes, brief)


_UNTRUE = (
    "I left out {}: copy must not claim what the data can't show to be true.",
    "我没有写{}：数据不能证明的内容不能写进文案。",
)
_PRICED = (
    "I left out the price you gave: copy can only state the price in the data.",
    "您给的价格没有写进去：文案只能写数据里的价格。",
)
_FOREIGN = (
    "I don't translate, so I left out {}: give it to me in the language of the copy.",
    "我不会翻译，{}没有写进去：请用文案的语言告诉我。",
)
_SIMPLIFIED = ("I write simplified characters only.", "目前只写简体中文。")
_COUNTED = (
    "I only count characters: {} is in the brief, but the drafts are not held to it.",
    "我只能按字符数控制长度：{}已写进需求，文案没有据此裁剪。",
)
_UNWRITTEN = (
    "I have no lines of my own for {}: it is in the brief, and the drafts keep a plain tone.",
    "我的句库里没有{}这种写法：已写进需求，文案用的是平实的语气。",
)
_READERS = (
    "The data can't tell who {} are: it is written for them, but the recipients are not narrowed.",
    "数据里看不出谁是{}：文案按此对象写，但收件人没有因此缩小。",
)


def _of_the_request(frame: Frame, heard: Heard, wishes: Wishes, brief: Brief) -> list[str]:
    """What else was asked for in the same message: an offer unstated, other channels, a subject alone, sending."""
    notes = []
    if brief.offer is None and not heard.no_offer and any(s.text.casefold() in _NO_FIGURE for s in frame.spans):
        notes.append(frame.say(*_OFFER_UNSTATED))
    if others := [CHANNELS[name] for name in wishes.other_channels]:
        first = CHANNELS[brief.channel]
        notes.append(
            frame.say(
                f"One request is for one channel: this is {first[0]}; "
                f"ask for {' and '.join(o[0] for o in others)} next.",
                f"一次只写一个渠道：这里是{first[1]}，{'、'.join(o[1] for o in others)}请接着再要。",
            )
        )
    named = next((span for span in frame.spans if span.has("copy_noun", "copy_channel", "contact_noun")), None)
    if named is not None and named.text.casefold().startswith(_LINES) and brief.channel == "email":
        notes.append(frame.say(*_WHOLE_MAILS))
    if wants_sending(frame):
        notes.append(said_of_sending(frame))
    return notes


_LINES = ("subject line", "headline", "邮件标题", "标题", "主题行")
_WHOLE_MAILS = (
    "I write whole e-mails: the subject line you asked for stands first in each.",
    "我写的是整封邮件：您要的标题在每封的最前面。",
)


_TONE_NAMES = {
    "apologetic": "道歉", "informative": "科普", "confident": "自信", "luxurious": "高端", "simple": "简单",
    "enthusiastic": "热情", "sensational": "标题党",
}  # fmt: skip
"""Tones that the writer has no lines for, as a Chinese answer calls them."""
_NO_FIGURE = (
    "满减",
    "折扣",
    "打折",
    "优惠券",
    "红包",
    "代金券",
    "discount",
    "a discount",
    "voucher",
    "coupon",
    "money off",
)
_OFFER_UNSTATED = (
    "No figure was given for the offer, so the drafts promise none: say for example “15% off” or “20 off over 100”.",
    "您没有说优惠多少，文案里没有写优惠：可以补一句“满300减50”或“8折”。",
)


def _naming(frame: Frame, texts: list[str], english: str, chinese: str) -> list[str]:
    """The sentence with the texts quoted in place of {}; none where there are no texts."""
    return [frame.say(english, chinese).replace("{}", _quoted(texts), 1)] if texts else []


def followed(wish: str, brief: Brief) -> bool:
    """Whether the built-in writer does something about a wish for one variant."""
    from assistant.planner.writing.composing import angle_named
    from assistant.planner.writing.material import tones_in

    angle = angle_named(wish)
    return bool(tones_in(wish) or (angle and (angle != "offer" or brief.offer)))


def _unnamed(brief: Brief) -> list[str]:
    """Days and sides of the goods that no title of the drafts names."""
    from assistant.planner.writing.occasions import named_in_title

    return [said for said in brief.about if not named_in_title(said, brief.about, brief.language)]


def _quoted(texts: list[str]) -> str:
    return ", ".join(f"“{text}”" for text in texts) if texts[0].isascii() else "".join(f"“{text}”" for text in texts)
