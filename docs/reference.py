"""Which pages of the reference does the code itself say? ``python docs/reference.py``.

A test holds the files in ``docs/reference/`` equal to what is returned here.
"""

import argparse
import importlib
import json
import pkgutil
import re
from collections.abc import Iterator
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path
from typing import Any

from scrapy.settings import Settings

from newscrawler.policy import signals
from newscrawler.policy.visit import Signal

FOLDER = Path(__file__).parent / "reference"
MADE = "<!-- made by docs/reference.py: write in the code -->\n\n"


def pages() -> dict[str, str]:
    """Return the pages by their file's name."""
    return {
        "signals.md": MADE + signals_page(),
        "decision.md": MADE + decision_page(),
        "commands.md": MADE + commands_page(),
    }


def signals_page() -> str:
    """Return what each signal reads, by which specification, and where we are stricter."""
    modules = sorted(one.name for one in pkgutil.iter_modules(signals.__path__))
    parts = [
        "# Signals",
        (
            "Every way in which a site can state a preference is one module of"
            " `newscrawler/policy/signals/`. What follows is what each says of itself;"
            ' "house rule" marks where newscrawler is stricter than the specification.'
        ),
    ]
    for name in modules:
        module = importlib.import_module(f"{signals.__name__}.{name}")
        signal: Signal = module.SIGNAL
        text = linked(module.__doc__ or "")
        heard = (
            "after the fetch alone" if signal.of_page else "before and after the fetch"
        )
        parts += [f"## {signal.name}", text, f"Read {heard}."]
    return "\n\n".join(parts) + "\n"


def linked(text: str) -> str:
    """Return a docstring as Markdown: code in backticks, addresses as links."""
    text = re.sub(r"``(.+?)``", r"`\1`", text.strip(), flags=re.DOTALL)
    return re.sub(r"(?<![<`(])(https?://[^\s,;)]+[^\s,;).:])", r"<\1>", text)


def decision_page() -> str:
    """Return the fields of a decision, and where its JSON Schema is."""
    schema = json.loads(
        files("newscrawler.policy").joinpath("decision.schema.json").read_text("utf-8")
    )
    parts = ["# A decision as JSON", schema["description"]]
    parts.append(
        "`explain --json` prints one, `ledger show --json` many. The JSON Schema ships in"
        " the package: `newscrawler/policy/decision.schema.json`."
    )
    parts.append(_fields(schema))
    for name in ("statement", "fault"):
        parts += [f"## {name}", _fields(schema["$defs"][name])]
    return "\n\n".join(parts) + "\n"


def _fields(schema: dict[str, Any]) -> str:
    rows = ["| field | holds | |", "| --- | --- | --- |"]
    for name, one in schema["properties"].items():
        rows.append(f"| `{name}` | {_kind(one)} | {one.get('description', '')} |")
    return "\n".join(rows)


def _kind(one: dict[str, Any]) -> str:
    if "enum" in one:
        return ", ".join(f"`{value}`" for value in one["enum"])
    if "$ref" in one:
        return str(one["$ref"]).rpartition("/")[2]
    if "oneOf" in one:
        return " or ".join(_kind(choice) for choice in one["oneOf"])
    kind = one["type"]
    if kind == "array":
        return f"list of {_kind(one['items'])}"
    return " or ".join(kind) if isinstance(kind, list) else str(kind)


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


def main() -> None:
    """Write the pages."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
