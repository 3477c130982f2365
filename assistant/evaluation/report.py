"""A run as numbers: by kind and language, with confidence intervals, and beside an earlier run."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from math import sqrt
from pathlib import Path
from statistics import median
from typing import Any

from assistant.evaluation.runner import Result
from tools.contract import BadInput

OUTCOMES = ("right", "wrong", "asked", "refused")


@dataclass(frozen=True)
class Report:
    """The results of one run of `model`."""

    model: str
    today: str
    results: Sequence[Result]

    def to_json(self) -> dict[str, Any]:
        """Everything, for machines and for later comparison."""
        return {
            "model": self.model,
            "today": self.today,
            "cases": len(self.results),
            "summary": {name: _line(chosen) for name, chosen in self._groups()},
            "seconds": _spread([result.seconds for result in self.results]),
            "tokens": sum(result.tokens for result in self.results),
            "tool_calls": sum(result.tool_calls for result in self.results),
            "cases_with_untraced_figures": sum(bool(result.untraced_figures) for result in self.results),
            "results": [asdict(result) for result in self.results],
        }

    def to_markdown(self) -> str:
        """Tables for people, and every case that was not right."""
        lines = [f"# Evaluation of {self.model} on {self.today}", "", _HEAD, _RULE]
        lines += [_row(name, _line(chosen)) for name, chosen in self._groups()]
        spread = _spread([result.seconds for result in self.results])
        untraced = [result.id for result in self.results if result.untraced_figures]
        named = f" ({', '.join(untraced[:20])})" if untraced else ""
        lines += [
            "",
            f"Seconds a case: median {spread['median']:.2f}, 95th percentile {spread['p95']:.2f}. "
            f"Tool calls: {sum(r.tool_calls for r in self.results)}. Tokens: {sum(r.tokens for r in self.results):,}.",
            f"Conversations with a figure that is in no finding: {len(untraced)}{named}.",
        ]
        for outcome in ("wrong", "asked", "refused"):
            chosen = [result for result in self.results if result.outcome == outcome]
            if chosen:
                lines += ["", f"## {outcome.capitalize()} ({len(chosen)})", ""]
                lines += [f"- **{r.id}** ({r.kind}, {r.language}) {r.question} → {r.why}" for r in chosen]
        return "\n".join(lines) + "\n"

    def changes(self, earlier: dict[str, Any]) -> str:
        """Which cases came out differently than in an earlier report's JSON, in Markdown."""
        before = {str(result["id"]): str(result["outcome"]) for result in earlier.get("results", [])}
        changed = [r for r in self.results if r.id in before and before[r.id] != r.outcome]
        fresh = sum(result.id not in before for result in self.results)
        lines = [f"## Changed since the run of {earlier.get('model')} ({len(changed)})", ""]
        lines += [f"- **{r.id}**: {before[r.id]} → {r.outcome}{f' ({r.why})' if r.why else ''}" for r in changed]
        lines += [f"\n{fresh} cases are new, {len(before.keys() - {r.id for r in self.results})} are gone."]
        return "\n".join(lines) + "\n"

    def _groups(self) -> list[tuple[str, list[Result]]]:
        languages = sorted({result.language for result in self.results})
        groups = [("all", list(self.results))]
        groups += [(language, [r for r in self.results if r.language == language]) for language in languages]
        for kind in sorted({result.kind for result in self.results}):
            chosen = [result for result in self.results if result.kind == kind]
            groups.append((kind, chosen))
            spoken = {result.language for result in chosen}
            if len(spoken) > 1:
                groups += [(f"{kind} · {one}", [r for r in chosen if r.language == one]) for one in sorted(spoken)]
        return groups


_HEAD = "| cases | n | right | 95 % interval | wrong without saying so | asked | refused |"
_RULE = "|---|---:|---:|---|---:|---:|---:|"


def load_report(path: Path) -> dict[str, Any]:
    """An earlier report in JSON. Raises BadInput when it is none."""
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput(f"{path} is not a report: make one with `evaluate … --json > {path.name}`.") from error
    if not isinstance(report, dict) or "results" not in report:
        raise BadInput(f"{path} is not a report: it has no results.")
    return report


def wilson(right: int, whole: int, z: float = 1.96) -> tuple[float, float]:
    """The Wilson score interval for a share of `right` in `whole` (Wilson 1927); (0, 1) for an empty whole."""
    if not whole:
        return 0.0, 1.0
    share = right / whole
    centre = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    return max(0.0, centre - half), min(1.0, centre + half)


def _line(results: Iterable[Result]) -> dict[str, Any]:
    outcomes = [result.outcome for result in results]
    low, high = wilson(outcomes.count("right"), len(outcomes))
    counts = {outcome: outcomes.count(outcome) for outcome in OUTCOMES}  # type: ignore[arg-type]
    share = counts["right"] / len(outcomes) if outcomes else 0.0
    return {"n": len(outcomes), **counts, "share": round(share, 4), "interval": [round(low, 4), round(high, 4)]}


def _row(name: str, line: dict[str, Any]) -> str:
    low, high = line["interval"]
    return (
        f"| {name} | {line['n']} | {line['share']:.1%} | {low:.1%} to {high:.1%} | {line['wrong']} "
        f"({line['wrong'] / max(1, line['n']):.1%}) | {line['asked']} | {line['refused']} |"
    )


def _spread(values: list[float]) -> dict[str, float]:
    ordered = sorted(values) or [0.0]
    return {
        "median": round(median(ordered), 3),
        "p95": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], 3),
    }
