"""`results`: take in what a sending tool tells of a campaign, and say what the campaign did."""

import argparse
import json

from assistant.cli.display import finding_text
from assistant.cli.shops import reading
from tools.contract import BadInput, Finding
from tools.data.workspace import Workspace


def run_results(arguments: argparse.Namespace) -> int:
    """Import the files, if any, under the exclusive lock; then print the table and what it says."""
    from tools.campaigns.results import campaign_results

    if arguments.holdout is not None and not 0 < arguments.holdout < 1:
        raise BadInput(f"--holdout {arguments.holdout:g} is not a share above 0 and below 1, such as 0.1.")
    imported = _import(arguments) if arguments.files else None
    with reading(arguments.dir, "results") as shop:
        desk = shop.desk(today=arguments.today, language=shop.workspace.settings.language)
        found = campaign_results(desk, arguments.campaign, arguments.outcome, arguments.days, arguments.by,
                                 arguments.holdout)  # fmt: skip
    if arguments.json:
        parts = {"imported": imported, "results": found}
        print(json.dumps({name: one.model_dump(mode="json") for name, one in parts.items() if one}, ensure_ascii=False))
        return 0
    if imported is not None:
        print(finding_text(imported, 0))
    print(finding_text(found, 0), end="")
    return 0


def _import(arguments: argparse.Namespace) -> Finding:
    from tools.campaigns.importing import import_results

    workspace = Workspace.open(arguments.dir)
    with workspace.lock(exclusive=True, purpose="results"):
        return import_results(workspace, arguments.campaign, arguments.files, language=workspace.settings.language)
