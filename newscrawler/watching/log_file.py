"""Where is a crawl's whole log, when a person sees its warnings alone?

Who runs a crawl on a terminal sees what LOG_LEVEL lets through; all of it goes to a file
of the run's own in the folder ``logs`` of the project. In a pipe and in a job, and where
LOG_FILE, LOG_ENABLED or NEWSCRAWLER_LOG_JSON say something, the log is as they say.
"""

import logging
import os
import sys
import time
from contextlib import suppress
from pathlib import Path

from scrapy.settings import BaseSettings
from scrapy.utils.conf import closest_scrapy_cfg

from newscrawler.configuring.withheld import Secrets
from newscrawler.report.outcome import shown
from newscrawler.terminal.talk import say
from newscrawler.watching.json_logs import is_json
from newscrawler.watching.safe_log import SafeFormatter

FOLDER = "logs"
"""Beside scrapy.cfg."""

KEPT = 20
"""Logs that are kept, the newest: our choice."""

OWNERS = 0o600
"""A log names what was read and when: its owner's alone."""


def keep_log(settings: BaseSettings, command: str) -> None:
    """Write the whole log into a file, where a person runs a command in a project.

    A folder that cannot be written is said, and the command goes on without.
    """
    folder = log_folder(settings)
    if folder is None or not sys.stderr.isatty():
        return
    try:
        handler = _handler(folder, command, settings)
        _forget(folder)
    except OSError as error:
        words = f"{command}: {error.filename}: {error.strerror}; there will be no log"
        sys.stderr.write(shown(words) + "\n")
        return
    logging.root.addHandler(handler)
    say(shown(f"{command}: the whole log is in {handler.baseFilename}"))


def log_folder(settings: BaseSettings) -> Path | None:
    """Return the folder of logs, None where the settings or the place want none."""
    found = closest_scrapy_cfg()
    is_wanted = found and settings.getbool("LOG_ENABLED") and not settings["LOG_FILE"]
    with suppress(ValueError):  # neither on nor off: said before the crawl begins
        return (
            Path(found).parent / FOLDER if is_wanted and not is_json(settings) else None
        )
    return None


def _handler(folder: Path, command: str, settings: BaseSettings) -> logging.FileHandler:
    folder.mkdir(mode=0o700, exist_ok=True)
    at = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    file = folder / f"{at}-{command}-{os.getpid()}.log"
    # made before it is opened: never another mode, and never another's file
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNERS))
    handler = logging.FileHandler(file, encoding="utf-8")
    form = logging.Formatter(settings["LOG_FORMAT"], settings["LOG_DATEFORMAT"])
    handler.setFormatter(SafeFormatter(form, Secrets.of(settings)))
    handler.setLevel(logging.DEBUG)
    return handler


def _forget(folder: Path) -> None:
    """Remove the oldest logs: their names begin with their time."""
    for file in sorted(folder.glob("*T*Z-*-*.log"))[:-KEPT]:
        file.unlink(missing_ok=True)
