"""Kinds of customers that the trade has a word for: window shoppers, bargain hunters, 羊毛党, 全渠道客户.

What each means is written in words, in prompts/lexicon/kinds.toml; those words are read like any others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.planner.grammar.slots import PRODUCT_LEVELS, Slots
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span
from assistant.planner.text import normalise
from assistant.planner.words import word_file
from tools.contract import Language
from tools.definitions import Audience, Group

FILE = "kinds"


def reduce_kinds(slots: Slots) -> None:
    """Make each word of one meaning the condition it stands for."""
    for index in range(len(slots)):
        name = slots.value(index, "kind")
        if name is None or _otherwise_meant(slots, index):
            continue
        kind = word_file(FILE)[name]
        if len(kind["means"]) > 1 or "why" in kind:
            continue
        audience = meaning(slots, name)
        if audience is None:
            continue
        condition = Group(all=audience.all, any=audience.any, none=audience.none)
        slots.retag(index, Sense("condition", condition), Sense("people"))


def told(spans: Sequence[Span]) -> list[tuple[str, str]]:
    """What the answer says each word of one meaning was taken for."""
    kinds = [(span.text, word_file(FILE)[str(span.value("kind"))]) for span in spans if span.has("kind")]
    single = [(typed, kind["means"][0]) for typed, kind in kinds if len(kind["means"]) == 1 and "why" not in kind]
    return [(f"“{typed}” here means {said['en']}.", f"“{typed}”在这里指{said['zh']}。") for typed, said in single]


def several(spans: Sequence[Span]) -> list[tuple[str, str]]:
    """What words of no single meaning may stand for, or why the data do not tell."""
    said = []
    for typed, kind in [(span.text, word_file(FILE)[str(span.value("kind"))]) for span in spans if span.has("kind")]:
        choices = [" / ".join(means[code] for means in kind["means"]) for code in ("en", "zh")]
        why = kind.get("why", {"en": "The data fix no single meaning.", "zh": "数据里没有唯一的定义。"})
        said.append(
            (f"“{typed}”: {why['en']} It may be: {choices[0]}.", f"“{typed}”：{why['zh']}可以理解为：{choices[1]}。")
        )
    return said


def undefined(slots: Slots) -> Unclear | None:
    """The question which of several meanings is meant, or what can be asked instead where the data cannot tell."""
    for index in range(len(slots)):
        name = None if slots.has(index, "compare") else slots.value(index, "kind")  # rev MoM
        kind: dict[str, Any] = word_file(FILE).get(name, {}) if name else {}
        if not kind or _otherwise_meant(slots, index) or not ("why" in kind or len(kind["means"]) > 1):
            continue
        typed = slots.typed(index, index + 1)
        options = [(said["en"], said["zh"]) for said in kind["means"] if "why" in kind or _readable(slots, said["en"])]
        why = kind.get("why", {"en": f"What does “{typed}” mean here?", "zh": f"“{typed}”怎么界定？"})
        more = (" You can ask instead:", "可以改问：") if "why" in kind else ("", "")
        place = None if "why" in kind else slots.origin(index)
        return Unclear(why["en"] + more[0], why["zh"] + more[1], options, place, firm=True)
    return None


def meaning(slots: Slots, name: str, language: Language = "en") -> Audience | None:
    """Whom a word of one meaning picks in this shop; None where the data lack what it needs."""
    known = slots.vocabulary.kinds_read
    key = (name, language)
    if key not in known:
        known[key] = None  # should its own words ever hold the word itself
        known[key] = _read(slots, word_file(FILE)[name]["means"][0][language])
    return known[key]


def _readable(slots: Slots, text: str) -> bool:
    known = slots.vocabulary.kinds_read
    key = (text, "en")
    if key not in known:
        known[key] = _read(slots, text)
    return known[key] is not None


def _read(slots: Slots, text: str) -> Audience | None:
    from assistant.planner.grammar.joining import join
    from assistant.planner.grammar.people.audience import read_people
    from assistant.planner.leftovers import leftovers
    from assistant.planner.spans import Tagger

    tagger = Tagger(slots.vocabulary, slots.today)
    told = normalise(text)
    inner = Slots(tagger.tag(told), told, slots.vocabulary, slots.today)
    join(inner)
    inner.picking = True
    try:
        people = read_people(inner, slots.today)
    except Unclear:
        return None
    return people.audience if people.conditions and not leftovers(inner) else None


_EXPLAINED = (":", "：", "即", "也就是", "就是", "=")


def _otherwise_meant(slots: Slots, index: int) -> bool:
    """护肤铁粉, a fan of Moorlight: buyers of goods by a looser word for people."""
    if not slots.has(index, "people"):
        return False
    if slots[index + 1].text in _EXPLAINED:
        return True  # 铁粉：365天内最少下了5单
    group = slots.value(index - 1, "group") if index else None
    return group is not None and slots.level(group.field) in (*PRODUCT_LEVELS, "order")
