"""Every command of docs/watching.md does what it says, in an empty folder."""

import json
import re
import shlex
from pathlib import Path

import pytest

from tests.wire.running import run
from tests.wire.world import OPEN, World, story

DOCS = (Path(__file__).parent.parent.parent / "docs" / "watching.md").read_text("utf-8")
COMMANDS = [
    line
    for text in re.findall(r"```sh\n(.*?)```", DOCS, re.DOTALL)
    for line in text.splitlines()
]
FEED = "<rss version='2.0'><channel><item><link>https://paper.test/a-12345.html</link></item></channel></rss>"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_ends_as_the_text_says(tmp_path: Path, command: str) -> None:
    world = World(tmp_path)
    world.site("paper.test", {"robots.txt": OPEN, "feed.xml": FEED})
    world.site("paper.test", {"a-12345.html": story("Boat")})
    world.source("paper.test", 'feeds = ["https://paper.test/feed.xml"]\n')
    name, *words = shlex.split(command)
    ran = run(tmp_path, *words, "-s", "NEWSCRAWLER_FIXTURES=sites")

    assert name == "newscrawler"
    assert ran.code == 0, ran.err
    if "--json" in words:
        assert json.loads(ran.out)
    if words[0] == "crawl":
        assert "1 kept" in ran.err or '"kept": 1' in ran.err
    if "prom" in command:
        assert "newscrawler_articles_total" in (
            tmp_path / "newscrawler.prom"
        ).read_text("utf-8")


def test_every_setting_that_the_text_names_is_one() -> None:
    code = "".join(
        path.read_text("utf-8")
        for path in (Path(__file__).parent.parent.parent / "newscrawler").rglob("*.py")
    )

    named = set(re.findall(r"NEWSCRAWLER_[A-Z_]+", DOCS))
    assert named
    assert all(f'"{one}"' in code for one in named)
