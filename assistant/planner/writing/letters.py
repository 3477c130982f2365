"""E-mail, WeChat articles and Xiaohongshu notes: a title, paragraphs by a plan, and what the law wants below."""

from assistant.planner.writing.lines import read
from assistant.planner.writing.naming import spoken
from assistant.planner.writing.workbench import Fields, Workbench
from tools.copy_rules.measure import display_width

_TIGHT = 220
"""With fewer characters than this a letter shrinks to a few sentences."""


def plans(bench: Workbench, kind: str) -> list[str]:
    """The plans for this angle; shorter ones when the brief is tight or earlier attempts were too long."""
    short: list[str] = read("plans")["short"]["products" if bench.product else "none"]
    if bench.limit is not None and (bench.limit < _TIGHT or bench.level > 0):
        return short[min(2 * bench.level, len(short) - 1) :]
    if "short" in bench.material.tones or bench.level > 3:
        return [f"greeting | {plan} | sign" if kind == "letter" else plan for plan in short[:2]]
    return list(read("plans")[kind][bench.chooser.angle])


def email(bench: Workbench) -> Fields:
    """Subject, preheader, a letter, a button."""
    subject = bench.headline("subject", 52 if bench.level < 2 else 40)
    body = _with_requested(bench, bench.plan(plans(bench, "letter")))
    preheader = _preheader(bench, subject, body)
    if bench.limit is None and bench.material.brand not in f"{subject} {preheader} {body}":
        body += f"\n\n{bench.material.brand}"
    return {
        "subject": subject,
        "preheader": preheader,
        "body": f"{body}\n\n{_footer(bench)}",
        "call_to_action": bench.say("call_to_action", width=28),
    }


def wechat(bench: Workbench) -> Fields:
    """A title that stands alone in the list, and short paragraphs."""
    title = bench.headline("subject", 44)
    body = _with_requested(bench, bench.plan(plans(bench, "article")), before_last=False)
    sign = "" if bench.limit is not None else f"— {bench.material.brand}"
    return {"title": title, "body": "\n\n".join(filter(None, [body, sign]))}


def xiaohongshu(bench: Workbench) -> Fields:
    """A note as a shop posts it: a short title, a few loose paragraphs, the goods as hashtags."""
    title = bench.headline("subject", 40)
    if display_width(title) > 40:
        title = bench.material.brand
    body = _with_requested(bench, bench.plan(plans(bench, "note")), before_last=False)
    name = bench.values["product"] and spoken(bench.values["product"])
    words = [bench.material.brand, bench.values["category"], name]
    tags = [f"#{word.replace(' ', '')}" for word in dict.fromkeys(words) if word]
    return {"title": title, "body": body, "hashtags": " ".join(tags)}


def _with_requested(bench: Workbench, body: str, *, before_last: bool = True) -> str:
    """The words that must be said, as a paragraph of their own above the signature."""
    wanted = "\n\n".join(said for said in bench.requested() if said.rstrip(".。") not in body)
    if not wanted:
        return body
    head, gap, sign = body.rpartition("\n\n")
    if before_last and gap:
        return f"{head}\n\n{wanted}\n\n{sign}"
    return f"{body}\n\n{wanted}".strip()


def _footer(bench: Workbench) -> str:
    label = "退订：" if bench.chinese else "Unsubscribe: "
    return f"{label}{{{{unsubscribe_link}}}}\n{{{{postal_address}}}}"


def _preheader(bench: Workbench, subject: str, body: str) -> str:
    """Adds to the subject: neither what the body says word for word, nor the offer or product named above it."""
    told = [bench.values[name].lower() for name in ("core", "product") if bench.values[name]]
    for line in bench.chooser.ranked("preheader", bench.values):
        text = bench.fill(line)
        repeats = any(word in text.lower() and word in subject.lower() for word in told)
        repeats = repeats or subject.rstrip("？?。.") in text or text.rstrip("。.") in subject
        if display_width(text) <= 90 and text not in body and not repeats:
            bench.take(line)
            return text
    return bench.material.brand
