"""One table of the sources as typed rows: every value read once, every row that cannot be used marked with why."""

from __future__ import annotations

from collections.abc import Callable

from tools.data.importing.dates import moment_sql
from tools.data.importing.hygiene import boolean_sql, clean_sql, folded_sql, id_sql, unpadded_sql, word_sql
from tools.data.importing.models import ColumnChoice, FilePlan
from tools.data.importing.numbers import column_sql
from tools.data.importing.roles import CUSTOMER_KEY, REFUSALS
from tools.data.importing.sql import name, text, texts
from tools.data.importing.vocabulary import vocabulary

PROBLEM = "_problem"
SWAPPED = "_swapped"
"""TRUE in rows whose e-mail address stood in the column of phone numbers."""
_NEEDED: dict[str, tuple[tuple[str, str], ...]] = {
    "flat_order_lines": (
        ("order_lines.quantity", "bad_quantity"),
        ("order_lines.unit_price", "bad_price"),
        ("orders.ordered_at", "bad_date"),
    ),
    "orders": (("orders.total", "bad_price"), ("orders.ordered_at", "bad_date")),
    "order_lines": (("order_lines.quantity", "bad_quantity"), ("order_lines.unit_price", "bad_price")),
    "events": (("events.occurred_at", "bad_date"),),
}
"""Columns where a value that cannot be read makes the row useless, and the reason code."""


def typed_select(plan: FilePlan, source: str, zone: str) -> str:
    """SELECT over `source` (c0, c1 … VARCHAR): one column per target, `?target` where a filled cell could not be read
    (TRUE), and PROBLEM with a reason code or NULL."""
    used = [column for column in plan.columns if column.target]
    inner = ", ".join(f"{_cleaned(column, plan)} AS v{column.position}" for column in used)
    typed = [
        f"{_typed(column, plan, zone)} AS {name(column.target or '')}"
        for column in used
        if column.kind not in ("currency", "time")
    ]
    typed += _worked_out(plan)
    if plan.constant_date and not plan.choice("orders.ordered_at"):
        typed.append(f"TIMESTAMP '{plan.constant_date.isoformat()}' AS \"orders.ordered_at\"")
    values = ", ".join(f"v{column.position}" for column in used)
    middle = f"SELECT {', '.join(typed)}, {values} FROM (SELECT {inner} FROM {source})"
    unread = [
        f"(v{column.position} IS NOT NULL AND {name(column.target or '')} IS NULL) "
        f"AS {name('?' + (column.target or ''))}"
        for column in used
        if can_fail(column)
    ]
    if (phone := plan.choice("customers.phone")) and plan.choice("customers.email"):
        unread.append(f"coalesce({_address(f'v{phone.position}')}, FALSE) AS {SWAPPED}")
    kept = [f"* EXCLUDE ({values})", *unread, f"{_problem(plan, used)} AS {PROBLEM}"]
    return f"SELECT {', '.join(kept)} FROM ({middle})"


def can_fail(column: ColumnChoice) -> bool:
    """Kinds whose text may turn out unreadable."""
    return bool(column.target) and column.kind in ("number", "timestamp", "date", "boolean", "gender", "email")


def _cleaned(column: ColumnChoice, plan: FilePlan) -> str:
    cell = f"c{column.position}"
    if column.kind == "id":
        whole = id_sql(cell, whole_number=column.whole_number_ids)
        cleaned = unpadded_sql(whole) if column.unpadded else whole
    else:
        cleaned = clean_sql(cell, keep_none=column.kind == "arm")
    if plan.role in ("orders", "flat_order_lines") and column.target in ("customers.id", "customers.name"):
        # "Walk-in" and 散客 are nobody: as a customer they would be the shop's best one.
        return f"CASE WHEN {word_sql(cleaned, 'nobody')} IS NULL THEN {cleaned} END"
    return cleaned


