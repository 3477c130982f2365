"""The first law: every content word is accounted for. What is left over becomes a question with options."""

from __future__ import annotations

import re

from assistant.planner.examples import example_questions
from assistant.planner.frame import Frame
from assistant.planner.grammar.deeds.ranges import amount_of
from assistant.planner.grammar.people.kinds import undefined
from assistant.planner.grammar.slots import Slots
from assistant.planner.naming import names_a_group, whole_name
from assistant.planner.not_kept import lacking, not_kept
from assistant.planner.readers.english_words import MONTHS
from assistant.planner.reading import Ask, Decline, Option, Reading
from assistant.planner.spans import Span

_LIGHT = (
    "filler",
    "break",
    "people",
    "who",
    "and",
    "but",
    "place",
    "for",
    "with",
    "how_many",
    "how_much",
    "list",
    "which",
    "greeting",
    "thanks",
    "same",
    "chart",
    "as_table",
    "only",
    "capitals",
    "by",
    "rank_by",
    "first_order",
    "history",
    "anaphor",
    "add",
    "help",
    "pronoun_that",
    "all_time",
    "respectively",
    "interjection",
)
_STRICT = (
    "not",
    "never",
    "except",
    "period",
    "group",
    "range",
    "relative",
    "condition",
    "filter",
    "value",
    "percent",
    "money",
    "top",
    "bottom",
    "or",
)
_NEVER_LOST = ("not", "never", "except", "period", "group", "range", "condition")
_ONLY_THERE = ("只在", "只通过", "只从", "仅在", "只用", "仅通过", "仅从")
"""What nobody may drop: it says where somebody did something and nowhere else."""
_FISCAL = re.compile(r"\b(?:fy|fq)\d*\b|\bfiscal\b|\bfinancial y|财年|财政年", re.IGNORECASE)
NEAR = 62
"""A suggestion needs this likeness; deciding needs more (lexicon.FUZZY_CUTOFF)."""
NEAR_VALUE = 0.68
LIKELY = 0.75
"""Values of the shop are offered from the first likeness on; words for people, deeds and figures, from the second."""
OPTIONS = 4


def leftovers(slots: Slots) -> list[int]:
    """Indexes of the items that no rule used and that may change what is asked."""
    return [index for index in range(len(slots)) if not slots.used(index) and _matters(slots[index])]


def _matters(item: Span) -> bool:
    if item.unknown:
        return any(character.isalnum() for character in item.text)
    if item.has("only") and item.text.startswith(_ONLY_THERE):
        return True
    if item.has("filler", "break"):
        return item.has(*_NEVER_LOST) and not item.has("break")
    if item.has(*_LIGHT):
        return item.has(*_STRICT) and not item.has("anaphor")
    return True


def account(slots: Slots, reading: Reading) -> None:
    """Write into `reading` what every item became, and how sure each link is."""
    lost = set(leftovers(slots))
    for index, item in enumerate(slots.items):
        sense = max(item.senses, key=lambda s: s.confidence, default=None)
        role = slots.role(index) or ("not understood" if index in lost else "filler")
        reading.account.append((item.text, role + (f" ({sense.note})" if sense and sense.note else "")))
    reading.leftovers = [slots[index].text for index in sorted(lost)]
    for span in slots.items:
        for sense in span.senses:
            if sense.note.startswith("read as") and sense.confidence < 1:
                reading.confidence *= sense.confidence
                note = (span.text, sense.note.removeprefix("read as "))
                slots.notes.append((*note, sense.confidence))
                break


def typo_notes(frame: Frame) -> list[str]:
    """How mistyped words and fiscal years were read, for the answer to say."""
    notes = _fiscal_note(frame) + _short_year_note(frame)
    for span in frame.spans:
        sense = next((s for s in span.senses if s.note.startswith("read as")), None)
        if sense is None or (len(span.senses) > 1 and any(not s.note for s in span.senses)):
            continue
        value = sense.value[1] if sense.kind == "value" else sense.note.removeprefix("read as ")
        notes.append(frame.say(f"I read “{span.text}” as “{value}”.", f"我把“{span.text}”理解为“{value}”。"))
    return notes


def _fiscal_note(frame: Frame) -> list[str]:
    """Which month fiscal years begin in, where one was asked for."""
    if not any(span.has("period") and _FISCAL.search(span.text) for span in frame.spans):
        return []
    month = frame.vocabulary.settings.fiscal_year_start_month
    name = list(MONTHS)[[*MONTHS.values()].index(month)].title()
    return [
        frame.say(
            f"Fiscal years of this shop begin in {name} (fiscal_year_start_month in workspace.toml).",
            f"本店财年从{month}月开始（workspace.toml 中的 fiscal_year_start_month）。",
        )
    ]


def _short_year_note(frame: Frame) -> list[str]:
    """oct 26 was taken for a month of 2026 though it might be a day: how it was read."""
    notes = []
    for span in frame.spans:
        found = _SHORT_YEAR.fullmatch(span.text.casefold())
        period = span.value("period")
        if found and period is not None and period.start and period.end and (period.end - period.start).days > 1:
            notes.append(
                frame.say(
                    f"I read “{span.text}” as {period.start:%B %Y}; for the day, write “on {span.text}”.",
                    f"我把“{span.text}”理解为{period.start:%Y}年{period.start.month}月。",
                )
            )
    return notes


_SHORT_YEAR = re.compile(r"(?!week|wk)[a-z]{3,9} \d\d")


