"""submit_drafts: every draft checked by rule, stored with its checks, and previewed for a real customer."""

from datetime import date
from functools import partial
from typing import Annotated, Any

from pydantic import Field

from tools.audience_store import read_audiences
from tools.briefs import Brief, Draft, Drafts
from tools.contract import BadRequest, DraftCard, DraftCheck, Finding, Source
from tools.copy_rules.checks.brand_voice import agreement
from tools.copy_rules.context import Context, Reading, context_of
from tools.copy_rules.passages import has_passages
from tools.copy_rules.registry import breaches, check_drafts
from tools.copy_rules.rulebook import rulebook
from tools.copy_rules.tags import tags_in
from tools.copy_rules.text import is_chinese
from tools.copywriting.approving import LATEST
from tools.copywriting.guards import guard_problem
from tools.copywriting.merging import fill
from tools.copywriting.previews import person_of, with_labels
from tools.copywriting.single import message_for
from tools.copywriting.store import keep, recall
from tools.copywriting.templates import compile_template, shop_values
from tools.data.compiler.audience import compile_audience
from tools.definitions import Audience
from tools.desk import Desk

MENDINGS = 3
"""Times that drafts with errors may be mended and handed in again, counted per brief and conversation."""


def submit_drafts(
    desk: Desk,
    drafts: Annotated[Drafts, Field(description="brief_id from brief_copy, and the drafts with the ids they cite")],
) -> Finding:
    """Check drafts against their brief: claims against facts, lengths, law, merge tags, language, variety.

    All are stored. Those with errors come back with the exact breach and its cure: mend them and submit again, three
    times at most; then show what is left.
    """
    stored = recall(desk, drafts.brief_id)
    refused = _refused_so_far(desk, drafts.brief_id)
    context = stored_context(desk, stored)
    results = check_drafts(drafts.drafts, context, desk.language)
    customer = _example_customer(desk, stored)
    cards = [
        _card(desk, context, draft, checks, customer) for draft, checks in zip(drafts.drafts, results, strict=True)
    ]
    desk.scratch[LATEST] = drafts.brief_id
    keep(desk, f"{drafts.brief_id}.drafts", {
        "brief_id": drafts.brief_id,
        "drafts": [card.model_dump(mode="json", exclude={"preview"}) for card in cards],
    })  # fmt: skip
    bad = [number for number, checks in enumerate(results, start=1) if breaches(checks)]
    desk.scratch[_counter(drafts.brief_id)] = refused + 1 if bad else 0
    cited = {cited for draft in drafts.drafts for cited in draft.cites}
    return Finding(
        tool="submit_drafts",
        handle=drafts.brief_id,
        title=desk.say(f"{len(cards)} drafts for {drafts.brief_id}", f"{drafts.brief_id} 的{len(cards)}版文案"),
        message=_message(desk, len(cards), bad, MENDINGS - refused),
        totals={"drafts": len(cards), "to_mend": len(bad)},
        definition=context.brief.compact(),
        sources=[Source(id=fact.id, title=fact.title, text=fact.text) for fact in context.facts if fact.id in cited],
        caveats=_caveats(desk, context, drafts.drafts) + _off_voice(desk, context, drafts.drafts),
        drafts=cards,
    )


def _counter(brief_id: str) -> str:
    return f"refused/{brief_id}"


def _refused_so_far(desk: Desk, brief_id: str) -> int:
    """Submissions in a row that had errors; BadRequest once the mendings are used up."""
    refused = int(desk.scratch.get(_counter(brief_id), 0))
    if refused > MENDINGS:
        raise BadRequest(
            desk.say(
                f"The drafts of {brief_id} were mended {MENDINGS} times and still break rules: show them with what is "
                "left, or change the brief.",
                f"{brief_id} 的文案已修改{MENDINGS}次，仍未通过检查：请连同剩余问题一并展示，或调整需求。",
            )
        )
    return refused


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
        guard_problem=partial(guard_problem, desk),
    )  # fmt: skip


def _card(desk: Desk, context: Context, draft: Draft, checks: list[DraftCheck], customer: dict[str, Any]) -> DraftCard:
    return DraftCard(
        channel=context.brief.channel, language=context.brief.language, angle=draft.angle, fields=draft.fields,
        sources=draft.cites, checks=checks, preview=_preview(desk, context, draft, customer),
    )  # fmt: skip


