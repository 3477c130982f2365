"""Audiences: size, list, explain, compare and save groups of customers described by typed conditions."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from tools.audience_caveats import audience_caveats, conditions_of, count_members
from tools.audience_store import read_audiences, saved_entries, write_audience
from tools.contract import AudienceCard, BadRequest, Column, Finding, UnknownValue
from tools.data.compiler import Query, compile_audience, compile_tests
from tools.data.compiler.audience import IN_PERIOD
from tools.definitions import Attribute, Audience, Bought, Condition, Limit, Saved
from tools.desk import Desk
from tools.findings import ROW_CAP, headed, present, run, shown_sql, unknown_customer, unknown_value
from tools.told_beside import told_beside
from tools.wording import audience_words, condition_words, format_cell, period_words
from tools.wording.filters import filter_words

KEY_FIGURES = ("orders", "spend", "last_order_date", "rfm_segment")
LISTED = 20
MEANT = Field(description="Who is meant")


def size_audience(desk: Desk, audience: Annotated[Audience, MEANT]) -> Finding:
    """Count the customers matching conditions, out of all customers, and give the definition in words.

    Use it for "how many customers …" and before listing, saving or writing to anyone.
    """
    try:
        return _sized(desk, "size_audience", audience)
    except UnknownValue as error:
        return unknown_value(desk, "size_audience", error, audience.compact())


def list_audience(
    desk: Desk,
    audience: Annotated[Audience, MEANT],
    sort_by: Annotated[str | None, Field(description="A customer field such as spend; highest first")] = None,
    descending: Annotated[bool, Field(description="False puts the lowest or earliest first")] = True,
    limit: Annotated[
        int | None, Field(ge=1, le=ROW_CAP, description="How many to show; with sort_by, how many are meant")
    ] = None,
) -> Finding:
    """List customers matching conditions, with their key figures; highest spend first unless sort_by says otherwise."""
    if limit is not None and sort_by is not None and audience.limit is None:
        # the 25 biggest spenders are 25 people, not everybody in that order
        audience = audience.model_copy(update={"limit": Limit(by=sort_by, descending=descending, count=limit)})
    try:
        finding = _sized(desk, "list_audience", audience)
        definition = {"audience": audience.compact(), "sort_by": sort_by, "descending": descending}
        columns, rows, sql = _members(desk, audience, sort_by, descending, limit or LISTED)
    except UnknownValue as error:
        return unknown_value(desk, "list_audience", error, audience.compact())
    finding.columns, finding.rows, finding.sql, finding.definition = columns, rows, sql, definition
    finding.total_rows = int(finding.totals["size"])
    return finding


def explain_member(
    desk: Desk,
    audience: Annotated[Audience, MEANT],
    customer_id: Annotated[str, Field(description="Id of one customer")],
) -> Finding:
    """Say why one customer is or is not in an audience: every condition, whether it holds, the customer's figure."""
    try:
        query, conditions = compile_tests(
            audience, desk.dictionary, desk.today, customer_id, saved=read_audiences(desk.workspace),
            dialect=desk.warehouse.dialect,
        )  # fmt: skip
    except UnknownValue as error:
        return unknown_value(desk, "explain_member", error, audience.compact())
    found = run(desk, query)
    if not found:
        return unknown_customer(desk, "explain_member", customer_id, audience.compact())
    row = found[0]
    parts = [
        *[desk.say("must hold", "须符合")] * len(audience.all),
        *[desk.say("at least one", "满足其一")] * len(audience.any),
        *[desk.say("must not hold", "须排除")] * len(audience.none),
    ]
    rows = [
        [part, condition_words(item, desk.dictionary, desk.language, desk.today), row[2 * n],
         _own_figure(desk, item, row[2 * n + 1])]
        for n, (part, item) in enumerate(zip(parts, conditions, strict=True))
    ]  # fmt: skip
    rows += _last_order(desk, conditions, customer_id)
    member = bool(row[-1])
    if audience.limit is not None:
        words = audience_words(Audience(limit=audience.limit), desk.dictionary, desk.language, desk.today)
        rows.append([desk.say("only the first", "仅取前列"), words, member, ""])
    held = desk.say(
        "is in the audience" if member else "is not in the audience", "属于该人群" if member else "不属于该人群"
    )
    heads = (("part", "组别", "Part", "text"), ("condition", "条件", "Condition", "text"),
             ("holds", "是否符合", "Holds", "boolean"), ("figure", "客户的数值", "Customer's own", "text"))  # fmt: skip
    return Finding(
        tool="explain_member",
        title=desk.say(f"This customer {held}", f"该客户{held}"),
        columns=[Column.model_validate({"name": name, "label": desk.say(english, chinese), "type": kind})
                 for name, chinese, english, kind in heads],
        rows=rows,
        total_rows=len(rows),
        totals={"member": float(member)},
        definition=audience.compact(),
        sql=shown_sql(query),
    )  # fmt: skip


