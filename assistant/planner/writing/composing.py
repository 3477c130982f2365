"""Composing drafts: an angle, a product, a plan, then lines; each draft is checked before it is handed over."""

import hashlib
import json
from dataclasses import replace
from typing import Any

from assistant.planner.writing.channels import MAKERS
from assistant.planner.writing.lines import Chooser, Line, lines, read
from assistant.planner.writing.material import Material, ProductMaterial, material_of, tones_in
from assistant.planner.writing.workbench import ABOUT_THE_READER, Workbench
from tools.copy_rules.context import Reading
from tools.copy_rules.registry import check_draft

ATTEMPTS = 30
"""Compositions tried for one draft until one passes every check without a warning."""

UNAVOIDABLE = ("sms.mainland_parts", "sms.parts_cost", "claims.statement")
"""Warnings that tell a cost no other wording would save, or ask what the house's own lines say."""
_LIGHT = ("moment", "question")
"""Angles a formal text does without, where there are others."""
_ECHO = {"zh": 6, "en": 4}
_LONG = ("email", "wechat", "xiaohongshu", "whatsapp")
"""Channels with room for several products."""


def write_drafts(finding: dict[str, Any]) -> list[dict[str, Any]]:
    """Drafts for a brief_copy finding (plain JSON): as many as the brief asks, each `angle`, `fields`, `cites`.

    The same finding gives the same drafts. Angles go by goal; a second round takes other products and lines.
    """
    material = material_of(finding)
    seed = hashlib.sha256(json.dumps(finding.get("definition"), sort_keys=True, default=str).encode()).hexdigest()
    angles = angles_for(material)
    used: dict[str, int] = {}
    drafts: list[dict[str, Any]] = []
    taken_angles: list[str] = []
    for number in range(material.brief.variants):
        wish = material.brief.each[number] if number < len(material.brief.each) else ""
        own = replace(material, tones=material.tones | tones_in(wish)) if wish else material
        named = angle_named(wish)
        angle = named if named in angles else _turn(angles, number, taken_angles)
        taken_angles.append(angle)
        draft, taken = _best(own, angle, number, seed, used, drafts)
        for line in taken:
            used[line.text] = used.get(line.text, 0) + 1
        drafts.append(draft)
    return drafts


def angle_named(wish: str) -> str:
    """The angle a wish for one variant names: story, benefit, offer …; empty when it names none."""
    said, plans = wish.lower(), read("plans")
    for angle, name in plans["names"].items():
        if said in (name, angle):
            return str(angle)
    return next((str(angle) for angle, words in plans["said"].items() if any(word in said for word in words)), "")


def _turn(angles: list[str], number: int, taken: list[str]) -> str:
    """The angle whose turn it is; where one was asked for by name, the first that no variant has yet."""
    own = angles[number % len(angles)]
    return own if own not in taken else next((angle for angle in angles if angle not in taken), own)


def angles_for(material: Material) -> list[str]:
    """The goal's angles that the facts can carry; the offer first when the tone asks for it."""
    wanted: list[str] = list(read("plans")["angles"][material.brief.goal])
    possible = [angle for angle in wanted if _carried(angle, material)]
    if "offer_first" in material.tones or ("urgent" in material.tones and "understated" not in material.tones):
        possible.sort(key=lambda angle: angle != "offer")
    grave = [angle for angle in possible if angle not in _LIGHT or material.brief.goal in ABOUT_THE_READER]
    if "formal" in material.tones and len(grave) >= min(3, material.brief.variants):
        possible = grave
    if "understated" in material.tones:
        possible.sort(key=lambda angle: angle == "offer")
    return possible


def _carried(angle: str, material: Material) -> bool:
    """Are there facts, or scenes for this kind of goods, to fill the angle with?"""
    if angle == "offer":
        return bool(material.core)
    if angle in ("benefit", "detail"):
        return any(product.clauses for product in material.products)
    if angle == "selection":
        return material.brief.channel in _LONG and len(material.products) > 1
    if angle == "moment" or (angle == "question" and material.brief.goal not in ABOUT_THE_READER):
        return bool(_with_scene(angle, material))
    return True


