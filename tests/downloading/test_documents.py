"""How policy documents are fetched, redirected and cut."""

import gzip
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as some
from scrapy.http import Response

from newscrawler.downloading.decoding import is_whole
from newscrawler.downloading.documents import (
    MAX_TERMS,
    header_lines,
    redirect_target,
)
from newscrawler.downloading.whole_answer import encoding_problem
from newscrawler.policy import Verdict
from newscrawler.policy.formats.robots_lines import MAX_BYTES
from tests.policy.asked import NOTICE
from tests.wire.world import OPEN, World, decisions, story

AT = "https://a.example/robots.txt"


def redirect(location: bytes, status: int = 301) -> Response:
    return Response(AT, status=status, headers={"Location": location})


@pytest.mark.parametrize(
    ("location", "target"),
    [
        (b"/b", "https://a.example/b"),
        (b"b?c=1#d", "https://a.example/b?c=1#d"),
        (b"//b.example/c", "https://b.example/c"),
        (b"http://b.example/", "http://b.example/"),
        (b" /b ", "https://a.example/b"),
        ("/café".encode(), "https://a.example/caf%C3%A9"),
        ("https://bücher.example/ä".encode(), "https://xn--bcher-kva.example/%C3%A4"),
        (b"/caf\xe9", "https://a.example/caf%E9"),
        (b"", "https://a.example/robots.txt"),
        (b"mailto:desk@a.example", "mailto:desk@a.example"),
        (b"https://me:secret@b.example.:444/c.", "https://b.example:444/c."),
        (b"//b.example..", "https://b.example"),
    ],
)
def test_a_location_leads_where_scrapy_would_go(location: bytes, target: str) -> None:
    assert redirect_target(AT, redirect(location)) == target


@pytest.mark.parametrize("status", [200, 300, 304, 305, 306, 404])
def test_no_other_status_leads_anywhere(status: int) -> None:
    assert redirect_target(AT, redirect(b"/b", status)) is None
    assert redirect_target(AT, Response(AT, status=301)) is None


@given(some.binary(max_size=40))
def test_a_location_of_any_bytes_leads_somewhere_or_is_a_value_error(
    location: bytes,
) -> None:
    try:
        found = redirect_target(AT, redirect(location))
    except ValueError:
        return

    assert found is not None


@pytest.mark.parametrize(
    ("body", "coding", "is_text"),
    [
        (b"a", None, True),
        (b"a", "identity", True),
        (b"", "gzip", True),
        (b"a", "br", False),
        (b"a", "gzip, identity", False),
    ],
)
def test_what_is_still_packed_is_no_text(
    body: bytes,
    coding: str | None,
    is_text: bool,  # noqa: FBT001
) -> None:
    headers = {"Content-Encoding": coding} if coding else {}

    assert (
        encoding_problem(Response(AT, headers=headers, body=body)) is None
    ) is is_text


def test_every_line_of_a_header_is_kept() -> None:
    response = Response(AT, headers={"X-Robots-Tag": [b"noai", b"caf\xe9"]})

    assert header_lines(response) == (
        ("X-Robots-Tag", "noai"),
        ("X-Robots-Tag", "café"),
    )


RAW = zlib.compressobj(wbits=-15)
LONG = b"Disallow: /\n" * 5000


