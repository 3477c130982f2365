"""Overdue work is interrupted, finished work never is, and one thread is enough."""

import threading
import time

from tools.data.watchdog import Watchdog


class Work:
    def __init__(self):
        self.stopped = threading.Event()

    def interrupt(self):
        self.stopped.set()


def test_what_runs_too_long_is_interrupted_and_what_ended_in_time_is_not():
    watchdog, quick, slow = Watchdog(), Work(), Work()
    with watchdog.limit(quick, 0.1):
        pass
    with watchdog.limit(slow, 0.01):
        assert slow.stopped.wait(5)
    time.sleep(0.15)
    assert not quick.stopped.is_set()


def test_many_at_once_share_a_thread():
    watchdog, works = Watchdog(), [Work() for _ in range(20)]

    def run(work):
        with watchdog.limit(work, 0.01):
            assert work.stopped.wait(5)

    before = threading.active_count()
    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    assert threading.active_count() <= before + len(works) + 1
    for thread in threads:
        thread.join()
    assert all(work.stopped.is_set() for work in works)
