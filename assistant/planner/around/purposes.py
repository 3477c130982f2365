"""What the people are wanted for: a heading before them, for the gift guide, so I can leave them out, to thank them.

It picks nobody. A stretch is taken for a purpose only by words that open one; what it names – goods, a campaign, things
nobody knows – is then no condition. Whom it concerns must be said outside of it.
"""

from __future__ import annotations

from assistant.planner.grammar.slots import Slots

_NOUNS = {
    "mailing", "mailings", "mail", "email", "newsletter", "campaign", "campaigns", "promo", "promotion",
    "launch", "pre-launch", "prelaunch", "re-stock", "restock", "stock", "event", "party", "dinner", "evening",
    "breakfast", "workshop", "invite", "invitation", "invitations", "gift", "gifts", "giveaway", "guide",
    "push", "sale", "preview", "test", "trial", "sample", "samples", "sampling", "reminder", "survey",
    "voucher", "vouchers", "coupon", "card", "cards", "letter", "call", "calls", "phone", "outreach",
    "retargeting", "drop", "teaser", "catalogue", "lookbook", "raffle", "draw", "thank-you", "greeting",
    "surprise", "offer", "blast", "text", "opening", "release", "warm-up", "warmup", "announcement", "recall",
    "programme", "program", "audience", "segment", "list", "export", "upload", "ads", "sms", "postcard",
    "bundle", "upsell", "crosssell", "cross-sell", "winback", "win-back", "reactivation", "comeback", "tasting",
    "testing", "recipe",
}  # fmt: skip
_MEETINGS = {
    "deck", "slides", "slide", "report", "meeting", "presentation", "review", "board", "standup", "stand-up", "qbr",
    "townhall", "call", "update", "sync", "pitch", "workshop", "huddle", "memo", "briefing", "dashboard", "one-pager",
}  # fmt: skip
"""Where figures are shown; such a purpose may stand beside any question."""
_FOR = ("for", "ahead of", "it's for", "its for", "this is for", "that's for", "i need it for", "need it for")
_SO = (
    "so",
    "so that",
    "such that",
    "in order",
    "so as",
    "in order to",
    "so i can",
    "so we can",
    "so that we can",
    "so that i can",
)
_WE = ("i", "we", "i'd", "we'd", "i'm", "we're", "i'll", "we'll", "im", "id", "my", "our")
_WANT = (
    "want",
    "wanted",
    "plan",
    "need",
    "would",
    "like",
    "going",
    "will",
    "intend",
    "think",
    "am",
    "are",
    "can",
    "could",
)
_THEM = ("them", "these", "those", "they", "'em", "em", "each", "everyone", "him", "her")
_NEVER = ("range", "percent", "condition", "contact", "scored", "customer_id", "saved", "not", "never", "except")
_STARTS = {
    "invite", "thank", "send", "give", "offer", "show", "tell", "remind", "ask", "mail", "email", "text",
    "call", "contact", "reach", "target", "leave", "exclude", "suppress", "win", "bring", "get", "reward",
    "surprise", "treat", "upsell", "test", "try", "write", "warn", "inform", "push", "nudge", "wake",
    "reactivate", "apologise", "apologize", "celebrate", "congratulate", "welcome", "survey", "retarget",
}  # fmt: skip


def set_purposes_aside(slots: Slots) -> None:
    """Use up the stretches that only say what for."""
    for start, end in (_heading(slots), *_stretches(slots)):
        if end > start and (_people_outside(slots, start, end) or _shown(slots, start, end)):
            for index in range(start, end):
                slots.use(index, "what for")
            if any(slots[i].unknown for i in range(start, end)) or _words(slots, start, end) & _MEETINGS:
                tokens = slots.text.tokens
                typed = slots.text.typed(tokens[slots[start].start].start, tokens[slots[end - 1].end - 1].end)
                slots.said.append((f"I took “{typed}” as what it is for.", f"“{typed}”按用途理解。"))


def _words(slots: Slots, start: int, end: int) -> set[str]:
    tokens = slots.text.tokens
    return {token.text.casefold() for token in tokens[slots[start].start : slots[end - 1].end]}


def _heading(slots: Slots) -> tuple[int, int]:
    """C-level gift: …; Win back – …: words before the first colon or dash that name an occasion and pick nobody."""
    for index in range(1, min(len(slots), 9)):
        if slots[index].text in (":", "–", "—"):
            shown = slots[0].text.casefold() in _FOR and bool(_words(slots, 0, index) & _MEETINGS)
            if shown and not any(slots.has(i, *_NEVER, "people", "agent", "number") for i in range(index)):
                return 0, index
            named = _words(slots, 0, index) & _NOUNS or any(slots.has(i, "goal", "aim") for i in range(index))
            plain = all(_may_title(slots, i) for i in range(index))
            return (0, index) if named and plain else (0, 0)
        if slots.has(index, "break") and slots[index].text != ",":
            break
    return 0, 0


