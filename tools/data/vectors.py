"""The library: products, brand rules, past campaigns and segment profiles, found by meaning and by exact words.

The warehouse and the documents are the truth; what is indexed of them is used as long as nothing has changed since,
and a vector only for the very text it was made from. Without usable vectors, questions are answered by words alone.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from tools.contract import Unavailable
from tools.data.embedding import WORDS_ONLY, EmbeddingConfig, choose_embedder
from tools.data.engine import Warehouse
from tools.data.glossary import retail_glossary
from tools.data.indexing import build_index
from tools.data.lexical import terms
from tools.data.library_status import LibraryStatus, Remark, disagreements
from tools.data.passages import Kind, Passage
from tools.data.ranking import CONCEPTS, OTHER_LANGUAGE, Question, read_question, relevant
from tools.data.shop_passages import all_passages, source_fingerprint
from tools.data.snapshot import Snapshot
from tools.data.store import Index, read_manifest
from tools.data.workspace import Workspace

CANDIDATES = 100
"""Passages taken from each of the two rankings before they are mixed."""


class Library:
    """A searchable shop. Opening is cheap; passages load at the first search, vectors with them where they can."""

    def __init__(self, workspace: Workspace, warehouse: Warehouse, embedding: EmbeddingConfig | None = None) -> None:
        self._workspace = workspace
        self._warehouse = warehouse
        self._embedder = choose_embedder(embedding, workspace.library_path)
        self._manifest = read_manifest(workspace.library_path)
        self._loading = threading.RLock()
        self._index: Index | None = None
        self._trouble: Remark | None = None
        """Why the index cannot be opened, for as long as this library is open."""
        self._outage: Remark | None = None
        """Why the last question could not be embedded."""
        self._fresh: frozenset[str] | None = None

    @classmethod
    def open(cls, workspace: Workspace, warehouse: Warehouse, embedding: EmbeddingConfig | None = None) -> Library:
        """`embedding` is the configured endpoint; None means MiniLM where it is installed. Never writes."""
        return cls(workspace, warehouse, embedding)

    def search(self, query: str, *, kind: Kind | None = None, limit: int = 5) -> list[Passage]:
        """The passages that answer `query` best, best first, each with a score; none below the relevance floor.

        May be called from any thread.
        """
        with self._loading:
            index = self._usable_index()
            current = self._current(index) if index else frozenset()
        question = read_question(query, retail_glossary())
        words, covered = self._words(question)
        cosines, weight = self._cosines(index, question, words, kind) if index else ({}, 0.0)
        named = set(re.split(r"[\s,;，；、。?？!！]+", query.casefold()))
        found = []
        for number, passage in enumerate(self._passages):
            if kind and passage.kind != kind:
                continue
            cosine = cosines.get(passage.id) if passage.id in current else None
            if passage.key.casefold() in named:
                found.append((1.0, number))
            elif relevant(float(covered[number]), cosine, self._manifest.background if self._manifest else 0.0):
                score = weight * max(cosine or 0.0, 0.0) + (1 - weight) * float(words[number])
                found.append((score * (1.0 if passage.speaks(question.chinese) else OTHER_LANGUAGE), number))
        found.sort(key=lambda entry: (-entry[0], entry[1]))
        return [replace(self._passages[number], score=round(score, 4)) for score, number in found[:limit]]

    def passage(self, passage_id: str) -> Passage | None:
        """The passage of that id, if there is one."""
        return next((passage for passage in self._passages if passage.id == passage_id), None)

    def all(self, *kinds: Kind) -> list[Passage]:
        """Every passage of these kinds, in the order of the documents."""
        return [passage for passage in self._passages if passage.kind in kinds]

    def status(self) -> LibraryStatus:
        """Compares what the index was built from with the shop as it is now."""
        with self._loading:
            embedder = self._embedder.id if self._embedder else WORDS_ONLY
            reasons = disagreements(self._manifest, embedder, self._fingerprint, self._command)
            reasons += [self._trouble] if self._trouble else []
            counts: dict[str, int] = dict(Counter(passage.kind for passage in self._passages))
            built = self._manifest.built_at if self._manifest else None
            remarks = [*reasons, self._outage] if self._outage else reasons
            return LibraryStatus(embedder, built, counts, bool(reasons), remarks)

    def close(self) -> None:
        """Let go of Chroma's files."""
        if self._index:
            self._index.close()
            self._index = None

    @cached_property
    def _fingerprint(self) -> str:
        return source_fingerprint(self._warehouse, self._workspace.documents_path)

    @property
    def _unchanged(self) -> bool:
        """The shop is as it was when it was indexed."""
        return self._manifest is not None and self._manifest.fingerprint == self._fingerprint

    @cached_property
    def _shop(self) -> Snapshot:
        """The passages and their words: as indexed while nothing has changed since, else read from the shop now."""
        stored = None
        if self._manifest and self._unchanged:
            stored = Snapshot.load(self._workspace.library_path / self._manifest.folder)
        return stored or Snapshot.of(all_passages(self._warehouse, self._workspace.documents_path))

    @property
    def _passages(self) -> list[Passage]:
        with self._loading:
            return self._shop.passages

    def _words(self, question: Question) -> tuple[Any, Any]:
        """Score by words and concepts, and coverage by the better of the two, of every passage."""
        import numpy as np

        score, covered = self._shop.words.score(terms(question.text))
        concepts, concepts_covered = self._shop.concepts.score(question.concepts)
        share = question.known_share
        return score + CONCEPTS * share * concepts, np.maximum(covered, share * concepts_covered)

    def _cosines(
        self, index: Index, question: Question, words: Any, kind: Kind | None
    ) -> tuple[dict[str, float], float]:
        """Cosine of the candidates of both rankings, and its weight in the mix; nothing and 0 when not embedded."""
        import numpy as np

        weight = question.weight_of_meaning(self._embedder.english_only) if self._embedder else 0.0
        if self._embedder is None or weight == 0.0:
            return {}, 0.0
        self._outage = None
        try:
            vector = self._embedder.embed([question.for_meaning(self._embedder.english_only)])[0]
        except Unavailable as error:
            english, chinese = f"{error.message} Answered by words alone.", "嵌入服务没有正常回应，本次只按字词匹配。"
            self._outage = Remark(english, chinese)
            return {}, 0.0
        cosines = index.nearest(vector, CANDIDATES, kind)
        best = (self._passages[number] for number in np.argsort(-words, kind="stable") if words[number] > 0)
        wanted = islice((passage.id for passage in best if kind in (None, passage.kind)), CANDIDATES)
        for key, other in index.vectors([key for key in wanted if key not in cosines]).items():
            cosines[key] = float(np.dot(vector, other))
        return cosines, weight

    def _current(self, index: Index) -> frozenset[str]:
        """Ids whose vector was made from the text as it is now."""
        if self._fresh is None and self._unchanged:
            self._fresh = frozenset(passage.id for passage in self._passages)
        elif self._fresh is None:
            now = {passage.id: passage.digest() for passage in self._passages}
            self._fresh = frozenset(key for key, digest in index.digests().items() if now.get(key) == digest)
        return self._fresh

    def _usable_index(self) -> Index | None:
        """The opened index, when it was made by the embedder at hand."""
        manifest = self._manifest
        if self._index or manifest is None or not manifest.counts or self._trouble:
            return self._index
        if self._embedder and manifest.embedder == self._embedder.id:
            try:
                self._index = Index(self._workspace.library_path, manifest)
            except Unavailable as error:
                self._trouble = Remark(
                    f"{error.message} A re-index is needed: {self._command}.",
                    f"索引无法打开，需要重建：{self._command}。",
                )
        return self._index

    @property
    def _command(self) -> str:
        return f"`python -m assistant index {self._workspace.path}`"


def build_library(
    workspace: Workspace,
    warehouse: Warehouse,
    *,
    documents: Sequence[Path] = (),
    progress: Callable[[int, int], None] | None = None,
    embedding: EmbeddingConfig | None = None,
) -> LibraryStatus:
    """Index the shop anew, first copying `documents` (files or folders) into the workspace.

    Vectors of unchanged passages are taken over. `progress` is called with passages embedded so far and in all. The
    caller holds the workspace's exclusive lock; on any failure the old index stays. Raises BadInput for an unreadable
    document or an unwritable folder, Unavailable when the embedding endpoint fails.
    """
    build_index(workspace, warehouse, documents=documents, progress=progress, embedding=embedding)
    return Library(workspace, warehouse, embedding).status()
