"""Passages, products, definitions, segment profiles and drafts in words."""

from __future__ import annotations

from assistant.planner.answering.sentences import Say, heading, lower, sentence
from assistant.planner.reading import Reading
from tools.contract import Finding

QUOTED = 280
NAMED = 3


def found_passages(finding: Finding, reading: Reading, say: Say) -> str:
    """What was found and where, the first passage quoted."""
    if finding.sources and reading.intent != "products":
        first = finding.sources[0]
        text = " ".join(first.text.split())
        quoted = text[:QUOTED] + ("…" if len(text) > QUOTED else "")
        return say(f"{first.title}: “{quoted}”", f"{first.title}：“{quoted}”") + _others(finding, say)
    names = [source.title for source in finding.sources[:NAMED]] or [str(row[0]) for row in finding.rows[:NAMED]]
    if not names:
        return sentence(finding.message or say("Nothing like that was found", "没有找到相关内容"), say)
    return sentence(say(f"The closest are {say.list(names)}", f"最接近的有{say.list(names)}"), say)


def _others(finding: Finding, say: Say) -> str:
    titles = list(dict.fromkeys(source.title for source in finding.sources[1:4]))
    return say(f" See also {say.list(titles)}.", f" 另见{say.list(titles)}。") if titles else ""


def described(finding: Finding, _reading: Reading, say: Say) -> str:
    """What the data dictionary says."""
    if finding.message:
        return sentence(finding.message, say)
    cells = []
    for row in finding.rows[:8]:
        shown = [
            say.cell(value, column)
            for value, column in zip(row, finding.columns, strict=False)
            if value not in (None, "")
        ]
        cells.append(say(": ", "：").join(shown[:2]))
    return sentence(finding.title, say) + say(" ", "") + sentence(say("; ", "；").join(cells), say)


def profiled(finding: Finding, _reading: Reading, say: Say) -> str:
    """The largest segments with what sets them apart."""
    if finding.sources and len(finding.sources) <= 2:
        text = " ".join(say("; ", "；").join(f"{source.title}: {source.text}" for source in finding.sources).split())
        return sentence(text[:600], say)
    named = []
    for row in finding.rows[:NAMED]:
        cells = [
            f"{lower(heading(c))} {say.cell(v, c)}"
            for v, c in zip(row[1:4], finding.columns[1:4], strict=False)
            if v is not None
        ]
        named.append(
            say(f"{row[0]} ({', '.join(cells)})", f"{say.cell(row[0], finding.columns[0])}（{'，'.join(cells)}）")
        )
    more = finding.total_rows - len(named)
    tail = say("; the others are in the table", "；其余见表格") if more > 0 else ""
    return sentence(say(f"The largest are {'; '.join(named)}{tail}", f"人数最多的是{'；'.join(named)}{tail}"), say)


def drafted(finding: Finding, _reading: Reading, say: Say) -> str:
    """How many drafts there are and whether they pass."""
    count, mend = len(finding.drafts), int(finding.totals.get("to_mend", 0))
    angles = list(dict.fromkeys(draft.angle for draft in finding.drafts if draft.angle))
    first = say(f"Here {'is 1 draft' if count == 1 else f'are {count} drafts'}", f"写好了{count}版文案")
    if angles and not say.chinese:
        first += f", leading with {say.list(angles)}"
    checked = (
        say("They passed the checks", "已通过检查")
        if not mend
        else say(f"{mend} of them still need mending, see the checks", f"其中{mend}版还需修改，见检查结果")
    )
    return sentence(first, say) + say(" ", "") + sentence(checked, say)
