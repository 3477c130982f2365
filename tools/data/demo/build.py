"""Building the demo shop: every stage in turn, then one transaction into the warehouse."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

from tools.contract import BadInput
from tools.data.demo.baskets import fill_baskets
from tools.data.demo.browsing import browse
from tools.data.demo.campaigns import read_campaigns, send_all
from tools.data.demo.catalogue import read_catalogue
from tools.data.demo.documents import write_documents
from tools.data.demo.orders import order_days
from tools.data.demo.pairs import read_pairs
from tools.data.demo.people import make_people
from tools.data.demo.settings import demo_settings
from tools.data.demo.truth import planted_truth
from tools.data.demo.warehouse import write_warehouse
from tools.data.workspace import Workspace, write_atomically

FEWEST_CUSTOMERS = 100
"""Below this some campaign or segment would stay empty."""


def build(path: Path, *, seed: int, customers: int, progress: Callable[[str, float], None] | None = None) -> Workspace:
    """See build_demo_shop. The warehouse appears last and whole, so an interrupted build can simply be run again."""
    if customers < FEWEST_CUSTOMERS:
        raise BadInput(f"A demo shop needs at least {FEWEST_CUSTOMERS} customers, not {customers}.")
    tell = progress or _nobody_listens
    workspace = Workspace.create(path, demo_settings())
    if workspace.warehouse_path.exists():
        raise BadInput(f"{workspace.path} already holds a shop: name a new folder for the demo shop.")
    tell("catalogue", 0.0)
    products = read_catalogue(seed)
    pairs = read_pairs(products)
    tell("customers", 0.05)
    people = make_people(customers, seed)
    tell("orders", 0.15)
    customer, day = order_days(people, seed)
    campaigns = read_campaigns()
    tell("campaigns", 0.25)
    sends = send_all(people, campaigns, customer, day, seed)
    tell("baskets", 0.35)
    orders = fill_baskets(people, products, pairs, sends.order_customer, sends.order_day, seed)
    views = browse(people, products, orders, seed)
    tell("documents", 0.5)
    write_documents(workspace.documents_path, campaigns, sends, orders)
    truth = planted_truth(seed, people, products, pairs, campaigns, sends, orders)
    write_atomically(workspace.truth_path, json.dumps(truth, ensure_ascii=False, separators=(",", ":")))
    tell("warehouse", 0.6)
    partial = workspace.warehouse_path.with_suffix(".building")
    partial.unlink(missing_ok=True)
    write_warehouse(partial, people, products, campaigns, sends, orders, views)
    os.replace(partial, workspace.warehouse_path)
    tell("done", 1.0)
    return workspace


def _nobody_listens(_stage: str, _share: float) -> None:
    """Progress without a listener."""
