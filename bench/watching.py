"""What a server and its children take: processor time, memory, threads and open files."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psutil

MB = 1_000_000
LOOK_SECONDS = 0.05


class Watch:
    """A process and all it has started."""

    def __init__(self, *pids: int) -> None:
        self._roots = [psutil.Process(pid) for pid in pids]

    def family(self) -> list[psutil.Process]:
        """Return the processes that live now."""
        found: list[psutil.Process] = []
        for root in self._roots:
            with suppress(psutil.NoSuchProcess):
                found += [root, *root.children(recursive=True)]
        return found

    def cpu(self) -> float:
        """Return the seconds of processor time so far, those of children that have ended included."""
        total = 0.0
        for one in self.family():
            with suppress(psutil.NoSuchProcess):
                times = one.cpu_times()
                total += times.user + times.system + times.children_user + times.children_system
        return total

    def memory(self) -> float:
        """Return the resident memory in MB; what several processes share counts once for each."""
        return sum(self._each("rss")) / MB

    def proportional(self) -> float:
        """Return the memory in MB where a page shared by two processes counts half for each."""
        return sum(self._each("pss")) / MB

    def threads(self) -> int:
        """Return how many threads there are."""
        return int(sum(self._each("threads")))

    def files(self) -> int:
        """Return how many files and connections are open."""
        return int(sum(self._each("files")))

    def files_of_each(self) -> list[int]:
        """Return how many files and connections each process has open."""
        return [one.num_fds() for one in self.family()]

    def _each(self, what: str) -> Iterator[float]:
        for one in self.family():
            with suppress(psutil.NoSuchProcess):
                if what == "rss":
                    yield one.memory_info().rss
                elif what == "pss":
                    yield one.memory_full_info().pss
                elif what == "threads":
                    yield one.num_threads()
                else:
                    yield one.num_fds()

    @contextmanager
    def peak(self) -> Iterator[list[float]]:
        """Note the resident memory in MB all the while, in a thread of its own."""
        seen, done = [self.memory()], threading.Event()

        def look() -> None:
            while not done.wait(LOOK_SECONDS):
                seen.append(self.memory())

        looking = threading.Thread(target=look)
        looking.start()
        try:
            yield seen
        finally:
            done.set()
            looking.join()