def _may_title(slots: Slots, index: int) -> bool:
    group = slots.value(index, "group")
    if group is not None:
        return bool(group.absent or (group.field.startswith("campaign") and not _done_with(slots)))
    return not slots.has(index, *_NEVER, "people", "agent", "number", "who") and not _acts(slots, index)


def _done_with(slots: Slots) -> bool:
    """Gift Guide 2025: how many opened? – what was done with mailings, or what came of them, is asked."""
    deeds = ("open", "click", "receive", "unsubscribe")
    done = any(slots.value(i, "verb") in deeds for i in range(len(slots)))
    return done or slots.find("after_cue", "measure", "brought_in") is not None


def _acts(slots: Slots, index: int) -> bool:
    return slots.has(index, "verb") and not slots.has(index, "goal", "copy_noun", "mail_noun", "contact_noun")


def _stretches(slots: Slots) -> list[tuple[int, int]]:
    found = []
    index = 0
    while index < len(slots):
        end = _stop(slots, index)
        told = _opens(slots, index, end) and all(_may_tell(slots, i) for i in range(index, end))
        if told and not (slots[index].text.casefold() in _FOR and any(_did(slots, i) for i in range(index, end))):
            found.append((index, end))
            index = end
        else:
            index += 1
    return found


def _did(slots: Slots, index: int) -> bool:
    """for a year but opened a mail: how long, or what they did, is no purpose."""
    deeds = ("buy", "open", "click", "receive", "view", "cart", "unsubscribe", "return_goods", "spend", "rebuy")
    done = slots.value(index, "verb") in deeds and not slots.has(index, "contact_noun", "copy_noun", "goal")
    return done or slots.has(index, "duration", "ago", "but", "never")


def _stop(slots: Slots, start: int) -> int:
    """Where a stretch ends: at a mark – or at the words of who asks: for the gift guide I need …"""
    at = start + 1
    leading = start == 0
    while at < len(slots):
        if slots.has(at, "break") and slots[at].text not in ("-", "/", "'"):
            return at
        if leading and (slots[at].text.casefold() in (*_WE, "give", "get", "show", "list", "pull", "find", "who")):
            return at
        at += 1
    return at


def _opens(slots: Slots, index: int, end: int) -> bool:
    """Whether a purpose begins here."""
    said = slots[index].text.casefold()
    first = index == 0 or slots.has(index - 1, "break") or slots[index - 1].text in ("–", "—", "-")
    words = _words(slots, index, end)
    last = end == len(slots) or slots.has(end, "break")
    following = slots.text.tokens[slots[index].end].text.casefold() if slots[index].end < len(slots.text.tokens) else ""
    if said in _SO:
        return bool(words & set(_WE)) and last and index > 0
    if first and index and (said in _WE or (said.split()[:1] and said.split()[0] in _WE)):
        return bool(words & set(_WANT)) and bool(words & set(_THEM)) and last
    if said in ("to", "for to") and index:
        return (last and following in _STARTS and (bool(words & set(_THEM)) or bool(words & _NOUNS))) or (
            last and bool(words & set(_THEM)) and not slots.has(index + 1, "verb")
        )
    if said in _FOR:
        return bool(words & (_NOUNS | _MEETINGS)) and (index == 0 or last) and following != "sms"
    return False


def _may_tell(slots: Slots, index: int) -> bool:
    """A purpose may name goods and campaigns; who they are, how many and since when is said elsewhere."""
    group = slots.value(index, "group")
    if group is not None:
        if group.field == "campaign" and not group.absent and _done_with(slots):
            return False
        return slots.level(group.field) != "customer" or bool(group.absent)
    return not slots.has(index, *_NEVER, "agent", "who") or slots.has(index, "goal")


def _shown(slots: Slots, start: int, end: int) -> bool:
    """for Tuesday's slides: beside figures as well."""
    outside = [i for i in range(len(slots)) if not start <= i < end]
    return bool(_words(slots, start, end) & _MEETINGS) and any(slots.has(i, "measure", "field") for i in outside)


def _people_outside(slots: Slots, start: int, end: int) -> bool:
    """Somebody is picked by the rest."""
    kinds = ("people", "agent", "group", "condition", "contact", "verb", "scored", "saved")
    return any(slots.has(i, *kinds) for i in range(len(slots)) if not start <= i < end and not slots.used(i))
