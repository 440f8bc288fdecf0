"""What may be wrong with an installation? A check is a function, listed at the end."""

import platform
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement
from scrapy.settings import BaseSettings

import newscrawler
from newscrawler.configuration import Configuration, network_problem
from newscrawler.policy.record import iso_time
from newscrawler.report.monitors import LEAST_SILENCE, VISITS, hours, silence
from newscrawler.sources import Source, concerns
from newscrawler.storage.database import Store
from newscrawler.storage.opening import place, store_url
from newscrawler.storage.past_runs import (
    hole,
    last_runs,
    last_visit,
    newest_time,
    unclosed,
    visited,
)
from newscrawler.storage.verification import chain_problems
from newscrawler.weakening import settings_problem

LEEWAY = 60.0
"""Seconds by which a clock may have been ahead of what it is now: our choice."""

STILL = 60 * 60.0
"""Seconds without a decision after which a run is not under way: our choice."""

LITTLE, TOO_LITTLE = 1024**3, 100 * 1024**2
"""Bytes on a disk that are little, and too little for a crawl: our choice."""


class Standing(Enum):
    """How something stands; ``wrong`` keeps a crawl from beginning, or from its end."""

    WELL = "well"
    ODD = "odd"
    WRONG = "wrong"
    BROKEN = "broken"
    """The evidence is not whole."""


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, how it stands, and the mend where there is one."""

    name: str
    standing: Standing
    words: str

    def __str__(self) -> str:
        return f"{self.standing.value:6} {self.name}: {self.words}"


@dataclass(frozen=True, slots=True)
class Installation:
    """What checks look at; ``now`` in epoch seconds.

    ``found`` None: the settings cannot be read, which ``problem`` says. ``store`` None:
    there is none, or ``store_problem`` says why it cannot be used.
    """

    settings: BaseSettings
    now: float
    found: Configuration | None
    problem: str | None = None
    store: Store | None = None
    store_problem: str | None = None

    @property
    def sources(self) -> tuple[Source, ...]:
        """Return the listed sources."""
        registry = self.found.registry if self.found is not None else None
        return registry.sources if registry is not None else ()


def versions(here: Installation) -> Iterator[Check]:  # noqa: ARG001  as the others
    """Hold what is installed to what newscrawler was written for."""
    for text in requires("newscrawler") or ():
        wanted = Requirement(text)
        if wanted.marker is not None and not wanted.marker.evaluate({"extra": ""}):
            continue
        try:
            installed = version(wanted.name)
        except PackageNotFoundError:
            words = f"{wanted.name} is not installed; pip install 'newscrawler'"
            yield Check("versions", Standing.WRONG, words)
            continue
        if not wanted.specifier.contains(installed, prereleases=True):
            words = f"{wanted.name} {installed} is not {wanted.specifier}; install that"
            yield Check("versions", Standing.WRONG, words)
    words = f"newscrawler {newscrawler.__version__}, Scrapy {version('scrapy')}"
    python = f"Python {platform.python_version()}"
    yield Check("versions", Standing.WELL, f"{words}, {python}")


def settings(here: Installation) -> Iterator[Check]:
    """Find mistakes, and what would weaken the gate."""
    weak = settings_problem(here.settings)
    for problem in (here.problem, weak):
        for line in (problem or "").splitlines():
            yield Check("settings", Standing.WRONG, line)
    if here.found is None or weak:
        return
    closed = network_problem(here.found, here.settings)
    if closed is not None:
        yield Check("settings", Standing.ODD, f"no network crawl: {closed}")
    purposes = here.found.purposes
    named = ", ".join(sorted(one.value for one in purposes or ()))
    words = named or "none declared, so that all but tdm-research count"
    yield Check("settings", Standing.WELL, f"purposes: {words}")


def store(here: Installation) -> Iterator[Check]:
    """Tell whether the store can be used."""
    if here.store_problem is not None:
        yield Check("store", Standing.WRONG, here.store_problem)
    elif here.store is None:
        yield Check("store", Standing.WELL, "there is none yet; a crawl makes it")
    else:
        found = here.store.counts()
        words = (
            f"{found.runs} runs, {found.decided} decisions, {found.articles} articles"
        )
        yield Check("store", Standing.WELL, words)


def ledger(here: Installation) -> Iterator[Check]:
    """Hold the last run's records to their hashes: all of them, ``ledger verify``."""
    if here.store is None:
        return
    with here.store.reading() as connection:
        last = last_runs(connection, None, 1)
        for run in last:
            problems = [str(one) for one in chain_problems(connection, run)]
            missing = hole(connection, run)
            for words in problems or ([missing] if missing else ()):
                yield Check("ledger", Standing.BROKEN, words)
            if not (problems or missing):
                yield Check("ledger", Standing.WELL, f"run {run} is whole")
        for one in unclosed(connection):
            words = f"run {one.run} was not closed; its last is {iso_time(one.last_at)}"
            if here.now - one.last_at > STILL:
                yield Check("ledger", Standing.ODD, f"{words}: it was killed")


