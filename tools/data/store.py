"""The Chroma folder: written once into a new folder, swapped in whole, then only read.

Chroma keeps the bytes of what is deleted and is corrupted by a second writer, so nothing is ever changed in place.
"""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.contract import BadInput, Unavailable
from tools.data.passages import Kind, Passage
from tools.data.snapshot import Snapshot
from tools.data.workspace import write_atomically

if TYPE_CHECKING:
    from tools.data.embedding import Vectors

SCHEMA = 1
COLLECTION = "library"
MANIFEST = "manifest.json"
SEARCH_WIDTH = 200
"""Candidates the index looks at per query; 200 finds what an exact scan finds (recall@10 of 0.996 at 100,000)."""


@dataclass(frozen=True)
class Manifest:
    """What the library was last built from, and the folder it is in."""

    schema: int
    embedder: str
    fingerprint: str
    counts: dict[str, int]
    built_at: str
    folder: str
    background: float = 0.0
    """Cosine that questions about other things altogether reach here: no relevance below it."""


def read_manifest(library: Path) -> Manifest | None:
    """The manifest of the library folder; None when it was never built, or by another version of this product."""
    try:
        values = json.loads((library / MANIFEST).read_text(encoding="utf-8"))
        manifest = Manifest(**values)
    except (OSError, ValueError, TypeError):
        return None
    return manifest if manifest.schema == SCHEMA else None


@contextmanager
def writable(library: Path) -> Iterator[None]:
    """Turns a failure to write below `library` into BadInput, in one sentence."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or _reason(error)
        raise BadInput(f"{library} cannot be written ({reason}): free some space or change its permissions.") from error


def swap_in(library: Path, manifest: Manifest) -> None:
    """Make `manifest` (and the folder it names) the library, and delete every other index folder."""
    write_atomically(library / MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
    discard(library, keep=manifest.folder)


def discard(library: Path, keep: str) -> None:
    """Delete every index folder but `keep`."""
    for folder in library.glob("index-*"):
        if folder.name != keep:
            shutil.rmtree(folder, ignore_errors=True)


def write_index(library: Path, snapshot: Snapshot, vectors: Vectors | None, *, embedder: str, fingerprint: str) -> str:
    """Store passages, their words and their vectors in a new folder of `library`; returns its name.

    Raises OSError when the folder cannot be written, and then leaves nothing behind.
    """
    folder = library / f"index-{uuid.uuid4().hex[:12]}"
    try:
        folder.mkdir()
        snapshot.save(folder)
        if vectors is not None and snapshot.passages:
            _write_vectors(folder, snapshot.passages, vectors, {"embedder": embedder, "fingerprint": fingerprint})
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder.name


def _write_vectors(folder: Path, passages: Sequence[Passage], vectors: Vectors, made: dict[str, str]) -> None:
    """One Chroma collection; its failures are raised as OSError."""
    from chromadb.errors import ChromaError
    from chromadb.utils.batch_utils import create_batches

    client = None
    try:
        client = _client(folder)
        collection = client.create_collection(
            COLLECTION,
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine", "ef_search": SEARCH_WIDTH}},
            metadata={**made, "schema": SCHEMA},
        )
        batches = create_batches(
            client,
            ids=[p.id for p in passages],
            embeddings=list(vectors),
            documents=[p.full_text() for p in passages],
            metadatas=[
                {"kind": p.kind, "title": p.title, "source": p.source, "suspicious": p.suspicious, "digest": p.digest()}
                for p in passages
            ],
        )
        for ids, embeddings, metadatas, documents in batches:
            collection.add(ids=ids, embeddings=embeddings, metadatas=metadatas, documents=documents)
    except ChromaError as error:
        raise OSError(_reason(error)) from error
    finally:
        if client:
            client.close()


class Index:
    """A Chroma folder opened for reading."""

    def __init__(self, library: Path, manifest: Manifest) -> None:
        """Raises Unavailable when the folder cannot be read or is not what the manifest says."""
        from chromadb.errors import ChromaError

        folder = library / manifest.folder
        if not (folder / "chroma.sqlite3").is_file():
            raise Unavailable(f"{folder} is missing.")
        try:
            self._client = _client(folder)
            self._collection = self._client.get_collection(COLLECTION, embedding_function=None)
            stored = self._collection.metadata or {}
            count = self._collection.count()
        except (OSError, ValueError, RuntimeError, ChromaError) as error:
            raise Unavailable(f"{folder} cannot be opened ({_reason(error)}).") from error
        if (stored.get("embedder"), stored.get("fingerprint")) != (
            manifest.embedder,
            manifest.fingerprint,
        ) or count != sum(manifest.counts.values()):
            self.close()
            raise Unavailable(f"{folder} is not the index that {MANIFEST} describes.")

    def digests(self) -> dict[str, str]:
        """Passage id to the digest it was embedded under."""
        found = self._collection.get(include=["metadatas"])
        return {key: str(data["digest"]) for key, data in zip(found["ids"], found["metadatas"] or [], strict=True)}

    def nearest(self, vector: Any, limit: int, kind: Kind | None = None) -> dict[str, float]:
        """Passage id to cosine of the nearest passages."""
        where = {"kind": kind} if kind else None
        found = self._collection.query(
            query_embeddings=[vector], n_results=min(limit, SEARCH_WIDTH), where=where, include=["distances"]
        )
        return {
            key: 1.0 - distance for key, distance in zip(found["ids"][0], (found["distances"] or [[]])[0], strict=True)
        }

    def vectors(self, ids: Sequence[str]) -> dict[str, Any]:
        """Passage id to vector, for those of `ids` the index holds."""
        out: dict[str, Any] = {}
        for start in range(0, len(ids), 1000):
            found = self._collection.get(ids=list(ids[start : start + 1000]), include=["embeddings"])
            out |= dict(zip(found["ids"], found["embeddings"] if found["embeddings"] is not None else [], strict=True))
        return out

    def close(self) -> None:
        """Let go of the folder."""
        self._client.close()


def _client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


def _reason(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
