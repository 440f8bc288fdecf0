"""How does a shell know our commands and options? ``completion`` prints what it reads."""

import argparse
import sys
from importlib import import_module
from typing import ClassVar

from newscrawler.command_table import COMMANDS, module_of
from newscrawler.commands.exits import Exit, complain
from newscrawler.commands.ours import OurCommand
from newscrawler.completing import SHELLS, Completed, Option, script
from newscrawler.dispatch import parser_of
from newscrawler.policy import Purpose
from newscrawler.sources.nearest import suggestion

PURPOSES = ("--purpose", "--purposes")


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
        assert self.settings is not None
        found = []
        for name, words in COMMANDS.items():
            command = import_module(module_of(name)).Command()
            parser = parser_of(name, command, self.settings.copy())
            options = tuple(map(_option, parser._actions))  # noqa: SLF001  no other way
            found.append(Completed(name, words, getattr(command, "words", ()), options))
        sys.stdout.write(script(args[0], found))
        self.exitcode = Exit.PLANNED


def _option(action: argparse.Action) -> Option:
    """Return an option of argparse as a shell needs it."""
    names = tuple(action.option_strings)
    choices: tuple[str, ...] = tuple(map(str, action.choices or ()))
    if any(name in PURPOSES for name in names):
        choices = tuple(purpose.value for purpose in Purpose)
    words = " ".join((action.help or "").replace("%%", "%").split())
    return Option(names, words, choices, takes_value=action.nargs != 0)
