"""What a URL or the environment brings along: passwords go nowhere, proxies are not asked."""

from pathlib import Path

import pytest

from tests.wire.running import CONTACT, Ran, run, write_sources
from tests.wire.serving import HTML, Answer, serving
from tests.wire.sites import EVERYBODY, article

HOST, OTHER = "127.0.0.1", "127.0.0.2"
WORD = "Pa55-of-the-desk"
"""A password that nobody may ever see again."""

FEED = "<rss version='2.0'><channel><title>A</title><item><link>{}</link></item></channel></rss>"


def settings(*more: str) -> list[str]:
    given = (CONTACT, "DOWNLOAD_DELAY=0", "RETRY_ENABLED=0", *more)
    return [part for one in given for part in ("-s", one)]


def left(ran: Ran) -> bytes:
    """Return all that a command said and wrote."""
    files = [file for file in ran.folder.rglob("*") if file.is_file()]
    written = b"".join(file.read_bytes() for file in files if file.suffix != ".toml")
    return (ran.out + ran.err).encode() + written


def test_a_password_in_a_url_is_not_sent_logged_or_stored(tmp_path: Path) -> None:
    site = {"/robots.txt": EVERYBODY, "/a.html": Answer(article("Asked"))}
    with serving({HOST: site, OTHER: site}) as wire:
        secret = f"http://desk:{WORD}@{HOST}:{wire.port}"
        moved = ((b"Content-Type", HTML), (b"Location", f"{secret}/b.html".encode()))
        site["/moved.html"] = Answer(b"", 302, moved)
        site["/b.html"] = Answer(article("Moved"))
        site["/c.html"] = Answer(article("Listed"))
        site["/feed.xml"] = Answer(FEED.format(f"{secret}/c.html").encode(), headers=())
        site["/section.html"] = Answer(f"<a href='{secret}/d'>A</a>".encode())
        write_sources(tmp_path, "http", wire.port, [HOST])
        source = next((tmp_path / "sources").iterdir())
        named = f'feeds = ["http://{HOST}:{wire.port}/feed.xml"]\n'
        named += f'sections = ["http://{HOST}:{wire.port}/section.html"]\n'
        source.write_text(source.read_text("utf-8") + named, "utf-8")
        near = (f"NEWSCRAWLER_PRIVATE_HOSTS={HOST}", "LOG_LEVEL=DEBUG")
        plain = f"http://{HOST}:{wire.port}/moved.html"
        given = [*settings(*near), "--logfile", "log"]
        ran = run(
            tmp_path, "crawl", "article", "-a", f"url={plain} {secret}/a.html", *given
        )
        news = run(tmp_path, "crawl", "news", *given)

    assert f"{HOST}:{wire.port}/b.html" in (tmp_path / "log").read_text("utf-8")
    assert WORD.encode() not in left(ran) + left(news)
    assert not [one for one in wire.asked if "Authorization" in one.headers]
    assert not [one for one in wire.asked if WORD in one.path]


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy"])
def test_a_proxy_of_the_environment_is_not_asked(tmp_path: Path, name: str) -> None:
    site = {"/robots.txt": EVERYBODY, "/a.html": Answer(article("Asked"))}
    with serving({HOST: site, OTHER: {}}) as wire:
        write_sources(tmp_path, "http", wire.port, [HOST])
        proxy = f"import os; os.environ['{name}'] = 'http://{OTHER}:{wire.port}'"
        url = f"url=http://{HOST}:{wire.port}/a.html"
        near = settings(f"NEWSCRAWLER_PRIVATE_HOSTS={HOST}")
        ran = run(tmp_path, "crawl", "article", "-a", url, *near, before=proxy)

    assert ran.code == 0
    assert set(wire.connections) == {HOST}


TURNING = f"""\
import itertools, socket
answers = itertools.chain(["{HOST}"], itertools.repeat("{OTHER}"))
socket.gethostbyname = lambda name, answers=answers: next(answers)
"""


def test_a_name_keeps_the_address_that_was_looked_at(tmp_path: Path) -> None:
    """The second answer, to another address, is never asked for."""
    site = {"/robots.txt": EVERYBODY, "/a.html": Answer(article("Asked"))}
    with serving({HOST: site, OTHER: site}) as wire:
        write_sources(tmp_path, "http", wire.port, ["paper.test"])
        url = f"url=http://paper.test:{wire.port}/a.html"
        near = settings("NEWSCRAWLER_PRIVATE_HOSTS=paper.test")
        ran = run(tmp_path, "crawl", "article", "-a", url, *near, before=TURNING)

    assert ran.code == 0
    assert wire.paths(HOST)[-1] == "/a.html"
    assert set(wire.connections) == {HOST}
