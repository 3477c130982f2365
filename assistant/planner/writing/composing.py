"""Composing drafts: an angle, a product, a plan, then lines; each draft is checked before it is handed over."""

import hashlib
import json
from dataclasses import replace
from typing import Any

from assistant.planner.writing.channels import MAKERS
from assistant.planner.writing.lines import Chooser, Line, read
from assistant.planner.writing.material import Material, ProductMaterial, material_of, tones_in
from assistant.planner.writing.workbench import Workbench
from tools.copy_rules.context import Reading
from tools.copy_rules.registry import check_draft

ATTEMPTS = 30
"""Compositions tried for one draft until one passes every check without a warning."""

UNAVOIDABLE = ("sms.mainland_parts", "sms.parts_cost")
"""Warnings that tell a cost no other wording would save."""
_LIGHT = ("moment", "note")
"""Angles a formal text does without, where there are others."""


def write_drafts(finding: dict[str, Any]) -> list[dict[str, Any]]:
    """Drafts for a brief_copy finding (plain JSON): as many as the brief asks, each `angle`, `fields`, `cites`.

    The same finding gives the same drafts. Angles go by goal; a second round takes other products and lines.
    """
    material = material_of(finding)
    seed = hashlib.sha256(json.dumps(finding.get("definition"), sort_keys=True, default=str).encode()).hexdigest()
    angles = angles_for(material)
    used: dict[str, int] = {}
    drafts: list[dict[str, Any]] = []
    for number in range(material.brief.variants):
        wish = material.brief.each[number] if number < len(material.brief.each) else ""
        own = replace(material, tones=material.tones | tones_in(wish)) if wish else material
        named = angle_named(wish)
        angle = named if named in angles else angles[number % len(angles)]
        draft, lines = _best(own, angle, number, seed, used, drafts)
        for line in lines:
            used[line.text] = used.get(line.text, 0) + 1
        drafts.append(draft)
    return drafts


def angle_named(wish: str) -> str:
    """The angle a wish for one variant names: story, benefit, offer …; empty when it names none."""
    return next((angle for angle, name in read("plans")["names"].items() if wish.lower() in (name, angle)), "")


def angles_for(material: Material) -> list[str]:
    """The goal's angles that the facts can carry; the offer first when the tone asks for it."""
    wanted: list[str] = list(read("plans")["angles"][material.brief.goal])
    described = any(product.clauses for product in material.products)
    possible = [angle for angle in wanted if (angle != "offer" or material.core) and (angle != "benefit" or described)]
    if "offer_first" in material.tones or ("urgent" in material.tones and "understated" not in material.tones):
        possible.sort(key=lambda angle: angle != "offer")
    if "formal" in material.tones and len([angle for angle in possible if angle not in _LIGHT]) >= min(
        3, material.brief.variants
    ):
        possible = [angle for angle in possible if angle not in _LIGHT]
    if "understated" in material.tones:
        possible.sort(key=lambda angle: angle == "offer")
    return possible


def _best(
    material: Material, angle: str, number: int, seed: str, used: dict[str, int], drafts: list[dict[str, Any]]
) -> tuple[dict[str, Any], list[Line]]:
    """The first composition without error or warning, else the one with the fewest."""
    best: tuple[tuple[int, int], dict[str, Any], list[Line]] | None = None
    for attempt in range(ATTEMPTS):
        product = _product(material, number + (attempt // 10))
        group = product.group if product else material.group
        chooser = Chooser(
            material.brief.language, material.brief.goal, angle, material.tones, group, f"{seed}|{number}|{attempt}",
            dict(used),
        )  # fmt: skip
        bench = Workbench(material, product, chooser, rotation=number + attempt, level=attempt // 6)
        fields = MAKERS[material.brief.channel](bench)
        draft = {"angle": read("plans")["names"][bench.angle], "fields": fields, "cites": _cites(material, product)}
        faults = _faults(material, draft, drafts)
        if best is None or faults < best[0]:
            best = (faults, draft, bench.taken)
        if faults == (0, 0):
            break
    assert best is not None
    return best[1], best[2]


def _product(material: Material, number: int) -> ProductMaterial | None:
    return material.products[number % len(material.products)] if material.products else None


def _cites(material: Material, product: ProductMaterial | None) -> list[str]:
    """The product spoken of, the offer and the requested words."""
    return [*([product.id] if product else []), *(fact.id for fact in material.context.facts if fact.kind in "OR")]


def _faults(material: Material, draft: dict[str, Any], drafts: list[dict[str, Any]]) -> tuple[int, int]:
    earlier = tuple(other["fields"] for other in drafts)
    reading = Reading(draft["fields"], draft["cites"], material.context, len(drafts) + 1, earlier)
    failed = [check for check in check_draft(reading) if not check.passed and check.rule not in UNAVOIDABLE]
    errors = sum(check.severity == "error" for check in failed)
    core = material.core
    empty = draft["angle"] == "offer" and bool(core) and core.lower() not in str(draft["fields"]).lower()
    return errors, len(failed) - errors + empty
