"""Every word the page itself says, in English and Chinese."""

from typing import Final

from tools.contract import Language

WORDS: Final[dict[str, tuple[str, str]]] = {
    # header and navigation
    "model.planner": ("Built-in planner", "内置规划器"),
    "model.planner.hint": (
        "Answers come from rules, not from a language model. Connect one by setting OPENAI_API_KEY.",
        "回答由内置规则生成，未使用语言模型。设置 OPENAI_API_KEY 即可接入语言模型。",
    ),
    "model.hint": ("The language model that answers", "当前使用的语言模型"),
    "today": ("Data to {date}", "数据截至 {date}"),
    "today.hint": ("“Today” in every answer is this day", "回答中的“今天”以此日期为准"),
    "no_data": ("No data yet", "暂无数据"),
    "new_chat": ("New conversation", "新对话"),
    "conversations": ("Conversations", "对话记录"),
    "no_conversations": ("Your conversations will be listed here.", "您的对话会显示在这里。"),
    "your_data": ("Your data", "您的数据"),
    "switch_language": ("中文", "English"),
    # asking
    "welcome.title": ("What would you like to know?", "您想了解什么？"),
    "welcome.text": (
        "Ask about sales and customers, build an audience, or have copy written for it. "
        "Every figure is computed from your own data and shown with its definition.",
        "可以查询销售与客户数据、圈选人群，或为人群撰写营销文案。每个数字都由您自己的数据算出，并附上口径。",
    ),
    "welcome.empty": (
        "This shop has no data yet. Add your order files and ask right away.",
        "店铺还没有数据。导入订单文件后即可开始提问。",
    ),
    "ask.placeholder": (
        "Ask, find an audience, request copy …",
        "提问、圈选人群或写文案……",
    ),
    "working": ("Working on it", "正在处理"),
    "stopped": ("Stopped. Nothing was changed; ask again whenever you like.", "已停止，未做任何更改，可随时重新提问。"),
    "too_long": (
        "That question has {length} characters; please keep it under {limit}.",
        "问题共 {length} 个字符，请控制在 {limit} 个以内。",
    ),
    "failed": (
        "Something went wrong on our side and this answer could not be finished. Your data is unharmed; the "
        "details are in the server log under {reference}.",
        "系统出现意外，本次回答未能完成。数据未受影响，详情见服务器日志（编号 {reference}）。",
    ),
    # steps
    "step.definition": ("Definition", "口径"),
    "step.sql": ("SQL that ran", "执行的 SQL"),
    "step.rows": ("{count} rows", "共 {count} 行"),
    "step.row": ("1 row", "共 1 行"),
    "step.running": ("Running …", "运行中……"),
    # statuses
    "status.empty": ("Nothing matches", "没有符合条件的结果"),
    "status.unknown": ("Not found in this data", "数据中没有找到"),
    "status.not_allowed": ("Not allowed", "不允许执行"),
    "status.not_enough_data": ("Not enough data", "数据量不足"),
    "status.question": ("One question first", "请先确认"),
    "status.refused": ("Declined", "无法协助"),
    "status.error": ("Could not finish", "未能完成"),
    "nearest": ("Did you mean", "您是不是想问"),
    # results
    "download": ("Download CSV", "下载 CSV"),
    "download.hint": ("All {count} rows", "全部 {count} 行"),
    "show_all": ("Show {count} more rows", "再显示 {count} 行"),
    "shown_of": (
        "Showing {shown} of {total} rows; the download has all of them.",
        "显示 {total} 行中的 {shown} 行，下载文件包含全部。",
    ),
    "sort": ("Sort by {column}", "按{column}排序"),
    "view.chart": ("Chart", "图表"),
    "view.table": ("Table", "表格"),
    "unknown_value": ("not known", "未知"),
    "caveats": ("Good to know", "说明"),
    "sources": ("Sources", "来源"),
    "source_count": ("{count} sources", "{count} 条来源"),
    "earlier_results": ("Earlier results in this answer ({count})", "本次回答的中间结果（{count}）"),
    "more_points": ("and {count} more in the table", "其余 {count} 项见表格"),
    "flow.text": ("Flow between segments; the largest moves: {moves}", "分群之间的流动；最大的几项：{moves}"),
    "flow.share": (", {share} of the former", "，占前者的 {share}"),
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    # audience
    "audience": ("Audience", "人群"),
    "audience.size": ("customers", "位客户"),
    "audience.size.one": ("customer", "位客户"),
    "audience.email": ("reachable by e-mail", "可发邮件"),
    "audience.sms": ("reachable by SMS", "可发短信"),
    "audience.share": ("of all customers", "占全部客户"),
    "audience.saved_as": ("Saved as “{name}”", "已保存为“{name}”"),
    "audience.name": ("Name this audience", "为人群命名"),
    "audience.save": ("Save", "保存"),
    "audience.export": ("Export for", "导出到"),
    "audience.by_email": (
        "{count} agreed to e-mail: for mailings and for ads",
        "{count} 人同意接收邮件：用于邮件或广告",
    ),
    "audience.by_sms": ("{count} agreed to SMS: for texts and for ads", "{count} 人同意接收短信：用于短信或广告"),
    "platform.csv": ("Plain CSV", "通用 CSV"),
    "platform.parquet": ("Parquet", "Parquet"),
    "platform.klaviyo": ("Klaviyo", "Klaviyo"),
    "platform.mailchimp": ("Mailchimp", "Mailchimp"),
    "platform.meta": ("Meta Custom Audiences", "Meta 自定义受众"),
    "platform.google": ("Google Customer Match", "Google 目标客户匹配"),
    "platform.tiktok": ("TikTok", "TikTok"),
    "platform.braze": ("Braze", "Braze"),
    # campaigns
    "campaign.export": ("Write the files for", "导出文件，用于"),
    "campaign.export_say": ("Export it for {platform}", "导出到{platform}"),
    "campaign.zip": ("All files", "全部文件"),
    # drafts
    "drafts": ("{count} drafts", "{count} 份文案"),
    "draft.one": ("1 draft", "1 份文案"),
    "draft.preview": ("Preview", "预览"),
    "draft.tags": ("Merge tags", "变量"),
    "draft.copy": ("Copy", "复制"),
    "draft.copied": ("Copied", "已复制"),
    "draft.approve": ("Approve", "批准"),
    "draft.approve_say": ("Approve draft {letter} of {brief}", "批准{brief}的文案{letter}"),
    "draft.approver": ("Approved by", "批准人"),
    "draft.approver_hint": ("your name", "您的姓名"),
    "draft.approved_by": (", approved by ", "，批准人："),
    "draft.passed": ("{count} checks passed", "{count} 项检查通过"),
    "draft.problems": ("{count} to mend", "{count} 项待修改"),
    "draft.warnings": ("{count} to consider", "{count} 项建议"),
    "draft.based_on": ("Based on", "依据"),
    "draft.preview_note": (
        "Filled in as one customer would see it; shown on this computer only.",
        "已按一位客户的资料填充，仅在本机显示。",
    ),
    "angle.benefit": ("Benefit", "好处"),
    "angle.offer": ("Offer", "优惠"),
    "angle.story": ("Story", "故事"),
    "angle.question": ("Question", "提问"),
    "angle.reminder": ("Reminder", "提醒"),
    "angle.novelty": ("Novelty", "新品"),
    "angle.urgency": ("Urgency", "限时"),
    "angle.proof": ("Proof", "口碑"),
    "channel.email": ("E-mail", "邮件"),
    "channel.sms": ("SMS", "短信"),
    "channel.push": ("Push notification", "推送通知"),
    "channel.wechat": ("WeChat", "微信"),
    "channel.wechat_template": ("WeChat template message", "微信模板消息"),
    "channel.xiaohongshu": ("Xiaohongshu", "小红书"),
    "channel.whatsapp": ("WhatsApp", "WhatsApp"),
    "channel.meta_ad": ("Meta ad", "Meta 广告"),
    "channel.google_ad": ("Google ad", "Google 广告"),
    "channel.ad": ("Sponsored", "广告"),
    # data panel
    "data.title": ("Your data", "您的数据"),
    "data.text": (
        "Add order files to this shop: CSV, Excel, Parquet or JSON lines, up to {limit} MB each. You will see what "
        "was understood before anything is stored; files never leave this computer.",
        "将订单文件导入店铺：支持 CSV、Excel、Parquet 或 JSON Lines，单个文件不超过 {limit} MB。"
        "写入前会先展示识别结果供您确认，文件不会离开本机。",
    ),
    "data.customers": ("Customers", "客户"),
    "data.orders": ("Orders", "订单"),
    "data.order_lines": ("Order lines", "订单明细"),
    "data.products": ("Products", "商品"),
    "data.events": ("Events", "行为事件"),
    "data.campaigns": ("Campaigns", "营销活动"),
    "data.range": ("Orders from {start} to {end}", "订单日期：{start} 至 {end}"),
    "data.check": ("Read the files", "读取文件"),
    "data.plan": ("What was understood", "识别结果"),
    "data.confirm": ("Add to the shop", "确认导入"),
    "data.cancel": ("Cancel", "取消"),
    "data.reading": ("Reading the files …", "正在读取文件……"),
    "data.importing": ("Adding to the shop …", "正在导入……"),
    "data.done": ("Done. The shop is open again with the new data.", "导入完成，店铺已载入新数据。"),
    "data.no_files": ("Choose at least one file first.", "请先选择文件。"),
    "data.bad_type": (
        "{name} is not a kind of file that can be read here: use {kinds}.",
        "无法读取 {name}：请使用 {kinds}。",
    ),
    "data.too_large": ("{name} is larger than {limit} MB.", "{name} 超过 {limit} MB。"),
    "data.busy": (
        "Files are being added to the shop. Ask again when that is done; it takes a minute or so.",
        "店铺正在导入文件，请在导入完成后再提问，大约需要一分钟。",
    ),
    "data.drop": ("Drop files here, or click to choose them", "将文件拖到此处，或点击选择"),
    "data.wait": (
        "An answer is still being worked on; add the files when it has finished.",
        "还有回答正在生成，请在其完成后再导入。",
    ),
    "download.gone": (
        "This download is no longer available: ask the question again and download from the new answer.",
        "该下载已失效：请重新提问，再从新的回答中下载。",
    ),
}


UNITS: Final[dict[str, str]] = {
    "campaigns": "场", "categories": "类", "customers": "人", "days": "天", "events": "次", "months": "个月",
    "brands": "个品牌", "orders": "单", "percentage points": "个百分点", "products": "种", "units": "件", "years": "年",
}  # fmt: skip
"""What the dictionary counts in, in Chinese."""


def unit_shown(language: Language, unit: str | None, heading: str) -> str:
    """The unit beside a column's heading; "" for none, and where the heading says it already: 距上次购买天数."""
    if not unit or unit in heading.lower():
        return ""
    named = UNITS.get(unit, unit) if language == "zh" else unit
    return "" if named[-1] in heading and language == "zh" else named


def words(language: Language, key: str, **values: object) -> str:
    """The wording of `key` in `language` with `values` filled in; an unknown key is a bug (KeyError)."""
    text = WORDS[key][1 if language == "zh" else 0]
    return text.format(**values) if values else text


def other(language: Language) -> Language:
    """The language the switch leads to."""
    return "en" if language == "zh" else "zh"
