"""Progress of long work on standard error: one line that moves on a terminal, one line a stage elsewhere."""

import sys
from time import perf_counter
from typing import TextIO

_BAR = 24


class Progress:
    """Call it with a stage name and the share done, 0 to 1; `close` ends the line."""

    def __init__(self, what: str, out: TextIO | None = None) -> None:
        """`what` names the work; `out` is standard error unless given."""
        self._what = what
        self._out = out or sys.stderr
        self._stage = ""
        self._started = perf_counter()
        self._shown = -1

    def __call__(self, stage: str, share: float) -> None:
        """Show where the work is."""
        if self._out.isatty():
            percent = int(share * 100)
            if stage != self._stage or percent != self._shown:
                bar = "█" * int(share * _BAR)
                self._out.write(f"\r\x1b[2K{self._what} {bar:░<{_BAR}} {percent:3d}%  {stage}")
        elif stage != self._stage:
            self._out.write(f"{self._what}: {stage}\n")
        self._stage, self._shown = stage, int(share * 100)
        self._out.flush()

    def count(self, done: int, whole: int) -> None:
        """The same for work that counts pieces."""
        self(f"{done:,} / {whole:,}" if self._out.isatty() else self._what, done / whole if whole else 1.0)

    def close(self) -> None:
        """End with the time it took."""
        seconds = perf_counter() - self._started
        start = "\r\x1b[2K" if self._out.isatty() else ""
        self._out.write(f"{start}{self._what}: done in {seconds:.1f} s\n")
        self._out.flush()
