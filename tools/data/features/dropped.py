"""Attributes that are no features, each with the reason."""

from collections.abc import Iterable, Mapping

from tools.contract import Model
from tools.dictionary import KEY_COLUMNS, PERSONAL
from tools.specs import Words

_PROTECTED = ("gender", "sex", "birth", "birthday", "age", "性别", "生日", "年龄")
_REASONS = {
    "identity": ("It identifies a person and says nothing about anyone else.", "用于识别个人，对其他人没有意义。"),
    "protected": ("People are not scored by their sex or age.", "不按性别或年龄给人打分。"),
    "consent": (
        "Consent decides whether someone may be written to, not how they are scored.",
        "是否同意只决定能否联系，不用于打分。",
    ),
    "computed": ("It was computed from data of a later day.", "由较晚日期的数据计算而来。"),
    "no history": (
        "Kept only as it stands today, so at an earlier day it would look into the future.",
        "只保存当前值，用于过去的日期会泄露未来信息。",
    ),
    "changing": ("It may have changed after the day the order was placed.", "下单之后可能发生过变化。"),
    "text": ("Free text is not read for scores.", "自由文本不用于打分。"),
}
_TEXTS = ("note", "notes", "comment", "comments", "remark", "message", "description", "备注", "留言")
_COMPUTED = ("customer_clusters", "customer_scores")
_USED = {"customers": ("signup_date",), "orders": ("ordered_at", "channel", "discount")}


class DroppedAttribute(Model):
    """A column that is not used, and why."""

    column: str
    """As table.column."""
    reason: Words


def dropped_attributes(columns: Mapping[str, Iterable[str]], country_of: str | None) -> list[DroppedAttribute]:
    """Every column of customers, their side tables and orders that no feature reads; `columns` is table to columns."""
    found = []
    for table, names in columns.items():
        for name in names:
            if name in _USED.get(table, ()) or (name == "country" and table == country_of):
                continue
            english, chinese = _REASONS[_reason(table, name)]
            found.append(DroppedAttribute(column=f"{table}.{name}", reason=Words(en=english, zh=chinese)))
    return found


def _reason(table: str, column: str) -> str:
    words = set(column.lower().split("_"))
    if column in KEY_COLUMNS:
        return "identity"
    if table in _COMPUTED:
        return "computed"
    if words & set(_PROTECTED):
        return "protected"
    if "consent" in words:
        return "consent"
    if words & set(PERSONAL):
        return "identity"
    if words & set(_TEXTS):
        return "text"
    return "changing" if table == "orders" else "no history"
