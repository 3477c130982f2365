"""Documents become passages under their headings, whatever their encoding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.contract import BadInput
from tools.data.documents import (
    PASSAGE_UNITS,
    document_passages,
    find_documents,
    keep_documents,
    kept_documents,
    read_text,
)
from tools.data.passages import clean


def passages(folder, text, name="notes.md"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return document_passages(path, lambda t: t)


def test_headings_become_the_path(tmp_path):
    found = passages(
        tmp_path, "Preface\n# Guide\n## Tone\nWarm.\n### E-mail\nShort.\n## Claims\nNone.\n```\n# not a heading\n```"
    )
    assert [p.title for p in found] == ["notes", "Guide › Tone", "Guide › Tone › E-mail", "Guide › Claims"]
    assert found[3].text.endswith("# not a heading\n```")
    assert [p.id for p in found] == [f"brand:notes.md#{n}" for n in range(1, 5)]
    assert {p.source for p in found} == {"notes.md"}


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [("spring-campaign.md", "", "campaign"), ("活动复盘.txt", "", "campaign"), ("personas.md", "", "segment"),
     ("voice.md", "", "brand"), ("voice.md", "---\nkind: campaign\ntitle: Spring\n---\n", "campaign"),
     ("campaign.md", "---\nkind: nonsense\n---\n", "campaign")],
)  # fmt: skip
def test_kind(tmp_path, name, head, kind):
    [passage] = passages(tmp_path, head + "Some text.", name)
    assert passage.kind == kind
    assert passage.text == "Some text."


def test_front_matter_names_the_document(tmp_path):
    [one, two] = passages(tmp_path, '---\ntitle: "Our voice"\n---\nIntro.\n## Tone\nWarm.')
    assert (one.title, two.title) == ("Our voice", "Our voice › Tone")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings(tmp_path, encoding):
    path = tmp_path / "语气.txt"
    path.write_bytes("语气：温和、朴素。€".encode(encoding))
    assert read_text(path) == "语气：温和、朴素。€"


@pytest.mark.parametrize(
    ("content", "rule"), [(b"PK\x03\x04\x00\x00", "not text"), (b"\xff\xa0\xff", "neither UTF-8 nor")]
)
def test_what_is_not_text_is_refused(tmp_path, content, rule):
    path = tmp_path / "x.md"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=rule):
        read_text(path)


def test_missing_wrong_and_empty_places_are_named(tmp_path):
    (tmp_path / "plan.docx").write_bytes(b"PK")
    (tmp_path / "empty").mkdir()
    for path, rule in (("none.md", "does not exist"), ("plan.docx", "not Markdown"), ("empty", "holds no document")):
        with pytest.raises(BadInput, match=rule):
            find_documents([tmp_path / path])


def test_documents_are_kept_and_a_bad_one_keeps_all_out(tmp_path):
    kept, given_folder = tmp_path / "documents", tmp_path / "given"
    given_folder.mkdir()
    (given_folder / "a.md").write_text("A", encoding="utf-8")
    (given_folder / "b.txt").write_bytes(b"\x00\x01")
    with pytest.raises(BadInput):
        keep_documents([given_folder], kept)
    assert kept_documents(kept) == []
    keep_documents([given_folder / "a.md"], kept)
    keep_documents(kept_documents(kept), kept)
    assert [path.name for path in kept_documents(kept)] == ["a.md"]
    assert read_text(kept / "a.md") == "A"


def test_two_documents_of_one_name_are_refused(tmp_path):
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.md").write_text(folder, encoding="utf-8")
    with pytest.raises(BadInput, match="same name"):
        keep_documents([tmp_path / "x", tmp_path / "y"], tmp_path / "documents")


@given(st.text(alphabet=st.sampled_from("ab 护肤。.!\n"), max_size=6000))
def test_splitting_loses_no_text_and_keeps_parts_short(tmp_path_factory, text):
    found = passages(tmp_path_factory.mktemp("split"), text)
    assert "".join("".join(p.text.split()) for p in found) == "".join(clean(text).split())
    assert all(len(p.text) <= PASSAGE_UNITS + 10 for p in found)
