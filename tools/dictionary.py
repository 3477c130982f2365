"""The data dictionary: what can be asked about in this shop, what it means, and in which words people ask for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from tools.contract import ColumnType, Language, UnknownValue
from tools.data.profile import Profile, column_type
from tools.data.values import NAMED, StoredValues
from tools.definitions import BAND
from tools.matching import Spellings, Synonyms, nearest, normal_form
from tools.own_columns import headed, usual_label, usual_name
from tools.specs import FieldSpec, Level, MeasureSpec, Words, catalogue
from tools.unknown_names import RETURNS, unknown

if TYPE_CHECKING:
    from datetime import date

    from tools.data.compiler.script import Script
    from tools.data.engine import Warehouse
    from tools.data.workspace import WorkspaceSettings
    from tools.definitions import Audience

    Likeness = Callable[[Script, Audience, date], str]

LEVELS: dict[str, Level] = {
    "customers": "customer", "products": "product", "orders": "order", "order_lines": "line", "events": "event",
    "campaigns": "campaign",
}  # fmt: skip
KEY_COLUMNS = {"id", "customer_id", "order_id", "product_id", "campaign_id"}
PERSONAL = ("name", "email", "mail", "phone", "mobile", "address", "street", "birth", "birthday", "passport", "wechat")
"""Parts of a customer column's name that make it personal even where the shop invented the column."""
LISTED_VALUES = 5_000
"""A text field with more distinct values is matched by query instead of by list."""
COMPUTED = ("rfm_segment", "age_group", "first_or_repeat", "weekday", "day_type")
"""Fields whose values are given by their definition, whether or not anyone has them."""


