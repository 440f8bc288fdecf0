"""How are crawls of sources jobs of Procrastinate, in the PostgreSQL that is the store?

A job is one crawl of one source. At most one of a source waits and one is under way;
whatever Procrastinate does, the leases of hosts and sources hold.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import partial

from procrastinate import App, PsycopgConnector, RetryDecision
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Job
from procrastinate.manager import JobManager
from procrastinate.retry import BaseRetryStrategy

from newscrawler.commands.exits import Exit
from newscrawler.crawl.source_runs import SourceRun
from newscrawler.report.outcome import Outcomes
from newscrawler.storage.database import StoreError
from newscrawler.storage.opening import place, store_url

QUEUE, TASK = "newscrawler", "newscrawler.crawl_source"

TAKEN_OVER = "newscrawler-taken-over"
"""The queue of jobs whose worker died: each worker has room for them alone."""

MOST_TRIES = 5
"""Tries of a crawl that fails before its job is given up: our choice. Its source is due
again all the same, and gets a new job."""

FIRST_WAIT = 30
"""Seconds until a failed crawl is tried again, then doubled: our choice."""


class BrokenOffError(Exception):
    """A crawl was ended before its end, or another was at its source: again, soon."""


class FailedError(Exception):
    """A crawl could not be done; the message says why."""


class _Again(BaseRetryStrategy):
    """What was broken off is taken up by the next worker; what fails waits longer."""

    def __init__(self, soon: float) -> None:
        self._soon = soon

    def get_retry_decision(
        self, *, exception: BaseException, job: Job
    ) -> RetryDecision | None:
        """Return when to try again, None for not at all."""
        if isinstance(exception, BrokenOffError):
            return RetryDecision(retry_in={"seconds": int(self._soon)})
        if job.attempts + 1 >= MOST_TRIES:
            return None
        return RetryDecision(retry_in={"seconds": FIRST_WAIT * 2**job.attempts})


def conninfo(store: str) -> str:
    """Return the URI of a store as PostgreSQL's own; StoreError if it is another's."""
    url = store_url(store)
    if not url.drivername.startswith("postgresql"):
        raise StoreError(
            f"{place(url)}: jobs need PostgreSQL; write postgresql://USER@HOST/NAME,"
            " or let one machine do without jobs, by `schedule`"
        )
    plain = url.set(drivername="postgresql")
    return plain.render_as_string(hide_password=False)


def job_app(
    store: str, crawl: Callable[[str], Awaitable[SourceRun]] | None, soon: float = 5
) -> App:
    """Return the application whose jobs are in a store; ``crawl`` None: it does none.

    ``soon``: seconds until what was broken off is taken up again.
    """
    app = App(connector=PsycopgConnector(conninfo=conninfo(store)))

    @app.task(name=TASK, queue=QUEUE, retry=_Again(soon))
    async def crawl_source(source: str) -> str:
        assert crawl is not None, "who only defers jobs runs no worker"
        return _result(await crawl(source))

    return app


def _result(run: SourceRun) -> str:
    if run.problem is not None or run.exit in (Exit.INTERNAL, Exit.USAGE):
        raise FailedError(f"{run.source}: {run.problem or run.exit.name.lower()}")
    if not run.is_done:
        raise BrokenOffError(run.source)
    return run.exit.name.lower()


async def prepare(app: App) -> None:
    """Make Procrastinate's tables, unless they are there; two may do it at once."""
    if await app.check_connection_async():
        return
    with suppress(ConnectorException):
        await app.schema_manager.apply_schema_async()
    if not await app.check_connection_async():
        raise StoreError("the tables of jobs cannot be made: may this user make them?")


async def defer(app: App, source: str) -> SourceRun:
    """Let a source be crawled by whichever worker is next; once, if one waits already."""
    lock = f"source:{source}"
    deferrer = app.configure_task(TASK, lock=lock, queueing_lock=lock)
    with suppress(AlreadyEnqueued):
        await deferrer.defer_async(source=source)
    return SourceRun(source, Exit.PLANNED, Outcomes())


@asynccontextmanager
async def deferring(store: str) -> AsyncIterator[Callable[[str], Awaitable[SourceRun]]]:
    """Give what makes jobs in a store; StoreError where it takes none."""
    app = job_app(store, None)
    with explained():
        async with app.open_async():
            await prepare(app)
            yield partial(defer, app)


@contextmanager
def explained() -> Iterator[None]:
    """Let a failure of the database be one line."""
    try:
        yield
    except ConnectorException as error:
        cause = str(error.__cause__ or error).strip().splitlines()
        raise StoreError(f"jobs: {cause[0] if cause else error!r}") from None


async def take_over(app: App, after: float) -> list[Job]:
    """Let jobs whose worker was not heard of for so many seconds wait again, apart."""
    manager = app.job_manager
    found = await manager.get_stalled_jobs(
        task_name=TASK, seconds_since_heartbeat=after
    )
    jobs = list(found)
    for job in jobs:
        try:
            await manager.retry_job(job, queue=TAKEN_OVER)
        except ConnectorException:
            with suppress(ConnectorException):  # another worker was faster
                await _take_over_alone(manager, job)
    return jobs


async def _take_over_alone(manager: JobManager, job: Job) -> None:
    """Let a job wait again in place of one that waits: its source was due."""
    lock = job.queueing_lock
    waiting = await manager.list_jobs_async(queueing_lock=lock, status="todo")
    numbers = [one.id for one in waiting if one.id is not None]
    if job.id in numbers:
        return
    for number in numbers:
        await manager.cancel_job_by_id_async(number, delete_job=True)
    await manager.retry_job(job, queue=TAKEN_OVER)
