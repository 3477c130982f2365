"""Ingredients, materials and traits named in a draft: does a cited fact name them, in either language?"""

from collections.abc import Iterator
from functools import cache, lru_cache

from tools.copy_rules.checks.patterns import covered, name_spans
from tools.copy_rules.context import Fact, Hit, Reading
from tools.copy_rules.denials import negated
from tools.copy_rules.rulebook import Property, Rule, rulebook
from tools.copy_rules.scope import about
from tools.copy_rules.text import fold, sentence_at, term

_CUE = r"(?:with|of|from|in|pure|real|solid|genuine|contains?|containing|infused|enriched|featuring|plus|added)\s+"
_CUE += r"(?:[\w-]+,?\s+(?:and\s+)?){0,2}?"
_CUE_ZH = r"(?:含有?|加了?|添加|加入|采用|选用|精选|使用|纯|实心|天然|富含|蕴含|融入|百分百|100%)"
_CUE_ZH += r"(?:了|的)?[^，。！？\s]{0,4}?"
_TAIL_ZH = r"(?:材质|面料|成分|提取物|精华|制成|做的|制的|熬的|打造|质地|内胆|填充)"


_LIKE = r"(?<!如)(?<!似)(?<!像)(?<!仿)(?<!拟)"
_ISH = r"(?!般|图案|印花|刺绣|造型|元素|纹|形|状|一般|感|质感|似的|一样|风|之路|[白粉黄绿红紫蓝灰棕](?!泥|土)|色)"
"""Chinese comparisons such as 丝绸般 and colours such as 樱花粉: the thing is likened to, not made of it."""


_OTHERS = (
    r"\b(?:he|she|they|someone|somebody|nobody|people|others|grandm\w+|grandpa|mum|mom|dad|aunt\w*|uncle|neighbou?rs?)\b"
    r"|[他她]|奶奶|外婆|妈妈|爸爸|小时候|邻居|别人"
)


_OWN_NO = r"(?:no|not|zero|without|free|non)\b|[a-z]+-free\b|[不无没未零]"
"""A property that is itself a no, such as "no alcohol", is not denied by another no beside it."""


@cache
def pattern_of(index: int) -> str:
    """The regular expression of the index-th property: strict words anywhere, loose ones only after a cue."""
    entry: Property = rulebook().properties[index]
    english = "|".join(entry.en)
    parts = [
        rf"(?<!\blike )(?<!\bfaux )(?<!\bas )\b{_CUE if entry.loose else ''}(?:{english})\b(?![- ](?:like|effect|look))"
    ]
    if entry.loose and entry.kind == "ingredient":
        every, every_zh = _ingredients()
        parts.append(rf"\b(?:{every})(?:,|,?\s+and|\s+&|\s+\+)\s+(?:\w+\s+)?(?:{english})\b")
        parts.append(rf"\b(?:{english})(?=(?:,|,?\s+and|\s+&|\s+\+)\s+(?:\w+\s+)?(?:{every})\b)")
        chinese = "|".join(entry.zh)
        parts.append(rf"(?:{chinese})(?=[、和与加](?:{every_zh}))|(?<=[、和与加])(?:{chinese})(?=[，。、！\s]|$|做|的)")
    for word in entry.zh:
        if (entry.loose and len(word) < 3) or len(word) == 1:
            parts.append(rf"{_CUE_ZH}{word}{_ISH}|{word}{_TAIL_ZH}")
        elif word[0].isascii():
            parts.append(rf"(?<![A-Za-z'’]){word}(?![A-Za-z])")
        else:
            parts.append(rf"{_LIKE}{word}{_ISH}" if word != "有机" else "有机(?![会可遇水])")
    return "|".join(parts)


_SERVED = (
    r"\b(?:slice|piece|wedge|glass|cup|mug|bowl|bit|handful|side|plate|dollop|drizzle|squeeze|splash|spoonful"
    r"|scoop)s? of"
    r"(?: \w+)?$|\bone \w+$"
)
"""Something to eat it with: a slice of pear."""


