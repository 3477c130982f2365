"""Versions on disk, and scores that come back as they were."""

import json
from datetime import date

import numpy as np
import pytest

from tests.tools.data.models.scores import FORMS, people, score
from tools.contract import BadInput
from tools.data.models import keeping
from tools.data.models.parts_file import read_parts, write_parts
from tools.science.reasons import contributions
from tools.science.scorer_parts import from_parts, to_parts


@pytest.mark.parametrize("form", FORMS)
def test_a_score_comes_back_as_it_was(tmp_path, form):
    frame, _ = people()
    before = score(form)
    keeping.save(tmp_path, "churn", "2026-01-02-1", parts={"scorer": to_parts(before), "days": 90}, card={"auc": 0.8})
    kept = keeping.load(tmp_path, "churn")
    after = from_parts(kept.parts["scorer"])
    assert np.abs(after.margin(frame) - before.margin(frame)).max() < 1e-9
    assert np.abs(after.probability(frame) - before.probability(frame)).max() < 1e-9
    reasons, former = contributions(after, frame), contributions(before, frame)
    assert reasons[0] == former[0] and np.array_equal(reasons[1], former[1])
    assert kept.parts["days"] == 90 and kept.card == {"auc": 0.8} and kept.version == "2026-01-02-1"


def test_plain_parts_come_back_equal(tmp_path):
    parts = {
        "numbers": [1, 2.5, None, True, float("inf"), np.float32(0.5), np.int64(7)],
        "text": {"zh": "流失", "ключ": ["a", ("b", "c")]},
        "arrays": {"a": np.arange(6).reshape(2, 3), "names": np.array(["x", "日本"]), "none": np.zeros((0, 4))},
        "twice": [np.ones(3)] * 2,
        "column": np.asfortranarray(np.arange(6.0).reshape(2, 3))[:, 1],
        "empty": {},
    }
    write_parts(tmp_path / "model.skops", parts)
    found = read_parts(tmp_path / "model.skops")
    assert found["numbers"] == [1, 2.5, None, True, float("inf"), 0.5, 7]
    assert found["text"] == {"zh": "流失", "ключ": ["a", ["b", "c"]]} and found["empty"] == {}
    for name, array in parts["arrays"].items():
        assert np.array_equal(found["arrays"][name], array) and found["arrays"][name].dtype == array.dtype
    assert np.array_equal(found["twice"][1], np.ones(3)) and found["column"].tolist() == [1.0, 4.0]


@pytest.mark.parametrize(
    "part",
    [object(), {1: 2}, {"$array": 0}, np.array([object()]), {1, 2}, date(2026, 1, 2), b"bytes", print],
    ids=lambda part: type(part).__name__,
)
def test_what_cannot_be_kept_is_refused_before_anything_is_written(tmp_path, part):
    with pytest.raises(TypeError):
        keeping.save(tmp_path, "churn", "2026-01-02-1", parts={"part": part}, card={})
    assert keeping.current_version(tmp_path, "churn") is None
    assert not list((tmp_path / "churn").iterdir())


def test_an_estimator_outside_the_list_is_refused(tmp_path):
    from sklearn.linear_model import LogisticRegression

    with pytest.raises(TypeError, match="not among the models"):
        write_parts(tmp_path / "model.skops", {"estimator": LogisticRegression()})


def test_the_last_versions_stay_and_one_can_go_back(tmp_path):
    assert keeping.read_card(tmp_path, "churn") is None and keeping.versions(tmp_path, "churn") == []
    for fit in range(5):
        version = keeping.next_version(tmp_path, "churn", date(2026, 1, 2))
        keeping.save(tmp_path, "churn", version, parts={"fit": fit}, card={"fit": fit}, onnx=b"graph")
    assert keeping.versions(tmp_path, "churn") == ["2026-01-02-5", "2026-01-02-4", "2026-01-02-3"]
    folders = sorted(path.name for path in (tmp_path / "churn").iterdir())
    assert folders == ["2026-01-02-3", "2026-01-02-4", "2026-01-02-5", "current.json"]
    files = sorted(path.name for path in (tmp_path / "churn" / "2026-01-02-5").iterdir())
    assert files == ["card.json", "model.onnx", "model.skops"]
    assert keeping.previous(tmp_path, "churn") == "2026-01-02-4"
    assert keeping.load(tmp_path, "churn", "2026-01-02-3").parts == {"fit": 2}
    assert keeping.go_back(tmp_path, "churn") == "2026-01-02-4"
    assert keeping.load(tmp_path, "churn").card == {"fit": 3}
    assert keeping.go_back(tmp_path, "churn") == "2026-01-02-3"
    with pytest.raises(BadInput, match="no version"):
        keeping.go_back(tmp_path, "churn")
    keeping.withdraw(tmp_path, "churn")
    assert keeping.read_card(tmp_path, "churn") is None and keeping.previous(tmp_path, "churn") == "2026-01-02-5"
    with pytest.raises(BadInput, match="train it first"):
        keeping.load(tmp_path, "churn")


def test_a_failing_write_leaves_the_former_model(tmp_path, monkeypatch):
    keeping.save(tmp_path, "churn", "2026-01-02-1", parts={"fit": 1}, card={"fit": 1})
    monkeypatch.setattr("tools.data.models.keeping.write_atomically", lambda *_: (_ for _ in ()).throw(OSError(28)))
    with pytest.raises(OSError):
        keeping.save(tmp_path, "churn", "2026-01-03-1", parts={"fit": 2}, card={"fit": 2})
    assert keeping.load(tmp_path, "churn").parts == {"fit": 1}


def test_names_and_versions_stay_inside_the_folder(tmp_path):
    for name in ("../churn", "", "Churn", "a/b", "a" * 99):
        with pytest.raises(ValueError):
            keeping.save(tmp_path, name, "2026-01-02-1", parts={}, card={})
    for version in ("../../x", "2026-01-02", ".", "2026-01-02-1/.."):
        with pytest.raises(ValueError):
            keeping.save(tmp_path, "churn", version, parts={}, card={})
    keeping.save(tmp_path, "churn", "2026-01-02-1", parts={}, card={})
    with pytest.raises(ValueError, match="kept already"):
        keeping.save(tmp_path, "churn", "2026-01-02-1", parts={}, card={})
    (tmp_path / "churn" / "current.json").write_text(json.dumps({"version": "../../etc", "kept": []}))
    with pytest.raises(BadInput, match="A version is a date"):
        keeping.load(tmp_path, "churn")


@pytest.mark.parametrize("file", ["model.skops", "card.json"])
def test_a_file_that_was_changed_is_told_from_the_one_that_was_kept(tmp_path, file):
    folder = keeping.save(tmp_path, "churn", "2026-01-02-1", parts={"fit": 1}, card={"fit": 1})
    content = (folder / file).read_bytes()
    (folder / file).write_bytes(content[:-1])
    with pytest.raises(BadInput, match="changed or cut short"):
        keeping.load(tmp_path, "churn")
    (folder / file).unlink()
    with pytest.raises(BadInput, match="missing"):
        keeping.load(tmp_path, "churn")
