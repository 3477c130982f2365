"""A run as numbers: by kind and language, with confidence intervals."""

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
            "turns": {name: sum(getattr(r, f"turns_{name}") for r in self.results) for name in ("scored", "right")},
            "attempts": max((result.attempts for result in self.results), default=1),
            "seconds": _spread([result.seconds for result in self.results]),
            "tokens": {name: sum(getattr(r, f"{name}_tokens") for r in self.results) for name in ("input", "output")},
            "cost": round(sum(result.cost for result in self.results), 4),
            "drafts": sum(result.drafts for result in self.results),
            "drafts_failing": sum(result.drafts_failing for result in self.results),
            "tool_calls": sum(result.tool_calls for result in self.results),
            "cases_with_untraced_figures": sum(bool(result.untraced_figures) for result in self.results),
            "results": [asdict(result) for result in self.results],
        }

    def to_markdown(self) -> str:
        """Tables for people, and every case that was not right."""
        lines = [f"# Evaluation of {self.model} on {self.today}", "", _HEAD, _RULE]
        lines += [_row(name, _line(chosen)) for name, chosen in self._groups()]
        lines += ["", *self._particulars()]
        for outcome in ("wrong", "asked", "refused"):
            chosen = [result for result in self.results if result.outcome == outcome]
            if chosen:
                lines += ["", f"## {outcome.capitalize()} ({len(chosen)})", ""]
                lines += [f"- **{r.id}** ({r.kind}, {r.language}) {r.question} → {r.why}" for r in chosen]
        return "\n".join(lines) + "\n"

    def _particulars(self) -> list[str]:
        results = self.results
        spread = _spread([result.seconds for result in results])
        untraced = [result.id for result in results if result.untraced_figures]
        named = f" ({', '.join(untraced[:20])})" if untraced else ""
        scored, right = sum(r.turns_scored for r in results), sum(r.turns_right for r in results)
        attempts = max((result.attempts for result in results), default=1)
        lines = [
            f"Turns scored: {scored:,}, right: {right:,}. Tool calls: {sum(r.tool_calls for r in results):,}.",
            f"Seconds a case: median {spread['median']:.2f}, 95th percentile {spread['p95']:.2f}. "
            f"Tokens sent {sum(r.input_tokens for r in results):,}, "
            f"received {sum(r.output_tokens for r in results):,}, cost {sum(r.cost for r in results):.2f}.",
            f"Copy: {sum(r.drafts for r in results):,} drafts, {sum(r.drafts_failing for r in results):,} with a "
            "failed check.",
            f"Conversations with a figure that is in no finding: {len(untraced)}{named}.",
        ]
        if tried := [result for result in results if result.offered is not None]:
            found = sum(bool(result.clicked) for result in tried)
            share = (found + sum(result.outcome == "right" for result in results)) / len(results)
            lines.append(
                f"Asked back without need: {len(tried):,}; what was meant is among the options of {found:,}. "
                f"Right to the end, or up to a turn that one click makes right: {share:.1%}."
            )
        if attempts > 1:
            lines.append(f"Each case was asked {attempts} times and is right only where every attempt was.")
        return lines

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
