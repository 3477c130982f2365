"""One answer against what is expected of it: right, wrong, asked or refused, and why."""

from typing import Any, Literal, NamedTuple

from assistant.evaluation.cases import DraftsExpected, Expectation
from assistant.evaluation.matching import holds_number, same_table
from assistant.events import Answer
from tools.contract import Finding
from tools.desk import Desk

Outcome = Literal["right", "wrong", "asked", "refused"]
"""wrong: something was said as an answer that is not. asked: asked back instead. refused: said it cannot, or failed."""


class Verdict(NamedTuple):
    """An outcome and, unless right, the first thing that was not as expected."""

    outcome: Outcome
    why: str = ""


def judge(answer: Answer, expected: Expectation, desk: Desk) -> Verdict:
    """Score one answer."""
    why = mismatch(answer, expected, desk)
    if why is None:
        return Verdict("right")
    if answer.status == "question":
        return Verdict("asked", why)
    if answer.status in ("refused", "not_allowed", "unknown", "not_enough_data", "error"):
        return Verdict("refused", why)
    return Verdict("wrong", why)


def mismatch(answer: Answer, expected: Expectation, desk: Desk) -> str | None:
    """The first thing that is not as expected, or None."""
    return (
        _status(answer, expected)
        or _words(answer, expected)
        or _figures(answer, expected, desk)
        or _audience(answer, expected, desk)
        or _copy(answer, expected.drafts)
        or _steps(answer, expected)
        or _alternatives(answer, expected, desk)
    )


def _status(answer: Answer, expected: Expectation) -> str | None:
    allowed = [expected.status] if isinstance(expected.status, str) else expected.status
    if expected.asks_about is not None:
        allowed = [*(allowed or []), "question"]
    if allowed is None and (expected.sql or expected.number is not None or expected.audience_sql or expected.size_sql):
        allowed = ["answered", "empty"]
    if allowed is not None and answer.status not in allowed:
        return f"status {answer.status} instead of {' or '.join(allowed)}"
    return None


def _words(answer: Answer, expected: Expectation) -> str | None:
    said = answer.text.casefold()
    everything = said + "\n" + "\n".join(_finding_text(finding) for finding in answer.findings).casefold()
    for wanted in expected.contains:
        choices = [wanted] if isinstance(wanted, str) else wanted
        if not any(choice.casefold() in everything for choice in choices):
            return f"does not say {' or '.join(choices)}"
    for unwanted in expected.lacks:
        if unwanted.casefold() in everything:
            return f"says {unwanted}"
    if expected.asks_about is not None:
        words = [expected.asks_about] if isinstance(expected.asks_about, str) else expected.asks_about
        if not any(word.casefold() in said for word in words):
            return f"does not ask about {' or '.join(words)}"
    return None


def _figures(answer: Answer, expected: Expectation, desk: Desk) -> str | None:
    findings = _complete(answer, desk) if expected.sql or expected.number is not None else []
    if expected.number is not None and not _number_found(findings, expected.number, expected.tolerance):
        return f"the number is not {expected.number:g}"
    if expected.sql is None:
        return None
    rows = query(desk, expected.sql)
    if len(rows) == 1 and len(rows[0]) == 1 and isinstance(rows[0][0], int | float):
        return (
            None
            if _number_found(findings, float(rows[0][0]), expected.tolerance)
            else f"the number is not {rows[0][0]:g}"
        )
    if not rows and answer.status == "empty":
        return None
    for finding in findings:
        if same_table(rows, finding.rows, ordered=expected.ordered, tolerance=expected.tolerance):
            return None
    shapes = ", ".join(f"{len(finding.rows)}×{len(finding.columns)}" for finding in findings) or "none"
    return f"no finding has the {len(rows)} expected rows (there are {shapes})"


def _number_found(findings: list[Finding], number: float, tolerance: float) -> bool:
    for finding in findings:
        if holds_number(number, finding.rows, finding.totals, tolerance):
            return True
        if finding.audience and finding.audience.size == number:
            return True
        if finding.status == "empty" and number == 0:
            return True
    return False


