"""Each channel's own way of putting lines together, to fit its fields."""

from collections.abc import Callable, Mapping

from assistant.planner.writing.lines import Chooser, Line, filled, read
from assistant.planner.writing.material import Material, ProductMaterial
from tools.copy_rules.measure import display_width, mainland_sms_size, sms_size
from tools.copy_rules.tags import stand_in

Fields = dict[str, str]
QUIET = ("birthday", "loyalty")
LINKS = {"cart": "cart_link", "survey": "survey_link"}


class Desktop:
    """One draft in the making: values for holes, a chooser, and the lines taken so far."""

    def __init__(
        self, material: Material, product: ProductMaterial | None, chooser: Chooser, rotation: int, level: int
    ) -> None:
        self.material, self.product, self.chooser = material, product, chooser
        self.rotation, self.level = rotation, level
        self.angle = chooser.angle
        self.chinese = material.brief.language == "zh"
        self.taken: list[Line] = []
        self.values = self._values()

    def _values(self) -> dict[str, str]:
        material, product = self.material, self.product
        clauses = product.clauses if product else ()
        turned = [clauses[(self.rotation + i) % len(clauses)] for i in range(len(clauses))] if clauses else []
        plural = bool(product and product.plural)
        core = material.core
        values = {
            "brand": material.brand, "core": core, "Core": core[:1].upper() + core[1:], "until": material.until,
            "code": material.code, "you": material.you, "category": product.category if product else material.category,
            "product": product.name if product else "", "price": product.price if product else "",
            "clause": turned[0] if turned else "", "clause2": turned[1] if len(turned) > 1 else "",
            "is": "are" if plural else "is", "was": "were" if plural else "was", "comes": "come" if plural else "comes",
            "That_is": "Those are" if plural else "That is",
        }  # fmt: skip
        return values

    def say(self, slot: str, *, width: int | None = None, extra: Mapping[str, str] | None = None) -> str:
        """A line for the slot, at most `width` columns wide; empty when there is none."""
        values = {**self.values, **(extra or {})}
        for line in self._complete(slot, self.chooser.ranked(slot, values)):
            text = _tidy(filled(line.text, values), self.chinese)
            if width is None or display_width(text) <= width:
                self.taken.append(line)
                self.chooser.remember([line])
                return text
        return ""

    def _complete(self, slot: str, ranked: list[Line]) -> list[Line]:
        """Offer lines must say the code and the last day where there are any: the whole offer or none of it."""
        if slot not in ("offer", "sms_offer") and not slot.startswith("push_body"):
            return ranked
        needed = {name for name in ("until", "code") if self.values[name]}
        return [line for line in ranked if not {"core", "Core"} & set(line.holes) or needed <= set(line.holes)]

    def slot(self, name: str) -> str:
        """One named part of a plan."""
        if name == "lead":
            return self._lead()
        if name == "short_open":
            opening = self.say("sms_open")
            return opening[:1].upper() + opening[1:]
        if name == "push_body":
            return _push_body(self, None)
        if name == "question" and self.asks_by_opening():
            return self._goal_question()
        return self.say(name)

    def _goal_question(self) -> str:
        """The goal's own question, unless the letter has opened with one."""
        if any(line.slot == "open" and line.angles for line in self.taken):
            return ""
        for line in self.chooser.ranked("open", self.values):
            if line.angles:
                self.taken.append(line)
                return filled(line.text, self.values)
        return ""

    def asks_by_opening(self) -> bool:
        """For some goals only the goal's own question makes sense, not one about the kind of goods."""
        return self.material.brief.goal in ("cart", "survey", "replenish")

    def _lead(self) -> str:
        if self.product is None:
            return "" if self.material.brief.goal in QUIET or self.asks_by_opening() else self.say("lead_general")
        if not self.product.clauses:
            return self.say("lead_plain")
        # "for that …" and "one answer …" need the scene or the question before them
        told = any(line.slot == self.chooser.angle for line in self.taken)
        angle = self.chooser.angle
        if angle in ("moment", "question") and not told:
            self.chooser.angle = ""
        lead = self.say("lead")
        self.chooser.angle = angle
        return lead

    def plan(self, plans: list[str]) -> str:
        """Paragraphs by one of the plans, chosen by rotation."""
        text = plans[self.rotation % len(plans)]
        gap = "" if self.chinese else " "
        paragraphs = [gap.join(filter(None, map(self.slot, part.split()))) for part in text.split("|")]
        return "\n\n".join(filter(None, paragraphs))

    def requested(self) -> list[str]:
        """Words that must be said, each as a sentence."""
        stop = "。" if self.chinese else "."
        return [
            said if said.rstrip()[-1:] in ".!?。！？" else said.rstrip() + stop
            for said in self.material.brief.must_say
            if said.strip()
        ]


