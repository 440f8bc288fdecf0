"""How does a shell know our commands and options? ``completion`` prints what it reads."""

import argparse
import sys
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any, ClassVar

from newscrawler.commands.exits import Exit, complain
from newscrawler.commands.ours import OurCommand
from newscrawler.sources.nearest import suggestion
from newscrawler.terminal.command_table import COMMANDS
from newscrawler.terminal.completing import SHELLS, Completed, Option, script


class Command(OurCommand):
    """``completion bash``, ``completion zsh``, ``completion fish``."""

    name = "completion"
    words = SHELLS
    requires_project = False
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, bool]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return how the command is written."""
        return "bash|zsh|fish"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Print what completes commands and options in bash, zsh or fish"

    def long_desc(self) -> str:
        """Return what the command does, and where its output belongs."""
        return (
            "bash: newscrawler completion bash >"
            " ~/.local/share/bash-completion/completions/newscrawler. zsh: > _newscrawler"
            " in a folder of $fpath. fish: > ~/.config/fish/completions/newscrawler.fish."
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002
        """Print the script; a mistake is one line."""
        if len(args) != 1 or args[0] not in SHELLS:
            near = suggestion(args[0] if args else "", SHELLS)
            self.exitcode = complain("completion", f"name one shell; {near}")
            return
        sys.stdout.write(script(args[0], [*_completed()]))
        self.exitcode = Exit.PLANNED


def _completed() -> Iterator[Completed]:
    """Yield what is written down of all commands: to ask them would import them."""
    text = files(__package__).joinpath("completed.toml").read_text("utf-8")
    tables = tomllib.loads(text)
    every = tuple(map(_option, tables.pop("every")))
    for name, table in tables.items():
        own = tuple(map(_option, table.get("option", ())))
        yield Completed(name, COMMANDS[name], tuple(table["first"]), every + own)


def _option(table: Mapping[str, Any]) -> Option:
    choices, takes = tuple(table.get("choices", ())), table.get("takes_value", False)
    return Option(tuple(table["names"]), table["words"], choices, takes_value=takes)
