"""New conversations for people to put in words of their own: definitions, each one change away from the one before.

    python -m benchmarks.second_reader.steps SHOP COUNT > FOR_WRITERS.tsv

They are added to `benchmarks/cases/worded/steps.jsonl`; what writers make of them (`README.md` there) is added to
`follow_ups.tsv`. Which parts fit together only writers know: they leave steps out that mean nothing.
"""

from __future__ import annotations

import copy
import json
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from assistant.cli.shops import reading
from assistant.planner.learned.earlier import Call
from assistant.planner.reader import Reader
from benchmarks.second_reader.definitions import collect, words_of
from benchmarks.second_reader.rows import WORDED, read_by_rules

_FILE = WORDED / "steps.jsonl"
_CHANGED = ("measure", "size_audience", "list_audience")
_STEPS, _LONGEST = 4, 230
_SUMS = ([2, 3, 4, 5, 10], [20, 50, 100, 200, 500])
Parts = dict[str, list[Any]]


def main() -> int:
    """Print so many new conversations and keep them."""
    shop_folder, count = sys.argv[1], int(sys.argv[2])
    kept = _FILE.read_text("utf-8").splitlines() if _FILE.exists() else []
    first, chance = len(kept), random.Random(len(kept))
    with reading(shop_folder, "benchmark") as shop:
        reader = Reader(shop, shop.warehouse.last_day())
        pool = [(one.tool, one.args) for one in read_by_rules(reader) if one.tool in _CHANGED]
        parts: Parts = defaultdict(list)
        for _, args in pool:
            collect(args, parts)
        made = 0
        while made < count:
            steps = list(_conversation(chance.choice(pool), parts, chance, lambda call: words_of(call, reader)))
            if len(steps) <= _STEPS:
                continue
            with _FILE.open("a", encoding="utf-8") as file:
                for place, (call, words) in enumerate(steps):
                    name = f"s{first + made:05d}"
                    before = {"before": f"{name}.{place - 1}"} if place else {}
                    kept_step = {"call": call, "id": f"{name}.{place}", **before}
                    file.write(json.dumps(kept_step, ensure_ascii=False, sort_keys=True) + "\n")
                    print(f"{name}.{place}\t{words}")
            made += 1
    return 0


def _conversation(
    call: Call, parts: Parts, chance: random.Random, told: Callable[[Call], str]
) -> Iterator[tuple[Call, str]]:
    """A definition and what becomes of it, one change after the other."""
    seen = [told(call)]
    if not seen[0] or len(seen[0]) > _LONGEST:
        return
    yield call, seen[0]
    for _ in range(20 * _STEPS):
        change = chance.choice(_CHANGES)
        changed = change(copy.deepcopy(call), parts, chance)
        words = told(changed) if changed is not None else ""
        if changed is not None and words and len(words) <= _LONGEST and words not in seen:
            call = changed
            seen.append(words)
            yield call, words
            if len(seen) > _STEPS:
                return


def _parts_with(part: Any, name: str) -> list[dict[str, Any]]:
    """Every part of a definition that has a member of that name."""
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    found = [one for each in inner for one in _parts_with(each, name)]
    return [part, *found] if isinstance(part, dict) and name in part else found


def _another_value(call: Call, parts: Parts, chance: random.Random) -> Call | None:
    fields = [one for one in _parts_with(call[1], "values") if one["values"]]
    if not fields:
        return None
    field = chance.choice(fields)
    field["values"] = copy.deepcopy(chance.choice(parts[f"values {field['field']}"]))
    return call


def _other_days(call: Call, parts: Parts, chance: random.Random) -> Call | None:
    timed = _parts_with(call[1], "period") or ([call[1]["metric"]] if call[0] == "measure" else [])
    if not timed:
        return None
    chance.choice(timed)["period"] = copy.deepcopy(chance.choice(parts["period"]))
    return call


def _another_number(call: Call, _: Parts, chance: random.Random) -> Call | None:
    found = [
        one for one in _parts_with(call[1], "value") if isinstance(one["value"], (int, float)) and one["value"] > 1
    ]
    if not found:
        return None
    one = chance.choice(found)
    one["value"] = chance.choice(_SUMS[one["value"] > 10])
    return call


def _a_condition_more(call: Call, parts: Parts, chance: random.Random) -> Call | None:
    tool, args = call
    if tool == "measure" and chance.random() < 0.5:
        args["metric"].setdefault("where", []).append(copy.deepcopy(chance.choice(parts["where"])))
    else:
        people = args["metric"].setdefault("audience", {}) if tool == "measure" else args["audience"]
        people.setdefault(chance.choice(("all", "all", "all", "none")), []).append(
            copy.deepcopy(chance.choice(parts["all"]))
        )
    return call


def _a_condition_less(call: Call, _: Parts, chance: random.Random) -> Call | None:
    lists = [one[name] for name in ("all", "where", "none") for one in _parts_with(call[1], name) if one[name]]
    if not lists:
        return None
    chosen = chance.choice(lists)
    chosen.pop(chance.randrange(len(chosen)))
    return call


def _another_figure(call: Call, parts: Parts, chance: random.Random) -> Call | None:
    people = call[1]["metric"].get("audience") if call[0] == "measure" else call[1]["audience"]
    metric = call[1]["metric"] if call[0] == "measure" else {"audience": people}
    return "measure", {"metric": {**metric, "measures": list(chance.choice(parts["measures"]))}}


def _another_split(call: Call, parts: Parts, chance: random.Random) -> Call | None:
    if call[0] != "measure":
        return None
    call[1]["metric"]["dimensions"] = list(chance.choice(parts["dimensions"]))
    return call


def _against_before(call: Call, _: Parts, chance: random.Random) -> Call | None:
    if call[0] != "measure" or "period" not in call[1]["metric"] or "compare_period" in call[1]["metric"]:
        return None
    call[1]["metric"]["compare"] = chance.choice(("previous_period", "previous_year"))
    return call


def _the_first_rows(call: Call, _: Parts, chance: random.Random) -> Call | None:
    metric = call[1].get("metric", {})
    if len(metric.get("dimensions", ())) != 1:
        return None
    metric |= {"sort": {"by": metric["measures"][0]}, "limit": chance.choice((1, 3, 5, 10))}
    return call


def _another_form(call: Call, _: Parts, __: random.Random) -> Call | None:
    people = call[1]["metric"].get("audience") if call[0] == "measure" else call[1].get("audience")
    form = "list_audience" if call[0] == "size_audience" else "size_audience"
    return (form, {"audience": people}) if people else None


_CHANGES = (
    _another_value, _another_value, _other_days, _other_days, _another_number, _a_condition_more, _a_condition_more,
    _a_condition_less, _another_figure, _another_split, _another_split, _against_before, _the_first_rows, _another_form,
)  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
