"""What the writer has to work with: the brief, its products with quotable clauses, the offer in words, the tone."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assistant.planner.writing.clauses import clauses_of
from assistant.planner.writing.naming import group_of, is_plural, readable, spoken, with_article
from assistant.planner.writing.phrases import Phrases, phrases_of
from assistant.planner.writing.wording import offer_core, offer_terms, until_words
from tools.briefs import Brief
from tools.contract import Source
from tools.copy_rules.brand import Voice
from tools.copy_rules.checks.brand_voice import voice_in
from tools.copy_rules.context import Context, Fact, context_of
from tools.copy_rules.rulebook import rulebook
from tools.copy_rules.support import prices
from tools.copy_rules.text import HAN
from tools.copy_rules.units import money
from tools.definitions import Bought

_CHOSEN_ONLY = ("cart", "replenish")
"""Goals whose text speaks of things the reader has or picked: a product of our choosing would be untrue."""
_QUIET = ("birthday", "loyalty")
"""Goals that need no product unless the brief names one or a topic; a survey never speaks of one."""
_TONES = {
    "warm": r"warm|friend|kind|caring|colloquial|casual|温暖|温情|温馨|走心|亲切|温柔|热情|口语",
    "playful": r"play|fun|cheek|humou?r|witty|light|dry|deadpan|俏皮|活泼|幽默|有趣|年轻",
    "formal": r"formal|profession|serious|polite|正式|专业|严肃|庄重|礼貌",
    "urgent": r"urgen|push(?!y)|press|紧迫|紧急|急|催",
    "understated": r"understat|less push|not pushy|subtle|quiet|calm|low[- ]key|soft|gentle"
    r"|\bdry\b|deadpan|plain|simple|\bdirect\b|直接|直白|含蓄|低调|克制|推销|温和|平实|简单|朴实",
    "short": r"short|brief|concise|tight|简短|短一点|精简|简洁|更短",
    "price": r"^price$|\bthe price\b|价格|售价|实惠|性价比",
    "offer_first": r"offer_first|(?:offer|discount|price|code).*(?:subject|title|headline|first|front)"
    r"|(?:优惠|折扣|折).*(?:主题|标题|前面|开头)",
}


@dataclass(frozen=True)
class ProductMaterial:
    """One product as the writer may speak of it."""

    id: str
    name: str
    group: str
    category: str
    price: str
    clauses: tuple[str, ...]
    plural: bool
    the: str = ""
    """As a sentence speaks of it: with its article in English."""
    known: str = ""
    """Everything the product's fact says, to tell names from words."""

    def phrases(self, clause: str) -> Phrases:
        """The clause in the grammar of a sentence around it."""
        return phrases_of(clause, plural=self.plural, known=self.known)


@dataclass(frozen=True)
class Material:
    """Everything a draft is made of."""

    brief: Brief
    context: Context
    brand: str
    products: tuple[ProductMaterial, ...]
    group: str
    core: str
    until: str
    code: str
    tones: frozenset[str]
    you: str
    category: str
    terms: tuple[str, ...] = ("",)
    """The offer's code and last day as the end of a sentence, in several wordings; empty without."""
    voice: Voice = field(default_factory=Voice)
    bought: str = ""
    """What the audience is known to have bought, in the brief's language; empty when it does not say."""


def material_of(finding: dict[str, Any]) -> Material:
    """From brief_copy's finding as plain JSON."""
    brief = Brief.model_validate(finding["definition"])
    context = _context(brief, [Source.model_validate(source) for source in finding.get("sources", [])])
    tones = _tones(brief)
    guide = "\n".join(fact.text for fact in context.facts if fact.kind == "B")
    products = tuple(_product(fact, context) for fact in context.facts if fact.kind == "P" and _usable(fact, brief))
    digits = "阿拉伯数字" in guide
    voice = voice_in(context)
    american = context.currency == "USD" and "British" not in guide
    home = products[0].group if products else group_of(brief.topic)
    return Material(
        brief=brief, context=context, brand=context.sender, products=products, group=home,
        core=offer_core(brief.offer, context.currency, brief.language, digits=digits),
        until=until_words(brief.offer, brief.language, american=american),
        terms=tuple(offer_terms(brief.offer, brief.language, american=american, turn=turn) for turn in range(3)),
        code=(brief.offer.code or "") if brief.offer else "", tones=tones, voice=voice, bought=_bought(brief, context),
        you=voice.you(brief.channel) or _usual_address(brief, tones),
        category=products[0].category if products else "",
    )  # fmt: skip


