"""What does a fixture site answer to the request for a URL?

``<folder>/<host>/`` holds the files of a site by their paths, and ``site.toml``, which
is never served, says what files cannot. Its tables are named by a path, with its
query or for any ("/a?b=1", "/a"), or by an origin and a path ("http://a.example/a");
the more precise name wins. ``[site]`` holds headers of every answer.

Sites are read whole before the first request, and a request looks its path up among
the files that were found: no path can lead out of a site's folder.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from newscrawler.address import authority
from newscrawler.sources.nearest import suggestion

SITE_FILE = "site.toml"
SITE_TABLE = "site"
SITE_KEYS = ("headers",)
KEYS = (
    *("status", "headers", "location", "body", "file"),
    *("encoding", "delay", "failure"),
)

_MEDIA_TYPES = {
    ".atom": "application/atom+xml",
    ".html": "text/html",
    ".json": "application/json",
    ".rss": "application/rss+xml",
    ".txt": "text/plain",
    ".xml": "application/xml",
}
_CHARSET_STATED = ("text/html", "text/plain")
"""XML and JSON say their encoding themselves, RFC 7303 section 3, RFC 8259 8.1."""

_T = TypeVar("_T")
_Lines = tuple[tuple[str, str], ...]


class FixtureError(ValueError):
    """A fixture site that cannot be read: one line that names the file and the key."""


class Failure(Enum):
    """How a request ends without an answer."""

    DNS = "dns"
    REFUSED = "refused"
    RESET = "reset"
    TIMEOUT = "timeout"
    TRUNCATED = "truncated"


@dataclass(frozen=True, slots=True)
class Entry:
    """What ``site.toml`` says of one path.

    ``status`` is None for 301 with a ``location``, 200 with a file or a ``body``, else
    404. ``body`` stands in place of the file, ``file`` is another of the site's files.
    ``delay`` is in seconds; with a ``failure`` there is no answer.
    """

    status: int | None = None
    headers: _Lines = ()
    location: str | None = None
    body: bytes | None = None
    encoding: str = "utf-8"
    delay: float = 0.0
    failure: Failure | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """A fixture site: its files by decoded path, its entries, headers of all answers."""

    files: Mapping[str, Path]
    entries: Mapping[str, Entry]
    headers: _Lines = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site answers: a response after ``delay`` seconds, or a failure."""

    status: int
    headers: _Lines
    body: bytes
    delay: float
    failure: Failure | None


def answer(site: Site, url: str) -> Answer:
    """Return what a site answers to a GET of an http or https URL of its own.

    ``/`` and ``/a/`` are their ``index.html``; ``/a`` is ``a``, ``a.html`` or
    ``a/index.html``. A header of the path takes the place of the site's.
    """
    entry = _entry(site, url)
    file = None if entry.body is not None else _file(site, entry, url)
    body = file.read_bytes() if file else entry.body or b""
    status = entry.status
    if status is None:
        has_content = file is not None or entry.body is not None
        status = 301 if entry.location else 200 if has_content else 404
    headers = _without(site.headers, entry.headers) + entry.headers
    if entry.location:
        headers += (("Location", entry.location),)
    content_type = (("Content-Type", _content_type(file, entry.encoding)),)
    headers += _without(content_type, headers)
    return Answer(status, headers, body, entry.delay, entry.failure)


def _entry(site: Site, url: str) -> Entry:
    parts = urlsplit(url)
    path = parts.path or "/"
    asker = authority(url)
    origin = asker.origin if asker else ""
    names = (f"{path}?{parts.query}", path) if parts.query else (path,)
    for name in (*(f"{origin}{one}" for one in names), *names):
        if name in site.entries:
            return site.entries[name]
    return Entry()


def _file(site: Site, entry: Entry, url: str) -> Path | None:
    if entry.file is not None:
        return site.files[f"/{entry.file}"]
    path = unquote(urlsplit(url).path or "/")
    tails = ("index.html",) if path.endswith("/") else ("", ".html", "/index.html")
    found = (site.files.get(f"{path}{tail}") for tail in tails)
    return next((file for file in found if file), None)


def _content_type(file: Path | None, encoding: str) -> str:
    suffix = file.suffix if file else ".html"
    media_type = _MEDIA_TYPES.get(suffix.lower(), "application/octet-stream")
    if media_type in _CHARSET_STATED:
        return f"{media_type}; charset={encoding}"
    return media_type


def _without(lines: _Lines, others: _Lines) -> _Lines:
    taken = {name.lower() for name, _ in others}
    return tuple((name, value) for name, value in lines if name.lower() not in taken)


