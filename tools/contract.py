"""What every tool returns and how it fails: the contract between the floors.

    AssistantError            every error this product raises on purpose; its text is one clear sentence
    ├── BadRequest            try other arguments; the message says which
    │   ├── UnknownField      no such field or measure; the nearest ones are named
    │   └── UnknownValue      the field exists, the value does not; the nearest ones are named
    ├── Unavailable           stop trying: this cannot be answered here
    │   ├── NotEnoughData     too few rows for an honest answer
    │   └── NotAllowed        law, consent or role forbids it
    └── BadInput              a file, folder or setting a person must mend first

Anything else that is raised is a bug and propagates.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Status = Literal["answered", "empty", "unknown", "not_allowed", "not_enough_data"]
Language = Literal["en", "zh"]
ColumnType = Literal["text", "integer", "number", "money", "share", "date", "timestamp", "boolean"]


class AssistantError(Exception):
    """An error meant for a person or a model: what is wrong, where, and what to do."""

    status: Status = "unknown"

    def __init__(self, message: str, *, nearest: list[str] | None = None, zh: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.chinese = zh or message
        self.nearest = nearest or []

    def in_(self, language: Language) -> str:
        """The sentence in a person's language, where it was written in both."""
        return self.chinese if language == "zh" else self.message


class BadRequest(AssistantError):
    """Other arguments may work; the message says which."""


class UnknownField(BadRequest):
    """A field, measure or dimension the data dictionary does not have."""


class UnknownValue(BadRequest):
    """A value that does not occur in a field whose values are known."""

    def __init__(
        self, message: str, *, nearest: list[str] | None = None, zh: str = "", field: str = "", value: str = ""
    ) -> None:
        super().__init__(message, nearest=nearest, zh=zh)
        self.field = field
        self.value = value


class Unavailable(AssistantError):
    """No arguments will make this work here."""


class NotEnoughData(Unavailable):
    """Too little data for an honest answer; the message states the rule."""

    status: Status = "not_enough_data"


class NotAllowed(Unavailable):
    """Forbidden by law, consent or role."""

    status: Status = "not_allowed"


class BadInput(AssistantError):
    """A file, folder or setting is unusable as it is; nothing was changed."""


class Model(BaseModel):
    """Base of all typed data that crosses a floor: unknown keys are an error, not a surprise."""

    model_config = ConfigDict(extra="forbid")

    def compact(self) -> dict[str, Any]:
        """Plain JSON without the fields left at their defaults; validates back to an equal object."""
        return self.model_dump(mode="json", exclude_defaults=True)


class Column(Model):
    """One column of a finding's rows."""

    name: str
    type: ColumnType = "text"
    unit: str | None = None
    """Currency code for money, "days", "orders" and the like; None where there is none."""
    label: str | None = None
    """Heading in the asker's language; `name` where absent."""
    pii: bool = False
    """The values point at a person: they are swapped for pseudonyms before any model sees them."""
    spoken: dict[str, str] = {}
    """Stored values as the asker's language says them; what is said as it is stored is left out."""

    def said(self, value: Any) -> str:
        """A cell's text as the asker's language says it: platinum as 白金卡."""
        return self.spoken.get(str(value), str(value))


class Source(Model):
    """Where a statement comes from: a passage, a product, a past campaign, a rule."""

    id: str
    title: str
    text: str = ""
    score: float | None = None


class AudienceCard(Model):
    """An audience as the page shows it."""

    id: str | None = None
    """Name it is saved under; None while unsaved."""
    definition: dict[str, Any]
    text: str
    """The definition in plain words, in the asker's language."""
    size: int


class DraftCheck(Model):
    """One rule applied to one draft."""

    rule: str
    severity: Literal["error", "warning", "info"]
    passed: bool
    field: str | None = None
    message: str = ""
    """Rule, value and cure in one sentence; empty when passed."""
    start: int | None = None
    """Where the breach begins in the field as written, in characters; None where no one place breaks the rule."""
    end: int | None = None
    """Past its last character; equal to `start` where something is missing and could be put in there."""
    quote: str = ""
    """The words between them."""


class DraftCard(Model):
    """One piece of copy with its sources and checks."""

    channel: str
    language: Language
    angle: str = ""
    fields: dict[str, str]
    """Field name (subject, body, headline_1 …) to text, merge tags unfilled."""
    sources: list[str] = Field(default_factory=list)
    """Ids of the facts it cites."""
    checks: list[DraftCheck] = Field(default_factory=list)
    preview: dict[str, str] = Field(default_factory=dict)
    """The same fields with merge tags filled for one real customer; never sent to a model."""


class Chart(Model):
    """A hint how the rows are best looked at."""

    kind: Literal["bar", "line", "heatmap", "funnel", "flow"]
    x: str
    y: list[str]
    series: str | None = None


class Finding(Model):
    """What a tool found: plain JSON from end to end, so that it can be stored, checked and shown."""

    tool: str
    status: Status = "answered"
    title: str = ""
    """What the rows are, in the asker's language: measure, filters and dates in words."""
    message: str = ""
    """For statuses other than answered: what is missing and what would help."""
    columns: list[Column] = Field(default_factory=list)
    rows: list[list[Any]] = Field(default_factory=list)
    """Capped; `total_rows` tells how many there are. Cells: str, int, float, bool or None; dates as ISO text."""
    total_rows: int = 0
    totals: dict[str, float] = Field(default_factory=dict)
    """Figures about the whole result that a sentence may quote (size, sum, share …)."""
    definition: dict[str, Any] | None = None
    """The typed definition that ran, as JSON."""
    sql: str | None = None
    caveats: list[str] = Field(default_factory=list)
    """What a reader must know to trust the figures, in the asker's language."""
    sources: list[Source] = Field(default_factory=list)
    chart: Chart | None = None
    audience: AudienceCard | None = None
    drafts: list[DraftCard] = Field(default_factory=list)
    handle: str | None = None
    """Key of the stored complete rows, for download and paging."""
