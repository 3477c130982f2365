"""Embedders: what is refused, what is retried, and what an endpoint is sent."""

import shutil

import numpy as np
import pytest

from tests.tools.data.library_shop import embedding_server
from tools.contract import Unavailable
from tools.data.embedding import EmbeddingConfig, Endpoint, MiniLM, choose_embedder

needs_weights = pytest.mark.skipif(MiniLM.folder() is None, reason="the MiniLM weights are not installed")


def test_configuration_decides():
    chosen = choose_embedder(EmbeddingConfig("text-embedding-3-small", "http://127.0.0.1:1/v1/"))
    assert isinstance(chosen, Endpoint)
    assert chosen.id == "text-embedding-3-small@http://127.0.0.1:1/v1"
    assert not chosen.english_only


def test_without_weights_and_configuration_there_is_none(monkeypatch):
    monkeypatch.setattr(MiniLM, "folder", staticmethod(lambda: None))
    assert choose_embedder(None) is None
    with pytest.raises(Unavailable, match="not installed"):
        MiniLM().embed(["x"])


@needs_weights
def test_files_that_are_not_the_published_ones_are_refused(tmp_path, monkeypatch):
    genuine = MiniLM.folder()
    for name in MiniLM.HASHES:
        (tmp_path / name).symlink_to(genuine / name)
    (tmp_path / "vocab.txt").unlink()
    shutil.copyfile(genuine / "vocab.txt", tmp_path / "vocab.txt")
    with (tmp_path / "vocab.txt").open("ab") as handle:
        handle.write(b"\n")
    monkeypatch.setattr(MiniLM, "folder", staticmethod(lambda: tmp_path))
    with pytest.raises(Unavailable, match=r"vocab\.txt is not the published file"):
        MiniLM().embed(["x"])


@needs_weights
def test_the_graph_is_kept_only_when_asked_and_used_when_there(tmp_path, monkeypatch):
    first = MiniLM(tmp_path).embed(["linen"])
    assert not list(tmp_path.iterdir())
    MiniLM(tmp_path, keep=True).embed(["linen"])
    [kept] = tmp_path.iterdir()
    assert kept.stat().st_size < 50_000
    monkeypatch.setattr("tools.data.minilm_graph.build_graph", lambda shapes: pytest.fail("built again"))
    assert np.array_equal(MiniLM(tmp_path).embed(["linen"]), first)


def test_endpoint_sends_strings_and_key_and_orders_the_answers():
    with embedding_server() as server:
        vectors = Endpoint(EmbeddingConfig("m", server.url, "secret")).embed(["candle", "", "x" * 20_000])
    assert vectors.shape == (3, 64)
    assert np.allclose(np.linalg.norm(vectors, axis=1)[[0, 2]], 1, atol=1e-5)
    [request] = server.requests
    assert request["model"] == "m"
    assert [len(text) for text in request["input"]] == [6, 1, 8000]
    assert server.keys == ["Bearer secret"]


def test_endpoint_retries_what_passes_and_gives_up_on_what_does_not(monkeypatch):
    monkeypatch.setattr("tools.data.embedding.time.sleep", lambda seconds: None)
    with embedding_server() as server:
        endpoint = Endpoint(EmbeddingConfig("m", server.url))
        server.failures += [429, 500]
        assert endpoint.embed(["a"]).shape == (1, 64)
        server.failures += [401]
        with pytest.raises(Unavailable, match="HTTP 401"):
            endpoint.embed(["a"])
        assert len(server.requests) == 4
        server.failures += [503, 503, 503]
        with pytest.raises(Unavailable, match="HTTP 503"):
            endpoint.embed(["a"])


def test_nobody_listening_is_one_clear_sentence(monkeypatch):
    monkeypatch.setattr("tools.data.embedding.time.sleep", lambda seconds: None)
    with pytest.raises(Unavailable, match="did not answer as expected"):
        Endpoint(EmbeddingConfig("m", "http://127.0.0.1:9/v1", timeout_seconds=2)).embed(["a"])


@pytest.mark.parametrize(
    "answer", [b"<html>", b"{}", b'{"data": []}', b'{"data": [{"index": 0, "embedding": "AAAA"}]}']
)
def test_other_protocols_are_not_taken_for_vectors(monkeypatch, answer):
    monkeypatch.setattr(
        Endpoint, "_rows", staticmethod(lambda content, expected, rows=Endpoint._rows: rows(answer, expected))
    )
    with embedding_server() as server, pytest.raises(Unavailable, match="did not answer as expected"):
        Endpoint(EmbeddingConfig("m", server.url)).embed(["a"])


@needs_weights
def test_a_word_is_what_it_means_where_it_stands():
    minilm = MiniLM()

    def word(text: str, said: str):
        start = text.index(said)
        found = minilm.words(text, [(start, start + len(said)), (9_000, 9_001)])
        assert found.shape == (2, 384)
        assert not found[1].any()
        return found[0] / np.linalg.norm(found[0])

    back = word("who brought it back for a refund", "back")
    assert back @ word("which items came back as returns", "back") > back @ word("her back hurts", "back")
