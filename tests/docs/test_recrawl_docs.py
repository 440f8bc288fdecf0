"""Every command of docs/recrawl.md does what is said there, one after the other."""

import re
import shlex
from pathlib import Path

import pytest

from tests.docs.reading import ROOT
from tests.wire.running import run

SOURCE = """
id = "example-gazette"
name = "The Example Gazette"
home = "https://gazette.example/"
domains = ["gazette.example"]
feeds = ["https://gazette.example/feed.xml"]
languages = ["en"]
"""
ARTICLE = """<!doctype html><html lang=en><title>Harbour opens</title>
<article><h1>The old harbour opens again</h1>
<p>By Maren Holt</p><time datetime="2026-11-20T09:00:00+00:00">20 November 2026</time>
{}</article></html>"""
PARAGRAPH = (
    "<p>The old harbour of Wexmouth opened again on Friday after two years of work on "
    "its walls, and three hundred people came to see the first boat go out.</p>\n"
)
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Gazette</title>
<item><title>The old harbour opens again</title>
<link>https://gazette.example/2026/harbour.html</link></item></channel></rss>"""
TEXT = (ROOT / "docs" / "recrawl.md").read_text("utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)
COMMANDS = [
    line.partition("#")[0].strip() for text in BLOCKS for line in text.splitlines()
]
SAID = (
    "1 kept, 0 refused, 0 deferred.",
    "0 kept, 0 refused, 0 deferred, 1 listing not due yet.",
    "1 in the store already",
    "",
    "",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    site = tmp_path / "sites" / "gazette.example"
    (site / "2026").mkdir(parents=True)
    (site / "feed.xml").write_text(FEED, "utf-8")
    page = ARTICLE.format(PARAGRAPH * 6)
    (site / "2026" / "harbour.html").write_text(page, "utf-8")
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "gazette.toml").write_text(SOURCE, "utf-8")
    return tmp_path


def test_the_commands_do_what_the_text_says(folder: Path) -> None:
    here = ("-s", "NEWSCRAWLER_FIXTURES=sites")
    results = [run(folder, *shlex.split(line)[1:], *here) for line in COMMANDS]

    assert [one.code for one in results] == [0] * len(SAID)
    for result, said in zip(results, SAID, strict=True):
        assert said in result.err
        assert "Traceback" not in result.err
    listed, diff = (one.out for one in results[-2:])
    assert re.fullmatch(
        r"1 \S+Z current [0-9a-f]{12} The old harbour opens again\n", listed
    )
    assert diff == ""


@pytest.mark.parametrize("name", ["ARTICLE_AGES", "FLOOR", "CEILING"])
def test_the_figures_are_those_of_the_code(name: str) -> None:
    code = (ROOT / "newscrawler/discovery/revisit.py").read_text("utf-8")
    told = {
        "ARTICLE_AGES": (
            "(2 * HOUR, 8 * HOUR, 1 * DAY, 3 * DAY, 10 * DAY, 30 * DAY, 90 * DAY)",
            "2 hours, 8 hours, 1, 3, 10, 30 and 90 days",
        ),
        "FLOOR": ("5 * 60.0", "five minutes"),
        "CEILING": ("4 * 7 * DAY", "four weeks"),
    }[name]

    assert f"{name} = {told[0]}\n" in code
    assert told[1] in " ".join(TEXT.split())
