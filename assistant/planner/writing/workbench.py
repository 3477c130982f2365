"""One draft in the making: the values for its holes, the lines taken so far, and the parts every channel uses."""

import re
from collections.abc import Iterable, Mapping

from assistant.planner.writing.lines import Chooser, Line, filled
from assistant.planner.writing.lists import LEAST_LISTED, facts, selection, untold
from assistant.planner.writing.material import Material, ProductMaterial
from assistant.planner.writing.occasions import occasion_named
from assistant.planner.writing.phrases import Phrases
from assistant.planner.writing.wording import deal_words
from tools.copy_rules.measure import display_width

Fields = dict[str, str]
ABOUT_THE_READER = ("cart", "survey", "replenish")
"""Goals whose own question makes sense, and no question about the kind of goods."""
_WITHOUT_PRODUCT = ("birthday", "loyalty", *ABOUT_THE_READER)
_WHOLE_OFFERS = ("offer", "sms_offer", "push_body", "ad_text", "search_description")
_ON_ITS_OWN_MATTER = ("birthday", *ABOUT_THE_READER)
"""A birthday letter without the wish, or a reminder that does not remind, would be of no use."""
_ON_THE_PRODUCT = ("benefit", "detail")
"""Angles that tell more than one thing of it; the others leave something for the next variant."""
_TELLING = {"clause", "tail", "Tail", "being", "doing"}
_BEFORE_AN_OFFER = (
    "open",
    "lead",
    "lead_plain",
    "lead_hooked",
    "lead_named",
    "moment",
    "question",
    "note",
    "goal_question",
)
_ADDING = ("And ", "Plus", "There's also", "Good to know", "另外", "顺便", "店里还有", "也给", "附上")
"""How an offer begins that comes after something else."""
_NAMING = {"the", "The", "product"}
_DEAL_HOLES = {"deal", "Deal"}
_OFFER_HOLES = {"core", "Core"}
_OCCASION = 3
"""Up to this level of shortening a title names the day or season that the text is for."""
_CLEAN = (("..", "."), ("。。", "。"), ("。，", "，"), (".,", ","), ("  ", " "), ("？。", "？"), ("?.", "?"))


