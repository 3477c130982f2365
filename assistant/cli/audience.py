"""`export` and `erase`."""

import argparse
import sys
from pathlib import Path

from assistant.cli.display import finding_text
from assistant.cli.shops import reading
from tools.data.workspace import Workspace


def run_export(arguments: argparse.Namespace) -> int:
    """Write an audience as a platform's file; says how many rows, and who was left out and why."""
    from tools.campaigns import export_audience, read_audience

    with reading(arguments.dir, "export") as shop:
        desk = shop.desk(today=arguments.today, language=shop.workspace.settings.language)
        audience = read_audience(desk, arguments.audience)
        finding = export_audience(desk, audience, arguments.platform, Path(arguments.out), channel=arguments.channel)
    print(finding_text(finding, 0), end="")
    return 0


def run_erase(arguments: argparse.Namespace) -> int:
    """Remove one person everywhere, after asking."""
    from tools.privacy import erase

    workspace = Workspace.open(arguments.dir)
    if not arguments.yes and sys.stdin.isatty():
        answer = input(f"Remove customer {arguments.customer} for good? [y/N] ")
        if answer.strip().lower() not in ("y", "yes", "是"):
            print("Nothing was removed.", file=sys.stderr)
            return 2
    with workspace.lock(exclusive=True, purpose="erase"):
        print(finding_text(erase(workspace, arguments.customer), 0), end="")
    return 0