def _typed(column: ColumnChoice, plan: FilePlan, zone: str) -> str:
    v = f"v{column.position}"
    email = plan.choice("customers.email")
    if column.target == "customers.id" and email and plan.role in ("flat_order_lines", "orders"):
        return f"coalesce({v}, CASE WHEN contains(v{email.position}, '@') THEN lower(v{email.position}) END)"  # a guest
    if column.kind == "number":
        number = goods_sql(column_sql(v, column), plan, column.target or "", lambda one: f"v{one.position}")
        return _turned(number, plan) if column.target in _turning(plan) else number
    if column.kind in ("timestamp", "date"):
        clock = plan.choice("orders.ordered_time") if column.target == "orders.ordered_at" else None
        whole = f"CASE WHEN contains({v}, ':') THEN {v} ELSE concat_ws(' ', {v}, v{clock.position}) END" if clock else v
        moment = moment_sql(whole, column.date_order, zone, birth=column.target == "customers.birth_date")
        return f"CAST({moment} AS DATE)" if column.kind == "date" else moment
    if column.kind == "boolean":
        refusal = plan.choice(REFUSALS.get(column.target or "", ""))
        said = _yes_or_no(column)
        return f"CASE WHEN {_yes_or_no(refusal)} THEN FALSE ELSE {said} END" if refusal else said
    if column.kind == "gender":
        return word_sql(v, "gender")
    if column.kind == "event":
        return word_sql(v, "event", otherwise=f"lower({v})")
    if column.kind == "arm":
        return word_sql(v, "arm", otherwise=v)
    if column.kind == "email":
        phone = plan.choice("customers.phone")
        typed = f"WHEN {_address(v)} THEN lower({v})"
        if phone:
            typed += f" WHEN {_address(f'v{phone.position}')} THEN lower(v{phone.position})"
        return f"CASE {typed} END"
    if column.kind == "phone" and email:
        other = f"v{email.position}"
        callable_ = f"regexp_matches({other}, '^[+\\d][\\d ()./-]{{5,}}$')"
        return f"CASE WHEN NOT {_address(v)} THEN {v} WHEN {callable_} THEN {other} END"
    return v


def _yes_or_no(column: ColumnChoice) -> str:
    v = f"v{column.position}"
    return f"CASE WHEN {v} IS NOT NULL THEN TRUE END" if column.ticked else boolean_sql(v)


def goods_sql(number: str, plan: FilePlan, target: str, cell: Callable[[ColumnChoice], str]) -> str:
    """SQL: the amount in `target` without shipping; `cell` is the text of a column."""
    if target not in plan.shipped:
        return number
    charges = " + ".join(
        f"coalesce(abs({column_sql(cell(column), column)}), 0)"
        for column in plan.columns
        if column.position in plan.shipping
    )
    return f"(sign({number}) * greatest(round(abs({number}) - ({charges}), 4), 0))"


def _turning(plan: FilePlan) -> tuple[str, ...]:
    """Targets that are negative in rows of returns: units, or the price where there are none, and amounts."""
    if plan.returned is None:
        return ()
    units = "order_lines.quantity" if plan.choice("order_lines.quantity") else "order_lines.unit_price"
    return units, "order_lines.line_total", "orders.total", "orders.paid"


def _turned(number: str, plan: FilePlan) -> str:
    returned = f"lower(v{plan.returned}) IN {texts(vocabulary().values['return']['words'])}"
    return f"CASE WHEN {returned} THEN -abs({number}) ELSE {number} END"


def _address(x: str) -> str:
    return f"regexp_matches({x}, '^[^@\\s]+@[^@\\s]+$')"


def _worked_out(plan: FilePlan) -> list[str]:
    """Columns made of others: a customer's key from e-mail or phone, a name from its halves, consent from a refusal."""
    made = [
        f"NOT {_yes_or_no(column)} AS {name(consent)}"
        for consent, refusal in REFUSALS.items()
        if (column := plan.choice(refusal)) and not plan.choice(consent)
    ]
    first, last = plan.choice("customers.first_name"), plan.choice("customers.last_name")
    if (first or last) and not plan.choice("customers.name"):
        made.append(f'{_whole_name(first, last)} AS "customers.name"')
    keys = [plan.choice(target) for target in CUSTOMER_KEY]
    called = plan.choice("customers.name")
    if not keys[0] and plan.named_key and (called or first or last):
        made.append(f'{folded_sql(f"v{called.position}" if called else _whole_name(first, last))} AS "customers.id"')
    elif not keys[0]:
        email, phone = keys[1], keys[2]
        parts = [f"CASE WHEN contains(v{email.position}, '@') THEN lower(v{email.position}) END"] if email else []
        parts += [_dialled(f"v{phone.position}")] if phone else []
        if parts:
            made.append(f'coalesce({", ".join(parts)}) AS "customers.id"')
    return made


