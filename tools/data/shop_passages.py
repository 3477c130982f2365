"""The shop's own tables as passages: products, past campaigns with their figures, and segment profiles."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tools.data.documents import document_passages, kept_documents
from tools.data.engine import Warehouse
from tools.data.glossary import FILE as GLOSSARY
from tools.data.masking import shop_masker
from tools.data.passages import Kind, Passage, chinese_share, clean, reads_like_instructions

Mask = Callable[[str], str]

VERSION = 1
"""Raise it whenever passages, masking or terms are made differently, so that indexes are made anew."""

_NOT_TEXT = re.compile(r"(^id$|_id$|url|link|image|photo|barcode|^ean$|^gtin$|^upc$|currency|status)")
_ADDRESS = re.compile(r"^https?://\S+$")
_REACTIONS = (
    ("sent", "sent to", "发送"),
    ("delivered", "delivered to", "送达"),
    ("open", "opened by", "打开"),
    ("click", "clicked by", "点击"),
    ("unsubscribe", "unsubscribed", "退订"),
)


def all_passages(warehouse: Warehouse, documents: Path) -> list[Passage]:
    """Everything that can be found, as warehouse and documents folder hold it now, without any person's details."""
    mask = shop_masker(warehouse)
    out = [*product_passages(warehouse, mask), *campaign_passages(warehouse, mask), *segment_passages(warehouse)]
    for path in kept_documents(documents):
        out += document_passages(path, mask, path.relative_to(documents).as_posix())
    return out


