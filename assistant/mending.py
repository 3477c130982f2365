"""Tool arguments as models really write them, mended when there is one reading and bounced with the nearest when not.

Mended: JSON sent as text, one value where a list belongs, "20%" or 20 for a share, "1,200" or "3.5万" for a number,
"2024/3/1" for a date, an almost right name of a key or choice, a condition without its kind.
"""

import json
import re
from copy import deepcopy
from typing import Any

from pydantic import TypeAdapter, ValidationError
from rapidfuzz import fuzz, process

from tools.contract import BadRequest

_ROUNDS = 12
_SURE = 80
_KIND_BY_KEY = {
    "event": "engaged",
    "field": "attribute",
    "by": "ranked",
    "name": "saved",
    "channel": "contactable",
    "where": "bought",
    "measure": "bought",
    "first_purchase": "bought",
    "all": "group",
    "any": "group",
    "none": "group",
}
_OPERATORS = {
    "=": "is",
    "==": "is",
    "eq": "is",
    "equals": "is",
    "in": "is",
    "!=": "is_not",
    "<>": "is_not",
    "ne": "is_not",
    "not_in": "is_not",
    "<": "lt",
    "<=": "le",
    "lte": "le",
    ">": "gt",
    ">=": "ge",
    "gte": "ge",
}
_NAMING = ("field", "by", "measures", "dimensions")
_SCALES = {"%": 0.01, "％": 0.01, "k": 1e3, "m": 1e6, "千": 1e3, "万": 1e4, "萬": 1e4, "亿": 1e8}


def read(adapter: TypeAdapter[Any], value: Any, what: str) -> Any:
    """`value` as the adapter's type, mended where needed. Raises BadRequest naming place, value and the nearest."""
    value = deepcopy(value)
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        value = _parsed(value)
    value = _with_plain_names(value)
    problem: ValidationError | None = None
    for _ in range(_ROUNDS):
        try:
            return adapter.validate_python(value)
        except ValidationError as error:
            problem = error
        holder = [value]
        if not any(_mend(holder, _path(error["loc"], value), error) for error in _sorted(problem)):
            break
        value = holder[0]
    assert problem is not None
    raise BadRequest(_explain(what, problem)) from problem


def _with_plain_names(value: Any) -> Any:
    """Names of fields and measures in the one form they have, lower case with underscores: "City" is city."""
    if isinstance(value, list):
        return [_with_plain_names(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: _plain_name(inner) if key in _NAMING else _with_plain_names(inner) for key, inner in value.items()}


def _plain_name(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain_name(item) for item in value]
    if isinstance(value, dict):
        return _with_plain_names(value)
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z0-9 _()-]+", value.strip()):
        return value
    return re.sub(r"[\s-]+", "_", value.strip().lower())


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _sorted(problem: ValidationError) -> list[Any]:
    """Deepest places first: mending an inner value often settles the outer complaint."""
    return sorted(problem.errors(include_url=False), key=lambda error: len(error["loc"]), reverse=True)


def _path(location: tuple[int | str, ...], value: Any) -> tuple[int | str, ...]:
    """The error's place as keys into `value`: union tags that pydantic puts in between are left out."""
    path: list[int | str] = []
    for index, step in enumerate(location):
        last = index == len(location) - 1
        if isinstance(value, dict) and isinstance(step, str) and (step in value or last):
            path.append(step)
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            path.append(step)
            value = value[step]
    return tuple(path)


def _mend(holder: list[Any], path: tuple[int | str, ...], error: Any) -> bool:
    """Change the value at `path` in place; False when there is no single reading."""
    parent: Any = holder
    key: Any = 0
    for step in path:
        parent, key = parent[key], step
    kind = error["type"]
    if kind == "extra_forbidden":
        return _rename(parent, key)
    if not (isinstance(parent, list) or key in parent):
        return False
    new = _mended(parent[key], str(key), kind, error)
    if new is None or new == parent[key]:
        return False
    parent[key] = new
    return True


def _mended(value: Any, key: str, kind: str, error: Any) -> Any:
    """The one other reading of `value` that the complaint `kind` leaves, or None."""
    if kind.startswith("union_tag"):
        return _with_kind(value)
    if kind == "literal_error":
        return _choice(value, key, error["ctx"]["expected"])
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "[") and not isinstance(_parsed(value), str):
        return _parsed(value)
    if kind == "list_type" and value is not None:
        return [value]
    if kind == "string_type" and isinstance(value, int | float):
        return str(value)
    if kind in ("float_parsing", "int_parsing", "int_from_float") and isinstance(value, str | float):
        return _number(value)
    if (
        kind in ("less_than", "less_than_equal")
        and key == "share"
        and isinstance(value, int | float)
        and 1 < value <= 100
    ):
        return value / 100
    if kind.startswith("date_") and isinstance(value, str):
        parts = re.fullmatch(r"\s*(\d{4})[/.年](\d{1,2})[/.月](\d{1,2})日?\s*", value)
        return f"{parts[1]}-{int(parts[2]):02d}-{int(parts[3]):02d}" if parts else None
    return None


