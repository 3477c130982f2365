"""What a message asks for that is not done here, wherever in it that stands."""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.planner.frame import Frame
from assistant.planner.spans import Span

_PICKING = ("people", "agent", "who", "list", "anaphor", "in_it", "customer_id", "person_ref")
_MYSELF = (["i'm"], ["im"], ["am"], ["we're"], ["me"])
_NAMED = ("collection", "charity", "awareness", "fundraiser", "mailing", "newsletter", "edition", "bowl", "mug", "line")
"""Words that stand behind a name of goods or campaigns."""
_ORDERS = (
    "upgrade", "downgrade", "promote", "demote", "sign", "subscribe", "unsubscribe", "enrol", "enroll", "refund",
    "rename", "edit", "modify", "block", "unblock", "ban", "deactivate", "reactivate", "merge", "register", "cancel",
)  # fmt: skip
"""Said first, with a customer behind it, an order to change what is on record of them."""
_ORDERS_OF = (
    "remove", "take", "set", "put", "make", "give", "grant", "mark", "flag", "tag", "move", "change", "update",
    "assign", "add", "credit",
)  # fmt: skip
"""The same where a tier, points or the like follows."""
_ORDERS_ZH = (
    "升级", "降级", "改成", "改为", "升到", "升为", "降为", "降到", "设为", "设成", "调成", "退款", "拉黑", "注销",
    "冻结", "加到", "加入", "标成",
)  # fmt: skip
_GIVEN = re.compile(r"\b(refund|points|voucher|coupon|discount|gift|credit|newsletter|list|consent|address|name)s?\b")
_KEPT = ("orders", "order_id", "product", "product_id", "campaign")


def is_sensitive(frame: Frame) -> bool:
    """A trait nobody may guess is spoken of; in copy that names no people it is a theme, not a trait of anyone."""
    if _supposed(frame) or _by_origin(frame):
        return True
    if not any(_guessed(span) and not _of_ours(frame, i) for i, span in enumerate(frame.spans)):
        return False
    if _themed(frame) or _about_goods(frame):
        return frame.has(*_PICKING) or _picked(frame)
    return True


def _picked(frame: Frame) -> bool:
    """pregnant women for a spring campaign: the people themselves are asked for, whatever they are for."""
    traits = [span.text.casefold().split()[-1] for span in frame.spans if _guessed(span)]
    return not frame.has("copy_verb") and any(last in _PERSONS for last in traits)


_PERSONS = ("customers", "buyers", "shoppers", "clients", "members", "people", "women", "men", "subscribers")


def _supposed(frame: Frame) -> bool:
    """which customers look like they're on beta blockers: people by a trait nobody knows of."""
    if not frame.has("people", "agent") and not any(span.text.casefold() == "who" for span in frame.spans):
        return False
    if frame.has("copy_verb", "copy_channel", "copy_noun", "scored", "outcome"):
        return False
    at = next((i for i, span in enumerate(frame.spans) if span.has("guess")), None)
    if at is None:
        return frame.has("guessed_from") and any(_nameless(span) for span in frame.spans)
    return any(_nameless(span) for span in frame.spans[at + 1 :])


def _nameless(span: Span) -> bool:
    return span.unknown and any(character.isalpha() for character in span.text)


def _by_origin(frame: Frame) -> bool:
    """customers with Polish roots: where somebody's family comes from."""
    for before, span in pairwise(frame.spans):
        if span.has("origin_word") and (before.unknown or before.value("language") or before.value("value")):
            return frame.has("people", "agent", "which", "who", "how_many")
    return False


def _guessed(span: Span) -> bool:
    return span.has("sensitive") and not span.has("value", "values", "products", "filler")


def _of_ours(frame: Frame, index: int) -> bool:
    """the breast cancer campaign, pillows for pregnant women, I'm depressed: part of a name, or said of the asker."""
    before = frame.spans[index - 1] if index else None
    mine = before is not None and before.text.casefold().split()[-1:] in _MYSELF and not _handed_to_me(frame, index)
    sold = any(span.value("verb") in ("buy", "sell") for span in frame.spans[:index])
    behind = frame.spans[index + 1 : index + 4]
    stop = next((i for i, span in enumerate(behind) if span.text.casefold().split()[0] in _PARTING), len(behind))
    behind = behind[:stop]
    named = any(s.value("field") in _KEPT or s.text.casefold() in _NAMED for s in behind)
    return mine or named or (sold and before is not None and before.has("for"))


