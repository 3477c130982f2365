"""What a shop's whole range is called, and how its pieces are counted: 书 in a bookshop, 卖了几本, 哪杯."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.planner.lexicon import Sense
from assistant.planner.words import word_file
from tools.dictionary import Dictionary
from tools.specs import FieldSpec

_SOLD = tuple(
    f"{sold}{how}{{}}"
    for sold in ("卖了", "卖出", "卖出了", "卖掉", "卖掉了", "卖", "一共卖了", "")
    for how in ("多少", "几")
)
PIECES_OF = (
    "how many {} did we sell", "how many {} were sold", "how many {} have we sold", "number of {} sold", "{} sold",
)  # fmt: skip
"""How many wines were sold: pieces of them, and not how many different ones."""
_WHICH = ("哪{}", "哪几{}", "哪一{}")
_RANGE = ("category", "product")
"""Fields whose headings and values tell what a shop sells, beside columns of products of its own."""


def pieces() -> Iterator[tuple[str, Sense]]:
    """How sold pieces are counted in Chinese, whatever the piece is."""
    for piece in word_file("own_columns")["pieces"]["zh"]:
        yield from ((form.format(piece), Sense("measure", "units")) for form in _SOLD)
        yield from ((form.format(piece), Sense("field", "product")) for form in _WHICH)


def goods_nouns(dictionary: Dictionary, own: Iterable[FieldSpec]) -> Iterator[tuple[str, Sense]]:
    """书 for products where its columns are headed 书名, 作者; 茶 for all kinds but 茶具 where a kind is one."""
    columns = [spec for spec in own if spec.level in ("product", "line")]
    kinds = [spec for spec in columns if spec.level == "product" and spec.type == "text" and spec.groupable]
    kinds += [dictionary.fields["category"]] if "category" in dictionary.fields else []
    heads = [spec.label.zh for spec in columns] + [one for name in _RANGE for one in dictionary.headings.get(name, ())]
    for noun, told in word_file("own_columns")["range"].items():
        if any(stem in head for stem in told["stems"] for head in heads):
            sense = _but_for(dictionary, noun, kinds) or Sense("field", "product")
            yield from ((form, sense) for form in (*told["zh"], *told.get("en", ())))
            yield from (
                (form.format(noun), Sense("measure", "units")) for noun in told.get("en", ()) for form in PIECES_OF
            )
            for piece in word_file("own_columns")["pieces"]["zh"]:
                yield from ((f"{how}{piece}{noun}", Sense("measure", "units")) for how in ("几", "多少"))


def _but_for(dictionary: Dictionary, noun: str, kinds: list[FieldSpec]) -> Sense | None:
    """Every kind but those that are things for it: 茶具 is no 茶."""
    for spec in kinds:
        values = [value for value, _ in dictionary.values(spec.name)]
        others = [value for value in values if value.startswith(noun) and len(value) > len(noun)]
        of_it = [value for value in values if value.endswith(noun)]
        if others and len(of_it) > len(others):
            return Sense("values", (spec.name, tuple(value for value in values if value not in others)))
    return None
