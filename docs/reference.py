"""Which pages of the reference does the code itself say? ``python docs/reference.py``.

A test holds the files in ``docs/reference/`` equal to what is returned here.
"""

import importlib
import json
import pkgutil
import re
import runpy
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from newscrawler import settings as defaults
from newscrawler.commands.exits import MEANING, Exit
from newscrawler.commands.project import MEANINGS
from newscrawler.configuring.known_settings import KNOWN
from newscrawler.configuring.weakening import FIXED
from newscrawler.handlers import REQUESTS_STAT
from newscrawler.policy import signals
from newscrawler.policy.visit import Signal
from newscrawler.report.metrics import METRICS
from newscrawler.report.monitors import MONITORS
from newscrawler.sources import keys, objections, reader, rights
from newscrawler.sources.forms import UNITS

FOLDER = Path(__file__).parent / "reference"
MADE = "<!-- made by docs/reference.py: write in the code -->\n\n"


def pages() -> dict[str, str]:
    """Return the pages by their file's name."""
    return {
        "signals.md": MADE + signals_page(),
        "decision.md": MADE + decision_page(),
        "commands.md": MADE + made_by("commands.py", "commands_page"),
        "settings.md": MADE + settings_page(),
        "exit-codes.md": MADE + exits_page(),
        "toml.md": MADE + toml_page(),
        "stats.md": MADE + stats_page(),
        "bounds.md": MADE + made_by("bounds.py", "bounds_page"),
    }


def made_by(script: str, name: str) -> str:
    """Return what a script beside this one makes."""
    return str(runpy.run_path(str(Path(__file__).with_name(script)))[name]())


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
        is_told = f"## {signal.name}" in parts  # two ways, one name in decisions
        title = name.replace("_", "-") if is_told else signal.name
        heard = (
            "after the fetch alone" if signal.of_page else "before and after the fetch"
        )
        named = f" Decisions name it `{signal.name}`." if is_told else ""
        parts += [f"## {title}", text, f"Read {heard}.{named}"]
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
    rows = (
        f"| `{name}` | {_kind(one)} | {one.get('description', '')} |"
        for name, one in schema["properties"].items()
    )
    return table(("field", "holds", ""), rows)


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


def settings_page() -> str:
    """Return our settings with their defaults, and what we set of Scrapy's."""
    ours = [
        f"| `{name}` | {_value(getattr(defaults, name, ''))} | {code_words(words)} |"
        for name, words in KNOWN.items()
    ]
    fixed = [f"| `{name}` | `{one}` | {why} |" for name, (one, why) in FIXED.items()]
    purposes = [f"| `{one.value}` | {words} |" for one, words in MEANINGS.items()]
    parts = [
        "# Settings",
        (
            "`-s NAME=VALUE` sets one for a command; `newscrawler_settings.py`, which"
            " `init` writes, or the settings module of any Scrapy project sets it for"
            " good. A name with our prefix that is none of these is an error."
        ),
        table(("setting", "default", ""), ours),
        "## Purposes",
        "A list in Python, or names with commas between them: `search,archive`.",
        table(("purpose", "meaning"), purposes),
        "## Settings of Scrapy's that are ours",
        (
            "A project of `init` begins with these. Its own values count where it sets"
            " some, within what follows below."
        ),
        table(("setting", "default"), _scrapys()),
        "## Settings of Scrapy's that have one value",
        "With another value the crawl does not start, and a line says why.",
        table(("setting", "value", "why"), fixed),
    ]
    return "\n\n".join(parts) + "\n"


def _scrapys() -> Iterator[str]:
    """Yield a row for each setting that says how polite, and how greedy, we are."""
    for name in sorted(vars(defaults)):
        value = getattr(defaults, name)
        is_number = isinstance(value, int) and name not in FIXED
        if name.isupper() and name not in KNOWN and is_number:
            yield f"| `{name}` | {_value(value)} |"


def _value(value: object) -> str:
    shown = ", ".join(value) if isinstance(value, list) else value
    return f"`{shown}`" if shown not in ("", None) else "none"


