"""Which pages of a WARC file may be kept? ``-a warc=PATH``: a file, or a folder of them.

The same gate, for listed hosts; nothing is fetched but policy documents that the
archive lacks.
"""

import asyncio
import time
import zlib
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path

from scrapy import signals
from scrapy.exceptions import IgnoreRequest

from newscrawler.address import host_of, usable_url
from newscrawler.archives.captured import Captured, is_policy_document
from newscrawler.configuring.configuration import configuration
from newscrawler.page import Page
from newscrawler.policy import Verdict
from newscrawler.spiders.gated import GatedSpider
from newscrawler.storage.warc_answers import read_answer
from newscrawler.storage.warc_reading import Record, WarcError, is_warc, read_warc

MOST_UNDER_WAY = 32
"""Pages that are read ahead of the store: our choice. A crawl has them in memory."""

_PAGES = ("response", "resource")
"""Records that may hold a page; a resource has no HTTP header, and so is refused."""

NAMED = "-a warc=PATH: name a WARC file, or a folder of them"


class ArchiveSpider(GatedSpider):
    """Yields the pages of an archive that the gate lets through."""

    name = "archive"
    takes = ("warc",)

    def __init__(self, warc: str = "", **kwargs: str) -> None:
        super().__init__(**kwargs)
        self._files = tuple(warc_files(Path(warc)))
        self._under_way = 0
        self._settled = asyncio.Event()

    @classmethod
    def problem(cls, arguments: Mapping[str, str]) -> str | None:
        """Return what is wrong with the arguments, None if nothing is."""
        named = arguments.get("warc")
        if not named:
            return NAMED
        if not any(warc_files(Path(named))):
            return f"-a warc={named}: no WARC file is there (.warc, .warc.gz)"
        return _file_problem(Path(named))

    async def start(self) -> AsyncIterator[Page]:
        """Yield the pages that may be kept, in the order of the files."""
        for one in (signals.item_scraped, signals.item_dropped, signals.item_error):
            self.crawler.signals.connect(self._settle, one)
        captured = Captured()
        listed = self.policy.gate.listed
        for file in self._files:
            try:
                await asyncio.to_thread(captured.read, file, listed.is_askable)
            except WarcError:
                continue  # told below, after the records before the broken one
        for file in self._files:
            try:
                async for page in self._pages(file, captured):
                    self._under_way += 1
                    yield page
                    await self._until(MOST_UNDER_WAY)
            except WarcError as error:
                self.logger.error("%s", error)  # noqa: TRY400  one line, no traceback
                self.records.outcomes.watched.unread.append(str(error))
            except IgnoreRequest:
                return  # not recorded: the crawl is at its end
        # Scrapy looks only every five seconds whether such a crawl is at its end
        await self._until(0)

    def _settle(self) -> None:
        self._under_way -= 1
        self._settled.set()

    async def _until(self, most: int) -> None:
        """Wait until no more pages than so many are on their way to the store."""
        while self._under_way > most:
            self._settled.clear()
            await self._settled.wait()

    async def _pages(self, file: Path, captured: Captured) -> AsyncIterator[Page]:
        listed = self.policy.gate.listed

        def is_wanted(record: Record) -> bool:
            return record.kind == "response" and listed.is_askable(host_of(record.url))

        records = read_warc(file, is_wanted)
        while (record := await asyncio.to_thread(next, records, None)) is not None:
            if record.kind not in _PAGES or is_policy_document(record.url):
                continue
            page = self._page(record)
            if page is None:
                continue
            archived, place = self.policy.archived, f"{file.name}#{record.id}"
            decision = await archived.judge(page, place, captured, self.records)
            if decision.verdict is Verdict.ALLOW:
                yield page

    def _page(self, record: Record) -> Page | None:
        """Return the page of a record, None if there is none; why not is recorded."""
        url, now, gate = usable_url(record.url), time.time(), self.policy.gate
        if url is None:
            return None
        if not gate.listed.is_askable(host_of(url)):
            self.records.decided(gate.before_fetch(url, now))
            return None
        source = configuration(self.crawler).registry
        listing = source.for_url(url) if source is not None else None
        if self.records.known([url], listing.id if listing is not None else None):
            return None
        try:
            return _archived_page(record, url, now)
        except ValueError as error:
            problem = f"as archived: {error}"[:200]
            self.records.decided(gate.unfetched(url, problem, now, is_final=True))
            return None


def _archived_page(record: Record, url: str, now: float) -> Page | None:
    """Return the page of a record, None for a redirect; ValueError if not whole."""
    if record.date is None or record.date > now:
        raise ValueError(f"dated {record.date_text[:40]!r}")
    status, headers, body = read_answer(record)
    if 300 <= status < 400:
        return None
    return Page(body, url, headers, status=status, fetched_at=round(record.date, 3))


def _file_problem(path: Path) -> str | None:
    """Return why a file that is named cannot be an archive; a folder's are read anyway."""
    try:
        if path.is_dir() or is_warc(path):
            return None
    except OSError as error:  # no gzip too
        return f"-a warc={path}: {error.strerror or error}"
    except zlib.error as error:
        return f"-a warc={path}: {error}"
    return (
        f"-a warc={path}: is no WARC file; it does not begin with WARC/1.0 or WARC/1.1"
    )


def warc_files(path: Path) -> Iterator[Path]:
    """Yield the WARC files of a folder in the order of their names, or the one named."""
    if path.is_dir():
        found = sorted(path.iterdir())
        yield from (one for one in found if one.name.endswith((".warc", ".warc.gz")))
    elif path.is_file():
        yield path
