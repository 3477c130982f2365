"""Campaigns in words: who gets it, who is held back, what is approved, which files were written."""

from __future__ import annotations

from assistant.planner.answering.sentences import Say, sentence
from assistant.planner.reading import Reading
from tools.contract import Finding


def planned(finding: Finding, _reading: Reading, say: Say) -> str:
    """How many of the audience can be written to, and how they are split."""
    totals = {name: int(value) for name, value in finding.totals.items() if name in _COUNTS}
    contacted, held = totals.get("contacted", 0), totals.get("held_back", 0)
    kept = totals.get("reachable", 0)
    writable = totals.get("writable", kept)
    told = say(
        f"{finding.title}. {writable:,} of {totals.get('audience', 0):,} people can be written to",
        f"{finding.title}。{totals.get('audience', 0):,} 人中可以联系 {writable:,} 人",
    )
    if kept != writable:
        told += say(f", the audience's limit keeps {kept:,} of them", f"，按人群上限保留 {kept:,} 人")
    split = say(
        f"{contacted:,} get it and {held:,} are held back" if held else f"all {contacted:,} get it",
        f"其中 {contacted:,} 人收到，{held:,} 人留作对照" if held else f"全部 {contacted:,} 人都会收到",
    )
    identity = (finding.definition or {}).get("id", "")
    known = say(f" Planned as {identity}.", f"编号 {identity}。") if identity else ""
    return sentence(told + say("; ", "，") + split, say) + known


_COUNTS = ("audience", "writable", "reachable", "held_back", "contacted")


def told_whole(finding: Finding, _reading: Reading, say: Say) -> str:
    """Title and message, which say all there is: an approval, a result."""
    return sentence(finding.title, say) + say(" ", "") + sentence(finding.message, say)


def campaigns(finding: Finding, reading: Reading, say: Say) -> str:
    """The campaigns there are, each in a few words; or the one that was asked for."""
    if finding.definition or not finding.rows:
        return told_whole(finding, reading, say)
    each = [
        say(f"{row[0]} ({row[1]}, {row[6]}, {row[3]:,} get it)", f"{row[0]}（{row[1]}，{row[6]}，{row[3]:,} 人收到）")
        for row in finding.rows[:_NAMED]
    ]
    more = finding.total_rows - len(each)
    rest = say(f"; {more:,} more in the table" if more else "", f"；其余 {more:,} 个见表格" if more else "")
    return sentence(finding.title + say(": ", "：") + say("; ", "；").join(each) + rest, say)


_NAMED = 5


def exported(finding: Finding, _reading: Reading, say: Say) -> str:
    """Which files were written, and for how many people."""
    people = int(finding.totals.get("written", 0))
    first = say(
        f"{finding.title}: {people:,} people in {len(finding.rows)} files",
        f"{finding.title}：{people:,} 人，共 {len(finding.rows)} 个文件",
    )
    return sentence(first, say) + say(" ", "") + sentence(finding.message, say)
