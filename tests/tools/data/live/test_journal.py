"""The journal: many writers, torn lines, segments that close."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools.contract import BadInput
from tools.data.live.journal import Journal

ROOT = Path(__file__).parents[4]


def test_lines_of_many_processes_are_all_there_and_whole(tmp_path):
    code = (
        "import sys; from pathlib import Path; from tools.data.live.journal import Journal\n"
        "journal = Journal(Path(sys.argv[1]))\n"
        "for n in range(40): journal.append([(sys.argv[2] * 500 + f' {n}\\n').encode()])"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), letter], cwd=ROOT) for letter in "abc"]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    journal = Journal(tmp_path)
    (name,) = journal.segments()
    lines, end = journal.read(name, 0)
    assert sorted(lines) == sorted(f"{letter * 500} {n}".encode() for letter in "abc" for n in range(40))
    assert journal.read(name, end) == ([], end)


def test_a_torn_last_line_waits_and_then_stands_alone(tmp_path):
    journal = Journal(tmp_path)
    journal.append([b"one\n"])
    (name,) = journal.segments()
    with (journal.folder / name).open("ab") as handle:
        handle.write(b'{"half')
    lines, end = journal.read(name, 0)
    assert lines == [b"one"]
    journal.append([b"two\n"])
    assert journal.read(name, end)[0] == [b'{"half', b"two"]


def test_closed_segments_change_no_more(tmp_path):
    journal = Journal(tmp_path)
    assert journal.close_segments() == []
    journal.append([b"one\n"])
    closed = journal.close_segments()
    journal.append([b"two\n"])
    assert [journal.read(name, 0)[0] for name in journal.segments()] == [[b"one"], [b"two"]]
    journal.remove(closed)
    journal.remove(closed)
    assert [journal.read(name, 0)[0] for name in journal.segments()] == [[b"two"]]


def test_other_files_in_the_folder_are_not_read(tmp_path):
    journal = Journal(tmp_path)
    journal.append([b"one\n"])
    (journal.folder / "notes.jsonl").write_text("mine\n")
    assert len(journal.segments()) == 1


def test_where_nothing_can_be_written_nothing_is_claimed(tmp_path):
    (tmp_path / "live").write_text("a file")
    with pytest.raises(BadInput, match="nothing was added"):
        Journal(tmp_path).append([b"one\n"])
