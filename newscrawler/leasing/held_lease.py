"""How is a host's lease used while it lasts? By requests that end with it at the latest."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

LEAST_GAP = 0.95
"""Part of a delay that passes between an answer and the next request, and so between any
two requests as the site sees them: our choice. A site that answers at once is asked as
often as its delay says, a slow one less often."""


@dataclass(slots=True)
class HeldLease:
    """What is held; times are the event loop's. ``limits``: of requests under way."""

    sure_until: float = 0.0
    next_at: float = 0.0
    used_at: float = 0.0
    delay: float = 0.0
    is_wanted: bool = False
    limits: set[asyncio.Timeout] = field(default_factory=set)
    is_idle: asyncio.Event = field(default_factory=asyncio.Event)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    pace: asyncio.Lock = field(default_factory=asyncio.Lock)

    def is_good(self, least: float) -> bool:
        """Tell whether it may be used: so much of it is left, and nobody waits for it."""
        return loop_now() + least < self.sure_until and not self.is_wanted

    @asynccontextmanager
    async def use(self) -> AsyncIterator[asyncio.Timeout]:
        """Be under way until the lease ends, if it is not prolonged."""
        limit = asyncio.timeout_at(self.sure_until)
        self.limits.add(limit)
        self.is_idle.clear()
        try:
            async with limit:
                yield limit
        finally:
            self.limits.discard(limit)
            self.used_at = loop_now()
            # a busy process sends late: an answer is the first sign that it was sent
            self.next_at = max(self.next_at, self.used_at + LEAST_GAP * self.delay)
            if not self.limits:
                self.is_idle.set()

    async def turn(self) -> None:
        """Wait until a request may be made, and let the next one wait after it."""
        async with self.pace:
            await asyncio.sleep(self.next_at - loop_now())
            # not from when it was due: a busy loop comes late, and the next not sooner
            self.next_at = loop_now() + self.delay

    def prolong(self, until: float) -> None:
        """Hold it for longer, or not at all any more, and what is under way with it."""
        self.sure_until = until
        for one in self.limits:
            if not one.expired():
                one.reschedule(until)


def loop_now() -> float:
    """Return the event loop's time: it never jumps, and runs on in no other loop."""
    return asyncio.get_running_loop().time()
