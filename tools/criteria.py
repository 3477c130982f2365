"""What every definition is made of: days, and one field compared with values."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from tools.contract import Model

Value = bool | int | float | str
Unit = Literal["day", "week", "month", "quarter", "year"]
Comparison = Literal["eq", "ne", "lt", "le", "gt", "ge", "between"]
Operator = Literal["is", "is_not", "lt", "le", "gt", "ge", "between", "contains", "known", "unknown", "during"]
Channel = Literal["email", "sms"]


class Period(Model):
    """Some days, in one of three forms.

    rolling: the last `count` `unit`s up to and including today. calendar: a whole calendar unit, `offset` 0 being the
    current one up to today, -1 the previous whole one. fixed: `start` to `end`, both included, either may be open.
    """

    kind: Literal["rolling", "calendar", "fixed"]
    unit: Unit | None = None
    count: int | None = Field(default=None, ge=1, le=10_000)
    offset: int = Field(default=0, ge=-1000, le=0)
    start: date | None = None
    end: date | None = None

    @model_validator(mode="after")
    def _complete(self) -> Period:
        if self.kind == "rolling" and not (self.count and self.unit):
            raise ValueError("a rolling period needs count and unit, such as count 90, unit day")
        if self.kind == "calendar" and not self.unit:
            raise ValueError("a calendar period needs a unit, such as month, and an offset, such as -1")
        if self.kind == "fixed" and not (self.start or self.end):
            raise ValueError("a fixed period needs start, end or both, as YYYY-MM-DD")
        if self.start and self.end and self.start > self.end:
            raise ValueError(f"the period starts on {self.start} after it ends on {self.end}: swap them")
        return self


ARITY = {"between": 2, "known": 0, "unknown": 0, "during": 0, "lt": 1, "le": 1, "gt": 1, "ge": 1, "contains": 1}
"""How many values an operator takes; is and is_not take any number but none."""


class Filter(Model):
    """One field compared with values. Field names are those of the data dictionary (describe_data lists them)."""

    field: str
    op: Operator = "is"
    values: list[Value] = Field(default_factory=list, max_length=500)
    """`is`/`is_not`: any of the values. `between`: two, both included. `known`/`unknown`/`during`: none."""
    period: Period | None = Field(default=None, description="Only with op during, for date fields")
    relative_to: Literal["average", "median"] | None = Field(
        default=None, description="Compare with the average or median over all customers instead of a value"
    )

    @model_validator(mode="after")
    def _arity(self) -> Filter:
        expected = ARITY.get(self.op)
        if self.relative_to:
            if self.op not in ("lt", "le", "gt", "ge") or self.values:
                raise ValueError("relative_to goes with lt, le, gt or ge and no values")
        elif expected is not None and len(self.values) != expected:
            raise ValueError(f"op {self.op} on {self.field} takes {expected} values, got {len(self.values)}")
        elif expected is None and not self.values:
            raise ValueError(f"op {self.op} on {self.field} needs at least one value")
        if (self.op == "during") != (self.period is not None):
            raise ValueError("op during and a period go together")
        return self
