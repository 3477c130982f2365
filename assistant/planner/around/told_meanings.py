"""What the asker says a word of theirs means: …的复购率，复购指下单两次及以上; active customers, active meaning ….

The meaning of a figure picks nobody: where it is the one figures are counted by here it says nothing more, and another
one is asked about. The meaning of a word for people takes the word's place.
"""

from __future__ import annotations

import re

from assistant.planner.frame import Frame
from assistant.planner.reading import Ask, Option, Reading

_REPEAT = "复购率?|回购率?|复购人数"
_AGAIN = "repeat(?: (?:rate|purchase rate|purchases?|buyers?|customers?))?"
_KIND = "(?:活跃|沉睡|流失|高频|高价值|高消费|忠诚|核心|优质|低频)"
_GROUPS = f"{_KIND}(?:客户|用户|会员|顾客)?"
_MEANS_ZH = "(?:就|就是|是)?(?:指的是|指的|是指|指|即|定义为|定义是|意思是|等于|=|算是|就是|是|为)"
_ZH = re.compile(
    rf"[,，;；。(（]\s*(?:这里的?|其中|我说的)?(?P<term>{_REPEAT}|{_GROUPS})(?:的?(?:定义|意思|口径))?"
    rf"{_MEANS_ZH}(?P<body>[^,，。;；()（）]{{3,}})[)）]?\s*[?？。]?$"
)
_INSIDE = re.compile(
    rf"^(?P<before>[^,，。;；()（）]*?){_KIND}(?:客户|用户|会员|顾客)[,，(（]\s*也?(?:就是|即|指的是|是指|指)[指说]?"
    r"(?P<body>[^,，()（）]{4,}?)的?(?:[那这][批些群拨]|那部分)?(?:客户|用户|人)?[)）]?[,，]?(?<=[,，)）])(?P<rest>.+)$"
)
_MEANS = r"(?:i mean\b|means|meaning|being|is defined as|defined as|is|=|:)"
_EN = re.compile(
    rf"[,;(]\s*(?:and )?(?:where |with |by )?(?P<term>{_AGAIN}|active|lapsed|loyal|frequent|high[- ]value)"
    rf"(?: (?:customers?|buyers?|people))?\s*{_MEANS}\s*(?P<body>[^,;()]{{3,}}?)\)?\s*[?.]?$",
    re.IGNORECASE,
)
_HAD = "(?:下单|购买|买|下|买过|下过|有|消费|成交|订单数?|单数?)?(?:过|了)?"
_TWICE = re.compile(
    rf"(?:在?.{{0,6}}?(?:内|里))?(?:累计|至少|起码|一共|总共)?{_HAD}(?:至少|起码|不少于|达到|大于等于|>=|≥)?"
    r"(?:两|2|二)(?:次|单|笔|个订单)?(?:单|订单)?(?:及|或|或者|和|以及)?(?:以上|更多)?(?:的)?(?:订单|单)?"
    r"(?:的?(?:人|客户|用户))?"
    r"|(?:(?:people|customers|buyers|those) (?:who )?)?"
    r"(?:have |had |has |placed |ordered |bought |made |with |having )*"
    r"(?:at least )?(?:two|2|twice)"
    r"(?: ?\+| or more| times or more| plus)?(?: (?:orders?|purchases?|times))?(?: or more)?",
    re.IGNORECASE,
)
_NOTED = re.compile(
    rf"^(?P<before>.*?(?:{_REPEAT}|{_AGAIN})[^()（）]*?)\s*[(（]\s*(?P<body>[^()（）]{{3,}}?)[)）](?P<rest>[^()（）]*)$",
    re.IGNORECASE,
)
_OF_BUYERS = re.compile(
    r"\s*(?:占|/|除以)(?:全部|所有|总)?(?:买家|购买客户|购买人数|下单客户|下单人数|买过的人)(?:数|总数)?的?(?:比例|比重|占比)?$"
    r"|,? (?:as a|as) (?:share|percentage|part|proportion|%) of (?:all )?(?:the )?buyers$",
    re.IGNORECASE,
)
_PEOPLE = "客户|用户|会员|顾客|买家|人群|人"


def by_its_meaning(question: str) -> str:
    """The question without a meaning that is ours too, and with the meaning in place of a word for people."""
    if inside := _INSIDE.match(question):
        before = "" if _says_it(inside["before"], inside["body"]) else inside["before"]
        return f"{before}{inside['body']}的客户{inside['rest']}"
    noted = _NOTED.match(question)
    if noted and _TWICE.fullmatch(_OF_BUYERS.sub("", noted["body"].strip())):
        return noted["before"] + noted["rest"]  # 复购率（买了两单或以上的人占买家比例）
    found = _ZH.search(question) or _EN.search(question)
    if found is None:
        return question
    before, term = question[: found.start()], found["term"]
    if re.fullmatch(rf"{_REPEAT}|{_AGAIN}", term, re.IGNORECASE):
        usual = _TWICE.fullmatch(found["body"].strip()) and _counts_again(before)
        return before if usual else question
    bare = re.sub(f"(?:{_PEOPLE})$", "", term)
    body = re.sub(f"的?(?:{_PEOPLE})?$", "", found["body"].strip())
    if term.isascii():
        named = re.compile(rf"\b{re.escape(term)} (customers?|buyers?|people|shoppers?)\b", re.IGNORECASE)
        return named.sub(lambda noun: f"{noun[1]} who {_who(body)}", before, count=1)
    named = re.compile(f"{re.escape(bare)}的?({_PEOPLE})")
    return named.sub(lambda noun: f"{body}的{noun[1]}", before, count=1)


def _says_it(before: str, body: str) -> bool:
    """预测会流失的高价值客户，就是流失分…: what stands before the word for people is a part of the meaning."""
    kept = re.sub("预测|会|可能|要|的|即将|将", "", before)
    return bool(kept) and kept in body


def _counts_again(text: str) -> bool:
    return bool(re.search(r"复购|回购|repeat", text, re.IGNORECASE))


def _who(body: str) -> str:
    return re.sub(r"^(?:they |who |that they |people who |having )?(?:have |had )?", "", body)


def read_other_meaning(frame: Frame) -> Reading | None:
    """A question back where somebody means another repeat rate than the one that is counted here."""
    question = frame.text.original
    found = _ZH.search(question) or _EN.search(question)
    if found is None or not re.fullmatch(rf"{_REPEAT}|{_AGAIN}", found["term"], re.IGNORECASE):
        return None
    if not _counts_again(question[: found.start()]) or not re.search(
        r"[\d二两三四五六七八九十]|two|three|four|five", found["body"]
    ):
        return None
    typed = found["body"].strip()
    return frame.reading(
        "clarify",
        ask=Ask(
            frame.say(
                f"The repeat rate counts buyers with two or more orders; I can't count it by “{typed}”. "
                "I can count those customers instead, or show the repeat rate as it is.",
                f"复购率按下单两次及以上的买家计算，不能改按“{typed}”算。可以看原来的复购率，或直接数这些客户。",
            ),
            (Option(frame.say("the repeat rate as it is", "按两次及以上的复购率"), question[: found.start()]),),
            0,
            len(question),
        ),
    )
