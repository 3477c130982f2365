"""Files made to do harm are refused in one sentence, and nothing in them runs."""

import io
import json
import os
import pickle
import struct
import zipfile
from pathlib import Path

import joblib
import numpy as np
import pytest
import skops.io
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tools.data.models.scores import people, score
from tools.contract import BadInput
from tools.data.models import audit
from tools.data.models.estimators import pack, unpack
from tools.data.models.parts_file import read_parts, write_parts
from tools.science.scorer_parts import from_parts, to_parts


class Trap:
    """Makes a folder when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)

    def __reduce__(self):
        return os.mkdir, (self.path,)


def refused(path: Path) -> str:
    """The sentence a file is refused with."""
    with pytest.raises(BadInput) as caught:
        read_parts(path)
    message = str(caught.value)
    assert "\n" not in message and str(path) in message and len(message) < 500
    return message


def archive(path: Path, entries: dict[str, bytes], packing: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", packing) as out:
        for name, content in entries.items():
            out.writestr(name, content)
    return path


def good(tmp_path: Path, form: str = "boosted") -> dict[str, bytes]:
    write_parts(tmp_path / "good.skops", {"scorer": to_parts(score(form))})
    with zipfile.ZipFile(tmp_path / "good.skops") as read:
        return {name: read.read(name) for name in read.namelist()}


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickle_is_refused(tmp_path, protocol):
    path = tmp_path / "model.skops"
    path.write_bytes(pickle.dumps(Trap(tmp_path / "sprung"), protocol))
    assert "not a model file" in refused(path)
    assert not (tmp_path / "sprung").exists()


@pytest.mark.parametrize("compress", [0, 3, ("gzip", 3), ("xz", 3)])
def test_a_joblib_file_is_refused(tmp_path, compress):
    joblib.dump({"array": np.arange(3), "trap": Trap(tmp_path / "sprung")}, tmp_path / "model.skops", compress)
    assert "not a model file" in refused(tmp_path / "model.skops")
    assert not (tmp_path / "sprung").exists()


NODES = {
    "a function": {"__class__": "mkdir", "__module__": "os", "__loader__": "FunctionNode"},
    "a type": {"__class__": "eval", "__module__": "builtins", "__loader__": "TypeNode"},
    "an object": {
        "__class__": "Popen", "__module__": "subprocess", "__loader__": "ObjectNode",
        "content": {"__class__": "str", "__module__": "builtins", "__loader__": "JsonNode", "content": "[]"},
    },
    "a partial": {"__class__": "partial", "__module__": "functools", "__loader__": "PartialNode", "content": {}},
    "a method": {"__class__": "method", "__module__": "builtins", "__loader__": "MethodNode", "content": {}},
    "an operator": {"__class__": "attrgetter", "__module__": "operator", "__loader__": "OperatorFuncNode"},
    "a tree": {"__class__": "Tree", "__module__": "sklearn.tree._tree", "__loader__": "TreeNode"},
    "another estimator": {
        "__class__": "FunctionTransformer", "__module__": "sklearn.preprocessing._function_transformer",
        "__loader__": "ObjectNode", "content": {},
    },
    "an allowed type by a wrong loader": {
        "__class__": "str", "__module__": "builtins", "__loader__": "ObjectNode", "content": {},
    },
    "a type named through a module": {"__class__": "Popen", "__module__": "builtins.str", "__loader__": "TypeNode"},
    "an object twice": {"__class__": "dict", "__module__": "builtins", "__loader__": "CachedNode", "__id__": 1},
    "objects in an array": {
        "__class__": "ndarray", "__module__": "numpy", "__loader__": "NdArrayNode", "type": "json", "content": [],
    },
    "no loader": {"__class__": "mkdir", "__module__": "os"},
    "no array": {
        "__class__": "ndarray", "__module__": "numpy", "__loader__": "NdArrayNode", "type": "numpy", "file": "9.npy",
    },
    "a file outside": {
        "__class__": "ndarray", "__module__": "numpy", "__loader__": "NdArrayNode", "type": "numpy",
        "file": "../../x.npy",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", NODES)
def test_a_skops_file_that_asks_for_more_is_refused_before_skops_sees_it(tmp_path, name, monkeypatch):
    monkeypatch.setattr(skops.io, "loads", lambda *_, **__: pytest.fail("skops was asked"))
    entries = good(tmp_path)
    schema = json.loads(entries["schema.json"])
    schema["content"]["layout"] = NODES[name]
    refused(archive(tmp_path / "model.skops", entries | {"schema.json": json.dumps(schema).encode()}))


def test_what_skops_itself_would_let_through_is_refused_too(tmp_path):
    from sklearn.linear_model import LogisticRegression

    skops.io.dump({"form": 1, "layout": "{}", "arrays": [], "estimators": [LogisticRegression()]}, tmp_path / "m.skops")
    assert "LogisticRegression" in refused(tmp_path / "m.skops")


@pytest.mark.parametrize("name", ["../evil.npy", "/etc/evil.npy", "a\\b.npy", "evil.py", "1.npy/", "x" * 300])
def test_parts_with_other_names_are_refused(tmp_path, name):
    assert "named" in refused(archive(tmp_path / "model.skops", good(tmp_path) | {name: b"1"}))
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".npy"] == []


def test_bombs_are_refused_unopened(tmp_path, monkeypatch):
    monkeypatch.setattr(audit, "MAX_UNPACKED_BYTES", 3_000_000)
    monkeypatch.setattr(audit, "MAX_ENTRIES", 50)
    bomb = archive(tmp_path / "bomb.skops", good(tmp_path) | {"1.npy": bytes(4_000_000)}, zipfile.ZIP_DEFLATED)
    assert bomb.stat().st_size < 1_000_000 and "unpacks to" in refused(bomb)
    many = archive(tmp_path / "many.skops", good(tmp_path) | {f"{number}.npy": b"" for number in range(60)})
    assert "parts" in refused(many)
    monkeypatch.setattr(audit, "MAX_FILE_BYTES", 1_000)
    assert "bytes" in refused(many)


def test_a_bomb_with_a_false_size_is_refused(tmp_path):
    entries = good(tmp_path)
    name = next(name for name in entries if name.endswith(".npy"))
    out = io.BytesIO()
    np.save(out, np.zeros(777_777))
    size = len(out.getvalue())
    path = archive(tmp_path / "model.skops", entries | {name: out.getvalue()}, zipfile.ZIP_DEFLATED)
    path.write_bytes(path.read_bytes().replace(struct.pack("<I", size), struct.pack("<I", 200)))
    assert "damaged" in refused(path)


def npy(header: dict, body: bytes = b"") -> bytes:
    text = (repr(header) + "\n").encode()
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + body


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x93NUMPY\x09\x00",
        npy({"descr": "<f8", "fortran_order": False, "shape": (10**12,)}),
        npy({"descr": "<f8", "fortran_order": False, "shape": (-1,)}),
        npy({"descr": "<f8", "fortran_order": False, "shape": (2,)}, bytes(17)),
        npy({"descr": "<M8[s]", "fortran_order": False, "shape": (1,)}, bytes(8)),
        b"\x93NUMPY\x01\x00\x10\x00__import__('os')",
    ],
)
def test_arrays_that_lie_about_themselves_are_refused(tmp_path, content):
    entries = good(tmp_path)
    name = next(name for name in entries if name.endswith(".npy"))
    refused(archive(tmp_path / "model.skops", entries | {name: content}))


def test_an_array_with_a_pickle_inside_is_refused(tmp_path):
    entries, out = good(tmp_path), io.BytesIO()
    np.save(out, np.array([Trap(tmp_path / "sprung")], dtype=object), allow_pickle=True)
    name = next(name for name in entries if name.endswith(".npy"))
    assert "objects" in refused(archive(tmp_path / "model.skops", entries | {name: out.getvalue()}))
    assert not (tmp_path / "sprung").exists()


def test_endless_nesting_is_refused(tmp_path):
    deep = b'{"a":' * 100_000 + b"1" + b"}" * 100_000
    refused(archive(tmp_path / "deep.skops", good(tmp_path) | {"schema.json": deep}))
    refused(archive(tmp_path / "text.skops", good(tmp_path) | {"schema.json": b"\xff\xfe"}))


@pytest.mark.parametrize("share", [0.0, 0.001, 0.5, 0.9, 0.999])
def test_a_file_cut_short_is_refused(tmp_path, share):
    path = archive(tmp_path / "model.skops", good(tmp_path))
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    refused(path)


@pytest.mark.parametrize("form", ["boosted", "tree", "forest"])
@pytest.mark.parametrize(
    "harm",
    ["beyond the end", "backwards", "onto itself", "into the next tree", "two parents", "no such feature", "no size"],
)
def test_trees_whose_nodes_lead_astray_are_refused(form, harm):
    packed = pack(score(form).members[0].estimator)
    nodes, sizes = packed["nodes"].copy(), packed["sizes"].copy()
    left, feature = ("left", "feature_idx") if form == "boosted" else ("left_child", "feature")
    inner = 0
    if harm == "beyond the end":
        nodes[left][inner] = 2**31
    elif harm == "backwards":
        place = np.flatnonzero((nodes[left] > 0) & (np.arange(len(nodes)) > 0))[0]
        nodes[left][place] = 0
    elif harm == "onto itself":
        nodes[left][inner] = inner
    elif harm == "into the next tree":
        nodes[left][inner] = sizes[0]
    elif harm == "two parents":
        nodes[left][inner] = nodes["right" if form == "boosted" else "right_child"][inner]
    elif harm == "no such feature":
        nodes[feature][inner] = 5
    else:
        sizes[0] -= 1
    with pytest.raises(BadInput, match="cannot be put together"):
        unpack(packed | {"nodes": nodes, "sizes": sizes})


def test_trees_of_another_kind_are_refused():
    packed = pack(score("tree").members[0].estimator)
    for name, wrong in {
        "values": packed["values"][:, :, :1],
        "nodes": packed["nodes"].astype([(name, "f8") for name in packed["nodes"].dtype.names]),
        "depths": packed["depths"][:0],
        "sizes": packed["sizes"].astype(float),
    }.items():
        with pytest.raises(BadInput):
            unpack(packed | {name: wrong})


def test_another_scikit_learn_is_told(tmp_path):
    entries = good(tmp_path)
    schema = entries["schema.json"].decode()
    import sklearn

    path = archive(
        tmp_path / "model.skops", entries | {"schema.json": schema.replace(sklearn.__version__, "1.0.2").encode()}
    )
    assert "scikit-learn 1.0.2" in refused(path)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_file_with_a_few_bytes_changed_never_harms(tmp_path, data):
    path = tmp_path / "fuzzed.skops"
    if not (tmp_path / "good.skops").exists():
        good(tmp_path, "pooled")
    content = bytearray((tmp_path / "good.skops").read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(bytes(content))
    try:
        parts = read_parts(path)
    except BadInput:
        return
    try:
        from_parts(parts["scorer"]).probability(people()[0])
    except (ValueError, KeyError):
        return
