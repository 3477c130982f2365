"""The answer: the figure in a sentence, what was counted, and the caveats that matter; figures only from findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.planner.answering.campaigns import campaigns, exported, planned, told_whole
from assistant.planner.answering.figures import measured
from assistant.planner.answering.library import described, drafted, found_passages, product_facts, profiled
from assistant.planner.answering.people import compared, explained, listed, one_customer, saved, sized
from assistant.planner.answering.scores import told
from assistant.planner.answering.sentences import Say, sentence
from assistant.planner.reading import Reading
from tools.contract import Finding

if TYPE_CHECKING:
    from assistant.planner.reader import Reader

WRITERS = {
    "measure": measured,
    "size_audience": sized,
    "list_audience": listed,
    "compare_audiences": compared,
    "save_audience": saved,
    "list_saved_audiences": listed,
    "explain_member": explained,
    "look_up_customer": one_customer,
    "search_library": found_passages,
    "find_products": found_passages,
    "profile_segments": profiled,
    "describe_data": described,
    "submit_drafts": drafted,
    "plan_campaign": planned,
    "list_campaigns": campaigns,
    "approve_drafts": told_whole,
    "preview_drafts": told_whole,
    "export_campaign": exported,
    "campaign_results": told_whole,
}
CAVEATS = 3


def compose(reader: Reader, reading: Reading, findings: list[Finding], failures: list[str]) -> str:
    """What to say about the findings of a turn."""
    dictionary = reader.shop.dictionary
    say = Say(reading.language, lambda field, value: dictionary.value_label(field, value, reading.language))
    if not findings:
        return " ".join(failures) or say("That could not be done.", "未能完成。")
    parts: list[str] = []
    drafted_now = findings[-1].tool == "submit_drafts"
    spoken = [one for one in findings if one.tool != "brief_copy"] if drafted_now else findings
    for finding in spoken:
        if finding.status in ("unknown", "not_allowed", "not_enough_data") or (
            not finding.rows
            and finding.message
            and finding.tool not in ("submit_drafts", "brief_copy", "save_audience", "preview_drafts")
            and not finding.sources
        ):
            parts.append(sentence(finding.message or finding.title, say))
            if finding.status == "empty" and finding.title and finding.audience:
                parts.append(sentence(say.counted(finding.title), say))
            continue
        writer = product_facts if reading.intent == "product_facts" else WRITERS.get(finding.tool)
        parts.append(writer(finding, reading, say) if writer else told(finding, reading, say))
    parts += reading.notes
    parts += _caveats(findings, parts, say)
    return say.join(part for part in parts if part)


def _caveats(findings: list[Finding], parts: list[str], say: Say) -> list[str]:
    said = " ".join(parts)
    caveats = [caveat for finding in findings for caveat in finding.caveats]
    return [sentence(caveat, say) for caveat in dict.fromkeys(caveats) if caveat not in said][:CAVEATS]
