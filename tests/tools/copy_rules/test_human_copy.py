"""Human advertising copy is rarely refused, and where it is, the reason holds."""

import json
from pathlib import Path

import pytest

from tests.tools.copy_rules.setting import context, reading
from tools.copy_rules.registry import breaches, check_draft

COPY = Path(__file__).parents[4] / "shared" / "data" / "advertisegen_zh" / "dev.json"
ALLOWED = 0.03
# what the attribute list does not hold is honestly found untold: no false alarm
UNTOLD = {"claims.property", "claims.told_property", "claims.withstands", "claims.origin"}


@pytest.mark.skipif(
    not COPY.is_file(), reason="the human copy of ../shared/data/advertisegen_zh is not on this machine"
)
def test_law_and_claims_refuse_at_most_three_in_a_hundred() -> None:
    rows = [json.loads(line) for line in COPY.read_text(encoding="utf-8").splitlines()][::3]
    refused = 0
    for row in rows:
        attributes = "；".join(part.replace("#", "：") for part in row["content"].split("*"))
        setting = context("push", "zh", facts=[f"name: 商品\ndescription_zh: {attributes}"])
        draft = reading(setting, {"body": row["summary"].replace("<UNK>", "")})
        refused += bool({check.rule for check in breaches(check_draft(draft))} - UNTOLD)
    assert refused / len(rows) <= ALLOWED


@pytest.mark.skipif(
    not COPY.is_file(), reason="the human copy of ../shared/data/advertisegen_zh is not on this machine"
)
def test_copy_is_not_refused_when_it_is_its_own_source() -> None:
    rows = [json.loads(line) for line in COPY.read_text(encoding="utf-8").splitlines()][::7]
    for row in rows:
        text = row["summary"].replace("<UNK>", "")
        setting = context("push", "zh", facts=[f"name: 商品\ndescription_zh: {text}"])
        rules = {check.rule for check in breaches(check_draft(reading(setting, {"body": text})))}
        assert not {rule for rule in rules if rule.startswith("claims.")}, text
