"""How is what sites answered written down, so that fixture sites answer the same?"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlsplit

from newscrawler.address import authority
from newscrawler.downloading.fixture_site import SITE_FILE
from newscrawler.page import Page
from newscrawler.policy import Document
from newscrawler.policy.formats.http_status import moved_to
from newscrawler.recording.names import file_name, hashed_name, site_folder

LEFT_OUT = frozenset(
    (
        *("connection", "content-encoding", "content-length", "keep-alive"),
        *("set-cookie", "set-cookie2", "trailer", "transfer-encoding", "upgrade"),
    )
)
"""Headers of one connection, or to one visitor: they do not hold for a file."""

WRITTEN_BY = "# Written by `newscrawler fixture record`: what the site answered.\n"


@dataclass(frozen=True, slots=True)
class Answered:
    """What a URL answered. ``kind``: page, redirect or document; ``body`` as written.

    ``received_sha256`` is of the body before anything was taken out of it;
    ``fetched_at`` is in seconds since the epoch.
    """

    url: str
    kind: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    received_sha256: str
    fetched_at: float | None


def answers_of(
    page: Page, hops: Sequence[Page], documents: Iterable[Document]
) -> tuple[Answered, ...]:
    """Return what was answered on the way to a page, each URL once, the page first."""
    said = chain(
        [_of_page(page, "page")],
        (_of_page(hop, "redirect") for hop in hops),
        *(_of_document(one) for one in documents),
    )
    found: dict[str, Answered] = {}
    for one in said:
        found.setdefault(one.url, one)
    return tuple(found.values())


def _of_page(page: Page, kind: str) -> Answered:
    body = page.body if kind == "page" else b""
    return Answered(
        page.url, kind, page.status, page.headers, body, page.sha256, page.fetched_at
    )


def _of_document(one: Document) -> Iterator[Answered]:
    """Yield what a policy document answered; redirects to it are one."""
    if one.status is None:
        return
    at = one.final_url or one.url
    if at != one.url:
        leads = (("location", at),)
        empty = hashlib.sha256().hexdigest()
        yield Answered(one.url, "redirect", 302, leads, b"", empty, one.fetched_at)
    if moved_to(one) is not None:
        return  # what is there was asked for as a document of its own
    body = one.body if one.status == 200 else b""
    yield Answered(
        at, "document", one.status, one.headers, body, one.sha256, one.fetched_at
    )


@dataclass(frozen=True, slots=True)
class Written:
    """The files of recorded sites by path, and which of them each URL answers."""

    files: dict[str, bytes]
    of_url: dict[str, str]


def site_files(answers: Iterable[Answered]) -> Written:
    """Return the files of the sites, their ``site.toml`` among them."""
    files: dict[str, bytes] = {}
    of_url: dict[str, str] = {}
    tables: dict[str, list[str]] = {}
    for one in answers:
        host = site_folder(one.url)
        name = None
        if one.body:
            name = file_name(one.url)
            if f"{host}/{name}" in files:  # http and https, two ports
                name = hashed_name(one.url)
            files[f"{host}/{name}"] = one.body
            of_url[one.url] = f"{host}/{name}"
        tables.setdefault(host, []).append(_table(one, name))
    for host, texts in tables.items():
        text = "\n".join((WRITTEN_BY, *texts))
        files[f"{host}/{SITE_FILE}"] = text.encode()
    return Written(files, of_url)


def _table(one: Answered, file: str | None) -> str:
    asked = authority(one.url)
    assert asked is not None, "else it has no folder"
    parts = urlsplit(one.url)
    query = f"?{parts.query}" if parts.query else ""
    name = f"{asked.origin}{parts.path or '/'}{query}"
    lines = [f"[{_text(name)}]", f"status = {one.status}"]
    lines.append('body = ""' if file is None else f"file = {_text(file)}")
    headers = list(_headers(one.headers))
    if headers:
        lines += [f"[{_text(name)}.headers]", *headers]
    return "\n".join(lines) + "\n"


def _headers(lines: Iterable[tuple[str, str]]) -> Iterator[str]:
    found: dict[str, list[str]] = {}
    for name, value in lines:
        if name.lower() not in LEFT_OUT:
            found.setdefault(name.lower(), []).append(_octets_as_text(value))
    for name, values in found.items():
        said = ", ".join(map(_text, values))
        yield f"{_text(name)} = {said if len(values) == 1 else f'[{said}]'}"


def _octets_as_text(value: str) -> str:
    """Return a header's octets as the text that Scrapy sends them from, UTF-8."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


def _text(text: str) -> str:
    # JSON's strings are TOML's basic strings, but for DEL, which TOML wants escaped
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
