"""Stopping queries that run too long, by one thread for the whole process.

A timer thread for every query costs more than a quick query does. Here a query only enters itself in a list; the thread
looks at it while there is something in it, and sleeps otherwise.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

_TICK = 0.05
"""Seconds between two looks: by so much a query may run longer than it was given."""


class Stoppable(Protocol):
    """What can be interrupted from another thread."""

    def interrupt(self) -> None: ...


class Watchdog:
    """Interrupts what is overdue. The thread is a daemon, starts with the first entry and again after a fork."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: dict[int, tuple[float, Stoppable]] = {}
        self._work = threading.Event()
        self._thread: threading.Thread | None = None

    @contextmanager
    def limit(self, target: Stoppable, seconds: float) -> Iterator[None]:
        """Interrupt `target` when the block takes longer than `seconds`."""
        with self._lock:
            self._entries[id(target)] = (time.monotonic() + seconds, target)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="query-watchdog", daemon=True)
                self._thread.start()
        self._work.set()
        try:
            yield
        finally:
            with self._lock:  # once we are through here no interrupt can come any more
                del self._entries[id(target)]

    def _run(self) -> None:
        while True:
            self._work.wait()
            time.sleep(_TICK)
            self._look()

    def _look(self) -> None:
        """Apart from the loop, whose variables would outlive everything else when the process ends."""
        now = time.monotonic()
        with self._lock:
            for deadline, target in self._entries.values():
                if now > deadline:
                    target.interrupt()
            if not self._entries:
                self._work.clear()


WATCHDOG = Watchdog()
"""The process's one; a thread comes into being with the first query."""
