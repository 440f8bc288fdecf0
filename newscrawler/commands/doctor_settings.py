"""Are versions, settings, sources and permissions as a crawl needs them?"""

import platform
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from typing import TypeAlias

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from scrapy.settings import BaseSettings

import newscrawler
from newscrawler.commands.doctor_check import Check, Installation, Standing, mended
from newscrawler.configuring.configuration import network_problem
from newscrawler.configuring.weakening import weakenings
from newscrawler.sources import concerns
from newscrawler.storage.past_runs import last_visit, visited
from newscrawler.storage.schema import REVISION
from newscrawler.watching.staleness import staleness

Weak: TypeAlias = Callable[[BaseSettings], bool]

LENIENT: tuple[tuple[str, Weak, str, str], ...] = (
    (
        "NEWSCRAWLER_PROFILE",
        lambda found: found["NEWSCRAWLER_PROFILE"] == "spec",
        "reads denials to the letter alone",
        "write strict, unless you test for conformance",
    ),
    (
        "NEWSCRAWLER_PROXY",
        lambda found: str(found["NEWSCRAWLER_PROXY"] or "1") != "1",
        "takes fewer AI crawlers turned away for a reservation",
        "write 1",
    ),
    (
        "NEWSCRAWLER_PRIVATE_HOSTS",
        lambda found: bool(found.getlist("NEWSCRAWLER_PRIVATE_HOSTS")),
        "lets the crawl reach hosts of your own network",
        "leave it out, unless sources are there",
    ),
    (
        "DOWNLOAD_DELAY",
        lambda found: found.getfloat("DOWNLOAD_DELAY") < 1,
        "is less than a second between two requests",
        "write 1 or more",
    ),
    (
        "CONCURRENT_REQUESTS_PER_DOMAIN",
        lambda found: found.getint("CONCURRENT_REQUESTS_PER_DOMAIN") > 1,
        "asks one host for several things at a time",
        "write 1",
    ),
    (
        "COOKIES_ENABLED",
        lambda found: found.getbool("COOKIES_ENABLED"),
        "lets sites know us again, as no robot needs",
        "write False",
    ),
    (
        "DOWNLOAD_TIMEOUT",
        lambda found: found.getfloat("DOWNLOAD_TIMEOUT") > 180,
        "waits for minutes on a site that does not answer",
        "write 60",
    ),
)
"""Settings that are let pass, though they weaken: the name, whether it does, what, mend."""


def versions(here: Installation) -> Iterator[Check]:  # noqa: ARG001  as the others
    """Hold what is installed to what newscrawler was written for."""
    wanted = metadata("newscrawler")["Requires-Python"]
    python = platform.python_version()
    if not SpecifierSet(wanted).contains(python, prereleases=True):
        words = f"Python {python} is not {wanted}"
        yield Check("versions", Standing.FAIL, words, "make the environment anew")
    for text in requires("newscrawler") or ():
        yield from _unfit(Requirement(text))
    words = f"newscrawler {newscrawler.__version__}, Scrapy {version('scrapy')}"
    yield Check("versions", Standing.OK, f"{words}, Python {python}")


def _unfit(wanted: Requirement) -> Iterator[Check]:
    if wanted.marker is not None and not wanted.marker.evaluate({"extra": ""}):
        return
    try:
        installed = version(wanted.name)
    except PackageNotFoundError:
        words = f"{wanted.name} is not installed"
        yield Check("versions", Standing.FAIL, words, "pip install newscrawler")
        return
    if not wanted.specifier.contains(installed, prereleases=True):
        words = f"{wanted.name} {installed} is not {wanted.specifier}"
        mend = f"pip install '{wanted.name}{wanted.specifier}'"
        yield Check("versions", Standing.FAIL, words, mend)


def migrations(here: Installation) -> Iterator[Check]:
    """Tell whether the store's schema is that of this code; it is not brought up."""
    if here.schema is None or here.store_problem is not None:
        return
    if here.schema == REVISION:
        yield Check("migrations", Standing.OK, f"schema {REVISION}")
        return
    words = f"the store's schema is {here.schema}, this newscrawler's {REVISION}"
    mend = "copy the store; the next crawl brings it up"
    if here.schema > REVISION:
        yield Check("migrations", Standing.FAIL, words, "upgrade newscrawler")
    else:
        yield Check("migrations", Standing.WARN, words, mend)


def settings(here: Installation) -> Iterator[Check]:
    """Find mistakes, and what would weaken the gate."""
    for line in (here.problem or "").splitlines():
        yield mended("settings", Standing.FAIL, line)
    weak = list(weakenings(here.settings))
    for line in weak:
        yield mended("settings", Standing.FAIL, line)
    for name, is_weak, words, mend in LENIENT:
        if is_weak(here.settings):
            told = f"{name}: {here.settings[name]!r} {words}"
            yield Check("settings", Standing.WARN, told, mend)
    if here.found is None or weak:
        return
    closed = network_problem(here.found, here.settings)
    if closed is not None:
        yield mended("settings", Standing.WARN, f"no network crawl: {closed}")
    named = ", ".join(sorted(one.value for one in here.found.purposes or ()))
    words = named or "none declared, so that all but tdm-research count"
    yield Check("settings", Standing.OK, f"purposes: {words}")


def sources(here: Installation) -> Iterator[Check]:
    """Tell what is listed, and find sources that nobody asks or that give nothing new."""
    stale = 0
    if here.store is not None:
        with here.store.reading() as connection:
            for source in here.sources:
                last = last_visit(connection, source.id)
                kept_at = visited(connection, source.id).kept_at
                found = staleness(source, last, kept_at, here.now)
                if found is not None:
                    stale += 1
                    told = f"{source.id}: {found[0]}"
                    yield Check("sources", Standing.WARN, told, found[1])
    if here.found is None:
        return
    if not here.sources:
        mend = "newscrawler sources add URL lists one"
        yield Check("sources", Standing.WARN, "none is listed", mend)
        return
    words = f"{len(here.sources)} can be read"
    if here.store is not None:
        words += f", {len(here.sources) - stale} of them are fresh"
    yield Check("sources", Standing.OK, words)


def permissions(here: Installation) -> Iterator[Check]:
    """Find permissions and readings that lift nothing, or end within 30 days."""
    today = datetime.fromtimestamp(here.now, UTC).date()
    for one in concerns(here.sources, today):
        mend = "ask the publisher, or mend its table"
        yield Check("permissions", Standing.WARN, str(one), mend)
    many = sum(len(one.permissions) for one in here.sources)
    if here.found is not None:
        yield Check("permissions", Standing.OK, f"{many} can be read")
