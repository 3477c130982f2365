"""What happens while the shop is open: appended to a journal, seen at once by readers, folded in by writers."""

from tools.data.live.appending import Appended, append_event, append_events
from tools.data.live.events import LiveEvent, read_event, read_line

__all__ = ["Appended", "LiveEvent", "append_event", "append_events", "read_event", "read_line"]
