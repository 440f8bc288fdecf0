"""Which files does no output replace? The evidence, and by what was decided."""

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from scrapy.settings import BaseSettings
from scrapy.utils.conf import closest_scrapy_cfg

from newscrawler.configuring.setting_values import ConfigurationError, path_of
from newscrawler.storage.errors import StoreError
from newscrawler.storage.opening import place, store_url

BESIDE = ("", "-wal", "-shm", "-journal")
"""What SQLite adds to a database's name for the files that belong to it."""

DATABASE = b"SQLite format 3\x00"
"""How a database of SQLite begins: https://www.sqlite.org/fileformat.html, 1.3.1."""

OURS = ("WARC", "SOURCES", "OBJECTIONS", "LEDGER_KEY", "BOT_KEY")
"""Settings that name a file, or a folder of them, which a person or a crawl wrote."""


def output_file(settings: BaseSettings, name: str, *endings: str) -> Path:
    """Return the file that a command may write; ConfigurationError if it may not.

    ``endings``: one of them its name has to have; none given: it may have any.
    """
    file = Path(name)
    problem = _name_problem(file, endings) or guarded_problem(settings, file)
    if problem is not None:
        raise ConfigurationError(problem)
    return file


def _name_problem(file: Path, endings: Sequence[str]) -> str | None:
    name = str(file)
    if name == "-":
        return "-: this is not written to stdout; name a file"
    if file.is_dir():
        return f"{name}: is a folder; name a file"
    if endings and file.suffix.lower() not in endings:
        return f"{name}: name a file that ends in {' or '.join(endings)}"
    if file.exists() and not file.is_file():
        return f"{name}: is no plain file; name another"
    return None


def guarded_problem(settings: BaseSettings, file: Path) -> str | None:
    """Return whose a file is that nothing may replace, None if it is nobody's.

    It need not be there yet; by what name it is reached does not matter.
    """
    places = (file.resolve(), *file.resolve().parents)
    for guarded, whose in _guarded(settings):
        if any(_is_same(guarded, one) for one in places):
            return f"{file}: belongs to {whose}; name another file"
    if _is_database(file):
        return f"{file}: is a database; name another file"
    return None


def _guarded(settings: BaseSettings) -> Iterator[tuple[Path, str]]:
    for key in OURS:
        path = path_of(settings, f"NEWSCRAWLER_{key}")
        if path is not None:
            yield path.resolve(), f"NEWSCRAWLER_{key}"
    for path in _store(settings):
        yield path.resolve(), "NEWSCRAWLER_STORE"
    module = sys.modules.get(os.environ.get("SCRAPY_SETTINGS_MODULE", ""))
    for name in (closest_scrapy_cfg(), getattr(module, "__file__", None)):
        if name:
            yield Path(name).resolve(), "the project's settings"


def _store(settings: BaseSettings) -> Iterator[Path]:
    """Yield the files of a store that is one."""
    try:
        url = store_url(str(settings["NEWSCRAWLER_STORE"] or ""))
    except StoreError:  # who opens it says so
        return
    if url.drivername == "sqlite":
        yield from (Path(f"{place(url)}{ending}") for ending in BESIDE)


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one == other


def _is_database(file: Path) -> bool:
    if not file.is_file():
        return False
    try:
        with file.open("rb") as opened:
            return opened.read(len(DATABASE)) == DATABASE
    except OSError:  # who writes it says so
        return False
