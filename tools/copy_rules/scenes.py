"""Figures of a scene, which claim nothing of goods or offers: the clock on the wall, the weather."""

import re

from tools.copy_rules.claims import Claim
from tools.copy_rules.context import Fact
from tools.copy_rules.text import fold, term

_APPOINTED = (
    r"\b(?:open|opens|opening|opened|clos(?:es?|ing)|deadline|order\w*|deliver\w*|ship\w*|dispatch\w*|courier|arriv\w*"
    r"|collect\w*|pick[- ]?up|offer|sale|code|ends?|ending|starts?|starting|begins?|book\w*|class\w*|workshops?"
    r"|sessions?|tours?|tastings?|doors|live|stream\w*|launch\w*|join|reserv\w*|shop|store|checkout|midnight|hours|daily"
    r"|every|serv\w+|ready|call|reply|answer|support|come|visit|see you|meet|leaves? (?:the|our|same)|free|lasts?"
    r"|lasting|expires?)\b"
    r"|截止|之前|前(?=[，。！下付完结])|营业|(?<!没)开门|关门|打烊|开始|结束|开[抢售播课场船]|直播|下单|发货|送达|到货|配送"
    r"|[折减券]|只到|为止|优惠|有效|预约|上课|集合|出发|客服|门店|本店|到店|取货|自取|抢|每天|天天"
)
"""Words by which an hour is a deadline, an opening or a delivery."""
_UNTIL = r"(?:\b(?:by|until|till|before|from|between|after|to|around|at)|[到至从])\s*$"
_ITS = r"\bit(?:'s| is| was)\s+(?:only |just |already |nearly |almost |not yet )*$|\bthe\s+$"
_OF_DAY = (
    r"\s+(?:sun|light|shadows?|slump|tea|alarm|traffic|bus|train|ferry|tram|flight|dark(?:ness)?|hunger|frost|start|feeling"
    r"|on an?\b|and (?:the|nobody|someone|everyone|something))\b"
)
_WEATHER = (
    r"\b(?:outside|outdoors|out there|this morning|tonight|last night|weather|forecast|thermometer|in the (?:gym|shade"
    r"|kitchen|car|street|garden|attic|office|hall|sun)|today|yesterday|window)\b"
    r"|外面|窗外|室外|屋外|气温|今[天早晚]|昨[天晚夜]|夜里|清晨|体感|降温|屋里|教室|水温"
)
_WITHSTOOD = (
    r"\b(?:wash\w*|rated|withstand\w*|down to|up to|keeps?|stays?|wear|tested|safe|comfort\w*|brew\w*|bak\w+|stor\w+"
    r"|serv\w+|works?|runs?|holds?|warms?|heats?|proof|still|good (?:to|for))\b"
    r"|[洗耐冲泡烤抗防煮]|保[温暖]|适[合用]|照样|也能|不怕|可以?(?!是)|能"
)
_OUTDOORS = r"\b(?:outdoor\w*|frost\w*|comfort|sub-?zero)\b|户外|保暖|抗寒|防冻|耐寒|零下"
_TEMPERATURES = ("deg", "c", "f")


def idle(claim: Claim, text: str, sentence: str, facts: list[Fact]) -> bool:
    """Is the figure of the scene and of nothing sold?"""
    if claim.kind == "time":
        return _clock(claim, text, sentence, facts)
    return claim.kind == "quantity" and claim.unit in _TEMPERATURES and _weather(sentence, facts)


def _clock(claim: Claim, text: str, sentence: str, facts: list[Fact]) -> bool:
    """An hour as a diary has it, where neither the sentence nor a fact tells when something opens, ends or comes."""
    if any(stated.kind == "time" for fact in facts for stated in fact.claims) or term(_APPOINTED).search(sentence):
        return False
    before = fold(text[: claim.start]).text
    begins = re.search(r"(?:^|\n|[.!?。！？;；])\s*$", before) is not None
    return begins or _told_beside(before, text[claim.end :])


def unappointed(sentence: str) -> bool:
    """Does the sentence tell of nothing that opens, ends or comes at an hour?"""
    return term(_APPOINTED).search(sentence) is None


def _told_beside(before: str, behind: str) -> bool:
    if term(_UNTIL).search(before):
        return False
    return term(_ITS).search(before) is not None or term(_OF_DAY).match(behind) is not None


def _weather(sentence: str, facts: list[Fact]) -> bool:
    """How cold it is outside, and not what something bears, where no fact tells what it bears outdoors."""
    if not term(_WEATHER).search(sentence) or term(_WITHSTOOD).search(sentence):
        return False
    stated = [s for fact in facts for s in fact.claims if s.unit in _TEMPERATURES]
    borne = any(s.value < 0 for s in stated if not isinstance(s.value, str)) or any(
        term(_OUTDOORS).search(fact.folded) for fact in facts if fact.kind == "P"
    )
    return not borne
