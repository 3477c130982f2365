"""The checks seated by name, and the run of all rules over a set of drafts."""

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from tools.briefs import Draft
from tools.contract import DraftCheck
from tools.copy_rules.checks import (
    brand_voice,
    brief_words,
    characters,
    conditions,
    contraries,
    denied,
    denying,
    fields,
    figures,
    identity,
    language,
    lengths,
    links,
    merge_tags,
    one_too_many,
    origins,
    other_goods,
    passages,
    patterns,
    pieces,
    properties,
    provable,
    pure,
    rivals,
    sms,
    stated_words,
    statements,
    strange_names,
    variants,
    weekdays,
)
from tools.copy_rules.context import Context, Hit, Reading
from tools.copy_rules.renditions import Rendition, longest, renditions
from tools.copy_rules.rulebook import Rule, rulebook

Check = Callable[[Rule, Reading], Iterator[Hit]]

CHECKS: dict[str, Check] = {
    "brand_voice": brand_voice.brand_voice,
    "brand_words": brand_voice.brand_words,
    "citations": brief_words.citations,
    "contraries": contraries.contraries,
    "counts": figures.counts,
    "denied": denied.denied,
    "denying": denying.denying,
    "denied_condition": conditions.denied_condition,
    "dropped_condition": conditions.dropped_condition,
    "exclamations": patterns.exclamations,
    "fields": fields.fields,
    "figures": figures.figures,
    "hidden_characters": characters.hidden_characters,
    "language": language.language,
    "length": lengths.length,
    "links": links.links,
    "lookalikes": characters.lookalikes,
    "max_characters": lengths.max_characters,
    "merge_tags": merge_tags.merge_tags,
    "must_not_say": brief_words.must_not_say,
    "must_say": brief_words.must_say,
    "notice": identity.notice,
    "one_too_many": one_too_many.one_too_many,
    "opt_out_link": identity.opt_out_link,
    "opt_out_words": sms.opt_out_words,
    "origins": origins.origins,
    "other_goods": other_goods.other_goods,
    "passages": passages.passages,
    "pattern": patterns.pattern,
    "pieces": pieces.pieces,
    "postal_address": identity.postal_address,
    "properties": properties.properties,
    "provable": provable.provable,
    "pure": pure.pure,
    "rivals": rivals.rivals,
    "sender": identity.sender,
    "sending_hours": sms.sending_hours,
    "shouting": patterns.shouting,
    "sms_mainland_parts": sms.sms_mainland_parts,
    "sms_opt_out": sms.sms_opt_out,
    "sms_parts": sms.sms_parts,
    "sms_parts_cost": sms.sms_parts_cost,
    "sms_signature": sms.sms_signature,
    "sms_wide_character": sms.sms_wide_character,
    "stated_words": stated_words.stated_words,
    "statements": statements.statements,
    "strange_names": strange_names.strange_names,
    "tag_count": merge_tags.tag_count,
    "traits": properties.traits,
    "variants": variants.variants,
    "weekdays": weekdays.weekdays,
    "whole_length": lengths.whole_length,
}
"""Every check a rule file may name; nothing registers itself."""

AS_WRITTEN = frozenset(["passages"])
"""Checks that read the draft itself; the others read each text that its conditional passages can make of it."""

_HOLE = re.compile(r"(?<!\{)\{([a-z]+)\}(?!\})")


def rules_for(context: Context) -> list[Rule]:
    """The rules that hold for this brief's channel, language and recipients."""
    brief = context.brief
    return [rule for rule in rulebook().rules if rule.applies(brief.channel, brief.language, context.countries)]


def check_draft(reading: Reading, asker: str = "en", rules: Iterable[Rule] | None = None) -> list[DraftCheck]:
    """Every breach first, errors before warnings, then one passed entry for each check that found nothing."""
    found: list[DraftCheck] = []
    clean: dict[str, bool] = {}
    texts = renditions(reading.fields)
    for rule in rules if rules is not None else rules_for(reading.context):
        hits = _hits(rule, reading, texts)
        clean[rule.check] = clean.get(rule.check, True) and not hits
        found += [_to_check(rule, hit, reading, asker) for hit in hits]
    order = {"error": 0, "warning": 1, "info": 2}
    found.sort(key=lambda check: order[check.severity])
    return found + [DraftCheck(rule=name, severity="info", passed=True) for name, passed in clean.items() if passed]


def _hits(rule: Rule, reading: Reading, texts: list[Rendition]) -> list[Hit]:
    """What the rule finds in any of the texts, each place once, the longest text's figures first."""
    check = CHECKS[rule.check]
    if rule.check in AS_WRITTEN or not texts[0].origins:
        return list(check(rule, reading))
    found: dict[tuple[str, str, int | None], Hit] = {}
    for text in texts:
        for hit in check(rule, dataclasses.replace(reading, fields=text.fields)):
            start, end = _place(hit, text.fields.get(hit.field, ""))
            first = text.written(hit.field, start)
            last = text.written(hit.field, end - 1) if end and start is not None and end > start else None
            placed = dataclasses.replace(hit, start=first, end=first if last is None else last + 1)
            same = found.setdefault((hit.field, hit.value, placed.start), placed)
            if hit.details.get("count", 0) > same.details.get("count", 0):
                found[hit.field, hit.value, placed.start] = placed
    return list(found.values())


def check_drafts(drafts: list[Draft], context: Context, asker: str = "en") -> list[list[DraftCheck]]:
    """The checks of each draft, the drafts before it being its siblings."""
    results = []
    for index, draft in enumerate(drafts):
        earlier = tuple(longest(other.fields) for other in drafts[:index])
        results.append(check_draft(Reading(draft.fields, draft.cites, context, index + 1, earlier), asker))
    return results


def breaches(checks: list[DraftCheck], severity: str = "error") -> list[DraftCheck]:
    """The failed checks of one severity."""
    return [check for check in checks if not check.passed and check.severity == severity]


def _to_check(rule: Rule, hit: Hit, reading: Reading, asker: str) -> DraftCheck:
    spec = reading.context.channel.spec_of(hit.field)
    label = hit.field if spec is None else (spec.zh if asker == "zh" else hit.field.replace("_", " "))
    words: Mapping[str, Any] = {
        "value": hit.value,
        "field": label,
        "cure": hit.zh if asker == "zh" else hit.en,
        **hit.details,
    }
    template = rule.zh if asker == "zh" else rule.en
    message = _HOLE.sub(lambda match: str(words.get(match[1], match[0])), template)
    start, end = _place(hit, reading.fields.get(hit.field, ""))
    quote = reading.fields.get(hit.field, "")[start:end] if start is not None else ""
    if start is not None and quote:
        place = f"（{label}第{start + 1}个字符）" if asker == "zh" else f" ({label}, character {start + 1})"
        message += place
    if not rule.verified:
        message += "（此规则尚未核实）" if asker == "zh" else " (this rule is not verified)"
    return DraftCheck(
        rule=rule.id, severity=rule.severity, passed=False, field=hit.field or None, message=message,
        start=start, end=end, quote=quote,
    )  # fmt: skip


def _place(hit: Hit, text: str) -> tuple[int | None, int | None]:
    """The span of a breach; nothing where no one place breaks the rule."""
    if hit.start is None:
        return None, None
    return hit.start, hit.end if hit.end is not None else min(len(text), hit.start + len(hit.value))
