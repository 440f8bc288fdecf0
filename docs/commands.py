"""What does each command say of itself with ``--help``? A page of the reference."""

import argparse
from collections.abc import Iterator
from importlib.metadata import entry_points
from typing import Any

from scrapy.settings import Settings


def commands_page() -> str:
    """Return what each command says with ``--help``."""
    parts = [
        "# Commands",
        (
            "Every command is there as `newscrawler …` in any folder, and as `scrapy …`"
            " in a project. `-s NAME=VALUE` sets a setting of any of them."
        ),
    ]
    found = entry_points(group="scrapy.commands")
    for entry in sorted(found, key=lambda one: one.name):
        if not entry.value.startswith("newscrawler."):
            continue
        command = entry.load()()
        command.settings = Settings()
        parts += [
            f"## {entry.name}",
            f"`newscrawler {entry.name} {command.syntax()}`".replace(" `", "`"),
            command.long_desc(),
            _options(command),
        ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _options(command: Any) -> str:  # noqa: ANN401  a ScrapyCommand
    parser = argparse.ArgumentParser(add_help=False)
    command.add_options(parser)
    rows = list(_rows(parser))
    return "\n".join(["| option | |", "| --- | --- |", *rows]) if rows else ""


def _rows(parser: argparse.ArgumentParser) -> Iterator[str]:
    scrapys = {"Global Options"}
    for group in parser._action_groups:  # noqa: SLF001  argparse has no other door
        if group.title in scrapys:
            continue
        for action in group._group_actions:  # noqa: SLF001
            if action.help == argparse.SUPPRESS:
                continue
            value = (
                "" if action.nargs == 0 else f" {action.metavar or action.dest.upper()}"
            )
            names = ", ".join(f"`{name}{value}`" for name in action.option_strings)
            yield f"| {names} | {(action.help or '').replace('|', ', ')} |"
