"""A newspaper of one article whose crawler has a doctor, and what that says."""

from pathlib import Path

from tests.wire.running import Ran, run
from tests.wire.world import OPEN, World, story

FEED = 'feeds = ["https://paper.test/feed.xml"]\n'
RSS = "<rss version='2.0'><channel><item><link>https://paper.test/a-12345.html</link></item></channel></rss>"
FIXTURES = ("-s", "NEWSCRAWLER_FIXTURES=sites")
STORE = "newscrawler.db"


def paper(folder: Path) -> World:
    """Write the newspaper and its source into a folder."""
    world = World(folder)
    pages = {"robots.txt": OPEN, "feed.xml": RSS, "a-12345.html": story("Boat")}
    world.site("paper.test", pages)
    world.source("paper.test", FEED)
    return world


def doctor(world: World, *more: str) -> Ran:
    return run(world.folder, "doctor", *FIXTURES, *more)


def of(ran: Ran, check: str) -> list[str]:
    """Return the lines of one check."""
    return [line for line in ran.out.splitlines() if line.split()[1] == f"{check}:"]
