"""Figures of a draft, each traced to a cited fact or the offer, with a cure that names the right figure."""

from collections.abc import Iterator

from tools.copy_rules.checks.properties import about
from tools.copy_rules.claims import Claim, read_claims
from tools.copy_rules.context import Fact, Hit, Reading
from tools.copy_rules.rulebook import Rule
from tools.copy_rules.support import cure, supported
from tools.copy_rules.tags import without_tags
from tools.copy_rules.text import sentence_at


def figures(_: Rule, reading: Reading) -> Iterator[Hit]:
    """Every figure that no cited fact backs."""
    context = reading.context
    cited = context.cited(reading.cites)
    rest = [fact for fact in context.facts if fact not in cited]
    for name, text in reading.fields.items():
        stated = read_claims(text, context.protected)
        for claim in stated:
            sentence = sentence_at(text, claim.start, claim.end)
            if supported(claim, about(sentence, cited), context):
                continue
            english, chinese = cure(claim, about(sentence, cited), _backers(claim, rest, reading), context)
            yield Hit(name, claim.text, claim.start, en=english, zh=chinese)
        for tag_text in _fallback_only(text):
            for claim in read_claims(tag_text, context.protected):
                if claim.key not in {own.key for own in stated} and not supported(claim, cited, context):
                    english, chinese = cure(claim, cited, [], context)
                    yield Hit(name, claim.text, None, en=english, zh=chinese)


def _backers(claim: Claim, facts: list[Fact], reading: Reading) -> list[str]:
    return [fact.id for fact in facts if supported(claim, [fact], reading.context)]


def _fallback_only(text: str) -> list[str]:
    """The rendered text when a fallback changes what stands around it; empty where there is none."""
    rendered = without_tags(text)
    return [rendered] if rendered != text and "|" in text else []
