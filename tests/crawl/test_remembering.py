"""Does a crawl know what those before it learnt of hosts and of refused texts?"""

import sqlite3
from pathlib import Path

import pytest

from newscrawler.policy import Decision, Verdict
from tests.wire.clock import DAY, Clock, set_clock
from tests.wire.world import OPEN, World, decisions, kept

OWN = "<footer><p>Scraping this website to train AI models is prohibited.</p></footer>"
TEXT = "".join(
    f"<p>On the {day}th day the harbour master of Port Ellery counted the boats "
    f"again, and found {day} more of them than the evening before.</p>"
    for day in range(10, 16)
)
READ_ON = '<p><a rel="syndication-source" href="https://a.example/a">Read on</a></p>'


def article(foot: str = "", head: str = "") -> str:
    title = "Boats are counted at Port Ellery"
    return (
        f"<html lang=en><head><title>{title}</title>{head}</head><body><article>"
        f"<h1>{title}</h1>{TEXT}</article>{foot}</body></html>"
    )


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return set_clock(monkeypatch)


@pytest.fixture
def world(tmp_path: Path, clock: Clock) -> World:  # noqa: ARG001  it stands still
    found = World(tmp_path)
    for host in ("a.example", "b.example"):
        found.source(host, f'owner = "Owner of {host}"\n')
    return found


def last(world: World, url: str, **settings: object) -> tuple[list[str], Decision]:
    """Crawl a URL: what was asked for, and the last decision on it."""
    crawled = world.articles(url, **settings)
    return crawled.requests, decisions(crawled, url)[-1]


def test_a_pause_outlasts_the_crawl(world: World, clock: Clock) -> None:
    busy = '["/a"]\nstatus = 429\nheaders = { Retry-After = "600" }\n'
    world.site("a.example", {"robots.txt": OPEN, "b.html": article()}, busy)
    last(world, "https://a.example/a")

    clock.wait(599)
    asked, found = last(world, "https://a.example/b")
    assert (asked, found.verdict) == ([], Verdict.DEFER)
    told = found.faults[0]  # what a summary tells
    assert told.problem.startswith("its host asked us to wait: 429")
    assert told.retry_at == clock.now + 1

    clock.wait(1)
    assert last(world, "https://a.example/b")[1].verdict is Verdict.ALLOW


def test_a_site_wide_notice_refuses_the_next_crawl_unasked(
    world: World, clock: Clock
) -> None:
    other = article().replace("boats", "geese").replace("harbour master", "vicar")
    files = {"robots.txt": OPEN, "a.html": article(OWN), "b.html": other}
    world.site("a.example", files)
    assert last(world, "https://a.example/a")[1].verdict is Verdict.REFUSE

    asked, found = last(world, "https://a.example/b")
    assert (asked, found.verdict) == ([], Verdict.REFUSE)
    assert found.deciding[0].document == "https://a.example/a"

    clock.wait(DAY)
    assert last(world, "https://a.example/b")[1].verdict is Verdict.ALLOW


def test_a_copy_of_what_its_origin_refused_is_refused(world: World) -> None:
    world.site("a.example", {"robots.txt": OPEN, "a.html": article(OWN)})
    world.site("b.example", {"robots.txt": OPEN, "b.html": article()})
    last(world, "https://a.example/a")

    _, found = last(world, "https://b.example/b")

    assert found.verdict is Verdict.REFUSE
    (copy,) = found.deciding
    assert (copy.signal, copy.holder) == ("copy", "Owner of a.example")
    assert copy.document == "https://a.example/a"
    assert "Scraping this website" in copy.quote


def test_who_takes_a_notice_back_frees_its_copies(world: World, clock: Clock) -> None:
    world.site("a.example", {"robots.txt": OPEN, "a.html": article(OWN)})
    world.site("b.example", {"robots.txt": OPEN, "b.html": article()})
    last(world, "https://a.example/a")
    assert last(world, "https://b.example/b")[1].verdict is Verdict.REFUSE

    clock.wait(DAY)
    world.site("a.example", {"robots.txt": OPEN, "a.html": article()})
    assert last(world, "https://a.example/a")[1].verdict is Verdict.ALLOW

    assert last(world, "https://b.example/b")[1].verdict is Verdict.ALLOW


def test_a_narrower_purpose_frees_no_copy(world: World, clock: Clock) -> None:
    """That the origin lets search have it takes nothing back of the notice."""
    world.site("a.example", {"robots.txt": OPEN, "a.html": article(OWN)})
    world.site("b.example", {"robots.txt": OPEN, "b.html": article()})
    last(world, "https://a.example/a")
    clock.wait(DAY)
    search = {"NEWSCRAWLER_PURPOSES": ["search"]}
    _, found = last(world, "https://a.example/a", **search)
    assert found.verdict is Verdict.ALLOW

    assert last(world, "https://b.example/b")[1].verdict is Verdict.REFUSE


def test_only_hashes_are_kept_of_what_was_refused(world: World) -> None:
    world.site("a.example", {"robots.txt": OPEN, "a.html": article(OWN)})
    last(world, "https://a.example/a")

    with sqlite3.connect(world.folder / "store.db") as store:
        marks = store.execute("SELECT count(*) FROM fingerprints").fetchone()
    octets = b"".join(one.read_bytes() for one in world.folder.glob("store.db*"))

    assert marks == (6,)
    assert b"harbour master" not in octets


def test_another_text_under_the_same_roof_is_no_copy(world: World) -> None:
    world.site("a.example", {"robots.txt": OPEN, "a.html": article(OWN)})
    other = article().replace("boats", "geese").replace("harbour master", "vicar")
    world.site("b.example", {"robots.txt": OPEN, "b.html": other})
    last(world, "https://a.example/a")

    assert last(world, "https://b.example/b")[1].verdict is Verdict.ALLOW


def test_a_page_refused_by_robots_txt_leaves_no_fingerprint(world: World) -> None:
    """Other refusals speak for their site alone."""
    tag = '["/a"]\nheaders = { X-Robots-Tag = "noai" }\n'
    world.site("a.example", {"robots.txt": OPEN, "a.html": article()}, tag)
    world.site("b.example", {"robots.txt": OPEN, "b.html": article()})
    assert last(world, "https://a.example/a")[1].verdict is Verdict.REFUSE

    assert last(world, "https://b.example/b")[1].verdict is Verdict.ALLOW


def test_a_copy_is_bound_by_what_is_known_of_its_origin(world: World) -> None:
    signal = f"{OPEN}Content-Signal: ai-train=no\n"
    world.site("a.example", {"robots.txt": signal, "a.html": article()})
    copy = article(READ_ON, '<link rel="canonical" href="https://a.example/a">')
    world.site("b.example", {"robots.txt": OPEN, "b.html": copy})
    last(world, "https://a.example/a")

    crawled = world.articles("https://a.example/a", "https://b.example/b")
    found = decisions(crawled, "https://b.example/b")[-1]

    assert kept(crawled) == set()
    assert found.verdict is Verdict.REFUSE
    assert {one.signal for one in found.deciding} == {"origin: content-signal"}


def test_what_is_known_of_a_host_must_be_readable(world: World) -> None:
    world.site("a.example", {"robots.txt": OPEN, "a.html": article(OWN)})
    last(world, "https://a.example/a")
    with sqlite3.connect(world.folder / "store.db") as store:
        store.execute("UPDATE hosts SET memory = '{'")

    crawled = world.articles("https://a.example/b")

    assert crawled.requests == []
    assert "a.example cannot be read" in str(crawled.records.problem)
