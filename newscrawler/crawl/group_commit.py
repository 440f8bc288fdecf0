"""How are articles kept? Some together in one transaction, each told when it is done.

A transaction costs as much as the article in it. Who keeps one waits until it is in the
store: nothing is called kept before. Who is killed in between loses what waited, which
no crawl has seen then, and fetches it again.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from newscrawler.storage.errors import StoreError

AT_ONCE = 10
WITHIN = 0.2
"""Articles in one transaction, and seconds that the first of them waits: our choice.

A store that fails is noticed by them: more would be fetched before the crawl ends.
"""

Wanted = TypeVar("Wanted")
Found = TypeVar("Found")


class GroupCommit(Generic[Wanted, Found]):
    """Gathers what is to be kept; ``commit`` keeps it all and says what came of each."""

    def __init__(self, commit: Callable[[Sequence[Wanted]], Sequence[Found]]) -> None:
        self._commit = commit
        self._waiting: list[tuple[Wanted, asyncio.Future[Found]]] = []
        self._timer: asyncio.TimerHandle | None = None

    async def keep(self, wanted: Wanted) -> Found:
        """Return what came of it when it is in the store; StoreError if it is not."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Found] = loop.create_future()
        self._waiting.append((wanted, future))
        if len(self._waiting) >= AT_ONCE:
            self.flush()
        elif self._timer is None:
            self._timer = loop.call_later(WITHIN, self.flush)
        return await future

    def flush(self) -> None:
        """Keep what waits."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        try:
            found = self._commit([wanted for wanted, _ in waiting])
            for (_, future), one in zip(waiting, found, strict=True):
                if not future.done():
                    future.set_result(one)
        except StoreError as error:
            for _, future in waiting:
                if not future.done():
                    future.set_exception(error)
        finally:
            for _, future in waiting:
                future.cancel()  # where we broke our own contract, nobody waits on