class Workbench:
    """Picks and fills lines for one draft. `rotation` turns clauses and plans; a higher `level` asks for less text."""

    def __init__(
        self, material: Material, product: ProductMaterial | None, chooser: Chooser, rotation: int, level: int
    ) -> None:
        self.material, self.product, self.chooser = material, product, chooser
        self.rotation, self.level = rotation, level
        self.angle = chooser.angle
        """What the draft leads with in the end: its own angle gives way when nothing of it fits."""
        self.goal = material.brief.goal
        self.chinese = material.brief.language == "zh"
        self.gap = "" if self.chinese else " "
        self.limit = material.brief.max_characters
        self.taken: list[Line] = []
        self.occasion = "" if level > _OCCASION else occasion_named(material.brief.about, material.brief.language)
        self.values = self._values()
        chooser.channel, chooser.has = material.brief.channel, self.states()
        chooser.unwanted = tuple(
            word.lower() for word in (*material.brief.must_not_say, *material.voice.avoids) if word
        )

    def _values(self) -> dict[str, str]:
        material, product = self.material, self.product
        clauses = product.clauses if product else ()
        first = self.rotation % min(2, len(clauses)) if clauses and self.angle == "detail" else self.rotation
        turned = [clauses[(first + i) % len(clauses)] for i in range(len(clauses))]
        turned.sort(key=lambda clause: self.chooser.used.get(clause, 0))  # what no earlier draft has said comes first
        plural = bool(product and product.plural)
        core = material.core
        deal = deal_words(core, material.terms[self.rotation % len(material.terms)], chinese=self.chinese)
        form = product.phrases(turned[0]) if product and turned else Phrases()
        the = product.the if product else ""
        return {
            "brand": material.brand, "core": core, "Core": upper_first(core), "deal": deal, "Deal": upper_first(deal),
            "gets": deal_words(core, "", chinese=self.chinese),
            "until": material.until, "code": material.code, "you": material.you, "bought": material.bought,
            "category": product.category if product else material.category,
            "kind": lower_first(product.category if product else material.category),
            "product": product.name if product else "", "price": product.price if product else "",
            "the": the, "The": upper_first(the),
            "this": "这本" if product and product.group == "books" else "这款",
            "clause": turned[0] if turned else "",
            "clause2": turned[1] if len(turned) > 1 and self.angle in _ON_THE_PRODUCT else "",
            "being": form.being, "doing": form.doing, "tail": form.tail, "Tail": upper_first(form.tail),
            "is": "are" if plural else "is", "costs": "cost" if plural else "costs",
            "it": "them" if plural else "it", "here": "here are" if plural else "here's",
            "Here": "Here are" if plural else "Here's",
            "comes": "come" if plural else "comes",
            "basket": "cart" if material.context.currency == "USD" else "basket",
        }  # fmt: skip

    def states(self) -> frozenset[str]:
        """What a line may count on: `goods` or `bare`, `offer` or `no_offer`."""
        return frozenset({"goods" if self.product else "bare", "offer" if self.material.core else "no_offer"})

    def say(self, slot: str, *, width: int | None = None, extra: Mapping[str, str] | None = None) -> str:
        """A line for the slot, at most `width` columns wide; empty when there is none."""
        values = {**self.values, **(extra or {})}
        for line in self.whole_offers(slot, self.chooser.ranked(slot, values)):
            text = self.fill(line, values)
            if width is None or display_width(text) <= width:
                self.take(line)
                return text
        return ""

    def fill(self, line: Line, values: Mapping[str, str] | None = None) -> str:
        """The line's text with its holes filled and doubled stops removed."""
        text = filled(line.text, values or self.values)
        if self.chinese:
            text = spaced(
                text, [self.material.brand, *(name for p in self.material.products for name in (p.name, p.the))]
            )
        for before, after in _CLEAN:
            text = text.replace(before, after)
        return text.strip()

    def quote(self, clauses: Iterable[str]) -> None:
        """Note clauses of products that were told, so that later drafts prefer others."""
        said = [_quoted(clause) for clause in clauses if clause]
        self.taken += said
        self.chooser.remember(said)

    def take(self, line: Line) -> None:
        """Note the line, so that neither this draft nor a later one prefers it again."""
        holes = set(line.holes)
        self.taken.append(line)
        self.chooser.remember([line])
        self.quote([self.values["clause"]] * bool(holes & _TELLING) + [self.values["clause2"]] * ("clause2" in holes))

    def whole_offers(self, slot: str, ranked: list[Line]) -> list[Line]:
        """A line on the offer says its code and last day where there are any, or nothing of it."""
        if slot not in _WHOLE_OFFERS:
            return ranked
        if slot == "offer" and not any(line.slot in _BEFORE_AN_OFFER for line in self.taken):
            ranked = [line for line in ranked if not line.text.startswith(_ADDING)]
        needed = {name for name in ("until", "code") if self.values[name]}
        if self.material.brief.channel in ("meta_ad", "google_ad"):
            needed.discard("code")  # an ad shows it in a line of its own where there is room
        return [
            line
            for line in ranked
            if not _OFFER_HOLES & set(line.holes) or needed <= set(line.holes) or _DEAL_HOLES & set(line.holes)
        ]

    def part(self, name: str) -> str:
        """One named part of a plan; empty where the facts give nothing for it."""
        if name in ("lead", "facts", "selection"):
            return self._lead() if name == "lead" else facts(self) if name == "facts" else selection(self)
        if name == "lead_list":
            few = len(untold(self)) < LEAST_LISTED
            return self._lead() if few else self.say("lead_list_named" if self.named() else "lead_list")
        if name == "greeting" and self.material.voice.first_name is False:
            return self.say("greeting_plain")
        if name == "short_open":
            return upper_first(self.say("sms_open"))
        if name == "question" and self.goal in ABOUT_THE_READER:
            return self._goal_question()
        return self.say(name)

    def _goal_question(self) -> str:
        """The goal's own question, once."""
        return "" if any(line.slot == "goal_question" for line in self.taken) else self.say("goal_question")

    def named(self) -> bool:
        """Has an opening already said the product's name?"""
        return any(line.slot in ("open", "sms_open") and _NAMING & set(line.holes) for line in self.taken)

    def _lead(self) -> str:
        if self.product is None:
            return self.say("lead_goal" if self.goal in _WITHOUT_PRODUCT else "lead_general")
        if not self.product.clauses and self.goal in ("cart", "replenish"):
            return self.say("lead_goal")
        if not self.product.clauses:
            return self.say("lead_named_plain" if self.named() else "lead_plain")
        if self.named():
            return self.say("lead_named")
        if any(line.slot == "hook" for line in self.taken):
            return self.say("lead_hooked")
        angle = self.chooser.angle
        if angle in ("moment", "question") and not any(line.slot == angle for line in self.taken):
            self.chooser.angle = ""  # "for that …" and "our answer …" need the scene or the question before them
        lead = self.say("lead")
        self.chooser.angle = angle
        return lead

    def plan(self, plans: list[str]) -> str:
        """Paragraphs by one of the plans, chosen by rotation."""
        text = plans[self.rotation % len(plans)]
        if self.goal in _ON_ITS_OWN_MATTER and "open" not in text and "question" not in text and self.level < 4:
            text = f"greeting | open | {text.split('|', 1)[1].strip()}" if "greeting" in text else f"open | {text}"
        paragraphs = [self.gap.join(filter(None, map(self.part, part.split()))) for part in text.split("|")]
        return "\n\n".join(filter(None, paragraphs))

    def scene(self) -> dict[str, str]:
        """The sentence that carries the angle, for lines built around it."""
        angle = self.chooser.angle
        if angle not in ("moment", "question", "note"):
            return {}
        scene = {angle: self.part(angle)}
        return {**scene, "product": ""} if angle == "question" and self.goal in ABOUT_THE_READER else scene

    def requested(self) -> list[str]:
        """Words that must be said, each as a sentence."""
        stop = "。" if self.chinese else "."
        wanted = [upper_first(said.strip()) for said in self.material.brief.must_say if said.strip()]
        return [said if said[-1] in ".!?。！？" else said + stop for said in wanted]

    def led(self, text: str) -> str:
        """The text behind the day, season or occasion it is for: Black Friday: …"""
        if not self.occasion or (text and self.occasion.lower() in text.lower()):
            return text
        return f"{self.occasion}{'：' if self.chinese else ': '}{text}"

    def headline(self, slot: str, width: int) -> str:
        """A title: the offer itself where the tone asks for it up front, else a line; the brand where none fits."""
        core, lead = self.values["Core"], self.led("")
        room = width - display_width(lead)
        if core and "offer_first" in self.material.tones and display_width(core) <= room:
            return lead + core
        title = lead + (self.say(slot, width=room) or self.material.brand)
        quiet = 0 in (self.material.voice.exclamations.get("subject"), self.material.voice.exclamations.get("any"))
        return title.rstrip("!！") if quiet else title


def _quoted(clause: str) -> Line:
    """A clause among the lines taken, so that later drafts prefer another."""
    empty: frozenset[str] = frozenset()
    return Line("said", clause, empty, empty, empty, empty)


def spaced(text: str, names: list[str]) -> str:
    """Latin names apart from the Chinese characters around them."""
    for name in {name for name in names if name and name.isascii()}:
        text = re.sub(rf"(?<=[\u4e00-\u9fff]){re.escape(name)}", f" {name}", text)
        text = re.sub(rf"{re.escape(name)}(?=[\u4e00-\u9fff])", f"{name} ", text)
    return text


def upper_first(text: str) -> str:
    """`text` with its first letter upper case."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """`text` with its first letter lower case, unless its first word is written in capitals."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
