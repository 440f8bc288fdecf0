"""When does memory that was freed go back to the system? Large pieces of it at once.

glibc alone is told so: elsewhere nothing is changed.
"""

import ctypes
import os
from collections.abc import Callable, Mapping

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""``M_TRIM_THRESHOLD`` and ``M_MMAP_THRESHOLD`` of glibc's malloc.h, mallopt(3)."""

LARGE = 2**20
"""Bytes from which a piece of memory is the system's own, and goes back whole: our choice.

By itself glibc learns from the first large piece that is freed, up to 32 MiB, to keep them.
The patterns of notices need such ones while they are put together: 40 MiB then stayed
beneath what lives as long as the crawl. A page's own pieces are smaller.
"""

SPARE = 4 * LARGE
"""Bytes free at the end of the heap that are kept for the next page: our choice."""

CHOSEN = ("MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_", "GLIBC_TUNABLES")
"""The environment in which somebody chose for glibc: mallopt(3)."""


def give_back(environment: Mapping[str, str] = os.environ) -> bool:
    """Let large pieces go back, unless somebody chose; tell whether it is so now."""
    if any(name in environment for name in CHOSEN):
        return False
    option = _mallopt()
    if option is None:
        return False
    return bool(option(_MMAP_THRESHOLD, LARGE) and option(_TRIM_THRESHOLD, SPARE))


def _mallopt() -> Callable[[int, int], int] | None:
    """Return glibc's mallopt, None where the C library is another one."""
    try:
        library = ctypes.CDLL(None)
        # musl and macOS have no such function, or one that does nothing
        found: Callable[[int, int], int] = library.mallopt
    except (OSError, AttributeError, TypeError):
        return None
    return found
