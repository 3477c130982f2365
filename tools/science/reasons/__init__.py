"""Why a score is what it is: exact contributions per feature, families of features, importance by permutation."""

from tools.science.reasons.explaining import contributions, explainer_of
from tools.science.reasons.families import Reason, by_family, top_reasons
from tools.science.reasons.importance import FamilyImportance, importance

__all__ = ["FamilyImportance", "Reason", "by_family", "contributions", "explainer_of", "importance", "top_reasons"]
