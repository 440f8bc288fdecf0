"""Which jobs wait, are done or failed? See them, try them again, cancel them: ``jobs``."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from scrapy.settings import BaseSettings

from newscrawler.commands.exits import Exit, complain, write_json
from newscrawler.commands.ours import OurCommand
from newscrawler.commands.schedule import MISSING
from newscrawler.configuring.configuration import ConfigurationError, read_configuration
from newscrawler.how_many import counted
from newscrawler.report.outcome import shown
from newscrawler.sources.nearest import suggestion
from newscrawler.storage.database import StoreError

if TYPE_CHECKING:  # an extra: who has no workers need not have it
    from procrastinate import App
    from procrastinate.jobs import Job

KNOWN = ("list", "retry", "cancel")
STATUSES = ("todo", "doing", "succeeded", "failed", "cancelled", "aborted")


class Command(OurCommand):
    """``jobs list``, ``jobs retry ID…``, ``jobs cancel ID…``."""

    name = "jobs"
    words = KNOWN
    requires_project = False
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, bool]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return how the command is written."""
        return "list [--status STATUS] | retry ID… | cancel ID… [--json]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Show the jobs of workers, try failed ones again, or cancel them"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add which of them, and in which form."""
        super().add_options(parser)
        add = parser.add_argument
        add("--status", metavar="STATUS", help=f"one of {', '.join(STATUSES)}")
        add("--json", action="store_true", help="print JSON to stdout")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what the first argument says; a mistake is one line and exit code 2."""
        assert self.settings is not None
        try:
            problem = _usage_problem(args, opts)
            if problem is not None:
                self.exitcode = complain("jobs", problem)
                return
            self.exitcode = _run(self.settings, args, opts)
        except (ConfigurationError, StoreError) as error:
            self.exitcode = complain("jobs", str(error))
        except ImportError:
            self.exitcode = complain("jobs", MISSING)


def _usage_problem(args: Sequence[str], opts: argparse.Namespace) -> str | None:
    if not args or args[0] not in KNOWN:
        return f"name what to do; {suggestion(args[0] if args else '', KNOWN)}"
    wrong = next((one for one in args[1:] if not one.isdecimal()), None)
    if wrong is not None:
        return f"{wrong!r} is no job's number; `jobs list` shows them"
    if args[0] == "list" and len(args) > 1:
        return f"list takes no job's number, and got {args[1]!r}"
    if args[0] != "list" and len(args) == 1:
        return f"{args[0]} ID: name a job by its number; `jobs list` shows them"
    if opts.status is not None and opts.status not in STATUSES:
        return f"--status: {suggestion(opts.status, STATUSES)}"
    return None


def _run(settings: BaseSettings, args: Sequence[str], opts: argparse.Namespace) -> Exit:
    from newscrawler.workers.jobs import job_app  # noqa: PLC0415  an extra

    store = read_configuration(settings).store
    if store is None:
        raise StoreError("NEWSCRAWLER_STORE: name a PostgreSQL database")
    app = job_app(store, None)
    return asyncio.run(_with(app, args, opts))


async def _with(app: "App", args: Sequence[str], opts: argparse.Namespace) -> Exit:
    from newscrawler.workers.jobs import explained, prepare  # noqa: PLC0415  an extra

    with explained():
        async with app.open_async():
            await prepare(app)
            if args[0] == "list":
                return await _list(app, opts)
            return await _change(app, args[0], [int(one) for one in args[1:]], opts)


async def _list(app: "App", opts: argparse.Namespace) -> Exit:
    from newscrawler.workers.jobs import TASK  # noqa: PLC0415  an extra

    found = await app.job_manager.list_jobs_async(task=TASK, status=opts.status)
    jobs = sorted(found, key=lambda one: one.id or 0)
    if opts.json:
        write_json([_record(one) for one in jobs])
    else:
        for one in jobs:
            sys.stdout.write(f"{_line(one)}\n")
    return Exit.PLANNED


async def _change(
    app: "App", act: str, numbers: Sequence[int], opts: argparse.Namespace
) -> Exit:
    """Change jobs; exit code 2 names those that are not there, or are past that."""
    manager, done = app.job_manager, []
    known = {
        one.id: one.status
        for number in numbers
        for one in await manager.list_jobs_async(id=number)
    }
    for number in numbers:
        if act == "cancel":
            is_done = await manager.cancel_job_by_id_async(number, abort=True)
        else:
            is_done = known.get(number) == "failed"
            if is_done:
                await manager.retry_job_by_id_async(number, datetime.now(UTC))
        done += [number] if is_done else []
    if opts.json:
        write_json({"changed": done})
    missing = [one for one in numbers if one not in done]
    for one in missing:
        state = known.get(one) or "not there"
        complain("jobs", f"{act} {one}: it is {state}")
    return Exit.USAGE if missing else Exit.PLANNED


def _record(job: "Job") -> dict[str, object]:
    at = job.scheduled_at
    return {
        "id": job.id,
        "source": job.task_kwargs.get("source"),
        "status": job.status,
        "attempts": job.attempts,
        "scheduled_at": at.isoformat() if at is not None else None,
        "worker": job.worker_id,
    }


def _line(job: "Job") -> str:
    source = shown(str(job.task_kwargs.get("source")))
    tries = f", tried {counted(job.attempts, 'time')}" if job.attempts else ""
    return f"{job.id} {source}: {job.status}{tries}"
