"""What does each rule of a source give on a page, a saved or a live one?"""

import json
from pathlib import Path

import pytest

from tests.commands.registering import GAZETTE, registry, run
from tests.wire.running import Ran
from tests.wire.running import run as run_command
from tests.wire.world import OPEN, World


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return registry(tmp_path)


RULES = """\
[select]
headline = "h2"
authors = ".writer"
"""
SAVED = """\
<html lang="en"><link rel="canonical" href="https://gazette.example/ferry">
<h1>Top stories</h1><h2>The ferry \x1b[31mruns again</h2><p>By Ida Kern</p>
"""


@pytest.fixture
def saved(folder: Path) -> Path:
    (folder / "gazette.toml").write_text(
        GAZETTE.replace("[[permission]]", f"{RULES}[[permission]]"), "utf-8"
    )
    page = folder / "saved.html"
    page.write_text(SAVED, "utf-8")
    return page


def test_check_shows_what_each_rule_gives_on_a_saved_page(
    folder: Path, saved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", str(folder), "--fixture", str(saved)) == 2

    out = capsys.readouterr().out
    lines = dict(line.split("\t", 1) for line in out.splitlines())
    assert lines["headline"] == (
        "h2\tThe ferry [31mruns again (of 1)\twithout: Top stories (h1)"
    )
    assert lines["authors"].startswith(".writer\tselect.authors: nothing matches")
    assert lines["authors"].endswith("without: Ida Kern (byline)")
    assert lines["keywords"] == "no rule\t- (not found)"
    assert "\x1b" not in out


def test_check_of_rules_is_planned_where_every_rule_gives_something(
    folder: Path, saved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (folder / "gazette.toml").read_text("utf-8")
    for line in RULES.splitlines()[2:]:
        text = text.replace(f"{line}\n", "")
    (folder / "gazette.toml").write_text(text, "utf-8")

    assert run("check", str(folder), "--fixture", str(saved), "--json") == 0

    found = json.loads(capsys.readouterr().out)
    assert (found["source"], found["url"]) == (
        "gazette",
        "https://gazette.example/ferry",
    )
    headline = next(one for one in found["fields"] if one["field"] == "headline")
    assert (headline["matches"], headline["problem"]) == (1, None)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--fixture", "nowhere.html"), "nowhere.html: No such file"),
        (("--url", "https://gazette.example/"), "--url says nothing without"),
        (("--fixture", "saved.html", "--url", "x"), "no web address"),
        (
            ("--fixture", "saved.html", "--url", "https://other.example/"),
            "of no listed source",
        ),
    ],
)
def test_a_page_that_no_rule_is_for_is_one_line(
    folder: Path,
    saved: Path,
    arguments: tuple[str, ...],
    words: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    given = [str(saved) if one == saved.name else one for one in arguments]

    assert run("check", str(folder), *given) == 2

    err = capsys.readouterr().err
    assert words in err
    assert len(err.splitlines()) == 1


def test_a_page_without_an_address_wants_one_among_several_sources(
    folder: Path, saved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved.write_text("<h2>Ferry</h2>", "utf-8")

    assert run("check", str(folder), "--fixture", str(saved)) == 2
    assert "write --url URL" in capsys.readouterr().err
    assert run("check", str(folder / "courier.toml"), "--fixture", str(saved)) == 0


STORY = """<html lang="en"><h1>Top stories</h1><article><h2>The ferry runs again</h2>
<p>It ran on Monday and on Tuesday, and nobody knew why it had stopped.</p></article>"""
ASKED = ("--live", "https://paper.test/")


def live(folder: Path, *arguments: str, **files: str) -> Ran:
    """Check a source with our rules; ``files``: of its site, ``_`` for their dot."""
    world = World(folder)
    world.source("paper.test", RULES)
    named = {name.replace("_", "."): text for name, text in files.items()}
    world.site("paper.test", {"robots.txt": OPEN, "index.html": STORY, **named})
    sites = ("-s", "NEWSCRAWLER_FIXTURES=sites")
    return run_command(folder, "sources", "check", "sources", *arguments, *sites)


def test_check_asks_a_page_and_shows_what_each_rule_gives(tmp_path: Path) -> None:
    ran = live(tmp_path, *ASKED)

    lines = dict(line.split("\t", 1) for line in ran.out.splitlines())
    assert lines["headline"].startswith("h2\tThe ferry runs again (of 1)"), ran.err
    assert "nothing matches" in lines["authors"]
    assert ran.code == 2
    assert not list(tmp_path.glob("*.db"))


@pytest.mark.parametrize(
    ("files", "code", "words"),
    [
        ({"robots_txt": "User-agent: *\nDisallow: /"}, 3, "refused by robots-rules"),
        (
            {"index_html": f"{STORY}<footer>No AI training or scraping.</footer>"},
            3,
            "refused by notice",
        ),
    ],
)
def test_check_shows_nothing_of_a_page_that_may_not_be_kept(
    tmp_path: Path, files: dict[str, str], code: int, words: str
) -> None:
    ran = live(tmp_path, *ASKED, **files)

    assert (ran.code, ran.out) == (code, "")
    assert words in ran.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--live", "https://other.test/"), "of no listed source"),
        (("--live", "x"), "no web address"),
        (("--live", "https://paper.test/", "--fixture", "x.html"), "says it all"),
    ],
)
def test_a_page_that_cannot_be_tried_is_one_line(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    ran = live(tmp_path, *arguments)

    assert (ran.code, len(ran.lines)) == (2, 1), ran.err
    assert words in ran.lines[0]
