"""Ads: no person to greet, few columns, several headlines that must all differ."""

from collections.abc import Mapping

from assistant.planner.writing.workbench import Fields, Workbench
from tools.copy_rules.measure import display_width


def meta_ad(bench: Workbench) -> Fields:
    """Primary text within what is shown, a headline, a description."""
    said = bench.gap.join(bench.requested())
    room = min(bench.limit or 120, 120) * (2 if bench.chinese else 1) - display_width(said) - 1
    text = bench.say("ad_text", width=room, extra=bench.scene())
    return {
        "primary_text": bench.gap.join(filter(None, [text, said])) or bench.material.brand,
        "headline": bench.headline("ad_headline", 38),
        "description": bench.say("ad_description", width=38) or bench.material.brand,
    }


def google_ad(bench: Workbench) -> Fields:
    """Up to five headlines and three descriptions, all different."""
    extra = bench.scene()
    said = [text.rstrip(".。") for text in bench.requested()]
    first = [text for text in (bench.material.brand, bench.occasion, *said) if text and display_width(text) <= 30]
    room = 90 if bench.limit is None else min(90, bench.limit * (2 if bench.chinese else 1))
    longer = [text for text in bench.requested() if display_width(text.rstrip(".。")) > 30]
    headlines = _several(bench, "search_headline", (3, 5), 30, extra, first)
    descriptions = _several(bench, "search_description", (2, 3), room, extra, longer)
    return {
        **{f"headline_{n}": text for n, text in enumerate(headlines, start=1)},
        **{f"description_{n}": text for n, text in enumerate(descriptions, start=1)},
    }


def _several(
    bench: Workbench, slot: str, count: tuple[int, int], width: int, extra: Mapping[str, str], first: list[str]
) -> list[str]:
    """At least and at most `count` texts; what earlier drafts said comes in only to reach the least."""
    values = {**bench.values, **extra}
    texts = list(first)
    for line in bench.whole_offers(slot, bench.chooser.ranked(slot, values)):
        text = bench.fill(line, values)
        enough = count[0] if bench.chooser.used.get(line.text) else count[1]
        if len(texts) < enough and display_width(text) <= width and not _repeats(bench, text, texts):
            texts.append(text)
            bench.take(line)
    return texts


def _repeats(bench: Workbench, text: str, others: list[str]) -> bool:
    """Is it in one of the others, or the other way round (the brand's own line apart), or the offer once more?"""
    core = bench.values["core"].lower()
    for other in others:
        if text == other or (
            other != bench.material.brand and (text.rstrip(".。") in other or other.rstrip(".。") in text)
        ):
            return True
        if core and core in text.lower() and core in other.lower():
            return True
    return False
