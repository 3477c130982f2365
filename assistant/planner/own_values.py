"""How values of a shop's own columns are said with their headings: M码, 夏季款, 尺码不合适退货的, 广东 for 广东省."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.planner.lexicon import Lexicon, Sense
from assistant.planner.words import listed, word_file
from tools.specs import FieldSpec

_FEW = 60
"""A column of more values than this holds names or notes."""
_UNITS = "码号色级型段店区仓省市系版味香"
"""Last characters of headings that are said behind a value: M码, 1段."""
_PLACES = ("省", "市", "区", "城市", "省份", "省市", "地区")
_PEOPLES = ("维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "特别行政区", "省", "市")
_SEASONS = ("季节", "季")
_SEASON = "春夏秋冬"
_WHY = "原因"
_FROM, _PAID, _PAYING = ("产地", "原产地"), ("支付方式", "付款方式", "结算方式", "支付渠道"), ("支付", "付款")


_OVERRULED = frozenset(
    ("people", "kind", "capitals", "filler", "segment_word", "tone", "topic", "occasion", "missing", "scope")
)


_OF_KINDS = frozenset(("people", "kind", "missing", "scope"))


def settle_values(lexicon: Lexicon, spec: FieldSpec, values: list[str]) -> None:
    """铁粉, 普通: where they are levels of the shop's own, they are these and no kind of customers at large."""
    vague = listed("own_columns", "vague_values")
    for value in values if len(values) <= _FEW else ():
        known = lexicon.get(value)
        overruled = {sense.kind for sense in known} <= _OVERRULED and any(sense.kind == "capitals" for sense in known)
        if Sense("value", (spec.name, value)) in known and len(value) > 1 and not value.isascii():
            lexicon.drop(value, _OF_KINDS)  # 学生, where a column of the shop's own tells who is one
        if overruled and len(value) > 1 and not value.isascii() and value not in vague:
            lexicon.settle(value, Sense("value", (spec.name, value)))


def with_headings(spec: FieldSpec, values: list[str]) -> Iterator[tuple[str, Sense]]:
    """Forms of the values of a column with a Chinese heading."""
    heading = spec.label.zh
    if heading.isascii() or len(values) > _FEW:
        return
    for value in values:
        sense = Sense("value", (spec.name, value))
        yield from ((form, sense) for form in _forms(heading, value) if form != value)


def _forms(heading: str, value: str) -> Iterator[str]:
    if heading[-1] in _UNITS and not value.endswith(heading[-1]):
        yield value + heading[-1]
    if heading.endswith(_SEASONS):
        season = value.removesuffix("季")
        if set(season) <= set(_SEASON):
            yield from (
                f"{season}季款",
                f"{season}款",
                f"{season}装",
                f"{season}季装",
                f"适合{season}天",
                f"{season}天穿的",
            )
    if heading.endswith(_PLACES):
        yield from (value.removesuffix(end) for end in _PEOPLES if value.endswith(end) and len(value) > len(end) + 1)
    if heading.endswith(_FROM):
        yield from (form.format(value) for form in ("{}产", "{}产的", "产自{}", "产自{}的", "{}出产的"))
    if heading.endswith(_PAID) and not value.endswith(_PAYING):
        yield from (form.format(value) for form in ("{}支付", "{}付款", "{}支付的", "{}付款的", "用{}支付", "用{}付款"))
    staff = word_file("own_columns")["staff"]
    if heading.endswith(tuple(staff["stems"])):
        yield from (form.format(value) for form in staff["zh"])
    if heading.endswith(_WHY) and len(heading) > len(_WHY):
        deed = heading.removesuffix(_WHY)
        yield from (
            f"{value}{deed}",
            f"{value}{deed}的",
            f"因{value}{deed}",
            f"因为{value}{deed}",
            f"因为{value}{deed}的",
        )
    head, among, tail = value.partition("的")
    if among and len(head) > 1 and len(tail) > 1:
        yield head + tail


_SIGNED_UP = ("{}", "{}的", "{}了", "{}过", "{}后", "{}之后", "新{}", "新{}的", "刚{}", "刚{}的", "{}人数", "{}数")
_WHEN = ("日期", "时间", "日")


def signed_up(lexicon: Lexicon, headings: list[str]) -> Iterator[tuple[str, Sense]]:
    """建档, 新开卡: the deed that a heading for the day of signing up names, said as 注册 is."""
    for heading in headings:
        deed = next((heading.removesuffix(end) for end in _WHEN if heading.endswith(end)), "")
        for form in _SIGNED_UP if 2 <= len(deed) <= 4 else ():
            yield from ((form.format(deed), sense) for sense in lexicon.get(form.format("注册")))


_ORDER_FORMS = ("{}", "{}数", "{}量", "{}数量", "{}的数量")


def nouns(people: list[str], orders: list[str]) -> Iterator[tuple[str, Sense]]:
    """车主 for customers and 工单 for orders, as the shop's files call them."""
    yield from ((noun, Sense("people")) for noun in people)
    for noun in orders:
        yield from ((form.format(noun), Sense("measure", "orders")) for form in _ORDER_FORMS)
        yield noun, Sense("field", "orders")
