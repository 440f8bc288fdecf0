"""Workers on one PostgreSQL: one of them at a time talks to a host; a dead one's jobs go on."""

import asyncio
import json
import signal
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import partial
from itertools import pairwise
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import create_engine, text

from newscrawler.leasing.held_lease import LEAST_GAP
from newscrawler.storage.database import open_store
from newscrawler.workers.jobs import deferring
from tests.wire.running import CONTACT, Ran, Started, run, start
from tests.wire.serving import Answer, Served, Wire, serving
from tests.wire.sites import EVERYBODY, article

LEASE = 4
"""Seconds for which the hosts and the jobs of a killed worker are its own."""

DELAY, EACH = 0.2, 6
HOSTS = tuple(f"127.0.1.{number}" for number in range(1, 5))
SHARED = "127.0.1.9"
"""A host of its own source, to which the articles of all others redirect, too."""

PATIENCE = 60.0
"""Seconds after which a test gives up: our choice; it waits for events, not for time."""


def sites(port: int) -> Iterator[tuple[str, dict[str, Answer]]]:
    """Yield each host with its pages, some of them elsewhere."""
    for host in (*HOSTS, SHARED):
        names = [f"/2026/11/02/{host.replace('.', '-')}-{one}" for one in range(EACH)]
        locations = "".join(
            f"<url><loc>http://{host}:{port}{one}</loc></url>" for one in names
        )
        found = {
            "/robots.txt": EVERYBODY,
            "/sitemap.xml": Answer(f"<urlset>{locations}</urlset>".encode()),
        }
        for number, name in enumerate(names):
            found[name] = Answer(article(f"Boat {name}"))
            if number == 0 and host != SHARED:
                place = f"http://{SHARED}:{port}/2026/11/03/{host.replace('.', '-')}-{number}"
                found[name] = Answer(
                    status=302, headers=((b"Location", place.encode()),)
                )
        yield host, found
    moved = [f"/2026/11/03/{h.replace('.', '-')}-{n}" for h in HOSTS for n in (0,)]
    yield SHARED, {one: Answer(article(f"Moved {one}")) for one in moved}


class World:
    """Sites on loopback addresses, their sources in a folder, and a database."""

    def __init__(
        self, folder: Path, store: str, wire: Wire, pages: dict[str, dict[str, Answer]]
    ) -> None:
        self.folder, self.store, self.wire, self.pages = folder, store, wire, pages
        self.started = 0
        (folder / "sources").mkdir()
        for host in (*HOSTS, SHARED):
            name = "h" + host.replace(".", "-")
            (folder / "sources" / f"{name}.toml").write_text(
                f'id = "{name}"\nname = "{host}"\nhome = "http://{host}:{wire.port}/"\n'
                f'domains = ["{host}"]\nsitemaps = ["http://{host}:{wire.port}/sitemap.xml"]\n',
                "utf-8",
            )

    def words(self, *command: str) -> list[str]:
        settings = (
            CONTACT,
            f"NEWSCRAWLER_STORE={self.store}",
            f"NEWSCRAWLER_PRIVATE_HOSTS={','.join((*HOSTS, SHARED))}",
            f"NEWSCRAWLER_LEASE={LEASE}",
            f"DOWNLOAD_DELAY={DELAY}",
        )
        more = [word for one in settings for word in ("-s", one)]
        return [*command, *more]

    def run(self, *command: str) -> Ran:
        return run(self.folder, *self.words(*command))

    def worker(self, *more: str) -> Started:
        self.started += 1
        return start(
            self.folder, f"worker-{self.started}", *self.words("worker", *more)
        )

    def loop(self) -> Started:
        return start(self.folder, "loop", *self.words("schedule", "--loop"))

    def kept(self) -> set[str]:
        with closing(open_store(self.store)) as store:
            return {one.url for one in store.articles()}

    def jobs(self, *command: str) -> list[dict[str, object]]:
        ran = self.run("jobs", *command, "--json")
        assert ran.code == 0, ran.err
        return list(json.loads(ran.out))


@pytest.fixture
def world(
    tmp_path: Path, postgresql: str, request: pytest.FixtureRequest
) -> Iterator[World]:
    name = f"w{abs(hash(request.node.name))}"
    engine = create_engine(
        postgresql.replace("postgresql:", "postgresql+psycopg:"),
        isolation_level="AUTOCOMMIT",
    )
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    store = postgresql.replace("/postgres?", f"/{name}?")
    pages: dict[str, dict[str, Answer]] = {}
    with serving(pages_of(pages)) as wire:
        for host, found in sites(wire.port):
            pages[host].update(found)
        yield World(tmp_path, store, wire, pages)


def pages_of(pages: dict[str, dict[str, Answer]]) -> Mapping[str, Mapping[str, Answer]]:
    """Return the hosts, whose pages come when their port is known."""
    pages |= {host: {} for host in (*HOSTS, SHARED)}
    return pages


def articles(log: list[Served]) -> set[tuple[str, str]]:
    return {(one.host, one.path) for one in log if one.path.startswith("/2026/")}


def all_articles(port: int) -> set[tuple[str, str]]:
    return {
        (host, path)
        for host, pages in sites(port)
        for path in pages
        if path.startswith("/2026/")
    }


