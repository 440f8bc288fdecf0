"""How does a command run more than crawls? Beside them, in the loop that they run in."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import TypeVar

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.defer import deferred_from_coro
from twisted.internet.defer import Deferred
from twisted.internet.error import ReactorNotRunning

T = TypeVar("T")


def run_beside_crawls(
    process: AsyncCrawlerProcess,
    main: Callable[[], Coroutine[None, None, T]],
    stop: Callable[[], None],
) -> T:
    """Run a coroutine to its end, in the reactor's loop; return what it does.

    ``stop`` is called where somebody ends the process (SIGINT, SIGTERM): the crawls
    that are under way come to a polite end, and the coroutine is waited for.
    """
    from twisted.internet import reactor  # noqa: PLC0415  importing it installs it

    task = asyncio.get_event_loop().create_task(main())

    def end() -> "Deferred[None]":
        stop()
        return deferred_from_coro(_ended(task))

    def ended(_: object) -> None:
        with suppress(ReactorNotRunning):
            reactor.stop()  # type: ignore[misc]  # an interface's methods lack self

    reactor.addSystemEventTrigger("before", "shutdown", end)  # type: ignore[arg-type]
    task.add_done_callback(ended)
    process.start(stop_after_crawl=False)
    return task.result()


def stop_crawls(process: AsyncCrawlerProcess) -> None:
    """Let the crawls of a process come to a polite end."""
    for crawler in process.crawlers:
        asyncio.ensure_future(crawler.stop_async())  # noqa: RUF006  the loop runs on


async def _ended(task: "asyncio.Task[T]") -> None:
    await asyncio.wait([task])