class Dictionary:
    """Fields and measures of one shop. Values are read from the warehouse when first asked for."""

    def __init__(self, warehouse: Warehouse, settings: WorkspaceSettings, profile: Profile) -> None:
        self.warehouse = warehouse
        self.currency = settings.currency
        self.profile = profile
        self.own_words: dict[str, dict[Language, list[str]]] = {
            name: {"en": list(words.get("en", [])), "zh": list(words.get("zh", []))}
            for name, words in settings.dictionary.items()
        }
        self.aggregate_words: dict[str, dict[Language, list[str]]] = catalogue()["aggregates"]
        self.renamed: dict[str, str] = {}
        """Own columns by their heading, which older definitions name, to the usual name their field goes by."""
        self.headings = settings.headings
        self.order_columns: dict[str, str] = {}
        """Customer fields that orders record too: field name to the column of orders, which wins for sales."""
        self.fields: dict[str, FieldSpec] = {}
        self.measures: dict[str, MeasureSpec] = {}
        self._values: dict[str, list[tuple[str, int]]] = {}
        self._synonyms: dict[str, Synonyms] = {}
        self._spellings: dict[str, Spellings] = {}
        self._stored = StoredValues(warehouse, profile)
        self.likeness: Likeness | None = None
        """How alike customers are to a seed audience, as a part of a query; the shop supplies it."""

    @classmethod
    def of(cls, warehouse: Warehouse, settings: WorkspaceSettings) -> Dictionary:
        """The dictionary of the shop behind `warehouse`; only what has data is offered."""
        dictionary = cls(warehouse, settings, Profile.of(warehouse))
        dictionary._add_known_fields()
        dictionary._add_own_fields()
        dictionary._add_measures()
        return dictionary

    def field(self, name: str) -> FieldSpec:
        """The field called `name`, or a number in bands; raises UnknownField naming the nearest."""
        name = self.renamed.get(name, name)
        if name in self.fields:
            return self.fields[name]
        if (band := BAND.match(name)) and (spec := self.field(band.group(1))).numeric:
            ends = Words(en=f"{spec.label.en}, from", zh=f"{spec.label.zh}（分段下限）")
            return spec.model_copy(update={"name": name, "label": ends, "groupable": True})
        raise unknown("field", name, catalogue()["fields"], self.fields)

    def measure(self, name: str) -> MeasureSpec:
        """The measure called `name`; raises UnknownField naming the nearest."""
        if name in self.measures:
            return self.measures[name]
        raise unknown("measure", name, catalogue()["measures"], self.measures)

    def values(self, field: str) -> list[tuple[str, int]]:
        """Distinct texts of a text field with how often each occurs, most frequent first; at most 5,000."""
        if field not in self._values:
            spec = self.field(field)
            self._values[field] = self._read_values(spec)
        return self._values[field]

    def stored_forms(self, field: str, value: object) -> list[str]:
        """Every stored value that `value` names: other spellings and known synonyms included.

        Raises UnknownValue naming the nearest when there is none.
        """
        return self.forms_of_each(field, [value])[0]

    def forms_of_each(self, field: str, values: Sequence[object]) -> list[list[str]]:
        """The stored forms of each of several values, which are looked for together."""
        spec, asked = self.field(field), [str(value) for value in values]
        if spec.type != "text" or spec.pii:
            return [[one] for one in asked]
        if field not in self._spellings:
            self._spellings[field] = Spellings(self.synonyms(spec), (text for text, _ in self.values(field)))
        known = self._spellings[field]
        if spec.derived and not known and field not in NAMED:
            return [[one] for one in asked]  # worked out for each customer, as the RFM score: no list to match
        found = {one: known.of(one) for one in asked}
        for search in self._searches(field):
            if missing := [one for one, forms in found.items() if not forms]:
                found |= search(spec, missing)
        for one, forms in found.items():
            if not forms:
                raise self._unknown_value(spec, one, [text for text, _ in self.values(field)])
        return [sorted(found[one], key=one.__ne__) for one in asked]

    def _searches(self, field: str) -> Iterator[Callable[[FieldSpec, Sequence[str]], dict[str, list[str]]]]:
        """Where a value is looked for that is not among those listed."""
        if field in NAMED:
            yield self._stored.ids
        if len(self.values(field)) == LISTED_VALUES:
            yield self._stored.lookup

    def match_value(self, field: str, value: object) -> str:
        """The stored value that `value` names; the most frequent one where several spellings are stored."""
        return self.stored_forms(field, value)[0]

    def value_words(self, field: str) -> dict[str, list[str]]:
        """Stored value to its other known forms, in any language; for building a lexicon."""
        synonyms = self.synonyms(self.field(field))
        return {text: [form for form in synonyms.forms(text) if form != text] for text, _ in self.values(field)}

    def value_label(self, field: str, value: object, language: Language) -> str:
        """A stored value as a person reads it in `language`."""
        text = str(value)
        if language == "zh" and field in self.fields and not re.search(r"[\u4e00-\u9fff]", text):
            forms = self.synonyms(self.fields[field]).forms(text)
            return next((form for form in forms if any("\u4e00" <= letter <= "\u9fff" for letter in form)), text)
        return text

    def spoken_value(self, field: str, value: object, language: Language) -> str:
        """What an asked value stands for, as a person reads it; as typed where nothing stored matches."""
        try:
            return self.value_label(field, self.match_value(field, value), language)
        except UnknownValue:
            return str(value)

    def synonyms(self, spec: FieldSpec) -> Synonyms:
        """Known other forms of the field's values: the shop's own words first, then the catalogue's."""
        if spec.name not in self._synonyms:
            own = {name: [*words["zh"], *words["en"]] for name, words in self.own_words.items()
                   if name not in self.fields and name not in self.measures}  # fmt: skip
            merged = {name: list(forms) for name, forms in catalogue()["values"].get(spec.domain or "", {}).items()}
            canonical = {normal_form(name): name for name in merged}
            for name, forms in own.items():
                known = canonical.get(normal_form(name), name)
                merged[known] = [*forms, *merged.get(known, [])]
            if spec.name == "cluster" and "segment_profiles" in self.profile.columns:
                merged |= {name: [chinese] for name, chinese in self._stored.cluster_names()}
            self._synonyms[spec.name] = Synonyms(merged)
        return self._synonyms[spec.name]

    def event_types(self, kind: str) -> list[str]:
        """The stored event types that mean `kind` (sent, open, click, unsubscribe, view, cart); may be none."""
        if "event" not in self.fields:
            return []
        return self.synonyms(self.fields["event"]).same(kind, [text for text, _ in self.values("event")])

    def _add_known_fields(self) -> None:
        for name, entry in catalogue()["fields"].items():
            table, _, column = entry.get("from", "").partition(".")
            spec = FieldSpec(
                name=name, level=entry["level"], type=entry["type"], unit=self._unit(entry),
                label=headed(name, Words(**entry["label"]), self.headings.get(name)),
                meaning=entry["meaning"], words=self._words(name, entry["words"]), derived="from" not in entry,
                pii=entry.get("pii", False), domain=entry.get("domain"), table=table or None, column=column or None,
                groupable=entry.get("groupable", entry["type"] in ("text", "boolean") or entry["level"] == "time"),
            )  # fmt: skip
            needs = entry.get("needs", [entry["from"]] if table else [])
            if all(map(self._met, needs)) or name == "customer_id":
                self.fields[name] = spec
            elif spec.level == "customer" and table and self.profile.has("orders", column):
                self.fields[name] = spec.model_copy(update={"level": "order", "table": "orders"})

    def _add_own_fields(self) -> None:
        taken = {(spec.table, spec.column) for spec in self.fields.values()}
        for table, columns in self.profile.filled.items():
            joined = table.startswith("customer_") and "customer_id" in columns
            level = "customer" if joined else LEVELS.get(table)
            for column in columns:
                kind = column_type(self.profile.columns[table][column])
                kind = "integer" if (table, column) in self.profile.whole else kind
                if level is None or kind is None or column in KEY_COLUMNS or (table, column) in taken:
                    continue
                same = self.fields.get(column)
                if table == "orders" and same is not None and same.level == "customer":
                    self.order_columns[column] = column
                elif (spec := self._own_field(table, column, level, kind, same is not None)) is not None:
                    self.fields[spec.name] = spec

    def _own_field(self, table: str, column: str, level: Level, kind: ColumnType, taken: bool) -> FieldSpec | None:
        stem = level if table != "order_lines" else "line"
        name = f"{stem}_{column}" if taken else column
        usual = usual_name(table, column, kind, self.profile.filled[table])
        if usual and usual not in self.fields:
            self.renamed[name], name = usual, usual
        if name in self.fields or (table, column) in _canonical_columns() or _is_name(table, column):
            return None
        chinese, other = _halves(column)
        words = self._words(name, {"en": [column.replace("_", " "), *other], "zh": chinese})
        human, human_zh = (half[0].capitalize() if half else column.replace("_", " ").strip().capitalize()
                           for half in (other, chinese))  # fmt: skip
        if usual and name == usual:
            human, human_zh = usual_label(usual, column)
        own = self.own_words.get(name) or self.own_words.get(column, {"en": [], "zh": []})
        personal = level == "customer" and any(part in PERSONAL for part in column.lower().split("_"))
        return FieldSpec(
            name=name, level=level, type="date" if kind == "timestamp" else kind, table=table, column=column,
            label=Words(
                en=own["en"][0].capitalize() if own["en"] else human, zh=own["zh"][0] if own["zh"] else human_zh
            ),
            meaning=Words(en=f"Column {column} of the shop's {table}.", zh=f"店铺数据 {table} 的列 {column}。"),
            words=words, pii=personal, domain=name if name in catalogue()["values"] else None,
            groupable=kind in ("text", "boolean", "integer")
            and (table, column) not in self.profile.long_text
            and not personal,
        )  # fmt: skip

    def _add_measures(self) -> None:
        for name, entry in catalogue()["measures"].items():
            if all(self._met(need) for need in entry.get("needs", [])):
                self.measures[name] = MeasureSpec(
                    name=name, type=entry["type"], unit=self._unit(entry), label=entry["label"],
                    meaning=entry["meaning"], formula=entry["formula"], words=self._words(name, entry["words"]),
                    grain=entry["grain"],
                )  # fmt: skip

    def _met(self, need: str) -> bool:
        if need == RETURNS:
            return self.profile.returns
        if need.startswith("event:"):
            return bool(self.event_types(need.removeprefix("event:")))
        return self.profile.has(*need.split(".", 1))

    def _unit(self, entry: dict[str, Any]) -> str | None:
        unit: str | None = self.currency if entry["type"] == "money" else entry.get("unit")
        return unit

    def _words(self, name: str, words: dict[Language, list[str]]) -> dict[Language, list[str]]:
        own = self.own_words.get(name, {"en": [], "zh": []})
        own = {"en": own["en"], "zh": [*own["zh"], *self.headings.get(name, ())]}
        return {language: list(dict.fromkeys([*own[language], *words[language]])) for language in ("en", "zh")}

    def _read_values(self, spec: FieldSpec) -> list[tuple[str, int]]:
        if spec.type != "text" or spec.pii:
            return []
        if spec.name in COMPUTED:
            return [(name, 0) for name in catalogue()["values"][spec.name]]
        if spec.name == "first_order_channel":
            return self.values("order_channel")
        return self._stored.counted(spec, LISTED_VALUES, self.order_columns.get(spec.name))

    def _unknown_value(self, spec: FieldSpec, asked: str, known: list[str]) -> UnknownValue:
        spoken = {form: text for text, forms in self.value_words(spec.name).items() for form in [*forms, text]}
        alike = list(dict.fromkeys(spoken[form] for form in nearest(asked, spoken, 6)))[:3]
        hint = f"the nearest are {', '.join(alike)}" if alike else f"it has {', '.join(known[:5]) or 'no values'}"
        message = f"{spec.name} has no value '{asked}': {hint}."
        hint = f"最接近的有{'、'.join(alike)}" if alike else f"现有{'、'.join(known[:5]) or '没有值'}"
        chinese = f"{spec.label.in_language('zh')}中没有“{asked}”：{hint}。"
        return UnknownValue(message, nearest=alike, field=spec.name, value=asked, zh=chinese)


@cache
def _canonical_columns() -> frozenset[tuple[str, str]]:
    entries = catalogue()["fields"].values()
    return frozenset((*entry["from"].split(".", 1),) for entry in entries if "from" in entry)


def _halves(column: str) -> tuple[list[str], list[str]]:
    """The Chinese and the other half of a column headed in two languages (会员等级_member_level); nothing else."""
    parts = column.split("_")
    chinese = [part for part in parts if re.search(r"[\u3400-\u9fff]", part)]
    other = [part for part in parts if part not in chinese]
    return (["".join(chinese)], [" ".join(other)]) if chinese and any(other) else ([], [])


def _is_name(table: str, column: str) -> bool:
    """A column that names products or campaigns, in whatever language: covered by the fields product and campaign."""
    return table in ("products", "campaigns") and (column == "name" or column.startswith("name_"))
