"""Audiences in words: how many, which, why, in both."""

from __future__ import annotations

from assistant.planner.answering.sentences import Say, sentence
from assistant.planner.reading import Reading
from tools.contract import Column, Finding

_PROFILE, _ORDER = ("Profile", "资料"), ("Order", "订单")
"""Parts of what is known of one customer."""
_SHARE = Column(name="share", type="share")


def _size(finding: Finding, _say: Say) -> str:
    size = int(finding.totals.get("size", finding.rows[0][0] if finding.rows else 0))
    return f"{size:,}"


def sized(finding: Finding, _reading: Reading, say: Say) -> str:
    """228 customers (15.2% of 1,500): what they have in common."""
    size = _size(finding, say)
    everyone = int(finding.totals.get("customers", 0))
    part = ""
    if everyone and "share" in finding.totals and finding.totals["share"] < 1:
        share = say.cell(finding.totals["share"], _SHARE)
        part = say(f" ({share} of {everyone:,})", f"（占全部{everyone:,}人的{share}）")
    noun = "customer" if size == "1" else "customers"
    return (
        sentence(say(f"{size} {noun}{part}", f"{size}位客户{part}"), say) + say(" ", "") + sentence(finding.title, say)
    )


def listed(finding: Finding, _reading: Reading, say: Say) -> str:
    """How many there are and how many are shown."""
    if finding.tool == "list_saved_audiences":
        names = [str(row[0]) for row in finding.rows[:5]]
        return sentence(say(f"Saved audiences: {say.list(names)}", f"已保存的人群：{say.list(names)}"), say)
    size, shown = _size(finding, say), len(finding.rows)
    if shown < int(finding.totals.get("size", shown)):
        first = say(f"{size} customers; the first {shown} are in the table", f"共{size}位客户，表格里是前{shown}位")
    else:
        first = say(
            f"{size} customers, all in the table" if size != "1" else "1 customer, in the table",
            f"共{size}位客户，见表格",
        )
    return sentence(first, say) + say(" ", "") + sentence(finding.title, say)


def compared(finding: Finding, _reading: Reading, say: Say) -> str:
    """How many are in both."""
    both, first, second = (int(finding.totals.get(k, 0)) for k in ("both", "first", "second"))
    share = finding.totals.get("share_of_first")
    part = (
        say(f", {say.cell(share, _SHARE)} of the first", f"，占第一个人群的{say.cell(share, _SHARE)}")
        if share is not None
        else ""
    )
    return (
        sentence(
            say(
                f"{both:,} customers are in both{part} ({first:,} in the first, {second:,} in the second)",
                f"同时属于双方的有{both:,}位{part}（第一个{first:,}位，第二个{second:,}位）",
            ),
            say,
        )
        + say(" ", "")
        + sentence(finding.title, say)
    )


def saved(finding: Finding, _reading: Reading, say: Say) -> str:
    """What it was saved as, and how many are in it today."""
    size = _size(finding, say)
    return (
        sentence(finding.message, say)
        + say(" ", "")
        + sentence(say(f"It has {size} customers today", f"目前有{size}位客户"), say)
    )


def explained(finding: Finding, _reading: Reading, say: Say) -> str:
    """In it or not, and which condition decides."""
    lines = []
    for row in finding.rows[:6]:
        known = [
            (v, c) for v, c in zip(row, finding.columns, strict=False) if v not in (None, "") or c.name != "figure"
        ]
        cells = [say.cell(value, column) for value, column in known]
        lines.append(say(": ", "：").join(cell for cell in cells if cell))
    return sentence(finding.title, say) + say(" ", "") + sentence(say("; ", "；").join(lines), say)


def one_customer(finding: Finding, reading: Reading, say: Say) -> str:
    """The facts that were asked for; the rest belongs to one person and stays in the table."""
    asked = dict(reading.focus.get("facts", ()))
    shown = [(asked[row[2]], row[2], row[3]) for row in finding.rows if row[0] in _PROFILE and row[2] in asked]
    told = [f"{label} {say.label(name, value) if say.label else value}" for name, label, value in shown if value]
    orders = [row for row in finding.rows if row[0] in _ORDER]
    if orders and reading.focus.get("orders"):
        last = orders[0]
        told.append(say(f"last order {last[1]} – {last[2]} ({last[3]})", f"最近一单 {last[1]}：{last[2]}（{last[3]}）"))
    text = say("; ", "；").join(told) or finding.message or finding.title
    return sentence(text, say) + say(" The details are in the table.", "明细见表格。")
