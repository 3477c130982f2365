"""export them, 导出: how the people spoken of become a file."""

from __future__ import annotations

from assistant.planner.frame import Frame
from assistant.planner.reading import Reading

_LIGHT = (
    "filler", "break", "anaphor", "export_cue", "people", "list", "for", "place", "value", "values", "interjection",
    "and", "same", "contact_noun", "segment_word", "file_word",
)  # fmt: skip


def read_export(frame: Frame) -> Reading | None:
    """A request to write the last people to a file."""
    if not frame.has("export_cue") or frame.state.audience is None or frame.has("verb", "how_many", "measure"):
        return None
    if not all(span.has(*_LIGHT) or span.unknown for span in frame.spans):
        return None
    return frame.reading(
        "limited",
        text=frame.say(
            "I don't write files from the chat. Save these people (“save them as …”), then run "
            "`python -m assistant export DIR AUDIENCE --for klaviyo|mailchimp|meta|google|braze|csv --out FILE`.",
            "聊天里不能直接导出文件。请先保存这个人群（“保存为…”），再运行 "
            "`python -m assistant export DIR 人群名 --for klaviyo|mailchimp|meta|google|braze|csv --out 文件`。",
        ),
    )
