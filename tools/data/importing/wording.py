"""Plans and reports as Markdown, in English and Chinese."""

from __future__ import annotations

from tools.contract import Language
from tools.data.importing.models import ColumnChoice, Count, FilePlan, ImportPlan, ImportReport, Said
from tools.data.importing.words import ROLES

_FORMATS = {"csv": "CSV", "excel": "Excel", "parquet": "Parquet", "json": "JSON", "database": "database"}


def plan_text(plan: ImportPlan, language: Language) -> str:
    """What would be imported and how it was understood."""
    parts = [_file_text(file, language) for file in plan.files]
    zh = language == "zh"
    parts.append(
        f"币种：{plan.currency}（{plan.currency_evidence.zh}）。时区：{plan.time_zone}。" if zh
        else f"Currency: {plan.currency} ({plan.currency_evidence.en}). Time zone: {plan.time_zone}."
    )  # fmt: skip
    parts += [note.in_(language) for note in plan.notes]
    if plan.questions:
        heading = "**待确认**" if zh else "**To be decided**"
        default = "；默认 " if zh else "; default "
        parts.append(
            heading
            + "\n"
            + "\n".join(
                f"- {q.text.in_(language)} [{' / '.join(q.options)}{default}{q.default}]" for q in plan.questions
            )
        )
    return "\n\n".join(parts) + "\n"


def _file_text(file: FilePlan, language: Language) -> str:
    zh = language == "zh"
    how = _how(file, zh)
    title = f"**{_cell(file.name)}** — {ROLES[file.role].in_(language)}" + (
        f"，{file.rows:,} 行" if zh else f", {file.rows:,} rows"
    ) * bool(file.rows)
    lines = [f"{title} ({how})"]
    used = [column for column in file.columns if column.target]
    if used:
        lines += ["", "| 列 | 存为 | 依据 |" if zh else "| column | becomes | because |", "| --- | --- | --- |"]
        lines += [f"| {_cell(column.source)} | {column.target} | {_reason(column, language)} |" for column in used]
    left = [column.source for column in file.columns if not column.target]
    if left and file.role != "ignored":
        lines += ["", ("未使用的列：" if zh else "Columns not used: ") + ", ".join(map(_cell, left))]
    lines += [""] * bool(file.notes) + [f"- {note.in_(language)}" for note in file.notes]
    return "\n".join(lines)


def _how(file: FilePlan, zh: bool) -> str:
    words = [_FORMATS[file.format]]
    if file.format == "csv":
        mark = {"\t": "tab", " ": "space"}.get(file.delimiter, file.delimiter)
        words += [file.encoding.removesuffix("-sig"), f"{'分隔符' if zh else 'delimiter'} {mark}"]
    if file.header_row is None:
        words.append("无表头" if zh else "no headings")
    elif file.header_row > 1 and file.format in ("csv", "excel"):
        words.append(f"表头在第 {file.header_row} 行" if zh else f"headings in line {file.header_row}")
    if file.reader == "tolerant":
        words.append("逐行修复读取" if zh else "read line by line with repairs")
    return ", ".join(words)


def _reason(column: ColumnChoice, language: Language) -> str:
    zh = language == "zh"
    reasons = {
        "name": ("列名", "heading"), "values": ("列中的值", "values"), "override": ("您的指定", "your choice"),
        "kept": ("保留为附加列", "kept as an extra column"),
    }  # fmt: skip
    chinese, english = reasons.get(column.reason, ("", ""))
    reason = chinese if zh else english
    if column.reason in ("name", "values"):
        reason += f" ({column.confidence:.0%})"
    return "; ".join([reason, *(_cell(said.in_(language)) for said in column.evidence)])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")[:120]


