"""What an import plans and what it did: plain typed data that the terminal and the page both draw."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field, PrivateAttr

from tools.contract import Language, Model

Role = Literal[
    "flat_order_lines",
    "orders",
    "order_lines",
    "customers",
    "products",
    "events",
    "campaigns",
    "assignments",
    "ignored",
]
"""flat_order_lines: one row per line with its order's date on it. orders: one row per order, perhaps with a total."""

Kind = Literal[
    "id",
    "text",
    "number",
    "date",
    "timestamp",
    "boolean",
    "email",
    "phone",
    "gender",
    "event",
    "arm",
    "currency",
    "time",
]
DateOrder = Literal["iso", "dmy", "mdy", "ymd"]
Decimal = Literal["point", "comma"]


class Said(Model):
    """One sentence in both languages."""

    en: str
    zh: str

    def in_(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


class Question(Model):
    """Something the data leaves open. Answer it with `overrides[key] = option`; unanswered, `default` is taken."""

    key: str
    """An override key: date_order, currency, decimal, time_zone, or `file.csv:Column`."""
    text: Said
    options: list[str]
    default: str


class ColumnChoice(Model):
    """What becomes of one column of a file."""

    source: str
    """Heading as the file has it; repeated headings get a number."""
    position: int
    target: str | None = None
    """`table.column` it fills; None when ignored."""
    extra: bool = False
    """Kept under its own name beside the canonical columns."""
    kind: Kind = "text"
    reason: Literal["name", "values", "override", "kept", "ignored", "empty"] = "ignored"
    confidence: float = 0.0
    decimal: Decimal = "point"
    date_order: DateOrder = "iso"
    whole_number_ids: bool = False
    """Ids written as 17850.0 by a spreadsheet; the .0 is taken off."""
    ticked: bool = False
    """Yes is any mark in the cell."""
    unpadded: bool = False
    """Ids without the zeros before them, which the other files do not write."""
    counted: bool = False
    """Pieces written with what is counted: 2件, 3 pcs."""
    evidence: list[Said] = Field(default_factory=list)
    examples: list[str] = Field(default_factory=list)


class FilePlan(Model):
    """One table of the sources: a file, a sheet of a workbook or a table of a database."""

    path: str
    """File path, or a database address with its password masked."""
    part: str = ""
    """Sheet or table name; empty for plain files."""
    format: Literal["csv", "excel", "parquet", "json", "database"] = "csv"
    compression: Literal["none", "gzip"] = "none"
    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    escape: str = '"'
    header_row: int | None = 1
    """Line (CSV) or row (sheet) of the headings, counted from 1; None where there are none."""
    reader: Literal["fast", "tolerant"] = "fast"
    """tolerant: row by row with repairs, for files a strict reader refuses."""
    role: Role = "ignored"
    tables: list[str] = Field(default_factory=list)
    columns: list[ColumnChoice] = Field(default_factory=list)
    constant_date: date | None = None
    """Day given to every row of a file without dates (`date=` override)."""
    line_discounts: bool = False
    """The discount column differs within orders: its values are summed per order, not taken once."""
    percent_discount: bool = False
    """Discounts are shares of the order, not amounts."""
    percent_points: bool = False
    """They are written as percentages without the sign: 10 is a tenth."""
    total_after_discount: bool = False
    """The amounts the lines are worth are what was left after the discount: it is put back before it is taken off."""
    price_after_discount: bool = False
    """Unit prices are what was left after the line's discount."""
    shipping: list[int] = Field(default_factory=list)
    """Positions of what was paid for shipping, and the tax on it."""
    shipped: list[str] = Field(default_factory=list)
    """Targets of amounts that hold the shipping: it is taken off them."""
    returned: int | None = None
    """Position of the column that says which rows are returns, where their amounts are written without a minus."""
    named_key: bool = False
    """Nothing but their names tells the customers of these orders apart."""
    line_paid: bool = True
    """The column of what was paid is each line's own, not the order's."""
    line_totals: bool = True
    """The total column is each line's own, not the order's repeated on every line."""
    filled_down: list[int] = Field(default_factory=list)
    """Columns of the order and its customer that stand on an order's first line only, as merged cells leave them."""
    rows: int = 0
    notes: list[Said] = Field(default_factory=list)
    size: int = 0
    modified: float = 0.0
    _url: str | None = PrivateAttr(default=None)

    @property
    def name(self) -> str:
        """Short name for people: the file's, with the sheet or table."""
        base = self.path if self.format == "database" else self.path.replace("\\", "/").rsplit("/", 1)[-1]
        return f"{base} [{self.part}]" if self.part else base

    def choice(self, target: str) -> ColumnChoice | None:
        """The column that fills `target`, if one does."""
        return next((column for column in self.columns if column.target == target), None)


class ImportPlan(Model):
    """How the sources would be read; `run_import` does exactly this."""

    files: list[FilePlan]
    currency: str
    currency_evidence: Said
    currency_stated: bool = False
    """The files or an override name the currency; otherwise it is the workspace's, assumed."""
    time_zone: str
    time_zone_stated: bool = False
    """An override names the zone timestamps are stored in."""
    country: str = ""
    """Where the shop is taken to be, where the workspace does not say and the files leave no doubt."""
    questions: list[Question] = Field(default_factory=list)
    notes: list[Said] = Field(default_factory=list)

    @property
    def language(self) -> Language:
        """The language most of the headings are written in."""
        headings = [column.source for file in self.files for column in file.columns]
        han = sum(any("\u3400" <= letter <= "\u9fff" for letter in heading) for heading in headings)
        return "zh" if 2 * han > len(headings) else "en"

    def text(self, language: Language = "en") -> str:
        """The plan as Markdown for terminal and page."""
        from tools.data.importing.wording import plan_text

        return plan_text(self, language)


class Count(Model):
    """How many rows something happened to, and what."""

    code: str
    count: int
    text: Said
    examples: list[str] = Field(default_factory=list)
    """First row numbers (data rows counted from 1), or values."""


class FileReport(Model):
    """What was read from one file."""

    name: str
    role: Role
    read: int
    kept: int
    dropped: list[Count] = Field(default_factory=list)
    said: list[Count] = Field(default_factory=list)
    """Kept, but worth knowing: repairs, unreadable cells, repeated lines."""


class TableReport(Model):
    """Rows a warehouse table gained."""

    table: str
    new: int
    updated: int
    total: int


class ImportReport(Model):
    """What an import did."""

    files: list[FileReport]
    tables: list[TableReport]
    read: int
    kept: int
    dropped: int
    duplicates: int = 0
    """Exact repeats of a whole line in files of order lines (kept)."""
    returns: int = 0
    """Lines with a negative quantity."""
    cancelled_lines: int = 0
    """Lines of orders whose number is a positive order's with a letter before it, or whose status says cancelled."""
    without_customer: int = 0
    """Rows (lines, or orders where there are no lines) that name no customer."""
    orders: int = 0
    customers: int = 0
    products: int = 0
    net_revenue: float = 0.0
    """sum(quantity x unit_price) of the lines imported, order discounts not taken off, in `currency`."""
    discounts: float = 0.0
    """Sum of the discounts of the orders imported, in `currency`."""
    currency: str
    currency_evidence: Said
    time_zone: str
    first: datetime | None = None
    last: datetime | None = None
    """Range of the order and event dates imported."""
    in_future: int = 0
    """Rows dated after the real day of the import."""
    non_product_lines: int = 0
    instruction_like: int = 0
    """Texts that read like an instruction to a machine; kept, and treated as untrusted."""
    said: list[Count] = Field(default_factory=list)
    notes: list[Said] = Field(default_factory=list)

    def text(self, language: Language = "en") -> str:
        """The report as Markdown for terminal and page."""
        from tools.data.importing.wording import report_text

        return report_text(self, language)
