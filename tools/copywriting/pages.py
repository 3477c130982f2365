"""Everybody's e-mail as a page: made once for each way a draft's passages can fall, then filled like any other field.

A page holds words that mail clients read as mark-up, so the values that go into it are escaped, each distinct one once.
What a value may be (`merging.plain_value`) and what the page's own words are is settled before anybody's is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import numpy as np

from tools.contract import BadRequest
from tools.copy_rules.passages import Node, guards_in, parse, slots_in
from tools.copy_rules.renditions import rendered
from tools.copywriting.columns import Bools, Ints
from tools.copywriting.html import email_html, web_address
from tools.copywriting.templates import Template, folded, unset
from tools.desk import Desk

HEADINGS = ("customer_id", "arm", "subject", "html")
ROW_GROUP = 5_000
"""A page is some thousand characters: a group of these is what the engine holds at once."""


class Pages:
    """The pages of one run, one template of its own for each draft and each way its conditions hold."""

    def __init__(
        self, desk: Desk, drafts: Sequence[Mapping[str, str]], templates: Sequence[Template], shop: Mapping[str, str]
    ) -> None:
        """Raises BadRequest or BadInput for a page that could be filled for nobody: an address that is not set."""
        self._desk, self._shop, self._templates = desk, shop, templates
        self._drafts = [{name: text.strip() for name, text in fields.items()} for fields in drafts]
        self._guards = [list(dict.fromkeys(guard.text for guard, _ in guards_in(t.nodes))) for t in templates]
        self._numbers: dict[tuple[int, bytes], int] = {}
        self.nodes: list[tuple[Node, ...]] = []
        """Page number to its pieces."""
        for place, guards in enumerate(self._guards):
            self._number(place, np.zeros(len(guards), dtype=bool))

    def choose(self, arms: Ints, truths: Mapping[str, Bools]) -> Ints:
        """The number of each person's page; `truths` says of each condition for whom it holds."""
        found = np.zeros(len(arms), dtype=np.int64)
        for place, guards in enumerate(self._guards):
            rows = np.flatnonzero(arms == place)
            holds = (
                np.stack([truths[text][rows] for text in guards], axis=1) if guards else np.zeros((len(rows), 0), bool)
            )
            ways, which = (
                np.unique(holds, axis=0, return_inverse=True) if guards else (holds[:1], np.zeros(len(rows), int))
            )
            numbers = np.array([self._number(place, way) for way in ways], dtype=np.int64)
            found[rows] = numbers[which.reshape(-1)] if len(rows) else 0
        return found

    def _number(self, place: int, way: Bools) -> int:
        key = place, way.tobytes()
        if key not in self._numbers:
            self._numbers[key] = len(self.nodes)
            self.nodes.append(self._page(place, dict(zip(self._guards[place], way.tolist(), strict=True))))
        return self._numbers[key]

    def _page(self, place: int, truths: Mapping[str, bool]) -> tuple[Node, ...]:
        template, shop = self._templates[place], self._shop
        html = email_html(
            rendered(self._drafts[place], truths), sender=shop["brand"], language=template.language,
            unsubscribe_url=shop.get("unsubscribe_link", ""), postal_address=shop.get("postal_address", ""),
        )  # fmt: skip
        nodes = parse(html).nodes
        for slot in slots_in(nodes):
            if slot.name in template.tags:
                continue  # a person's own, filled by the engine
            if slot.name not in shop and slot.fallback is None:
                raise BadRequest(unset(self._desk, slot.name))
            if slot.name.endswith("_link") and slot.name in shop:
                web_address(shop[slot.name], template.language)
        return folded(nodes, {name: escape(value) for name, value in shop.items()})
