"""Fitted models on disk: models/<name>/<version>/ with model.skops, card.json and, where exported, model.onnx.

current.json names the version in use and those before it. A version is written beside the others and then named, so a
reader sees the former model or the new one, never half of either; the last KEPT_VERSIONS stay on disk.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tools.contract import BadInput
from tools.data.workspace import write_atomically

MODEL, CARD, ONNX, CURRENT = "model.skops", "card.json", "model.onnx", "current.json"
KEPT_VERSIONS = 3
MAX_JSON_BYTES = 16 * 1024 * 1024
NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
VERSION = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{1,6}")


@dataclass(frozen=True, eq=False)
class KeptModel:
    """One version of a model as it was kept."""

    name: str
    version: str
    parts: dict[str, Any]
    card: dict[str, Any]


def save(
    models_path: Path,
    name: str,
    version: str,
    *,
    parts: Mapping[str, Any],
    card: Mapping[str, Any],
    onnx: bytes | None = None,
) -> Path:
    """Keep a version and make it the current one; returns its folder. Versions before the last few are deleted.

    `parts` may hold what `parts_file.write_parts` takes; `card` is plain JSON. Raises ValueError for a name or version
    that is not one (see `next_version`) or a version that exists already.
    """
    home = _home(models_path, name)
    folder, partial = home / _checked(version), home / f".{version}.partial"
    if folder.exists():
        raise ValueError(f"version {version} of {name} is kept already")
    home.mkdir(parents=True, exist_ok=True)
    try:
        partial.mkdir(exist_ok=True)
        from tools.data.models.parts_file import write_parts

        write_parts(partial / MODEL, parts)
        (partial / CARD).write_text(json.dumps(card, ensure_ascii=False, indent=1), encoding="utf-8")
        if onnx is not None:
            (partial / ONNX).write_bytes(onnx)
        hashes = {file.name: _sha256(file) for file in sorted(partial.iterdir())}
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    kept = [entry for entry in _entries(home) if entry["version"] != version]
    _make_current(home, version, [*kept, {"version": version, "sha256": hashes}][-KEPT_VERSIONS:])
    return folder


def load(models_path: Path, name: str, version: str | None = None) -> KeptModel:
    """A kept version, the current one by default. Raises BadInput where there is none or its files were changed."""
    home, version = _home(models_path, name), _version(models_path, name, version)
    folder = home / version
    _verify(home, version, MODEL)
    from tools.data.models.parts_file import read_parts

    card = read_card(models_path, name, version)
    return KeptModel(name, version, read_parts(folder / MODEL), card or {})


def read_card(models_path: Path, name: str, version: str | None = None) -> dict[str, Any] | None:
    """The card of a version, the current one by default; None where nothing is kept under this name."""
    version = version or current_version(models_path, name)
    if version is None:
        return None
    home = _home(models_path, name)
    _verify(home, _checked(version), CARD)
    return _read_json(home / version / CARD)


def current_version(models_path: Path, name: str) -> str | None:
    """The version in use; None where nothing is kept or the model was withdrawn."""
    found = _read_current(_home(models_path, name)).get("version")
    return None if found is None else _checked(found, BadInput)


def versions(models_path: Path, name: str) -> list[str]:
    """All kept versions, newest first."""
    return [entry["version"] for entry in reversed(_entries(_home(models_path, name)))]


def previous(models_path: Path, name: str) -> str | None:
    """The version that was in use before the current one; None where there is none."""
    kept, now = versions(models_path, name), current_version(models_path, name)
    after = kept[kept.index(now) + 1 :] if now in kept else kept
    return after[0] if after else None


def go_back(models_path: Path, name: str) -> str:
    """Make the former version current again and return it. Raises BadInput where there is none."""
    former = previous(models_path, name)
    if former is None:
        raise BadInput(f"There is no version of {name} before this one: only a newly trained model has a former one.")
    home = _home(models_path, name)
    _make_current(home, former, _entries(home))
    return former


def withdraw(models_path: Path, name: str) -> None:
    """Have no current version any more; the kept ones stay. Nothing happens where there is none."""
    home = _home(models_path, name)
    if (home / CURRENT).is_file():
        _make_current(home, None, _entries(home))


def next_version(models_path: Path, name: str, day: date) -> str:
    """A version that is not kept yet: the day the data end, and a number that counts the fits of that day."""
    taken = [path.name.rpartition("-") for path in _home(models_path, name).glob(f"{day.isoformat()}-*")]
    numbers = [int(number) for start, _, number in taken if start == day.isoformat() and number.isdigit()]
    return f"{day.isoformat()}-{max(numbers, default=0) + 1}"


def _home(models_path: Path, name: str) -> Path:
    if not NAME.fullmatch(name):
        raise ValueError(f"a model's name is small letters, digits and underscores, not {name!r}")
    return models_path / name


def _checked(version: Any, error: type[Exception] = ValueError) -> str:
    if not isinstance(version, str) or not VERSION.fullmatch(version):
        raise error(f"A version is a date and a number, not {str(version)[:60]!r}.")
    return version


def _version(models_path: Path, name: str, version: str | None) -> str:
    found = version or current_version(models_path, name)
    if found is None:
        raise BadInput(f"No {name} model is kept in {models_path}: train it first.")
    return _checked(found)


def _make_current(home: Path, version: str | None, entries: list[dict[str, Any]]) -> None:
    write_atomically(home / CURRENT, json.dumps({"version": version, "kept": entries}, indent=1))
    kept = {entry["version"] for entry in entries}
    for folder in home.iterdir():
        if folder.is_dir() and VERSION.fullmatch(folder.name) and folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)


def _read_current(home: Path) -> dict[str, Any]:
    return _read_json(home / CURRENT) if (home / CURRENT).is_file() else {}


def _entries(home: Path) -> list[dict[str, Any]]:
    """Kept versions, oldest first: {"version", "sha256": {file: digest}}."""
    entries = _read_current(home).get("kept", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadInput(f"{home / CURRENT} does not list versions: train the model anew.")
    for entry in entries:
        _checked(entry.get("version"), BadInput)
    return entries


def _verify(home: Path, version: str, file: str) -> None:
    """The file is there and is the one that was kept."""
    path = home / version / file
    digests = [entry.get("sha256", {}).get(file) for entry in _entries(home) if entry["version"] == version]
    if not path.is_file() or not digests:
        raise BadInput(f"{path} is missing: train the model anew.")
    if _sha256(path) != digests[0]:
        raise BadInput(f"{path} was changed or cut short since it was kept: train the model anew.")


def _read_json(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > MAX_JSON_BYTES:
            raise ValueError("too large")
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise BadInput(f"{path} cannot be read ({type(error).__name__}): train the model anew.") from error
    if not isinstance(found, dict):
        raise BadInput(f"{path} is not a JSON object: train the model anew.")
    return found


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
