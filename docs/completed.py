"""What does a shell complete? Asked of every command, for `newscrawler completion`.

Written down, as to ask them imports them all: a second that a new shell would wait.
"""

import argparse
import json
from collections.abc import Collection, Iterator
from importlib import import_module
from pathlib import Path

from scrapy.settings import Settings

from newscrawler import settings as defaults
from newscrawler.policy import Purpose
from newscrawler.terminal.command_table import COMMANDS, module_of
from newscrawler.terminal.completing import Completed, Option
from newscrawler.terminal.dispatch import parser_of

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "newscrawler" / "commands" / "completed.toml"
PURPOSES = ("--purpose", "--purposes")
MADE = "# What shells complete, made by docs/reference.py: write in the commands.\n"


def completed_toml() -> str:
    """Return the options of every command, then words and options of each, a table each."""
    found = list(_completed())
    every = [one for one in found[0].options if all(one in of.options for of in found)]
    lines = [MADE, *(line for one in every for line in _option_lines("every", one))]
    return "\n".join(
        (*lines, "", *(line for one in found for line in _lines(one, every)))
    )


def _completed() -> Iterator[Completed]:
    settings = Settings()
    settings.setmodule(defaults)
    for name, words in COMMANDS.items():
        command = import_module(module_of(name)).Command()
        parser = parser_of(name, command, settings.copy())
        options = tuple(map(_option, parser._actions))  # noqa: SLF001  no other way
        yield Completed(name, words, tuple(getattr(command, "words", ())), options)


def _option(action: argparse.Action) -> Option:
    """Return an option of argparse as a shell needs it."""
    names = tuple(action.option_strings)
    choices: tuple[str, ...] = tuple(map(str, action.choices or ()))
    if any(name in PURPOSES for name in names):
        choices = tuple(purpose.value for purpose in Purpose)
    words = " ".join((action.help or "").replace("%%", "%").split())
    return Option(names, words, choices, takes_value=action.nargs != 0)


def _lines(one: Completed, every: Collection[Option]) -> Iterator[str]:
    yield f"[{one.name}]"
    yield f"first = {_text(list(one.first))}"
    for option in one.options:
        if option not in every:
            yield from _option_lines(f"{one.name}.option", option)
    yield ""


def _option_lines(table: str, option: Option) -> Iterator[str]:
    yield f"[[{table}]]"
    yield f"names = {_text(list(option.names))}"
    yield f"words = {_text(option.words)}"
    if option.choices:
        yield f"choices = {_text(list(option.choices))}"
    if option.takes_value:
        yield "takes_value = true"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)  # TOML's strings are JSON's


def main() -> None:
    """Write the file."""
    FILE.write_text(completed_toml(), "utf-8")


if __name__ == "__main__":
    main()
