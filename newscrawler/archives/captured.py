"""Which policy documents does an archive hold, and which was in force when?"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from newscrawler.address import host_of, usable_url
from newscrawler.policy import Document
from newscrawler.policy.hearing import LIFETIME
from newscrawler.storage.warc_answers import read_answer
from newscrawler.storage.warc_reading import Record, WarcError, read_warc

MOST = 256 * 1024 * 1024
"""Bytes of an archive's policy documents that are held: our choice."""

NAMES = ("/robots.txt", "/ai.txt", "/trust.txt", "/tdmrep.json", "/license.xml")


@dataclass(frozen=True, slots=True)
class Capture:
    """A policy document as an archive holds it; ``place`` names file and record."""

    document: Document
    place: str


class Captured:
    """The policy documents of archives, by URL and time."""

    def __init__(self) -> None:
        self._found: dict[str, list[Capture]] = {}
        self._size = 0

    def read(self, file: Path, is_listed: Callable[[str], bool]) -> None:
        """Take up the documents of listed hosts; WarcError where a file is broken."""

        def is_wanted(record: Record) -> bool:
            is_one = record.kind == "response" and is_policy_document(record.url)
            return is_one and is_listed(host_of(record.url))

        for record in read_warc(file, is_wanted):
            if is_wanted(record):
                self._add(record, file)

    def at(self, url: str, time: float) -> Capture | None:
        """Return what was in force at a time: the last before it, else the next after.

        Neither more than a day away: RFC 9309 section 2.4.
        """
        found = self._found.get(url, [])
        later = bisect_right(found, time, key=lambda one: one.document.fetched_at)
        near = (one for one in (*found[later - 1 : later], *found[later : later + 1]))
        return next(
            (one for one in near if abs(one.document.fetched_at - time) <= LIFETIME),
            None,
        )

    def of_site(self, robots: str, time: float) -> Iterator[Capture]:
        """Yield what was in force on the site of a robots.txt, that file first."""
        site = robots.removesuffix("robots.txt")
        for url in sorted(self._found, key=lambda one: one != robots):
            found = self.at(url, time) if url.startswith(site) else None
            if found is not None:
                yield found

    def _add(self, record: Record, file: Path) -> None:
        if record.date is None:
            raise WarcError(f"{file}: {record.url[:200]!r}: a record without a date")
        document = _document(record, record.date)
        if document.status is not None and 300 <= document.status < 400:
            return  # where it led is not known: as if it were not there
        self._size += len(document.body)
        if self._size > MOST:
            raise WarcError(f"{file}: more than {MOST} bytes of policy documents")
        known = self._found.setdefault(document.url, [])
        known.append(Capture(document, f"{file.name}#{record.id}"))
        known.sort(key=lambda one: one.document.fetched_at)


def is_policy_document(url: str) -> bool:
    """Tell whether a URL is one at which sites publish their policies."""
    path = urlsplit(url).path if usable_url(url) else ""
    return path.endswith(NAMES) or path.startswith("/.well-known/")


def _document(record: Record, date: float) -> Document:
    heard = Document(record.url, round(date, 3), final_url=record.url)
    try:
        status, headers, body = read_answer(record)
    except ValueError as error:
        return replace(heard, problem=f"as archived: {error}"[:200])
    return replace(heard, status=status, headers=headers, body=body)
