"""What may not be said in copy however much it is wished for: what cannot be shown to be true."""

from __future__ import annotations

from assistant.planner.vocabulary import Vocabulary

FORBIDDEN = (
    "claims.superlative", "law.cn.superlative", "law.medical", "law.medical_zh", "claims.popularity", "claims.tested",
    "claims.result", "claims.scarcity", "claims.urgency", "claims.competitor", "law.cn.state_symbols",
)  # fmt: skip
"""Rules that the asker's word alone does not satisfy."""


def unfounded(text: str, until: bool) -> bool:
    """Whether a wished text claims what nothing here backs: scarcity, a rank, a cure, popularity, other prices."""
    from tools.copy_rules.checks.patterns import forbidden
    from tools.copy_rules.rulebook import rulebook

    rules = (rulebook().rule(identity) for identity in FORBIDDEN if not (until and identity == "claims.urgency"))
    return any(next(forbidden(rule, text, ()), None) is not None for rule in rules)


def unbacked(text: str, names: tuple[str, ...]) -> list[tuple[int, int, str]]:
    """Claims in a request that are no wish for a tone: places and words. Names of products claim nothing."""
    from tools.copy_rules.checks.patterns import forbidden
    from tools.copy_rules.rulebook import rulebook

    found: list[tuple[int, int, str]] = []
    for identity in FORBIDDEN:
        if identity != "claims.urgency":
            for start, end, claim in forbidden(rulebook().rule(identity), text, names):
                if not any(first < end and start < last for first, last, _ in found):
                    found.append((start, end, claim))
    return sorted(found)


def other_price(text: str, products: list[str], vocabulary: Vocabulary) -> bool:
    """it costs 2 dollars: a price that is not the one of the product spoken of."""
    from tools.copy_rules.claims import read_claims

    claimed = {float(claim.value) for claim in read_claims(text) if claim.kind == "money" and claim.role == "price"}
    return bool(claimed) and not claimed <= set(vocabulary.prices_of(products))
