"""Which of Scrapy's settings would stop a crawl with a traceback? One line says it.

Scrapy reads a setting when it needs it, some when the crawl is long under way.
"""

import argparse
import logging
from collections.abc import Iterator
from contextlib import suppress
from difflib import get_close_matches
from importlib.util import find_spec

from scrapy.settings import BaseSettings, default_settings
from scrapy.utils.conf import arglist_to_dict
from scrapy.utils.misc import load_object

from newscrawler.configuring.known_settings import PREFIX

NAMES = tuple(name for name in dir(default_settings) if name.isupper())
"""Scrapy's settings; of which type one is its default tells."""

LEAST = {
    "CONCURRENT_ITEMS": 1,
    "CONCURRENT_REQUESTS": 1,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY": 0,
    "DOWNLOAD_MAXSIZE": 0,
    "DOWNLOAD_TIMEOUT": 0,
}
"""Below these a crawl would never end, or hurry."""

STATUSES = ("RETRY_HTTP_CODES", "HTTPERROR_ALLOWED_CODES")

COMPONENTS = (
    *("ADDONS", "DOWNLOADER_MIDDLEWARES", "EXTENSIONS"),
    *("ITEM_PIPELINES", "SPIDER_MIDDLEWARES"),
)
"""Settings that name what is to be loaded, with its place."""

CLASSES = (
    *("DOWNLOADER", "DUPEFILTER_CLASS", "LOG_FORMATTER", "REQUEST_FINGERPRINTER_CLASS"),
    *("SCHEDULER", "STATS_CLASS", "TWISTED_REACTOR"),
)
"""Settings that name one thing that is to be loaded."""

MISSPELT = 0.9
"""How alike a setting and one of Scrapy's are, from 0 to 1, to be meant: our choice."""


def misspelt_setting(opts: argparse.Namespace) -> str | None:
    """Return what is wrong with a setting that is written nearly like one of Scrapy's.

    Others are let pass: of which add-on they are nobody can tell.
    """
    for name in arglist_to_dict(opts.set):
        if name in NAMES or name.startswith(PREFIX):
            continue
        near = get_close_matches(name.upper(), NAMES, n=1, cutoff=MISSPELT)
        if near:
            return f"-s {name}: no such setting; did you mean {near[0]}?"
    return None


def unreadable_setting(settings: BaseSettings) -> str | None:
    """Return the one line about a setting whose value Scrapy could not read."""
    level = str(settings["LOG_LEVEL"])
    if level not in logging.getLevelNamesMapping() and not level.isdigit():
        return f"LOG_LEVEL: {level!r} is no level; DEBUG, INFO, WARNING and ERROR are"
    chosen = (name for name in NAMES if settings.getpriority(name))
    found = (_problem(settings, name) for name in chosen)
    return next((one for one in found if one is not None), None)


def _problem(settings: BaseSettings, name: str) -> str | None:
    value, default = settings[name], getattr(default_settings, name)
    if value is None:
        return None
    # one of Scrapy's own switches is on by 1
    if isinstance(default, bool) or name.endswith("_ENABLED"):
        return _switch_problem(settings, name)
    if isinstance(default, int | float):
        return _number_problem(settings, name)
    if name in STATUSES:
        wrong = [one for one in settings.getlist(name) if not str(one).isdigit()]
        return f"{name}: {wrong[0]!r} is no status; write 500,502" if wrong else None
    return None


def _switch_problem(settings: BaseSettings, name: str) -> str | None:
    try:
        settings.getbool(name)
    except (TypeError, ValueError):
        return f"{name}: {settings[name]!r} is neither True nor False"
    return None


def _number_problem(settings: BaseSettings, name: str) -> str | None:
    try:
        number = settings.getfloat(name)
    except (TypeError, ValueError):
        return f"{name}: {settings[name]!r} is no number"
    least = LEAST.get(name)
    if least is not None and number < least:
        return f"{name}: {settings[name]!r} is too little; write {least} or more"
    return None


def unloadable_setting(settings: BaseSettings) -> str | None:
    """Return the one line about what a setting names and nobody can load."""
    return next(_unloadable(settings), None)


def _unloadable(settings: BaseSettings) -> Iterator[str]:
    for module in settings.getlist("SPIDER_MODULES"):
        with suppress(ImportError, ValueError):
            if find_spec(module) is not None:
                continue
        yield f"SPIDER_MODULES: there is no module {module!r}; mend it, or leave it out"
    for name, path in _named(settings):
        try:
            load_object(path)
        except (ImportError, NameError, SyntaxError, TypeError, ValueError) as error:
            yield f"{name}: {path!r}: {error}; mend it, or leave it out"


def _named(settings: BaseSettings) -> Iterator[tuple[str, str]]:
    """Yield each path that is named, by its setting: what Scrapy loads itself is well."""
    for name in COMPONENTS:
        for path, place in settings.getdict(name).items():
            if isinstance(path, str) and place is not None:
                yield name, path
    for name in CLASSES:
        if settings.getpriority(name) and isinstance(settings[name], str):
            yield name, settings[name]
