"""The facts a writer may use, each with an id: products, offer, requested words, brand rules, channel, law."""

from collections.abc import Mapping
from typing import Any

from tools.briefs import Brief, Offer
from tools.contract import AssistantError, Source
from tools.copy_rules.cures import day_words, fold_words
from tools.copy_rules.rulebook import Rule, rulebook
from tools.copy_rules.units import money
from tools.data.passages import Kind, Passage
from tools.desk import Desk

PRODUCT_LABELS = (
    "name",
    "name_zh",
    "brand",
    "category",
    "category_zh",
    "subcategory",
    "subcategory_zh",
    "description",
    "description_zh",
    "material_or_ingredients",
    "materials",
    "ingredients",
    "size",
)
_CHOSEN = 3


def offer_text(offer: Offer, currency: str) -> str:
    """The offer as labelled lines in both languages; the claims reader finds every figure of it here."""
    lines = []
    if offer.percent_off:
        lines.append(f"discount: {offer.percent_off:g}% off, {fold_words(offer.percent_off)}")
    if offer.amount_off:
        lines.append(
            f"discount: {money(offer.amount_off, currency, 'en')} off, 立减{money(offer.amount_off, currency, 'zh')}"
        )
    if offer.minimum_spend:
        least = (money(offer.minimum_spend, currency, language) for language in ("en", "zh"))
        lines.append("minimum: orders over {}, 满{}".format(*least))
    if offer.free_shipping:
        lines.append("shipping: free shipping, 包邮")
    if offer.gift:
        lines.append(f"gift: {offer.gift}")
    if offer.code:
        lines.append(f"code: {offer.code}")
    if offer.valid_until:
        until = offer.valid_until
        lines.append(f"valid_until: {until.isoformat()} ({day_words(until, 'en')}, {day_words(until, 'zh')})")
    return "\n".join(lines)


def product_sources(desk: Desk, brief: Brief) -> list[Source]:
    """The briefed products, or those that fit the topic; one fact each, `label: value` lines."""
    from tools.copywriting.products import products_for

    currency = desk.workspace.settings.currency
    return [_product_source(desk, product, currency) for product in products_for(desk, brief, _CHOSEN)]


def _product_source(desk: Desk, product: dict[str, Any], currency: str) -> Source:
    lines = [f"{label}: {_one_line(product[label])}" for label in PRODUCT_LABELS if _known(product.get(label))]
    if _known(product.get("price")):
        lines.insert(min(2, len(lines)), f"price: {money(float(product['price']), currency, 'en')}")
    category = product.get("category")
    if _known(category) and not _known(product.get("category_zh")):
        chinese = desk.dictionary.value_label("category", category, "zh")
        if chinese != category:
            lines.append(f"category_zh: {chinese}")
    return Source(id=f"P:{product['id']}", title=str(product.get("name") or product["id"]), text="\n".join(lines))


def _known(value: Any) -> bool:
    return value is not None and str(value).strip().lower() not in ("", "nan", "none", "null")


def _one_line(value: Any) -> str:
    return " ".join(str(value).split())


def offer_sources(desk: Desk, brief: Brief) -> list[Source]:
    """The offer, the requested words and the topic, as the asker gave them."""
    sources = []
    if brief.offer and brief.offer.compact():
        text = offer_text(brief.offer, desk.workspace.settings.currency)
        sources.append(Source(id="O:offer", title=desk.say("The offer", "优惠"), text=text))
    sources += [
        Source(id=f"R:{n}", title=desk.say("Must be said", "必须写上"), text=wanted)
        for n, wanted in enumerate(brief.must_say, start=1)
    ]
    if brief.topic:
        sources.append(Source(id="T:topic", title=desk.say("Topic", "主题"), text=brief.topic))
    sources += [
        Source(id=f"T:about.{n}", title=desk.say("About", "内容"), text=text)
        for n, text in enumerate(brief.about, start=1)
    ]
    return sources


def sender_source(desk: Desk, sender: str) -> Source:
    """Who writes: name, currency and what the workspace knows of the sender."""
    settings = desk.workspace.settings
    return Source(
        id="S:sender", title=desk.say("Sender", "发件人"), text=f"brand: {sender}\ncurrency: {settings.currency}"
    )