_IS_NOT = r"(?:不是|并非|\bisn't|\bis not|\bnot)\s*(?:an? |made of )?$"
"""What it is said not to be needs no source: 不是真丝."""


@cache
def _ingredients() -> tuple[str, str]:
    """All ingredients' words in each language: beside one of them another is named as an ingredient too."""
    entries = [entry for entry in rulebook().properties if entry.kind == "ingredient"]
    chinese = [word for entry in entries for word in entry.zh if len(word) > 1]
    return "|".join(word for entry in entries for word in entry.en), "|".join(chinese)


@cache
def mention_of(index: int) -> str:
    """How a fact may name the property: any of its words, without a cue."""
    entry = rulebook().properties[index]
    # letters among the Chinese words stand alone: VE is not in "over"
    chinese = (rf"(?<![A-Za-z'’]){word}(?![A-Za-z])" if word[0].isascii() else word for word in entry.zh)
    alone = rf"\b(?:{'|'.join(entry.en)})s?\b"  # suitable for vegans
    return "|".join([alone, *chinese])


@cache
def _any_mention() -> str:
    """One expression for all words of all properties: most texts name none, and are done with at once."""
    return "|".join(mention_of(index) for index in range(len(rulebook().properties)))


@lru_cache(maxsize=4096)
def named_in(text: str) -> tuple[int, ...]:
    """Indexes of the properties that a text names."""
    if not term(_any_mention()).search(text):
        return ()
    return tuple(i for i in range(len(rulebook().properties)) if term(mention_of(i)).search(text))


def properties(_: Rule, reading: Reading) -> Iterator[Hit]:
    """Named properties that no cited fact has; a sentence that names products answers for those alone."""
    return _unsupported(reading, soft=False)


def traits(_: Rule, reading: Reading) -> Iterator[Hit]:
    """The same for words on how a thing feels."""
    return _unsupported(reading, soft=True)


def _told(index: int, fact: Fact, *, denied: bool) -> bool:
    """Does the fact tell the property? What it denies ("vegan it is not") backs only a denial."""
    if index not in named_in(fact.folded):
        return any(term(word).search(fact.folded) for word in rulebook().properties[index].also)
    mentions = term(mention_of(index)).finditer(fact.folded)
    return denied or any(term(_OWN_NO).match(match[0]) or not negated(fact.folded, *match.span()) for match in mentions)


def _unsupported(reading: Reading, *, soft: bool) -> Iterator[Hit]:
    cited = reading.context.cited(reading.cites)
    made_of_any = any(  # eggs in a pan shop's letter are somebody's breakfast
        rulebook().properties[index].kind == "ingredient" for fact in cited for index in named_in(fact.folded)
    )
    for name, text in reading.fields.items():
        folded = fold(text)
        names = name_spans(reading, folded.text)
        for index in named_in(folded.text):
            entry = rulebook().properties[index]
            if entry.soft is not soft or (entry.loose and entry.kind == "ingredient" and not made_of_any):
                continue
            for match in term(pattern_of(index)).finditer(folded.text):
                if covered(match.span(), names):
                    continue
                sentence = sentence_at(folded.text, *match.span())
                if entry.kind == "ingredient" and term(_SERVED).search(folded.text[: match.end()]):
                    continue
                if entry.loose and term(_OTHERS).search(sentence) and about(sentence, cited) == cited:
                    continue  # what other people have for breakfast
                facts = about(sentence, cited, reading.before(name, folded.written(*match.span())[0]))
                denied = negated(folded.text, *match.span())
                stated = any(index in named_in(fact.folded) for fact in facts)
                if not stated and term(_IS_NOT).search(folded.text[: match.start()]):
                    continue
                if not any(_told(index, fact, denied=denied) for fact in facts):
                    start, end = folded.written(*match.span())
                    yield Hit(name, text[start:end], start)
