"""Scores: who is likely to do what, why, how good the score is, and how many to contact."""

from tools.scores.cutoffs import choose_cutoff
from tools.scores.describing import describe_model
from tools.scores.explaining import explain_score
from tools.scores.ranking import score_customers

__all__ = ["choose_cutoff", "describe_model", "explain_score", "score_customers"]
