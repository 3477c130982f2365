"""Features of customers, computed in the engine from what was known by a day, and what they are held against."""

from tools.data.features.behaviour import behaviour
from tools.data.features.frames import Person, compute, person, stream
from tools.data.features.outcomes import (
    baskets,
    campaign_responses,
    category_purchases,
    experiment_outcomes,
    interactions,
    purchases_in,
    transactions,
)
from tools.data.features.people import prepare_people
from tools.data.features.plan import FeaturePlan, plan_features
from tools.data.features.query import feature_query
from tools.data.features.sources import Reach
from tools.data.features.specs import FeatureSpec

__all__ = [
    "FeaturePlan",
    "FeatureSpec",
    "Person",
    "Reach",
    "baskets",
    "behaviour",
    "campaign_responses",
    "category_purchases",
    "compute",
    "experiment_outcomes",
    "feature_query",
    "interactions",
    "person",
    "plan_features",
    "prepare_people",
    "purchases_in",
    "stream",
    "transactions",
]
