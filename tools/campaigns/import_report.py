"""What an import of results found: counted reason by reason, never named person by person."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

import duckdb

from tools.campaigns.result_columns import ReadFile
from tools.campaigns.tested import Tested, is_control
from tools.contract import Column, Finding, Language

REASONS: dict[str, tuple[str, str]] = {
    "unknown_people": ("of people the shop does not know", "店铺中没有的人"),
    "shared_address": ("whose address several customers share", "地址由多位客户共用"),
    "unreadable_time": ("with a time that cannot be read", "时间无法识别"),
    "no_time": ("without a time", "没有时间"),
    "future": ("dated in the future", "日期在将来"),
    "before_sending": ("dated before the sending", "早于发送时间"),
    "other_campaign": ("of another campaign", "属于其他活动"),
    "unknown_kind": ("of a kind that is not known", "类型未知"),
}
KINDS: dict[str, tuple[str, str]] = {
    "sent": ("sends", "发送"), "open": ("opens", "打开"), "click": ("clicks", "点击"), "purchase": ("orders", "订单"),
    "unsubscribe": ("unsubscribes", "退订"), "bounce": ("bounces", "退信"), "complaint": ("complaints", "投诉"),
    "view": ("views", "浏览"), "cart": ("carts", "加购"),
}  # fmt: skip


CURES = {
    "unknown_people": "Give ids, e-mail addresses or phone numbers as they are in this shop's customers.",
    "unreadable_time": "Write times like 2026-01-31 09:00.",
    "no_time": "Write times like 2026-01-31 09:00.",
    "future": "Check the year, and which of day and month comes first.",
}


@dataclass
class Counts:
    """Rows by what became of them."""

    files: list[ReadFile]
    left_out: Counter[str] = field(default_factory=Counter)
    added: dict[str, int] = field(default_factory=dict)
    """Events by kind; orders as `purchase`."""
    known: int = 0
    """Rows that were in the shop already."""
    at_sending: int = 0
    """Acts without a time of their own, stored as of the sending."""
    no_amount: int = 0
    """Purchases without an amount."""
    held_back_sent: int = 0
    outside: int = 0
    """People with sends who take no part in the experiment."""

    @classmethod
    def of(cls, files: list[ReadFile]) -> Counts:
        """Counts of what was read so far."""
        counts = cls(files)
        counts.left_out["unknown_kind"] = sum(file.unread_kinds for file in files)
        return counts

    def reasons(self) -> str:
        """Why rows were left out, in English."""
        said = [f"{count:,} {REASONS[reason][0]}" for reason, count in self.left_out.items() if count]
        return ", ".join(said) or "they are blank"

    def cures(self) -> str:
        """What to do about it, in English, a sentence for each kind of reason."""
        cures = [CURES[reason] for reason, count in self.left_out.items() if count and reason in CURES]
        return "".join(f" {cure}" for cure in dict.fromkeys(cures))

    def look_at_arms(self, connection: duckdb.DuckDBPyConnection, campaign: str) -> None:
        """Who was sent it though held back, or though not drawn at all."""
        sent = "SELECT DISTINCT customer_id FROM acts WHERE kind = 'sent'"
        arms = "SELECT customer_id, arm FROM assignments WHERE campaign_id = $1"
        rows = connection.execute(
            f"SELECT a.arm, count(*) FROM ({sent}) AS s LEFT JOIN ({arms}) AS a USING (customer_id) GROUP BY 1",
            [campaign],
        ).fetchall()
        self.held_back_sent = sum(count for arm, count in rows if arm is not None and is_control(arm))
        self.outside = sum(count for arm, count in rows if arm is None)


def report(tested: Tested, counts: Counts, sent_at: datetime | None, language: Language) -> Finding:
    """The quality report as a table: what was read, left out and added."""

    def say(english: str, chinese: str) -> str:
        return chinese if language == "zh" else english

    rows: list[list[object]] = [
        [say(f"{file.name}: rows read", f"{file.name}：读取行数"), file.rows] for file in counts.files
    ]
    rows += [[say("left out: " + REASONS[reason][0], "未采用：" + REASONS[reason][1]), count]
             for reason, count in counts.left_out.items() if count]  # fmt: skip
    if counts.known:
        rows.append([say("already in the shop", "店铺中已有"), counts.known])
    rows += [[say(f"added: {KINDS.get(kind, (kind, kind))[0]}", f"新增：{KINDS.get(kind, (kind, kind))[1]}"), count]
             for kind, count in counts.added.items()]  # fmt: skip
    caveats = [text for count, text in (
        (counts.at_sending, say(f"{counts.at_sending:,} acts have no time of their own and are dated to the sending.",
                                f"{counts.at_sending:,} 条行为没有时间，记为发送时间。")),
        (counts.no_amount, say(f"{counts.no_amount:,} purchases have no amount: the product's price stands in, or 0.",
                               f"{counts.no_amount:,} 笔购买没有金额：以商品价格代替，否则为 0。")),
        (counts.held_back_sent, say(f"**{counts.held_back_sent:,} people who were held back were sent it.**",
                                    f"**有 {counts.held_back_sent:,} 位留出的人收到了消息。**")),
        (counts.outside, say(f"{counts.outside:,} people were sent it who take no part in the experiment.",
                             f"有 {counts.outside:,} 位未参与实验的人收到了消息。")),
    ) if count]  # fmt: skip
    when = f"{sent_at:%Y-%m-%d %H:%M}" if sent_at else say("at an unknown time", "时间未知")
    return Finding(
        tool="import_results",
        title=say(f"Results of {tested.name}, sent {when}", f"“{tested.name}”的结果，发送于 {when}"),
        columns=[Column(name="step", label=say("Step", "步骤")),
                 Column(name="rows", type="integer", label=say("Rows", "行数"))],
        rows=rows,
        total_rows=len(rows),
        totals={"read": float(sum(file.rows for file in counts.files)), "known": float(counts.known),
                **{f"added_{kind}": float(count) for kind, count in counts.added.items()},
                **{f"left_out_{reason}": float(count) for reason, count in counts.left_out.items()}},
        caveats=caveats,
    )  # fmt: skip
