"""Do the variants of one set differ in more than a synonym?"""

from collections.abc import Iterator

from tools.copy_rules.claims import read_claims
from tools.copy_rules.context import Context, Hit, Reading
from tools.copy_rules.rulebook import Rule
from tools.copy_rules.tags import TAG
from tools.copy_rules.text import HAN, fold, term


def grams(text: str) -> set[str]:
    """4-grams of Chinese characters, or pairs of words."""
    plain = fold(TAG.sub(" ", text)).text.lower()
    if HAN.search(plain):
        letters = "".join(term(r"[\w]").findall(plain))
        return {letters[i : i + 4] for i in range(len(letters) - 3)}
    words = term(r"[a-z0-9']+").findall(plain)
    return {" ".join(words[i : i + 2]) for i in range(len(words) - 1)}


def _text(fields: dict[str, str]) -> str:
    """All fields, one under the other."""
    return "\n".join(fields.values())


_PART = r"(?:[^，。！？!?\n;；.]|\.(?=\S))+"
"""A stretch of a sentence; a full stop within a number or an address ends none."""


def _own(written: str, context: Context, *, with_offer: bool) -> set[str]:
    """Grams of a draft without what every variant must carry: names, requested words, the legal footer.

    The offer counts only where the other draft does not have it, since both must word it alike.
    """
    lines = written.splitlines()
    text = "\n".join(line for line in lines if "unsubscribe_link" not in line and "postal_address" not in line)
    for name in (*context.protected, *context.brief.must_say):
        text = text.replace(name, "\n")
    if not with_offer:
        text = "\n".join(part for part in term(_PART).findall(text) if not _offered(part, context))
    text = term(r"(?:回T退订|拒收请回复R|Reply STOP to \w+(?: \w+)?)").sub("\n", text)
    return set().union(*(grams(line) for line in text.splitlines()))


def _offered(part: str, context: Context) -> bool:
    """Does the stretch state the offer?"""
    offer = context.brief.offer
    if offer is None:
        return False
    words = [word for word in (offer.code, offer.gift) if word]
    if any(word in part for word in words) or (offer.free_shipping and term(r"free shipping|包邮|免运费").search(part)):
        return True
    return any(c.role in ("off", "minimum") or c.kind in ("date", "code") for c in read_claims(part, context.protected))


_ENOUGH = 10
"""With fewer grams than this, a common title alone would make two texts look the same."""


def overlap(one: set[str], other: set[str]) -> float:
    """Share of the smaller set that the other one holds too; of both together where there is little to compare."""
    smaller = min(len(one), len(other))
    if smaller < 4:
        return 0.0
    return len(one & other) / (smaller if smaller >= _ENOUGH else len(one | other))


def shared(one: str, other: str, context: Context) -> float:
    """Overlap of two drafts, 0 to 1; texts that are the same word for word share everything, however short."""
    if one == other:
        return 1.0
    offers = [any(_offered(part, context) for part in term(_PART).findall(text)) for text in (one, other)]
    with_offer = offers[0] != offers[1]
    return overlap(*(_own(text, context, with_offer=with_offer) for text in (one, other)))


def variants(rule: Rule, reading: Reading) -> Iterator[Hit]:
    """An earlier draft that shares at least the rule's share of grams (and less than a stricter rule's)."""
    ceiling = 0.8 if rule.severity == "warning" else 2.0
    for number, earlier in enumerate(reading.earlier, start=1):
        share = shared(_text(reading.fields), _text(earlier), reading.context)
        if rule.limit is not None and rule.limit <= share < ceiling:
            yield Hit(reading.context.channel.main, str(number), details={"count": round(100 * share)})
