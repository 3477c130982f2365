"""Negation: what a text denies, and what the facts deny of a product."""

import re

from tools.copy_rules.text import term

_CLAUSE = r"[.!?,;:。！？，；：\n]"
_NO = (
    r"\b(?:not?|zero|nothing|free (?:of|from)|never|without|neither|nor|none|cannot|instead of|rather than|than|unlike"
    r"|except|forget|skip|hold the)\b|n't\b"
    r"|separate(?:ly)?\b|\b(?:extra|your own|at home|bring your|you bring|leave)\b"
    r"|[不没无非未勿莫]|(?<![分特区级个告性辨离派])别(?!致|墅)|自备|自带|另[购配售买算付]|代替|除了|除外|不[接收洗修做]|比"
    r"|放过|避开|绕开|绕行|禁|忌|避免|远离|远一?点|远些|(?<!不)怕|(?<!不)惧|\bto find\b"
)
_NO_DENIAL = (
    r"没事|没问题|没关系|不成问题|不在话下|不锈钢|不错|不仅|不但|不光|不怕|不止|无论|不管|不论|无线|无比|非常|不同|不妨|无糖|无花果|非转基因|非遗|无缝|无纺|无骨|无籽|不粘|不倒翁"
    r"|\bno[- ](?:one|doubt|wonder|matter)\b|\bnot (?:just|only)\b"
)


def clause_of(text: str, start: int, end: int) -> str:
    """The part of a sentence, between commas, that holds the span."""
    breaks = [0, *(match.end() for match in term(_CLAUSE).finditer(text)), len(text)]
    first = max(place for place in breaks if place <= start)
    last = min((place for place in breaks if place >= end), default=len(text))
    return text[first:last]


def negated(text: str, start: int, end: int) -> bool:
    """Does the part of the sentence around the span deny something?"""
    clause = re.sub(_NO_DENIAL, " ", clause_of(text, start, end).replace(text[start:end], " "), flags=re.IGNORECASE)
    return bool(term(_NO).search(clause))


_DENIED_EN = (
    r"\bnot (?P<g>[a-z]{3,}-(?:proof|safe|resistant|friendly|compatible))\b"
    r"|(?:^|[.;,] )(?P<h>[a-z]{2,}(?: [a-z]{3,})?) (?:does not|do not|doesn't|don't|will not|won't) (?:work|fit|suit)\b"
    r"|\b(?P<o>[a-z]{3,}) (?:is|are) not(?=[.,;)]|$)"
    r"|\bwithout (?:any |the )?[a-z]+ (?P<p>[a-z]{3,} [a-z]{3,})(?=[.,;:)]|$)"
    r"|\b(?P<k>[a-z]{3,}) and (?:[a-z]+ )?(?P<l>[a-z]{3,}) (?:are )?not included\b"
    r"|\b(?P<m>[a-z]{3,})-free\b|\b(?:do not|don't|never) use (?P<n>[a-z]{3,})\b"
    r"|\bnot (?:suitable |made |meant |intended )?for (?P<i>[a-z]{3,} [a-z]{3,})(?=[.,;:)]|$)|"
    r"\b(?P<a>[a-z]{3,}) (?:is |are )?(?:not (?:included|supplied|provided|allowed)"
    r"|(?:sold|bought|ordered) separately|extra\b)"
    r"|\b(?:no|without|excludes?|excluding|(?:does not|doesn't) include|not (?:suitable |safe |made |meant )?for)"
    r" (?:any |the )?(?:[a-z]+ )?(?P<b>[a-z]{3,})(?=[.,;:)]|$| (?:in|on|at|or|needed|required|allowed|with|for)\b)"
)
_DENIED_ZH = (
    r"(?:不含|不带|不添加|未添加|无添加|不放|没放|不包(?:括|含)?|不配|不收|不修|不洗|不做|不卖|不寄|不教|不加|不提供|未含|不附|不接|不适用于|不适合|不用|没有|无需?|不可|不能)"
    r"(?P<c>[\u4e00-\u9fff]{2,5}?)(?=[，。；、（）\s]|$)"
    r"|(?:^|[，。；、\s])(?P<f>[\u4e00-\u9fff]{2,4}?)(?:不接|不收|不洗|不修|不做|不适用|不包|不附|不配|不送|除外)"
    r"|(?P<d>[\u4e00-\u9fff]{2,4}?)(?:需?(?:自备|自带)|另(?:购|配|售|算|付|外收费|需))"
)


_LIST_ZH = (
    r"(?:不(?:含|收|修|洗|做|卖|接|送|寄|教)|(?:不能|不可|不宜|请勿)(?:打|放|装|煮|烤|炖|切|榨|用))"
    r"((?:[\u4e00-\u9fff]{2,5}[、和或及与])+[\u4e00-\u9fff]{2,5})(?=[，。；（\s]|$)"
)
"""不洗真皮和皮草: several things denied at once."""


def denied_words(text: str) -> frozenset[str]:
    """What a product's facts say is not there: "soil not included", "no dogs", 不含镜片, 酒水另购."""
    listed = {name for match in term(_LIST_ZH).finditer(text) for name in re.split("[、和或及与]", match[1])}
    named = {
        word.lower()
        for expression in (_DENIED_EN, _DENIED_ZH)
        for match in term(expression).finditer(text)
        for word in match.groupdict().values()
        if word
    }
    short = {_short(word, text) if " " in word else word for word in named}
    return frozenset(name for name in listed if 2 <= len(name) <= 5) | frozenset(short)


def _short(phrase: str, text: str) -> str:
    """The last word of a phrase, where the text has it nowhere else: "fountain pens" where dip pens are told of."""
    last = phrase.split()[-1]
    return phrase if len(re.findall(rf"\b{last.removesuffix('s')}", text.lower())) > 1 else last


_FORBIDDEN = (
    r"\b(?:never|do not|don't|must not|not to be)\b[^.;,]*?"
    r"\b(?P<a>(?:at|into|onto|on|near|under|over) (?:the |a |an )[a-z]{3,})(?=[.,;)]|$| or | and )"
    r"|(?:严禁|禁止|不宜|忌|切勿|请勿|不要|避免|远离|不可|不支持)(?:用|使用|接触|与|放[入进在]?|[丢扔塞]进|置[入于]|[入进在])?"
    r"(?P<b>[\u4e00-\u9fff]{2,4}?)(?:[和与及或、](?P<c>[\u4e00-\u9fff]{2,4}?))?(?=[，。；、（]|$)"
)


def forbidden_words(text: str) -> frozenset[str]:
    """What a product's facts say is not to be done: "at the sun", 沸水, 明火, 淘洗."""
    return frozenset(
        word.lower() for match in term(_FORBIDDEN).finditer(text) for word in match.groupdict().values() if word
    )