def compare_audiences(
    desk: Desk,
    first: Annotated[Audience, MEANT],
    second: Annotated[Audience, Field(description="The other audience")],
) -> Finding:
    """Compare two audiences: size of each, how many are in both, and in only one of them."""
    definition = {"first": first.compact(), "second": second.compact()}
    try:
        one, two = count_members(desk, first), count_members(desk, second)
        # control characters cannot be typed as a name, so these two meet no audience of the shop's own
        pair = {"\x01": first, "\x02": second}
        both = count_members(desk, Audience(all=[Saved(name=name) for name in pair]), pair)
    except UnknownValue as error:
        return unknown_value(desk, "compare_audiences", error, definition)
    sizes = [
        ("first", desk.say("First", "第一个"), one), ("second", desk.say("Second", "第二个"), two),
        ("both", desk.say("In both", "两者都有"), both),
        ("only_first", desk.say("Only in the first", "仅第一个"), one - both),
        ("only_second", desk.say("Only in the second", "仅第二个"), two - both),
        ("either", desk.say("In either", "至少属于一个"), one + two - both),
    ]  # fmt: skip
    words = [audience_words(item, desk.dictionary, desk.language, desk.today) for item in (first, second)]
    share = {"share_of_first": both / one} if one else {}
    return Finding(
        tool="compare_audiences",
        title=desk.say(f"First: {words[0]}. Second: {words[1]}", f"第一个：{words[0]}。第二个：{words[1]}"),
        columns=[Column(name="group", label=desk.say("Group", "范围")),
                 Column(name="customers", type="integer", unit="customers", label=desk.say("Customers", "客户数"))],
        rows=[[label, size] for _, label, size in sizes],
        total_rows=len(sizes),
        totals={name: float(size) for name, _, size in sizes} | share,
        definition=definition,
        caveats=list(dict.fromkeys(audience_caveats(desk, first) + audience_caveats(desk, second))),
    )  # fmt: skip


def save_audience(
    desk: Desk,
    name: Annotated[str, Field(description="What to call it, in any language")],
    audience: Annotated[Audience, MEANT],
) -> Finding:
    """Save an audience's definition under a name; its periods stay relative, so it moves with the data."""
    try:
        finding = _sized(desk, "save_audience", audience)
    except UnknownValue as error:
        return unknown_value(desk, "save_audience", error, audience.compact())
    if _refers_to(desk, audience, name):
        raise BadRequest(
            f"The audience refers to '{name}' itself: save it under another name.",
            zh=f"该人群引用了“{name}”自身：请换一个名称保存。",
        )
    stored = write_audience(desk.workspace, name, audience)
    assert finding.audience
    finding.audience.id = stored
    finding.status = "answered"
    finding.message = desk.say(f"Saved as “{stored}”.", f"已保存为“{stored}”。")
    return finding


def list_saved_audiences(desk: Desk) -> Finding:
    """List the saved audiences with their sizes today and their definitions in words."""
    entries = saved_entries(desk.workspace)
    rows, caveats = [], []
    for name, audience, saved_at in entries:
        try:
            words = audience_words(audience, desk.dictionary, desk.language, desk.today)
            rows.append([name, count_members(desk, audience), words, saved_at[:10]])
        except BadRequest as error:  # the data it speaks of are gone; the others are still worth listing
            rows.append([name, None, error.message, saved_at[:10]])
            caveats.append(desk.say(f"“{name}” cannot be computed any more.", f"“{name}”已无法计算。"))
    heads = (("name", "名称", "Name", "text"), ("customers", "客户数", "Customers", "integer"),
             ("definition", "定义", "Definition", "text"), ("saved_on", "保存日期", "Saved on", "date"))  # fmt: skip
    return Finding(
        tool="list_saved_audiences",
        status="answered" if rows else "empty",
        title=desk.say("Saved audiences", "已保存的人群"),
        message="" if rows else desk.say("No audience is saved yet.", "还没有保存的人群。"),
        columns=[Column.model_validate({"name": name, "label": desk.say(english, chinese), "type": kind})
                 for name, chinese, english, kind in heads],
        rows=rows,
        total_rows=len(rows),
        caveats=caveats,
    )  # fmt: skip


def member_rows(desk: Desk, definition: dict[str, Any]) -> tuple[list[Column], list[list[Any]]]:
    """All members of a stored list_audience or size_audience definition, for download."""
    listed = "audience" in definition
    audience = Audience.model_validate(definition["audience"] if listed else definition)
    sort_by = definition.get("sort_by") if listed else None
    columns, rows, _ = _members(desk, audience, sort_by, definition.get("descending", True) if listed else True, None)
    return columns, rows


