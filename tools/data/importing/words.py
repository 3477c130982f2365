"""The sentences of plans and reports, in English and Chinese."""

from __future__ import annotations

from tools.data.importing.models import Count, Said

ROLES = {
    "flat_order_lines": Said(
        en="order lines with their orders, customers and products", zh="订单明细（含订单、客户和商品）"
    ),
    "orders": Said(en="orders", zh="订单"),
    "order_lines": Said(en="order lines", zh="订单明细"),
    "customers": Said(en="customers", zh="客户"),
    "products": Said(en="products", zh="商品"),
    "events": Said(en="events", zh="事件"),
    "campaigns": Said(en="campaigns", zh="营销活动"),
    "assignments": Said(en="campaign test groups", zh="活动实验分组"),
    "ignored": Said(en="not recognised, left out", zh="未识别，未导入"),
}

NOTES = {
    "lines_only": Said(en="The order lines have no dates of their own: their orders must have been imported before.",
                       zh="订单明细本身没有日期：对应的订单必须先前已导入。"),
    "no_money": Said(en="There are no prices or amounts: orders and buyers can be counted, revenue cannot "
                        "(prices are stored as 0).",
                     zh="文件中没有价格或金额：可以统计订单和购买者，无法统计销售额（单价存为 0）。"),
    "no_number": Said(en="Orders have no number: each row is one order.", zh="订单没有编号：每行算一个订单。"),
    "no_number_lines": Said(en="Orders have no number: the lines of one customer at one moment are one order.",
                            zh="订单没有编号：同一客户同一时刻的明细算一个订单。"),
    "paid": Said(en="What was paid less than the lines add up to is stored as the order's discount.",
                 zh="实付金额低于明细合计的部分记为订单优惠。"),
    "unit_from_total": Said(en="There is no unit price: it is the line's total divided by its quantity.",
                            zh="没有单价：按行金额除以数量计算。"),
    "total_spread": Said(en="There is no unit price and the total is the whole order's: it is spread over its units.",
                         zh="没有单价，且金额是整单金额：按件数平均分摊到各行。"),
    "no_quantity": Said(en="There is no quantity: every line counts as one unit.", zh="没有数量列：每行按一件计算。"),
    "filled_down": Said(en="Lines without an order, a date and a customer belong to the order above them.",
                        zh="没有订单、日期和客户的行属于其上方的订单（合并单元格）。"),
    "china": Said(en="The shop is taken to be in China (country in workspace.toml), for phone numbers and the law.",
                  zh="店铺按中国大陆处理（workspace.toml 中的 country）：手机号按国内号码识别，文案按国内法规检查。"),
    "one_day": Said(en="Every row was given the same day: trends and recency mean nothing for these orders.",
                    zh="所有行使用同一天：这些订单的趋势和最近购买时间没有意义。"),
}  # fmt: skip

_COUNTS = {
    "heading": ("rows that repeat the headings", "重复表头的行"),
    "total": ("rows that are totals, not data", "合计行（不是数据）"),
    "bad_date": ("rows with a date that does not exist or cannot be read", "日期不存在或无法读取的行"),
    "bad_quantity": ("rows with a quantity that is no number", "数量不是数字的行"),
    "bad_price": ("rows with an amount that is no number", "金额不是数字的行"),
    "no_order": ("rows without an order number", "没有订单号的行"),
    "no_date": ("rows without a date", "没有日期的行"),
    "no_key": ("rows without an id", "没有编号的行"),
    "no_customer": ("rows that name no customer", "没有客户的行"),
    "no_type": ("rows without an event type", "没有事件类型的行"),
    "no_campaign": ("rows that name no campaign", "没有活动的行"),
    "no_arm": ("rows that name no test group", "没有实验分组的行"),
    "line_padded": ("lines shorter than the table, filled up with empty cells", "比表格短、已用空单元格补齐的行"),
    "line_joined": ("lines with surplus cells, which were joined to the last column", "单元格过多、已并入最后一列的行"),
    "line_literal": ("lines with a stray quotation mark, taken for a character", "含多余引号、已按普通字符处理的行"),
    "line_dropped": ("lines that could not be read at all", "完全无法读取的行"),
    "unread": ("cells in {column} that could not be read and are empty now", "“{column}”中无法读取、已置空的单元格"),
    "swapped": ("e-mail addresses found in the column of phone numbers and moved to their own",
                "写在电话列里、已移到邮箱列的邮箱地址"),
    "repeats": ("lines that repeat another line exactly, all kept since an order may hold the same line twice",
                "与另一行完全相同的行（全部保留，因为同一订单可能有两条相同的明细）"),
    "differing": ("orders whose lines disagree about {column}, where the first line's is taken",
                  "各行的 {column} 不一致、取第一行的订单"),
    "same_key": ("rows that repeat an id, where the later row's values count", "编号重复、以后出现的行为准的行"),
    "no_price": ("lines with a price of zero or below, kept", "单价为零或负数的行（已保留）"),
    "cancelled_status": ("orders with a status like cancelled or refunded, kept and counted until you filter by status",
                         "状态为取消或退款的订单（已保留；除非按状态筛选，否则会计入）"),
    "non_products": ("lines that are not products (postage, fees and the like), kept and counted for revenue",
                     "不是商品（邮费、手续费等）的行（已保留并计入销售额）"),
    "linked": ("rows that name a customer by e-mail and were given the id that address belongs to",
               "以邮箱标明客户、已换成对应客户编号的行"),
    "by_name": ("rows that name a customer and were given the id that this name belongs to",
                "以姓名标明客户、已换成对应客户编号的行"),
    "namesakes": ("orders of a name that two customers have, kept for revenue without a customer",
                  "姓名对应不止一位客户、保留销售额但不计客户的订单"),
    "same_ids": ("customers whose ids meet the shop's but for the zeros before them, written as the shop has them",
                 "编号与店铺中的客户只差前导零、已按店铺写法统一的客户"),
    "orphans": ("lines left out because their order has no date here and is not in the shop",
                "因所属订单在此没有日期、店铺中也没有而未导入的行"),
    "totals": ("orders with a total and no lines, each given one line without a product",
               "只有总额没有明细、各生成一条不含商品明细的订单"),
    "unified": ("values of {column} that differed only in letter case or spaces and were made one",
                "{column} 中仅大小写或空格不同、已统一的值"),
}  # fmt: skip


def count(code: str, number: int, *, column: str = "", examples: list[str] | None = None) -> Count:
    """A counted fact with its sentence."""
    english, chinese = _COUNTS[code]
    return Count(
        code=code, count=number, examples=examples or [],
        text=Said(en=f"{english.format(column=column)}: {number:,}", zh=f"{chinese.format(column=column)}：{number:,}"),
    )  # fmt: skip
