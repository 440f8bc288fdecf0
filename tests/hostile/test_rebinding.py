"""A name whose answers alternate between the web and a private network is never followed there.

Of two loopback addresses one stands for the public web in the process that crawls, for
nothing else can be served here; which addresses are private, test_addresses.py asks.
"""

from pathlib import Path

from tests.policy.images import jpeg
from tests.wire.running import CONTACT, Ran, run, write_sources
from tests.wire.serving import HTML, Answer, Wire, serving
from tests.wire.sites import EVERYBODY, article

PUBLIC, PRIVATE = "127.0.0.1", "127.0.0.2"
PAPER, OTHER = "paper.test", "other.test"

TURNING = f"""\
import collections, itertools, pathlib, socket
import newscrawler.downloading.resolver
newscrawler.downloading.resolver.is_private = lambda address: address != {PUBLIC!r}
turns = [{PUBLIC!r}, {PRIVATE!r}]
answers = collections.defaultdict(lambda of=itertools.cycle, turns=turns: of(turns))

def resolved(name, answers=answers, Path=pathlib.Path):
    found = next(answers[name])
    with Path("dns").open("a") as file:
        file.write(f"{{name}} {{found}}\\n")
    return found

socket.gethostbyname = resolved
"""
FEED = "<rss version='2.0'><channel><title>A</title>{}</channel></rss>"
MAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{}</loc></url></urlset>'
DAY = "/2026/11/0"


def site(port: int) -> dict[str, Answer]:
    """Return a site, whatever its name: a listing of each kind, a picture, a redirect."""
    at = f"http://{PAPER}:{port}{DAY}"
    items = "".join(
        f"<item><link>{at}{name}.html</link></item>" for name in ("1/a", "2/b")
    )
    picture = f'<meta property="og:image" content="{at}1/a.jpg">'.encode()
    location = (b"Location", f"http://{OTHER}:{port}{DAY}4/d.html".encode())
    return {
        "/robots.txt": EVERYBODY,
        "/feed.xml": Answer(FEED.format(items).encode(), headers=()),
        "/map.xml": Answer(MAP.format(f"{at}3/c.html").encode(), headers=()),
        f"{DAY}1/a.html": Answer(
            article("Ferries").replace(b"<head>", b"<head>" + picture)
        ),
        f"{DAY}1/a.jpg": Answer(jpeg(), headers=((b"Content-Type", b"image/jpeg"),)),
        f"{DAY}2/b.html": Answer(b"", 302, ((b"Content-Type", HTML), location)),
        f"{DAY}3/c.html": Answer(article("Harbours")),
        f"{DAY}4/d.html": Answer(article("Lighthouses")),
    }


def crawl(folder: Path, *more: str) -> tuple[Ran, Wire]:
    answers: dict[str, Answer] = {}
    with serving({PUBLIC: answers, PRIVATE: answers}) as wire:
        answers.update(site(wire.port))
        write_sources(folder, "http", wire.port, [PAPER, OTHER])
        source = folder / "sources" / "hpaper-test.toml"
        listed = (
            f'feeds = ["http://{PAPER}:{wire.port}/feed.xml"]\n'
            f'sitemaps = ["http://{PAPER}:{wire.port}/map.xml"]\n'
        )
        source.write_text(source.read_text("utf-8") + listed, "utf-8")
        settings = (
            *(CONTACT, "DOWNLOAD_DELAY=0", "RETRY_ENABLED=0"),
            *("NEWSCRAWLER_IMAGE_METADATA=1", *more),
        )
        given = [part for one in settings for part in ("-s", one)]
        ran = run(folder, "crawl", "news", *given, before=TURNING)
        return ran, wire


def test_every_kind_of_request_goes_to_the_address_that_was_looked_at(
    tmp_path: Path,
) -> None:
    ran, wire = crawl(tmp_path)

    assert ran.code == 0, ran.err
    assert set(wire.connections) == {PUBLIC}
    kinds = (
        "/robots.txt",
        "/feed.xml",
        "/map.xml",
        "a.html",
        "a.jpg",
        "b.html",
        "d.html",
    )
    for kind in (*kinds, "/.well-known/tdmrep.json", "/ai.txt"):
        assert [one for one in wire.paths(PUBLIC) if one.endswith(kind)], kind
    assert len(ran.kept()) == 3


def test_each_answer_is_looked_at_where_none_is_remembered(tmp_path: Path) -> None:
    ran, wire = crawl(tmp_path, "DNSCACHE_ENABLED=0")
    answered = (tmp_path / "dns").read_text("utf-8").splitlines()
    faults = "".join(fault.problem for one in ran.decisions() for fault in one.faults)

    for name in (PAPER, OTHER):
        assert f"{name} {PRIVATE}" in answered
        assert f"{name} leads to the private address {PRIVATE}, and is not" in faults
    assert set(wire.connections) == {PUBLIC}