def channel_sources(desk: Desk, brief: Brief, lengths: Mapping[str, int]) -> list[Source]:
    """One fact for each field: required or not, its limits, and how sure the limit is; then the merge tags.

    `lengths` are the longest values of personal tags among the recipients.
    """
    channel = rulebook().channels[brief.channel]
    sources = []
    for spec in channel.fields:
        name = spec.name if spec.most == 1 else f"{spec.name}_1 … {spec.name}_{spec.most}"
        needed = spec.least if spec.most > 1 else int(spec.required)
        parts = [desk.say(f"required: {needed}" if needed else "optional", f"必填{needed}项" if needed else "选填")]
        parts += [_limit(desk, rule) for rule in _length_rules(brief, spec.name)]
        sources.append(Source(id=f"C:{brief.channel}.{spec.name}", title=name, text="; ".join(parts)))
    tags = [
        f"{{{{{tag.name}}}}}" for tag in rulebook().tags.values() if not tag.channels or brief.channel in tag.channels
    ]
    if channel.personal:
        text = desk.say(
            f"Merge tags: {', '.join(tags)}; personal ones need a fallback: {{{{first_name|there}}}}",
            f"合并标签：{'、'.join(tags)}；个人信息须带备用词：{{{{first_name|朋友}}}}",
        )
        text += "".join(f"; {name} ≤ {length}" for name, length in lengths.items() if length)
        text += desk.say(
            "; for some only: {{#if loyalty_tier is gold}} … {{#else}} … {{/if}}, with any customer field, or "
            "{{#if next_product known}}",
            "；只给部分人看的文字：{{#if 会员等级 是 金卡}} … {{#else}} … {{/if}}，可用任一客户字段，"
            "或 {{#if next_product known}}",
        )
    else:
        text = desk.say("No merge tags: an ad is shown to many.", "广告面向多人，不能使用合并标签。")
    return [*sources, Source(id=f"C:{brief.channel}.tags", title=desk.say("Merge tags", "合并标签"), text=text)]


def _length_rules(brief: Brief, field: str) -> list[Rule]:
    return [
        rule
        for rule in rulebook().rules
        if rule.check == "length"
        and field in rule.fields
        and brief.channel in rule.channels
        and (not rule.languages or brief.language in rule.languages)
    ]


def _limit(desk: Desk, rule: Rule) -> str:
    hard = desk.say(
        "at most" if rule.severity == "error" else "better at most",
        "上限" if rule.severity == "error" else "建议不超过",
    )
    unit = desk.say(
        rule.unit, {"characters": "个字符", "width": "宽度（汉字算2）", "bytes": "字节", "words": "词"}[rule.unit]
    )
    unsure = "" if rule.verified else desk.say(" (not verified)", "（未核实）")
    return f"{hard} {rule.limit:g} {unit}{unsure}"


def law_sources(desk: Desk, brief: Brief, countries: frozenset[str]) -> list[Source]:
    """The law that the text can keep or break, and what else it asks of the sending."""
    laws = [
        r for r in rulebook().rules if r.id.startswith("law.") and r.applies(brief.channel, brief.language, countries)
    ]
    sources = []
    for rule in laws:
        words = rule.zh if desk.language == "zh" else rule.en
        for name, value in (("from", rule.hours[:1]), ("to", rule.hours[1:])):
            words = words.replace(f"{{{name}}}", str(value[0]) if value else "")
        words = (
            words.replace("“{value}”", desk.say("Such a word", "这类词"))
            .replace("「{value}」", "这类用语")
            .replace("{value}", "…")
        )
        sources.append(Source(id=f"L:{rule.id}", title=rule.source, text=words))
    return sources


_BRAND_QUERIES = ("tone of voice 语气", "words we do not use 不用的说法", "form of address 您 你")


def brand_sources(desk: Desk, brief: Brief) -> list[Source]:
    """Passages of the brand guidelines on voice, words and address; none when the library has none."""
    found: dict[str, Passage] = {}
    for query in _BRAND_QUERIES:
        passages = [passage for passage in _search(desk, query, "brand") if not passage.suspicious]
        own = [passage for passage in passages if passage.speaks(brief.language == "zh")] or passages
        found |= {passage.id: passage for passage in own[:3]}
    return [
        Source(
            id=f"B:{number}",
            title=passage.wording(brief.language)[0],
            text=passage.wording(brief.language)[1],
            score=passage.score,
        )
        for number, passage in enumerate(found.values(), start=1)
    ]


def _search(desk: Desk, query: str, kind: Kind) -> list[Passage]:
    try:
        return list(desk.library.search(query, kind=kind, limit=8))
    except AssistantError:
        return []  # no index yet: copy is written without brand passages, and the brief says so


def campaign_sources(desk: Desk, brief: Brief) -> list[Source]:
    """What measured campaigns of the kind did, then earlier ones as their write-ups tell of them."""
    from tools.campaigns.learnt import learnt_sources

    query = " ".join([brief.goal.replace("_", " "), brief.channel, brief.topic]).strip()
    found = [passage for passage in _search(desk, query, "campaign") if not passage.suspicious][:2]
    return learnt_sources(desk, brief) + [
        Source(
            id=f"K:{number}",
            title=passage.wording(desk.language)[0],
            text=passage.wording(desk.language)[1],
            score=passage.score,
        )
        for number, passage in enumerate(found, start=1)
    ]
