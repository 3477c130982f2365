"""Turning a proposed reading into decided columns: canonical ones, extra ones with their table, ignored ones."""

from __future__ import annotations

import re

import duckdb

from tools.data.importing import goods
from tools.data.importing.evidence import SAMPLE
from tools.data.importing.hygiene import id_sql
from tools.data.importing.mapping import Proposal, is_share, is_tick, says_percent
from tools.data.importing.models import ColumnChoice, FilePlan, Kind, Said
from tools.data.importing.nouns import numbered
from tools.data.importing.profile import Profile
from tools.data.importing.roles import KINDS, ROLES
from tools.data.importing.vocabulary import plain, snake
from tools.data.schema import TABLES
from tools.own_columns import stored_name

_PERSONAL = re.compile(
    r"\b(birthday|birth date|dob|address|address1|address2|street|zip|postal|postcode|ip|passport|ssn|iban|card"
    r"|latitude|longitude|adresse|stra(ß|ss)e|plz|calle)\b"
    r"|地址|身份证|银行卡|邮编|街道|支付宝账号|收货人$|收货人姓名|联系人|收件人|车牌|身份证号|护照"
)
_CODE = re.compile(r"\b(id|code|no|number|nr|zip|postcode|postal|phone|sku|ref|key)\b(?! of\b)|编号|编码|号$|码$")
_COUNTS = re.compile(
    r"\b(number|num|no|count|qty|quantity|visits|orders|children|kids|pets|score|rating|nps|points|days|tax|total|amount|price"
    r"|cost|fee|fees|tip|discount|shipping|refund)\b|数|量|分|费|额|价|税"
)
"""Headings of numbers that may happen to be 0 or 1, beside those that answer no or yes with them."""
_TICKED = 20
"""So many zeros and ones before they are taken for no and yes."""
_WHOLE_ORDER = re.compile(r"\b(order|cart|basket|invoice|receipt|grand)\b|订单|整单")
_KEYS = {
    "products": ("products.id", "products.name"),
    "customers": ("customers.id", "customers.email", "customers.phone"),
}
"""What products and customers are known by in a file, the surest first."""
_GOODS_WORD = re.compile(
    r"\b(size|colou?r|variant|flavou?r|material|option|sku|style|item|product|serial)\b"
    r"|尺码|尺寸|颜色|规格|款|口味|材质|面料|型号|杯型|温度|糖度|商品|产品|批次|季节|作者|香型|度数"
)
"""Headings that speak of one line's goods, and not of the order."""
_GROUPS_NEEDED = {"orders": 1, "products": 5, "customers": 20}


def settle(
    connection: duckdb.DuckDBPyConnection,
    plan: FilePlan,
    profiles: list[Profile],
    reading: Proposal,
    fixed: dict[int, str],
) -> None:
    """Write the reading into `plan.columns`, with what becomes of the columns it does not use."""
    spec = ROLES[reading.role]
    plan.role, plan.tables = reading.role, list(spec.tables)
    for column, profile in zip(plan.columns, profiles, strict=True):
        column.examples = profile.examples
        target, confidence, reason = reading.chosen.get(column.position, (None, 0.0, "ignored"))
        if target:
            column.target, column.kind, column.confidence = target, KINDS[target], round(confidence, 2)
            column.reason = reason  # type: ignore[assignment]
            if target == "orders.discount":
                _as_shares(plan, column, profile)
            column.counted = target == "order_lines.quantity" and profile.counted > profile.number
            column.ticked = column.kind == "boolean" and is_tick(profile)
            column.whole_number_ids = column.kind == "id" and profile.trailing_zero > 0.99
            if column.kind == "id" and profile.scientific > 0.2:
                column.evidence.append(
                    Said(en="some ids are in scientific notation: digits were lost before this file was saved",
                         zh="部分编号是科学计数法：保存此文件前已丢失数字")
                )  # fmt: skip
        elif fixed.get(column.position) == "ignore":
            column.reason, column.confidence = "override", 1.0
        elif not profile.filled:
            column.reason, column.confidence = "empty", 1.0
        elif fixed.get(column.position) != "keep" and _personal(column, profile):
            column.evidence.append(Said(en="personal data that no question needs", zh="无需用于提问的个人信息"))
        else:
            if "discount" in plain(column.source) and is_share(profile):
                column.evidence.append(
                    Said(
                        en="shares, not amounts: kept, and not taken off revenue",
                        zh="是比例而非金额：保留，但不从销售额中扣除",
                    )
                )
            column.extra, column.reason, column.confidence = True, "kept", 1.0
            column.kind = _extra_kind(column, profile)
    _their_names(plan)
    _only_names(plan, profiles)
    goods.look(connection, plan)
    _place_extras(connection, plan)


