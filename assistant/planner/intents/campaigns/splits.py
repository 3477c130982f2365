"""How the people of a campaign are split: so many held back, evenly by these fields."""

from __future__ import annotations

from assistant.planner.intents.campaigns.campaign_names import Heard
from assistant.planner.spans import Span


def held_back(spans: list[Span], index: int, heard: Heard) -> None:
    """10 % holdout, hold back a tenth, no holdout: the share and its stretch."""
    if any(span.has("none_word") for span in spans[max(0, index - 2) : index + 1]):
        first = next(i for i in range(max(0, index - 2), index + 1) if spans[i].has("none_word"))
        heard.holdout = 0.0
        heard.stretches.append(_widened(spans, first, index + 1))
        return
    near = [i for i in range(max(0, index - 4), min(len(spans), index + 5)) if spans[i].has("percent")]
    near = [
        i
        for i in near
        if all(
            s.has("hold_beside", "filler", "hold_word", "percent", "instead", "put_word") or s.text in _AROUND
            for s in _between(spans, i, index)
        )
    ]
    if near:
        at = min(near, key=lambda i: abs(i - index))
        heard.holdout = float(spans[at].value("percent"))
        first, end = min(at, index), max(at, index) + 1
        same = [i for i in (first - 2, first - 1, end, end + 1) if 0 <= i < len(spans) and spans[i].has("percent")]
        first, end = min([first, *same]), max([end, *(i + 1 for i in same)])
        end += end < len(spans) and spans[end].text in (")", "）")
        heard.stretches.append(_widened(spans, first, end))


_AROUND = (":", "：", "(", ")", "（", "）", "=", "-")
"""Marks between a share and the word that says it is held back: Holdout: 20%, a fifth (20%) held back."""


def _between(spans: list[Span], one: int, other: int) -> list[Span]:
    return spans[min(one, other) + 1 : max(one, other)]


def _widened(spans: list[Span], first: int, end: int) -> tuple[int, int]:
    """The stretch with the light words that belong to it: with a 10 % holdout group."""
    while (
        first > 0
        and spans[first - 1].has("hold_beside", "hold_word")
        and not spans[first - 1].has("people", "copy_noun")
    ):
        first -= 1
    while (
        end < len(spans)
        and spans[end].has("hold_word", "hold_beside", "instead")
        and not spans[end].has("with", "for", "in")
    ):
        end += 1
    return first, end


def split_evenly(spans: list[Span], index: int, heard: Heard) -> None:
    """stratified by country and tier; 按国家分层: the fields, before or behind."""
    behind = _fields(spans, range(index + 1, len(spans)))
    ahead = _fields(spans, range(index - 1, -1, -1))
    for places in (behind, ahead):
        if places:
            heard.stratify_by = [str(spans[i].value("field")) for i in sorted(places)]
            heard.stretches.append((min([*places, index]), max([*places, index]) + 1))
            first = heard.stretches[-1][0]
            if first and spans[first - 1].has("by"):
                heard.stretches[-1] = (first - 1, heard.stretches[-1][1])
            return


def _fields(spans: list[Span], places: range) -> list[int]:
    found: list[int] = []
    for place in places:
        if spans[place].has("field"):
            found.append(place)
        elif not spans[place].has("and", "filler", "by") and spans[place].text not in (",", "、", "和", "."):
            break
    return found