def read_sites(folder: Path) -> dict[str, Site]:
    """Return the sites of a folder by host; FixtureError if one cannot be read."""
    if not folder.is_dir():
        raise FixtureError(f"there is no folder {str(folder)!r} of fixture sites")
    return {
        one.name: read_site(one) for one in sorted(folder.iterdir()) if one.is_dir()
    }


def read_site(folder: Path) -> Site:
    """Return one site; FixtureError with file, key and the nearest key if it is wrong."""
    source = folder / SITE_FILE
    tables = _tables(source) if source.is_file() else {}
    _require_known(tables.get(SITE_TABLE, {}), SITE_KEYS, f"{source}: [site]")
    entries = {
        name: _read_entry(table, f'{source}: ["{name}"]')
        for name, table in tables.items()
        if name != SITE_TABLE
    }
    headers = _header_lines(tables.get(SITE_TABLE, {}), f"{source}: [site]")
    files = dict(_files(folder))
    for name, entry in entries.items():
        if entry.file is not None and f"/{entry.file}" not in files:
            where = f'{source}: ["{name}"]'
            raise FixtureError(f"{where}: there is no file {entry.file!r} in the site")
    return Site(files, entries, headers)


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield files by path; none that a symbolic link reaches outside the folder."""
    root = folder.resolve()
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        is_inside = file.is_file() and file.resolve().is_relative_to(root)
        if is_inside and name != SITE_FILE:
            yield f"/{name}", file


def _tables(source: Path) -> dict[str, dict[str, object]]:
    try:
        document: dict[str, object] = tomllib.loads(source.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FixtureError(f"{source}: {error}") from error
    tables = {}
    for name, table in document.items():
        if not isinstance(table, dict):
            raise FixtureError(f"{source}: {name!r} is no table of a path or [site]")
        if name != SITE_TABLE and not name.startswith(("/", "http://", "https://")):
            raise FixtureError(
                f'{source}: unknown table {name!r}; a path begins with "/"'
            )
        tables[name] = table
    return tables


def _read_entry(table: Mapping[str, object], where: str) -> Entry:
    _require_known(table, KEYS, where)
    status = _value(table, "status", int, where)
    if status is not None and not 200 <= status <= 599:
        raise FixtureError(f"{where}: status is 200 to 599, not {status!r}")
    encoding = _value(table, "encoding", str, where) or "utf-8"
    body = _encoded(_value(table, "body", str, where), encoding, where)
    return Entry(
        status,
        _header_lines(table, where),
        _value(table, "location", str, where),
        body,
        encoding,
        _delay(table, where),
        _failure(table, where),
        _value(table, "file", str, where),
    )


def _encoded(body: str | None, encoding: str, where: str) -> bytes | None:
    try:
        encoded = (body or "").encode(encoding)
    except (LookupError, UnicodeError) as error:
        raise FixtureError(f"{where}: {error}") from error
    return None if body is None else encoded


def _delay(table: Mapping[str, object], where: str) -> float:
    delay = table.get("delay", 0.0)
    if isinstance(delay, int | float) and delay >= 0:
        return float(delay)
    raise FixtureError(f"{where}: delay is in seconds, not {delay!r}")


def _failure(table: Mapping[str, object], where: str) -> Failure | None:
    failure = _value(table, "failure", str, where)
    known = [one.value for one in Failure]
    if failure is not None and failure not in known:
        raise FixtureError(
            f"{where}: unknown failure {failure!r}; {suggestion(failure, known)}"
        )
    return Failure(failure) if failure else None


def _header_lines(table: Mapping[str, object], where: str) -> _Lines:
    lines: list[tuple[str, str]] = []
    for name, value in (_value(table, "headers", dict, where) or {}).items():
        values = value if isinstance(value, list) else [value]
        if not all(isinstance(one, str) for one in values):
            raise FixtureError(f"{where}: header {name!r} is a text or a list of texts")
        lines += [(str(name), str(one)) for one in values]
    return tuple(lines)


def _value(
    table: Mapping[str, object], key: str, kind: type[_T], where: str
) -> _T | None:
    value = table.get(key)
    if value is None or isinstance(value, kind):
        return value
    raise FixtureError(f"{where}: {key} is of type {kind.__name__}, not {value!r}")


def _require_known(
    table: Mapping[str, object], known: Iterable[str], where: str
) -> None:
    for key in table:
        if key not in known:
            raise FixtureError(
                f"{where}: unknown key {key!r}; {suggestion(key, known)}"
            )
