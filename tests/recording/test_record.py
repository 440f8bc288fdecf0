"""A page is recorded from a real server through the real gate, or not at all."""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from newscrawler.policy import Verdict
from newscrawler.policy.record import canonical
from tests.wire.running import CONTACT, Ran, run, write_sources
from tests.wire.serving import Answer, Wire, serving
from tests.wire.sites import EVERYBODY, NOBODY, NOTICE, article, header

HOST, CLOSED, UNLISTED = (f"127.0.0.{number}" for number in range(71, 74))
PLAIN = article("Plain")
QUERY = "/story?id=../../../up"
NAMED = PLAIN.replace(
    b"<h1>", b'<script>spy()</script><a rel="author">Maren Holt</a><h1>'
)

SITE = {
    "/robots.txt": Answer(b"User-agent: *\nDisallow: /private/\n"),
    "/plain": Answer(PLAIN),
    "/named": Answer(NAMED),
    "/conftest.py": Answer(PLAIN),
    QUERY: Answer(PLAIN),
    "/private/a": Answer(PLAIN),
    "/noticed": Answer(article("Noticed", NOTICE)),
    "/reserved": header(b"X-Robots-Tag", b"noai", body=PLAIN),
    "/failing": Answer(b"soon", 503),
    "/within": header(b"Location", b"/plain", 301),
    "/without": header(b"Location", f"http://{UNLISTED}:1/a".encode(), 302),
}
SITES = {HOST: SITE, CLOSED: {"/robots.txt": Answer(NOBODY)}, UNLISTED: {}}


@pytest.fixture(scope="module")
def wire() -> Iterator[Wire]:
    with serving(SITES) as found:
        yield found


@pytest.fixture
def folder(tmp_path: Path, wire: Wire) -> Path:
    write_sources(tmp_path, "http", wire.port, [HOST, CLOSED])
    return tmp_path


def fixture(folder: Path, *words: str) -> Ran:
    near = f"NEWSCRAWLER_PRIVATE_HOSTS={','.join(SITES)}"
    settings = (CONTACT, near, "RETRY_ENABLED=0", "DOWNLOAD_DELAY=0")
    given = [part for one in settings for part in ("-s", one)]
    return run(folder, "fixture", *words, *given)


def record(folder: Path, wire: Wire, path: str, *words: str, host: str = HOST) -> Ran:
    url = f"http://{host}:{wire.port}{path}"
    return fixture(folder, "record", url, "-o", "recorded/page", *words)


def told(folder: Path) -> dict[str, object]:
    file = folder / "recorded" / "page" / "recorded.json"
    found: dict[str, object] = json.loads(file.read_text("utf-8"))
    return found


def test_a_page_is_recorded_whole_with_whence_it_is(folder: Path, wire: Wire) -> None:
    ran = record(folder, wire, "/plain", "--json")
    asked = len(wire.asked)
    checked = fixture(folder, "check")

    assert (ran.code, checked.code) == (0, 0), ran.err + checked.err
    assert len(wire.asked) == asked  # nobody is asked to check
    assert "Traceback" not in ran.err + checked.err
    assert "WARNING" not in ran.err + checked.err
    place = folder / "recorded" / "page"
    page = f"sites/{HOST}/plain.html"
    assert (place / page).read_bytes() == PLAIN
    assert json.loads(ran.out) == told(folder)
    first, robots, *_ = json.loads(ran.out)["answers"]
    assert first["received_sha256"] == sha256(PLAIN).hexdigest()
    assert first["file"] == page
    assert json.loads(ran.out)["files"][page] == sha256(PLAIN).hexdigest()
    assert robots["url"].endswith("/robots.txt")
    assert (place / robots["file"]).read_bytes() == SITE["/robots.txt"].body
    assert "Set-Cookie".lower() not in (place / f"sites/{HOST}/site.toml").read_text()
    decision = json.loads((place / "decision.json").read_text("utf-8"))
    identity = decision.pop("id")
    assert (
        identity == sha256(canonical(decision)).hexdigest() == told(folder)["decision"]
    )
    assert Verdict.ALLOW in ran.verdicts(str(first["url"]))
    assert not ran.kept()