def _tidy(text: str, chinese: bool) -> str:
    """Double stops and spaces that filling may leave."""
    for before, after in (
        ("..", "."),
        ("。。", "。"),
        ("。，", "，"),
        (".,", ","),
        ("  ", " "),
        ("？。", "？"),
        ("?.", "?"),
    ):
        text = text.replace(before, after)
    if chinese and text.endswith("。") and text.count("。") == 1 and len(text) < 2:
        return ""
    return text.strip()


def compose(
    material: Material, product: ProductMaterial | None, chooser: Chooser, *, rotation: int, level: int
) -> tuple[Fields, list[Line], str]:
    """Fields of one draft, the lines used, and the angle it has in the end. A higher `level` asks for a shorter one."""
    desk = Desktop(material, product, chooser, rotation, level)
    makers: dict[str, Callable[[Desktop], Fields]] = {
        "email": email, "sms": sms, "push": push, "wechat": wechat, "meta_ad": meta_ad, "google_ad": google_ad,
    }  # fmt: skip
    fields = makers[material.brief.channel](desk)
    return fields, desk.taken, desk.angle


def _offer_up_front(desk: Desktop) -> bool:
    return bool(desk.material.core) and "offer_first" in desk.material.tones


def _subject(desk: Desktop, width: int) -> str:
    if _offer_up_front(desk):
        offered = Chooser(**{**vars(desk.chooser), "angle": "offer", "goal": ""})
        for line in offered.ranked("subject", desk.values):
            text = filled(line.text, desk.values)
            if "ore}" in line.text and display_width(text) <= width:
                return text
    return desk.say("subject", width=width) or desk.material.brand


def _plans(desk: Desktop, kind: str) -> list[str]:
    limit = desk.material.brief.max_characters
    plans: dict[str, list[str]] = read("plans")[kind]
    short = read("plans")["short"]["products" if desk.product else "none"]
    if limit is not None and (limit < 220 or desk.level > 0):
        return list(short[min(2 * desk.level, len(short) - 1) :]) or list(short[-1:])
    if "short" in desk.material.tones or desk.level > 3:
        return [f"greeting | {plan} | sign" if kind == "letter" else plan for plan in short[:2]]
    return list(plans[desk.chooser.angle])


def _footer(desk: Desktop) -> str:
    label = "退订：" if desk.chinese else "Unsubscribe: "
    return f"{label}{{{{unsubscribe_link}}}}\n{{{{postal_address}}}}"


def email(desk: Desktop) -> Fields:
    """Subject, preheader, a letter, a button."""
    subject = _subject(desk, 52 if desk.level < 2 else 40)
    body = desk.plan(_plans(desk, "letter"))
    extra = "\n\n".join(said for said in desk.requested() if said.rstrip(".。") not in body)
    if extra:
        head, gap, sign = body.rpartition("\n\n")
        body = f"{head}\n\n{extra}\n\n{sign}" if gap else f"{body}\n\n{extra}".strip()
    preheader = _preheader(desk, subject, body)
    if desk.material.brand not in body + subject + preheader and desk.material.brief.max_characters is None:
        body += f"\n\n{desk.material.brand}"
    return {
        "subject": subject, "preheader": preheader, "body": f"{body}\n\n{_footer(desk)}",
        "call_to_action": desk.say("call_to_action", width=28),
    }  # fmt: skip


