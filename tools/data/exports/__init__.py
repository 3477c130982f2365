"""Audiences as files for advertising and mailing platforms: each platform's headings, normalising and hashing.

Rules as published by the platforms (Klaviyo, Mailchimp, Meta, Google Customer Match, Braze, TikTok). One normaliser for
all would be wrong: TikTok drops `+tag` from addresses, Google at Gmail only; Meta wants phones without the plus.
"""

from tools.data.exports.addresses import normal_email, normal_phone, takes_texts
from tools.data.exports.files import CsvFile, ParquetFile, write_csv
from tools.data.exports.names import split_name
from tools.data.exports.platforms import (
    FORMULA,
    LAYOUTS,
    Layout,
    Person,
    Platform,
    Row,
    digest,
    layout_for,
    row_for,
    rows_for,
    safe_cell,
    table,
)

__all__ = [
    "FORMULA", "LAYOUTS", "CsvFile", "Layout", "ParquetFile", "Person", "Platform", "Row", "digest", "layout_for",
    "normal_email", "normal_phone", "row_for", "rows_for", "safe_cell", "split_name", "table",
    "takes_texts", "write_csv",
]  # fmt: skip
