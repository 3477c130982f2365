"""Audiences kept under a name: save this as Spring VIPs, which ones have I saved, 存成 青岚粉."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.grammar.editing.merging import merge_audience, within
from assistant.planner.grammar.people.audience import read_people
from assistant.planner.grammar.people.people import People
from assistant.planner.grammar.slots import Slots
from assistant.planner.intents.lookups.naming_audiences import named_in_quotes
from assistant.planner.intents.lookups.naming_them import name_for_them
from assistant.planner.leftovers import ask_about, leftovers
from assistant.planner.lexicon import Sense
from assistant.planner.reading import Ask, Call, Reading
from tools.definitions import Attribute, Audience


def read_saved(frame: Frame) -> Reading | None:
    """which ones have I saved so far, show my saved audiences, 我存了哪些人群."""
    light = (
        "saved_word",
        "list",
        "which",
        "people",
        "how_many",
        "filler",
        "break",
        "anaphor",
        "interjection",
        "save",
        "and",
    )
    if not frame.has("saved_word") or not all(
        span.has(*light) and not span.has("value", "values") for span in frame.spans
    ):
        return None
    return frame.reading("saved", calls=[Call("list_saved_audiences", {})])


def read_saving(frame: Frame) -> Reading | None:
    """save this as Spring VIPs; save women in Shanghai as …; list the saved audiences."""
    if (named := named_in_quotes(frame)) is not None:
        return named
    if (name := name_for_them(frame.text.original)) and (spoken_of := _spoken_of(frame)) is not None:
        call = Call("save_audience", {"name": name, "audience": spoken_of.compact()})
        return frame.reading("save", calls=[call], audience=spoken_of)
    frame = _saved_alone(frame)
    position = next((i for i, span in enumerate(frame.spans) if span.has("save") and not _told(frame, i)), None)
    if position is None:
        return None
    last = _end_of_saving(frame, position)
    name = _name(frame.rest(last))
    if position and not name and frame.has("list", "which", "people") and "list_saved_audiences" in frame.tools:
        return frame.reading("saved", calls=[Call("list_saved_audiences", {})])
    audience = _whom(frame, position, last)
    if isinstance(audience, Reading):
        return audience
    if audience is None:
        return _described_strangely(frame, last) or _nobody(frame)
    if not name:
        return _name_asked(frame, audience)
    return frame.reading(
        "save", calls=[Call("save_audience", {"name": name, "audience": audience.compact()})], audience=audience
    )


def _saved_alone(frame: Frame) -> Frame:
    """存，名字叫…: the verb alone, up to a mark, opens nothing else."""
    spans = list(frame.spans)
    at = next((i for i, span in enumerate(spans) if not span.has("filler", "break", "interjection", "thanks")), None)
    if at is None or spans[at].text != "存" or not (at + 1 >= len(spans) or spans[at + 1].has("break")):
        return frame
    return replace(frame, spans=[*spans[:at], replace(spans[at], senses=(Sense("save"),)), *spans[at + 1 :]])


def _end_of_saving(frame: Frame, position: int) -> int:
    """The last word of the saving itself, behind which the name stands: save …, save … as."""
    return max(
        i
        for i, span in enumerate(frame.spans)
        if span.has("save") or (i > position and span.text.casefold() in ("as", "为", "成"))
    )


def _spoken_of(frame: Frame) -> Audience | None:
    """Those spoken of last; orders in March are nobody, and whoever was spoken of before them is not meant."""
    figure = frame.state.metric
    if frame.state.last == "metric" and figure is not None and figure.audience is None:
        return None
    return frame.state.them or (figure.audience if figure else None)


def _whom(frame: Frame, position: int, last: int) -> Audience | Reading | None:
    """The people described within the saving, or before it; else those spoken of; or a question about a word."""
    spoken_of = _spoken_of(frame)
    middle = frame.slots(position + 1, last) if last > position + 1 else None
    before = frame.slots(0, position) if position else None
    for part in (middle, before):
        if part is None:
            continue
        cut = _first_of_them(part, spoken_of)
        if cut is not None:
            return cut
        people = read_people(part, frame.today)
        for index in part.all("only", "only_cue"):
            part.use(index, "some of them")
        lost = leftovers(part)
        sized = any(part.has(i, "number", "top", "bottom", "heads") for i in lost)
        if lost and (sized or people.conditions or any(part[i].unknown for i in lost)):
            return ask_about(frame, part, lost)
        if people.conditions:
            return _of_those(part, people, spoken_of)
    return spoken_of


def _nobody(frame: Frame) -> Reading:
    """There are no people that it could mean."""
    return frame.reading(
        "save",
        text=frame.say(
            "There are no people to save in what was last answered: describe them first, such as “women who bought "
            "last month”.",
            "刚才的回答里没有可以保存的人群：请先描述一个，例如“上个月下过单的女客户”。",
        ),
    )


def _name_asked(frame: Frame, audience: Audience) -> Reading:
    """The people are known and their name is not: the answer becomes it."""
    end = len(frame.text.original)
    template = frame.say(" as {answer}", "为{answer}")
    question = frame.say("What should the audience be called?", "这个人群叫什么名字？")
    return frame.reading("save", audience=audience, ask=Ask(question, (), end, end, template))


def _of_those(part: Slots, people: People, before: Audience | None) -> Audience:
    """女的存一下, save only the UK ones, after who they are: some of those; described whole, they are others."""
    noun = any(part.has(i, "people", "agent", "saved") for i in range(len(part)))
    own = noun or any(part.has(i, "verb") for i in range(len(part)))
    fact = people.conditions == 1 and len(people.audience.all) == 1 and isinstance(people.audience.all[0], Attribute)
    some = any(part.has(i, "anaphor", "only", "only_cue") for i in range(len(part))) or (fact and not own)
    some = some or (not noun and any(part.chinese(i) for i in range(len(part))))  # 没下单的存成…
    if before is None or not before.compact() or not some:
        return people.audience
    return merge_audience(within(before), people.audience, replacing=False)


def _described_strangely(frame: Frame, last: int) -> Reading | None:
    """Save as "London shoes": flurbish women …: people are described, in a word that nobody knows."""
    slots = frame.slots()
    unknown = [i for i in range(len(slots)) if slots[i].unknown]
    described = any(span.has("people", "agent", "value", "values") for span in frame.spans[last + 1 :])
    return ask_about(frame, slots, unknown[:1]) if unknown and described else None


def _first_of_them(part: Slots, audience: Audience | None) -> Audience | None:
    """save the top 100 as …: so many of those that were ranked; None where nothing is cut."""
    counts = [v for i in range(len(part)) if (v := part.value(i, "number") or part.value(i, "heads"))]
    light = ("filler", "break", "top", "number", "heads", "people", "anaphor", "save", "first_order", "only_cue")
    told = all(part.has(i, *light) for i in range(len(part)))
    if len(counts) != 1 or not told or audience is None or audience.limit is None:
        return None
    limit = audience.limit.model_copy(update={"count": int(counts[0]), "share": None})
    return audience.model_copy(update={"limit": limit})


def _told(frame: Frame, index: int) -> bool:
    """what we call them: a name is told, not asked to be kept."""
    before = frame.spans[index - 1].text.casefold().split() if index else []
    return bool(before) and before[-1] in ("we", "they", "i", "you", "people", "everyone")


_CALLED = re.compile(
    r"^[\s,，:：、-]*(?:(?:这个|该|这批|这份)?(?:人群|名单|客群)?[\s,，:：]*)?"
    r"(?:(?:an?|the|my) (?:new )?(?:audience|segment|group|list) )?(?:called|named|titled|under the name) |"
    r"^[\s,，:：、-]*(?:(?:这个|该|这批|这份)?(?:人群|名单|客群)?[\s,，:：]*)?"
    r"(?:(?:的?(?:名字|名称|标题))(?:就)?(?:叫做?|是|为|用)?|(?:就|起名|取名)?叫做?|[起取](?:个)?名字?(?:叫|为|是)?|命名(?:为|成)?)[\s:：]*"
)
"""存一下，名字叫…: what leads to the name."""


def _name(rest: str) -> str:
    name = _CALLED.sub("", rest).strip().strip("\"'“”‘’「」《》.。!！ ").removeprefix("as ").strip()
    return "" if _KIND_ONLY.fullmatch(name.casefold()) else name[:80]


_KIND_ONLY = re.compile(
    r"(?:(?:it|them|this|that|these|those|all|all of them) )?(?:as )?(?:an?|the|my) (?:new )?"
    r"(?:audience|segment|group|list)"
)
"""save them as a segment: what they become, and no name."""