def code_words(text: str) -> str:
    """Return a text with the names of settings and extras as code."""
    return re.sub(r"(NEWSCRAWLER_\w+|newscrawler\[[\w-]+\])", r"`\1`", text)


def table(head: Sequence[str], rows: Iterable[str]) -> str:
    """Return a table of rows that are Markdown already."""
    line = "| " + " | ".join(head) + " |"
    return "\n".join((line, "| --- " * len(head) + "|", *rows))


def exits_page() -> str:
    """Return what each exit code says."""
    rows = [f"| {one.value} | {MEANING[one]} |" for one in Exit]
    parts = [
        "# Exit codes",
        "Of every command; what a command adds of its own stands with it.",
        table(("code", "the command"), rows),
        (
            "A [monitor](../watching.md) that finds an error turns 0 into 6 and leaves"
            " 3 and 4; a ledger with a hole is 5."
        ),
    ]
    return "\n\n".join(parts) + "\n"


def toml_page() -> str:
    """Return every key of the files that an operator writes."""
    tables = (
        ("A source", "`sources/*.toml`, one a file, or several `[[source]]` in one.",
         reader.SOURCE, keys.SOURCE, reader.REQUIRED),
        ("[[permission]]", "In its source's file.",
         rights.PERMISSION, keys.PERMISSION, rights.PERMISSION_REQUIRED),
        ("[[reading]]", "In its source's file.",
         rights.READING, keys.READING, tuple(rights.READING)),
        ("An objection", "`objections/*.toml`, one a file, or several `[[objection]]`.",
         objections.OBJECTION, keys.OBJECTION, objections.REQUIRED),
    )  # fmt: skip
    parts = [
        "# Keys of sources, permissions and objections",
        (
            "The files are TOML. An unknown key is an error that names the file, the"
            " line and the nearest known key; `newscrawler sources check` finds them all."
        ),
    ]
    for title, words, examples, meaning, required in tables:
        rows = [
            f"| `{key}` | {'yes' if key in required else ''} | `{example.partition(', as ')[0]}` |"
            f" {meaning[key]} |"
            for key, example in examples.items()
        ]
        head = ("key", "required", "for example", "meaning")
        parts += [f"## {title}", words, table(head, rows)]
    selects = [f"`{one}`" for one in reader.SELECT]
    parts += ["## [select]", f"A CSS selector for any of: {', '.join(selects)}."]
    units = ", ".join(f"`{unit}`" for unit in UNITS)
    parts += ["## Durations", f"A number and a unit: {units}, or a plural of them."]
    return "\n\n".join(parts) + "\n"


def stats_page() -> str:
    """Return what a crawl counts: stats of Scrapy's, metrics of Prometheus."""
    rows = []
    for one in METRICS:
        kind, labels = one.kind.value.partition(",")[0], ", ".join(one.labels)
        stat = f"{one.stat}<{labels}>" if (one.stat or "")[-1:] == "/" else one.stat
        shown = f"`{stat}`" if stat else ""
        rows.append(f"| `{one.name}` | {kind} | {labels} | {shown} | {one.words} |")
    monitors = [one.__name__.replace("_", "-") for one in MONITORS]
    parts = [
        "# Stats and metrics",
        (
            "A crawl counts in Scrapy's stats; [metrics](../watching.md#metrics) for"
            " Prometheus follow them. Labels hold no URL; a site is its source's id."
        ),
        table(("metric", "type", "labels", "stat of Scrapy's", "what"), rows),
        (
            "`newscrawler/signal/` ends in the name of a [signal](signals.md), or in"
            f" `fault`; `newscrawler/monitor/` in {', '.join(f'`{m}`' for m in monitors)}."
            f" `{REQUESTS_STAT}` counts what fixture sites were asked."
        ),
    ]
    return "\n\n".join(parts) + "\n"


def main() -> None:
    """Write the pages."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, "utf-8")
    made_by("completed.py", "main")


if __name__ == "__main__":
    main()
