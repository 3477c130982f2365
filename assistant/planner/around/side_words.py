"""What stands beside a Chinese question and asks nothing: 跨品类能力强的：……, ……，分母用全部客户."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from assistant.planner.lexicon import Sense
from assistant.planner.spans import Span

_HEADING = re.compile(r"[的型类人客户群者]$")
_MARKS = ("：", ":", "—", "――", "–", "-")
_WEIGHTY = (
    "value", "values", "products", "range", "period", "number", "percent", "money", "measure", "agent", "customer_id",
    "not", "never", "except", "or", "top", "bottom", "compare", "versus", "how_many", "how_much", "share", "by",
    "contact", "contact_noun", "copy_verb", "copy_noun", "saved", "scored", "duration", "ago", "cmp", "list", "which",
    "absent_field", "absent_measure", "absent_value", "save", "export", "sensitive", "times", "pieces", "secrets",
    "anaphor", "alike", "add", "remove", "outcome", "chance", "explain", "why", "condition_word", "meaning", "overlap",
    "refused", "migration", "trend", "average", "median", "library_cue", "goal", "tone",
)  # fmt: skip
_WHOLE = ("全部", "所有", "全体", "总", "也算", "算进", "算上", "计入", "包括", "包含", "都算", "加进", "算在")
_NARROWS = ("不", "没有", "除", "只", "仅", "去掉", "剔")
_DENOMINATOR = "分母"


def without_side_words(spans: Sequence[Span]) -> list[Span]:
    """The spans with such stretches made filler."""
    if not any("\u3400" <= character <= "\u9fff" for span in spans for character in span.text):
        return list(spans)
    found = list(spans)
    _heading(found)
    _that_period(found)
    stretches = _stretches(found)
    if len(stretches) > 1 and _is_headline(found[slice(*stretches[0])], found[slice(*stretches[1])]):
        _drop(found, *stretches[0])
    if len(stretches) > 1 and _is_aim(found[slice(*stretches[-1])], found[: stretches[-1][0]]):
        _drop(found, *stretches[-1])
    for start, end in stretches:
        if _says_whole(found[start:end]):
            _drop(found, start, end)
    if len(stretches) > 1 and _is_purpose(found[slice(*stretches[-1])]):
        _drop(found, *stretches[-1])
    return found


_THAT_ONE = ("当年", "当年度", "当月", "当季", "当季度", "当周", "该年", "该月", "该季度", "同年", "同月")


def _that_period(spans: list[Span]) -> None:
    """2025年注册的有多少，占当年注册的几成: the year told before, not the current one."""
    said = None
    for index, span in enumerate(spans):
        if (span.text in _THAT_ONE or span.has("same_days")) and said is not None:
            spans[index] = Span(span.start, span.end, span.text, (said,))
        elif span.has("period"):
            said = span.sense("period")


def _stretches(spans: Sequence[Span]) -> list[tuple[int, int]]:
    """From where to where nothing parts the words."""
    edges = [-1, *(i for i, span in enumerate(spans) if span.has("break") and span.text not in "、"), len(spans)]
    return [(a + 1, b) for a, b in itertools.pairwise(edges) if b > a + 1]


def _drop(spans: list[Span], start: int, end: int) -> None:
    for at in range(start, end):
        spans[at] = Span(spans[at].start, spans[at].end, spans[at].text, (Sense("filler"),))


def _heading(spans: list[Span]) -> None:
    """买得杂的客户——买过至少8个品类的: what nobody knows is told behind the colon."""
    at = next((i for i, span in enumerate(spans) if span.text and span.text[0] in _MARKS and i), None)
    if at is None or any(span.has("break") for span in spans[:at]):
        return
    said = "".join(span.text for span in spans[:at])
    unknown = any(span.unknown for span in spans[:at])
    plain = not any(span.has(*_WEIGHTY) for span in spans[:at])
    told = any(span.has("verb", "value", "values", "cmp", "cmp_post", "agent", "contact") for span in spans[at + 1 :])
    if unknown and plain and told and _HEADING.search(said):
        _drop(spans, 0, at)


def _is_headline(first: Sequence[Span], second: Sequence[Span]) -> bool:
    """退货退得多的，累计退过10件以上: how much is much is told right behind."""
    vague = any(span.has("often", "vague_many") for span in first)
    verbs = [{s.value for s in span.senses if s.kind == "verb"} for span in (*first, *second)]
    plain = all(span.has("often", "vague_many", "verb", "filler", "people") for span in first)
    told = any(span.has("times", "pieces", "money", "number") for span in second)
    count = len(first)
    shared = set().union(*verbs[:count]) & set().union(*verbs[count:])
    return vague and plain and told and bool(shared)


_LOST = ("掉", "流失", "跑", "丢", "少", "走", "剩")


def _is_aim(last: Sequence[Span], before: Sequence[Span]) -> bool:
    """……有多少人，我要看掉了多少: what the number is looked at for."""
    counted = any(span.has("how_many") for span in before)
    lost = any(span.has("difference") and span.text.startswith(_LOST) for span in last)
    return counted and lost and all(span.has("filler", "difference") for span in last)


def _says_whole(spans: Sequence[Span]) -> bool:
    """没填性别的也算进分母, 分母是全部客户: the share is of all customers, which it is anyway."""
    said = "".join(span.text for span in spans)
    narrowed = any(word in said.replace("没填", "").replace("没有填", "").replace("不管", "") for word in _NARROWS)
    named = _DENOMINATOR in said or any(span.has("unknown_value") for span in spans)
    counted = any(span.has("value", "period", "measure", "agent", "verb", "how_many") for span in spans)
    return named and any(word in said for word in _WHOLE) and not narrowed and not counted


def _is_purpose(spans: Sequence[Span]) -> bool:
    """看看能不能推他们升级: what the asker means to do with them, and no further question."""
    told = any(span.has("purpose") for span in spans)
    said = "".join(span.text for span in spans)
    led = said.startswith(("看看能不能", "看能不能", "想", "准备", "打算", "好", "用来", "方便", "为了", "看看是否"))
    return told and led and all(span.has("purpose", "purpose_act", "filler", "break") for span in spans)
