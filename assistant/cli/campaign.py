"""`campaign`: what was planned, approve its drafts, write its files."""

import argparse
import sys
from dataclasses import replace

from assistant.cli.display import finding_text
from assistant.cli.progress import Progress
from assistant.cli.shops import reading
from assistant.session import account
from tools.contract import BadInput, Finding
from tools.data.exports import Platform
from tools.desk import Desk


def run_campaign(arguments: argparse.Namespace) -> int:
    """List campaigns; with a name approve drafts, write files, or show the drafts and what is approved."""
    from tools.campaigns.overview import list_campaigns
    from tools.campaigns.store import find_record
    from tools.copywriting.approving import approve_drafts

    with reading(arguments.dir, "campaign") as shop:
        desk = shop.desk(today=arguments.today, language=shop.workspace.settings.language)
        # whoever types the command says so themselves
        asked = "approve" if arguments.approve else ""
        desk = replace(desk, person=(arguments.by or "").strip(), account=account(), asked=asked)
        if not arguments.name:
            print(finding_text(list_campaigns(desk), 0), end="")
            return 0
        record = find_record(desk.workspace, arguments.name)
        if arguments.approve:
            print(finding_text(approve_drafts(desk, _letters(arguments.approve), record.brief_id), 0), end="")
        if arguments.withdraw:
            taken = approve_drafts(desk, _letters(arguments.withdraw), record.brief_id, withdraw=True)
            print(finding_text(taken, 0), end="")
        if arguments.platform:
            print(finding_text(_exported(desk, arguments.platform, record.id), 0), end="")
        if arguments.preview:
            print(_previews(desk, arguments.preview, record.brief_id), end="")
        elif not arguments.approve and not arguments.withdraw and not arguments.platform:
            print(_drafts(desk, record.brief_id), end="")
    return 0


def _exported(desk: Desk, platform: Platform, identity: str) -> Finding:
    """The files, with progress; a stop says that what is done stays."""
    from tools.campaigns.packing import pack_campaign

    progress = Progress("messages")
    try:
        return pack_campaign(desk, platform, identity, progress=progress.count)
    except KeyboardInterrupt:
        print("\nStopped. What is written stays: run the same command to go on.", file=sys.stderr)
        raise
    finally:
        progress.close()


def _letters(given: str) -> list[str]:
    """A,C as letters; only commas are no letters, which would mean every draft."""
    letters = [letter.strip() for letter in given.replace("、", ",").replace("，", ",").split(",") if letter.strip()]
    if not letters:
        raise BadInput("Name the drafts by letter, such as A,C.")
    return letters


def _drafts(desk: Desk, brief_id: str) -> str:
    """The drafts by letter, with who approved them and what they break."""
    from tools.copywriting.approving import approvals, lettered, signer, submitted

    approved = {one.draft: one for one in approvals(desk, brief_id)}
    lines = []
    for letter, card in lettered(submitted(desk, brief_id)).items():
        mark = f"  ✓ {signer(desk, approved[letter])}, {approved[letter].at}" if letter in approved else ""
        lines.append(f"── {letter}. {card.channel}{mark} ──")
        lines += [f"{name}: {text}" for name, text in card.fields.items()]
        lines += [f"  ! {check.message}" for check in card.checks if not check.passed]
    return "\n".join(lines) + "\n"


def _previews(desk: Desk, customer_id: str, brief_id: str) -> str:
    """The drafts by letter, filled in for one customer."""
    from tools.copywriting.approving import lettered
    from tools.copywriting.previews import preview_drafts

    finding = preview_drafts(desk, customer_id, brief_id)
    lines = [finding.title, finding.message]
    for letter, card in lettered(finding.drafts).items():
        lines += [f"── {letter} ──", *(f"{name}: {text}" for name, text in card.preview.items())]
    return "\n".join(line for line in lines if line) + "\n"