def _whole_name(first: ColumnChoice | None, last: ColumnChoice | None) -> str:
    """SQL: a name from its halves, in the order of its language."""
    f, s = (f"v{column.position}" if column else "NULL" for column in (first, last))
    return (
        f"CASE WHEN regexp_matches(concat({s}, {f}), '^[\\x{{3400}}-\\x{{9fff}}]+$') THEN concat({s}, {f}) "
        f"ELSE nullif(concat_ws(' ', {f}, {s}), '') END"
    )


def _dialled(v: str) -> str:
    """SQL: a phone number as a key: its digits; Chinese mobile numbers without the country's prefix."""
    digits = f"regexp_replace({v}, '[^0-9+]', '', 'g')"
    return f"nullif(regexp_replace({digits}, '^(?:\\+|00)?86(1\\d{{10}})$', '\\1'), '')"


def has_customer(plan: FilePlan) -> bool:
    """Whether the typed rows have `customers.id`, stated or worked out."""
    return plan.named_key or any(plan.choice(target) for target in CUSTOMER_KEY)


def _problem(plan: FilePlan, used: list[ColumnChoice]) -> str:
    """CASE with the first reason why a row is no data: blank, a repeated heading, a totals row, an unreadable cell."""
    cells = [f"v{column.position}" for column in used]
    cases = [f"WHEN coalesce({', '.join(cells)}) IS NULL THEN 'blank'"]
    heads = [
        f"v{column.position} = {text(column.source)}" for column in used if not column.source.startswith("column_")
    ]
    if len(heads) > 1:
        cases.append(f"WHEN {' AND '.join(heads[:4])} THEN 'heading'")
    dated = next((target for target in ("orders.ordered_at", "events.occurred_at") if plan.choice(target)), None)
    empty = f"{name(dated)} IS NULL" if dated else f"list_count([{', '.join(cells)}]) <= {max(1, len(cells) // 2)}"
    first = f"rtrim(lower(coalesce({', '.join(cells)})), ' ::')"
    cases.append(f"WHEN {empty} AND {first} IN {texts(vocabulary().values['total']['words'])} THEN 'total'")
    for target, code in _NEEDED.get(plan.role, ()):
        column = plan.choice(target)
        if column:
            cases.append(f"WHEN v{column.position} IS NOT NULL AND {name(target)} IS NULL THEN '{code}'")
    if plan.role == "flat_order_lines" and plan.choice("orders.ordered_at"):
        goods = ("products.id", "products.name", "order_lines.unit_price", "order_lines.line_total", "orders.total")
        told = [name(target) for target in ("orders.ordered_at", *goods) if plan.choice(target)]
        cases.append(f"WHEN coalesce({', '.join(f'CAST({one} AS VARCHAR)' for one in told)}) IS NULL THEN 'no_date'")
    cases += [f"WHEN {test} THEN '{code}'" for test, code in _missing_keys(plan)]
    return f"CASE {' '.join(cases)} END"


def _missing_keys(plan: FilePlan) -> list[tuple[str, str]]:
    if plan.role in ("flat_order_lines", "orders"):
        tests = [('"orders.id" IS NULL', "no_order")] if plan.choice("orders.id") else []
        undated = '"orders.ordered_at" IS NULL'
        # With an order number, a line without a date takes its order's; that is settled when orders are put together.
        return tests if tests and plan.role == "flat_order_lines" else [*tests, (undated, "no_date")]
    if plan.role == "order_lines":
        return [('"orders.id" IS NULL', "no_order")]
    if plan.role == "customers":
        return [('"customers.id" IS NULL', "no_key")]
    if plan.role == "products":
        keys = [name(target) for target in ("products.id", "products.name") if plan.choice(target)]
        return [(f"coalesce({', '.join(keys)}) IS NULL", "no_key")]
    if plan.role == "events":
        return [
            ('"customers.id" IS NULL', "no_customer"),
            ('"events.type" IS NULL', "no_type"),
            ('"events.occurred_at" IS NULL', "no_date"),
        ]
    if plan.role == "campaigns":
        keys = [name(target) for target in ("campaigns.id", "campaigns.name") if plan.choice(target)]
        return [(f"coalesce({', '.join(keys)}) IS NULL", "no_key")]
    keys = [name(target) for target in ("campaigns.id", "campaigns.name") if plan.choice(target)]
    return [
        (f"coalesce({', '.join(keys)}) IS NULL", "no_campaign"),
        ('"customers.id" IS NULL', "no_customer"),
        ('"assignments.arm" IS NULL', "no_arm"),
    ]
