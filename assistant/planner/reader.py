"""Reads one question in its context: the readers of intents in order, then the leftovers' question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.language import detect
from assistant.planner.around.aims import read_behind_aim
from assistant.planner.around.as_meant import as_meant
from assistant.planner.around.headlines import read_headline
from assistant.planner.around.likely_remarks import without_likely_remarks
from assistant.planner.around.moods import read_behind_mood
from assistant.planner.around.prefaces import without_preface
from assistant.planner.around.remarks import without_remarks
from assistant.planner.around.told_meanings import read_other_meaning
from assistant.planner.around.turns import those_at_first
from assistant.planner.campaign_meant import of_campaign, yields_of_campaign
from assistant.planner.clarifying import answerable, unclear_reading
from assistant.planner.days_shown import in_the_days_shown
from assistant.planner.each_deed import each_deed
from assistant.planner.evidence import told_of_unread
from assistant.planner.examples import example_questions
from assistant.planner.frame import Frame, State
from assistant.planner.grammar.unclear import Unclear
from assistant.planner.intents.copywriting.given_text import read_given
from assistant.planner.intents.follow_ups.bought_after import read_bought_after
from assistant.planner.intents.follow_ups.fragment import is_fragment
from assistant.planner.intents.lookups.explaining import sql_noted
from assistant.planner.intents.lookups.kinds_meant import kinds_noted
from assistant.planner.intents.questions.either_way import either_way
from assistant.planner.intents.questions.long_lists import long_list
from assistant.planner.intents.references.around_it import kept_around_it
from assistant.planner.intents.references.back_to import back_to
from assistant.planner.intents.references.both_messages import both_messages
from assistant.planner.intents.references.by_kind import named_as_pair, named_by_kind
from assistant.planner.intents.references.by_price import named_by_price
from assistant.planner.intents.references.carriers import without_carrier
from assistant.planner.intents.references.full_sentences import is_full_sentence
from assistant.planner.intents.references.held_against import held_against
from assistant.planner.intents.references.its_buyers import of_its_buyers
from assistant.planner.intents.references.starting_over import asked_anew
from assistant.planner.intents.references.talk_words import in_talk
from assistant.planner.intents.references.that_campaign import of_that_campaign
from assistant.planner.intents.references.why_so import ask_where_to_look
from assistant.planner.intents.refusals.refusals import read_other_topics
from assistant.planner.intents.registry import ANEW, INTENTS
from assistant.planner.learned.earlier import earlier_call
from assistant.planner.learned.second_reading import second_readings
from assistant.planner.learned.which import disputable, disputed, trusted
from assistant.planner.leftovers import ask_about
from assistant.planner.measurable import ask_of_unmeasurable
from assistant.planner.named_apart import named_apart
from assistant.planner.no_such_goods import ask_of_no_such_goods
from assistant.planner.parts import asks_of_a_row, counted_of_them, one_at_a_time, questions_in, read_in_parts
from assistant.planner.per_message import read_per_message
from assistant.planner.pointed_rows import rows_meant
from assistant.planner.ranked_groups import read_of_ranked
from assistant.planner.reading import Ask, Option, Reading
from assistant.planner.references import resolve
from assistant.planner.spans import Tagger
from assistant.planner.suggesting.suggestions import is_open, with_suggestions
from assistant.planner.text import normalise
from assistant.planner.their_days import in_their_days
from assistant.planner.twin_values import as_sold
from assistant.planner.unknown_told import tell_unknown
from assistant.planner.unshown import ask_of_unshown
from assistant.planner.vocabulary import vocabulary_of
from assistant.planner.whole_shop import ask_of_whose
from tools.contract import Language
from tools.desk import Shop

LOOKUPS = {"customer", "explain_member", "profiles", "describe", "meaning", "overlap", "saved"}
"""Readings that look for what they know: a word that nobody knows is asked about first."""
ABOUT_PEOPLE = {"audience", "list", "scores", "overlap", "recommendations"}
"""Readings in which what people are called besides picks nobody."""
MAX_CHARACTERS = 2_000
REMEMBERED = 64
"""Questions back whose second readings are kept."""


class Reader:
    """Questions about one shop on one day."""

    def __init__(self, shop: Shop, today: date) -> None:
        self.shop = shop
        self.today = today
        self._tagger: Tagger | None = None
        self._learned: dict[tuple[str, Language, str], list[Reading]] = {}
        """What the second reader made of the last questions back: a conversation is read anew at every turn."""

    @property
    def tagger(self) -> Tagger:
        """Spans of this shop's words, those it was taught a moment ago included."""
        vocabulary = vocabulary_of(self.shop)
        if self._tagger is None or self._tagger.vocabulary is not vocabulary:
            self._tagger = Tagger(vocabulary, self.today)
            self._learned = {}
        return self._tagger

    def language(self, question: str, previous: Language | None = None) -> Language:
        """Which language a question is in; a bare number or name keeps the previous one."""
        return detect(question, previous or self.shop.workspace.settings.language)

    def read(
        self,
        question: str,
        state: State | None = None,
        language: Language | None = None,
        tools: frozenset[str] = frozenset(),
        *,
        settled: bool = False,
    ) -> Reading:
        """The reading of a question: never None, never an exception for anything a person can type.

        What somebody settled by an answer is not asked about a second time.
        """
        spoken, state = language or self.language(question), state or State()

        def read(text: str) -> Reading:
            return self.by_rules(text[:MAX_CHARACTERS], state, spoken, tools)

        reading = read(question)
        opened = is_open(reading)
        if not opened and (settled or not disputable(reading, state)):
            return reading
        frame = Frame.of(reading.question, self.tagger, spoken, state, tools)
        if opened:
            learned = self._second_readings(frame)
            return trusted(frame, reading, learned) or with_suggestions(frame, reading, learned, read)
        return disputed(frame, reading, self._second_readings)

    def _second_readings(self, frame: Frame) -> list[Reading]:
        """What the second reader makes of a question, worked out once."""
        key = (frame.text.original, frame.language, f"{frame.state.last} {earlier_call(frame.state)}")
        if key not in self._learned:
            if len(self._learned) >= REMEMBERED:
                self._learned.pop(next(iter(self._learned)), None)
            self._learned[key] = second_readings(frame)
        return [replace(reading) for reading in self._learned[key]]

    def by_rules(self, typed: str, state: State, spoken: Language, tools: frozenset[str] = frozenset()) -> Reading:
        """The reading by the rules alone, with what it made nothing of told."""
        self.tagger.forget()
        said = as_meant(typed if state.last else those_at_first(typed), self.tagger)
        whole = Frame.of(said, self.tagger, spoken, state, tools)
        return tell_unknown(self._as_a_whole_or_in_parts(whole, state, tools), self.tagger.tag(normalise(typed)))

    def _as_a_whole_or_in_parts(self, whole_frame: Frame, state: State, tools: frozenset[str]) -> Reading:
        """The reading of a question as it is meant: whole, or by the parts that it falls into."""
        question, spoken = whole_frame.text.original, whole_frame.language

        def read(part: str, so_far: State) -> Reading:
            return self._whole(part, so_far, spoken, tools)

        if given := read_given(whole_frame) or read_other_meaning(whole_frame):
            return given
        if divided := read_per_message(question, lambda text: read(text, state)):
            return divided
        for led_in in (read_behind_aim,) if state.last else (read_headline, read_behind_mood, read_behind_aim):
            if behind := led_in(question, self.tagger, lambda text: read(text, state)):
                return behind
        if of_ranked := read_of_ranked(question, self.tagger, read):
            return of_ranked
        several = questions_in(question)
        if len(several) > 1:
            apart = one_at_a_time(question, several, spoken)
            return (
                read_in_parts(question, state, read)
                or without_likely_remarks(question, apart, self.tagger, lambda text: read(text, state))
                or apart
            )
        counted = counted_of_them(question, state, read) or each_deed(question, state, read)
        if counted is not None:
            return counted
        reading = read(question, state)
        unsaid = without_remarks(question, reading, self.tagger, lambda text: read(text, state))
        unsaid = unsaid or without_preface(question, reading, self.tagger, lambda text: read(text, state))
        if unsaid:
            return unsaid
        likely = without_likely_remarks(question, reading, self.tagger, lambda text: read(text, state))
        if likely:
            return likely
        whole = reading.ask is None or reading.intent != "clarify"
        if whole and not (state.rows and asks_of_a_row(self.tagger.tag(normalise(question)))):
            return reading
        return read_in_parts(question, state, read) or answerable(reading, lambda text: read(text, state))

    def _whole(self, question: str, state: State, language: Language, tools: frozenset[str]) -> Reading:
        """The reading of a question in one piece."""
        frame = Frame.of(question, self.tagger, language, state, tools)
        anew = asked_anew(frame)
        if anew:
            return self._whole(anew, State(), language, tools)
        frame = of_that_campaign(of_its_buyers(frame))
        bought = read_bought_after(frame) is not None
        of_it = None if bought else yields_of_campaign(frame)
        if of_it is not None or (is_full_sentence(frame) and not bought):
            alone = self._whole(of_it or question, State(), language, tools)
            if alone.answers and alone.calls:
                return alone
        if both := both_messages(frame):
            return self._whole(both, State(), language, tools)
        named = named_by_price(frame) or named_by_kind(frame) or named_as_pair(frame)
        changed = without_carrier(frame) or named or held_against(frame)
        if changed:
            frame = frame.retold(changed)
        bare, said = frame.without_names()
        if said is not None:
            reading = self._by_intents(in_talk(resolve(back_to(bare))))
            if reading.intent in ABOUT_PEOPLE and reading.ask is None and reading.calls:
                reading.notes = [*(frame.say(*pair) for pair in said), *reading.notes]
                return reading
        return self._by_intents(in_talk(resolve(back_to(frame))))

    def _by_intents(self, frame: Frame) -> Reading:
        """The first intent that reads the question whole."""
        asked: Reading | None = None
        fragment = is_fragment(frame)
        for intent in INTENTS:
            if fragment and asked is not None and intent in ANEW:
                break
            try:
                reading = intent(frame)
            except Unclear as unclear:
                reading = unclear_reading(frame, unclear)
            if reading is None:
                continue
            reading = ask_of_unmeasurable(frame, reading)
            if reading.intent in LOOKUPS and any(
                span.unknown and any(c.isalnum() for c in span.text) for span in frame.spans
            ):
                slots = frame.slots()
                strange = [i for i in range(len(slots)) if slots[i].unknown]
                if strange:  # one that was joined to others is known by them
                    return ask_about(frame, slots, strange)
            if reading.ask is None or reading.intent not in ("clarify", "uncountable"):
                reading = of_campaign(frame, ask_of_unshown(frame, kept_around_it(frame, reading)))
                reading = in_their_days(frame, in_the_days_shown(frame, reading))
                reading = either_way(frame, long_list(frame, ask_of_whose(frame, reading)))
                reading = as_sold(frame, named_apart(frame, ask_of_no_such_goods(frame, reading)))
                reading.notes = [
                    *rows_meant(frame),
                    *reading.notes,
                    *sql_noted(frame, reading),
                    *kinds_noted(frame, reading),
                ]
                return reading
            asked = reading if reading.intent == "uncountable" else asked or reading
        understood = asked if asked and asked.intent == "uncountable" else None
        understood = understood or told_of_unread(frame)
        return understood or read_other_topics(frame) or ask_where_to_look(frame) or asked or self._lost(frame)

    def _lost(self, frame: Frame) -> Reading:
        shown = example_questions(frame.vocabulary, frame.language)[:3]
        quoted = frame.text.original.strip()[:80]
        lead = frame.say(f"I couldn't read “{quoted}” as a question about this shop.", f"我没能看懂“{quoted}”。")
        return frame.reading(
            "clarify",
            ask=Ask(
                lead + frame.say(" Could you say it differently, like:", "可以换一种说法吗？例如："),
                tuple(Option(question, question) for question in shown),
                0,
                len(frame.text.original),
                lead=lead,
                examples=True,
            ),
        )
