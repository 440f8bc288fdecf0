"""Every command of docs/browse.md does what it says, in an empty folder."""

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from newscrawler.commands.browse import PORT
from newscrawler.storage.catalogue_words import LEAST_BEGINNING
from tests.wire.running import Ran, run
from tests.wire.world import OPEN, World, story

DOCS = (Path(__file__).parent.parent.parent / "docs" / "browse.md").read_text("utf-8")
COMMANDS = [
    line.partition("  # ")[0]
    for text in re.findall(r"```sh\n(.*?)```", DOCS, re.DOTALL)
    for line in text.splitlines()
]
FEED = "<rss version='2.0'><channel><item><link>https://paper.test/a-12345.html</link></item></channel></rss>"


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    folder = tmp_path_factory.mktemp("browsed")
    world = World(folder)
    world.site("paper.test", {"robots.txt": OPEN, "feed.xml": FEED})
    world.site("paper.test", {"a-12345.html": story("Boat")})
    world.source("paper.test", 'feeds = ["https://paper.test/feed.xml"]\n')
    words = shlex.split(COMMANDS[0])[1:]
    return run(folder, *words, "-s", "NEWSCRAWLER_FIXTURES=sites")


def test_the_first_command_fills_the_store(crawled: Ran) -> None:
    assert crawled.code == 0
    assert "1 kept" in crawled.err


@pytest.mark.parametrize("command", COMMANDS[1:])
def test_what_is_served_can_be_seen_until_somebody_ends_it(
    crawled: Ran, command: str
) -> None:
    name, *words = shlex.split(command)
    shown = crawled.folder / "shown"
    program = (sys.executable, "-m", name, *words, "--port", "0")
    browser = f"sh -c 'echo %s > {shlex.quote(str(shown))}'"
    with subprocess.Popen(
        program,
        cwd=crawled.folder,
        env={**os.environ, "BROWSER": browser},
        stderr=subprocess.PIPE,
        text=True,
    ) as served:
        assert served.stderr is not None
        said = served.stderr.readline()
        (home,) = re.findall(r"http://127\.0\.0\.1:\d+/", said)
        with urlopen(home) as answer:
            assert "Boat is counted" in answer.read().decode("utf-8")
        served.send_signal(signal.SIGINT)
        assert served.wait() == 0
        assert served.stderr.read() == ""
    if "--open" in words:
        assert shown.read_text("utf-8").strip() == home


def test_a_port_that_is_taken_is_said_in_one_line(crawled: Ran) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ran = run(crawled.folder, "browse", "--port", port)

    assert ran.code == 2
    assert ran.lines == [
        f"browse: 127.0.0.1:{port}: Address already in use; name another by --port"
    ]


def test_the_figures_are_those_of_the_code() -> None:
    assert f"127.0.0.1:{PORT}/" in DOCS
    assert LEAST_BEGINNING == 4
    assert "from four letters on" in DOCS