def report_text(report: ImportReport, language: Language) -> str:
    """What was imported, what was not, and what is worth knowing."""
    zh = language == "zh"
    lines = [
        _headline(report, zh),
        "",
        "| 文件 | 内容 | 读取 | 保留 | 舍弃 |" if zh else "| file | is | read | kept | dropped |",
        "| --- | --- | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {_cell(f.name)} | {ROLES[f.role].in_(language)} | {f.read:,} | {f.kept:,} | {f.read - f.kept:,} |"
        for f in report.files
    ]
    lines += [
        "",
        "| 表 | 新增 | 更新 | 现有 |" if zh else "| table | new | updated | now |",
        "| --- | ---: | ---: | ---: |",
    ]
    lines += [f"| {t.table} | {t.new:,} | {t.updated:,} | {t.total:,} |" for t in report.tables]
    facts = _facts(report)
    lines += ["", *(f"- {fact.in_(language)}" for fact in facts)]
    for file in report.files:
        lines += [_count_line(count, file.name, language, dropped=True) for count in file.dropped]
        lines += [_count_line(count, file.name, language, dropped=False) for count in file.said]
    lines += [_count_line(count, "", language, dropped=False) for count in report.said]
    lines += [f"- {note.in_(language)}" for note in report.notes]
    return "\n".join(lines) + "\n"


def _headline(report: ImportReport, zh: bool) -> str:
    span = f"{report.first:%Y-%m-%d} – {report.last:%Y-%m-%d}" if report.first and report.last else ""
    if zh:
        return f"已导入 {report.kept:,} 行（共读取 {report.read:,} 行，舍弃 {report.dropped:,} 行）" + (
            f"，日期 {span}。" if span else "。"
        )
    return f"Imported {report.kept:,} of {report.read:,} rows ({report.dropped:,} dropped)" + (
        f", dated {span}." if span else "."
    )


def _facts(report: ImportReport) -> list[Said]:
    facts = []
    if report.orders:
        facts.append(
            Said(
                en=f"{report.orders:,} orders, {report.customers:,} customers, {report.products:,} products; "
                f"net revenue of all lines {report.net_revenue:,.2f} {report.currency} before order discounts",
                zh=f"订单 {report.orders:,}，客户 {report.customers:,}，商品 {report.products:,}；"
                f"全部明细净销售额 {report.net_revenue:,.2f} {report.currency}（未扣订单优惠）",
            )
        )
    facts.append(
        Said(
            en=f"currency {report.currency}: {report.currency_evidence.en}",
            zh=f"币种 {report.currency}：{report.currency_evidence.zh}",
        )
    )
    facts.append(Said(en=f"times are stored in {report.time_zone}", zh=f"时间按 {report.time_zone} 存储"))
    if report.discounts:
        facts.append(
            Said(
                en=f"order discounts: {report.discounts:,.2f} {report.currency}",
                zh=f"订单优惠：{report.discounts:,.2f} {report.currency}",
            )
        )
    numbered = (
        (report.returns, "returns (lines with a negative quantity)", "退货（数量为负的行）"),
        (report.cancelled_lines, "lines of cancellation documents (number with a C)", "取消单（单号带 C）的行"),
        (
            report.without_customer,
            "rows without a customer, kept for revenue and left out of customer counts",
            "没有客户的行（计入销售额，不计入客户数）",
        ),
        (
            report.in_future,
            "rows dated after today, kept and never counted until that day",
            "日期晚于今天的行（已保留，到那天之前不计入）",
        ),
        (
            report.instruction_like,
            "texts that read like instructions to a machine, kept as untrusted text",
            "像是给机器下指令的文字（已保留，作为不可信文本）",
        ),
    )
    return facts + [
        Said(en=f"{english}: {count:,}", zh=f"{chinese}：{count:,}") for count, english, chinese in numbered if count
    ]


def _count_line(count: Count, file: str, language: Language, *, dropped: bool) -> str:
    zh = language == "zh"
    text = count.text.in_(language)
    prefix = f"{_cell(file)}: " if file else ""
    kind = (
        ("数据第 {} 行" if zh else "data rows {}")
        if dropped
        else ("文件第 {} 行" if zh else "file lines {}")
        if count.code.startswith("line_")
        else "{}"
    )
    examples = f" ({kind.format(', '.join(map(_cell, count.examples)))})" if count.examples else ""
    return f"- {prefix}{('舍弃 ' if zh else 'dropped: ') if dropped else ''}{text}{examples}"