def source_fingerprint(warehouse: Warehouse, documents: Path) -> str:
    """Changes whenever `all_passages` might: with the texts of the tables, the documents, the names and phones that
    are masked, or the way all of them are read. Cheap, for it reads no text into this process."""
    parts = [str(VERSION), hashlib.sha256(GLOSSARY.read_bytes()).hexdigest()]
    columns = warehouse.columns()
    people: list[str] = [
        column for column in ("name", "first_name", "last_name", "phone") if column in columns["customers"]
    ]
    watched: dict[str, list[str]] = {
        "products": ["id", *_text_columns(warehouse, "products")],
        "campaigns": ["id", "sent_at", *_text_columns(warehouse, "campaigns")],
        "customers": people,
        "segment_profiles": list(columns.get("segment_profiles", ())),
    }
    for table, names in watched.items():
        if names:
            quoted = ", ".join(f'"{name}"' for name in names)
            parts.append(str(warehouse.query(f"SELECT count(*), sum(hash({quoted})::HUGEINT) FROM {table}")[1]))
    parts.append(str(sorted((key, sorted(counts.items())) for key, counts in _reactions(warehouse).items())))
    for path in kept_documents(documents):
        parts += [path.relative_to(documents).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def product_passages(warehouse: Warehouse, mask: Mask) -> list[Passage]:
    """One per product: its texts, Chinese and other wording apart. Prices stay out, for the table alone knows them."""
    columns = _text_columns(warehouse, "products")
    names = [column for column in columns if column.startswith("name")]
    rest = [column for column in columns if column not in names]
    passages = []
    for row in _rows(warehouse, "products", ["id", *names, *rest]):
        title, title_zh = _names(row, names)
        text, text_zh = _by_language([mask(row[column]) for column in rest])
        passages.append(_passage("product", row["id"], title, text, title_zh, text_zh, "products"))
    return passages


def campaign_passages(warehouse: Warehouse, mask: Mask) -> list[Passage]:
    """One per campaign: channel, day, and how many customers it reached and moved, told in both languages."""
    columns = _text_columns(warehouse, "campaigns")
    names = [column for column in columns if column.startswith("name")]
    rest = [column for column in columns if column not in names and column != "channel"]
    reached = _reactions(warehouse)
    passages = []
    for row in _rows(warehouse, "campaigns", ["id", "channel", "CAST(sent_at AS DATE) AS sent_on", *names, *rest]):
        title, title_zh = map(mask, _names(row, names))
        more, more_zh = _by_language([mask(row[column]) for column in rest])
        counts = reached.get(row["id"], {})
        english, chinese = _campaign_words(row["channel"], row["sent_on"], counts)
        passages.append(
            _passage(
                "campaign",
                row["id"],
                title or title_zh or row["id"],
                _joined(english, more),
                title_zh,
                _joined(chinese, more_zh),
                "campaigns",
            )
        )
    return passages


def segment_passages(warehouse: Warehouse) -> list[Passage]:
    """One per segment that has been fitted and described; none before that."""
    needed = {"segmentation", "segment", "name_zh", "text_en", "text_zh"}
    if not needed <= warehouse.columns().get("segment_profiles", {}).keys():
        return []
    return [
        _passage(
            "segment",
            row["segment"],
            row["segment"],
            row["text_en"],
            row["name_zh"],
            row["text_zh"],
            "segment_profiles",
        )
        for row in _rows(warehouse, "segment_profiles", sorted(needed), order="segmentation, segment")
    ]


def _campaign_words(channel: str, sent_on: str, counts: dict[str, int]) -> tuple[str, str]:
    english = [" ".join(filter(None, (channel, "campaign", f"sent on {sent_on}" if sent_on else ""))).capitalize()]
    chinese = [f"{sent_on}发送的{channel}活动" if sent_on else f"{channel}活动"]
    base = counts.get("sent") or counts.get("delivered")
    for kind, words, words_zh in _REACTIONS:
        if kind not in counts:
            continue
        share = f" ({counts[kind] / base:.1%})" if base and kind not in ("sent", "delivered") else ""
        people = "customer" if counts[kind] == 1 else "customers"
        phrase = f"{counts[kind]:,} {people} {words}" if kind == "unsubscribe" else f"{words} {counts[kind]:,} {people}"
        english.append(phrase + share)
        chinese.append(f"{words_zh}{counts[kind]:,}人{share}")
    return "; ".join(english) + ".", "；".join(chinese) + "。"


def _reactions(warehouse: Warehouse) -> dict[str, dict[str, int]]:
    """Campaign id to {event type: customers}."""
    _, rows = warehouse.query(
        "SELECT campaign_id, lower(type), count(DISTINCT customer_id) FROM events "
        "WHERE campaign_id IS NOT NULL GROUP BY 1, 2"
    )
    out: dict[str, dict[str, int]] = {}
    for campaign, kind, customers in rows:
        out.setdefault(campaign, {})[kind] = customers
    return out


def _passage(kind: Kind, key: str, title: str, text: str, title_zh: str, text_zh: str, source: str) -> Passage:
    suspicious = any(map(reads_like_instructions, (title, text, title_zh, text_zh)))
    return Passage(f"{kind}:{key}", kind, title, text, title_zh, text_zh, source, suspicious)


def _text_columns(warehouse: Warehouse, table: str) -> list[str]:
    """Columns worth searching: texts that are neither keys nor addresses, names before the rest."""
    found = [
        column
        for column, kind in warehouse.columns()[table].items()
        if kind == "VARCHAR" and not _NOT_TEXT.search(column)
    ]
    return sorted(found, key=lambda column: (not column.startswith("name"), column == "description"))


def _rows(warehouse: Warehouse, table: str, columns: list[str], order: str = "id") -> list[dict[str, str]]:
    """Rows with cleaned texts, empty for missing; web addresses count as missing."""
    selected = ", ".join(column if " " in column else f'"{column}"' for column in columns)
    names, rows = warehouse.query(f"SELECT {selected} FROM {table} ORDER BY {order}")
    return [{name: _text(value) for name, value in zip(names, row, strict=True)} for row in rows]


def _text(value: Any) -> str:
    text = clean(str(value)).strip() if value is not None else ""
    return "" if _ADDRESS.match(text) else text


def _names(row: dict[str, str], columns: list[str]) -> tuple[str, str]:
    """The first name that is not Chinese and the first that is."""
    values = [row[column] for column in columns if row[column]]
    return (
        next((v for v in values if chinese_share(v) <= 0.2), ""),
        next((v for v in values if chinese_share(v) > 0.2), ""),
    )


def _by_language(values: list[str]) -> tuple[str, str]:
    """Values joined, Chinese ones apart from the others; repeated ones once."""
    unique = list(dict.fromkeys(filter(None, values)))
    chinese = [value for value in unique if chinese_share(value) > 0.2]
    return " ".join(_ended(v, ".") for v in unique if v not in chinese), "".join(_ended(v, "。") for v in chinese)


def _ended(value: str, stop: str) -> str:
    return value if value[-1] in ".!?。！？;；:：" else value + stop


def _joined(first: str, second: str) -> str:
    return f"{first} {second}".strip()