def _their_names(plan: FilePlan) -> None:
    """Guest Name beside Guest No: what the number numbers has this name."""
    for table in ("customers", "products"):
        key, target = plan.choice(f"{table}.id"), f"{table}.name"
        named = f"{numbered(key.source)} name" if key else ""
        for column in plan.columns if key and table in plan.tables and not plan.choice(target) else ():
            if column.extra and plain(column.source) == named:
                column.target, column.kind, column.extra, column.reason = target, "text", False, "name"
                break


def _only_names(plan: FilePlan, profiles: list[Profile]) -> None:
    """In a list of products without names: the one column of words that differ in every row, or is headed as the key
    is (wine beside wine_code)."""
    key = plan.choice("products.id")
    if plan.role != "products" or plan.choice("products.name") or not key:
        return
    found = [
        column
        for column, profile in zip(plan.columns, profiles, strict=True)
        if column.extra and column.kind == "text" and profile.letter > 0.9 and profile.filled == profile.distinct
    ]
    named = [column for column in found if plain(key.source).startswith(f"{plain(column.source)} ")]
    for column in named if len(named) == 1 else found if len(found) == 1 else ():
        column.target, column.extra, column.reason, column.confidence = "products.name", False, "values", 0.8


def _as_shares(plan: FilePlan, column: ColumnChoice, profile: Profile) -> None:
    """Discounts given as percentages: by the sign at each value, or in the heading."""
    plan.percent_discount = profile.percent > 0.5 or says_percent(column.source)
    plan.percent_points = plan.percent_discount and profile.percent <= 0.5 and not is_share(profile)
    if plan.percent_discount:
        column.evidence.append(Said(en="percentages: taken off as shares", zh="是百分比：按比例扣除"))


def _personal(column: ColumnChoice, profile: Profile) -> bool:
    return (
        profile.email > 0.5
        or (profile.phone > 0.8 and profile.length >= 10 and profile.whole < 0.99 and profile.date < 0.5)
        or bool(_PERSONAL.search(plain(column.source)) and profile.boolean < 0.5)
    )


def _extra_kind(column: ColumnChoice, p: Profile) -> Kind:
    if (
        p.number > 0.98
        and not p.leading_zero
        and not p.scientific
        and not _CODE.search(plain(column.source))
        and not (p.whole > 0.9 and p.length > 9)
    ):
        ticked = (
            p.filled >= _TICKED
            and p.distinct == 2
            and set(p.examples) == {"0", "1"}
            and not _COUNTS.search(plain(column.source))
        )
        return "text" if ticked else "number"
    if p.date > 0.98 and p.whole < 0.5:
        return "timestamp" if any(":" in example for example in p.examples) else "date"
    return "text"


def _place_extras(connection: duckdb.DuckDBPyConnection, plan: FilePlan) -> None:
    """Give every extra column the table it describes and a name that is free there."""
    taken = {table: {column.name for column in columns} for table, columns in TABLES.items()}
    for target in KINDS:  # also those that are worked into other columns, such as orders.total
        taken[target.split(".")[0]].add(target.split(".")[1])
    extras = [column for column in plan.columns if column.extra]
    homes = _homes(connection, plan, extras)
    for column in extras:
        table = homes[column.position]
        base = stored_name(table, column.source) or snake(column.source)
        name, number = base, 2
        while name in taken[table]:
            name, number = f"{base}_{number}", number + 1
        taken[table].add(name)
        column.target = f"{table}.{name}"


