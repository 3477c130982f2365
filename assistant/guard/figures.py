"""Every figure a model writes must stand in a result of this conversation or in the user's own words."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from datetime import date
from typing import Any

from assistant.guard.numbers import Day, Figure, read_days, read_figures
from assistant.guard.numerals import read_chinese, read_english
from tools.contract import Finding

READ_ROWS = 2_000
_ROUGHLY = re.compile(
    r"(?i)(?:about|around|roughly|approximately|nearly|almost|some|over|more than|just under|under|close to|upwards of|"
    r"大约|约|将近|接近|近|超过|逾|大概|差不多)\s*[$€£¥]?\s*$"
)
_COUNTER = re.compile(r"(?i)(?:\b(?:top|first|last|bottom|these|those|all|next|other)\s*|[前后这那第])$")
_NUMERAL = re.compile(r"[\d一二两三四五六七八九十百千万亿半]")
_ORDINAL = re.compile(r"(?i)^(?:st|nd|rd|th)\b")


class Ledger:
    """All figures and dates that may be quoted."""

    def __init__(self) -> None:
        self._values: set[float] = set()
        self._sorted: list[float] | None = None
        self._days: set[tuple[int | None, int | None, int | None]] = set()
        self._longest = 0

    def add_value(self, value: float) -> None:
        """A figure itself."""
        if value == value and abs(value) != float("inf"):
            self._values.add(abs(float(value)))
            self._sorted = None

    def add_day(self, day: date) -> None:
        """A date itself."""
        self._days.add((day.year, day.month, day.day))

    def add_text(self, text: str) -> None:
        """Every figure and date in `text`, number words included."""
        self.add_cell(text)
        for figure in read_english(text):
            self._add_figure(figure)

    def add_cell(self, text: str) -> None:
        """Every figure and date in a value from the data, which is seldom a number word."""
        if not _NUMERAL.search(text):
            return
        for day in read_days(text):
            self._days.add((day.year, day.month, day.day))
            for part in (day.year, day.month, day.day):
                if part is not None:
                    self.add_value(part)
        for figure in (*read_figures(text), *read_chinese(text)):
            self._add_figure(figure)

    def _add_figure(self, figure: Figure) -> None:
        self.add_value(figure.value)
        if figure.percent:
            self.add_value(figure.value / 100)

    def add_finding(self, finding: Finding) -> None:
        """Rows, totals, titles, definition, caveats, audience, sources and drafts of a finding."""
        for row in finding.rows[:READ_ROWS]:
            for value in row:
                self._add(value)
        for text in (
            finding.title,
            finding.message,
            *finding.caveats,
            *(c.name + " " + (c.label or "") for c in finding.columns),
        ):
            self.add_text(text)
        for source in finding.sources:
            self.add_text(f"{source.title} {source.text}")
        self._add(list(finding.totals.values()))
        self._add(finding.definition)
        for count in (finding.total_rows, len(finding.rows), len(finding.drafts), len(finding.sources)):
            self.add_value(count)
        if finding.audience:
            self.add_value(finding.audience.size)
            self.add_text(finding.audience.text)
            self._add(finding.audience.definition)
        for draft in finding.drafts:
            self._add([*draft.fields.values(), *(check.message for check in draft.checks)])
        self._longest = max(self._longest, len(finding.rows), len(finding.drafts))

    def _add(self, value: Any) -> None:
        if isinstance(value, bool) or value is None:
            return
        if isinstance(value, int | float):
            self.add_value(value)
        elif isinstance(value, str):
            self.add_cell(value)
        elif isinstance(value, dict):
            for inner in value.values():
                self._add(inner)
        elif isinstance(value, list):
            for inner in value:
                self._add(inner)

    def holds_day(self, day: Day) -> bool:
        """Does a known date agree with every part of `day` that is given?"""
        given = (day.year, day.month, day.day)
        if day.month is None and day.day is None and day.year is not None and day.year in self._values:
            return True
        return any(
            all(
                mine is None or (theirs is not None and mine == theirs)
                for mine, theirs in zip(given, known, strict=True)
            )
            for known in self._days
        )

    def holds(self, figure: Figure, *, rough: bool = False, counter: bool = False) -> bool:
        """Does a known value round to `figure` as it is written?"""
        if counter and figure.value <= max(self._longest, 1) and figure.value == int(figure.value):
            return True
        width = figure.rough if rough else figure.precision
        if self._near(figure.value, width):
            return True
        return figure.percent and self._near(figure.value / 100, width / 100)

    def _near(self, value: float, width: float) -> bool:
        if self._sorted is None:
            self._sorted = sorted(self._values)
        slack = width * (1 + 1e-9) + 1e-9 * abs(value)
        position = bisect_left(self._sorted, value - slack)
        return position < len(self._sorted) and self._sorted[position] <= value + slack


def unsupported(text: str, ledger: Ledger) -> list[str]:
    """The figures and dates of `text`, as written, that `ledger` does not hold."""
    missing = [(day.start, day.text) for day in read_days(text) if not ledger.holds_day(day)]
    for figure in (*read_figures(text), *read_chinese(text), *read_english(text)):
        before, after = text[: figure.start], text[figure.end :]
        rough = bool(_ROUGHLY.search(before)) or after[:1] in ("余", "多", "+")
        counter = bool(_COUNTER.search(before) or _ORDINAL.match(after))
        if not ledger.holds(figure, rough=rough, counter=counter):
            missing.append((figure.start, figure.text))
    return [shown for _, shown in sorted(missing)]


def ledger_of(texts: Iterable[str], findings: Iterable[Finding], today: date) -> Ledger:
    """A ledger of the user's `texts`, all `findings`, and today."""
    ledger = Ledger()
    ledger.add_day(today)
    for text in texts:
        ledger.add_text(text)
    for finding in findings:
        ledger.add_finding(finding)
    return ledger
