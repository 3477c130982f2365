"""Retrieval through the real library beats plain TF-IDF on the same offers, and beats it clearly on paraphrases."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.retrieval import PUBLIC, Task, indexed, paraphrase_tasks, public_tasks, run
from tools.data.embedding import MiniLM

pytestmark = pytest.mark.skipif(MiniLM.folder() is None, reason="the MiniLM weights are not installed")
needs_public_data = pytest.mark.skipif(
    not (PUBLIC / "abt_buy").is_dir() or not (PUBLIC / "advertisegen_zh").is_dir(),
    reason="the public retrieval sets are not on this machine",
)


def tfidf(task: Task, **options):
    """Recall@1 and MRR@10 of scikit-learn's TF-IDF, ties against it."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(sublinear_tf=True, **options)
    stored = vectorizer.fit_transform([f"{name} {text}" for _, name, text in task.products])
    keys = np.array([key for key, _, _ in task.products])
    scores = (vectorizer.transform([query for query, _ in task.queries]) @ stored.T).toarray()
    ranks = []
    for row, (_, right) in zip(scores, task.queries, strict=True):
        mine = np.isin(keys, list(right))
        ranks.append(1 + int((row[~mine] >= row[mine].max()).sum()))
    return float(np.mean([rank == 1 for rank in ranks])), float(np.mean([1 / r if r <= 10 else 0 for r in ranks]))


def every(task: Task, step: int, most: int) -> Task:
    """Every `step`-th product, and at most so many of the queries that still have an answer.

    Fewer products would be too easy: everything finds everything among a hundred.
    """
    products = task.products[::step]
    kept = {key for key, _, _ in products}
    return replace(task, products=products, queries=[(query, ids) for query, ids in task.queries if ids & kept][:most])


@needs_public_data
@pytest.mark.parametrize(("number", "options"), [(0, {}), (2, {"analyzer": "char", "ngram_range": (1, 2)})])
def test_above_tfidf(tmp_path, number, options):
    task = every(public_tasks()[number], 4, most=130)
    floor = tfidf(task, **options)
    with indexed(task, tmp_path / "shop") as (library, _):
        result = run(task, library)
    assert result.queries == 130
    assert result.recall_at_1 > floor[0]
    assert result.mrr_at_10 > floor[1]


def test_paraphrases_are_found(tmp_path):
    reached = {}
    for number, task in enumerate(paraphrase_tasks()[::2]):
        with indexed(task, tmp_path / str(number)) as (library, _):
            reached[task.name] = run(task, library).mrr_at_10
    assert reached["paraphrase en → en"] > 0.75
    assert min(reached.values()) > 0.6
