"""that belt, 那条腰带, 把它俩搭着推: goods just shown that are called so, put in by their names."""

from __future__ import annotations

import re

from assistant.planner.frame import Frame
from assistant.planner.text import fold

_EN = re.compile(r"\b(?:that|this) (?P<said>(?:[a-z][\w-]* ){0,2}[a-z][\w-]+)", re.IGNORECASE)
_ZH = re.compile(
    r"(?:那|这)(?:一)?(?:条|支|款|个|件|瓶|双|只|把|盒|顶|套|块|罐|张|床|盏|本|对|包)(?P<said>[\u4e00-\u9fff]{2,8})"
)
_PAIR = {
    "en": re.compile(
        r"\b(?:(?:them|these|those) (?:both|two)|both of (?:them|these|those)|the two(?: of them)?|the pair)\b"
    ),
    "zh": re.compile(r"(?:它们?|这|那)(?:俩|两个|两款|两件|两样|一对)"),
}
_TEXTS = ("copy_verb", "copy_noun", "copy_channel")
_SHORTEST = {"zh": 2, "en": 1}


def named_by_kind(frame: Frame) -> str:
    """The message with the product's name; "" where nothing points at one of the goods shown, or at several."""
    text = frame.text.original.strip()
    if frame.state.rows_of != "product" or not frame.state.rows:
        return ""
    found = (_EN if frame.language == "en" else _ZH).search(text)
    if found is None:
        return ""
    products = frame.vocabulary.products
    rows = [products.called(fold(name)) or name for name in frame.state.rows]
    said = found["said"].split() if frame.language == "en" else list(found["said"])
    joint = " " if frame.language == "en" else ""
    for length in range(len(said), _SHORTEST[frame.language] - 1, -1):
        phrase = joint.join(said[:length])
        called = products.matching(phrase)
        shown = [name for name in rows if name in called]
        if not shown:
            continue
        if len(shown) > 1 and shown[0] != rows[0]:
            return ""
        label = frame.vocabulary.dictionary.value_label("product", shown[0], frame.language)
        return f"{text[: found.start()]}{label}{text[found.start('said') + len(phrase) :]}"
    return ""


def named_as_pair(frame: Frame) -> str:
    """A request for a text about both, with the names of what was asked about and what goes with it; "" for others."""
    asked, args = frame.state.request or ("", {})
    found = _PAIR[frame.language].search(frame.text.original)
    first, shown = args.get("product"), frame.state.rows[:1]
    if found is None or asked != "bought_together" or not (first and shown) or not frame.has(*_TEXTS):
        return ""
    second = frame.vocabulary.products.called(fold(shown[0])) or shown[0]
    label = frame.vocabulary.dictionary.value_label
    both = [label("product", name, frame.language) for name in (first, second)]
    text = frame.text.original
    return f"{text[: found.start()]}{frame.say(' and ', '和').join(both)}{text[found.end() :]}"
