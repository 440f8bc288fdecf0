"""Every command and every block of code in the documents does what is said there."""

import argparse
import json
import re
import shlex
import shutil
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from scrapy.commands import ScrapyCommand
from scrapy.settings import Settings

from newscrawler.configuring.known_settings import KNOWN
from newscrawler.sources import read_registry
from newscrawler.sources.objections import read_objections
from newscrawler.terminal.command_table import COMMANDS, SCRAPYS, module_of
from tests.docs.playing import Reader
from tests.docs.reading import DOCS, PAGES, ROOT, Block, blocks, name_of, prose

README = ROOT / "README.md"
TUTORIAL = DOCS / "tutorial.md"
OTHERS = {
    path.stem: path.read_text("utf-8")
    for path in sorted((ROOT / "tests").rglob("test_*.py"))
    if path != Path(__file__)
}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
CODE = [(page, one) for page in PAGES for one in blocks(page)]
FRAGMENTS = [one for one in CODE if one[1].kind == "toml" and not one[1].title]
SOURCE = (
    'id = "a"\nname = "A"\nhome = "https://gazette.example/"\n'
    'domains = ["gazette.example"]\n'
)


def is_anothers(page: Path) -> bool:
    """Tell whether a test of its own types what the page says: it names its file."""
    return any(f'"{page.name}"' in text for text in OTHERS.values())


def commands_of(page: Path) -> list[Block]:
    return [one for one in blocks(page) if one.kind == "sh"]


OURS = [
    one
    for one in PAGES
    if one not in (README, TUTORIAL) and not is_anothers(one) and commands_of(one)
]


def place(found: object) -> str:
    if isinstance(found, Path):
        return name_of(found)
    assert isinstance(found, Block)
    return str(found.line)


@pytest.fixture(scope="module")
def read_tutorial(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of somebody who has done what the tutorial says."""
    folder = tmp_path_factory.mktemp("tutorial")
    Reader(TUTORIAL, folder).play()
    return folder


def test_the_tutorial_is_true(read_tutorial: Path) -> None:
    assert (read_tutorial / "desk" / "report.html").is_file()


def test_the_readme_is_true(tmp_path: Path) -> None:
    Reader(README, tmp_path).play()


@pytest.mark.parametrize("page", OURS, ids=place)
def test_a_page_is_true(page: Path, read_tutorial: Path, tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    shutil.copytree(read_tutorial / "desk", folder)

    Reader(page, folder).play()

    assert read_registry(folder / "sources").sources


@pytest.mark.parametrize(("page", "block"), FRAGMENTS, ids=place)
def test_toml_is_what_our_readers_read(
    page: Path, block: Block, tmp_path: Path
) -> None:
    text = re.sub(r'(sha256 = ")…"', rf'\g<1>{"0" * 64}"', block.text)
    keys = tomllib.loads(text).keys()
    if not {"id", "source", "objection", "when"} & keys:
        text = f"{SOURCE}\n{text}"
    file = tmp_path / f"{page.stem}.toml"
    file.write_text(text, "utf-8")

    if {"objection", "when"} & keys:
        assert read_objections(file)
    else:
        assert read_registry(file).sources


@pytest.mark.parametrize("page", PAGES, ids=place)
def test_python_and_json_are_whole(page: Path) -> None:
    for block in blocks(page):
        if block.kind == "json":
            json.loads(block.text)
        if block.kind == "python":
            compile(block.text, f"{name_of(page)}:{block.line}", "exec")


@pytest.mark.parametrize("page", PAGES, ids=place)
def test_no_block_is_overlooked(page: Path) -> None:
    kinds = {"sh", "text", "toml", "python", "json", "xml", "html", "ini"}

    assert {one.kind for one in blocks(page)} <= kinds
    assert "```" not in prose(page)
    assert not re.search(r"^(?: {4}|\t)\S", prose(page), re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=place)
def test_commands_in_running_text_are_commands(page: Path) -> None:
    for text in re.findall(r"`newscrawler ([^`]+)`", prose(page)):
        name, *words = shlex.split(text)
        assert name in COMMANDS or name in SCRAPYS, text
        if name in COMMANDS:
            assert {one for one in words if one[:1] == "-"} <= options(name), text


def options(name: str) -> set[str]:
    command: ScrapyCommand = import_module(module_of(name)).Command()
    command.settings = Settings()
    parser = argparse.ArgumentParser(conflict_handler="resolve")
    command.add_options(parser)
    return set(parser._option_string_actions)


@pytest.mark.parametrize("page", PAGES, ids=place)
def test_settings_and_extras_are_some(page: Path) -> None:
    text = page.read_text("utf-8")
    extras = re.findall(r"(?:newscrawler|'\.)\[([\w,-]+)\]", text)

    assert set(re.findall(r"NEWSCRAWLER_[A-Z_]*[A-Z]", text)) <= set(KNOWN)
    for extra in ",".join(extras).split(","):
        assert extra in ("", *PROJECT["optional-dependencies"])


def test_make_does_what_we_type_in_its_place() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")

    assert "\ncrawl: venv\n\t$(BIN)/scrapy crawl fixtures\n" in makefile
    assert all(f"\n{name}: venv\n" in makefile for name in ("test", "docs"))


def test_the_readme_leads_somewhere() -> None:
    text = README.read_text("utf-8")
    found = [one for one in re.findall(r"\]\(([^)]+)\)", text) if "://" not in one]

    assert found
    assert [one for one in found if not (ROOT / one).is_file()] == []
    assert len(text.splitlines()) <= 80, "one screen"
