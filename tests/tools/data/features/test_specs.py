"""The declared table: complete in both languages, and nothing a shop calls its categories becomes a part of SQL."""

from tools.data.features.specs import declared_features, level_features


def test_every_feature_says_what_it_is_in_both_languages():
    specs = [*declared_features(), *level_features("category", ["skin"]), *level_features("country", ["GB"])]
    assert len({spec.name for spec in specs}) == len(specs) >= 40
    for spec in specs:
        for text in (spec.label.en, spec.label.zh, spec.meaning.en, spec.meaning.zh):
            assert text and "{" not in text, spec.name
        assert any("\u4e00" <= letter <= "\u9fff" for letter in spec.meaning.zh)
        assert spec.window_days is None or f"{spec.window_days}" in spec.name


def test_the_name_of_a_level_stays_out_of_the_sql():
    (spec,) = level_features("category", ["x'); DROP TABLE orders; --"])
    assert "DROP" in spec.name and "DROP" not in spec.sql and "$category_0" in spec.sql
    assert [spec.name for spec in level_features("channel", ["{mark}", "web"])] == [
        "channel_share:{mark}", "channel_share:web",
    ]  # fmt: skip
