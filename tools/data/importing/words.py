"""The sentences of plans and reports, in English and Chinese."""

from __future__ import annotations

from tools.data.importing.models import Count, Said

ROLES = {
    "flat_order_lines": Said(en="order lines with their orders, customers and products", zh="订单明细（含订单、客户和商品）"),
    "orders": Said(en="orders", zh="订单"),
    "order_lines": Said(en="order lines", zh="订单明细"),
    "customers": Said(en="customers", zh="客户"),
    "products": Said(en="products", zh="商品"),
    "events": Said(en="events", zh="事件"),
    "campaigns": Said(en="campaigns", zh="营销活动"),
    "assignments": Said(en="campaign test groups", zh="活动实验分组"),
    "ignored": Said(en="not recognised, left out", zh="未识别，未导入"),
}

_COUNTS = {
    "heading": ("rows repeat the headings", "行重复了表头"),
    "total": ("rows are totals, not data", "行是合计行，不是数据"),
    "bad_date": ("rows have a date that does not exist or cannot be read", "行的日期不存在或无法读取"),
    "bad_quantity": ("rows have a quantity that is no number", "行的数量不是数字"),
    "bad_price": ("rows have an amount that is no number", "行的金额不是数字"),
    "no_order": ("rows have no order number", "行没有订单号"),
    "no_date": ("rows have no date", "行没有日期"),
    "no_key": ("rows have no id", "行没有编号"),
    "no_customer": ("rows name no customer", "行没有客户"),
    "no_type": ("rows have no event type", "行没有事件类型"),
    "no_campaign": ("rows name no campaign", "行没有活动"),
    "no_arm": ("rows name no test group", "行没有实验分组"),
    "line_padded": ("lines were shorter than the table and were filled up with empty cells", "行比表格短，已用空单元格补齐"),
    "line_joined": ("lines had surplus cells, which were joined to the last column", "行的单元格过多，多出的部分并入最后一列"),
    "line_dropped": ("lines could not be read at all", "行完全无法读取"),
    "unread": ("cells in {column} could not be read and are empty now", "个“{column}”单元格无法读取，已置空"),
    "repeats": ("lines repeat another line exactly; all are kept, since an order may hold the same line twice",
                "行与另一行完全相同；全部保留，因为同一订单可能有两条相同的明细"),
    "differing": ("orders have lines that disagree about {column}; the first line's is taken",
                  "个订单的各行在 {column} 上不一致，取第一行的值"),
    "same_key": ("rows repeat an id; of each id the later row's values count", "行的编号重复；同一编号以后出现的行为准"),
    "no_price": ("lines have a price of zero or below; they are kept", "行的单价为零或负数，已保留"),
    "cancelled_status": ("orders have a status like cancelled or refunded; they are kept and count until you filter by status",
                         "个订单的状态为取消或退款；已保留，除非按状态筛选，否则会计入"),
    "non_products": ("lines are not products (postage, fees and the like); they are kept and count for revenue",
                     "行不是商品（邮费、手续费等）；已保留并计入销售额"),
    "linked": ("rows named a customer by e-mail and were given the id that address belongs to", "行以邮箱标明客户，已换成该邮箱对应的客户编号"),
    "orphans": ("lines belong to an order that has no date here and is not in the shop; they are left out",
                "行所属的订单在此没有日期、店铺中也没有，未导入"),
    "totals": ("orders came with a total and no lines; each was given one line without a product", "个订单只有总额没有明细；各生成一条不含商品的明细"),
    "unified": ("values of {column} differed only in letter case or spaces and were made one", "个 {column} 的值仅大小写或空格不同，已统一"),
}  # fmt: skip


def count(code: str, number: int, *, column: str = "", examples: list[str] | None = None) -> Count:
    """A counted fact with its sentence."""
    english, chinese = _COUNTS[code]
    return Count(
        code=code, count=number, examples=examples or [],
        text=Said(en=f"{number:,} {english.format(column=column)}", zh=f"{number:,} {chinese.format(column=column)}"),
    )  # fmt: skip