def _sized(desk: Desk, tool: str, audience: Audience) -> Finding:
    query = _query(desk, audience, select="count")
    size = int(run(desk, query)[0][0])
    everyone = count_members(desk, Audience())
    words = audience_words(audience, desk.dictionary, desk.language, desk.today)
    beside, told = told_beside(desk, audience, size)
    share = {"share": size / everyone} if everyone else {}
    return Finding(
        tool=tool,
        status="answered" if size else "empty",
        title=words,
        message="" if size else desk.say("No customer matches all of this.", "没有客户符合全部条件。"),
        columns=headed(desk, query.columns),
        rows=[[size]],
        total_rows=1,
        totals={"size": float(size), "customers": float(everyone)} | share | beside,
        definition=audience.compact(),
        sql=shown_sql(query),
        caveats=[*told, *audience_caveats(desk, audience)],
        audience=AudienceCard(definition=audience.compact(), text=words, size=size),
    )


def _query(desk: Desk, audience: Audience, **shape: Any) -> Query:
    return compile_audience(
        audience, desk.dictionary, desk.today, saved=read_audiences(desk.workspace), dialect=desk.warehouse.dialect,
        **shape,
    )  # fmt: skip


def _members(
    desk: Desk, audience: Audience, sort_by: str | None, descending: bool, limit: int | None
) -> tuple[list[Column], list[list[Any]], str]:
    """The members' id, name and key figures, sorted."""
    key = sort_by or ("spend" if "spend" in desk.dictionary.fields else None)
    names = ["id"] + (["name"] if "name" in desk.dictionary.fields else [])
    used = [item.field for item in audience.all if hasattr(item, "field")]
    wanted = dict.fromkeys([*([key] if key else []), *KEY_FIGURES, *used])
    open_fields = [name for name, spec in desk.dictionary.fields.items() if spec.level == "customer" and not spec.pii]
    more = [name for name in wanted if name in open_fields]
    query = _query(desk, audience, select=names + more, sort_by=key, descending=descending, limit=limit)
    labels, rank = {"id": desk.say("Customer", "客户编号")}, audience.limit
    if rank is not None and (rank.period is not None or rank.where):
        label = desk.dictionary.field(rank.by).label.in_language(desk.language)
        told = [filter_words(item, desk.dictionary, desk.language) for item in rank.where]
        told += [period_words(rank.period, desk.today, desk.language)] if rank.period else []
        labels[IN_PERIOD.format(rank.by)] = desk.say(f"{label}, {', '.join(told)}", f"{label}（{'，'.join(told)}）")
    columns = [column.model_copy(update={"label": labels[column.name]}) if column.name in labels else column
               for column in query.columns]  # fmt: skip
    rows = run(desk, query)
    return headed(desk, columns, rows, of_customers=True), rows, shown_sql(query)


def _last_order(desk: Desk, conditions: list[Condition], customer_id: str) -> list[list[Any]]:
    """The day of the customer's last order, beside conditions on whether there is one in a window."""
    names = [name for name in ("last_order_date", "days_since_last_order") if name in desk.dictionary.fields]
    if len(names) < 2 or not any(isinstance(item, Bought) and item.period for item in conditions):
        return []
    one = Audience(all=[Attribute(field="customer_id", values=[customer_id])])
    found = run(desk, _query(desk, one, select=names))
    if not found or found[0][0] is None:
        return []
    day, since = found[0]
    told = desk.say(f"{day}, {since} days ago", f"{day}，距今{since}天")
    return [[desk.say("for reference", "参考"), desk.say("last order", "最近一次购买"), None, told]]


def _own_figure(desk: Desk, item: Condition, value: Any) -> str:
    """The figure behind a condition as text; empty where a condition has none."""
    field = getattr(item, "field", None) or getattr(item, "by", None)
    spec = desk.dictionary.fields.get(field) if field else None
    if spec is not None and spec.pii:
        return ""
    if value is None:
        return desk.say("unknown", "未知") if field else ""
    money = getattr(item, "measure", "") == "revenue"
    kind, unit = (
        (spec.type, spec.unit) if spec else (("money", desk.dictionary.currency) if money else ("number", None))
    )
    column = Column.model_validate({"name": field or "figure", "type": kind, "unit": unit})
    return format_cell(present(desk, value, column), column, desk.language)


def _refers_to(desk: Desk, audience: Audience, name: str) -> bool:
    saved = {key.casefold(): value for key, value in read_audiences(desk.workspace).items()}
    wanted, seen, queue = " ".join(name.split()).casefold(), set(), [audience]
    while queue:
        for item in conditions_of(queue.pop()):
            if isinstance(item, Saved):
                key = item.name.casefold().strip()
                if key == wanted:
                    return True
                if key in saved and key not in seen:
                    seen.add(key)
                    queue.append(saved[key])
    return False