def _preheader(desk: Desktop, subject: str, body: str) -> str:
    """Adds to the subject; a product clause only if the body does not begin with it."""
    for line in desk.chooser.ranked("preheader", desk.values):
        text = _tidy(filled(line.text, desk.values), desk.chinese)
        repeats = desk.values["core"] and desk.values["core"] in text.lower() and desk.values["core"] in subject.lower()
        if (
            display_width(text) <= 90
            and text not in body
            and not repeats
            and not (desk.values["product"] and desk.values["product"] in text and desk.values["product"] in subject)
        ):
            desk.taken.append(line)
            return text
    return desk.material.brand


def sms(desk: Desktop) -> Fields:
    """Signature, why, what, link and the way out, within the parts allowed."""
    end = desk.say("sms_end")
    link = f"{{{{{LINKS.get(desk.material.brief.goal, 'shop_link')}}}}}"
    lead = f"【{desk.material.brand}】" if desk.chinese else f"{desk.material.brand}: "
    said = ("" if desk.chinese else " ").join(desk.requested())
    offer = desk.say("sms_offer") if desk.material.core else ""
    opening, about = desk.say("sms_open"), _sms_about(desk)
    if desk.chooser.angle == "question" and about and not desk.asks_by_opening():
        opening = ""
    orders = [(opening, about, offer), ("", about, offer), (opening, "", offer), ("", "", offer), (opening, "", "")]
    if offer and desk.rotation % 2 and desk.chooser.angle == "offer":
        orders.insert(0, (offer, about, ""))
    for parts in orders[min(desk.level, 2) :]:
        for with_link in (True, False):
            text = _sms_text(lead, [*parts, said], link if with_link else "", end, desk.chinese)
            if _fits_sms(text, desk) and (with_link or not needs_link(desk)) and any(parts):
                if about not in parts and desk.chooser.angle not in ("offer", "service"):
                    desk.angle = "reminder"
                return {"body": text}
    return {"body": _sms_text(lead, [offer or opening, said], "", end, desk.chinese)}


def _sms_about(desk: Desktop) -> str:
    """The part that carries the angle."""
    angle = desk.chooser.angle
    if angle in ("moment", "note") or (angle == "question" and not desk.asks_by_opening()):
        return desk.say(angle)
    return desk.say("sms_product") if desk.product else ""


def needs_link(desk: Desktop) -> bool:
    """A survey or a cart without its link would be of no use."""
    return desk.material.brief.goal in LINKS


def _sms_text(lead: str, parts: list[str], link: str, end: str, chinese: bool) -> str:
    if chinese:
        body = "".join(filter(None, parts))
        return f"{lead}{body}{link + ' ' if link else ''}{end}"
    text = " ".join(filter(None, parts))
    text = text[:1].upper() + text[1:]
    return f"{lead}{' '.join(filter(None, [text, link]))} {end}"


def _fits_sms(text: str, desk: Desktop) -> bool:
    rendered = stand_in(text, desk.material.context.tag_lengths)
    limit = desk.material.brief.max_characters
    if limit is not None and len(rendered) > limit:
        return False
    size = mainland_sms_size(rendered) if desk.chinese else sms_size(rendered)
    return size.parts == 1 or limit is not None


def _push_body(desk: Desktop, width: int | None) -> str:
    opening = desk.say("sms_open")
    extra = {**_scenes(desk), "short_open": opening[:1].upper() + opening[1:]}
    return desk.say("push_body", width=width, extra=extra)


