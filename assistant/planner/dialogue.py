"""The conversation as the planner needs it: read from the messages alone, turn by turn."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from pydantic import ValidationError

from assistant.planner.answering.compose import compose
from assistant.planner.clarifying import (
    answers,
    asks_itself,
    chosen,
    continued_question,
    drops,
    first_part,
    instead_of_missing,
    is_bare,
    meant,
    spliced,
    told_about_it,
    undecided,
)
from assistant.planner.frame import Frame, State
from assistant.planner.intents.lookups.lessons import with_lesson
from assistant.planner.reader import Reader
from assistant.planner.reading import Call, Decline, Reading
from assistant.planner.remembering import after
from assistant.planner.still_open import of_open
from tools.briefs import MOST_PRODUCTS
from tools.contract import Finding, Language

ASIDES = {"reset", "help", "thanks", "bye", "greeting", "back", "decline", "explained"}
"""Messages that are no answer to a question back, however short."""


@dataclass
class Plan:
    """What the model says next: text, or calls with their ids."""

    text: str = ""
    calls: list[tuple[str, Call]] = field(default_factory=list)


@dataclass
class TurnOfTalk:
    """One question with everything that followed it."""

    question: str
    calls: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    """(id, tool, arguments) in order."""
    findings: dict[str, Finding] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)


def plan(reader: Reader, messages: list[BaseMessage], tools: frozenset[str]) -> Plan:
    """The next message: calls for a new question, the next call of a chain, or the answer from the findings."""
    turns = turns_of(messages)
    if not turns:
        return Plan(text="…")
    state, pending, language = State(), None, None
    for turn in turns[:-1]:
        reading = _read(reader, turn.question, state, pending, language, tools)
        language = reading.language
        pending = reading if _asked(turn) or reading.decline is not None else None
        calls = [(tool, args, turn.findings.get(identity)) for identity, tool, args in turn.calls]
        state = after(state, reading, calls)
    current = turns[-1]
    reading = _read(reader, current.question, state, pending, language, tools)
    return _next(reader, current, reading, len(turns))


def turns_of(messages: list[BaseMessage]) -> list[TurnOfTalk]:
    """The conversation by questions."""
    turns: list[TurnOfTalk] = []
    for message in messages:
        if isinstance(message, HumanMessage):
            turns.append(TurnOfTalk(str(message.text)))
        elif not turns:
            continue
        elif isinstance(message, AIMessage):
            turns[-1].calls += [(call["id"] or "", call["name"], call["args"]) for call in message.tool_calls]
        elif isinstance(message, ToolMessage):
            _note(turns[-1], message)
    return turns


def _note(turn: TurnOfTalk, message: ToolMessage) -> None:
    try:
        finding = Finding.model_validate(message.artifact) if message.artifact else None
    except ValidationError:
        finding = None
    if finding is not None:
        turn.findings[message.tool_call_id] = finding
    if message.status == "error" or finding is None:
        turn.failures[message.tool_call_id] = finding.message if finding and finding.message else str(message.text)


def _asked(turn: TurnOfTalk) -> bool:
    return bool(turn.calls) and turn.calls[-1][1] == "ask_user"


def _read(
    reader: Reader,
    question: str,
    state: State,
    pending: Reading | None,
    language: Language | None,
    tools: frozenset[str],
) -> Reading:
    """Read a question; an answer to a question back is put into the question it is about, which is read again."""
    spoken = reader.language(question, language)
    fresh = reader.read(question, state, spoken, tools)
    if pending is None:
        return fresh

    def read(text: str) -> Reading:
        return reader.read(text, state, spoken, tools, settled=True)

    def alone() -> Reading:
        return of_open(pending, fresh, Frame.of(question, reader.tagger, spoken, state, tools), read)

    if pending.decline is not None:
        return instead_of_missing(reader, pending, question, read) or alone()
    if pending.ask is None:
        return fresh
    option = chosen(pending.ask, question)
    if option is not None and option.reading is not None:
        return option.reading
    if option is None and undecided(pending, question):
        return pending
    if fresh.intent in ASIDES and option is None:
        return fresh
    question = meant(question)
    continued = continued_question(pending, question)
    # 发短信给他们 after an open question about figures is a request of its own, and "them" are whoever was spoken of
    wanted = fresh.intent == "copy" and (state.brief is not None or bool(fresh.calls and pending.intent != "copy"))
    bare = is_bare(reader, question) and not wanted
    if continued is not None and (fresh.ask is not None or answers(pending, question) or bare):
        again = read(continued)
        if again.ask is None or (again.ask != pending.ask and fresh.ask is not None):
            return with_lesson(again, pending.ask, question, tools)
    if drops(pending, question):
        return read(continued or question)
    settled = alone()
    if settled.ask is not None and pending.ask.end > pending.ask.start and not asks_itself(reader, question):
        # what about clicks?, which would be read by itself, is no word for what was unknown
        whole = [question.strip()] if fresh.ask is not None else []
        for part in (*whole, *first_part(question)):
            replaced = spliced(pending.question, pending.ask, part)
            again = read(replaced)
            if again.ask is None and (part == question.strip() or told_about_it(reader, question[len(part) :])):
                return again
    return settled


def _next(reader: Reader, turn: TurnOfTalk, reading: Reading, place: int) -> Plan:
    """The calls still to make for this reading, or the answer."""
    wanted = list(reading.calls)
    if reading.ask is not None and not wanted:
        wanted = [
            Call(
                "ask_user",
                {"question": reading.ask.question, "options": [option.label for option in reading.ask.options]},
            )
        ]
    elif reading.decline is not None and not wanted:
        wanted = [_declining(reading.decline)]
    if reading.brief is not None and turn.calls:
        wanted += _drafts(turn, reading)
    done = len(turn.calls)
    if done < len(wanted):
        return Plan(
            calls=[(_identity(place, number, call), call) for number, call in enumerate(wanted) if number >= done]
        )
    if reading.text and not wanted:
        return Plan(text=reading.text)
    findings = [turn.findings.get(identity) for identity, _, _ in turn.calls]
    failures = [turn.failures[identity] for identity, _, _ in turn.calls if identity in turn.failures]
    return Plan(text=compose(reader, reading, [f for f in findings if f is not None], failures))


def _declining(declined: Decline) -> Call:
    return Call("decline", {"reason_kind": declined.reason, "explanation": declined.explanation})


def _drafts(turn: TurnOfTalk, reading: Reading) -> list[Call]:
    """After a brief that was taken: the drafts written from its facts, or those of before that stay."""
    identity = turn.calls[0][0]
    finding = turn.findings.get(identity)
    if (
        finding is None
        or identity in turn.failures
        or finding.status not in ("answered", "empty")
        or not finding.handle
    ):
        return []
    from assistant.planner.writing import write_drafts

    told = finding.model_dump(mode="json")
    if finding.tool == "plan_campaign":
        told["definition"] = told["definition"]["brief"]
    drafts = (
        reading.focus.get("given") or reading.focus.get("drafts") or _rewritten(told, reading) or write_drafts(told)
    )
    if not drafts:
        return []
    wider = _wider(told, reading, drafts)
    second = turn.findings.get(turn.calls[1][0]) if wider and len(turn.calls) > 1 else finding
    submitted = Call("submit_drafts", {"drafts": {"brief_id": (second or finding).handle, "drafts": drafts}})
    return [wider, submitted] if wider and len(turn.calls) > 1 else [wider or submitted]


def _wider(told: dict[str, Any], reading: Reading, drafts: list[dict[str, Any]]) -> Call | None:
    """One draft turned to other goods: a brief of the goods of all, so that the drafts kept still have their facts."""
    cited = dict.fromkeys(cite for draft in drafts for cite in draft["cites"] if cite.startswith("P:"))
    there = {source["id"] for source in told.get("sources", [])}
    kept = set(cited) <= there or len(cited) > MOST_PRODUCTS
    if told["tool"] != "brief_copy" or "rewritten" not in reading.focus or kept:
        return None
    args = reading.calls[0].args["brief"] | {"products": [cite.removeprefix("P:") for cite in cited]}
    args = {name: value for name, value in args.items() if name != "topic"} | reading.focus["topic"]
    return Call("brief_copy", {"brief": args})


def _rewritten(told: dict[str, Any], reading: Reading) -> list[dict[str, Any]]:
    """The last drafts with those written anew that a message named; nothing where it named none."""
    from assistant.planner.writing import write_drafts

    drafts = list(reading.focus.get("before", ()))
    for places, brief in reading.focus.get("rewritten", ()):
        facts = {name: value for name, value in told["definition"].items() if name not in type(brief).model_fields}
        wanted = brief.model_dump(mode="json", exclude_none=True) | {"variants": len(drafts)}
        angles = {draft["angle"] for place, draft in enumerate(drafts) if place not in places}
        for place in places:
            fresh = write_drafts(
                told | {"definition": facts | wanted, "sources": _spoken_of(told, brief, drafts[place])}
            )
            others = [one for one in fresh[place:] + fresh[:place] if one["fields"] != drafts[place]["fields"]]
            own = [one for one in others if one["angle"] == drafts[place]["angle"]]
            free = [one for one in others if one["angle"] not in angles]
            new = next(iter((free if "different" in str(brief.tone) else own or free) or others), drafts[place])
            drafts[place] = new
            angles.add(new["angle"])
    return drafts


def _spoken_of(told: dict[str, Any], brief: Any, draft: dict[str, Any]) -> list[dict[str, Any]]:
    """Sources for writing one draft anew: it keeps its products, unless others or another approach are wished."""
    sources: list[dict[str, Any]] = told.get("sources", [])
    own = {cited for cited in draft["cites"] if cited.startswith("P:")}
    there = own <= {source["id"] for source in sources}
    others = brief.products and not own <= {f"P:{product}" for product in brief.products}
    if not own or not there or others or "different" in str(brief.tone):
        return sources
    return [source for source in sources if not source["id"].startswith("P:") or source["id"] in own]


def _identity(place: int, number: int, call: Call) -> str:
    """The same call in the same place of a conversation always has the same id."""
    text = json.dumps([place, number, call.tool, call.args], ensure_ascii=False, sort_keys=True, default=str)
    return "call_" + hashlib.sha256(text.encode()).hexdigest()[:20]