def _context(brief: Brief, sources: list[Source]) -> Context:
    sender = next((Fact(s.id, s.title, s.text).values for s in sources if s.id == "S:sender"), {})
    law = {source.id.removeprefix("L:") for source in sources if source.id.startswith("L:")}
    countries = {country for rule in rulebook().rules if rule.id in law for country in rule.countries}
    until = brief.offer.valid_until if brief.offer and brief.offer.valid_until else date(2000, 1, 1)
    told = next((source.text for source in sources if source.id.endswith(".tags")), "")
    lengths = {name: int(longest) for name, longest in re.findall(r"(\w+) ≤ (\d+)", told)}
    return context_of(
        brief, sources, sender=sender.get("brand", ""), currency=sender.get("currency", "USD"),
        countries=frozenset(countries), today=until, tag_lengths=lengths,
    )  # fmt: skip


def _usual_address(brief: Brief, tones: frozenset[str]) -> str:
    """Notes and playful texts speak as friends do; letters, messages and ads politely."""
    familiar = brief.channel == "xiaohongshu" or bool(tones & {"playful", "warm"})
    return "你" if familiar and "formal" not in tones else "您"


def _bought(brief: Brief, context: Context) -> str:
    """The one kind of goods that everybody in the audience has bought, as the brief's language calls it."""
    bought = [item for item in (brief.audience.all if brief.audience else []) if isinstance(item, Bought)]
    for item in bought:
        if item.op not in ("ge", "gt") or (item.op == "ge" and not item.value):
            continue
        for where in item.where:
            if where.field not in ("category", "subcategory", "brand") or where.op != "is" or len(where.values) != 1:
                continue
            return _in_language(str(where.values[0]), where.field, context)
    return ""


def _in_language(value: str, field: str, context: Context) -> str:
    """A category as the products' facts name it in the brief's language; empty when only the other one is known."""
    chinese = context.language == "zh"
    for fact in context.facts:
        pair = fact.values.get(field, ""), fact.values.get(f"{field}_zh", "")
        if fact.kind == "P" and value.lower() in (pair[0].lower(), pair[1].lower()) and pair[chinese]:
            value = pair[chinese]
            break
    if bool(HAN.search(value)) != chinese:
        return ""
    return value if chinese or field == "brand" else value.lower()


def _tones(brief: Brief) -> frozenset[str]:
    return frozenset(tone for said in brief.tone for tone in tones_in(said))


def tones_in(said: str) -> frozenset[str]:
    """The writer's tones that a wish in words asks for."""
    return frozenset(tone for tone, pattern in _TONES.items() if re.search(pattern, said.lower()))


def _usable(fact: Fact, brief: Brief) -> bool:
    """A product of our own choosing may be spoken of only where the text does not claim that the reader has it."""
    if not fact.names or brief.goal == "survey":
        return False
    if brief.goal in _CHOSEN_ONLY:
        return bool(brief.products)
    return brief.goal not in _QUIET or bool(brief.products or brief.topic)


def _product(fact: Fact, context: Context) -> ProductMaterial:
    values, chinese = fact.values, context.language == "zh"
    name = values.get("name_zh", "") if chinese else ""
    name = readable(name or values.get("name") or values.get("name_zh", ""), context.language)
    own = [values.get(key, "") for key in ("category", "category_zh", "subcategory", "name", "name_zh")]
    known = prices([fact])
    category = values.get("category_zh" if chinese else "category", "")
    if chinese and not category and HAN.search(values.get("category", "")):
        category = values["category"]
    group = group_of(*own)
    return ProductMaterial(
        id=fact.id, name=name, group=group, category=category[:1].upper() + category[1:],
        price=money(float(known[0]), context.currency, context.language) if known else "",
        clauses=clauses_of(fact, context), plural=is_plural(name, group), known=fact.text,
        the=spoken(name) if chinese else with_article(spoken(name), group),
    )  # fmt: skip
