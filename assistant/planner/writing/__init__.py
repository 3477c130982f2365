"""The built-in writer: drafts from the facts of a brief, in angles that differ, composed to fit and checked before handed over."""

from assistant.planner.writing.composing import write_drafts

__all__ = ["write_drafts"]