def ask_about(frame: Frame, slots: Slots, lost: list[int]) -> Reading:
    """Ask about the first word that was not understood, with the nearest readings as options."""
    first = last = _strangest(slots, lost)
    while last + 1 < len(slots) and last + 1 in lost and slots[last].unknown and _joins(slots[last + 1]):
        last += 1
    tokens = slots.text.tokens
    begin, stop = whole_name(slots, first, last) if slots[first].unknown else (slots[first].start, slots[last].end)
    start, end = tokens[begin].start, tokens[stop - 1].end
    word = slots.text.typed(start, end)
    origin = (slots.text.origins[start], slots.text.origins[end - 1] + 1)
    item = slots[first]
    if item.has("kind") and (unclear := undefined(slots)) is not None:
        offered = tuple(Option(frame.say(*pair), frame.say(*pair)) for pair in unclear.options)
        place = unclear.place or (0, len(frame.text.original))
        return frame.reading("unsayable", ask=Ask(frame.say(unclear.english, unclear.chinese), offered, *place))
    absent = next((slots[i] for i in lost if lacking(frame.vocabulary, slots[i])), item)
    absent = next((slots[i] for i in lost if slots[i].has("scored") and slots[i].has("absent_field")), absent)
    missing = not_kept(frame, absent, word if absent is item else absent.text)
    if missing:
        fitted = absent.has("scored") or absent.value("absent_field") == "cluster"  # what training may still add
        reason = "not_possible" if fitted else "no_such_data"
        reading = frame.reading("missing", decline=Decline(reason, missing + _instead(frame), *origin))
        account(slots, reading)
        return reading
    options = _readings(frame, item) if item.unknown else _placements(frame, item, word)
    if item.unknown and not options and names_a_group(slots, begin, stop):
        options = _groups(frame)
    if item.unknown:
        lead = frame.say(f"I don't know what “{word}” means here.", f"我不太明白这里的“{word}”。")
        which = frame.say(" Did you mean one of these?", "您指的是下面哪一个？")
    else:
        lead = frame.say(f"I'm not sure what “{word}” belongs to here.", f"我不确定这里的“{word}”指什么。")
        which = frame.say(" Which do you mean?", "您指的是哪一种？")
    question = lead + (which if options else frame.say(" Please say it another way.", "请换一种说法。"))
    leave = Option(frame.say(f"leave out “{word}”", f"去掉“{word}”"), "")
    reading = frame.reading(
        "clarify", ask=Ask(question, (*options[:OPTIONS], leave), *origin, word if item.unknown else "", lead=lead)
    )
    account(slots, reading)
    return reading


def _strangest(slots: Slots, lost: list[int]) -> int:
    """Where to begin: the first word that nobody knows – what else was lost may belong to it – or the first of all."""
    return next((index for index in lost if slots[index].unknown), lost[0])


def _joins(item: Span) -> bool:
    """Whether an item goes with the unknown word before it: unknown too, or a word that says little by itself."""
    return item.unknown or not item.has(*_STRICT, "verb", "measure", "field", "agent", "people", "number")


def _instead(frame: Frame) -> str:
    shown = example_questions(frame.vocabulary, frame.language)[:2]
    return frame.say(f" You can ask, for example: {'; '.join(shown)}.", f"可以改问：{'；'.join(shown)}。")


def _readings(frame: Frame, item: Span) -> list[Option]:
    lexicon = frame.vocabulary.lexicon
    tokens = frame.text.tokens[item.start : item.end]
    options: list[Option] = []
    for senses, likeness, form in lexicon.similar(tokens, NEAR, OPTIONS * 2):
        for sense in senses:
            if likeness < (NEAR_VALUE if sense.kind == "value" else LIKELY):
                continue
            option = _option(frame, sense.kind, sense.value, form)
            if option and option.label not in [o.label for o in options]:
                options.append(option)
                break
    return options


def _groups(frame: Frame) -> list[Option]:
    """Groups this shop has, for a name of one it has not."""
    dictionary = frame.vocabulary.dictionary
    found = [("loyalty_tier", value) for value in frame.vocabulary.values("loyalty_tier")[::-1][:2]]
    found += [("rfm_segment", value) for value in frame.vocabulary.values("rfm_segment")[:1]]
    labels = [dictionary.value_label(field, value, frame.language) for field, value in found]
    said = [frame.say(f"{label} customers", f"{label}客户") for label in labels]
    return [Option(text, text) for text in [*said, *frame.vocabulary.saved_audiences()[:1]]]


def _option(frame: Frame, kind: str, value: object, form: str) -> Option | None:
    dictionary = frame.vocabulary.dictionary
    if kind == "value" and isinstance(value, tuple):
        count = frame.vocabulary.counts.get(value, 0)
        label = dictionary.value_label(str(value[0]), value[1], frame.language)
        field = dictionary.fields[str(value[0])].label.in_language(frame.language)
        return Option(f"{label} ({field}{f', {count:,}' if count else ''})", str(value[1]), str(value[1]))
    if kind == "measure":
        return Option(dictionary.measures[str(value)].label.in_language(frame.language), form, str(value))
    if kind == "field":
        return Option(dictionary.fields[str(value)].label.in_language(frame.language), form, str(value))
    if kind in ("verb", "agent", "people"):
        return Option(form, form)
    return None


def _placements(frame: Frame, item: Span, word: str) -> list[Option]:
    """Readings of a number or period that found no place."""
    if item.has("period"):
        texts = [
            (f"bought {word}", f"{word}下单"),
            (f"signed up {word}", f"{word}注册"),
            (f"last order {word}", f"最近一次购买在{word}"),
        ]
    elif item.has("range") or amount_of(item):
        texts = [
            (f"spent {word}", f"消费{word}"),
            (f"ordered {word} times", f"下单{word}次"),
            (f"aged {word}", f"年龄{word}"),
        ]
    else:
        return []
    return [Option(frame.say(*pair), frame.say(*pair)) for pair in texts]