@pytest.mark.parametrize(
    ("path", "code", "words"),
    [
        (
            "/private/a",
            3,
            "refused by robots-rules: User-agent: * / Disallow: /private/",
        ),
        ("/noticed", 3, "refused by notice: Dilarang mengambil konten"),
        ("/reserved", 3, "refused by robots-tag: "),
        ("/nowhere", 3, "missing by fault: 404"),
        ("/failing", 4, "deferred by fault: its host asked us to wait: 503"),
        ("/without", 3, f"refused by listing: {UNLISTED} is not listed"),
    ],
)
def test_what_the_gate_keeps_back_is_not_written(
    folder: Path, wire: Wire, path: str, code: int, words: str
) -> None:
    ran = record(folder, wire, path)

    assert ran.code == code, ran.err
    assert f"fixture: {words}" in ran.err
    assert not (folder / "recorded").exists()
    assert UNLISTED not in wire.connections


@pytest.mark.parametrize("host", [CLOSED, UNLISTED])
def test_who_forbids_it_or_is_not_listed_is_not_asked_for_the_page(
    folder: Path, wire: Wire, host: str
) -> None:
    ran = record(folder, wire, "/a", host=host)

    assert ran.code == 3, ran.err
    assert "/a" not in wire.paths(host)
    assert not (folder / "recorded").exists()


@pytest.mark.parametrize("path", ["/conftest.py", QUERY, "/within"])
def test_any_path_is_recorded_inside_the_folder(
    folder: Path, wire: Wire, path: str
) -> None:
    before = set(folder.rglob("*"))
    ran = record(folder, wire, path)
    place = folder / "recorded" / "page"
    new = {
        one
        for one in set(folder.rglob("*")) - before
        if "newscrawler.db" not in one.name
    }

    assert ran.code == 0, ran.err
    assert {one for one in new if not one.is_relative_to(place)} == {place.parent}
    assert {one.suffix for one in new if one.is_file()} <= {
        ".html",
        ".json",
        ".toml",
        ".txt",
    }
    assert fixture(folder, "check").code == 0


def test_less_is_written_where_that_is_asked_for(folder: Path, wire: Wire) -> None:
    ran = record(folder, wire, "/named", "--strip", "scripts", "--strip", "personal")
    written = (folder / f"recorded/page/sites/{HOST}/named.html").read_bytes()

    assert ran.code == 0, ran.err
    assert b"spy" not in written
    assert b"Maren" not in written
    taken = told(folder)["taken_out"]
    assert isinstance(taken, dict)
    assert (taken["scripts"], taken["names"]) == (1, 1)
    received = json.loads((folder / "recorded/page/recorded.json").read_bytes())
    assert received["answers"][0]["received_sha256"] == sha256(NAMED).hexdigest()
    assert fixture(folder, "check").code == 0


def test_what_is_there_is_replaced_only_when_that_is_said(tmp_path: Path) -> None:
    site = {"/robots.txt": EVERYBODY, "/a": Answer(article("Old"))}
    with serving({HOST: site}) as wire:
        write_sources(tmp_path, "http", wire.port, [HOST])
        first = record(tmp_path, wire, "/a")
        site["/a"] = Answer(article("New"))
        again = record(tmp_path, wire, "/a")
        kept = fixture(tmp_path, "check")
        asked = wire.paths(HOST).count("/a")
        replaced = record(tmp_path, wire, "/a", "--replace")

    assert (first.code, again.code, kept.code, replaced.code) == (0, 2, 0, 0)
    assert asked == 1
    assert again.lines == [
        "fixture: recorded/page: something is there; name another folder, or --replace it"
    ]
    written = tmp_path / f"recorded/page/sites/{HOST}/a.html"
    assert written.read_bytes() == article("New")
    assert sorted(one.name for one in (tmp_path / "recorded").iterdir()) == ["page"]


@pytest.mark.parametrize("words", [(), ("--replace",)])
def test_a_folder_of_something_else_is_never_touched(
    folder: Path, wire: Wire, words: tuple[str, ...]
) -> None:
    mine = folder / "recorded" / "page" / "mine.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine", "utf-8")
    asked = len(wire.asked)
    ran = record(folder, wire, "/plain", *words)

    assert (ran.code, len(ran.lines), len(wire.asked)) == (2, 1, asked)
    assert [one.name for one in mine.parent.iterdir()] == ["mine.txt"]
