"""What a person has decided: `--map` pairs checked against the files and the canonical columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from rapidfuzz import process

from tools.contract import BadInput
from tools.data.importing.encoding import KNOWN
from tools.data.importing.models import FilePlan
from tools.data.importing.roles import KINDS, ROLES, SAME
from tools.data.importing.vocabulary import plain

SPECIAL = ("date_order", "currency", "time_zone", "decimal", "encoding", "date", "role")
_ALLOWED = {"date_order": ("dmy", "mdy", "ymd"), "decimal": ("comma", "point")}
_TARGETS = {*KINDS, *SAME}


@dataclass
class Options:
    """Overrides in order: special keys by (file or "", key); everything else still to be matched to columns."""

    special: dict[tuple[str, str], str] = field(default_factory=dict)
    columns: list[tuple[str, str]] = field(default_factory=list)

    def get(self, plan: FilePlan, key: str) -> str | None:
        """A special key's value for this file: its own before everybody's."""
        own = next(
            (value for (file, name), value in self.special.items() if name == key and file and is_file(plan, file)),
            None,
        )
        return own if own is not None else self.special.get(("", key))

    def encoding(self, source: str) -> str | None:
        """The encoding told for a source, before anything is known of it."""
        base = source.replace("\\", "/").rsplit("/", 1)[-1]
        own = (self.special.get((file, "encoding")) for file in (source, base, base.split(".")[0], ""))
        return next((codec for codec in own if codec), None)

    def date(self, plan: FilePlan) -> date | None:
        value = self.get(plan, "date")
        return date.fromisoformat(value) if value else None


def parse(overrides: dict[str, str] | None) -> Options:
    """Check the keys and values that need no file; raises BadInput naming what is wrong and what is near."""
    options = Options()
    for raw, value in (overrides or {}).items():
        key, value = raw.strip(), value.strip()
        file, _, name = key.rpartition(":")
        if name in SPECIAL and value not in _TARGETS and value not in ("ignore", "keep"):
            options.special[(file, name)] = _checked(name, value)
        else:
            options.columns.append((key, value))
    return options


def _checked(key: str, value: str) -> str:
    if key in _ALLOWED and value.lower() not in _ALLOWED[key]:
        raise BadInput(
            f"{key}={value} is not possible: use one of {', '.join(_ALLOWED[key])}.",
            zh=f"{key}={value} 不可用：请使用 {'、'.join(_ALLOWED[key])} 之一。",
        )
    if key == "currency":
        if not re.fullmatch(r"[A-Za-z]{3}", value):
            raise BadInput(
                f"currency={value} is no currency code: use three letters such as EUR.",
                zh=f"currency={value} 不是币种代码：请用三个字母，例如 CNY。",
            )
        return "CNY" if value.upper() == "RMB" else value.upper()
    if key == "time_zone":
        try:
            ZoneInfo(value)
        except (ValueError, OSError, KeyError) as error:  # ZoneInfoNotFoundError is a KeyError
            raise BadInput(
                f"time_zone={value} is not known: use a name such as Europe/Berlin or Asia/Shanghai.",
                zh=f"不认识时区 {value}：请使用 Asia/Shanghai 或 Europe/Berlin 这样的名称。",
            ) from error
        return value
    if key == "date":
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError as error:
            raise BadInput(
                f"date={value} is no date: write it as 2026-03-01.", zh=f"date={value} 不是日期：请写成 2026-03-01。"
            ) from error
    if key == "encoding" and value.lower() not in KNOWN:
        raise BadInput(
            f"encoding={value} is not known: use one of {', '.join(KNOWN)}.",
            zh=f"不认识编码 {value}：请使用 {'、'.join(KNOWN)} 之一。",
        )
    if key == "role" and value not in ROLES and value != "ignored":
        raise BadInput(
            f"role={value} is not known: use one of {', '.join(ROLES)}, ignored.",
            zh=f"不认识 role={value}：请使用 {'、'.join(ROLES)}、ignored 之一。",
        )
    return value.lower() if key in _ALLOWED else value


def fixed_columns(options: Options, plans: list[FilePlan]) -> list[dict[int, str]]:
    """For each file, the columns a person has named: position to target, ignore or keep."""
    fixed: list[dict[int, str]] = [{} for _ in plans]
    for key, value in options.columns:
        if not _apply(key, value, plans, fixed):
            headings = [column.source for plan in plans for column in plan.columns]
            near = [
                match[0] for match in process.extract(key.rpartition(":")[2], list(dict.fromkeys(headings)), limit=3)
            ]
            raise BadInput(
                f"No file has a column {key!r}: the nearest are {', '.join(map(repr, near))}; "
                f"special keys are {', '.join(SPECIAL)}.",
                zh=f"没有文件含有列“{key}”：最接近的是 {'、'.join(near)}；特殊键有 {'、'.join(SPECIAL)}。",
            )
    return fixed


def _apply(key: str, value: str, plans: list[FilePlan], fixed: list[dict[int, str]]) -> bool:
    used = False
    for plan, chosen in zip(plans, fixed, strict=True):
        for file, name in _splits(key):
            if file and not is_file(plan, file):
                continue
            position = find_column(plan, name)
            if position is not None:
                chosen[position] = target_of(value)
                used = True
                break
            if name in _TARGETS and (position := find_column(plan, value)) is not None:
                chosen[position] = target_of(name)  # said the other way round: orders.ordered_at=Paid at
                used = True
                break
    return used


def _splits(key: str) -> list[tuple[str, str]]:
    """A heading may itself hold a colon, so every reading of `file:Column` is tried."""
    return [("", key), *((key[:at], key[at + 1 :].strip()) for at, mark in enumerate(key) if mark == ":")]


def is_file(plan: FilePlan, name: str) -> bool:
    base = plan.path.replace("\\", "/").rsplit("/", 1)[-1]
    return name in (plan.path, plan.name, base, plan.part, base.split(".")[0])


def find_column(plan: FilePlan, heading: str) -> int | None:
    """Position of a heading, exactly or but for case and punctuation."""
    exact = next((column.position for column in plan.columns if column.source == heading), None)
    if exact is not None:
        return exact
    wanted = plain(heading)
    loose = [column.position for column in plan.columns if wanted and plain(column.source) == wanted]
    return loose[0] if len(loose) == 1 else None


def target_of(value: str) -> str:
    """The canonical target, "ignore" or "keep"; raises BadInput naming the nearest for one that is not known."""
    if value.lower() in ("ignore", "keep"):
        return value.lower()
    target = value.strip().lower()
    if target in _TARGETS:
        return SAME.get(target, target)
    near = [match[0] for match in process.extract(target, sorted(_TARGETS), limit=3)]
    raise BadInput(
        f"{value!r} is not a column this product knows: the nearest are {', '.join(near)}; or say ignore or keep.",
        zh=f"{value} 不是本产品认识的列：最接近的是 {'、'.join(near)}；也可以写 ignore 或 keep。",
    )
