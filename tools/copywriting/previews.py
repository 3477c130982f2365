"""What a customer would get: drafts filled and checked for one person, by the same rules as the bulk run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tools.briefs import Brief
from tools.contract import BadRequest, DraftCard, Model
from tools.copy_rules.rulebook import rulebook
from tools.copywriting.people import asked_of, batches
from tools.copywriting.report import reason_words
from tools.copywriting.single import Person, message_for
from tools.copywriting.templates import Template, compile_template, shop_values
from tools.definitions import Audience
from tools.desk import Desk


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

    A link nobody has set stays visible as its label in ⟨⟩. Raises BadRequest for a customer there is not, or a draft
    that cannot be filled.
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
    """What the templates say of one customer, and whether they may be written to. Raises BadRequest for a stranger."""
    asked = asked_of(desk, brief, templates, Audience(), ids=[customer_id])
    for batch in batches(desk, asked, None, "", 1):
        shown = {tag: asked.show[tag](stored[0]) for tag, stored in batch.stored.items()}
        truths = {text: bool(holds[0]) for text, holds in batch.truths.items()}
        return Person({tag: value for tag, value in shown.items() if value}, truths), bool(batch.allowed[0])
    raise BadRequest(desk.say(f"There is no customer {customer_id}: check the id.",
                              f"没有编号为 {customer_id} 的客户：请核对编号。"))  # fmt: skip


def _preview(desk: Desk, template: Template, person: Person, allowed: bool) -> Preview:
    message = message_for(template, person, cells=False)
    reason = message.reason if allowed else "consent"
    return Preview(
        fields=message.fields, sms_parts=message.parts, shortened=message.step > 0 and not message.reason,
        problem=reason_words(reason, desk) if reason else "",
    )  # fmt: skip
