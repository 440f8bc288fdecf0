"""Die by SIGKILL at the act of a number: a statement to SQLite, or a change to a file.

Of what is written last half arrives, as on a disk that is full: nobody may count on
more. Python's own files are no acts; what they write is not there until it is renamed.
"""

import atexit
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

from tests.storage.traced import trace

P = ParamSpec("P")
T = TypeVar("T")

NEVER = 0
CHANGES = ("fsync", "ftruncate", "rename", "replace", "unlink")


class Fate:
    """Counts acts, and dies at the last."""

    def __init__(self, last: int = NEVER) -> None:
        self.count = 0
        self._last = last

    def take(self, _act: str = "", cut_off: Callable[[], object] = int) -> None:
        """Count an act that is about to be; ``cut_off`` does what remains of it."""
        self.count += 1
        if self.count == self._last:
            cut_off()
            os.kill(os.getpid(), signal.SIGKILL)


def doomed(last: int, told: str | Path | None = None) -> Fate:
    """Let this process die at an act; who lives writes to ``told`` how many it did."""
    fate = Fate(last)
    trace(fate.take)
    for name in CHANGES:
        setattr(os, name, _counted(fate, getattr(os, name)))
    os.write = _cut_off(fate, os.write)
    if told is not None:
        file = Path(told).absolute()
        atexit.register(lambda: file.write_text(str(fate.count), "utf-8"))
    return fate


def _counted(fate: Fate, act: Callable[P, T]) -> Callable[P, T]:
    def counted(*args: P.args, **kwargs: P.kwargs) -> T:
        fate.take()
        return act(*args, **kwargs)

    return counted


def _cut_off(fate: Fate, write: Callable[[int, bytes], int]) -> Callable[..., int]:
    def counted(file: int, octets: bytes) -> int:
        fate.take(cut_off=lambda: write(file, octets[: len(octets) // 2]))
        return write(file, octets)

    return counted
