"""Quotable clauses: whole sentences of a product's description, the most concrete first."""

import re
from collections.abc import Iterable

from tools.copy_rules.checks.patterns import forbidden
from tools.copy_rules.checks.properties import named_in
from tools.copy_rules.claims import read_claims
from tools.copy_rules.context import Context, Fact
from tools.copy_rules.rulebook import rulebook
from tools.copy_rules.text import HAN, term

_MARKUP = re.compile(r"<[^>]*>|&[a-z]+;|https?://\S+|www\.\S+|\{\{?|\}\}?")
_BLOCK = re.compile(r"</?(?:li|p|br|div|ul|ol|h\d|tr|td|table)\b[^>]*>", re.IGNORECASE)
"""Mark-up that ends a sentence."""
_SENTENCE = re.compile(r"[^.!?。！？\n]+(?:\.(?=\d)[^.!?。！？\n]*)*[.。!！?？]?")
_CARE = re.compile(
    r"\b(?:wash|iron|dry clean|store|keep away|keep (?:it|them)|refer|dispose|avoid contact|warning|tumble|bleach"
    r"|grease)\b"
    r"|洗涤|洗一遍|首次使用前|手洗|机洗|干刷|湿布|擦拭|熨|干洗|存放|避免|悬挂晾干|冷水|上(?:一次)?油",
    re.IGNORECASE,
)
_BARE_SIZE = re.compile(
    r"^(?:sizes?|lengths?|shown in)\b.*$|^(?:the bottle holds|holds|[\d\s×x.]+(?:ml|g|cm|mm|l)\b)[^,;]{0,40}$"
    r"|^(?:尺码|尺寸|长度|本款)|^(?:容量|规格|每[条只件片]|[\d\s×.]+(?:毫升|克|厘米|升))[^，；]{0,14}。$",
    re.IGNORECASE,
)
"""Sentences on care and bare sizes: true, but nothing to lead with."""
_LENGTH = {"en": (12, 130), "zh": (5, 60)}


def clauses_of(fact: Fact, context: Context) -> tuple[str, ...]:
    """Sentences that may be quoted in the brief's language; what the glossary can say when there is no text in it."""
    language = context.language
    values = fact.values
    text = values.get("description_zh" if language == "zh" else "description", "")
    if not text:
        other = values.get("description", "")
        text = other if bool(HAN.search(other)) == (language == "zh") else ""
    low, high = _LENGTH[language]
    found = [
        sentence
        for sentence in _sentences(text, language)
        if low <= len(sentence) <= high and _sayable(sentence, context)
    ]
    makers = _about_the_maker(fact, language)
    telling = [s for s in found if not (_CARE.search(s) or _BARE_SIZE.search(s) or s in makers)]
    found = sorted(dict.fromkeys(telling or found), key=lambda sentence: -_concreteness(sentence))
    if not found:
        found = [sentence for sentence in _from_words(fact, language) if _sayable(sentence, context)]
    return tuple(found)


def _about_the_maker(fact: Fact, language: str) -> set[str]:
    """Sentences that speak of the brand, not the product; in Chinese those that stand where the English ones do."""
    brand = fact.values.get("brand", "")
    own = list(_sentences(fact.values.get("description", ""), "en"))
    places = {index for index, sentence in enumerate(own) if brand and brand.lower() in sentence.lower()}
    if language == "en":
        return {own[index] for index in places}
    chinese = list(_sentences(fact.values.get("description_zh", ""), "zh"))
    return {chinese[index] for index in places} if len(chinese) == len(own) else set()


def _sentences(text: str, language: str) -> Iterable[str]:
    for match in _SENTENCE.finditer(_MARKUP.sub(" ", _BLOCK.sub("\n", text))):
        sentence = " ".join(match[0].split()).strip(" -•·*;；,，")
        if not sentence or sentence[-1] in "!！?？" or bool(HAN.search(sentence)) != (language == "zh"):
            continue
        if language == "en":
            if len(sentence.split()) < 3:
                continue
            sentence = sentence[0].upper() + sentence[1:]
            yield sentence if sentence.endswith(".") else sentence + "."
        else:
            yield sentence if sentence.endswith("。") else sentence.rstrip(".") + "。"


def _sayable(sentence: str, context: Context) -> bool:
    """No rule on words forbids it: a description may hold praise or cures that copy must not repeat."""
    for rule in rulebook().rules:
        if rule.check == "pattern" and rule.applies(context.brief.channel, context.language, context.countries):
            if rule.fields and context.channel.main not in rule.fields:
                continue
            if any(True for _ in forbidden(rule, sentence, context.protected)):
                return False
    unwanted = [word.lower() for word in context.brief.must_not_say]
    return not any(word in sentence.lower() for word in unwanted)


def _concreteness(sentence: str) -> float:
    score = 1.5 * min(2, len(named_in(sentence))) + 0.8 * min(2, len(read_claims(sentence)))
    score += 0.5 if 25 <= len(sentence) <= 90 or HAN.search(sentence) else 0
    score += 0.6 if term(r"\b(?:so|for|that|when|fits|holds|without)\b|适合|可|不|放").search(sentence) else 0
    return score


def _from_words(fact: Fact, language: str) -> list[str]:
    """Sentences from the material or ingredient column and the glossary, for a product without a description."""
    values = fact.values
    material = values.get("material_or_ingredients") or values.get("materials") or values.get("ingredients") or ""
    if language == "en":
        plain = material.strip(" .")
        return (
            [f"Made of {plain}."]
            if plain and not HAN.search(plain) and _is_material(plain)
            else [f"With {plain}."]
            if plain and not HAN.search(plain)
            else []
        )
    sentences = []
    told = (
        f"{values.get('description', '')} {material}"  # a note of jasmine is no ingredient: those from the column only
    )
    for kind, words, text in (("ingredient", "含有{}。", material), ("material", "用的是{}。", told)):
        known = [rulebook().properties[index] for index in named_in(text)]
        names = [entry.zh[0] for entry in known if entry.kind == kind and not entry.loose][:2]
        if names:
            sentences.append(words.format("和".join(names)))
    for claim in read_claims(values.get("description", "")):
        if claim.kind == "quantity" and claim.unit in ("ml", "g"):
            sentences.append(f"{claim.value:g}{'毫升' if claim.unit == 'ml' else '克'}装。")
            break
    return sentences


def _is_material(text: str) -> bool:
    return any(rulebook().properties[index].kind == "material" for index in named_in(text))
