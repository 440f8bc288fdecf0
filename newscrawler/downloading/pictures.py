"""Which of an article's pictures may be kept? Each file's own metadata is asked for.

NEWSCRAWLER_IMAGE_METADATA. A picture's host is heard as a page's is; then the beginning
of the file is fetched, read and dropped. A picture that was not heard is left out.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable

from newscrawler.article.picture_choice import pictures_of, without_pictures
from newscrawler.downloading.documents import DocumentDownloader
from newscrawler.items import Article
from newscrawler.leasing.leases import NotNowError
from newscrawler.page import Page
from newscrawler.policy import Decision, Document, Gate, Verdict
from newscrawler.policy.formats.robots_lines import MAX_BYTES
from newscrawler.policy.hearing import LIFETIME
from newscrawler.policy.picture import Picture, picture_decision
from newscrawler.report.outcome import reason

MOST = 3
"""Pictures of one article that are asked for, the main one first: our choice."""

REMEMBERED = 1024
"""Decisions on files that are remembered: our choice. Many pages share a picture."""

Hear = Callable[[str | Page], Awaitable[None]]


class Pictures:
    """Asks the gate about pictures, and remembers what it said of each."""

    def __init__(
        self,
        gate: Gate,
        downloader: DocumentDownloader,
        hear: Hear,
    ) -> None:
        self._gate = gate
        self._downloader = downloader
        self._hear = hear
        self._asked: dict[str, asyncio.Task[Decision]] = {}

    async def kept(
        self, article: Article, page: Decision, record: Callable[[Decision], None]
    ) -> Article:
        """Return an article with those pictures alone that it may keep.

        ``page``: the decision on the article's page, which may speak of pictures;
        ``record`` writes down what is decided of each.
        """
        refused: dict[str, str] = {}
        for at, url in enumerate(pictures_of(article)):
            if at >= MOST:
                refused[url] = f"not asked for: more than {MOST} pictures"
                continue
            decision = picture_decision(await self._own_decision(url), page)
            record(decision)
            why = reason(decision)
            if why is not None:
                refused[url] = f"{why.outcome.value}: {why.signal}: {why.words}"
        return without_pictures(article, refused)

    async def _own_decision(self, url: str) -> Decision:
        """Return the decision on a file, which is asked for once for all its pages."""
        task = self._asked.get(url)
        if task is None or not _is_fresh(task, time.time()):
            if len(self._asked) >= REMEMBERED:
                self._asked.clear()
            task = asyncio.ensure_future(self._judged(url))
            self._asked[url] = task
        return await asyncio.shield(task)

    async def _judged(self, url: str) -> Decision:
        """Return the gate's decision on a file; nothing is asked that it forbids."""
        await self._hear(url)
        before = self._gate.before_fetch(url, time.time())
        if before.verdict is not Verdict.ALLOW:
            return before
        try:
            document = await self._downloader.fetch(url)
        except NotNowError as error:
            return self._gate.unfetched(url, str(error), time.time())
        if document.problem is not None or document.status is None:
            problem = document.problem or "no answer"
            return self._gate.unfetched(url, problem, time.time())
        picture = _picture(document)
        await self._hear(picture)
        return self._gate.after_fetch(picture, time.time())


def _is_fresh(task: asyncio.Task[Decision], now: float) -> bool:
    """Tell whether a decision is on its way, or need not be asked for again yet."""
    if not task.done():
        return True
    if task.cancelled() or task.exception() is not None:
        return False
    decision = task.result()
    if decision.retry_at is not None:
        return now < decision.retry_at
    return now < decision.decided_at + LIFETIME


def _picture(document: Document) -> Picture:
    return Picture(
        document.body[:MAX_BYTES],
        document.final_url or document.url,
        document.headers,
        status=document.status or 0,
        fetched_at=document.fetched_at,
    )