def _homes(connection: duckdb.DuckDBPyConnection, plan: FilePlan, extras: list[ColumnChoice]) -> dict[int, str]:
    """Table of each extra column: the file's own, or in a flat file whichever key decides the column's value."""
    main = {"flat_order_lines": "order_lines"}.get(plan.role, plan.tables[0])
    homes = {column.position: main for column in extras}
    order = plan.choice("orders.id")
    if plan.role not in ("flat_order_lines", "order_lines") or not order or not extras:
        return homes
    keys = [("orders", order)] if plan.role == "flat_order_lines" else []
    keys += [
        (table, key)
        for table, targets in _KEYS.items()
        if table in plan.tables and (key := next(filter(None, map(plan.choice, targets)), None))
    ]
    flags = _flags(connection, extras)
    for table, key in keys:
        tests = ", ".join(
            f"count(c{column.position}) NOT IN (0, count(*))"
            if table != "orders" and column.position in flags
            else f"min(c{column.position}) <> max(c{column.position})"
            for column in extras
        )
        several = "count(*) > 1" if table == "orders" else f"count(DISTINCT c{order.position}) > 1"
        rows = connection.execute(
            f"SELECT {tests} FROM {SAMPLE} WHERE {id_sql(f'c{key.position}')} IS NOT NULL "
            f"GROUP BY c{key.position} HAVING {several}"
        ).fetchall()
        for index, column in enumerate(extras):
            differing = sum(bool(row[index]) for row in rows)
            enough = len(rows) >= _GROUPS_NEEDED[table]
            if table == "orders" and not rows and not _GOODS_WORD.search(plain(column.source)):
                homes[column.position] = table  # every order has one line: the heading tells
            if enough and differing <= 0.01 * len(rows) and not (table != "orders" and _order_word(column)):
                homes[column.position] = table
    return homes


def _flags(connection: duckdb.DuckDBPyConnection, extras: list[ColumnChoice]) -> set[int]:
    """Columns that hold one value or nothing, as a tick does: there a blank is the other value, not a gap."""
    counts = ", ".join(f"count(DISTINCT c{column.position})" for column in extras)
    found = connection.execute(f"SELECT {counts} FROM {SAMPLE}").fetchall()[0]
    return {column.position for column, different in zip(extras, found, strict=True) if different == 1}


def _order_word(column: ColumnChoice) -> bool:
    """Headings that speak of the order even where every customer always has the same value."""
    return bool(
        re.search(
            r"\b(order|shipping|payment|delivery|coupon|checkout|store|shop)\b"
            r"|订单|支付|付款|结算|配送|取餐|取货|物流|快递|门店|店铺|优惠|买家留言",
            plain(column.source),
        )
    )


def line_levels(connection: duckdb.DuckDBPyConnection, plan: FilePlan) -> None:
    """In a flat file: whether totals and discounts belong to the line or are the order's, repeated or given once."""
    order = plan.choice("orders.id")
    if plan.role not in ("flat_order_lines", "order_lines") or not order:
        return
    for target, flag in (
        ("orders.total", "line_totals"),
        ("orders.paid", "line_paid"),
        ("orders.discount", "line_discounts"),
    ):
        column = plan.choice(target)
        if column is None:
            continue
        c = f"c{column.position}"
        several, differing, values = connection.execute(
            "SELECT count(*), count(*) FILTER (different > 1), count(DISTINCT one) FROM (SELECT count(*) AS lines, "
            f"count(DISTINCT {c}) AS different, min({c}) AS one FROM {SAMPLE} WHERE c{order.position} IS NOT NULL "
            f"GROUP BY c{order.position}) WHERE lines > 1"
        ).fetchall()[0]
        # Equal values within orders say something only where orders differ from each other; else the heading decides.
        told = several and values >= min(3, several)
        by_name = flag != "line_discounts" and not _WHOLE_ORDER.search(plain(column.source))
        setattr(plan, flag, True if differing > 0.05 * several else by_name and not told)
