"""`results`: files go in, the table and its sentence come out, in text and in JSON."""

import json

from assistant.cli import main
from tests.tools.campaigns.trials import trial_shop


def test_files_are_taken_in_and_the_campaign_measured(tmp_path, capsys):
    trial_shop(tmp_path / "shop", {"mail": (900, 90), "control": (300, 15)}, sends=False).close()
    sends = "\n".join(f"mail-{number:05d},2026-09-01 09:30" for number in range(900))
    (tmp_path / "sent.csv").write_text(f"customer id,sent at\n{sends}\n", encoding="utf-8")
    assert main(["results", str(tmp_path / "shop"), "Autumn Letter", str(tmp_path / "sent.csv")]) == 0
    text = capsys.readouterr().out
    assert "added: sends" in text and "more than chance would give" in text
    assert main(["results", str(tmp_path / "shop"), "Autumn Letter", "--json", "--by", "city"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["results"] and found["results"]["totals"]["difference"] == 0.05


def test_a_share_that_is_none_is_refused_in_one_sentence(tmp_path, capsys):
    assert main(["results", str(tmp_path), "x", "--holdout", "10"]) != 0
    assert "--holdout 10 is not a share" in capsys.readouterr().err
