"""Which exit code says what, and how is a mistake said? DESIGN section 10."""

import argparse
import json
import logging
import sys
from collections.abc import Callable
from enum import IntEnum
from pathlib import Path

from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings

from newscrawler.report.outcome import shown

NUMBERS = (
    "CONCURRENT_REQUESTS",
    "CONCURRENT_REQUESTS_PER_DOMAIN",
    "DOWNLOAD_DELAY",
    "DOWNLOAD_MAXSIZE",
    "DOWNLOAD_TIMEOUT",
)
"""Settings of Scrapy that people write by hand, and that must be numbers."""


class Exit(IntEnum):
    """How a command ended."""

    PLANNED = 0
    INTERNAL = 1
    USAGE = 2
    REFUSED = 3
    DEFERRED = 4
    EVIDENCE = 5
    ERRORS = 6


def complain(command: str, problem: str) -> Exit:
    """Print a mistake of the user, a line each, and return its exit code."""
    for line in problem.splitlines():
        sys.stderr.write(f"{command}: {shown(line)}\n")
    return Exit.USAGE


def write_json(value: object) -> None:
    """Write JSON to stdout; what a terminal would obey is escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    sound = (
        one if one.isprintable() or one == "\n" else json.dumps(one)[1:-1]
        for one in text
    )
    sys.stdout.write("".join(sound) + "\n")


def options_or_exit(
    command: str,
    read: Callable[[], None],
    args: list[str],
    opts: argparse.Namespace,
    settings: BaseSettings,
) -> None:
    """Read the options; leave with one line if Scrapy would show more, or fail later."""
    try:
        read()
        if opts.logfile:
            Path(opts.logfile).open("ab").close()
    except UsageError as error:
        raise SystemExit(complain(command, str(error))) from None
    except OSError as error:
        words = f"{error.filename}: {error.strerror}"
        raise SystemExit(complain(command, words)) from None
    problem = _unknown_option(args) or _settings_problem(settings)
    if problem is not None:
        raise SystemExit(complain(command, problem))


def _unknown_option(args: list[str]) -> str | None:
    for one in args:
        if one.startswith("-") and one != "-":
            return f"unknown option {one!r}; --help lists them"
    return None


def _settings_problem(settings: BaseSettings) -> str | None:
    level = str(settings["LOG_LEVEL"])
    if level not in logging.getLevelNamesMapping() and not level.isdigit():
        return f"LOG_LEVEL: {level!r} is no level; DEBUG, INFO, WARNING and ERROR are"
    for name in NUMBERS:
        try:
            settings.getfloat(name)
        except (TypeError, ValueError):
            return f"{name}: {settings[name]!r} is no number"
    return None
