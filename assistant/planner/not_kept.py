"""What is said of facts that other shops keep and this one does not."""

from __future__ import annotations

from functools import cache

from assistant.planner.frame import Frame
from assistant.planner.spans import Span
from assistant.planner.vocabulary import Vocabulary
from tools.specs import catalogue
from tools.unknown_names import NO_RETURNS, RETURNS


@cache
def returns_facts() -> frozenset[str]:
    """Fields and measures that only returns on record can answer."""
    entries = (*catalogue()["fields"].items(), *catalogue()["measures"].items())
    return frozenset(name for name, entry in entries if RETURNS in entry.get("needs", ()))


def lacking(vocabulary: Vocabulary, item: Span) -> bool:
    """Whether a word names what this shop does not keep: a field, a figure, how much of something is left."""
    unstocked = "stock" not in vocabulary.dictionary.fields
    return item.has("absent_field", "absent_measure") or (
        unstocked and (item.has("stock_state") or item.value("product_fact") == "stock")
    )


def _no_returns(frame: Frame) -> str:
    """No returns on record; orders marked as refunded, where the shop marks them, are something to ask about."""
    dictionary = frame.vocabulary.dictionary
    marked: list[str] = []
    if "order_status" in dictionary.fields:
        spec = dictionary.field("order_status")
        marked = dictionary.synonyms(spec).same("refunded", frame.vocabulary.values("order_status"))
    hint_en = f"; but there are orders with the status {marked[0]}, which can be asked for" if marked else ""
    hint_zh = f"；不过有状态为“{marked[0]}”的订单，可以按订单状态来问" if marked else ""
    return frame.say(f"{NO_RETURNS.en}{hint_en}.", f"{NO_RETURNS.zh}{hint_zh}。")


def not_kept(frame: Frame, item: Span, word: str) -> str:
    """A field or figure that other shops have and this one does not."""
    if not lacking(frame.vocabulary, item):
        return ""
    if {item.value("absent_field"), item.value("absent_measure")} & returns_facts():
        return _no_returns(frame)
    if item.value("absent_field") == "cluster":
        return frame.say(
            "No clusters are fitted for this shop yet (`python -m assistant train` does); RFM segments are ready.",
            "这家店还没有做过聚类（运行 `python -m assistant train` 即可）；RFM 分层可以直接使用。",
        )
    if item.value("absent_field") == "age" and any(letter.isdigit() for letter in word):
        return frame.say(
            f"This shop's data has neither ages nor birth dates, so “{word}” picks nobody.",
            f"这家店的数据里没有年龄和出生日期，没法按“{word}”筛选。",
        )
    if item.has("scored"):
        word = word.removesuffix("的")
        return frame.say(
            f"This shop has no score for “{word}” yet: `python -m assistant train` fits what the data allow, "
            "and says what they don't and why.",
            f"这家店还没有“{word}”的得分：运行 `python -m assistant train` 会训练数据允许的模型，"
            "并说明哪些不行、为什么。",
        )
    return frame.say(f"This shop's data has nothing on “{word}”.", f"这家店的数据里没有“{word}”。")
