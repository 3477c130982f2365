"""Text as it may be stored: no control, zero-width, direction or tag characters; empty words are empty."""

from __future__ import annotations

from tools.data.importing.sql import let, text, texts
from tools.data.importing.vocabulary import vocabulary

HIDDEN = r"[\p{Cc}\p{Cf}\x{e0100}-\x{e01ef}]"
"""Control and format characters (zero-width, bidi, tags) and the variation selectors used to smuggle text."""

INSTRUCTION = (
    r"(?i)\b(ignore|disregard|forget|override)\b.{0,40}\b(previous|prior|above|earlier|all|your|system|these)\b.{0,30}"
    r"\b(instruction|prompt|rule|message|direction|guideline)"
    r"|\b(system|developer) (prompt|message)\b|\byou are now\b|\bnew instructions?\b"
    r"|\bact as (an?|the) (ai|assistant|admin|system)"
    r"|</?(system|assistant|instructions?)>|\[/?INST\]|<\|im_(start|end)\|>"
    r"|(忽略|无视|忘记|忘掉|不要理会|不要遵守).{0,12}(指令|提示|要求|规则|设定|说明|内容)|系统提示词?|你现在是|新的指令"
)
"""Texts that speak to a machine rather than to a customer (garak and BIPIA families of wording)."""

_NOTHING = r"(?i)null|nan|n/a|#n/a|none|nil|\(null\)|<null>|\\n|#value!|#ref!|#div/0!|undefined|-|--|—"
_LONGEST = 9
_REMARKED = r"^[^(（\[,;:]{1,20}[(（\[,;:]|^\S{1,20} [-–—] "
_REMARK = r"^(.{1,20}?)\s*(?:[(（\[,;:]|\s[-–—]\s)(.*)$"
_TAKEN_BACK = (
    r"(?i)\b(no|not|never|un\w+|opt(ed)?[ -]?out|out|pending|ausstehend|widerr\w*|abgemeldet|revoked|withdr\w*|expired"
    r"|stop\w*|cancel\w*|nein|non|baja|bounced|suppressed|retir\w*|ritir\w*|revoc\w*)\b|退订|撤|取消|过期|拒"
)
"""Remarks after a yes that take it back."""


def clean_sql(x: str, *, keep_none: bool = False) -> str:
    """SQL: the text `x` trimmed and without hidden characters; NULL where nothing is left or a word for nothing."""
    spaced = f"regexp_replace(regexp_replace({x}, '[\\t\\r\\n\\v\\f]+', ' ', 'g'), '{HIDDEN}', '', 'g')"
    tidy = f"nullif(trim({spaced}, ' \u00a0\u3000'), '')"
    if keep_none:
        return f"({tidy})"
    empty = f"CASE WHEN regexp_full_match(t, '{_NOTHING}') THEN NULL ELSE t END"
    # Plain trimmed ASCII, by far the most, is known by one fast test; only the rest is worked over.
    return (
        f"(CASE WHEN regexp_full_match({x}, '[!-~]([ -~]*[!-~])?') "
        f"THEN CASE WHEN strlen({x}) <= {_LONGEST} AND regexp_full_match({x}, '{_NOTHING}') THEN NULL ELSE {x} END "
        f"WHEN {x} IS NULL THEN NULL WHEN regexp_full_match({x}, '[ -~]*') THEN nullif(trim({x}), '') "
        f"ELSE {let('t', tidy, empty)} END)"
    )


def id_sql(x: str, *, whole_number: bool = False) -> str:
    """SQL: an identifier: cleaned, without a spreadsheet's `="…"` or leading apostrophe, and 17850 for 17850.0."""
    wrapped = let("i", clean_sql(x), "regexp_replace(i, '^(=\"(.*)\"|''(.*))$', '\\2\\3')")
    bare = f"CASE WHEN {x}[1] IN ('=', '''') THEN {wrapped} ELSE {clean_sql(x)} END"
    return f"regexp_replace({bare}, '\\.0+$', '')" if whole_number else f"({bare})"


def folded_sql(x: str) -> str:
    """SQL: a name as it is compared: small letters, one space between words."""
    return f"lower(regexp_replace(trim({x}), '\\s+', ' ', 'g'))"


def unpadded_sql(x: str) -> str:
    """SQL: the id `x` without the zeros before it."""
    return f"regexp_replace({x}, '^0+(.)', '\\1')"


def word_sql(x: str, kind: str, *, otherwise: str = "NULL") -> str:
    """SQL: `x` in one of the stored words of a vocabulary ("gender", "event", "arm"), else `otherwise`."""
    key = f"lower(trim(replace(replace({x}, '_', ' '), '-', ' ')))"
    cases = " ".join(
        f"WHEN {key} IN {texts(sorted({*words, *(word.replace('-', ' ') for word in words)}))} THEN {text(value)}"
        for value, words in vocabulary().values[kind].items()
    )
    return f"(CASE {cases} ELSE {otherwise} END)"


def boolean_sql(x: str) -> str:
    """SQL: yes and no in the words of the vocabulary as BOOLEAN, with or without a remark after it; NULL for the rest.

    "Ja (DOI)" and "Yes - double opt-in" are yes; "Yes (withdrawn)" is no: who takes it back has not agreed.
    """
    first = f"regexp_extract({x}, '{_REMARK}', ['said', 'remark'])"
    agreed = f"{word_sql('b.said', 'consent')}"
    back = f"regexp_matches(b.remark, '{_TAKEN_BACK}')"
    remarked = let("b", first, f"CASE WHEN {agreed} = 'true' AND {back} THEN 'false' ELSE {agreed} END")
    return (
        f"CAST(coalesce({word_sql(x, 'consent')}, CASE WHEN regexp_matches({x}, '{_REMARKED}') THEN {remarked} END) "
        "AS BOOLEAN)"
    )
