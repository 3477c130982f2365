"""The passages and their word indexes as they were when the library was built, so that a search starts at once."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from tools.data.glossary import retail_glossary
from tools.data.lexical import TermIndex, index_terms, index_texts, normalise
from tools.data.passages import Passage
from tools.data.ranking import concept_terms

PASSAGES, WORDS, CONCEPTS = "passages.jsonl", "words.npz", "concepts.npz"


@dataclass(frozen=True)
class Snapshot:
    """Passages by number, and what they hold under the same numbers."""

    passages: list[Passage]
    words: TermIndex
    concepts: TermIndex

    @classmethod
    def of(cls, passages: list[Passage]) -> Snapshot:
        """Indexes made from `passages` now."""
        glossary = retail_glossary()
        return cls(
            passages,
            index_texts(f"{passage.full_text()}\n{passage.key}" for passage in passages),
            index_terms(concept_terms(normalise(passage.full_text()), glossary) for passage in passages),
        )

    def save(self, folder: Path) -> None:
        """Write three files into `folder`."""
        with (folder / PASSAGES).open("w", encoding="utf-8") as handle:
            handle.writelines(json.dumps(asdict(passage), ensure_ascii=False) + "\n" for passage in self.passages)
        _save(self.words, folder / WORDS)
        _save(self.concepts, folder / CONCEPTS)

    @classmethod
    def load(cls, folder: Path) -> Snapshot | None:
        """What `save` wrote; None where it cannot be read, for it can be made again."""
        try:
            with (folder / PASSAGES).open(encoding="utf-8") as handle:
                passages = [Passage(**json.loads(line)) for line in handle]
            words, concepts = (_load(folder / name) for name in (WORDS, CONCEPTS))
        except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
            return None
        whole = words.size == concepts.size == len(passages)
        return cls(passages, words, concepts) if whole else None


def _save(index: TermIndex, path: Path) -> None:
    import numpy as np

    names = np.frombuffer(_packed(index.names), dtype=np.uint8)
    np.savez(path, names=names, owner=index.owner, gain=index.gain, start=index.start, size=np.array(index.size))


def _load(path: Path) -> TermIndex:
    import numpy as np

    with path.open("rb") as handle, np.load(handle, allow_pickle=False) as stored:
        names = bytes(stored["names"]).decode().split("\n")
        return TermIndex(
            names if names != [""] else [], stored["owner"], stored["gain"], stored["start"], int(stored["size"])
        )


def _packed(names: Iterable[str]) -> bytes:
    """Terms one a line: none of them holds a line break."""
    return "\n".join(names).encode()
