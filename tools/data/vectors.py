"""The library: products, brand rules, past campaigns and segment profiles, found by meaning and by exact words.

Passages are always read from the warehouse and the documents as they are now; Chroma holds their vectors and is
rebuilt whenever the two disagree. Without usable vectors the same questions are answered by words alone.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.contract import Language, Unavailable
from tools.data.documents import keep_documents
from tools.data.embedding import Embedder, EmbeddingConfig, choose_embedder
from tools.data.engine import Warehouse
from tools.data.glossary import retail_glossary
from tools.data.lexical import TermIndex, index_texts, normalise, terms
from tools.data.passages import Kind, Passage
from tools.data.ranking import (
    CONCEPTS,
    OTHER_LANGUAGE,
    Question,
    concept_terms,
    english_for_embedding,
    read_question,
    relevant,
)
from tools.data.shop_passages import all_passages
from tools.data.store import SCHEMA, Index, Manifest, discard, read_manifest, swap_in, write_index
from tools.data.workspace import Workspace

if TYPE_CHECKING:
    from tools.data.embedding import Vectors

WORDS_ONLY = "words-only"
CANDIDATES = 100
"""Passages taken from each of the two rankings before they are mixed."""
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


@dataclass(frozen=True)
class Remark:
    """Something to know about the library, in both languages."""

    en: str
    zh: str

    def say(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class LibraryStatus:
    """What the library holds and whether its vectors can be used."""

    embedder: str
    """Id of the embedder this process would use, `words-only` where there is none."""
    built_at: str | None
    """When the vectors were made (ISO, UTC); None when never."""
    counts: dict[str, int]
    """Passages of each kind, as the shop holds them now."""
    stale: bool
    """A re-index is needed: some or all vectors are missing or of another embedder."""
    remarks: list[Remark] = field(default_factory=list)


class Library:
    """A searchable shop. Opening is cheap; passages load at the first search, vectors with them where they can."""

    def __init__(self, workspace: Workspace, warehouse: Warehouse, embedding: EmbeddingConfig | None = None) -> None:
        self._workspace = workspace
        self._warehouse = warehouse
        self._embedder = choose_embedder(embedding, workspace.library_path)
        self._manifest = read_manifest(workspace.library_path)
        self._loading = threading.RLock()
        self._index: Index | None = None
        self._trouble: list[Remark] = []
        self._fresh: frozenset[str] | None = None

    @classmethod
    def open(cls, workspace: Workspace, warehouse: Warehouse, embedding: EmbeddingConfig | None = None) -> Library:
        """`embedding` is the configured endpoint; None means MiniLM where it is installed. Never writes."""
        return cls(workspace, warehouse, embedding)

    def search(self, query: str, *, kind: Kind | None = None, limit: int = 5) -> list[Passage]:
        """The passages that answer `query` best, best first, each with a score; none below the relevance floor."""
        with self._loading:
            question = read_question(query, retail_glossary())
            words, covered = self._words(question)
            cosines, weight = self._cosines(question, words, kind)
        named = set(re.split(r"[\s,;，；、。?？!！]+", query.casefold()))
        found = []
        for number, passage in enumerate(self._passages):
            if kind and passage.kind != kind:
                continue
            cosine = cosines.get(passage.id)
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

    def status(self) -> LibraryStatus:
        """Compares what the index was built from with the shop as it is now."""
        with self._loading:
            remarks = [*self._disagreements(), *self._trouble]
            counts = Counter(passage.kind for passage in self._passages)
            return LibraryStatus(
                self._embedder.id if self._embedder else WORDS_ONLY,
                self._manifest.built_at if self._manifest else None,
                dict(counts),
                bool(remarks),
                remarks,
            )

    def close(self) -> None:
        """Let go of Chroma's files."""
        if self._index:
            self._index.close()
            self._index = None

    @cached_property
    def _passages(self) -> list[Passage]:
        return all_passages(self._warehouse, self._workspace.documents_path)

    @cached_property
    def _word_index(self) -> TermIndex:
        return index_texts(f"{passage.full_text()}\n{passage.key}" for passage in self._passages)

    @cached_property
    def _concept_index(self) -> TermIndex:
        glossary = retail_glossary()
        return TermIndex(concept_terms(normalise(passage.full_text()), glossary) for passage in self._passages)

    def _words(self, question: Question) -> tuple[Any, Any]:
        """Score by words and concepts, and coverage by the better of the two, of every passage."""
        import numpy as np

        score, covered = self._word_index.score(terms(question.text))
        concepts, concepts_covered = self._concept_index.score(question.concepts)
        share = question.known_share
        return score + CONCEPTS * share * concepts, np.maximum(covered, share * concepts_covered)

    def _cosines(self, question: Question, words: Any, kind: Kind | None) -> tuple[dict[str, float], float]:
        """Cosine of the candidates of both rankings, and its weight in the mix; nothing and 0 without vectors."""
        import numpy as np

        index = self._usable_index()
        if index is None or self._embedder is None:
            return {}, 0.0
        weight = question.weight_of_meaning(self._embedder.english_only)
        if weight == 0.0:
            return {}, 0.0
        try:
            vector = self._embedder.embed([question.for_meaning(self._embedder.english_only)])[0]
        except Unavailable as error:
            self._remark(f"{error.message} Answered by exact words meanwhile.", "嵌入服务没有回应，暂时只按字词匹配。")
            return {}, 0.0
        cosines = index.nearest(vector, CANDIDATES, kind)
        best = np.argsort(-words, kind="stable")[:CANDIDATES]
        wanted = [self._passages[number].id for number in best if words[number] > 0]
        for key, other in index.vectors([key for key in wanted if key not in cosines]).items():
            cosines[key] = float(np.dot(vector, other))
        return {key: cosine for key, cosine in cosines.items() if key in self._current(index)}, weight

    def _current(self, index: Index) -> frozenset[str]:
        """Ids whose vector was made from the text as it is now."""
        if self._fresh is None:
            now = {passage.id: passage.digest() for passage in self._passages}
            self._fresh = frozenset(key for key, digest in index.digests().items() if now.get(key) == digest)
        return self._fresh

    def _usable_index(self) -> Index | None:
        """The opened index, when it was made by the embedder at hand."""
        manifest = self._manifest
        if self._index or manifest is None or not manifest.folder or self._trouble:
            return self._index
        if self._embedder and manifest.embedder == self._embedder.id:
            try:
                self._index = Index(self._workspace.library_path, manifest)
            except Unavailable as error:
                self._remark(
                    f"{error.message} A re-index is needed: {self._command}.",
                    f"{error.message} 需要重建索引：{self._command}。",
                )
        return self._index

    def _disagreements(self) -> list[Remark]:
        manifest, embedder = self._manifest, self._embedder
        if manifest is None:
            return [
                Remark(
                    f"The library has not been indexed, so it is searched by words alone: {self._command}.",
                    f"资料库尚未建立索引，目前只按字词匹配：请运行 {self._command}。",
                )
            ]
        if manifest.embedder != (embedder.id if embedder else WORDS_ONLY):
            now = embedder.id if embedder else WORDS_ONLY
            return [
                Remark(
                    f"The index was made with {manifest.embedder} and this process uses {now}: a re-index is needed "
                    f"({self._command}); until then words alone count.",
                    f"索引由 {manifest.embedder} 建立，而当前使用 {now}：需要重建索引（{self._command}），在此之前只按字词匹配。",
                )
            ]
        if manifest.fingerprint != fingerprint(self._passages):
            return [
                Remark(
                    f"Products, campaigns or documents have changed since the index was made on "
                    f"{manifest.built_at[:10]}: a re-index is needed ({self._command}).",
                    f"{manifest.built_at[:10]} 建立索引之后，商品、活动或文档有改动：需要重建索引（{self._command}）。",
                )
            ]
        return []

    def _remark(self, english: str, chinese: str) -> None:
        remark = Remark(english, chinese)
        if remark not in self._trouble:
            self._trouble.append(remark)

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
    library = workspace.library_path
    keep_documents(list(documents), workspace.documents_path)
    library.mkdir(parents=True, exist_ok=True)
    passages = all_passages(warehouse, workspace.documents_path)
    embedder = choose_embedder(embedding, library)
    old = read_manifest(library)
    discard(library, keep=old.folder if old else "")
    made = fingerprint(passages)
    folder, background = "", 0.0
    if embedder and passages:
        vectors = _embedded(passages, embedder, _kept_vectors(library, old, embedder, passages), progress)
        background = _background(vectors, embedder)
        folder = write_index(library, passages, vectors, embedder=embedder.id, fingerprint=made)
    counts = dict(Counter(passage.kind for passage in passages))
    now = datetime.now(UTC).isoformat(timespec="seconds")
    swap_in(library, Manifest(SCHEMA, embedder.id if embedder else WORDS_ONLY, made, counts, now, folder, background))
    return Library(workspace, warehouse, embedding).status()


def fingerprint(passages: Sequence[Passage]) -> str:
    """Changes whenever any passage does."""
    return hashlib.sha256("".join(passage.digest() for passage in passages).encode()).hexdigest()


def _kept_vectors(
    library: Path, old: Manifest | None, embedder: Embedder, passages: Sequence[Passage]
) -> dict[str, Any]:
    """Vectors of the last index that still hold: made by the same embedder from the same text."""
    if old is None or not old.folder or old.embedder != embedder.id:
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
    return round(float(np.clip(np.quantile(tops, 0.75) + 0.05, 0.2, 0.9)), 4)


def _together(title: str, text: str) -> str:
    return f"{title}. {text}" if title and text else title or text
