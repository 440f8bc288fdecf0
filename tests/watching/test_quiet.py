"""What is said beside the data: nothing under --quiet, a bar for people, no colour if so."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from scrapy.settings import Settings

from newscrawler.spiders.fixtures import fixtures_folder
from newscrawler.terminal.command_table import COMMANDS, module_of
from newscrawler.terminal.dispatch import parser_of
from tests.terminal import on_terminal
from tests.wire.running import run

STORE = ("-s", "NEWSCRAWLER_STORE=sqlite:///shown.db")
SOURCES = ("-s", f"NEWSCRAWLER_SOURCES={fixtures_folder() / 'sources'}")
CRAWL = ("crawl", "fixtures", "-a", "ask=all", "-a", "source=harbour-gazette", *STORE)
COLOUR = re.compile(r"\x1b\[[0-9;]*[349][0-7]")
NO_TABLE = {"completion", "worker", "bot-directory", "browse"}
"""They print a script, nothing, the key directory, which is JSON, and pages."""
LONG = (
    ("export", "--purpose", "search", "-o", "news.jsonl"),
    ("ledger", "verify"),
    ("report", "-o", "report.html"),
)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("crawled")
    assert run(folder, *CRAWL).code == 0
    return folder


@pytest.mark.parametrize(
    "command", [CRAWL, *((*one, *STORE, *SOURCES) for one in LONG)]
)
def test_quiet_says_nothing(crawled: Path, command: tuple[str, ...]) -> None:
    loud, quiet = run(crawled, *command), run(crawled, *command, "--quiet")

    assert (loud.code, quiet.code) == (0, 0), loud.err + quiet.err
    assert loud.err
    assert (quiet.out, quiet.err) == ("", "")


def test_quiet_still_says_what_monitors_found(tmp_path: Path) -> None:
    chosen = ("crawl", "fixtures", "-a", "source=closed-courier", "--quiet")
    ran = run(tmp_path, *chosen)

    assert ran.code == 3
    assert [line.split(":")[:2] for line in ran.lines] == [["error", " all-refused"]]


@pytest.mark.parametrize("command", LONG, ids=" ".join)
def test_who_works_long_shows_a_bar_to_people_alone(
    crawled: Path, command: tuple[str, ...]
) -> None:
    code, shown = on_terminal(crawled, (*command, *STORE, *SOURCES))
    piped = run(crawled, *command, *STORE, *SOURCES)

    assert code == 0, shown
    assert "100%" in shown
    assert "0:00:00" in shown
    assert COLOUR.search(shown)
    assert "%" not in piped.err


def test_no_color_and_quiet_are_heard_on_a_terminal(crawled: Path) -> None:
    verify = (*LONG[1], *STORE)
    plain = on_terminal(crawled, verify, environment={"NO_COLOR": "1"})[1]

    assert "100%" in plain
    assert not COLOUR.search(plain)
    assert on_terminal(crawled, (*verify, "--quiet")) == (0, "")


@pytest.mark.parametrize("name", sorted(COMMANDS.keys() - NO_TABLE))
def test_whatever_prints_for_people_prints_json(name: str) -> None:
    command = import_module(module_of(name)).Command()
    options = parser_of(name, command, Settings())._option_string_actions

    assert {"--json", "--quiet"} <= options.keys()
