"""Building the library's index: passages to vectors, into a new Chroma folder that then takes the old one's place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.contract import Unavailable
from tools.data.documents import keep_documents
from tools.data.embedding import WORDS_ONLY, Embedder, EmbeddingConfig, choose_embedder
from tools.data.engine import Warehouse
from tools.data.glossary import retail_glossary
from tools.data.passages import Passage
from tools.data.ranking import english_for_embedding
from tools.data.shop_passages import all_passages, source_fingerprint
from tools.data.snapshot import Snapshot
from tools.data.store import SCHEMA, Index, Manifest, discard, read_manifest, swap_in, writable, write_index
from tools.data.workspace import Workspace

if TYPE_CHECKING:
    from tools.data.embedding import Vectors

PROBES = (
    "how do I repair a diesel engine",
    "lecture notes on quantum chromodynamics",
    "stock market forecast for tomorrow",
    "who won the world cup in 1998",
    "python list comprehension tutorial",
    "mortgage interest rates in Germany",
    "translate this contract into French",
    "the history of the Roman empire",
    "symptoms of appendicitis",
    "book a flight to Tokyo",
    "deadline for the tax return",
    "distance between the earth and the moon",
)
"""Questions no shop answers: what they reach here is noise."""


def build_index(
    workspace: Workspace,
    warehouse: Warehouse,
    *,
    documents: Sequence[Path] = (),
    progress: Callable[[int, int], None] | None = None,
    embedding: EmbeddingConfig | None = None,
) -> None:
    """Index the shop anew, first copying `documents` (files or folders) into the workspace.

    Vectors of unchanged passages are taken over. `progress` is called with passages embedded so far and in all. The
    caller holds the workspace's exclusive lock; on any failure the old index stays. Raises BadInput for an unreadable
    document or an unwritable folder, Unavailable when the embedding endpoint fails.
    """
    library = workspace.library_path
    with writable(library):
        keep_documents(list(documents), workspace.documents_path)
        library.mkdir(parents=True, exist_ok=True)
        _rebuild(library, workspace.documents_path, warehouse, choose_embedder(embedding, library, keep=True), progress)


def _rebuild(
    library: Path,
    documents: Path,
    warehouse: Warehouse,
    embedder: Embedder | None,
    progress: Callable[[int, int], None] | None,
) -> None:
    """Passages, their words and vectors into a new folder; then that one is the library."""
    made = source_fingerprint(warehouse, documents)
    snapshot = Snapshot.of(all_passages(warehouse, documents))
    passages = snapshot.passages
    name = embedder.id if embedder else WORDS_ONLY
    old = read_manifest(library)
    discard(library, keep=old.folder if old else "")
    vectors, background = None, 0.0
    if embedder and passages:
        vectors = _embedded(passages, embedder, _kept_vectors(library, old, embedder, passages), progress)
        background = _background(vectors, embedder)
    folder = write_index(library, snapshot, vectors, embedder=name, fingerprint=made)
    counts: dict[str, int] = dict(Counter(passage.kind for passage in passages))
    now = datetime.now(UTC).isoformat(timespec="seconds")
    swap_in(library, Manifest(SCHEMA, name, made, counts, now, folder, background))


def _kept_vectors(
    library: Path, old: Manifest | None, embedder: Embedder, passages: Sequence[Passage]
) -> dict[str, Any]:
    """Vectors of the last index that still hold: made by the same embedder from the same text."""
    if old is None or old.embedder != embedder.id:
        return {}
    try:
        index = Index(library, old)
    except Unavailable:
        return {}
    digests = index.digests()
    kept = index.vectors([passage.id for passage in passages if digests.get(passage.id) == passage.digest()])
    index.close()
    return kept


def _embedded(
    passages: Sequence[Passage],
    embedder: Embedder,
    kept: dict[str, Any],
    progress: Callable[[int, int], None] | None,
    batch: int = 64,
) -> Vectors:
    """One vector for each passage."""
    import numpy as np

    glossary = retail_glossary()
    vectors = dict(kept)
    new = [passage for passage in passages if passage.id not in kept]
    for start in range(0, len(new), batch):
        part = new[start : start + batch]
        texts = [
            english_for_embedding(_together(p.title, p.text), _together(p.title_zh, p.text_zh), glossary)
            if embedder.english_only
            else p.full_text()
            for p in part
        ]
        vectors |= dict(zip((p.id for p in part), embedder.embed(texts), strict=True))
        if progress:
            progress(len(vectors), len(passages))
    return np.stack([vectors[passage.id] for passage in passages])


def _background(vectors: Vectors, embedder: Embedder) -> float:
    """A cosine just above what three in four off-topic questions reach, between 0.2 and 0.9."""
    import numpy as np

    tops = (embedder.embed(PROBES) @ vectors.T).max(axis=1)
    return round(float(np.clip(np.quantile(tops, 0.75) + 0.02, 0.2, 0.9)), 4)


def _together(title: str, text: str) -> str:
    return f"{title}. {text}" if title and text else title or text