def _with_scene(angle: str, material: Material) -> list[ProductMaterial | None]:
    """The products of whose kind of goods a scene or question is written; None for a text without a product."""
    known = {group for line in lines(material.brief.language)[angle] for group in line.groups}
    if not material.products:
        return [None] if material.group in known else []
    return [product for product in material.products if product.group in known]


def _best(
    material: Material, angle: str, number: int, seed: str, used: dict[str, int], drafts: list[dict[str, Any]]
) -> tuple[dict[str, Any], list[Line]]:
    """The first composition without error or warning, else the one with the fewest."""
    best: tuple[tuple[int, int], dict[str, Any], list[Line]] | None = None
    for attempt in range(ATTEMPTS):
        product = _product(material, angle, number + (attempt // 10))
        group = product.group if product else material.group
        chooser = Chooser(
            material.brief.language, material.brief.goal, angle, material.tones, group, f"{seed}|{number}|{attempt}",
            dict(used),
        )  # fmt: skip
        bench = Workbench(material, product, chooser, rotation=number + attempt, level=attempt // 6)
        fields = MAKERS[material.brief.channel](bench)
        draft = {
            "angle": read("plans")["names"][bench.angle],
            "fields": fields,
            "cites": _cites(material, product, angle),
        }
        faults = _faults(material, draft, drafts)
        if best is None or faults < best[0]:
            best = (faults, draft, bench.taken)
        if faults == (0, 0):
            break
    assert best is not None
    return best[1], best[2]


def _product(material: Material, angle: str, number: int) -> ProductMaterial | None:
    choice: list[ProductMaterial | None] = list(material.products)
    if angle in ("moment", "question") and material.brief.goal not in ABOUT_THE_READER:
        choice = _with_scene(angle, material) or choice
    elif angle in ("benefit", "detail"):
        choice = [product for product in material.products if product.clauses] or choice
    return choice[number % len(choice)] if choice else None


def _cites(material: Material, product: ProductMaterial | None, angle: str) -> list[str]:
    """The products spoken of, the offer and the requested words."""
    spoken = material.products[:3] if angle == "selection" else [product] if product else []
    return [*(p.id for p in spoken), *(fact.id for fact in material.context.facts if fact.kind in "OR")]


def _faults(material: Material, draft: dict[str, Any], drafts: list[dict[str, Any]]) -> tuple[int, int]:
    earlier = tuple(other["fields"] for other in drafts)
    reading = Reading(draft["fields"], draft["cites"], material.context, len(drafts) + 1, earlier)
    failed = [check for check in check_draft(reading) if not check.passed and check.rule not in UNAVOIDABLE]
    errors = sum(check.severity == "error" for check in failed)
    core = material.core
    empty = draft["angle"] == "offer" and bool(core) and core.lower() not in str(draft["fields"]).lower()
    return errors, len(failed) - errors + empty + echoes(draft["fields"], material)


def echoes(fields: dict[str, str], material: Material) -> int:
    """Does the text say again what its title has said: six characters in a row, or four words?"""
    title = fields.get("subject") or fields.get("title") or ""
    body = fields.get("body", "")
    known = [material.brand, material.core, *(product.name for product in material.products)]
    for name in filter(None, known):
        title, body = title.replace(name, "|"), body.replace(name, "/")
    size = _ECHO[material.brief.language]
    pieces = list(title) if material.brief.language == "zh" else title.lower().split()
    said = body if material.brief.language == "zh" else " ".join(body.lower().split())
    joint = "" if material.brief.language == "zh" else " "
    runs = [joint.join(pieces[i : i + size]) for i in range(len(pieces) - size + 1)]
    return int(any(run in said for run in runs))
