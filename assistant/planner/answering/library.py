"""Passages, products, definitions, segment profiles and drafts in words."""

from __future__ import annotations

from assistant.planner.answering.sentences import Say, heading, lower, sentence
from assistant.planner.reading import Reading
from tools.contract import Finding

QUOTED = 280
NAMED = 3
LISTED = 8


def found_passages(finding: Finding, reading: Reading, say: Say) -> str:
    """What was found and where, the first passage quoted."""
    if "campaign" in reading.focus:
        return _of_campaign(finding, reading, say)
    if finding.sources and reading.intent != "products":
        first = finding.sources[0]
        text = " ".join(first.text.split())
        quoted = text[:QUOTED] + ("…" if len(text) > QUOTED else "")
        return say(f"{first.title}: “{quoted}”", f"{first.title}：“{quoted}”") + _others(finding, say)
    names = [source.title for source in finding.sources[:NAMED]] or [str(row[0]) for row in finding.rows[:NAMED]]
    if not names:
        return sentence(finding.message or say("Nothing like that was found", "没有找到相关内容"), say)
    return sentence(say(f"The closest are {say.list(names)}", f"最接近的有{say.list(names)}"), say)


def _of_campaign(finding: Finding, reading: Reading, say: Say) -> str:
    """The part of a campaign's write-up that was asked for; what else is on record of it where there is none."""
    names, section = reading.focus["campaign"], reading.focus["section"]
    own = [source for source in finding.sources if source.title.split(" › ")[0] in names]
    told = next((source for source in own if source.title.split(" › ")[1:] == ([section] if section else [])), None)
    shown = told or next((source for source in own if " › " not in source.title), None) or (own[0] if own else None)
    lead = say(f"{names[0]}: ", f"{names[-1]}：")
    missing = (
        say(f"there is no “{section}” on record. ", f"资料里没有“{section}”。") if told is None and section else ""
    )
    if shown is None:
        return lead + (missing or say("there is nothing on record.", "资料里没有相关内容。"))
    return lead + missing + " ".join(shown.text.split())


def product_facts(finding: Finding, reading: Reading, say: Say) -> str:
    """What was asked of each product: Enamel Mug: price $12.00, stock 40; everything where nothing was named."""
    if not finding.rows:
        return sentence(finding.message or say("There is no such product", "没有这样的商品"), say)
    columns = {column.name: position for position, column in enumerate(finding.columns)}
    asked = [name for name in reading.focus.get("facts", ()) if name in columns]
    one = len(finding.rows) == 1
    shown = asked or ([name for name in columns if name not in ("id", "name")] if one else ["price", "stock"])
    told = []
    for row in finding.rows[:NAMED]:
        cells = [(finding.columns[columns[name]], row[columns[name]]) for name in shown if name in columns]
        figures = [f"{lower(heading(column))} {say.cell(cell, column)}" for column, cell in cells]
        told.append(f"{row[columns['name']]}{say(': ', '：')}{say(', ', '，').join(figures)}")
    tail = say("; the others are in the table", "；其余见表格") if finding.total_rows > len(told) else ""
    first = sentence(say("; ", "；").join(told) + tail, say)
    if one and not asked and finding.sources and finding.sources[0].text:
        first += say(" ", "") + finding.sources[0].text
    return (
        first
        if one
        else say.join([sentence(say(f"{finding.total_rows} products", f"共{finding.total_rows}款商品"), say), first])
    )


def _others(finding: Finding, say: Say) -> str:
    titles = list(dict.fromkeys(source.title for source in finding.sources[1:4]))
    return say(f" See also {say.list(titles)}.", f" 另见{say.list(titles)}。") if titles else ""


def described(finding: Finding, reading: Reading, say: Say) -> str:
    """What the data dictionary says: the overview in a line, or meaning, formula and values of one word."""
    if finding.message:
        return sentence(finding.message, say)
    if "period" in reading.calls[-1].args or reading.calls[-1].args.get("topic") == "currency":
        return sentence(finding.title, say)
    if not reading.calls[-1].args:
        fields = [str(row[1]) for row in finding.rows if row[0] in ("Field", "字段")][:LISTED]
        measures = [str(row[1]) for row in finding.rows if row[0] in ("Measure", "指标")][:LISTED]
        parts = [finding.title]
        if fields:
            parts.append(say(f"Fields such as {say.list(fields)}", f"字段例如{say.list(fields)}"))
        if measures:
            parts.append(say(f"Measures such as {say.list(measures)}", f"指标例如{say.list(measures)}"))
        return say(" ", "").join(sentence(part, say) for part in parts)
    values = [str(row[2]) for row in finding.rows if row[0] in ("Value", "取值", "值")]
    told = [row for row in finding.rows if str(row[2]) not in values][:LISTED]
    said = [f"{row[0]}{say(': ', '：')}{row[2]}" + (f" ({row[3]})" if row[3] else "") for row in told]
    if values:
        said.append(say(f"Values: {say.list(values[:LISTED])}", f"取值：{say.list(values[:LISTED])}"))
    lead = sentence(finding.title, say)
    return lead + say(" ", "") + say(" ", "").join(sentence(part, say) for part in said)


def profiled(finding: Finding, _reading: Reading, say: Say) -> str:
    """The largest segments with what sets them apart."""
    if finding.sources and len(finding.sources) <= 2:
        text = " ".join(say("; ", "；").join(f"{source.title}: {source.text}" for source in finding.sources).split())
        return sentence(text[:600], say)
    columns = {column.name: position for position, column in enumerate(finding.columns)}
    named = []
    for row in finding.rows[:NAMED]:
        told = []
        for name in ("customers", "customers_share", "average(spend)", "average(days_since_last_order)"):
            if name in columns and row[columns[name]] is not None:
                column = finding.columns[columns[name]]
                figure = say.cell(row[columns[name]], column)
                told.append(figure if name == "customers_share" else f"{lower(heading(column))} {figure}")
        title = say.cell(row[0], finding.columns[0])
        named.append(say(f"{title} ({', '.join(told)})", f"{title}（{'，'.join(told)}）"))
    more = finding.total_rows - len(named)
    tail = say("; the others are in the table", "；其余见表格") if more > 0 else ""
    return sentence(say(f"The largest are {'; '.join(named)}{tail}", f"人数最多的是{'；'.join(named)}{tail}"), say)


def drafted(finding: Finding, reading: Reading, say: Say) -> str:
    """How many drafts there are and whether they pass; of a text that was given, what is to mend."""
    if reading.focus.get("given"):
        return _vetted(finding, say)
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


def _vetted(finding: Finding, say: Say) -> str:
    """What the rules find in a text that its asker gave."""
    found = [check for draft in finding.drafts for check in draft.checks if not check.passed]
    if not found:
        return sentence(say("Your text breaks none of the rules", "您给的文字没有违反任何规则"), say)
    first = say(
        f"{len(found)} {'thing' if len(found) == 1 else 'things'} to mend in your text",
        f"您给的文字有{len(found)}处要改",
    )
    told = "".join(f"\n- {check.message}" for check in found[:LISTED])
    return first + say(":", "：") + told + "\n"
