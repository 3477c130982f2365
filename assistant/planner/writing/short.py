"""Text messages, WhatsApp and push: a few words, the offer whole or not at all, and everything within what fits."""

from textwrap import wrap

from assistant.planner.writing.lines import read
from assistant.planner.writing.workbench import ABOUT_THE_READER, Fields, Workbench, upper_first
from tools.copy_rules.measure import display_width, mainland_sms_size, sms_size
from tools.copy_rules.tags import stand_in

LINKS = {"cart": "cart_link", "survey": "survey_link"}
"""Goals that need their own link; a text without it would be of no use."""
_TEMPLATE_FIELD, _TEMPLATE_FIELDS = 20, 5
"""Characters that a field of a WeChat template message shows, and how many fields there are at most."""
_TELLING = {"clause", "tail", "being", "doing"}
_SHOWN = 150
"""Columns of a push text that most phones show."""


def sms(bench: Workbench) -> Fields:
    """Signature, why, what, link and the way out, within the parts allowed."""
    end = bench.say("sms_end")
    link = f"{{{{{LINKS.get(bench.goal, 'shop_link')}}}}}"
    said = bench.gap.join(bench.requested())
    offer = bench.say("sms_offer") if bench.material.core else ""
    opening, fact, about = bench.say("sms_open"), _fact(bench), _about(bench)
    if bench.chooser.angle == "question" and about and bench.goal not in ABOUT_THE_READER:
        opening = ""
    orders = _orders(bench, opening, fact or about, offer)
    told = [parts for parts in orders if (fact or about) in parts] if fact or about else []
    tails = (link, "") if bench.level % 2 == 0 else ("", link)  # where the link leaves no room for more than the offer
    for parts, tail in [(p, t) for group in (told, orders) for t in tails for p in group[min(bench.level // 2, 2) :]]:
        text = _text(bench, [*parts, said], tail, end)
        if any(parts) and _fits(bench, text) and (tail or bench.goal not in LINKS):
            if parts not in told and bench.chooser.angle not in ("offer", "service"):
                bench.angle = "reminder"
            return {"body": text}
    last = [_text(bench, [part, said], "", end) for part in (offer, opening, "") if part or said]
    last = last or [_text(bench, [], "", end)]
    return {"body": next((text for text in last if _fits(bench, text)), last[0])}


def _orders(bench: Workbench, opening: str, about: str, offer: str) -> list[tuple[str, ...]]:
    """What the text may hold, the fullest first."""
    orders: list[tuple[str, ...]] = []
    if bench.product and not bench.named() and bench.chooser.angle in ("moment", "question", "note"):
        orders.append((about, bench.say("sms_product"), offer))
    orders += [(opening, about, offer), ("", about, offer), (opening, "", offer), ("", "", offer), (opening, "", "")]
    if offer and bench.rotation % 2 and bench.chooser.angle == "offer":
        orders.insert(0, (offer, about, ""))
    return orders


def whatsapp(bench: Workbench) -> Fields:
    """A greeting by name and two or three sentences, as one writes to somebody one knows."""
    short: list[str] = read("plans")["short"]["products" if bench.product else "none"]
    tight = bench.limit is not None or "short" in bench.material.tones
    plans = read("plans")["chat"][bench.chooser.angle] if not tight and bench.level < 2 else short[bench.level :][:1]
    greeting = "" if bench.limit is not None and bench.level else bench.part("greeting")
    body = _led(bench, bench.plan(plans or short[-1:]))
    said, sign = bench.gap.join(bench.requested()), f"— {bench.material.brand}"
    paragraphs = [greeting, body, said, sign if bench.limit is None or bench.limit > 120 else ""]
    stop = "回复“退订”即不再接收" if bench.chinese else "Reply STOP to opt out"
    return {"body": "\n\n".join(filter(None, paragraphs)), "footer": stop}


def wechat_template(bench: Workbench) -> Fields:
    """Two to five short fields: what it is about, the offer, and what has to be said; each in what WeChat shows."""
    room = min(_TEMPLATE_FIELD, bench.limit or _TEMPLATE_FIELD)
    width = room * (2 if bench.chinese else 1)
    rest = [
        upper_first(bench.say("sms_open", width=width)),
        bench.values["product"],
        bench.material.brand,
        bench.values["category"],
    ]
    turn = bench.rotation % len(rest)
    occasion = bench.occasion if display_width(bench.occasion) <= width else ""
    texts = [bench.say("push_title", width=width), occasion, bench.values["Core"], *rest[turn:], *rest[:turn]]
    fresh = {text.rstrip(".。!！").lower(): text for text in reversed(texts) if text}
    fitting = [text for text in reversed(fresh.values()) if len(stand_in(text, {})) <= room]
    said = [piece for wanted in bench.requested() for piece in wrap(wanted, room)]
    lines = [*fitting[: max(2, _TEMPLATE_FIELDS - 1 - len(said))], *said][:_TEMPLATE_FIELDS]
    lines += [bench.material.brand[:room]] * (2 - len(lines))
    return {f"keyword_{number}": text for number, text in enumerate(lines, start=1)}


def _fact(bench: Workbench) -> str:
    """For the angles on the product: its name with something to know about it."""
    if bench.chooser.angle not in ("benefit", "detail"):
        return ""
    telling = [line for line in bench.chooser.ranked("sms_product", bench.values) if _TELLING & set(line.holes)]
    if not telling:
        return ""
    bench.take(telling[0])
    return bench.fill(telling[0])


def _about(bench: Workbench) -> str:
    """The part that carries the angle."""
    angle = bench.chooser.angle
    if angle in ("moment", "note", "question"):
        return bench.part(angle)
    return bench.say("sms_product") if bench.product and not bench.named() else ""


def _text(bench: Workbench, parts: list[str], link: str, end: str) -> str:
    body = bench.gap.join(filter(None, parts))
    if bench.chinese:
        return f"【{bench.material.brand}】{_led(bench, body)}{link + ' ' if link else ''}{end}"
    said = _led(bench, upper_first(body))
    return f"{bench.material.brand}: {' '.join(filter(None, [said, link]))} {end}"


def _led(bench: Workbench, body: str) -> str:
    """The day or season first; a scene or a question stands for itself."""
    return body if bench.chooser.angle in ("moment", "question", "note") else bench.led(body)


def _fits(bench: Workbench, text: str) -> bool:
    rendered = stand_in(text, bench.material.context.tag_lengths)
    if bench.limit is not None:
        return len(rendered) <= bench.limit
    size = mainland_sms_size(rendered) if bench.chinese else sms_size(rendered)
    return size.parts == 1


def push(bench: Workbench) -> Fields:
    """A title for the lock screen and a line or two."""
    title = bench.headline("push_title", 48)
    said = bench.gap.join(bench.requested())
    limit = _SHOWN if bench.limit is None else min(_SHOWN, bench.limit * (2 if bench.chinese else 1))
    room = limit - (display_width(said) + 1 if said and bench.limit is not None else 0)
    extra = {**bench.scene(), "short_open": upper_first(bench.say("sms_open"))}
    body = bench.say("push_body", width=room, extra=extra) or bench.say("sms_product", width=room)
    body = body or upper_first(bench.say("sms_open", width=room))
    offer = ""
    if bench.chooser.angle != "offer" and "understated" not in bench.material.tones and bench.level < 2:
        left = 80 if bench.limit is None else min(80, room - display_width(body) - 1)
        offer = bench.say("sms_offer", width=left) if bench.material.core else ""
    return {"title": title, "body": bench.gap.join(filter(None, [body, offer, said]))}