def clock(here: Installation) -> Iterator[Check]:
    """Find a clock that is behind what it once was: every document would be stale."""
    made = Path(newscrawler.__file__).stat().st_mtime
    known = {"newscrawler was installed": made}
    if here.store is not None:
        with here.store.reading() as connection:
            known["the newest run is of"] = newest_time(connection) or made
    behind = [one for one, at in known.items() if at > here.now + LEEWAY]
    for what in behind:
        words = f"it is {iso_time(here.now)}, and {what} {iso_time(known[what])}"
        yield Check("clock", Standing.WRONG, f"{words}; set the clock")
    if not behind:
        yield Check("clock", Standing.WELL, iso_time(here.now))


def disk(here: Installation) -> Iterator[Check]:
    """Tell how much room there is for the store and for archived pages."""
    for folder in sorted(_folders(here)):
        free = shutil.disk_usage(folder).free
        words = f"{folder}: {free / LITTLE:.1f} GiB free"
        standing = Standing.ODD if free < LITTLE else Standing.WELL
        if free < TOO_LITTLE:
            standing = Standing.WRONG
        yield Check("disk", standing, words)


def _folders(here: Installation) -> set[Path]:
    found: set[Path] = set()
    if here.found is not None and here.found.warc is not None:
        found.add(here.found.warc)
    if (
        here.found is not None
        and here.found.store is not None
        and not here.store_problem
    ):
        url = store_url(here.found.store)
        if url.drivername == "sqlite":
            found.add(Path(place(url)).parent)
    return {one for one in found if one.is_dir()}


def stale_sources(here: Installation) -> Iterator[Check]:
    """Find sources that nobody asks, and those that are asked and give nothing new."""
    if here.store is None:
        return
    fresh = 0
    with here.store.reading() as connection:
        for source in here.sources:
            last = last_visit(connection, source.id)
            kept_at = visited(connection, source.id).kept_at
            words = staleness(source, last, kept_at, here.now)
            if words is None:
                fresh += 1
            else:
                yield Check("sources", Standing.ODD, f"{source.id}: {words}")
    yield Check("sources", Standing.WELL, f"{fresh} of {len(here.sources)} are fresh")


def staleness(
    source: Source, last: float | None, kept_at: tuple[float, ...], now: float
) -> str | None:
    """Return how a source went stale, None if it is fresh; times: epoch seconds."""
    every = f"every = {hours(source.every)}"
    if last is None:
        return f"was never asked, though {every}"
    if now - last > max(VISITS * source.every, LEAST_SILENCE):
        return (
            f"was asked last {hours(now - last)} ago, though {every}: is it scheduled?"
        )
    since = silence(kept_at, source.every, now)
    return (
        None if since is None else f"is asked, and gives nothing new for {hours(since)}"
    )


def permissions(here: Installation) -> Iterator[Check]:
    """Find permissions and readings that lift nothing, or end within 30 days."""
    today = datetime.fromtimestamp(here.now, UTC).date()
    for one in concerns(here.sources, today):
        yield Check("permissions", Standing.ODD, str(one))


Examine = Callable[[Installation], Iterator[Check]]

CHECKS: tuple[Examine, ...] = (
    *(versions, settings, store, ledger, clock, disk, stale_sources, permissions),
)
