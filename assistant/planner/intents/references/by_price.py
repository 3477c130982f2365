"""the cheaper one, the other one, 便宜的那款, 另一款呢: which of the goods just listed is meant, put in by its name."""

from __future__ import annotations

import re

from assistant.planner.frame import Frame
from assistant.planner.spoken_of import things
from assistant.planner.text import fold

_LOW = r"cheapest|cheaper|least expensive|less expensive|lowest[- ]priced"
_HIGH = r"most expensive|more expensive|dearest|dearer|priciest|pricier|highest[- ]priced"
_EN = re.compile(
    rf"\b(?:the )?(?:(?P<low>{_LOW})|(?P<high>{_HIGH})) (?:one|product)(?: of (?:them|those|these|the two))?\b"
)
_OTHER = re.compile(r"\bthe other (?:one|product)\b")
_ZH = re.compile(
    r"(?:最|更|比较)?(?:(?P<low>便宜|低价)|(?P<high>贵|高价))(?:一?点|一?些)?(?:儿)?的?(?:那|这)(?:一)?(?:款|个|件|支|双|瓶|盒)(?:的)?"
)
_OTHER_ZH = re.compile(r"另(?:外)?(?:一|那)?(?:款|个|件|支|双|瓶|盒)(?:的)?")
_TWO = 2


def named_by_price(frame: Frame) -> str:
    """The message with the product's name; "" where no list of goods by price was shown, or nothing points at one."""
    by_price = frame.state.by_price
    text = frame.text.original.strip()
    if len(by_price) < _TWO:
        return ""
    found = (_EN if frame.language == "en" else _ZH).search(text.casefold())
    if found is not None:
        name = by_price[-1 if found["low"] else 0]
    else:
        found = (_OTHER if frame.language == "en" else _OTHER_ZH).search(text.casefold())
        name = _other(frame) if found is not None else ""
    if found is None or not name:
        return ""
    shown = frame.vocabulary.dictionary.value_label("product", name, frame.language)
    return f"{text[: found.start()]}{shown}{text[found.end() :]}"


def _other(frame: Frame) -> str:
    """The one of two listed that was not spoken of last."""
    by_price = frame.state.by_price
    said = next((f for f in things(frame.state) if f.field == "product" and f.op == "is" and len(f.values) == 1), None)
    spoken = str(said.values[0]) if said is not None else ""
    left = [name for name in by_price if spoken not in (name, frame.vocabulary.products.called(fold(name)))]
    return left[0] if len(by_price) == _TWO and len(left) == 1 else ""