@pytest.mark.parametrize(
    "packed",
    [
        gzip.compress(LONG),
        zlib.compress(LONG),
        RAW.compress(LONG) + RAW.flush(),
        gzip.compress(LONG[:100]) + gzip.compress(LONG[100:]),
        gzip.compress(LONG) + b"\0" * 20,
    ],
)
def test_a_packed_body_is_whole_or_it_is_not(packed: bytes) -> None:
    assert is_whole(packed, LONG)
    body = packed.rstrip(b"\0")
    for cut in (1, 4, 9, len(body) // 2):
        assert not is_whole(body[:-cut], LONG)
    assert not is_whole(packed, LONG[:-1])


@pytest.mark.parametrize(
    ("coding", "pack"), [("br", brotli.compress), ("zstd", zstd.compress)]
)
@given(text=some.binary(max_size=300), cut=some.integers(1, 300))
def test_what_was_not_asked_for_is_whole_or_it_is_not(
    coding: str, pack: Callable[[bytes], bytes], text: bytes, cut: int
) -> None:
    packed = pack(text)

    assert is_whole(packed, text, coding)
    assert not is_whole(packed, text + b"a", coding)
    if cut < len(packed):
        assert not is_whole(packed[:-cut], text, coding)


def test_frames_of_zstd_may_follow_one_another() -> None:
    packed = zstd.compress(LONG[:100]) + zstd.compress(LONG[100:])

    assert is_whole(packed, LONG, "zstd")
    assert not is_whole(packed[:-1], LONG, "zstd")


@given(some.binary(), some.binary())
def test_nothing_that_is_not_packed_is_whole(packed: bytes, unpacked: bytes) -> None:
    assert isinstance(is_whole(packed, unpacked), bool)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.mark.parametrize(
    ("robots", "verdict"),
    [
        (OPEN + "#" * (2 * MAX_BYTES) + "\nDisallow: /\n", Verdict.ALLOW),
        ("User-agent: *\nDisallow: /\n#" + "x" * (2 * MAX_BYTES), Verdict.REFUSE),
    ],
)
def test_a_long_robots_txt_is_heard_as_far_as_it_is_read(
    world: World, robots: str, verdict: Verdict
) -> None:
    world.source("a.example")
    world.site("a.example", {"robots.txt": robots, "a.html": story("A")})
    found = decisions(world.articles("https://a.example/a"), "https://a.example/a")

    assert {one.verdict for one in found} == {verdict}


@pytest.mark.parametrize(
    ("filler", "verdict"),
    [(2 * MAX_BYTES, Verdict.REFUSE), (MAX_TERMS, Verdict.ALLOW)],
)
def test_terms_are_heard_behind_the_scripts_of_their_page(
    world: World, filler: int, verdict: Verdict
) -> None:
    world.source("a.example")
    terms = f"<html><script>{'x' * filler}</script><p>{NOTICE}"
    page = story("A", '<link rel="terms-of-service" href="/terms.html">')
    files = {"robots.txt": OPEN, "a.html": page, "terms.html": terms}
    world.site("a.example", files)

    found = decisions(world.articles("https://a.example/a"), "https://a.example/a")

    assert found[-1].verdict is verdict


@pytest.mark.parametrize(
    ("target", "is_asked"),
    [
        ("https://b.example/tdmrep.json", False),
        ("http://a.example/tdmrep.json", False),
        ("/closed/tdmrep.json", False),
        ("/open/tdmrep.json", True),
    ],
)
def test_another_document_is_followed_inside_its_site_alone(
    world: World,
    target: str,
    is_asked: bool,  # noqa: FBT001
) -> None:
    world.source("a.example")
    robots = "User-agent: *\nDisallow: /closed/\n"
    toml = f'["/.well-known/tdmrep.json"]\nlocation = "{target}"\n'
    files = {"robots.txt": robots, "open/tdmrep.json": "[]", "a.html": story("A")}
    world.site("a.example", files, toml)
    world.site("b.example", {"robots.txt": OPEN, "tdmrep.json": "[]"})
    crawled = world.articles("https://a.example/a")

    hops = [url for url in crawled.requests if url.endswith("/tdmrep.json")]
    assert len(hops) == (2 if is_asked else 1)
    assert bool(crawled.articles()) is is_asked


MOVED = """
["http://a.example/robots.txt"]
location = "https://a.example/robots.txt"
["http://a.example/.well-known/tdmrep.json"]
location = "https://a.example/.well-known/tdmrep.json"
"""
RESERVED = '[{"location": "/*", "tdm-reservation": 1}]'


@pytest.mark.parametrize(
    ("robots", "toml", "deciding"),
    [
        (OPEN, MOVED, ["tdmrep"]),
        ("User-agent: *\nDisallow: /.well-known/", MOVED, []),
    ],
)
def test_a_site_that_moved_to_https_is_heard_there(
    tmp_path: Path, robots: str, toml: str, deciding: list[str]
) -> None:
    world = World(tmp_path)
    files = {"robots.txt": robots, ".well-known/tdmrep.json": RESERVED}
    world.site("a.example", {**files, "a.html": story("Rain")}, toml)
    world.source("a.example")

    crawled = world.articles("http://a.example/a")

    found = decisions(crawled, "http://a.example/a")[-1]
    assert [one.signal for one in found.deciding] == deciding
    assert found.faults == ()


def test_a_site_whose_rules_stayed_on_http_is_not_heard_elsewhere(
    tmp_path: Path,
) -> None:
    """Nobody has asked whether the rules on https let us have the document."""
    world = World(tmp_path)
    files = {"robots.txt": OPEN, ".well-known/tdmrep.json": RESERVED}
    moved = MOVED[MOVED.index('["http://a.example/.well') :]
    world.site("a.example", {**files, "a.html": story("Rain")}, moved)
    world.source("a.example")

    crawled = world.articles("http://a.example/a")

    found = decisions(crawled, "http://a.example/a")[-1]
    assert found.verdict is Verdict.DEFER
    assert "another site" in found.faults[0].problem


GROUP = "https://group.example/terms"
TERMS = f"<html><body><p>{NOTICE}</p></body></html>"


def moved(*hops: tuple[str, str]) -> str:
    return "".join(f'["{at}"]\nlocation = "{to}"\n' for at, to in hops)


@pytest.mark.parametrize(
    ("to", "group", "verdict", "asked"),
    [
        (GROUP, OPEN, Verdict.REFUSE, 1),
        ("//group.example/terms#ai", OPEN, Verdict.REFUSE, 1),
        ("https://me:secret@group.example/terms", OPEN, Verdict.REFUSE, 1),
        (GROUP, "User-agent: *\nDisallow: /terms", Verdict.ALLOW, 0),
        ("http://127.0.0.1/terms", OPEN, Verdict.DEFER, 0),
        ("https://group.internal/terms", OPEN, Verdict.DEFER, 0),
        ("https://group.example:25/terms", OPEN, Verdict.DEFER, 0),
        ("https://nobody.example/terms", OPEN, Verdict.DEFER, 0),
    ],
)
def test_terms_that_moved_to_another_site_are_asked_for_there(
    world: World, to: str, group: str, verdict: Verdict, asked: int
) -> None:
    """A group's terms, RFC 9309 section 2.3.1.2 for how far: five redirects."""
    world.source("a.example")
    page = story("A", '<meta charset="utf-8">').replace(
        "</body>", '<footer><a href="/terms">Terms of use</a></footer></body>'
    )
    files = {"robots.txt": OPEN, "a.html": page}
    world.site("a.example", files, moved(("/terms", to)))
    world.site("group.example", {"robots.txt": group, "terms.html": TERMS})

    crawled = world.articles("https://a.example/a")

    found = decisions(crawled, "https://a.example/a")[-1]
    assert found.verdict is verdict
    assert crawled.requests.count(GROUP) == asked
    robots = "https://group.example/robots.txt"
    if robots in crawled.requests and asked:
        assert crawled.requests.index(robots) < crawled.requests.index(GROUP)
    assert "secret" not in str(crawled.requests)


@pytest.mark.parametrize("asked", ["https://a.example./a", "https://a.example/old"])
def test_a_host_is_asked_by_the_name_that_it_is_judged_by(
    world: World, asked: str
) -> None:
    """The dot at the end is the root's: RFC 1034 section 3.1."""
    world.source("a.example")
    files = {"robots.txt": OPEN, "a.html": story("A")}
    world.site("a.example", files, moved(("/old", "https://a.example./a")))

    crawled = world.articles(asked)

    assert "https://a.example/a" in crawled.requests
    assert not [url for url in crawled.requests if "example." in url]
    assert len(crawled.articles()) == 1
