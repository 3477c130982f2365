"""Follow-ups to lookalikes: 500 would be better, of platinum instead, from Germany only, without shoe buyers.

Another number or other people to be alike to search again; a condition narrows those who were found.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.planner.frame import Frame
from assistant.planner.grammar.editing.merging import merge_audience
from assistant.planner.grammar.people.audience import read_people
from assistant.planner.intents.continuing.wishes import asks, light, words
from assistant.planner.intents.follow_ups.edits import read_edit
from assistant.planner.intents.references.cues import corrected, use_cues
from assistant.planner.leftovers import leftovers
from assistant.planner.lexicon import Sense
from assistant.planner.reading import Call, Reading
from tools.definitions import Attribute, Audience, Bought, Similar


def read_lookalike_change(frame: Frame) -> Reading | None:
    """The last lookalikes found anew, narrowed or measured; None where the message is about something else."""
    state = frame.state
    if state.request is None or state.request[0] != "find_lookalikes":
        return None
    if state.last != "request":  # like gold members instead, after figures of those found
        return _another_seed(frame) if _similar(state.audience) and _led(frame) else None
    return _another_number(frame) or _another_seed(frame) or _of_those_found(frame)


def _another_number(frame: Frame) -> Reading | None:
    """500 would be better, just 50, 5%, twice as many: so many of them."""
    assert frame.state.request is not None
    before = frame.state.request[1].get("count")
    text = frame.text.normal.rstrip("?. ")
    if before and any(text in (form, f"make it {form}", f"{form}吧") for form in words("double_held_back")):
        return _found(frame, count=2 * int(before))
    said = [span for span in frame.spans if span.has("number", "heads", "percent") and not span.has("period", "money")]
    rest = [span for span in frame.spans if span not in said]
    if len(said) != 1 or not all(light(s, "people", "top") and not s.has("value", "values", "not") for s in rest):
        return None
    count, share = said[0].value("heads") or said[0].value("number"), said[0].value("percent")
    if share is not None and 0 < share <= 1:
        return _found(frame, count=None, share=float(share))
    if count is not None and count == int(count) and count >= 1:
        return _found(frame, count=int(count), share=None)
    return None


def _found(frame: Frame, **changes: object) -> Reading:
    assert frame.state.request is not None
    args = {**frame.state.request[1], **changes}
    args = {name: value for name, value in args.items() if value is not None}
    return frame.reading("lookalikes", calls=[Call("find_lookalikes", args)], audience=Audience())


def _another_seed(frame: Frame) -> Reading | None:
    """of platinum ones, similar to buyers of the Carbon Steel Pan instead, 换成铂金会员: others to be alike to."""
    frame = corrected(frame)
    led = _led(frame) or frame.text.normal.startswith(("of ", "to "))
    if not (led or frame.has("instead")) or frame.has("how_many", "average", "by", "save", "copy_verb", "list"):
        return None
    assert frame.state.request is not None
    filler = (Sense("filler"),)
    cues = ("alike", "alike_with", "instead")
    spans = [
        replace(span, senses=filler) if span.has(*cues) or span.text.casefold() == "like" else span
        for span in frame.spans
    ]
    slots = replace(frame, spans=spans).slots()
    people = read_people(slots, frame.today)
    use_cues(slots)
    before = Audience.model_validate(frame.state.request[1].get("seed") or {})
    if not people.conditions or people.limit or leftovers(slots):
        return None
    if not led and not _in(before, people.audience):
        return None
    same = _in(before, people.audience) and not frame.has("alike")
    seed = merge_audience(before, people.audience, replacing=True) if same else people.audience
    return _found(frame, seed=seed.compact())


def _led(frame: Frame) -> bool:
    """like gold members instead, similar to gold members: it opens with whom they are to be alike to."""
    return frame.has("alike") or frame.text.normal.startswith("like ")


def _in(seed: Audience, new: Audience) -> bool:
    """Whether the same kind of thing was said of the seed: another tier, other goods bought."""
    fields = {c.field for c in seed.all if isinstance(c, Attribute)}
    bought = any(isinstance(c, Bought) for c in seed.all)
    return all((isinstance(c, Attribute) and c.field in fields) or (isinstance(c, Bought) and bought) for c in new.all)


def _of_those_found(frame: Frame) -> Reading | None:
    """from Germany only, without those who bought shoes, average age?: of those who were found."""
    state = frame.state
    if frame.has("alike") or any(span.has("back") and not span.has("filler") for span in frame.spans):
        return None
    if frame.has("customer_id", "copy_verb", "model_word", "save", "export", "plan_word", "saved_word", "library_cue"):
        return None
    assert state.request is not None
    args = state.request[1]
    found = Audience(all=[Similar.model_validate({"share": None if args.get("count") else 0.05, **args})])
    people = state.audience if _similar(state.audience) else found
    spoken = replace(state, last="audience", figures="audience", audience=people, list_args={}, rows=[], metric=None)
    reading = read_edit(replace(frame, state=spoken))
    if reading is None or reading.ask is not None or not reading.calls:
        return None
    if not asks(frame) and reading.calls[0].tool == "size_audience":
        reading.notes.append(
            frame.say(
                "These are the ones among those found; the search itself is still for the most alike of all customers.",
                "这是在已找到的人中再筛选；查找本身仍以全部客户为范围。",
            )
        )
    return reading


def _similar(audience: Audience | None) -> bool:
    return audience is not None and any(isinstance(c, Similar) for c in audience.all)
