"""Parts of a model in one skops file and back: plain JSON as one text, arrays and slim estimators beside it.

The file is looked over (`audit`) before skops reads it, skops is told a fixed list of types, and trees are checked node
by node (`estimators`). No pickle is written or read anywhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tools.contract import BadInput
from tools.data.models.audit import MAX_FILE_BYTES, TRUSTED, audited
from tools.data.models.estimators import pack, unpack

FORM = 1
"""Raised whenever the layout below changes."""
MARK = "$"
"""First letter of the keys that stand for an array or an estimator."""


def write_parts(path: Path, parts: Mapping[str, Any]) -> None:
    """Write dicts (keys are text), lists, text, numbers, None, NumPy arrays and estimators to `path`.

    Raises TypeError for anything else, ValueError where the file would be too large to be read again.
    """
    import skops.io

    arrays: list[Any] = []
    slim: list[Any] = []
    layout = _laid_out(dict(parts), arrays, slim)
    content = skops.io.dumps({"form": FORM, "layout": json.dumps(layout), "arrays": arrays, "estimators": slim})
    if len(content) > MAX_FILE_BYTES:
        raise ValueError(f"a model of {len(content):,} bytes is too large to keep: {MAX_FILE_BYTES:,} are allowed")
    path.write_bytes(content)
    audited(path)


def read_parts(path: Path) -> dict[str, Any]:
    """What `write_parts` wrote. Raises BadInput in one sentence for any other file, without running anything of it."""
    content = audited(path)
    import warnings

    import skops.io
    from sklearn.exceptions import InconsistentVersionWarning

    with warnings.catch_warnings():
        warnings.simplefilter("error", InconsistentVersionWarning)
        try:
            kept = skops.io.loads(content, trusted=TRUSTED)
            if not isinstance(kept, dict) or kept.get("form") != FORM:
                raise ValueError("it has another form")
            found = _put_together(json.loads(kept["layout"]), kept["arrays"], kept["estimators"])
        except InconsistentVersionWarning as error:
            raise BadInput(
                f"{path} was fitted with scikit-learn {error.original_sklearn_version}, and "
                f"{error.current_sklearn_version} is installed: train the model anew."
            ) from error
        except BadInput:
            raise
        except Exception as error:  # whatever a crafted file makes skops raise, the answer is the same
            raise BadInput(f"{path} was not loaded ({type(error).__name__}): train the model anew.") from error
    if not isinstance(found, dict):
        raise BadInput(f"{path} holds no model: train it anew.")
    return found


def _laid_out(value: Any, arrays: list[Any], slim: list[Any]) -> Any:
    """`value` as JSON, its arrays and estimators put aside."""
    import numpy as np

    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, np.generic):
        return _laid_out(value.item(), arrays, slim)
    if isinstance(value, int | float):
        return value
    if isinstance(value, Mapping):
        if any(not isinstance(key, str) or key.startswith(MARK) for key in value):
            raise TypeError(f"keys of kept parts are text that does not start with {MARK}")
        return {key: _laid_out(part, arrays, slim) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_laid_out(part, arrays, slim) for part in value]
    if isinstance(value, np.ndarray):
        if value.dtype.kind not in "biufU":
            raise TypeError(f"an array of {value.dtype} cannot be kept: give numbers or text")
        arrays.append(np.ascontiguousarray(value))
        return {f"{MARK}array": len(arrays) - 1}
    if hasattr(value, "get_params"):
        packed = pack(value)
        slim.append(packed.pop("slim"))
        arrays.extend(packed.values())
        first = len(arrays) - len(packed)
        return {f"{MARK}estimator": len(slim) - 1} | {key: first + place for place, key in enumerate(packed)}
    raise TypeError(f"a {type(value).__name__} cannot be kept")


def _put_together(layout: Any, arrays: list[Any], slim: list[Any]) -> Any:
    if isinstance(layout, list):
        return [_put_together(part, arrays, slim) for part in layout]
    if not isinstance(layout, dict):
        return layout
    if f"{MARK}array" in layout:
        return arrays[layout[f"{MARK}array"]]
    if f"{MARK}estimator" in layout:
        places = dict(layout)
        packed = {"slim": slim[places.pop(f"{MARK}estimator")]}
        return unpack(packed | {key: arrays[place] for key, place in places.items()})
    return {key: _put_together(part, arrays, slim) for key, part in layout.items()}
