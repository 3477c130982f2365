"""rewrite only B, shorten the second one, 不喜欢A, keep A and redo the rest: some drafts change, the others stay."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from assistant.planner.frame import Frame
from assistant.planner.intents.campaigns.campaigning import read_campaign, replacing
from assistant.planner.intents.copywriting.copy import read_copy
from assistant.planner.intents.copywriting.copy_edits import different
from assistant.planner.reading import Call, Reading
from assistant.planner.words import pattern_of
from tools.briefs import LETTERS, Brief

_any = partial(pattern_of, "one_draft")
_CLAUSE = re.compile(r"[,，;；.。!！\n]+|\band\b(?=\s+(?:re|keep|leave|make|only|change|shorten))|\bbut\b|但是?|而")
_NOUN = r"(?:draft|variant|version|option|text|copy|number|no\.?)"
_QUESTIONS = ("how_many", "how_much", "measure", "which", "what", "top", "by", "customer_id", "list", "verb")
"""Kinds of words with which a message asks for something else than a text."""
_ASKED = re.compile(r"\s*(?:can|could|would|will|please|能|可以|请)", re.I)
_ENDS = re.compile(
    r"\b(?:the\s+)?(?:(?P<end>first|last)\s+(?P<how>two|three|2|3)(?:\s+(?:ones|drafts|versions|variants))?)\b"
    r"|(?:最?(?P<side>前|后))(?P<many>[两二三23])[版条个份]",
    re.I,
)
_ORDER = ("first", "second", "third", "fourth", "fifth")
_MENTION = re.compile(
    rf"(?<![\w'])(?:the\s+)?{_NOUN}\s+(?P<named>[a-j])(?![\w'])"
    r"|(?<![a-zA-Z0-9_'])(?P<letter>[A-HJ])(?:'s)?(?![a-zA-Z0-9_/&+-])(?:\s?(?:版本|版|稿|条))?"
    rf"|\b(?:the\s+)?(?P<order>{'|'.join(_ORDER)}|last)(?:\s+(?:one|{_NOUN}))?\b"
    rf"|(?<!\w){_NOUN}\s*#?(?P<number>[1-9])\b|第(?P<chinese>[一二三四五1-5])[版条个份]?(?:文案)?|(?P<end>最后一[版条个份])",
    re.A | re.I,
)
_ARTICLE = re.compile(
    r"\s+(?!is\b|was\b|needs?\b|should\b|sounds?\b|feels?\b|looks?\b|reads?\b|could\b|and\b|or\b|too\b)[a-z]"
)


def read_one_draft(frame: Frame) -> Reading | None:
    """A change of the drafts that a message names; None where it names none, or chooses among them."""
    state = frame.state
    if len(state.drafts) < 2 or state.brief is None or state.last not in ("copy", "approval"):
        return None
    text, count = frame.text.original, len(state.drafts)
    if frame.has(*_QUESTIONS) or (text.rstrip().endswith(("?", "？", "吗")) and not _ASKED.match(text)):
        return None
    named = _mentions(text, count)
    changes = _changes(text, count)
    chosen = bool(_any("choose", "away").search(text)) or bool(named and re.search(r"不要\s*$", text[: named[0][1]]))
    chosen = chosen or (bool(named) and not re.search(r"\w", _any("beside").sub(" ", _without(text, named))))
    if chosen or not changes:
        return _chosen(frame, named) if named else None
    briefs: list[tuple[list[int], Brief]] = []
    for places, said in changes:
        brief = _wished(frame, said)
        if isinstance(brief, Reading):
            return brief
        briefs.append((places, brief))
    return _reading(frame, briefs)


def _chosen(frame: Frame, named: list[tuple[int, int, int]]) -> Reading | None:
    """drop B, keep only A: read as "drop the second one"."""
    text = frame.text.original
    if len(named) > 1 and len(_CLAUSE.split(text)) > 1:  # drop B and shorten A
        return frame.reading("limited", text=frame.say(
            "Choosing among the drafts and changing one are two steps: say the one, then the other.",
            "取舍文案和修改文案请分两步说：先说一件，再说另一件。",
        ))  # fmt: skip
    for place, start, end in reversed(named):
        word = (
            frame.say(f"the {_ORDER[place]} one", f"第{'一二三四五'[place]}条")
            if place < len(_ORDER)
            else text[start:end]
        )
        text = text[:start] + word + text[end:]
    text = _any("choose").sub(frame.say("keep", "保留"), text)
    text = re.sub(r"不要(?=第)", "删掉", text)
    if text == frame.text.original:
        return None
    again = frame.retold(text)
    return read_campaign(again) or read_copy(again)


def _mentions(text: str, count: int, *, sure: bool = False) -> list[tuple[int, int, int]]:
    """Which drafts a text names, with where: B, draft b, the second one, 第三版."""
    found = []
    for match in _ENDS.finditer(text):
        number = 3 if (match["how"] or match["many"]).casefold() in ("three", "三", "3") else 2
        front = (match["end"] or match["side"]).casefold() in ("first", "前")
        ends = range(number) if front else range(count - number, count)
        found += [(place, *match.span()) for place in ends if 0 <= place < count]
    for match in _MENTION.finditer(text):
        place = _place(match, count)
        article = not sure and match["letter"] == "A" and _ARTICLE.match(text, match.end())
        lower = match["letter"] and match["letter"].islower()
        within = any(start <= match.start() < end for _, start, end in found)
        if place is not None and place < count and not article and not lower and not within:
            found.append((place, *match.span()))
    return found


def _place(match: re.Match[str], count: int) -> int | None:
    if letter := match["named"] or match["letter"]:
        return LETTERS.index(letter.upper())
    if match["end"] or (match["order"] or "").casefold() == "last":
        return count - 1
    if match["order"]:
        return _ORDER.index(match["order"].casefold())
    told = match["number"] or match["chinese"]
    return ("一二三四五".index(told) if told in "一二三四五" else int(told) - 1) if told else None


def _changes(text: str, count: int) -> list[tuple[list[int], str]]:
    """(drafts, what is said of them) by clause; nothing where no clause says that a draft changes."""
    kept: set[int] = set()
    changes: list[tuple[list[int], str]] = []
    others: str | None = None
    sure = bool(_mentions(text, count))
    for clause in _CLAUSE.split(text):
        named = _mentions(clause, count, sure=sure)
        rest, said = _any("rest").search(clause), _without(clause, named)
        disliked = _any("dislike").search(clause)
        if not disliked and _any("keep").search(clause):
            kept |= {place for place, _, _ in named}
        elif rest:
            others = _any("rest").sub(" it ", said) if clause.isascii() else _any("rest").sub("", said)
        elif named:
            changes.append(([place for place, _, _ in named], said))
        elif changes and said.strip():
            changes[-1] = changes[-1][0], f"{changes[-1][1]}, {said}"
        elif said.strip():
            return []  # it speaks of something else first
    touched = kept | {place for places, _ in changes for place in places}
    if others is not None and touched:
        changes.append(([place for place in range(count) if place not in touched], others))
    return [(places, said) for places, said in changes if places and not kept & set(places)]


def _without(clause: str, named: list[tuple[int, int, int]]) -> str:
    """A clause with "it" for the drafts it names, or nothing in Chinese."""
    for start, end in sorted({(start, end) for _, start, end in named}, reverse=True):
        clause = clause[:start] + ("it" if clause.isascii() else "") + clause[end:]
    clause = re.sub(r"(?i)\b(?:only|just) (?=(?:in )?it\b)", "", clause)
    return re.sub(r"\bit(?:\s*(?:,|and|&)\s*it)+", "it", clause).strip()


def _wished(frame: Frame, said: str) -> Brief | Reading:
    """The brief as one draft is to be written by: anew, or as the rest of the clause says; or the question back."""
    assert frame.state.brief is not None and frame.tagger is not None
    before = frame.state.brief
    left = _any("dislike").sub(" ", said)
    left = _any("redo", "beside").sub(" ", left)
    if not re.search(r"\w", left):
        return before.model_copy(update={"tone": different(before.tone, [])})
    shorn = re.sub(r"\b(?:in|of|for|from) it\b", " ", said).strip()
    for text in dict.fromkeys((said, shorn, _any("redo", "dislike").sub(" ", shorn).strip())):
        reading = read_copy(frame.retold(text))
        if reading is not None and reading.brief is not None:
            return reading.brief
    return frame.reading("limited", text=frame.say(
        f"I did not understand how that draft is to change (“{said.strip(' ,.')}”), so every draft is as it was: say "
        "for example “make B shorter”, “B warmer” or “rewrite B”.",
        f"没有明白这一版要怎么改（“{said.strip(' ，。')}”），所以各版都没有变动："
        "可以说“B版短一点”“B版更亲切”或“重写B”。",
    ))  # fmt: skip


def _reading(frame: Frame, briefs: list[tuple[list[int], Brief]]) -> Reading:
    state, before = frame.state, frame.state.brief
    assert before is not None
    shared = ("channel", "language", "audience", "goal")
    if any(getattr(one, name) != getattr(before, name) for _, one in briefs for name in shared):
        return frame.reading("limited", text=frame.say(
            "All drafts of one brief go to the same people, by the same channel and in the same language: say it of "
            "all of them, or ask for a new text.",
            "同一组文案发给同一人群、用同一渠道和语言：请对全部文案提出，或另写一份新文案。",
        ))  # fmt: skip
    facts = ("offer", "products", "topic")
    brief = next((one for _, one in briefs if any(getattr(one, n) != getattr(before, n) for n in facts)), before)
    brief = brief.model_copy(update={"tone": before.tone, "variants": len(state.drafts)})
    args: dict[str, Any] = brief.compact() | {"channel": brief.channel, "language": brief.language}
    call = Call("brief_copy", {"brief": args})
    if state.campaign is not None:
        call = Call("plan_campaign", {"campaign": dict(state.campaign) | replacing(frame) | {"brief": args}})
    changed = sorted({place for places, _ in briefs for place in places})
    reading_note = frame.say(*_told(changed, [at for at in range(len(state.drafts)) if at not in changed]))
    reading = frame.reading("copy", brief=brief, audience=brief.audience, calls=[call], notes=[reading_note])
    reading.focus["rewritten"] = briefs
    reading.focus["before"] = state.drafts
    reading.focus["topic"] = {"topic": before.topic} if before.topic else {}
    return reading


def _told(changed: list[int], stayed: list[int]) -> tuple[str, str]:
    english = [" and ".join(", ".join(LETTERS[at] for at in places).rsplit(", ", 1)) for places in (changed, stayed)]
    chinese = ["、".join(LETTERS[at] for at in places) for places in (changed, stayed)]
    were = f"drafts {english[0]} were" if len(changed) > 1 else f"draft {english[0]} was"
    if not stayed:
        return f"{were[:1].upper()}{were[1:]} changed.", f"已修改文案{chinese[0]}。"
    return f"Only {were} changed; {english[1]} stayed as before.", f"只改了文案{chinese[0]}，{chinese[1]}保持不变。"