def _handed_to_me(frame: Frame, index: int) -> bool:
    """give me Muslim customers: me is who they are handed to."""
    said = " ".join(span.text.casefold() for span in frame.spans[:index]).split()
    return said[-1:] == ["me"] and bool({*said[-3:-1]} & _HANDING)


_HANDING = {"give", "get", "show", "find", "send", "pull", "bring", "tell", "list", "build", "make", "fetch"}
_PARTING = ("based", "for", "from", "by", "on", "in", "who", "with", "judging", "going", "given", "and", ",")


def _themed(frame: Frame) -> bool:
    return frame.has("copy_verb", "copy_noun") and frame.has("copy_channel", "contact_noun", "copy_noun")


def _about_goods(frame: Frame) -> bool:
    """eczema cream sales, 孕妇枕卖了多少件: goods for a complaint, not people who have it."""
    traits = [index for index, span in enumerate(frame.spans) if _guessed(span)]
    goods = frame.has("measure", "product_cue") or any(span.value("verb") == "sell" for span in frame.spans)
    complaints = all(frame.spans[i].value("sensitive") == "health" for i in traits)
    split = any(i and frame.spans[i - 1].has("by") for i in traits)
    return goods and complaints and not split


def wants_secrets_of_people(frame: Frame) -> bool:
    """Contact details of many: not their number, not one customer, not who has none."""
    if _reached_by(frame) or _of_a_name(frame):
        return True
    if not frame.has("email_address") or frame.has("meaning", "copy_verb"):
        return False
    if frame.has("customer_id", "person"):
        return _handed_out(frame)
    asked = [i for i, span in enumerate(frame.spans) if span.has("email_address") and not _of_a_word(frame, i)]
    if frame.has("how_many", "share"):
        return any(_handed_over(frame, index) for index in asked)
    return bool(asked and _IN_A_FILE.search(frame.text.normal)) or not all(_owned(frame, index) for index in asked)


_REACHED = re.compile(
    r"\b(?:e-?mails?|phones?|mobiles?|addresses|contacts) of (?:the |our |all |every |each |my |top |best )*"
    r"(?:\w+ ){0,2}(?:customers?|members?|buyers?|people|everyone|women|men|shoppers?|clients?|subscribers?)\b"
)


def _of_a_name(frame: Frame) -> bool:
    """what's Marie Müller's email: of somebody by name, and of no day or campaign."""
    named = any(span.unknown or span.has("person") for span in frame.spans)
    return bool(_OWNED_BY.search(frame.text.original)) and named and not frame.has("copy_verb", "measure")


_OWNED_BY = re.compile(r"\b[A-Z]\w+['’]s (?:home |private )?(?:e-?mail|phone|mobile|address|number)\b")
"""Marie Müller's email."""
_IN_A_FILE = re.compile(r"\b(?:csv|xlsx?|excel|spreadsheet|printer|mail merge|word file|text file|google sheet)\b")


def _reached_by(frame: Frame) -> bool:
    """the e-mail of the customer who spent most: a way to reach somebody, and no figure of messages."""
    counted = frame.has("how_many", "share", "by", "average", "copy_verb", "trend")
    asked = _REACHED.search(frame.text.normal) is not None and not counted
    return asked and not any(s.has("measure") and not s.has("people", "field", "agent") for s in frame.spans)


_ON_FILE = frozenset(
    ("has", "have", "does", "did", "got", "with", "without", "missing", "file", "consent", "valid", "same")
)


def _handed_out(frame: Frame) -> bool:
    """what's the phone number of C00012: how to reach one customer, not whether there is a way."""
    said = {token.text for token in frame.text.tokens}
    return frame.language == "en" and not said & _ON_FILE and not frame.has("how_many", "history", "verb")


def _of_a_word(frame: Frame, index: int) -> bool:
    """手机壳, 电话下单: Chinese characters that go on to be another word."""
    span = frame.spans[index]
    after = frame.spans[index + 1] if index + 1 < len(frame.spans) else None
    return not span.text.isascii() and after is not None and (after.unknown or after.has("verb")) and _han(after.text)


def _han(text: str) -> bool:
    return bool(text) and "\u3400" <= text[0] <= "\u9fff"


def _handed_over(frame: Frame, index: int) -> bool:
    """and list their e-mails: a second wish beside the count."""
    before = frame.spans[:index]
    joined = next((i for i in range(len(before) - 1, -1, -1) if before[i].has("and", "break", "then")), None)
    if joined is None:
        return False
    return any(
        s.has("list") or s.text.casefold() in ("give", "export", "send", "导出", "给我") for s in before[joined:]
    )


