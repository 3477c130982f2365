"""Amounts as people write them: SQL expressions that read them, and evidence for which mark is the decimal one."""

from __future__ import annotations

from tools.data.importing.models import ColumnChoice, Decimal
from tools.data.importing.sql import let, text

_CURRENCY = (
    r"(?i)(?:us|hk|nt|au|ca|nz|sg|r|c|a|s)?\p{Sc}"
    r"|usd|eur|gbp|cny|rmb|jpy|hkd|twd|chf|sek|nok|dkk|pln|czk|inr|krw|aud|cad|nzd|sgd|brl|mxn|try|zar|thb|vnd|idr|myr|php"
    r"|元|円|圆|块|kr\.?|zł|fr\."
)
COUNTED = (
    r"(?i)^[x×*]?\s*([+-]?\d+(?:[.,]\d+)?)\s*"
    r"(?:件|个|盒|瓶|支|只|套|包|袋|条|双|罐|片|台|本|份|箱|张|块|枚|把|组|盏|pcs?\.?|pieces?|units?|ea\.?|stück|stk\.?|x|×|pz\.?|uds?\.?|kg|kilos?|公斤|斤)?$"
)
"""A number of pieces with what is counted beside it: 2件, x2, 3 pcs."""
_SPACE = r"[\s\x{a0}\x{202f}\x{2009}\x{2007}'’_]"
_WIDE = ("０１２３４５６７８９．，－＋（）％￥−–", "0123456789.,-+()%¥--")


def stripped(x: str) -> str:
    """SQL: the text `x` with half-width digits and without spaces and currency marks."""
    wide = f"translate({x}, '{_WIDE[0]}', '{_WIDE[1]}')"
    space = _SPACE.replace("'", "''")
    return f"regexp_replace(regexp_replace({wide}, '{space}', '', 'g'), '{_CURRENCY}', '', 'g')"


def counted_sql(x: str) -> str:
    """SQL: the text `x` without the word for what is counted; unchanged where it is no such text."""
    return f"regexp_replace({x}, {text(COUNTED)}, '\\1')"


def column_sql(x: str, column: ColumnChoice) -> str:
    """SQL: the text `x` of this column as DOUBLE, by its decimal mark and without what it counts."""
    return number_sql(counted_sql(x) if column.counted else x, column.decimal)


def number_sql(x: str, decimal: Decimal = "point") -> str:
    """SQL: the text `x` as DOUBLE, NULL where it is no number.

    Reads thousands separators (only in their proper places, so a misplaced mark is unreadable rather than a wrong
    number), currency marks, accounting negatives `(12.50)` and `12.50-`, and percents as shares.
    """
    mark, group = (".", ",") if decimal == "point" else (",", ".")
    body = rf"(?:\d{{1,3}}(?:[{group}]\d{{2,3}})*[{group}]\d{{3}}|\d+)(?:[{mark}]\d*)?|[{mark}]\d+"
    parts = f"regexp_extract({stripped(x)}, '^(\\(?[+-]?)({body})(%?)(\\)?-?)$', ['pre', 'body', 'pct', 'post'])"
    digits = f"replace(replace(p.body, '{group}', ''), '{mark}', '.')"
    sign = "CASE WHEN contains(p.pre, '-') OR contains(p.pre, '(') OR contains(p.post, '-') THEN -1 ELSE 1 END"
    share = "CASE WHEN p.pct = '%' THEN 100 ELSE 1 END"
    general = let("p", parts, f"TRY_CAST({digits} AS DOUBLE) * {sign} / {share}")
    if decimal == "comma":
        return f"(CASE WHEN {x} IS NOT NULL THEN {general} END)"
    plain = f"TRY_CAST({x} AS DOUBLE)"
    return f"(CASE WHEN isfinite({plain}) THEN {plain} WHEN {x} IS NULL THEN NULL ELSE {general} END)"


def evidence_sql(x: str) -> tuple[str, str]:
    """SQL aggregates: how many values of `x` prove a decimal point, and how many a decimal comma."""
    s = stripped(x)

    def proof(mark: str, group: str) -> str:
        shape = (
            rf"\d[{group}]\d{{3}}[{mark}]\d|^\D*\d+[{mark}](\d{{1,2}}|\d{{4,}})\D*$"
            rf"|\d[{group}]\d{{3}}[{group}]\d{{3}}|^\D*0[{mark}]\d+\D*$"
        )
        return f"count(*) FILTER (regexp_matches({s}, '{shape}'))"

    return proof(".", ","), proof(",", ".")
