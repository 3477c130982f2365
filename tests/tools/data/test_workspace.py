"""The workspace folder: settings survive, occupied folders are refused, and only one may write."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tools.contract import BadInput
from tools.data.workspace import HygieneSettings, Workspace, WorkspaceSettings, write_atomically

ROOT = Path(__file__).parents[3]
AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def test_settings_survive_a_round_trip(tmp_path):
    words = {"skincare": {"zh": ["护肤品", "面部护理"], "en": ['the "good" stuff']}}
    made = Workspace.create(
        tmp_path / "shop", WorkspaceSettings(name='Käthe & 菩提 "No 1"', currency="EUR", dictionary=words)
    )
    assert Workspace.open(made.path).settings == made.settings


def test_a_folder_that_is_no_workspace_says_how_to_make_one(tmp_path):
    with pytest.raises(BadInput, match="is not a workspace"):
        Workspace.open(tmp_path)


def test_other_peoples_files_are_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(BadInput, match="already holds other files"):
        Workspace.create(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_broken_settings_name_the_file(tmp_path):
    Workspace.create(tmp_path / "shop")
    (tmp_path / "shop" / "workspace.toml").write_text('currency = "EUR\n')
    with pytest.raises(BadInput, match=r"workspace\.toml cannot be read"):
        Workspace.open(tmp_path / "shop")


def test_unknown_settings_are_named(tmp_path):
    Workspace.create(tmp_path / "shop")
    (tmp_path / "shop" / "workspace.toml").write_text('curency = "EUR"\n')
    with pytest.raises(BadInput, match="curency"):
        Workspace.open(tmp_path / "shop")


def test_readers_share_and_a_writer_is_alone(tmp_path):
    workspace = Workspace.create(tmp_path / "shop")
    holder = textwrap.dedent(f"""
        import sys
        from tools.data.workspace import Workspace
        with Workspace.open({str(workspace.path)!r}).lock(exclusive=sys.argv[1] == "write", purpose=sys.argv[1]):
            print("held", flush=True)
            sys.stdin.readline()
    """)

    def hold(how):
        process = subprocess.Popen(
            [sys.executable, "-c", holder, how], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout.readline() == "held\n"
        return process

    reader = hold("read")
    with workspace.lock(exclusive=False, purpose="ask"):
        pass
    with pytest.raises(BadInput, match="in use by"), workspace.lock(exclusive=True, purpose="import"):
        pass
    reader.communicate("\n")
    writer = hold("write")
    with pytest.raises(BadInput, match="in use by `write`"), workspace.lock(exclusive=False, purpose="ask"):
        pass
    writer.kill()  # a dead holder leaves no lock behind
    writer.communicate()
    with workspace.lock(exclusive=True, purpose="import"):
        pass


def test_an_interrupted_write_leaves_the_old_content(tmp_path, monkeypatch):
    file = tmp_path / "audience.json"
    write_atomically(file, "old")

    def no_space(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(OSError, match="No space"):
        write_atomically(file, "new")
    assert file.read_text() == "old" and len(list(tmp_path.iterdir())) == 1


@pytest.mark.skipif(AS_ROOT, reason="root may write anywhere, so a read-only folder cannot be made")
def test_a_read_only_folder_can_still_be_read(tmp_path):
    workspace = Workspace.create(tmp_path / "shop")
    workspace.path.chmod(0o555)
    try:
        with Workspace.open(workspace.path).lock(exclusive=False, purpose="ask"):
            pass
        with pytest.raises(BadInput, match="cannot be written"), workspace.lock(exclusive=True, purpose="import"):
            pass
    finally:
        workspace.path.chmod(0o755)


def test_hygiene_survives_a_round_trip_and_old_files_load(tmp_path):
    rules = HygieneSettings(frequency_cap_messages=2, contact_idle_at_most_days=0)
    made = Workspace.create(
        tmp_path / "shop", WorkspaceSettings(hygiene=rules, dictionary={"skin care": {"en": ["skin"]}})
    )
    again = Workspace.open(made.path)
    assert again.settings == made.settings
    again.teach("护肤", "skin care")
    assert Workspace.open(made.path).settings.hygiene == rules
    (tmp_path / "shop" / "workspace.toml").write_text('name = "Old"\n[dictionary."a b"]\nen = ["c"]\n')
    assert Workspace.open(made.path).settings.hygiene == HygieneSettings()


def test_a_negative_number_of_days_names_the_setting(tmp_path):
    Workspace.create(tmp_path / "shop")
    (tmp_path / "shop" / "workspace.toml").write_text("[hygiene]\nreturn_quiet_days = -1\n")
    with pytest.raises(BadInput, match=r"hygiene\.return_quiet_days"):
        Workspace.open(tmp_path / "shop")
