"""Which exit code says what, and how is a mistake said? DESIGN section 10."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping
from enum import IntEnum
from pathlib import Path

from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings

from newscrawler.commands.scrapys_settings import (
    misspelt_setting,
    unreadable_setting,
)
from newscrawler.configuring.guarded_files import guarded_problem
from newscrawler.configuring.withheld import without_passwords
from newscrawler.report.outcome import shown
from newscrawler.sources.nearest import find_nearest


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
    """Print a mistake of the user, a line each, and return its exit code.

    What he typed is quoted, but for a password.
    """
    for line in problem.splitlines():
        sys.stderr.write(f"{command}: {shown(without_passwords(line))}\n")
    return Exit.USAGE


def problem_of(error: OSError) -> str:
    """Return which file the system would not give, and why.

    Who closed the pipe that we write to has read enough, and made no mistake.
    """
    if isinstance(error, BrokenPipeError):
        raise error
    where = "" if error.filename is None else f"{error.filename}: "
    return f"{where}{error.strerror}"


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
    pidfile, opts.pidfile = opts.pidfile, None  # Scrapy writes it unasked
    try:
        read()
        files = {"LOG_FILE": settings["LOG_FILE"], "--pidfile": pidfile}
        _check_files(settings, files | {"--profile": opts.profile})
        if settings["LOG_FILE"]:
            Path(settings["LOG_FILE"]).open("ab").close()
    except UsageError as error:
        raise SystemExit(complain(command, str(error))) from None
    except OSError as error:
        words = f"LOG_FILE: {problem_of(error)}; name another file"
        raise SystemExit(complain(command, words)) from None
    if pidfile:
        _write_pidfile(command, pidfile)
    problem = _unknown_option(args, opts) or misspelt_setting(opts)
    problem = problem or unreadable_setting(settings)
    if problem is not None:
        raise SystemExit(complain(command, problem))


def _write_pidfile(command: str, name: str) -> None:
    try:
        Path(name).write_text(f"{os.getpid()}\n", "utf-8")
    except OSError as error:
        words = f"--pidfile: {problem_of(error)}; name another file"
        raise SystemExit(complain(command, words)) from None


def _check_files(settings: BaseSettings, files: Mapping[str, str | None]) -> None:
    """Raise UsageError where a file that Scrapy would write is one to keep."""
    for named, name in files.items():
        problem = guarded_problem(settings, Path(name)) if name else None
        if problem is not None:
            raise UsageError(f"{named}: {problem}")


def _unknown_option(args: list[str], opts: argparse.Namespace) -> str | None:
    """Return what is wrong with an option that nobody reads, None if there is none."""
    known = [f"--{name.replace('_', '-')}" for name in vars(opts)]
    for one in args:
        if one.startswith("-") and one != "-":
            near = find_nearest(one.partition("=")[0], known)
            mend = f"did you mean {near}?" if near else "--help lists them"
            return f"unknown option {one!r}; {mend}"
    return None
