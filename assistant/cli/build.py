"""`demo`, `train` and `index`: what makes a workspace ready to be asked."""

import argparse
import importlib
from pathlib import Path

from assistant.cli.progress import Progress
from assistant.cli.shops import embedding, settings
from tools.data.workspace import Workspace


def run_demo(arguments: argparse.Namespace) -> int:
    """Build the demo shop unless it is there, train and index it, and open the page."""
    folder = Path(arguments.dir)
    ready = (folder / "workspace.toml").is_file() and Workspace.open(folder).warehouse_path.is_file()
    if ready:
        print(f"{folder} is there already; nothing is built anew.")
    else:
        _build_demo(folder, arguments.customers)
    if arguments.no_page:
        print(f'Ready. Try: python -m assistant ask {folder} "How many customers bought in the last 90 days?"')
        return 0
    importlib.import_module("ui.server").launch(
        folder, host=arguments.host, port=arguments.port, settings=settings()
    )  # by name: the page lies a floor above, and only this command goes up there
    return 0


def run_train(arguments: argparse.Namespace) -> int:
    """Fit what the data allow; say in one line each what was fitted and what was not."""
    workspace = Workspace.open(arguments.dir)
    with workspace.lock(exclusive=True, purpose="train"):
        _train(workspace)
    return 0


def run_index(arguments: argparse.Namespace) -> int:
    """Index products, documents, campaigns and segments."""
    workspace = Workspace.open(arguments.dir)
    with workspace.lock(exclusive=True, purpose="index"):
        _index(workspace, [Path(document) for document in arguments.documents])
    return 0


def _build_demo(folder: Path, customers: int) -> None:
    from tools.data.demo import build_demo_shop

    progress = Progress("shop")
    workspace = build_demo_shop(folder, customers=customers, progress=progress)
    progress.close()
    with workspace.lock(exclusive=True, purpose="demo"):
        _train(workspace)
        _index(workspace, [])


def _train(workspace: Workspace) -> None:
    from tools.training import train

    progress = Progress("models")
    reports = train(workspace, progress=progress)
    progress.close()
    chinese = workspace.settings.language == "zh"
    for report in reports:
        print(f"{'✓' if report.fitted else '✗'} {report.text_zh if chinese else report.text_en}")


def _index(workspace: Workspace, documents: list[Path]) -> None:
    from tools.data.engine import Warehouse
    from tools.data.vectors import build_library

    progress = Progress("library")
    warehouse = Warehouse(workspace.warehouse_path)
    try:
        status = build_library(
            workspace, warehouse, documents=documents, progress=progress.count, embedding=embedding(settings())
        )
    finally:
        warehouse.close()
    progress.close()
    counts = ", ".join(f"{count:,} {kind}" for kind, count in status.counts.items() if count)
    print(f"✓ {counts or 'nothing to index yet'}")