def _with_kind(value: Any) -> Any:
    if isinstance(value, str):
        return _parsed(value)
    if not isinstance(value, dict):
        return None
    if isinstance(value.get("kind"), str):
        nearest = _nearest(value["kind"], set(_KIND_BY_KEY.values()))
        if nearest:
            return {**value, "kind": nearest}
    kinds = {_KIND_BY_KEY[key] for key in value if key in _KIND_BY_KEY}
    if "engaged" in kinds:
        kinds -= {"bought"}
    return {**value, "kind": kinds.pop()} if len(kinds) == 1 else None


def _choice(value: Any, key: str, expected: str) -> str | None:
    choices = re.findall(r"'([^']+)'", expected)
    text = str(value).strip().lower()
    if key == "op" and _OPERATORS.get(text) in choices:
        return _OPERATORS[text]
    if key == "op" and _OPERATORS.get(text) == "is" and "eq" in choices:
        return "eq"
    return _nearest(re.sub(r"[\s-]+", "_", text), set(choices))


def _nearest(text: str, choices: set[str]) -> str | None:
    """The choice that `text` surely means: the same but for case, plural or a slip, and no other as near."""
    if text.lower() in choices:
        return text.lower()
    ranked = process.extract(text.lower(), sorted(choices), scorer=fuzz.ratio, limit=2)
    if ranked and ranked[0][1] >= _SURE and (len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= 10):
        return str(ranked[0][0])
    return None


def _rename(parent: Any, key: Any) -> bool:
    """Move a value from an almost right key to the key it surely means; nothing is ever dropped."""
    if not isinstance(parent, dict) or key not in parent:
        return False
    known = {"value": "values"} if key == "value" and "field" in parent else {}
    target = known.get(str(key)) or _nearest(str(key), _KEYS - parent.keys())
    if target is None or target in parent or target == key:
        return False
    parent[target] = parent.pop(key)
    return True


_KEYS = {
    "all",
    "any",
    "none",
    "limit",
    "kind",
    "field",
    "op",
    "values",
    "period",
    "relative_to",
    "where",
    "measure",
    "value",
    "upper",
    "first_purchase",
    "event",
    "by",
    "descending",
    "share",
    "count",
    "name",
    "channel",
    "unit",
    "offset",
    "start",
    "end",
    "measures",
    "dimensions",
    "audience",
    "compare",
    "compare_period",
    "having",
    "sort",
    "language",
    "goal",
    "products",
    "topic",
    "offer",
    "tone",
    "must_say",
    "must_not_say",
    "max_characters",
    "variants",
    "brief_id",
    "drafts",
    "angle",
    "fields",
    "cites",
    "percent_off",
    "amount_off",
    "minimum_spend",
    "free_shipping",
    "gift",
    "code",
    "valid_until",
}


def _number(value: str | float) -> float | int | None:
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    text = value.strip().lower().replace(",", "").replace("，", "")
    scale = _SCALES.get(text[-1:], 1.0)
    digits = re.sub(r"^[^\d.+-]+", "", text[:-1] if scale != 1.0 else text)
    try:
        number = round(float(digits) * scale, 10)
    except ValueError:
        return None
    return int(number) if number.is_integer() else number


def _explain(what: str, problem: ValidationError) -> str:
    lines = []
    for error in problem.errors(include_url=False)[:4]:
        place = ".".join(str(step) for step in error["loc"])
        shown = json.dumps(error.get("input"), ensure_ascii=False, default=str)
        nearest = ""
        if error["type"] == "extra_forbidden":
            close = process.extract(str(error["loc"][-1]), sorted(_KEYS), scorer=fuzz.ratio, limit=3)
            nearest = f"; nearest keys: {', '.join(str(found[0]) for found in close)}"
        lines.append(
            f"{place or 'value'}: {error['msg']}{nearest}" + (f" (got {shown[:120]})" if len(shown) < 500 else "")
        )
    return f"{what} cannot be read: " + "; ".join(lines) + "."
