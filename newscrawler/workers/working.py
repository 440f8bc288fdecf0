"""How does a worker do jobs? Crawls in its loop, heartbeats, and those of the dead."""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from procrastinate import App
from procrastinate.exceptions import ConnectorException

from newscrawler.crawl.source_runs import SourceRun, SourceRuns
from newscrawler.workers.jobs import (
    QUEUE,
    TAKEN_OVER,
    explained,
    job_app,
    prepare,
    take_over,
)

logger = logging.getLogger(__name__)

BEAT = 1 / 3
"""Heartbeats of a worker, in parts of the time after which it counts as dead: ours."""

GIVES_UP = 60.0
"""Seconds for which a worker that is ended waits for its crawls' polite end: ours."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How a worker works: ``at_once`` crawls, and as many of the dead beside them;
    ``dead_after`` seconds without heartbeat it counts as dead; ``drains``: it ends when
    no job is left; ``alive``: a file that is touched as long as the loop turns.
    """

    at_once: int
    dead_after: float
    drains: bool
    alive: Path | None = None


class Working:
    """A worker: crawls sources as jobs say, until it is ended."""

    def __init__(self, runs: SourceRuns, terms: Terms) -> None:
        self._runs = runs
        self._terms = terms
        self._working: asyncio.Future[list[None]] | None = None
        self.ended: list[SourceRun] = []
        """What came of each job, the last thousand."""

    def stop(self) -> None:
        """Take no more jobs; crawls that are under way end, and their jobs wait again."""
        if self._working is not None:
            self._working.cancel()

    async def run(self) -> None:
        """Do jobs; StoreError where the database cannot be used for them."""
        found = self._runs.configuration
        assert found.store is not None, "checked before"
        app = job_app(found.store, self._crawl, soon=max(1.0, found.lease / 3))
        with explained():
            async with app.open_async():
                await prepare(app)
                await take_over(app, self._terms.dead_after)
                await self._work(app)

    async def _work(self, app: App) -> None:
        watching = asyncio.ensure_future(self._watch(app))
        doing = [self._do(app, [QUEUE, TAKEN_OVER])]
        if not self._terms.drains:
            # its own crawls may take hours, and those of the dead wait for none of them
            doing.append(self._do(app, [TAKEN_OVER], listens=False))
        self._working = asyncio.gather(*doing)
        try:
            with suppress(asyncio.CancelledError):  # by ``stop``
                await self._working
        finally:
            watching.cancel()

    async def _do(self, app: App, queues: list[str], *, listens: bool = True) -> None:
        """Do the jobs of some queues; ``listens``: told of each, else it asks."""
        beat = self._terms.dead_after * BEAT
        await app.run_worker_async(
            queues=queues,
            concurrency=self._terms.at_once,
            wait=not self._terms.drains,
            listen_notify=listens,
            fetch_job_polling_interval=min(5.0, beat),
            update_heartbeat_interval=beat,
            stalled_worker_timeout=self._terms.dead_after,
            shutdown_graceful_timeout=GIVES_UP,
            delete_jobs="successful",
            install_signal_handlers=False,
        )

    async def _watch(self, app: App) -> None:
        """Say that we live, and give the jobs of the dead to whoever is next."""
        while True:
            if self._terms.alive is not None:
                self._terms.alive.touch()
            await asyncio.sleep(self._terms.dead_after * BEAT)
            with suppress(ConnectorException):  # the worker itself will say so
                for job in await take_over(app, self._terms.dead_after):
                    logger.warning("job %s was a dead worker's: it waits again", job.id)

    async def _crawl(self, source: str) -> SourceRun:
        run = await self._runs.crawl(source)
        self.ended = [*self.ended[-999:], run]
        if run.outcomes.is_interrupted:
            self.stop()  # somebody ended the process: what waits is for others
        return run
