"""Why a score is what it is: exact contributions per feature, families of features, importance by permutation."""

from tools.science.reasons.explaining import contributions

__all__ = ["contributions"]
