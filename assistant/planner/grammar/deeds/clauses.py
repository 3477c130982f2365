"""Clauses: a verb (bought, spent, opened, 下单) with what stands beside it – objects, numbers, a period, a negation."""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.grammar.deeds.before_verb import take_before
from assistant.planner.grammar.deeds.behind_verb import take_behind
from assistant.planner.grammar.deeds.clause import Clause
from assistant.planner.grammar.deeds.fronted import spread_fronted
from assistant.planner.grammar.deeds.limits import right_limit
from assistant.planner.grammar.deeds.own_words import exceeds, not_once, own_number
from assistant.planner.grammar.deeds.passives import take_fronted
from assistant.planner.grammar.deeds.verbs import find_verbs
from assistant.planner.grammar.people.doers import merge_agents
from assistant.planner.grammar.slots import Slots


def read_clauses(slots: Slots) -> list[Clause]:
    """All clauses of the question, with their arguments used up."""
    verbs = merge_agents(slots, find_verbs(slots))
    clauses: list[Clause] = []
    floor = 0
    for position, (index, verb) in enumerate(verbs):
        ceiling = verbs[position + 1][0] if position + 1 < len(verbs) else len(slots)
        if any(clause.at <= index < clause.upper for clause in clauses) and slots.used(index):
            continue
        following = verbs[position + 1][1] if position + 1 < len(verbs) else ""
        made = _read_clause(slots, index, verb, floor, right_limit(slots, index, ceiling, following))
        clauses += made
        floor = max(clause.upper for clause in made)
    spread_fronted(slots, clauses)
    return clauses


def _read_clause(slots: Slots, index: int, verb: str, floor: int, ceiling: int) -> list[Clause]:
    said = slots[index].text.casefold()
    clause = Clause(
        verb.removeprefix("noun:"),
        index,
        lower=index,
        upper=index + 1,
        noun=not slots.has(index, "verb") or ":" in verb,
        lifetime=said.startswith(("total", "lifetime", "累计", "总", "共", "历史")),
    )
    slots.use(index, f"verb: {clause.verb}")
    own_number(slots, index, clause)
    take_before(slots, clause, floor)
    clauses = [clause]
    take_behind(slots, clauses, ceiling)
    exceeds(said, clause)
    not_once(slots, clause)
    if len(clauses) == 1:
        take_fronted(slots, clause, floor)
    if clause.bound:
        clause.ranges = [replace(r, op=clause.bound) if r.op == "eq" else r for r in clause.ranges]
    return clauses
