"""How does ``crawl`` end, and what does a mistake of the user come to?"""

import json
from pathlib import Path

import pytest

from tests.wire.running import Ran, run

CONTACT = ("-s", "NEWSCRAWLER_CONTACT=desk@paper.test")
FIXTURES = ("crawl", "fixtures")
SOURCE = """\
id = "gazette"
name = "Gazette"
home = "https://gazette.example/"
domains = ["gazette.example"]
"""
OBJECTION = """\
who = "Ann Author"
when = 2026-11-20
scope = ["gazette.example/ann/*"]
contact = "ann@mail.example"
"""


def set_up(folder: Path) -> None:
    """Write what mistakes need into a folder."""
    for name, text in {
        "typo/gazette.toml": SOURCE + "feedz = []\n",
        "broken/gazette.toml": "id = ",
        "sources/gazette.toml": SOURCE,
        "letters/ann.toml": OBJECTION + 'reasn = "none"\n',
        "sites/gazette.example/site.toml": '["/a"]\nstatsu = 404\n',
        "no.db": "This is a letter, not a database. " * 40,
        "file": "",
    }.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def settings(*pairs: str) -> tuple[str, ...]:
    return tuple(part for one in pairs for part in ("-s", f"NEWSCRAWLER_{one}"))


MISTAKES: dict[str, tuple[tuple[str, ...], str]] = {
    "no spider": (
        ("crawl",),
        "name one spider; known: archive, article, fixtures, news",
    ),
    "unknown spider": (("crawl", "newz"), "'newz' is no spider; name one spider; did"),
    "two spiders": (("crawl", "news", "fixtures"), "name one spider"),
    "unknown option": ((*FIXTURES, "--jsno"), "unknown option '--jsno'"),
    "no registry": (("crawl", "news", *CONTACT), "sources/nothing: not found"),
    "typo": (
        ("crawl", "news", *settings("SOURCES=typo")),
        "typo/gazette.toml:5: feedz: unknown key; did you mean feeds?",
    ),
    "broken registry": (
        ("crawl", "news", *settings("SOURCES=broken")),
        "broken/gazette.toml:1: is no valid TOML",
    ),
    "broken objection": (
        ("crawl", "news", *settings("SOURCES=sources", "OBJECTIONS=letters")),
        "letters/ann.toml:5: reasn: unknown key; did you mean reason?",
    ),
    "objections elsewhere": (
        ("crawl", "news", *settings("SOURCES=sources", "OBJECTIONS=lettres")),
        "lettres: not found",
    ),
    "no contact": (
        ("crawl", "news", *settings("SOURCES=sources")),
        "NEWSCRAWLER_CONTACT: '' is nobody that a publisher can write to",
    ),
    "placeholder": (
        ("crawl", "news", *settings("SOURCES=sources", "CONTACT=me@example.org")),
        "NEWSCRAWLER_CONTACT: 'me@example.org' is nobody",
    ),
    "no fixtures": (
        ("crawl", "news", *settings("SOURCES=sources", "FIXTURES=nowhere")),
        "NEWSCRAWLER_FIXTURES: 'nowhere' is not a folder of sites",
    ),
    "broken site": (
        ("crawl", "news", *settings("SOURCES=sources", "FIXTURES=sites")),
        "unknown key 'statsu'; did you mean status?",
    ),
    "broken database": (
        (*FIXTURES, *settings("STORE=sqlite:///no.db")),
        "no.db: file is not a database; move it away",
    ),
    "no folder": (
        (*FIXTURES, *settings("STORE=sqlite:///none/a.db")),
        "none/a.db: there is no folder none; make it first",
    ),
    "unwritable folder": (
        (*FIXTURES, *settings("STORE=sqlite:////proc/a.db")),
        "/proc/a.db: unable to open database file; may this user write",
    ),
    "other store": (
        (*FIXTURES, *settings("STORE=mysql://me:secret@host/db")),
        "NEWSCRAWLER_STORE is no store: write sqlite:///FILE",
    ),
    "no store": (
        (*FIXTURES, *settings("STORE=")),
        "NEWSCRAWLER_STORE: name a database",
    ),
    "unknown source": (
        (*FIXTURES, "-a", "source=closed-couriers"),
        "no source 'closed-couriers'; did you mean closed-courier?",
    ),
    "unknown argument": (
        (*FIXTURES, "-a", "sources=closed-courier"),
        "-a sources: did you mean source?",
    ),
    "no URL": (
        ("crawl", "article", *CONTACT, *settings("SOURCES=sources")),
        "-a url=URL",
    ),
    "a URL that is none": (
        (
            "crawl",
            "article",
            "-a",
            "url=gazette",
            *CONTACT,
            *settings("SOURCES=sources"),
        ),
        "-a url=gazette: no http or https address",
    ),
    "unknown purpose": (
        (*FIXTURES, *settings("PURPOSES=serach")),
        "NEWSCRAWLER_PURPOSES: 'serach' is no purpose; did you mean search?",
    ),
    "unknown profile": (
        (*FIXTURES, *settings("PROFILE=lax")),
        "NEWSCRAWLER_PROFILE: 'lax' is not one of strict, spec",
    ),
    "unknown silence": (
        (*FIXTURES, *settings("WHEN_SILENT=maybe")),
        "NEWSCRAWLER_WHEN_SILENT: 'maybe' is not one of allow, deny",
    ),
    "a setting that is none": (
        (*FIXTURES, *settings("PURPOSE=search")),
        "NEWSCRAWLER_PURPOSE: no such setting; did you mean NEWSCRAWLER_PURPOSES?",
    ),
    "another's name": (
        (*FIXTURES, *settings("TOKEN=gptbot")),
        "NEWSCRAWLER_TOKEN: 'gptbot' is another crawler's",
    ),
    "no token": (
        (*FIXTURES, *settings("TOKEN=news crawler/2")),
        "NEWSCRAWLER_TOKEN: 'news crawler/2' is no product token",
    ),
    "paying": ((*FIXTURES, *settings("MEETS=pay")), "NEWSCRAWLER_MEETS: 'pay' cannot"),
    "no value": ((*FIXTURES, "-s", "LOG_LEVEL"), "Invalid -s value, use -s NAME=VALUE"),
    "no level": ((*FIXTURES, "-L", "LOUD"), "LOG_LEVEL: 'LOUD' is no level"),
    "no number": ((*FIXTURES, "-s", "DOWNLOAD_DELAY=1s"), "DOWNLOAD_DELAY: '1s' is no"),
    "no log": ((*FIXTURES, "--logfile", "none/a.log"), "none/a.log: No such file"),
    "output format": ((*FIXTURES, "-O", "out.xyz"), "Unrecognized output format 'xyz'"),
    "output folder": (
        (*FIXTURES, "-O", "file/out.jsonl"),
        "file/out.jsonl: its folder is a file; name another",
    ),
    "output is a folder": ((*FIXTURES, "-O", "sites:json"), "sites: Is a directory"),
    "escapes": (("crawl", "\x1b[31mnews\u202e"), "is no spider"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mistakes")
    set_up(folder)
    return folder


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_one_line_and_nothing_is_lost(folder: Path, name: str) -> None:
    arguments, words = MISTAKES[name]
    if name == "no registry":
        arguments += settings("SOURCES=sources/nothing")
    earlier = folder / "earlier.jsonl"
    earlier.write_text("of an earlier crawl\n", "utf-8")
    if "-O" not in arguments and "crawl" in arguments:
        arguments += ("-O", "earlier.jsonl")
    ran = run(folder, *arguments)

    assert (ran.code, ran.out) == (2, ""), ran.err
    (line,) = ran.lines
    assert line.startswith("crawl: ")
    assert words in line
    assert line.isprintable()
    assert "secret" not in line
    assert earlier.read_text("utf-8") == "of an earlier crawl\n"
    assert (folder / "no.db").read_text("utf-8").startswith("This is a letter")


def test_a_crawl_without_the_gate_does_not_start_and_empties_no_file(
    tmp_path: Path,
) -> None:
    earlier = tmp_path / "out.jsonl"
    earlier.write_text("of an earlier crawl\n", "utf-8")
    ran = run(tmp_path, *FIXTURES, "-O", "out.jsonl", "-s", "ADDONS={}")

    assert ran.code == 2
    assert "Traceback" not in ran.err
    assert earlier.read_text("utf-8") == "of an earlier crawl\n"


@pytest.mark.parametrize(
    ("source", "code", "words"),
    [
        ("harbour-gazette", 0, "4 kept, 0 refused, 0 deferred."),
        ("closed-courier", 3, "0 kept, 1 refused, 0 deferred."),
        ("foggy-herald", 4, "0 kept, 0 refused, 1 deferred."),
    ],
)
def test_the_exit_code_says_what_came_of_it(
    tmp_path: Path, source: str, code: int, words: str
) -> None:
    ran = run(tmp_path, *FIXTURES, "-a", f"source={source}", "--json")

    assert ran.code == code
    assert ran.lines[-1] == words
    summary = json.loads(ran.out)
    assert [one["source"] for one in summary["sources"]] == [source]
    assert f"{summary['kept']} kept, {summary['refused']} refused" in words


def test_a_second_crawl_says_that_nothing_is_stored_twice(tmp_path: Path) -> None:
    chosen = (*FIXTURES, "-a", "source=harbour-gazette")
    first = run(tmp_path, *chosen, "-O", "items.jsonl")
    early = run(tmp_path, *chosen, "--json")
    second = run(tmp_path, *chosen, "-a", "ask=all")

    assert (first.code, early.code, second.code) == (0, 0, 0)
    assert json.loads(early.out)["not due"] > 0
    assert first.lines == [
        "harbour-gazette: 4 kept",
        "4 kept, 0 refused, 0 deferred.",
    ]
    assert "0 kept, 0 refused, 0 deferred, 4 in the store" in second.lines[-1]
    assert second.lines[-1].endswith("nothing is stored twice.")
    rows = (tmp_path / "items.jsonl").read_text("utf-8").splitlines()
    assert {json.loads(row)["url"] for row in rows} == first_urls(tmp_path)


def first_urls(folder: Path) -> set[str]:
    (folder / "newscrawler-fixtures.db").rename(folder / "newscrawler.db")
    return Ran(0, "", "", folder).kept()


FULL_DISK = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))
"""


def test_a_full_disk_ends_the_crawl_in_one_line(tmp_path: Path) -> None:
    ran = run(tmp_path, *FIXTURES, before=FULL_DISK)

    assert ran.code == 5, ran.err
    assert "Traceback" not in ran.err
    assert len([line for line in ran.lines if "ERROR" in line]) == 1