def assert_polite(log: list[Served]) -> None:
    """Assert that no two requests to a host met, and none came within the delay."""
    for host in (*HOSTS, SHARED):
        times = sorted((one.began, one.ended) for one in log if one.host == host)
        for (began, ended), (later, _) in pairwise(times):
            assert later >= ended, f"{host}: two requests at once"
            assert later - began >= LEAST_GAP * DELAY, f"{host}: {later - began:.3f} s"


@pytest.mark.parametrize("workers", [2, 4])
def test_workers_talk_to_no_host_at_once_nor_faster_than_one(
    world: World, workers: int
) -> None:
    assert world.run("schedule", "--postgres").code == 0
    assert len(world.jobs("list")) == len(HOSTS) + 1

    running = [world.worker("--drain", "--concurrency", "2") for _ in range(workers)]
    codes = [one.wait() for one in running]

    assert codes == [0] * workers, [one.said() for one in running]
    assert articles(world.wire.log) == all_articles(world.wire.port)
    assert_polite(world.wire.log)
    assert len(articles(world.wire.log)) == len(
        [one for one in world.wire.log if one.path.startswith("/2026/")]
    ), "no article was asked for twice"
    assert len(world.kept()) == len(HOSTS) * EACH + EACH
    assert world.jobs("list") == []


def test_the_jobs_of_a_killed_worker_are_taken_over_and_nothing_is_lost(
    world: World,
) -> None:
    assert world.run("schedule", "--postgres").code == 0
    words = ("--concurrency", "5", "--dead-after", str(LEASE))
    first = world.worker(*words)
    try:
        is_begun = world.wire.wait_for(lambda log: len(articles(log)) >= EACH, PATIENCE)
    finally:
        first.send(signal.SIGKILL)
    assert first.wait() == -signal.SIGKILL
    assert is_begun, first.said()

    whole = all_articles(world.wire.port)
    second = world.worker(*words)
    try:
        is_whole = world.wire.wait_for(lambda log: articles(log) == whole, PATIENCE)
    finally:
        second.send(signal.SIGTERM)
    assert second.wait() == 0, second.said()
    assert is_whole, second.said()
    assert_polite(world.wire.log)
    assert len(world.kept()) == len(HOSTS) * EACH + EACH


def test_the_jobs_of_the_dead_wait_for_no_crawl_of_the_living(world: World) -> None:
    """Each site answers its third page when the test says so: no crawl ends before."""
    is_over = Event()
    for host in (*HOSTS, SHARED):
        world.pages[host][third(host)] = Answer(raw=partial(held, is_over))

    def crawled(log: list[Served]) -> set[str]:
        return {host for host, path in articles(log) if path == second(host)}

    words = ("--dead-after", str(LEASE))
    assert world.run("schedule", "--postgres").code == 0
    first = world.worker("--concurrency", "2", *words)
    is_begun = world.wire.wait_for(lambda log: len(crawled(log)) == 2, PATIENCE)
    theirs = crawled(world.wire.log)
    other = world.worker("--concurrency", "3", *words)
    is_full = world.wire.wait_for(lambda log: len(crawled(log)) == 5, PATIENCE)
    for host in theirs:
        asyncio.run(crawl_again(world.store, "h" + host.replace(".", "-")))
    first.send(signal.SIGKILL)
    assert first.wait() == -signal.SIGKILL
    before = len(world.wire.log)
    try:
        is_taken = world.wire.wait_for(
            lambda log: {one.host for one in log[before:]} >= theirs, PATIENCE
        )
    finally:
        is_over.set()
        other.send(signal.SIGTERM)

    assert is_begun, first.said()
    assert is_full, other.said()
    assert is_taken, other.said()
    assert other.wait() == 0, other.said()


async def crawl_again(store: str, source: str) -> None:
    """Let a source be due, as it may be while a long crawl of it is under way."""
    async with deferring(store) as defers:
        await defers(source)


def second(host: str) -> str:
    return f"/2026/11/02/{host.replace('.', '-')}-1"


def third(host: str) -> str:
    return f"/2026/11/02/{host.replace('.', '-')}-2"


def held(is_over: Event) -> Iterator[bytes]:
    """Yield nothing, but only when it is over."""
    is_over.wait(2 * PATIENCE)
    yield b""


def test_jobs_are_shown_cancelled_and_tried_again(world: World) -> None:
    assert world.run("schedule", "--postgres").code == 0
    before = world.jobs("list", "--status", "todo")
    number = str(before[0]["id"])

    assert world.run("schedule", "--postgres").code == 0
    assert world.jobs("list") == before, "a source that waits is not deferred twice"
    assert world.run("jobs", "cancel", number).code == 0
    again = world.run("jobs", "cancel", number)
    assert (again.code, again.lines) == (2, [f"jobs: cancel {number}: it is cancelled"])
    assert world.run("jobs", "retry", "999999").lines == [
        "jobs: retry 999999: it is not there"
    ]
    (cancelled,) = world.jobs("list", "--status", "cancelled")
    assert cancelled["source"] == before[0]["source"]


def test_one_process_does_without_jobs_and_ends_politely_when_told(
    world: World,
) -> None:
    whole = all_articles(world.wire.port)
    loop = world.loop()
    try:
        is_whole = world.wire.wait_for(lambda log: articles(log) == whole, PATIENCE)
    finally:
        loop.send(signal.SIGTERM)

    assert loop.wait() == 0, loop.said()
    assert is_whole, loop.said()
    assert_polite(world.wire.log)
