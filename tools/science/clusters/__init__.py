"""Customer clusters: several ways to group people, the number of groups argued for, described by what sets each apart.

space.py      features to points that distances make sense in
centres.py    k-means                       mixture.py  Gaussian mixture, and the BIC of a number of clusters
density.py    HDBSCAN for small shops       judging.py  the evidence for each number of clusters, and the choice
fitting.py    all of it together            profiles.py what sets each cluster apart
"""

from tools.science.clusters.density import DenseGroups, find_dense_groups
from tools.science.clusters.fitting import MINIMUM_CUSTOMERS, Clustering, fit_clusters
from tools.science.clusters.judging import SMALLEST_SHARE, STABLE, UNSTABLE, Candidate, Method
from tools.science.clusters.profiles import distinguishing, standardised_differences, traits
from tools.science.clusters.space import Space, fit_space

__all__ = [
    "MINIMUM_CUSTOMERS",
    "SMALLEST_SHARE",
    "STABLE",
    "UNSTABLE",
    "Candidate",
    "Clustering",
    "DenseGroups",
    "Method",
    "Space",
    "distinguishing",
    "find_dense_groups",
    "fit_clusters",
    "fit_space",
    "standardised_differences",
    "traits",
]
