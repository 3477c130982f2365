"""Looking a model file over before anything in it is built: sizes, names, types and array headers.

skops refuses types it was not told to trust; this goes further and lets through only what this product itself writes,
so a file from elsewhere is refused by its inventory, whatever it would have done. Nothing is imported, called or
unpickled here.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

from tools.contract import BadInput

MAX_FILE_BYTES = 256 * 1024 * 1024
MAX_UNPACKED_BYTES = 512 * 1024 * 1024
MAX_SCHEMA_BYTES = 16 * 1024 * 1024
MAX_ENTRIES = 10_000
ENTRY = re.compile(r"schema\.json|[0-9]{1,24}\.npy")

_BOOSTING = "sklearn.ensemble._hist_gradient_boosting."
ALLOWED = {
    "DictNode": {"builtins.dict"},
    "ListNode": {"builtins.list"},
    "TupleNode": {"builtins.tuple"},
    "JsonNode": {"builtins.str"},
    "TypeNode": {"builtins.str"},
    "NdArrayNode": {"numpy.ndarray", "numpy.int64", "numpy.uint64", "numpy.float64"},
    "LossNode": {
        f"sklearn._loss._loss.{name}"
        for name in ("CyHalfBinomialLoss", "CyHalfSquaredError", "CyHalfPoissonLoss", "CyHalfGammaLoss")
    },
    "ObjectNode": {
        f"{_BOOSTING}gradient_boosting.HistGradientBoostingClassifier",
        f"{_BOOSTING}gradient_boosting.HistGradientBoostingRegressor",
        f"{_BOOSTING}binning._BinMapper",
        "sklearn.ensemble._forest.RandomForestClassifier",
        "sklearn.ensemble._forest.RandomForestRegressor",
        "sklearn.tree._classes.DecisionTreeClassifier",
        "sklearn.tree._classes.DecisionTreeRegressor",
        "sklearn.preprocessing._label.LabelEncoder",
        *(
            f"sklearn._loss.loss.{name}"
            for name in ("HalfBinomialLoss", "HalfSquaredError", "HalfPoissonLoss", "HalfGammaLoss")
        ),
        *(f"sklearn._loss.link.{name}" for name in ("IdentityLink", "LogLink", "LogitLink", "Interval")),
    },
}
"""Loaders of skops and the types each may build here: a fixed list, never what a file asks for."""
TRUSTED = sorted(set().union(*ALLOWED.values()))


def audited(path: Path) -> bytes:
    """The content of a model file that holds nothing but what may be in one; raises BadInput in one sentence."""
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MAX_FILE_BYTES else b""
    except OSError as error:
        raise BadInput(f"{path} cannot be read ({error.strerror}): train the model anew.") from error
    if size > MAX_FILE_BYTES:
        raise BadInput(f"{path} has {size:,} bytes, a model file at most {MAX_FILE_BYTES:,}: it was not loaded.")
    try:
        if not content.startswith(b"PK\x03\x04"):
            raise ValueError("it is not a model file of this product")
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_entries(archive)
            files = _check_schema(archive.read("schema.json"))
            _check_arrays(archive, files)
    except Exception as error:  # a crafted file can make zipfile, json and NumPy raise anything
        raise BadInput(f"{path} was not loaded, because {_reason(error)}: train the model anew.") from error
    return content


def _check_entries(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > MAX_ENTRIES:
        raise ValueError(f"it holds {len(entries):,} parts, more than {MAX_ENTRIES:,}")
    for entry in entries:
        if not ENTRY.fullmatch(entry.filename) or entry.flag_bits & 1:
            raise ValueError(f"it holds a part named {entry.filename[:60]!r}")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ValueError("it is packed in an unknown way")
    if len(set(names)) != len(names) or "schema.json" not in names:
        raise ValueError("its parts do not have one name each")
    total = sum(entry.file_size for entry in entries)
    if total > MAX_UNPACKED_BYTES or archive.getinfo("schema.json").file_size > MAX_SCHEMA_BYTES:
        raise ValueError(f"it unpacks to {total:,} bytes")


def _check_schema(text: bytes) -> set[str]:
    """Names of the arrays a schema refers to; every node in it is of an allowed loader and type."""
    pending: list[Any] = [json.loads(text)]
    files: set[str] = set()
    while pending:
        node = pending.pop()
        if isinstance(node, list):
            pending.extend(node)
        elif isinstance(node, dict):
            pending.extend(node.values())
            files |= _checked_node(node) if "__loader__" in node or "__class__" in node else set()
    return files


def _checked_node(node: dict[str, Any]) -> set[str]:
    """The array that a node refers to, where it does; raises ValueError for a loader or a type that is not allowed."""
    loader, name = node["__loader__"], f"{node['__module__']}.{node['__class__']}"
    if loader == "CachedNode":
        raise ValueError("it refers to one object twice")
    if name not in ALLOWED.get(loader, ()):
        raise ValueError(f"it asks for {name} by {loader}, which is not among the allowed types")
    if loader != "NdArrayNode":
        return set()
    if node["type"] != "numpy":
        raise ValueError("it holds an array of objects")
    return {node["file"]}


def _check_arrays(archive: zipfile.ZipFile, files: set[str]) -> None:
    """Every array exists, holds plain numbers or text, and is as long as its header says."""
    import numpy as np
    from numpy.lib import format as npy

    for name in files:
        if not isinstance(name, str) or not name.endswith(".npy"):
            raise ValueError("it refers to a part that is no array")
        entry = archive.getinfo(name)
        with archive.open(entry) as stream:
            version = npy.read_magic(stream)
            if version not in ((1, 0), (2, 0)):
                raise ValueError("it holds an array of an unknown version")
            read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
            shape, _, dtype = read(stream)
            count = 1
            for length in shape:
                count *= int(length)
            if dtype.hasobject or min(shape, default=0) < 0 or dtype.kind not in "biufUV":
                raise ValueError("it holds an array of objects")
            if count * np.dtype(dtype).itemsize != entry.file_size - stream.tell():
                raise ValueError("an array in it is shorter or longer than it says")


def _reason(error: Exception) -> str:
    if isinstance(error, ValueError) and not isinstance(error, json.JSONDecodeError | UnicodeError):
        return str(error).splitlines()[0][:200]
    return f"it is damaged ({type(error).__name__})"
