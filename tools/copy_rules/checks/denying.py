"""What the facts state is not denied: "without any oil" where it is roasted in oil, 枕芯能机洗 where 枕芯不可水洗."""

import re
from collections.abc import Iterator
from functools import lru_cache

from tools.copy_rules.context import Fact, Hit, Reading
from tools.copy_rules.denials import negated
from tools.copy_rules.rulebook import Rule
from tools.copy_rules.scope import about
from tools.copy_rules.text import fold, sentence_at, term

_NO_THING = (
    r"(?:the|your|our|its|his|her|can|will|one|two|more|less|other|better|need|matter|wonder|doubt|time|way|fuss)"
)
"""What stands behind a no without being what is missing."""
_WITHOUT = (
    rf"\b(?:no|without(?: any)?|zero|free (?:of|from))\s+(?:added |any )?(?P<e>(?!{_NO_THING}\b)[a-z]{{3,}})\b"
    r"(?!\s+(?:required|needed|necessary|included|but|except|other))"
    r"|(?:不含|不加|未加|没有加|没加|不放|没放|零|不带|不用)(?P<z>[\u4e00-\u9fff]{2})(?=[，。！？、；\s]|$)"
)
_CLAUSE = r"[，。；！？\n]"
_PART_NO = (
    r"^(?P<p>[\u4e00-\u9fff]{2,4}?)(?:也|都|均|则|请)?(?:不可以?|不能|不宜|请勿|切勿|不)"
    r"(?P<v>(?:水|机|手|干)?洗|防水|防尘|暴晒|烘干|漂白|折叠|拆卸|食用|进水|泡水|沾水|加热|充电)"
)
_SUBJECT = 2
"""So many characters of the clause before are the subject of one that has none: 刀盘用毛刷清理，不可水洗."""
_WATER = r"(?:水?洗|冲洗|冲水|水冲|泡水|过水|机洗)"
_ABLE = r"[^，。！？；\n不没勿别]{0,6}(?:也|都|能|可以?|直接|照样|同样|随便|放心)[^，。！？；\n不没勿别]{0,4}"


def denying(_: Rule, reading: Reading) -> Iterator[Hit]:
    """Words for what a product's facts state, denied of it; and what they deny of a part, promised of it."""
    cited = reading.context.cited(reading.cites)
    for name, text in reading.fields.items():
        folded = fold(text)
        for match in term(_WITHOUT).finditer(folded.text):
            start, end = folded.written(*match.span())
            facts = about(sentence_at(folded.text, *match.span()), cited, reading.before(name, start))
            products = [fact for fact in facts if fact.kind == "P"]
            if products and _states(match["e"] or match["z"], products):
                yield Hit(name, text[start:end], start, end)
        for part, verb in {pair for fact in cited if fact.kind == "P" for pair in _parts(fact.folded)}:
            for match in term(rf"{part}{_ABLE}{verb[-2:]}|{part}{_ABLE}[\u4e00-\u9fff]?{verb[-1]}").finditer(
                folded.text
            ):
                if not negated(folded.text, *match.span()):
                    start, end = folded.written(*match.span())
                    yield Hit(name, text[start:end], start, end)


def _states(word: str, facts: list[Fact]) -> bool:
    """Do the facts have the word, and nowhere a no beside it?"""
    form = rf"\b{re.escape(word.removesuffix('s'))}(?:e?s)?\b" if word.isascii() else re.escape(word)
    mentions = [(fact, match) for fact in facts for match in term(form).finditer(_told(fact))]
    return bool(mentions) and not any(
        negated(_told(fact), *match.span()) or _told(fact)[match.end() : match.end() + 5] == "-free"
        for fact, match in mentions
    )


def _told(fact: Fact) -> str:
    """What is described of the product, without its name."""
    return "\n".join(fold(value).text for label, value in fact.values.items() if not label.startswith("name"))


@lru_cache(maxsize=2048)
def _parts(told: str) -> tuple[tuple[str, str], ...]:
    """Each part of which the facts deny something, with the verb."""
    found, last = [], ""
    for clause in re.split(_CLAUSE, told):
        bare = clause.strip()
        if match := re.match(_PART_NO, bare) or re.match(_PART_NO, last[:_SUBJECT] + bare):
            found.append((match["p"], match["v"]))
        last = bare
    return tuple(found)
