"""What a customer would get: drafts filled and checked for one person, by the same rules as the bulk run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tools.briefs import LETTERS, Brief
from tools.contract import BadRequest, DraftCard, Finding, Model, UnknownValue
from tools.copy_rules.rulebook import rulebook
from tools.copywriting.approving import LATEST, submitted
from tools.copywriting.people import asked_of, batches
from tools.copywriting.report import reason_words
from tools.copywriting.single import Person, message_for
from tools.copywriting.store import recall
from tools.copywriting.templates import Template, compile_template, shop_values
from tools.definitions import Audience
from tools.desk import Desk
from tools.findings import unknown_customer


class Preview(Model):
    """One draft as one customer gets it."""

    fields: dict[str, str]
    sms_parts: int = 0
    shortened: bool = False
    """A known value gave way to its fallback, so that the text fits."""
    problem: str = ""
    """Why this person gets no message, in the asker's language; empty where they do."""


def preview_for(
    desk: Desk, drafts: Sequence[DraftCard], customer_id: str, *, brief: Brief | None = None
) -> list[Preview]:
    """Each draft as `customer_id` would get it; `brief` is what they were written for (its limit of characters).

    A link nobody has set stays visible as its label in ⟨⟩. Raises UnknownValue for a customer there is not,
    BadRequest for a draft that cannot be filled.
    """
    from tools.copywriting.briefing import sender_name

    first = drafts[0]
    asked_for = brief or Brief.model_validate({"channel": first.channel, "language": first.language})
    shop = with_labels(shop_values(desk, sender_name(desk, first.language)), first.language)
    templates = [compile_template(desk, asked_for, draft.fields, shop) for draft in drafts]
    person, allowed = person_of(desk, asked_for, templates, customer_id)
    return [_preview(desk, template, person, allowed) for template in templates]


def with_labels(shop: Mapping[str, str], language: str) -> dict[str, str]:
    """The shop's values, and for what nobody has set its label in ⟨⟩."""
    labels = {
        name: f"⟨{spec.zh if language == 'zh' else spec.en}⟩"
        for name, spec in rulebook().tags.items()
        if spec.kind != "personal"
    }
    return {**labels, **shop}


def person_of(desk: Desk, brief: Brief, templates: Sequence[Template], customer_id: str) -> tuple[Person, bool]:
    """What templates say of one customer, and whether they may be written to. Raises UnknownValue for a stranger."""
    asked = asked_of(desk, brief, templates, Audience(), ids=[customer_id])
    for batch in batches(desk, asked, None, "", 1):
        shown = {tag: asked.show[tag](stored[0]) for tag, stored in batch.stored.items()}
        truths = {text: bool(holds[0]) for text, holds in batch.truths.items()}
        return Person({tag: value for tag, value in shown.items() if value}, truths), bool(batch.allowed[0])
    raise UnknownValue(desk.say(f"There is no customer {customer_id}: check the id.",
                                f"没有编号为 {customer_id} 的客户：请核对编号。"))  # fmt: skip


def _preview(desk: Desk, template: Template, person: Person, allowed: bool) -> Preview:
    message = message_for(template, person, cells=False)
    reason = message.reason if allowed else "consent"
    return Preview(
        fields=message.fields, sms_parts=message.parts, shortened=message.step > 0 and not message.reason,
        problem=reason_words(reason, desk) if reason else "",
    )  # fmt: skip


def preview_drafts(desk: Desk, customer_id: str, brief_id: str = "") -> Finding:
    """Show the last drafts as one customer would get them, and what would hold them back."""
    identity = brief_id or str(desk.scratch.get(LATEST, ""))
    if not identity:
        raise BadRequest(desk.say("No drafts were submitted yet: write some first.", "还没有文案：请先写几版。"))
    cards = submitted(desk, identity)
    definition = {"brief_id": identity, "customer_id": customer_id}
    try:
        brief = Brief.model_validate(recall(desk, identity)["brief"])
        made = preview_for(desk, cards, customer_id, brief=brief)
    except UnknownValue:
        return unknown_customer(desk, "preview_drafts", customer_id, definition)
    notes = []
    for letter, one in zip(LETTERS, made, strict=False):
        if one.problem:
            notes.append(desk.say(f"{letter}: no message, {one.problem}.", f"{letter}：不会生成，{one.problem}。"))
        elif one.shortened:
            notes.append(desk.say(f"{letter}: a value gives way to its fallback, so that the text fits.",
                                  f"{letter}：为了不超长改用了备用词。"))  # fmt: skip
    return Finding(
        tool="preview_drafts",
        handle=identity,
        title=desk.say(f"The drafts as {customer_id} would get them", f"{customer_id} 会收到的文案"),
        message=" ".join(notes) or desk.say("Each of them fits.", "每一版都符合长度要求。"),
        definition=definition,
        drafts=[card.model_copy(update={"preview": one.fields}) for card, one in zip(cards, made, strict=True)],
    )
