"""``lint-site``: a host's or its files' flaws, with the mend."""

import inspect
import json
from pathlib import Path

import pytest
from scrapy.cmdline import _get_commands_from_module

from newscrawler.commands.lint_site import Command
from tests.wire.running import run

CONTACT = ("-s", "NEWSCRAWLER_CONTACT=desk@paper.test")
SITES = ("-s", "NEWSCRAWLER_FIXTURES=sites")


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def host(folder: Path, name: str = "paper.test") -> Path:
    site = folder / "sites" / name
    site.mkdir(parents=True)
    return site


def test_scrapy_finds_it_by_its_entry_point_alone() -> None:
    found = _get_commands_from_module("newscrawler.commands", inproject=True)

    assert "audit" in found
    assert not {"lint_site", "lint-site"} & set(found)
    assert inspect.isclass(Command)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "name one host, or files, or a folder of them"),
        (("paper.test", "other.test"), "'paper.test' is no file and no host"),
        (("none.html",), "'none.html' is no file and no host"),
        (("robots.txt", "none.html"), "'none.html' is no file and no host"),
        (("paper",), "'paper' is no file and no host"),
        (("https://",), "'https://' is no file and no host"),
        (("empty",), "empty: no robots.txt, tdmrep.json or *.html in it"),
        (("notes.md",), "notes.md: is not named robots.txt, tdmrep.json or *.html"),
        (("robots.txt", "--header", "noai"), "--header 'noai': write it as"),
        (("paper.test", "--header", "a: b"), "--header is for saved files"),
        (("paper.test",), "NEWSCRAWLER_CONTACT: '' is nobody"),
        (("robots.txt", "--jsno"), "unknown option '--jsno'"),
        (("robots.txt", "folder"), "a second robots.txt; name one site"),
    ],
)
def test_a_mistake_is_one_line(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    write(tmp_path, robots_txt="", notes_md="", folder__robots_txt="")
    (tmp_path / "empty").mkdir()
    ran = run(tmp_path, "lint-site", *arguments)

    assert (ran.code, ran.out) == (2, ""), ran.err
    assert len(ran.lines) == 1
    assert ran.lines[0].startswith("lint-site: ")
    assert words in ran.lines[0]


def test_a_folder_is_judged_whole(tmp_path: Path) -> None:
    write(
        tmp_path,
        robots_txt="User-agent: *\nDisalow: /a\n",
        tdmrep_json='{"location": "/", "tdm-reservation": 1}',
        news__page_html="<meta name=robots value=noai>",
    )
    ran = run(tmp_path, "lint-site", ".")

    assert ran.code == 3
    assert [line.partition(":")[0] for line in ran.out.splitlines()] == [
        "robots.txt line 2",
        "tdmrep.json",
        "news/page.html head > meta",
    ]
    assert ran.out.count("; write: ") == 3


def test_headers_of_saved_pages_are_what_the_command_line_gives(
    tmp_path: Path,
) -> None:
    write(tmp_path, robots_txt="User-agent: GPTBot\nAllow: /\n", page_html="<p>Open.")
    files = ("robots.txt", "page.html")
    ran = run(tmp_path, "lint-site", *files, "--header", "X-Robots-Tag: noai")

    assert ran.code == 3
    assert "lets GPTBot in: line 2" in ran.out


def test_a_sound_site_is_code_0_and_nothing_on_stdout(tmp_path: Path) -> None:
    write(tmp_path, robots_txt="User-agent: *\nAllow: /\n")
    ran = run(tmp_path, "lint-site", "robots.txt")

    assert (ran.code, ran.out) == (0, "")
    assert ran.lines == ["lint-site: nothing found"]


def test_a_host_is_asked_for_its_documents_and_its_home_page(tmp_path: Path) -> None:
    site = host(tmp_path)
    (site / "robots.txt").write_text("User-agent: *\nContent-Signal: ai-train=yes\n")
    (site / "index.html").write_text("<p>Open.")
    (site / "site.toml").write_text('[site]\nheaders = { X-Robots-Tag = "noai" }\n')
    ran = run(tmp_path, "lint-site", "paper.test", *SITES, "--json")

    assert ran.code == 3, ran.err
    (flaw,) = json.loads(ran.out)
    assert flaw["check"] == "contradictions"
    assert flaw["document"] == "https://paper.test/"
    assert flaw["place"] == "header x-robots-tag"
    assert not list(tmp_path.glob("*.db"))


def test_a_site_that_lets_nobody_in_is_judged_by_its_documents(tmp_path: Path) -> None:
    site = host(tmp_path)
    (site / "robots.txt").write_text("User-agent: *\nDisallow: /\nZebra: 1\n")
    ran = run(tmp_path, "lint-site", "https://paper.test/a?b", *SITES)

    assert ran.code == 3
    assert ran.out.startswith("https://paper.test/robots.txt line 3: ")
    assert ran.lines[0].startswith("lint-site: home page not read: User-agent: *")


@pytest.mark.parametrize("failure", ["status = 503", 'failure = "dns"'])
def test_a_host_that_cannot_be_heard_is_code_4(tmp_path: Path, failure: str) -> None:
    (host(tmp_path) / "site.toml").write_text(f'["/robots.txt"]\n{failure}\n')
    ran = run(tmp_path, "lint-site", "paper.test", *SITES)

    assert (ran.code, ran.out) == (4, "")
    assert ran.lines[0].startswith("lint-site: not heard: ")


def test_a_fixture_host_is_answered_from_the_fixtures(tmp_path: Path) -> None:
    ran = run(tmp_path, "lint-site", "nusakita.example")

    assert ran.code == 3
    assert ran.lines == ["lint-site: answered from the fixture sites"]
    assert "in words alone" in ran.out