def _scenes(desk: Desktop) -> dict[str, str]:
    """The sentence that carries the angle, for lines built around it."""
    angle = desk.chooser.angle
    if angle not in ("moment", "question", "note"):
        return {}
    scene = {angle: desk.slot(angle)}
    return {**scene, "product": ""} if angle == "question" and desk.asks_by_opening() else scene


def push(desk: Desktop) -> Fields:
    """A title for the lock screen and a line or two."""
    title = (
        desk.values["Core"]
        if _offer_up_front(desk) and display_width(desk.values["Core"]) <= 48
        else desk.say("push_title", width=48)
    )
    limit = min(desk.material.brief.max_characters or 150, 150)
    body = _push_body(desk, limit if not desk.chinese else min(2 * limit, 150))
    offer = (
        desk.say("sms_offer", width=80)
        if desk.material.core and desk.chooser.angle != "offer" and "understated" not in desk.material.tones
        else ""
    )
    parts = [part for part in (body, offer if desk.level < 2 else "", *desk.requested()) if part]
    return {"title": title or desk.material.brand, "body": ("" if desk.chinese else " ").join(parts)}


def wechat(desk: Desktop) -> Fields:
    """A title that stands alone in the list, and short paragraphs."""
    body = desk.plan(_plans(desk, "article"))
    extra = [said for said in desk.requested() if said.rstrip(".。") not in body]
    fields = {"title": _subject(desk, 44), "body": "\n\n".join(filter(None, [body, *extra, _wechat_sign(desk)]))}
    return fields


def _wechat_sign(desk: Desktop) -> str:
    return f"— {desk.material.brand}" if desk.material.brief.max_characters is None else ""


def meta_ad(desk: Desktop) -> Fields:
    """Primary text within what is shown, a headline, a description."""
    limit = min(desk.material.brief.max_characters or 120, 120)
    extra = _scenes(desk)
    said = ("" if desk.chinese else " ").join(desk.requested())
    text = desk.say("ad_text", width=(limit if not desk.chinese else 2 * limit) - display_width(said) - 1, extra=extra)
    headline = (
        desk.values["Core"]
        if _offer_up_front(desk) and display_width(desk.values["Core"]) <= 38
        else desk.say("ad_headline", width=38)
    )
    return {
        "primary_text": (text + ("" if desk.chinese or not text else " ") + said).strip() or desk.material.brand,
        "headline": headline or desk.material.brand,
        "description": desk.say("ad_description", width=38) or desk.material.brand,
    }  # fmt: skip


def google_ad(desk: Desktop) -> Fields:
    """Five headlines and three descriptions, all different."""
    extra = _scenes(desk)
    said = desk.requested()
    heads = [s.rstrip(".。") for s in said if display_width(s.rstrip(".。")) <= 30]
    tails = [s for s in said if display_width(s.rstrip(".。")) > 30]
    headlines = _several(desk, "search_headline", 5, 30, extra, heads)
    limit = min(desk.material.brief.max_characters or 90, 90)
    descriptions = _several(
        desk, "search_description", 3, limit if not desk.chinese else min(90, 2 * limit), extra, tails
    )
    return {
        **{f"headline_{n}": text for n, text in enumerate(headlines, start=1)},
        **{f"description_{n}": text for n, text in enumerate(descriptions, start=1)},
    }


def _several(desk: Desktop, slot: str, count: int, width: int, extra: Mapping[str, str], first: list[str]) -> list[str]:
    values = {**desk.values, **extra}
    texts = list(first)
    if slot == "search_headline" and 0 < display_width(desk.material.brand) <= width:
        texts.append(desk.material.brand)
    least = 3 if slot == "search_headline" else 2
    for line in desk.chooser.ranked(slot, values):
        text = _tidy(filled(line.text, values), desk.chinese)
        if len(texts) >= least and desk.chooser.used.get(line.text):
            break  # what earlier drafts said is used again only where the fields demand it
        if len(texts) < count and text not in texts and display_width(text) <= width:
            texts.append(text)
            desk.taken.append(line)
    return texts
