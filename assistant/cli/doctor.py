"""`doctor`: is this installation whole, and is this workspace well?"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version

from assistant.cli.shops import embedding, settings
from tools.contract import AssistantError
from tools.data.schema import TABLES
from tools.data.workspace import Workspace
from tools.desk import Shop

PACKAGES = ("duckdb", "sqlglot", "langchain", "langchain-openai", "langgraph-checkpoint-sqlite", "chromadb", "gradio",
            "scikit-learn", "pandas")  # fmt: skip
Check = Callable[[], str]


def run_doctor(arguments: argparse.Namespace) -> int:
    """Print one line per check; exit status 1 when one failed."""
    checks: list[tuple[str, Check]] = [("installation", _installation), ("model", _model)]
    outcomes = [_report(name, check) for name, check in checks]
    try:
        workspace = Workspace.open(arguments.dir)
        with workspace.lock(exclusive=False, purpose="doctor"), _opened(workspace) as shop:
            shop_checks: list[tuple[str, Check]] = [
                ("data", lambda: _data(shop)),
                (
                    "dictionary",
                    lambda: f"{len(shop.dictionary.fields)} fields, {len(shop.dictionary.measures)} measures",
                ),
                ("library", lambda: _library(shop)),
                ("models", lambda: _models(workspace)),
                ("folder", lambda: _folder(workspace)),
            ]
            outcomes += [_report(name, check) for name, check in shop_checks]
            return int(not all(outcomes))
    except AssistantError as error:
        print(f"✗ workspace: {error.message}")
        return 1


@contextmanager
def _opened(workspace: Workspace) -> Iterator[Shop]:
    shop = Shop.open(workspace, embedding(settings()))
    try:
        yield shop
    finally:
        shop.close()


def _report(name: str, check: Check) -> bool:
    try:
        print(f"✓ {name}: {check()}")
    except AssistantError as error:
        print(f"✗ {name}: {error.message}")
        return False
    return True


def _installation() -> str:
    missing, found = [], []
    for package in PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            missing.append(package)
    if missing:
        raise AssistantError(f"not installed: {', '.join(missing)}; run `make install`")
    return f"Python {sys.version.split()[0]}, " + ", ".join(found)


def _model() -> str:
    chosen = settings()
    if not chosen.uses_endpoint:
        return "the built-in planner answers (OPENAI_API_KEY or OPENAI_BASE_URL, and ASSISTANT_MODEL, choose another)"
    import openai

    try:
        client = openai.OpenAI(api_key=chosen.api_key or "none", base_url=chosen.base_url, timeout=5, max_retries=0)
        names = [model.id for model in client.models.list()]
    except openai.OpenAIError as error:
        raise AssistantError(f"{chosen.endpoint_name} cannot be used: {str(error).splitlines()[0]}") from error
    known = "" if not names or chosen.model in names else f"; it does not list {chosen.model}"
    return f"{chosen.model} at {chosen.endpoint_name}{known}"


def _data(shop: Shop) -> str:
    counts = []
    for table in TABLES:
        _, rows = shop.warehouse.query(f"SELECT count(*) FROM {table}")
        if rows[0][0]:
            counts.append(f"{rows[0][0]:,} {table}")
    return f"{', '.join(counts) or 'no rows'}; last day {shop.warehouse.last_day()}"


def _library(shop: Shop) -> str:
    status = shop.library.status()
    counts = ", ".join(f"{count:,} {kind}" for kind, count in status.counts.items() if count)
    return counts or "not indexed yet: run `python -m assistant index`"


def _models(workspace: Workspace) -> str:
    from tools.modelling.cards import LABELS
    from tools.modelling.fitted import current_card

    found = [card for name in LABELS if (card := current_card(workspace.models_path, name)) is not None]
    named = [f"{LABELS[card.model].inside('en')} {'✓' if card.offered else '(not offered)'}" for card in found]
    return ", ".join(named) or "none fitted yet: run `python -m assistant train`"


def _folder(workspace: Workspace) -> str:
    writable = os.access(workspace.path, os.W_OK)
    return f"{workspace.path} is {'writable' if writable else 'read-only: conversations are not kept'}"
