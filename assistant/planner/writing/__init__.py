"""The built-in writer: drafts from a brief's facts, in angles that differ, checked before they are handed over."""

from assistant.planner.writing.composing import write_drafts

__all__ = ["write_drafts"]
