"""What the planner knows of one shop: its fields, measures and values as words. Built once per process and shop."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.planner.campaigns import Campaigns, bare_name
from assistant.planner.catalogue import ProductNames
from assistant.planner.cities import add_cities
from assistant.planner.kept_names import KeptNames
from assistant.planner.lexicon import Lexicon, Sense
from assistant.planner.own_headings import unsaid
from assistant.planner.own_words import add_own_words
from assistant.planner.shop_facts import ShopFacts, absent
from assistant.planner.stand_ins import last_words, stand_in
from assistant.planner.text import fold, keys_of
from assistant.planner.weekdays import add_weekdays
from assistant.planner.words import FILES, entries, forms_of, word_file

if TYPE_CHECKING:
    from tools.definitions import Audience
    from tools.desk import Shop
    from tools.dictionary import Dictionary, FieldSpec

SHORT = 3
"""Aliases up to this length that are also plain words (it, in, us) count only when typed in capitals."""
FORGIVING = {
    "people", "verb", "agent", "ask", "trend", "which", "contact", "chance", "outcome", "likely_to",
}  # fmt: skip
"""Kinds of words that are also known when mistyped."""
CHANNEL_WORDS = {"copy_channel", "copy_channel_other", "contact_noun", "mail_noun", "missing"}
"""微信, sms, 支付宝: such words, short as they are, name the value where a shop has it."""
SCORES = ("churn_probability", "purchase_probability", "expected_spend", "response_probability", "uplift")
"""Customer fields that training fills."""
NAMED = 1.25
"""What a name of several words weighs more than the words in it: the autumn letter is no letter of the autumn."""
VALUE_FIELDS_SKIPPED = {
    "product", "product_id", "order_id", "description", "event", "campaign_id", "rfm_score",
}  # fmt: skip

GOODS = ("category", "subcategory")
KIND_ENDINGS = "叶品类豆"
"""What a kind of goods ends in and is also known without."""


class Vocabulary(ShopFacts):
    """The lexicon of one shop, and what the grammar asks about its data."""

    def __init__(self, shop: Shop) -> None:
        self.dictionary: Dictionary = shop.dictionary
        self.settings = shop.workspace.settings
        self._shop = shop
        self.currency = shop.workspace.settings.currency
        self.counts: dict[tuple[str, str], int] = {}
        self.kinds_read: dict[tuple[str, str], Audience | None] = {}
        """Whom words for kinds of customers pick here, once they were asked about."""
        self._saved, self._planned = KeptNames(), KeptNames()

    @cached_property
    def lexicon(self) -> Lexicon:
        """All words: structure and filler, fields and measures, values."""
        lexicon = Lexicon()
        made_of = any("material" in f.name and f.level == "product" for f in self.dictionary.fields.values())
        for name in FILES:
            if name == "spoken":  # looser forms of one language: they stand in no value's way
                self._plain = self._plain_forms(lexicon)
            for kind, value, form in entries(name):
                if kind.startswith("material") and not made_of:
                    continue
                sense = self.lacked(Sense(kind, value))
                lexicon.add(form, sense, forgiving=kind in FORGIVING)
                if kind == "interjection":
                    lexicon.add(form, Sense("filler"))
        for kind, table in word_file("kinds").items():
            for form in forms_of(table):
                lexicon.add(form, Sense("kind", kind), forgiving=True)
                if not form.isascii() and len(form) <= SHORT + 1 and not form.endswith("型"):
                    lexicon.add(form + "型", Sense("kind", kind))  # 尝鲜型客户
        self._add_names(lexicon)
        for field in self.dictionary.fields.values():
            if self.lists_values(field):
                self._add_values(lexicon, field)
        add_weekdays(lexicon)
        if "city" in self.dictionary.fields:
            cities = self.dictionary.value_words("city")
            add_cities(lexicon, {form: value for value, forms in cities.items() for form in forms})
        self._add_aliases(lexicon)
        self._add_campaigns(lexicon)
        add_own_words(lexicon, self.dictionary, self.own_fields, self.ticks)
        return lexicon

    @staticmethod
    def _plain_forms(lexicon: Lexicon) -> set[tuple[str, ...]]:
        """Short words that say something by themselves; a value of the same form counts only when typed in capitals."""
        return {
            keys
            for keys in lexicon.forms()
            if len("".join(keys)) <= SHORT and not {s.kind for s in lexicon.senses(keys)} <= CHANNEL_WORDS
        }

    @cached_property
    def products(self) -> ProductNames:
        """Product names, searchable by part."""
        return ProductNames.read(self._shop.warehouse)

    @cached_property
    def campaigns(self) -> Campaigns:
        """Campaigns by name, year and channel."""
        return Campaigns.read(self._shop.warehouse)

    @cached_property
    def last_day(self) -> date:
        """The last day in the data: today, unless a conversation has another one."""
        return self._shop.warehouse.last_day()

    @cached_property
    def campaigns_sent(self) -> list[tuple[str, date]]:
        """Names and days of the campaigns, the one sent last first."""
        sql = "SELECT coalesce(name, id), sent_at::DATE FROM campaigns WHERE sent_at <= ? ORDER BY sent_at DESC, id"
        rows = self._shop.warehouse.query(sql, [self.last_day])[1] if "campaign" in self.dictionary.fields else []
        return [(str(name), day) for name, day in rows]

    @property
    def last_campaign(self) -> tuple[str, date] | None:
        """Name and day of the campaign sent last."""
        return next(iter(self.campaigns_sent), None)

    @cached_property
    def own_fields(self) -> frozenset[str]:
        """Fields of this shop alone, which its own words name before any other."""
        from tools.dictionary import catalogue

        return frozenset(self.dictionary.fields) - frozenset(catalogue()["fields"])

    @property
    def scores_categories(self) -> bool:
        """Whether training has scored purchases of each category."""
        return "category_scores" in self.dictionary.profile.columns

    def saved_audiences(self) -> list[str]:
        """Names of the audiences saved so far; looked for every time, since they change while we talk."""
        from tools.audience_store import read_audiences

        workspace = self._shop.workspace
        return self._saved.of(workspace.audiences_path.glob("*.json"), lambda: sorted(read_audiences(workspace)))

    def planned(self) -> list[str]:
        """Names of the campaigns planned so far, the latest first."""
        from tools.campaigns.store import read_records, record_files

        workspace = self._shop.workspace
        return self._planned.of(
            record_files(workspace),
            lambda: [record.campaign.name for record in read_records(workspace) if record.campaign.name],
        )

    def lists_values(self, field: FieldSpec) -> bool:
        """Whether people ask for this field by its values."""
        listed = (field.level != "line" or field.name in self.own_fields) and field.name not in self.ticks
        return field.type == "text" and not field.pii and field.name not in VALUE_FIELDS_SKIPPED and listed

    def values(self, field: str) -> list[str]:
        """Stored values of a field, most frequent first; none for fields that are not listed."""
        return [value for value, _ in self.dictionary.values(field)] if field in self.dictionary.fields else []

    def level(self, field: str) -> str:
        """Whose fact a field is: customer, product, order, campaign, event, time; "" where it is missing."""
        spec = self.dictionary.fields.get(field)
        return spec.level if spec else ""

    def may_be_unknown(self, field: str) -> bool:
        """Whether the field is stored and empty in some rows."""
        spec, profile = self.dictionary.fields.get(field), self.dictionary.profile
        table = {"customer": "customers", "product": "products", "order": "orders", "campaign": "campaigns"}.get(
            spec.level if spec else ""
        )
        if spec is None or table is None or not spec.column or not profile.has(table, spec.column):
            return False
        return profile.filled[table].get(spec.column, 0) < profile.rows[table]

    def _add_names(self, lexicon: Lexicon) -> None:
        ignored = {keys_of(form) for form in forms_of(word_file("fields")["ignored"])}
        catalogue = self._catalogue_names()
        stored = self.dictionary.fields.get("acquisition_channel")
        own = {keys_of(form) for forms in stored.words.values() for form in forms} if stored else set()
        for kind, known in (("field", self.dictionary.fields), ("measure", self.dictionary.measures)):
            for name, spec in known.items():
                # where the shop keeps the channel customers came by, its words are not those of their first order
                barred = ignored | (own if name == "first_order_channel" else set())
                every = (*spec.words.get("en", ()), *spec.words.get("zh", ()), spec.label.en, spec.label.zh, name)
                barred |= unsaid() if name in self.own_fields else set()
                for form in (form for form in every if keys_of(form) not in barred):
                    lexicon.add(form, Sense(kind, name), forgiving=True)
            for name, forms in word_file("fields").get(kind, {}).items():
                sense = Sense(kind, name) if name in known else self._missing(kind, name)
                for form in forms_of(forms):
                    lexicon.add(form, sense, forgiving=sense.kind == kind)
            if kind == "field":
                self._add_scores(lexicon, catalogue["field"], ignored)
            for name in (name for name in catalogue[kind] if name not in known):
                for form in (form for form in catalogue[kind][name] if keys_of(form) not in ignored):
                    lexicon.add(form, self._missing(kind, name))
        for word, field in last_words(self.dictionary, self.own_fields):
            if not any(sense.kind in ("field", "measure", "value") for sense in lexicon.get(word)):
                lexicon.add(word, Sense("field", field))

    def _missing(self, kind: str, name: str) -> Sense:
        """What the name of a fact means that this shop does not keep: another in its place, or that it is absent."""
        present = stand_in(self.dictionary, self.own_fields, name) if kind == "field" else None
        return Sense(kind, present) if present else absent(kind, name)

    def _add_scores(self, lexicon: Lexicon, names: dict[str, list[str]], ignored: set[tuple[str, ...]]) -> None:
        """Names of scores, whether or not the shop has been trained: what cannot be scored is said, not guessed at."""
        for field in SCORES:
            for form in (*names[field], *forms_of(word_file("fields")["field"].get(field, {}))):
                if keys_of(form) not in ignored:
                    lexicon.add(form, Sense("score_name", field), forgiving=True)

    def _catalogue_names(self) -> dict[str, dict[str, list[str]]]:
        from tools.dictionary import catalogue

        return {
            "field": {name: forms_of(entry["words"]) for name, entry in catalogue()["fields"].items()},
            "measure": {name: forms_of(entry["words"]) for name, entry in catalogue()["measures"].items()},
        }

    def _add_values(self, lexicon: Lexicon, field: FieldSpec) -> None:
        others = self.dictionary.value_words(field.name)
        for value, count in self.dictionary.values(field.name):
            self.counts[(field.name, value)] = count
            shorter = [value[:-1]] if field.name in GOODS and len(value) > 1 and value[-1] in KIND_ENDINGS else []
            shorter += [form[:-2] for form in others.get(value, ()) if len(form) > 3 and form.endswith("会员")]
            forms = [form for form in shorter if not lexicon.get(form)]  # 茶叶 is 茶, 铂金会员 is 铂金
            self._add_value(lexicon, field.name, value, [value, *others.get(value, ()), *forms])

    def _add_aliases(self, lexicon: Lexicon) -> None:
        """Words of values.toml, tied to whichever of their forms the shop stores; the others stay known but absent."""
        domains = {"channel": ("order_channel", "campaign_channel", "first_order_channel")}
        own = {name: {fold(value) for value in self.values(name)} for name in self.own_fields
               if self.lists_values(self.dictionary.fields[name])}  # fmt: skip
        taken = {value for values in own.values() for value in values}
        for domain, concepts in word_file("values").items():
            for field in domains.get(domain, (domain,)):
                stored = {fold(value): value for value in self.values(field)}
                spoken = {
                    fold(form): value
                    for value, forms in (
                        self.dictionary.value_words(field).items() if field in self.dictionary.fields else ()
                    )
                    for form in forms
                }
                for name, table in concepts.items():
                    forms = forms_of(table)
                    every = (fold(form) for form in (name.replace("_", " "), *forms))
                    value = next((v for form in every if (v := stored.get(form) or spoken.get(form))), None)
                    if value is not None:  # what the shop itself calls something else is no other word for it
                        barred = taken if fold(value) not in table.get("named", ()) else {*map(fold, forms), *taken}
                        forms = [form for form in forms if fold(form) not in barred or fold(form) in stored]
                        self._add_value(lexicon, field, value, forms)
                    elif domain in ("country", "city", "gender", "category") and field:
                        self._add_absent(lexicon, field, forms)

    def _add_absent(self, lexicon: Lexicon, field: str, forms: list[str]) -> None:
        """A value of the field that occurs nowhere in this shop, by those of its forms that say nothing else."""
        for form in forms:
            if len(fold(form)) > (2 if form.isascii() else 1) and not lexicon.get(form):
                lexicon.add(form, Sense("absent_value", (field, forms[0].title())))

    def _add_value(self, lexicon: Lexicon, field: str, value: str, forms: list[str]) -> None:
        for form in (*forms, *(form.replace("&", " and ") for form in forms if "&" in form)):
            keys = keys_of(form)
            if keys in self._plain or (len(keys) == 1 and len(keys[0]) == 1 and keys[0].isascii()):
                lexicon.add(form, Sense("capitals", (field, value)))
                continue
            lexicon.add(form, Sense("value", (field, value)), forgiving=True)

    def _add_campaigns(self, lexicon: Lexicon) -> None:
        """A campaign's name without its year stands for all its years; whole names beat the dates in them."""
        if "campaign" not in self.dictionary.fields:
            return
        holidays = {fold(form) for known in word_file("holidays").values() for form in forms_of(known)}
        for form, names in self.campaigns.forms():
            if any(s.kind == "period" for s in lexicon.get(form)):
                continue
            kind, named = ("value", names[0]) if len(names) == 1 else ("values", names)
            several = len(keys_of(form)) > 1 and fold(bare_name(form)) not in holidays
            lexicon.add(form, Sense(kind, ("campaign", named), NAMED if several else 1.0), forgiving=True)


def vocabulary_of(shop: Shop) -> Vocabulary:
    """The shop's vocabulary, built at first use and kept with the shop until a word is taught."""
    known = shop.__dict__.get("_planner_vocabulary")
    if known is None or known[0] != shop.workspace.lessons:
        known = (shop.workspace.lessons, Vocabulary(shop))
        shop.__dict__["_planner_vocabulary"] = known
    vocabulary = known[1]
    assert isinstance(vocabulary, Vocabulary)
    return vocabulary
