"""One draft in the making: the values for its holes, the lines taken so far, and the parts every channel uses."""

from collections.abc import Mapping

from assistant.planner.writing.lines import Chooser, Line, filled
from assistant.planner.writing.material import Material, ProductMaterial
from tools.copy_rules.measure import display_width

Fields = dict[str, str]
ABOUT_THE_READER = ("cart", "survey", "replenish")
"""Goals whose own question makes sense, and no question about the kind of goods."""
_WITHOUT_PRODUCT = ("birthday", "loyalty", *ABOUT_THE_READER)
_WHOLE_OFFERS = ("offer", "sms_offer", "push_body", "ad_text", "search_description")
_OFFER_HOLES = {"core", "Core", "simple"}
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
        self.values = self._values()

    def _values(self) -> dict[str, str]:
        material, product = self.material, self.product
        clauses = product.clauses if product else ()
        turned = [clauses[(self.rotation + i) % len(clauses)] for i in range(len(clauses))]
        plural = bool(product and product.plural)
        core = material.core
        simple = "" if material.brief.offer and material.brief.offer.gift else core
        return {
            "brand": material.brand, "core": core, "Core": upper_first(core), "simple": simple,
            "until": material.until, "code": material.code, "you": material.you,
            "category": product.category if product else material.category,
            "product": product.name if product else "", "price": product.price if product else "",
            "clause": turned[0] if turned else "", "clause2": turned[1] if len(turned) > 1 else "",
            "is": "are" if plural else "is", "was": "were" if plural else "was",
            "comes": "come" if plural else "comes", "That_is": "Those are" if plural else "That is",
        }  # fmt: skip

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
        for before, after in _CLEAN:
            text = text.replace(before, after)
        return text.strip()

    def take(self, line: Line) -> None:
        """Note the line, so that neither this draft nor a later one prefers it again."""
        self.taken.append(line)
        self.chooser.remember([line])

    def whole_offers(self, slot: str, ranked: list[Line]) -> list[Line]:
        """A line on the offer says its code and last day where there are any, or nothing of it."""
        if slot not in _WHOLE_OFFERS:
            return ranked
        needed = {name for name in ("until", "code") if self.values[name]}
        if self.material.brief.channel in ("meta_ad", "google_ad"):
            needed.discard("code")  # an ad shows it in a line of its own where there is room
        return [line for line in ranked if not _OFFER_HOLES & set(line.holes) or needed <= set(line.holes)]

    def part(self, name: str) -> str:
        """One named part of a plan; empty where the facts give nothing for it."""
        if name == "lead":
            return self._lead()
        if name == "short_open":
            return upper_first(self.say("sms_open"))
        if name == "question" and self.goal in ABOUT_THE_READER:
            return self._goal_question()
        return self.say(name)

    def _goal_question(self) -> str:
        """The goal's own question, unless the text has opened with one."""
        if any(line.slot == "open" and line.angles for line in self.taken):
            return ""
        questions = [line for line in self.chooser.ranked("open", self.values) if line.angles]
        if not questions:
            return ""
        self.take(questions[0])
        return self.fill(questions[0])

    def _lead(self) -> str:
        if self.product is None:
            return "" if self.goal in _WITHOUT_PRODUCT else self.say("lead_general")
        if not self.product.clauses:
            return self.say("lead_plain")
        angle = self.chooser.angle
        if angle in ("moment", "question") and not any(line.slot == angle for line in self.taken):
            self.chooser.angle = ""  # "for that …" and "one answer …" need the scene or the question before them
        lead = self.say("lead")
        self.chooser.angle = angle
        return lead

    def plan(self, plans: list[str]) -> str:
        """Paragraphs by one of the plans, chosen by rotation."""
        text = plans[self.rotation % len(plans)]
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

    def headline(self, slot: str, width: int) -> str:
        """A title: the offer itself where the tone asks for it up front, else a line; the brand where none fits."""
        core = self.values["Core"]
        if core and "offer_first" in self.material.tones and display_width(core) <= width:
            return core
        return self.say(slot, width=width) or self.material.brand


def upper_first(text: str) -> str:
    """`text` with its first letter upper case."""
    return text[:1].upper() + text[1:]
