"""What a site says reaches terminals, logs and files as words: it moves nothing there."""

import unicodedata
from pathlib import Path

import pytest

from tests.wire.running import Ran, run
from tests.wire.world import World, story

STEERING = (
    "\x1b[2J\x1b[31m",  # ECMA-48: erases the screen, writes in red
    "\x1b]0;title\x07\x1b]8;;http://elsewhere.example/\x07",  # xterm: a title, a link
    "\x9b2J",  # the same in one C1 character
    "\x08\x08\x7f\x00",
    "\u202e\u2066\u200f",  # UAX #9: right to left from here
    "\u2028\u2029\x85",  # line ends to some
    "\r",
)
"""What steers a terminal, or turns around what follows it."""

SAID = "".join(STEERING)
NOTICE = f"No part of this website may be used{SAID} to train AI."
SITE = "https://a.example"
ROBOTS = f"User-agent: *\nAllow: /\n# {NOTICE}\nContent-Signal: ai-train=no{SAID}\n"
FEED = "<rss version='2.0'><channel><title>A</title>{}</channel></rss>"
COMMANDS = (
    ("crawl", "news", "-s", "LOG_LEVEL=DEBUG"),
    ("explain", f"{SITE}/a"),
    ("explain", f"{SITE}/good{SAID}", "--json"),
    ("audit",),
    ("lint-site", "a.example"),
    ("ledger", "show"),
    ("ledger", "count"),
    ("policy", "log", "a.example"),
    ("sources", "list"),
    ("report",),
    (f"no-such-command{SAID}",),
    ("crawl", f"news{SAID}"),
    ("crawl", "article", "-a", f"url=https://a.example/{SAID}"),
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = World(tmp_path_factory.mktemp("terminal"))
    found.source("a.example", f'feeds = ["{SITE}/feed.xml"]\n')
    items = "".join(f"<item><link>{SITE}/{one}</link></item>" for one in ("a", "good"))
    files = {
        "robots.txt": ROBOTS,
        "a.html": story("Boats").replace("</article>", f"<p>{NOTICE}</p></article>"),
        "good.html": story(f"Boats{SAID}").replace("\0", ""),
        "feed.xml": FEED.format(items),
        "trust.txt": f"datatrainingallowed=no{SAID}\n",
    }
    headers = '["/good"]\nheaders = { X-Robots-Tag = "noai \\u001B[31m \\u009B2J" }\n'
    found.site("a.example", files, headers)
    return found.folder


@pytest.mark.parametrize(
    "command", COMMANDS, ids=lambda one: " ".join(one)[:24].rstrip()
)
def test_nothing_that_is_printed_steers(world: Path, command: tuple[str, ...]) -> None:
    ran = run(
        world,
        *command,
        *("-s", f"NEWSCRAWLER_FIXTURES={world / 'sites'}"),
        *("-s", "NEWSCRAWLER_PURPOSES=search,ai-train"),
    )

    assert "Traceback" not in ran.err
    assert steering(ran) == set()


def steering(ran: Ran) -> set[str]:
    """Return the characters that are neither text nor a line's end."""
    kinds = ("Cc", "Cf", "Zl", "Zp")
    return {
        f"U+{ord(one):04X}"
        for one in (ran.out + ran.err).translate({9: None, 10: None})
        if unicodedata.category(one) in kinds
    }


def test_what_it_said_is_there_to_be_read(world: Path) -> None:
    fixtures = f"NEWSCRAWLER_FIXTURES={world / 'sites'}"
    ran = run(world, "explain", f"{SITE}/a", "-s", fixtures)

    words = ran.out.replace("\ufffd", "")
    assert "ai-train=no" in words
    assert ran.out != words, "what steers is shown as what cannot be shown"
