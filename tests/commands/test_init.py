"""``init``: what it writes works at once, and nothing is overwritten."""

import json
import tomllib
from argparse import Namespace
from pathlib import Path

import pytest

from newscrawler.commands.init import Command
from newscrawler.commands.project import MEANINGS, project_files
from newscrawler.configuring.known_settings import KNOWN
from newscrawler.policy import Purpose
from newscrawler.sources import RegistryError, read_registry
from tests.terminal import on_terminal
from tests.wire.running import run

GIVEN = ("--contact", "https://desk.test/bot", "--purposes", "search,archive")
FILES = {
    ".gitignore",
    "newscrawler_settings.py",
    "scrapy.cfg",
    "sources/example.toml.txt",
    "sources/permission.toml.txt",
}


def written(folder: Path) -> set[str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)) for path in found}


def test_what_it_writes_says_which_source_to_add(tmp_path: Path) -> None:
    ran = run(tmp_path, "init", "desk", *GIVEN)
    crawled = run(tmp_path / "desk", "crawl", "news")

    assert (ran.code, written(tmp_path / "desk") - FILES) == (0, set())
    assert set(ran.out.splitlines()) == {f"desk/{name}" for name in FILES}
    assert crawled.code == 2
    no_source = "no *.toml file in this folder; newscrawler sources add URL writes one"
    assert len(crawled.lines) == 1
    assert crawled.err.startswith(f"crawl: {tmp_path}/desk/sources: {no_source}")


def test_who_objects_is_heard_from_every_folder_of_a_project(tmp_path: Path) -> None:
    run(tmp_path, "init", *GIVEN)
    (tmp_path / "sources" / "example.toml.txt").rename(tmp_path / "sources" / "a.toml")
    (tmp_path / "objections").mkdir()
    (tmp_path / "objections" / "paper.toml").write_text("who = 1\n", "utf-8")
    ran = run(tmp_path / "sources", "crawl", "news")

    assert ran.code == 2
    assert "objections/paper.toml" in ran.lines[0]


def test_a_crawl_goes_on_when_a_source_was_added(tmp_path: Path) -> None:
    site = "https://harbour-gazette.example/"
    fixtures = Path(__file__).parent.parent.parent / "fixtures" / "sites"
    here = ("-s", f"NEWSCRAWLER_FIXTURES={fixtures}")
    run(tmp_path, "init", *GIVEN)
    added = run(tmp_path, "sources", "add", site, *here)
    inside = run(tmp_path / "sources", "crawl", "news", *here)  # from below as well

    assert added.code == 0, added.err
    assert inside.code == 0, inside.err
    assert (tmp_path / "newscrawler.db").exists()
    assert "harbour-gazette-example: " in inside.err


def test_json_names_the_files_and_quiet_says_nothing(tmp_path: Path) -> None:
    ran = run(tmp_path, "init", *GIVEN, "--json", "--quiet")

    assert (ran.code, ran.err) == (0, "")
    assert set(json.loads(ran.out)["files"]) == FILES


def test_what_is_given_is_what_the_settings_say() -> None:
    texts = project_files('O\'Neil "desk" <é@desk.test>', [Purpose.TDM])
    found: dict[str, object] = {"__file__": "/somewhere/settings.py"}
    exec(texts["newscrawler_settings.py"], found)

    assert found["NEWSCRAWLER_CONTACT"] == 'O\'Neil "desk" <é@desk.test>'
    assert found["NEWSCRAWLER_PURPOSES"] == ["tdm"]
    assert {name for name in found if name.startswith("NEWSCRAWLER_")} <= set(KNOWN)
    assert found["NEWSCRAWLER_SOURCES"] == "/somewhere/sources"


def test_each_purpose_is_explained() -> None:
    settings = project_files("", [])["newscrawler_settings.py"]

    assert set(MEANINGS) == set(Purpose)
    for purpose, words in MEANINGS.items():
        assert f"#   {purpose.value:<13} {words}\n" in settings


def test_the_example_and_the_permission_are_read(tmp_path: Path) -> None:
    texts = project_files("", [])
    example = texts["sources/example.toml.txt"]
    permission = texts["sources/permission.toml.txt"].replace("…", 64 * "0")
    every_key = "\n".join(
        line.removeprefix("# ") if " = " in line or "# [" in line else line
        for line in example.splitlines()
    )
    for name, text in {"plain": example, "full": f"{every_key}\n{permission}"}.items():
        folder = tmp_path / name
        folder.mkdir()
        (folder / "gazette.toml").write_text(text, "utf-8")

    assert tomllib.loads(every_key)["retention"] == "2 years"
    assert len(read_registry(tmp_path / "plain").sources) == 1
    try:
        (source,) = read_registry(tmp_path / "full").sources
    except RegistryError as error:  # the letter is not there, and nothing else is amiss
        pytest.fail(str(error))
    assert source.permissions[0].problem


@pytest.mark.parametrize("there", sorted(FILES))
def test_what_is_there_is_not_overwritten(there: str, tmp_path: Path) -> None:
    (tmp_path / there).parent.mkdir(exist_ok=True)
    (tmp_path / there).write_text("mine", "utf-8")
    command = Command()
    command.run(
        [str(tmp_path)], Namespace(yes=True, contact=None, purposes=None, json=False)
    )

    assert command.exitcode == 2
    assert written(tmp_path) == {there}
    assert (tmp_path / there).read_text("utf-8") == "mine"


def test_on_a_terminal_it_asks_and_asks_again(tmp_path: Path) -> None:
    answers = ("nobody\n", "mail@desk.test\n", "serch\n", "search tdm\n")
    code, said = on_terminal(tmp_path, ("init",), answers)
    written = (tmp_path / "newscrawler_settings.py").read_text("utf-8")

    assert code == 0
    assert "'nobody' is nobody that a publisher can write to" in said
    assert "'serch' is no purpose; did you mean search?" in said
    assert all(words in said for words in MEANINGS.values())
    assert 'NEWSCRAWLER_CONTACT = "mail@desk.test"\n' in written
    assert 'NEWSCRAWLER_PURPOSES = ["search", "tdm"]\n' in written