def _audience(answer: Answer, expected: Expectation, desk: Desk) -> str | None:
    if expected.size_sql is not None:
        size = query(desk, expected.size_sql)[0][0]
        found = answer.audience.size if answer.audience else None
        if found != size and not _number_found(answer.findings, float(size), 0.0):
            return f"the size is {found} instead of {size}"
    if expected.audience_sql is not None:
        if answer.audience is None:
            return "there is no audience"
        wanted = {str(row[0]) for row in query(desk, expected.audience_sql)}
        members = _members(answer, desk)
        if members != wanted:
            return f"{len(members - wanted)} customers too many and {len(wanted - members)} too few of {len(wanted)}"
    return None


def _members(answer: Answer, desk: Desk) -> set[str]:
    from tools.audiences import member_rows

    assert answer.audience is not None
    _, rows = member_rows(desk, answer.audience.definition)
    return {str(row[0]) for row in rows}


def _copy(answer: Answer, expected: DraftsExpected | None) -> str | None:
    if expected is None:
        return None
    drafts = answer.drafts
    if not drafts or (expected.count is not None and len(drafts) != expected.count):
        return f"{len(drafts)} drafts instead of {expected.count or 'some'}"
    for draft in drafts:
        if expected.channel and draft.channel.removesuffix("_ad") != expected.channel.removesuffix("_ad"):
            return f"a draft for {draft.channel} instead of {expected.channel}"
        if expected.language and draft.language != expected.language:
            return f"a draft in {draft.language} instead of {expected.language}"
        failed = [check.rule for check in draft.checks if check.severity == "error" and not check.passed]
        if expected.passes and failed:
            return f"a draft fails {', '.join(failed)}"
    return None


def _steps(answer: Answer, expected: Expectation) -> str | None:
    if expected.tools is None:
        return None
    used = {finding.tool for finding in answer.findings}
    missing, forbidden = set(expected.tools.must) - used, set(expected.tools.must_not) & used
    if missing or forbidden:
        return f"tools missing: {sorted(missing)}, forbidden but used: {sorted(forbidden)}"
    return None


def _alternatives(answer: Answer, expected: Expectation, desk: Desk) -> str | None:
    if not expected.any_of:
        return None
    reasons = [mismatch(answer, alternative, desk) for alternative in expected.any_of]
    return None if None in reasons else "; ".join(reason for reason in reasons if reason)


def query(desk: Desk, sql: str) -> list[tuple[Any, ...]]:
    """Rows of a reference query, `$today` bound to the desk's day."""
    return desk.warehouse.query(sql, {"today": desk.today} if "$today" in sql else None)[1]


def _complete(answer: Answer, desk: Desk) -> list[Finding]:
    """The findings with all their rows, the last one first, since that is the answer."""
    from tools.full_rows import full_rows

    whole = []
    for finding in reversed(answer.findings):
        if finding.total_rows > len(finding.rows):
            columns, rows = full_rows(desk, finding)
            finding = finding.model_copy(update={"columns": columns, "rows": rows})
        whole.append(_as_stored(desk, finding))
    return whole


def _as_stored(desk: Desk, finding: Finding) -> Finding:
    """The finding with the values a query returns where the answer says them in the asker's language."""
    from tools.findings import TRANSLATED

    labels: dict[int, dict[str, str]] = {}
    for place, column in enumerate(finding.columns):
        if column.name in TRANSLATED and column.name in desk.dictionary.fields:
            known = [value for value, _ in desk.dictionary.values(column.name)]
            labels[place] = {desk.dictionary.value_label(column.name, value, "zh"): value for value in known}
    if not labels:
        return finding
    rows = [[labels.get(i, {}).get(str(cell), cell) for i, cell in enumerate(row)] for row in finding.rows]
    return finding.model_copy(update={"rows": rows})


def _finding_text(finding: Finding) -> str:
    sources = " ".join(f"{source.id} {source.title} {source.text}" for source in finding.sources)
    rows = " ".join(str(cell) for row in finding.rows for cell in row)
    return " ".join([finding.title, finding.message, *finding.caveats, sources, rows])
