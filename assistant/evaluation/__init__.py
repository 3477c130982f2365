"""Questions with known answers, asked through the real session of any model, and scored (docs/evaluation.md)."""

from assistant.evaluation.cases import Case, read_cases
from assistant.evaluation.report import Report
from assistant.evaluation.runner import Result, run_cases

__all__ = ["Case", "Report", "Result", "read_cases", "run_cases"]
