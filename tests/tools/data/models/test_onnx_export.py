"""The exported graph, run by onnxruntime, against the score itself."""

import json

import numpy as np
import onnx
import onnxruntime
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.tree import DecisionTreeClassifier

from tests.tools.data.models.scores import FORMS, NAMES, people, score
from tools.data.models.onnx_export import to_onnx
from tools.science.propensity.basis import fit_basis
from tools.science.propensity.scorer import LinearMember, Scorer, TreeMember
from tools.science.scorer_parts import plain_parts


def session(content: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def run(content: bytes, frame: pd.DataFrame, dtype: type = np.float64) -> tuple[np.ndarray, np.ndarray]:
    made = session(content)
    names = [one.name for one in made.get_inputs()]
    if names == ["features"]:
        feed = {"features": frame.to_numpy(dtype=dtype)}
    else:
        feed = {name: frame[[name]].to_numpy(dtype=dtype) for name in names}
    margin, probability = made.run(["margin", "probability"], feed)
    assert margin.shape == probability.shape == (len(frame), 1)
    return margin[:, 0], probability[:, 0]


@pytest.mark.parametrize("inputs", ["by_name", "matrix"])
@pytest.mark.parametrize("form", FORMS)
def test_the_graph_answers_like_the_score(form, inputs):
    frame, _ = people()
    frame = pd.concat([frame, frame * 1e4, frame * -1e4])
    content = to_onnx(plain_parts(score(form)), inputs=inputs)
    margin, probability = run(content, frame)
    assert np.abs(margin - score(form).margin(frame)).max() < 1e-9
    assert np.abs(probability - score(form).probability(frame)).max() < 1e-9
    model = onnx.load_from_string(content)
    props = {one.key: one.value for one in model.metadata_props}
    assert json.loads(props["features"]) == list(NAMES) and props["scale"] == score(form).scale


@pytest.mark.parametrize("form", FORMS)
def test_single_precision_inputs_are_widened(form):
    frame, _ = people()
    single = frame.astype(np.float32)
    margin, _ = run(to_onnx(plain_parts(score(form)), precision="single"), single, np.float32)
    assert np.abs(margin - score(form).margin(single.astype(float))).max() < 1e-5


numbers = st.one_of(st.none(), st.floats(-1e12, 1e12), st.floats(-5, 5), st.sampled_from([np.inf, -np.inf]))
GRAPHS = {form: (score(form), session(to_onnx(plain_parts(score(form)), inputs="matrix"))) for form in FORMS}


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(*[numbers] * len(NAMES)), min_size=1, max_size=20))
def test_any_row_is_answered_alike(rows):
    frame = pd.DataFrame([[np.nan if value is None else value for value in row] for row in rows], columns=list(NAMES))
    for scorer, made in GRAPHS.values():
        (margin,) = made.run(["margin"], {"features": frame.to_numpy()})
        assert np.abs(margin[:, 0] - scorer.margin(frame)).max() < 1e-9


@pytest.mark.parametrize("form", ["boosted", "tree", "forest"])
def test_a_value_on_a_threshold_goes_the_same_way(form):
    scorer = score(form)
    member = plain_parts(scorer)["members"][0]
    inner = member["left"] >= 0
    rows = []
    for feature, threshold in zip(member["feature"][inner][:60], member["threshold"][inner][:60], strict=True):
        for value in (threshold, np.nextafter(threshold, np.inf), np.nextafter(threshold, -np.inf)):
            row = np.zeros(len(NAMES))
            row[feature] = value
            rows.append(row)
    frame = pd.DataFrame(rows, columns=list(NAMES))
    margin, _ = run(to_onnx(plain_parts(scorer)), frame)
    assert np.abs(margin - scorer.margin(frame)).max() < 1e-12


def test_scores_that_say_the_same_of_everyone():
    frame, label = people()
    stump = DecisionTreeClassifier(min_samples_leaf=len(frame)).fit(frame.fillna(0).to_numpy(), label)
    boosted = HistGradientBoostingClassifier(max_iter=2, min_samples_leaf=len(frame)).fit(frame.to_numpy(), label)
    empty = LinearMember(fit_basis(frame[[]]), np.zeros(0), 0.4)
    for scorer in (
        Scorer(NAMES, (TreeMember(NAMES, stump, np.zeros(5)),), (1.0,)),
        Scorer(NAMES, (TreeMember(NAMES, boosted),), (1.0,)),
        Scorer(NAMES, (empty,), (1.0,), 1.0, 0.1),
        Scorer((), (empty,), (1.0,)),
    ):
        made = session(to_onnx(plain_parts(scorer), inputs="matrix"))
        width = max(len(scorer.features), 1)
        (margin,) = made.run(["margin"], {"features": np.zeros((3, width))})
        assert np.abs(margin[:, 0] - scorer.margin(frame.iloc[:3])).max() < 1e-12


def test_a_feature_named_like_an_output_needs_the_matrix():
    frame = people()[0].rename(columns={"spend": "margin"})
    basis = fit_basis(frame)
    plain = plain_parts(Scorer(tuple(frame.columns), (LinearMember(basis, np.ones(len(basis.mean)), 0.0),), (1.0,)))
    with pytest.raises(ValueError, match="named margin"):
        to_onnx(plain)
    assert to_onnx(plain, inputs="matrix")
