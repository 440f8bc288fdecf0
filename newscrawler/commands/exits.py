"""Which exit code says what, and how is a mistake said? DESIGN section 10."""

import argparse
import json
import logging
import sys
from collections.abc import Callable
from difflib import get_close_matches
from enum import IntEnum
from pathlib import Path

from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings, default_settings
from scrapy.utils.conf import arglist_to_dict

from newscrawler.known_settings import PREFIX
from newscrawler.report.outcome import shown
from newscrawler.sources.nearest import find_nearest

NUMBERS = (
    "CONCURRENT_REQUESTS",
    "CONCURRENT_REQUESTS_PER_DOMAIN",
    "DOWNLOAD_DELAY",
    "DOWNLOAD_MAXSIZE",
    "DOWNLOAD_TIMEOUT",
)
"""Settings of Scrapy that people write by hand, and that must be numbers."""


SCRAPYS = tuple(name for name in dir(default_settings) if name.isupper())
"""Scrapy's settings by name."""

MISSPELT = 0.9
"""How alike a setting and one of Scrapy's are, from 0 to 1, to be meant: our choice."""


class Exit(IntEnum):
    """How a command ended."""

    PLANNED = 0
    INTERNAL = 1
    USAGE = 2
    REFUSED = 3
    DEFERRED = 4
    EVIDENCE = 5
    ERRORS = 6


MEANING = {
    Exit.PLANNED: "ended as planned, a crawl's refusals included",
    Exit.INTERNAL: "an error of ours, or one that nobody foresaw",
    Exit.USAGE: "a mistake in what was typed, in a setting, a source or a file",
    Exit.REFUSED: "refused: the URL that was asked about, a crawl in which nothing was"
    " allowed, an audit with a refused purpose, an export with nothing in it",
    Exit.DEFERRED: "deferred only: somebody went unheard, and is asked again later",
    Exit.EVIDENCE: "the evidence is broken, or cannot be written",
    Exit.ERRORS: "ended, with errors",
}
"""What a person is told of each."""


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
    problem = _unknown_option(args, opts) or _settings_problem(settings, opts)
    if problem is not None:
        raise SystemExit(complain(command, problem))


def _unknown_option(args: list[str], opts: argparse.Namespace) -> str | None:
    """Return what is wrong with an option that nobody reads, None if there is none."""
    known = [f"--{name.replace('_', '-')}" for name in vars(opts)]
    for one in args:
        if one.startswith("-") and one != "-":
            near = find_nearest(one.partition("=")[0], known)
            mend = f"did you mean {near}?" if near else "--help lists them"
            return f"unknown option {one!r}; {mend}"
    return None


def _misspelt_setting(opts: argparse.Namespace) -> str | None:
    """Return what is wrong with a setting that is written nearly like one of Scrapy's.

    Others are let pass: of which add-on they are nobody can tell.
    """
    for name in arglist_to_dict(opts.set):
        if name in SCRAPYS or name.startswith(PREFIX):
            continue
        near = get_close_matches(name.upper(), SCRAPYS, n=1, cutoff=MISSPELT)
        if near:
            return f"-s {name}: no such setting; did you mean {near[0]}?"
    return None


def _settings_problem(settings: BaseSettings, opts: argparse.Namespace) -> str | None:
    problem = _misspelt_setting(opts)
    if problem is not None:
        return problem
    level = str(settings["LOG_LEVEL"])
    if level not in logging.getLevelNamesMapping() and not level.isdigit():
        return f"LOG_LEVEL: {level!r} is no level; DEBUG, INFO, WARNING and ERROR are"
    for name in NUMBERS:
        try:
            settings.getfloat(name)
        except (TypeError, ValueError):
            return f"{name}: {settings[name]!r} is no number"
    return None
