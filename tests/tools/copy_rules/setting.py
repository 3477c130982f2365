"""Briefs, facts and sound drafts to put one text under test into."""

from datetime import date
from typing import Any

from tools.briefs import Brief, Offer
from tools.contract import DraftCheck, Source
from tools.copy_rules.context import Context, Reading, context_of
from tools.copy_rules.registry import check_draft
from tools.copy_rules.rulebook import Rule

TODAY = date(2026, 11, 20)

SOUND: dict[tuple[str, str], dict[str, str]] = {
    ("email", "en"): {
        "subject": "A quiet evening at home",
        "preheader": "Something for the reading corner.",
        "body": "Hello,\n\nLumen has been tidying.\n\nUnsubscribe: {{unsubscribe_link}}\n{{postal_address}}",
        "call_to_action": "Have a look",
    },
    ("email", "zh"): {
        "subject": "把夜晚留给自己",
        "preheader": "给阅读角添一点光。",
        "body": "您好，\n\nLumen 这周整理了货架。\n\n退订：{{unsubscribe_link}}\n{{postal_address}}",
        "call_to_action": "去看看",
    },
    ("sms", "en"): {"body": "Lumen: your basket is waiting. Reply STOP to opt out"},
    ("sms", "zh"): {"body": "【Lumen】您的购物车还在。回T退订"},
    ("push", "en"): {"title": "A quiet evening", "body": "Your basket is waiting."},
    ("push", "zh"): {"title": "安静的夜晚", "body": "您的购物车还在。"},
    ("wechat", "en"): {"title": "A quiet evening", "body": "Your basket is waiting."},
    ("wechat", "zh"): {"title": "安静的夜晚", "body": "您的购物车还在。"},
    ("wechat_template", "en"): {"keyword_1": "Your basket", "keyword_2": "It is waiting"},
    ("wechat_template", "zh"): {"keyword_1": "您的购物车", "keyword_2": "还在等您"},
    ("xiaohongshu", "en"): {"title": "A quiet evening", "body": "A lamp for the reading corner."},
    ("xiaohongshu", "zh"): {"title": "安静的夜晚", "body": "阅读角的一盏灯。"},
    ("whatsapp", "en"): {"body": "Your basket is waiting."},
    ("whatsapp", "zh"): {"body": "您的购物车还在。"},
    ("meta_ad", "en"): {
        "primary_text": "A quiet corner.",
        "headline": "Light to read by",
        "description": "See the shop",
    },
    ("meta_ad", "zh"): {"primary_text": "安静的角落。", "headline": "读书的光", "description": "去看看"},
    ("google_ad", "en"): {
        "headline_1": "Light to read by",
        "headline_2": "Lumen lamps",
        "headline_3": "See the shop",
        "description_1": "A quiet corner.",
        "description_2": "Come and look around.",
    },
    ("google_ad", "zh"): {
        "headline_1": "读书的光",
        "headline_2": "Lumen 灯具",
        "headline_3": "去看看",
        "description_1": "安静的角落。",
        "description_2": "来店里看看。",
    },
}


def context(
    channel: str = "push",
    language: str = "en",
    *,
    offer: dict[str, Any] | None = None,
    facts: list[str] | None = None,
    country: str = "",
    currency: str = "USD",
    voice: dict[str, str] | None = None,
    **brief: Any,
) -> Context:
    """A context whose facts are products P:1, P:2 … with the given texts."""
    made = Brief.model_validate(
        {"channel": channel, "language": language, **({"offer": offer} if offer else {}), **brief}
    )
    sources = [Source(id=f"P:{n}", title=text, text=text) for n, text in enumerate(facts or [], start=1)]
    if made.offer:
        sources.append(Source(id="O:offer", title="offer", text=_offer_text(made.offer)))
    sources += [Source(id=f"R:{n}", title=text, text=text) for n, text in enumerate(made.must_say, start=1)]
    for number, (title, text) in enumerate((voice or {}).items(), start=1):
        sources.append(Source(id=title if title.startswith("V:") else f"B:{number}", title=title, text=text))
    home = country or ("CN" if language == "zh" else "US")
    return context_of(made, sources, sender="Lumen", currency=currency, countries=frozenset({home}), today=TODAY)


def _offer_text(offer: Offer) -> str:
    from tools.copywriting.facts import offer_text

    return offer_text(offer, "USD")


def reading(context: Context, texts: dict[str, str], hour: int | None = None) -> Reading:
    """A sound draft of the channel with some fields replaced; it cites every fact."""
    fields = SOUND[context.brief.channel, context.brief.language] | texts
    return Reading(fields, [fact.id for fact in context.facts], context, hour=hour)


def breached(rule: Rule, reading: Reading) -> list[DraftCheck]:
    """What one rule alone finds."""
    return [check for check in check_draft(reading, reading.context.language, [rule]) if not check.passed]
