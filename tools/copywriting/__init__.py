"""Copy that may be sent: facts for whoever writes, checks for what was written, merge tags filled at home."""

from tools.copywriting.briefing import brief_copy
from tools.copywriting.bulk import render_messages
from tools.copywriting.merging import fill
from tools.copywriting.previews import preview_for
from tools.copywriting.submission import submit_drafts

__all__ = ["brief_copy", "fill", "preview_for", "render_messages", "submit_drafts"]