def _preview(desk: Desk, context: Context, draft: Draft, customer: dict[str, Any]) -> dict[str, str]:
    """The draft for the example customer: passages and the next product too, where the draft can be filled at all."""
    brief, language = context.brief, context.brief.language
    shop = shop_values(desk, context.sender)
    texts = draft.fields.values()
    if customer and any(has_passages(text) or "next_product" in text for text in texts):
        try:
            template = compile_template(desk, brief, draft.fields, with_labels(shop, language))
            person, _ = person_of(desk, brief, [template], str(customer["id"]))
            return message_for(template, person, cells=False).fields
        except BadRequest:
            pass  # its checks say what is wrong with it; what can be filled is shown all the same
    return {name: fill(text, {**customer, **shop}, language) for name, text in draft.fields.items()}


def _example_customer(desk: Desk, stored: dict[str, Any]) -> dict[str, Any]:
    """Id, name and city of one member of the audience, the first by id whose name is known; empty without customers."""
    fields = [name for name in ("name", "city") if name in desk.dictionary.fields]
    if not fields or stored["audience"] is None:
        return {}
    query = compile_audience(
        Audience.model_validate(stored["audience"]), desk.dictionary, desk.today, saved=read_audiences(desk.workspace),
        select=["id", *fields], limit=50,
    )  # fmt: skip
    columns, rows = desk.warehouse.query(query.sql, query.parameters)
    people = [dict(zip(columns, row, strict=True)) for row in rows]
    named = [person for person in people if person.get("name")]
    chinese = stored["brief"]["language"] == "zh"
    fitting = [person for person in named if is_chinese(str(person["name"])) == chinese]
    return next(iter([*fitting, *named, *people]), {})


def _message(desk: Desk, total: int, bad: list[int], mendings_left: int) -> str:
    if not bad:
        return desk.say(
            f"All {total} drafts pass; a person still has to approve them.",
            f"{total}版全部通过检查，仍需人工确认后发送。",
        )
    numbers = ", ".join(map(str, bad))
    chinese = numbers.replace(", ", "、")
    if mendings_left == 0:
        return desk.say(
            f"Draft {numbers} still breaks rules after {MENDINGS} mendings: show all {total} with what is left and do "
            "not submit them again.",
            f"第{chinese}版修改{MENDINGS}次后仍未通过：请把{total}版连同剩余问题一并展示，不要再提交。",
        )
    return desk.say(
        f"Mend draft {numbers} as its failed checks say and submit all {total} again ({mendings_left} left).",
        f"第{chinese}版需按未通过的检查修改，然后把{total}版一并重新提交（还可提交{mendings_left}次）。",
    )


def _caveats(desk: Desk, context: Context, drafts: list[Draft]) -> list[str]:
    notes = []
    used = {tag.name for draft in drafts for text in draft.fields.values() for tag in tags_in(text)}
    links = {name for name, spec in rulebook().tags.items() if spec.kind == "link"}
    if unset := sorted((used & links) - desk.workspace.settings.links.keys()):
        names = ", ".join(unset)
        notes.append(
            desk.say(
                f"No address is set for {names}: fill it under [links] in workspace.toml before sending.",
                f"还没有设置 {names} 的网址：发送前请在 workspace.toml 的 [links] 里填写。",
            )
        )
    if context.names_outside_gsm7 and context.brief.channel == "sms" and context.brief.language == "en":
        notes.append(
            desk.say(
                "Some names are outside the SMS alphabet: texts that greet by name split sooner for those people.",
                "部分姓名不在短信字符集内：带称呼的短信对这些人会更早拆分。",
            )
        )
    return notes


def _off_voice(desk: Desk, context: Context, drafts: list[Draft]) -> list[str]:
    """Each draft's score against the measured voice, where one differs from it; the checks name the differences."""
    scores = [agreement(Reading(draft.fields, draft.cites, context)) for draft in drafts]
    if all(met == asked for met, asked in scores):
        return []
    english = ", ".join(f"draft {n} {met} of {asked}" for n, (met, asked) in enumerate(scores, start=1))
    chinese = "、".join(f"第{n}版{met}/{asked}" for n, (met, asked) in enumerate(scores, start=1))
    return [desk.say(f"Measures of the brand's voice met: {english}.", f"品牌语气各项指标达成：{chinese}。")]
