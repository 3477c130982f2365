"""What a shop's files head their usual columns with: its people say 门店 where others say sales channel."""

from __future__ import annotations

import re
from functools import cache

from tools.data.importing.models import ImportPlan
from tools.data.importing.vocabulary import plain, vocabulary
from tools.specs import catalogue

_LONGEST = 12
"""A longer heading explains itself and is nobody's word."""


PEOPLE, ORDERS = "customers", "orders"
"""Keys of what the files call customers (车主, 学员) and orders (工单, 小票), beside the fields."""
_NOUN = r"^([\u4e00-\u9fff]{2,3}?)"
_NAMED = {
    PEOPLE: re.compile(_NOUN + r"的?(?:姓名|名称|电话|手机号码|手机号|手机|编号|编码|卡号|昵称|号码|号|ID|id)$"),
    ORDERS: re.compile(_NOUN + r"(?:编号|编码|号码|单号|号|ID|id)$"),
}
_TARGETS = {"customers.name": PEOPLE, "customers.phone": PEOPLE, "customers.id": PEOPLE, "orders.id": ORDERS}
_USUAL = re.compile(
    r"客户|会员|顾客|用户|买家|收货|联系|收件|微信|旺旺|手机|姓名|电话|昵称|账[号户]|公司|单位|父?母?主?订单|交易|流水|商家|平台|店"
)
"""What everybody calls them, or nobody does."""


def keep(plan: ImportPlan, known: dict[str, list[str]]) -> bool:
    """Add the plan's headings to those `known` of each field; whether any was new."""
    before = sum(map(len, known.values()))
    for file in plan.files:
        for column in file.columns if file.role != "ignored" else ():
            field = _fields().get(column.target or "") if not column.extra else None
            heading = " ".join(column.source.split())
            said = field and (*catalogue()["fields"][field]["words"]["zh"], *known.get(field, ()))
            if field and said and heading not in said and _says(heading, column.target or ""):
                known.setdefault(field, []).append(heading)
            _keep_noun(known, column.target or "", heading)
    return sum(map(len, known.values())) > before


def _keep_noun(known: dict[str, list[str]], target: str, heading: str) -> None:
    """车主 of 车主姓名, 工单 of 工单号."""
    kind = _TARGETS.get(target)
    found = _NAMED[kind].match(heading) if kind else None
    if kind and found and not _USUAL.search(found.group(1)) and found.group(1) not in known.get(kind, ()):
        known.setdefault(kind, []).append(found.group(1))


@cache
def _fields() -> dict[str, str]:
    """Canonical column to the field it fills, for columns that people speak of by name."""
    fields = {
        entry["from"]: name
        for name, entry in catalogue()["fields"].items()
        if "from" in entry and not entry.get("pii") and not entry["from"].endswith(("_consent", ".id"))
    }
    return fields | {"products.name": "product"}


def _says(heading: str, target: str) -> bool:
    """Whether a Chinese heading tells what it heads: 名称 and 日期 are said of anything."""
    bare = plain(heading)
    chinese = any("\u4e00" <= letter <= "\u9fff" for letter in bare)
    return chinese and 2 <= len(bare) <= _LONGEST and bare not in vocabulary().columns[target].own
