"""submit_drafts: every draft checked by rule, stored with its checks, and previewed for a real customer."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from tools.audience_store import read_audiences
from tools.briefs import Brief, Draft, Drafts
from tools.contract import DraftCard, DraftCheck, Finding, Language, Source
from tools.copy_rules.context import Context, context_of
from tools.copy_rules.registry import breaches, check_drafts
from tools.copy_rules.text import is_chinese
from tools.copywriting.merging import fill
from tools.copywriting.store import keep, recall
from tools.data.compiler.audience import compile_audience
from tools.definitions import Audience
from tools.desk import Desk


def submit_drafts(
    desk: Desk,
    drafts: Annotated[Drafts, Field(description="brief_id from brief_copy, and the drafts with the ids they cite")],
) -> Finding:
    """Check drafts against their brief: claims against facts, lengths, law, merge tags, language, variety.

    All are stored. Those with errors come back with the exact breach and its cure: mend them and submit again.
    """
    stored = recall(desk, drafts.brief_id)
    context = stored_context(desk, stored)
    results = check_drafts(drafts.drafts, context, desk.language)
    customer = _example_customer(desk, stored)
    cards = [
        _card(desk, context, draft, checks, customer) for draft, checks in zip(drafts.drafts, results, strict=True)
    ]
    keep(desk, f"{drafts.brief_id}.drafts", {
        "brief_id": drafts.brief_id,
        "drafts": [card.model_dump(mode="json", exclude={"preview"}) for card in cards],
    })  # fmt: skip
    bad = [number for number, checks in enumerate(results, start=1) if breaches(checks)]
    cited = {cited for draft in drafts.drafts for cited in draft.cites}
    return Finding(
        tool="submit_drafts",
        handle=drafts.brief_id,
        title=desk.say(f"{len(cards)} drafts for {drafts.brief_id}", f"{drafts.brief_id} 的{len(cards)}版文案"),
        message=_message(desk, len(cards), bad),
        totals={"drafts": len(cards), "to_mend": len(bad)},
        definition=context.brief.compact(),
        sources=[Source(id=fact.id, title=fact.title, text=fact.text) for fact in context.facts if fact.id in cited],
        caveats=_caveats(desk, context),
        drafts=cards,
    )


def stored_context(desk: Desk, stored: dict[str, Any]) -> Context:
    """The context of a stored brief; sender, address and links as the workspace has them now."""
    settings = desk.workspace.settings
    return context_of(
        Brief.model_validate(stored["brief"]),
        [Source.model_validate(source) for source in stored["sources"]],
        sender=stored["sender"], currency=stored["currency"], countries=frozenset(stored["countries"]),
        today=date.fromisoformat(stored["today"]), tag_lengths=stored["tag_lengths"],
        names_outside_gsm7=stored["names_outside_gsm7"],
        unsubscribe_url=settings.unsubscribe_url, postal_address=settings.postal_address,
    )  # fmt: skip


def _card(desk: Desk, context: Context, draft: Draft, checks: list[DraftCheck], customer: dict[str, Any]) -> DraftCard:
    language: Language = context.brief.language
    settings = desk.workspace.settings
    shop = {
        "brand": context.sender,
        "unsubscribe_link": settings.unsubscribe_url,
        "postal_address": settings.postal_address,
    }
    row = {**customer, **{key: value for key, value in shop.items() if value}}
    return DraftCard(
        channel=context.brief.channel, language=language, angle=draft.angle, fields=draft.fields, sources=draft.cites,
        checks=checks, preview={name: fill(text, row, language) for name, text in draft.fields.items()},
    )  # fmt: skip


def _example_customer(desk: Desk, stored: dict[str, Any]) -> dict[str, Any]:
    """Name and city of one member of the audience, the first by id whose name is known; empty without customers."""
    fields = [name for name in ("name", "city") if name in desk.dictionary.fields]
    if not fields or stored["audience"] is None:
        return {}
    query = compile_audience(
        Audience.model_validate(stored["audience"]), desk.dictionary, desk.today, saved=read_audiences(desk.workspace),
        select=fields, limit=50,
    )  # fmt: skip
    columns, rows = desk.warehouse.query(query.sql, query.parameters)
    people = [dict(zip(columns, row, strict=True)) for row in rows]
    named = [person for person in people if person.get("name")]
    chinese = stored["brief"]["language"] == "zh"
    fitting = [person for person in named if is_chinese(str(person["name"])) == chinese]
    return next(iter([*fitting, *named, *people]), {})


def _message(desk: Desk, total: int, bad: list[int]) -> str:
    if not bad:
        return desk.say(
            f"All {total} drafts pass; a person still has to approve them.",
            f"{total}版全部通过检查，仍需人工确认后发送。",
        )
    numbers = ", ".join(map(str, bad))
    return desk.say(
        f"Mend draft {numbers} as its failed checks say and submit all {total} again.",
        f"第{numbers.replace(', ', '、')}版需按未通过的检查修改，然后把{total}版一并重新提交。",
    )


def _caveats(desk: Desk, context: Context) -> list[str]:
    notes = []
    if context.names_outside_gsm7 and context.brief.channel == "sms" and context.brief.language == "en":
        notes.append(
            desk.say(
                "Some names are outside the SMS alphabet: texts that greet by name split sooner for those people.",
                "部分姓名不在短信字符集内：带称呼的短信对这些人会更早拆分。",
            )
        )
    return notes
