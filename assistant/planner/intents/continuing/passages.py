"""Follow-ups to a passage of the documents: and emoji?, what about discounts, 折扣呢, where does it say that."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.intents.continuing.wishes import words
from assistant.planner.reading import Call, Reading

_OWN = (
    "people", "agent", "how_many", "customer_id", "list", "by", "save", "who", "copy_verb", "period", "number", "value",
    "values", "thing", "person_ref", "top", "bottom",
)  # fmt: skip
_FEW = 6


def read_passage_change(frame: Frame) -> Reading | None:
    """The same question of the documents about another thing, or where the passage stands."""
    before = frame.state.passages
    if not before:
        return None
    text = frame.text.original.strip().rstrip("?？。.! ")
    small = text.casefold()
    if any(word in small for word in words("source_asked")):
        note = frame.say("Every passage stands with its document and section.", "每段文字都注明了文档和章节。")
        return frame.reading("library", calls=[Call("search_library", dict(before))], notes=[note])
    if any(word in small for word in words("other_language")) and len(frame.spans) <= _FEW:
        return frame.reading(
            "limited",
            text=frame.say(
                "Passages are quoted as they stand in the documents, and are not translated here; ask in the other "
                "language to search the documents of that language.",
                "这里按原文引用文档，不做翻译；用另一种语言提问，就会查找该语言的文档。",
            ),
        )
    topic = _topic(frame, text, small)
    if not topic:
        return None
    return frame.reading("library", calls=[Call("search_library", {**before, "query": topic})])


def _topic(frame: Frame, text: str, small: str) -> str:
    """discounts, of "what about discounts"; "" where the message asks for something else."""
    if frame.has(*_OWN) or len(frame.spans) > _FEW:
        return ""
    if frame.language == "zh":
        if not small.endswith(words("so_asked")) and not small.startswith(words("what_about", "zh")):
            return ""
        return text.removeprefix("那").removeprefix("关于").removesuffix("呢").removesuffix("怎么说").strip()
    bare = frame.text.original.strip().endswith("?") and len(text.split()) <= _BARE
    if bare and not small.startswith(("how", "what", "who", "why", "when", "where", "which", "is ", "are ", "do ")):
        return text.removeprefix("and ").strip()  # discounts?
    lead = next((lead for lead in words("what_about", "en") if small.startswith(lead)), None)
    return text[len(lead) :].strip() if lead is not None else ""


_BARE = 3
