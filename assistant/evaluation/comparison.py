"""Two runs of the same cases side by side: the difference, whether chance explains it, and the cases that changed."""

from math import comb
from typing import Any

_HEAD = "| cases | before | after | difference |"
_RULE = "|---|---:|---:|---:|"


def compared(before: dict[str, Any], after: dict[str, Any]) -> str:
    """Two reports in JSON as Markdown: shares by group over the cases both have, and every changed case."""
    old = {str(result["id"]): result for result in before.get("results", [])}
    new = {str(result["id"]): result for result in after.get("results", [])}
    common = [identity for identity in new if identity in old]
    better = [i for i in common if new[i]["outcome"] == "right" != old[i]["outcome"]]
    worse = [i for i in common if old[i]["outcome"] == "right" != new[i]["outcome"]]
    lines = [f"## {before.get('model')} before, {after.get('model')} after ({len(common)} cases in both)", ""]
    lines += [_HEAD, _RULE, *(_row(name, chosen, old, new) for name, chosen in _groups(common, new))]
    lines += [
        "",
        f"Newly right {len(better)}, newly not right {len(worse)}; were both runs equally good, a split this uneven "
        f"would come about with probability {sign_test(len(better), len(worse)):.3f} (exact sign test).",
        f"Only before: {len(old.keys() - new.keys())} cases. Only after: {len(new.keys() - old.keys())}.",
    ]
    changed = [i for i in common if old[i]["outcome"] != new[i]["outcome"]]
    if changed:
        lines += ["", f"### Changed ({len(changed)})", ""]
        lines += [_change(old[identity], new[identity]) for identity in changed]
    return "\n".join(lines) + "\n"


def sign_test(one: int, other: int) -> float:
    """Two-sided exact probability of a split at least as uneven as `one` to `other` when both sides are as likely.

    On the cases that only one of two runs got right this is McNemar's exact test.
    """
    count = one + other
    tail = sum(comb(count, k) for k in range(min(one, other) + 1)) / 2**count
    return min(1.0, 2 * tail)


def _groups(common: list[str], new: dict[str, Any]) -> list[tuple[str, list[str]]]:
    groups = [("all", common)]
    for key in ("language", "kind"):
        for name in sorted({str(new[identity].get(key, "")) for identity in common}):
            groups.append((name, [identity for identity in common if str(new[identity].get(key, "")) == name]))
    return [(name, chosen) for name, chosen in groups if name and chosen]


def _row(name: str, chosen: list[str], old: dict[str, Any], new: dict[str, Any]) -> str:
    shares = [sum(run[identity]["outcome"] == "right" for identity in chosen) / len(chosen) for run in (old, new)]
    return f"| {name} ({len(chosen)}) | {shares[0]:.1%} | {shares[1]:.1%} | {shares[1] - shares[0]:+.1%} |"


def _change(old: dict[str, Any], new: dict[str, Any]) -> str:
    why = new.get("why") or ""
    return f"- **{new['id']}**: {old['outcome']} → {new['outcome']}{f' ({why})' if why else ''}"