def _owned(frame: Frame, index: int) -> bool:
    """customers without a phone number, 没留手机号的客户: a condition on people; with names and emails: columns."""
    if " and " in frame.spans[index].text or (frame.has("list") and frame.spans[index].value("field") == "birth_date"):
        return False
    near = frame.spans[max(0, index - 3) : index]
    if _one_of_theirs(frame, index) or any(s.has("known_value") for s in frame.spans[index + 1 : index + 2]):
        return True
    return any(
        s.has("not", "with", "never", "unknown_value", "known_value")
        or s.text.casefold() in ("missing", "lacks", "留", "缺", "缺少")
        for s in near
    )


def _one_of_theirs(frame: Frame, index: int) -> bool:
    """SMS consent and a phone number; and an e-mail address, after people: one more thing that they have."""
    one = frame.spans[index].text.casefold().startswith(("a ", "an "))
    joined = index > 0 and frame.spans[index - 1].has("and", "plus", "but")
    people = index == 1 and frame.state.last in ("audience", "list")
    told = people or any(s.has("contact", "permit", "with", "consented", "people") for s in frame.spans[: index - 1])
    return one and joined and told and not frame.has("list", "send_word", "export")


def changes_data(frame: Frame) -> bool:
    """delete customer C00123, cancel the order, 把价格改成20: what is on record would be another."""
    if (_asks_to_change(frame) and not frame.has("how_many")) or _ordered(frame) or _credited(frame):
        return True
    if _FROM_DATA.search(frame.text.normal) or (_DELETED.search(frame.text.normal) and not frame.state.last):
        return True
    if not frame.has("change_verb"):
        return False
    kept = frame.has("people") or any(span.value("field") in _KEPT for span in frame.spans)
    return frame.has("customer_id", "record", "person") or (kept and not frame.state.last)


def _asks_to_change(frame: Frame) -> bool:
    """新增客户张三; not 2026年深圳新增客户, which are people that are counted."""
    first = next((i for i, span in enumerate(frame.spans) if not span.has("filler", "break")), 0)
    return any(
        span.has("change_data") and (i == first or not span.has("agent", "measure"))
        for i, span in enumerate(frame.spans)
    )


def _ordered(frame: Frame) -> bool:
    """set C00413's tier to platinum, give C00012 a refund, 把C00413升为白金."""
    if not frame.has("customer_id") or frame.has("copy_verb", "save"):
        return False
    if frame.language == "zh":
        return frame.text.normal.startswith(("把", "给", "将", "帮我")) and any(
            w in frame.text.normal for w in _ORDERS_ZH
        )
    words = _POLITE.sub("", frame.text.normal).split()
    if not words:
        return False
    first, second = words[0], words[1] if len(words) > 1 else ""
    if first in _ORDERS:
        return True
    told = any(span.has("value", "values") for span in frame.spans) or _GIVEN.search(frame.text.normal)
    return first in _ORDERS_OF and second not in ("me", "us", "it") and bool(told)


_DELETED = re.compile(
    r"^(?:please |pls |can you |could you )?(?:delete|erase|wipe|purge) (?:the |all |all the |our |every )?"
    r"(?:orders?|customers?|products?|records?|data|campaigns?|events?|sales)\b"
)

_FROM_DATA = re.compile(
    r"^(?:please |pls |can you |could you |now |then |and |just )*(?:delete|erase|wipe|purge|remove|drop) .{1,60}"
    r"(?:from|in|off|out of) (?:the |our |your )?(?:database|db|data ?base|records|crm|system|warehouse)\W*$"
    r"|(?:从|在)(?:我们的?|你的?)?(?:数据库|系统|后台|库|数据)(?:里|里面|中)?.{0,10}(?:删|清除|清掉|抹掉|移除)"
)


def _credited(frame: Frame) -> bool:
    """give all gold members a 10 dollar credit, award 500 points to the women in Leeds."""
    words = _POLITE.sub("", frame.text.normal).split()
    granting = bool(words) and words[0] in _GRANTING
    kept = {"credit", "credits", "points", "refund", "refunds", "tier", "status", "membership"} & set(words)
    named = frame.has("people", "agent", "value") and not frame.has("copy_verb", "copy_channel")
    return granting and bool(kept) and named


_GRANTING = ("give", "grant", "award", "credit", "assign", "upgrade", "downgrade", "promote")
_POLITE = re.compile(r"^(?:please|pls|can you|could you|would you|kindly|now|just)\s+")
