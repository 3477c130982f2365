"""The brand's voice, measured: rules read from its guidelines, figures taken from the texts it has sent."""

import re
from collections.abc import Iterable

from tools.briefs import Brief
from tools.contract import AssistantError, Language, Source
from tools.copy_rules.brand import VOICE_ID, Voice, average, greets_by_name, high, sentence_lengths, voice_text
from tools.copywriting.voice_rules import address_rules, avoided_words, frequent_words, limits, name_rule, used_words
from tools.data.passages import Passage, chinese_share
from tools.data.profile import quoted
from tools.desk import Desk

ENOUGH_SENTENCES = 8
"""Fewer sentences tell no length: the mean of eight is still off by a third of their spread."""
ENOUGH_SUBJECTS = 5
_MOST_SENT = 2000
_SENT = re.compile(
    r"sent|subject|copy|wording|message|text|letter|post|发送|主题|文案|正文|内容|标题|推文|笔记", re.IGNORECASE
)
_QUOTED = re.compile(r"“([^“”\n]{4,400})”|\"([^\"\n]{4,400})\"|「([^「」\n]{4,400})」|^>\s?(.{4,400})$", re.MULTILINE)
_TEXT_COLUMN = re.compile(
    r"^(?:subject|subject_?line|preheader|title|headline|body|text|content|message|copy|主题|标题|正文|内容|文案)(?:_(en|zh))?$",
    re.IGNORECASE,
)


def voice_of(desk: Desk, language: Language) -> Voice:
    """The voice in one language, from the library's guidelines and past campaigns and the texts in the warehouse."""
    guides, _ = _passages(desk)
    own = [passage for passage in guides if passage.speaks(language == "zh")]
    told = [passage.wording(language) for passage in own or guides]
    return measure(told, sent_texts(desk, language), language)


def sent_texts(desk: Desk, language: Language) -> list[str]:
    """What earlier campaigns said, as far as their reports quote it or the campaigns table keeps it."""
    _, campaigns = _passages(desk)
    texts = [*_quoted_texts(campaigns, language), *_stored_texts(desk)]
    return list(dict.fromkeys(text for text in texts if _speaks(text, language)))


def measure(guides: list[tuple[str, str]], sent: list[str], language: Language) -> Voice:
    """The voice from guideline sections (title, text) and sent texts. Guidelines decide; what they leave open is read
    from the texts. The length of sentences comes from the sent texts, from the guidelines' own prose where those are
    too few."""
    told = "\n".join(f"{title}\n{text}" for title, text in guides)
    whole = [text for text in sent if re.search(r"[.!?。！？]", text)]
    subjects = [sum(sentence_lengths([text], language)) for text in sent if text not in whole]
    lengths, measured_on = sentence_lengths(whole, language), "campaigns"
    if len(lengths) < ENOUGH_SENTENCES:
        prose = [
            text for title, text in guides if not used_words([(title, text)]) and not avoided_words([(title, text)])
        ]
        lengths, measured_on = sentence_lengths(_own_prose(prose, language), language), "guidelines"
    if len(lengths) < ENOUGH_SENTENCES:
        lengths, measured_on = [], ""
    polite, familiar = (sum(text.count(word) for text in sent) for word in "您你")
    address = address_rules(told) if language == "zh" else {}
    if (
        language == "zh"
        and not address
        and polite + familiar >= 3
        and max(polite, familiar) >= 0.8 * (polite + familiar)
    ):
        address = {"any": "您" if polite > familiar else "你"}
    greeted = sum(map(greets_by_name, sent))
    first = name_rule(told)
    return Voice(
        pieces=len(sent), sentences=len(lengths), measured_on=measured_on,
        subject_mean=average(subjects) if len(subjects) >= ENOUGH_SUBJECTS else None,
        subject_high=high(subjects) if len(subjects) >= ENOUGH_SUBJECTS else None,
        often=frequent_words(sent, language),
        length_mean=average(lengths) if lengths else None, length_high=high(lengths) if lengths else None,
        emoji=limits(told, "emoji"), exclamations=limits(told, "exclamations"), address=address,
        polite=polite, familiar=familiar, greeted=greeted, first_name=True if first is None and greeted else first,
        uses=used_words(guides), avoids=avoided_words(guides),
    )  # fmt: skip


def voice_sources(desk: Desk, brief: Brief) -> list[Source]:
    """The voice as one fact; none where nothing was found."""
    voice = voice_of(desk, brief.language)
    if not voice.known:
        return []
    return [Source(id=VOICE_ID, title=desk.say("Brand voice, measured", "品牌语气（实测）"), text=voice_text(voice))]


def _passages(desk: Desk) -> tuple[list[Passage], list[Passage]]:
    try:
        found = [passage for passage in desk.library.all("brand", "campaign") if not passage.suspicious]
    except AssistantError:
        return [], []
    return [p for p in found if p.kind == "brand"], [p for p in found if p.kind == "campaign"]


def _quoted_texts(passages: Iterable[Passage], language: Language) -> Iterable[str]:
    """What reports of past campaigns quote under headings or words about what was sent."""
    for passage in passages:
        title, text = passage.wording(language)
        if "›" in title and not _SENT.search(title.rsplit("›", 1)[-1]):
            continue
        for match in _QUOTED.finditer(text):
            quote = next(group for group in match.groups() if group).strip()
            if len(quote.split()) > 1 or chinese_share(quote) > 0.5:
                yield quote


def _stored_texts(desk: Desk) -> list[str]:
    """Texts of the campaigns table, where the shop keeps them in columns named so."""
    columns = [name for name in desk.warehouse.columns().get("campaigns", {}) if _TEXT_COLUMN.match(name)]
    texts: list[str] = []
    for column in columns:
        _, rows = desk.warehouse.query(
            f"SELECT DISTINCT CAST({quoted(column)} AS VARCHAR) AS said FROM campaigns "
            f"WHERE {quoted(column)} IS NOT NULL ORDER BY said LIMIT {_MOST_SENT}"
        )
        texts += [str(row[0]).strip() for row in rows if str(row[0]).strip()]
    return texts


def _speaks(text: str, language: Language) -> bool:
    return (chinese_share(text) > 0.3) == (language == "zh")


def _own_prose(texts: list[str], language: Language) -> list[str]:
    """Running sentences: no list entries, no tables."""
    lines = [line for text in texts for line in text.splitlines() if not re.match(r"\s*(?:[-*•·|]|\d+[.、])", line)]
    return [line for line in lines if _speaks(line, language) and re.search(r"[.!?。！？]\s*$", line)]
