"""Fitting what can be fitted: `python -m assistant train`. Each model says whether the data allow it, and why not."""

from collections.abc import Callable

from tools.contract import Model, NotEnoughData
from tools.data.workspace import Workspace

Progress = Callable[[str, float], None]


class TrainingReport(Model):
    """What became of one model."""

    model: str
    fitted: bool
    text_en: str
    text_zh: str


def train(workspace: Workspace, *, progress: Progress | None = None) -> list[TrainingReport]:
    """Fit every model the data allow and store it beside its card; the caller holds the exclusive lock."""
    reports = []
    for step, (name, fit) in enumerate(MODELS.items()):
        if progress:
            progress(name, step / len(MODELS))
        try:
            reports.append(fit(workspace))
        except NotEnoughData as error:
            reports.append(TrainingReport(model=name, fitted=False, text_en=error.message, text_zh=error.message))
    if progress:
        progress("done", 1.0)
    return reports


def fit_clusters(workspace: Workspace) -> TrainingReport:
    """Clusters of buyers' behaviour; members go into the warehouse, centres and evidence into a card."""
    from tools.clustering import fit_and_keep

    card = fit_and_keep(workspace)
    chosen = next(candidate for candidate in card["candidates"] if candidate["k"] == card["k"])
    silhouette, stability = f"{chosen['silhouette']:.2f}", f"{chosen['stability']:.2f}"
    return TrainingReport(
        model="clusters",
        fitted=True,
        text_en=f"{card['k']} clusters of {card['customers']:,} buyers (silhouette {silhouette}, stability "
        f"{stability}); {', '.join(str(k) for k in card['offered'])} are worth a look",
        text_zh=f"{card['customers']:,} 位买家分为 {card['k']} 个聚类（轮廓系数 {silhouette}，稳定性 {stability}）；"
        f"值得考虑的个数：{'、'.join(str(k) for k in card['offered'])}",
    )


MODELS: dict[str, Callable[[Workspace], TrainingReport]] = {"clusters": fit_clusters}
"""Every model `train` fits, in order."""
