"""Which currency the amounts are in: a column that says so, a sign beside a number, a unit in a heading, or nobody."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

import duckdb

from tools.contract import BadInput
from tools.data.importing.evidence import SAMPLE, scan
from tools.data.importing.hygiene import clean_sql
from tools.data.importing.models import FilePlan, Question, Said
from tools.data.importing.vocabulary import AMOUNTS, vocabulary

TARGETS = AMOUNTS | {"orders.discount"}
_SIGNS = {
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "₽": "RUB",
    "₩": "KRW",
    "฿": "THB",
    "₫": "VND",
    "₺": "TRY",
    "₴": "UAH",
    "元": "CNY",
    "円": "JPY",
}
_DOLLARS = ("USD", "AUD", "CAD", "HKD", "NZD", "SGD", "TWD", "MXN")
_YEN = ("CNY", "JPY")
_WORDS = {"人民币": "CNY", "RMB": "CNY", "美元": "USD", "欧元": "EUR", "英镑": "GBP", "日元": "JPY", "港币": "HKD"}
_HEADING = re.compile(r"[(\[（]\s*(€|£|\$|¥|￥|元|人民币|[A-Za-z]{3})\s*[)\]）]|[_\s]([A-Z]{3}|[a-z]{3})$")
"""A currency in brackets, or the three letters a heading ends with; those that name none are passed over."""


@dataclass
class Evidence:
    """Currency codes and ambiguous signs ($, ¥) found, with where."""

    codes: Counter[str] = field(default_factory=Counter)
    signs: Counter[str] = field(default_factory=Counter)
    where: dict[str, str] = field(default_factory=dict)
    chinese: dict[str, str] = field(default_factory=dict)
    """Chinese headings of amounts, a weak sign of yuan."""
    commas: dict[str, str] = field(default_factory=dict)
    """Headings of amounts with a decimal comma, a weak sign of euros."""

    def look(self, connection: duckdb.DuckDBPyConnection, plan: FilePlan) -> None:
        """Collect what one file says; raises BadInput when its amounts are in several currencies."""
        column = plan.choice("orders.currency")
        if column:
            value = f"upper({clean_sql(f'c{column.position}')})"
            stated = scan(connection, plan, [f"histogram({value})"])[0] or {}
            codes: Counter[str] = Counter()
            for code, count in stated.items():
                codes[_WORDS.get(code, code)] += count
            if len(codes) > 1:
                several = ", ".join(f"{code} {count:,}" for code, count in codes.most_common(5))
                raise BadInput(
                    f"{plan.name} holds amounts in several currencies ({several}), which must not be added up: "
                    f"import one at a time, or convert them and use --map '{column.source}=ignore'.",
                    zh=f"{plan.name} 含有多种币种的金额（{several}），不能直接相加：请每次导入一种，"
                    f"或换算后使用 --map '{column.source}=ignore'。",
                )
            for code in codes:
                self._add(code, f"{plan.name}: {column.source}", known=bool(re.fullmatch("[A-Z]{3}", code)))
        for amount in plan.columns:
            if amount.target in TARGETS:
                if re.search(r"[\u3400-\u9fff]", amount.source):
                    self.chinese.setdefault(amount.source, plan.name)
                if amount.decimal == "comma":
                    self.commas.setdefault(amount.source, plan.name)
                self._from_heading(plan, amount.source)
            if amount.target in TARGETS or (amount.extra and amount.kind == "number"):
                self._from_values(connection, plan, amount.position, amount.source)

    def _from_heading(self, plan: FilePlan, heading: str) -> None:
        match = _HEADING.search(heading)
        if match:
            self._add((match.group(1) or match.group(2)).upper(), f"{plan.name}: {heading}")

    def _from_values(self, connection: duckdb.DuckDBPyConnection, plan: FilePlan, position: int, heading: str) -> None:
        pattern = r"(\p{Sc}|元|円|[A-Z]{3})"
        rows = connection.execute(
            f"SELECT regexp_extract(upper(c{position}), '{pattern}') AS sign, count(*) FROM {SAMPLE} "
            f"WHERE regexp_matches(upper(c{position}), '{pattern}') GROUP BY sign"
        ).fetchall()
        _refuse_mixed(plan, heading, {sign: count for sign, count in rows if count >= 2})
        for sign, count in rows:
            if count >= 2 or plan.rows < 10:
                self._add(sign, f"{plan.name}: {heading}")

    def _add(self, mark: str, where: str, *, known: bool = False) -> None:
        code = _WORDS.get(mark, _SIGNS.get(mark, mark))
        if known or code.lower() in vocabulary().values["currency"]["codes"]:  # "free" beside a price is no currency
            self.codes[code] += 1
            self.where.setdefault(code, where)
        elif mark in ("$", "¥", "￥"):
            self.signs["¥" if mark == "￥" else mark] += 1
            self.where.setdefault(mark, where)

    def decide(self, wanted: str | None, assumed: str) -> tuple[str, bool, Said, Question | None]:
        """Currency code, whether somebody stated it, the reason in words, and a question when nobody did."""
        if wanted:
            return wanted, True, Said(en="as you said", zh="按您的指定"), None
        if self.codes:
            code = self.codes.most_common(1)[0][0]
            where = self.where.get(code, "")
            return code, True, Said(en=f"stated in {where}", zh=f"见 {where}"), None
        for sign, choices in (("$", _DOLLARS), ("¥", _YEN)):
            if sign in self.signs:
                code = assumed if assumed in choices else choices[0]
                said = Said(en=f"amounts carry {sign}, read as {code}", zh=f"金额带有 {sign}，按 {code} 处理")
                question = _question(f"{sign}", code, list(choices))
                told = assumed in choices or (
                    sign == "¥" and bool(self.chinese)
                )  # who heads prices in Chinese counts in yuan
                return code, True, said, None if told else question
        if self.chinese and assumed == "USD":
            said = Said(
                en="the files name no currency; their headings are Chinese, so CNY is assumed",
                zh="文件未注明币种；表头为中文，假定为 CNY",
            )
            return "CNY", True, said, _question("", "CNY", ["CNY", "USD", "EUR", "HKD", "TWD", "JPY"])
        if self.commas and assumed == "USD":
            said = Said(
                en="the files name no currency; their amounts have a decimal comma, so EUR is assumed",
                zh="文件未注明币种；金额使用小数逗号，假定为 EUR",
            )
            return "EUR", True, said, _question("", "EUR", ["EUR", "CHF", "GBP", "SEK", "PLN", "BRL", "USD"])
        said = Said(en=f"the files name no currency; {assumed} is assumed", zh=f"文件未注明币种，假定为 {assumed}")
        return (
            assumed,
            False,
            said,
            _question("", assumed, list(dict.fromkeys([assumed, "USD", "EUR", "GBP", "CNY", "JPY"]))),
        )


def _refuse_mixed(plan: FilePlan, heading: str, signs: dict[str, int]) -> None:
    """One column of amounts with signs of several currencies ($5 beside €5) must not be added up; raises BadInput."""
    known = vocabulary().values["currency"]["codes"]
    codes = {_WORDS.get(sign, _SIGNS.get(sign, sign)): count for sign, count in signs.items()}
    stated = {code: count for code, count in codes.items() if code.lower() in known}
    for sign, choices in (("$", _DOLLARS), ("¥", _YEN), ("￥", _YEN)):
        if sign in codes and not set(choices) & stated.keys():
            stated[sign.replace("￥", "¥")] = codes[sign]
    if len(stated) > 1:
        several = ", ".join(f"{code} {count:,}" for code, count in sorted(stated.items(), key=lambda one: -one[1]))
        raise BadInput(
            f"{plan.name} holds amounts in several currencies in column {heading} ({several}), which must not be "
            "added up: import one at a time, or convert them first.",
            zh=f"{plan.name} 的“{heading}”列含有多种币种的金额（{several}），不能直接相加：请每次导入一种，或先换算。",
        )


def _question(sign: str, default: str, options: list[str]) -> Question:
    text = (
        Said(en=f"Which currency does {sign} stand for?", zh=f"{sign} 是哪种货币？")
        if sign
        else Said(en="Which currency are the amounts in? The files do not say.", zh="金额是什么币种？文件中没有写明。")
    )
    return Question(key="currency", text=text, options=options, default=default)
