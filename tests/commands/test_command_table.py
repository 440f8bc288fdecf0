"""What ``newscrawler --help`` says is what there is, and costs next to nothing."""

import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
import scrapy.commands
from scrapy.commands import ScrapyCommand

from newscrawler.terminal.command_table import COMMANDS, SCRAPYS, help_text, module_of

ROOT = Path(__file__).parent.parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
ENTRY_POINTS = PROJECT["entry-points"]["scrapy.commands"]


def test_the_table_has_each_entry_point_and_crawl() -> None:
    expected = {name: f"{module_of(name)}:Command" for name in COMMANDS}
    del expected["crawl"]  # Scrapy's own in the projects of others

    assert expected == ENTRY_POINTS


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_says_what_a_command_says_of_itself(name: str) -> None:
    command: ScrapyCommand = import_module(module_of(name)).Command()

    assert command.short_desc() == COMMANDS[name]
    assert getattr(command, "name", None) == name


def test_scrapys_commands_are_named() -> None:
    there = {one.name for one in iter_modules(scrapy.commands.__path__)}

    assert set(SCRAPYS) == there - {"crawl"}


def test_help_names_every_command_and_imports_nothing_of_scrapy() -> None:
    code = (
        "import sys; from newscrawler.__main__ import main; main(['--help']);"
        "print(sorted({'scrapy', 'twisted', 'sqlalchemy', 'lxml'} & set(sys.modules)))"
    )
    done = subprocess.run(
        (sys.executable, "-c", code), capture_output=True, text=True, check=True
    )

    *lines, imported = done.stdout.splitlines()
    assert imported == "[]"
    assert "\n".join(lines) + "\n" == help_text(lines[0].split()[1].rstrip(":"))
    assert all(f"\n  {name} " in done.stdout for name in COMMANDS)


def test_a_command_imports_no_other_and_no_migration(tmp_path: Path) -> None:
    code = (
        "import atexit, sys; from newscrawler.__main__ import main;"
        "atexit.register(lambda: print([one for one in sys.modules if one in"
        " ('alembic', 'pyarrow', 'newscrawler.commands.audit', 'scrapy.shell')]));"
        "main(['sources', 'list', '--quiet'])"
    )
    done = subprocess.run(
        (sys.executable, "-c", code),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout == "[]\n"
